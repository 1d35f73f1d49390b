//! One document with everything that its session says about it: the one way to a lint, for files and for editors.

use super::document_date::{DocumentDate, document_date};
use crate::extract::{ExtractWarning, Extractor, Format};
use crate::lint::{Lint, Linter, Policy};
use crate::session::Session;
use crate::source::SourceFile;

/// Lints a document under the name `base` (relative to the configuration's folder), by the rules of its day.
pub fn lint_document(
    session: &Session,
    linter: &Linter,
    extractor: &mut Extractor,
    (file, format, base): (&SourceFile, Format, &str),
    policy: &Policy,
) -> Lint {
    let date = document_date(file.text(), format, &session.config.document_date);
    let day = if let DocumentDate::Day(day) = date { day } else { session.as_of };
    let mut lint = linter.lint(extractor, file, format, base, &policy.on(day, &session.rules));
    if let DocumentDate::Unreadable(span) = date {
        let message = format!("the document's date is no date; its rules are judged as of {day}");
        lint.warnings.push(ExtractWarning { span, message });
    }
    lint
}
