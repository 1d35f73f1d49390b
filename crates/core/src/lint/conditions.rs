//! Whether a match is harmless where it stands: guards, contexts, and what a rule of its kind asks for.

use super::compiled::CompiledRules;
use super::parsed::{BlockId, ParsedBlockContext};
use crate::context;
use crate::finding::Reason;
use crate::matcher::{Guard, Match, Matcher};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use wordgate_rules::{RuleKind, Within};
use wordgate_text::prose::{ProseBlock, Scope, Token, TokenKind, Words};

/// Words that start a clause with a subject of its own.
const CLAUSE_STARTS: &[&str] = &["but", "however", "although", "though", "whereas", "while", "whilst", "yet", "unlike"];

/// Tokens before a match that can belong to its clause. A hostile sentence can be a million words long.
const LONGEST_CLAUSE: usize = 200;

/// Which question of a rule a place answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Condition {
    Near,
    Required,
}

/// Answers that hold for a whole file.
#[derive(Default)]
pub(super) struct ConditionCache {
    /// Whether a section has what a rule asks for: rule, question and first block of the section.
    sections: HashMap<(usize, Condition, BlockId), bool>,
    /// The first-use rules whose name was mentioned.
    mentioned: HashSet<usize>,
}

/// Judges the matches of one block.
pub(super) struct ConditionEvaluator<'j, 'd> {
    rules: &'j CompiledRules,
    block: ParsedBlockContext<'j, 'd>,
    words: &'j Words,
    answers: &'j mut ConditionCache,
    /// Where in the block stands what a rule asks for.
    places: HashMap<(usize, Condition), Vec<Range<usize>>>,
    /// Where in the block the harmless subjects of a rule stand.
    subjects: HashMap<usize, Vec<Range<usize>>>,
}

impl<'j, 'd> ConditionEvaluator<'j, 'd> {
    pub fn new(
        rules: &'j CompiledRules,
        block: ParsedBlockContext<'j, 'd>,
        words: &'j Words,
        answers: &'j mut ConditionCache,
    ) -> ConditionEvaluator<'j, 'd> {
        ConditionEvaluator { rules, block, words, answers, places: HashMap::new(), subjects: HashMap::new() }
    }

    /// Why a match is harmless: a guard, a context, or that the claim has what it requires.
    pub fn exemption(&mut self, found: &Match) -> Option<Reason> {
        let rules = self.rules;
        let compiled = rules.compiled(found.rule);
        if let Some(guard) = compiled.guard.as_ref().and_then(|guard| self.guarded(guard, found)) {
            return Some(Reason::Guard(guard));
        }
        let site = context::MatchContext { words: self.words, range: found.tokens.clone(), block: &self.block };
        if let Some(cue) = compiled.contexts.iter().find_map(|context| context::holds(*context, &site)) {
            return Some(Reason::Context(cue));
        }
        let RuleKind::Require { within, .. } = rules.rule_of(found).kind else { return None };
        self.stands(found, Condition::Required, compiled.wanted.as_ref()?, within).then_some(Reason::Required)
    }

    /// The key of a guard that holds.
    fn guarded(&mut self, guard: &Guard, found: &Match) -> Option<&'static str> {
        let tokens = &found.tokens;
        if guard.stands_before(self.words, tokens) {
            return Some("unless_before");
        }
        if guard.stands_after(self.words, tokens) {
            return Some("unless_after");
        }
        let clause = clause_start(self.words, tokens);
        let subjects = self.subjects.entry(found.rule).or_insert_with(|| guard.subjects(self.words));
        if any_within(subjects, &(clause..tokens.start)) {
            return Some("unless_subject");
        }
        let (near, within) = guard.near()?;
        self.stands(found, Condition::Near, near, within).then_some("unless_near")
    }

    /// Why a match of a first-use rule is not a first mention that has to be in full. Matches are to be asked about in
    /// the order of the text.
    pub fn no_first_mention(&mut self, found: &Match, scope: Scope) -> Option<Reason> {
        let RuleKind::FirstUse { headings_count, .. } = self.rules.rule_of(found).kind else { return None };
        let is_title =
            [Scope::Heading, Scope::FrontMatter, Scope::Title, Scope::Alt, Scope::Attribute].contains(&scope);
        if is_title && !headings_count {
            return Some(Reason::MentionInTitle);
        }
        if !self.answers.mentioned.insert(found.rule) {
            return Some(Reason::LaterMention);
        }
        let full = self.rules.compiled(found.rule).wanted.as_ref()?;
        let tokens = &found.tokens;
        let covers = |full: &Match| full.tokens.start <= tokens.start && tokens.end <= full.tokens.end;
        full.find(self.words, &|_, _| false).iter().any(covers).then_some(Reason::MentionInFull)
    }

    /// Whether what a rule asks for stands near enough to a match.
    fn stands(&mut self, found: &Match, question: Condition, matcher: &Matcher, within: Within) -> bool {
        let ParsedBlockContext { parsed, at } = self.block;
        let holds = |block: &ProseBlock| !matcher.places(&Words::new(&block.text)).is_empty();
        let start = match within {
            Within::Sentence | Within::Paragraph => {
                let places = self.places.entry((found.rule, question)).or_insert_with(|| matcher.places(self.words));
                let stretch = match within {
                    Within::Sentence => sentence(self.words, &found.tokens),
                    _ => 0..self.words.tokens().len(),
                };
                return any_within(places, &stretch);
            }
            Within::Section => parsed.section(at).start,
            Within::Document => BlockId::START,
        };
        *self.answers.sections.entry((found.rule, question, start)).or_insert_with(|| match within {
            Within::Document => parsed.all().any(holds),
            _ => parsed.blocks_of(parsed.section(at)).any(holds),
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
