//! The finding about a file of unknown type that was checked as plain text. Its markup, if it has any, was read as words.

use super::{Document, Lint, Linter, Policy};
use crate::finding::{Finding, Fingerprints};
use wordgate_rules::directive_rules::READ_AS_TEXT;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

const MESSAGE: &str = "wordgate does not know this type of file and checked it as plain text; give it a format under \
                       `include` in wordgate.toml";

/// The first line is marked up to this many bytes.
const MAX_MARKED: usize = 80;

impl Linter {
    /// Adds the finding to the result of a check, unless its rule is off, a waiver or the baseline suppresses it, or
    /// the file has no text.
    pub(crate) fn add_read_as_text(&self, document: Document, policy: &Policy, lint: &mut Lint) {
        let severity = self.rules().index_of(READ_AS_TEXT).and_then(|rule| policy.severities[rule]);
        let text = document.file.text();
        let (Some(severity), Some(span)) = (severity, first_words(text)) else { return };
        // The fingerprint does not depend on the text: the finding is about the whole file.
        let fingerprint = Fingerprints::new(document.path).of_directive(READ_AS_TEXT, "");
        let place = (Scope::Paragraph, span, text);
        let mut found = vec![Finding::of_program(READ_AS_TEXT, severity, MESSAGE.to_owned(), place, fingerprint)];
        let suppressed = self.suppress(&mut found, document.path);
        lint.findings.splice(0..0, found);
        lint.suppressed.accepted.extend(suppressed.accepted);
        lint.suppressed.named.extend(suppressed.named);
    }
}

/// Returns the start of the first line with text.
fn first_words(text: &str) -> Option<Span> {
    let start = text.find(|c: char| !c.is_whitespace() && c != '\0')?;
    let rest = &text[start..];
    let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
    let mut end = line.len().min(MAX_MARKED);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    Some(Span::new(start, start + line[..end].trim_end().len()))
}
