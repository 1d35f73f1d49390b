//! Converts the clauses of a [`RequirementsBuilder`] to the tables of [`Requirements`].
//!
//! Most clauses are only intermediate results. For example, the clauses of the terms of a set are merged into one. Only
//! clauses that some conjunction refers to are copied, with new ids.

use super::super::requirement::{IndexLists, Predicate, Requirements};
use super::super::vocabulary::Vocabulary;
use super::{Clause, ClauseKind, Conjunction, RequirementsBuilder};

impl RequirementsBuilder {
    /// Returns the vocabulary of all patterns and their requirements.
    pub fn finish(mut self) -> (Vocabulary, Requirements) {
        self.choose_anchors();
        let mut compactor = Compactor::new(&self.clauses);
        let mut anchors = Vec::with_capacity(self.conjunctions.len());
        for conjunction in &self.conjunctions {
            let conjunction = compactor.conjunction(conjunction);
            let id = wordgate_text::source::to_u32(compactor.conjunctions.len());
            anchors.extend(conjunction.first().map(|anchor| (*anchor, id)));
            compactor.conjunctions.push(conjunction.get(1..).unwrap_or_default().to_vec());
        }
        let mut anchored = vec![Vec::new(); compactor.clauses.len()];
        anchors.into_iter().for_each(|(clause, conjunction)| anchored[clause as usize].push(conjunction));

        let mut is_anchor_word = vec![false; self.costs.len()];
        for (clause, _) in compactor.clauses.iter().zip(&anchored).filter(|(_, anchored)| !anchored.is_empty()) {
            clause.words.iter().for_each(|word| is_anchor_word[*word as usize] = true);
        }
        let (vocabulary, new_ids) =
            Vocabulary::new(self.word_ids, !self.has_non_ascii, |word| is_anchor_word[word as usize]);
        let mut by_word = vec![Vec::new(); self.costs.len()];
        let mut words = vec![Vec::new(); compactor.clauses.len()];
        let word_clauses =
            compactor.clauses.iter().zip(&mut words).zip(0..).filter(|((clause, _), _)| clause.is_words());
        for ((clause, words), id) in word_clauses {
            words.extend(clause.words.iter().map(|word| new_ids[*word as usize]));
            words.iter().for_each(|word| by_word[*word as usize].push(id));
        }

        let is_word_of = |is_one: &dyn Fn(u32) -> bool| -> Vec<bool> {
            by_word.iter().map(|clauses: &Vec<u32>| clauses.iter().any(|clause| is_one(*clause))).collect()
        };
        let is_anchor = is_word_of(&|clause| !anchored[clause as usize].is_empty());
        let mut begins_pair = vec![false; compactor.clauses.len()];
        compactor
            .predicates
            .iter()
            .filter_map(Predicate::pair)
            .for_each(|[first, _]| begins_pair[first as usize] = true);
        let is_pair_start = is_word_of(&|clause| begins_pair[clause as usize]);
        let anchor_pairs: Vec<Vec<u32>> = (0..)
            .zip(&anchored)
            .map(|(clause, conjunctions)| compactor.anchor_pairs(clause, conjunctions).unwrap_or_default())
            .collect();
        let requirements = Requirements {
            by_word: IndexLists::new(&by_word),
            is_anchor,
            is_pair_start,
            words: IndexLists::new(&words),
            anchor_pairs: IndexLists::new(&anchor_pairs),
            conjunctions_by_anchor: IndexLists::new(&anchored),
            other_clauses: IndexLists::new(&compactor.conjunctions),
            predicates: compactor.predicates,
            is_unconditional: self.is_unconditional,
        };
        (vocabulary, requirements)
    }
}

/// Copies the clauses in use and gives them new ids.
struct Compactor<'b> {
    /// All clauses, by their old ids.
    all: &'b [Clause],
    /// The new ids, by the old ones. `None` for a clause that was not copied yet.
    new_ids: Vec<Option<u32>>,
    clauses: Vec<&'b Clause>,
    /// The condition of each copied clause, with new ids.
    predicates: Vec<Predicate>,
    /// Conjunctions, with new ids of clauses.
    conjunctions: Vec<Conjunction>,
}

impl<'b> Compactor<'b> {
    fn new(all: &'b [Clause]) -> Compactor<'b> {
        Compactor {
            all,
            new_ids: vec![None; all.len()],
            clauses: Vec::new(),
            predicates: Vec::new(),
            conjunctions: Vec::new(),
        }
    }

    /// Copies the clauses of a conjunction. Returns the conjunction with their new ids.
    fn conjunction(&mut self, conjunction: &Conjunction) -> Conjunction {
        conjunction.iter().map(|clause| self.new_id(*clause)).collect()
    }

    /// Copies a clause and those that it refers to, unless this was done before. Returns its new id.
    fn new_id(&mut self, old: u32) -> u32 {
        if let Some(id) = self.new_ids[old as usize] {
            return id;
        }
        let clause = &self.all[old as usize];
        let predicate = match &clause.kind {
            ClauseKind::Words => Predicate::Words,
            ClauseKind::Pair(pair) => Predicate::Pair(pair.map(|member| self.new_id(member))),
            ClauseKind::Choice(conjunctions) => {
                let conjunctions: Vec<Conjunction> =
                    conjunctions.iter().map(|conjunction| self.conjunction(conjunction)).collect();
                let start = wordgate_text::source::to_u32(self.conjunctions.len());
                self.conjunctions.extend(conjunctions);
                Predicate::Choice(start..wordgate_text::source::to_u32(self.conjunctions.len()))
            }
        };
        let id = wordgate_text::source::to_u32(self.clauses.len());
        self.clauses.push(clause);
        self.predicates.push(predicate);
        self.new_ids[old as usize] = Some(id);
        id
    }

    /// Returns, for each of these conjunctions, one pair that includes the anchor. Returns `None` if some conjunction
    /// has no such pair. Prefers a pair that ends with the anchor, because the scan has already read the word before
    /// it.
    fn anchor_pairs(&self, anchor: u32, conjunctions: &[u32]) -> Option<Vec<u32>> {
        let pair = |clause: &u32| self.predicates[*clause as usize].pair();
        let pair_of = |conjunction: &u32| {
            let clauses = self.conjunctions[*conjunction as usize].iter();
            let with_anchor = clauses.filter(|clause| pair(clause).is_some_and(|both| both.contains(&anchor)));
            with_anchor.min_by_key(|clause| pair(clause).is_some_and(|[first, _]| first == anchor)).copied()
        };
        let mut pairs: Vec<u32> = conjunctions.iter().map(pair_of).collect::<Option<_>>()?;
        pairs.sort_unstable();
        pairs.dedup();
        Some(pairs)
    }
}
