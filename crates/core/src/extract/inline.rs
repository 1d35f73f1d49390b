//! Reads the inline content of one Markdown leaf: a paragraph, a heading, a table cell.
//!
//! The inline grammar has no nodes for text: the prose is everything between the markup. So the walk tracks the offset
//! up to which it has written the leaf. At each markup node, it writes the text before the node and moves the offset
//! past the node.

use super::collector::Collector;
use super::containers::Containers;
use super::data_uri;
use super::delimiter_depth;
use super::entity::{self, ReferenceSyntax};
use super::grammar::{Grammar, skip_subtree};
use super::leaf_context::LeafContext;
use super::masks;
use super::parsers::InlineKind;
use super::parts::{Joined, Part, extent};
use super::references::ReferenceForm;
use super::spelling::Spelling;
use super::text;
use super::warning::Misread;
use super::writer::Writer;
use std::ops::Range;
use tree_sitter::{Node, Tree, TreeCursor};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The maximum length (bytes) of a leaf with markup that we parse. The grammar takes quadratic time, because it
/// searches for the end of each code span from scratch.
const MAX_LEAF_LEN: usize = 256 << 10;

/// The maximum length in bytes of a note mark, such as `12` or `†`.
const MAX_NOTE_MARK_LEN: usize = 4;

/// Adds the leaf made of `parts` to `out`, and the blocks inside it.
pub(super) fn read(grammar: &mut Grammar<InlineKind>, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let Some(range) = extent(parts) else { return };
    let span = Span::new(range.start, range.end);
    if span.len() > MAX_LEAF_LEN && data_uri::len_without_data_uris(out.text, span) > MAX_LEAF_LEN {
        if !has_markup(&out.text[range]) {
            return text::read_leaf(parts, context, Spelling::Plain, out);
        }
        out.warn(span, Misread::CostlyBlock);
        return text::read_leaf(parts, context, Spelling::Unparsed, out);
    }
    read_masked(grammar, &masks::mask(parts, context, out), range.start, context, out);
}

/// Adds a leaf with masked parts. `begin` is the byte at which the leaf starts: its first part may be masked.
fn read_masked(
    grammar: &mut Grammar<InlineKind>,
    parts: &[Part],
    begin: usize,
    context: LeafContext,
    out: &mut Collector,
) {
    let Some(Range { start, end }) = extent(parts) else { return };
    let joined = Joined::new(out.text, parts);
    let escapes = escapes_and_breaks(&joined.text);
    let tree = if escapes.is_none() { parse(grammar, &joined.text) } else { None };
    if escapes.is_none() && tree.is_none() {
        out.warn(Span::new(start, end), Misread::CostlyBlock);
        return text::read_leaf(parts, context, Spelling::Unparsed, out);
    }
    let writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(context));
    writer.out.outline.begin_block(begin);
    let walk = InlineWalk { grammar, joined: &joined, writer, at: start, end, open: Vec::new() };
    match tree {
        Some(tree) => walk.run(&mut tree.walk()),
        None => walk.escapes(&escapes.unwrap_or_default()),
    }
}

/// Parses the text of a leaf, unless its markup is nested too deeply.
fn parse(grammar: &mut Grammar<InlineKind>, text: &str) -> Option<Tree> {
    if delimiter_depth::is_too_deep(text) { None } else { grammar.parse(text) }
}

/// Returns whether the inline grammar can find any markup in `text`.
fn has_markup(text: &str) -> bool {
    text.bytes().any(opens_markup)
}

/// Returns whether markup may open with `byte`. [`escapes_and_breaks`] finds hard breaks of two spaces.
pub(crate) fn opens_markup(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'$')
}

/// Returns the escapes and two-space hard breaks in `text`, or `None` if it may contain other markup. Text without
/// other markup need not be parsed, which helps with generators that escape every full stop.
fn escapes_and_breaks(text: &str) -> Option<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let mut escapes = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'\n' || opens_markup(*byte)) {
        at += next;
        if bytes[at] == b'\n' {
            let line = text[..at].trim_end_matches('\r');
            let words = line.trim_end_matches(' ').len();
            at += 1;
            if line.len() >= words + 2 {
                escapes.push(words..at);
            }
            continue;
        }
        if bytes[at] != b'\\' || !bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) {
            return None;
        }
        escapes.push(at..at + 2);
        at += 2;
    }
    Some(escapes)
}

/// A link or an image whose text is being written.
struct OpenLink {
    /// The byte offset of the end of its text.
    text_end: usize,
    /// The byte offset of the end of the link or image.
    end: usize,
    /// Whether it is an image, whose description is a block of its own.
    is_image: bool,
}

/// A walk over the syntax tree of one leaf.
struct InlineWalk<'a, 'w, 't> {
    grammar: &'a Grammar<InlineKind>,
    joined: &'a Joined<'t>,
    writer: Writer<'w, 't>,
    /// Everything before this byte has been written.
    at: usize,
    end: usize,
    /// The open links and images, outermost first.
    open: Vec<OpenLink>,
}

impl InlineWalk<'_, '_, '_> {
    /// Writes the whole leaf.
    fn run(mut self, cursor: &mut TreeCursor) {
        loop {
            let span = self.joined.span(&cursor.node());
            self.close_before(span.start as usize);
            let descend = span.end as usize > self.at && self.enter(cursor.node(), span);
            if descend && cursor.goto_first_child() {
                continue;
            }
            if skip_subtree(cursor).is_none() {
                break;
            }
        }
        self.close_before(self.end);
        self.write_to(self.end);
        self.close_before(usize::MAX);
        self.writer.finish();
    }

    /// Writes a leaf whose only markup is `escapes`: the ranges of escapes and hard breaks in the joined text.
    fn escapes(mut self, escapes: &[Range<usize>]) {
        for escape in escapes {
            let start = self.joined.start(escape.start);
            let span = Span::new(start, self.joined.end(escape.end).max(start));
            self.write_to(start);
            if self.at < span.end as usize {
                if self.joined.text[escape.clone()].starts_with('\\') {
                    self.escape(span);
                } else {
                    self.writer.builder().hard_break(span);
                }
                self.at = span.end as usize;
            }
        }
        self.write_to(self.end);
        self.writer.finish();
    }

    /// Writes the text up to `to`.
    fn write_to(&mut self, to: usize) {
        if self.at < to {
            let limit = self.open.last().map_or(self.end, |open| open.text_end);
            self.at = self.writer.text(self.at, to, limit.max(to));
        }
    }

    /// Ends the links and images whose text ends at or before `offset`.
    fn close_before(&mut self, offset: usize) {
        while let Some(open) = self.open.pop_if(|open| open.text_end <= offset) {
            let limit = open.text_end;
            if self.at < limit {
                self.at = self.writer.text(self.at, limit, limit);
            }
            if open.is_image {
                self.writer.close();
            } else {
                self.writer.end_link();
            }
            self.at = self.at.max(open.end);
        }
    }

    /// Reads a node. Returns whether to visit its children.
    fn enter(&mut self, node: Node, span: Span) -> bool {
        if node.is_missing() {
            // The parser inserted this node to recover from an error, so it has no source.
            return false;
        }
        let Some(kind) = self.grammar.kind(&node) else { return true };
        let text = matches!(kind, InlineKind::Wrapper | InlineKind::Text);
        // A label that the walk visits is text: the walk skips the labels of real links (see `follows_word`).
        let literal = kind == InlineKind::Label || kind == InlineKind::Delimiter && self.is_inside_word(span);
        if text || literal {
            return true;
        }
        self.write_to(span.start as usize);
        let end = span.end as usize;
        if self.at >= end {
            return false;
        }
        match kind {
            InlineKind::Link | InlineKind::Image => return self.link(node, kind, span),
            InlineKind::Html => {
                self.at = self.writer.tag(span, self.end).max(end);
                return false;
            }
            InlineKind::Autolink => self.autolink(span),
            InlineKind::Entity => self.entity(span),
            InlineKind::Escape => self.escape(span),
            InlineKind::Break => self.writer.builder().hard_break(span),
            InlineKind::Delimiter | InlineKind::Target | InlineKind::Title => {}
            InlineKind::Wrapper | InlineKind::Text | InlineKind::Label => return true,
        }
        self.at = end;
        false
    }

    /// Opens a link or an image: writes its title as a block and skips its target. The walk then writes its text.
    /// Returns whether to visit its children.
    fn link(&mut self, node: Node, kind: InlineKind, span: Span) -> bool {
        let mut text = None;
        let mut title = None;
        let mut target = None;
        let mut is_inserted = false;
        for child in node.children(&mut node.walk()) {
            is_inserted |= child.is_missing();
            match self.grammar.kind(&child) {
                Some(InlineKind::Text) => text = Some(self.joined.span(&child)),
                Some(InlineKind::Title) => title = Some(self.joined.span(&child)),
                Some(InlineKind::Target) => target = Some(self.joined.span(&child)),
                _ => {}
            }
        }
        if is_inserted {
            // The parser inserted one of its brackets, so it is text.
            return true;
        }
        if let Some(text) = text {
            if self.skip_footnote_reference(text, span) {
                return false;
            }
            let inline = self.writer.out.text[text.end as usize..].starts_with("](");
            if kind == InlineKind::Link && self.is_note(text, span) {
                self.at = if inline { span.end } else { span.start } as usize;
                return !inline;
            }
            let joined = kind == InlineKind::Link && self.follows_word(span);
            let rest = self.writer.out.text.get(text.end as usize..span.end as usize);
            // Brackets after the link belong to it if they close in the same leaf, even if the grammar reads them
            // differently.
            let after = self.writer.out.text.get(span.end as usize..self.end).unwrap_or_default();
            let is_alone = !joined && (!after.starts_with('[') || !after.contains(']'));
            if let Some(form) = rest.filter(|_| is_alone).and_then(ReferenceForm::from_rest) {
                self.writer.reference(text, form);
            }
            if !inline && joined {
                return true;
            }
        }
        if let Some(target) = target {
            self.writer.not_prose(target, Scope::Url);
        }
        if let Some(title) = title.filter(|title| title.len() >= 2) {
            let title = Span { start: title.start + 1, end: title.end - 1 };
            self.writer.value(title, Scope::Title, Spelling::Escapes);
        }
        self.open_text(kind, span, text)
    }

    /// Starts the text of a link or an image. Returns whether it has a text.
    fn open_text(&mut self, kind: InlineKind, span: Span, text: Option<Span>) -> bool {
        let is_image = kind == InlineKind::Image;
        if is_image {
            self.writer.builder().opaque(span);
        }
        let Some(text) = text else {
            self.at = span.end as usize;
            return false;
        };
        if is_image {
            self.writer.open(Scope::Alt, Spelling::Plain);
        } else {
            self.writer.begin_link();
        }
        self.open.push(OpenLink { text_end: text.end as usize, end: span.end as usize, is_image });
        self.at = text.start as usize;
        true
    }

    /// Returns whether `_` has a letter or digit on both sides. Between them it is never markup, but the grammar may
    /// parse it as a delimiter.
    fn is_inside_word(&self, delimiter: Span) -> bool {
        let text = self.writer.out.text;
        let (start, end) = (delimiter.start as usize, delimiter.end as usize);
        text[start..].starts_with('_')
            && text[..start].ends_with(char::is_alphanumeric)
            && text[end..].starts_with(char::is_alphanumeric)
    }

    /// Returns whether an apparent reference link directly follows a word, as in `list[str]`. Definitions may be in
    /// another piece, so the extractor cannot look them up and treats this as an index.
    fn follows_word(&self, link: Span) -> bool {
        self.writer.out.text[..link.start as usize]
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')'))
    }

    /// Returns whether a link is a note mark directly after a word: `word[1](url)`. A mark without an address is text.
    fn is_note(&self, text: Span, link: Span) -> bool {
        let source = self.writer.out.text;
        let follows = source[..link.start as usize].ends_with(|c: char| c.is_alphanumeric() || ".,!?)\"'’".contains(c));
        let mark = |c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | '§');
        follows && text.len() <= MAX_NOTE_MARK_LEN && source[text.range()].chars().all(mark)
    }

    /// Skips `[^1]`, which the grammar reads as a link. What the grammar reads as the target is another footnote
    /// reference or text.
    fn skip_footnote_reference(&mut self, text: Span, link: Span) -> bool {
        let source = self.writer.out.text;
        let image = source[link.range()].starts_with('!');
        let label = &source[text.range()];
        if !label.starts_with('^') || label.len() == 1 || label.contains(char::is_whitespace) {
            return false;
        }
        if image {
            self.writer.builder().source("!", link.start as usize);
        }
        let after = text.end as usize + 1;
        let next_is_reference = source.get(after..link.end as usize).is_some_and(|rest| rest.starts_with("[^"));
        self.at = if next_is_reference { link.end as usize } else { after };
        true
    }

    /// Writes an autolink as an opaque word.
    fn autolink(&mut self, span: Span) {
        self.writer.builder().opaque(span);
        self.writer.not_prose(Span { start: span.start + 1, end: span.end - 1 }, Scope::Url);
    }

    /// Writes a character reference.
    fn entity(&mut self, span: Span) {
        let source = &self.writer.out.text[span.range()];
        match entity::reference_in(source, ReferenceSyntax::Markdown).filter(|entity| entity.len == source.len()) {
            Some(entity) => self.writer.builder().decoded(&entity.text, span),
            // A character reference with markup inside is text.
            None => {
                self.writer.text(span.start as usize, span.end as usize, span.end as usize);
            }
        }
    }

    /// Writes the character that a backslash escapes.
    fn escape(&mut self, span: Span) {
        // There may be masked markup between the backslash and the character.
        if let Some(escaped) = self.writer.out.text[..span.end as usize].chars().next_back() {
            self.writer.builder().decoded(escaped.encode_utf8(&mut [0; 4]), span);
        }
    }
}

#[cfg(test)]
mod tests;
