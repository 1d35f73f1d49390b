//! Reads the prose of scripts and of markup with expressions.
//!
//! An expression in the text stands for one word there, and its own texts are blocks of their own. Expressions nest
//! without limit, so the reader keeps those that it still has to read in a list.

use super::super::collector::Collector;
use super::super::containers::Containers;
use super::super::leaf_context::LeafContext;
use super::super::parts::{Part, PartRole};
use super::super::spelling::Spelling;
use super::super::text;
use super::super::warning::Misread;
use super::super::writer::{Counted, Writer};
use super::lexer::{Dialect, Tokens, tokens};
use super::token::{Token, TokenKind, after, inside};
use std::ops::Range;
use wordgate_text::prose::{Notation, OPAQUE, Scope};
use wordgate_text::source::{Span, to_u32};

/// How to read an expression or a script.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The context of the text of elements in it.
    pub context: LeafContext,
    /// How to read a string that can be its value.
    pub values: Values,
    /// Whether all of it is code.
    pub is_code: bool,
    /// The byte offset of the expression in text or of the start tag that contains it; `None` in a script.
    pub markup_start: Option<u32>,
}

/// How to read the strings that can be the value of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) enum Values {
    /// Like any other string.
    Strings,
    /// As text in this context.
    Text(LeafContext),
    /// As text in this context if they are more than one word.
    Phrases(LeafContext),
}

impl Place {
    /// A script, or an expression whose value nobody sees.
    pub fn script() -> Place {
        Place { context: outermost(), values: Values::Strings, is_code: false, markup_start: None }
    }
}

/// Returns the context of text in an element that is in no other element.
pub(super) fn outermost() -> LeafContext {
    LeafContext::default().inside(Scope::Html)
}

/// Source that is read on its own.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Byte offsets in the file.
    pub range: Range<usize>,
    pub dialect: Dialect,
    pub place: Place,
}

/// Adds the blocks of `source` to `out`.
pub(super) fn read(source: Source, out: &mut Collector) {
    let mut pending = vec![source];
    while let Some(source) = pending.pop() {
        let Source { range, dialect, place } = source;
        let Ok(Tokens { all: tokens, unclosed }) = tokens(out.text, range.clone(), dialect) else {
            text::fall_back(&[Part::markup(range.start, range.end)], Misread::DeepNesting, out);
            continue;
        };
        if let Some(span) = unclosed {
            out.warn(span, Misread::Unclosed);
        }
        let mut reader =
            Reader { text: out.text, tokens: &tokens, dialect, out, pending: Vec::new(), sources: &mut pending };
        let all = 0..tokens.len();
        match dialect.is_markup() {
            true => reader.markup(all, place.context),
            false => reader.pending.push(Pending { tokens: all, place }),
        }
        while let Some(Pending { tokens, place }) = reader.pending.pop() {
            reader.code(tokens, place);
        }
    }
}

/// Code that was found and is still to be read.
pub(super) struct Pending {
    /// The indices of its tokens.
    pub tokens: Range<usize>,
    pub place: Place,
}

/// Reads one source.
pub(super) struct Reader<'r, 't> {
    pub text: &'t str,
    pub tokens: &'r [Token],
    pub dialect: Dialect,
    pub out: &'r mut Collector<'t>,
    pub pending: Vec<Pending>,
    /// Sources in this one that are read on their own.
    pub sources: &'r mut Vec<Source>,
}

impl<'t> Reader<'_, 't> {
    /// Returns the source of the token at `index`.
    pub fn source(&self, index: usize) -> &'t str {
        self.tokens[index].source(self.text)
    }

    /// Records a comment in code, which may contain a directive.
    pub fn comment(&mut self, span: Span) {
        let content = comment_content(self.text, span);
        self.out.push_source([content], Scope::Comment, LeafContext::default());
        self.out.record_comment(span, content, Some(LeafContext::default()), false);
    }

    /// Writes a string: operands that are joined, as in `"a " + b + "c"`. `markup_start` is the byte offset of the
    /// expression or start tag whose block the string belongs to, if there is one.
    pub fn string(&mut self, operands: &[Operand], context: LeafContext, markup_start: Option<u32>) {
        let parts: Vec<Part> = operands.iter().map(Operand::part).collect();
        let first = operands.iter().find_map(|operand| operand.quote).unwrap_or('"');
        let notation = match self.dialect {
            Dialect::QuotedScript => Notation::QuotedScript,
            _ => Notation::Script,
        };
        let containers = Containers::nested(context);
        if let Some(start) = markup_start {
            let content = parts.first().map_or(start, |part| part.span.start);
            let len = self.text[content as usize..].len() - self.text[content as usize..].trim_ascii_start().len();
            self.out.outline.nested_string(start, content + to_u32(len), context.collections);
        }
        let counted = if markup_start.is_some() { Counted::None } else { Counted::All };
        let mut writer = Writer::new(self.out, &parts, Spelling::Script(first), containers).with_counted(counted);
        let mut end: Option<&Operand> = None;
        for operand in operands {
            let text = self.text;
            // The gate (`crate::gate`) joins no letters across a plus sign.
            let ends_word = |operand: &Operand| text[operand.span.range()].ends_with(char::is_alphanumeric);
            if end.is_some_and(ends_word) && text[operand.span.range()].starts_with(char::is_alphanumeric) {
                writer.builder().space(Span::new(operand.span.start as usize, operand.span.start as usize));
            }
            match operand.quote {
                Some(quote) => writer.operand(operand.span, quote, notation(quote)),
                None => writer.builder().opaque(operand.span),
            }
            end = Some(operand);
        }
        writer.finish();
    }
}

/// An operand of a concatenation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    /// The content of a string, or the whole of any other operand.
    pub span: Span,
    /// The quotes of a string.
    pub quote: Option<char>,
}

impl Operand {
    fn part(&self) -> Part {
        let role = if self.quote.is_some() { PartRole::Literal } else { PartRole::Opaque };
        Part { span: self.span, role }
    }
}

/// Returns the decoded text of the string or template literal that starts with the token at `index`, with an opaque
/// word for each substitution.
pub(super) fn decoded(text: &str, tokens: &[Token], index: usize) -> String {
    let Some(Operand { span, quote: Some(quote) }) = literal(text, tokens, index) else { return String::new() };
    let mut all = String::new();
    let mut at = span.start as usize;
    let ends = substitutions(tokens, index).map(|inside| {
        let end = tokens.get(inside.end).map_or(span.end, |end| end.span.end);
        tokens[inside.start - 1].span.start as usize..end as usize
    });
    for hole in ends.chain(std::iter::once(span.end as usize..span.end as usize)) {
        decode(&text[at.min(hole.start)..hole.start], Spelling::Script(quote), &mut all);
        if !hole.is_empty() {
            all.push(OPAQUE);
        }
        at = hole.end;
    }
    all
}

/// Returns the part of a comment of a script between its delimiters.
pub(super) fn comment_content(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize + 2, span.end as usize);
    let is_block = text[span.range()].starts_with("/*");
    Span::new(start, if is_block { end - 2 } else { end })
}

/// Adds the decoded `source` to `all`.
pub(super) fn decode(source: &str, spelling: Spelling, all: &mut String) {
    let mut rest = source;
    while let Some(special) = spelling.find_special(rest) {
        all.push_str(&rest[..special]);
        rest = &rest[special..];
        let decoded = spelling.decode(rest);
        let len = decoded.as_ref().map_or(1, |decoded| decoded.len);
        all.push_str(decoded.as_ref().map_or(&rest[..1], |decoded| &decoded.text));
        rest = &rest[len..];
    }
    all.push_str(rest);
}

/// Returns the string or template literal that starts with the token at `index`.
pub(super) fn literal(text: &str, tokens: &[Token], index: usize) -> Option<Operand> {
    let token = tokens.get(index)?;
    let quote = token.source(text).chars().next();
    match token.kind {
        TokenKind::String => {
            let span = Span::new(token.span.start as usize + 1, token.span.end as usize - 1);
            Some(Operand { span, quote })
        }
        TokenKind::TemplateStart => {
            let end = tokens.get(token.mate as usize).filter(|end| end.kind == TokenKind::TemplateEnd)?;
            Some(Operand { span: Span { start: token.span.end, end: end.span.start }, quote })
        }
        _ => None,
    }
}

/// Returns the substitutions of the template literal that starts with the token at `index`, as ranges of tokens.
pub(super) fn substitutions(tokens: &[Token], index: usize) -> impl Iterator<Item = Range<usize>> {
    let Range { start: mut at, end } = inside(tokens, index);
    std::iter::from_fn(move || {
        while at < end {
            let found = at;
            at = after(tokens, at);
            if tokens[found].kind == TokenKind::SubstitutionStart {
                return Some(inside(tokens, found));
            }
        }
        None
    })
}

/// Returns the index of the first token after the element that starts with the token at `index`.
pub(super) fn after_element(tokens: &[Token], index: usize) -> usize {
    let tag_end = tokens[index].mate as usize;
    match tokens.get(tag_end) {
        Some(end) if end.kind == TokenKind::TagEnd => (end.mate as usize + 1).min(tokens.len()),
        _ => tokens.len(),
    }
}
