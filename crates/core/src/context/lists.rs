//! The word lists of a language, read once from the tables that are part of the binary.

use super::match_context::Language;
use super::phrase::{PhraseList, WordSet};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// The tables of English.
pub(super) const ENGLISH: &str = concat!(
    include_str!("en/classes.toml"),
    include_str!("en/clause.toml"),
    include_str!("en/negated.toml"),
    include_str!("en/mentioned.toml"),
    include_str!("en/quoted.toml"),
    include_str!("en/attributed.toml"),
    include_str!("en/asked.toml"),
    include_str!("en/conditional.toml"),
);

/// The lists for a language.
pub(super) fn of(language: Language) -> &'static WordLists {
    static LISTS: LazyLock<WordLists> =
        LazyLock::new(|| read(ENGLISH).expect("the embedded word lists are well formed, as a test shows"));
    match language {
        Language::English => &LISTS,
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $name:ident $raw:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident,)* })*) => {
        /// The word lists of one language.
        #[derive(Debug)]
        pub(super) struct WordLists { $(pub $table: $name,)* }

        /// The tables as they are written.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct RawLists { class: Vec<RawClass>, $($table: $raw,)* }

        impl RawLists {
            fn read(&self, classes: &Classes) -> Result<WordLists, String> {
                Ok(WordLists { $($table: $name::read(&self.$table, classes)?,)* })
            }
        }

        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(super) struct $name { $($(#[$field_doc])* pub $field: $type,)* }

            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            struct $raw { $($field: Vec<String>,)* }

            impl $name {
                fn read(raw: &$raw, classes: &Classes) -> Result<$name, String> {
                    Ok($name { $($field: $type::read(&raw.$field, classes)?,)* })
                }
            }
        )*
    };
}

tables! {
    /// Words that shape clauses.
    clause: Clause RawClause {
        /// Words that end the reach of what stands before them.
        stops: WordSet,
        /// Phrases whose first word only looks like one of them.
        no_stops: PhraseList,
        /// Pronouns and the like that start a clause as its subject.
        subjects: WordSet,
        /// Verb forms that only a clause of its own has: `provides`, `is`, `will`.
        finite: WordSet,
        /// Plain forms of verbs of giving and getting.
        plain: WordSet,
        /// Words that open a side clause behind a comma.
        openers: WordSet,
        /// Words that open a remark between two commas, dashes or brackets.
        remarks: WordSet,
        /// Words that join the items of a list.
        joins: WordSet,
        /// Those of them under which a denial reaches every item.
        alternatives: WordSet,
        /// Words that a clause follows as what is said or thought.
        claims: WordSet,
        /// Prepositions behind which a denied clause tells how, not what: "never leaves your account with …".
        with: WordSet,
        /// Words behind which they do tell what: "provide customers with …".
        with_verbs: WordSet,
        /// Words that tie a side clause to the noun before it.
        relatives: WordSet,
        /// Words that make a noun a certain one.
        definite: WordSet,
        /// Words before a noun that say little: articles, possessives, adverbs.
        light: WordSet,
        /// Endings of adverbs.
        adverbs: Endings,
        /// The word between one verb and the plain form of another.
        infinitive: WordSet,
        /// Prepositions that may tie more words to the match.
        ties: WordSet,
        /// Words that end a short denial such as "without keys".
        short_stops: WordSet,
        /// Phrases behind which a colon goes on with what was denied.
        before_colon: PhraseList,
    }
    /// Denial.
    negated: Negated RawNegated {
        /// Single words that deny.
        words: WordSet,
        /// Prefixes that deny only their own word, with or without a hyphen: "non".
        prefixes: WordSet,
        /// Denying verb forms that take plain verbs: "does not".
        plain: PhraseList,
        /// Other denials of a whole clause.
        clausal: PhraseList,
        /// Denials of what comes next, up to a comma or a preposition.
        short: PhraseList,
        /// Verbs that deny, so that denying them affirms.
        verbs: PhraseList,
        /// Negators that deny a noun.
        determiners: WordSet,
        /// What looks like denial and promises.
        pseudo: PhraseList,
        /// Burdens: denied, they promise what follows the preposition behind them.
        burdens: PhraseList,
        /// People, whose burden is no promise.
        persons: WordSet,
        /// Verbs of a duty of ours, which is no burden of the reader's.
        duties: WordSet,
        /// The prepositions behind a burden.
        burden_links: WordSet,
        /// Denial behind the match.
        after: PhraseList,
        /// Words anywhere in the sentence that turn a denial into a promise.
        cancels: PhraseList,
    }
    /// Labels over or before wording: headings, column headers, lead-ins.
    guidance: Guidance RawGuidance {
        /// Labels of wording not to use.
        negative: PhraseList,
        /// Sentences that introduce wording not to use, anywhere in a lead-in.
        introducing: PhraseList,
        /// Labels of wording to use.
        positive: PhraseList,
        /// How a lead-in starts that introduces wording to use.
        recommending: PhraseList,
        /// Marks and symbols of wording not to use.
        crosses: WordSet,
        /// Marks and symbols of wording to use.
        ticks: WordSet,
    }
    /// Talk about wording.
    mentioned: Mentioned RawMentioned {
        /// Advice against saying what follows in the clause.
        advice: PhraseList,
        /// Words that name the wording right behind them.
        naming: PhraseList,
        /// Words that name it when it stands in quotes.
        naming_quoted: PhraseList,
        /// Words that set aside what follows in quotes, even in advice to use something else.
        contrasting: PhraseList,
        /// Advice to use what follows, which is no excuse.
        recommending: PhraseList,
        /// What is said about the wording before.
        verdicts: PhraseList,
        /// What is said about it when it stands in quotes.
        verdicts_quoted: PhraseList,
    }
    /// Quotation marks.
    quoted: Quoted RawQuoted {
        /// Words that start with an apostrophe of their own.
        elisions: WordSet,
        /// Words that follow a quotation, never a possessive.
        followers: WordSet,
    }
    /// Reported speech.
    attributed: Attributed RawAttributed {
        /// Words before a source: "according to".
        sources: PhraseList,
        /// Words that report by themselves: "reportedly".
        reporting: PhraseList,
        /// Verbs that report, whatever follows.
        strong: WordSet,
        /// Verbs that report when "that", a colon, a quotation or a clause follows.
        weak: WordSet,
        /// Words that start such a clause.
        clause_starts: WordSet,
        /// The writer's own voice.
        own: WordSet,
        /// Words that no subject ends in.
        no_subject: WordSet,
        /// Words between a subject and its verb.
        between: WordSet,
        /// What looks like a report and is none.
        pseudo: PhraseList,
    }
    /// Questions and their answers.
    asked: Asked RawAsked {
        /// How a question starts that no "no" can deny.
        leading: PhraseList,
        /// How a question starts that needs no question mark in a heading.
        starts: PhraseList,
        /// How a denying answer starts.
        denials: PhraseList,
        /// How an answer starts that looks like one and promises.
        pseudo: PhraseList,
    }
    /// Supposition.
    conditional: Conditional RawConditional {
        /// Phrases that suppose what follows in their clause.
        suppose: PhraseList,
        /// Phrases that look like it and speak of the reader's wish or promise.
        wishes: PhraseList,
        /// Phrases that suppose what stands before them.
        after: PhraseList,
        /// Phrases behind the match that make a supposition a wish.
        wishes_after: PhraseList,
    }
}

type Classes = FxHashMap<String, WordSet>;

trait FromRaw: Sized {
    fn read(list: &[String], classes: &Classes) -> Result<Self, String>;
}

impl FromRaw for PhraseList {
    fn read(list: &[String], classes: &Classes) -> Result<PhraseList, String> {
        PhraseList::parse(list, classes)
    }
}

impl FromRaw for WordSet {
    fn read(list: &[String], classes: &Classes) -> Result<WordSet, String> {
        words(list.iter().flat_map(|line| line.split_whitespace()), classes)
    }
}

/// Ends of words.
#[derive(Debug)]
pub(super) struct Endings(Vec<String>);

impl Endings {
    pub fn end(&self, word: &str) -> bool {
        self.0.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}

impl FromRaw for Endings {
    fn read(list: &[String], _: &Classes) -> Result<Endings, String> {
        Ok(Endings(list.to_vec()))
    }
}

impl Clause {
    /// Whether a word before a noun or verb says too little to be a subject: an article, an adverb.
    pub fn is_light(&self, word: &str) -> bool {
        self.light.contains(word) || self.adverbs.end(word)
    }
}

/// A set of words, those of each class `@name` included.
fn words<'t>(list: impl Iterator<Item = &'t str>, classes: &Classes) -> Result<WordSet, String> {
    let mut set = WordSet::default();
    for word in list {
        match word.strip_prefix('@') {
            Some(class) => set.extend(classes.get(class).ok_or_else(|| word.to_owned())?.iter().cloned()),
            None => drop(set.insert(word.into())),
        }
    }
    Ok(set)
}

/// A named set of words. A class may hold the words of those before it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    name: String,
    words: String,
}

fn read(tables: &str) -> Result<WordLists, String> {
    let raw: RawLists = toml::from_str(tables).map_err(|error| error.to_string())?;
    let mut classes = Classes::default();
    for class in &raw.class {
        let words = words(class.words.split_whitespace(), &classes)?;
        classes.insert(class.name.clone(), words);
    }
    raw.read(&classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_every_language_can_be_read() {
        assert!(of(Language::English).negated.words.contains("not"));
    }

    #[test]
    fn a_phrase_with_an_unknown_class_is_refused() {
        assert!(PhraseList::parse(&["not @nothing"], &Classes::default()).is_err());
    }
}
