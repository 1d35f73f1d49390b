//! What a check of one version of a document gave, ready for every question about it.

use super::diagnostics::{Note, diagnostic, first_line, note};
use super::encoding::{Encoding, Positions};
use super::uri;
use super::workspace::Loaded;
use crate::extract::{Extractor, Format};
use crate::finding::{Applicability, Edit, Finding};
use crate::fix::Fixer;
use crate::lint::{Memory, Policy};
use crate::run::policy_of_day;
use crate::source::SourceFile;
use lsp_types::{Diagnostic, Range, TextEdit};
use std::path::PathBuf;
use std::sync::Arc;

/// A version of a document, and by which rules it is to be checked.
pub(super) struct Manuscript {
    pub uri: String,
    pub path: Option<PathBuf>,
    pub text: String,
    pub loaded: Arc<Loaded>,
    /// The format that the editor's name of the language stands for.
    pub by_language: Option<Format>,
    pub encoding: Encoding,
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
        let Manuscript { uri, path, text, loaded, by_language, encoding } = manuscript;
        let mut session = loaded.session();
        let base = path.as_ref().map_or_else(|| uri::buffer_name(&uri), |path| session.base_path(path));
        let is_wanted = path.is_none() || session.globs.takes(&base);
        // The format that the configuration gives, else that of the extension, else that of the editor's language.
        let by_extension = || Format::from_extension(path.as_ref()?.extension()?.to_str()?);
        let format = session.globs.format(&base).or_else(by_extension).or(by_language);
        let Some(format) = format.filter(|_| is_wanted) else { return Checked::default() };
        let file = match SourceFile::decode(text.into_bytes()) {
            Ok(file) => file,
            Err(error) => return Checked::unread(&error.to_string()),
        };
        let policy = session.policies.policy(&base);
        let (policy, undated) = policy_of_day(&session, (&file, format), &policy);
        drop(session);
        let lint = loaded.linter.lint_again(extractor, memory, (&file, format, &base), &policy);
        let mut positions = Positions::new(&file, encoding);
        let findings = lint.findings.into_iter().map(|finding| {
            let diagnostic = diagnostic(&finding, &mut positions);
            (finding, diagnostic)
        });
        let findings = findings.collect();
        let notes = lint.warnings.iter().map(|warning| (Note::ReadAsText, warning));
        let notes = notes.chain(undated.iter().map(|warning| (Note::NoDate, warning)));
        let mut place = |span| positions.range(first_line(&file, span));
        let notes = notes.map(|(kind, warning)| note(kind, place(warning.span), &warning.message));
        let notes = notes.collect();
        Checked { findings, notes, basis: Some(Basis { file, loaded, format, base, policy }) }
    }

    /// A document that could not be checked, which is not to look like a clean one.
    pub fn unread(why: &str) -> Checked {
        Checked { notes: vec![note(Note::NotChecked, Range::default(), why)], ..Checked::default() }
    }

    /// The diagnostics: findings, then notes, each by position.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(|(_, diagnostic)| diagnostic).chain(&self.notes).cloned().collect()
    }

    /// The findings that share a place with a range, its ends included.
    pub fn touching(&self, range: Range, encoding: Encoding) -> impl Iterator<Item = &(Finding, Diagnostic)> {
        let offset = |file: &SourceFile, position| encoding.offset(file.text(), file.lines(), position);
        let ends = self.basis.as_ref().map(|Basis { file, .. }| (offset(file, range.start), offset(file, range.end)));
        let (start, end) = ends.map_or((0, 0), |(start, end)| (start.min(end), start.max(end)));
        self.findings.iter().filter(move |(finding, _)| {
            let own = finding.span.range();
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
        let Some(Basis { file, loaded, format, base, policy }) = &self.basis else { return Vec::new() };
        let bytes = file.text().as_bytes();
        let Ok(file) = SourceFile::decode(bytes.to_vec()) else { return Vec::new() };
        let (linter, applies) = (&loaded.linter, Applicability::Safe);
        Fixer { linter, policy, path: base, format: *format, applies }.fix(extractor, file, bytes).edits
    }
}
