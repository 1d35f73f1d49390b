//! Characters outside of ASCII: whether they can be part of a word that is looked for.
//!
//! Prose is normalised before it is matched, so a word in ASCII can be written in full-width letters, with ligatures,
//! with look-alikes or with invisible characters between. Most characters can do nothing of that kind, and text in
//! other languages is full of them: they are told apart quickly.

use super::bytes::{ByteClass, byte_class};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wordgate_text::prose::{is_cjk, is_invisible, is_lookalike, is_note_mark, is_trademark, is_word_char, normalised};

/// What a character does to the word it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharRole {
    /// It stands between words, or is a word of a script that joins no other. What stands beside it is a word by itself.
    Separates,
    /// It vanishes.
    Vanishes,
    /// It may read as letters or signs of ASCII.
    Reads,
    /// It reads as a letter of ASCII in a word that has another one, and else as none.
    Confusable,
    /// It makes its word one that is not ASCII.
    Foreign,
}

/// The role of a character that is not ASCII.
pub(super) fn char_role(c: char) -> CharRole {
    match c {
        // Letters of Western European languages.
        '×' | '÷' => CharRole::Separates,
        'ß' => CharRole::Reads,
        'À'..='ÿ' => CharRole::Foreign,
        // Dashes, quotes, bullets and the like.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' => CharRole::Separates,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => {
            CharRole::Separates
        }
        // Greek, Cyrillic, Hebrew, Arabic and Devanagari, as far as what they do needs no look at their cases.
        'Α'..='Ρ' | 'Σ'..='ρ' | 'ς'..='ω' | '\u{410}'..='\u{44F}' | 'ё' | 'א'..='ת' | 'ء'..='ي' | 'अ'..='ह' => {
            if is_lookalike(c) {
                CharRole::Confusable
            } else {
                CharRole::Foreign
            }
        }
        _ if is_invisible(c) || is_trademark(c) => CharRole::Vanishes,
        _ => slow_role(c),
    }
}

pub(super) fn slow_role(c: char) -> CharRole {
    // What it does depends on what stands before it.
    if is_note_mark(c) {
        return CharRole::Reads;
    }
    let text = normalised(c.encode_utf8(&mut [0; 4])).into_owned();
    let reads = |c: char| {
        let folds = |c: char| c.to_uppercase().flat_map(char::to_lowercase).any(|c| c.is_ascii_alphanumeric());
        is_readable(c) || c.to_lowercase().any(folds)
    };
    if text.chars().any(reads) {
        CharRole::Reads
    } else if text.chars().any(is_lookalike) {
        if text.chars().all(is_lookalike) { CharRole::Confusable } else { CharRole::Reads }
    } else if !text.chars().all(|c| c != '_' && is_word_char(c)) || text.chars().any(is_cjk) {
        CharRole::Separates
    } else {
        CharRole::Foreign
    }
}

/// Whether a character is a letter or digit of ASCII, or a sign that is a word of its own.
pub(super) fn is_readable(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| matches!(byte_class(byte), ByteClass::Letter | ByteClass::Sign))
}

/// A folded word without the marks of its letters, in which it is looked for: markup may stand between a letter and its
/// mark, so that the source has the letter without it.
pub(super) fn unmarked(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.is_ascii() { word } else { word.nfd().filter(|&c| !is_combining_mark(c)).collect() }
}

/// The runs of letters and digits in a folded word, or the sign that it is. Other characters join words, but may be
/// escaped in the source. In an opaque word letters of several scripts may stand side by side.
pub(super) fn runs(word: &str) -> impl Iterator<Item = &str> {
    let sign = word.len() == 1 && byte_class(word.as_bytes()[0]) == ByteClass::Sign;
    word.split(move |c| !sign && (c == '_' || !is_word_char(c))).flat_map(scripts)
}

/// Whether a folded word is one run and nothing else.
pub(super) fn is_run(word: &str) -> bool {
    let is_plain = !word.is_empty() && word.bytes().all(|byte| byte_class(byte) == ByteClass::Letter);
    is_plain || runs(word).next().is_some_and(|run| run.len() == word.len())
}

/// The parts of a run that are written with spaces between words, and those that are not.
fn scripts(mut run: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let first = is_cjk(run.chars().next()?);
        let changes = |c: char| is_cjk(c) != first && !is_combining_mark(c);
        let (part, rest) = run.split_at(run.find(changes).unwrap_or(run.len()));
        run = rest;
        Some(part)
    })
}

/// Letters in which the marks of notes are read as the letters or digits that they look like, and letters without them.
/// Which of them the marks of a note are depends on what stands around them.
pub(super) fn with_and_without_note_marks(letters: &str) -> Option<[String; 2]> {
    let read = |c: char| if is_note_mark(c) { c.to_string().nfkc().collect() } else { c.to_string() };
    let without = || letters.chars().filter(|&c| !is_note_mark(c)).collect();
    letters.contains(is_note_mark).then(|| [letters.chars().map(read).collect(), without()])
}
