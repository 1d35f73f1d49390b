//! Tells which text YAML reads as a string without quotation marks.

/// Punctuation that is safe inside a plain scalar, regardless of the characters next to it.
const SAFE_PUNCTUATION: &str = " -–—/.()’'%+™®©";

/// Plain scalars that are not strings, in lower case, sorted. YAML 1.1 has more of them than YAML 1.2.
const NON_STRINGS: &[&str] =
    &["-.inf", ".inf", ".nan", "false", "n", "no", "null", "off", "on", "true", "y", "yes", "~"];

/// Returns whether a plain scalar of YAML is a string, unlike a number, a boolean or a date.
pub fn is_plain_string(value: &str) -> bool {
    if value.len() <= 5 && NON_STRINGS.binary_search(&&*value.to_ascii_lowercase()).is_ok() {
        return false;
    }
    let is_number = |word: &str| {
        let digits = word.trim_start_matches(['-', '+', '.']);
        let may_be_in_number = |byte: u8| byte.is_ascii_digit() || b"+-.:_eEoTtZz".contains(&byte);
        let is_hex = digits.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        is_hex || digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(may_be_in_number)
    };
    !value.split([' ', '\t']).all(|word| is_number(word) || word == "Z")
}

/// Returns whether text can be written as a plain scalar, or as a part of one, whatever is around it.
pub fn is_safe_in_plain_scalar(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && is_plain_string(text)
        && text.chars().all(|c| c.is_alphanumeric() || SAFE_PUNCTUATION.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_booleans_and_dates_are_not_strings() {
        assert!(NON_STRINGS.is_sorted());
        for string in ["a", "3 beads", "yes we can", "x1", "nothing", "10 tee", "é", "0xyz", "-", "5 nines"] {
            assert!(is_plain_string(string), "{string}");
        }
        let others = [
            "-12", "+1.5", "1_000", "12:30:45", ".5", "NULL", "~", "0o17", "0x1F", "1.5e3", "No", "2026-11-02",
            "2001-12-14 21:59:43.10 -5", "2001-12-14t21:59:43.10-05:00",
        ];
        for other in others {
            assert!(!is_plain_string(other), "{other}");
        }
    }
}
