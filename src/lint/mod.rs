//! One text in, findings out: pure, and the same for every caller.

mod article;
mod compete;
mod compiled;
mod document;
mod fingerprint;
mod inherit;
mod judge;
mod markup;
#[cfg(test)]
mod overlap_tests;
mod readable;
mod skipped;
mod suggest;
#[cfg(test)]
mod suggest_tests;
#[cfg(test)]
mod tests;

use crate::context::is_negator;
use crate::extract::{ExtractWarning, Extractor, Format, Piece, Pieces, split};
use crate::finding::Finding;
use crate::gate::{Gate, Glance, PlainText};
use crate::matcher::{Match, Matcher};
use crate::prose::{ProseBlock, Scope, ScopeSet, Words};
use crate::rule::{Pattern, Rule, RuleKind, RuleSet, Severity};
use crate::source::{SourceFile, Span};
use crate::suppress::{Suppressed, Suppressions};
use compete::{Candidate, Protected};
use compiled::Compiled;
use document::{At, Document, Manuscript};
use fingerprint::Fingerprints;
pub use fingerprint::{WordsHash, hash_of_words};
use inherit::Excuses;
use jiff::civil::Date;
use judge::{Answers, Judge};
pub use skipped::{Reason, Skipped};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What holds for one file: the configuration's say about each rule.
#[derive(Clone, Debug)]
pub struct Policy {
    /// For each rule of the set, by index: its severity here, or `None` when it is off here.
    pub severities: Arc<[Option<Severity>]>,
    /// The scopes that are checked where a rule does not say otherwise.
    pub scopes: ScopeSet,
}

impl Policy {
    /// The policy with the rules off that do not hold on this day.
    #[must_use]
    pub fn on(&self, day: Date, rules: &RuleSet) -> Policy {
        let holds = |(severity, rule): (&Option<Severity>, &Rule)| severity.filter(|_| rule.validity.holds_on(day));
        Policy { severities: self.severities.iter().zip(&rules.rules).map(holds).collect(), scopes: self.scopes }
    }
}

/// What linting one file gave.
#[derive(Debug, Default)]
pub struct Lint {
    /// The findings, by position, then rule id.
    pub findings: Vec<Finding>,
    /// Matches that are not reported, by position, then rule id.
    pub skipped: Vec<Skipped>,
    /// Findings that a waiver or the baseline took away.
    pub suppressed: Suppressed,
    /// Places that were read as plain text.
    pub warnings: Vec<ExtractWarning>,
    /// What it took.
    pub effort: Effort,
}

/// How much of a file had to be parsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// The pieces that the file was split into; 0 when a glance at its bytes was enough.
    pub pieces: usize,
    /// Those that were parsed.
    pub parsed: usize,
    /// Bytes of them.
    pub parsed_bytes: usize,
    /// Whether the last piece is the rest of the file only because its lines could not be told apart for sure.
    pub sticky: bool,
}

/// Finds the matches of a set of rules. Shared by all threads; each part is built when it is first needed.
#[derive(Debug)]
pub struct Linter {
    rules: Arc<RuleSet>,
    /// Whether each rule of the set is active.
    active: Vec<bool>,
    /// Tells which parts of a file have to be parsed.
    gate: OnceLock<Gate>,
    /// Whether only one file will come, so that the gate may not be worth its building.
    is_for_one: bool,
    /// Whether they are all parsed, whatever the gate tells.
    parses_everything: bool,
    matcher: OnceLock<Matcher>,
    /// Phrases that win over the findings of every pack.
    allow: Vec<Pattern>,
    allowed: OnceLock<Matcher>,
    /// What each rule needs beside its patterns.
    compiled: Vec<OnceLock<Compiled>>,
    /// Scopes that some active rule asks for by name.
    asked_for: ScopeSet,
    /// What takes findings away.
    suppressions: Arc<Suppressions>,
}

impl Linter {
    /// Takes the rules for which `active` (by index in the set) holds. `allow` are phrases that are never reported.
    pub fn new(rules: Arc<RuleSet>, active: &[bool], allow: &[Pattern]) -> Linter {
        let asked_for = rules
            .rules
            .iter()
            .zip(active)
            .filter_map(|(rule, active)| rule.scopes.filter(|_| *active)?.only)
            .fold(ScopeSet::default(), ScopeSet::union);
        Linter {
            gate: OnceLock::new(),
            is_for_one: false,
            parses_everything: false,
            matcher: OnceLock::new(),
            allow: allow.to_vec(),
            allowed: OnceLock::new(),
            compiled: active.iter().map(|_| OnceLock::new()).collect(),
            active: active.to_vec(),
            asked_for,
            suppressions: Arc::default(),
            rules,
        }
    }

    fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| Matcher::new(&self.rules, |index| self.active[index]))
    }

    fn allowed(&self) -> &Matcher {
        self.allowed.get_or_init(|| Matcher::of_patterns(&self.allow))
    }

    fn compiled(&self, rule: usize) -> &Compiled {
        self.compiled[rule].get_or_init(|| Compiled::new(&self.rules.rules[rule]))
    }

    /// The rules behind the findings.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The same linter without its gate: it parses everything. Slow, and finds the same.
    #[must_use]
    pub fn without_gate(self) -> Linter {
        Linter { parses_everything: true, ..self }
    }

    /// The same linter, whose findings are those that nothing takes away.
    #[must_use]
    pub fn with_suppressions(self, suppressions: Arc<Suppressions>) -> Linter {
        Linter { suppressions, ..self }
    }

    /// The same linter for a single file. It finds the same, and starts sooner.
    #[must_use]
    pub fn for_one_file(self) -> Linter {
        Linter { is_for_one: true, ..self }
    }

    /// The patterns of which a match can be a finding.
    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        // An `allow` rule gives no findings of its own.
        let rules = self.rules.rules.iter().zip(&self.active).filter(|(rule, active)| **active && !rule.protects);
        rules.flat_map(|(rule, _)| rule.patterns())
    }

    /// What can be seen of a file before it is parsed; `None` when nothing in it can match.
    fn glance(&self, text: &str) -> Option<Glance<'_>> {
        if self.is_for_one
            && let Some(mut plain) = PlainText::of(text)
            && !self.patterns().any(|pattern| plain.may_match(pattern))
        {
            return None;
        }
        self.gate.get_or_init(|| Gate::new(self.patterns())).glance(text)
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
        let glance = self.glance(text);
        if glance.is_none() && !self.parses_everything {
            return Lint::default();
        }
        let wanted = policy.scopes.union(self.asked_for);
        let Pieces { pieces, code, sticky } = split(text, format);
        let code: &[Span] = if wanted.contains(Scope::Code) { &[] } else { &code };
        let evidence = evidence(glance, text, &pieces, code);
        let document = Document::new(Manuscript { text, format, pieces: &pieces, wanted }, extractor);
        let linted: Vec<usize> = if self.parses_everything { document.read_all() } else { evidence.clone() };
        let mut pass = Pass {
            fingerprints: Fingerprints::new(path),
            answers: Answers::default(),
            mentioned: HashSet::new(),
            lint: Lint::default(),
        };
        for piece in linted {
            for (block, own) in document.blocks(piece).iter().enumerate() {
                let at = At { piece, block };
                let site = Site { linter: self, source: text, path, policy, document: &document, at, block: own };
                site.lint(&mut pass);
            }
        }
        let mut lint = pass.lint;
        lint.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.skipped.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.suppressed = self.suppressions.apply(&mut lint.findings, path);
        // What cannot match is clean however it was read.
        lint.warnings = evidence.iter().flat_map(|piece| document.warnings(*piece)).cloned().collect();
        lint.effort = Effort { pieces: pieces.len(), sticky, ..document.effort() };
        lint
    }
}

/// The pieces that can hold a match.
fn evidence(glance: Option<Glance>, text: &str, pieces: &[Piece], code: &[Span]) -> Vec<usize> {
    let Some(mut glance) = glance else { return Vec::new() };
    (0..pieces.len()).filter(|piece| glance.opens(text, pieces[*piece].range, code)).collect()
}

/// What grows while a file is linted.
struct Pass<'p> {
    fingerprints: Fingerprints<'p>,
    answers: Answers,
    /// The first-use rules whose name was mentioned.
    mentioned: HashSet<usize>,
    lint: Lint,
}

/// One block of one file.
struct Site<'s, 'd> {
    linter: &'s Linter,
    source: &'s str,
    path: &'s str,
    policy: &'s Policy,
    document: &'s Document<'d>,
    at: At,
    block: &'s ProseBlock,
}

impl Site<'_, '_> {
    fn lint(&self, pass: &mut Pass) {
        let words = match self.block.scope {
            Scope::Url => Words::of_address(&self.block.text),
            _ => Words::new(&self.block.text),
        };
        let matches = self.linter.matcher().find(&words, &|_, at| is_negator(&words, at));
        if matches.is_empty() {
            return;
        }
        let mut protected = Protected::default();
        for allowed in self.linter.allowed().find(&words, &|_, _| false) {
            protected.everywhere(allowed.tokens);
        }
        let mut judge = Judge::new(self.document, self.at, &words);
        let mut candidates = Vec::new();
        let mut excuses = Excuses::default();
        for found in matches {
            let rule = &self.linter.rules.rules[found.rule];
            let Some(severity) = self.severity_of(&found, &words) else { continue };
            let excuse = self.excuse(&found, &mut judge, pass);
            if rule.kind == RuleKind::Allow {
                if excuse.is_none() {
                    protected.in_pack(rule.pack(), found.tokens, found.rule);
                }
            } else if let Some(reason) = excuse {
                excuses.add(found.rule, found.tokens.clone(), reason.clone());
                self.skip(&found, &words, Reason::Harmless(reason), pass);
            } else {
                let range = text_range(&words, &found.tokens);
                candidates.push(Candidate { severity, pack: rule.pack(), id: &rule.id, range, found });
            }
        }
        excuses.sort();
        candidates.retain(|candidate| match excuses.of(candidate.found.rule, &candidate.found.tokens) {
            Some(reason) => {
                self.skip(&candidate.found, &words, Reason::Harmless(reason.to_owned()), pass);
                false
            }
            None => true,
        });
        self.drop_protected(&mut candidates, &protected, &words, pass);
        self.keep_first_uses(&mut candidates, &words, pass);
        let outcome = compete::compete(candidates);
        for loser in outcome.losers {
            let winner = self.linter.rules.rules[loser.winner].id.clone();
            self.skip(&loser.candidate.found, &words, Reason::Lost(winner), pass);
        }
        pass.fingerprints.enter_block();
        for winner in outcome.winners {
            let finding = self.finding(&winner, &words, &mut pass.fingerprints);
            pass.lint.findings.push(finding);
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

    /// The severity of a match here; `None` when the rule does not hold here.
    fn severity_of(&self, found: &Match, words: &Words) -> Option<Severity> {
        let severity = self.policy.severities[found.rule]?;
        let rule = &self.linter.rules.rules[found.rule];
        let compiled = self.linter.compiled(found.rule);
        let in_path = compiled.paths.as_ref().is_none_or(|globs| globs.matches(self.path));
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

    /// Of the mentions of a first-use rule, keeps the first of the document, when it is not in full.
    fn keep_first_uses(&self, candidates: &mut Vec<Candidate>, words: &Words, pass: &mut Pass) {
        candidates.sort_by_key(|candidate| candidate.range.start);
        candidates.retain(|candidate| {
            let Some(why) = self.no_first_use(&candidate.found, words, pass) else { return true };
            self.skip(&candidate.found, words, Reason::Harmless(why.to_owned()), pass);
            false
        });
    }

    /// Why a mention is not one that a first-use rule reports.
    fn no_first_use(&self, found: &Match, words: &Words, pass: &mut Pass) -> Option<&'static str> {
        let RuleKind::FirstUse { headings_count, .. } = self.linter.rules.rules[found.rule].kind else { return None };
        let is_title = [Scope::Heading, Scope::FrontMatter, Scope::Title, Scope::Alt, Scope::Attribute]
            .contains(&self.block.scope);
        if is_title && !headings_count {
            return Some("headings and titles do not count as the first mention");
        }
        if !pass.mentioned.insert(found.rule) {
            return Some("not the first mention");
        }
        let full = self.linter.compiled(found.rule).wanted.as_ref()?;
        let tokens = &found.tokens;
        let covers = |full: &Match| full.tokens.start <= tokens.start && tokens.end <= full.tokens.end;
        full.find(words, &|_, _| false).iter().any(covers).then_some("the first mention is in full")
    }

    fn skip(&self, found: &Match, words: &Words, reason: Reason, pass: &mut Pass) {
        let range = text_range(words, &found.tokens);
        let span = whole(&self.block.spans(&range)).expect("a match has at least one word, which stands in the source");
        let rule = self.linter.rules.rules[found.rule].id.clone();
        let skipped = Skipped {
            rule,
            pattern: found.pattern,
            text: readable::text(self.block, self.source, &range),
            span,
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
        let place =
            suggest::Place { source: self.source, block: self.block, words, found: &winner.found, spans: &spans };
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
