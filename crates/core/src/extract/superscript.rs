//! Decides how `<sup>` affects the word before it.
//!
//! Superscript text often touches a word without being part of it: in `OpenAI<sup>TM</sup> models` a reader sees the
//! brand, not the word "OpenAITM". We distinguish four cases. `TM` and the like become a sign. The number or mark of a
//! note is dropped, as a footnote reference is. The ending of an ordinal (`4<sup>th</sup>`) is part of its word.
//! Anything else is a word of its own. Subscript text (`H<sub>2</sub>O`) is always part of its word.

/// The kind of superscript text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Superscript {
    /// A sign. `len` is the length in bytes up to the end of the end tag.
    Sign { sign: &'static str, len: usize },
    /// The number or mark of a note. `len` is the length in bytes up to the end of the end tag.
    Note { len: usize },
    /// Part of the word before it.
    PartOfWord,
    /// A word of its own.
    Word,
}

/// The signs, each with the ways to write it.
const SIGNS: &[(&str, &[&str])] = &[
    ("™", &["TM", "(TM)", "&trade;", "™"]),
    ("®", &["R", "(R)", "&reg;", "®"]),
    ("℠", &["SM", "(SM)", "℠"]),
    ("©", &["C", "(C)", "&copy;", "©"]),
];

/// Endings of ordinals: `4<sup>th</sup>`, `1<sup>er</sup>`.
const ENDINGS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "e", "ème", "o", "a", "º", "ª"];

/// The maximum length (bytes) of a sign, a note or an ending.
const MAX_LEN: usize = 24;

const END_TAG: &str = "</sup>";

/// The kind of superscript text, given its content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SuperscriptKind {
    /// A sign.
    Sign(&'static str),
    /// The number or mark of a note.
    Note,
    /// Part of the word before it.
    PartOfWord,
    /// A word of its own.
    Word,
}

/// Classifies `source`, the text after a `<sup>` tag. `before` is the text before the tag: a number after a number is
/// an exponent, not a note.
pub(super) fn classify(before: &str, source: &str) -> Superscript {
    let Some(len) = source.find('<').filter(|len| *len <= MAX_LEN) else { return Superscript::Word };
    let ends = source[len..].get(..END_TAG.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(END_TAG));
    if !ends {
        return Superscript::Word;
    }
    let content = &source[..len];
    let len = len + END_TAG.len();
    match kind(before, content) {
        None | Some(SuperscriptKind::Word) => Superscript::Word,
        Some(SuperscriptKind::Sign(sign)) => Superscript::Sign { sign, len },
        Some(SuperscriptKind::Note) => Superscript::Note { len },
        Some(SuperscriptKind::PartOfWord) => Superscript::PartOfWord,
    }
}

/// Classifies superscript text with this content, or returns `None` if it is too long to be anything but text. `before`
/// is the text before it.
pub(super) fn kind(before: &str, content: &str) -> Option<SuperscriptKind> {
    if content.len() > MAX_LEN {
        return None;
    }
    let content = content.trim();
    let is_written = |written: &[&str]| written.iter().any(|written| written.eq_ignore_ascii_case(content));
    if let Some((sign, _)) = SIGNS.iter().find(|(_, written)| is_written(written)) {
        return Some(SuperscriptKind::Sign(sign));
    }
    let mark = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§' | '¶' | '[' | ']' | '(' | ')' | ',' | ' ');
    Some(match content {
        _ if content.chars().all(mark) && !before.ends_with(char::is_numeric) => SuperscriptKind::Note,
        _ if is_note_letter(content) && before.ends_with(char::is_lowercase) => SuperscriptKind::Note,
        _ if ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(content)) => SuperscriptKind::PartOfWord,
        _ => SuperscriptKind::Word,
    })
}

/// Returns whether superscript text is a letter that marks a note in a table.
fn is_note_letter(content: &str) -> bool {
    matches!(content, "a" | "b" | "c" | "d" | "e" | "f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn superscripts_are_classified() {
        let cases = [
            ("TM</sup> x", Superscript::Sign { sign: "™", len: 8 }),
            ("(r)</SUP>", Superscript::Sign { sign: "®", len: 9 }),
            ("1, 2</sup>", Superscript::Note { len: 10 }),
            ("th</sup>", Superscript::PartOfWord),
            ("beta</sup>", Superscript::Word),
            ("<b>1</b></sup>", Superscript::Word),
            ("never closed", Superscript::Word),
        ];
        for (source, expected) in cases {
            assert_eq!(classify("x", source), expected, "{source}");
        }
        assert_eq!(classify("word", "a</sup>"), Superscript::Note { len: 7 });
        assert_eq!(classify("1", "a</sup>"), Superscript::PartOfWord);
        assert_eq!(classify("2", "53</sup>"), Superscript::Word);
    }
}
