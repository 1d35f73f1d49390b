//! An open document: its text as the editor has it, and what is known of it.

use super::checked::Checked;
use super::encoding::Encoding;
use super::workspace::Choice;
use crate::extract::Format;
use crate::finding::Edit;
use crate::fix::Directive;
use crate::lint::Memory;
use crate::source::{LineIndex, to_u32};
use lsp_server::Request;
use lsp_types::{Range, TextDocumentContentChangeEvent as Change};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An open document.
pub(super) struct Document {
    /// Its file; `None` for a buffer without one.
    pub path: Option<PathBuf>,
    /// What the editor takes it for.
    pub language: String,
    pub version: i32,
    pub text: String,
    /// Its session, or why it never had one.
    pub loaded: Choice,
    /// A number that no other state of any document has: another one whenever the text or its rules change.
    pub revision: u64,
    /// What this revision comes to.
    pub checked: Option<Arc<Checked>>,
    pub is_published: bool,
    /// The waivers for this document alone, by index, that the last check found to name nothing in it.
    pub idle: Vec<usize>,
    /// The edits that fix everything safe; `None` while nobody asked.
    pub fixes: Option<Arc<Vec<Edit>>>,
    /// For findings, by index, the directives that would allow them, as far as somebody asked; `None`: there is no place.
    pub directives: BTreeMap<usize, Option<Directive>>,
    /// Requests that wait for one of those, and what is next to be done for them.
    pub waiting: Vec<(Need, Request)>,
    /// What is known of earlier revisions, so that only what changed is looked at again.
    pub memory: Memory,
    /// The revision that somebody works on; then the memory is with them.
    pub in_work: Option<u64>,
}

/// What a request needs to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Check,
    Fixes,
    /// The directive that allows this finding, by index.
    Directive(usize),
}

impl Document {
    /// A document that was just opened.
    pub fn new(path: Option<PathBuf>, language: String, (version, text): (i32, String), loaded: Choice) -> Document {
        Document {
            path,
            language,
            version,
            text,
            loaded,
            revision: 0,
            checked: None,
            is_published: false,
            idle: Vec::new(),
            fixes: None,
            directives: BTreeMap::new(),
            waiting: Vec::new(),
            memory: Memory::default(),
            in_work: None,
        }
    }

    /// What was known is of an earlier state.
    pub fn revise(&mut self, revision: u64) {
        (self.revision, self.checked, self.fixes, self.is_published) = (revision, None, None, false);
        self.directives.clear();
    }

    /// Takes over what a check of this revision came to.
    pub fn take(&mut self, checked: Arc<Checked>) {
        self.idle.clone_from(&checked.idle);
        self.checked = Some(checked);
    }

    /// Takes over what the editor did, in its order.
    pub fn apply(&mut self, changes: Vec<Change>, encoding: Encoding) {
        // The lines, and up to which one they are still those of the text: what is typed at many cursors comes in one
        // message, mostly from the last place to the first.
        let mut known: Option<(LineIndex, usize)> = None;
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => (self.text, known) = (whole.text, None),
                Change::TextDocumentContentChangePartial(part) => {
                    let Range { start, end } = part.range;
                    let last = start.line.max(end.line) as usize;
                    let usable = known.take().filter(|(_, changed)| last < *changed);
                    let lines = usable.map_or_else(|| LineIndex::new(&self.text), |(lines, _)| lines);
                    let start = encoding.offset(&self.text, &lines, start);
                    let end = encoding.offset(&self.text, &lines, end).max(start);
                    self.text.replace_range(start..end, &part.text);
                    let changed = lines.line_of(to_u32(start));
                    known = Some((lines, changed));
                }
            }
        }
    }

    /// What is to be done next, if anything: for requests that wait, and for a client that is to be `told` unasked.
    pub fn need(&self, is_told: bool) -> Option<Need> {
        let is_open = |need: &Need| match need {
            Need::Check => false,
            Need::Fixes => self.fixes.is_none(),
            Need::Directive(finding) => !self.directives.contains_key(finding),
        };
        match () {
            () if self.in_work.is_some() => None,
            () if self.checked.is_none() => (is_told || !self.waiting.is_empty()).then_some(Need::Check),
            () => self.waiting.iter().map(|(need, _)| *need).find(is_open),
        }
    }

    /// The format by the editor's name of the language.
    pub fn format_by_language(&self) -> Option<Format> {
        match self.language.as_str() {
            "markdown" | "quarto" | "rmd" => Some(Format::Markdown),
            "mdx" => Some(Format::Mdx),
            "html" => Some(Format::Html),
            "plaintext" | "text" | "txt" => Some(Format::Text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::json;

    const ATOMS: &[&str] = &["a", "é", "😀", "\n", "\r", "\r\n", "word ", "\n\n", ""];

    fn text(most: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(select(ATOMS), 0..most).prop_map(|atoms| atoms.concat())
    }

    fn document(text: &str) -> Document {
        Document::new(None, String::new(), (0, text.to_owned()), Err(String::new()))
    }

    proptest! {
        #[test]
        fn many_changes_in_one_message_are_those_one_by_one(
            before in text(30),
            changes in prop::collection::vec(((0..9_u32, 0..5_u32), (0..9_u32, 0..5_u32), text(4), any::<bool>()), 0..8),
            sorted in any::<bool>(),
        ) {
            let mut changes = changes;
            if sorted {
                changes.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
            }
            let change = |(from, to, text, whole): ((u32, u32), (u32, u32), String, bool)| {
                let place = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
                let range = json!({ "start": place(from), "end": place(to) });
                // Few are of the whole text.
                let change = if whole && from.0 == 8 { json!({ "text": text }) } else { json!({ "range": range, "text": text }) };
                serde_json::from_value::<Change>(change).expect("a change")
            };
            let changes: Vec<Change> = changes.into_iter().map(change).collect();
            let (mut at_once, mut one_by_one) = (document(&before), document(&before));
            for change in changes.clone() {
                one_by_one.apply(vec![change], Encoding::Utf16);
            }
            at_once.apply(changes, Encoding::Utf16);
            prop_assert_eq!(at_once.text, one_by_one.text);
        }
    }
}
