//! What a pattern needs: a few ways, of one of which each clause has to stand in the text.
//!
//! `(direct|unmediated) [..2] access~ @model` needs one of "direct", "unmediated", one of the forms of "access", and a
//! model. A clause is a choice of words; the models that are one word are one clause together, and each that is several
//! words is a way of its own: `open ai` needs both. Where such a choice is a part of a longer pattern, it is a clause in
//! itself, a choice of ways; what is found by words needs words in their place too, so the rarest of each are a clause.
//!
//! Patterns share term sets and words, so clauses are kept once and known by number.

use std::ops::Range;

/// Lists of numbers by number, in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct IndexLists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl IndexLists {
    /// These lists.
    pub fn new(lists: &[Vec<u32>]) -> IndexLists {
        let items = lists.concat();
        let ends = lists.iter().scan(0, |end, list| {
            *end += wordgate_text::source::to_u32(list.len());
            Some(*end)
        });
        IndexLists { ends: ends.collect(), items }
    }

    fn get(&self, index: u32) -> &[u32] {
        let index = index as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start as usize..self.ends[index] as usize]
    }
}

/// What a clause asks for.
#[derive(Clone, Debug)]
pub(super) enum Predicate {
    /// One of its words.
    Words,
    /// A word of the first clause that is followed by a word of the second.
    Pair([u32; 2]),
    /// One of the ways with these numbers.
    Choice(Range<u32>),
}

impl Predicate {
    /// The clauses of a pair.
    pub fn pair(&self) -> Option<[u32; 2]> {
        match self {
            Predicate::Pair(pair) => Some(*pair),
            Predicate::Words | Predicate::Choice(_) => None,
        }
    }
}

/// What the patterns need. Words, clauses and ways are known by number.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// For each word, the clauses that it is in.
    pub by_word: IndexLists,
    /// For each word, whether some way is found by it.
    pub is_anchor: Vec<bool>,
    /// For each word, whether some pair begins with it.
    pub is_pair_start: Vec<bool>,
    /// For each clause, what it asks for.
    pub predicates: Vec<Predicate>,
    /// For each clause that asks for words, these.
    pub words: IndexLists,
    /// For each clause by which ways are found, a pair with it of each of them; none when some way has none.
    pub neighbours: IndexLists,
    /// For each clause, the ways whose rarest it is.
    pub anchored: IndexLists,
    /// For each way, its clauses, but for the one by which it is found.
    pub conjunctions: IndexLists,
    /// Whether some pattern needs no word.
    pub is_open: bool,
}

impl Requirements {
    /// The clauses that a word is in.
    pub fn clauses_of(&self, word: u32) -> &[u32] {
        self.by_word.get(word)
    }

    /// Whether a word is in a clause.
    pub fn is_in(&self, word: u32, clause: u32) -> bool {
        self.clauses_of(word).binary_search(&clause).is_ok()
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.is_anchor.len()
    }

    /// What a clause asks for.
    pub fn predicate(&self, clause: u32) -> &Predicate {
        &self.predicates[clause as usize]
    }

    /// The words of a clause that asks for words.
    pub fn words_of(&self, clause: u32) -> &[u32] {
        self.words.get(clause)
    }

    /// Of each way that is found by this clause a pair with it. None when a way has none.
    pub fn neighbours_of(&self, clause: u32) -> &[u32] {
        self.neighbours.get(clause)
    }

    /// Whether some way is found by this word.
    pub fn is_anchor(&self, word: u32) -> bool {
        self.is_anchor[word as usize]
    }

    /// Whether some pair begins with this word.
    pub fn is_pair_start(&self, word: u32) -> bool {
        self.is_pair_start[word as usize]
    }

    /// The ways that are found by this clause.
    pub fn anchored_by(&self, clause: u32) -> &[u32] {
        self.anchored.get(clause)
    }

    /// The clauses of a way, but for the one by which it is found.
    pub fn rest_of(&self, way: u32) -> &[u32] {
        self.conjunctions.get(way)
    }
}
