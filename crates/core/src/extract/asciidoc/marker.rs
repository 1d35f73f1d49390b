//! Recognises the markers of list items.

/// The marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    pub key: MarkerKey,
    /// The byte offset in the line at which the marker, or the term of a description list, starts.
    pub start: usize,
    /// The byte offset in the line at which the marker ends. In a description list, this is the end of the term.
    pub end: usize,
    /// The byte offset in the line at which the text starts.
    pub text: usize,
}

/// What makes two items belong to the same list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkerKey {
    /// A run of one character: `*`, `**`, `.`, `-`.
    Run(char, u32),
    /// A number, letter or roman number: the class of its characters.
    Number(char),
    /// `<1>`.
    Callout,
    /// The separator after a term: `::`, `:::`, `::::`, `;;`.
    Term(char, u32),
}

impl MarkerKey {
    /// Returns whether the item is a term and its description.
    pub fn is_term(self) -> bool {
        matches!(self, MarkerKey::Term(..))
    }
}

/// Returns the marker that a line starts with.
pub(super) fn marker(line: &str) -> Option<Marker> {
    simple_marker(line).or_else(|| callout(line)).or_else(|| term(line))
}

fn simple_marker(line: &str) -> Option<Marker> {
    let content = line.trim_start_matches([' ', '\t']);
    let start = line.len() - content.len();
    let first = content.chars().next()?;
    let (key, len) = match first {
        '-' | '•' => (MarkerKey::Run(first, 1), first.len_utf8()),
        '*' | '.' => {
            let len = content.len() - content.trim_start_matches(first).len();
            (MarkerKey::Run(first, u32::try_from(len).ok()?), len)
        }
        '0'..='9' => {
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            content[digits..].starts_with('.').then_some((MarkerKey::Number('1'), digits + 1))?
        }
        'a'..='z' | 'A'..='Z' => {
            let is_roman = |byte: &u8| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x');
            let roman = content.bytes().take_while(is_roman).count();
            if content[1..].starts_with('.') {
                (MarkerKey::Number(if first.is_lowercase() { 'a' } else { 'A' }), 2)
            } else if roman > 0 && content[roman..].starts_with(')') {
                (MarkerKey::Number(if first.is_lowercase() { 'i' } else { 'I' }), roman + 1)
            } else {
                return None;
            }
        }
        _ => return None,
    };
    with_text(line, key, start, start + len)
}

fn callout(line: &str) -> Option<Marker> {
    let rest = line.strip_prefix('<')?;
    let len = rest.find('>')?;
    let is_number = &rest[..len] == "." || len > 0 && rest[..len].bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| with_text(line, MarkerKey::Callout, 0, len + 2))?
}

/// Returns a marker if white space and text follow it.
fn with_text(line: &str, key: MarkerKey, start: usize, end: usize) -> Option<Marker> {
    let rest = &line[end..];
    let text = rest.trim_start_matches([' ', '\t']);
    (text.len() < rest.len()).then(|| Marker { key, start, end, text: line.len() - text.len() })
}

/// Finds the first separator that ends the line or has white space after it.
fn term(line: &str) -> Option<Marker> {
    let content = line.trim_start_matches([' ', '\t']);
    if content.starts_with("//") && !content.starts_with("///") {
        return None;
    }
    let start = line.len() - content.len();
    let bytes = line.as_bytes();
    let mut at = start;
    while let Some(found) = memchr::memchr2(b':', b';', &bytes[at..]) {
        let from = at + found;
        let mark = bytes[from];
        let run = bytes[from..].iter().take_while(|byte| **byte == mark).count();
        at = from + run;
        let max = if mark == b':' { 4 } else { 2 };
        let ends = bytes.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
        let len = run.min(max);
        // Of a longer run, the first characters belong to the term.
        let end = at - len;
        if run >= 2 && ends && end > start {
            let text = at + (line.len() - at - line[at..].trim_start_matches([' ', '\t']).len());
            let key = MarkerKey::Term(char::from(mark), u32::try_from(len).ok()?);
            return Some(Marker { key, start, end, text });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_have_a_key_and_a_text() {
        let read = |line| marker(line).map(|found: Marker| (found.key, &line[found.text..]));
        let run = |mark, count| MarkerKey::Run(mark, count);
        assert_eq!(read("* a"), Some((run('*', 1), "a")));
        assert_eq!(read("  ***  a b"), Some((run('*', 3), "a b")));
        assert_eq!(read(". a"), Some((run('.', 1), "a")));
        assert_eq!(read("12. a"), Some((MarkerKey::Number('1'), "a")));
        assert_eq!(read("iv) a"), Some((MarkerKey::Number('i'), "a")));
        assert_eq!(read("<1> a"), Some((MarkerKey::Callout, "a")));
        assert_eq!(read("a b:: c"), Some((MarkerKey::Term(':', 2), "c")));
        assert_eq!(read("a::b::: "), Some((MarkerKey::Term(':', 3), "")));
        assert_eq!(read("a;;"), Some((MarkerKey::Term(';', 2), "")));
        for line in ["*a", "*", "word", "// a:: b", "a::b", ":: a", "<x> a", "ab. c", "•"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
