//! Parses one HTML or JSX tag into its name and its attributes, with their byte offsets.
//!
//! The grammars find the tags, and this module parses their content. HTML files, HTML blocks, tags in Markdown
//! paragraphs, JSX and the attributes of shortcodes all use it.

use super::entity::ReferenceSyntax;
use super::spelling::Spelling;
use super::{script, script_values, template};
use wordgate_text::source::Span;

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'t> {
    /// The name as written. It is empty in `<>`.
    pub name: &'t str,
    /// Whether the tag is an end tag, `</name>`.
    pub closing: bool,
    /// The source from the name to the end.
    rest: &'t str,
    /// The byte offset of `rest` in the file.
    rest_start: usize,
}

/// An attribute with a string value. One whose value is one of several strings is several attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'t> {
    /// The name as written.
    pub name: &'t str,
    /// The value (byte offsets in the file), without quotes.
    pub value: Span,
    /// How the value is written.
    pub spelling: Spelling,
}

impl<'t> Tag<'t> {
    /// Parses the tag `source`, which starts at byte `start` of the file.
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

    /// Returns the byte range of a start tag.
    pub fn span(&self) -> Span {
        let start = self.rest_start.saturating_sub(self.name.len() + "<".len());
        Span::new(start, self.rest_start + self.rest.len())
    }

    /// Returns whether the tag is a component, outside of JSX. There an HTML element may be in capitals, so `BR` is not
    /// a component.
    pub fn is_component(&self) -> bool {
        self.is_jsx_component() && (self.name.contains('.') || self.name.bytes().any(|byte| !byte.is_ascii_uppercase()))
    }

    /// Returns whether the tag is both the start and the end of an element: `<a/>`.
    pub fn ends_itself(&self) -> bool {
        self.rest.ends_with("/>")
    }

    /// Returns whether JSX treats the name as a component: it is capitalised or contains a dot.
    pub fn is_jsx_component(&self) -> bool {
        self.name.starts_with(char::is_uppercase) || self.name.contains('.')
    }

    /// Returns the first attribute with one of these names, ignoring case.
    pub fn attribute(&self, names: &[&str]) -> Option<Attribute<'t>> {
        self.attributes().find(|attribute| names.iter().any(|name| attribute.name.eq_ignore_ascii_case(name)))
    }

    /// Returns the attributes with string values.
    pub fn attributes(&self) -> Attributes<'t> {
        attributes(self.rest, self.rest_start)
    }
}

/// Returns the `name=value` pairs in `source`, which starts at byte `start` of the file. A value is quoted or ends at
/// white space. Skips template tags, and JSX expressions whose value is no string literal.
pub(super) fn attributes(source: &str, start: usize) -> Attributes<'_> {
    Attributes { source, start, at: 0, alternatives: Vec::new() }
}

/// An iterator over the attributes in a source: see [`attributes`].
pub(super) struct Attributes<'t> {
    source: &'t str,
    start: usize,
    at: usize,
    /// The other values that the last attribute may have, the last one first.
    alternatives: Vec<Attribute<'t>>,
}

impl<'t> Attributes<'t> {
    fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    fn skip(&mut self, predicate: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !predicate(c)).unwrap_or(self.rest().len());
    }

    /// Returns the attribute `name`, whose value starts at the current offset, or `None` if the value is an expression
    /// that is no string. Stores the other values that an expression may have.
    fn value(&mut self, name: &'t str) -> Option<Attribute<'t>> {
        let rest = self.rest();
        let start = self.start + self.at;
        let (open, len) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, find_outside_templates(&rest[1..], |c| c == quote)),
            Some('{') => {
                let len = template::tag(rest)
                    .map(|tag| tag.len())
                    .or_else(|| script::expression_len(rest))
                    .unwrap_or(rest.len());
                self.at += len;
                let values = script_values::string_values(&rest[..len]).into_iter().rev();
                self.alternatives.extend(values.map(|literal| {
                    let value = Span::new(start + literal.content.start, start + literal.content.end);
                    Attribute { name, value, spelling: Spelling::Script(literal.quote) }
                }));
                return self.alternatives.pop();
            }
            _ => (0, find_outside_templates(rest, |c| c.is_whitespace() || c == '>')),
        };
        self.at = (self.at + len + 2 * open).min(self.source.len());
        let value = Span::new(start + open, start + open + len);
        Some(Attribute { name, value, spelling: Spelling::References(ReferenceSyntax::HtmlAttribute) })
    }

    /// Returns the length of a template tag, or of an expression such as `{...x}`, that belongs to no attribute.
    fn skipped_len(&self) -> Option<usize> {
        let rest = self.rest();
        let expression = || rest.starts_with('{').then(|| script::expression_len(rest).unwrap_or(rest.len()));
        template::tag(rest).map(|tag| tag.len()).or_else(expression)
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    fn next(&mut self) -> Option<Attribute<'t>> {
        if let Some(alternative) = self.alternatives.pop() {
            return Some(alternative);
        }
        loop {
            self.skip(|c| c.is_whitespace() || matches!(c, '/' | '>' | '=' | '"' | '\'' | '}' | ','));
            if let Some(len) = self.skipped_len() {
                self.at += len;
                continue;
            }
            if self.rest().starts_with('<') {
                self.at += 1;
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
            if let Some(attribute) = self.value(name) {
                return Some(attribute);
            }
        }
    }
}

/// Returns the byte offset of the first character that matches `predicate` outside of template tags, or the length of
/// `source`.
fn find_outside_templates(source: &str, predicate: impl Fn(char) -> bool) -> usize {
    let mut at = 0;
    while let Some(next) = source[at..].find(|c| predicate(c) || matches!(c, '{' | '<')) {
        at += next;
        match template::tag(&source[at..]).map(|tag| tag.len()) {
            Some(len) => at += len,
            None if source[at..].starts_with(&predicate) => return at,
            None => at += 1,
        }
    }
    source.len()
}

/// Returns the length of what looks like a tag at the start of `source`: `</x>`, `<x y=z>`, `<?x?>` or `<!x>`.
pub(super) fn len(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('<')?;
    let named = inside.strip_prefix(['/', '?', '!']).unwrap_or(inside).starts_with(|c: char| c.is_ascii_alphabetic());
    let end = inside.find(['<', '>']).filter(|_| named)?;
    inside[end..].starts_with('>').then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_with_their_offsets() {
        let source = r#"<Img  alt="a > b" src={x ? "}" : `}`} title='t' hidden data-x=1 {...rest} label=y/>"#;
        let tag = Tag::read(source, 0);
        assert_eq!((tag.name, tag.closing, tag.is_component()), ("Img", false, true));
        let found: Vec<_> = tag.attributes().map(|a| (a.name, &source[a.value.range()])).collect();
        assert_eq!(
            found,
            [("alt", "a > b"), ("src", "}"), ("src", "}"), ("title", "t"), ("data-x", "1"), ("label", "y/")]
        );
    }

    #[test]
    fn malformed_tags_have_at_most_one_attribute() {
        for source in
            ["<", "</", "<>", "<a =", "<a b='", "<a b=", "<a {", "<a b={", "<é ü=\"", "<a \"b\" 'c", "<a b=''"]
        {
            assert!(Tag::read(source, 0).attributes().count() <= 1, "{source}");
        }
        assert!(Tag::read("</A.B >", 0).closing);
        let capitals = Tag::read("<BR>", 0);
        assert!(!capitals.is_component() && capitals.is_jsx_component());
    }
}
