//! Applies a set of changes, and bisects the set if the result is worse than before.
//!
//! Most problems occur at the change that causes them: a new finding in the new text, or a block that is parsed
//! differently. Such a change is removed, and the others are tried again. Other problems occur elsewhere: if a change
//! rewords the heading "Do not write", the list below it is no longer exempt. Then the set is bisected. Bisecting 301
//! changes with one culprit needs at most 19 texts. Trying each change alone would need 301, three times the limit for
//! a file.

use super::apply::{Move, apply};
use super::choose::{Change, ChangeKey};
use super::verify::{Broken, EditedDocument};
use super::{Fixed, Fixer};
use crate::extract::{Extractor, open};
use crate::finding::{Edit, Finding};
use crate::lint::{DocumentCache, Lint};
use std::collections::HashMap;
use std::sync::Arc;
use wordgate_text::source::{SourceFile, Span};

/// The result of a round.
pub(super) enum RoundResult {
    /// Some changes were applied.
    Changed { file: SourceFile, bytes: Vec<u8>, lint: Box<Lint>, applied: usize, edits: Vec<Edit> },
    /// No change could be applied.
    Unchanged { culprits: Vec<ChangeKey> },
}

/// How many more texts may be tried for a file, and how much more may be parsed.
pub(super) struct Attempts {
    /// The number of texts.
    pub texts: usize,
    /// The parse budget for all of these texts together.
    pub parsed: usize,
}

impl Attempts {
    pub fn is_exhausted(&self) -> bool {
        self.texts == 0 || self.parsed == 0
    }
}

/// A text that is not worse than before.
struct GoodText {
    file: SourceFile,
    bytes: Vec<u8>,
    lint: Lint,
}

impl GoodText {
    fn into_result(self, set: &[&Change]) -> RoundResult {
        let edits = set.iter().flat_map(|change| change.edits.iter().cloned()).collect();
        RoundResult::Changed {
            file: self.file,
            bytes: self.bytes,
            lint: Box::new(self.lint),
            applied: set.len(),
            edits,
        }
    }
}

/// Tries changes of a file.
pub(super) struct Trial<'t, 'f> {
    pub fixer: &'t Fixer<'f>,
    pub extractor: &'t mut Extractor,
    /// The results of checking the previous text.
    pub cache: &'t mut DocumentCache,
    pub base: &'t Fixed,
    /// The stored bytes of `base`.
    pub stored: &'t [u8],
    pub attempts: &'t mut Attempts,
}

impl Trial<'_, '_> {
    /// Applies as many of these changes as are safe together.
    pub fn bisect(&mut self, chosen: &[Change]) -> RoundResult {
        let mut applied: Vec<&Change> = Vec::new();
        let mut best = None;
        let mut culprits: Vec<ChangeKey> = Vec::new();
        let mut pending: Vec<Vec<&Change>> = vec![chosen.iter().collect()];
        while let Some(group) = pending.pop() {
            let mut set: Vec<&Change> = applied.iter().chain(&group).copied().collect();
            set.sort_by_key(|change| change.span());
            let broken = match self.try_changes(&set) {
                Ok(good) => {
                    (applied, best) = (set, Some(good));
                    continue;
                }
                Err(broken) => broken,
            };
            let blamed: Vec<Span> = broken.culprits.iter().map(|index| set[*index].span()).collect();
            let is_blamed = |change: &&Change| blamed.binary_search(&change.span()).is_ok();
            let (bad, rest): (Vec<&Change>, Vec<&Change>) = group.iter().copied().partition(is_blamed);
            if !bad.is_empty() {
                culprits.extend(bad.into_iter().map(Change::key));
                pending.extend((!rest.is_empty()).then_some(rest));
            } else if group.len() > 1 && !self.attempts.is_exhausted() {
                let (first, second) = group.split_at(group.len() / 2);
                pending.extend([second.to_vec(), first.to_vec()]);
            } else {
                culprits.extend(group.into_iter().map(Change::key));
            }
        }
        match best {
            Some(good) => good.into_result(&applied),
            None => RoundResult::Unchanged { culprits },
        }
    }

    /// Applies these changes. Returns the new text if it is not worse than before.
    fn try_changes(&mut self, set: &[&Change]) -> Result<GoodText, Broken> {
        let unknown = || Broken { culprits: Vec::new() };
        self.attempts.texts = self.attempts.texts.checked_sub(1).ok_or_else(unknown)?;
        let (bytes, moves) = apply(&self.base.file, self.stored, set).ok_or_else(unknown)?;
        let file = open(bytes.clone(), self.fixer.format).map_err(|_| unknown())?;
        let document = EditedDocument {
            format: self.fixer.format,
            before: self.base.file.text(),
            after: file.text(),
            changes: set,
            moves: &moves,
        };
        document.check(self.extractor, &mut self.attempts.parsed)?;
        let lint = self.fixer.lint_again(self.extractor, self.cache, &file);
        if lint.unchecked.is_some() {
            return Err(unknown());
        }
        let mut new = new_findings(&self.base.lint.findings, set, &lint.findings);
        if let Some(from) = self.base.lint.plain_from {
            // The rest of a long file is read as plain text. If the edits save parse budget, more of it is parsed,
            // which may give more findings there. The changes did not cause these.
            new.retain(|finding| finding.span.start < new_offset(from, &moves) || is_touched(finding, &moves));
        }
        match new {
            new if new.is_empty() => Ok(GoodText { file, bytes, lint }),
            new => Err(Broken { culprits: find_culprits(&new, &moves) }),
        }
    }
}

/// Returns the findings in `after` that are new. Findings are compared by rule and text, not by position.
fn new_findings<'a>(before: &[Finding], set: &[&Change], after: &'a [Finding]) -> Vec<&'a Finding> {
    let mut expected: HashMap<(&Arc<str>, &str), isize> = HashMap::new();
    for finding in before {
        *expected.entry((&finding.rule, &finding.text)).or_default() += 1;
    }
    for finding in set.iter().flat_map(|change| &change.findings) {
        *expected.entry((&before[*finding].rule, &before[*finding].text)).or_default() -= 1;
    }
    let mut unmatched = expected.clone();
    for finding in after {
        *unmatched.entry((&finding.rule, finding.text.as_str())).or_default() -= 1;
    }
    after
        .iter()
        .filter(|finding| unmatched.get(&(&finding.rule, finding.text.as_str())).is_some_and(|n| *n < 0))
        .collect()
}

/// Converts an offset in the old text, which must not be inside an edit, to an offset in the new text.
fn new_offset(at: u32, moves: &[Move]) -> u32 {
    let before = moves[..moves.partition_point(|edit| edit.old.end <= at)].last();
    before.map_or(at, |edit| at - edit.old.end + edit.new.end)
}

fn is_touched(finding: &Finding, moves: &[Move]) -> bool {
    let first = moves.partition_point(|edit| edit.new.end < finding.span.start);
    moves.get(first).is_some_and(|edit| edit.new.start <= finding.span.end)
}

/// Returns the indices of the changes that new findings overlap or touch. If a finding touches several changes, we
/// blame all but the first, because the first may be safe alone.
fn find_culprits(new: &[&Finding], moves: &[Move]) -> Vec<usize> {
    let mut culprits: Vec<usize> = new
        .iter()
        .flat_map(|finding| {
            let first = moves.partition_point(|edit| edit.new.end < finding.span.start);
            let touched: Vec<usize> = moves[first..]
                .iter()
                .take_while(|edit| edit.new.start <= finding.span.end)
                .map(|edit| edit.change)
                .collect();
            if touched.len() > 1 { touched[1..].to_vec() } else { touched }
        })
        .collect();
    culprits.sort_unstable();
    culprits.dedup();
    culprits
}
