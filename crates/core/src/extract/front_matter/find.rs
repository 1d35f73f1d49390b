//! Finds the front matter at the start of a document.
//!
//! The splitters ([`crate::extract::pieces`]), the extractors and the search for a document's date all use
//! [`FrontMatter::find`]. The block grammar sees only the text after the front matter. Front matter has at least one
//! key. Without a key, `---` at the start of a document is a thematic break, and `{` is text.

use super::flow::{Flow, FlowToken, Scalar};
use super::scalars::{is_template, key, without_indent};
use crate::extract::lines::lines;
use crate::extract::spelling::Spelling;
use wordgate_text::source::Span;

/// The front matter of a document.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct FrontMatter {
    /// The byte offset after its last line.
    pub end: usize,
    /// The lines between the delimiters, or in JSON the object with its braces.
    pub inside: Span,
    /// The syntax of the front matter.
    pub syntax: FrontMatterSyntax,
}

/// The syntax of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum FrontMatterSyntax {
    Yaml,
    Toml,
    Json,
}

impl FrontMatterSyntax {
    /// Returns the separator between a key and its value.
    pub fn separator(self) -> char {
        match self {
            FrontMatterSyntax::Yaml | FrontMatterSyntax::Json => ':',
            FrontMatterSyntax::Toml => '=',
        }
    }
}

impl FrontMatter {
    /// Returns the front matter at the start of `text`, a whole Markdown document.
    pub fn find(text: &str) -> Option<FrontMatter> {
        let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut lines = lines(text, start..text.len());
        let content = |line: &Span| text[line.range()].trim_end_matches([' ', '\t', '\r', '\n']);
        let opening = lines.next()?;
        let (syntax, closings) = match content(&opening) {
            "---" => (FrontMatterSyntax::Yaml, ["---", "..."]),
            "+++" => (FrontMatterSyntax::Toml, ["+++", "+++"]),
            _ => return json(text, start),
        };
        let closing = lines.find(|line| closings.contains(&content(line)))?;
        let inside = Span { start: opening.end, end: closing.start };
        let front = FrontMatter { end: closing.end as usize, inside, syntax };
        has_keys(text, inside, syntax.separator()).then_some(front)
    }
}

/// Returns the front matter if it is a JSON object with nothing else on its lines. Other text that starts with a brace,
/// such as a shortcode, an expression or an attribute list, contains a token that JSON does not have.
fn json(text: &str, start: usize) -> Option<FrontMatter> {
    if !text[start..].starts_with('{') {
        return None;
    }
    let mut flow = Flow::new(text, start..text.len(), ':');
    let mut has_keys = false;
    for token in flow.by_ref() {
        let is_json = match &token {
            FlowToken::Open | FlowToken::Close | FlowToken::Comma => true,
            FlowToken::Key(key) => is_json_string(text, key),
            FlowToken::Scalar(scalar) if scalar.spelling == Spelling::Plain => is_json_word(&text[scalar.span.range()]),
            FlowToken::Scalar(scalar) => is_json_string(text, scalar),
            FlowToken::Comment(_) => false,
        };
        has_keys |= matches!(token, FlowToken::Key(_));
        let opens = matches!(token, FlowToken::Open);
        // Before the first key, there may be only opening brackets.
        if !is_json || (!has_keys && !opens) {
            return None;
        }
    }
    let closed = flow.closed()?;
    let line = lines(text, closed..text.len()).next();
    let (rest, end) = line.map_or(("", closed), |line| (&text[line.range()], line.end as usize));
    let inside = Span::new(start, closed);
    (has_keys && rest.trim().is_empty()).then_some(FrontMatter { end, inside, syntax: FrontMatterSyntax::Json })
}

/// Returns whether a string is valid in JSON: in double quotes, not in triple quotes as in TOML, and on one line.
fn is_json_string(text: &str, scalar: &Scalar) -> bool {
    let before = &text[..scalar.span.start as usize];
    scalar.spelling == Spelling::DoubleQuoted
        && !before.ends_with("\"\"")
        && !text[scalar.span.range()].contains(['\n', '\r'])
}

/// Returns whether an unquoted word is valid in JSON.
fn is_json_word(word: &str) -> bool {
    let is_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    matches!(word, "true" | "false" | "null") || word.bytes().all(is_number) && word.parse::<f64>().is_ok()
}

/// Returns whether any of the lines has a key of YAML or TOML.
fn has_keys(text: &str, inside: Span, separator: char) -> bool {
    lines(text, inside.range()).any(|line| {
        let (_, content) = without_indent(&text[line.range()]);
        let end = inside.end as usize;
        match content.chars().next() {
            None | Some('#') => false,
            Some('[') if separator == '=' => true,
            Some('{') if separator == ':' && !is_template(content) => {
                // A collection in braces has keys if it starts with one: `{title: x}`.
                let start = line.start as usize + text[line.range()].trim_end().len() - content.len();
                let mut tokens = Flow::new(text, start..end, separator).skip(1);
                let first = tokens.find(|token| !matches!(token, FlowToken::Comment(_)));
                matches!(first, Some(FlowToken::Key(_)))
            }
            Some(_) => key(content, separator).is_some(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<usize> {
        FrontMatter::find(text).map(|front| front.end)
    }

    #[test]
    fn front_matter_ends_after_its_closing_delimiter() {
        // `¦` marks the expected end and is not part of the document.
        let cases = [
            "---\ntitle: x\n---\n¦text\n",
            "\u{FEFF}---\r\ntitle: x\r\n---\r\n¦text\r\n",
            "---\ntitle: x\n...\n¦text\n\n---\n",
            "---\ntitle: x\n  ...\n--- \t\n¦...\n",
            "---\n{title: x, slug: y}\n---\n¦",
            "---\n{\n  title: x\n}\n...\n¦",
            "+++\ntitle = 1\n...\n---\n+++\n¦",
            "+++\n[x]\n+++\n¦",
            "{\n  \"title\": \"x\"\n}\n¦\ntext\n",
            "{\"title\": \"a } b \\\" {\", \"x\": [{\"y\": -1.5e3}, null, []]}\n¦text",
            "\u{FEFF}{\r\n\t\"a\" : true\r\n} \r\n¦text",
            "{\n\"a\": {}\n}¦",
        ];
        for case in cases {
            assert_eq!(end(&case.replace('¦', "")), case.find('¦'), "{case:?}");
        }
    }

    #[test]
    fn text_that_only_starts_like_front_matter_is_not_front_matter() {
        let cases = [
            "", "---\n", "---\ntext\n---\n", "---\n---\n", " ---\ntitle: x\n---\n", "---\ntitle: x\n",
            "\n---\ntitle: x\n---\n", "----\ntitle: x\n----\n", "...\ntitle: x\n...\n", "+++\ntext\n+++\n",
            ";;;\n\"a\": 1\n;;;\n", "{}\n", "{\n}\n", "{{< figure src=\"x\" >}}\n", "{{ .Title }}\n",
            "{% include \"x\" %}\n", "{: .class }\n", "{#id .class key=\"x\"}\n", "{title}\n", "{title: \"x\"}\n",
            "{\"text\"}\n", "{\"text\", \"a\": 1}\n", "{`a`}\n", "{\"a\": b}\n", "{\"a\": 'b'}\n", "{'a': 1}\n",
            "{\"a\": 1} and text\n", "{\"a\": 1\n", "{\"a\": \"b\nc\"}\n", "{\"a\": 1 // one\n}\n",
            "{\"a\": 1 # one\n}\n", "[{\"a\": 1}]\n", "{[\"a\"]}\n", " {\"a\": 1}\n",
        ];
        for case in cases {
            assert_eq!(end(case), None, "{case:?}");
        }
    }
}
