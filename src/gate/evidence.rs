//! Whether all that some pattern needs was seen in a part of a document.

use super::reading::Sink;
use super::requirement::Requirements;

/// When each clause was seen last. Kept from part to part, so that it need not be cleared for each.
#[derive(Debug)]
pub(super) struct Seen {
    /// For each clause, the last part in which it was seen.
    part: Vec<u32>,
    /// For each clause, the last run of letters that is one of its words.
    run: Vec<u32>,
    parts: u32,
    runs: u32,
}

impl Seen {
    pub fn new(requirements: &Requirements) -> Seen {
        let nowhere = vec![0; requirements.clauses()];
        Seen { part: nowhere.clone(), run: nowhere, parts: 0, runs: 0 }
    }
}

/// What was seen in one part.
pub(super) struct Evidence<'e> {
    requirements: &'e Requirements,
    seen: &'e mut Seen,
    /// The clauses seen by which ways are found.
    leading: Vec<u32>,
    /// The word that the last run of letters is.
    before: Option<u32>,
    anything: bool,
}

impl<'e> Evidence<'e> {
    /// Nothing yet.
    pub fn new(requirements: &'e Requirements, seen: &'e mut Seen) -> Evidence<'e> {
        seen.parts += 1;
        Evidence { requirements, seen, leading: Vec::new(), before: None, anything: false }
    }

    /// Whether it is enough for some pattern.
    pub fn suffices(&self) -> bool {
        let seen = |clause: u32| self.seen.part[clause as usize] == self.seen.parts;
        self.anything || self.leading.iter().any(|clause| self.requirements.is_met(*clause, seen))
    }

    fn see(&mut self, clause: u32) {
        let part = std::mem::replace(&mut self.seen.part[clause as usize], self.seen.parts);
        if part != self.seen.parts && self.requirements.leads(clause) {
            self.leading.push(clause);
        }
    }

    /// Sees the pairs that begin with `word` and go on with one of the clauses of which `goes_on` holds.
    fn see_pairs(&mut self, word: u32, goes_on: impl Fn(&Seen, u32) -> bool) {
        let requirements = self.requirements;
        for &first in requirements.clauses_of(word) {
            for &pair in requirements.pairs_from(first) {
                if goes_on(self.seen, requirements.second_of(pair)) {
                    self.see(pair);
                }
            }
        }
    }
}

impl Sink for Evidence<'_> {
    fn run(&mut self, _at: usize, word: Option<u32>, next: bool) {
        self.seen.runs += 1;
        let requirements = self.requirements;
        for &clause in word.iter().flat_map(|word| requirements.clauses_of(*word)) {
            self.see(clause);
            self.seen.run[clause as usize] = self.seen.runs;
        }
        if let Some(before) = std::mem::replace(&mut self.before, word) {
            self.see_pairs(before, |seen, second| !next || seen.run[second as usize] == seen.runs);
        }
    }

    fn hidden(&mut self, _at: usize, word: Option<u32>) {
        let Some(word) = word else {
            self.anything = true;
            return;
        };
        let requirements = self.requirements;
        requirements.clauses_of(word).iter().for_each(|clause| self.see(*clause));
        self.see_pairs(word, |_, _| true);
    }

    fn end(&mut self) {
        if let Some(before) = self.before.take() {
            self.see_pairs(before, |_, _| true);
        }
    }
}
