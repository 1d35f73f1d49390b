//! Whether a match is harmless where it stands: guards and contexts.

use super::compiled::Compiled;
use super::document::{Around, At, Document};
use crate::context;
use crate::matcher::Matcher;
use crate::prose::{ProseBlock, Token, TokenKind, Words};
use crate::rule::Within;
use std::collections::HashMap;
use std::ops::Range;

/// Words that start a clause with a subject of its own.
const CLAUSE_STARTS: &[&str] = &["but", "however", "although", "though", "whereas", "while", "whilst", "yet", "unlike"];

/// Tokens before a match that can belong to its clause. A hostile sentence can be a million words long.
const LONGEST_CLAUSE: usize = 200;

/// Which question of a rule a place answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Question {
    Near,
    Required,
}

/// Answers that hold for a whole file.
#[derive(Default)]
pub(super) struct Answers {
    /// Whether a section has what a rule asks for: rule, question and first block of the section.
    sections: HashMap<(usize, Question, At), bool>,
}

/// Judges the matches of one block.
pub(super) struct Judge<'j, 'd> {
    pub around: Around<'j, 'd>,
    pub words: &'j Words,
    /// Where in the block stands what a rule asks for.
    places: HashMap<(usize, Question), Vec<Range<usize>>>,
    /// Where in the block the harmless subjects of a rule stand.
    subjects: HashMap<usize, Vec<Range<usize>>>,
}

impl<'j, 'd> Judge<'j, 'd> {
    pub fn new(document: &'j Document<'d>, at: At, words: &'j Words) -> Judge<'j, 'd> {
        let around = Around { document, at };
        Judge { around, words, places: HashMap::new(), subjects: HashMap::new() }
    }

    /// Why a match of a rule is harmless, as a short clause; `None` when it is not.
    pub fn excuse(
        &mut self,
        rule: usize,
        compiled: &Compiled,
        tokens: &Range<usize>,
        answers: &mut Answers,
    ) -> Option<String> {
        self.guarded(rule, compiled, tokens, answers).map(str::to_owned).or_else(|| {
            let site = context::Site { words: self.words, range: tokens.clone(), block: &self.around };
            compiled.contexts.iter().find_map(|context| context::holds(*context, &site))
        })
    }

    fn guarded(
        &mut self,
        rule: usize,
        compiled: &Compiled,
        tokens: &Range<usize>,
        answers: &mut Answers,
    ) -> Option<&'static str> {
        let guard = compiled.guard.as_ref()?;
        if guard.stands_before(self.words, tokens) {
            return Some("guarded by `unless_before`");
        }
        if guard.stands_after(self.words, tokens) {
            return Some("guarded by `unless_after`");
        }
        let clause = clause_start(self.words, tokens);
        let subjects = self.subjects.entry(rule).or_insert_with(|| guard.subjects(self.words));
        if any_within(subjects, &(clause..tokens.start)) {
            return Some("guarded by `unless_subject`");
        }
        let (near, within) = guard.near()?;
        let stands = self.stands((rule, Question::Near), near, within, tokens, answers);
        stands.then_some("guarded by `unless_near`")
    }

    /// Whether what a claim requires stands near enough.
    pub fn has_required(
        &mut self,
        rule: usize,
        required: &Matcher,
        within: Within,
        tokens: &Range<usize>,
        answers: &mut Answers,
    ) -> bool {
        self.stands((rule, Question::Required), required, within, tokens, answers)
    }

    fn stands(
        &mut self,
        key: (usize, Question),
        matcher: &Matcher,
        within: Within,
        tokens: &Range<usize>,
        answers: &mut Answers,
    ) -> bool {
        let Around { document, at } = self.around;
        let holds = |block: &ProseBlock| !matcher.places(&Words::new(&block.text)).is_empty();
        let start = match within {
            Within::Sentence | Within::Paragraph => {
                let places = self.places.entry(key).or_insert_with(|| matcher.places(self.words));
                let stretch = match within {
                    Within::Sentence => sentence(self.words, tokens),
                    _ => 0..self.words.tokens().len(),
                };
                return any_within(places, &stretch);
            }
            Within::Section => document.section(at).start,
            Within::Document => At::START,
        };
        *answers.sections.entry((key.0, key.1, start)).or_insert_with(|| match within {
            Within::Document => document.all().any(holds),
            _ => document.blocks_of(document.section(at)).any(holds),
        })
    }
}

/// Whether one of `places` (sorted by start) lies within a stretch of tokens.
fn any_within(places: &[Range<usize>], stretch: &Range<usize>) -> bool {
    let first = places.partition_point(|place| place.start < stretch.start);
    places[first..].iter().take_while(|place| place.start < stretch.end).any(|place| place.end <= stretch.end)
}

/// The tokens of the sentences that a match stands in.
fn sentence(words: &Words, tokens: &Range<usize>) -> Range<usize> {
    let all = words.tokens();
    let (first, last) = (all[tokens.start].sentence, all[tokens.end - 1].sentence);
    all.partition_point(|token| token.sentence < first)..all.partition_point(|token| token.sentence <= last)
}

/// The first token of the clause in which a match starts.
fn clause_start(words: &Words, tokens: &Range<usize>) -> usize {
    let (all, at) = (words.tokens(), tokens.start);
    let sentence = all[at].sentence;
    let starts = |token: &Token| token.kind == TokenKind::Word && CLAUSE_STARTS.contains(&words.folded(token));
    let sentence = all.partition_point(|token| token.sentence < sentence);
    let from = sentence.max(words.lines(tokens).start).max(at.saturating_sub(LONGEST_CLAUSE));
    all[from..at].iter().rposition(starts).map_or(from, |start| from + start)
}
