//! Reads the inline content of one Markdown leaf: a paragraph, a heading, a table cell.
//!
//! The inline grammar has no nodes for text: the prose is everything between the markup. So the walk tracks the offset
//! up to which it has written the leaf. At each markup node, it writes the text before the node and moves the offset
//! past the node.
//!
//! The nodes come from [`unambiguous`], or, if it has any doubt, from the grammar.

mod flanking;
mod token_len;
mod unambiguous;

use super::collector::Collector;
use super::containers::Containers;
use super::data_uri;
use super::delimiter_depth;
use super::entity::{self, ReferenceSyntax};
use super::grammar::{Grammar, skip_subtree};
use super::leaf_context::LeafContext;
use super::masks;
use super::parsers::{InlineKind, InlineParser};
use super::parts::{Joined, Part, extent};
use super::references::ReferenceForm;
use super::spelling::Spelling;
use super::text;
use super::warning::Misread;
use super::writer::Writer;
use std::ops::Range;
use tree_sitter::{Node, Tree, TreeCursor};
use unambiguous::InlineNode;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The maximum length (bytes) of a leaf with markup that we parse. The grammar takes quadratic time, because it
/// searches for the end of each code span from scratch.
const MAX_LEAF_LEN: usize = 256 << 10;

/// The maximum length in bytes of a note mark, such as `12` or `†`.
const MAX_NOTE_MARK_LEN: usize = 4;

/// Adds the leaf made of `parts` to `out`, and the blocks inside it.
pub(super) fn read(parser: &mut InlineParser, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let Some(range) = extent(parts) else { return };
    let span = Span::new(range.start, range.end);
    if span.len() > MAX_LEAF_LEN && data_uri::len_without_data_uris(out.text, span) > MAX_LEAF_LEN {
        if !has_markup(&out.text[range]) {
            return text::read_leaf(parts, context, Spelling::Plain, out);
        }
        out.warn(span, Misread::CostlyBlock);
        return text::read_leaf(parts, context, Spelling::Unparsed, out);
    }
    read_masked(parser, &masks::mask(parts, context, out), range.start, context, out);
}

/// Adds a leaf with masked parts. `begin` is the byte at which the leaf starts: its first part may be masked.
fn read_masked(parser: &mut InlineParser, parts: &[Part], begin: usize, context: LeafContext, out: &mut Collector) {
    let Some(Range { start, end }) = extent(parts) else { return };
    let joined = Joined::new(out.text, parts);
    let nodes = if parser.only_grammar { None } else { unambiguous::nodes(&joined.text) };
    let tree = if nodes.is_none() { parse(&mut parser.grammar, &joined.text) } else { None };
    if nodes.is_none() && tree.is_none() {
        out.warn(Span::new(start, end), Misread::CostlyBlock);
        return text::read_leaf(parts, context, Spelling::Unparsed, out);
    }
    let writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(context));
    writer.out.outline.begin_block(begin);
    let walk = InlineWalk { joined: &joined, writer, at: start, end, open: Vec::new() };
    match tree {
        Some(tree) => walk.run(&mut tree.walk(), &parser.grammar),
        None => walk.run_nodes(&nodes.unwrap_or_default()),
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

/// Returns whether markup may open with `byte`. A hard break of two spaces needs none of these bytes.
pub(crate) fn opens_markup(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'$')
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

/// The parts of a link or an image.
struct LinkSpans {
    text: Option<Span>,
    target: Option<Span>,
    /// The title with its quotes.
    title: Option<Span>,
}

/// A walk over the nodes of one leaf.
struct InlineWalk<'a, 'w, 't> {
    joined: &'a Joined<'t>,
    writer: Writer<'w, 't>,
    /// Everything before this byte has been written.
    at: usize,
    end: usize,
    /// The open links and images, outermost first.
    open: Vec<OpenLink>,
}

impl InlineWalk<'_, '_, '_> {
    /// Writes the leaf with this syntax tree.
    fn run(mut self, cursor: &mut TreeCursor, grammar: &Grammar<InlineKind>) {
        loop {
            let node = cursor.node();
            let span = self.joined.span(&node);
            self.close_before(span.start as usize);
            let descend = span.end as usize > self.at && self.enter_node(node, span, grammar);
            if descend && cursor.goto_first_child() {
                continue;
            }
            if skip_subtree(cursor).is_none() {
                break;
            }
        }
        self.finish();
    }

    /// Writes the leaf with these nodes.
    fn run_nodes(mut self, nodes: &[InlineNode]) {
        // The end of the last node whose children the walk skips.
        let mut skipped = 0;
        let joined = self.joined;
        for node in nodes.iter() {
            let span = self.joined.range(&node.range);
            self.close_before(span.start as usize);
            if span.end as usize <= self.at || node.range.start < skipped {
                continue;
            }
            let visits_children = self.enter(node.kind, span, || {
                node.link.as_ref().map(|link| LinkSpans {
                    text: Some(joined.range(&link.text)),
                    target: link.target.as_ref().map(|target| joined.range(target)),
                    title: link.title.as_ref().map(|title| joined.range(title)),
                })
            });
            if !visits_children {
                skipped = node.range.end;
            }
        }
        self.finish();
    }

    /// Writes the rest of the leaf.
    fn finish(mut self) {
        self.close_before(self.end);
        self.write_to(self.end);
        self.close_before(usize::MAX);
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

    /// Reads a node of the tree. Returns whether to visit its children.
    fn enter_node(&mut self, node: Node, span: Span, grammar: &Grammar<InlineKind>) -> bool {
        if node.is_missing() {
            // The parser inserted this node to recover from an error, so it has no source.
            return false;
        }
        let joined = self.joined;
        match grammar.kind(&node) {
            None => true,
            Some(kind) => self.enter(kind, span, || link_spans(node, joined, grammar)),
        }
    }

    /// Reads a node. `link` returns the parts of a link, or `None` if it is text. Returns whether to visit its children.
    fn enter(&mut self, kind: InlineKind, span: Span, link: impl FnOnce() -> Option<LinkSpans>) -> bool {
        let text = matches!(kind, InlineKind::Wrapper | InlineKind::Text);
        // A label that the walk visits is text: the walk skips the labels of real links (see `follows_word`).
        let literal = match kind {
            InlineKind::Label => true,
            InlineKind::Delimiter => self.is_inside_word(span),
            InlineKind::Break => !self.is_hard_break(span),
            _ => false,
        };
        if text || literal {
            return true;
        }
        self.write_to(span.start as usize);
        let end = span.end as usize;
        if self.at >= end {
            return false;
        }
        match kind {
            InlineKind::Link | InlineKind::Image => return link().is_none_or(|link| self.link(&link, kind, span)),
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
    fn link(&mut self, link: &LinkSpans, kind: InlineKind, span: Span) -> bool {
        if let Some(text) = link.text {
            if self.skip_footnote_reference(text, span) {
                return false;
            }
            // A mask or a hole may come before the brackets.
            let inline = link.target.is_some() || self.writer.out.text[text.end as usize..].starts_with("](");
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
        if let Some(target) = link.target {
            self.writer.not_prose(target, Scope::Url);
        }
        if let Some(title) = link.title.filter(|title| title.len() >= 2) {
            let title = Span { start: title.start + 1, end: title.end - 1 };
            self.writer.value(title, Scope::Title, Spelling::Escapes);
        }
        self.open_text(kind, span, link.text)
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

    /// Returns whether a line ends in a backslash or two spaces. For the grammar, a tab makes a hard break too.
    fn is_hard_break(&self, span: Span) -> bool {
        let line = self.writer.out.text[span.range()].trim_end_matches(['\r', '\n']);
        line.ends_with('\\') || line.ends_with("  ")
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

/// Returns the parts of a link or an image, or `None` if the parser inserted one of its brackets, so that it is text.
fn link_spans(node: Node, joined: &Joined, grammar: &Grammar<InlineKind>) -> Option<LinkSpans> {
    let mut link = LinkSpans { text: None, target: None, title: None };
    for child in node.children(&mut node.walk()) {
        if child.is_missing() {
            return None;
        }
        match grammar.kind(&child) {
            Some(InlineKind::Text) => link.text = Some(joined.span(&child)),
            Some(InlineKind::Title) => link.title = Some(joined.span(&child)),
            Some(InlineKind::Target) => link.target = Some(joined.span(&child)),
            _ => {}
        }
    }
    Some(link)
}

#[cfg(test)]
mod tests;
