//! Why a context holds: what shows it, and the words that do.

use super::window::{Unit, shown};
use std::fmt;

/// What shows that a context holds. Printed as a short clause such as `negated by "does not"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// In which way.
    pub kind: CueKind,
    /// The words that show it.
    pub words: String,
}

macro_rules! kinds {
    ($($name:ident $clause:literal,)*) => {
        /// How words show that a context holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CueKind { $(#[doc = $clause] $name,)* }

        impl CueKind {
            /// The clause that the words complete.
            fn clause(self) -> &'static str {
                match self { $(CueKind::$name => $clause,)* }
            }
        }
    };
}

kinds! {
    Negator "negated by",
    Marker "marked",
    Advice "talked about with",
    RowHeader "under the row header",
    ColumnHeader "under the column header",
    LeadIn "under the lead-in",
    Heading "under the heading",
    Quotation "inside the quotation that starts with",
    Speaker "attributed by",
    Denial "a question answered by",
    Supposition "supposed with",
}

impl CueKind {
    /// A cue of these words.
    pub(super) fn words(self, words: impl Into<String>) -> Cue {
        Cue { kind: self, words: words.into() }
    }

    /// A cue of these units.
    pub(super) fn units(self, units: &[Unit]) -> Cue {
        self.words(shown(units))
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.kind.clause(), self.words)
    }
}
