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
mod guidance;
mod lists;
mod mentioned;
mod negated;
mod phrase;
mod quoted;
#[cfg(test)]
mod soup;
mod window;

use crate::prose::Words;
use std::ops::Range;
pub use wordgate_rules::Context;

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

/// Why the context holds for a match, as a short clause such as `negated by "does not"`; `None` when it does not.
pub fn holds_in(language: Language, context: Context, site: &Site) -> Option<String> {
    let holds = match context {
        Context::Negated => negated::holds,
        Context::Mentioned => mentioned::holds,
        Context::Quoted => quoted::holds,
        Context::Attributed => attributed::holds,
        Context::Asked => asked::holds,
        Context::Conditional => conditional::holds,
    };
    holds(lists::of(language), site)
}

/// Why the context holds for a match in English text; see [`holds_in`].
pub fn holds(context: Context, site: &Site) -> Option<String> {
    holds_in(Language::default(), context, site)
}

/// Whether the token is a negator by itself. No gap of a pattern runs over one.
pub fn is_negator(words: &Words, token: usize) -> bool {
    let Some(token) = words.tokens().get(token) else { return false };
    let word = words.folded(token);
    word.ends_with("n't") || lists::of(Language::default()).negated.words.contains(word)
}
