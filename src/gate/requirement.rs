//! What a pattern needs: a few ways, of one of which each clause has to stand in the text.
//!
//! `(direct|unmediated) [..2] access~ @model` needs one of "direct", "unmediated", one of the forms of "access", and a
//! model. A clause is a choice of words; the models that are one word are one clause together, and each that is several
//! words is a way of its own: `open ai` needs both. Where the ways would multiply they are joined clause by clause, the
//! rarest first.
//!
//! Patterns share term sets and words, so clauses are kept once and known by number.

use super::Gate;
use super::letters::runs;
use super::lexicon::Lexicon;
use crate::matcher::frequency;
use crate::rule::{Node, Pattern};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// More clauses of one way, its commonest words, tell too little.
const MOST_CLAUSES: usize = 6;

/// The most ways of a sequence.
const MOST_WAYS: usize = 48;

/// Clauses by number, the rarest first. One word of each has to be there.
type Way = Vec<u32>;

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

/// What the patterns need. Words, clauses and ways are known by number.
#[derive(Debug, Default)]
pub(super) struct Requirements {
    /// For each word, the clauses that it is in.
    by_word: Lists,
    /// For each clause, the ways whose rarest it is.
    led: Lists,
    /// For each way, its further clauses.
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

    /// Whether some way is found by this clause.
    pub fn leads(&self, clause: u32) -> bool {
        !self.led.get(clause).is_empty()
    }

    /// Whether a way that is found by `clause` has all its further clauses among those that are `seen`.
    pub fn is_met(&self, clause: u32, seen: impl Fn(u32) -> bool) -> bool {
        let mut ways = self.led.get(clause).iter();
        ways.any(|way| self.further.get(*way).iter().all(|further| seen(*further)))
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
    /// The ways of term sets, by the address of the set's node, which is kept so that no other one can get it.
    sets: FxHashMap<*const Node, (Arc<Node>, Arc<[Way]>)>,
    /// The ways of all patterns.
    ways: Vec<Way>,
    is_open: bool,
}

impl Builder {
    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &Pattern) {
        let ways = self.sequence(&pattern.parts);
        self.is_open |= ways.iter().any(Vec::is_empty);
        self.ways.extend_from_slice(&ways);
    }

    /// The ways of a node. An empty one among them: the node needs nothing.
    fn ways(&mut self, node: &Node) -> Arc<[Way]> {
        match node {
            Node::Word(word) => {
                let forms: Vec<Way> = word.folded_forms().map(|form| self.form(&form)).collect();
                [self.joined(&forms)].into()
            }
            Node::Seq(nodes) => self.sequence(nodes),
            Node::Alt(nodes) => self.choice(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let ways = self.ways(node);
                self.sets.insert(key, (node.clone(), ways.clone()));
                ways
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => [Way::new()].into(),
        }
    }

    /// Each way of one node goes with each of the others.
    fn sequence(&mut self, nodes: &[Node]) -> Arc<[Way]> {
        let mut parts: Vec<Arc<[Way]>> = nodes.iter().map(|node| self.ways(node)).collect();
        parts.retain(|ways| !ways.iter().any(Vec::is_empty));
        if let [only] = &parts[..] {
            return only.clone();
        }
        while parts.iter().map(|ways| ways.len()).fold(1, usize::saturating_mul) > MOST_WAYS {
            let Some(largest) = parts.iter_mut().max_by_key(|ways| ways.len()) else { break };
            *largest = [self.joined(&largest.clone())].into();
        }
        let mut all = vec![Way::new()];
        for ways in parts {
            all = all.iter().flat_map(|before| ways.iter().map(|way| [before.as_slice(), way].concat())).collect();
        }
        all.iter_mut().for_each(|way| self.rarest_first(way));
        all.into()
    }

    /// The ways of all alternatives. Those of one clause become one.
    fn choice(&mut self, nodes: &[Node]) -> Arc<[Way]> {
        let mut words: Vec<u32> = Vec::new();
        let mut longer: Vec<Way> = Vec::new();
        for node in nodes {
            for way in self.ways(node).iter() {
                match way[..] {
                    [] => return [Way::new()].into(),
                    [only] => words.extend_from_slice(&self.clauses[only as usize].words),
                    _ => longer.push(way.clone()),
                }
            }
        }
        if words.is_empty() {
            return longer.into();
        }
        words.sort_unstable();
        let is_alone = |clause: &u32| {
            let mut own = self.clauses[*clause as usize].words.iter();
            own.all(|word| words.binary_search(word).is_ok())
        };
        longer.retain(|way| !way.iter().any(is_alone));
        longer.push(vec![self.clause(words)]);
        longer.into()
    }

    /// One way in place of several: the first clauses of all together, then the second ones, as long as each has one.
    fn joined(&mut self, ways: &[Way]) -> Way {
        let count = ways.iter().map(Vec::len).min().unwrap_or(0);
        let mut clauses = Way::with_capacity(count);
        for index in 0..count {
            let words = ways.iter().flat_map(|way| self.clauses[way[index] as usize].words.iter());
            let words = words.copied().collect();
            clauses.push(self.clause(words));
        }
        self.rarest_first(&mut clauses);
        clauses
    }

    fn rarest_first(&self, clauses: &mut Way) {
        clauses.sort_by_key(|clause| (self.clauses[*clause as usize].cost, *clause));
        clauses.dedup();
        clauses.truncate(MOST_CLAUSES);
    }

    /// The clauses of a single word: each of its runs has to be there.
    fn form(&mut self, form: &str) -> Way {
        let mut way: Way = runs(form)
            .map(|run| vec![self.word(run)])
            .collect::<Vec<_>>()
            .into_iter()
            .map(|word| self.clause(word))
            .collect();
        self.rarest_first(&mut way);
        way
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

    /// The finished gate. Of the clauses only those that some way has are kept.
    pub fn finish(self) -> Gate {
        let mut kept = vec![None; self.clauses.len()];
        let mut clauses: Vec<&Clause> = Vec::new();
        let mut led: Vec<Vec<u32>> = Vec::new();
        let mut further = Vec::with_capacity(self.ways.len());
        for (way, own) in (0..).zip(&self.ways) {
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
                led[first as usize].push(way);
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
