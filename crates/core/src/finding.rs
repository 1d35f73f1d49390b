//! The result of evaluating a match: a [`Finding`], or a [`Skipped`] match with the reason why it is not reported.
//!
//! These types are plain data. Positions are byte offsets in the file's text.

mod fingerprint;

pub(crate) use fingerprint::Fingerprints;
pub use fingerprint::{FingerprintContent, WordsHash, hash_of_words};

use crate::context::Cue;
use std::fmt;
use std::sync::Arc;
pub use wordgate_rules::{Applicability, Severity};
use wordgate_rules::{Within, pack_of};
use wordgate_text::language::Language;
use wordgate_text::prose::{Scope, Words};
pub use wordgate_text::source::{Area, Part, Place};
use wordgate_text::source::{SourceFile, Span};

/// A reported match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The full id of the rule, `pack/id`.
    pub rule: Arc<str>,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The severity, after the overrides of the configuration.
    pub severity: Severity,
    /// The message for the writer, with placeholders filled in.
    pub message: String,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The innermost scope that contains the match, such as a heading or a link.
    pub scope: Scope,
    /// The range from the first to the last matched byte of the file's text, including any markup between.
    pub span: Span,
    /// The matched ranges of the file's text in order, without the markup between.
    pub spans: Vec<Span>,
    /// The suggested replacements, in the order of the rule file.
    pub suggestions: Vec<Suggestion>,
    /// A hash of the rule, the path, the sentence, the match and its ordinal: 32 hexadecimal digits. It does not change
    /// when other lines change.
    pub fingerprint: String,
    /// What the fingerprint covers besides the rule and the path.
    pub content: FingerprintContent,
    /// A hash of the words of the sentence. A waiver can name a finding by these words.
    pub sentence: WordsHash,
    /// The text around the match.
    pub quote: Quote,
    /// The first web address among the rule's sources.
    pub url: Option<Arc<str>>,
    /// The team or role responsible for the rule.
    pub owner: Option<Arc<str>>,
    /// The language of the block that contains the match. If it may be in two, the one that the rule is for.
    pub language: Language,
    /// Where a reader finds the match, if lines and columns of the file do not tell.
    pub place: Option<Place>,
}

impl Finding {
    /// Converts all spans and edits to the text of [`SourceFile::stored`], which is what other programs see. `file` must
    /// be the file that was checked.
    #[must_use]
    pub fn in_stored(mut self, file: &SourceFile) -> Finding {
        if !file.is_embedded() {
            return self;
        }
        self.span = file.stored_span(self.span);
        self.spans = self.spans.iter().flat_map(|span| file.stored_spans(*span)).collect();
        for edit in self.suggestions.iter_mut().flat_map(|suggestion| &mut suggestion.edits) {
            *edit = edit.in_stored(file);
        }
        self
    }

    /// Creates a finding of a rule that is part of the program, which marks `span` of `text`.
    pub(crate) fn of_program(
        rule: &str,
        severity: Severity,
        message: String,
        (scope, span, text): (Scope, Span, &str),
        (fingerprint, content): (String, FingerprintContent),
    ) -> Finding {
        let marked = text[span.range()].to_owned();
        Finding {
            rule: rule.into(),
            pattern: 0,
            severity,
            message,
            scope,
            span,
            spans: vec![span],
            suggestions: Vec::new(),
            fingerprint,
            content,
            sentence: hash_of_words(&[Words::new(&marked)]).unwrap_or_default(),
            quote: Quote::default(),
            url: None,
            owner: None,
            language: Language::default(),
            place: None,
            text: marked,
        }
    }

    /// Returns the id of the rule's pack.
    pub fn pack(&self) -> &str {
        pack_of(&self.rule)
    }
}

/// The sentence before and after a match, as a reader sees it. Long text is truncated.
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
    /// Whether it may be applied automatically.
    pub applicability: Applicability,
    /// The edits of the file's text, in order; empty if only the writer can apply the suggestion.
    pub edits: Vec<Edit>,
}

/// An edit that replaces a byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The byte range of the file's text to replace.
    pub span: Span,
    /// The replacement, escaped for the format of the file.
    pub new_text: String,
}

impl Edit {
    /// Converts the edit to the text of [`SourceFile::stored`]. An edit that cannot be written there changes nothing;
    /// no finding has one.
    #[must_use]
    pub fn in_stored(&self, file: &SourceFile) -> Edit {
        match file.stored_text(self.span.start, &self.new_text) {
            Some(new_text) => Edit { span: file.stored_span(self.span), new_text: new_text.into_owned() },
            None => {
                Edit { span: file.stored_span(Span { end: self.span.start, ..self.span }), new_text: String::new() }
            }
        }
    }
}

/// A match that is not reported. Shows authors of rules why a finding is missing.
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
    /// If a directive allows the match, the data that its finding would have.
    pub excepted: Option<Box<FindingIdentity>>,
}

/// The data of a match that would be a finding without a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingIdentity {
    /// The fingerprint that the finding would have.
    pub fingerprint: String,
    /// A hash of the words of the sentence.
    pub sentence: WordsHash,
    /// The text around the match. Reports show it with the exception.
    pub quote: Quote,
}

/// The reason why a match is not reported. Displayed as a short clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The text around the match is about something else: nothing in this range matches `when_near`.
    OffTopic(Within),
    /// Words beside or near the match match a guard of the rule.
    Guard(GuardingWords),
    /// A label over the match, such as a heading, matches the guard `unless_under`.
    Under(GuardingLabel),
    /// A context of the rule applies, such as a negation.
    Context(Cue),
    /// The wording that the rule requires is near the match.
    Required,
    /// The match is in a heading or a title, which do not count as the first mention.
    MentionInTitle,
    /// The match is not the first mention.
    LaterMention,
    /// The match is the first mention and is part of the full name.
    MentionInFull,
    /// The match is inside an allowed phrase. Contains the full id of the `allow` rule, or `None` if the configuration
    /// allows the phrase.
    Allowed(Option<Arc<str>>),
    /// The match overlaps a stronger match. Contains the full id of the rule of that match.
    Overlapped(Arc<str>),
    /// A directive in the document allows the match. Contains the reason in the directive.
    Directive(Arc<str>),
    /// A waiver covers the match. Contains the index of the waiver.
    Waived(usize),
    /// The match is in the baseline.
    Baseline,
}

/// Words that guard a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardingWords {
    /// The key of the guard in rule files.
    pub key: &'static str,
    /// The words, as a reader sees them. Long text is truncated.
    pub text: Arc<str>,
    /// The range around the match in which the guard searched, if the key does not say where.
    pub within: Option<Within>,
}

/// A label that guards a match: text over it that says what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardingLabel {
    /// What kind of text it is, such as `heading`.
    pub place: &'static str,
    /// The text, as a reader sees it. Long text is truncated.
    pub text: Arc<str>,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::OffTopic(within) => {
                write!(f, "not near the topic: no pattern of `when_near` in the {}", within.id())
            }
            Reason::Guard(GuardingWords { key, text, within }) => {
                write!(f, "guarded by `{key}`: \"{text}\"")?;
                within.map_or(Ok(()), |within| write!(f, " in the same {}", within.id()))
            }
            Reason::Under(GuardingLabel { place, text }) => write!(f, "guarded by `unless_under`: {place} \"{text}\""),
            Reason::Context(cue) => write!(f, "{cue}"),
            Reason::Required => f.write_str("the required wording is nearby"),
            Reason::MentionInTitle => {
                f.write_str("a mention in a heading or title does not count as the first mention")
            }
            Reason::LaterMention => f.write_str("not the first mention"),
            Reason::MentionInFull => f.write_str("the first mention includes the full name"),
            Reason::Allowed(Some(rule)) => write!(f, "inside a phrase that {rule} allows"),
            Reason::Allowed(None) => f.write_str("inside a phrase that the configuration allows"),
            Reason::Overlapped(winner) => write!(f, "overlaps a stronger match of {winner}"),
            Reason::Directive(reason) => write!(f, "allowed in the document: {reason}"),
            Reason::Waived(_) => f.write_str("waived"),
            Reason::Baseline => f.write_str("in the baseline"),
        }
    }
}
