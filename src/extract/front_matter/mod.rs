//! Front matter: the YAML, TOML or JSON that a Markdown file may begin with.
//!
//! Where it ends is decided here and nowhere else. The splitter, the extractors and the search for a document's date all
//! ask [`FrontMatter::find`], and the block grammar sees only what follows. A document that merely begins with a thematic
//! break or a brace, so that nothing in its "front matter" is a key, has none.

mod date;
mod flow;
mod keys;
mod lines;
mod metadata;

pub use date::document_date;
pub(super) use keys::{KEYS, name as key_name};

use super::Piece;
use super::collector::Collector;
use super::parts::{Part, clipped};
use super::spelling::Spelling;
use super::text;
use crate::source::Span;
use flow::{Flow, Token};

/// The front matter of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrontMatter {
    /// The byte after its last line.
    pub end: usize,
    /// The lines between the delimiters; in JSON everything from the first brace to the last.
    inside: Span,
    syntax: Syntax,
}

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
    Json,
}

impl Syntax {
    /// What stands between a key and its value.
    fn separator(self) -> char {
        match self {
            Syntax::Yaml | Syntax::Json => ':',
            Syntax::Toml => '=',
        }
    }
}

impl FrontMatter {
    /// The front matter that `text`, a whole Markdown document, begins with.
    pub fn find(text: &str) -> Option<FrontMatter> {
        let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut lines = text::lines(text, start, text.len());
        let content = |line: &Span| text[line.range()].trim_end_matches([' ', '\t', '\r', '\n']);
        let opening = lines.next()?;
        let (syntax, closings) = match content(&opening) {
            "---" => (Syntax::Yaml, ["---", "..."]),
            "+++" => (Syntax::Toml, ["+++", "+++"]),
            _ => return json(text, start),
        };
        let closing = lines.find(|line| closings.contains(&content(line)))?;
        let inside = Span { start: opening.end, end: closing.start };
        let front = FrontMatter { end: closing.end as usize, inside, syntax };
        lines::has_keys(text, inside, syntax.separator()).then_some(front)
    }
}

/// A JSON object that is all of its lines. Whatever else begins with a brace, such as a shortcode, an expression or a
/// list of attributes, has something in it that JSON does not know.
fn json(text: &str, start: usize) -> Option<FrontMatter> {
    if !text[start..].starts_with('{') {
        return None;
    }
    let mut flow = Flow::new(text, start..text.len(), ':');
    let mut has_keys = false;
    for token in flow.by_ref() {
        let is_json = match &token {
            Token::Open | Token::Close | Token::Comma => true,
            Token::Key(key) => is_json_string(text, key),
            Token::Scalar(scalar) if scalar.spelling == Spelling::Plain => is_json_word(&text[scalar.span.range()]),
            Token::Scalar(scalar) => is_json_string(text, scalar),
            Token::Comment(_) => false,
        };
        has_keys |= matches!(token, Token::Key(_));
        let opens = matches!(token, Token::Open);
        // The first thing in front matter is a key; a list or a nested brace is not.
        if !is_json || !has_keys && !opens {
            return None;
        }
    }
    let closed = flow.closed()?;
    let line = text::lines(text, closed, text.len()).next();
    let (rest, end) = line.map_or(("", closed), |line| (&text[line.range()], line.end as usize));
    let inside = Span::new(start, closed);
    (has_keys && rest.trim().is_empty()).then_some(FrontMatter { end, inside, syntax: Syntax::Json })
}

fn is_json_string(text: &str, scalar: &flow::Scalar) -> bool {
    let before = &text[..scalar.span.start as usize];
    scalar.spelling == Spelling::DoubleQuoted
        && !before.ends_with("\"\"")
        && !text[scalar.span.range()].contains(['\n', '\r'])
}

fn is_json_word(word: &str) -> bool {
    let is_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    matches!(word, "true" | "false" | "null") || word.bytes().all(is_number) && word.parse::<f64>().is_ok()
}

/// Adds the values of the front matter that a reader sees to `out`, if `piece` is the start of a document that has some.
/// Returns the parts that follow it.
pub(super) fn cut(parts: Vec<Part>, piece: &Piece, out: &mut Collector) -> Vec<Part> {
    let first = piece.context.first().unwrap_or(&piece.range);
    let Some(front) = Some(out.text).filter(|_| first.start == 0).and_then(FrontMatter::find) else { return parts };
    lines::read(&front, out);
    clipped(&parts, front.end, out.text.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<usize> {
        FrontMatter::find(text).map(|front| front.end)
    }

    #[test]
    fn front_matter_ends_where_every_reader_says_it_does() {
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
    fn what_only_begins_like_front_matter_is_not() {
        let cases = [
            "",
            "---\n",
            "---\ntext\n---\n",
            "---\n---\n",
            " ---\ntitle: x\n---\n",
            "---\ntitle: x\n",
            "\n---\ntitle: x\n---\n",
            "----\ntitle: x\n----\n",
            "...\ntitle: x\n...\n",
            "+++\ntext\n+++\n",
            ";;;\n\"a\": 1\n;;;\n",
            "{}\n",
            "{\n}\n",
            "{{< figure src=\"x\" >}}\n",
            "{{ .Title }}\n",
            "{% include \"x\" %}\n",
            "{: .class }\n",
            "{#id .class key=\"x\"}\n",
            "{title}\n",
            "{title: \"x\"}\n",
            "{\"text\"}\n",
            "{\"text\", \"a\": 1}\n",
            "{`a`}\n",
            "{\"a\": b}\n",
            "{\"a\": 'b'}\n",
            "{'a': 1}\n",
            "{\"a\": 1} and text\n",
            "{\"a\": 1\n",
            "{\"a\": \"b\nc\"}\n",
            "{\"a\": 1 // one\n}\n",
            "{\"a\": 1 # one\n}\n",
            "[{\"a\": 1}]\n",
            "{[\"a\"]}\n",
            " {\"a\": 1}\n",
        ];
        for case in cases {
            assert_eq!(end(case), None, "{case:?}");
        }
    }
}
