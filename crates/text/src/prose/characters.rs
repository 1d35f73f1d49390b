//! Classes of characters: word characters, separators and invisible characters.

use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::char::is_combining_mark;

/// The character that replaces a code span, a URL or an image in a block's text, where it takes the place of a word. It
/// is U+FFFC, the object replacement character.
pub const OPAQUE: char = '\u{FFFC}';

/// Returns whether a character is invisible: soft hyphens, zero-width characters and joiners, direction marks,
/// variation selectors, tags and the other default-ignorable code points of Unicode, and the byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Returns whether a character only separates words: white space and control characters.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || (c.is_control() && c != crate::source::SUBSTITUTE)
}

/// Returns whether `c` is part of a word.
pub fn is_word_char(c: char) -> bool {
    match c {
        '_' | '0'..='9' | 'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        // The standard library takes up to 60 times as long for a letter of Thai or Korean.
        _ => match get_general_category(c) {
            Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::DecimalNumber
            | Category::LetterNumber
            | Category::OtherNumber
            | Category::NonspacingMark
            | Category::SpacingMark
            | Category::EnclosingMark => true,
            // A few symbols are letters too, such as `Ⓐ`, and the standard library may know more characters.
            Category::OtherSymbol | Category::Unassigned => c.is_alphanumeric() || is_combining_mark(c),
            _ => false,
        },
    }
}

/// Returns whether a character belongs to a script that does not separate words by spaces: Han, the Japanese syllabaries,
/// bopomofo, Thai, Lao, Burmese and Khmer. Each letter of these scripts, with its combining marks, is a word of its own,
/// so that a pattern is found in the middle of a sentence.
pub fn is_unspaced(c: char) -> bool {
    match c {
        ..'\u{0E00}' => false,
        '\u{3130}'..='\u{318F}' => false,
        _ => matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{19E0}'..='\u{19FF}' | '\u{2E80}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' | '\u{F900}'..='\u{FAFF}'
            | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}'),
    }
}

/// Returns whether a character is Hangul. It never joins an adjacent Latin word, because Korean particles directly follow
/// a foreign name.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// Returns whether a character never joins an adjacent Latin word.
pub fn is_cjk(c: char) -> bool {
    is_unspaced(c) || is_hangul(c)
}

/// Returns the length in bytes of the [word characters](is_word_char) at the start of `text` that are one word: one letter
/// of a script without spaces, or all letters up to another kind of script. Combining marks belong to the letter before
/// them.
pub fn script_len(text: &str) -> usize {
    let Some(first) = text.chars().next().filter(|first| is_word_char(*first)) else { return 0 };
    let (alone, hangul) = (is_unspaced(first), is_hangul(first));
    let continues = |c: char| match c {
        _ if c.is_ascii() => !alone && !hangul && is_word_char(c),
        _ if is_combining_mark(c) => true,
        _ => !alone && !is_unspaced(c) && is_hangul(c) == hangul && is_word_char(c),
    };
    let rest = &text[first.len_utf8()..];
    first.len_utf8() + rest.find(|c| !continues(c)).unwrap_or(rest.len())
}

/// Returns whether a character is a trademark or copyright symbol. Normalisation removes these.
pub fn is_trademark(c: char) -> bool {
    matches!(c, '™' | '®' | '©' | '℠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_characters_are_those_of_the_standard_library() {
        for c in '\u{80}'..=char::MAX {
            assert_eq!(is_word_char(c), c.is_alphanumeric() || is_combining_mark(c), "{c:?}");
        }
    }
}
