//! One text in, findings out: pure, and the same for every caller.

mod compete;
mod fingerprint;
mod suggest;

use crate::extract::{ExtractWarning, Extractor, Format, Piece};
use crate::finding::Finding;
use crate::matcher::{Match, Matcher};
use crate::prose::{OPAQUE, ProseBlock, ScopeSet, Words};
use crate::rule::{Pattern, Rule, RuleKind, RuleSet, Severity};
use crate::source::{SourceFile, Span};
use compete::{Candidate, Protected};
use fingerprint::Fingerprints;
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::ops::Range;
use std::sync::Arc;

/// What holds for one file: the configuration's say about each rule.
#[derive(Clone, Debug)]
pub struct Policy {
    /// For each rule of the set, by index: its severity here, or `None` when it is off here.
    pub severities: Arc<[Option<Severity>]>,
    /// The scopes that are checked where a rule does not say otherwise.
    pub scopes: ScopeSet,
}

/// What linting one file gave.
#[derive(Debug, Default)]
pub struct Lint {
    /// The findings, by position, then rule id.
    pub findings: Vec<Finding>,
    /// Places that were read as plain text.
    pub warnings: Vec<ExtractWarning>,
}

/// Finds the matches of a set of rules. Built once, shared by all threads.
#[derive(Debug)]
pub struct Linter {
    rules: Arc<RuleSet>,
    matcher: Matcher,
    /// Phrases that win over the findings of every pack.
    allowed: Matcher,
    /// For each rule, the paths it is for; `None`: all.
    paths: Vec<Option<GlobSet>>,
    /// Scopes that some active rule asks for by name.
    asked_for: ScopeSet,
}

impl Linter {
    /// Compiles the rules for which `active` (by index in the set) holds. `allow` are phrases that are never reported.
    pub fn new(rules: Arc<RuleSet>, active: &[bool], allow: &[Pattern]) -> Linter {
        let matcher = Matcher::new(&rules, |index| active[index]);
        let paths = rules.rules.iter().map(|rule| globs(&rule.paths)).collect();
        let asked_for = rules
            .rules
            .iter()
            .zip(active)
            .filter_map(|(rule, active)| rule.scopes.filter(|_| *active)?.only)
            .fold(ScopeSet::default(), ScopeSet::union);
        Linter { matcher, allowed: Matcher::of_patterns(allow), paths, asked_for, rules }
    }

    /// The rules behind the findings.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Lints one file. `path` (relative to the configuration's folder, forward slashes) is used for the rules' own
    /// globs and for fingerprints.
    pub fn lint(
        &self,
        extractor: &mut Extractor,
        file: &SourceFile,
        format: Format,
        path: &str,
        policy: &Policy,
    ) -> Lint {
        let text = file.text();
        let wanted = policy.scopes.union(self.asked_for);
        let extraction = extractor.extract(text, format, &Piece::whole(text), wanted);
        let mut fingerprints = Fingerprints::new(path);
        let mut findings: Vec<Finding> = Vec::new();
        for block in &extraction.blocks {
            let site = Site { linter: self, source: text, path, policy, block };
            site.findings(&mut fingerprints, &mut findings);
        }
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        Lint { findings, warnings: extraction.warnings }
    }
}

/// Rule files with bad globs are refused when they are loaded.
fn globs(paths: &[String]) -> Option<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for path in paths {
        set.add(Glob::new(path).expect("globs are checked when rules are loaded"));
    }
    let set = set.build().expect("each glob was built before");
    (!paths.is_empty()).then_some(set)
}

/// One block of one file.
struct Site<'s> {
    linter: &'s Linter,
    source: &'s str,
    path: &'s str,
    policy: &'s Policy,
    block: &'s ProseBlock,
}

impl Site<'_> {
    fn findings(&self, fingerprints: &mut Fingerprints, findings: &mut Vec<Finding>) {
        let words = Words::new(&self.block.text);
        let matches = self.linter.matcher.find(&words, &|_, _| false);
        if matches.is_empty() {
            return;
        }
        let mut protected = Protected::default();
        for allowed in self.linter.allowed.find(&words, &|_, _| false) {
            protected.everywhere(allowed.tokens);
        }
        let mut candidates = Vec::new();
        for found in matches {
            let rule = &self.linter.rules.rules[found.rule];
            let Some(severity) = self.severity_of(&found, &words) else { continue };
            if rule.kind == RuleKind::Allow {
                protected.in_pack(rule.pack(), found.tokens);
            } else if !self.is_preferred(rule, &found, &words) {
                let range = text_range(&words, &found.tokens);
                candidates.push(Candidate { severity, pack: rule.pack(), id: &rule.id, range, found });
            }
        }
        candidates.retain(|candidate| !protected.covers(candidate.pack, &candidate.found.tokens));
        fingerprints.enter_block();
        for winner in compete::winners(candidates) {
            findings.push(self.finding(&winner, &words, fingerprints));
        }
    }

    /// The severity of a match here; `None` when the rule does not hold here.
    fn severity_of(&self, found: &Match, words: &Words) -> Option<Severity> {
        let severity = self.policy.severities[found.rule]?;
        let rule = &self.linter.rules.rules[found.rule];
        let in_path = self.linter.paths[found.rule].as_ref().is_none_or(|globs| globs.is_match(self.path));
        let in_scope = self.is_in_scope(rule, &text_range(words, &found.tokens));
        (in_path && in_scope).then_some(severity)
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
        let span = Span {
            start: spans.iter().map(|span| span.start).min().unwrap_or(0),
            end: spans.iter().map(|span| span.end).max().unwrap_or(0),
        };
        let text = self.readable(&winner.range);
        let shown = |name: &str| match name {
            "match" => Some(text.as_str()),
            _ => {
                let (_, tokens) = winner.found.captures.iter().find(|(capture, _)| **capture == *name)?;
                let range = text_range(words, tokens);
                Some(&self.block.text[range.start as usize..range.end as usize])
            }
        };
        let message = rule.message.render(shown).unwrap_or_else(|| rule.title.clone());
        let place = suggest::Place { words, found: &winner.found, span, contiguous: spans.len() == 1 };
        Finding {
            rule: rule.id.clone(),
            severity: winner.severity,
            message,
            scope: self.block.scope_of(&winner.range),
            span,
            suggestions: suggest::suggestions(rule, &place, shown),
            fingerprint: fingerprints.of(rule, words, &winner.found.tokens),
            url: rule.sources.iter().find_map(|source| source.url.as_deref()).map(Arc::from),
            spans,
            text,
        }
    }

    /// A stretch of the block with what is opaque in it as the source writes it.
    fn readable(&self, range: &Range<u32>) -> String {
        let text = &self.block.text[range.start as usize..range.end as usize];
        if !text.contains(OPAQUE) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            if c != OPAQUE {
                out.push(c);
                continue;
            }
            let start = range.start + u32::try_from(at).expect("blocks are smaller than files");
            let end = start + u32::try_from(c.len_utf8()).expect("a character has four bytes at most");
            let pieces = self.block.spans(&(start..end));
            out.extend(pieces.iter().map(|piece| &self.source[piece.range()]));
        }
        out
    }
}

/// The bytes of the block's text from the first to the last of these tokens.
fn text_range(words: &Words, tokens: &Range<usize>) -> Range<u32> {
    let all = words.tokens();
    all[tokens.start].span.start..all[tokens.end - 1].span.end
}
