//! HTML: whole files, and the HTML blocks of Markdown.
//!
//! Only tags, comments and raw text are taken from the tree; everything between them is text, whether the grammar
//! could make sense of it or not. Which element is open is kept by [`Containers`] and not read from the tree, because
//! fragments and unclosed elements leave the tree in errors.

use super::collector::Collector;
use super::containers::Containers;
use super::entity::Syntax;
use super::grammar::{Grammar, leave};
use super::parts::{Joined, Part};
use super::place::Place;
use super::spelling::Spelling;
use super::writer::Writer;
use super::{tag, text};
use crate::source::Span;
use tree_sitter::TreeCursor;

/// What the nodes of the HTML grammar mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HtmlKind {
    Tag,
    Raw,
}

const KINDS: &[(&str, HtmlKind)] = &[
    ("start_tag", HtmlKind::Tag),
    ("end_tag", HtmlKind::Tag),
    ("self_closing_tag", HtmlKind::Tag),
    ("erroneous_end_tag", HtmlKind::Tag),
    ("comment", HtmlKind::Tag),
    ("doctype", HtmlKind::Tag),
    ("raw_text", HtmlKind::Raw),
];

/// Reads HTML.
pub(super) struct HtmlReader {
    grammar: Grammar<HtmlKind>,
}

impl HtmlReader {
    /// A reader with its parser.
    pub fn new() -> HtmlReader {
        HtmlReader { grammar: Grammar::new(&tree_sitter_html::LANGUAGE.into(), KINDS) }
    }

    /// Adds the blocks of the HTML made of `parts` to `out`.
    pub fn read(&mut self, parts: &[Part], place: Place, out: &mut Collector) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let (start, end) = (first.span.start as usize, last.span.end as usize);
        let joined = Joined::new(out.text, parts);
        let Some(tree) = self.grammar.parse(&joined.text) else {
            return text::fall_back(parts, "elements are nested beyond what can be parsed in good time", out);
        };
        let spelling = Spelling::References(Syntax::HtmlText);
        let mut writer = Writer::new(out, parts, spelling, Containers::html(place));
        let at = self.walk(&mut tree.walk(), &joined, &mut writer, start, end);
        write_gap(&mut writer, at, end);
        writer.finish();
    }

    fn walk(&self, cursor: &mut TreeCursor, joined: &Joined, writer: &mut Writer, start: usize, end: usize) -> usize {
        let mut at = start;
        loop {
            let node = cursor.node();
            let kind = self.grammar.kind(&node);
            if let Some(kind) = kind {
                let span = joined.span(&node);
                if at <= span.start as usize && !span.is_empty() {
                    at = write_gap(writer, at, span.start as usize);
                    at = at.max(if kind == HtmlKind::Tag { writer.tag(span, end) } else { span.end as usize });
                }
            }
            if kind.is_none() && cursor.goto_first_child() {
                continue;
            }
            if leave(cursor).is_none() {
                return at;
            }
        }
    }
}

/// Writes what lies between the tags of the tree. The grammar gives up on some tags, such as an end tag that opens a
/// fragment; they are told from text by their look.
fn write_gap(writer: &mut Writer, from: usize, to: usize) -> usize {
    let text = writer.out.text;
    let mut at = from;
    let mut next = from;
    while let Some(open) = text.get(next..to).and_then(|gap| gap.find('<')) {
        let start = next + open;
        next = start + 1;
        if let Some(len) = tag::len(&text[start..to]) {
            writer.text(at, start, start);
            at = writer.tag(Span::new(start, start + len), to);
            next = at;
        }
    }
    if at < to { writer.text(at, to, to) } else { at }
}
