//! The context `attributed`: the sentence says that the match is a claim of somebody else.
//!
//! It recognises "according to …", reported speech before or after the match (Acme claims that …; "…", said Acme), a
//! label before a quotation (The press release: "…"), words such as "reportedly", and a block quotation that names its
//! source: after a dash (also in the block of the quotation), in an element such as `<cite>`, or in the sentence before it. Words of the writer ("we say", "our docs state", "this page explains") do not count,
//! because the match is then still the writer's claim.

use super::clause::{TriggerKind, TriggerScope};
use super::credit::{after_dash, is_name, names_source};
use super::cue::{Cue, CueKind};
use super::lists::{Attributed, WordLists};
use super::match_context::{MatchContext, Quotation};
use super::quoted::find_enclosing_quotation;
use super::window::{Unit, Window, split_into_units};
use std::ops::Range;
use wordgate_text::prose::{TokenKind, Words};

/// The most units of a subject or source that are read. Longer ones are rare.
const MAX_SUBJECT: usize = 7;

/// The most units between the match and a speaker after it.
const SPEAKER_WITHIN: usize = 32;

/// A word such as "reportedly" has to start fewer than this many units before the match.
const REPORTING_WITHIN: usize = 12;

/// The most bytes of the paragraph before a quotation that are read.
const MAX_INTRODUCTION: usize = 300;

/// The most tokens of a credit after a quotation, with its dash.
const MAX_CREDIT: usize = 24;

/// The word that stands for a block quotation.
const QUOTED: &str = "quoted";

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::around(cx.words, &cx.range);
    let reader = AttributionReader { lists, words: &lists.attributed, window: &window, units: &window.units };
    let found = reader.find_source().or_else(|| reader.find_report()).or_else(|| reader.find_speaker());
    let in_sentence = found.map(|found| CueKind::Speaker.with_units(&window.units[found]));
    let beside = || find_label(lists, cx).or_else(|| find_inline_credit(lists, cx));
    in_sentence.or_else(beside).or_else(|| find_quotation_source(lists, cx))
}

/// Finds the source of the block quotation around the match.
fn find_quotation_source(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let quotation = cx.block.quotation()?;
    let start = cx.words.tokens()[cx.range.start].span.start as usize;
    // The name of the source is the writer's text.
    if quotation.own_credit.is_some_and(|credit| start >= credit) {
        return None;
    }
    find_credit(lists, cx, &quotation).or_else(|| find_introduction(lists, quotation.introduction?))
}

/// Finds the line or element that names the source.
fn find_credit(lists: &WordLists, cx: &MatchContext, quotation: &Quotation) -> Option<Cue> {
    // A dialog has a dash before every speech.
    let is_dialog = cx.words.tokens().first().is_some_and(|token| token.kind == TokenKind::Mark('—'));
    let mut credits = quotation.credits.iter().flatten().filter(|credit| credit.is_marked || !is_dialog);
    let credit = credits.find(|credit| names_source(lists, credit))?;
    Some(CueKind::Speaker.with_words(after_dash(credit.text).unwrap_or(credit.text).trim()))
}

/// Finds the words of a sentence before a quotation that name its source, as in "Acme's CEO writes:".
fn find_introduction(lists: &WordLists, introduction: &str) -> Option<Cue> {
    let sentence = introduction.trim_end().strip_suffix(':')?;
    let start = sentence.len().saturating_sub(MAX_INTRODUCTION);
    let start = (start..sentence.len()).find(|&at| sentence.is_char_boundary(at))?;
    // A quotation mark and a word stand for the quotation, so that the sentence is read like one that contains it.
    let words = Words::new(&format!("{} \"{QUOTED}\"", &sentence[start..]));
    let at = words.tokens().iter().rposition(|token| words.folded(token) == QUOTED)?;
    let window = Window::around(&words, &(at..at + 1));
    let reader = AttributionReader { lists, words: &lists.attributed, window: &window, units: &window.units };
    let found = reader.find_source().or_else(|| reader.find_report()).or_else(|| reader.find_excerpt())?;
    Some(CueKind::Speaker.with_units(&window.units[found]))
}

/// Finds a label with a colon that names the source of the quotation around the match, as in: The press release: "…".
fn find_label(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let quotation = find_enclosing_quotation(&lists.quoted, cx.words, &cx.range)?;
    let units = split_into_units(cx.words, quotation.start.saturating_sub(MAX_SUBJECT)..quotation.start);
    let (colon, before) = units.split_last()?;
    let start = before.iter().rposition(|unit| unit.mark.is_some()).map_or(0, |mark| mark + 1);
    let label = &before[start..];
    let is_source = lists.attributed.documents.contains(label.last()?.word);
    let is_own = label.iter().any(|unit| lists.attributed.own.contains(unit.word));
    (colon.is(':') && is_source && !is_own).then(|| CueKind::Speaker.with_units(label))
}

/// Finds a person after a dash that ends the block, as in: "…" — Jane Roe, CEO of Acme. One word may be a brand, whose
/// slogan this is.
fn find_inline_credit(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let quotation = find_enclosing_quotation(&lists.quoted, cx.words, &cx.range)?;
    let end = cx.words.tokens().len();
    if end > quotation.end + MAX_CREDIT {
        return None;
    }
    let units = split_into_units(cx.words, quotation.end..end);
    let (dash, credit) = units.split_first()?;
    // A slogan may have capitals too: “Zero fees” — The New Standard.
    let is_common =
        |unit: &Unit| lists.clause.light.contains(unit.word) || lists.clause.prepositions.contains(unit.word);
    let name = credit.iter().take_while(|unit| unit.mark.is_none());
    (dash.is('—') && is_name(lists, credit, 2) && !name.clone().any(is_common))
        .then(|| CueKind::Speaker.with_units(credit))
}

struct AttributionReader<'w, 'a> {
    lists: &'w WordLists,
    words: &'w Attributed,
    window: &'w Window<'a>,
    units: &'w [Unit<'a>],
}

impl AttributionReader<'_, '_> {
    /// Finds "according to X" before or after the match, or "reportedly" before it.
    fn find_source(&self) -> Option<Range<usize>> {
        let matched = &self.window.matched;
        let applies = |found: &Range<usize>| {
            let source = &self.units[found.end..self.units.len().min(found.end + MAX_SUBJECT)];
            let source = source.iter().take_while(|unit| unit.mark.is_none());
            self.in_same_clause(found, matched)
                && !source.clone().any(|unit| self.is_writer(unit))
                && !self.units[found.clone()].iter().any(|unit| self.is_writer(unit))
        };
        let sources = self.words.sources.find_all(self.units);
        let source = sources.into_iter().find(applies);
        source.or_else(|| {
            let found = self.words.reporting.find_last(self.units, 0..matched.start)?;
            (found.start + REPORTING_WITHIN > matched.start && self.reaches_match(found.end)).then_some(found)
        })
    }

    /// Finds a label that names a document and its author, as in "From the release notes of Acme".
    fn find_excerpt(&self) -> Option<Range<usize>> {
        let label = &self.units[..self.window.matched.start.checked_sub(1)?];
        let start = label.iter().position(|unit| unit.mark.is_none())?;
        self.words.excerpts.match_at(label, start)?;
        let is_named = label[start + 1..].iter().any(|unit| unit.is_name && !unit.word.is_empty());
        (is_named && !label.iter().any(|unit| self.is_writer(unit))).then_some(start..label.len())
    }

    /// Returns whether no new clause separates a source from the match. The match must not be the name of the source or
    /// a part of it, as in "according to the *whitelist*, …" and "in the *whitelist* view, …".
    fn in_same_clause(&self, found: &Range<usize>, matched: &Range<usize>) -> bool {
        let clause = &self.lists.clause;
        let without_stop = |between: &[Unit]| !between.iter().any(|unit| clause.stops.contains(unit.word));
        match self.units.get(found.end..matched.start) {
            Some(between) => {
                // A source before the match has a name if its phrase is complete, as in "in their words,", or if a word
                // with some meaning comes before the match.
                let is_named =
                    self.units[found.end - 1].mark.is_some() || between.iter().any(|unit| !clause.is_light(unit.word));
                is_named && without_stop(between)
            }
            None => self.units.get(matched.end..found.start).is_some_and(without_stop),
        }
    }

    /// Returns whether the unit is a word for the writer, such as "we".
    fn is_writer(&self, unit: &Unit) -> bool {
        self.words.own.contains(unit.word)
    }

    /// Returns whether the scope of a reporting verb or word extends to the match. The scope starts at unit `from`,
    /// where it may have a colon, a comma or a quotation mark.
    fn reaches_match(&self, from: usize) -> bool {
        let (units, matched) = (self.units, &self.window.matched);
        let opening = |unit: &&Unit| matches!(unit.mark, Some(':' | ',' | '"' | '\''));
        let from = from + units[from..matched.start].iter().take_while(opening).count();
        TriggerScope { lists: &self.lists.clause, units, from, matched, kind: TriggerKind::Clause }.reaches_match()
    }

    /// Finds "X says that …", where the match is part of what X says.
    fn find_report(&self) -> Option<Range<usize>> {
        let matched = self.window.matched.start;
        let pseudo = self.words.pseudo.find_all(self.units);
        let verb = (1..matched).rev().find(|&at| {
            let is_pseudo = pseudo.iter().any(|pseudo| pseudo.contains(&at));
            !is_pseudo
                && !self.window.in_compound(at)
                && self.is_reporting_verb(at)
                && self.has_other_subject(at)
                && self.reaches_match(at + 1)
        })?;
        Some(verb - 1..verb + 1)
    }

    /// Returns whether the word at `at` is a verb that reports what follows it. A strong verb such as "says" always
    /// does. A weak verb such as "reports" does so only before a clause: before a mark, before a word such as "that",
    /// or if a finite verb comes before the match.
    fn is_reporting_verb(&self, at: usize) -> bool {
        let word = self.units[at].word;
        if self.words.strong.contains(word) {
            return true;
        }
        let Some(next) = self.units.get(at + 1).filter(|_| self.words.weak.contains(word)) else { return false };
        let has_finite_verb = || {
            self.units[at + 1..self.window.matched.start]
                .iter()
                .any(|unit| self.lists.clause.finite.contains(unit.word))
        };
        next.is(':')
            || next.is('"')
            || next.is(',')
            || self.words.clause_starts.contains(next.word)
            || has_finite_verb()
    }

    /// Returns whether the verb at `at` has a subject that is not the writer.
    fn has_other_subject(&self, at: usize) -> bool {
        // Auxiliaries and adverbs may come between the subject and the verb: "Acme has recently said".
        let between =
            |unit: &Unit| self.words.between.contains(unit.word) || self.lists.clause.adverbs.matches(unit.word);
        let Some(head) = self.units[..at].iter().rposition(|unit| !between(unit)) else { return false };
        let closes = |unit: &Unit| matches!(unit.mark, Some(',' | ')'));
        let word = if closes(&self.units[head]) { head.saturating_sub(1) } else { head };
        if self.units[word].mark.is_some() || self.words.no_subject.contains(self.units[word].word) {
            return false;
        }
        let subject = &self.units[word.saturating_sub(MAX_SUBJECT)..=word];
        let subject = subject.iter().rev().take_while(|unit| !matches!(unit.mark, Some('"' | ',' | ':' | '—')));
        !subject.take_while(|unit| !self.lists.clause.finite.contains(unit.word)).any(|unit| self.is_writer(unit))
    }

    /// Finds the speaker X and its verb after the match, as in: "…," said X.
    fn find_speaker(&self) -> Option<Range<usize>> {
        let end = self.window.matched.end;
        let last = self.units.len().min(end + SPEAKER_WITHIN);
        for at in end..last {
            if self.lists.clause.stops.contains(self.units[at].word) {
                return None;
            }
            let is_separated = matches!(self.units[at].mark, Some(',' | '"' | '—'));
            if let Some(verb) = is_separated.then(|| self.find_speaking_verb(at + 1)).flatten() {
                return Some(verb);
            }
        }
        None
    }

    /// Finds the verb of "said X" or "X said" from `start` on. Returns the units from `start` to the verb.
    fn find_speaking_verb(&self, start: usize) -> Option<Range<usize>> {
        let start = start + usize::from(self.units.get(start).is_some_and(|unit| unit.is('"')));
        let words = self.units.get(start..)?.iter().take(MAX_SUBJECT).take_while(|unit| unit.mark.is_none());
        let verb =
            words.clone().position(|unit| self.words.strong.contains(unit.word) || self.words.weak.contains(unit.word));
        let verb = start + verb?;
        let own = |range: &[Unit]| range.iter().take_while(|unit| unit.mark.is_none()).any(|unit| self.is_writer(unit));
        let after = &self.units[verb + 1..self.units.len().min(verb + 4)];
        let ends = after.first().is_none_or(|unit| {
            unit.mark.is_some()
                || self.lists.clause.prepositions.contains(unit.word)
                || self.words.between.contains(unit.word)
        });
        let quoted = start > 0 && self.units[start - 1].is('"');
        let subject_first = verb > start
            && (ends || quoted)
            && !own(&self.units[start..verb])
            && !self.words.no_subject.contains(self.units[verb - 1].word);
        let verb_first =
            verb == start && (quoted || self.words.strong.contains(self.units[verb].word)) && !ends && !own(after);
        (subject_first || verb_first).then_some(start..verb + 1)
    }
}
