//! One block of a document: its matches, and which of them are findings.

use super::anchors::HeadingAnchors;
use super::compete::{Candidate, Candidates, Protected, compete};
use super::compiled::{BlockMatches, CompiledRules};
use super::conditions::{ConditionCache, ConditionEvaluator};
use super::covered::Exempt;
use super::directives::Directives;
use super::input::Policy;
use super::match_limit::MatchLimit;
use super::parsed::{BlockId, Parsed, ParsedBlockContext};
use super::place::{SuggestionPlace, stretch};
use super::references::Labels;
use super::result::Lint;
use super::{readable, suggest};
use crate::finding::{Excepted, Finding, Fingerprints, Reason, Skipped};
use crate::matcher::Match;
use std::ops::Range;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleKind};
use wordgate_text::prose::{ProseBlock, Words};
use wordgate_text::source::Span;

/// What the blocks of a document share: what is known from the blocks before, and what is left to them.
pub(super) struct Shared<'p, 'd> {
    pub directives: Directives<'d>,
    pub fingerprints: Fingerprints<'d>,
    labels: Labels<'p, 'd>,
    pub anchors: HeadingAnchors<'p, 'd>,
    answers: ConditionCache,
    quota: MatchLimit,
}

impl<'p, 'd> Shared<'p, 'd> {
    pub fn new(parsed: &'p Parsed<'d>, directives: Directives<'d>) -> Shared<'p, 'd> {
        Shared {
            directives,
            fingerprints: Fingerprints::new(parsed.path()),
            labels: Labels::new(parsed),
            anchors: HeadingAnchors::new(parsed),
            answers: ConditionCache::default(),
            quota: MatchLimit::default(),
        }
    }
}

/// Checks one block.
pub(super) struct BlockLinter<'b, 'd> {
    pub rules: &'b CompiledRules,
    pub policy: &'b Policy,
    pub parsed: &'b Parsed<'d>,
    pub at: BlockId,
    pub block: &'b ProseBlock,
    pub words: &'b Words,
}

impl<'b, 'd> BlockLinter<'b, 'd> {
    /// Adds to `lint` what becomes of the matches of the block.
    pub fn check(&self, found: &BlockMatches, shared: &mut Shared<'_, 'd>, lint: &mut Lint) {
        let matches = self.within_quota(&found.matches, &mut shared.quota, lint);
        let (allowing, left) = matches
            .filter_map(|found| self.candidate(found))
            .partition(|candidate| self.rules.rule_of(&candidate.found).kind == RuleKind::Allow);
        let mut candidates = Candidates { left, dropped: Vec::new() };
        let context = ParsedBlockContext { parsed: self.parsed, at: self.at };
        let mut judge = ConditionEvaluator::new(self.rules, context, self.words, &mut shared.answers);

        drop_exempt(&mut candidates, &mut judge);
        let protected = protected(&found.allowed, allowing, &mut judge);
        candidates.drop_by(|candidate| protected.reason(candidate));
        candidates.left.sort_by_key(|candidate| candidate.range.start);
        candidates.drop_by(|candidate| judge.no_first_mention(&candidate.found, self.block.scope));

        let allowed = self.take_allowed(&mut candidates, &mut shared.directives);
        let winners = compete(candidates.left, &mut candidates.dropped);
        let dropped = candidates.dropped.into_iter().map(|(dropped, reason)| self.skipped(&dropped, reason));
        lint.skipped.extend(dropped);
        self.report(winners, allowed, shared, lint);
    }

    /// The matches that are judged: those that the quota of the document still has, and all that give no findings.
    fn within_quota<'m>(
        &self,
        matches: &'m [Match],
        quota: &mut MatchLimit,
        lint: &mut Lint,
    ) -> impl Iterator<Item = &'m Match> {
        let beyond = quota.take(matches, &self.rules.set);
        if beyond.is_some() {
            let start = self.block.map.extent().start;
            lint.unchecked = Some(Span { start, end: start });
        }
        matches.iter().filter(move |found| {
            beyond.is_none_or(|beyond| found.tokens.start < beyond) || self.rules.rule_of(found).protects
        })
    }

    /// A match as a candidate, when its rule holds here.
    fn candidate(&self, found: &Match) -> Option<Candidate<'b>> {
        let severity = self.policy.severities[found.rule]?;
        let rule = self.rules.rule_of(found);
        let range = stretch(self.words, &found.tokens);
        let holds = self.rules.is_for(found.rule, self.parsed.path())
            && self.is_in_scope(rule, &range)
            && !self.is_preferred(rule, &range);
        holds.then(|| Candidate { severity, pack: rule.pack(), rule: &rule.id, range, found: found.clone() })
    }

    fn is_in_scope(&self, rule: &Rule, range: &Range<u32>) -> bool {
        let scopes = self.block.scopes_of(range);
        let only = rule.scopes.and_then(|choice| choice.only);
        let without = rule.scopes.map(|choice| choice.without).unwrap_or_default();
        let listed = only.is_none_or(|only| scopes.intersects(only));
        let checked = scopes
            .iter()
            .all(|scope| self.policy.scopes.contains(scope) || only.is_some_and(|only| only.contains(scope)));
        listed && checked && !scopes.intersects(without)
    }

    fn is_preferred(&self, rule: &Rule, range: &Range<u32>) -> bool {
        let RuleKind::Prefer(preferred) = &rule.kind else { return false };
        self.block.text[range.start as usize..range.end as usize] == **preferred
    }

    /// Takes out what a directive allows, each with the reason. What it would have won its words from is reported: a
    /// directive speaks for the rules that it names.
    fn take_allowed(
        &self,
        candidates: &mut Candidates<'b>,
        directives: &mut Directives,
    ) -> Vec<(Candidate<'b>, Option<Reason>)> {
        let mut exempt = Exempt::default();
        for candidate in &candidates.left {
            if let Some(reason) = directives.allow(candidate.found.rule, self.source_of(&candidate.range)) {
                exempt.add(candidate, Reason::Directive(reason));
            }
        }
        exempt.sort();
        let taken = candidates.left.extract_if(.., |candidate| exempt.reason(candidate).is_some()).collect();
        // Of several readings of the same words one is reported.
        let allowed = compete(taken, &mut candidates.dropped).into_iter();
        let with_reason = |candidate: Candidate<'b>| {
            let reason = exempt.reason(&candidate);
            (candidate, reason)
        };
        allowed.map(with_reason).collect()
    }

    /// Reports what is left. In the order of the text, allowed or not: so no fingerprint depends on directives.
    fn report(
        &self,
        winners: Vec<Candidate<'b>>,
        allowed: Vec<(Candidate<'b>, Option<Reason>)>,
        shared: &mut Shared<'_, 'd>,
        lint: &mut Lint,
    ) {
        let winners = winners.into_iter().map(|winner| (winner, None));
        let mut all: Vec<(Candidate, Option<Reason>)> = winners.chain(allowed).collect();
        all.sort_by_key(|(candidate, _)| candidate.range.start);
        shared.fingerprints.enter_block();
        for (candidate, reason) in all {
            match reason {
                Some(reason) => {
                    let excepted = Some(Box::new(self.excepted(&candidate, &mut shared.fingerprints)));
                    lint.skipped.push(Skipped { excepted, ..self.skipped(&candidate, reason) });
                }
                None => {
                    let mut finding = self.finding(&candidate, &shared.labels, &mut shared.fingerprints);
                    shared.anchors.keep(&mut finding, self.block, &candidate.range);
                    lint.findings.push(finding);
                }
            }
        }
    }

    fn skipped(&self, candidate: &Candidate, reason: Reason) -> Skipped {
        Skipped {
            rule: candidate.rule.clone(),
            pattern: candidate.found.pattern,
            text: readable::text(self.block, self.parsed.text(), &candidate.range),
            span: self.source_of(&candidate.range),
            excepted: None,
            reason,
        }
    }

    fn excepted(&self, candidate: &Candidate, fingerprints: &mut Fingerprints) -> Excepted {
        let tokens = &candidate.found.tokens;
        Excepted {
            fingerprint: fingerprints.of_match(candidate.rule, self.words, tokens),
            sentence: fingerprints.sentence_of(self.words, tokens),
            quote: readable::quote(self.block, self.parsed.text(), self.words, tokens),
        }
    }

    fn finding(&self, candidate: &Candidate, labels: &Labels<'_, 'd>, fingerprints: &mut Fingerprints) -> Finding {
        let rule = self.rules.rule_of(&candidate.found);
        let spans = self.block.spans(&candidate.range);
        let text = readable::text(self.block, self.parsed.text(), &candidate.range);
        let shown = |name: &str| match name {
            "match" => Some(text.as_str()),
            _ => {
                let (_, tokens) = candidate.found.captures.iter().find(|(capture, _)| **capture == *name)?;
                let range = stretch(self.words, tokens);
                Some(&self.block.text[range.start as usize..range.end as usize])
            }
        };
        let place = SuggestionPlace {
            source: self.parsed.text(),
            block: self.block,
            words: self.words,
            found: &candidate.found,
            spans: &spans,
            labels,
            piece: self.at.piece,
        };
        let Excepted { fingerprint, sentence, quote } = self.excepted(candidate, fingerprints);
        Finding {
            rule: rule.id.clone(),
            pattern: candidate.found.pattern,
            severity: candidate.severity,
            message: rule.message.render(shown, |_| None).unwrap_or_else(|| rule.title.clone()),
            scope: self.block.scope_of(&candidate.range),
            span: self.source_of(&candidate.range),
            suggestions: suggest::suggestions(rule, &place, shown),
            fingerprint,
            sentence,
            quote,
            url: rule.sources.iter().find_map(|source| source.url.as_deref()).map(Arc::from),
            spans,
            text,
        }
    }

    /// From the first to the last byte of source of a stretch (bytes of the block's text) that is a match.
    fn source_of(&self, range: &Range<u32>) -> Span {
        let spans = self.block.spans(range);
        let start = spans.iter().map(|span| span.start).min();
        let end = spans.iter().map(|span| span.end).max();
        let whole = start.zip(end).map(|(start, end)| Span { start, end });
        whole.expect("a match has at least one word, which stands in the source")
    }
}

/// Drops what is harmless where it stands, and what lies inside it.
fn drop_exempt(candidates: &mut Candidates, judge: &mut ConditionEvaluator) {
    let mut exempt = Exempt::default();
    candidates.drop_by(|candidate| {
        let reason = judge.exemption(&candidate.found)?;
        exempt.add(candidate, reason.clone());
        Some(reason)
    });
    exempt.sort();
    candidates.drop_by(|candidate| exempt.reason(candidate));
}

/// The phrases that the configuration allows, and those of `allow` rules where nothing exempts them.
fn protected<'b>(
    everywhere: &[Range<usize>],
    allowing: Vec<Candidate<'b>>,
    judge: &mut ConditionEvaluator,
) -> Protected<'b> {
    let mut protected = Protected::default();
    everywhere.iter().for_each(|tokens| protected.everywhere(tokens));
    for candidate in allowing {
        if judge.exemption(&candidate.found).is_none() {
            protected.in_pack(&candidate);
        }
    }
    protected
}
