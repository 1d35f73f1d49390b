//! From patterns to what they need.
//!
//! The matcher looks for words that a pattern needs too, in `measure`, and shares the frequencies of words with this. It
//! takes one clause of each pattern, as tokens of prose and with the most words before it; the gate takes all clauses, as
//! runs of letters of the source. With one clause of each part, and no choices of ways, a check of 16 MB of
//! documentation by the default set parsed 2,946 pieces instead of 157 and took twice the time.

mod compact;

use super::letters::{is_run, runs, unmarked};
use super::plain_text::PlainText;
use crate::frequency::frequency;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::{Node, Pattern, Word};

/// More words of one way, its commonest ones, tell too little.
const MOST_WORDS: usize = 10;

/// Clauses by number, the rarest first. One word of each has to be there.
type Conjunction = Vec<u32>;

/// A clause as it is built.
#[derive(Debug)]
struct Clause {
    /// Its words, sorted. Where it is met, one of them is there.
    words: Arc<[u32]>,
    kind: ClauseKind,
    /// How often one of them is to be expected, roughly.
    cost: u32,
}

impl Clause {
    /// Sorts the rarest first, and what asks for more than words behind those that ask for words.
    fn rarity(&self) -> (bool, u32) {
        (!self.is_words(), self.cost)
    }

    fn is_words(&self) -> bool {
        matches!(self.kind, ClauseKind::Words)
    }
}

/// What a clause asks for.
#[derive(Debug)]
enum ClauseKind {
    /// One of its words.
    Words,
    /// A word of the first clause that is followed by a word of the second.
    Pair([u32; 2]),
    /// One of these ways.
    Choice(Arc<[Conjunction]>),
}

/// What a node needs that can match at all.
#[derive(Clone)]
struct Requirement {
    ways: Disjunction,
    /// The words of a node of which every match is one of them and nothing else.
    single: Option<u32>,
}

/// Of several ways one has to be there.
#[derive(Clone)]
enum Disjunction {
    /// Nothing has to.
    Nothing,
    /// One way of one clause.
    One(u32),
    /// None of them is empty.
    Many(Arc<[Conjunction]>),
}

/// Gathers what patterns need.
#[derive(Default)]
pub(super) struct RequirementsBuilder {
    /// The text that the gate is for, when it is for one. What cannot match in it is left out.
    text: Option<PlainText>,
    words: FxHashMap<Box<str>, u32>,
    costs: Vec<u32>,
    clauses: Vec<Clause>,
    known: FxHashMap<Arc<[u32]>, u32>,
    known_pairs: FxHashMap<[u32; 2], u32>,
    /// The clauses of choices, by the address of their ways, which the second clause keeps.
    known_choices: FxHashMap<*const [Conjunction], [u32; 2]>,
    /// What term sets need, by the address of the set's node, which is kept so that no other one can get it.
    sets: FxHashMap<*const Node, (Arc<Node>, Option<Requirement>)>,
    /// The ways of all patterns.
    ways: Vec<Conjunction>,
    is_open: bool,
    /// Whether some word is not plain ASCII.
    has_foreign: bool,
}

impl RequirementsBuilder {
    /// For a gate that is for this text alone.
    pub fn for_text(text: PlainText) -> RequirementsBuilder {
        RequirementsBuilder { text: Some(text), ..RequirementsBuilder::default() }
    }

    /// Adds a pattern.
    pub fn pattern(&mut self, pattern: &Pattern) {
        let parts: Option<Vec<Disjunction>> =
            pattern.parts.iter().map(|part| Some(self.requirement(part)?.ways)).collect();
        match parts.map(|parts| self.all_of(parts)) {
            None => {}
            Some(Disjunction::Nothing) => self.is_open = true,
            Some(Disjunction::One(clause)) => self.ways.push(vec![clause]),
            Some(Disjunction::Many(ways)) => self.ways.extend_from_slice(&ways),
        }
    }

    /// What a node needs; `None` when it cannot match.
    fn requirement(&mut self, node: &Node) -> Option<Requirement> {
        match node {
            Node::Word(word) => self.of_word(word),
            Node::Seq(nodes) => match &nodes[..] {
                [only] => self.requirement(only),
                _ => Some(Requirement { ways: self.sequence(nodes)?, single: None }),
            },
            Node::Alt(nodes) => self.choice(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let need = self.requirement(node);
                self.sets.insert(key, (node.clone(), need.clone()));
                need
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => {
                Some(Requirement { ways: Disjunction::Nothing, single: None })
            }
        }
    }

    /// One of the forms of a word; all the runs of a form have to be there.
    fn of_word(&mut self, word: &Word) -> Option<Requirement> {
        let mut words = Vec::with_capacity(word.forms.len());
        let mut longer: Vec<Conjunction> = Vec::new();
        for form in word.folded_forms() {
            self.has_foreign |= !form.is_ascii();
            let form = unmarked(form);
            if is_run(&form) {
                words.extend(self.word(&form));
                continue;
            }
            let runs: Option<Vec<u32>> = runs(&form).map(|run| self.word(run)).collect();
            if let Some(runs) = runs {
                let mut way = runs.into_iter().map(|run| self.clause(vec![run])).collect();
                self.rarest_first(&mut way);
                longer.push(way);
            }
        }
        self.one_of(words, longer, true)
    }

    /// The ways of nodes that stand one behind the other.
    fn sequence(&mut self, nodes: &[Node]) -> Option<Disjunction> {
        let mut parts: Vec<Disjunction> = Vec::with_capacity(nodes.len() + 1);
        let mut pairs = Conjunction::new();
        // The words of the node before, when it is a single one, and those that may stand behind it.
        let mut first: Option<u32> = None;
        let mut between: Vec<u32> = Vec::new();
        for node in nodes.iter().filter(|node| !is_mark(node)) {
            if let (Node::Opt(inner), Some(_)) = (node, first) {
                match self.requirement(inner).map(|need| need.single) {
                    None => continue,
                    Some(Some(optional)) => {
                        between.extend_from_slice(&self.clauses[optional as usize].words);
                        continue;
                    }
                    Some(None) => {}
                }
            }
            let Requirement { ways, single } = self.requirement(node)?;
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
            parts.push(Disjunction::Many([pairs].into()));
        }
        Some(self.all_of(parts))
    }

    /// All of several parts. A part of several ways is one clause, a choice of ways; what is found by words needs words in
    /// its place too, so one of the rarest of each of them is asked for as well.
    fn all_of(&mut self, mut parts: Vec<Disjunction>) -> Disjunction {
        parts.retain(|ways| !matches!(ways, Disjunction::Nothing));
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Disjunction::Nothing);
        }
        let mut all = Conjunction::new();
        for ways in parts {
            match ways {
                Disjunction::Nothing => {}
                Disjunction::One(clause) => all.push(clause),
                Disjunction::Many(ways) => match &ways[..] {
                    [only] => all.extend_from_slice(only),
                    _ => all.extend(self.one_way_of(ways)),
                },
            }
        }
        self.rarest_first(&mut all);
        Disjunction::Many([all].into())
    }

    /// The clauses of a choice of ways: its words, and itself.
    fn one_way_of(&mut self, ways: Arc<[Conjunction]>) -> [u32; 2] {
        if let Some(known) = self.known_choices.get(&Arc::as_ptr(&ways)) {
            return *known;
        }
        let first = |way: &Conjunction| self.clauses[way[0] as usize].words.iter().copied();
        let rarest = self.clause(ways.iter().flat_map(first).collect());
        let words = self.clauses[rarest as usize].words.clone();
        let key = Arc::as_ptr(&ways);
        let clauses = [rarest, self.push(words, ClauseKind::Choice(ways))];
        self.known_choices.insert(key, clauses);
        clauses
    }

    /// The ways of all alternatives that can match.
    fn choice(&mut self, nodes: &[Node]) -> Option<Requirement> {
        let mut words: Vec<u32> = Vec::new();
        let mut longer: Vec<Conjunction> = Vec::new();
        let mut is_single = true;
        for node in nodes {
            let Some(Requirement { ways, single }) = self.requirement(node) else { continue };
            is_single &= single.is_some();
            match ways {
                Disjunction::Nothing => longer.push(Conjunction::new()),
                Disjunction::One(clause) => words.extend_from_slice(&self.clauses[clause as usize].words),
                Disjunction::Many(ways) => longer.extend_from_slice(&ways),
            }
        }
        self.one_of(words, longer, is_single)
    }

    /// One of these words, or one of these ways; `None` when there are none of both. Ways of one clause become one.
    /// `is_single`: each match that needs one of the words is that word.
    fn one_of(&mut self, mut words: Vec<u32>, mut longer: Vec<Conjunction>, is_single: bool) -> Option<Requirement> {
        if longer.iter().any(Vec::is_empty) {
            return Some(Requirement { ways: Disjunction::Nothing, single: None });
        }
        let is_single = is_single && longer.is_empty();
        longer.retain(|way| match way[..] {
            [only] => {
                words.extend_from_slice(&self.clauses[only as usize].words);
                false
            }
            _ => true,
        });
        if words.is_empty() {
            return (!longer.is_empty()).then(|| Requirement { ways: Disjunction::Many(longer.into()), single: None });
        }
        words.sort_unstable();
        let is_alone = |clause: &u32| {
            let mut own = self.clauses[*clause as usize].words.iter();
            own.all(|word| words.binary_search(word).is_ok())
        };
        longer.retain(|way| !way.iter().any(is_alone));
        let clause = self.clause(words);
        if longer.is_empty() {
            return Some(Requirement { ways: Disjunction::One(clause), single: is_single.then_some(clause) });
        }
        longer.push(vec![clause]);
        Some(Requirement { ways: Disjunction::Many(longer.into()), single: None })
    }

    /// Sorts the clauses of a way, those that are more than words behind words: a way is found by words.
    fn rarest_first(&self, way: &mut Conjunction) {
        way.sort_by_key(|clause| (self.clauses[*clause as usize].rarity(), *clause));
        way.dedup();
        let words = way.iter().take_while(|clause| self.clauses[**clause as usize].is_words()).count();
        way.drain(words.min(MOST_WORDS)..words);
    }

    /// The number of a run; `None` when it cannot stand in the text that the gate is for.
    fn word(&mut self, run: &str) -> Option<u32> {
        if let Some(known) = self.words.get(run) {
            return Some(*known);
        }
        if self.text.as_ref().is_some_and(|text| !text.has(run)) {
            return None;
        }
        let number = wordgate_text::source::to_u32(self.costs.len());
        self.words.insert(run.into(), number);
        self.costs.push(frequency(run));
        Some(number)
    }

    fn clause(&mut self, mut words: Vec<u32>) -> u32 {
        words.sort_unstable();
        words.dedup();
        if let Some(known) = self.known.get(&*words) {
            return *known;
        }
        let words: Arc<[u32]> = words.into();
        let number = self.push(words.clone(), ClauseKind::Words);
        self.known.insert(words, number);
        number
    }

    fn pair(&mut self, pair: [u32; 2]) -> u32 {
        if let Some(known) = self.known_pairs.get(&pair) {
            return *known;
        }
        let words = self.clauses[pair[1] as usize].words.clone();
        let number = self.push(words, ClauseKind::Pair(pair));
        self.known_pairs.insert(pair, number);
        number
    }

    fn push(&mut self, words: Arc<[u32]>, kind: ClauseKind) -> u32 {
        let cost = words.iter().map(|word| self.costs[*word as usize]).fold(0, u32::saturating_add);
        self.clauses.push(Clause { words, kind, cost });
        wordgate_text::source::to_u32(self.clauses.len() - 1)
    }

    /// Of clauses that are equally rare brings the one to the front that fewer ways have: a word of many patterns is
    /// likely to be one of many texts.
    fn choose_anchors(&mut self) {
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
