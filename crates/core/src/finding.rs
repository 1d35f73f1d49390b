//! The result of each match: a [`Finding`], or a [`Skipped`] match with the [`Reason`] why it is not reported.
//!
//! These are plain data. All positions are byte ranges of the file's text.

mod fingerprint;

pub(crate) use fingerprint::Fingerprints;
pub use fingerprint::{WordsHash, hash_of_words};

use crate::context::Cue;
use std::fmt;
use std::sync::Arc;
pub use wordgate_rules::{Applicability, Severity};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// A match that is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The full id of the rule, `pack/id`.
    pub rule: Arc<str>,
    /// The pattern that matched, by index in the rule.
    pub pattern: usize,
    /// The severity; the configuration may override that of the rule.
    pub severity: Severity,
    /// One sentence for the writer, with placeholders filled in.
    pub message: String,
    /// The matched text without markup.
    pub text: String,
    /// The innermost scope around the match.
    pub scope: Scope,
    /// The range from the first to the last matched byte, including any markup in between.
    pub span: Span,
    /// The matched parts of the source without the markup in between, in order.
    pub spans: Vec<Span>,
    /// The suggested replacements, in the order of the rule.
    pub suggestions: Vec<Suggestion>,
    /// A hash of the rule, the path, the sentence, the match, and a counter for equal ones; 32 hexadecimal digits. It
    /// does not change when other lines of the file do.
    pub fingerprint: String,
    /// A hash of the words of its sentence. A waiver that quotes the sentence has the same hash.
    pub sentence: WordsHash,
    /// The text around the match in its sentence.
    pub quote: Quote,
    /// A page with more information: the first web address of the rule's sources.
    pub url: Option<Arc<str>>,
}

/// The text around a match in its sentence, without markup. A long sentence is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The text before the match.
    pub before: String,
    /// The text after the match.
    pub after: String,
    /// Whether text at the start of the sentence was cut.
    pub cut_before: bool,
    /// Whether text at the end of the sentence was cut.
    pub cut_after: bool,
}

/// A suggested replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text to replace the match with.
    pub text: String,
    /// Whether it may be applied automatically.
    pub applicability: Applicability,
    /// The changes to the source, in order; empty if the suggestion is for reading only.
    pub edits: Vec<Edit>,
}

/// The replacement of one byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The range to replace.
    pub span: Span,
    /// The new text.
    pub new_text: String,
}

/// A match that is not reported. It tells an author of rules why a finding is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// The pattern, by index in the rule.
    pub pattern: usize,
    /// The matched text without markup.
    pub text: String,
    /// The range from the first to the last matched byte.
    pub span: Span,
    /// Why it is not reported.
    pub reason: Reason,
    /// Data of the finding that it would be, if a directive, a waiver or the baseline accepts it.
    pub excepted: Option<Box<Excepted>>,
}

/// Data of a match that would be a finding if it were not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// The fingerprint of the finding.
    pub fingerprint: String,
    /// A hash of the words of its sentence.
    pub sentence: WordsHash,
    /// The text around the match, for reports that list what was accepted.
    pub quote: Quote,
}

/// Why a match is not reported. Its `Display` is a short phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The guard of its rule with this key in rule files holds.
    Guard(&'static str),
    /// A context makes it harmless.
    Context(Cue),
    /// The wording that its rule requires is near it.
    Required,
    /// It is in a heading or a title, which do not count as the first mention.
    MentionInTitle,
    /// It is not the first mention.
    LaterMention,
    /// It is the first mention, and it is in full.
    MentionInFull,
    /// It is inside a phrase that is allowed: by the `allow` rule with this full id, or by the configuration.
    Allowed(Option<Arc<str>>),
    /// It overlaps a stronger match, of the rule with this full id.
    Lost(Arc<str>),
    /// A directive in the document allows it and gives this reason.
    Directive(Arc<str>),
    /// The waiver of the configuration with this index accepts it.
    Waived(usize),
    /// The baseline accepts it.
    Baseline,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Guard(key) => write!(f, "guarded by `{key}`"),
            Reason::Context(cue) => write!(f, "{cue}"),
            Reason::Required => f.write_str("it has what the rule requires"),
            Reason::MentionInTitle => f.write_str("headings and titles do not count as the first mention"),
            Reason::LaterMention => f.write_str("not the first mention"),
            Reason::MentionInFull => f.write_str("the first mention is in full"),
            Reason::Allowed(Some(rule)) => write!(f, "inside a phrase that {rule} allows"),
            Reason::Allowed(None) => f.write_str("inside a phrase that the configuration allows"),
            Reason::Lost(winner) => write!(f, "overlaps a stronger match of {winner}"),
            Reason::Directive(reason) => write!(f, "allowed in the document: {reason}"),
            Reason::Waived(_) => f.write_str("waived"),
            Reason::Baseline => f.write_str("in the baseline"),
        }
    }
}
