//! The result of a context: which words make it hold, and how.
//!
//! Reports print it as the reason why a match was skipped, for example `negated by "does not"`.

use super::window::{Unit, to_text};
use std::fmt;

/// The words that make a context hold. Displayed as a short clause such as `negated by "does not"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// How the words make it hold.
    pub kind: CueKind,
    /// The words, as a reader sees them.
    pub words: String,
}

macro_rules! kinds {
    ($($name:ident $clause:literal,)*) => {
        /// How words make a context hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CueKind { $(#[doc = $clause] $name,)* }

        impl CueKind {
            /// The text printed before the quoted words.
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
    LeadIn "under the lead-in",
    Heading "under the heading",
    Quotation "inside the quotation that starts with",
    Speaker "attributed by",
    Denial "in a question answered",
    Supposition "conditional on",
}

impl CueKind {
    /// A cue of this kind with these words.
    pub(super) fn words(self, words: impl Into<String>) -> Cue {
        Cue { kind: self, words: words.into() }
    }

    /// A cue of this kind with the text of these units.
    pub(super) fn units(self, units: &[Unit]) -> Cue {
        self.words(to_text(units))
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.kind.clause(), self.words)
    }
}
