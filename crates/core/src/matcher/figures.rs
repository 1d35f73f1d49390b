//! Finds the figures of the built-in classes in a text.
//!
//! A class matches whole figures only: `@number` finds "twenty-five" in "twenty-five users", and never "five". So a class
//! does not start inside of a figure that starts earlier, and does not end where a part with a number of its own would
//! be left over. What a pattern itself writes is the exception: `from @money to @money` matches "from $5 to $10", because
//! the match contains the whole range.
//!
//! Where a class or one of its sets ends does not depend on the pattern, so it is computed once for each token.

use super::class::{Class, MAX_SETS, Membership};
use super::figure;
use super::program::Program;
use super::run::Machine;
use std::ops::Range;
use std::sync::OnceLock;
use wordgate_text::prose::{TokenKind, Words};

/// The number of tokens whose results are kept: more than a figure can have, because matching mostly moves forward. Most
/// texts are done with the first number.
pub(super) const KEPT: [usize; 2] = [32, 512];

/// The program of each class and set, compiled when it is first needed.
static PROGRAMS: [OnceLock<Program>; MAX_SETS] = [const { OnceLock::new() }; MAX_SETS];

/// What is known about the classes in one text.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// The results of recent tokens, each at the index of the token modulo the length. Empty until the first is needed.
    recent: Vec<TokenFigures>,
    /// VMs that are not running.
    idle: Vec<Machine>,
    /// The number of threads that VMs have advanced.
    #[cfg(test)]
    pub steps: usize,
}

/// What is known about one token.
#[derive(Clone, Debug, Default)]
struct TokenFigures {
    /// The index of the token plus one.
    token: usize,
    membership: Membership,
    /// For each known class, where it ends if it begins at the token, the preferred end first. The ends of a class are
    /// in a row. A class that cannot begin here has one entry without an end.
    ends: Vec<(Class, Option<usize>)>,
    /// For each known class, the start of the first figure that starts earlier and contains the token.
    covering: Vec<(Class, Option<usize>)>,
}

impl Figures {
    /// Returns where `class` ends if it begins at token `at` of a match that starts at token `match_start`. The
    /// preferred end comes first. Read them with [`Figures::end`] before the next call.
    pub fn ends(&mut self, class: Class, words: &Words, at: usize, match_start: usize) -> Range<usize> {
        let ends = self.all_ends(class, words, at);
        if ends.is_empty() || class.name().is_none() {
            return ends;
        }
        match self.covering(class, words, at) {
            Some(first) if first < match_start || !ends_range(words, first, at) => 0..0,
            // Searching for that figure may have replaced the results of the token.
            _ => self.all_ends(class, words, at),
        }
    }

    /// Returns an end of a class that begins at token `at`, by its index in the result of [`Figures::ends`].
    pub fn end(&self, at: usize, index: usize) -> usize {
        self.recent[at % self.recent.len()].ends[index].1.unwrap_or_default()
    }

    /// Returns whether a match of `class` can start with the token at `at`.
    pub fn may_start(&mut self, class: Class, words: &Words, at: usize) -> bool {
        self.token(words, at).membership.may_start(class)
    }

    /// Returns what is known about the token at `at`.
    fn token(&mut self, words: &Words, at: usize) -> &mut TokenFigures {
        let is_other = |known: &TokenFigures| known.token != 0 && known.token != at + 1;
        match self.recent.len() {
            0 => self.recent.resize(KEPT[0], TokenFigures::default()),
            len if len < KEPT[1] && is_other(&self.recent[at % len]) => {
                let known = std::mem::replace(&mut self.recent, vec![TokenFigures::default(); KEPT[1]]);
                for figures in known.into_iter().filter(|figures| figures.token != 0) {
                    let index = (figures.token - 1) % KEPT[1];
                    self.recent[index] = figures;
                }
            }
            _ => {}
        }
        let len = self.recent.len();
        let figures = &mut self.recent[at % len];
        if figures.token != at + 1 {
            figures.token = at + 1;
            figures.membership = Membership::of(words, &words.tokens()[at]);
            figures.ends.clear();
            figures.covering.clear();
        }
        figures
    }

    /// Returns where `class` ends if it begins at token `at`, even if that is inside of a figure.
    fn all_ends(&mut self, class: Class, words: &Words, at: usize) -> Range<usize> {
        let figures = self.token(words, at);
        if !figures.membership.may_start(class) {
            return 0..0;
        }
        if let Some(first) = figures.ends.iter().position(|(known, _)| *known == class) {
            let count =
                figures.ends[first..].iter().take_while(|(known, end)| *known == class && end.is_some()).count();
            return first..first + count;
        }
        if class.name().is_some_and(|name| figure::continues(words, at, name, true)) {
            figures.ends.push((class, None));
            return 0..0;
        }
        let mut machine = self.idle.pop().unwrap_or_default();
        let program = PROGRAMS[class.index()].get_or_init(|| Program::of_node(class.node()));
        let mut ends = machine.all_ends(program, words, at, self);
        if let Some(name) = class.name() {
            self.keep_whole(class, name, words, at, &mut ends);
        }
        let figures = self.token(words, at);
        let first = figures.ends.len();
        figures.ends.extend(ends.iter().map(|end| (class, Some(*end))));
        if ends.is_empty() {
            figures.ends.push((class, None));
        }
        let count = ends.len();
        machine.ends = ends;
        self.idle.push(machine);
        first..first + count
    }

    /// Returns the preferred end of `class` if it begins at token `at`.
    fn longest_end(&mut self, class: Class, words: &Words, at: usize) -> Option<usize> {
        let ends = self.all_ends(class, words, at);
        if ends.is_empty() { None } else { Some(self.end(at, ends.start)) }
    }

    /// Removes the ends after which a part of the figure would be left over.
    fn keep_whole(&mut self, class: Class, name: &str, words: &Words, at: usize, ends: &mut Vec<usize>) {
        ends.retain(|end| !figure::continues(words, *end, name, false));
        let Some(&last) = ends.first() else { return };
        ends.retain(|&end| {
            let next = (end..last).find(|next| self.may_start(class, words, *next));
            next.is_none_or(|next| ends_range(words, at, next))
        });
    }

    /// Returns the start of the first figure of `class` that starts before token `at` and contains it.
    fn covering(&mut self, class: Class, words: &Words, at: usize) -> Option<usize> {
        if let Some(known) = self.known_covering(class, words, at) {
            return known;
        }
        // No figure that starts before `base` reaches `at`.
        let (mut base, mut first) = (at, None);
        while base > 0 && at - base < class.max_tokens() && self.token(words, base - 1).membership.is_part {
            base -= 1;
            if let Some(known) = self.known_covering(class, words, base) {
                first = known;
                break;
            }
        }
        for next in base + 1..=at {
            // A figure that contains `next` and starts before the previous token contains that token too.
            let mut starts = first.unwrap_or(next - 1)..next;
            first = starts.find(|start| self.longest_end(class, words, *start).is_some_and(|end| end > next));
        }
        self.token(words, at).covering.push((class, first));
        first
    }

    fn known_covering(&mut self, class: Class, words: &Words, at: usize) -> Option<Option<usize>> {
        let mut known = self.token(words, at).covering.iter();
        known.find(|(known, _)| *known == class).map(|(_, first)| *first)
    }
}

/// Returns whether token `at` begins the second or a later number of a range. `start` is the first token of the range.
fn ends_range(words: &Words, start: usize, at: usize) -> bool {
    let text = |at: usize| words.folded(&words.tokens()[at]);
    let is_dash = |at: usize| words.tokens()[at].kind == TokenKind::Mark('—');
    let Some(before) = at.checked_sub(1) else { return false };
    match text(before) {
        "to" | "through" | "until" | "between" => true,
        "and" => text(start) == "between",
        // The dash of `$5-$10` could also be a minus sign.
        _ => is_dash(before) || is_dash(at) || figure::is_hyphenated_amount(words, at),
    }
}
