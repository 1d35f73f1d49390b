//! From patterns to what they need.

use super::Gate;
use super::letters::runs;
use super::lexicon::Lexicon;
use super::requirement::{Lists, Requirements};
use crate::matcher::frequency;
use crate::rule::{Node, Pattern, Word};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// More clauses of one way, its commonest words, tell too little.
const MOST_CLAUSES: usize = 10;

/// The most ways of a sequence.
const MOST_WAYS: usize = 48;

/// Clauses by number, the rarest first. One word of each has to be there.
type Way = Vec<u32>;

/// A clause as it is built.
#[derive(Debug)]
struct Clause {
    /// Its words, sorted.
    words: Arc<[u32]>,
    /// The clauses of which a word of the first has to be followed by a word of the second, when it is a pair. Its own
    /// words are those of the second.
    pair: Option<[u32; 2]>,
    /// How often one of them is to be expected, roughly.
    cost: u32,
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
        let is_run = |form: Cow<str>| runs(&form).next().is_some_and(|run| run.len() == form.len());
        if word.folded_forms().all(is_run) {
            let words = word.folded_forms().map(|form| self.word(&form)).collect();
            let clause = self.clause(words);
            return Need { ways: Ways::One(clause), single: Some(clause) };
        }
        let mut forms = Vec::with_capacity(word.forms.len());
        for form in word.folded_forms() {
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
                *largest = Ways::Many([self.joined(&ways)].into());
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
            let words = ways.iter().flat_map(|way| self.clauses[way[index] as usize].words.iter());
            let words = words.copied().collect();
            clauses.push(self.clause(words));
        }
        self.rarest_first(&mut clauses);
        clauses
    }

    /// Sorts the clauses of a way, pairs behind words: a way is found by words.
    fn rarest_first(&self, way: &mut Way) {
        way.sort_by_key(|clause| {
            let Clause { pair, cost, .. } = &self.clauses[*clause as usize];
            (pair.is_some(), *cost, *clause)
        });
        way.dedup();
        way.truncate(MOST_CLAUSES);
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
        self.clauses.push(Clause { words, pair: None, cost });
        number
    }

    fn pair(&mut self, pair: [u32; 2]) -> u32 {
        if let Some(known) = self.known_pairs.get(&pair) {
            return *known;
        }
        let number = crate::source::to_u32(self.clauses.len());
        let Clause { words, cost, .. } = &self.clauses[pair[1] as usize];
        let clause = Clause { words: words.clone(), pair: Some(pair), cost: *cost };
        self.known_pairs.insert(pair, number);
        self.clauses.push(clause);
        number
    }

    /// Of clauses that are equally rare brings the one to the front that fewer ways have: a word of many patterns is
    /// likely to be one of many texts.
    fn choose_leads(&mut self) {
        let mut uses = vec![0_u32; self.clauses.len()];
        self.ways.iter().flatten().for_each(|clause| uses[*clause as usize] += 1);
        for way in &mut self.ways {
            let cost = |clause: u32| (self.clauses[clause as usize].pair.is_some(), self.clauses[clause as usize].cost);
            let Some(first) = way.first().map(|first| cost(*first)) else { continue };
            let alike = way.iter().take_while(|clause| cost(**clause) == first).count();
            let least = (0..alike).min_by_key(|at| uses[way[*at] as usize]).unwrap_or(0);
            way.swap(0, least);
        }
    }

    /// The finished gate. Of the clauses only those that some way has are kept.
    pub fn finish(mut self) -> Gate {
        self.choose_leads();
        let mut kept = Kept { numbers: vec![None; self.clauses.len()], clauses: Vec::new() };
        let mut further = Vec::with_capacity(self.ways.len());
        let mut firsts = Vec::with_capacity(self.ways.len());
        for way in &self.ways {
            let numbers: Vec<u32> = way.iter().map(|clause| kept.number(*clause, &self.clauses)).collect();
            firsts.push(numbers.first().copied());
            further.push(numbers.get(1..).unwrap_or_default().to_vec());
        }
        let mut led = vec![Vec::new(); kept.clauses.len()];
        for (way, first) in (0..).zip(firsts) {
            first.into_iter().for_each(|first| led[first as usize].push(way));
        }
        let clauses: Vec<&Clause> = kept.clauses.iter().map(|clause| &self.clauses[*clause as usize]).collect();
        let mut is_rare = vec![false; self.costs.len()];
        for (clause, _) in clauses.iter().zip(&led).filter(|(_, led)| !led.is_empty()) {
            clause.words.iter().for_each(|word| is_rare[*word as usize] = true);
        }
        let (lexicon, numbers) = Lexicon::new(self.words, |word| is_rare[word as usize]);
        let mut by_word = vec![Vec::new(); self.costs.len()];
        let mut words = vec![Vec::new(); clauses.len()];
        let mut members = vec![None; clauses.len()];
        for (number, clause) in (0..).zip(&clauses) {
            match clause.pair {
                None => {
                    let own = clause.words.iter().map(|word| numbers[*word as usize]);
                    words[number as usize] = own.clone().collect();
                    own.for_each(|word| by_word[word as usize].push(number));
                }
                Some(pair) => {
                    let pair = pair.map(|clause| kept.numbers[clause as usize].expect("both were kept"));
                    members[number as usize] = Some(pair);
                }
            }
        }
        let in_one_of = |clauses: &[bool]| -> Vec<bool> {
            by_word.iter().map(|own: &Vec<u32>| own.iter().any(|clause| clauses[*clause as usize])).collect()
        };
        let leading = in_one_of(&led.iter().map(|ways| !ways.is_empty()).collect::<Vec<_>>());
        let mut begins = vec![false; clauses.len()];
        members.iter().flatten().for_each(|[first, _]: &[u32; 2]| begins[*first as usize] = true);
        let beginning = in_one_of(&begins);
        let neighbours: Vec<Vec<u32>> = (0..)
            .zip(&led)
            .map(|(clause, ways)| {
                let with_it = |pair: &&u32| members[**pair as usize].is_some_and(|both| both.contains(&clause));
                let of_way = |way: &u32| {
                    further[*way as usize]
                        .iter()
                        .filter(with_it)
                        .min_by_key(|pair| members[**pair as usize].is_some_and(|[first, _]| first == clause))
                };
                let mut all: Vec<u32> =
                    ways.iter().map(of_way).collect::<Option<Vec<&u32>>>()?.into_iter().copied().collect();
                all.sort_unstable();
                all.dedup();
                Some(all)
            })
            .map(Option::unwrap_or_default)
            .collect();
        let requirements = Requirements {
            by_word: Lists::new(&by_word),
            leading,
            beginning,
            words: Lists::new(&words),
            members,
            neighbours: Lists::new(&neighbours),
            led: Lists::new(&led),
            further: Lists::new(&further),
            is_open: self.is_open,
        };
        Gate { lexicon, requirements }
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

/// The clauses that are kept, and their new numbers by the old ones.
struct Kept {
    numbers: Vec<Option<u32>>,
    clauses: Vec<u32>,
}

impl Kept {
    /// The new number of a clause, which is kept with those that it is a pair of.
    fn number(&mut self, clause: u32, all: &[Clause]) -> u32 {
        if let Some(number) = self.numbers[clause as usize] {
            return number;
        }
        all[clause as usize].pair.into_iter().flatten().for_each(|member| {
            self.number(member, all);
        });
        let number = crate::source::to_u32(self.clauses.len());
        self.clauses.push(clause);
        self.numbers[clause as usize] = Some(number);
        number
    }
}
