//! One document with everything that its session says about it.

use super::document_date::{DocumentDate, document_date};
use crate::extract::{ExtractWarning, Extractor, Format};
use crate::lint::{Lint, Linter, Policy};
use crate::session::Session;
use crate::source::SourceFile;

/// Lints a document under the name `base` (relative to the configuration's folder), by the rules of its day.
pub(super) fn lint_document(
    session: &Session,
    linter: &Linter,
    extractor: &mut Extractor,
    (file, format, base): (&SourceFile, Format, &str),
    policy: &Policy,
) -> Lint {
    let (policy, warning) = policy_of_day(session, (file, format), policy);
    let mut lint = linter.lint(extractor, file, format, base, &policy);
    lint.warnings.extend(warning);
    lint
}

/// What holds for a document on its day, for files and for editors, and a warning when it has a date that is none.
pub fn policy_of_day(
    session: &Session,
    (file, format): (&SourceFile, Format),
    policy: &Policy,
) -> (Policy, Option<ExtractWarning>) {
    let date = document_date(file.text(), format, &session.config.document_date);
    let day = if let DocumentDate::Day(day) = date { day } else { session.as_of };
    let warning = match date {
        DocumentDate::Unreadable(span) => {
            let message = format!("the document's date is no date; its rules are judged as of {day}");
            Some(ExtractWarning { span, message })
        }
        _ => None,
    };
    // To ask each of many thousand rules for its dates takes longer than to check a file.
    let policy = if session.is_dated { policy.on(day, &session.rules) } else { policy.clone() };
    (policy, warning)
}
