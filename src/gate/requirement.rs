//! What a pattern needs: clauses, of each of which one word has to stand in the text.
//!
//! `(direct|unmediated) [..2] access~ @model` needs one of "direct", "unmediated", one of the forms of "access", and one
//! word of each way to name a model. Alternatives are joined clause by clause, the rarest first, so that a choice of
//! phrases needs one of their rarest words, and one of their second rarest, and so on.
//!
//! Patterns share term sets and words, so clauses are kept once and known by number.

use super::Gate;
use super::letters::longest_run;
use super::lexicon::Lexicon;
use crate::matcher::frequency;
use crate::rule::{Node, Pattern};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// More clauses of one pattern, its commonest words, tell too little.
const MOST_CLAUSES: usize = 6;

/// Lists of numbers by number, in one piece of memory.
#[derive(Debug, Default)]
struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn new(lists: &[Vec<u32>]) -> Lists {
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

/// What the patterns need. Words, clauses and patterns are known by number.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// For each word, the clauses that it is in.
    by_word: Lists,
    /// For each clause, the patterns whose rarest it is.
    led: Lists,
    /// For each pattern, its further clauses.
    further: Lists,
    /// Whether some pattern needs no word.
    pub is_open: bool,
}

impl Requirements {
    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.led.ends.len()
    }

    /// The clauses that a word is in.
    pub fn clauses_of(&self, word: u32) -> &[u32] {
        self.by_word.get(word)
    }

    /// Whether some pattern is found by this clause.
    pub fn leads(&self, clause: u32) -> bool {
        !self.led.get(clause).is_empty()
    }

    /// Whether a pattern that is found by `clause` has all its further clauses among those that are `seen`.
    pub fn is_met(&self, clause: u32, seen: impl Fn(u32) -> bool) -> bool {
        let mut patterns = self.led.get(clause).iter();
        patterns.any(|pattern| self.further.get(*pattern).iter().all(|further| seen(*further)))
    }
}

/// A clause as it is built.
#[derive(Debug)]
struct Clause {
    /// Its words, sorted.
    words: Arc<[u32]>,
    /// How often one of them is to be expected, roughly.
    cost: u32,
}

/// Gathers what patterns need.
#[derive(Default)]
pub(super) struct Builder {
    words: FxHashMap<Box<str>, u32>,
    costs: Vec<u32>,
    clauses: Vec<Clause>,
    known: FxHashMap<Arc<[u32]>, u32>,
    /// The clauses of term sets, by the address of the set's node, which is kept so that no other one can get it.
    sets: FxHashMap<*const Node, (Arc<Node>, Vec<u32>)>,
    /// The clauses of each pattern, the rarest first.
    patterns: Vec<Vec<u32>>,
    is_open: bool,
}

impl Builder {
    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &Pattern) {
        let mut clauses = Vec::new();
        for part in &pattern.parts {
            clauses.extend(self.clauses(part));
        }
        self.rarest_first(&mut clauses);
        self.is_open |= clauses.is_empty();
        self.patterns.push(clauses);
    }

    /// The clauses of a node, the rarest first.
    fn clauses(&mut self, node: &Node) -> Vec<u32> {
        match node {
            Node::Word(word) => {
                let mut words = Vec::with_capacity(word.forms.len());
                for form in word.folded_forms() {
                    let Some(run) = longest_run(&form) else { return Vec::new() };
                    words.push(self.word(run));
                }
                vec![self.clause(words)]
            }
            Node::Seq(nodes) => {
                let mut clauses = Vec::new();
                for node in nodes {
                    clauses.extend(self.clauses(node));
                }
                self.rarest_first(&mut clauses);
                clauses
            }
            Node::Alt(nodes) => self.choice(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let clauses = self.clauses(node);
                self.sets.insert(key, (node.clone(), clauses.clone()));
                clauses
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => Vec::new(),
        }
    }

    /// The clauses of a choice: the first ones of all alternatives together, then the second ones, as long as each
    /// alternative has one.
    fn choice(&mut self, nodes: &[Node]) -> Vec<u32> {
        let alternatives: Vec<Vec<u32>> = nodes.iter().map(|node| self.clauses(node)).collect();
        let count = alternatives.iter().map(Vec::len).min().unwrap_or(0);
        let mut clauses = Vec::with_capacity(count);
        for index in 0..count {
            let words = alternatives.iter().flat_map(|clauses| self.clauses[clauses[index] as usize].words.iter());
            let words = words.copied().collect();
            clauses.push(self.clause(words));
        }
        self.rarest_first(&mut clauses);
        clauses
    }

    fn rarest_first(&self, clauses: &mut Vec<u32>) {
        clauses.sort_by_key(|clause| (self.clauses[*clause as usize].cost, *clause));
        clauses.dedup();
        clauses.truncate(MOST_CLAUSES);
    }

    fn word(&mut self, run: &str) -> u32 {
        if let Some(known) = self.words.get(run) {
            return *known;
        }
        let number = crate::source::to_u32(self.costs.len());
        self.words.insert(run.into(), number);
        self.costs.push(frequency(run));
        number
    }

    fn clause(&mut self, mut words: Vec<u32>) -> u32 {
        words.sort_unstable();
        words.dedup();
        if let Some(known) = self.known.get(&*words) {
            return *known;
        }
        let number = crate::source::to_u32(self.clauses.len());
        let cost = words.iter().map(|word| self.costs[*word as usize]).fold(0, u32::saturating_add);
        let words: Arc<[u32]> = words.into();
        self.known.insert(words.clone(), number);
        self.clauses.push(Clause { words, cost });
        number
    }

    /// The finished gate. Of the clauses only those that some pattern has are kept.
    pub fn finish(self) -> Gate {
        let mut kept = vec![None; self.clauses.len()];
        let mut clauses: Vec<&Clause> = Vec::new();
        let mut led: Vec<Vec<u32>> = Vec::new();
        let mut further = Vec::with_capacity(self.patterns.len());
        for (pattern, own) in (0..).zip(&self.patterns) {
            let mut numbers = own.iter().map(|clause| {
                *kept[*clause as usize].get_or_insert_with(|| {
                    clauses.push(&self.clauses[*clause as usize]);
                    led.push(Vec::new());
                    crate::source::to_u32(clauses.len() - 1)
                })
            });
            let first = numbers.next();
            further.push(numbers.collect::<Vec<u32>>());
            if let Some(first) = first {
                led[first as usize].push(pattern);
            }
        }
        let mut is_rare = vec![false; self.costs.len()];
        for (clause, led) in clauses.iter().zip(&led) {
            clause.words.iter().filter(|_| !led.is_empty()).for_each(|word| is_rare[*word as usize] = true);
        }
        let (lexicon, numbers) = Lexicon::new(self.words, |word| is_rare[word as usize]);
        let mut by_word = vec![Vec::new(); self.costs.len()];
        for (number, clause) in (0..).zip(&clauses) {
            clause.words.iter().for_each(|word| by_word[numbers[*word as usize] as usize].push(number));
        }
        let (by_word, led, further) = (Lists::new(&by_word), Lists::new(&led), Lists::new(&further));
        Gate { lexicon, requirements: Requirements { by_word, led, further, is_open: self.is_open } }
    }
}
