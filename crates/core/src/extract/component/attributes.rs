//! Reads the attributes of markup with expressions.

use super::super::attribute::{AttributeTag, META_CONTENT, Readable, has_readable_content, is_phrase};
use super::super::entity::ReferenceSyntax;
use super::super::language_tag::language_tag;
use super::super::spelling::Spelling;
use super::super::tag::Tag;
use super::lexer::Dialect;
use super::markup::{MarkupWalk, expressions, inside_braces, without_quotes};
use super::prose_string::{is_code_key, is_prose};
use super::reader::{Place, Source, Values, comment_content, decode, outermost};
use super::token::{Token, TokenKind, after};
use std::ops::Range;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// How a string in quotes is written.
const ATTRIBUTE: Spelling = Spelling::References(ReferenceSyntax::HtmlAttribute);

/// What the name of an attribute says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AttributeKind<'t> {
    /// A string, or an expression in braces: `title="text"`.
    Plain(&'t str),
    /// An expression in quotes: `:title="text"`.
    Bound(&'t str),
    /// A handler, a condition or the like, whose value nobody sees. It may be in quotes.
    Code,
    /// An expression whose value is the text of the element: `v-text`, `set:html`.
    Content,
    /// Classes and styles.
    Style,
}

impl<'t> MarkupWalk<'_, '_, 't> {
    /// Reads the attributes of `tag`, which are these tokens.
    pub fn attributes(&mut self, range: Range<usize>, tag: &Tag<'t>) {
        if tag.name == "style" {
            return;
        }
        self.writer.out.record_language(language_tag(tag, self.text));
        // A tag may have any number of attributes, so these are looked up once.
        self.is_readable_meta = tag.name == "meta" && has_readable_content(tag, self.text);
        let kind = if tag.name.eq_ignore_ascii_case("input") { tag.attribute(&["type"]) } else { None };
        self.input_type = kind.map_or("", |kind| self.text[kind.value.range()].trim());
        let mut name = None;
        let mut at = range.start;
        while at < range.end {
            let token = self.tokens[at];
            match token.kind {
                TokenKind::AttributeName => name = Some(at),
                TokenKind::AttributeValue => {
                    if let Some(name) = name.take() {
                        self.quoted(self.kind(name), &token, tag);
                    }
                }
                TokenKind::ExpressionStart | TokenKind::TemplateStart => {
                    // `{...rest}` has no name.
                    let named = name.take().filter(|name| name + 1 == at && self.has_equals_sign(*name, at));
                    let kind = named.map_or(AttributeKind::Code, |name| self.kind(name));
                    self.expression_value(kind, at, tag);
                }
                TokenKind::Comment => self.writer.comment(token.span, comment_content(self.text, token.span)),
                _ => {}
            }
            at = after(self.tokens, at);
        }
    }

    fn has_equals_sign(&self, name: usize, value: usize) -> bool {
        self.text[self.tokens[name].span.end as usize..self.tokens[value].span.start as usize].contains('=')
    }

    fn kind(&self, name: usize) -> AttributeKind<'t> {
        let name = self.tokens[name].source(self.text);
        let prefix = name.split(':').next().filter(|prefix| prefix.len() < name.len()).unwrap_or_default();
        match self.dialect {
            Dialect::Vue => {
                let bound = name.strip_prefix(':').or_else(|| name.strip_prefix("v-bind:"));
                match bound {
                    Some(bound) => AttributeKind::Bound(bound.split('.').next().unwrap_or(bound)),
                    None if matches!(name, "v-text" | "v-html") => AttributeKind::Content,
                    None if name.starts_with("v-") || name.starts_with(['@', '#']) => AttributeKind::Code,
                    None => AttributeKind::Plain(name),
                }
            }
            Dialect::Svelte if matches!(prefix, "class" | "style") => AttributeKind::Style,
            Dialect::Svelte if !prefix.is_empty() && prefix != "xlink" => AttributeKind::Code,
            Dialect::Astro if matches!(name, "set:html" | "set:text") => AttributeKind::Content,
            Dialect::Astro if name == "class:list" => AttributeKind::Style,
            _ => AttributeKind::Plain(name),
        }
    }

    fn owner(&self, tag: &Tag<'t>) -> AttributeTag<'t> {
        let is_component = tag.is_jsx_component()
            || match self.dialect {
                Dialect::Vue => tag.name.contains('-') || tag.name == "component",
                Dialect::Svelte => tag.name == "svelte:component",
                _ => false,
            };
        if is_component { AttributeTag::Component } else { AttributeTag::Element(tag.name) }
    }

    /// Returns how to read an attribute, if it is read on `tag`.
    fn readable(&self, name: &str, tag: &Tag<'t>) -> Option<Readable> {
        if self.is_readable_meta && META_CONTENT.names.contains(&name) {
            return Some(META_CONTENT);
        }
        let readable = self.writer.out.reading.readable(name, self.owner(tag))?;
        let is_of_type = |known: &&str| known.eq_ignore_ascii_case(self.input_type);
        (readable.types.is_empty() || readable.types.iter().any(is_of_type)).then_some(readable)
    }

    /// Returns how to read an expression in the value of an attribute, or `None` if it is code.
    fn place(&self, kind: AttributeKind<'t>, tag: &Tag<'t>) -> Option<Place> {
        let values = self.values(kind, tag)?;
        Some(Place { context: outermost(), values, is_code: false, markup_start: Some(tag.span().start) })
    }

    /// Returns how to read the strings in such an expression.
    fn values(&self, kind: AttributeKind<'t>, tag: &Tag<'t>) -> Option<Values> {
        let context = |scope| self.writer.leaf_context().with_own_scope(scope);
        let name = match kind {
            AttributeKind::Plain(name) | AttributeKind::Bound(name) => name,
            AttributeKind::Style => return None,
            AttributeKind::Code => return Some(Values::Strings),
            AttributeKind::Content => return Some(Values::Text(self.writer.leaf_context())),
        };
        match self.readable(name, tag) {
            Some(readable) if readable.only_phrases => Some(Values::Phrases(context(readable.scope))),
            Some(readable) => Some(Values::Text(context(readable.scope))),
            None if is_code_key(name) => None,
            None => Some(Values::Strings),
        }
    }

    /// Reads a value in quotes, or without any.
    fn quoted(&mut self, kind: AttributeKind<'t>, value: &Token, tag: &Tag<'t>) {
        let span = without_quotes(self.text, value);
        match kind {
            AttributeKind::Plain(name) => self.string_value(name, span, tag),
            AttributeKind::Content if self.dialect == Dialect::Astro => {
                self.writer.value(span, self.writer.leaf_context().scope(), ATTRIBUTE);
            }
            _ => {}
        }
        let expressions = match self.dialect {
            Dialect::Svelte => {
                expressions(self.text, span).map(|expression| inside_braces(self.text, expression)).collect()
            }
            Dialect::Vue if !matches!(kind, AttributeKind::Plain(_)) => vec![span.range()],
            _ => Vec::new(),
        };
        if let Some(place) = self.place(kind, tag) {
            let source = |range| Source { range, dialect: Dialect::QuotedScript, place };
            self.sources.extend(expressions.into_iter().map(source));
        }
    }

    fn string_value(&mut self, name: &str, span: Span, tag: &Tag<'t>) {
        let mut source = String::new();
        decode(&self.text[span.range()], ATTRIBUTE, &mut source);
        let scope = match self.readable(name, tag) {
            Some(readable) if !readable.only_phrases || is_phrase(&source) => readable.scope,
            Some(_) => return,
            None if self.owner(tag) == AttributeTag::Component && !is_code_key(name) && is_prose(&source) => {
                Scope::String
            }
            None => return,
        };
        self.writer.value(span, scope, ATTRIBUTE);
    }

    /// Reads a value that is an expression in braces, or a template literal.
    fn expression_value(&mut self, kind: AttributeKind<'t>, at: usize, tag: &Tag<'t>) {
        if let Some(place) = self.place(kind, tag) {
            self.add_expression(at, place);
        }
    }
}
