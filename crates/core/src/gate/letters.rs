//! Decides whether a character outside of ASCII can be part of a word of the vocabulary.
//!
//! Prose is normalised before it is matched. So full-width letters, ligatures, look-alikes and invisible characters can
//! all be part of a word that is written in ASCII in a pattern. Most other characters cannot, and texts in other
//! languages consist of them, so [`char_role`] classifies the common ones without normalising them.

use super::bytes::{ByteClass, byte_class};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wordgate_text::prose::{
    NoteMark, is_cjk, is_invisible, is_lookalike, is_note_mark, is_trademark, is_word_char, normalised, script_len,
};

/// The effect of a character on the word that contains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharRole {
    /// A character that separates words, or a letter of a script whose letters never share a word with other scripts.
    Separator,
    /// A character that normalisation removes.
    Invisible,
    /// A character that normalisation may turn into ASCII letters or signs.
    ReadsAsAscii,
    /// A letter that looks like an ASCII letter, and is read as one if its word contains a real ASCII letter.
    Confusable,
    /// A letter that is never read as ASCII. A word that contains it is not an ASCII word.
    Foreign,
}

/// Returns the role of a character outside of ASCII.
pub(super) fn char_role(c: char) -> CharRole {
    match c {
        // The letters of Western European languages, and the two signs in the same range.
        '×' | '÷' => CharRole::Separator,
        'ß' => CharRole::ReadsAsAscii,
        'À'..='ÿ' => CharRole::Foreign,
        // Dashes, quotes, bullets and the like.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' => CharRole::Separator,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => {
            CharRole::Separator
        }
        // Greek, Cyrillic, Hebrew, Arabic and Devanagari, without the letters whose case mapping has to be checked.
        'Α'..='Ρ' | 'Σ'..='ρ' | 'ς'..='ω' | '\u{410}'..='\u{44F}' | 'ё' | 'א'..='ת' | 'ء'..='ي' | 'अ'..='ह' => {
            if is_lookalike(c) {
                CharRole::Confusable
            } else {
                CharRole::Foreign
            }
        }
        _ if is_invisible(c) || is_trademark(c) => CharRole::Invisible,
        _ => slow_role(c),
    }
}

/// Returns the role of any character by normalising it.
pub(super) fn slow_role(c: char) -> CharRole {
    // Whether this is a note mark or a letter depends on the character before it.
    if is_note_mark(c) {
        return CharRole::ReadsAsAscii;
    }
    let text = normalised(c.encode_utf8(&mut [0; 4])).into_owned();
    let reads = |c: char| {
        let folds = |c: char| c.to_uppercase().flat_map(char::to_lowercase).any(|c| c.is_ascii_alphanumeric());
        is_ascii_word_char(c) || c.to_lowercase().any(folds)
    };
    if text.chars().any(reads) {
        CharRole::ReadsAsAscii
    } else if text.chars().any(is_lookalike) {
        if text.chars().all(is_lookalike) { CharRole::Confusable } else { CharRole::ReadsAsAscii }
    } else if !text.chars().all(|c| c != '_' && is_word_char(c)) || text.chars().any(is_cjk) {
        CharRole::Separator
    } else {
        CharRole::Foreign
    }
}

/// Returns whether a character is an ASCII letter or digit, or a sign that is a word of its own.
pub(super) fn is_ascii_word_char(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| matches!(byte_class(byte), ByteClass::Letter | ByteClass::Sign))
}

/// Removes the diacritics of a folded word. The vocabulary stores words in this form, because markup may come between a
/// letter and its combining mark: then the source has the letter without the mark.
pub(super) fn without_diacritics(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.is_ascii() { word } else { word.nfd().filter(|&c| !is_combining_mark(c)).collect() }
}

/// Splits a folded word into runs of letters and digits. A word that is a sign is a run of its own. Characters that
/// join runs to one word, such as the point in `5.5`, may be escaped in the source, so each run is searched for by
/// itself. A run also ends where the tokenizer ends a word because of its scripts, as an opaque word such as a path may mix
/// them.
pub(super) fn runs(word: &str) -> impl Iterator<Item = &str> {
    let sign = word.len() == 1 && byte_class(word.as_bytes()[0]) == ByteClass::Sign;
    word.split(move |c| !sign && (c == '_' || !is_word_char(c))).flat_map(split_by_script)
}

/// Returns whether a folded word is a single run.
pub(super) fn is_run(word: &str) -> bool {
    let is_plain = !word.is_empty() && word.bytes().all(|byte| byte_class(byte) == ByteClass::Letter);
    is_plain || runs(word).next().is_some_and(|run| run.len() == word.len())
}

/// Splits a run into words by its scripts.
fn split_by_script(mut run: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        // A sign has no script.
        let len = if script_len(run) == 0 { run.len() } else { script_len(run) };
        let (part, rest) = run.split_at(len);
        run = rest;
        (!part.is_empty()).then_some(part)
    })
}

/// The ways to read letters that have footnote marks. A mark is removed or is read as the letter or digit that it
/// resembles, depending on its surroundings, which the scanner does not know.
pub(super) enum NoteMarkReadings {
    /// There is no mark.
    One,
    /// All marks are adjacent and of one kind, so they are all read or all removed.
    Two([String; 2]),
    /// Each mark may be read differently.
    Many,
}

impl NoteMarkReadings {
    pub fn of(letters: &str) -> NoteMarkReadings {
        let mut marks = letters.char_indices().filter_map(|(at, c)| Some((at, c, NoteMark::of(c)?)));
        let Some((start, first, kind)) = marks.next() else { return NoteMarkReadings::One };
        let mut end = start + first.len_utf8();
        for (at, c, other) in marks {
            if at != end || other != kind {
                return NoteMarkReadings::Many;
            }
            end += c.len_utf8();
        }
        let (before, marks, after) = (&letters[..start], &letters[start..end], &letters[end..]);
        NoteMarkReadings::Two([[before, &*marks.nfkc().collect::<String>(), after].concat(), [before, after].concat()])
    }
}
