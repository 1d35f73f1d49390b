//! Which links a document names by their own text, and whether it defines them.
//!
//! A definition may stand in any piece. So what looks like one is looked up in the bytes, and only the pieces that hold one
//! of the label in question are read, to know that it is no code.

use super::parsed::Parsed;
use crate::extract::{
    Format, PieceKind, PossibleDefinition, Reference, comparable, in_brackets, possible_definitions, starts_with_label,
    without_markers,
};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use wordgate_text::source::Span;

/// Whether a label has a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Defined {
    No,
    /// To some dialects only.
    Maybe,
    Yes,
}

/// The labels of a document's links, and what is known of their definitions.
pub(super) struct Labels<'l, 'd> {
    parsed: &'l Parsed<'d>,
    /// What looks like a definition, once somebody asked.
    definitions: OnceCell<Definitions>,
    /// What was asked for before: a hostile document asks for one label again and again.
    known: RefCell<HashMap<String, Defined>>,
}

/// What looks like a definition.
#[derive(Debug, Default)]
struct Definitions {
    /// By label: where each label begins.
    places: HashMap<String, Vec<u32>>,
    /// Labels that run over lines. The grammar does not know all of those, so their looks are enough.
    wrapped: HashSet<String>,
}

impl Definitions {
    fn find(text: &str, format: Format) -> Definitions {
        let mut definitions = Definitions::default();
        if !matches!(format, Format::Markdown | Format::Mdx) {
            return definitions;
        }
        for PossibleDefinition { label, at, is_wrapped } in possible_definitions(text) {
            if is_wrapped {
                definitions.wrapped.insert(label);
                continue;
            }
            definitions.places.entry(label).or_default().push(at);
        }
        definitions
    }
}

impl<'l> Labels<'l, '_> {
    pub fn new<'d>(parsed: &'l Parsed<'d>) -> Labels<'l, 'd> {
        Labels { parsed, definitions: OnceCell::new(), known: RefCell::default() }
    }

    /// The link or image of a piece in whose text, which is its label too, a span lies.
    pub fn reference(&self, piece: usize, span: Span) -> Option<&'l Reference> {
        self.parsed.references(piece).around(span)
    }

    /// Whether a span of text stands in brackets that are a link by another way to read them: parsers differ on brackets that
    /// are joined to a word or to each other.
    pub fn may_be_label(&self, span: Span) -> bool {
        let text = self.parsed.text();
        let is_defined = |label: &str| self.defines(&without_markers(label)) != Defined::No;
        let Some(inside) = in_brackets(text, span).filter(|inside| is_defined(&text[inside.range()])) else {
            return false;
        };
        if may_define(text, inside.start as usize) {
            return true;
        }
        let (before, behind) = (&text[..inside.start as usize - 1], &text[inside.end as usize + 1..]);
        let has_target = behind.starts_with('(') || starts_with_label(behind);
        before.ends_with(']') || !has_target
    }

    /// Whether the document defines a label. What was not parsed may be a definition.
    pub fn defines(&self, label: &str) -> Defined {
        let label = comparable(label);
        let known = self.known.borrow().get(&label).copied();
        known.unwrap_or_else(|| {
            let defined = self.look_up(&label);
            self.known.borrow_mut().insert(label, defined);
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
        for &at in definitions.places.get(label).into_iter().flatten() {
            let piece = parsed.piece_of(at);
            let references = parsed.references(piece);
            if references.definitions.contains(label) {
                return Defined::Yes;
            }
            let is_text = references.around(Span { start: at, end: at }).is_some();
            if parsed.pieces()[piece].shape == PieceKind::Plain || is_text && may_define(parsed.text(), at as usize) {
                most = Defined::Maybe;
            }
        }
        most
    }
}

/// Whether text, with a label at byte `at`, is a definition to a dialect that knows them inside paragraphs: alone on its
/// line, with one word and perhaps a title.
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
