//! What a pattern needs: a few ways, of one of which each clause has to stand in the text.
//!
//! `(direct|unmediated) [..2] access~ @model` needs one of "direct", "unmediated", one of the forms of "access", and a
//! model. A clause is a choice of words; the models that are one word are one clause together, and each that is several
//! words is a way of its own: `open ai` needs both. Where the ways would multiply they are joined clause by clause, the
//! rarest first.
//!
//! Patterns share term sets and words, so clauses are kept once and known by number.

/// Lists of numbers by number, in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// These lists.
    pub fn new(lists: &[Vec<u32>]) -> Lists {
        let items = lists.concat();
        let ends = lists.iter().scan(0, |end, list| {
            *end += crate::source::to_u32(list.len());
            Some(*end)
        });
        Lists { ends: ends.collect(), items }
    }

    fn get(&self, index: u32) -> &[u32] {
        let index = index as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start as usize..self.ends[index] as usize]
    }
}

/// What the patterns need. Words, clauses and ways are known by number.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// For each word, the clauses that it is in.
    pub by_word: Lists,
    /// For each word, whether some way is found by it.
    pub leading: Vec<bool>,
    /// For each word, whether some pair begins with it.
    pub beginning: Vec<bool>,
    /// For each clause that is no pair, its words.
    pub words: Lists,
    /// For each clause that is a pair, the two clauses.
    pub members: Vec<Option<[u32; 2]>>,
    /// For each clause by which ways are found, a pair with it of each of them; none when some way has none.
    pub neighbours: Lists,
    /// For each clause, the ways whose rarest it is.
    pub led: Lists,
    /// For each way, its further clauses.
    pub further: Lists,
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
        self.leading.len()
    }

    /// The words of a clause that is no pair.
    pub fn words_of(&self, clause: u32) -> &[u32] {
        self.words.get(clause)
    }

    /// The clauses of a pair: a word of the first is followed by a word of the second.
    pub fn members_of(&self, clause: u32) -> Option<[u32; 2]> {
        self.members[clause as usize]
    }

    /// Of each way that is found by this clause a pair with it. None when a way has none.
    pub fn neighbours_of(&self, clause: u32) -> &[u32] {
        self.neighbours.get(clause)
    }

    /// Whether some way is found by this clause.
    pub fn leads(&self, clause: u32) -> bool {
        !self.led.get(clause).is_empty()
    }

    /// Whether some way is found by this word.
    pub fn is_leading(&self, word: u32) -> bool {
        self.leading[word as usize]
    }

    /// Whether some pair begins with this word.
    pub fn begins_pair(&self, word: u32) -> bool {
        self.beginning[word as usize]
    }

    /// Whether a way that is found by `clause` has all its further clauses among those that are `seen`.
    pub fn is_met(&self, clause: u32, seen: impl Fn(u32) -> bool) -> bool {
        let mut ways = self.led.get(clause).iter();
        ways.any(|way| self.further.get(*way).iter().all(|further| seen(*further)))
    }
}
