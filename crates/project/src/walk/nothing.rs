//! Explains why an argument of the command line leads to no file, so that a run over no file is an error and not a clean
//! report.

use super::{UnreadTypes, Walk, Walker, shown};
use crate::input::InputError;
use std::path::{Path, PathBuf};

/// What a walk has found so far.
pub(super) struct Progress {
    inputs: usize,
    errors: usize,
    notes: usize,
    skipped: usize,
    excluded: usize,
    unread: UnreadTypes,
}

/// An argument without files, and why it has none.
#[derive(Debug)]
pub(super) struct EmptyArgument {
    path: PathBuf,
    reason: String,
}

impl Walker<'_> {
    pub(super) fn progress(&self) -> Progress {
        let Walk { inputs, errors, notes, skipped, unread, .. } = &self.walk;
        Progress {
            inputs: inputs.len(),
            errors: errors.len(),
            notes: notes.len(),
            skipped: *skipped,
            excluded: self.excluded,
            unread: unread.clone(),
        }
    }

    /// Remembers the argument if it gave no file since `before`. A named file of code has a note instead.
    pub(super) fn remember_if_empty(&mut self, path: &Path, before: &Progress) {
        let Walk { inputs, errors, notes, skipped, unread, .. } = &self.walk;
        if (inputs.len(), errors.len(), notes.len()) != (before.inputs, before.errors, before.notes) {
            return;
        }
        let (excluded, unread) = (self.excluded - before.excluded, unread.since(&before.unread));
        let code = (skipped - before.skipped).saturating_sub(unread.total() + excluded);
        let mut reasons = Vec::new();
        if excluded > 0 {
            reasons.push("the configuration leaves out what is here (`exclude`, `include`)".to_owned());
        }
        if !unread.is_empty() {
            reasons.push(format!("some files are of types that wordgate does not read ({})", unread.phrase()));
        }
        if code > 0 {
            reasons.push("some files are code, or not text".to_owned());
        }
        if reasons.is_empty() {
            reasons.push("nothing was found, apart from ignored and hidden files".to_owned());
        }
        self.empty.push(EmptyArgument { path: path.to_owned(), reason: reasons.join("; ") });
    }

    /// Adds an error for each argument if the walk found no file at all.
    pub(super) fn fail_if_empty(&mut self) {
        if self.options.allow_empty || !self.walk.inputs.is_empty() || !self.walk.errors.is_empty() {
            return;
        }
        for EmptyArgument { path, reason } in std::mem::take(&mut self.empty) {
            let message = format!("no files to check: {reason}; name other paths, or accept this with --allow-empty");
            self.walk.errors.push(InputError { path: shown(self.project, &path), message });
        }
    }
}
