//! What a check of one version of a document gave, ready for every question about it.

use super::documents::Document;
use super::encoding::{Encoding, Positions};
use super::uri;
use super::workspace::Loaded;
use crate::extract::{Extractor, Format};
use crate::finding::{Edit, Finding};
use crate::run::lint_document;
use crate::source::SourceFile;
use lsp_types::{Diagnostic, Range, TextEdit};
use std::rc::Rc;

/// The findings of one version of a document.
#[derive(Default)]
pub(super) struct Checked {
    /// Each with what the client sees of it.
    pub findings: Vec<(Finding, Diagnostic)>,
    /// The text they are of and the rules they come from; `None` when the document is not checked.
    pub basis: Option<Basis>,
}

/// What findings refer to.
pub(super) struct Basis {
    pub file: SourceFile,
    pub loaded: Rc<Loaded>,
}

impl Checked {
    /// Checks a document. One that is excluded, or of no known format, has no findings.
    pub fn new(uri: &str, document: &mut Document, extractor: &mut Extractor, encoding: Encoding) -> Checked {
        let Some(loaded) = document.loaded.clone() else { return Checked::default() };
        let mut session = loaded.session.borrow_mut();
        let base = document.path.as_ref().map_or_else(|| uri::buffer_name(uri), |path| session.base_path(path));
        let is_wanted = document.path.is_none() || session.globs.takes(&base);
        let Some(format) = format(document, &base, &session.globs).filter(|_| is_wanted) else {
            return Checked::default();
        };
        let Ok(file) = SourceFile::decode(document.text.clone().into_bytes()) else { return Checked::default() };
        let policy = session.policies.policy(&base);
        extractor.recall(std::mem::take(&mut document.memory));
        let lint = lint_document(&session, &loaded.linter, extractor, (&file, format, &base), &policy);
        document.memory = extractor.take_memory();
        drop(session);
        let mut positions = Positions::new(&file, encoding);
        let findings = lint.findings.into_iter().map(|finding| {
            let diagnostic = super::diagnostics::diagnostic(&finding, &mut positions);
            (finding, diagnostic)
        });
        let findings = findings.collect();
        Checked { findings, basis: Some(Basis { file, loaded }) }
    }

    /// The diagnostics, by position.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(|(_, diagnostic)| diagnostic.clone()).collect()
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
}

/// The format that the configuration gives, else that of the extension, else that of the editor's language.
fn format(document: &Document, base: &str, globs: &crate::config::FileGlobs) -> Option<Format> {
    let by_extension = || Format::from_extension(document.path.as_ref()?.extension()?.to_str()?);
    globs.format(base).or_else(by_extension).or_else(|| document.format_by_language())
}
