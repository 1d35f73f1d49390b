//! Evaluates the conditions under which a match is exempt: its topic, the guards and contexts of its rule, required
//! wording nearby, and first mentions.
//!
//! For example, a `require` rule reports "up to 9 times faster" unless "measured" occurs in the same section.

use super::compiled::CompiledRules;
use super::labelled::LabelSearch;
use super::languages::BlockLanguage;
use super::nearby::{Condition, KnownSections, Nearby, NearbyWords, Search, first_within, shown};
use super::place::LocatedBlock;
use super::target::byte_range;
use crate::context;
use crate::finding::{GuardingWords, Reason};
use crate::matcher::{Guard, Match};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use wordgate_rules::RuleKind;
use wordgate_text::prose::{Scope, ScopeSet, Token, TokenKind, Words};

/// Words that start a clause with a new subject.
const CLAUSE_STARTS: &[&str] = &["but", "however", "although", "though", "whereas", "while", "whilst", "yet", "unlike"];

/// The maximum number of tokens to search before a match for the start of its clause. More than any clause has; the
/// limit bounds the time for a hostile sentence of a million words.
const MAX_CLAUSE: usize = 200;

/// Results that all blocks of a document share.
#[derive(Default)]
pub(super) struct ConditionCache {
    sections: KnownSections,
    /// The `first-use` rules whose term was already mentioned.
    mentioned: HashSet<usize>,
}

impl ConditionCache {
    /// Creates the cache for a document. With `uses_gate`, a search of the whole document parses only what can match.
    pub fn new(uses_gate: bool) -> ConditionCache {
        ConditionCache { sections: KnownSections::new(uses_gate), mentioned: HashSet::new() }
    }
}

/// Evaluates the conditions for the matches of one block.
pub(super) struct ConditionEvaluator<'j, 'd> {
    rules: &'j CompiledRules,
    /// The scopes that are checked.
    scopes: ScopeSet,
    block: LocatedBlock<'j, 'd>,
    language: &'j BlockLanguage<'j, 'd>,
    words: &'j Words,
    cache: &'j mut ConditionCache,
    nearby: Nearby<'j, 'd>,
    labels: LabelSearch<'j, 'd>,
    /// The token ranges in the block that match the guard `unless_subject` of a rule.
    subjects: HashMap<usize, Vec<Range<usize>>>,
}

impl<'j, 'd> ConditionEvaluator<'j, 'd> {
    pub fn new(
        rules: &'j CompiledRules,
        scopes: ScopeSet,
        block: LocatedBlock<'j, 'd>,
        language: &'j BlockLanguage<'j, 'd>,
        words: &'j Words,
        cache: &'j mut ConditionCache,
    ) -> ConditionEvaluator<'j, 'd> {
        let (nearby, labels) = (Nearby::new(block, words), LabelSearch::new(block, words));
        ConditionEvaluator { rules, scopes, block, language, words, cache, nearby, labels, subjects: HashMap::new() }
    }

    /// Returns why a match is exempt: its topic is missing, a guard or a context applies, or required wording is nearby.
    pub fn exemption(&mut self, found: &Match) -> Option<Reason> {
        let compiled = self.rules.compiled(found.rule);
        let topics = compiled.topics.iter().enumerate();
        for (table, topic) in topics {
            if self.find_nearby(found, Condition::Topic(table), topic).is_none() {
                return Some(Reason::OffTopic(topic.within));
            }
        }
        if let Some(reason) = compiled.guard.as_ref().and_then(|guard| self.exempting_guard(guard, found)) {
            return Some(reason);
        }
        let mut near = compiled.near.iter().enumerate();
        let near = near.find_map(|(table, near)| {
            let text = self.find_nearby(found, Condition::Near(table), near)?;
            Some(GuardingWords { key: "unless_near", text, within: Some(near.within) })
        });
        if let Some(words) = near {
            return Some(Reason::Guard(words));
        }
        if let Some(cue) = self.find_cue(found) {
            return Some(Reason::Context(cue));
        }
        let required = compiled.required.as_ref()?;
        self.find_nearby(found, Condition::Required, required).map(|_| Reason::Required)
    }

    /// Returns the words that make one of the contexts of the rule hold for a match.
    fn find_cue(&self, found: &Match) -> Option<context::Cue> {
        let contexts = &self.rules.compiled(found.rule).contexts;
        if contexts.is_empty() {
            return None;
        }
        let range = byte_range(self.words, &found.tokens);
        let language = self.language.in_rule(&self.rules.rule_of(found).languages, &range)?;
        let cx = context::MatchContext {
            words: self.words,
            range: found.tokens.clone(),
            block: &self.block,
            parties: &self.rules.parties,
        };
        contexts.iter().find_map(|context| context::find_cue_in(language, *context, &cx))
    }

    /// Returns the first guard beside or over the match that exempts it, as a reason.
    fn exempting_guard(&mut self, guard: &Guard, found: &Match) -> Option<Reason> {
        let (words, tokens) = (self.words, &found.tokens);
        let text = &self.block.parsed.block(self.block.id).text;
        let guarded = |key, range: &Range<usize>| {
            Reason::Guard(GuardingWords { key, text: shown(text, words, range), within: None })
        };
        if let Some(range) = guard.before(words, tokens) {
            return Some(guarded("unless_before", &range));
        }
        if let Some(range) = guard.after(words, tokens) {
            return Some(guarded("unless_after", &range));
        }
        let clause = clause_start(words, tokens);
        let subjects = self.subjects.entry(found.rule).or_insert_with(|| guard.subjects(words));
        if let Some(range) = first_within(subjects, &(clause..tokens.start)) {
            return Some(guarded("unless_subject", range));
        }
        self.labels.guarding(found, guard.under()?).map(Reason::Under)
    }

    fn find_nearby(&mut self, found: &Match, condition: Condition, words: &NearbyWords) -> Option<Arc<str>> {
        let definition = self.rules.rule_of(found);
        let named = definition.scopes.and_then(|choice| choice.only).unwrap_or_default();
        let search = Search { rule: found.rule, definition, condition, words, scopes: self.scopes.union(named) };
        self.nearby.find(&search, &found.tokens, &mut self.cache.sections)
    }

    /// Returns why a match of a `first-use` rule is not reported: it is in a heading or title, it is not the first
    /// mention, or it is part of the full form. Must be called for all matches in text order, because it records the
    /// first mention.
    pub fn first_use_exemption(&mut self, found: &Match, scope: Scope) -> Option<Reason> {
        let RuleKind::FirstUse { headings_count, .. } = self.rules.rule_of(found).kind else { return None };
        let is_title =
            [Scope::Heading, Scope::FrontMatter, Scope::Title, Scope::Alt, Scope::Attribute].contains(&scope);
        if is_title && !headings_count {
            return Some(Reason::MentionInTitle);
        }
        if !self.cache.mentioned.insert(found.rule) {
            return Some(Reason::LaterMention);
        }
        let full = self.rules.compiled(found.rule).full.as_ref()?;
        let tokens = &found.tokens;
        let covers = |full: &Match| full.tokens.start <= tokens.start && tokens.end <= full.tokens.end;
        full.find(self.words, &|_, _| false).iter().any(covers).then_some(Reason::MentionInFull)
    }
}

/// Returns the first token of the clause that contains the start of a match.
fn clause_start(words: &Words, tokens: &Range<usize>) -> usize {
    let (all, at) = (words.tokens(), tokens.start);
    let sentence = all[at].sentence;
    let starts = |token: &Token| token.kind == TokenKind::Word && CLAUSE_STARTS.contains(&words.folded(token));
    let sentence = all.partition_point(|token| token.sentence < sentence);
    let from = sentence.max(words.lines(tokens).start).max(at.saturating_sub(MAX_CLAUSE));
    all[from..at].iter().rposition(starts).map_or(from, |start| from + start)
}
