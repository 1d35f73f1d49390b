//! An open document: its text as the editor has it, and the results of checking it.

use super::capabilities::Client;
use super::checked::{Checked, Snapshot};
use super::encoding::PositionEncoding;
use super::jobs::{Job, Task, TaskOutcome, TaskRun};
use super::workspace::LoadResult;
use lsp_server::Request;
use lsp_types::{Range, TextDocumentContentChangeEvent as Change};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use wordgate_core::extract::{Format, Interrupt};
use wordgate_core::finding::Edit;
use wordgate_core::fix::NewDirective;
use wordgate_core::lint::DocumentCache;
use wordgate_text::source::{LineIndex, to_u32};

/// The maximum size of a small document in bytes. Checking one takes milliseconds in any format.
const SMALL: usize = 256 << 10;

/// An open document.
pub(super) struct OpenDocument {
    /// The path of its file; `None` for a buffer without a file.
    pub path: Option<PathBuf>,
    /// The language id that the editor sent.
    language: String,
    pub version: i32,
    pub text: String,
    /// Its session, or why none could be loaded.
    pub loaded: LoadResult,
    /// A number that changes whenever the text or the rules change. No other document has the same number.
    pub revision: u64,
    /// The result of checking this revision.
    pub checked: Option<Arc<Checked>>,
    pub is_published: bool,
    /// The indices of waivers for this document alone that matched nothing in it at the last check.
    pub stale_waivers: Vec<usize>,
    /// The safe edits that `wordgate fix` would make; `None` until a request needs them.
    pub fixes: Option<Vec<Edit>>,
    /// The directives that would allow findings, by index of the finding, for those that were requested. `None` if no
    /// directive can be inserted.
    pub directives: BTreeMap<usize, Option<NewDirective>>,
    /// Requests that wait for a result, and what they need.
    pub waiting_requests: Vec<(Need, Request)>,
    /// Cached results of earlier revisions, so that only changed text is checked again.
    cache: DocumentCache,
    /// The running job, for this or an earlier revision. While it checks, it has the cache.
    pub job: Option<Job>,
}

/// A result that a request needs before it can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Check,
    Fixes,
    /// The directive that allows the finding with this index.
    Directive(usize),
}

impl OpenDocument {
    /// Creates a document that was just opened.
    pub fn new(
        path: Option<PathBuf>,
        language: String,
        (version, text): (i32, String),
        loaded: LoadResult,
    ) -> OpenDocument {
        OpenDocument {
            path,
            language,
            version,
            text,
            loaded,
            revision: 0,
            checked: None,
            is_published: false,
            stale_waivers: Vec::new(),
            fixes: None,
            directives: BTreeMap::new(),
            waiting_requests: Vec::new(),
            cache: DocumentCache::default(),
            job: None,
        }
    }

    /// Starts a new revision, because the text or the rules have changed: drops all results and cancels the running
    /// job.
    pub fn revise(&mut self, revision: u64) {
        self.job.iter().for_each(Job::cancel);
        (self.revision, self.checked, self.fixes, self.is_published) = (revision, None, None, false);
        self.directives.clear();
        if let Err(mistake) = &self.loaded {
            // The mistakes of a configuration are shown at their places in it.
            let is_toml = self.path.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "toml"));
            let failed = || Checked::failed(&format!("not checked: {mistake}"));
            self.checked = Some(Arc::new(if is_toml { Checked::default() } else { failed() }));
        }
    }

    /// Applies the editor's changes, in order.
    pub fn apply(&mut self, changes: Vec<Change>, encoding: PositionEncoding) {
        // The line index, and the line up to which it is still valid. Text typed at many cursors arrives in one
        // message, usually with the last position first, so the index can often be used again.
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

    /// Returns the next result to compute, if any: for waiting requests, or for diagnostics that are sent without a
    /// request (`publishes`).
    pub fn need(&self, publishes: bool) -> Option<Need> {
        let is_missing = |need: &Need| match need {
            Need::Check => false,
            Need::Fixes => self.fixes.is_none(),
            Need::Directive(finding) => !self.directives.contains_key(finding),
        };
        if self.job.is_some() {
            None
        } else if self.checked.is_none() {
            (publishes || !self.waiting_requests.is_empty()).then_some(Need::Check)
        } else {
            self.waiting_requests.iter().map(|(need, _)| *need).find(is_missing)
        }
    }

    /// Returns the index of the thread for its jobs: 0 for a small document, 1 for a large one.
    pub fn thread(&self) -> usize {
        usize::from(self.text.len() > SMALL)
    }

    /// Registers a job that computes `need` for this document, which is open as `uri`; returns the task to run.
    pub fn begin_job(&mut self, uri: &str, need: Need, client: Client) -> Option<TaskRun> {
        let task = match (need, &self.checked) {
            (Need::Fixes, Some(checked)) => Task::Fix(checked.clone()),
            (Need::Directive(finding), Some(checked)) => Task::Allow(checked.clone(), finding),
            _ => {
                let snapshot = Snapshot {
                    uri: uri.to_owned(),
                    path: self.path.clone(),
                    text: self.text.clone(),
                    loaded: self.loaded.clone().ok()?,
                    by_language: self.format_by_language(),
                    client,
                };
                Task::Check(Box::new(snapshot), std::mem::take(&mut self.cache))
            }
        };
        let interrupt = Interrupt::default();
        self.job = Some(Job { revision: self.revision, thread: self.thread(), interrupt: interrupt.clone() });
        Some(TaskRun { uri: uri.to_owned(), revision: self.revision, task, interrupt })
    }

    /// Stores the outcome of a job; returns whether it belongs to the current revision, so that waiting requests can be
    /// answered.
    pub fn finish_job(&mut self, revision: u64, outcome: TaskOutcome) -> bool {
        // The document may have been closed and opened again since.
        if self.job.take_if(|job| job.revision == revision).is_none() {
            return false;
        }
        let is_current = self.revision == revision;
        match outcome {
            TaskOutcome::Checked(checked, cache) => {
                self.cache = cache;
                if is_current {
                    self.stale_waivers.clone_from(&checked.stale_waivers);
                    self.checked = Some(checked);
                }
            }
            TaskOutcome::Fixed(fixes) if is_current => self.fixes = Some(fixes),
            TaskOutcome::Allowed(finding, directive) if is_current => {
                self.directives.insert(finding, directive);
            }
            TaskOutcome::Fixed(_) | TaskOutcome::Allowed(..) => {}
        }
        is_current
    }

    /// Returns the format of the language that the editor sent.
    fn format_by_language(&self) -> Option<Format> {
        match self.language.as_str() {
            "markdown" | "quarto" | "rmd" => Some(Format::Markdown),
            "mdx" => Some(Format::Mdx),
            "asciidoc" | "adoc" => Some(Format::Asciidoc),
            "html" => Some(Format::Html),
            "restructuredtext" | "rst" => Some(Format::Rst),
            "typescriptreact" | "javascriptreact" => Some(Format::Tsx),
            "vue" => Some(Format::Vue),
            "svelte" => Some(Format::Svelte),
            "astro" => Some(Format::Astro),
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

    fn document(text: &str) -> OpenDocument {
        OpenDocument::new(None, String::new(), (0, text.to_owned()), Err(String::new()))
    }

    proptest! {
        #[test]
        fn changes_in_one_message_equal_separate_changes(
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
                // Only a few changes replace the whole text.
                let change = if whole && from.0 == 8 { json!({ "text": text }) } else { json!({ "range": range, "text": text }) };
                serde_json::from_value::<Change>(change).expect("a change")
            };
            let changes: Vec<Change> = changes.into_iter().map(change).collect();
            let (mut at_once, mut one_by_one) = (document(&before), document(&before));
            for change in changes.clone() {
                one_by_one.apply(vec![change], PositionEncoding::Utf16);
            }
            at_once.apply(changes, PositionEncoding::Utf16);
            prop_assert_eq!(at_once.text, one_by_one.text);
        }
    }
}
