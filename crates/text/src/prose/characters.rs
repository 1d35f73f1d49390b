//! Kinds of characters: what is part of a word, what separates words, what a reader does not see.

use unicode_normalization::char::is_combining_mark;

/// Stands in a block's text for something that is no prose but takes a word's place: a code span, a URL, an image.
/// U+FFFC, the object replacement character.
pub const OPAQUE: char = '\u{FFFC}';

/// Whether a character shows nothing: soft hyphens, zero-width and joining characters, direction marks, variation
/// selectors, tags and the other default-ignorable code points of Unicode, and the byte order mark.
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

/// Whether a character separates words without a mark of its own, control characters included.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || (c.is_control() && c != crate::source::SUBSTITUTE)
}

/// Whether `c` is part of a word.
pub fn is_word_char(c: char) -> bool {
    match c {
        '_' | '0'..='9' | 'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Letters of scripts that are written without spaces: they never join a Latin word beside them.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{0E00}'..='\u{0EFF}')
}

/// Whether a character is a trademark sign, which is dropped.
pub fn is_trademark(c: char) -> bool {
    matches!(c, '™' | '®' | '©' | '℠')
}
