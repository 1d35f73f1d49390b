//! What patterns need, in the form in which it is looked up: of the clauses that some way has.

use super::super::requirement::{IndexLists, Predicate, Requirements};
use super::super::vocabulary::Vocabulary;
use super::{Clause, ClauseKind, Conjunction, RequirementsBuilder};

impl RequirementsBuilder {
    /// The words that are looked for, and what the patterns need of them.
    pub fn finish(mut self) -> (Vocabulary, Requirements) {
        self.choose_anchors();
        let mut kept = Compactor::new(&self.clauses);
        let mut firsts = Vec::with_capacity(self.ways.len());
        for way in &self.ways {
            let way = kept.way(way);
            firsts.extend(way.first().map(|first| (*first, wordgate_text::source::to_u32(kept.ways.len()))));
            kept.ways.push(way.get(1..).unwrap_or_default().to_vec());
        }
        let mut led = vec![Vec::new(); kept.clauses.len()];
        firsts.into_iter().for_each(|(clause, way)| led[clause as usize].push(way));

        let mut is_rare = vec![false; self.costs.len()];
        for (clause, _) in kept.clauses.iter().zip(&led).filter(|(_, led)| !led.is_empty()) {
            clause.words.iter().for_each(|word| is_rare[*word as usize] = true);
        }
        let (lexicon, numbers) = Vocabulary::new(self.words, !self.has_foreign, |word| is_rare[word as usize]);
        let mut by_word = vec![Vec::new(); self.costs.len()];
        let mut words = vec![Vec::new(); kept.clauses.len()];
        let of_words = kept.clauses.iter().zip(&mut words).zip(0..).filter(|((clause, _), _)| clause.is_words());
        for ((clause, words), number) in of_words {
            words.extend(clause.words.iter().map(|word| numbers[*word as usize]));
            words.iter().for_each(|word| by_word[*word as usize].push(number));
        }

        let in_one_of = |is_one: &dyn Fn(u32) -> bool| -> Vec<bool> {
            by_word.iter().map(|own: &Vec<u32>| own.iter().any(|clause| is_one(*clause))).collect()
        };
        let leading = in_one_of(&|clause| !led[clause as usize].is_empty());
        let mut begins = vec![false; kept.clauses.len()];
        kept.asks.iter().filter_map(Predicate::pair).for_each(|[first, _]| begins[first as usize] = true);
        let beginning = in_one_of(&|clause| begins[clause as usize]);
        let neighbours: Vec<Vec<u32>> =
            (0..).zip(&led).map(|(clause, ways)| kept.neighbours(clause, ways).unwrap_or_default()).collect();
        let requirements = Requirements {
            by_word: IndexLists::new(&by_word),
            is_anchor: leading,
            is_pair_start: beginning,
            words: IndexLists::new(&words),
            neighbours: IndexLists::new(&neighbours),
            anchored: IndexLists::new(&led),
            conjunctions: IndexLists::new(&kept.ways),
            predicates: kept.asks,
            is_open: self.is_open,
        };
        (lexicon, requirements)
    }
}

/// The clauses that are kept.
struct Compactor<'b> {
    all: &'b [Clause],
    /// The new numbers by the old ones.
    numbers: Vec<Option<u32>>,
    clauses: Vec<&'b Clause>,
    /// What each asks for, in new numbers.
    asks: Vec<Predicate>,
    /// Ways, in new numbers of clauses.
    ways: Vec<Conjunction>,
}

impl<'b> Compactor<'b> {
    fn new(all: &'b [Clause]) -> Compactor<'b> {
        Compactor { all, numbers: vec![None; all.len()], clauses: Vec::new(), asks: Vec::new(), ways: Vec::new() }
    }

    /// A way in new numbers. Its clauses are kept.
    fn way(&mut self, way: &Conjunction) -> Conjunction {
        way.iter().map(|clause| self.number(*clause)).collect()
    }

    /// The new number of a clause, which is kept with those that it asks for.
    fn number(&mut self, old: u32) -> u32 {
        if let Some(number) = self.numbers[old as usize] {
            return number;
        }
        let clause = &self.all[old as usize];
        let asks = match &clause.kind {
            ClauseKind::Words => Predicate::Words,
            ClauseKind::Pair(pair) => Predicate::Pair(pair.map(|member| self.number(member))),
            ClauseKind::Choice(ways) => {
                let ways: Vec<Conjunction> = ways.iter().map(|way| self.way(way)).collect();
                let start = wordgate_text::source::to_u32(self.ways.len());
                self.ways.extend(ways);
                Predicate::Choice(start..wordgate_text::source::to_u32(self.ways.len()))
            }
        };
        let number = wordgate_text::source::to_u32(self.clauses.len());
        self.clauses.push(clause);
        self.asks.push(asks);
        self.numbers[old as usize] = Some(number);
        number
    }

    /// A pair with this clause of each of these ways, rather one that begins with it. `None` when some way has none.
    fn neighbours(&self, clause: u32, ways: &[u32]) -> Option<Vec<u32>> {
        let pair = |number: &u32| self.asks[*number as usize].pair();
        let of_way = |way: &u32| {
            let clauses = self.ways[*way as usize].iter();
            let with_it = clauses.filter(|number| pair(number).is_some_and(|both| both.contains(&clause)));
            with_it.min_by_key(|number| pair(number).is_some_and(|[first, _]| first == clause)).copied()
        };
        let mut pairs: Vec<u32> = ways.iter().map(of_way).collect::<Option<_>>()?;
        pairs.sort_unstable();
        pairs.dedup();
        Some(pairs)
    }
}
