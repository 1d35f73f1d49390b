//! Finds Markdown links whose text is their label, such as `[whitelist]`, and decides whether the document defines the
//! label.
//!
//! A rewording of the text would change the label and break the link, so `suggest` has to keep the label. The
//! definition `[whitelist]: url` may be anywhere in the document. Text that looks like a definition is found without
//! parsing. Then only the pieces (runs of lines) with a possible definition of the label are parsed, because the text
//! may be code.

use super::parsed::ParsedDocument;
use crate::extract::{
    Format, PossibleDefinition, Reference, normalised_label, possible_definitions, starts_with_label, text_in_brackets,
    without_markers,
};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use wordgate_text::source::Span;

/// Whether a label has a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Defined {
    No,
    /// Only in some dialects of Markdown.
    Maybe,
    Yes,
}

/// The link labels of a document, and whether they are defined.
pub(super) struct Labels<'l, 'd> {
    parsed: &'l ParsedDocument<'d>,
    /// The possible definitions, searched on first use.
    definitions: OnceCell<Definitions>,
    /// The results so far, because a hostile document may use one label many times.
    cache: RefCell<HashMap<String, Defined>>,
}

/// The possible definitions in a document.
#[derive(Debug, Default)]
struct Definitions {
    /// The byte offsets of the possible definitions, by label.
    offsets: HashMap<String, Vec<u32>>,
    /// The labels that span several lines. The parser misses some of these definitions, so all possible ones count.
    wrapped: HashSet<String>,
}

impl Definitions {
    fn find(text: &str, format: Format) -> Definitions {
        let mut definitions = Definitions::default();
        if !matches!(format, Format::Markdown | Format::Notebook | Format::Mdx) {
            return definitions;
        }
        for PossibleDefinition { label, at, is_wrapped } in possible_definitions(text) {
            if is_wrapped {
                definitions.wrapped.insert(label);
                continue;
            }
            definitions.offsets.entry(label).or_default().push(at);
        }
        definitions
    }
}

impl<'l> Labels<'l, '_> {
    pub fn new<'d>(parsed: &'l ParsedDocument<'d>) -> Labels<'l, 'd> {
        Labels { parsed, definitions: OnceCell::new(), cache: RefCell::default() }
    }

    /// Returns the link or image in a piece whose text contains the span, if that text is also its label.
    pub fn reference(&self, piece: usize, span: Span) -> Option<&'l Reference> {
        self.parsed.references(piece).containing(span)
    }

    /// Returns whether a span is inside brackets that some Markdown parsers may read as a link. Parsers differ on
    /// brackets next to a word or next to other brackets.
    pub fn may_be_label(&self, span: Span) -> bool {
        let text = self.parsed.text();
        let is_defined = |label: &str| self.defines(&without_markers(label)) != Defined::No;
        let Some(inside) = text_in_brackets(text, span).filter(|inside| is_defined(&text[inside.range()])) else {
            return false;
        };
        if may_define(text, inside.start as usize) {
            return true;
        }
        let (before, after) = (&text[..inside.start as usize - 1], &text[inside.end as usize + 1..]);
        let has_target = after.starts_with('(') || starts_with_label(after);
        before.ends_with(']') || !has_target
    }

    /// Returns whether the document defines a label. A possible definition in a piece that is too long to parse counts
    /// as [`Defined::Maybe`].
    pub fn defines(&self, label: &str) -> Defined {
        let label = normalised_label(label);
        let known = self.cache.borrow().get(&label).copied();
        known.unwrap_or_else(|| {
            let defined = self.look_up(&label);
            self.cache.borrow_mut().insert(label, defined);
            defined
        })
    }

    fn look_up(&self, label: &str) -> Defined {
        let parsed = self.parsed;
        let definitions = self.definitions.get_or_init(|| Definitions::find(parsed.text(), parsed.format()));
        if definitions.wrapped.contains(label) {
            return Defined::Yes;
        }
        let mut most = Defined::No;
        for &at in definitions.offsets.get(label).into_iter().flatten() {
            let piece = parsed.piece_of(at);
            let references = parsed.references(piece);
            if references.definitions.contains(label) {
                return Defined::Yes;
            }
            let is_text = references.containing(Span { start: at, end: at }).is_some();
            if parsed.pieces()[piece].is_plain || is_text && may_define(parsed.text(), at as usize) {
                most = Defined::Maybe;
            }
        }
        most
    }
}

/// Returns whether the label at byte `at` starts a definition in dialects that allow definitions inside paragraphs:
/// alone on its line, with one word and an optional title.
pub(super) fn may_define(text: &str, at: usize) -> bool {
    let line = text[..at].strip_suffix('[').unwrap_or_default().trim_end_matches([' ', '\t', '>']);
    if !line.is_empty() && !line.ends_with(['\n', '\r']) {
        return false;
    }
    let rest = text[at..].split(['\n', '\r']).next().and_then(|line| line.split_once("]:"));
    let mut words = rest.map_or("", |(_, rest)| rest).split_whitespace();
    let is_title = |word: &str| word.starts_with(['"', '\'', '(']);
    words.next().is_some() && words.next().is_none_or(is_title)
}
