//! The context `required`: the match is a prerequisite, or comes with an account that the reader has elsewhere.
//!
//! Examples are "This sample requires *access to GPT-4*", "You need an OpenAI account with *access to* …", "Vendors must
//! be *SOC 2 certified*" and a list under the heading "Prerequisites". The writer asks for it, so the writer does not
//! offer it.
//!
//! An invitation uses the same words: "all you need is …", "everything you need: …", "no key required". It does not
//! count, and neither does a sentence in which the writer offers something.

use super::cue::{Cue, CueKind};
use super::label_words::{LabelWords, own_label};
use super::lists::{Required, WordLists};
use super::match_context::{LabelKind, MatchContext};
use super::phrase::PhraseList;
use super::run_on::{is_offer, is_writer, runs_on};
use super::window::{Unit, Window};
use std::ops::Range;

/// The most units between a requirement and the match.
const MAX_BETWEEN: usize = 20;

/// The most units between the match and a requirement after it.
const MAX_AFTER: usize = 14;

/// A negator denies a requirement if it is among this many units before it.
const DENIED_WITHIN: usize = 3;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::with_parties(cx);
    let reader = RequirementReader { lists, words: &lists.required, window: &window, units: &window.units };
    if reader.is_question() {
        return None;
    }
    if let Some(found) = reader.find_before().or_else(|| reader.find_after()).or_else(|| reader.find_account()) {
        return Some(CueKind::Requirement.with_units(&window.units[found]));
    }
    if is_offer(lists, window.before()) {
        return None;
    }
    reader.find_inline_label().or_else(|| find_label(lists, cx))
}

struct RequirementReader<'w, 'a> {
    lists: &'w WordLists,
    words: &'w Required,
    window: &'w Window<'a>,
    units: &'w [Unit<'a>],
}

impl RequirementReader<'_, '_> {
    /// Returns whether the sentence asks for the wish of the reader, as in "Need *access to GPT-4*?", and not for a
    /// requirement.
    fn is_question(&self) -> bool {
        // "Do I need a key for *access*?" asks what the access takes, and a "no" then offers it.
        let has_purpose = || self.window.before().iter().any(|unit| matches!(unit.word, "for" | "to" | "before"));
        let asks = || {
            let start = self.units.iter().position(|unit| unit.mark.is_none());
            start.is_some_and(|start| self.words.questions.match_at(self.units, start).is_some())
        };
        self.window.after().iter().any(|unit| unit.is('?')) && (has_purpose() || !asks())
    }

    /// Finds the nearest requirement before the match whose object contains the match.
    fn find_before(&self) -> Option<Range<usize>> {
        let matched = self.window.matched.start;
        let invitations = self.words.invitations.find_all(self.units);
        (matched.saturating_sub(MAX_BETWEEN)..matched).rev().find_map(|at| {
            let before = self.window.before();
            let demand = self.words.demands.match_at(before, at);
            let need = self
                .words
                .needs
                .match_at(before, at)
                .filter(|end| self.has_credential(*end) && !self.has_predicate(*end));
            let found = at..demand.into_iter().chain(need).max()?;
            let applies = !self.window.in_compound(at)
                && !invitations.iter().any(|other| other.start < found.end && found.start < other.end)
                && !self.is_denied(&found)
                && runs_on(self.lists, self.units, found.end..matched)
                && !self.has_writer(found.end..matched);
            applies.then_some(found)
        })
    }

    /// Returns whether what is needed from unit `start` on gives access, such as an account or a key.
    fn has_credential(&self, start: usize) -> bool {
        self.units[start..self.window.matched.end].iter().any(|unit| self.words.credentials.contains(unit.word))
    }

    /// Returns whether a verb comes between unit `start` and the match, as in "anyone with a badge *gets*", but not in "a
    /// key that *has*".
    fn has_predicate(&self, start: usize) -> bool {
        let clause = &self.lists.clause;
        let is_predicate = |at: usize| {
            let is_relative = at > start && clause.relatives.contains(self.units[at - 1].word);
            clause.finite.contains(self.units[at].word) && !is_relative
        };
        (start..self.window.matched.start).any(is_predicate)
    }

    /// Returns whether a negator comes right before the requirement or right after it, as in "requires no …".
    fn is_denied(&self, found: &Range<usize>) -> bool {
        let negates = |unit: &Unit| self.lists.negated.words.contains(unit.word);
        let before = &self.units[found.start.saturating_sub(DENIED_WITHIN)..found.start];
        let before = before.iter().rev().take_while(|unit| unit.mark.is_none());
        let between = self.units.get(found.end..self.window.matched.start).unwrap_or_default();
        before.chain(between).chain(&self.units[found.clone()]).any(negates)
    }

    fn has_writer(&self, range: Range<usize>) -> bool {
        self.units[range].iter().any(|unit| is_writer(self.lists, unit))
    }

    /// Finds a requirement after the match, as in "*access* is required".
    fn find_after(&self) -> Option<Range<usize>> {
        let matched = &self.window.matched;
        let denied_before = self.is_denied(matched) || self.words.none.contains(self.units[matched.start].word);
        let first = matched.end;
        let found = self.words.after.find_first(self.units, first..self.units.len().min(first + MAX_AFTER))?;
        let applies = !denied_before
            && !self.lists.negated.words.contains(self.units[matched.start].word)
            && !self.units[first..found.end].iter().any(|unit| self.lists.negated.words.contains(unit.word))
            && runs_on(self.lists, self.units, first..found.start)
            && !is_offer(self.lists, self.window.before())
            && !self.has_verb(first..found.start);
        applies.then_some(found)
    }

    /// Returns whether a verb is in the range, so that what follows says something else than what precedes.
    fn has_verb(&self, range: Range<usize>) -> bool {
        self.units[range].iter().any(|unit| self.lists.clause.finite.contains(unit.word))
    }

    /// Finds an account of the reader's own, which is then what gives the access.
    fn find_account(&self) -> Option<Range<usize>> {
        let found = |within: Range<usize>| self.words.accounts.find_first(self.units, within);
        let account =
            found(0..self.window.matched.start).or_else(|| found(self.window.matched.end..self.units.len()))?;
        let has_credential = self.window.matched.clone().any(|at| self.words.credentials.contains(self.units[at].word));
        let is_denied = self.is_denied(&account) || self.has_writer(account.clone());
        let applies = has_credential && !is_denied && self.is_with_provider(&account) && !self.is_place(&account);
        (applies && !self.ends_sentence_between(&account)).then_some(account)
    }

    /// Returns whether an account may be with the party that the match names: an account with a cloud gives no access to
    /// the services of others on it.
    fn is_with_provider(&self, account: &Range<usize>) -> bool {
        let is_cloud = |unit: &Unit| self.words.clouds.contains(unit.word);
        !self.units[account.clone()].iter().any(is_cloud)
            || self.units[self.window.matched.clone()].iter().any(is_cloud)
    }

    /// Returns whether the account is only the place of the access, as in "from your account". A key is no place.
    fn is_place(&self, account: &Range<usize>) -> bool {
        if matches!(self.units[account.end - 1].word, "key" | "keys" | "token" | "tokens" | "credentials") {
            return false;
        }
        let before = account.start.checked_sub(1).map(|at| self.units[at].word);
        before.is_some_and(|word| self.words.places.contains(word))
    }

    /// Returns whether a mark that starts another statement is between an account and the match.
    fn ends_sentence_between(&self, account: &Range<usize>) -> bool {
        let matched = &self.window.matched;
        let (start, end) =
            if account.end <= matched.start { (account.end, matched.start) } else { (matched.end, account.start) };
        self.units[start..end]
            .iter()
            .any(|unit| matches!(unit.mark, Some(';' | '!' | '?')) || self.lists.clause.stops.contains(unit.word))
    }

    /// Finds a label at the start of the sentence, as in "Prerequisites: …".
    fn find_inline_label(&self) -> Option<Cue> {
        let before = self.window.before();
        let end = before.iter().position(|unit| matches!(unit.mark, Some(':' | '—')))?;
        let start = before.iter().position(|unit| unit.mark.is_none())?;
        let applies = covers(&self.words.labels, before.get(start..end)?);
        applies.then(|| CueKind::Requirement.with_units(&before[start..end]))
    }
}

/// Returns whether a phrase covers all units but the marks around them.
fn covers(phrases: &PhraseList, units: &[Unit]) -> bool {
    phrases.covers(units)
}

/// Finds a label that says that the text under it is required.
fn find_label(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    if let Some(units) = own_label(cx)
        && covers(&lists.required.labels, &units)
    {
        return Some(CueKind::Requirement.with_units(&units));
    }
    let label = cx.block.labels().find(|label| {
        let Some(words) = LabelWords::read(label) else { return false };
        let units = words.units(cx);
        if label.kind == LabelKind::LeadIn && introduces(lists, &units) {
            return true;
        }
        covers(&lists.required.labels, &units)
    })?;
    Some(CueKind::from(label.kind).with_words(label.text.trim()))
}

/// Returns whether a lead-in introduces prerequisites, as in "To follow this guide, you need:".
fn introduces(lists: &WordLists, units: &[Unit]) -> bool {
    let words = &lists.required;
    let within = 0..units.len();
    let Some(found) = words.introducing.find_first(units, within.clone()) else { return false };
    let is_denied = units[..found.start].iter().any(|unit| lists.negated.words.contains(unit.word));
    !is_denied && words.invitations.find_first(units, within).is_none()
}
