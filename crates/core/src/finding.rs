//! The outcome of each match: a [`Finding`], or a [`Skipped`] match with the reason why it is not reported.
//!
//! These types are plain data. Positions are byte offsets in the file's text.

mod fingerprint;

pub(crate) use fingerprint::Fingerprints;
pub use fingerprint::{WordsHash, hash_of_words};

use crate::context::Cue;
use std::fmt;
use std::sync::Arc;
pub use wordgate_rules::{Applicability, Severity};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// A reported match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The full id of the rule, `pack/id`.
    pub rule: Arc<str>,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The severity, after the overrides of the configuration.
    pub severity: Severity,
    /// One sentence that tells the writer what is wrong, with placeholders filled in.
    pub message: String,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The innermost scope around the match.
    pub scope: Scope,
    /// The range from the first to the last matched byte of the file's text, including markup in between.
    pub span: Span,
    /// The matched parts of the source in order, without the markup in between.
    pub spans: Vec<Span>,
    /// Suggested replacements, in the order of the rule.
    pub suggestions: Vec<Suggestion>,
    /// A hash of the rule, the path, the sentence, the match and its ordinal: 32 hexadecimal digits. It does not change
    /// when other lines change.
    pub fingerprint: String,
    /// A hash of the words of the sentence. A waiver can refer to it.
    pub sentence: WordsHash,
    /// The text around the match.
    pub quote: Quote,
    /// The first web address among the rule's sources.
    pub url: Option<Arc<str>>,
}

/// The rest of the sentence around a match, as a reader sees it. A long sentence is truncated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The text before the match.
    pub before: String,
    /// The text after the match.
    pub after: String,
    /// Whether `before` is truncated.
    pub cut_before: bool,
    /// Whether `after` is truncated.
    pub cut_after: bool,
}

/// A suggested replacement for a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text that replaces the match.
    pub text: String,
    /// Who may apply it.
    pub applicability: Applicability,
    /// The edits of the source, in order; empty if there is only text.
    pub edits: Vec<Edit>,
}

/// The replacement of a byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The byte range of the file's text to remove.
    pub span: Span,
    /// The text to insert.
    pub new_text: String,
}

/// A match that is not reported. It shows authors of rules why a finding is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The range from the first to the last matched byte of the file's text.
    pub span: Span,
    /// Why it is not reported.
    pub reason: Reason,
    /// Data of the finding that it would be, if a directive allows it.
    pub excepted: Option<Box<Excepted>>,
}

/// Data of a match that would be a finding without a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// The fingerprint that the finding would have.
    pub fingerprint: String,
    /// A hash of the words of the sentence.
    pub sentence: WordsHash,
    /// The text around the match. Reports show it with the exception.
    pub quote: Quote,
}

/// Why a match is not reported. Displayed as a short clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A guard of the rule applies. This is its key in rule files.
    Guard(&'static str),
    /// A context makes the match harmless.
    Context(Cue),
    /// The wording that the rule requires is near the match.
    Required,
    /// The match is in a heading or a title, which do not count as the first mention.
    MentionInTitle,
    /// The match is not the first mention.
    LaterMention,
    /// The match is the first mention and has the full name.
    MentionInFull,
    /// The match is inside a phrase that an `allow` rule (by its full id) or the configuration allows.
    Allowed(Option<Arc<str>>),
    /// The match overlaps a stronger match of this rule, by its full id.
    Overlapped(Arc<str>),
    /// A directive in the document allows the match, for this reason.
    Directive(Arc<str>),
    /// The waiver with this index covers the match.
    Waived(usize),
    /// The match is in the baseline.
    Baseline,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Guard(key) => write!(f, "guarded by `{key}`"),
            Reason::Context(cue) => write!(f, "{cue}"),
            Reason::Required => f.write_str("the required wording is near it"),
            Reason::MentionInTitle => f.write_str("headings and titles do not count as the first mention"),
            Reason::LaterMention => f.write_str("not the first mention"),
            Reason::MentionInFull => f.write_str("the first mention has the full name"),
            Reason::Allowed(Some(rule)) => write!(f, "inside a phrase that {rule} allows"),
            Reason::Allowed(None) => f.write_str("inside a phrase that the configuration allows"),
            Reason::Overlapped(winner) => write!(f, "overlaps a stronger match of {winner}"),
            Reason::Directive(reason) => write!(f, "allowed in the document: {reason}"),
            Reason::Waived(_) => f.write_str("waived"),
            Reason::Baseline => f.write_str("in the baseline"),
        }
    }
}
