//! The part of a sentence that a context looks at, cut the way word lists are written.
//!
//! Contractions are taken apart ("doesn't" is `does` + `not`, "let's" is `let` + `us`), so that lists hold plain words.
//! The window is bounded on both sides: a sentence may be a million words long, and every match looks at its own. It
//! stops at a hard line break, which ends a clause.

use std::ops::Range;
use wordgate_text::prose::{Joint, TokenKind, Words};

/// Tokens looked at before a match.
const BEFORE: usize = 64;

/// Tokens looked at behind a match.
const AFTER: usize = 48;

/// One word or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    /// The token it was cut from.
    pub token: usize,
    /// The folded word; empty for a mark, a code span or an image.
    pub word: &'a str,
    /// The mark, for what is no word.
    pub mark: Option<char>,
    /// Whether the word starts with a capital letter or is opaque, as names do.
    pub name: bool,
    /// Whether the unit begins a word of its own: not behind a hyphen, not the second part of a contraction.
    pub counts: bool,
    /// Whether a hyphen joins the unit to the one before.
    pub joined: bool,
    /// Whether nothing lies between the unit and the one before.
    pub glued: bool,
    /// Whether a possessive follows.
    pub possessive: bool,
}

impl Unit<'_> {
    pub fn is(&self, mark: char) -> bool {
        self.mark == Some(mark)
    }
}

/// The units around a match, in its sentence and on its line.
#[derive(Debug)]
pub(super) struct Window<'a> {
    /// The units, the matched ones among them.
    pub units: Vec<Unit<'a>>,
    /// The matched units.
    pub matched: Range<usize>,
}

impl<'a> Window<'a> {
    /// The window around tokens of one sentence.
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
            push(words, at, &mut units);
            if at + 1 == range.end {
                matched.end = units.len();
            }
        }
        Window { units, matched }
    }

    /// Whether a hyphen joins the unit at `at` to the one before.
    fn joins(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|unit| unit.joined)
    }

    /// Whether the unit at `at` is part of a compound.
    pub fn in_compound(&self, at: usize) -> bool {
        self.joins(at) || self.joins(at + 1)
    }

    /// Whether some units are only part of a compound, such as "no" in "no-code".
    pub fn parts_compound(&self, stretch: &Range<usize>) -> bool {
        self.joins(stretch.start) || self.joins(stretch.end)
    }

    /// Whether the match starts right after some units or inside their compound, as in "non-guaranteed returns".
    pub fn leads_into_match(&self, stretch: &Range<usize>) -> bool {
        stretch.end == self.matched.start || (stretch.end..=self.matched.start).all(|at| self.joins(at))
    }

    /// The units before the match.
    pub fn before(&self) -> &[Unit<'a>] {
        &self.units[..self.matched.start]
    }

    /// The units that tokens of the sentence became, as far as the window has them.
    pub fn find(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let start = self.units.iter().position(|unit| unit.token == tokens.start)?;
        let end = self.units.iter().rposition(|unit| unit.token + 1 == tokens.end)?;
        Some(start..end + 1)
    }

    /// The units behind the match.
    pub fn after(&self) -> &[Unit<'a>] {
        &self.units[self.matched.end..]
    }
}

/// The units of a whole short text or of some tokens of one.
pub(super) fn units(words: &Words, range: Range<usize>) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(range.len() + 4);
    for at in range {
        push(words, at, &mut units);
    }
    units
}

/// How a reader sees some units, for reasons given to the user.
pub(super) fn shown(units: &[Unit]) -> String {
    let mut out = String::new();
    for (at, unit) in units.iter().enumerate() {
        if at > 0 && unit.mark.is_none() && !units[at - 1].is('"') {
            out.push(if unit.glued && unit.counts { '-' } else { ' ' });
        }
        match unit.mark {
            Some(mark) => out.push(mark),
            None => out.push_str(unit.word),
        }
    }
    out
}

/// Pronouns and the like whose `'s` is short for "is".
const WITH_IS: &[&str] = &["he", "here", "it", "she", "that", "there", "this", "what", "where", "who", "how"];

fn push<'a>(words: &'a Words, at: usize, units: &mut Vec<Unit<'a>>) {
    let token = &words.tokens()[at];
    let word = words.folded(token);
    let mut unit = Unit {
        token: at,
        word,
        mark: None,
        name: false,
        counts: token.joint != Joint::Hyphen,
        joined: token.joint == Joint::Hyphen,
        glued: at > 0 && token.joint == Joint::Glued,
        possessive: token.possessive,
    };
    match token.kind {
        TokenKind::Mark(mark) => (unit.mark, unit.counts) = (Some(mark), false),
        TokenKind::Opaque => unit.name = true,
        TokenKind::Word => unit.name = words.exact(token).starts_with(|c: char| c.is_uppercase()),
    }
    let second = match word {
        _ if !token.possessive => None,
        "let" => Some("us"),
        _ => Some("is").filter(|_| WITH_IS.contains(&word)),
    };
    let (first, second) = if second.is_some() { (word, second) } else { parted(word) };
    unit.word = first;
    unit.possessive &= second.is_none();
    units.push(unit);
    if let Some(word) = second {
        units.push(Unit { word, name: false, counts: false, joined: false, glued: false, possessive: false, ..unit });
    }
}

/// The two words that a contraction stands for.
fn parted(word: &str) -> (&str, Option<&'static str>) {
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
    let parted = SUFFIX.iter().find_map(|(suffix, second)| Some((word.strip_suffix(suffix)?, *second)));
    parted.filter(|(first, _)| !first.is_empty()).map_or((word, None), |(first, second)| (first, Some(second)))
}
