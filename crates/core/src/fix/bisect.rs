//! Tries a set of changes, and bisects it where one of them is guilty.
//!
//! What goes wrong mostly shows at the place of the change that did it: a new finding in a rewording, a block that reads
//! differently. Such changes are taken out and the others tried again. Only where nothing points at one, as where an
//! edited heading made the list below it harmless, is the set halved until each change is known to be innocent or not.
//! Of 301 changes with one such, halving finds it with at most 19 texts; to try one change after the other takes 301,
//! three times what may be tried for a file.

use super::apply::{Move, apply};
use super::choose::{ChangeKey, Chosen};
use super::verify::{Broken, EditedDocument};
use super::{Fixed, Fixer};
use crate::extract::Extractor;
use crate::finding::{Edit, Finding};
use crate::lint::{DocumentCache, Lint};
use std::collections::HashMap;
use std::sync::Arc;
use wordgate_text::source::{SourceFile, Span};

/// What a round came to.
pub(super) enum RoundResult {
    /// Some changes were made.
    Changed { file: SourceFile, bytes: Vec<u8>, lint: Box<Lint>, applied: usize, edits: Vec<Edit> },
    /// None could be.
    Same { guilty: Vec<ChangeKey> },
}

/// What more may be tried.
pub(super) struct Attempts {
    /// How many texts.
    pub texts: usize,
    /// What the pieces may weigh that are parsed for them.
    pub parsed: usize,
}

impl Attempts {
    pub fn are_over(&self) -> bool {
        self.texts == 0 || self.parsed == 0
    }
}

/// A text that was tried and is good.
struct GoodText {
    file: SourceFile,
    bytes: Vec<u8>,
    lint: Lint,
}

impl GoodText {
    fn step(self, set: &[&Chosen]) -> RoundResult {
        let edits = set.iter().flat_map(|chosen| chosen.edits.iter().cloned()).collect();
        RoundResult::Changed {
            file: self.file,
            bytes: self.bytes,
            lint: Box::new(self.lint),
            applied: set.len(),
            edits,
        }
    }
}

/// A file and what is tried on it.
pub(super) struct Trial<'t, 'f> {
    pub fixer: &'t Fixer<'f>,
    pub extractor: &'t mut Extractor,
    /// Of the texts before.
    pub memory: &'t mut DocumentCache,
    pub base: &'t Fixed,
    /// The bytes that it is stored as.
    pub stored: &'t [u8],
    pub attempts: &'t mut Attempts,
}

impl Trial<'_, '_> {
    /// Makes as many of these changes as are innocent together.
    pub fn narrow(&mut self, chosen: &[Chosen]) -> RoundResult {
        let mut kept: Vec<&Chosen> = Vec::new();
        let mut best = None;
        let mut guilty: Vec<ChangeKey> = Vec::new();
        let mut open: Vec<Vec<&Chosen>> = vec![chosen.iter().collect()];
        while let Some(group) = open.pop() {
            let mut with: Vec<&Chosen> = kept.iter().chain(&group).copied().collect();
            with.sort_by_key(|chosen| chosen.span());
            let broken = match self.run(&with) {
                Ok(good) => {
                    (kept, best) = (with, Some(good));
                    continue;
                }
                Err(broken) => broken,
            };
            let blamed: Vec<Span> = broken.guilty.iter().map(|index| with[*index].span()).collect();
            let is_blamed = |chosen: &&Chosen| blamed.binary_search(&chosen.span()).is_ok();
            let (bad, rest): (Vec<&Chosen>, Vec<&Chosen>) = group.iter().copied().partition(is_blamed);
            if !bad.is_empty() {
                guilty.extend(bad.into_iter().map(Chosen::key));
                open.extend((!rest.is_empty()).then_some(rest));
            } else if group.len() > 1 && !self.attempts.are_over() {
                let (first, second) = group.split_at(group.len() / 2);
                open.extend([second.to_vec(), first.to_vec()]);
            } else {
                guilty.extend(group.into_iter().map(Chosen::key));
            }
        }
        match best {
            Some(good) => good.step(&kept),
            None => RoundResult::Same { guilty },
        }
    }

    /// The text with these changes, when it is no worse than before.
    fn run(&mut self, set: &[&Chosen]) -> Result<GoodText, Broken> {
        let unknown = || Broken { guilty: Vec::new() };
        self.attempts.texts = self.attempts.texts.checked_sub(1).ok_or_else(unknown)?;
        let (bytes, moves) = apply(&self.base.file, self.stored, set).ok_or_else(unknown)?;
        let file = SourceFile::decode(bytes.clone()).map_err(|_| unknown())?;
        let change = EditedDocument {
            format: self.fixer.format,
            before: self.base.file.text(),
            after: file.text(),
            chosen: set,
            moves: &moves,
        };
        change.check(self.extractor, &mut self.attempts.parsed)?;
        let lint = self.fixer.lint_again(self.extractor, self.memory, &file);
        if lint.unchecked.is_some() {
            return Err(unknown());
        }
        let mut new = added(&self.base.lint.findings, set, &lint.findings);
        if let Some(from) = self.base.lint.plain_from {
            // Less to parse in one place is more to parse in another, where more is found then.
            new.retain(|finding| finding.span.start < moved(from, &moves) || is_touched(finding, &moves));
        }
        match new {
            new if new.is_empty() => Ok(GoodText { file, bytes, lint }),
            new => Err(Broken { guilty: to_blame(&new, &moves) }),
        }
    }
}

/// The findings that are not among those from before that the set leaves, by rule and text.
fn added<'a>(before: &[Finding], set: &[&Chosen], after: &'a [Finding]) -> Vec<&'a Finding> {
    let mut expected: HashMap<(&Arc<str>, &str), isize> = HashMap::new();
    for finding in before {
        *expected.entry((&finding.rule, &finding.text)).or_default() += 1;
    }
    for finding in set.iter().flat_map(|chosen| &chosen.findings) {
        *expected.entry((&before[*finding].rule, &before[*finding].text)).or_default() -= 1;
    }
    let mut left = expected.clone();
    for finding in after {
        *left.entry((&finding.rule, finding.text.as_str())).or_default() -= 1;
    }
    after.iter().filter(|finding| left.get(&(&finding.rule, finding.text.as_str())).is_some_and(|n| *n < 0)).collect()
}

/// Where a byte of the old text that no edit touches stands in the new one.
fn moved(at: u32, moves: &[Move]) -> u32 {
    let before = moves[..moves.partition_point(|edit| edit.old.end <= at)].last();
    before.map_or(at, |edit| at - edit.old.end + edit.new.end)
}

fn is_touched(finding: &Finding, moves: &[Move]) -> bool {
    let first = moves.partition_point(|edit| edit.new.end < finding.span.start);
    moves.get(first).is_some_and(|edit| edit.new.start <= finding.span.end)
}

/// The changes that new findings lie in. Where a finding reaches over several, all but the first are blamed: that one may
/// be good alone.
fn to_blame(new: &[&Finding], moves: &[Move]) -> Vec<usize> {
    let mut guilty: Vec<usize> = new
        .iter()
        .flat_map(|finding| {
            let first = moves.partition_point(|edit| edit.new.end < finding.span.start);
            let touched: Vec<usize> = moves[first..]
                .iter()
                .take_while(|edit| edit.new.start <= finding.span.end)
                .map(|edit| edit.chosen)
                .collect();
            if touched.len() > 1 { touched[1..].to_vec() } else { touched }
        })
        .collect();
    guilty.sort_unstable();
    guilty.dedup();
    guilty
}
