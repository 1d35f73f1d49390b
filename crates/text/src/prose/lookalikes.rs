//! Letters of other scripts that look like Latin letters.
//!
//! We replace them only in a word that also has a Latin letter: a word entirely in Cyrillic is Russian, not a disguise.
//! The table preserves case, unlike the skeletons of Unicode's confusables, which turn a capital I into l.

use unicode_normalization::UnicodeNormalization;

/// Pairs of a look-alike and a Latin letter.
#[rustfmt::skip]
const TABLE: &[(char, char)] = &[
    // Latin and phonetic letters.
    ('ı', 'i'), ('ɑ', 'a'), ('ɡ', 'g'), ('ɩ', 'i'), ('ʏ', 'Y'),
    // Greek.
    ('Ϳ', 'J'), ('Α', 'A'), ('Β', 'B'), ('Ε', 'E'), ('Ζ', 'Z'), ('Η', 'H'), ('Ι', 'I'), ('Κ', 'K'), ('Μ', 'M'),
    ('Ν', 'N'), ('Ο', 'O'), ('Ρ', 'P'), ('Τ', 'T'), ('Υ', 'Y'), ('Χ', 'X'), ('α', 'a'), ('γ', 'y'), ('ι', 'i'),
    ('κ', 'k'), ('ν', 'v'), ('ο', 'o'), ('ρ', 'p'), ('σ', 'o'), ('τ', 't'), ('υ', 'u'), ('χ', 'x'), ('ϲ', 'c'),
    ('ϳ', 'j'), ('Ϲ', 'C'),
    // Cyrillic.
    ('Ѕ', 'S'), ('І', 'I'), ('Ј', 'J'), ('А', 'A'), ('В', 'B'), ('Е', 'E'), ('К', 'K'), ('М', 'M'), ('Н', 'H'),
    ('О', 'O'), ('Р', 'P'), ('С', 'C'), ('Т', 'T'), ('У', 'Y'), ('Х', 'X'), ('а', 'a'), ('г', 'r'), ('е', 'e'),
    ('о', 'o'), ('р', 'p'), ('с', 'c'), ('у', 'y'), ('х', 'x'), ('ѕ', 's'), ('і', 'i'), ('ј', 'j'), ('ѵ', 'v'),
    ('Ү', 'Y'), ('ү', 'y'), ('һ', 'h'), ('Ӏ', 'I'), ('ӏ', 'l'), ('ԁ', 'd'), ('Ԍ', 'G'), ('ԛ', 'q'), ('Ԛ', 'Q'),
    ('Ԝ', 'W'), ('ԝ', 'w'),
    // Armenian.
    ('Օ', 'O'), ('Ս', 'U'), ('ո', 'n'), ('ս', 'u'), ('օ', 'o'),
    // Cherokee.
    ('Ꭺ', 'A'), ('Ꭼ', 'E'), ('Ꮯ', 'C'), ('Ꮲ', 'P'),
];

/// Returns the Latin letter that `c` looks like.
fn latin(c: char) -> Option<char> {
    TABLE.iter().find(|(lookalike, _)| *lookalike == c).map(|(_, latin)| *latin)
}

/// Returns the Latin letter that `c` looks like, or `c` itself.
pub(super) fn latinised(c: char) -> char {
    latin(c).unwrap_or(c)
}

/// Returns whether `c` looks like a Latin letter but is not one.
pub fn is_lookalike(c: char) -> bool {
    latin(c).is_some()
}

/// Returns whether a word has both ASCII letters (with or without combining marks) and other characters, so that the
/// others may be look-alikes.
pub(super) fn is_mixed(word: &str) -> bool {
    !word.is_ascii() && word.nfd().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_are_unique_and_targets_are_latin() {
        for (at, (lookalike, latin)) in TABLE.iter().enumerate() {
            assert!(latin.is_ascii_alphanumeric() && !lookalike.is_ascii(), "{lookalike}");
            assert!(TABLE[at + 1..].iter().all(|(other, _)| other != lookalike), "{lookalike} twice");
        }
    }
}
