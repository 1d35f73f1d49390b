//! Applies the suggestions of findings to one file. Takes and returns the stored bytes of the file, and does no I/O.
//!
//! A fix must never make a document worse. So it works in rounds: each round chooses edits that do not overlap, applies
//! them and checks the new text. If text other than the edited words changes, or there is a new finding, the set of
//! edits is bisected to find those that are safe to apply. Every round that changes the file removes findings, and the
//! fix ends when no edit is left to try. So fixing a fixed file changes nothing.

mod allow;
#[cfg(test)]
mod allow_tests;
mod apply;
mod bisect;
mod choose;
#[cfg(test)]
mod component_tests;
mod compose;
mod insertion_points;
#[cfg(test)]
mod tests;
mod verify;

pub use allow::{NewDirective, PLACEHOLDER};

use crate::checker::Checker;
use crate::extract::{Extractor, Format, split};
use crate::finding::{Applicability, Edit};
use crate::lint::{Document, DocumentCache, LinkedAnchors, Lint, PARSE_BUDGET, weight};
use bisect::{Attempts, RoundResult, Trial};
use choose::Change;
use compose::compose;
use std::collections::HashSet;
use wordgate_text::source::SourceFile;

/// The maximum number of rounds that change a file. Most files need one round. More are needed if edits overlap or
/// exceed [`BATCH`].
const MAX_ROUNDS: usize = 10;
/// The maximum number of texts to try for one file, because each of them is checked.
const MAX_ATTEMPTS: usize = 100;
/// The parse budget of all tried texts together, in the unit of [`PARSE_BUDGET`], the limit for one check.
const MAX_PARSED: usize = 2 * PARSE_BUDGET;
/// The parse budget of the pieces (runs of lines that are parsed on their own) that one round edits. Each try parses
/// them before and after the edits, so [`MAX_PARSED`] allows about eight tries of a full round.
const BATCH: usize = PARSE_BUDGET / 8;

/// Fixes files with the same rules that check them.
#[derive(Clone, Copy, Debug)]
pub struct Fixer<'f> {
    /// Finds the findings to fix, and checks each new text.
    pub checker: &'f Checker,
    /// The path of the file that globs and fingerprints use.
    pub path: &'f str,
    /// The format of the file.
    pub format: Format,
    /// The least safe edits to apply: [`Applicability::Safe`] for safe ones only, [`Applicability::Unsafe`] for both.
    /// Manual suggestions are never applied.
    pub least_safe: Applicability,
    /// The anchors that other files link to, if known. An edit of a heading with such an anchor is not safe.
    pub linked: Option<&'f LinkedAnchors>,
}

/// The result of fixing a file.
#[derive(Debug)]
pub struct Fixed {
    /// The file after the last edit.
    pub file: SourceFile,
    /// The stored bytes of the file; `None` if nothing changed.
    pub bytes: Option<Vec<u8>>,
    /// The number of applied suggestions.
    pub applied: usize,
    /// The edits of all rounds, combined into edits of the original text, in order.
    pub edits: Vec<Edit>,
    /// The result of checking the last text, with the findings that remain.
    pub lint: Lint,
    /// Whether a limit stopped the fix before every edit was tried. Another run may fix more.
    pub is_unfinished: bool,
    /// Whether there were safe edits of headings in any round. They are safe only if no other file links to these
    /// headings.
    pub edits_headings: bool,
}

impl Fixed {
    /// Returns the result for a file that does not change.
    pub fn unchanged(file: SourceFile, lint: Lint) -> Fixed {
        let edits_headings = !lint.heading_edits.is_empty();
        Fixed { file, bytes: None, applied: 0, edits: Vec::new(), lint, is_unfinished: false, edits_headings }
    }
}

impl Fixer<'_> {
    /// Fixes `file`, which was decoded from `bytes`. Returns the file unchanged if no edit can be applied.
    pub fn fix(&self, extractor: &mut Extractor, file: SourceFile, bytes: &[u8]) -> Fixed {
        self.fix_except(extractor, file, bytes, &HashSet::new())
    }

    /// Does the same, but makes no edit for findings with these fingerprints.
    pub fn fix_except(
        &self,
        extractor: &mut Extractor,
        file: SourceFile,
        bytes: &[u8],
        left: &HashSet<String>,
    ) -> Fixed {
        let mut cache = DocumentCache::default();
        let lint = self.lint_again(extractor, &mut cache, &file);
        let mut fixed = Fixed::unchanged(file, lint);
        let mut attempts = Attempts { texts: MAX_ATTEMPTS, parsed: MAX_PARSED };
        let mut rejected = HashSet::new();
        let mut rounds = 0;
        loop {
            if fixed.lint.unchecked.is_some() {
                // The check is incomplete, so an edit may cause findings that we do not see.
                return fixed;
            }
            let mut chosen = choose::choose(&fixed.lint.findings, self.least_safe, &rejected);
            let is_left = |finding: &usize| left.contains(&fixed.lint.findings[*finding].fingerprint);
            chosen.retain(|change| !change.findings.iter().any(is_left));
            if chosen.is_empty() {
                return fixed;
            }
            if rounds == MAX_ROUNDS || attempts.is_exhausted() {
                return Fixed { is_unfinished: true, ..fixed };
            }
            let chosen = self.batch(fixed.file.text(), chosen);
            let stored = fixed.bytes.as_deref().unwrap_or(bytes);
            let mut trial =
                Trial { fixer: self, extractor, cache: &mut cache, base: &fixed, stored, attempts: &mut attempts };
            match trial.bisect(&chosen) {
                RoundResult::Changed { file, bytes, lint, applied, edits } => {
                    rounds += 1;
                    rejected.clear();
                    let applied = fixed.applied + applied;
                    let edits = compose(&fixed.edits, &edits);
                    let edits_headings = fixed.edits_headings || !lint.heading_edits.is_empty();
                    let bytes = Some(bytes);
                    fixed = Fixed { file, bytes, applied, edits, lint: *lint, is_unfinished: false, edits_headings };
                }
                RoundResult::Unchanged { culprits } => rejected.extend(culprits),
            }
        }
    }

    /// Keeps the first changes whose pieces are together within the parse budget [`BATCH`], and at least those in one
    /// piece.
    fn batch(&self, text: &str, mut chosen: Vec<Change>) -> Vec<Change> {
        let pieces = split(text, self.format).pieces;
        let (mut next_piece, mut total) = (0, 0);
        let limit = chosen.iter().position(|change| {
            let piece = pieces.partition_point(|piece| piece.range.end <= change.span().start);
            if piece < next_piece || piece >= pieces.len() {
                return false;
            }
            let is_first = next_piece == 0;
            next_piece = piece + 1;
            total += weight(text, self.format, &pieces[piece]);
            total > BATCH && !is_first
        });
        chosen.truncate(limit.unwrap_or(chosen.len()));
        chosen
    }

    fn lint(&self, extractor: &mut Extractor, file: &SourceFile) -> Lint {
        self.respecting_links(self.checker.check_document(extractor, self.document(file)))
    }

    fn lint_again(&self, extractor: &mut Extractor, cache: &mut DocumentCache, file: &SourceFile) -> Lint {
        self.respecting_links(self.checker.check_with_cache(extractor, cache, self.document(file)))
    }

    fn document<'d>(&'d self, file: &'d SourceFile) -> Document<'d> {
        Document { file, format: self.format, path: self.path }
    }

    fn respecting_links(&self, mut lint: Lint) -> Lint {
        if let Some(linked) = self.linked {
            lint.protect_linked_headings(linked, self.path);
        }
        lint
    }
}
