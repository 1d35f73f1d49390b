//! Builds the requirements of a set of patterns.
//!
//! Each node of a pattern has a requirement: a word becomes a clause, a sequence becomes one conjunction of the
//! requirements of its parts, and alternatives become a disjunction. For example, `open ai|openai` becomes two
//! conjunctions: {open} and {ai} and "open is followed by ai", or {openai}. Marks, gaps and optional parts require
//! nothing.
//!
//! A rule has anchors for the matcher too (see [`wordgate_rules::Target`]), chosen by the same word frequencies. An
//! anchor uses one clause of each pattern, made of words of the prose, and has to know how many words of a match can come
//! before them. The gate uses all clauses, made of letter runs of the source. Without pairs and choices, a check of 16 MB
//! of documentation against the default set would parse 2,946 pieces instead of 157 and take twice the time.

mod compact;

use super::letters::{is_run, runs, without_diacritics};
use super::run_shape::RunShape;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::frequency::{NUMBER_FREQUENCY, frequency, part_frequency};
use wordgate_rules::{Node, Pattern, Shape, Word};

/// The most clauses of words in one conjunction. The others, which have the most common words, would rule out too few
/// texts to pay for their evaluation.
const MAX_WORD_CLAUSES: usize = 10;

/// The ids of clauses that must all hold, the rarest first.
type Conjunction = Vec<u32>;

/// A clause under construction.
#[derive(Debug)]
struct Clause {
    /// The sorted ids of words. The clause cannot hold unless at least one of them occurs.
    words: Arc<[u32]>,
    kind: ClauseKind,
    /// The expected frequency of all its words together, roughly.
    cost: u32,
}

impl Clause {
    /// Returns a key that sorts clauses of words before pairs and choices, and the rarest clauses first.
    fn sort_key(&self) -> (bool, u32) {
        (!self.is_words(), self.cost)
    }

    fn is_words(&self) -> bool {
        matches!(self.kind, ClauseKind::Words)
    }
}

/// The condition of a clause.
#[derive(Debug)]
enum ClauseKind {
    /// At least one of its words occurs.
    Words,
    /// A word of the first of these clauses is directly followed by a word of the second.
    Pair([u32; 2]),
    /// At least one of these conjunctions holds.
    Choice(Arc<[Conjunction]>),
}

/// The requirement of a node that can match.
#[derive(Clone)]
struct Requirement {
    alternatives: Disjunction,
    /// The clause of the words that the node can match, if every match is exactly one word.
    single: Option<u32>,
}

/// A list of conjunctions. At least one of them must hold.
#[derive(Clone)]
enum Disjunction {
    /// No condition: every text passes.
    Always,
    /// A single conjunction of one clause. Most nodes have this requirement, so it takes no list.
    Clause(u32),
    /// Conjunctions that are not empty.
    AnyOf(Arc<[Conjunction]>),
}

/// Collects the requirements of patterns.
#[derive(Default)]
pub(super) struct RequirementsBuilder {
    word_ids: FxHashMap<Box<str>, u32>,
    /// The expected frequency of each word, by its id.
    costs: Vec<u32>,
    clauses: Vec<Clause>,
    clause_ids: FxHashMap<Arc<[u32]>, u32>,
    pair_ids: FxHashMap<[u32; 2], u32>,
    /// The two clauses of each choice, by the address of its conjunctions. The second clause owns the conjunctions, so
    /// the address is not reused.
    choice_ids: FxHashMap<*const [Conjunction], [u32; 2]>,
    /// The requirements of term sets, by the address of the set's node. The node is stored too, so that its address is
    /// not reused.
    sets: FxHashMap<*const Node, (Arc<Node>, Option<Requirement>)>,
    /// The conjunctions of all patterns.
    conjunctions: Vec<Conjunction>,
    is_unconditional: bool,
    /// Whether some word of a pattern is not plain ASCII.
    has_non_ascii: bool,
}

impl RequirementsBuilder {
    /// Adds the requirement of a pattern.
    pub fn add_pattern(&mut self, pattern: &Pattern) {
        let parts: Option<Vec<Disjunction>> =
            pattern.parts.iter().map(|part| Some(self.requirement(part)?.alternatives)).collect();
        match parts.map(|parts| self.all_of(parts)) {
            None => {}
            Some(Disjunction::Always) => self.is_unconditional = true,
            Some(Disjunction::Clause(clause)) => self.conjunctions.push(vec![clause]),
            Some(Disjunction::AnyOf(conjunctions)) => self.conjunctions.extend_from_slice(&conjunctions),
        }
    }

    /// Returns the requirement of a node, or `None` if the node cannot match because it is a choice of nothing.
    fn requirement(&mut self, node: &Node) -> Option<Requirement> {
        match node {
            Node::Word(word) if word.shape == Shape::Whole => self.word_requirement(word),
            Node::Word(word) => self.shape_requirement(word),
            Node::Seq(nodes) => match &nodes[..] {
                [only] => self.requirement(only),
                _ => Some(Requirement { alternatives: self.sequence(nodes)?, single: None }),
            },
            Node::Alt(nodes) => self.alternation(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let requirement = self.requirement(node);
                self.sets.insert(key, (node.clone(), requirement.clone()));
                requirement
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => {
                Some(Requirement { alternatives: Disjunction::Always, single: None })
            }
        }
    }

    /// Requires at least one form of the word, with all of its letter runs.
    fn word_requirement(&mut self, word: &Word) -> Option<Requirement> {
        let mut words = Vec::with_capacity(word.forms.len());
        let mut longer: Vec<Conjunction> = Vec::new();
        for form in word.folded_forms() {
            self.has_non_ascii |= !form.is_ascii();
            let form = without_diacritics(form);
            if is_run(&form) {
                words.push(self.word_id(&form));
                continue;
            }
            let runs: Vec<u32> = runs(&form).map(|run| self.word_id(run)).collect();
            let mut conjunction = runs.into_iter().map(|run| self.clause_id(vec![run])).collect();
            self.sort_by_rarity(&mut conjunction);
            longer.push(conjunction);
        }
        self.any_of(words, longer, true)
    }

    /// Requires a run with the shape of some form of the word.
    fn shape_requirement(&mut self, word: &Word) -> Option<Requirement> {
        let mut words = Vec::new();
        for form in word.folded_forms() {
            // The letters beside a part may be any letters, so none of them rules a word out.
            self.has_non_ascii |= !form.is_ascii() || word.shape != Shape::Number;
            let form = without_diacritics(form);
            let letters = match word.shape {
                Shape::Start => runs(&form).next(),
                _ => runs(&form).last(),
            };
            let shape = match (word.shape, letters) {
                (Shape::Number, _) => RunShape::Number,
                (Shape::Start, Some(letters)) if !letters.is_empty() => RunShape::Start(letters.into()),
                (Shape::End, Some(letters)) if !letters.is_empty() => RunShape::End(letters.into()),
                _ => return Some(Requirement { alternatives: Disjunction::Always, single: None }),
            };
            words.push(self.shape_id(&shape));
        }
        self.any_of(words, Vec::new(), false)
    }

    /// Requires all of these nodes. Two adjacent nodes that each match a single word also form a pair.
    fn sequence(&mut self, nodes: &[Node]) -> Option<Disjunction> {
        let mut parts: Vec<Disjunction> = Vec::with_capacity(nodes.len() + 1);
        let mut pairs = Conjunction::new();
        // The clause of the previous node, if it matches a single word, and the optional words after that node.
        let mut first: Option<u32> = None;
        let mut optional_words: Vec<u32> = Vec::new();
        for node in nodes.iter().filter(|node| !is_mark(node)) {
            // An optional word does not end a pair. The word after it, or the optional word itself, follows `first`.
            if let (Node::Opt(inner), Some(_)) = (node, first) {
                match self.requirement(inner).map(|requirement| requirement.single) {
                    None => continue,
                    Some(Some(optional)) => {
                        optional_words.extend_from_slice(&self.clauses[optional as usize].words);
                        continue;
                    }
                    Some(None) => {}
                }
            }
            let Requirement { alternatives, single } = self.requirement(node)?;
            if let (Some(first), Some(single)) = (first, single) {
                let words = [&optional_words[..], &self.clauses[single as usize].words].concat();
                let second = if optional_words.is_empty() { single } else { self.clause_id(words) };
                pairs.push(self.pair_id([first, second]));
            }
            parts.push(alternatives);
            first = single;
            optional_words.clear();
        }
        if !pairs.is_empty() {
            parts.push(Disjunction::AnyOf([pairs].into()));
        }
        Some(self.all_of(parts))
    }

    /// Combines several parts into one conjunction. A part with several conjunctions becomes two clauses: a choice, and
    /// a clause of plain words that can serve as the anchor.
    fn all_of(&mut self, mut parts: Vec<Disjunction>) -> Disjunction {
        parts.retain(|alternatives| !matches!(alternatives, Disjunction::Always));
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Disjunction::Always);
        }
        let mut all = Conjunction::new();
        for alternatives in parts {
            match alternatives {
                Disjunction::Always => {}
                Disjunction::Clause(clause) => all.push(clause),
                Disjunction::AnyOf(conjunctions) => match &conjunctions[..] {
                    [only] => all.extend_from_slice(only),
                    _ => all.extend(self.choice_ids(conjunctions)),
                },
            }
        }
        self.sort_by_rarity(&mut all);
        Disjunction::AnyOf([all].into())
    }

    /// Returns the ids of the two clauses of a choice: the rarest words of each conjunction, and the choice itself.
    fn choice_ids(&mut self, conjunctions: Arc<[Conjunction]>) -> [u32; 2] {
        if let Some(known) = self.choice_ids.get(&Arc::as_ptr(&conjunctions)) {
            return *known;
        }
        let rarest_words = |conjunction: &Conjunction| self.clauses[conjunction[0] as usize].words.iter().copied();
        let rarest = self.clause_id(conjunctions.iter().flat_map(rarest_words).collect());
        let words = self.clauses[rarest as usize].words.clone();
        let key = Arc::as_ptr(&conjunctions);
        let clauses = [rarest, self.push_clause(words, ClauseKind::Choice(conjunctions))];
        self.choice_ids.insert(key, clauses);
        clauses
    }

    /// Requires at least one of these nodes. Nodes that cannot match are left out.
    fn alternation(&mut self, nodes: &[Node]) -> Option<Requirement> {
        let mut words: Vec<u32> = Vec::new();
        let mut longer: Vec<Conjunction> = Vec::new();
        let mut is_single = true;
        for node in nodes {
            let Some(Requirement { alternatives, single }) = self.requirement(node) else { continue };
            is_single &= single.is_some();
            match alternatives {
                Disjunction::Always => longer.push(Conjunction::new()),
                Disjunction::Clause(clause) => words.extend_from_slice(&self.clauses[clause as usize].words),
                Disjunction::AnyOf(conjunctions) => longer.extend_from_slice(&conjunctions),
            }
        }
        self.any_of(words, longer, is_single)
    }

    /// Requires at least one of these words or of these longer conjunctions. Returns `None` if both lists are empty.
    /// Conjunctions of one clause are merged with the words. `is_single` is whether every match that requires one of
    /// the words consists of that word.
    fn any_of(&mut self, mut words: Vec<u32>, mut longer: Vec<Conjunction>, is_single: bool) -> Option<Requirement> {
        if longer.iter().any(Vec::is_empty) {
            return Some(Requirement { alternatives: Disjunction::Always, single: None });
        }
        let is_single = is_single && longer.is_empty();
        longer.retain(|conjunction| match conjunction[..] {
            [only] => {
                words.extend_from_slice(&self.clauses[only as usize].words);
                false
            }
            _ => true,
        });
        if words.is_empty() {
            return (!longer.is_empty())
                .then(|| Requirement { alternatives: Disjunction::AnyOf(longer.into()), single: None });
        }
        words.sort_unstable();
        // A longer conjunction is redundant if one of its clauses has only words that are in `words`.
        let is_covered = |clause: &u32| {
            let mut clause_words = self.clauses[*clause as usize].words.iter();
            clause_words.all(|word| words.binary_search(word).is_ok())
        };
        longer.retain(|conjunction| !conjunction.iter().any(is_covered));
        let clause = self.clause_id(words);
        if longer.is_empty() {
            let single = is_single.then_some(clause);
            return Some(Requirement { alternatives: Disjunction::Clause(clause), single });
        }
        longer.push(vec![clause]);
        Some(Requirement { alternatives: Disjunction::AnyOf(longer.into()), single: None })
    }

    /// Sorts the clauses of a conjunction, words before pairs and choices, and drops clauses of words beyond
    /// [`MAX_WORD_CLAUSES`].
    fn sort_by_rarity(&self, conjunction: &mut Conjunction) {
        conjunction.sort_by_key(|clause| (self.clauses[*clause as usize].sort_key(), *clause));
        conjunction.dedup();
        let words = conjunction.iter().take_while(|clause| self.clauses[**clause as usize].is_words()).count();
        conjunction.drain(words.min(MAX_WORD_CLAUSES)..words);
    }

    /// Returns the id of the word of a letter run.
    fn word_id(&mut self, run: &str) -> u32 {
        if let Some(known) = self.word_ids.get(run) {
            return *known;
        }
        let id = wordgate_text::source::to_u32(self.costs.len());
        self.word_ids.insert(run.into(), id);
        self.costs.push(frequency(run));
        id
    }

    /// Returns the id of the entry of a shape.
    fn shape_id(&mut self, shape: &RunShape) -> u32 {
        let entry = shape.entry();
        if let Some(known) = self.word_ids.get(&*entry) {
            return *known;
        }
        let id = wordgate_text::source::to_u32(self.costs.len());
        self.word_ids.insert(entry.into(), id);
        self.costs.push(match shape {
            RunShape::Number => NUMBER_FREQUENCY,
            RunShape::Start(letters) | RunShape::End(letters) => part_frequency(letters),
        });
        id
    }

    /// Returns the id of the clause of these words.
    fn clause_id(&mut self, mut words: Vec<u32>) -> u32 {
        words.sort_unstable();
        words.dedup();
        if let Some(known) = self.clause_ids.get(&*words) {
            return *known;
        }
        let words: Arc<[u32]> = words.into();
        let id = self.push_clause(words.clone(), ClauseKind::Words);
        self.clause_ids.insert(words, id);
        id
    }

    /// Returns the id of the clause that requires a word of the first clause directly before a word of the second.
    fn pair_id(&mut self, pair: [u32; 2]) -> u32 {
        if let Some(known) = self.pair_ids.get(&pair) {
            return *known;
        }
        let words = self.clauses[pair[1] as usize].words.clone();
        let id = self.push_clause(words, ClauseKind::Pair(pair));
        self.pair_ids.insert(pair, id);
        id
    }

    fn push_clause(&mut self, words: Arc<[u32]>, kind: ClauseKind) -> u32 {
        let cost = words.iter().map(|word| self.costs[*word as usize]).fold(0, u32::saturating_add);
        self.clauses.push(Clause { words, kind, cost });
        wordgate_text::source::to_u32(self.clauses.len() - 1)
    }

    /// Moves the anchor of each conjunction to its front. Among equally rare clauses it chooses the one that occurs in
    /// the fewest conjunctions, because a word of many patterns is likely to occur in many texts.
    fn choose_anchors(&mut self) {
        let mut uses = vec![0_u32; self.clauses.len()];
        self.conjunctions.iter().flatten().for_each(|clause| uses[*clause as usize] += 1);
        let sort_key = |clause: u32| self.clauses[clause as usize].sort_key();
        for conjunction in &mut self.conjunctions {
            let Some(rarest) = conjunction.first().map(|first| sort_key(*first)) else { continue };
            let equally_rare = conjunction.iter().take_while(|clause| sort_key(**clause) == rarest).count();
            let least_used = (0..equally_rare).min_by_key(|at| uses[conjunction[*at] as usize]).unwrap_or(0);
            conjunction.swap(0, least_used);
        }
    }
}

/// Returns whether a node matches punctuation only.
fn is_mark(node: &Node) -> bool {
    match node {
        Node::Mark { .. } => true,
        Node::Opt(inner) => is_mark(inner),
        _ => false,
    }
}
