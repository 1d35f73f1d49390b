//! Cues: the words that make a context hold.
//!
//! In "Acme does not offer *direct access*", the words "does not" make the context `negated` hold. Reports print the
//! cue as the reason why the match is not reported: `negated by "does not"`.

use super::match_context::LabelKind;
use super::window::{Unit, to_text};
use std::fmt;

/// The words that make a context hold. It is displayed as a short clause such as `negated by "does not"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The way in which the words make it hold.
    pub kind: CueKind,
    /// The words, as a reader sees them.
    pub words: String,
}

macro_rules! kinds {
    ($($name:ident $clause:literal,)*) => {
        /// The way in which words make a context hold. Each variant is documented with the text that reports print.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CueKind { $(#[doc = $clause] $name,)* }

        impl CueKind {
            /// Returns the text that is printed before the quoted words.
            fn clause(self) -> &'static str {
                match self { $(CueKind::$name => $clause,)* }
            }
        }
    };
}

kinds! {
    Negator "negated by",
    Marker "marked by",
    Advice "mentioned with",
    RowHeader "under the row header",
    ColumnHeader "under the column header",
    Item "under the list item",
    LeadIn "under the lead-in",
    Heading "under the heading",
    Quotation "inside the quotation that starts with",
    Speaker "attributed by",
    Denial "in a question answered",
    Asker "in a question introduced by",
    Request "in a request introduced by",
    Definition "defined under",
    Supposition "conditional on",
    Requirement "required by",
    Party "about",
    Guidance "advice with",
}

impl From<LabelKind> for CueKind {
    fn from(kind: LabelKind) -> CueKind {
        match kind {
            LabelKind::RowHeader => CueKind::RowHeader,
            LabelKind::ColumnHeader => CueKind::ColumnHeader,
            LabelKind::Item => CueKind::Item,
            LabelKind::LeadIn => CueKind::LeadIn,
            LabelKind::Heading => CueKind::Heading,
        }
    }
}

impl CueKind {
    /// Creates a cue of this kind with these words.
    pub(super) fn with_words(self, words: impl Into<String>) -> Cue {
        Cue { kind: self, words: words.into() }
    }

    /// Creates a cue of this kind with the text of these units.
    pub(super) fn with_units(self, units: &[Unit]) -> Cue {
        self.with_words(to_text(units))
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.kind.clause(), self.words)
    }
}
