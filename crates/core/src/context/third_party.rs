//! The context `third-party`: the statement is about somebody else.
//!
//! The party may be the subject of the clause ("Microsoft offers *direct access*", "We use Azure, which provides …"), or
//! provide the match ("*Direct access* is provided by Microsoft"). If the sentence does not say whom it is about, a label
//! may: "Microsoft: *direct access*", a row header, a heading. A label counts only if it is no more than the name of a
//! party; "OpenAI integration" is about the writer's own product.
//!
//! Classes of others are in [`others`].
//!
//! A sentence with "we", "our" or a name of the organisation as its subject is never about somebody else, and neither is
//! what "you get": "With Azure, you get *direct access*".

use super::cue::{Cue, CueKind};
use super::label_words::{LabelWords, own_label};
use super::lists::WordLists;
use super::match_context::{Label, LabelKind, MatchContext};
use super::named::Names;
use super::others;
use super::parties::Party;
use super::run_on::{is_offer, is_writer, runs_on};
use super::window::{Unit, Window};
use std::ops::Range;
use wordgate_text::prose::Words;

/// The most units before a name that are read for the start of its clause.
const MAX_BEFORE: usize = 6;

/// The most units after a name that are read for its verb.
const MAX_TO_VERB: usize = 6;

/// The most units of a remark between commas or brackets after a name.
const MAX_REMARK: usize = 14;

/// The most units between the match and the party that provides it.
const ACTOR_WITHIN: usize = 14;

/// The most units between "by" and the name of a party.
const MAX_TO_NAME: usize = 5;

/// The word that stands for what a lead-in introduces.
const INTRODUCED: &str = "introduced";

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::with_parties(cx);
    let reader = PartyReader { lists, window: &window, units: &window.units, names: Names::new(lists, cx, &window) };
    if reader.is_passed_on() {
        return None;
    }
    if let Some(name) = reader.find_subject().or_else(|| reader.find_actor()).or_else(|| others::find(lists, &window)) {
        return Some(CueKind::Party.with_words(exact_text(cx.words, &window.units[name])));
    }
    if is_offer(lists, window.before()) {
        return None;
    }
    find_label(lists, cx, &window)
}

/// Returns the text of some units with its capitals.
fn exact_text(words: &Words, units: &[Unit]) -> String {
    let mut text = String::new();
    for unit in units {
        if !text.is_empty() {
            text.push(if unit.hyphenated { '-' } else { ' ' });
        }
        text.push_str(words.exact(&words.tokens()[unit.token]));
    }
    text
}

struct PartyReader<'w, 'a> {
    lists: &'w WordLists,
    window: &'w Window<'a>,
    units: &'w [Unit<'a>],
    names: Names<'w, 'a>,
}

impl PartyReader<'_, '_> {
    /// Returns whether the writer passes the match on, as in "Microsoft offers *direct access* through us".
    fn is_passed_on(&self) -> bool {
        let end = self.window.matched.end;
        let after = end..self.units.len().min(end + ACTOR_WITHIN);
        let found = self.lists.third_party.passed_on.find_first(self.units, after);
        found.is_some_and(|found| {
            let own = &self.units[found.end - 1..self.units.len().min(found.end + 2)];
            own.iter().any(|unit| is_writer(self.lists, unit))
        })
    }

    /// Finds the nearest name before the match that is the subject of its clause.
    fn find_subject(&self) -> Option<Range<usize>> {
        let matched = self.window.matched.start;
        let mut end = matched;
        while let Some(name) = self.names.last_before(end) {
            end = name.start;
            let predicate = self.predicate(&name).filter(|at| *at <= matched);
            if predicate.is_some_and(|at| runs_on(self.lists, self.units, at..matched)) {
                return Some(name).filter(|name| !self.is_beside_own(name));
            }
            if self.units[name.end..matched].iter().any(|unit| unit.party == Some(Party::Own)) {
                return None;
            }
        }
        None
    }

    /// Returns whether a phrase with a name of the organisation opens the clause of a name, as in "With Acme, Microsoft
    /// gives you …".
    fn is_beside_own(&self, name: &Range<usize>) -> bool {
        let before = &self.units[..name.start];
        let start =
            before.iter().rposition(|unit| matches!(unit.mark, Some(';' | ':' | '—'))).map_or(0, |mark| mark + 1);
        let is_verb = |unit: &Unit| {
            self.lists.clause.finite.contains(unit.word) || self.lists.third_party.verbs.contains(unit.word)
        };
        let opening = &before[start..];
        opening.first().is_some_and(|unit| self.lists.third_party.together.contains(unit.word))
            && opening.iter().any(|unit| unit.party == Some(Party::Own))
            && !opening.iter().any(is_verb)
    }

    /// Returns where the statement about a name starts: after its subject, or after a relative pronoun.
    fn predicate(&self, name: &Range<usize>) -> Option<usize> {
        let (lists, units) = (&self.lists.third_party, self.units);
        let last = self.end_of_names(name)?;
        if units.get(last).is_some_and(|unit| unit.hyphenated) {
            return None;
        }
        let comma = usize::from(units.get(last).is_some_and(|unit| unit.is(',')));
        if units
            .get(last + comma)
            .is_some_and(|unit| matches!(unit.word, "which" | "who" | "whose") || comma == 0 && unit.word == "that")
        {
            return Some(last + comma + 1);
        }
        if !self.starts_clause(name, false) && !self.is_actor_of_subject(name) {
            return None;
        }
        let mut at = self.skip_remark(last);
        let (mut has_more, mut is_joined) = (self.names.is_possessive(last - 1), false);
        for _ in 0..MAX_TO_VERB {
            let unit = units.get(at)?;
            let word = unit.word;
            if unit.mark.is_some() || unit.party == Some(Party::Own) {
                return None;
            }
            if lists.own_heads.contains(word) && !unit.hyphenated && !is_joined {
                return None;
            }
            if self.is_verb(at) && !(lists.products.contains(word) && self.is_verb(at + 1)) {
                return Some(at);
            }
            let continues = lists.between.contains(word)
                || self.lists.clause.adverbs.matches(word)
                || (lists.products.contains(word) || unit.is_name) && self.names.has_known(name)
                || has_more
                || self.joins(at);
            is_joined |= self.joins(at);
            has_more |= is_joined;
            if !continues || unit.hyphenated {
                return None;
            }
            at += 1;
            if units.get(at).is_some_and(|unit| matches!(unit.mark, Some(',' | '(' | '—'))) {
                at = self.skip_remark(at);
            }
        }
        None
    }

    /// Returns whether "and" or "or" at `at` adds somebody other than the writer and the reader to the subject.
    fn joins(&self, at: usize) -> bool {
        let next = self.units.get(at + 1);
        self.lists.clause.joins.contains(self.units[at].word)
            && next.is_some_and(|next| next.mark.is_none() && !is_writer(self.lists, next) && next.word != "you")
    }

    /// Returns whether the unit is a verb.
    fn is_verb(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at).filter(|unit| unit.mark.is_none()) else { return false };
        let (lists, word) = (&self.lists.third_party, unit.word);
        let is_regular = word.len() > 3
            && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"))
            && !unit.is_name
            && !lists.products.contains(word)
            && !lists.kinds.contains(word);
        lists.verbs.contains(word) || self.lists.clause.finite.contains(word) || is_regular
    }

    /// Returns the end of a list of names, as in "Google and Microsoft". Returns `None` if the organisation is one of
    /// them.
    fn end_of_names(&self, name: &Range<usize>) -> Option<usize> {
        let mut end = name.end;
        loop {
            let marks = self.units[end..].iter().take_while(|unit| unit.is(',')).count();
            let joins = usize::from(
                self.units.get(end + marks).is_some_and(|unit| self.lists.clause.joins.contains(unit.word)),
            );
            let next = end + marks + joins;
            if marks + joins == 0 || marks > 1 {
                return Some(end);
            }
            if self.units.get(next).is_some_and(|unit| is_writer(self.lists, unit) || unit.word == "you") && joins > 0 {
                return None;
            }
            match self.names.at(next) {
                Some(more) => end = more.end,
                None => return Some(end),
            }
        }
    }

    /// Returns the next unit after a remark at `at`, as in "Globex, a startup from Oslo, …" and "Globex (a startup) …".
    fn skip_remark(&self, at: usize) -> usize {
        let Some(open) = self.units.get(at).and_then(|unit| unit.mark) else { return at };
        let close = match open {
            ',' => ',',
            '(' => ')',
            '—' => '—',
            _ => return at,
        };
        let rest = self.units[at + 1..].iter().take(MAX_REMARK);
        let Some(len) = rest.clone().position(|unit| unit.is(close)) else { return at };
        let remark = &self.units[at + 1..at + 1 + len];
        if remark.iter().any(|unit| is_writer(self.lists, unit) || unit.word == "you") { at } else { at + len + 2 }
    }

    /// Returns whether a clause starts before the name, so that it may be its subject. `in_list` says that another name
    /// of the same list follows, so that a comma does not end the list.
    fn starts_clause(&self, name: &Range<usize>, in_list: bool) -> bool {
        let (lists, clause) = (&self.lists.third_party, &self.lists.clause);
        let is_known = self.names.has_known(name) || self.names.is_possessive(name.end - 1);
        let mut has_kind = false;
        let mut has_article = false;
        for at in (name.start.saturating_sub(MAX_BEFORE)..name.start).rev() {
            let unit = &self.units[at];
            let word = unit.word;
            if is_writer(self.lists, unit) || matches!(word, "your" | "you") {
                // "Our competitor Globex" is not the writer.
                return has_kind;
            }
            let ends_list = unit.is(',') && in_list || clause.joins.contains(word);
            let before = at - usize::from(at > 1 && self.units[at - 1].is(','));
            if ends_list
                && before > 0
                && (self.names.is_other(before - 1) || is_writer(self.lists, &self.units[before - 1]))
            {
                return match self.names.last_before(before) {
                    Some(first) if first.end == before => self.starts_clause(&first, true),
                    _ => false,
                };
            }
            if unit.mark.is_some()
                || ends_list
                || clause.stops.contains(word)
                || clause.relatives.contains(word)
                || clause.claims.contains(word)
                || lists.times.contains(word)
                || word.starts_with(|c: char| c.is_ascii_digit())
            {
                return is_known || has_kind || !has_article;
            }
            if lists.kinds.contains(word) {
                has_kind = true;
            } else if matches!(word, "the" | "a" | "an" | "this" | "that" | "every" | "each" | "no") {
                has_article = true;
            } else if clause.prepositions.contains(word) || !clause.is_light(word) {
                return false;
            }
        }
        name.start <= MAX_BEFORE && (is_known || has_kind || !has_article)
    }

    /// Returns whether the name is the actor in the subject of a clause, as in "The tool provided by Microsoft gives …".
    fn is_actor_of_subject(&self, name: &Range<usize>) -> bool {
        let actors = &self.lists.third_party.actors;
        let found = actors.find_last(self.units, name.start.saturating_sub(MAX_TO_NAME)..name.start);
        found.is_some_and(|found| {
            self.is_qualified(found.end, name.start) && !is_offer(self.lists, &self.units[..found.start])
        })
    }

    /// Returns whether only articles and descriptions stand in a range before a name, as in "by the startup Globex".
    fn is_qualified(&self, start: usize, end: usize) -> bool {
        self.units[start..end].iter().all(|unit| {
            unit.mark.is_none()
                && !is_writer(self.lists, unit)
                && (self.lists.third_party.kinds.contains(unit.word) || self.lists.clause.is_light(unit.word))
        })
    }

    /// Finds the party that provides the match, as in "*Direct access* is provided by Microsoft".
    fn find_actor(&self) -> Option<Range<usize>> {
        let end = self.window.matched.end;
        let after = end..self.units.len().min(end + ACTOR_WITHIN);
        let found = self.lists.third_party.actors.find_first(self.units, after)?;
        let name = (found.end..self.units.len().min(found.end + MAX_TO_NAME)).find_map(|at| self.names.at(at))?;
        let names_end = self.end_of_names(&name)?;
        let is_alone = !self.units[names_end..].iter().take(2).any(|unit| is_writer(self.lists, unit));
        let applies = is_alone
            && self.is_qualified(found.end, name.start)
            && runs_on(self.lists, self.units, end..found.start)
            && !is_offer(self.lists, self.window.before());
        applies.then_some(name)
    }
}

/// What a label says about whom the text under it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Other,
    Writer,
}

/// Finds the nearest label that says whom the text is about.
fn find_label(lists: &WordLists, cx: &MatchContext, window: &Window) -> Option<Cue> {
    let own = own_label(cx).or_else(|| Some(label_in_window(window)?.to_vec()));
    if let Some(units) = own
        && let Some(about) = about(lists, cx, &units)
    {
        return (about == About::Other).then(|| CueKind::Party.with_words(exact_text(cx.words, trimmed(&units))));
    }
    let is_cell = |label: &Label| matches!(label.kind, LabelKind::RowHeader | LabelKind::ColumnHeader);
    let mut nearest = None;
    for label in cx.block.labels() {
        if nearest.as_ref().is_some_and(|nearest| !(is_cell(nearest) && is_cell(&label))) {
            break;
        }
        match label_about(lists, cx, &label) {
            // A cell is about the writer if its row or its column is.
            Some(About::Writer) => return None,
            Some(About::Other) if nearest.is_none() => nearest = Some(label),
            _ => {}
        }
    }
    nearest.map(|label| CueKind::from(label.kind).with_words(label.text.trim()))
}

/// Returns the label before a colon or dash at the start of the sentence.
fn label_in_window<'w, 'a>(window: &'w Window<'a>) -> Option<&'w [Unit<'a>]> {
    let before = window.before();
    let end = before.iter().position(|unit| matches!(unit.mark, Some(':' | '—')))?;
    Some(&before[..end])
}

fn label_about(lists: &WordLists, cx: &MatchContext, label: &Label) -> Option<About> {
    let words = LabelWords::read(label)?;
    if label.kind == LabelKind::LeadIn {
        return lead_in_about(lists, cx, &words);
    }
    about(lists, cx, &words.units(cx))
}

/// Returns whom a lead-in is about, as in "Microsoft offers:".
fn lead_in_about(lists: &WordLists, cx: &MatchContext, label: &LabelWords) -> Option<About> {
    let units = label.units(cx);
    if is_offer(lists, &units) {
        return Some(About::Writer);
    }
    if !units.last()?.is(':') {
        return None;
    }
    let words = Words::new(&format!("{} {INTRODUCED}", label.text()));
    let at = words.tokens().iter().rposition(|token| words.folded(token) == INTRODUCED)?;
    let introduced = MatchContext { words: &words, range: at..at + 1, block: cx.block, parties: cx.parties };
    let window = Window::with_parties(&introduced);
    let names = Names::new(lists, &introduced, &window);
    let reader = PartyReader { lists, window: &window, units: &window.units, names };
    if reader.find_subject().is_some() { Some(About::Other) } else { about(lists, cx, &units) }
}

/// Returns whom a label is about, if it has the name of somebody.
fn about(lists: &WordLists, cx: &MatchContext, units: &[Unit]) -> Option<About> {
    let units = trimmed(units);
    if units.iter().any(|unit| is_writer(lists, unit)) {
        return Some(About::Writer);
    }
    let words = &lists.third_party;
    if words.rivals.match_at(units, 0) == Some(units.len()) && !units.is_empty() {
        return Some(About::Other);
    }
    if !units.iter().any(|unit| unit.party.is_some()) {
        return None;
    }
    let is_part = |unit: &Unit| {
        unit.party.is_some()
            || unit.mark.is_some()
            || unit.word.starts_with(|c: char| c.is_ascii_digit())
            || words.products.contains(unit.word)
            || words.kinds.contains(unit.word)
            || words.label_words.contains(unit.word)
            || lists.clause.joins.contains(unit.word)
            || unit.is_name && cx.parties.has_names() && !words.own_heads.contains(unit.word)
    };
    Some(if units.iter().all(is_part) { About::Other } else { About::Writer })
}

/// Returns the units without marks at both ends.
fn trimmed<'u, 'a>(units: &'u [Unit<'a>]) -> &'u [Unit<'a>] {
    let start = units.iter().position(|unit| unit.mark.is_none()).unwrap_or(units.len());
    let end = units.iter().rposition(|unit| unit.mark.is_none()).map_or(start, |last| last + 1);
    &units[start..end]
}
