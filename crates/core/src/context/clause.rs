//! The scope of a trigger: decides whether a word such as "not" still applies to a match later in the sentence.
//!
//! A trigger is a word or phrase that changes the meaning of what follows it, such as "does not", "without" or
//! "according to". In "We do not resell keys, but we offer direct access" the scope of `do not` ends at `but`, so the
//! offer is not negated.
//!
//! This is not a parser. [`TriggerScope`] reads the units (words and marks) between trigger and match once, from left
//! to right. The scope ends where a new clause seems to begin: at a stop word such as "but", at many punctuation marks,
//! and at a comma or "and" before a new subject and verb. It continues over lists ("does not offer, sell or promise …")
//! and over remarks ("does not, under its terms, …"). NegEx, which finds negation in clinical notes, works in a similar
//! way.

use super::lists::Clause;
use super::window::Unit;
use std::ops::Range;

/// A trigger is inside a remark only if the dash that opens the remark is fewer than this many units before the end of
/// the trigger, as in "— and will not —".
const MAX_REMARK: usize = 8;

/// The most units of a phrase before a colon.
const MAX_BEFORE_COLON: usize = 6;

/// The number of units after the match that are searched for "or …".
const LIST_WITHIN: usize = 8;

/// The number of units before "that" that are searched for the determiner of its noun, as in "*the* new service that
/// …".
const NOUN_PHRASE: usize = 4;

/// The extent of the scope of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TriggerKind {
    /// A negated auxiliary such as "does not" or "cannot". It applies to infinitives only: in "does not resell and
    /// provides", "provides" is out of scope.
    Auxiliary,
    /// Any other trigger that applies to a whole clause: "never", "no", "according to".
    Clause,
    /// A trigger that applies only to the next phrase, such as "without". Its scope usually ends at a comma, at a
    /// preposition such as "with", or at a verb.
    Phrase,
}

/// A trigger and a match after it, in the units of one window.
#[derive(Clone, Copy, Debug)]
pub(super) struct TriggerScope<'u, 'a> {
    pub lists: &'u Clause,
    /// All units of the window.
    pub units: &'u [Unit<'a>],
    /// The first unit after the trigger.
    pub from: usize,
    /// The matched units.
    pub matched: &'u Range<usize>,
    pub kind: TriggerKind,
}

impl TriggerScope<'_, '_> {
    /// Returns whether the scope of the trigger extends to the match.
    pub fn reaches_match(&self) -> bool {
        let (mut at, mut verb) = (self.from, None);
        while at < self.matched.start {
            let unit = &self.units[at];
            if self.lists.finite.contains(self.word(at)) && !self.is_quoted(at) {
                verb = Some(at);
            }
            let next = match unit.mark {
                Some(mark) => self.pass_mark(at, mark),
                None => self.pass_word(at),
            };
            let Some(next) = next else { return false };
            at = next;
        }
        match self.kind {
            TriggerKind::Auxiliary => verb.is_none_or(|verb| self.is_verb_in_scope(verb)),
            TriggerKind::Clause => true,
            TriggerKind::Phrase => self.has_no_independent_verb(),
        }
    }

    /// Returns the word at `at`. Returns an empty string for a part of a compound ("once-daily", "do-it-yourself"),
    /// which cannot start a clause.
    fn word(&self, at: usize) -> &str {
        let hyphenated = |at: usize| self.units.get(at).is_some_and(|unit| unit.hyphenated);
        let unit = self.units.get(at).filter(|_| !hyphenated(at) && !hyphenated(at + 1));
        unit.map_or("", |unit| unit.word)
    }

    /// Returns whether the word at `at` is in an earlier quotation: “is ‘FIPS *validated*,’ or ‘FIPS certified’”. What is
    /// quoted says nothing of its own.
    fn is_quoted(&self, at: usize) -> bool {
        let opened = self.units[self.from..at].iter().filter(|unit| unit.is('"')).count();
        opened % 2 == 1 && self.find(at, '"').is_some()
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.units.get(at).is_some_and(|unit| unit.is(mark))
    }

    /// Returns the index of the first `mark` between `from` and the match.
    fn find(&self, from: usize, mark: char) -> Option<usize> {
        (from..self.matched.start).find(|&at| self.units[at].is(mark))
    }

    /// Returns the next unit to read after the word at `at`, or `None` if the scope ends there.
    fn pass_word(&self, at: usize) -> Option<usize> {
        let (lists, word) = (self.lists, self.word(at));
        if lists.stops.contains(word) && lists.stop_exceptions.match_at(self.units, at).is_none() {
            return None;
        }
        if self.kind == TriggerKind::Phrase && (lists.phrase_stops.contains(word) || lists.subjects.contains(word)) {
            return None;
        }
        if self.kind != TriggerKind::Phrase && lists.adverbials.contains(word) && self.starts_adverbial(at) {
            return None;
        }
        if lists.joins.contains(word) && !self.pass_join(at) {
            return None;
        }
        Some(at + 1)
    }

    /// Returns whether the preposition at `at` starts an adverbial: "does not leave your account *with* direct access"
    /// negates the leaving, not the access.
    fn starts_adverbial(&self, at: usize) -> bool {
        let between = &self.units[self.from..at];
        between.len() > 1 && !between.iter().any(|unit| self.lists.object_verbs.contains(unit.word))
    }

    /// Returns whether the "and" or "or" at `at`, without a comma before it, continues a list.
    fn pass_join(&self, at: usize) -> bool {
        let lists = self.lists;
        let is_alternative = lists.alternatives.contains(self.word(at));
        let next = self.skip_light(at + 1);
        if self.kind == TriggerKind::Phrase && !is_alternative || lists.subjects.contains(self.word(at + 1)) {
            return false;
        }
        if lists.finite.contains(self.word(next)) && (!is_alternative || self.kind == TriggerKind::Auxiliary) {
            return false;
        }
        (is_alternative && self.kind != TriggerKind::Auxiliary) || !self.starts_clause(at + 1)
    }

    /// Returns the next unit to read after the mark at `at`, or `None` if the scope ends there.
    fn pass_mark(&self, at: usize, mark: char) -> Option<usize> {
        match mark {
            ',' => self.pass_comma(at),
            ':' => self.continues_after_colon(at).then_some(at + 1),
            '(' => match self.find(at + 1, ')') {
                Some(close) => Some(close + 1),
                None => self.opens_remark(at + 1).then_some(at + 1),
            },
            '—' => match self.find(at + 1, '—') {
                Some(close) if self.opens_remark(at + 1) => Some(close + 1),
                _ => self.closes_remark(at).then_some(at + 1),
            },
            // A quotation mark that closes a quotation from before the trigger ends the scope. Others do not: those
            // that close a quotation inside the scope, and those that open one.
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

    /// Returns whether the scope continues after the colon at `at`, because a phrase such as "does not provide:" or "as
    /// follows:" ends with it.
    fn continues_after_colon(&self, at: usize) -> bool {
        let phrases = &self.lists.before_colon;
        (at.saturating_sub(MAX_BEFORE_COLON)..at)
            .any(|start| phrases.match_at(&self.units[..=at], start) == Some(at + 1))
    }

    fn opens_remark(&self, at: usize) -> bool {
        self.lists.remarks.contains(self.word(at))
    }

    /// Returns whether the dash at `at` closes a remark that contains the trigger, as in "does not — and will not —
    /// provide".
    fn closes_remark(&self, at: usize) -> bool {
        let open = self.units[..self.from].iter().rposition(|unit| unit.is('—'));
        self.find(at + 1, '—').is_none()
            && open.is_some_and(|open| self.from - open < MAX_REMARK && self.opens_remark(open + 1))
    }

    /// Returns the next unit to read after the comma at `at`, or `None` if a new clause follows.
    fn pass_comma(&self, at: usize) -> Option<usize> {
        let lists = self.lists;
        let next_comma = self.find(at + 1, ',');
        if let Some(close) = next_comma
            && (at == self.from || (self.opens_remark(at + 1) && self.kind != TriggerKind::Phrase))
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
        let has_alternative =
            in_list.clone().any(|at| lists.alternatives.contains(self.word(at))) || self.is_list_continued();
        let at_match = self.skip_light(first) >= self.matched.start;
        let joined = first < self.matched.start && rest.clone().any(|at| lists.joins.contains(self.word(at)));
        let clause_list = self.kind != TriggerKind::Phrase && joined && !at_match;
        (has_alternative || clause_list).then_some(at + 1)
    }

    /// Returns whether "or …" follows the match.
    fn is_list_continued(&self) -> bool {
        let after = self.units[self.matched.end..].iter().take(LIST_WITHIN);
        after
            .take_while(|unit| !self.lists.stops.contains(unit.word))
            .any(|unit| self.lists.alternatives.contains(unit.word))
    }

    /// Returns whether a new subject and its verb follow from `start` on, before the next comma, "and" or "or".
    fn starts_clause(&self, start: usize) -> bool {
        let lists = self.lists;
        if lists.subjects.contains(self.word(start)) {
            return true;
        }
        if lists.prepositions.contains(self.word(start)) {
            return false;
        }
        let mut subject = false;
        for at in start..self.matched.start {
            let word = self.word(at);
            if self.is_mark(at, ',') || lists.joins.contains(word) {
                return false;
            }
            if lists.finite.contains(word)
                || (lists.infinitives.contains(word) && !lists.before_infinitive.contains(self.word(at - 1)))
            {
                return subject;
            }
            subject |= self.units[at].mark.is_none() && !lists.is_light(word);
        }
        false
    }

    /// Returns the first unit from `from` on that is neither a mark nor a light word (a word with little meaning, such
    /// as an article or adverb).
    fn skip_light(&self, from: usize) -> usize {
        let light = |at: &usize| self.lists.is_light(self.word(*at)) || self.units[*at].mark.is_some();
        from + (from..self.matched.start).take_while(light).count()
    }

    /// Returns whether a finite verb such as "provides" after "does not" is still in scope. It is in scope if it
    /// belongs to a statement ("does not mean that Acme provides …") or to a relative clause about an indefinite noun
    /// ("does not sell anything that provides …").
    fn is_verb_in_scope(&self, verb: usize) -> bool {
        let lists = self.lists;
        let link = (self.from..verb)
            .rev()
            .find(|&at| lists.relatives.contains(self.word(at)) || lists.claims.contains(self.word(at)));
        // In any other case, only a verb directly after the trigger is in scope.
        let Some(link) = link else { return verb == self.from };
        if !lists.relatives.contains(self.word(link)) || lists.claims.contains(self.word(link.saturating_sub(1))) {
            return true;
        }
        let noun = link.saturating_sub(NOUN_PHRASE).max(self.from)..link;
        !noun.clone().any(|at| lists.definite.contains(self.word(at)))
    }

    /// Returns whether there is no independent verb of giving or getting between the trigger and the match. In
    /// "customers without a key get …" the verb "get" is independent, so the scope of "without" ends there.
    ///
    /// A verb is independent only if a word with some meaning comes between the trigger and the verb (here "key"), and
    /// if no comma and no word such as "to", "and" or "that" directly precedes it.
    pub fn has_no_independent_verb(&self) -> bool {
        let lists = self.lists;
        let mut has_content = false;
        for at in self.from..self.matched.start {
            let word = self.word(at);
            let verb = lists.infinitives.contains(word) || lists.finite.contains(word);
            let before = self.word(at.saturating_sub(1));
            let is_dependent = at == self.from
                || self.is_mark(at.saturating_sub(1), ',')
                || lists.before_infinitive.contains(before)
                || lists.joins.contains(before)
                || lists.relatives.contains(before)
                || lists.claims.contains(before);
            if verb && !is_dependent && has_content {
                return false;
            }
            let is_word = self.units[at].mark.is_none() && self.units[at].starts_word;
            has_content |= is_word && !lists.is_light(word);
        }
        true
    }
}
