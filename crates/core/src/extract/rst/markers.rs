//! The markers at the start of list items, fields and descriptions of options.

/// The marker of an item of an enumerated list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    /// Its length in bytes, without the white space after it.
    pub len: usize,
    /// The punctuation around its number.
    format: (bool, u8),
    /// Its number, as an Arabic or a Roman number and as a letter. `#` is any number.
    numbers: [Option<u32>; 2],
    is_auto: bool,
}

impl Marker {
    /// Returns whether this can be the marker of the item after that of `before`.
    pub fn follows(&self, before: &Marker) -> bool {
        let next = |index: usize| before.numbers[index].is_some_and(|number| self.numbers[index] == Some(number + 1));
        self.format == before.format && (self.is_auto || next(0) || next(1))
    }
}

/// Returns the length of a bullet at the start of a line.
pub(super) fn bullet_len(line: &str) -> Option<usize> {
    let bullet = line.chars().next().filter(|c| matches!(c, '*' | '+' | '-' | '•' | '‣' | '⁃'))?;
    let rest = &line[bullet.len_utf8()..];
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(bullet.len_utf8())
}

/// Returns the marker of an enumerated list at the start of a line: `1.`, `a)`, `(iv)`, `#.`.
pub(super) fn enumerator(line: &str) -> Option<Marker> {
    let inside = line.strip_prefix('(').unwrap_or(line);
    let is_in_parentheses = inside.len() < line.len();
    let len = inside.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let (name, rest) = inside.split_at(len);
    let closing = rest.bytes().next().filter(|byte| *byte == b')' || !is_in_parentheses && *byte == b'.')?;
    if !(rest.len() == 1 || rest[1..].starts_with([' ', '\t'])) {
        return None;
    }
    let is_letter = len == 1 && name.as_bytes()[0].is_ascii_alphabetic();
    let number = if len <= 9 { name.parse::<u32>().ok() } else { None };
    let letter = is_letter.then(|| u32::from(name.as_bytes()[0].to_ascii_lowercase() - b'a'));
    let numbers = [number.or_else(|| roman(name)), letter];
    let is_auto = name == "#";
    let len = line.len() - rest.len() + 1;
    (is_auto || numbers.iter().any(Option::is_some)).then_some(Marker {
        len,
        format: (is_in_parentheses, closing),
        numbers,
        is_auto,
    })
}

/// Reads a Roman number, in capitals or small letters.
fn roman(name: &str) -> Option<u32> {
    const DIGITS: [(&str, u32); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let is_one_case =
        name.bytes().all(|byte| byte.is_ascii_lowercase()) || name.bytes().all(|byte| byte.is_ascii_uppercase());
    if name.is_empty() || name.len() > 15 || !is_one_case {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let (mut rest, mut number) = (lower.as_str(), 0);
    for (digits, value) in DIGITS {
        let most = if digits.len() == 2 || matches!(value, 5 | 50 | 500) { 1 } else { 4 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(digits) else { break };
            (rest, number) = (after, number + value);
        }
    }
    rest.is_empty().then_some(number)
}

/// Returns the offset of the colon that ends the name of a field at the start of a line, as in `:name: text`.
pub(super) fn field_end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    if bytes.first() != Some(&b':') || matches!(bytes.get(1), None | Some(b' ' | b':')) {
        return None;
    }
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1 + line.get(at + 1..)?.chars().next()?.len_utf8(),
            b':' if bytes.get(at + 1).is_none_or(|next| matches!(next, b' ' | b'\t')) => {
                return (bytes[at - 1] != b' ').then_some(at);
            }
            b':' if bytes.get(at + 1) == Some(&b'`') => return None,
            _ => at += 1,
        }
    }
}

/// Returns the length of the options at the start of a line, as in `-f FILE, --file=FILE  text`, with the white space
/// after them.
pub(super) fn is_option_list(line: &str) -> Option<usize> {
    let mut at = option_len(line)?;
    while let Some(rest) = line[at..].strip_prefix(", ") {
        at += 2 + option_len(rest)?;
    }
    let rest = &line[at..];
    if rest.is_empty() {
        return Some(at);
    }
    rest.starts_with("  ").then(|| line.len() - rest.trim_start().len())
}

/// Returns the length of one option with its argument.
fn option_len(source: &str) -> Option<usize> {
    let name = |rest: &str| {
        let is_first = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let len = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        if is_first { len } else { 0 }
    };
    let (len, separators): (usize, &[&str]) = if let Some(rest) = source.strip_prefix("--") {
        (2 + Some(name(rest)).filter(|len| *len > 0)?, &["=", " "])
    } else if let Some(rest) = source.strip_prefix('/') {
        (1 + Some(name(rest)).filter(|len| *len > 0)?, &["=", " "])
    } else {
        let rest = source.strip_prefix(['-', '+'])?;
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(())?;
        (2, &[" ", ""])
    };
    let rest = &source[len..];
    let argument = separators.iter().find_map(|separator| {
        let argument = rest.strip_prefix(separator)?;
        let len = match argument.strip_prefix('<') {
            Some(inside) => 2 + inside.find(['<', '>']).filter(|end| *end > 0 && inside[*end..].starts_with('>'))?,
            None => {
                argument.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
                name(argument)
            }
        };
        Some(separator.len() + len)
    });
    Some(len + argument.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_recognised() {
        let lens = |line: &str| (bullet_len(line), enumerator(line).map(|marker| marker.len));
        assert_eq!(lens("- a"), (Some(1), None));
        assert_eq!(lens("• a"), (Some(3), None));
        assert_eq!(lens("-a"), (None, None));
        assert_eq!(lens("12. a"), (None, Some(3)));
        assert_eq!(lens("(iv) a"), (None, Some(4)));
        assert_eq!(lens("#) a"), (None, Some(2)));
        assert_eq!(lens("foo. a"), (None, None));
        assert_eq!(lens("1.5 a"), (None, None));
        assert!(enumerator("iv. a").unwrap().follows(&enumerator("iii. a").unwrap()));
        assert!(enumerator("i. a").unwrap().follows(&enumerator("h. a").unwrap()));
        assert!(!enumerator("3. a").unwrap().follows(&enumerator("1. a").unwrap()));
    }

    #[test]
    fn fields_are_recognised() {
        let ends = [":a: b", ":a b:", ":a:b: c", ":a\\: b: c", ":ref:`a` b: c", "::", ": a:", ":a : b"].map(field_end);
        assert_eq!(ends, [Some(2), Some(4), Some(4), Some(6), None, None, None, None]);
    }

    #[test]
    fn options_are_recognised() {
        let lens =
            ["-a  b", "-a FILE, --all=<a b>  c", "--all", "-a b", "- a", "/V  x", "--a b", "-1  x"].map(is_option_list);
        assert_eq!(lens, [Some(4), Some(22), Some(5), Some(4), None, Some(4), Some(5), Some(4)]);
    }
}
