//! One block of one file: its matches, and which of them are findings.

use super::compete::{self, Candidate, Protected};
use super::document::{At, Document};
use super::fingerprint::Fingerprints;
use super::inherit::Excuses;
use super::judge::{Answers, Judge};
use super::memory::{Memory, Seen};
use super::quota::Quota;
use super::{Directives, Excepted, Lint, Linter, Policy, Reason, Skipped, quote, readable, suggest};
use crate::finding::Finding;
use crate::matcher::Match;
use crate::prose::{ProseBlock, Words};
use crate::rule::{Rule, RuleKind, Severity};
use crate::source::Span;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// What grows while a file is linted.
pub(super) struct Pass<'p> {
    pub directives: Directives<'p>,
    pub fingerprints: Fingerprints<'p>,
    pub answers: Answers,
    /// The first-use rules whose name was mentioned.
    pub mentioned: HashSet<usize>,
    /// How many more matches are judged.
    pub quota: Quota,
    pub memory: Option<&'p mut Memory>,
    pub lint: Lint,
}

/// One block of one file.
pub(super) struct Site<'s, 'd> {
    pub linter: &'s Linter,
    pub source: &'s str,
    pub path: &'s str,
    pub policy: &'s Policy,
    pub document: &'s Document<'d>,
    pub at: At,
    pub block: &'s ProseBlock,
}

impl Site<'_, '_> {
    /// Adds what is found in the block to the pass.
    pub fn lint(&self, pass: &mut Pass) {
        let seen = self.seen(pass);
        let Seen { words, matches, allowed } = &*seen;
        if matches.is_empty() {
            return;
        }
        let rules = &self.linter.rules;
        let beyond = pass.quota.take(matches, rules);
        if beyond.is_some() {
            let start = self.block.map.extent().start;
            pass.lint.unchecked = Some(Span { start, end: start });
        }
        let is_judged = |found: &&Match| {
            beyond.is_none_or(|beyond| found.tokens.start < beyond) || rules.rules[found.rule].protects
        };
        let mut protected = Protected::default();
        for tokens in allowed {
            protected.everywhere(tokens.clone());
        }
        let mut judge = Judge::new(self.document, self.at, words);
        let mut candidates = Vec::new();
        let mut excuses = Excuses::default();
        for found in matches.iter().filter(is_judged).cloned() {
            let rule = &rules.rules[found.rule];
            let Some(severity) = self.severity_of(&found, words) else { continue };
            let excuse = self.excuse(&found, &mut judge, pass);
            if rule.kind == RuleKind::Allow {
                if excuse.is_none() {
                    protected.in_pack(rule.pack(), found.tokens, found.rule);
                }
            } else if let Some(reason) = excuse {
                excuses.add(found.rule, found.tokens.clone(), reason.clone());
                self.skip(&found, words, Reason::Harmless(reason), pass);
            } else {
                let range = text_range(words, &found.tokens);
                candidates.push(Candidate { severity, pack: rule.pack(), id: &rule.id, range, found });
            }
        }
        excuses.sort();
        candidates.retain(|candidate| match excuses.of(candidate.found.rule, &candidate.found.tokens) {
            Some(reason) => {
                self.skip(&candidate.found, words, Reason::Harmless(reason.to_owned()), pass);
                false
            }
            None => true,
        });
        self.drop_protected(&mut candidates, &protected, words, pass);
        self.keep_first_uses(&mut candidates, words, pass);
        let allowed = self.take_allowed(&mut candidates, words, pass);
        let found = self.winners(candidates, words, pass).into_iter().map(|winner| (winner, None));
        // In the order of the text, allowed or not: so no fingerprint depends on directives.
        let mut all: Vec<(Candidate, Option<String>)> = found.chain(allowed).collect();
        all.sort_by_key(|(winner, _)| winner.range.start);
        pass.fingerprints.enter_block();
        for (winner, allowed) in all {
            match allowed {
                Some(reason) => self.skip(&winner.found, words, Reason::Directive(reason), pass),
                None => {
                    let mut finding = self.finding(&winner, words, &mut pass.fingerprints);
                    self.keep_anchor(&mut finding, &winner.range, &mut pass.lint.heading_edits);
                    pass.lint.findings.push(finding);
                }
            }
        }
    }

    /// Takes out what lies inside an allowed phrase.
    fn drop_protected(&self, candidates: &mut Vec<Candidate>, protected: &Protected, words: &Words, pass: &mut Pass) {
        candidates.retain(|candidate| {
            let Some(authority) = protected.by(candidate.pack, &candidate.found.tokens) else { return true };
            let rule = authority.map(|rule| self.linter.rules.rules[rule].id.clone());
            self.skip(&candidate.found, words, Reason::Allowed(rule), pass);
            false
        });
    }

    /// Takes out what a directive allows, each with the reason. What it would have won its words from is reported: a
    /// directive speaks for the rules that it names.
    fn take_allowed<'c>(
        &self,
        candidates: &mut Vec<Candidate<'c>>,
        words: &Words,
        pass: &mut Pass,
    ) -> Vec<(Candidate<'c>, Option<String>)> {
        let mut allowed = Excuses::default();
        for Candidate { found, range, .. } in &*candidates {
            if let Some(reason) = pass.directives.allow(found.rule, self.source_of(range)) {
                allowed.add(found.rule, found.tokens.clone(), reason.to_owned());
            }
        }
        allowed.sort();
        let reason = |candidate: &Candidate| allowed.of(candidate.found.rule, &candidate.found.tokens);
        let taken = candidates.extract_if(.., |candidate| reason(candidate).is_some()).collect();
        // Of several readings of the same words one is told.
        let told = self.winners(taken, words, pass).into_iter();
        let with_reason = |winner: Candidate<'c>| {
            let reason = reason(&winner).map(str::to_owned);
            (winner, reason)
        };
        told.map(with_reason).collect()
    }

    /// Lets the candidates compete.
    fn winners<'c>(&self, candidates: Vec<Candidate<'c>>, words: &Words, pass: &mut Pass) -> Vec<Candidate<'c>> {
        let outcome = compete::compete(candidates);
        for loser in outcome.losers {
            let winner = self.linter.rules.rules[loser.winner].id.clone();
            self.skip(&loser.candidate.found, words, Reason::Lost(winner), pass);
        }
        outcome.winners
    }

    /// From the first to the last byte of source of a stretch (bytes of the block's text) that is a match.
    fn source_of(&self, range: &Range<u32>) -> Span {
        whole(&self.block.spans(range)).expect("a match has at least one word, which stands in the source")
    }

    /// The severity of a match here; `None` when the rule does not hold here.
    fn severity_of(&self, found: &Match, words: &Words) -> Option<Severity> {
        let severity = self.policy.severities[found.rule]?;
        let rule = &self.linter.rules.rules[found.rule];
        let in_path = self.linter.is_for(found.rule, self.path);
        let in_scope = self.is_in_scope(rule, &text_range(words, &found.tokens));
        (in_path && in_scope && !self.is_preferred(rule, found, words)).then_some(severity)
    }

    /// Why a match is harmless: a guard, a context, or that the claim has what it requires.
    fn excuse(&self, found: &Match, judge: &mut Judge, pass: &mut Pass) -> Option<String> {
        let compiled = self.linter.compiled(found.rule);
        if let Some(reason) = judge.excuse(found.rule, compiled, &found.tokens, &mut pass.answers) {
            return Some(reason);
        }
        let RuleKind::Require { within, .. } = self.linter.rules.rules[found.rule].kind else { return None };
        let required = compiled.wanted.as_ref()?;
        let stands = judge.has_required(found.rule, required, within, &found.tokens, &mut pass.answers);
        stands.then(|| "it has what the rule requires".to_owned())
    }

    pub fn skip(&self, found: &Match, words: &Words, reason: Reason, pass: &mut Pass) {
        let range = text_range(words, &found.tokens);
        let span = self.source_of(&range);
        let rule = &self.linter.rules.rules[found.rule];
        let is_exception = matches!(reason, Reason::Directive(_));
        let mut excepted = || {
            Box::new(Excepted {
                fingerprint: pass.fingerprints.of(rule, words, &found.tokens),
                sentence: pass.fingerprints.sentence_of(words, &found.tokens),
                quote: quote::quote(self.block, self.source, words, &found.tokens),
            })
        };
        let skipped = Skipped {
            rule: rule.id.clone(),
            pattern: found.pattern,
            text: readable::text(self.block, self.source, &range),
            span,
            excepted: is_exception.then(&mut excepted),
            reason,
        };
        pass.lint.skipped.push(skipped);
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

    fn is_preferred(&self, rule: &Rule, found: &Match, words: &Words) -> bool {
        let RuleKind::Prefer(preferred) = &rule.kind else { return false };
        let range = text_range(words, &found.tokens);
        self.block.text[range.start as usize..range.end as usize] == **preferred
    }

    fn finding(&self, winner: &Candidate, words: &Words, fingerprints: &mut Fingerprints) -> Finding {
        let rule = &self.linter.rules.rules[winner.found.rule];
        let spans = self.block.spans(&winner.range);
        let span = whole(&spans).expect("a match has at least one word, which stands in the source");
        let text = readable::text(self.block, self.source, &winner.range);
        let shown = |name: &str| match name {
            "match" => Some(text.as_str()),
            _ => {
                let (_, tokens) = winner.found.captures.iter().find(|(capture, _)| **capture == *name)?;
                let range = text_range(words, tokens);
                Some(&self.block.text[range.start as usize..range.end as usize])
            }
        };
        let message = rule.message.render(shown, |_| None).unwrap_or_else(|| rule.title.clone());
        let place = suggest::Place {
            source: self.source,
            block: self.block,
            words,
            found: &winner.found,
            spans: &spans,
            document: self.document,
            piece: self.at.piece,
        };
        Finding {
            rule: rule.id.clone(),
            pattern: winner.found.pattern,
            severity: winner.severity,
            message,
            scope: self.block.scope_of(&winner.range),
            span,
            suggestions: suggest::suggestions(rule, &place, shown),
            fingerprint: fingerprints.of(rule, words, &winner.found.tokens),
            sentence: fingerprints.sentence_of(words, &winner.found.tokens),
            quote: quote::quote(self.block, self.source, words, &winner.found.tokens),
            url: rule.sources.iter().find_map(|source| source.url.as_deref()).map(Arc::from),
            spans,
            text,
        }
    }
}

/// From the first to the last byte of some pieces of source.
fn whole(spans: &[Span]) -> Option<Span> {
    let start = spans.iter().map(|span| span.start).min()?;
    let end = spans.iter().map(|span| span.end).max()?;
    Some(Span { start, end })
}

/// The bytes of the block's text from the first to the last of these tokens.
fn text_range(words: &Words, tokens: &Range<usize>) -> Range<u32> {
    let all = words.tokens();
    all[tokens.start].span.start..all[tokens.end - 1].span.end
}
