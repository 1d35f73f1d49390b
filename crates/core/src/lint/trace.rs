//! Traces one rule through a text: how far each pattern got, and what became of each match.
//!
//! The author of a rule that stays silent wants to know why. For the rule `direct access` with `skip_when =
//! ["negated"]` and the text "We do not offer direct access", the trace has one match, whose outcome is
//! [`Outcome::Skipped`] with the cue "do not". For "direct excess" it has no match, and the pattern got as far as
//! "direct", needs `access`, and found "excess".
//!
//! A rule that is off is traced as if it were on, and the trace says so: see [`Inactive`].

use super::block::BlockLinter;
use super::compiled::CompiledRules;
use super::conditions::{ConditionCache, ConditionEvaluator};
use super::input::{Document, Policy};
use super::languages::{BlockLanguage, BlockLanguages};
use super::linter::Linter;
use super::nearby::words_of;
use super::parsed::{BlockId, ParsedDocument};
use super::place::{LocatedBlock, PlaceCache};
use super::readable;
use super::result::Lint;
use super::target::byte_range;
use crate::context::is_negator;
use crate::extract::{Extractor, Pieces, document_date, split_file};
use crate::finding::Reason;
use crate::matcher::{Match, Matcher, Obstacle, PatternProbe, Progress, rank};
use crate::suppress::{Accepted, SuppressedBy};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use wordgate_rules::{Rule, RuleKind, Validity};
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet, TokenKind, Words};
use wordgate_text::source::Span;

/// The maximum number of words to show where a pattern stopped.
const MAX_FOUND: usize = 6;

/// One rule, traced through one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTrace {
    /// Why the rule reports nothing in any text like this, whatever its patterns find; empty if it is on.
    pub inactive: Vec<Inactive>,
    /// The patterns of the rule, in its order.
    pub patterns: Vec<PatternTrace>,
    /// The matches, by position.
    pub matches: Vec<MatchTrace>,
}

/// Why a rule is not on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inactive {
    /// It is not chosen, or switched off.
    Off,
    /// It is not yet in effect; its first day.
    NotYetInEffect(Date),
    /// It has ended; its last day.
    Ended(Date),
    /// Its `paths` do not match the path of the text.
    Path,
}

/// What a pattern found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternTrace {
    /// The pattern, as in the rule file.
    pub source: String,
    /// The number of matches, reported or not.
    pub matches: usize,
    /// How far each part got, if there is no match in text that is checked; the parts of a pattern with `&` in one
    /// sentence. Empty if there is such a match, or no text is checked.
    pub parts: Vec<PartTrace>,
}

/// How far a part of a pattern got: the longest beginning of it that the text has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTrace {
    /// Whether the whole part matches. If all parts do and there is no match, they are too far apart.
    pub is_complete: bool,
    /// The matched words; empty if none.
    pub matched: String,
    /// The matched range of the text; `None` if nothing matched.
    pub span: Option<Span>,
    /// What may come next, as in the rule file.
    pub needs: Vec<String>,
    /// The number of words that may stand before it.
    pub gap: usize,
    /// The words that stand there instead; empty at the end of the sentence.
    pub found: String,
    /// What is in the way, if it is not obvious.
    pub obstacle: Option<Obstacle>,
}

/// A match, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchTrace {
    /// The index of the pattern; `None` for a rule about directives.
    pub pattern: Option<usize>,
    /// The matched text, as a reader sees it.
    pub text: String,
    /// The range from the first to the last matched byte of the text.
    pub span: Span,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is reported, if the rule is on.
    Reported,
    /// It is not reported, for this reason.
    Skipped(Reason),
    /// It already reads as the rule prefers.
    Preferred,
    /// It is a match of an `allow` rule: it protects its words.
    Protects,
    /// It is in this scope, which is not checked.
    Scope {
        /// The scope.
        scope: Scope,
        /// Whether the `scopes` of the rule exclude it. Otherwise the configuration does, or the default.
        by_rule: bool,
    },
}

impl Linter {
    /// Traces the rule with this index through a document.
    pub fn trace(&self, extractor: &mut Extractor, document: Document, policy: &Policy, rule: usize) -> RuleTrace {
        let day = self.dates.as_ref().map(|dates| {
            let date = document_date(document.file.text_of_section(0), document.format, &dates.keys);
            date.and_then(Result::ok).unwrap_or(dates.as_of)
        });
        let definition = &self.rules.set.rules[rule];
        let inactive = self.inactive(definition, rule, document, policy, day);
        let mut policy = day.map_or_else(|| policy.clone(), |day| policy.on_date(day, &self.rules.set));
        policy.severities = with_rule(&policy.severities, rule, definition).into();
        // Like an example of the rule, the text is in its language, unless it says otherwise.
        policy.language = Some(definition.languages.first());
        let linter = self.with_rules(self.rules.with_rule(rule));
        let lint = linter.check_text(extractor, document, &policy, None);

        let checked = policy.scopes.union(linter.named_scopes);
        let languages = linter.language_of(document, &policy);
        let languages = BlockLanguages::new(languages);
        let mut tracer = Tracer::new(&linter.rules, &policy, rule, &lint, languages);
        tracer.read(document, checked, extractor, true);
        tracer.read(document, Scope::ALL.iter().copied().collect(), extractor, false);
        tracer.finish(inactive)
    }

    fn inactive(
        &self,
        rule: &Rule,
        index: usize,
        document: Document,
        policy: &Policy,
        day: Option<Date>,
    ) -> Vec<Inactive> {
        let is_off = policy.severities[index].is_none();
        let dated = day.and_then(|day| match rule.validity {
            Validity { first_day: Some(first), .. } if day < first => Some(Inactive::NotYetInEffect(first)),
            Validity { last_day: Some(last), .. } if last < day => Some(Inactive::Ended(last)),
            _ => None,
        });
        let is_elsewhere = !self.rules.applies_to(index, document.path);
        let off = is_off.then_some(Inactive::Off);
        off.into_iter().chain(dated).chain(is_elsewhere.then_some(Inactive::Path)).collect()
    }
}

/// Returns the severities with this rule on.
fn with_rule(
    severities: &[Option<wordgate_rules::Severity>],
    rule: usize,
    definition: &Rule,
) -> Vec<Option<wordgate_rules::Severity>> {
    let mut severities = severities.to_vec();
    severities[rule].get_or_insert(definition.severity);
    severities
}

/// Collects the trace of one rule, block by block.
struct Tracer<'t> {
    rules: &'t CompiledRules,
    policy: &'t Policy,
    rule: &'t Rule,
    lint: &'t Lint,
    /// The outcomes that the check recorded, by pattern and range.
    outcomes: HashMap<(usize, Span), Outcome>,
    languages: BlockLanguages<'t>,
    matcher: Matcher,
    probes: Vec<PatternProbe>,
    patterns: Vec<PatternTrace>,
    /// The progress of each pattern that `patterns` shows.
    best: Vec<Vec<Progress>>,
    matches: Vec<MatchTrace>,
    seen: HashSet<(usize, Span)>,
}

impl<'t> Tracer<'t> {
    fn new(
        rules: &'t CompiledRules,
        policy: &'t Policy,
        index: usize,
        lint: &'t Lint,
        languages: BlockLanguages<'t>,
    ) -> Tracer<'t> {
        let rule = &rules.set.rules[index];
        let source = |pattern: &wordgate_rules::Pattern| pattern.source.clone();
        let sources = rule.patterns().iter().map(source);
        Tracer {
            rules,
            policy,
            rule,
            lint,
            outcomes: outcomes(lint, &rule.id),
            languages,
            matcher: Matcher::new(&rules.set, |at| at == index),
            probes: rule.patterns().iter().map(PatternProbe::new).collect(),
            best: vec![Vec::new(); rule.patterns().len()],
            patterns: sources.map(|source| PatternTrace { source, matches: 0, parts: Vec::new() }).collect(),
            matches: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Reads all blocks of these scopes. `is_checked` means that they are those that a check reads.
    fn read(&mut self, document: Document, scopes: ScopeSet, extractor: &mut Extractor, is_checked: bool) {
        let mut pieces: Pieces = split_file(document.file, document.format);
        if scopes.contains(Scope::Code) {
            pieces.code.clear();
        }
        let parsed = ParsedDocument::new(document, &pieces, scopes, extractor);
        for piece in parsed.parse_all() {
            for (index, block) in parsed.blocks(piece).iter().enumerate() {
                let words = words_of(block);
                let id = BlockId { piece, block: index };
                let linter =
                    BlockLinter { rules: self.rules, policy: self.policy, parsed: &parsed, id, block, words: &words };
                self.add_matches(&linter, is_checked);
                if is_checked {
                    self.add_progress(&linter);
                }
            }
        }
    }

    fn add_matches(&mut self, linter: &BlockLinter, is_checked: bool) {
        for found in self.matcher.find(linter.words, &|_, at| is_negator(linter.words, at)) {
            let range = byte_range(linter.words, &found.tokens);
            let span = linter.source_span(&range);
            let Some(outcome) = self.outcome(linter, &found, &range, span).filter(|outcome| {
                // Blocks are read differently with more scopes, so only the scope is taken from there.
                is_checked || matches!(outcome, Outcome::Scope { .. })
            }) else {
                continue;
            };
            if self.seen.insert((found.pattern, span)) {
                self.patterns[found.pattern].matches += 1;
                let text = readable::text(linter.block, linter.parsed.text(), &range);
                self.matches.push(MatchTrace { pattern: Some(found.pattern), text, span, outcome });
            }
        }
    }

    fn outcome(&self, linter: &BlockLinter, found: &Match, range: &Range<u32>, span: Span) -> Option<Outcome> {
        if !linter.is_in_scope(self.rule, range) {
            return Some(self.unchecked_scope(linter.block, range));
        }
        if let Some(outcome) = self.outcomes.get(&(found.pattern, span)) {
            return Some(outcome.clone());
        }
        if linter.is_preferred(self.rule, range) {
            return Some(Outcome::Preferred);
        }
        if self.rule.kind != RuleKind::Allow {
            return None;
        }
        let places = PlaceCache::default();
        let block = LocatedBlock { parsed: linter.parsed, cache: &places, id: linter.id };
        let mut cache = ConditionCache::default();
        let scopes = self.policy.scopes;
        let language = BlockLanguage::new(&self.languages, linter.parsed, linter.block);
        let mut evaluator = ConditionEvaluator::new(self.rules, scopes, block, &language, linter.words, &mut cache);
        let exemption = evaluator.exemption(found);
        Some(exemption.map_or(Outcome::Protects, Outcome::Skipped))
    }

    /// Returns which scope around a match is the reason why it is not checked.
    fn unchecked_scope(&self, block: &ProseBlock, range: &Range<u32>) -> Outcome {
        let scopes = block.scopes_of(range);
        let choice = self.rule.scopes.unwrap_or_default();
        let excluded = scopes.iter().find(|scope| choice.without.contains(*scope));
        let is_unlisted = choice.only.is_some_and(|only| !scopes.intersects(only));
        match excluded {
            Some(scope) => Outcome::Scope { scope, by_rule: true },
            None if is_unlisted => Outcome::Scope { scope: block.scope_of(range), by_rule: true },
            None => {
                let unchecked = scopes.iter().find(|scope| !self.policy.scopes.contains(*scope));
                Outcome::Scope { scope: unchecked.unwrap_or_else(|| block.scope_of(range)), by_rule: false }
            }
        }
    }

    fn add_progress(&mut self, linter: &BlockLinter) {
        let stops_gap = |at: usize| is_negator(linter.words, at);
        for (at, probe) in self.probes.iter().enumerate() {
            let reached = probe.best(linter.words, &stops_gap);
            if reached.is_empty() || (!self.best[at].is_empty() && rank(&reached) <= rank(&self.best[at])) {
                continue;
            }
            self.patterns[at].parts = reached.iter().map(|progress| part(linter, progress)).collect();
            self.best[at] = reached;
        }
    }

    fn finish(mut self, inactive: Vec<Inactive>) -> RuleTrace {
        // A match in text that is not checked does not explain why the pattern is silent in the rest.
        for found in self.matches.iter().filter(|found| !matches!(found.outcome, Outcome::Scope { .. })) {
            found.pattern.into_iter().for_each(|pattern| self.patterns[pattern].parts.clear());
        }
        if self.rule.is_directive_rule() {
            let own = self.lint.findings.iter().filter(|finding| finding.rule == self.rule.id);
            self.matches.extend(own.map(|finding| MatchTrace {
                pattern: None,
                text: finding.text.clone(),
                span: finding.span,
                outcome: Outcome::Reported,
            }));
        }
        self.matches.sort_by_key(|found| (found.span, found.pattern));
        RuleTrace { inactive, patterns: self.patterns, matches: self.matches }
    }
}

/// Returns what the check recorded about the matches of a rule.
fn outcomes(lint: &Lint, rule: &str) -> HashMap<(usize, Span), Outcome> {
    let accepted = lint.suppressed.accepted.iter().map(|Accepted { finding, by, .. }| {
        let reason = match by {
            SuppressedBy::Waiver(waiver) => Reason::Waived(*waiver),
            SuppressedBy::Baseline => Reason::Baseline,
        };
        (finding, Outcome::Skipped(reason))
    });
    let found = lint.findings.iter().map(|finding| (finding, Outcome::Reported)).chain(accepted);
    let found = found.filter(|(finding, _)| *finding.rule == *rule);
    let found = found.map(|(finding, outcome)| ((finding.pattern, finding.span), outcome));
    let skipped = lint.skipped.iter().filter(|skipped| *skipped.rule == *rule);
    let skipped = skipped.map(|skipped| ((skipped.pattern, skipped.span), Outcome::Skipped(skipped.reason.clone())));
    found.chain(skipped).collect()
}

fn part(linter: &BlockLinter, progress: &Progress) -> PartTrace {
    let words = linter.words;
    let text = |tokens: &Range<usize>| match tokens.is_empty() {
        true => String::new(),
        false => readable::text(linter.block, linter.parsed.text(), &byte_range(words, tokens)),
    };
    let is_matched = progress.taken > 0;
    let matched = if is_matched { progress.tokens.clone() } else { 0..0 };
    let found = if is_matched || progress.obstacle.is_some() { words_from(words, progress) } else { 0..0 };
    PartTrace {
        is_complete: progress.is_complete,
        matched: text(&matched),
        span: is_matched.then(|| linter.source_span(&byte_range(words, &matched))),
        needs: progress.needs.clone(),
        gap: progress.gap,
        found: text(&found),
        obstacle: progress.obstacle,
    }
}

/// Returns the tokens after the matched ones, in the same sentence: one word, or as many as the gap may have and one
/// more.
fn words_from(words: &Words, progress: &Progress) -> Range<usize> {
    let tokens = words.tokens();
    let start = progress.tokens.end;
    let sentence = tokens[progress.tokens.start.min(tokens.len() - 1)].sentence;
    let distance = if let Some(Obstacle::Distance(distance)) = progress.obstacle { distance } else { 0 };
    let (mut end, mut left) = (start, (progress.gap.max(distance) + 1).min(MAX_FOUND));
    while end < tokens.len() && left > 0 && tokens[end].sentence == sentence {
        let is_mark = matches!(tokens[end].kind, TokenKind::Mark(_));
        left -= usize::from(!is_mark || (end == start && progress.obstacle.is_none()));
        end += 1;
    }
    start..end
}
