//! What the linter reports: plain data, positions as bytes.

use crate::lint::WordsHash;
use crate::prose::Scope;
use crate::source::Span;
use std::sync::Arc;
pub use wordgate_rules::{Applicability, Severity};

/// One reported hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The full id of the rule, `pack/id`.
    pub rule: Arc<str>,
    /// The pattern that matched, by index in the rule.
    pub pattern: usize,
    /// The severity after the configuration's overrides.
    pub severity: Severity,
    /// One sentence for the writer, placeholders filled in.
    pub message: String,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The innermost scope around the match.
    pub scope: Scope,
    /// From the first to the last matched byte of the file's text, markup between included.
    pub span: Span,
    /// The pieces of source without the markup between, in order.
    pub spans: Vec<Span>,
    /// Rewordings, in the order of the rule.
    pub suggestions: Vec<Suggestion>,
    /// Hash of rule, path, sentence, match and its ordinal: stable when other lines change. 32 hexadecimal digits.
    pub fingerprint: String,
    /// Hash of the words of its sentence, by which a waiver knows it.
    pub sentence: WordsHash,
    /// What stands around the match in its sentence.
    pub quote: Quote,
    /// Where to read more: the first web address of the rule's sources.
    pub url: Option<Arc<str>>,
}

/// What stands around a match in its sentence, as a reader sees it; of a long sentence the nearest part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Before the match.
    pub before: String,
    /// Behind it.
    pub after: String,
    /// Whether the sentence has more before.
    pub cut_before: bool,
    /// Whether it has more behind.
    pub cut_after: bool,
}

/// A rewording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text that takes the place of the match.
    pub text: String,
    /// Who may apply it.
    pub applicability: Applicability,
    /// The change of the source, in order; empty when the rewording is text only.
    pub edits: Vec<Edit>,
}

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the file's text that go.
    pub span: Span,
    /// What comes instead.
    pub new_text: String,
}
