//! An open document: its text as the editor has it, and what is known of it.

use super::checked::Checked;
use super::encoding::Encoding;
use super::workspace::Loaded;
use crate::extract::{Format, Memory};
use crate::source::LineIndex;
use lsp_types::TextDocumentContentChangeEvent as Change;
use std::path::PathBuf;
use std::rc::Rc;

/// An open document.
pub(super) struct Document {
    /// How many documents were opened before it and with it.
    pub opened: u32,
    /// Its file; `None` for a buffer without one.
    pub path: Option<PathBuf>,
    /// What the editor takes it for.
    pub language: String,
    pub version: i32,
    pub text: String,
    /// Its session; `None` while it never had one without a mistake.
    pub loaded: Option<Rc<Loaded>>,
    /// What it was extracted to before, so that only what changed is parsed again.
    pub memory: Memory,
    pub state: State,
}

/// How far the work on a document is.
pub(super) enum State {
    /// It changed, or its rules did.
    Stale,
    /// It was checked; not sent yet.
    Ready(Rc<Checked>),
    /// It was checked, and the client has the diagnostics or will ask for them.
    Sent(Rc<Checked>),
}

impl Document {
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
        self.state = State::Stale;
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
