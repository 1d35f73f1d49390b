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
mod cue;
mod guidance;
mod lists;
mod match_context;
mod mentioned;
mod negated;
mod phrase;
mod quoted;
mod window;

pub use cue::{Cue, CueKind};
pub use match_context::{BlockContext, Language, MatchContext};

pub use wordgate_rules::Context;
use wordgate_text::prose::Words;

/// Why the context holds for a match, `None` when it does not.
pub fn holds_in(language: Language, context: Context, site: &MatchContext) -> Option<Cue> {
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
pub fn holds(context: Context, site: &MatchContext) -> Option<Cue> {
    holds_in(Language::default(), context, site)
}

/// Whether the token is a negator by itself. No gap of a pattern runs over one.
pub fn is_negator(words: &Words, token: usize) -> bool {
    let Some(token) = words.tokens().get(token) else { return false };
    let word = words.folded(token);
    word.ends_with("n't") || lists::of(Language::default()).negated.words.contains(word)
}
