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
mod bisect;
mod choose;
mod compose;
mod insertion_points;
#[cfg(test)]
mod tests;
mod verify;

pub use allow::{NewDirective, PLACEHOLDER};

use crate::checker::Checker;
use crate::extract::{Extractor, Format, split};
use crate::finding::{Applicability, Edit};
use crate::lint::{ALLOWANCE, Document, DocumentCache, LinkedAnchors, Lint, weight};
use bisect::{Attempts, RoundResult, Trial};
use choose::Chosen;
use compose::compose;
use std::collections::HashSet;
use wordgate_text::source::SourceFile;

/// The most rounds that change a file. A second one is needed only where edits overlap, or are very many.
const MAX_ROUNDS: usize = 10;
/// The most texts that are tried for one file.
const MAX_ATTEMPTS: usize = 100;
/// What may be parsed for all of them together, as weighed for a check.
const MAX_PARSED: usize = 2 * ALLOWANCE;
/// What the pieces weigh that are edited at once.
const BATCH: usize = ALLOWANCE / 8;

/// Fixes files by the same rules as they are linted.
#[derive(Clone, Copy, Debug)]
pub struct Fixer<'f> {
    /// Finds what there is to fix.
    pub checker: &'f Checker,
    /// The file's name for globs and fingerprints.
    pub path: &'f str,
    /// Its format.
    pub format: Format,
    /// The least certain edits that are applied: safe ones only, or unsafe ones too. Manual suggestions never are.
    pub applies: Applicability,
    /// What other files link to, when that is known: an edit of a heading that they link to is not safe.
    pub linked: Option<&'f LinkedAnchors>,
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
    /// Whether safe edits of headings were made or tried, which depends on what other files link to.
    pub edits_headings: bool,
}

impl Fixed {
    /// A file in which there is nothing to fix, or nothing is to be fixed.
    pub fn unchanged(file: SourceFile, lint: Lint) -> Fixed {
        let edits_headings = !lint.heading_edits.is_empty();
        Fixed { file, bytes: None, applied: 0, edits: Vec::new(), lint, is_unfinished: false, edits_headings }
    }
}

impl Fixer<'_> {
    /// Fixes `file`, which was decoded from `bytes`.
    pub fn fix(&self, extractor: &mut Extractor, file: SourceFile, bytes: &[u8]) -> Fixed {
        let mut memory = DocumentCache::default();
        let lint = self.lint_again(extractor, &mut memory, &file);
        let mut fixed = Fixed::unchanged(file, lint);
        let mut attempts = Attempts { texts: MAX_ATTEMPTS, parsed: MAX_PARSED };
        let mut rejected = HashSet::new();
        let mut rounds = 0;
        loop {
            if fixed.lint.unchecked.is_some() {
                // What an edit changes would show only in part.
                return fixed;
            }
            let chosen = choose::choose(&fixed.lint.findings, self.applies, &rejected);
            if chosen.is_empty() {
                return fixed;
            }
            if rounds == MAX_ROUNDS || attempts.are_over() {
                return Fixed { is_unfinished: true, ..fixed };
            }
            let chosen = self.batch(fixed.file.text(), chosen);
            let stored = fixed.bytes.as_deref().unwrap_or(bytes);
            let mut trial =
                Trial { fixer: self, extractor, memory: &mut memory, base: &fixed, stored, attempts: &mut attempts };
            match trial.narrow(&chosen) {
                RoundResult::Changed { file, bytes, lint, applied, edits } => {
                    rounds += 1;
                    rejected.clear();
                    let applied = fixed.applied + applied;
                    let edits = compose(&fixed.edits, &edits);
                    let edits_headings = fixed.edits_headings || !lint.heading_edits.is_empty();
                    let bytes = Some(bytes);
                    fixed = Fixed { file, bytes, applied, edits, lint: *lint, is_unfinished: false, edits_headings };
                }
                RoundResult::Same { guilty } => rejected.extend(guilty),
            }
        }
    }

    /// The first of the changes (in order): as many as stand in pieces that are quick to parse.
    fn batch(&self, text: &str, mut chosen: Vec<Chosen>) -> Vec<Chosen> {
        let pieces = split(text, self.format).pieces;
        let (mut read, mut weighed) = (0, 0);
        let beyond = chosen.iter().position(|chosen| {
            let piece = pieces.partition_point(|piece| piece.range.end <= chosen.span().start);
            if piece < read || piece >= pieces.len() {
                return false;
            }
            let is_first = read == 0;
            read = piece + 1;
            weighed += weight(text, &pieces[piece]);
            weighed > BATCH && !is_first
        });
        chosen.truncate(beyond.unwrap_or(chosen.len()));
        chosen
    }

    fn lint(&self, extractor: &mut Extractor, file: &SourceFile) -> Lint {
        self.respecting_links(self.checker.check_document(extractor, self.document(file)))
    }

    fn lint_again(&self, extractor: &mut Extractor, memory: &mut DocumentCache, file: &SourceFile) -> Lint {
        self.respecting_links(self.checker.check_again(extractor, memory, self.document(file)))
    }

    fn document<'d>(&'d self, file: &'d SourceFile) -> Document<'d> {
        Document { file, format: self.format, path: self.path }
    }

    fn respecting_links(&self, mut lint: Lint) -> Lint {
        if let Some(linked) = self.linked {
            lint.respect(linked, self.path);
        }
        lint
    }
}
