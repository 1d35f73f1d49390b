//! Reads markup with expressions: elements in a script, and the templates of Vue, Svelte and Astro.

use super::super::containers::Containers;
use super::super::element::{Element, shows_code};
use super::super::entity::ReferenceSyntax;
use super::super::json_ld;
use super::super::leaf_context::LeafContext;
use super::super::parts::{Part, PartRole};
use super::super::script;
use super::super::spelling::Spelling;
use super::super::tag::Tag;
use super::super::writer::{Counted, Writer};
use super::lexer::Dialect;
use super::reader::{Pending, Place, Reader, Source, Values, comment_content, literal, substitutions};
use super::token::{Token, TokenKind, after, inside};
use std::ops::Range;
use wordgate_text::source::Span;

/// What to do with an expression in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expression {
    /// Only comments.
    Comments,
    /// A string that a reader sees, as in `{" "}`.
    String,
    /// Something that stands for one word.
    Word,
    /// A tag of Svelte that has no width, such as `{#if x}`.
    Nothing,
}

impl<'t> Reader<'_, 't> {
    /// Reads these tokens of markup. `context` is that of text outside of its elements.
    pub fn markup(&mut self, range: Range<usize>, context: LeafContext) {
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else { return };
        let end = self.tokens[last].span.end as usize;
        let parts = self.parts(range.clone());
        let syntax = if self.dialect.is_markup() { ReferenceSyntax::HtmlText } else { ReferenceSyntax::Markdown };
        let mut walk = MarkupWalk {
            text: self.text,
            tokens: self.tokens,
            dialect: self.dialect,
            writer: Writer::new(self.out, &parts, Spelling::References(syntax), Containers::nested(context))
                .with_counted(Counted::Prose),
            pending: &mut self.pending,
            sources: self.sources,
            end,
            input_type: "",
            is_readable_meta: false,
        };
        let start = self.tokens[range.start].span.start;
        walk.writer.out.outline.begin_block(start as usize);
        walk.read(range);
        walk.writer.finish();
    }

    /// Returns the parts of the source in which there is text.
    fn parts(&self, range: Range<usize>) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let token = self.tokens[at];
            let next = after(self.tokens, at);
            let end = self.tokens[next - 1].span.end;
            match token.kind {
                TokenKind::Text => parts.push(Part { span: token.span, role: PartRole::Literal }),
                TokenKind::ExpressionStart => {
                    let span = Span { start: token.span.start, end };
                    match expression(self.text, self.tokens, at, self.dialect) {
                        Expression::String => parts.push(Part { span, role: PartRole::String }),
                        Expression::Word => parts.push(Part { span, role: PartRole::Opaque }),
                        Expression::Comments | Expression::Nothing => {}
                    }
                }
                TokenKind::TagStart => {
                    let values = self.tokens[at..next].iter().filter(|token| token.kind == TokenKind::AttributeValue);
                    for value in values {
                        let span = without_quotes(self.text, value);
                        self.value_parts(span, &mut parts);
                    }
                    parts.extend(self.json_part(Span { start: token.span.start, end }, next));
                }
                _ => {}
            }
            at = next;
        }
        parts
    }

    /// Returns the content at `next` of the element with the start tag `span`, if it is JSON-LD.
    fn json_part(&self, span: Span, next: usize) -> Option<Part> {
        let raw = self.tokens.get(next).filter(|raw| raw.kind == TokenKind::Raw)?;
        let tag = Tag::read(&self.text[span.range()], span.start as usize);
        json_ld::is_json_ld_script(&tag, self.text).then_some(Part { span: raw.span, role: PartRole::Literal })
    }

    /// Adds the parts of an attribute value. In Svelte, it may contain expressions.
    fn value_parts(&self, span: Span, parts: &mut Vec<Part>) {
        let mut at = span.start;
        let mut push = |role, span: Span| parts.extend((span.start < span.end).then_some(Part { span, role }));
        for expression in expressions(self.text, span).filter(|_| self.dialect == Dialect::Svelte) {
            push(PartRole::Literal, Span { start: at, end: expression.start });
            push(PartRole::Opaque, expression);
            at = expression.end;
        }
        push(PartRole::Literal, Span { start: at, end: span.end });
    }
}

/// Returns the expressions in a quoted attribute value of Svelte, with their braces.
pub(super) fn expressions(text: &str, value: Span) -> impl Iterator<Item = Span> {
    let (mut at, end) = (value.start as usize, value.end as usize);
    std::iter::from_fn(move || {
        let open = at + text[at..end].find('{')?;
        at = open + script::expression_len(&text[open..end]).unwrap_or(end - open);
        Some(Span::new(open, at))
    })
}

/// Returns the byte range of the code in an expression, whose closing brace may be missing.
pub(super) fn inside_braces(text: &str, expression: Span) -> Range<usize> {
    let Range { start, end } = expression.range();
    start + 1..end - usize::from(end > start + 1 && text[..end].ends_with('}'))
}

/// Returns what to do with the expression that starts with the token at `index`.
fn expression(text: &str, tokens: &[Token], index: usize, dialect: Dialect) -> Expression {
    let content = inside(tokens, index);
    if dialect == Dialect::Vue {
        return Expression::Word;
    }
    let first = content.clone().next().map(|first| tokens[first]);
    if dialect == Dialect::Svelte {
        let sign = first.map_or("", |first| first.source(text));
        let name = content.clone().nth(1).map_or("", |name| tokens[name].source(text));
        match sign {
            _ if tokens[index].span.len() > 1 => return Expression::Nothing,
            "#" => return Expression::Nothing,
            ":" => return Expression::Word,
            "@" if matches!(name, "const" | "debug" | "attach") => return Expression::Nothing,
            "@" => return Expression::Word,
            _ => {}
        }
    }
    if tokens[content.clone()].iter().all(|token| token.kind == TokenKind::Comment) {
        return Expression::Comments;
    }
    let is_literal = literal(text, tokens, content.start).is_some()
        && after(tokens, content.start) == content.end
        && substitutions(tokens, content.start).next().is_none();
    if is_literal { Expression::String } else { Expression::Word }
}

/// Returns the value of an attribute without its quotes.
pub(super) fn without_quotes(text: &str, value: &Token) -> Span {
    let quoted = value.source(text).starts_with(['"', '\'']);
    let width = u32::from(quoted);
    Span { start: value.span.start + width, end: value.span.end - width }
}

/// One walk over the tags and the text of some markup.
pub(super) struct MarkupWalk<'w, 'o, 't> {
    pub text: &'t str,
    pub tokens: &'w [Token],
    pub dialect: Dialect,
    pub writer: Writer<'o, 't>,
    pub pending: &'w mut Vec<Pending>,
    pub sources: &'w mut Vec<Source>,
    /// The byte offset of the end of the markup.
    end: usize,
    /// The value of the attribute `type` of the current tag, if it is an `<input>`.
    pub input_type: &'t str,
    /// Whether the current tag is a `<meta>` with a readable content.
    pub is_readable_meta: bool,
}

impl<'t> MarkupWalk<'_, '_, 't> {
    fn read(&mut self, range: Range<usize>) {
        let mut resume_at = 0;
        let mut before = None;
        let mut at = range.start;
        while at < range.end {
            let token = self.tokens[at];
            let next = after(self.tokens, at).min(range.end);
            let (start, end) = (token.span.start as usize, self.tokens[next - 1].span.end as usize);
            let following = self.tokens.get(next).filter(|_| next < range.end).copied();
            if start >= resume_at {
                match token.kind {
                    TokenKind::Text => {
                        let is_between_tags = self.separate(token.span, before, following);
                        resume_at = if is_between_tags { end } else { self.writer.text(start, end, end) };
                    }
                    TokenKind::TagStart => resume_at = self.start_tag(at, next - 1),
                    TokenKind::EndTag => self.end_tag(token.span, following),
                    TokenKind::ExpressionStart => self.expression(at, Span::new(start, end)),
                    TokenKind::MarkupComment => resume_at = self.writer.tag(token.span, self.end),
                    _ => {}
                }
            }
            before = Some(at);
            at = next;
        }
    }

    /// Handles white space between an end tag and a start tag on another line. There, elements are usually set side by
    /// side or below each other: components are blocks, and other elements are lines of one block. Returns false for
    /// any other text.
    fn separate(&mut self, span: Span, before: Option<usize>, following: Option<Token>) -> bool {
        let source = &self.text[span.range()];
        let ended = before.filter(|before| self.tokens[*before].kind == TokenKind::EndTag);
        let started = following.filter(|token| token.kind == TokenKind::TagStart);
        let (Some(ended), Some(started)) = (ended, started) else { return false };
        if !source.contains(['\n', '\r']) || !source.trim().is_empty() {
            return false;
        }
        let is_component = |token: &Token| {
            let source = token.source(self.text);
            self.is_component(source.trim_start_matches(['<', '/']))
        };
        if is_component(&self.tokens[ended]) || is_component(&started) {
            self.writer.split(span);
        } else {
            self.writer.builder().hard_break(span);
        }
        true
    }

    /// Returns whether a tag that begins with this name is a component.
    fn is_component(&self, name: &str) -> bool {
        let name = super::lexer::tag_name(name);
        name.starts_with(char::is_uppercase) || name.contains('.') || self.dialect == Dialect::Vue && name.contains('-')
    }

    /// Returns the effect of an element.
    fn element(&self, name: &str) -> Element {
        match name {
            _ if self.is_component(name) && shows_code(name) => Element::Code,
            _ if self.is_component(name) => Element::Inline,
            // In Vue, a template is a group of elements.
            "template" if self.dialect == Dialect::Vue => Element::Block,
            _ => Element::named(name),
        }
    }

    fn end_tag(&mut self, span: Span, following: Option<Token>) {
        let tag = Tag::read(&self.text[span.range()], span.start as usize);
        let name = super::lexer::tag_name(tag.name);
        let element = self.element(name);
        // In running text, most components are links or terms. Adjacent ones are cards or tabs, which are blocks.
        if self.is_component(name) && following.is_some_and(|token| token.kind == TokenKind::TagStart) {
            self.writer.split(span);
        }
        self.writer.element_tag(&tag, element, span, self.end);
    }

    /// Reads the start tag from the token at `start` to that at `last`. Returns the byte at which the text resumes.
    fn start_tag(&mut self, start: usize, last: usize) -> usize {
        let span = Span { start: self.tokens[start].span.start, end: self.tokens[last].span.end };
        let tag = Tag::read(&self.text[span.range()], span.start as usize);
        // An element that ends itself has no content to be in.
        let element = match self.element(tag.name) {
            Element::Container(_) if tag.ends_itself() => Element::Block,
            Element::Anchor if tag.ends_itself() => Element::Inline,
            element => element,
        };
        let resume_at = self.writer.element_tag(&tag, element, span, self.end);
        self.attributes(start + 1..last, &tag);
        if let Some(raw) = self.tokens.get(last + 1).filter(|raw| raw.kind == TokenKind::Raw)
            && tag.name == "script"
            && !json_ld::is_json_ld_script(&tag, self.text)
        {
            self.sources.push(Source { range: raw.span.range(), dialect: Dialect::Jsx, place: Place::script() });
        }
        resume_at
    }

    /// Reads the expression from the token at `at`, whose source is `span`.
    fn expression(&mut self, at: usize, span: Span) {
        let content = inside(self.tokens, at);
        let context = self.writer.leaf_context();
        let place = Place { context, values: Values::Text(context), is_code: false, markup_start: Some(span.start) };
        match expression(self.text, self.tokens, at, self.dialect) {
            Expression::Comments => {
                for index in content.clone() {
                    let comment = self.tokens[index].span;
                    let whole = if content.len() == 1 { span } else { comment };
                    self.writer.comment(whole, comment_content(self.text, comment));
                }
                return;
            }
            Expression::String => {
                self.writer.text(span.start as usize, span.end as usize, span.end as usize);
                return;
            }
            Expression::Word => {
                self.writer.text(span.start as usize, span.end as usize, span.end as usize);
            }
            Expression::Nothing => {}
        }
        if self.dialect == Dialect::Vue {
            let source = Span { start: self.tokens[at].span.end, end: span.end.saturating_sub(2) };
            return self.sources.push(Source { range: source.range(), dialect: Dialect::QuotedScript, place });
        }
        let sign = content.clone().next().map_or("", |first| self.tokens[first].source(self.text));
        let is_block = self.dialect == Dialect::Svelte && matches!(sign, "#" | ":" | "@");
        let name = content.clone().nth(1).map_or("", |name| self.tokens[name].source(self.text));
        let tokens = match is_block {
            true => (content.start + 2).min(content.end)..content.end,
            false => content,
        };
        let values = if is_block && name != "html" { Values::Strings } else { place.values };
        self.pending.push(Pending { tokens, place: Place { values, ..place } });
    }

    /// Adds the expression or template literal at `at`, which is read as `place` says.
    pub fn add_expression(&mut self, at: usize, place: Place) {
        let is_template = self.tokens[at].kind == TokenKind::TemplateStart;
        let tokens = if is_template { at..after(self.tokens, at) } else { inside(self.tokens, at) };
        self.pending.push(Pending { tokens, place });
    }
}
