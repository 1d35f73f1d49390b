//! The result of checking one version of a document, ready for every request about it.
//!
//! This is the only file of the server that lints, fixes or reads the configuration of a document.

use super::capabilities::Client;
use super::diagnostics::{Note, diagnostic, first_line, note};
use super::encoding::{PositionEncoding, Positions};
use super::uri;
use super::waivers::{explain_expired_waivers, find_stale};
use super::workspace::Loaded;
use lsp_types::{Diagnostic, Range, TextEdit};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_core::extract::{Extractor, Format, Interrupt, open};
use wordgate_core::finding::{Applicability, Edit, Finding};
use wordgate_core::fix::{Fixer, NewDirective};
use wordgate_core::lint::{Document, DocumentCache, TOO_MANY_MATCHES};
use wordgate_project::paths;
use wordgate_project::walk::FileKind;
use wordgate_text::source::SourceFile;

/// A version of a document, and the rules to check it with.
pub(super) struct Snapshot {
    pub uri: String,
    pub path: Option<PathBuf>,
    pub text: String,
    pub loaded: Arc<Loaded>,
    /// The format of the language that the editor sent.
    pub by_language: Option<Format>,
    pub client: Client,
}

/// The result of checking one version of a document.
#[derive(Default)]
pub(super) struct Checked {
    /// The findings, each with its diagnostic.
    pub findings: Vec<(Finding, Diagnostic)>,
    /// Further diagnostics: which text was not parsed or not checked, and why.
    notes: Vec<Diagnostic>,
    /// The checked text and its rules; `None` if the document is not checked.
    pub basis: Option<Basis>,
    /// The indices of waivers for this document alone that match nothing in it.
    pub stale_waivers: Vec<usize>,
}

/// The text that was checked, and the rules that it was checked with.
pub(super) struct Basis {
    pub file: SourceFile,
    pub loaded: Arc<Loaded>,
    format: Format,
    /// The name of the document that globs match and fingerprints contain.
    pub base: String,
}

impl Checked {
    /// Checks a document. Excluded documents and those of an unknown format have no findings. After an interrupt, the
    /// result must not be used.
    pub fn new(snapshot: Snapshot, cache: &mut DocumentCache, interrupt: &Interrupt) -> Checked {
        let Snapshot { uri, path, text, loaded, by_language, client } = snapshot;
        let session = &loaded.session;
        let base = path.as_ref().map_or_else(|| uri::buffer_name(&uri), |path| session.base_path(path));
        // Some editors treat TOML files as plain text, but files of the configuration are not checked.
        let is_part = |path: &PathBuf| {
            session.files.iter().any(|name| paths::absolute(&session.directory, Path::new(name)) == *path)
        };
        let is_config = path.as_ref().is_some_and(is_part);
        let is_wanted = path.is_none() || (session.globs.includes(&base) && !loaded.is_excluded && !is_config);
        // The configuration decides the format, then the file extension, then the editor's language.
        let format = match path.as_ref().map(|path| FileKind::of(&session.globs, path, &base)) {
            Some(FileKind::Document(format)) => Some(format),
            Some(FileKind::Code | FileKind::Settings(_)) => None,
            Some(FileKind::Unknown) => by_language,
            None => session.globs.format(&base).or(by_language),
        };
        let Some(format) = format.filter(|_| is_wanted) else { return Checked::default() };
        let file = match open(text.into_bytes(), format) {
            Ok(file) => file,
            Err(error) => return Checked::failed(&error.to_string()),
        };
        let is_whole = path.is_some() && !session.names_single_rules;
        let mut extractor = Extractor::with_interrupt(interrupt);
        let document = Document { file: &file, format, path: &base };
        let lint = loaded.checker.check_with_cache(&mut extractor, cache, document);
        let (waivers, used) = (&session.suppressions.waivers, &lint.suppressed);
        let is_on = |rule: &str| loaded.checker.is_on(rule, &base, lint.day);
        let stale_waivers = if is_whole { find_stale(waivers, used, &base, is_on) } else { Vec::new() };
        let mut positions = Positions::new(&file, client.encoding);
        let findings = lint.findings.into_iter().map(|finding| {
            let finding = finding.in_stored(&file);
            let diagnostic = diagnostic(&finding, &mut positions);
            (finding, diagnostic)
        });
        let mut findings: Vec<(Finding, Diagnostic)> = findings.collect();
        if client.shows_related_information {
            explain_expired_waivers(&mut findings, waivers, used, &session.directory);
        }
        let notes = lint
            .warnings
            .iter()
            .map(|warning| (Note::from_misread(warning.cause), warning.span, warning.cause.to_string()));
        let notes = notes.chain(lint.unchecked.map(|from| (Note::NotChecked, from, TOO_MANY_MATCHES.to_owned())));
        let mut line_range = |span| positions.range(first_line(file.stored(), file.stored_span(span)));
        let notes = notes.map(|(kind, span, message)| note(kind, line_range(span), &message)).collect();
        Checked { findings, notes, stale_waivers, basis: Some(Basis { file, loaded, format, base }) }
    }

    /// Returns the result for a document that could not be checked. Its note keeps it from looking clean.
    pub fn failed(why: &str) -> Checked {
        Checked { notes: vec![note(Note::NotChecked, Range::default(), why)], ..Checked::default() }
    }

    /// Returns the diagnostics: findings, then notes, both sorted by position.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(|(_, diagnostic)| diagnostic).chain(&self.notes).cloned().collect()
    }

    /// Returns the indices of the findings that overlap or touch a range.
    pub fn touching(&self, range: Range, encoding: PositionEncoding) -> impl Iterator<Item = usize> {
        let offset = |file: &SourceFile, position| {
            let stored = file.stored();
            encoding.offset(stored.text(), stored.lines(), position)
        };
        let ends = self.basis.as_ref().map(|Basis { file, .. }| (offset(file, range.start), offset(file, range.end)));
        let (start, end) = ends.map_or((0, 0), |(start, end)| (start.min(end), start.max(end)));
        (0..self.findings.len()).filter(move |finding| {
            let span = self.findings[*finding].0.span.range();
            span.start <= end && start <= span.end
        })
    }

    /// Converts edits of the stored text to those of the protocol.
    pub fn text_edits<'e>(
        &self,
        edits: impl IntoIterator<Item = &'e Edit>,
        encoding: PositionEncoding,
    ) -> Vec<TextEdit> {
        let Some(basis) = &self.basis else { return Vec::new() };
        let mut positions = Positions::new(&basis.file, encoding);
        let edit = |edit: &Edit| TextEdit { range: positions.range(edit.span), new_text: edit.new_text.clone() };
        edits.into_iter().map(edit).collect()
    }

    /// Whether some finding has a safe edit.
    pub fn has_safe_edit(&self) -> bool {
        let mut suggestions = self.findings.iter().flat_map(|(finding, _)| &finding.suggestions);
        suggestions.any(|suggestion| suggestion.applicability == Applicability::Safe && !suggestion.edits.is_empty())
    }

    /// Returns the edits that `wordgate fix` would make: the safe ones that add no finding and change no other text.
    /// After an interrupt, they must not be used.
    pub fn fixes(&self, interrupt: &Interrupt) -> Vec<Edit> {
        let Some(basis) = &self.basis else { return Vec::new() };
        let bytes = basis.file.stored().text().as_bytes();
        let Ok(file) = open(bytes.to_vec(), basis.format) else { return Vec::new() };
        let fixed = basis.fixer().fix(&mut Extractor::with_interrupt(interrupt), file, bytes);
        fixed.edits.iter().map(|edit| edit.in_stored(&basis.file)).collect()
    }

    /// Whether directives are enabled.
    pub fn respects_directives(&self) -> bool {
        self.basis.as_ref().is_some_and(|basis| basis.loaded.checker.respects_directives())
    }

    /// Returns a directive that allows a finding, if one can be inserted. After an interrupt, it must not be used.
    pub fn directive(&self, interrupt: &Interrupt, finding: usize) -> Option<NewDirective> {
        let (basis, (finding, _)) = (self.basis.as_ref()?, self.findings.get(finding)?);
        let mut extractor = Extractor::with_interrupt(interrupt);
        basis.fixer().directive(&mut extractor, &basis.file, &finding.fingerprint)
    }
}

impl Basis {
    fn fixer(&self) -> Fixer<'_> {
        let Basis { loaded, format, base, .. } = self;
        let checker = &loaded.checker;
        Fixer { checker, path: base, format: *format, least_safe: Applicability::Safe, linked: None }
    }
}
