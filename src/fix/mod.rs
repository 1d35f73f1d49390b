//! The edits of findings, chosen and applied to one file: stored bytes in, stored bytes out, no I/O.
//!
//! A fix must never make a document worse than it was. So every set of edits is tried: the text that it gives is read
//! again, and the set is dropped, or narrowed to the edits that are innocent, when something other than the edited words
//! reads differently, or when there is a finding that was not there before. Each round that is kept has
//! fewer findings than the one before, so the rounds come to an end; and the last one found nothing more to do, so
//! fixing a fixed file changes nothing.

mod allow;
#[cfg(test)]
mod allow_tests;
mod apply;
mod choose;
mod compose;
mod intact;
mod narrow;
mod places;
#[cfg(test)]
mod tests;

pub use allow::{Directive, PLACEHOLDER};

use crate::extract::{Extractor, Format};
use crate::finding::{Applicability, Edit};
use crate::lint::{Lint, Linter, Policy};
use crate::source::SourceFile;
use compose::compose;
use narrow::{Attempts, Step};
use std::collections::HashSet;

/// The most rounds that change a file. A second one is needed only where edits overlap.
const MAX_ROUNDS: usize = 10;
/// The most texts that are tried for one file: what it takes is linear in the size of the file.
const MAX_ATTEMPTS: usize = 100;

/// Fixes files by the same rules as they are linted.
#[derive(Clone, Copy, Debug)]
pub struct Fixer<'f> {
    /// Finds what there is to fix.
    pub linter: &'f Linter,
    /// What holds for the file.
    pub policy: &'f Policy,
    /// The file's name for globs and fingerprints.
    pub path: &'f str,
    /// Its format.
    pub format: Format,
    /// The least certain edits that are applied: safe ones only, or unsafe ones too. Manual suggestions never are.
    pub applies: Applicability,
}

/// What became of a file.
#[derive(Debug)]
pub struct Fixed {
    /// The file after the last edit.
    pub file: SourceFile,
    /// Its stored bytes; `None` when there was nothing to fix.
    pub bytes: Option<Vec<u8>>,
    /// How many edits were applied.
    pub applied: usize,
    /// What they come to, as edits of the text as it was, in order.
    pub edits: Vec<Edit>,
    /// What is left.
    pub lint: Lint,
    /// Whether it was given up before every edit was tried: another run may find more to fix.
    pub is_unfinished: bool,
}

impl Fixer<'_> {
    /// Fixes `file`, which was decoded from `bytes`.
    pub fn fix(&self, extractor: &mut Extractor, file: SourceFile, bytes: &[u8]) -> Fixed {
        let lint = self.lint(extractor, &file);
        let mut fixed = Fixed { file, bytes: None, applied: 0, edits: Vec::new(), lint, is_unfinished: false };
        let mut attempts = Attempts::new(MAX_ATTEMPTS);
        let mut rejected = HashSet::new();
        let mut rounds = 0;
        loop {
            let chosen = choose::choose(&fixed.lint.findings, self.applies, &rejected);
            if chosen.is_empty() {
                return fixed;
            }
            if rounds == MAX_ROUNDS || attempts.are_over() {
                return Fixed { is_unfinished: true, ..fixed };
            }
            let stored = fixed.bytes.as_deref().unwrap_or(bytes);
            match self.narrow(extractor, &fixed, stored, chosen, &mut attempts) {
                Step::Changed { file, bytes, lint, applied, edits } => {
                    rounds += 1;
                    rejected.clear();
                    let applied = fixed.applied + applied;
                    let edits = compose(&fixed.edits, &edits);
                    fixed = Fixed { file, bytes: Some(bytes), applied, edits, lint: *lint, is_unfinished: false };
                }
                Step::Same { guilty } => rejected.extend(guilty),
            }
        }
    }

    fn lint(&self, extractor: &mut Extractor, file: &SourceFile) -> Lint {
        self.linter.lint(extractor, file, self.format, self.path, self.policy)
    }
}
