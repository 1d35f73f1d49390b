//! Decides which matches in one prose block become findings.
//!
//! Each match whose rule applies to the file and the scope becomes a [`Candidate`]. Candidates are then dropped, each
//! with a [`Reason`], in this order:
//!
//! 1. A missing topic, a guard, a context or required wording nearby exempts the match, or exempts a longer match of the same rule.
//! 2. The match is inside an allowed phrase.
//! 3. The kind of the rule is `first-use`, and the match is in a title, a later mention, or part of the full name.
//! 4. A directive allows the match.
//! 5. The match overlaps a stronger match.
//!
//! The remaining candidates are reported. For example, in "We do not offer direct access, but direct access is great"
//! the context `negated` exempts the first match, and the second one is reported.

use super::anchors::HeadingAnchors;
use super::compete::{AllowedPhrases, Candidate, Candidates, compete};
use super::compiled::{BlockMatches, CompiledRules};
use super::conditions::{ConditionCache, ConditionEvaluator};
use super::covered::ExemptMatches;
use super::directives::Directives;
use super::input::Policy;
use super::languages::{BlockLanguage, BlockLanguages};
use super::match_limit::MatchLimit;
use super::parsed::{BlockId, ParsedDocument};
use super::place::{LocatedBlock, PlaceCache};
use super::references::Labels;
use super::result::Lint;
use super::target::{SuggestionTarget, byte_range};
use super::{readable, suggest};
use crate::finding::{
    Applicability, Edit, Finding, FindingIdentity, FingerprintContent, Fingerprints, Reason, Skipped, Suggestion,
};
use crate::matcher::Match;
use std::ops::Range;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleKind};
use wordgate_text::prose::{ProseBlock, Words};
use wordgate_text::source::{Encoding, Span};

/// The state of a check that all blocks of the document share and update.
pub(super) struct DocumentState<'p, 'd> {
    pub directives: Directives<'d>,
    pub fingerprints: Fingerprints<'d>,
    labels: Labels<'p, 'd>,
    pub anchors: HeadingAnchors<'p, 'd>,
    conditions: ConditionCache,
    places: PlaceCache,
    match_limit: MatchLimit,
    languages: BlockLanguages<'d>,
}

impl<'p, 'd> DocumentState<'p, 'd> {
    /// Creates the state for a document. `uses_gate` says whether only pieces that can match are parsed.
    pub fn new(
        parsed: &'p ParsedDocument<'d>,
        directives: Directives<'d>,
        languages: BlockLanguages<'d>,
        uses_gate: bool,
    ) -> DocumentState<'p, 'd> {
        DocumentState {
            directives,
            fingerprints: Fingerprints::new(parsed.path()),
            labels: Labels::new(parsed),
            anchors: HeadingAnchors::new(parsed),
            conditions: ConditionCache::new(uses_gate),
            places: PlaceCache::default(),
            match_limit: MatchLimit::default(),
            languages,
        }
    }
}

/// Checks one block.
pub(super) struct BlockLinter<'b, 'd> {
    pub rules: &'b CompiledRules,
    pub policy: &'b Policy,
    pub parsed: &'b ParsedDocument<'d>,
    pub id: BlockId,
    pub block: &'b ProseBlock,
    pub words: &'b Words,
}

impl<'b, 'd> BlockLinter<'b, 'd> {
    /// Evaluates the matches in `found`, and adds findings and skipped matches to `lint`.
    pub fn check(&self, found: &BlockMatches, shared: &mut DocumentState<'_, 'd>, lint: &mut Lint) {
        let matches = self.within_limit(&found.matches, &mut shared.match_limit, lint);
        let language = BlockLanguage::new(&shared.languages, self.parsed, self.block);
        let (allowing, left) = matches
            .filter_map(|found| self.candidate(found, &language))
            .partition(|candidate| self.rules.rule_of(&candidate.found).kind == RuleKind::Allow);
        let mut candidates = Candidates { remaining: left, dropped: Vec::new() };
        let context = LocatedBlock { parsed: self.parsed, cache: &shared.places, id: self.id };
        let mut conditions = ConditionEvaluator::new(
            self.rules, self.policy.scopes, context, &language, self.words, &mut shared.conditions,
        );

        drop_exempt(&mut candidates, &mut conditions);
        let phrases = allowed_phrases(&found.allowed, allowing, &mut conditions);
        candidates.drop_where(|candidate| phrases.reason(candidate));
        candidates.remaining.sort_by_key(|candidate| candidate.range.start);
        candidates.drop_where(|candidate| conditions.first_use_exemption(&candidate.found, self.block.scope));

        let allowed = self.take_allowed(&mut candidates, &mut shared.directives);
        let winners = compete(candidates.remaining, &mut candidates.dropped);
        let dropped = candidates.dropped.into_iter().map(|(dropped, reason)| self.skipped(&dropped, reason));
        lint.skipped.extend(dropped);
        self.report(winners, allowed, shared, lint);
    }

    /// Returns the matches to evaluate: those within the match limit of the document, and all matches of `allow` rules,
    /// which do not count towards the limit.
    fn within_limit<'m>(
        &self,
        matches: &'m [Match],
        match_limit: &mut MatchLimit,
        lint: &mut Lint,
    ) -> impl Iterator<Item = &'m Match> {
        let cutoff = match_limit.take(matches, &self.rules.set);
        if cutoff.is_some() {
            let start = self.block.map.extent().start;
            lint.unchecked = Some(Span { start, end: start });
        }
        matches.iter().filter(move |found| {
            cutoff.is_none_or(|cutoff| found.tokens.start < cutoff) || self.rules.rule_of(found).is_allow_rule
        })
    }

    /// Returns the candidate for a match, or `None` if its rule does not apply to this path, scope or language, or the
    /// match already has the preferred spelling.
    fn candidate(&self, found: &Match, language: &BlockLanguage) -> Option<Candidate<'b>> {
        let severity = self.policy.severities[found.rule]?;
        let rule = self.rules.rule_of(found);
        let range = byte_range(self.words, &found.tokens);
        let applies = self.rules.applies_to(found.rule, self.parsed.path())
            && self.is_in_scope(rule, &range)
            && !self.is_preferred(rule, &range);
        let language = Some(language).filter(|_| applies)?.in_rule(&rule.languages, &range)?;
        Some(Candidate { severity, pack: rule.pack(), rule: &rule.id, range, language, found: found.clone() })
    }

    /// Returns whether the scopes around a match are checked, and the rule does not exclude any of them.
    pub fn is_in_scope(&self, rule: &Rule, range: &Range<u32>) -> bool {
        let scopes = self.block.scopes_of(range);
        let only = rule.scopes.and_then(|choice| choice.only);
        let without = rule.scopes.map(|choice| choice.without).unwrap_or_default();
        let listed = only.is_none_or(|only| scopes.intersects(only));
        let checked = scopes
            .iter()
            .all(|scope| self.policy.scopes.contains(scope) || only.is_some_and(|only| only.contains(scope)));
        listed && checked && !scopes.intersects(without)
    }

    /// Returns whether a match already has the spelling that the rule prefers.
    pub fn is_preferred(&self, rule: &Rule, range: &Range<u32>) -> bool {
        let RuleKind::Prefer(preferred) = &rule.kind else { return false };
        self.block.text[range.start as usize..range.end as usize] == **preferred
    }

    /// Removes the candidates that a directive allows, and returns them with the reason. A directive applies only to
    /// the rules that it names, so these candidates no longer compete, and a weaker match of another rule is reported.
    fn take_allowed(
        &self,
        candidates: &mut Candidates<'b>,
        directives: &mut Directives,
    ) -> Vec<(Candidate<'b>, Option<Reason>)> {
        let mut exempt = ExemptMatches::default();
        for candidate in &candidates.remaining {
            if let Some(reason) = directives.allow(candidate.found.rule, self.source_span(&candidate.range)) {
                exempt.add(candidate, Reason::Directive(reason));
            }
        }
        exempt.sort();
        let taken = candidates.remaining.extract_if(.., |candidate| exempt.reason(candidate).is_some()).collect();
        // Of overlapping candidates, only the strongest is listed.
        let allowed = compete(taken, &mut candidates.dropped).into_iter();
        let with_reason = |candidate: Candidate<'b>| {
            let reason = exempt.reason(&candidate);
            (candidate, reason)
        };
        allowed.map(with_reason).collect()
    }

    /// Reports the winners, and lists the allowed matches as skipped. A fingerprint includes the ordinal of a repeated
    /// match. Allowed matches are counted too, in text order, so that fingerprints do not depend on directives.
    fn report(
        &self,
        winners: Vec<Candidate<'b>>,
        allowed: Vec<(Candidate<'b>, Option<Reason>)>,
        shared: &mut DocumentState<'_, 'd>,
        lint: &mut Lint,
    ) {
        let winners = winners.into_iter().map(|winner| (winner, None));
        let mut all: Vec<(Candidate, Option<Reason>)> = winners.chain(allowed).collect();
        all.sort_by_key(|(candidate, _)| candidate.range.start);
        shared.fingerprints.enter_block();
        for (candidate, reason) in all {
            match reason {
                Some(reason) => {
                    let excepted = Some(Box::new(self.excepted(&candidate, &mut shared.fingerprints).0));
                    lint.skipped.push(Skipped { excepted, ..self.skipped(&candidate, reason) });
                }
                None => {
                    let mut finding = self.finding(&candidate, &shared.labels, &mut shared.fingerprints);
                    shared.anchors.check(&mut finding, self.block, &candidate.range);
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
            span: self.source_span(&candidate.range),
            excepted: None,
            reason,
        }
    }

    fn excepted(
        &self,
        candidate: &Candidate,
        fingerprints: &mut Fingerprints,
    ) -> (FindingIdentity, FingerprintContent) {
        let tokens = &candidate.found.tokens;
        let (fingerprint, content) = fingerprints.of_match(candidate.rule, self.words, tokens);
        let identity = FindingIdentity {
            fingerprint,
            sentence: fingerprints.sentence_of(self.words, tokens),
            quote: readable::quote(self.block, self.parsed.text(), self.words, tokens),
        };
        (identity, content)
    }

    fn finding(&self, candidate: &Candidate, labels: &Labels<'_, 'd>, fingerprints: &mut Fingerprints) -> Finding {
        let rule = self.rules.rule_of(&candidate.found);
        let spans = self.block.spans(&candidate.range);
        let text = readable::text(self.block, self.parsed.text(), &candidate.range);
        let capture_text = |name: &str| match name {
            "match" => Some(text.as_str()),
            _ => {
                let (_, tokens) = candidate.found.captures.iter().find(|(capture, _)| **capture == *name)?;
                let range = byte_range(self.words, tokens);
                Some(&self.block.text[range.start as usize..range.end as usize])
            }
        };
        let target = SuggestionTarget {
            source: self.parsed.text(),
            block: self.block,
            words: self.words,
            found: &candidate.found,
            spans: &spans,
            labels,
            piece: self.id.piece,
        };
        let (FindingIdentity { fingerprint, sentence, quote }, content) = self.excepted(candidate, fingerprints);
        Finding {
            rule: rule.id.clone(),
            pattern: candidate.found.pattern,
            severity: candidate.severity,
            message: rule.message.render(capture_text, |_| None).unwrap_or_else(|| rule.title.clone()),
            scope: self.block.scope_of(&candidate.range),
            span: self.source_span(&candidate.range),
            suggestions: self.writable(suggest::suggestions(rule, &target, capture_text)),
            fingerprint,
            content,
            sentence,
            quote,
            url: rule.sources.iter().find_map(|source| source.url.as_deref()).map(Arc::from),
            owner: (!rule.owner.is_empty()).then(|| rule.owner.as_str().into()),
            language: candidate.language,
            place: None,
            spans,
            text,
        }
    }

    /// Leaves a suggestion to the writer if an edit would replace what the format of the file has between two parts of
    /// the text, such as the end of one string and the start of the next, or if the text must not be edited, or if the
    /// encoding of the file lacks a character.
    fn writable(&self, mut suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        let file = self.parsed.file();
        if !file.is_embedded() && file.encoding() == Encoding::Utf8 {
            return suggestions;
        }
        let is_unwritable = |edit: &Edit| {
            file.stored_spans(edit.span).len() > 1 || file.stored_text(edit.span.start, &edit.new_text).is_none()
        };
        for suggestion in suggestions.iter_mut().filter(|suggestion| suggestion.edits.iter().any(is_unwritable)) {
            suggestion.applicability = Applicability::Manual;
            suggestion.edits.clear();
        }
        suggestions
    }

    /// Returns the source span from the first to the last byte of a match. `range` is in bytes of the block's text.
    pub fn source_span(&self, range: &Range<u32>) -> Span {
        let spans = self.block.spans(range);
        let start = spans.iter().map(|span| span.start).min();
        let end = spans.iter().map(|span| span.end).max();
        let whole = start.zip(end).map(|(start, end)| Span { start, end });
        whole.expect("a match has at least one word, which has source bytes")
    }
}

/// Drops candidates that a missing topic, a guard, a context or required wording exempts, and matches of the same rule inside them.
fn drop_exempt(candidates: &mut Candidates, conditions: &mut ConditionEvaluator) {
    let mut exempt = ExemptMatches::default();
    candidates.drop_where(|candidate| {
        let reason = conditions.exemption(&candidate.found)?;
        exempt.add(candidate, reason.clone());
        Some(reason)
    });
    exempt.sort();
    candidates.drop_where(|candidate| exempt.reason(candidate));
}

/// Collects the phrases that the configuration allows (`allow_everywhere`) and the matches of `allow` rules (`allowing`) that
/// are not exempt.
fn allowed_phrases<'b>(
    everywhere: &[Range<usize>],
    allowing: Vec<Candidate<'b>>,
    conditions: &mut ConditionEvaluator,
) -> AllowedPhrases<'b> {
    let mut phrases = AllowedPhrases::default();
    everywhere.iter().for_each(|tokens| phrases.allow_everywhere(tokens));
    for candidate in allowing {
        if conditions.exemption(&candidate.found).is_none() {
            phrases.allow_in_pack(&candidate);
        }
    }
    phrases
}
