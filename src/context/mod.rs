//! Whether restricted wording is harmless where it stands: denied, talked about, quoted, said by others, asked about
//! and answered by no, or merely supposed.
//!
//! Each context is one file of code that knows shapes (clauses, quotes, questions) and one table of words for each
//! language; what a word means is data, so a new language adds tables. A context looks at the sentence of the match
//! within a bounded window, and only [`Context::Mentioned`] and [`Context::Asked`] look at the blocks around it. In
//! doubt a context does not hold: a missed excuse costs a waiver, a missed promise costs more.

mod asked;
mod attributed;
mod clause;
mod conditional;
#[cfg(test)]
mod corpus;
mod cue;
mod guidance;
mod lists;
mod mentioned;
mod negated;
mod phrase;
mod quoted;
#[cfg(test)]
mod soup;
mod window;

pub use cue::{Cue, CueKind};

use crate::prose::Words;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// One match among the words of its block.
pub struct Site<'a> {
    /// The words of the block.
    pub words: &'a Words,
    /// The matched tokens of `words`.
    pub range: Range<usize>,
    /// What stands around the block.
    pub block: &'a dyn Surroundings,
}

/// What stands around a block, as text; `None` where there is nothing. Contexts ask only for what they need, because
/// the answer may have to be read first.
pub trait Surroundings {
    /// The nearest heading above.
    fn heading_above(&self) -> Option<&str>;
    /// The paragraph right before the list, table or quotation that the block is in.
    fn lead_in(&self) -> Option<&str>;
    /// The header of the block's table column.
    fn column_header(&self) -> Option<&str>;
    /// The first cell of the block's table row.
    fn row_header(&self) -> Option<&str>;
    /// The block right behind, titles and alternative texts left out.
    fn next_block(&self) -> Option<&str>;
    /// Whether the block is itself a heading.
    fn is_heading(&self) -> bool;
}

/// The language whose word lists judge a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

macro_rules! contexts {
    ($($name:ident $id:literal $module:ident $doc:literal,)*) => {
        /// A way to stand that makes restricted wording harmless. The names are those of a rule's `skip_when`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Context { $(#[doc = $doc] $name,)* }

        impl Context {
            /// Every context, in the order of the documentation.
            pub const ALL: &[Context] = &[$(Context::$name,)*];

            /// The name in rules and reports.
            pub fn id(self) -> &'static str {
                match self { $(Context::$name => $id,)* }
            }

            /// When it holds, as a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Context::$name => $doc,)* }
            }
        }

        /// Why the context holds for a match; `None` when it does not.
        pub fn holds_in(language: Language, context: Context, site: &Site) -> Option<Cue> {
            let lists = lists::of(language);
            match context { $(Context::$name => $module::holds(lists, site),)* }
        }
    };
}

contexts! {
    Negated "negated" negated "A negator governs the match.",
    Mentioned "mentioned" mentioned "The wording is talked about, as in writing guidance.",
    Quoted "quoted" quoted "The match stands inside a quotation.",
    Attributed "attributed" attributed "Somebody else is reported to say it.",
    Asked "asked" asked "The match is in a question that is answered by no.",
    Conditional "conditional" conditional "The match is supposed, not stated.",
}

/// Why the context holds for a match in English text; see [`holds_in`].
pub fn holds(context: Context, site: &Site) -> Option<Cue> {
    holds_in(Language::default(), context, site)
}

/// Whether the token is a negator by itself. No gap of a pattern runs over one.
pub fn is_negator(words: &Words, token: usize) -> bool {
    let Some(token) = words.tokens().get(token) else { return false };
    let word = words.folded(token);
    word.ends_with("n't") || lists::of(Language::default()).negated.words.contains(word)
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Context {
    type Err = ();

    fn from_str(id: &str) -> Result<Context, ()> {
        Context::ALL.iter().copied().find(|context| context.id() == id).ok_or(())
    }
}
