//! The word lists of a language, parsed once from TOML tables that are embedded in the binary.
//!
//! The tables in `en/` are concatenated and read as one document. Each field below is a required key of a table.

use super::phrase::{PhraseList, WordSet};
use super::raw_list::{Classes, Endings, FromRaw, RawClass, words};
use serde::Deserialize;
use std::sync::LazyLock;
use wordgate_text::language::Language;

/// The tables for English, as one TOML document.
pub(super) const ENGLISH: &str = concat!(
    include_str!("en/classes.toml"),
    include_str!("en/clause.toml"),
    include_str!("en/negated.toml"),
    include_str!("en/mentioned.toml"),
    include_str!("en/quoted.toml"),
    include_str!("en/attributed.toml"),
    include_str!("en/asked.toml"),
    include_str!("en/conditional.toml"),
    include_str!("en/required.toml"),
    include_str!("en/third-party.toml"),
    include_str!("en/advised.toml"),
    include_str!("en/others.toml"),
);

/// Returns the word lists of English.
pub(super) fn english() -> &'static WordLists {
    static LISTS: LazyLock<WordLists> = LazyLock::new(|| read(ENGLISH).expect("a test parses the embedded word lists"));
    &LISTS
}

/// Returns the word lists of a language; `None` if there are none.
pub(super) fn word_lists(language: Language) -> Option<&'static WordLists> {
    (language == Language::ENGLISH).then(english)
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $name:ident $raw:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident,)* })*) => {
        /// The word lists of one language.
        #[derive(Debug)]
        pub(super) struct WordLists { $(pub $table: $name,)* }

        /// The tables as they are in TOML.
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
    /// Words that start, join and end clauses.
    clause: Clause RawClause {
        /// Words that end the scope of a trigger before them: `but`, `because`.
        stops: WordSet,
        /// Phrases that start with one of `stops` but do not end the scope: `instead of`.
        stop_exceptions: PhraseList,
        /// Pronouns and similar words that start a clause as its subject.
        subjects: WordSet,
        /// Finite verbs, which show that there is a clause: `provides`, `is`, `will`.
        finite: WordSet,
        /// Infinitives of giving and getting: `offer`, `receive`.
        infinitives: WordSet,
        /// Words that start a subordinate clause after a comma: `which`, `allowing`.
        openers: WordSet,
        /// Words that start a remark between two commas, dashes or brackets: `for`, `however`.
        remarks: WordSet,
        /// Words that join the items of a list: `and`, `or`.
        joins: WordSet,
        /// The words of `joins` with which a negation applies to every item: `or`.
        alternatives: WordSet,
        /// Words of saying and thinking, after which a clause says what is said or thought: `mean`, `idea`.
        claims: WordSet,
        /// Prepositions that start an adverbial outside the negation: "never leaves your account with …".
        adverbials: WordSet,
        /// Words after which these prepositions start an object: "*provide* customers with …".
        object_verbs: WordSet,
        /// Words that start a relative clause or an indirect question.
        relatives: WordSet,
        /// Determiners of a definite noun: `the`, `our`.
        definite: WordSet,
        /// Words with little meaning before a noun or verb: articles, possessives, auxiliaries, adverbs.
        light: WordSet,
        /// Endings of adverbs.
        adverbs: Endings,
        /// Words before an infinitive: `to`, `help`.
        before_infinitive: WordSet,
        /// Prepositions, which may attach more words to the match: `to`, `for`.
        prepositions: WordSet,
        /// Words that end the scope of a trigger that applies only to the next phrase, such as `without`.
        phrase_stops: WordSet,
        /// Phrases that end in a colon over which the scope continues: `following :`.
        before_colon: PhraseList,
    }
    /// Negation.
    negated: Negated RawNegated {
        /// Single words that negate.
        words: WordSet,
        /// Prefixes that negate only their own word, with or without a hyphen: `non`.
        prefixes: WordSet,
        /// The words of `words` that may start a long subject: `no` in "no method of transmission … is secure".
        subjects: WordSet,
        /// Verbs between such a subject and the match: `is`.
        copulas: WordSet,
        /// Negated auxiliaries, which apply to infinitives: `does not`.
        auxiliaries: PhraseList,
        /// Other negators of a whole clause: `never`.
        clausal: PhraseList,
        /// Negators of the next phrase, up to a comma or a preposition: `without`.
        phrasal: PhraseList,
        /// Verbs that negate, so that negating them affirms: `lack`.
        verbs: PhraseList,
        /// Pseudo-negations: phrases that look like a negation but are a promise, such as `not only`.
        pseudo: PhraseList,
        /// Burdens. To deny one is to promise what follows the next preposition: "you do not *need* a key to …".
        burdens: PhraseList,
        /// People. A burden for them is not a promise to the reader.
        persons: WordSet,
        /// Verbs for a duty of the writer, which is not a burden for the reader.
        duties: WordSet,
        /// The prepositions after a burden.
        burden_links: WordSet,
        /// Negations after the match: `is not provided`.
        after: PhraseList,
        /// Phrases anywhere in the sentence that turn a negation into a promise.
        cancels: PhraseList,
    }
    /// Labels above or before wording: headings, column headers, lead-ins.
    guidance: Guidance RawGuidance {
        /// Labels of wording to avoid.
        negative: PhraseList,
        /// Labels of claims that are false or that come from swindlers: `myth`, `red flags`.
        debunked: PhraseList,
        /// Labels of lists of terms and their definitions: `glossary`.
        glossary: PhraseList,
        /// Lead-ins that deny something to praise the offer, so that they introduce no wording to avoid.
        pseudo: PhraseList,
        /// Lead-ins that refuse the items of a list if they have no other word: `no`.
        refusing: PhraseList,
        /// Labels of a text that somebody examines: `excerpt`.
        excerpts: WordSet,
        /// Labels of what is said about such a text: `reasoning:`.
        reasons: PhraseList,
        /// Headers of table columns whose cells are terms to define.
        term_columns: PhraseList,
        /// Phrases anywhere in a lead-in that introduce wording to avoid.
        introducing: PhraseList,
        /// Labels of wording to use.
        positive: PhraseList,
        /// Starts of lead-ins that introduce wording to use.
        recommending: PhraseList,
        /// Marks and symbols of wording to avoid.
        crosses: WordSet,
        /// Marks and symbols of wording to use.
        ticks: WordSet,
    }
    /// Statements about wording.
    mentioned: Mentioned RawMentioned {
        /// Advice against saying what follows in the clause.
        advice: PhraseList,
        /// Phrases that name the wording right after them: `the phrase`.
        naming: PhraseList,
        /// Phrases that name the wording right after them only if it is in quotation marks.
        naming_quoted: PhraseList,
        /// Phrases that say that others use the wording right after them: `often called`.
        naming_reported: PhraseList,
        /// Phrases that name quoted wording as what others say: `some ads claim`.
        naming_others: PhraseList,
        /// Participles after a noun, before quoted wording that others use for it: `touted as`.
        distancing: PhraseList,
        /// Nouns after quoted wording that others use: `claims`.
        verdicts_others: PhraseList,
        /// Phrases that deny that there is what follows: `no such thing as`.
        denying: PhraseList,
        /// Phrases after named wording that adopt it: `describes us`.
        embracing: PhraseList,
        /// Instructions to enter a text: `describe`.
        prompting: PhraseList,
        /// Phrases between these and a sample of the text: `e.g.`.
        samples: PhraseList,
        /// Words that start a block that is a sample: `e.g.`.
        opening_samples: PhraseList,
        /// Phrases that contrast quoted wording with a recommendation: `instead of`.
        contrasting: PhraseList,
        /// Advice to use the wording right after it, which is not a mention.
        recommending: PhraseList,
        /// Judgements on the wording before them: `is misleading`.
        verdicts: PhraseList,
        /// Verbs after a term that define it: `means`.
        defining: PhraseList,
        /// Judgements that count only if the wording is in quotation marks.
        verdicts_quoted: PhraseList,
    }
    /// Terms that their sentence defines.
    defined: Defined RawDefined {
        /// Words before a term at the start of its sentence: `the term`.
        openings: PhraseList,
        /// Phrases after a term that define it: `refers to`.
        frames: PhraseList,
        /// Phrases that define a term only if its noun follows again: `means`.
        repeating: PhraseList,
        /// Starts of questions for the meaning of a term: `what is`.
        questions: PhraseList,
        /// Ends of such questions: `mean?`.
        asked: PhraseList,
        /// Lead-ins of lists of possible meanings.
        meanings: PhraseList,
        /// Verbs that define a term under a question for its meaning: `is`.
        copulas: WordSet,
        /// Words for the reader, to whom a promise speaks.
        readers: WordSet,
    }
    /// Claims of others that the sentence judges.
    judged: Judged RawJudged {
        /// Phrases that name who or what makes the claim: `ads that promise`.
        claims: PhraseList,
        /// Judgements right before these: `beware of`.
        before: PhraseList,
        /// Judgements after the match: `are not allowed`.
        after: PhraseList,
        /// Judgements right after the match, without a claimant before it: `is snake oil`.
        condemned: PhraseList,
        /// Sentences whose form shows that they are examples: `a marketer advertises`.
        acts: PhraseList,
        /// Words for the writer, whose own claims these are not.
        own: WordSet,
    }
    /// Quotation marks.
    quoted: Quoted RawQuoted {
        /// Words that are written with an apostrophe at the start: `'90s`.
        elisions: WordSet,
        /// Words that can follow a quotation but not a possessive.
        followers: WordSet,
    }
    /// Reported speech.
    attributed: Attributed RawAttributed {
        /// Phrases before a source: `according to`.
        sources: PhraseList,
        /// Words that report without naming a source: `reportedly`.
        reporting: PhraseList,
        /// Documents that a label before a quotation names as its source: `release`. Reviews are left out, because a
        /// company that prints one makes its claim.
        documents: WordSet,
        /// Labels that introduce a quotation from a document: `from the release notes`.
        excerpts: PhraseList,
        /// Words that are no names although they start a line with a capital.
        no_names: WordSet,
        /// Verbs that always report.
        strong: WordSet,
        /// Verbs that report if "that", a colon, a quotation or a clause follows.
        weak: WordSet,
        /// Words that start a clause after a `weak` verb: `that`.
        clause_starts: WordSet,
        /// Words for the writer, who does not count as a source: `we`, `our`.
        own: WordSet,
        /// Words that cannot end a subject.
        no_subject: WordSet,
        /// Words that may come between a subject and its verb.
        between: WordSet,
        /// Phrases that look like a report but are not one.
        pseudo: PhraseList,
    }
    /// Questions and their answers.
    asked: Asked RawAsked {
        /// Starts of questions that the answer "no" cannot deny: `why not`.
        leading: PhraseList,
        /// Starts of headings that are questions without a question mark.
        starts: PhraseList,
        /// Starts of answers that deny.
        denials: PhraseList,
        /// Starts of answers that look like a denial but are a promise.
        pseudo: PhraseList,
        /// Words that open a yes-or-no question: `is`.
        openers: WordSet,
        /// Words that open another question: `how`. Questions of advertising, such as "Why wait?", open with others.
        question_words: WordSet,
        /// Prepositions that start a remark in front of an answer: `as` in "As a library, it cannot be …".
        answer_openers: WordSet,
        /// Words of a question from one party to the other: `your`.
        addresses: WordSet,
        /// Starts of questions about what the reader has: `is your`.
        reader: PhraseList,
        /// Words by which the writer speaks of himself: `we`, `ours`.
        writer: WordSet,
        /// Words before a question, with a number or without: `Q1. …`.
        question_labels: WordSet,
        /// Words before an answer: `A: …`.
        answer_labels: WordSet,
        /// Starts of answers to yes-or-no questions that leave them open: `it depends`.
        hedges: PhraseList,
        /// Words anywhere in an answer that affirm: `yes`.
        affirmations: PhraseList,
        /// Phrases that introduce a question of the reader or to somebody else: `users often ask`.
        askers: PhraseList,
        /// Phrases after such a question: `is a common question`.
        askers_after: PhraseList,
        /// Labels of questions to somebody else: `questions to ask your bank`.
        labels: PhraseList,
        /// Labels of lists of answers to choose from: `which of the following …`.
        quizzes: PhraseList,
        /// Phrases in front of the quotation of a request: `a query such as`.
        requests: PhraseList,
    }
    /// Supposition.
    conditional: Conditional RawConditional {
        /// Phrases that suppose what follows in their clause: `if`.
        suppose: PhraseList,
        /// Phrases that advise against the offer if what follows holds: `not for you if`.
        excluding: PhraseList,
        /// Phrases that look like a supposition but state the reader's wish or a promise.
        wishes: PhraseList,
        /// Phrases that suppose what comes before them.
        after: PhraseList,
        /// Phrases after the match that turn a supposition into a wish.
        wishes_after: PhraseList,
    }
    /// Prerequisites.
    required: Required RawRequired {
        /// Phrases that require what follows in their clause: `requires`.
        demands: PhraseList,
        /// Phrases that require what follows if it is a credential: `you need`.
        needs: PhraseList,
        /// What gives access: `account`, `key`.
        credentials: WordSet,
        /// Phrases anywhere in the sentence for an account of the reader's own: `your own key`.
        accounts: PhraseList,
        /// Words in the names of clouds, on which others offer their services.
        clouds: WordSet,
        /// Prepositions before an account that is only a place: `inside`.
        places: WordSet,
        /// Phrases that require what comes before them: `is required`.
        after: PhraseList,
        /// Words of a match that say that none of it is required: `zero setup` … required.
        none: WordSet,
        /// Phrases that look like a requirement but invite the reader: `everything you need`.
        invitations: PhraseList,
        /// Starts of questions about a requirement, which invite nobody: `do I need`.
        questions: PhraseList,
        /// Labels of prerequisites.
        labels: PhraseList,
        /// Phrases anywhere in a lead-in that introduce prerequisites.
        introducing: PhraseList,
    }
    /// Names and the statements about them.
    third_party: ThirdParty RawThirdParty {
        /// Words for the writer: `we`, `our`.
        writer: WordSet,
        /// Phrases for what the reader gets from the writer: `you get`.
        offers: PhraseList,
        /// Words before the subject of a clause that tell a time: `yesterday`.
        times: WordSet,
        /// Nouns and adjectives that may stand before a name and describe it: `provider`, `rival`.
        kinds: WordSet,
        /// Words that a product's name may have beside that of its maker: `service`, `cloud`.
        products: WordSet,
        /// Nouns after a name for something that is not of that party: `integration`, `customers`.
        own_heads: WordSet,
        /// Verbs whose subject makes the statement. Others are recognised by their endings.
        verbs: WordSet,
        /// Words that may stand between a subject and its verb: `all`, `now`.
        between: WordSet,
        /// Phrases between the match and a party that provides it: `is provided by`.
        actors: PhraseList,
        /// Phrases after the match for what the writer does with it: `through us`.
        passed_on: PhraseList,
        /// Words with a capital that are no names: days, abbreviations.
        no_names: WordSet,
        /// Endings of nouns that stand without an article, and so are no names at the start of a sentence: `tion`.
        noun_endings: Endings,
        /// Verbs that can follow a name and do not end in "s": `will`, `announced`.
        after_name: WordSet,
        /// First words of a phrase in which the organisation takes part in the statement: "*With* Acme, Microsoft gives …".
        together: WordSet,
        /// Labels for all other parties: `competitors`.
        rivals: PhraseList,
        /// Words of a label beside the names: `and`, `vs`.
        label_words: WordSet,
    }
    /// Others without a name.
    others: Others RawOthers {
        /// Classes of others with their verb: `the city has`.
        subjects: PhraseList,
        /// Words for somebody who was named before: `the company says`.
        anaphors: PhraseList,
        /// Starts of sentences that tell what moves somebody: `motivated to`.
        wishes: PhraseList,
        /// Words for the reader and the writer, after which the statement is about them.
        reader: WordSet,
    }
    /// Advice.
    advised: Advised RawAdvised {
        /// Verbs of choosing, before what is chosen: `look for`.
        choosing: PhraseList,
        /// The verbs of choosing that advise even if what is chosen is no more than the match: `look for`.
        seeking: PhraseList,
        /// Words before a verb that make it an advice even about one thing: `always`.
        urging: WordSet,
        /// Plurals of those among whom the reader chooses: `vendors`.
        suppliers: WordSet,
        /// Articles and similar words before one thing: `a`.
        single: WordSet,
        /// Verbs of household advice, which count only under one of `tips`: `use`.
        acting: PhraseList,
        /// Labels over advice of any kind: `how you can help`. They have no other words.
        tips: PhraseList,
        /// Words for a recommendation, after which even the writer advises.
        recommending: WordSet,
        /// Verbs of avoiding, before what is avoided: `be wary of`.
        avoiding: PhraseList,
        /// Words before such a verb that make it an advice: `when`, `should`.
        before_verb: WordSet,
        /// Forms of these verbs that need such a word: `choosing`.
        participles: Endings,
        /// What somebody offers whom the reader may choose or avoid: `vendor`, `app`.
        offerers: WordSet,
        /// Words that start an indefinite object: `a`, `any`.
        indefinite: WordSet,
        /// Objects that the writer sells, so that advice to choose one is an offer: `plan`.
        sold: WordSet,
        /// Words that link an object to what it claims or has: `that`, `with`.
        links: WordSet,
        /// Words between a verb and what follows it that end the advice: `and`, `for`.
        ends: WordSet,
        /// Phrases for a question or check about what follows: `ask whether`.
        checks: PhraseList,
        /// Phrases for what anybody in some trade has to do: `your provider should`.
        duties: PhraseList,
        /// Phrases that suppose the claim of somebody: `if a company promises`.
        claimants: PhraseList,
        /// Phrases after the match that judge it: `is a red flag`.
        verdicts: PhraseList,
        /// Starts of labels over advice: `how to choose`.
        labels: PhraseList,
    }
}

impl Clause {
    /// Returns whether a word has too little meaning to be a subject: an article, an adverb.
    pub fn is_light(&self, word: &str) -> bool {
        self.light.contains(word) || self.adverbs.matches(word)
    }
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
    fn the_lists_of_every_language_parse() {
        assert!(english().negated.words.contains("not"));
    }

    #[test]
    fn a_phrase_with_an_unknown_class_is_rejected() {
        assert!(PhraseList::parse(&["not @nothing"], &Classes::default()).is_err());
    }
}
