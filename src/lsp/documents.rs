//! An open document: its text as the editor has it, and what is known of it.

use super::checked::Checked;
use super::encoding::Encoding;
use super::workspace::Choice;
use crate::extract::Format;
use crate::finding::Edit;
use crate::lint::Memory;
use crate::source::LineIndex;
use lsp_server::Request;
use lsp_types::TextDocumentContentChangeEvent as Change;
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
    /// The edits that fix everything safe; `None` while nobody asked.
    pub fixes: Option<Arc<Vec<Edit>>>,
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
            fixes: None,
            waiting: Vec::new(),
            memory: Memory::default(),
            in_work: None,
        }
    }

    /// What was known is of an earlier state.
    pub fn revise(&mut self, revision: u64) {
        (self.revision, self.checked, self.fixes, self.is_published) = (revision, None, None, false);
    }

    /// Takes over what the editor did, in its order.
    pub fn apply(&mut self, changes: Vec<Change>, encoding: Encoding) {
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => self.text = whole.text,
                Change::TextDocumentContentChangePartial(part) => {
                    let lines = LineIndex::new(&self.text);
                    let start = encoding.offset(&self.text, &lines, part.range.start);
                    let end = encoding.offset(&self.text, &lines, part.range.end).max(start);
                    self.text.replace_range(start..end, &part.text);
                }
            }
        }
    }

    /// What is to be done next, if anything: for requests that wait, and for a client that is to be `told` unasked.
    pub fn need(&self, is_told: bool) -> Option<Need> {
        let is_asked = |need| self.waiting.iter().any(|(asked, _)| *asked == need);
        match () {
            () if self.in_work.is_some() => None,
            () if self.checked.is_none() => (is_told || !self.waiting.is_empty()).then_some(Need::Check),
            () if self.fixes.is_none() && is_asked(Need::Fixes) => Some(Need::Fixes),
            () => None,
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
