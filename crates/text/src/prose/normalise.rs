//! Normalises prose and patterns, so that text that looks the same compares as equal.
//!
//! This module handles what can be decided character by character: compatibility forms (NFKC), typographic quotes and
//! dashes, trademark symbols and footnote marks. Whether a letter is a look-alike depends on its word, so
//! [`super::words`] replaces look-alikes later.

use super::characters::{is_cjk, is_invisible, is_trademark, is_word_char};
use crate::source::{SourceMap, Span};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A normalised text with a map to the original text.
#[derive(Debug)]
pub(super) struct Normalised<'t> {
    pub text: Cow<'t, str>,
    original: &'t str,
    /// `None` if both texts are the same.
    map: Option<SourceMap>,
}

impl Normalised<'_> {
    /// Maps a byte range of the normalised text to the original text.
    pub fn original(&self, start: usize, end: usize) -> Span {
        let Some(map) = &self.map else { return Span::new(start, end) };
        let range = Span::new(start, end);
        let spans = map.to_source(&(range.start..range.end));
        let (first, last) = (spans.first(), spans.last());
        Span { start: first.map_or(0, |span| span.start), end: last.map_or(0, |span| span.end) }
    }

    /// Returns the original character of the one-byte character at byte `at` of the normalised text.
    pub fn written(&self, at: usize) -> Option<char> {
        self.original[self.original(at, at + 1).range()].chars().next()
    }
}

/// Normalises `text`. ASCII text is already normalised and is not copied.
pub(super) fn normalise(text: &str) -> Normalised<'_> {
    if text.is_ascii() {
        return Normalised { text: Cow::Borrowed(text), original: text, map: None };
    }
    let mut out = String::with_capacity(text.len());
    let mut map = SourceMap::default();
    let mut rest = text;
    let mut notes = NoteRun::default();
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let len = if first.is_ascii() && !starts_with_combining(&rest[1..]) {
            let len = ascii_len(rest);
            map.push(out.len(), len, Span::new(at, at + len), true);
            out.push_str(&rest[..len]);
            len
        } else {
            let len = cluster_len(rest, first);
            let before = out.len();
            let note = NoteMark::of(first);
            if note.is_some() && at >= notes.end {
                notes = NoteRun::new(&out, rest, at);
            }
            let is_footnote = note.is_some_and(|note| notes.is_footnote(note));
            if !is_footnote {
                push_normalised(&rest[..len], &mut out);
            }
            map.push(before, out.len() - before, Span::new(at, at + len), false);
            len
        };
        rest = &rest[len..];
    }
    Normalised { text: Cow::Owned(out), original: text, map: Some(map) }
}

/// A kind of character that can mark a footnote. A footnote mark is removed, so it is not part of the adjacent word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteMark {
    /// A superscript digit or sign. After a digit it is an exponent, not a footnote mark.
    Superscript,
    /// A number in a circle, in parentheses or with a full stop.
    Circled,
    /// A superscript letter, or one in a circle or in parentheses. It marks a footnote only at the end of a word.
    Letter,
}

impl NoteMark {
    /// Returns the kind of a character, or `None` if it never marks a footnote.
    pub fn of(c: char) -> Option<NoteMark> {
        match c {
            '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁺' | '⁻' | '⁼' | '⁽' | '⁾' => {
                Some(NoteMark::Superscript)
            }
            '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㉑'..='㉟' | '㊱'..='㊿' | '\u{1F100}'..='\u{1F10C}' => {
                Some(NoteMark::Circled)
            }
            'ª' | 'º' | 'ᵃ' | 'ᵇ' | 'ᶜ' | 'ᵈ' | 'ᵉ' | 'ᶠ' => Some(NoteMark::Letter),
            '⒜'..='ⓩ' | '\u{1F110}'..='\u{1F189}' => Some(NoteMark::Letter),
            _ => None,
        }
    }
}

/// A run of characters that can mark footnotes, and what is around it.
#[derive(Debug, Default)]
struct NoteRun {
    /// The byte offset of the end of the run in the original text.
    end: usize,
    /// Whether the run directly follows a word, its punctuation or a closing quotation mark or bracket, or directly
    /// precedes a word. CJK characters count as words.
    is_at_word: bool,
    /// Whether the run directly follows a letter. A CJK character is one.
    is_after_letter: bool,
    /// Whether the run directly follows a digit or another number. A CJK ideograph is neither.
    is_after_number: bool,
    /// Whether the run directly precedes a word. CJK characters do not count, because they are written without spaces:
    /// the next word directly follows the footnote mark.
    is_before_word: bool,
    /// Whether the run is between two characters of one word. CJK characters do not count.
    is_inside_word: bool,
}

impl NoteRun {
    /// Creates the run at the start of `rest`, which starts at byte `at` of the text and follows `before`.
    fn new(before: &str, rest: &str, at: usize) -> NoteRun {
        let is_part = |c: char| is_note_mark(c) || is_combining_mark(c) || replacement(c) == Some("");
        let after = rest.trim_start_matches(is_part);
        let may_precede_note =
            |c: char| is_word_char(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | ')' | ']' | '…');
        let is_spaced_letter = |c: char| is_word_char(c) && !is_cjk(c);
        let is_before_word = after.starts_with(is_spaced_letter);
        NoteRun {
            end: at + rest.len() - after.len(),
            is_at_word: before.ends_with(may_precede_note) || after.starts_with(is_word_char),
            is_after_letter: before.ends_with(char::is_alphabetic),
            is_after_number: before.ends_with(char::is_numeric),
            is_before_word,
            is_inside_word: is_before_word && before.ends_with(is_spaced_letter),
        }
    }

    /// Returns whether a character of the run marks a footnote, so that it is removed.
    fn is_footnote(&self, mark: NoteMark) -> bool {
        match mark {
            NoteMark::Superscript => self.is_at_word && !self.is_inside_word && !self.is_after_number,
            NoteMark::Circled => self.is_at_word && !self.is_inside_word,
            NoteMark::Letter => self.is_after_letter && !self.is_before_word,
        }
    }
}

/// Returns whether a character can mark a footnote. Whether it does depends on its context.
pub fn is_note_mark(c: char) -> bool {
    NoteMark::of(c).is_some()
}

/// Normalises `text`, without a map to the original.
pub fn normalised(text: &str) -> Cow<'_, str> {
    normalise(text).text
}

/// Returns the length of the ASCII prefix of `text`, without a last character that a combining mark modifies.
fn ascii_len(text: &str) -> usize {
    let len = text.bytes().take_while(u8::is_ascii).count();
    if starts_with_combining(&text[len..]) { len - 1 } else { len }
}

fn starts_with_combining(text: &str) -> bool {
    text.chars().next().is_some_and(is_combining)
}

/// Returns the length in bytes of `first` and the characters after it that combine with it: combining marks, or the
/// jamo of a Hangul syllable. Jamo do not combine with a footnote mark, which may be removed.
fn cluster_len(text: &str, first: char) -> usize {
    let tail = &text[first.len_utf8()..];
    let combines = if is_note_mark(first) { is_combining_mark } else { is_combining };
    let marks = tail.chars().take_while(|&c| replacement(first).is_none() && combines(c));
    first.len_utf8() + marks.map(char::len_utf8).sum::<usize>()
}

fn is_combining(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11FF}')
}

fn push_normalised(cluster: &str, out: &mut String) {
    match cluster.chars().next().and_then(replacement) {
        Some(replacement) => out.push_str(replacement),
        None => out.extend(cluster.nfkc().filter(|&c| !is_invisible(c))),
    }
}

/// Returns the replacement for a typographic or invisible character. Combining marks do not change it.
fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        _ if is_trademark(c) || is_invisible(c) => "",
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '＇' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => "\"",
        '‐' | '‑' | '‒' | '–' | '−' | '﹣' | '－' => "-",
        '—' | '―' | '⸺' | '⸻' | '﹘' => "—",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_text_that_looks_the_same() {
        let cases = [
            ("ＯｐｅｎＡＩ", "OpenAI"),
            ("ﬁle", "file"),
            ("OpenAI™ and SOC 2®", "OpenAI and SOC 2"),
            ("OpenAI’s “best”", "OpenAI's \"best\""),
            ("pass\u{2011}through – x", "pass-through - x"),
            ("cafe\u{301}", "café"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("AI™\u{301} AI’\u{301}s", "AI\u{301} AI'\u{301}s"),
            ("𝐎𝐩𝐞𝐧", "Open"),
            ("models² and³ a⁽¹⁾ b① cᵃ dª, ¹See", "models and a b c d, See"),
            ("2⁵³ 10² 10⁻³ 5① CO₂ H₂O xᵃb 1ª ᵃ", "253 102 10−3 5 CO2 H2O xab 1a a"),
            ("Ⓞⓟⓔⓝ x²y models.²", "Open x2y models."),
            (
                "white²list white⁽²⁾list white①list white¹²\u{200B}list",
                "white2list white(2)list white1list white12list",
            ),
            ("listⓐ list⒈, list⒜ listⓐⓑ list¹² listᵃᵇ a².¹Try 🅐", "list list, list list list list a.Try 🅐"),
            ("list🅐 listⒶ Ⓐ ⓐb listⓐb", "list list A ab listab"),
            ("OpenAI①的 模²型", "OpenAI的 模型"),
        ];
        for (text, expected) in cases {
            assert_eq!(normalise(text).text, expected, "{text}");
        }
    }

    #[test]
    fn a_footnote_mark_is_not_part_of_its_word() {
        let text = "a models² b";
        let normalised = normalise(text);
        assert_eq!(&text[normalised.original(2, 8).range()], "models");
    }

    #[test]
    fn a_footnote_mark_does_not_hide_the_letter_after_it() {
        assert_eq!(normalised("a\u{2460}\u{1161}"), "a\u{1161}");
    }

    #[test]
    fn maps_back_to_whole_clusters() {
        let text = "x cafe\u{301} ﬁle";
        let normalised = normalise(text);
        let at = normalised.text.find("é").unwrap();
        assert_eq!(&text[normalised.original(at, at + 2).range()], "e\u{301}");
        let at = normalised.text.find("file").unwrap();
        assert_eq!(&text[normalised.original(at, at + 4).range()], "ﬁle");
        assert_eq!(&text[normalised.original(0, 1).range()], "x");
    }
}
