//! Reads the inline markup of a leaf of AsciiDoc: a paragraph, a title, a cell, the value of an attribute.

use super::names;
use super::token::{Marked, Token, TokenKind};
use super::{macros, passthrough, quotes};
use crate::extract::attribute::{AttributeTag, is_phrase};
use crate::extract::collector::Collector;
use crate::extract::containers::Containers;
use crate::extract::leaf_context::LeafContext;
use crate::extract::parts::{Joined, Part};
use crate::extract::spelling::Spelling;
use crate::extract::superscript::{self, SuperscriptKind};
use crate::extract::writer::Writer;
use std::cmp::Reverse;
use wordgate_text::prose::{Scope, is_cjk};
use wordgate_text::source::Span;

/// Adds the leaf that consists of `parts` to `out`. `has_hard_breaks` is whether each line end is a line break.
pub(super) fn read(out: &mut Collector, parts: &[Part], context: LeafContext, has_hard_breaks: bool) {
    let joined = Joined::new(out.text, parts);
    let mut tokens = tokens(&joined.text);
    if has_hard_breaks {
        let breaks =
            joined.text.match_indices('\n').map(|(at, _)| Token { start: at, end: at + 1, kind: TokenKind::Break });
        tokens.extend(breaks);
    }
    write(out, parts, context, tokens);
}

/// Writes the leaf that consists of `parts` and has these tokens.
fn write(out: &mut Collector, parts: &[Part], context: LeafContext, mut tokens: Vec<Token>) {
    let joined = Joined::new(out.text, parts);
    // A token hides those that start inside of it, such as an attribute reference in the target of a link.
    tokens.sort_by_key(|token| (token.start, Reverse(token.end)));
    let mut writer = Writer::new(out, parts, Spelling::AsciiDoc, Containers::inline(context));
    LeafWriter { joined: &joined, writer: &mut writer, is_separated: false }.write(&tokens);
    writer.finish();
}

/// Adds the texts of an image on a line of its own. `attributes` is between its brackets.
pub(super) fn read_image(out: &mut Collector, line: Span, attributes: Span, context: LeafContext) {
    let mut marked = Marked::new(&out.text[line.range()]);
    passthrough::find(&mut marked);
    quotes::find(&mut marked);
    names::find(&mut marked);
    let start = line.start as usize;
    let (open, close) = (attributes.start as usize - start - 1, attributes.end as usize - start);
    let target = TokenKind::Opaque { scope: Scope::Url, from: 0, to: open };
    marked.mark(0, open, target);
    macros::image(&mut marked, 0, open, close, true);
    write(out, &[super::blocks::part(line)], context, marked.tokens);
}

/// Adds the value of an attribute of a block, if readers see it.
pub(super) fn read_attribute(out: &mut Collector, name: &str, value: Span, context: LeafContext) {
    let Some(readable) = out.reading.readable(name, AttributeTag::Component) else { return };
    if !value.is_empty() && (!readable.only_phrases || is_phrase(&out.text[value.range()])) {
        read(out, &[super::blocks::part(value)], context.with_own_scope(readable.scope), false);
    }
}

/// Finds the markup in the text of a leaf.
fn tokens(text: &str) -> Vec<Token> {
    let is_special = |byte: u8| b"*_`#^~+\\{[(<$:".contains(&byte);
    if !text.bytes().any(is_special) {
        return Vec::new();
    }
    let mut marked = Marked::new(text);
    passthrough::find(&mut marked);
    quotes::find(&mut marked);
    names::find(&mut marked);
    escapes(&mut marked);
    macros::find(&mut marked);
    hard_breaks(&mut marked);
    marked.tokens
}

/// Finds escapes of typographic replacements: `\--`, `\...`, `\(C)`.
fn escapes(marked: &mut Marked) {
    let mut at = 0;
    while let Some(escape) = marked.find(b"\\", at) {
        at = escape + 1;
        let rest = &marked.work[at..];
        let replaced: [&[u8]; 9] = [b"--", b"...", b"(C)", b"(R)", b"(TM)", b"'", b"->", b"=>", b"<-"];
        if replaced.iter().any(|text| rest.starts_with(text)) {
            marked.mark_escape(escape);
        }
    }
}

/// Finds line breaks: a line that ends in ` +`.
fn hard_breaks(marked: &mut Marked) {
    let mut at = 0;
    while let Some(found) = marked.find(b" +", at) {
        at = found + 2;
        if matches!(marked.work.get(at), Some(b'\n' | b'\r')) {
            marked.mark(found, at, TokenKind::Break);
        }
    }
}

/// Writes a leaf.
struct LeafWriter<'l, 'w, 't> {
    joined: &'l Joined<'t>,
    writer: &'l mut Writer<'w, 't>,
    /// Whether the next text does not continue the last word.
    is_separated: bool,
}

impl LeafWriter<'_, '_, '_> {
    /// Writes the sorted tokens and the text between them.
    fn write(&mut self, tokens: &[Token]) {
        let mut at = 0;
        for (index, token) in tokens.iter().enumerate() {
            if token.start < at {
                continue;
            }
            self.text(at, token.start);
            at = self.token(*token, tokens.get(index + 1));
        }
        self.text(at, self.joined.text.len());
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.joined.range(&(start..end))
    }

    fn text(&mut self, from: usize, to: usize) {
        if from == to {
            return;
        }
        let span = self.span(from, to);
        if std::mem::take(&mut self.is_separated) && self.joined.text[from..].starts_with(char::is_alphanumeric) {
            self.separate(span.start as usize);
        }
        let end = span.end as usize;
        self.writer.text(span.start as usize, end, end);
    }

    /// Writes a space before byte `at` if the last character is part of a word.
    fn separate(&mut self, at: usize) {
        if self.writer.builder().ends_with(|c| c.is_alphanumeric() && !is_cjk(c)) {
            self.writer.builder().space(Span::new(at, at));
        }
    }

    /// Writes a token. Returns where the text resumes. `next` is the token after it.
    fn token(&mut self, token: Token, next: Option<&Token>) -> usize {
        let span = self.span(token.start, token.end);
        match token.kind {
            TokenKind::Nothing => {}
            TokenKind::Separator => self.is_separated = true,
            TokenKind::Opaque { scope, from, to } => {
                self.writer.builder().opaque(span);
                let content = self.span(from, to);
                self.writer.not_prose(content, scope);
            }
            TokenKind::Reference(names::Reference(text)) => self.writer.builder().decoded(text, span),
            TokenKind::Superscript => return self.superscript(token, next),
            TokenKind::Space => self.writer.builder().space(span),
            TokenKind::Break => self.writer.builder().hard_break(span),
            TokenKind::BeginLink => {
                self.is_separated = true;
                let from = self.joined.start(token.end);
                self.separate(from);
                self.writer.begin_link();
                self.writer.not_prose(span, Scope::Url);
            }
            TokenKind::EndLink => self.writer.end_link(),
            TokenKind::Open(scope) => self.writer.open(scope, Spelling::AsciiDoc),
            TokenKind::Close => self.writer.close(),
        }
        token.end
    }

    /// Writes superscript text, which may be a sign or the number of a note.
    fn superscript(&mut self, token: Token, close: Option<&Token>) -> usize {
        let text = &*self.joined.text;
        let Some(close) = close.filter(|close| close.kind == TokenKind::Nothing && close.start < text.len()) else {
            return token.end;
        };
        let content = &text[token.end..close.start];
        let span = self.span(token.start, close.end);
        match superscript::kind(&text[..token.start], content) {
            Some(SuperscriptKind::Sign(sign)) => self.writer.builder().decoded(sign, span),
            Some(SuperscriptKind::Note) => {}
            Some(SuperscriptKind::PartOfWord) => return token.end,
            Some(SuperscriptKind::Word) | None => {
                let mark = self.span(token.start, token.end);
                self.writer.builder().space(mark);
                return token.end;
            }
        }
        close.end
    }
}
