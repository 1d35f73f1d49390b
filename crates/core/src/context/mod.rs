//! Decides whether the words around a match make it harmless.
//!
//! A rule that forbids "direct access" should not report "We do *not* offer direct access": the wording occurs, but the
//! sentence denies it. A rule lists such situations in `skip_when`. Each of them is a [`Context`] with a file in this
//! module: `negated`, `mentioned`, `quoted`, `attributed`, `asked`, `conditional`, `required`, `third_party` or `advised`.
//!
//! For example, a rule with `skip_when = ["negated"]` checks that sentence. The matcher finds the tokens `direct
//! access`. The linter passes a [`MatchContext`] to this module: the words of the block, the matched token range, and
//! access to the surrounding blocks. The file `negated` splits the sentence into a `Window` of units (words and
//! punctuation marks), finds the trigger `do not`, and checks that no new clause starts between the trigger and the
//! match. The result is a [`Cue`], which reports print as `negated by "do not"`. Without a cue, the match becomes a
//! finding.
//!
//! The code knows only grammar: clauses, quotation marks, questions. The words are data in `en/*.toml`, so a new
//! language adds tables. Every context reads a bounded number of tokens around the match. Most also read the labels over
//! the block, such as headings, and [`Context::Asked`] and [`Context::Attributed`] the blocks beside it. In doubt, a
//! context does not hold: a false positive costs the writer a waiver, but a missed finding costs more.

mod advised;
mod answer;
mod asked;
mod attributed;
mod clause;
mod conditional;
mod credit;
mod cue;
mod defined;
mod guidance;
mod judged;
mod label_words;
mod lists;
mod match_context;
mod mentioned;
mod named;
mod negated;
mod others;
mod parties;
mod phrase;
mod quoted;
mod raw_list;
mod required;
mod run_on;
mod third_party;
mod window;

pub(crate) use credit::after_dash;
pub use cue::{Cue, CueKind};
pub use match_context::{BlockContext, Credit, Label, LabelKind, MatchContext, Quotation};
pub use parties::Parties;

pub use wordgate_rules::Context;
use wordgate_text::language::Language;
use wordgate_text::prose::Words;

/// Returns whether the contexts can hold in text of a language. They need lists of its words.
pub fn has_word_lists(language: Language) -> bool {
    lists::word_lists(language).is_some()
}

/// Returns the words that make `context` hold for a match in text of `language`, or `None` if it does not hold. No context
/// holds in a language without word lists.
pub fn find_cue_in(language: Language, context: Context, cx: &MatchContext) -> Option<Cue> {
    let find = match context {
        Context::Negated => negated::find_cue,
        Context::Mentioned => mentioned::find_cue,
        Context::Quoted => quoted::find_cue,
        Context::Attributed => attributed::find_cue,
        Context::Asked => asked::find_cue,
        Context::Conditional => conditional::find_cue,
        Context::Required => required::find_cue,
        Context::ThirdParty => third_party::find_cue,
        Context::Advised => advised::find_cue,
    };
    find(lists::word_lists(language)?, cx)
}

/// Returns the words that make `context` hold for a match in English text, or `None` if it does not hold.
pub fn find_cue(context: Context, cx: &MatchContext) -> Option<Cue> {
    find_cue_in(Language::ENGLISH, context, cx)
}

/// Returns whether the token alone is a negator, such as "not" or "don't". The gaps of a pattern never contain a
/// negator.
pub fn is_negator(words: &Words, token: usize) -> bool {
    let Some(token) = words.tokens().get(token) else { return false };
    let word = words.folded(token);
    word.ends_with("n't") || lists::english().negated.words.contains(word)
}
