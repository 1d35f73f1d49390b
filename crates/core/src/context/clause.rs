//! How far a word's say reaches: whether a trigger governs a match later in the sentence.
//!
//! There is no parser here. The words between trigger and match are read once from left to right, and the reach ends
//! where a clause of its own seems to begin: at a stop word, at most marks, at a comma or "and" before a new subject
//! and verb. Lists ("does not offer, sell or promise …") and remarks ("does not, under its terms, …") are read over.

use super::lists::Clause;
use super::window::Unit;
use std::ops::Range;

/// What kind of trigger governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TriggerRange {
    /// A verb form that takes plain verbs, such as "does not" and "cannot": "and provides" is no longer governed.
    Plain,
    /// Another trigger over a clause: "never", "no", "according to".
    Clause,
    /// A trigger over what comes next, such as "without": it ends at a comma, a preposition or a verb.
    Short,
}

/// The units between a trigger and a match.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClauseRange<'u, 'a> {
    pub lists: &'u Clause,
    /// All units of the window.
    pub units: &'u [Unit<'a>],
    /// The first unit behind the trigger.
    pub from: usize,
    /// The matched units.
    pub matched: &'u Range<usize>,
    pub reach: TriggerRange,
}

impl ClauseRange<'_, '_> {
    /// Whether the trigger governs the match.
    pub fn is_governed(&self) -> bool {
        let (mut at, mut verb) = (self.from, None);
        while at < self.matched.start {
            let unit = &self.units[at];
            if self.lists.finite.contains(self.word(at)) {
                verb = Some(at);
            }
            let next = match unit.mark {
                Some(mark) => self.pass_mark(at, mark),
                None => self.pass_word(at),
            };
            let Some(next) = next else { return false };
            at = next;
        }
        match self.reach {
            TriggerRange::Plain => verb.is_none_or(|verb| self.is_tied(verb)),
            TriggerRange::Clause => true,
            TriggerRange::Short => self.no_verb_of_its_own(1),
        }
    }

    /// The word at `at`. Parts of a compound ("once-daily", "do-it-yourself") do not shape clauses: they are empty.
    fn word(&self, at: usize) -> &str {
        let joined = |at: usize| self.units.get(at).is_some_and(|unit| unit.joined);
        let unit = self.units.get(at).filter(|_| !joined(at) && !joined(at + 1));
        unit.map_or("", |unit| unit.word)
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.units.get(at).is_some_and(|unit| unit.is(mark))
    }

    /// Where the next `mark` before the match stands.
    fn find(&self, from: usize, mark: char) -> Option<usize> {
        (from..self.matched.start).find(|&at| self.units[at].is(mark))
    }

    fn pass_word(&self, at: usize) -> Option<usize> {
        let (lists, word) = (self.lists, self.word(at));
        if lists.stops.contains(word) && lists.no_stops.at(self.units, at).is_none() {
            return None;
        }
        if self.reach == TriggerRange::Short && (lists.short_stops.contains(word) || lists.subjects.contains(word)) {
            return None;
        }
        if self.reach != TriggerRange::Short && lists.with.contains(word) && self.tells_how(at) {
            return None;
        }
        if lists.joins.contains(word) && !self.pass_join(at) {
            return None;
        }
        Some(at + 1)
    }

    /// Whether the preposition at `at` only tells how something else is done.
    fn tells_how(&self, at: usize) -> bool {
        let between = &self.units[self.from..at];
        between.len() > 1 && !between.iter().any(|unit| self.lists.with_verbs.contains(unit.word))
    }

    /// Whether a list goes on behind an "and" or "or" that no comma precedes.
    fn pass_join(&self, at: usize) -> bool {
        let lists = self.lists;
        let alternative = lists.alternatives.contains(self.word(at));
        let next = self.skip_light(at + 1);
        if self.reach == TriggerRange::Short && !alternative || lists.subjects.contains(self.word(at + 1)) {
            return false;
        }
        if lists.finite.contains(self.word(next)) && (!alternative || self.reach == TriggerRange::Plain) {
            return false;
        }
        (alternative && self.reach != TriggerRange::Plain) || !self.starts_clause(at + 1)
    }

    fn pass_mark(&self, at: usize, mark: char) -> Option<usize> {
        match mark {
            ',' => self.pass_comma(at),
            ':' => self.goes_on_behind_colon(at).then_some(at + 1),
            '(' => match self.find(at + 1, ')') {
                Some(close) => Some(close + 1),
                None => self.opens_remark(at + 1).then_some(at + 1),
            },
            '—' => match self.find(at + 1, '—') {
                Some(close) if self.opens_remark(at + 1) => Some(close + 1),
                _ => self.closes_remark(at).then_some(at + 1),
            },
            '"' => {
                let opened = self.units[self.from..at].iter().filter(|unit| unit.is('"')).count() % 2 == 1;
                let opens = !self.units[at].glued
                    || self
                        .units
                        .get(at + 1)
                        .is_some_and(|next| next.glued && at > 0 && self.units[at - 1].mark.is_some());
                (opened || opens).then_some(at + 1)
            }
            ')' | '!' | '?' | '|' | '→' | '>' | '⇒' => None,
            _ => Some(at + 1),
        }
    }

    fn goes_on_behind_colon(&self, at: usize) -> bool {
        let phrases = &self.lists.before_colon;
        (at.saturating_sub(6)..at).any(|start| phrases.at(&self.units[..=at], start) == Some(at + 1))
    }

    fn opens_remark(&self, at: usize) -> bool {
        self.lists.remarks.contains(self.word(at))
    }

    /// Whether the dash at `at` closes a remark that the trigger stands in, as in "does not — and will not — provide".
    fn closes_remark(&self, at: usize) -> bool {
        let open = self.units[..self.from].iter().rposition(|unit| unit.is('—'));
        self.find(at + 1, '—').is_none() && open.is_some_and(|open| self.from - open < 8 && self.opens_remark(open + 1))
    }

    fn pass_comma(&self, at: usize) -> Option<usize> {
        let lists = self.lists;
        let next_comma = self.find(at + 1, ',');
        if let Some(close) = next_comma
            && (at == self.from || (self.opens_remark(at + 1) && self.reach != TriggerRange::Short))
        {
            return (!self.starts_clause(close + 1)).then_some(close + 1);
        }
        let first = if lists.joins.contains(self.word(at + 1)) { at + 2 } else { at + 1 };
        if lists.openers.contains(self.word(first))
            || lists.stops.contains(self.word(first))
            || self.starts_clause(first)
        {
            return None;
        }
        let rest = at + 1..self.matched.start;
        let in_list = at + 1..self.matched.end;
        let alternative = in_list.clone().any(|at| lists.alternatives.contains(self.word(at))) || self.list_goes_on();
        let at_match = self.skip_light(first) >= self.matched.start;
        let joined = first < self.matched.start && rest.clone().any(|at| lists.joins.contains(self.word(at)));
        let clause_list = self.reach != TriggerRange::Short && joined && !at_match;
        (alternative || clause_list).then_some(at + 1)
    }

    /// Whether the match is followed by "or …".
    fn list_goes_on(&self) -> bool {
        let after = self.units[self.matched.end..].iter().take(8);
        after
            .take_while(|unit| !self.lists.stops.contains(unit.word))
            .any(|unit| self.lists.alternatives.contains(unit.word))
    }

    /// Whether a subject with a verb of its own stands at `start`, before the next comma or list word.
    fn starts_clause(&self, start: usize) -> bool {
        let lists = self.lists;
        if lists.subjects.contains(self.word(start)) {
            return true;
        }
        if lists.ties.contains(self.word(start)) {
            return false;
        }
        let mut subject = false;
        for at in start..self.matched.start {
            let word = self.word(at);
            if self.is_mark(at, ',') || lists.joins.contains(word) {
                return false;
            }
            if lists.finite.contains(word)
                || (lists.plain.contains(word) && !lists.infinitive.contains(self.word(at - 1)))
            {
                return subject;
            }
            subject |= self.units[at].mark.is_none() && !lists.is_light(word);
        }
        false
    }

    fn skip_light(&self, from: usize) -> usize {
        let light = |at: &usize| self.lists.is_light(self.word(*at)) || self.units[*at].mark.is_some();
        from + (from..self.matched.start).take_while(light).count()
    }

    /// Whether a verb form such as "provides" behind "does not" is still governed: only as part of what is said,
    /// thought or asked, or of what the thing denied is like.
    fn is_tied(&self, verb: usize) -> bool {
        let lists = self.lists;
        let tie = (self.from..verb)
            .rev()
            .find(|&at| lists.relatives.contains(self.word(at)) || lists.claims.contains(self.word(at)));
        let Some(tie) = tie else { return verb == self.from };
        if !lists.relatives.contains(self.word(tie)) || lists.claims.contains(self.word(tie.saturating_sub(1))) {
            return true;
        }
        let noun = tie.saturating_sub(4).max(self.from)..tie;
        !noun.clone().any(|at| lists.definite.contains(self.word(at)))
    }

    /// Whether no verb of giving or getting stands on its own `least` words or more behind the trigger: "customers
    /// without a key get …".
    pub fn no_verb_of_its_own(&self, least: usize) -> bool {
        let lists = self.lists;
        let mut content = 0;
        for at in self.from..self.matched.start {
            let word = self.word(at);
            let verb = lists.plain.contains(word) || lists.finite.contains(word);
            let before = self.word(at.saturating_sub(1));
            let tied = at == self.from
                || lists.infinitive.contains(before)
                || lists.joins.contains(before)
                || lists.relatives.contains(before)
                || lists.claims.contains(before);
            if verb && !tied && content >= least {
                return false;
            }
            let counts = self.units[at].mark.is_none() && self.units[at].counts;
            content += usize::from(counts && !lists.is_light(word));
        }
        true
    }
}
