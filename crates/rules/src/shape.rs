//! The shapes of words with a number, which the built-in classes (see [`super::classes`]) compare.
//!
//! `NGN5000` and `NGN3.5` have the same shape, `NGN0`. So one lookup in a hash table finds every word with a number,
//! however many currency codes there are.

use std::borrow::Cow;

/// The years that have the shape of a year. Earlier and later ones are more often amounts.
const YEARS: std::ops::RangeInclusive<u16> = 1800..=2199;

/// Returns the shapes of a word that contains one number, the general one first: `10k` is `0k`. A number of exactly
/// three digits is also `000`, one of two is `00`, one digit except 0 is `1`, and a year is also `2000`. Other words have
/// no shape.
pub fn number_shapes(word: &str) -> impl Iterator<Item = Cow<'static, str>> {
    let parts = split(word);
    let shape = move |number: &'static str| {
        let (before, _, after) = parts?;
        let is_bare = before.is_empty() && after.is_empty();
        Some(if is_bare { number.into() } else { [before, number, after].concat().into() })
    };
    let special = parts.and_then(|(_, number, _)| match number.len() {
        1 if number != "0" => Some("1"),
        2 => Some("00"),
        3 if !number.contains(['.', '\'', '_']) => Some("000"),
        4 if number.parse().is_ok_and(|year: u16| YEARS.contains(&year)) => Some("2000"),
        _ => None,
    });
    [shape("0"), special.and_then(shape)].into_iter().flatten()
}

/// Splits a word into the text before its number, the number, and the text after it.
fn split(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = word.split_at(start);
    let len = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '\'' | '_'))).unwrap_or(rest.len());
    let number = rest[..len].trim_end_matches(['.', '\'', '_']);
    let after = &rest[number.len()..];
    let mut groups = number.split(['.', '\'', '_']).skip(1);
    let is_number = number.bytes().filter(|byte| !byte.is_ascii_digit()).count() < 2 || groups.all(|g| g.len() == 3);
    (is_number && !after.contains(|c: char| c.is_ascii_digit())).then_some((before, number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_no_digits_of_its_number() {
        let cases = [
            ("50", "0 00"),
            ("7", "0 1"),
            ("0", "0"),
            ("Rs.500", "Rs.0 Rs.000"),
            ("3.5bn", "0bn"),
            ("NGN5000", "NGN0"),
            ("500", "0 000"),
            ("1.5", "0"),
            ("2030", "0 2000"),
            ("1799", "0"),
            ("1.000.000", "0"),
            ("1'000", "0"),
            ("21st", "0st 00st"),
            ("1.2.3", ""),
            ("h2o2", ""),
            ("word", ""),
        ];
        for (word, expected) in cases {
            assert_eq!(number_shapes(word).collect::<Vec<_>>().join(" "), expected, "{word}");
        }
    }
}
