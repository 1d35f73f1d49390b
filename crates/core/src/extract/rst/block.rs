//! Recognises the blocks of a document: what a block is, and where it ends.
//!
//! Each block is recognised from its own lines alone, never from those before it. So a document can be cut before any
//! block that follows a blank line, and the pieces are read exactly as in place.

use super::explicit::{Explicit, explicit};
use super::line::{Line, flush_end, indented_end, known_indented_end, text_end};
use super::markers::{Marker, bullet_len, enumerator, field_end, is_option_list};
use super::tables;
use super::titles::{self, Title};

/// A block, which starts at a line with text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// The index of the line after the block.
    pub end: usize,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug)]
pub(super) enum BlockKind {
    /// An indented block quote.
    Quote,
    /// A title of a section.
    Title(Title),
    /// A line of punctuation between paragraphs.
    Transition,
    /// A paragraph. The lines from `text_end` on are a literal block.
    Paragraph { text_end: usize },
    /// A term and, from the second line on, its definition.
    Definition,
    /// An item of a bullet list or an enumerated list. The marker and the white space after it are not part of the
    /// text.
    Item { marker_len: usize },
    /// A field: its name is between colons, the first of which starts the line.
    Field { name_end: usize },
    /// Options of a command and their description, which starts after `options_len` bytes.
    Options { options_len: usize },
    /// An interactive session.
    Doctest,
    /// Lines that start with a bar.
    LineBlock,
    /// A table that is drawn with lines.
    GridTable,
    /// A table between lines of equals signs.
    SimpleTable,
    /// A directive, a comment, a footnote or a target: lines after `.. `.
    Explicit,
    /// A target without a name.
    AnonymousTarget,
}

/// Returns the next block from the line at `at` on, and the index of its first line.
pub(super) fn next_block(text: &str, lines: &[Line], at: usize, base: usize) -> Option<(usize, Block)> {
    let first = (at..lines.len()).find(|line| !lines[*line].is_blank())?;
    Some((first, block_at(text, lines, first, base)))
}

/// Returns the block that starts at the line at `at`, which is not blank.
fn block_at(text: &str, lines: &[Line], at: usize, base: usize) -> Block {
    let line = lines[at].of(text);
    if lines[at].indent(base) > 0 {
        return Block { kind: BlockKind::Quote, end: indented_end(lines, at, base) };
    }
    let indented = |kind| Block { kind, end: indented_end(lines, at + 1, base) };
    let first = line.as_bytes()[0];
    if first.is_ascii_alphabetic() && !is_roman_or_letter(line) {
        return text_block(text, lines, at, base);
    }
    if let Some(len) = bullet_len(line) {
        return item(text, lines, at, base, len);
    }
    if let Some(marker) = enumerator(line)
        && is_list_item(text, lines, at, base, &marker)
    {
        return item(text, lines, at, base, marker.len);
    }
    if let Some(name_end) = field_end(line) {
        return indented(BlockKind::Field { name_end });
    }
    if let Some(options_len) = is_option_list(line) {
        let block = indented(BlockKind::Options { options_len });
        if options_len < line.len() || block.end > at + 1 {
            return block;
        }
    }
    if is_marked(line, ">>>") {
        return Block { kind: BlockKind::Doctest, end: text_end(lines, at) };
    }
    if is_marked(line, "|") {
        return Block { kind: BlockKind::LineBlock, end: line_block_end(text, lines, at, base) };
    }
    if let Some(end) = tables::grid_end(text, lines, at) {
        return Block { kind: BlockKind::GridTable, end };
    }
    if let Some(end) = tables::simple_end(text, lines, at, base) {
        return Block { kind: BlockKind::SimpleTable, end };
    }
    if is_marked(line, "..") {
        // Two dots on a line of their own with a blank line after them are an empty comment.
        let is_empty = line == ".." && lines.get(at + 1).is_none_or(Line::is_blank);
        if is_empty {
            return Block { kind: BlockKind::Explicit, end: at + 1 };
        }
        let block = indented(BlockKind::Explicit);
        let is_target = matches!(explicit(line[2..].trim_start()), Explicit::Target { .. });
        return if is_target { Block { end: block.end.min(text_end(lines, at)), ..block } } else { block };
    }
    if is_marked(line, "__") {
        let block = indented(BlockKind::AnonymousTarget);
        return Block { end: block.end.min(text_end(lines, at)), ..block };
    }
    if titles::adornment(line).is_some() && line != "::" {
        if let Some(title) = titles::overlined(text, lines, at, base) {
            return Block { kind: BlockKind::Title(title), end: title.end };
        }
        if titles::is_transition(line) && lines.get(at + 1).is_none_or(Line::is_blank) {
            return Block { kind: BlockKind::Transition, end: at + 1 };
        }
    }
    text_block(text, lines, at, base)
}

/// Returns whether a line may start with a letter or a Roman number and punctuation, as an item of a list does.
fn is_roman_or_letter(line: &str) -> bool {
    let letters = line.bytes().take_while(u8::is_ascii_alphabetic).count();
    line[letters..].starts_with(['.', ')'])
}

/// Returns whether the line consists of this marker, or starts with it and a space.
fn is_marked(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Returns the list item at this line, with a marker of `len` bytes.
fn item(text: &str, lines: &[Line], at: usize, base: usize, len: usize) -> Block {
    let mut first = lines[at];
    first.skip(text, len);
    let end = match first.is_blank() {
        true => indented_end(lines, at + 1, base),
        false => known_indented_end(lines, at + 1, first.column),
    };
    Block { kind: BlockKind::Item { marker_len: len }, end }
}

/// Returns whether the line after an enumerator shows that it starts a list item, not a sentence such as
/// "A. Einstein was": the line is blank, indented or the next item.
fn is_list_item(text: &str, lines: &[Line], at: usize, base: usize, marker: &Marker) -> bool {
    let Some(next) = lines.get(at + 1).filter(|next| next.is_flush(base)) else { return true };
    enumerator(next.of(text)).is_some_and(|next| next.follows(marker))
}

/// Returns the block that is a paragraph, a title or a definition: what the first line looks like does not matter.
fn text_block(text: &str, lines: &[Line], at: usize, base: usize) -> Block {
    if let Some(title) = titles::underlined(text, lines, at, base) {
        return Block { kind: BlockKind::Title(title), end: title.end };
    }
    if lines.get(at + 1).is_some_and(|next| !next.is_blank() && next.indent(base) > 0) {
        return Block { kind: BlockKind::Definition, end: indented_end(lines, at + 1, base) };
    }
    let text_end = flush_end(lines, at, base).max(at + 1);
    let end = if announces_literal(lines[text_end - 1].of(text)) {
        literal_end(text, lines, text_end, base)
    } else {
        text_end
    };
    Block { kind: BlockKind::Paragraph { text_end }, end }
}

/// Returns whether a paragraph with this last line announces a literal block: it ends with two colons.
pub(super) fn announces_literal(line: &str) -> bool {
    line.strip_suffix("::").is_some_and(|rest| (rest.len() - rest.trim_end_matches('\\').len()) % 2 == 0)
}

/// Returns the end of the literal block at `from`, which is indented or quoted. There may be none.
fn literal_end(text: &str, lines: &[Line], from: usize, base: usize) -> usize {
    let Some(first) = (from..lines.len()).find(|at| !lines[*at].is_blank()) else { return from };
    if lines[first].indent(base) > 0 {
        return indented_end(lines, first, base);
    }
    let mark = text.as_bytes()[lines[first].text];
    if first == from || !mark.is_ascii_punctuation() {
        return from;
    }
    let is_quoted = |line: &&Line| line.is_flush(base) && text.as_bytes()[line.text] == mark;
    first + lines[first..].iter().take_while(is_quoted).count()
}

/// Returns the end of a line block: lines with a bar, and indented lines that continue them.
fn line_block_end(text: &str, lines: &[Line], at: usize, base: usize) -> usize {
    let is_part = |line: &&Line| !line.is_blank() && (line.indent(base) > 0 || is_marked(line.of(text), "|"));
    at + lines[at..].iter().take_while(is_part).count()
}
