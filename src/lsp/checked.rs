//! What a check of one version of a document gave, ready for every question about it.

use super::capabilities::Client;
use super::diagnostics::{Note, diagnostic, first_line, line, note, related};
use super::encoding::{Encoding, Positions};
use super::uri;
use super::waivers::{self, expiry};
use super::workspace::Loaded;
use crate::extract::{Extractor, Format};
use crate::finding::{Applicability, Edit, Finding};
use crate::fix::{Directive, Fixer};
use crate::globs::{fixed_part, of_file};
use crate::lint::{Document, Lint, Memory, Policy, TOO_MANY};
use crate::rule::own;
use crate::source::{SourceFile, Span};
use crate::suppress::{Suppressed, Waiver, Waivers};
use crate::walk::FileKind;
use lsp_types::{Diagnostic, Range, TextEdit};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A version of a document, and by which rules it is to be checked.
pub(super) struct Manuscript {
    pub uri: String,
    pub path: Option<PathBuf>,
    pub text: String,
    pub loaded: Arc<Loaded>,
    /// The format that the editor's name of the language stands for.
    pub by_language: Option<Format>,
    pub client: Client,
}

/// What one version of a document comes to.
#[derive(Default)]
pub(super) struct Checked {
    /// Each with what the client sees of it.
    pub findings: Vec<(Finding, Diagnostic)>,
    /// What else the client is to see: what was not read as it should be, and why.
    notes: Vec<Diagnostic>,
    /// The text they are of and what holds for it; `None` when the document is not checked.
    pub basis: Option<Basis>,
    /// The waivers for this document alone, by index, that name nothing in it.
    pub idle: Vec<usize>,
}

/// What findings refer to.
pub(super) struct Basis {
    pub file: SourceFile,
    pub loaded: Arc<Loaded>,
    format: Format,
    /// The name for globs and fingerprints.
    base: String,
    policy: Policy,
}

impl Checked {
    /// Checks a document. One that is excluded, or of no known format, has no findings. What an interrupted extractor
    /// leads to is worth nothing.
    pub fn new(manuscript: Manuscript, memory: &mut Memory, extractor: &mut Extractor) -> Checked {
        let Manuscript { uri, path, text, loaded, by_language, client } = manuscript;
        let mut session = loaded.session();
        let base = path.as_ref().map_or_else(|| uri::buffer_name(&uri), |path| session.base_path(path));
        // Some editors take a configuration for plain text.
        let is_config = path.is_some() && path == session.config_file;
        let is_wanted = path.is_none() || (session.globs.takes(&base) && !is_config);
        // The format that the configuration gives, else that of the extension, else that of the editor's language.
        let format = match path.as_ref().map(|path| FileKind::of(&session.globs, path, &base)) {
            Some(FileKind::Document(format)) => Some(format),
            Some(FileKind::Code) => None,
            Some(FileKind::Unknown) => by_language,
            None => session.globs.format(&base).or(by_language),
        };
        let Some(format) = format.filter(|_| is_wanted) else { return Checked::default() };
        let file = match SourceFile::decode(text.into_bytes()) {
            Ok(file) => file,
            Err(error) => return Checked::unread(&error.to_string()),
        };
        let policy = session.policies.policy(&base);
        let (suppressions, config) = (session.suppressions.clone(), session.config_file.clone());
        let is_whole = path.is_some() && !session.is_narrowed;
        drop(session);
        let document = Document { file: &file, format, path: &base };
        let lint = loaded.linter.check_again(extractor, memory, document, &policy);
        let waivers = &suppressions.waivers;
        let idle = if is_whole { idle(&loaded, &policy, waivers, &lint, &base) } else { Vec::new() };
        let mut positions = Positions::new(&file, client.encoding);
        let findings = lint.findings.into_iter().map(|finding| {
            let diagnostic = diagnostic(&finding, &mut positions);
            (finding, diagnostic)
        });
        let mut findings: Vec<(Finding, Diagnostic)> = findings.collect();
        if let Some(config) = config.filter(|_| client.relates) {
            relate(&mut findings, waivers, &lint.suppressed, &config);
        }
        let notes =
            lint.warnings.iter().map(|warning| (Note::of(warning.cause), warning.span, warning.cause.to_string()));
        let notes = notes.chain(lint.unchecked.map(|from| (Note::NotChecked, from, TOO_MANY.to_owned())));
        let mut place = |span| positions.range(first_line(&file, span));
        let notes = notes.map(|(kind, span, message)| note(kind, place(span), &message)).collect();
        Checked { findings, notes, idle, basis: Some(Basis { file, loaded, format, base, policy }) }
    }

    /// A document that could not be checked, which is not to look like a clean one.
    pub fn unread(why: &str) -> Checked {
        Checked { notes: vec![note(Note::NotChecked, Range::default(), why)], ..Checked::default() }
    }

    /// The diagnostics: findings, then notes, each by position.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(|(_, diagnostic)| diagnostic).chain(&self.notes).cloned().collect()
    }

    /// The findings, by index, that share a place with a range, its ends included.
    pub fn touching(&self, range: Range, encoding: Encoding) -> impl Iterator<Item = usize> {
        let offset = |file: &SourceFile, position| encoding.offset(file.text(), file.lines(), position);
        let ends = self.basis.as_ref().map(|Basis { file, .. }| (offset(file, range.start), offset(file, range.end)));
        let (start, end) = ends.map_or((0, 0), |(start, end)| (start.min(end), start.max(end)));
        (0..self.findings.len()).filter(move |finding| {
            let own = self.findings[*finding].0.span.range();
            own.start <= end && start <= own.end
        })
    }

    /// Edits as the client takes them.
    pub fn text_edits<'e>(&self, edits: impl IntoIterator<Item = &'e Edit>, encoding: Encoding) -> Vec<TextEdit> {
        let Some(basis) = &self.basis else { return Vec::new() };
        let mut positions = Positions::new(&basis.file, encoding);
        let edit = |edit: &Edit| TextEdit { range: positions.range(edit.span), new_text: edit.new_text.clone() };
        edits.into_iter().map(edit).collect()
    }

    /// Whether some finding has a safe edit.
    pub fn may_be_fixed(&self) -> bool {
        let mut suggestions = self.findings.iter().flat_map(|(finding, _)| &finding.suggestions);
        suggestions.any(|suggestion| suggestion.applicability == Applicability::Safe && !suggestion.edits.is_empty())
    }

    /// The edits that `wordgate fix` makes: all safe ones that leave the document no worse. What an interrupted
    /// extractor leads to is worth nothing.
    pub fn fixes(&self, extractor: &mut Extractor) -> Vec<Edit> {
        let Some(basis) = &self.basis else { return Vec::new() };
        let bytes = basis.file.text().as_bytes();
        let Ok(file) = SourceFile::decode(bytes.to_vec()) else { return Vec::new() };
        basis.fixer().fix(extractor, file, bytes).edits
    }

    /// Whether a directive may be offered for a finding: they count here, and the finding is not itself about one.
    pub fn may_be_allowed(&self, finding: usize) -> bool {
        let pack = self.findings[finding].0.rule.split('/').next();
        pack != Some(own::PACK) && self.basis.as_ref().is_some_and(|basis| basis.loaded.linter.heeds_directives())
    }

    /// A directive that allows a finding. What an interrupted extractor leads to is worth nothing.
    pub fn directive(&self, extractor: &mut Extractor, finding: usize) -> Option<Directive> {
        let basis = self.basis.as_ref()?;
        basis.fixer().directive(extractor, &basis.file, &self.findings.get(finding)?.0.fingerprint)
    }
}

impl Basis {
    fn fixer(&self) -> Fixer<'_> {
        let Basis { loaded, format, base, policy, .. } = self;
        Fixer {
            linter: &loaded.linter,
            policy,
            path: base,
            format: *format,
            applies: Applicability::Safe,
            linked: None,
        }
    }
}

/// The waivers, by index, for the file `base` alone that name nothing in it although their rules are on.
fn idle(loaded: &Loaded, policy: &Policy, waivers: &Waivers, lint: &Lint, base: &str) -> Vec<usize> {
    let (met, rules) = (&lint.suppressed, loaded.linter.rules());
    let named: HashSet<usize> = met.named.iter().map(|named| named.waiver).chain(met.spared.iter().copied()).collect();
    let is_idle = |at: &usize| {
        let waiver = &waivers.list()[*at];
        let is_on = |rule: usize| {
            let holds = |day| rules.rules[rule].validity.holds_on(day);
            policy.severities[rule].is_some() && lint.day.is_none_or(holds)
        };
        let is_of_file = waiver.path == of_file(base) || fixed_part(&waiver.path) == (base.to_owned(), true);
        is_of_file && waivers.hold(*at) && !named.contains(at) && rules.index_of(&waiver.rule).is_some_and(is_on)
    };
    waivers.matching(base).into_iter().filter(is_idle).collect()
}

/// Says of findings that an expired waiver names why they are back, and where it stands.
fn relate(findings: &mut [(Finding, Diagnostic)], waivers: &Waivers, met: &Suppressed, config: &Path) {
    let expired = met.named.iter().filter(|named| !waivers.hold(named.waiver));
    let expired: HashMap<(Span, &str), &Waiver> = expired
        .map(|named| (named.span, &waivers.list()[named.waiver]))
        .map(|(span, waiver)| ((span, &*waiver.rule), waiver))
        .collect();
    if expired.is_empty() {
        return;
    }
    let uri = waivers::uri(config);
    for (finding, diagnostic) in findings {
        let Some(waiver) = expired.get(&(finding.span, &*finding.rule)) else { continue };
        let related = expiry(waiver).map(|message| vec![related(&uri, line(waiver.line), &message)]);
        diagnostic.related_information = related;
    }
}
