//! One text in, findings out: pure, and the same for every caller.

mod allowance;
mod anchors;
mod article;
mod compete;
mod compiled;
mod directives;
mod document;
mod fingerprint;
mod first_use;
mod inherit;
mod judge;
mod links;
mod markup;
mod memory;
#[cfg(test)]
mod overlap_tests;
mod quota;
mod quote;
mod readable;
mod references;
mod site;
mod skipped;
mod suggest;
#[cfg(test)]
mod suggest_tests;
#[cfg(test)]
mod tests;

use crate::extract::{ExtractWarning, Extractor, Format, Piece, Pieces, ReadingLists, split};
use crate::finding::Finding;
use crate::gate::{Gate, Glance};
use crate::matcher::Matcher;
use crate::prose::{Scope, ScopeSet};
use crate::rule::{Pattern, Rule, RuleSet, Severity};
use crate::source::{SourceFile, Span};
use crate::suppress::{Suppressed, Suppressions};
pub(crate) use allowance::{ALLOWANCE, weight};
pub use anchors::{HeadingEdits, LinkedAnchors};
use compiled::Compiled;
use directives::Directives;
use document::{At, Document, Manuscript};
use fingerprint::Fingerprints;
pub use fingerprint::{WordsHash, hash_of_words};
use jiff::civil::Date;
use judge::Answers;
pub use memory::Memory;
use quota::Quota;
pub use quota::{MOST_MATCHES, TOO_MANY};
use site::{Pass, Site};
pub use skipped::{Excepted, Reason, Skipped};
use std::collections::HashSet;
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
    /// The safe edits of headings, which are not safe where other files link to the heading: see [`Lint::respect`].
    pub heading_edits: HeadingEdits,
    /// Places that were read as plain text.
    pub warnings: Vec<ExtractWarning>,
    /// From where on (byte of the text) parts may have been read as plain text, when the file is too long to parse all of
    /// it.
    pub plain_from: Option<u32>,
    /// From where on not everything was checked, when the file has more than [`MOST_MATCHES`] matches. All of its findings
    /// are then more than these.
    pub unchecked: Option<Span>,
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
    /// Whether directives in the documents count.
    heeds_directives: bool,
    matcher: OnceLock<Matcher>,
    /// Phrases that win over the findings of every pack.
    allow: Vec<Pattern>,
    allowed: OnceLock<Matcher>,
    /// What each rule needs beside its patterns.
    compiled: Vec<OnceLock<Compiled>>,
    /// Scopes that some active rule asks for by name.
    asked_for: ScopeSet,
    /// Tells linters apart.
    identity: Arc<()>,
    /// What takes findings away.
    suppressions: Arc<Suppressions>,
    /// Which keys and attributes are read.
    reading: ReadingLists,
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
            heeds_directives: true,
            matcher: OnceLock::new(),
            allow: allow.to_vec(),
            allowed: OnceLock::new(),
            compiled: active.iter().map(|_| OnceLock::new()).collect(),
            active: active.to_vec(),
            asked_for,
            identity: Arc::new(()),
            suppressions: Arc::default(),
            reading: ReadingLists::default(),
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

    /// The same linter without regard to directives in the documents.
    #[must_use]
    pub fn without_directives(self) -> Linter {
        Linter { heeds_directives: false, ..self }
    }

    /// Whether directives in the documents count.
    pub fn heeds_directives(&self) -> bool {
        self.heeds_directives
    }

    /// The same linter, whose findings are those that nothing takes away.
    #[must_use]
    pub fn with_suppressions(self, suppressions: Arc<Suppressions>) -> Linter {
        Linter { suppressions, ..self }
    }

    /// The same linter, which reads these keys and attributes.
    #[must_use]
    pub fn with_reading(self, reading: ReadingLists) -> Linter {
        Linter { reading, ..self }
    }

    /// The same linter for a single file. It finds the same, and starts sooner.
    #[must_use]
    pub fn for_one_file(self) -> Linter {
        Linter { is_for_one: true, ..self }
    }

    /// Whether a rule is for the file at `path`.
    fn is_for(&self, rule: usize, path: &str) -> bool {
        self.compiled(rule).paths.as_ref().is_none_or(|globs| globs.matches(path))
    }

    /// The severity of one of the rules about directives; `None` when it is off. A set that does not have them has them
    /// as they are.
    fn own_severity(&self, rule: &str, policy: &Policy) -> Option<Severity> {
        self.rules.index_of(rule).map_or(Some(Severity::Warning), |index| policy.severities[index])
    }

    /// The patterns of which a match can be a finding.
    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        // An `allow` rule gives no findings of its own.
        let rules = self.rules.rules.iter().zip(&self.active).filter(|(rule, active)| **active && !rule.protects);
        rules.flat_map(|(rule, _)| rule.patterns())
    }

    fn gate(&self) -> &Gate {
        self.gate.get_or_init(|| Gate::new(self.patterns()))
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
        self.pass(extractor, (file, format, path), policy, None)
    }

    fn pass(
        &self,
        extractor: &mut Extractor,
        (file, format, path): (&SourceFile, Format, &str),
        policy: &Policy,
        mut memory: Option<&mut Memory>,
    ) -> Lint {
        let text = file.text();
        extractor.read_by(&self.reading);
        let is_marked = self.heeds_directives && directives::may_stand_in(text);
        let own_gate = if self.is_for_one { Gate::for_text(self.patterns(), text) } else { None };
        let gate = || own_gate.as_ref().unwrap_or_else(|| self.gate());
        let glance = if memory.is_none() { gate().glance(text) } else { None };
        if memory.is_none() && glance.is_none() && !self.parses_everything && !is_marked {
            return Lint::default();
        }
        let wanted = policy.scopes.union(self.asked_for);
        let Pieces { mut pieces, code, sticky } = split(text, format);
        let code: &[Span] = if wanted.contains(Scope::Code) { &[] } else { &code };
        let evidence = match &mut memory {
            Some(memory) => memory.evidence(self.gate(), text, &pieces, code),
            None => evidence(glance, text, &pieces, code),
        };
        if evidence.is_empty() && !self.parses_everything && !is_marked {
            return Lint { effort: Effort { pieces: pieces.len(), sticky, ..Effort::default() }, ..Lint::default() };
        }
        // What cannot match is clean however it was read.
        let may_tell = is_marked || !evidence.is_empty();
        let beyond = allowance::limit(text, format, &mut pieces, &evidence).filter(|_| may_tell);
        let document = Document::new(Manuscript { text, format, pieces: &pieces, code, wanted }, extractor);
        let linted: Vec<usize> = if self.parses_everything { document.read_all() } else { evidence.clone() };
        let directives = if is_marked { Directives::read(&document, text, &self.rules) } else { Directives::default() };
        let mut pass = Pass {
            directives,
            fingerprints: Fingerprints::new(path),
            answers: Answers::default(),
            mentioned: HashSet::new(),
            quota: Quota::default(),
            memory,
            lint: Lint::default(),
        };
        let mut checked = pieces.len();
        'pieces: for piece in linted {
            for (block, own) in document.blocks(piece).iter().enumerate() {
                if document.is_interrupted() {
                    return Lint::default();
                }
                let at = At { piece, block };
                let site = Site { linter: self, source: text, path, policy, document: &document, at, block: own };
                site.lint(&mut pass);
                if pass.lint.unchecked.is_some() {
                    checked = piece + 1;
                    break 'pieces;
                }
            }
        }
        let mut lint = pass.lint;
        // What was not looked for may be what a directive allows.
        let is_whole = lint.unchecked.is_none();
        let (about, untold) = pass.directives.findings(
            text,
            &mut pass.fingerprints,
            |rule| self.own_severity(rule, policy),
            |rule| is_whole && policy.severities[rule].is_some() && self.is_for(rule, path),
        );
        lint.findings.extend(about);
        lint.unchecked = lint.unchecked.into_iter().chain(untold).min();
        lint.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.skipped.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.suppressed = self.suppressions.apply(&mut lint.findings, &lint.skipped, path);
        lint.plain_from = beyond.as_ref().map(|warning| warning.span.start);
        let read = evidence.iter().take_while(|piece| **piece < checked);
        lint.warnings = read.flat_map(|piece| document.warnings(*piece)).cloned().chain(beyond).collect();
        lint.effort = Effort { pieces: pieces.len(), sticky, ..document.effort() };
        lint
    }
}

/// The pieces that can hold a match.
fn evidence(glance: Option<Glance>, text: &str, pieces: &[Piece], code: &[Span]) -> Vec<usize> {
    let Some(mut glance) = glance else { return Vec::new() };
    (0..pieces.len()).filter(|piece| glance.opens(text, pieces[*piece].range, code)).collect()
}
