//! The context `quoted`: the match is inside a quotation, as in: Acme wrote "we offer *direct access*".
//!
//! Normalised quotation marks have no direction, so the characters next to a mark decide whether it opens or closes a
//! quotation. Marks are paired in order, and a mark without a partner is ignored. Apostrophes, inch marks and elisions
//! ('90s, rock 'n' roll) are not quotation marks. Only [`AROUND`] tokens on each side are read, because a block may be
//! very long.

use super::cue::{Cue, CueKind};
use super::lists::{Quoted, WordLists};
use super::match_context::MatchContext;
use std::ops::Range;
use wordgate_text::prose::{Joint, Token, TokenKind, Words};

/// The most tokens that are read on each side of a match.
const AROUND: usize = 400;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let quotation = find_enclosing_quotation(&lists.quoted, cx.words, &cx.range)?;
    let tokens = cx.words.tokens();
    let first = tokens[quotation.start + 1..quotation.end].iter().find(|token| token.kind == TokenKind::Word);
    Some(CueKind::Quotation.with_words(first.map_or("", |token| cx.words.exact(token))))
}

/// Returns the smallest quotation around the tokens, including its marks.
pub(super) fn find_enclosing_quotation(lists: &Quoted, words: &Words, range: &Range<usize>) -> Option<Range<usize>> {
    let reader = QuoteReader { lists, words, tokens: words.tokens() };
    let around = range.start.saturating_sub(AROUND)..words.tokens().len().min(range.end + AROUND);
    let double = reader.find_pair('"', &around, range);
    let single = reader.find_pair('\'', &around, range);
    let brackets = [('「', '」'), ('『', '』'), ('‹', '›')];
    let brackets = brackets.into_iter().find_map(|(open, close)| reader.find_brackets(open, close, &around, range));
    [double, single, brackets].into_iter().flatten().min_by_key(Range::len)
}

struct QuoteReader<'l, 'w> {
    lists: &'l Quoted,
    words: &'w Words,
    tokens: &'w [Token],
}

impl QuoteReader<'_, '_> {
    /// Finds the innermost pair of marks around the match.
    fn find_pair(&self, mark: char, around: &Range<usize>, range: &Range<usize>) -> Option<Range<usize>> {
        let mut open = Vec::new();
        for at in around.clone().filter(|at| self.tokens[*at].kind == TokenKind::Mark(mark)) {
            if !range.contains(&at) && self.closes(mark, at, range.end) && !open.is_empty() {
                let start = open.pop().expect("it is not empty");
                if start < range.start && range.end <= at {
                    return Some(start..at + 1);
                }
            } else if self.opens(mark, at, open.is_empty()) {
                open.push(at);
            }
        }
        None
    }

    /// Finds the nearest pair of directed quotation marks around the match.
    fn find_brackets(
        &self,
        open: char,
        close: char,
        around: &Range<usize>,
        range: &Range<usize>,
    ) -> Option<Range<usize>> {
        let start = (around.start..range.start).rev().find(|&at| self.is(at, open) || self.is(at, close))?;
        let end = (range.end..around.end).find(|&at| self.is(at, open) || self.is(at, close))?;
        (self.is(start, open) && self.is(end, close)).then_some(start..end + 1)
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.tokens[at].kind == TokenKind::Mark(mark)
    }

    fn word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        (token.kind == TokenKind::Word).then(|| self.words.folded(token))
    }

    /// Returns whether the token is the first one, or follows white space or a mark that can precede a quotation.
    fn has_boundary_before(&self, at: usize) -> bool {
        let opening = |kind| {
            matches!(kind, TokenKind::Mark('(' | '[' | '{' | '—' | '"' | '\'' | ':' | '|' | '*' | '=' | ',' | '>'))
        };
        at == 0
            || self.tokens[at].joint != Joint::Glued
            || opening(self.tokens[at - 1].kind)
            || self.word(at - 1).is_some_and(|word| word == "/")
    }

    /// Returns whether another token follows directly, without white space.
    fn is_glued_after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.joint == Joint::Glued)
    }

    /// Returns whether the mark at `at` opens a quotation. A double quotation mark between two spaces opens one if no
    /// quotation is open and it is not an inch mark.
    fn opens(&self, mark: char, at: usize, none_open: bool) -> bool {
        let spaced = mark == '"'
            && none_open
            && !self.is_glued_after(at)
            && at + 1 < self.tokens.len()
            && !self.word(at.wrapping_sub(1)).is_some_and(is_number);
        if !self.has_boundary_before(at) || !(self.is_glued_after(at) || spaced) {
            return false;
        }
        let word = self.word(at + 1).unwrap_or_default();
        mark == '"' || !(is_number(word) || self.lists.elisions.contains(word))
    }

    /// Returns whether the mark at `at` closes a quotation. A single mark after a plural ("customers'") is an
    /// apostrophe unless the match ends there or a word such as "said" follows.
    fn closes(&self, mark: char, at: usize, match_end: usize) -> bool {
        let glued = at > 0 && self.tokens[at].joint == Joint::Glued;
        let word_after = self.is_glued_after(at) && self.word(at + 1).is_some();
        if mark == '"' {
            return if glued { !word_after || !self.has_boundary_before(at) } else { !self.is_glued_after(at) };
        }
        if !glued || word_after {
            return false;
        }
        let plural = self.word(at - 1).is_some_and(|word| word.ends_with('s'));
        let next = self.word(at + 1);
        at == match_end || !plural || next.is_none_or(|word| self.lists.followers.contains(word))
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}
