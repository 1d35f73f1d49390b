//! Requirements: the words that a text must contain before any pattern can match in it.
//!
//! A requirement is a disjunction of conjunctions of clauses; a clause may itself be a choice. A text passes if every
//! clause of at least one conjunction holds. There are three kinds of clauses (see [`Predicate`]). A clause of *words*
//! holds if at least one of them occurs. A *pair* holds if a word of one clause directly precedes a word of another. A
//! *choice* holds if one of several conjunctions holds.
//!
//! `(direct|unmediated) [..2] access~ @model` becomes one conjunction: {direct, unmediated} and {access, accesses,
//! accessed, accessing} and some term of `@model`. All terms of one word become one clause together. A term of several
//! words becomes a conjunction of its own: `open ai` needs both words. So `@model` is a disjunction inside of a
//! conjunction. Disjunctive normal form would expand it, which could take a lot of memory, so it stays one clause, a
//! choice. Only a clause of words can be the anchor of a conjunction, the clause that is searched for first. So each
//! choice comes with a clause of the rarest word of each alternative: {openai, open}.
//!
//! Patterns share words and term sets. So each word, clause and conjunction exists once and is referred to by its id,
//! an index into the tables of [`Requirements`]. `conjunctions` builds these tables; `candidate_offsets` and
//! `evaluator` read them.

use std::ops::Range;

/// A list of numbers for each id, with all lists in one allocation.
#[derive(Debug, Default)]
pub(super) struct IndexLists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl IndexLists {
    /// Stores `lists`, which belong to the ids 0, 1, 2 and so on.
    pub fn new(lists: &[Vec<u32>]) -> IndexLists {
        let items = lists.concat();
        let ends = lists.iter().scan(0, |end, list| {
            *end += wordgate_text::source::to_u32(list.len());
            Some(*end)
        });
        IndexLists { ends: ends.collect(), items }
    }

    fn get(&self, id: u32) -> &[u32] {
        let id = id as usize;
        let start = id.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start as usize..self.ends[id] as usize]
    }
}

/// The condition of a clause.
#[derive(Clone, Debug)]
pub(super) enum Predicate {
    /// At least one word of the clause occurs.
    Words,
    /// A word of the first of these clauses is directly followed by a word of the second.
    Pair([u32; 2]),
    /// At least one of the conjunctions with these ids holds.
    Choice(Range<u32>),
}

impl Predicate {
    /// Returns the two clauses of a pair.
    pub fn pair(&self) -> Option<[u32; 2]> {
        match self {
            Predicate::Pair(pair) => Some(*pair),
            Predicate::Words | Predicate::Choice(_) => None,
        }
    }
}

/// The requirements of all patterns.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// For each word, the clauses that contain it, sorted.
    pub by_word: IndexLists,
    /// For each word, whether it is in an anchor.
    pub is_anchor: Vec<bool>,
    /// For each word, whether it can be the first word of a pair.
    pub is_pair_start: Vec<bool>,
    /// For each clause, its condition.
    pub predicates: Vec<Predicate>,
    /// For each clause of words, these words.
    pub words: IndexLists,
    /// For each anchor, pairs that contain it: one from each conjunction that it is the anchor of. The list is empty if
    /// one of these conjunctions has no such pair, because then no neighbour can rule the anchor out.
    pub anchor_pairs: IndexLists,
    /// For each clause, the conjunctions whose anchor it is.
    pub conjunctions_by_anchor: IndexLists,
    /// For each conjunction, its clauses without the anchor.
    pub other_clauses: IndexLists,
    /// Whether some pattern requires no word, so that every text passes.
    pub is_unconditional: bool,
}

impl Requirements {
    /// Returns the clauses that contain a word, sorted.
    pub fn clauses_with(&self, word: u32) -> &[u32] {
        self.by_word.get(word)
    }

    /// Returns whether a clause contains a word.
    pub fn is_word_in_clause(&self, word: u32, clause: u32) -> bool {
        self.clauses_with(word).binary_search(&clause).is_ok()
    }

    /// Returns the number of words.
    pub fn word_count(&self) -> usize {
        self.is_anchor.len()
    }

    /// Returns the condition of a clause.
    pub fn predicate(&self, clause: u32) -> &Predicate {
        &self.predicates[clause as usize]
    }

    /// Returns the words of a clause of words.
    pub fn words_of(&self, clause: u32) -> &[u32] {
        self.words.get(clause)
    }

    /// Returns the pairs that contain this anchor, one from each of its conjunctions, or none if one of these
    /// conjunctions has no such pair.
    pub fn anchor_pairs(&self, clause: u32) -> &[u32] {
        self.anchor_pairs.get(clause)
    }

    /// Returns whether a word is in an anchor.
    pub fn is_anchor(&self, word: u32) -> bool {
        self.is_anchor[word as usize]
    }

    /// Returns whether a word can be the first word of a pair.
    pub fn is_pair_start(&self, word: u32) -> bool {
        self.is_pair_start[word as usize]
    }

    /// Returns the conjunctions whose anchor this clause is.
    pub fn conjunctions_with_anchor(&self, clause: u32) -> &[u32] {
        self.conjunctions_by_anchor.get(clause)
    }

    /// Returns the clauses of a conjunction without its anchor.
    pub fn other_clauses(&self, conjunction: u32) -> &[u32] {
        self.other_clauses.get(conjunction)
    }
}
