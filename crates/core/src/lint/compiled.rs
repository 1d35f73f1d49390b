//! Rules compiled for matching. Each part is compiled on first use, and all threads share it.

use super::nearby::{NearbyWords, words_of};
use crate::context::{Context, Parties, is_negator};
use crate::gate::Gate;
use crate::matcher::{Guard, Match, Matcher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use wordgate_rules::path_filter::PathFilter;
use wordgate_rules::{Near, Pattern, Rule, RuleKind, RuleSet};
use wordgate_text::prose::{ProseBlock, ScopeSet, Words};

/// A set of rules with the information which of them are active.
#[derive(Debug)]
pub(super) struct CompiledRules {
    pub set: Arc<RuleSet>,
    /// Whether each rule of the set is active.
    active: Vec<bool>,
    /// The phrases that the configuration allows everywhere.
    allow: Vec<Pattern>,
    /// The names of the organisation and of other parties.
    pub parties: Parties,
    gate: OnceLock<Gate>,
    matcher: OnceLock<Matcher>,
    allowed: OnceLock<Matcher>,
    rules: Vec<OnceLock<CompiledRule>>,
}

/// The compiled parts of a rule, besides its patterns, that decide whether a match is reported.
#[derive(Debug)]
pub(super) struct CompiledRule {
    /// The paths that the rule applies to; `None` for all.
    paths: Option<PathFilter>,
    pub guard: Option<Guard>,
    /// Each table of `unless_near`.
    pub near: Vec<NearbyWords>,
    /// Each table of `when_near`.
    pub topics: Vec<NearbyWords>,
    /// The wording that a `require` rule requires near a match.
    pub required: Option<NearbyWords>,
    /// The contexts in which its matches are not reported.
    pub contexts: Vec<Context>,
    /// The full name that a `first-use` rule requires.
    pub full: Option<Matcher>,
}

/// The words of a block, and the matches in it.
#[derive(Debug)]
pub(super) struct BlockMatches {
    pub words: Words,
    pub matches: Vec<Match>,
    /// The token ranges of phrases that the configuration allows. Not computed if there are no matches.
    pub allowed: Vec<Range<usize>>,
}

impl CompiledRules {
    pub fn new(set: Arc<RuleSet>, active: &[bool], allow: &[Pattern]) -> CompiledRules {
        CompiledRules {
            gate: OnceLock::new(),
            matcher: OnceLock::new(),
            allowed: OnceLock::new(),
            rules: active.iter().map(|_| OnceLock::new()).collect(),
            active: active.to_vec(),
            allow: allow.to_vec(),
            parties: Parties::new(Vec::new(), wordgate_packs::parties),
            set,
        }
    }

    /// Returns the same rules with this one active for every path.
    pub fn with_rule(&self, rule: usize) -> CompiledRules {
        let mut set = RuleSet::clone(&self.set);
        set.rules[rule].paths.clear();
        let mut active = self.active.clone();
        active[rule] = true;
        let parties = Parties::new(self.parties.own().to_vec(), wordgate_packs::parties);
        CompiledRules { parties, ..CompiledRules::new(Arc::new(set), &active, &self.allow) }
    }

    /// Returns the scopes that active rules name in `scopes`.
    pub fn named_scopes(&self) -> ScopeSet {
        let rules = self.set.rules.iter().zip(&self.active);
        let named = rules.filter_map(|(rule, active)| rule.scopes.filter(|_| *active)?.only);
        named.fold(ScopeSet::default(), ScopeSet::union)
    }

    /// Returns the rule of a match.
    pub fn rule_of(&self, found: &Match) -> &Rule {
        &self.set.rules[found.rule]
    }

    /// Returns the compiled form of the rule with this index.
    pub fn compiled(&self, rule: usize) -> &CompiledRule {
        self.rules[rule].get_or_init(|| CompiledRule::new(&self.set.rules[rule]))
    }

    /// Returns whether a rule applies to the file at `path`.
    pub fn applies_to(&self, rule: usize, path: &str) -> bool {
        self.compiled(rule).paths.as_ref().is_none_or(|paths| paths.matches(path))
    }

    /// Returns the patterns whose matches can become findings.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        // An `allow` rule never reports anything.
        let rules = self.set.rules.iter().zip(&self.active).filter(|(rule, active)| **active && !rule.is_allow_rule);
        rules.flat_map(|(rule, _)| rule.patterns())
    }

    /// Returns the gate, which decides which pieces of a file can contain a match and have to be parsed.
    pub fn gate(&self) -> &Gate {
        self.gate.get_or_init(|| Gate::new(self.patterns()))
    }

    /// Finds the matches and the allowed phrases in a block.
    pub fn find(&self, block: &ProseBlock) -> BlockMatches {
        let words = words_of(block);
        let matcher = self.matcher.get_or_init(|| Matcher::new(&self.set, |index| self.active[index]));
        let matches = matcher.find(&words, &|_, at| is_negator(&words, at));
        let allowed = || self.allowed.get_or_init(|| Matcher::from_patterns(&self.allow)).find_ranges(&words);
        let allowed = if matches.is_empty() { Vec::new() } else { allowed() };
        BlockMatches { words, matches, allowed }
    }
}

impl CompiledRule {
    fn new(rule: &Rule) -> CompiledRule {
        let (mut required, mut full) = (None, None);
        match &rule.kind {
            RuleKind::Require { patterns, within } => required = Some(NearbyWords::new(patterns, *within)),
            RuleKind::FirstUse { patterns, .. } => full = Some(Matcher::from_patterns(patterns)),
            RuleKind::Forbid | RuleKind::Prefer(_) | RuleKind::Allow => {}
        }
        let nearby =
            |tables: &[Near]| tables.iter().map(|table| NearbyWords::new(&table.patterns, table.within)).collect();
        CompiledRule {
            paths: path_filter(&rule.paths),
            guard: Guard::new(&rule.guards),
            contexts: rule.skip_when.clone(),
            near: nearby(&rule.guards.near),
            topics: nearby(&rule.guards.topics),
            required,
            full,
        }
    }
}

fn path_filter(paths: &[String]) -> Option<PathFilter> {
    let globs = paths.iter().map(String::as_str);
    (!paths.is_empty()).then(|| PathFilter::new(globs).expect("globs are checked when rules are loaded"))
}
