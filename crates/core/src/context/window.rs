//! The part of a sentence that a context reads, as a list of units.
//!
//! A [`Unit`] is one word or one punctuation mark. Contractions become two units ("doesn't" is `does` + `not`, "let's"
//! is `let` + `us`), so the word lists need only plain words. In "We don't offer *direct access*." the window has the
//! units `we do not offer direct access .`, and `matched` is `4..6`.
//!
//! The window is bounded on both sides, because a hostile sentence may be a million words long and contain a match at
//! every word. It also stops at a hard line break, because a line break ends a clause.

use super::match_context::MatchContext;
use super::parties::Party;
use std::ops::Range;
use wordgate_text::prose::{Joint, TokenKind, Words};

/// The most tokens that are read before a match.
const BEFORE: usize = 64;

/// The most tokens that are read after a match.
const AFTER: usize = 48;

/// One word or one punctuation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    /// The index of its token.
    pub token: usize,
    /// The folded word; empty for a mark, a code span or an image.
    pub word: &'a str,
    /// The mark, if the unit is not a word.
    pub mark: Option<char>,
    /// Whether the unit may be a name: it starts with a capital letter, or it is opaque, as a code span is.
    pub is_name: bool,
    /// Whether the unit counts as a word. A mark, a unit after a hyphen and the second part of a contraction do not.
    pub starts_word: bool,
    /// Whether a hyphen joins the unit to the previous one.
    pub hyphenated: bool,
    /// Whether nothing, not even a space, separates the unit from the previous one.
    pub glued: bool,
    /// Whose name it belongs to. Only [`Parties::mark`](super::Parties::mark) sets it.
    pub party: Option<Party>,
}

impl Unit<'_> {
    /// Returns whether the unit is this mark.
    pub fn is(&self, mark: char) -> bool {
        self.mark == Some(mark)
    }
}

/// The units around a match, within its sentence and its line.
#[derive(Debug)]
pub(super) struct Window<'a> {
    /// All units, including the matched ones.
    pub units: Vec<Unit<'a>>,
    /// The range of the matched units.
    pub matched: Range<usize>,
}

impl<'a> Window<'a> {
    /// Creates the window around a range of tokens.
    pub fn around(words: &'a Words, range: &Range<usize>) -> Window<'a> {
        let tokens = words.tokens();
        let first = &tokens[range.start];
        let line = words.lines(range);
        let in_sentence = |at: &usize| tokens[*at].sentence == first.sentence;
        let start =
            (range.start.saturating_sub(BEFORE).max(line.start)..range.start).rev().take_while(in_sentence).last();
        let start = start.unwrap_or(range.start);
        let last_sentence = tokens[range.end - 1].sentence;
        let end = (range.end..line.end.min(range.end + AFTER)).take_while(|&at| tokens[at].sentence == last_sentence);
        let end = end.last().map_or(range.end, |at| at + 1);
        let mut units = Vec::with_capacity(end - start + 4);
        let mut matched = 0..0;
        for at in start..end {
            if at == range.start {
                matched.start = units.len();
            }
            push_units(words, at, &mut units);
            if at + 1 == range.end {
                matched.end = units.len();
            }
        }
        Window { units, matched }
    }

    /// Creates the window around a match, in which the names of parties are marked.
    pub fn with_parties(cx: &MatchContext<'a>) -> Window<'a> {
        let mut window = Window::around(cx.words, &cx.range);
        cx.parties.mark(cx.words, &mut window.units);
        window
    }

    /// Returns whether a hyphen joins the unit at `at` to the previous one.
    fn is_hyphenated(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|unit| unit.hyphenated)
    }

    /// Returns whether the unit at `at` is part of a compound.
    pub fn in_compound(&self, at: usize) -> bool {
        self.is_hyphenated(at) || self.is_hyphenated(at + 1)
    }

    /// Returns whether the units in `range` are only part of a compound, such as "no" in "no-code".
    pub fn is_part_of_compound(&self, range: &Range<usize>) -> bool {
        self.is_hyphenated(range.start) || self.is_hyphenated(range.end)
    }

    /// Returns whether the match starts right after `range` or inside its compound, as in "non-guaranteed returns".
    pub fn leads_into_match(&self, range: &Range<usize>) -> bool {
        range.end == self.matched.start || (range.end..=self.matched.start).all(|at| self.is_hyphenated(at))
    }

    /// Returns the units before the match.
    pub fn before(&self) -> &[Unit<'a>] {
        &self.units[..self.matched.start]
    }

    /// Returns the units of a range of tokens, if the window contains all of them.
    pub fn units_of_tokens(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let start = self.units.iter().position(|unit| unit.token == tokens.start)?;
        let end = self.units.iter().rposition(|unit| unit.token + 1 == tokens.end)?;
        Some(start..end + 1)
    }

    /// Returns the units after the match.
    pub fn after(&self) -> &[Unit<'a>] {
        &self.units[self.matched.end..]
    }
}

/// Splits a range of tokens into units, for short texts without a match such as headings and answers.
pub(super) fn split_into_units(words: &Words, range: Range<usize>) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(range.len() + 4);
    for at in range {
        push_units(words, at, &mut units);
    }
    units
}

/// Returns the text of some units, for a [`Cue`](super::Cue).
pub(super) fn to_text(units: &[Unit]) -> String {
    let mut out = String::new();
    for (at, unit) in units.iter().enumerate() {
        if at > 0 && unit.mark.is_none() && !units[at - 1].is('"') {
            if unit.hyphenated {
                out.push('-');
            } else if !unit.glued {
                out.push(' ');
            }
        }
        match unit.mark {
            Some(mark) => out.push(mark),
            None => out.push_str(unit.word),
        }
    }
    out
}

/// Words after which `'s` means "is", not a possessive.
const WITH_IS: &[&str] = &["he", "here", "it", "she", "that", "there", "this", "what", "where", "who", "how"];

/// Appends the unit of the token at `at`, or the two units of a contraction.
fn push_units<'a>(words: &'a Words, at: usize, units: &mut Vec<Unit<'a>>) {
    let token = &words.tokens()[at];
    let word = words.folded(token);
    let mut unit = Unit {
        token: at,
        word,
        mark: None,
        is_name: false,
        starts_word: token.joint != Joint::Hyphen,
        hyphenated: token.joint == Joint::Hyphen,
        glued: at > 0 && token.joint == Joint::Glued,
        party: None,
    };
    match token.kind {
        TokenKind::Mark(mark) => (unit.mark, unit.starts_word) = (Some(mark), false),
        TokenKind::Opaque => unit.is_name = true,
        TokenKind::Word => unit.is_name = words.exact(token).starts_with(|c: char| c.is_uppercase()),
    }
    let second = match word {
        _ if !token.possessive => None,
        "let" => Some("us"),
        _ => Some("is").filter(|_| WITH_IS.contains(&word)),
    };
    let (first, second) = if second.is_some() { (word, second) } else { split_contraction(word) };
    unit.word = first;
    units.push(unit);
    if let Some(word) = second {
        units.push(Unit { word, is_name: false, starts_word: false, hyphenated: false, glued: false, ..unit });
    }
}

/// Splits a contraction into its two words. For any other word, returns the word itself and `None`.
fn split_contraction(word: &str) -> (&str, Option<&'static str>) {
    const WHOLE: &[(&str, &str)] = &[
        ("can't", "can"),
        ("cannot", "can"),
        ("won't", "will"),
        ("shan't", "shall"),
        ("cant", "can"),
        ("dont", "do"),
        ("doesnt", "does"),
        ("didnt", "did"),
        ("isnt", "is"),
        ("arent", "are"),
        ("wont", "will"),
    ];
    const SUFFIX: &[(&str, &str)] =
        &[("n't", "not"), ("'ll", "will"), ("'re", "are"), ("'ve", "have"), ("'d", "would"), ("'m", "am")];
    if let Some((_, first)) = WHOLE.iter().find(|(whole, _)| *whole == word) {
        return (first, Some("not"));
    }
    let split = SUFFIX.iter().find_map(|(suffix, second)| Some((word.strip_suffix(suffix)?, *second)));
    split.filter(|(first, _)| !first.is_empty()).map_or((word, None), |(first, second)| (first, Some(second)))
}
