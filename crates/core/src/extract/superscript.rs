//! What `<sup>` does to the word before it.
//!
//! Raised text stands close to a word without being part of it: in `OpenAI<sup>TM</sup> models` a reader sees the
//! brand, not the word "OpenAITM". Signs become the sign they show; the numbers and marks of notes are markup, as
//! footnote references are; the endings of ordinals are part of their word; anything else stands apart.
//! Lowered text (`H<sub>2</sub>O`) is always part of its word.

/// How raised text reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Superscript {
    /// A sign; `len` bytes up to the end of the end tag.
    Sign { sign: &'static str, len: usize },
    /// The number or mark of a note; `len` bytes up to the end of the end tag.
    Note { len: usize },
    /// Part of the word before it.
    Joined,
    /// A word of its own.
    Apart,
}

/// Signs, and how they are written.
const SIGNS: &[(&str, &[&str])] = &[
    ("™", &["TM", "(TM)", "&trade;", "™"]),
    ("®", &["R", "(R)", "&reg;", "®"]),
    ("℠", &["SM", "(SM)", "℠"]),
    ("©", &["C", "(C)", "&copy;", "©"]),
];

const ENDINGS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "e", "ème", "o", "a", "º", "ª"];

/// The longest raised text that is looked at, in bytes.
const LONGEST: usize = 24;

const END_TAG: &str = "</sup>";

/// Reads what follows a `<sup>` tag, with the text before the tag. A number on a number is a power and no note.
pub(super) fn raised(before: &str, source: &str) -> Superscript {
    let Some(len) = source.find('<').filter(|len| *len <= LONGEST) else { return Superscript::Apart };
    let ends = source[len..].get(..END_TAG.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(END_TAG));
    if !ends {
        return Superscript::Apart;
    }
    let content = source[..len].trim();
    let len = len + END_TAG.len();
    let is_written = |written: &[&str]| written.iter().any(|written| written.eq_ignore_ascii_case(content));
    if let Some((sign, _)) = SIGNS.iter().find(|(_, written)| is_written(written)) {
        return Superscript::Sign { sign, len };
    }
    let mark = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§' | '¶' | '[' | ']' | '(' | ')' | ',' | ' ');
    match content {
        _ if content.chars().all(mark) && !before.ends_with(char::is_numeric) => Superscript::Note { len },
        _ if is_letter(content) && before.ends_with(char::is_lowercase) => Superscript::Note { len },
        _ if ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(content)) => Superscript::Joined,
        _ => Superscript::Apart,
    }
}

/// Whether raised text is the letter of a note in a table.
fn is_letter(content: &str) -> bool {
    matches!(content, "a" | "b" | "c" | "d" | "e" | "f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_text_reads_as_its_kind() {
        let cases = [
            ("TM</sup> x", Superscript::Sign { sign: "™", len: 8 }),
            ("(r)</SUP>", Superscript::Sign { sign: "®", len: 9 }),
            ("1, 2</sup>", Superscript::Note { len: 10 }),
            ("th</sup>", Superscript::Joined),
            ("beta</sup>", Superscript::Apart),
            ("<b>1</b></sup>", Superscript::Apart),
            ("never closed", Superscript::Apart),
        ];
        for (source, expected) in cases {
            assert_eq!(raised("x", source), expected, "{source}");
        }
        assert_eq!(raised("word", "a</sup>"), Superscript::Note { len: 7 });
        assert_eq!(raised("1", "a</sup>"), Superscript::Joined);
        assert_eq!(raised("2", "53</sup>"), Superscript::Apart);
    }
}
