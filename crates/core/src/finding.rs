//! What became of each match: a finding, or the reason why it is not reported. Plain data, positions as bytes.

mod fingerprint;

pub(crate) use fingerprint::Fingerprints;
pub use fingerprint::{WordsHash, hash_of_words};

use crate::context::Cue;
use std::fmt;
use std::sync::Arc;
pub use wordgate_rules::{Applicability, Severity};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

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

/// A match that is not reported: what an author of rules needs to see when a finding is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// The pattern, by index in the rule.
    pub pattern: usize,
    /// The matched text as a reader sees it.
    pub text: String,
    /// From the first to the last matched byte of the file's text.
    pub span: Span,
    /// Why it is not reported.
    pub reason: Reason,
    /// What a finding would say of it, where a directive allows it.
    pub excepted: Option<Box<Excepted>>,
}

/// What is known of a match that would be a finding without its exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// That of the finding.
    pub fingerprint: String,
    /// The words of its sentence.
    pub sentence: WordsHash,
    /// Its sentence: an exception is read with what it excepts.
    pub quote: Quote,
}

/// Why a match is not reported. Printed as a short clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A guard of its rule holds, by its key in rule files.
    Guard(&'static str),
    /// A context makes it harmless.
    Context(Cue),
    /// It is a claim, and what its rule requires stands near it.
    Required,
    /// It is a first mention in a heading or a title, which do not count.
    MentionInTitle,
    /// It is not the first mention.
    LaterMention,
    /// It is the first mention, and in full.
    MentionInFull,
    /// It lies inside a phrase that an `allow` rule protects, by its full id, or else the configuration.
    Allowed(Option<Arc<str>>),
    /// A match of this rule, by its full id, has won words of it.
    Lost(Arc<str>),
    /// A directive in the document allows it, for this reason.
    Directive(Arc<str>),
    /// A waiver of the configuration names it, by index.
    Waived(usize),
    /// It is in the baseline.
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
            Reason::Lost(winner) => write!(f, "{winner} wins its words"),
            Reason::Directive(reason) => write!(f, "allowed in the document: {reason}"),
            Reason::Waived(_) => f.write_str("waived"),
            Reason::Baseline => f.write_str("in the baseline"),
        }
    }
}
