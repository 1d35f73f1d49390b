//! [`Linter`]: checks one document after another with a set of rules.
//!
//! A check has three steps. `scan` splits the document into pieces (runs of lines that can be parsed on their own) and
//! finds those that can contain a match, without parsing. `check_piece` parses them, matches the patterns in their
//! blocks and evaluates the matches. `check_directives` reports directives that are malformed or unused.

use super::block::{BlockLinter, DocumentState};
use super::cache::DocumentCache;
use super::compiled::CompiledRules;
use super::directives::{self, Directives};
use super::input::{Dates, Document, Policy};
use super::languages::BlockLanguages;
use super::parse_budget;
use super::parsed::{BlockId, Effort, ParsedDocument};
use super::result::Lint;
use crate::context::Parties;
use crate::extract::{ExtractWarning, Extractor, Misread, Pieces, ReadingLists, document_date, split_file};
use crate::finding::{Finding, Fingerprints};
use crate::gate::GateScan;
use crate::suppress::{Suppressed, Suppressions};
use std::sync::Arc;
use wordgate_rules::{Pattern, RuleSet, Severity};
use wordgate_text::language::Language;
use wordgate_text::prose::{Scope, ScopeSet};

/// The length in bytes up to which a file that is the only one is parsed as a whole. Building the gate would take longer.
const MAX_SINGLE_LEN: usize = 16 << 10;

/// A set of rules, ready to check documents. All threads share it.
#[derive(Debug)]
pub struct Linter {
    pub(super) rules: CompiledRules,
    /// Files up to this length in bytes are parsed as a whole, without the gate.
    max_ungated_len: usize,
    /// Whether inline directives have an effect.
    respects_directives: bool,
    /// The scopes that active rules name in `scopes`.
    pub(super) named_scopes: ScopeSet,
    /// Identifies the linter, so that a [`DocumentCache`] never returns the results of another one.
    identity: Arc<()>,
    /// The waivers and the baseline.
    suppressions: Arc<Suppressions>,
    /// Which front matter keys and HTML attributes are read as prose.
    reading: ReadingLists,
    /// How to find the date of a document; `None` to use every rule whatever its validity.
    pub(super) dates: Option<Dates>,
    /// The language of text whose language is unknown; `None` for English.
    pub(super) language: Option<Language>,
}

impl Linter {
    /// Creates a linter for the rules whose entry in `active` (by index in the set) is true. Phrases in `allow` are
    /// never reported.
    pub fn new(rules: Arc<RuleSet>, active: &[bool], allow: &[Pattern]) -> Linter {
        let rules = CompiledRules::new(rules, active, allow);
        Linter {
            named_scopes: rules.named_scopes(),
            rules,
            max_ungated_len: 0,
            respects_directives: true,
            identity: Arc::new(()),
            suppressions: Arc::default(),
            reading: ReadingLists::default(),
            dates: None,
            language: None,
        }
    }

    /// Returns the set of rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules.set
    }

    /// Makes the linter parse every piece and not use the gate. This is slow and gives the same findings.
    #[must_use]
    pub fn without_gate(self) -> Linter {
        Linter { max_ungated_len: usize::MAX, ..self }
    }

    /// Makes the linter ignore inline directives.
    #[must_use]
    pub fn without_directives(self) -> Linter {
        Linter { respects_directives: false, ..self }
    }

    /// Returns whether inline directives have an effect.
    pub fn respects_directives(&self) -> bool {
        self.respects_directives
    }

    /// Makes the linter suppress findings that these waivers or this baseline cover.
    #[must_use]
    pub fn with_suppressions(self, suppressions: Arc<Suppressions>) -> Linter {
        Linter { suppressions, ..self }
    }

    /// Sets the names of the organisation that writes the documents. The context `third-party` takes a statement about
    /// any other name for one about somebody else.
    #[must_use]
    pub fn with_organisation(mut self, names: Vec<Pattern>) -> Linter {
        self.rules.parties = Parties::new(names, wordgate_packs::parties);
        self
    }

    /// Sets which front matter keys and HTML attributes are read as prose.
    #[must_use]
    pub fn with_reading(self, reading: ReadingLists) -> Linter {
        Linter { reading, ..self }
    }

    /// Makes the linter apply only rules that are valid on the date of the document.
    #[must_use]
    pub fn with_dates(self, dates: Dates) -> Linter {
        Linter { dates: Some(dates), ..self }
    }

    /// Sets the language of text whose language is unknown; English without it.
    #[must_use]
    pub fn with_language(self, language: Option<Language>) -> Linter {
        Linter { language, ..self }
    }

    /// Prepares the linter for a single file: it starts faster and gives the same findings.
    #[must_use]
    pub fn for_one_file(self) -> Linter {
        Linter { max_ungated_len: self.max_ungated_len.max(MAX_SINGLE_LEN), ..self }
    }

    /// Checks a document with the rules that `policy` enables and that are valid on the document's date.
    pub fn check(&self, extractor: &mut Extractor, document: Document, policy: &Policy) -> Lint {
        let lint = self.check_on_date(document, policy, |policy| self.check_text(extractor, document, policy, None));
        Lint { uncovered: self.uncovered_language(document, policy), ..lint }
    }

    /// Checks a document like [`Linter::check`], but reuses the results in `cache` of an earlier version of the
    /// document. If the extractor was interrupted, the result is incomplete and must be discarded.
    pub fn check_again(
        &self,
        extractor: &mut Extractor,
        cache: &mut DocumentCache,
        document: Document,
        policy: &Policy,
    ) -> Lint {
        cache.begin_check(&self.identity, extractor);
        let lint =
            self.check_on_date(document, policy, |policy| self.check_text(extractor, document, policy, Some(cache)));
        cache.end_check(extractor);
        lint
    }

    /// Removes the findings that waivers and the baseline suppress, and returns them.
    pub(super) fn suppress(&self, findings: &mut Vec<Finding>, path: &str) -> Suppressed {
        self.suppressions.apply(findings, &[], path)
    }

    /// Finds the document's date, runs `check` with the rules that are valid on it, and warns if the date is invalid.
    fn check_on_date(&self, document: Document, policy: &Policy, check: impl FnOnce(&Policy) -> Lint) -> Lint {
        let Some(dates) = &self.dates else { return check(policy) };
        let date = document_date(document.file.text_of_section(0), document.format, &dates.keys);
        let day = date.and_then(Result::ok).unwrap_or(dates.as_of);
        let mut lint = match dates.has_dated_rules {
            true => Lint { day: Some(day), ..check(&policy.on_date(day, &self.rules.set)) },
            false => check(policy),
        };
        if let Some(Err(span)) = date {
            lint.warnings.push(ExtractWarning { span, cause: Misread::InvalidDate(day) });
        }
        lint
    }

    /// Returns a linter with other rules and the same settings, which parses everything.
    pub(super) fn with_rules(&self, rules: CompiledRules) -> Linter {
        Linter {
            named_scopes: rules.named_scopes(),
            rules,
            max_ungated_len: usize::MAX,
            respects_directives: self.respects_directives,
            identity: Arc::new(()),
            suppressions: self.suppressions.clone(),
            reading: self.reading.clone(),
            dates: self.dates.clone(),
            language: self.language,
        }
    }

    /// Checks the text of a document with the rules of `policy`, and ignores its date.
    pub(super) fn check_text(
        &self,
        extractor: &mut Extractor,
        document: Document,
        policy: &Policy,
        mut cache: Option<&mut DocumentCache>,
    ) -> Lint {
        extractor.set_reading_lists(&self.reading);
        let text = document.file.text();
        let scopes = policy.scopes.union(self.named_scopes);
        let may_have_directives = self.respects_directives && directives::may_occur_in(text);
        let parses_all = text.len() <= self.max_ungated_len;
        let must_parse = may_have_directives || parses_all;
        let file_warnings = ExtractWarning::of_file(document.file);

        let Scanned { mut pieces, mut matchable } = self.scan(document, scopes, must_parse, cache.as_deref_mut());
        if matchable.as_ref().is_some_and(Vec::is_empty) && !must_parse {
            let effort = Effort { pieces: pieces.pieces.len(), unsplittable: pieces.unsplittable, ..Effort::default() };
            return Lint { effort, warnings: file_warnings, ..Lint::default() };
        }
        let mut too_long = None;
        if parse_budget::may_limit(text, document.format, &pieces.pieces) {
            let matchable = matchable.get_or_insert_with(|| self.matchable(document, &pieces));
            too_long = parse_budget::limit(text, document.format, &mut pieces.pieces, matchable);
            // If no piece can contain a match and there are no directives, it does not matter how the pieces are read.
            too_long = too_long.filter(|_| may_have_directives || !matchable.is_empty());
        }

        let parsed = ParsedDocument::new(document, &pieces, scopes, extractor);
        let chosen = match &matchable {
            Some(matchable) if !parses_all => matchable.clone(),
            _ => parsed.parse_all(),
        };
        let directives =
            if may_have_directives { directives::read(&parsed, self.rules()) } else { Directives::default() };
        let languages = BlockLanguages::new(self.language_of(document, policy));
        let mut shared = DocumentState::new(&parsed, directives, languages, !parses_all);
        let mut lint = Lint::default();
        let mut checked = pieces.pieces.len();
        for piece in chosen {
            self.check_piece(piece, &parsed, policy, &mut shared, cache.as_deref_mut(), &mut lint);
            if parsed.is_interrupted() {
                return Lint::default();
            }
            if lint.unchecked.is_some() {
                checked = piece + 1;
                break;
            }
        }
        let DocumentState { directives, fingerprints, anchors, .. } = shared;
        self.check_directives(directives, document, policy, fingerprints, &mut lint);

        for finding in &mut lint.findings {
            finding.place = document.file.place_at(finding.span.start);
        }
        lint.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.skipped.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        lint.suppressed = self.suppressions.apply(&mut lint.findings, &lint.skipped, document.path);
        // A warning matters only for a piece that can contain a match.
        if matchable.is_some() || (0..checked).any(|piece| !parsed.warnings(piece).is_empty()) {
            let matchable = matchable.unwrap_or_else(|| self.matchable(document, &pieces));
            let read = matchable.iter().take_while(|piece| **piece < checked);
            lint.warnings = read.flat_map(|piece| parsed.warnings(*piece)).copied().chain(too_long).collect();
        }
        lint.warnings.extend(file_warnings);
        lint.plain_from = too_long.map(|warning| warning.span.start);
        lint.heading_edits = anchors.edits;
        lint.effort = parsed.effort();
        lint
    }

    /// Splits a document and finds the pieces that can contain a match, without parsing. If the gate rules out the
    /// whole document, it is not split, unless there is a `cache` or it `must_parse` for another reason, such as
    /// directives.
    fn scan(
        &self,
        document: Document,
        scopes: ScopeSet,
        must_parse: bool,
        cache: Option<&mut DocumentCache>,
    ) -> Scanned {
        let text = document.file.text();
        let uses_gate = cache.is_none() && text.len() > self.max_ungated_len;
        let scan = if uses_gate { self.rules.gate().scan(text, document.format) } else { None };
        if uses_gate && scan.is_none() && !must_parse {
            return Scanned { matchable: Some(Vec::new()), ..Scanned::default() };
        }
        let mut pieces = split_file(document.file, document.format);
        if scopes.contains(Scope::Code) {
            pieces.code.clear();
        }
        let matchable = match cache {
            Some(cache) => Some(cache.matchable(self.rules.gate(), document, &pieces)),
            None => uses_gate.then(|| opened(scan, text, &pieces)),
        };
        Scanned { pieces, matchable }
    }

    /// Returns the pieces that can contain a match.
    fn matchable(&self, document: Document, pieces: &Pieces) -> Vec<usize> {
        let text = document.file.text();
        opened(self.rules.gate().scan(text, document.format), text, pieces)
    }

    /// Checks the blocks of a piece, and stops if the document has too many matches.
    fn check_piece<'d>(
        &self,
        piece: usize,
        parsed: &ParsedDocument<'d>,
        policy: &Policy,
        shared: &mut DocumentState<'_, 'd>,
        mut cache: Option<&mut DocumentCache>,
        lint: &mut Lint,
    ) {
        for (index, block) in parsed.blocks(piece).iter().enumerate() {
            if parsed.is_interrupted() || lint.unchecked.is_some() {
                return;
            }
            let find = || self.rules.find(block);
            let found = match &mut cache {
                // The words of an address depend on its scope, which is not part of the cache key.
                Some(cache) if block.scope != Scope::Url => cache.matches(block, find),
                _ => Arc::new(find()),
            };
            if !found.matches.is_empty() {
                let (rules, id, words) = (&self.rules, BlockId { piece, block: index }, &found.words);
                BlockLinter { rules, policy, parsed, id, block, words }.check(&found, shared, lint);
            }
        }
    }

    /// Adds findings about malformed and unused directives.
    fn check_directives(
        &self,
        directives: Directives,
        document: Document,
        policy: &Policy,
        mut fingerprints: Fingerprints,
        lint: &mut Lint,
    ) {
        // If the set has no rules about directives, these findings are warnings.
        let severity =
            |rule: &str| self.rules().index_of(rule).map_or(Some(Severity::Warning), |index| policy.severities[index]);
        // After an incomplete check, a directive that seems unused may allow an unchecked match.
        let is_complete = lint.unchecked.is_none();
        let is_active = |rule: usize| {
            is_complete && policy.severities[rule].is_some() && self.rules.applies_to(rule, document.path)
        };
        let (findings, first_omitted) =
            directives.findings(document.file.text(), &mut fingerprints, severity, is_active);
        lint.findings.extend(findings);
        lint.unchecked = lint.unchecked.into_iter().chain(first_omitted).min();
    }
}

/// A document split into pieces.
#[derive(Default)]
struct Scanned {
    pieces: Pieces,
    /// The indices of the pieces that can contain a match, in ascending order; `None` if the gate was not used.
    matchable: Option<Vec<usize>>,
}

/// Returns the indices of the pieces for which the gate opens.
fn opened(scan: Option<GateScan>, text: &str, pieces: &Pieces) -> Vec<usize> {
    let Some(mut scan) = scan else { return Vec::new() };
    (0..pieces.pieces.len()).filter(|piece| scan.opens(text, pieces.pieces[*piece].range, &pieces.code)).collect()
}
