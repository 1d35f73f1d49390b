//! One HTML or JSX tag taken apart: its name and its attributes, with their places.
//!
//! The grammars say where a tag is; this says what is in it. One reader serves HTML files, HTML blocks, tags inside
//! Markdown paragraphs, JSX and the attributes of shortcodes.

use crate::source::Span;
use std::ops::Range;

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'t> {
    /// The name as written; empty for `<>`.
    pub name: &'t str,
    /// Whether it is `</name>`.
    pub closing: bool,
    /// What stands between the name and the end.
    rest: &'t str,
    /// The first byte of `rest` in the file.
    rest_start: usize,
}

/// An attribute with a string value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'t> {
    /// The name as written.
    pub name: &'t str,
    /// The value's bytes in the file, without quotes.
    pub value: Span,
}

impl<'t> Tag<'t> {
    /// Reads the tag that `source` is, which starts at byte `start` of the file.
    pub fn read(source: &'t str, start: usize) -> Tag<'t> {
        let inside = source.strip_prefix('<').unwrap_or(source);
        let name_part = inside.strip_prefix('/').unwrap_or(inside);
        let closing = name_part.len() < inside.len();
        let len = name_part
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '{'))
            .unwrap_or(name_part.len());
        let (name, rest) = name_part.split_at(len);
        Tag { name, closing, rest, rest_start: start + source.len() - rest.len() }
    }

    /// Whether the name is that of a JSX component: capitalised, or with a dot.
    pub fn is_component(&self) -> bool {
        self.name.starts_with(|c: char| c.is_uppercase()) && !self.name.bytes().all(|byte| byte.is_ascii_uppercase())
            || self.name.contains('.')
    }

    /// The attributes with string values.
    pub fn attributes(&self) -> Attributes<'t> {
        attributes(self.rest, self.rest_start)
    }
}

/// The `name=value` pairs in `source`, which starts at byte `start` of the file. A value is quoted or runs up to white
/// space; JSX expressions are passed over.
pub(super) fn attributes(source: &str, start: usize) -> Attributes<'_> {
    Attributes { source, start, at: 0 }
}

/// See [`attributes`].
pub(super) struct Attributes<'t> {
    source: &'t str,
    start: usize,
    at: usize,
}

impl<'t> Attributes<'t> {
    fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !skipped(c)).unwrap_or(self.rest().len());
    }

    /// The value at the current position, `None` when it is an expression.
    fn value(&mut self) -> Option<Span> {
        let rest = self.rest();
        let (open, len) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, rest[1..].find(quote).unwrap_or(rest.len() - 1)),
            Some('{') => {
                let len = braces(rest).unwrap_or(rest.len());
                let literal = string_literal(&rest[..len]);
                let value = literal
                    .map(|string| Span::new(self.start + self.at + string.start, self.start + self.at + string.end));
                self.at += len;
                return value;
            }
            _ => (0, rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len())),
        };
        let value = Span::new(self.start + self.at + open, self.start + self.at + open + len);
        self.at = (self.at + len + 2 * open).min(self.source.len());
        Some(value)
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    fn next(&mut self) -> Option<Attribute<'t>> {
        loop {
            self.skip(|c| c.is_whitespace() || matches!(c, '/' | '>' | '=' | '"' | '\'' | '}' | ',' | '<'));
            if self.rest().starts_with('{') {
                self.at += braces(self.rest()).unwrap_or(self.rest().len());
                continue;
            }
            let rest = self.rest();
            let len = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '"' | '\'' | '{' | '<'))
                .unwrap_or(rest.len());
            if len == 0 && rest.is_empty() {
                return None;
            }
            let name = &rest[..len];
            self.at += len;
            self.skip(char::is_whitespace);
            if !self.rest().starts_with('=') {
                continue;
            }
            self.at += 1;
            self.skip(char::is_whitespace);
            if let Some(value) = self.value() {
                return Some(Attribute { name, value });
            }
        }
    }
}

/// Where the string stands in `{"string"}`, the quotes left out; `None` for any other expression.
fn string_literal(expression: &str) -> Option<Range<usize>> {
    let inside = expression.strip_prefix('{')?.strip_suffix('}')?.trim();
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let string = inside[1..].strip_suffix(quote).filter(|string| !string.contains([quote, '\\', '$']))?;
    let from = expression.find(quote)? + 1;
    Some(from..from + string.len())
}

/// The end tag of an element in `source`, as a range from its `<` to behind its `>`.
pub(super) fn find_end_tag(source: &str, name: &str) -> Option<Range<usize>> {
    source.match_indices("</").find_map(|(start, _)| {
        let rest = &source[start + 2..];
        let found = rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let behind =
            rest.get(name.len()..).filter(|behind| found && !behind.starts_with(|c: char| c.is_alphanumeric()))?;
        let len = behind.find('>').map_or(behind.len(), |len| len + 1);
        Some(start..start + 2 + name.len() + len)
    })
}

/// The length of the tag, or of something like one, that `source` starts with: `</x>`, `<x y=z>`, `<?x?>`, `<!x>`.
pub(super) fn len(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('<')?;
    let named = inside.strip_prefix(['/', '?', '!']).unwrap_or(inside).starts_with(|c: char| c.is_ascii_alphabetic());
    let end = inside.find(['<', '>']).filter(|_| named)?;
    inside[end..].starts_with('>').then_some(end + 2)
}

/// The length of the balanced `{…}` that `source` starts with, strings and comments inside it respected.
pub(super) fn braces(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth = depth.checked_sub(1)?,
            quote @ (b'"' | b'\'' | b'`') => at += string(&bytes[at..], quote),
            b'/' if bytes[at..].starts_with(b"/*") => {
                at += source[at + 2..].find("*/")? + 3;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// How far behind its opening quote a string ends; 0 when it does not end on its line (an apostrophe in JSX text).
fn string(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return 0,
            byte if byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_with_their_places() {
        let source = r#"<Img  alt="a > b" src={x ? "}" : `}`} title='t' hidden data-x=1 {...rest} label=y/>"#;
        let tag = Tag::read(source, 0);
        assert_eq!((tag.name, tag.closing, tag.is_component()), ("Img", false, true));
        let found: Vec<_> = tag.attributes().map(|a| (a.name, &source[a.value.range()])).collect();
        assert_eq!(found, [("alt", "a > b"), ("title", "t"), ("data-x", "1"), ("label", "y/")]);
    }

    #[test]
    fn odd_tags_end() {
        for source in
            ["<", "</", "<>", "<a =", "<a b='", "<a b=", "<a {", "<a b={", "<é ü=\"", "<a \"b\" 'c", "<a b=''"]
        {
            assert!(Tag::read(source, 0).attributes().count() <= 1, "{source}");
        }
        assert!(Tag::read("</A.B >", 0).closing);
        assert!(!Tag::read("<BR>", 0).is_component());
    }

    #[test]
    fn braces_balance() {
        for (source, expected) in [("{a}", Some(3)), ("{a{b}'}'}c", Some(9)), ("{", None), ("{don't}", Some(7))] {
            assert_eq!(braces(source), expected, "{source}");
        }
    }
}
