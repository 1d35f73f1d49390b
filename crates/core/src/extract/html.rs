//! Extracts the prose of HTML: whole files, and the HTML blocks of Markdown.
//!
//! From the syntax tree, we use only tags, comments and raw text. Everything between them is text, whether the grammar
//! parsed it or not. [`Containers`] tracks the open elements, because the tree does not: fragments and unclosed
//! elements cause error nodes.

use super::collector::Collector;
use super::containers::Containers;
use super::element::Element;
use super::entity::ReferenceSyntax;
use super::grammar::{Grammar, skip_subtree};
use super::leaf_context::LeafContext;
use super::parsers::{HtmlKind, Parsers};
use super::parts::{Joined, Part, extent};
use super::piece::{Piece, Pieces};
use super::spelling::Spelling;
use super::warning::Misread;
use super::writer::Writer;
use super::{data_uri, front_matter, html_template, pieces, tag};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use tree_sitter::{Tree, TreeCursor};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The maximum length of HTML that we parse, in bytes. The tree of longer HTML would take gigabytes.
const MAX_LEN: usize = 16 << 20;

/// The maximum number of open elements in HTML that we parse. The grammar copies the list of open elements for every
/// token, so deep nesting takes quadratic time.
const MAX_DEPTH: usize = 256;

/// Adds the blocks of a piece of an HTML file to `out`.
pub(super) fn read_piece(parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let parts = data_uri::mask(out.text, front_matter::read_and_cut(piece, out));
    let context = piece.scope.map_or_else(LeafContext::default, |scope| LeafContext::default().inside(scope));
    read(&mut parsers.html, &parts, context, out);
}

/// Splits an HTML file into pieces.
pub(super) fn split(text: &str, _min_len: usize) -> Pieces {
    if text.len() < pieces::LONG_PAGE {
        return Pieces::whole(text);
    }
    Pieces { pieces: pieces::page(text), ..Pieces::default() }
}

/// Adds the blocks of the HTML in `parts` to `out`.
pub(super) fn read(grammar: &mut Grammar<HtmlKind>, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let parts = &*html_template::mask(parts, out);
    let Some(range) = extent(parts) else { return };
    let joined = Joined::new(out.text, parts);
    let parsed = &joined.text[..joined.text.len() - unclosed_comment_len(&joined.text)];
    let cheap = parsed.len() <= MAX_LEN && max_open_elements(parsed) <= MAX_DEPTH;
    let tree = if cheap { grammar.parse(&without_stray_brackets(parsed)) } else { None };
    if tree.is_none() {
        out.warn(Span::new(range.start, range.end), Misread::CostlyHtml);
    }
    write(parts, context, tree.map(|tree| (tree, &*grammar)), out);
}

/// Adds the blocks of HTML that is too large to parse to `out`.
pub(super) fn read_plain(parts: &[Part], out: &mut Collector) {
    write(&html_template::mask(parts, out), LeafContext::default(), None, out);
}

/// Adds the blocks of HTML to `out`. `parsed` is its tree, if it was parsed.
fn write(parts: &[Part], context: LeafContext, parsed: Option<(Tree, &Grammar<HtmlKind>)>, out: &mut Collector) {
    let Some(Range { start, end }) = extent(parts) else { return };
    let joined = Joined::new(out.text, parts);
    let spelling = Spelling::References(ReferenceSyntax::HtmlText);
    let mut writer = Writer::new(out, parts, spelling, Containers::html(context));
    let mut at = start;
    if let Some((tree, grammar)) = parsed {
        at = walk(grammar, &mut tree.walk(), &joined, &mut writer, start..end);
    }
    let prose_end = joined.end(joined.text.len() - unclosed_comment_len(&joined.text));
    write_gap(&mut writer, at, prose_end.max(at));
    if prose_end < end {
        writer.not_prose(Span::new(prose_end, end), Scope::Comment);
    }
    writer.finish();
}

/// Writes the tags of a tree and the text between them. Returns the end of what was written.
fn walk(
    grammar: &Grammar<HtmlKind>,
    cursor: &mut TreeCursor,
    joined: &Joined,
    writer: &mut Writer,
    range: Range<usize>,
) -> usize {
    let mut at = range.start;
    loop {
        let node = cursor.node();
        let kind = grammar.kind(&node);
        if let Some(kind) = kind {
            let span = joined.span(&node);
            if at <= span.start as usize && !span.is_empty() {
                at = write_gap(writer, at, span.start as usize);
                at = at.max(if kind == HtmlKind::Tag { writer.tag(span, range.end) } else { span.end as usize });
            }
        }
        if kind.is_none() && cursor.goto_first_child() {
            continue;
        }
        if skip_subtree(cursor).is_none() {
            return at;
        }
    }
}

/// Replaces each `<` that does not open a tag, as in `a < b`, with a space. The grammar would read the text after it as
/// a tag.
fn without_stray_brackets(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    for (at, _) in text.match_indices('<').filter(|(at, _)| !opens_tag(&text[at + 1..])) {
        masked.to_mut().replace_range(at..at + 1, " ");
    }
    masked
}

/// Returns whether the text after a `<` makes it a tag. It must start with a name or one of `/!?`, and a `>` must come
/// before the next `<`, unless that is in quotes or the tag starts with `<!`.
fn opens_tag(rest: &str) -> bool {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return false;
    }
    rest.find(['<', '>']).is_some_and(|end| {
        let quotes = |quote: char| rest[..end].matches(quote).count();
        rest[end..].starts_with('>') || rest.starts_with('!') || quotes('"') % 2 == 1 || quotes('\'') % 2 == 1
    })
}

/// Returns the length of an unclosed comment, which in HTML extends to the end of the page.
fn unclosed_comment_len(text: &str) -> usize {
    let closed = text.rfind("-->").map_or(0, |at| at + 3);
    text[closed..].find("<!--").map_or(0, |open| text.len() - closed - open)
}

/// Returns the maximum number of elements that are open at once. Elements without an end tag, or with an optional one,
/// do not count.
fn max_open_elements(text: &str) -> usize {
    let mut open_by_name: FxHashMap<String, usize> = FxHashMap::default();
    let (mut open, mut max) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let len = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':')).count();
        if len == 0 || Element::may_lack_end_tag(&name[..len]) {
            continue;
        }
        let closing = name.len() < rest.len();
        let same = open_by_name.entry(name[..len].to_ascii_lowercase()).or_default();
        match (closing, *same) {
            (false, _) => (*same, open) = (*same + 1, open + 1),
            (true, 0) => {}
            (true, _) => (*same, open) = (*same - 1, open - 1),
        }
        max = max.max(open);
    }
    max
}

/// Writes the source between the tags of the tree. It may contain tags that the grammar cannot parse, such as an end
/// tag at the start of a fragment. We find these by their syntax. Returns the end of what was written.
fn write_gap(writer: &mut Writer, from: usize, to: usize) -> usize {
    let text = writer.out.text;
    let mut at = from;
    let mut next = from;
    while let Some(open) = text.get(next..to).and_then(|gap| gap.find('<')) {
        let start = next + open;
        next = start + 1;
        if let Some(end) = writer.masked_end(start) {
            next = end;
            continue;
        }
        let comment = text[start..to].strip_prefix("<!--").and_then(|rest| rest.find("-->")).map(|len| len + 7);
        if let Some(len) = comment.or_else(|| tag::len(&text[start..to])) {
            writer.text(at, start, start);
            at = writer.tag(Span::new(start, start + len), to);
            next = at;
        }
    }
    if at < to { writer.text(at, to, to) } else { at }
}
