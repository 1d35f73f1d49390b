//! From patterns to what they need.

mod kept;

use super::letters::{runs, unmarked};
use crate::frequency::frequency;
use crate::rule::{Node, Pattern, Word};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// More words of one way, its commonest ones, tell too little.
const MOST_WORDS: usize = 10;

/// The most ways of a sequence. Where its parts multiply to more, those with the most become one clause each.
const MOST_WAYS: usize = 48;

/// Clauses by number, the rarest first. One word of each has to be there.
type Way = Vec<u32>;

/// A clause as it is built.
#[derive(Debug)]
struct Clause {
    /// Its words, sorted. Where it is met, one of them is there.
    words: Arc<[u32]>,
    kind: Kind,
    /// How often one of them is to be expected, roughly.
    cost: u32,
}

impl Clause {
    /// Sorts the rarest first, and what asks for more than words behind those that ask for words.
    fn rarity(&self) -> (bool, u32) {
        (!self.is_words(), self.cost)
    }

    fn is_words(&self) -> bool {
        matches!(self.kind, Kind::Words)
    }
}

/// What a clause asks for.
#[derive(Debug)]
enum Kind {
    /// One of its words.
    Words,
    /// A word of the first clause that is followed by a word of the second.
    Pair([u32; 2]),
    /// One of these ways.
    Choice(Arc<[Way]>),
}

/// What a node needs.
#[derive(Clone)]
struct Need {
    ways: Ways,
    /// The words of a node of which every match is one of them and nothing else.
    single: Option<u32>,
}

/// Of several ways one has to be there.
#[derive(Clone)]
enum Ways {
    /// Nothing has to.
    Nothing,
    /// One way of one clause.
    One(u32),
    /// None of them is empty.
    Many(Arc<[Way]>),
}

impl Ways {
    fn len(&self) -> usize {
        match self {
            Ways::Nothing => 0,
            Ways::One(_) => 1,
            Ways::Many(ways) => ways.len(),
        }
    }
}

/// The folded forms of a word as the gate looks for them.
fn unmarked_forms(word: &Word) -> impl Iterator<Item = Cow<'_, str>> {
    word.folded_forms().map(unmarked)
}

/// Gathers what patterns need.
#[derive(Default)]
pub(super) struct Builder {
    words: FxHashMap<Box<str>, u32>,
    costs: Vec<u32>,
    clauses: Vec<Clause>,
    known: FxHashMap<Arc<[u32]>, u32>,
    known_pairs: FxHashMap<[u32; 2], u32>,
    /// What term sets need, by the address of the set's node, which is kept so that no other one can get it.
    sets: FxHashMap<*const Node, (Arc<Node>, Need)>,
    /// The ways of all patterns.
    ways: Vec<Way>,
    is_open: bool,
    /// Whether some word is not plain ASCII.
    has_foreign: bool,
}

impl Builder {
    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &Pattern) {
        let parts = pattern.parts.iter().map(|part| self.need(part).ways).collect();
        match self.all_of(parts) {
            Ways::Nothing => self.is_open = true,
            Ways::One(clause) => self.ways.push(vec![clause]),
            Ways::Many(ways) => self.ways.extend_from_slice(&ways),
        }
    }

    /// What a node needs.
    fn need(&mut self, node: &Node) -> Need {
        match node {
            Node::Word(word) => self.of_word(word),
            Node::Seq(nodes) => match &nodes[..] {
                [only] => self.need(only),
                _ => Need { ways: self.sequence(nodes), single: None },
            },
            Node::Alt(nodes) => self.choice(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let need = self.need(node);
                self.sets.insert(key, (node.clone(), need.clone()));
                need
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => Need { ways: Ways::Nothing, single: None },
        }
    }

    /// One of the forms of a word; all the runs of a form have to be there.
    fn of_word(&mut self, word: &Word) -> Need {
        self.has_foreign |= !word.folded_forms().all(|form| form.is_ascii());
        let is_run = |form: Cow<str>| runs(&form).next().is_some_and(|run| run.len() == form.len());
        if unmarked_forms(word).all(is_run) {
            let words = unmarked_forms(word).map(|form| self.word(&form)).collect();
            let clause = self.clause(words);
            return Need { ways: Ways::One(clause), single: Some(clause) };
        }
        let mut forms = Vec::with_capacity(word.forms.len());
        for form in unmarked_forms(word) {
            let mut way = Way::new();
            for run in runs(&form) {
                let word = self.word(run);
                way.push(self.clause(vec![word]));
            }
            self.rarest_first(&mut way);
            forms.push(way);
        }
        let way = self.joined(&forms);
        Need { ways: if way.is_empty() { Ways::Nothing } else { Ways::Many([way].into()) }, single: None }
    }

    /// The ways of nodes that stand one behind the other.
    fn sequence(&mut self, nodes: &[Node]) -> Ways {
        let mut parts: Vec<Ways> = Vec::with_capacity(nodes.len() + 1);
        let mut pairs = Way::new();
        // The words of the node before, when it is a single one, and those that may stand behind it.
        let mut first: Option<u32> = None;
        let mut between: Vec<u32> = Vec::new();
        for node in nodes.iter().filter(|node| !is_mark(node)) {
            if let (Node::Opt(inner), Some(_)) = (node, first)
                && let Some(optional) = self.need(inner).single
            {
                between.extend_from_slice(&self.clauses[optional as usize].words);
                continue;
            }
            let Need { ways, single } = self.need(node);
            if let (Some(first), Some(single)) = (first, single) {
                let words = [&between[..], &self.clauses[single as usize].words].concat();
                let second = if between.is_empty() { single } else { self.clause(words) };
                pairs.push(self.pair([first, second]));
            }
            parts.push(ways);
            first = single;
            between.clear();
        }
        if !pairs.is_empty() {
            parts.push(Ways::Many([pairs].into()));
        }
        self.all_of(parts)
    }

    /// Each way of one part goes with each of the others.
    fn all_of(&mut self, mut parts: Vec<Ways>) -> Ways {
        parts.retain(|ways| !matches!(ways, Ways::Nothing));
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Ways::Nothing);
        }
        while parts.iter().map(Ways::len).fold(1, usize::saturating_mul) > MOST_WAYS {
            let Some(largest) = parts.iter_mut().max_by_key(|ways| ways.len()) else { break };
            if let Ways::Many(ways) = largest.clone() {
                let mut way = self.joined(&ways);
                way.extend(self.one_of(ways));
                *largest = Ways::Many([way].into());
            }
        }
        let mut all = vec![Way::new()];
        for ways in parts {
            match ways {
                Ways::Nothing => {}
                Ways::One(clause) => all.iter_mut().for_each(|way| way.push(clause)),
                Ways::Many(ways) => {
                    let with =
                        |before: &Way| ways.iter().map(|way| [before.as_slice(), way].concat()).collect::<Vec<_>>();
                    all = all.iter().flat_map(with).collect();
                }
            }
        }
        all.iter_mut().for_each(|way| self.rarest_first(way));
        Ways::Many(all.into())
    }

    /// The ways of all alternatives. Those of one clause become one.
    fn choice(&mut self, nodes: &[Node]) -> Need {
        let mut words: Vec<u32> = Vec::new();
        let mut longer: Vec<Way> = Vec::new();
        let mut is_single = true;
        for node in nodes {
            let Need { ways, single } = self.need(node);
            is_single &= single.is_some();
            match ways {
                Ways::Nothing => return Need { ways: Ways::Nothing, single: None },
                Ways::One(clause) => words.extend_from_slice(&self.clauses[clause as usize].words),
                Ways::Many(ways) => {
                    for way in ways.iter() {
                        match way[..] {
                            [only] => words.extend_from_slice(&self.clauses[only as usize].words),
                            _ => longer.push(way.clone()),
                        }
                    }
                }
            }
        }
        if words.is_empty() {
            let ways = if longer.is_empty() { Ways::Nothing } else { Ways::Many(longer.into()) };
            return Need { ways, single: None };
        }
        words.sort_unstable();
        let is_alone = |clause: &u32| {
            let mut own = self.clauses[*clause as usize].words.iter();
            own.all(|word| words.binary_search(word).is_ok())
        };
        longer.retain(|way| !way.iter().any(is_alone));
        let clause = self.clause(words);
        if longer.is_empty() {
            return Need { ways: Ways::One(clause), single: is_single.then_some(clause) };
        }
        longer.push(vec![clause]);
        Need { ways: Ways::Many(longer.into()), single: None }
    }

    /// One way in place of several: the first clauses of all together, then the second ones, as long as each has one.
    fn joined(&mut self, ways: &[Way]) -> Way {
        let count = ways.iter().map(Vec::len).min().unwrap_or(0);
        let mut clauses = Way::with_capacity(count);
        for index in 0..count {
            let words = self.words_at(ways, index).collect();
            clauses.push(self.clause(words));
        }
        self.rarest_first(&mut clauses);
        clauses
    }

    /// A clause that asks for one of several ways. None when that is no more than one of the first clauses of them.
    fn one_of(&mut self, ways: Arc<[Way]>) -> Option<u32> {
        if ways.iter().all(|way| way.len() < 2) {
            return None;
        }
        let mut words: Vec<u32> = self.words_at(&ways, 0).collect();
        words.sort_unstable();
        words.dedup();
        Some(self.push(words.into(), Kind::Choice(ways)))
    }

    /// The words of the clauses that have this place in their ways.
    fn words_at(&self, ways: &[Way], at: usize) -> impl Iterator<Item = u32> {
        ways.iter().flat_map(move |way| self.clauses[way[at] as usize].words.iter().copied())
    }

    /// Sorts the clauses of a way, those that are more than words behind words: a way is found by words.
    fn rarest_first(&self, way: &mut Way) {
        way.sort_by_key(|clause| (self.clauses[*clause as usize].rarity(), *clause));
        way.dedup();
        let words = way.iter().take_while(|clause| self.clauses[**clause as usize].is_words()).count();
        way.drain(words.min(MOST_WORDS)..words);
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
        let words: Arc<[u32]> = words.into();
        let number = self.push(words.clone(), Kind::Words);
        self.known.insert(words, number);
        number
    }

    fn pair(&mut self, pair: [u32; 2]) -> u32 {
        if let Some(known) = self.known_pairs.get(&pair) {
            return *known;
        }
        let words = self.clauses[pair[1] as usize].words.clone();
        let number = self.push(words, Kind::Pair(pair));
        self.known_pairs.insert(pair, number);
        number
    }

    fn push(&mut self, words: Arc<[u32]>, kind: Kind) -> u32 {
        let cost = words.iter().map(|word| self.costs[*word as usize]).fold(0, u32::saturating_add);
        self.clauses.push(Clause { words, kind, cost });
        crate::source::to_u32(self.clauses.len() - 1)
    }

    /// Of clauses that are equally rare brings the one to the front that fewer ways have: a word of many patterns is
    /// likely to be one of many texts.
    fn choose_leads(&mut self) {
        let mut uses = vec![0_u32; self.clauses.len()];
        self.ways.iter().flatten().for_each(|clause| uses[*clause as usize] += 1);
        let rarity = |clause: u32| self.clauses[clause as usize].rarity();
        for way in &mut self.ways {
            let Some(first) = way.first().map(|first| rarity(*first)) else { continue };
            let alike = way.iter().take_while(|clause| rarity(**clause) == first).count();
            let least = (0..alike).min_by_key(|at| uses[way[*at] as usize]).unwrap_or(0);
            way.swap(0, least);
        }
    }
}

/// Whether a node matches no word.
fn is_mark(node: &Node) -> bool {
    match node {
        Node::Mark { .. } => true,
        Node::Opt(inner) => is_mark(inner),
        _ => false,
    }
}
