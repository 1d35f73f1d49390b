//! Matches that are not reported, and why: what an author of rules needs to see when a finding is missing.

use super::fingerprint::WordsHash;
use crate::finding::Quote;
use crate::source::Span;
use std::fmt;
use std::sync::Arc;

/// A match that is not reported.
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
    /// What a finding would tell of it, where a directive allows it.
    pub excepted: Option<Box<Excepted>>,
}

/// What is known of a match that is a finding but for an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// That of the finding.
    pub fingerprint: String,
    /// The words of its sentence.
    pub sentence: WordsHash,
    /// Its sentence: an exception is read with what it excepts.
    pub quote: Quote,
}

/// Why a match is not reported. Shown as a short clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A guard or a context holds, or the rule has what it asks for: a short clause.
    Harmless(String),
    /// It lies inside a phrase that an `allow` rule protects, by its full id, or else the configuration.
    Allowed(Option<Arc<str>>),
    /// A match of this rule, by its full id, has won words of it.
    Lost(Arc<str>),
    /// A directive in the document allows it, for this reason.
    Directive(String),
    /// A waiver of the configuration names it, by index.
    Waived(usize),
    /// It is in the baseline.
    Baseline,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Harmless(why) => f.write_str(why),
            Reason::Allowed(Some(rule)) => write!(f, "inside a phrase that {rule} allows"),
            Reason::Allowed(None) => f.write_str("inside a phrase that the configuration allows"),
            Reason::Lost(winner) => write!(f, "{winner} wins its words"),
            Reason::Directive(reason) => write!(f, "allowed in the document: {reason}"),
            Reason::Waived(_) => f.write_str("waived"),
            Reason::Baseline => f.write_str("in the baseline"),
        }
    }
}
