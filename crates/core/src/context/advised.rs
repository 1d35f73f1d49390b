//! The context `advised`: the sentence advises how to choose or avoid such things in general.
//!
//! Examples are "Choose a vendor that is *SOC 2 certified*", "Be wary of anyone who promises *guaranteed returns*" and a
//! list under "Questions to ask your provider:". Advice is about any member of a class. Advice to choose what the writer
//! sells is an offer: "Choose our *100% secure* plan", "Choose Acme for *guaranteed returns*".

use super::cue::{Cue, CueKind};
use super::label_words::{LabelWords, own_label};
use super::lists::{Advised, WordLists};
use super::match_context::{Label, LabelKind, MatchContext};
use super::named::Names;
use super::run_on::{is_offer, is_writer, runs_on};
use super::window::{Unit, Window};
use std::ops::Range;

/// The most units between an advice and the match.
const MAX_BETWEEN: usize = 16;

/// The most units between the match and a judgement after it.
const MAX_AFTER: usize = 12;

/// The most words of an object before the match, if nothing like "that" links them.
const MAX_ADJECTIVES: usize = 4;

/// The most units between "it is" and the verb of an advice that these words introduce.
const VERB_WITHIN: usize = 2;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::with_parties(cx);
    let names = Names::new(lists, cx, &window);
    let reader = AdviceReader { lists, words: &lists.advised, window: &window, units: &window.units, names };
    if let Some(found) = reader.find_before().or_else(|| reader.find_verdict()) {
        return Some(CueKind::Guidance.with_units(&window.units[found]));
    }
    if is_offer(lists, window.before()) || reader.has_named_subject() {
        return None;
    }
    let is_tip = reader.is_tip();
    if is_tip && let Some(label) = reader.inline_label().filter(|label| gives_tips(lists, label)) {
        return Some(CueKind::Guidance.with_units(label));
    }
    find_label(lists, cx, |units| announces(lists, units) || is_tip && gives_tips(lists, units))
}

struct AdviceReader<'w, 'a> {
    lists: &'w WordLists,
    words: &'w Advised,
    window: &'w Window<'a>,
    units: &'w [Unit<'a>],
    names: Names<'w, 'a>,
}

impl AdviceReader<'_, '_> {
    /// Finds the nearest advice before the match that is about the match.
    fn find_before(&self) -> Option<Range<usize>> {
        let matched = self.window.matched.start;
        (matched.saturating_sub(MAX_BETWEEN)..matched).rev().find_map(|at| self.advice_at(at))
    }

    fn advice_at(&self, at: usize) -> Option<Range<usize>> {
        let (before, matched) = (self.window.before(), self.window.matched.start);
        if self.window.in_compound(at) {
            return None;
        }
        let found = |phrases: &super::phrase::PhraseList| phrases.match_at(before, at).map(|end| at..end);
        let choosing = || found(&self.words.choosing).filter(|verb| self.is_advice(verb) && self.is_chosen(verb));
        let avoiding = || found(&self.words.avoiding).filter(|verb| self.is_advice(verb) && self.is_avoided(verb.end));
        let checking = || found(&self.words.checks).filter(|verb| self.is_advice(verb) && self.is_checked(verb.start));
        let duty = || found(&self.words.duties).filter(|duty| self.is_general(duty.clone()));
        let claimant = || found(&self.words.claimants).filter(|claim| self.is_general(claim.clone()));
        let found = choosing().or_else(avoiding).or_else(checking).or_else(duty).or_else(claimant)?;
        runs_on(self.lists, self.units, found.end..matched).then_some(found)
    }

    /// Returns whether a verb advises: it is an imperative, or follows a word such as "should" or "when".
    fn is_advice(&self, verb: &Range<usize>) -> bool {
        let first = self.units[verb.start].word;
        let before = &self.units[..verb.start];
        let Some(previous) = before.last() else { return !self.words.participles.matches(first) };
        let introduces = before.iter().rev().take(VERB_WITHIN).take_while(|unit| unit.mark.is_none());
        let is_introduced = introduces.clone().any(|unit| self.words.before_verb.contains(unit.word));
        let is_recommended = introduces.clone().any(|unit| self.words.recommending.contains(unit.word));
        let has_writer = before.iter().rev().take(MAX_ADJECTIVES).any(|unit| is_writer(self.lists, unit));
        let is_imperative = previous.mark.is_some_and(|mark| mark != '"') && !self.words.participles.matches(first);
        is_recommended || (is_imperative || is_introduced) && !has_writer
    }

    /// Returns whether what is chosen after a verb is of a class, and the match is part of it.
    ///
    /// "Choose *a vendor that is X*" advises, "hire *an X adviser*" advertises one. Without a word such as "that", the
    /// verb has to show that it advises ("look for", "always"), or what is chosen has to be a plural.
    fn is_chosen(&self, verb: &Range<usize>) -> bool {
        let object = verb.end..self.window.matched.start;
        let is_sold = |unit: &Unit| self.words.sold.contains(unit.word);
        if !self.is_of_class(&object) || self.units[object.clone()].iter().any(is_sold) || self.is_claimed() {
            return false;
        }
        if let Some(link) = self.link(&object) {
            return !self.ends(verb.end..link) && !self.invites(link..object.end);
        }
        let seeks = self.words.seeking.match_at(self.units, verb.start) == Some(verb.end);
        let advises = seeks || self.is_urged(verb.start) || self.is_plural(&object);
        advises && object.len() <= MAX_ADJECTIVES && !self.ends(object) && !self.noun().iter().any(is_sold)
    }

    /// Returns the units after the match that may belong to its noun.
    fn noun(&self) -> &[Unit<'_>] {
        let after = self.window.after();
        let len = after.iter().take(MAX_ADJECTIVES).take_while(|unit| unit.mark.is_none()).count();
        &after[..len]
    }

    /// Returns whether a word such as "always" before the verb makes it an advice.
    fn is_urged(&self, verb: usize) -> bool {
        let before = self.units[..verb].iter().rev().take(VERB_WITHIN).take_while(|unit| unit.mark.is_none());
        before.into_iter().any(|unit| self.words.urging.contains(unit.word))
    }

    /// Returns whether an object and the noun of the match name suppliers in the plural.
    fn is_plural(&self, object: &Range<usize>) -> bool {
        let object = &self.units[object.clone()];
        let is_single =
            object.iter().find(|unit| unit.mark.is_none()).is_some_and(|unit| self.words.single.contains(unit.word));
        let last = &self.units[self.window.matched.end - 1];
        let is_supplier = |unit: &Unit| self.words.suppliers.contains(unit.word);
        !is_single
            && (object.iter().any(|unit| self.is_offerer(unit) && unit.word.ends_with('s'))
                || self.noun().iter().chain([last]).any(is_supplier))
    }

    /// Returns whether the sentence claims that the writer or a name has what it advises to choose, as in "(Acme is)".
    fn is_claimed(&self) -> bool {
        let from = self.window.matched.start;
        let has_name = |at: usize| {
            let next = self.units.get(at + 1);
            self.units[at].is_name
                && !self.units[at].word.is_empty()
                && next.is_some_and(|next| self.lists.clause.finite.contains(next.word))
        };
        self.units[from..].iter().any(|unit| is_writer(self.lists, unit))
            || (self.window.matched.end..self.units.len()).any(has_name)
    }

    /// Returns whether the match is the object of household advice, as in "use *eco-friendly* cleaners".
    fn is_tip(&self) -> bool {
        let before = self.window.before();
        let first = before.iter().position(|unit| unit.mark.is_none());
        let advises = |at: usize| {
            let Some(end) = self.words.acting.match_at(before, at) else { return false };
            (first == Some(at) || self.is_advice(&(at..end))) && runs_on(self.lists, self.units, end..before.len())
        };
        let is_definite = |at: usize| {
            Some(at) != first && (before[at].is_name && before[at - 1].mark.is_none() || before[at].party.is_some())
        };
        (0..before.len()).any(advises)
            && !(0..before.len()).any(is_definite)
            && !before.iter().chain(self.noun()).any(|unit| self.words.sold.contains(unit.word))
            && !is_offer(self.lists, before)
            && !self.is_claimed()
    }

    /// Returns the label before a colon at the start of the sentence, as in "Tip: …".
    fn inline_label(&self) -> Option<&[Unit<'_>]> {
        let before = self.window.before();
        Some(&before[..before.iter().position(|unit| unit.is(':'))?])
    }

    /// Returns whether what is avoided from unit `start` on is somebody's claim or offer, or the match itself.
    fn is_avoided(&self, start: usize) -> bool {
        let object = start..self.window.matched.start;
        let is_light = |unit: &Unit| self.lists.clause.is_light(unit.word) || unit.mark.is_some();
        let units = &self.units[object.clone()];
        if units.iter().all(is_light) {
            return !units.iter().any(|unit| is_writer(self.lists, unit));
        }
        match self.link(&object) {
            Some(link) => self.units[start..link].iter().any(|unit| self.is_offerer(unit)) && !self.ends(start..link),
            None => self.units[object.clone()].iter().any(|unit| self.is_offerer(unit)) && !self.ends(object),
        }
    }

    /// Returns whether a check that starts at unit `start` is about somebody or what somebody offers.
    fn is_checked(&self, start: usize) -> bool {
        let subject = &self.units[start..self.window.matched.start];
        subject.iter().any(|unit| self.is_offerer(unit)) && !subject.iter().any(|unit| is_writer(self.lists, unit))
    }

    /// Returns whether a phrase has no word for the writer, and no name.
    fn is_general(&self, range: Range<usize>) -> bool {
        let before = &self.units[range.start.saturating_sub(2)..range.end];
        !before.iter().any(|unit| is_writer(self.lists, unit)) && !range.into_iter().any(|at| self.names.is_other(at))
    }

    fn is_offerer(&self, unit: &Unit) -> bool {
        self.words.offerers.contains(unit.word)
    }

    /// Returns whether an object starts with an indefinite article, or is a plural without an article.
    fn is_of_class(&self, object: &Range<usize>) -> bool {
        let Some(first) = self.units[object.clone()].iter().find(|unit| unit.mark.is_none()) else {
            return object.is_empty();
        };
        let is_plural = || {
            let mut words = self.units[object.clone()].iter().take(MAX_ADJECTIVES);
            words.any(|unit| self.is_offerer(unit) && unit.word.ends_with('s'))
        };
        let is_excluded = self.units[object.clone()].iter().any(|unit| is_writer(self.lists, unit))
            || first.is_name
            || first.word.starts_with(|c: char| c.is_ascii_digit());
        !is_excluded && (self.words.indefinite.contains(first.word) || self.is_offerer(first) || is_plural())
    }

    /// Returns the last word such as "that" in an object, which links the match to it.
    fn link(&self, object: &Range<usize>) -> Option<usize> {
        object.clone().skip(1).find(|&at| self.words.links.contains(self.units[at].word))
    }

    /// Returns whether a word such as "and" is in the range, so that the match is not part of the object.
    fn ends(&self, range: Range<usize>) -> bool {
        self.units[range].iter().any(|unit| self.words.ends.contains(unit.word) || unit.is(':'))
    }

    /// Returns whether the range ends the advice with an invitation, as in "and enjoy".
    fn invites(&self, range: Range<usize>) -> bool {
        let clause = &self.lists.clause;
        range.skip(1).any(|at| {
            clause.infinitives.contains(self.units[at].word) && clause.joins.contains(self.units[at - 1].word)
        })
    }

    /// Finds a judgement after the match, as in "*guaranteed returns* are a red flag".
    fn find_verdict(&self) -> Option<Range<usize>> {
        let end = self.window.matched.end;
        let found = self.words.verdicts.find_first(self.units, end..self.units.len().min(end + MAX_AFTER))?;
        let has_name = || (0..self.window.matched.start).any(|at| self.names.is_other(at));
        let denies = self.units[end..found.end].iter().any(|unit| self.lists.negated.words.contains(unit.word));
        let applies = !is_offer(self.lists, self.window.before())
            && !denies
            && !has_name()
            && runs_on(self.lists, self.units, end..found.start);
        applies.then_some(found)
    }

    /// Returns whether a name is the subject of the sentence: "Acme is *100% secure*" is no advice.
    fn has_named_subject(&self) -> bool {
        let before = self.window.before();
        let first = before.iter().position(|unit| unit.mark.is_none());
        let Some(first) = first else { return false };
        let verb = first + 1;
        let starts_with_name = before[first].is_name
            && !self.lists.clause.is_light(before[first].word)
            && !self.is_offerer(&before[first])
            && !self.lists.clause.subjects.contains(before[first].word)
            && before.get(verb).is_some_and(|unit| self.lists.clause.finite.contains(unit.word));
        starts_with_name
            || before.iter().enumerate().skip(verb).any(|(at, unit)| {
                unit.is_name
                    && !unit.word.is_empty()
                    && before.get(at + 1).is_some_and(|next| self.lists.clause.finite.contains(next.word))
            })
    }
}

/// Finds the nearest label over the match, if it announces advice. Of the headings, only the nearest counts.
fn find_label(lists: &WordLists, cx: &MatchContext, announces: impl Fn(&[Unit]) -> bool) -> Option<Cue> {
    let is_about_writer = |units: &[Unit]| {
        // "I" in "How can I help?" is the reader.
        let is_own = |unit: &Unit| is_writer(lists, unit) && unit.word != "i" || unit.party.is_some();
        units.iter().any(|unit| is_own(unit) || lists.advised.sold.contains(unit.word))
    };
    let announces = |units: &[Unit]| announces(units) && !is_about_writer(units);
    if let Some(units) = own_label(cx)
        && announces(&units)
    {
        return Some(CueKind::Guidance.with_units(&units));
    }
    let mut has_heading = false;
    let is_near = |label: &Label| !std::mem::replace(&mut has_heading, label.kind == LabelKind::Heading);
    let label = cx
        .block
        .labels()
        .take_while(is_near)
        .find(|label| LabelWords::read(label).is_some_and(|words| announces(&words.units(cx))))?;
    Some(CueKind::from(label.kind).with_words(label.text.trim()))
}

/// Returns whether a label announces advice about a class of things.
fn announces(lists: &WordLists, units: &[Unit]) -> bool {
    let is_number = |unit: &Unit| unit.mark.is_some() || unit.word.starts_with(|c: char| c.is_ascii_digit());
    let start = units.iter().position(|unit| !is_number(unit));
    start.is_some_and(|start| lists.advised.labels.match_at(units, start).is_some())
}

/// Returns whether a label announces advice of any kind, such as "How you can help". With a product, it is an offer.
fn gives_tips(lists: &WordLists, units: &[Unit]) -> bool {
    lists.advised.tips.covers(units) && !units.iter().any(|unit| unit.word == "with")
}
