//! One text in, findings out: pure, and the same for every caller.

use super::allowance;
use super::block::{BlockLinter, Shared};
use super::cache::DocumentCache;
use super::compiled::CompiledRules;
use super::directives::{self, Directives};
use super::input::{Dates, Document, Policy};
use super::parsed::{BlockId, Effort, Parsed};
use super::result::Lint;
use crate::extract::{ExtractWarning, Extractor, Misread, Pieces, ReadingLists, document_date, split};
use crate::finding::Fingerprints;
use crate::gate::Gate;
use crate::suppress::Suppressions;
use std::sync::Arc;
use wordgate_rules::{Pattern, RuleSet, Severity};
use wordgate_text::prose::{Scope, ScopeSet};

/// Finds the matches of a set of rules. Shared by all threads.
#[derive(Debug)]
pub struct Linter {
    rules: CompiledRules,
    /// Whether only one file will come, so that the gate may not be worth its building.
    is_for_one: bool,
    /// Whether every part of a file is parsed, whatever the gate says.
    parses_everything: bool,
    /// Whether directives in the documents count.
    heeds_directives: bool,
    /// Scopes that some active rule asks for by name.
    asked_for: ScopeSet,
    /// Tells linters apart.
    identity: Arc<()>,
    /// What takes findings away.
    suppressions: Arc<Suppressions>,
    /// Which keys and attributes are read.
    reading: ReadingLists,
    /// By which day rules are judged; `None`: each holds on every day.
    dates: Option<Dates>,
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
            rules: CompiledRules::new(rules, active, allow),
            is_for_one: false,
            parses_everything: false,
            heeds_directives: true,
            asked_for,
            identity: Arc::new(()),
            suppressions: Arc::default(),
            reading: ReadingLists::default(),
            dates: None,
        }
    }

    /// The rules behind the findings.
    pub fn rules(&self) -> &RuleSet {
        &self.rules.set
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

    /// The same linter, which judges rules by the day of the document.
    #[must_use]
    pub fn with_dates(self, dates: Dates) -> Linter {
        Linter { dates: Some(dates), ..self }
    }

    /// The same linter for a single file. It finds the same, and starts sooner.
    #[must_use]
    pub fn for_one_file(self) -> Linter {
        Linter { is_for_one: true, ..self }
    }

    /// Checks a document by the rules that are on in `policy` and hold on its day.
    pub fn check(&self, extractor: &mut Extractor, document: Document, policy: &Policy) -> Lint {
        self.on_its_day(document, policy, |policy| self.pass(extractor, document, policy, None))
    }

    /// As [`Linter::check`], of a document that was checked before: only what changed is looked at. What an interrupted
    /// extractor leads to is worth nothing.
    pub fn check_again(
        &self,
        extractor: &mut Extractor,
        memory: &mut DocumentCache,
        document: Document,
        policy: &Policy,
    ) -> Lint {
        memory.begin(&self.identity, extractor);
        let lint = self.on_its_day(document, policy, |policy| self.pass(extractor, document, policy, Some(memory)));
        memory.end(extractor);
        lint
    }

    /// Checks a document by the rules that hold on its day, and warns when it has a date that is not valid.
    fn on_its_day(&self, document: Document, policy: &Policy, check: impl FnOnce(&Policy) -> Lint) -> Lint {
        let Some(dates) = &self.dates else { return check(policy) };
        let date = document_date(document.file.text(), document.format, &dates.keys);
        let day = date.and_then(Result::ok).unwrap_or(dates.as_of);
        let mut lint = match dates.has_dated_rules {
            true => Lint { day: Some(day), ..check(&policy.on(day, &self.rules.set)) },
            false => check(policy),
        };
        if let Some(Err(span)) = date {
            lint.warnings.push(ExtractWarning { span, cause: Misread::InvalidDate(day) });
        }
        lint
    }

    /// Checks a document: first finds the pieces that can hold a match, then parses and checks these.
    fn pass(
        &self,
        extractor: &mut Extractor,
        document: Document,
        policy: &Policy,
        mut memory: Option<&mut DocumentCache>,
    ) -> Lint {
        extractor.read_by(&self.reading);
        let text = document.file.text();
        let wanted = policy.scopes.union(self.asked_for);
        let has_directives = self.heeds_directives && directives::may_stand_in(text);
        let parses_anyway = has_directives || self.parses_everything;

        let Scanned { mut pieces, evident } = self.scan(document, wanted, parses_anyway, memory.as_deref_mut());
        if evident.is_empty() && !parses_anyway {
            let effort = Effort { pieces: pieces.pieces.len(), sticky: pieces.sticky, ..Effort::default() };
            return Lint { effort, ..Lint::default() };
        }
        let too_long = allowance::limit(text, document.format, &mut pieces.pieces, &evident);
        // What cannot match is clean however it was read.
        let too_long = too_long.filter(|_| has_directives || !evident.is_empty());

        let parsed = Parsed::new(document, &pieces, wanted, extractor);
        let chosen = if self.parses_everything { parsed.read_all() } else { evident.clone() };
        let directives = if has_directives { directives::read(&parsed, self.rules()) } else { Directives::default() };
        let mut shared = Shared::new(&parsed, directives);
        let mut lint = Lint::default();
        let mut checked = pieces.pieces.len();
        for piece in chosen {
            self.check_piece(piece, &parsed, policy, &mut shared, memory.as_deref_mut(), &mut lint);
            if parsed.is_interrupted() {
                return Lint::default();
            }
            if lint.unchecked.is_some() {
                checked = piece + 1;
                break;
            }
        }
        let Shared { directives, fingerprints, anchors, .. } = shared;
        self.check_directives(directives, document, policy, fingerprints, &mut lint);

        lint.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.skipped.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.suppressed = self.suppressions.apply(&mut lint.findings, &lint.skipped, document.path);
        let read = evident.iter().take_while(|piece| **piece < checked);
        lint.warnings = read.flat_map(|piece| parsed.warnings(*piece)).copied().chain(too_long).collect();
        lint.plain_from = too_long.map(|warning| warning.span.start);
        lint.heading_edits = anchors.edits;
        lint.effort = parsed.effort();
        lint
    }

    /// Splits a document and finds the pieces that can hold a match, without parsing. Where a glance shows that nothing
    /// can, the document is not split unless something in it is parsed anyway.
    fn scan(
        &self,
        document: Document,
        wanted: ScopeSet,
        parses_anyway: bool,
        memory: Option<&mut DocumentCache>,
    ) -> Scanned {
        let text = document.file.text();
        let own_gate = if self.is_for_one { Gate::for_text(self.rules.patterns(), text) } else { None };
        let gate = || own_gate.as_ref().unwrap_or_else(|| self.rules.gate());
        let glance = if memory.is_none() { gate().scan(text) } else { None };
        if memory.is_none() && glance.is_none() && !parses_anyway {
            return Scanned::default();
        }
        let mut pieces = split(text, document.format);
        if wanted.contains(Scope::Code) {
            pieces.code.clear();
        }
        let evident = match (memory, glance) {
            (Some(memory), _) => memory.evidence(self.rules.gate(), text, &pieces),
            (None, Some(mut glance)) => {
                let opens = |piece: &usize| glance.opens(text, pieces.pieces[*piece].range, &pieces.code);
                (0..pieces.pieces.len()).filter(opens).collect()
            }
            (None, None) => Vec::new(),
        };
        Scanned { pieces, evident }
    }

    /// Checks the blocks of a piece, until the document has too many matches.
    fn check_piece<'d>(
        &self,
        piece: usize,
        parsed: &Parsed<'d>,
        policy: &Policy,
        shared: &mut Shared<'_, 'd>,
        mut memory: Option<&mut DocumentCache>,
        lint: &mut Lint,
    ) {
        for (block, own) in parsed.blocks(piece).iter().enumerate() {
            if parsed.is_interrupted() || lint.unchecked.is_some() {
                return;
            }
            let find = || self.rules.find(own);
            let found = match &mut memory {
                // An address is cut in its own way.
                Some(memory) if own.scope != Scope::Url => memory.matches(own, find),
                _ => Arc::new(find()),
            };
            if !found.matches.is_empty() {
                let (rules, at, words) = (&self.rules, BlockId { piece, block }, &found.words);
                BlockLinter { rules, policy, parsed, at, block: own, words }.check(&found, shared, lint);
            }
        }
    }

    /// Adds what there is to say about the directives themselves.
    fn check_directives(
        &self,
        directives: Directives,
        document: Document,
        policy: &Policy,
        mut fingerprints: Fingerprints,
        lint: &mut Lint,
    ) {
        // A rule about directives that the set does not have is on as it is.
        let severity =
            |rule: &str| self.rules().index_of(rule).map_or(Some(Severity::Warning), |index| policy.severities[index]);
        // What was not looked for may be what a directive allows.
        let is_whole = lint.unchecked.is_none();
        let is_active =
            |rule: usize| is_whole && policy.severities[rule].is_some() && self.rules.is_for(rule, document.path);
        let (findings, beyond) = directives.findings(document.file.text(), &mut fingerprints, severity, is_active);
        lint.findings.extend(findings);
        lint.unchecked = lint.unchecked.into_iter().chain(beyond).min();
    }
}

/// A document in pieces, and those of them, in order, that can hold a match.
#[derive(Default)]
struct Scanned {
    pieces: Pieces,
    evident: Vec<usize>,
}
