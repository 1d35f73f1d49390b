//! Finds the end of JavaScript code: MDX expressions, import and export statements, and values of JSX attributes.
//!
//! A brace closes an expression only in code, not in a string, a template literal, a comment, a regular expression or
//! JSX text. This lexer knows just enough of the language to distinguish these. Each scan takes linear time.

use std::ops::Range;

/// A string literal that is the whole expression: `{"text"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// `"`, `'` or a backtick.
    pub quote: char,
    /// The byte range between the quotes, in the expression.
    pub content: Range<usize>,
}

/// Returns the string literal in `expression`, which is `{…}`, or `None` for any other expression. There may be
/// comments around the literal. A template literal counts if it has no substitutions.
pub(super) fn literal(expression: &str) -> Option<Literal> {
    let inside = expression.strip_prefix('{')?.strip_suffix('}')?;
    let string = without_comments(inside);
    let quote = string.chars().next()?;
    let bytes = string.as_bytes();
    let len = match quote {
        '"' | '\'' => string_len(bytes),
        '`' => template_len(bytes),
        _ => None,
    }?;
    let start = 1 + inside.len() - string.len();
    without_comments(&string[len..]).is_empty().then(|| Literal { quote, content: start + 1..start + len - 1 })
}

/// Returns `code` without leading white space and comments.
pub(super) fn without_comments(code: &str) -> &str {
    let mut rest = code.trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'/', b'*', ..] => rest[2..].find("*/").map(|len| len + 4),
            [b'/', b'/', ..] => Some(rest.find(['\n', '\r']).unwrap_or(rest.len())),
            _ => None,
        };
        let Some(end) = end else { return rest };
        rest = rest[end..].trim_start();
    }
}

/// Returns whether an expression, which is `{…}`, contains only comments.
pub(super) fn is_comment(expression: &str) -> bool {
    without_comments(expression.trim_matches(['{', '}'])).is_empty()
}

/// Returns whether the source of a string ends with a backslash that escapes the next character.
pub(super) fn ends_with_escape(source: &str) -> bool {
    (source.len() - source.trim_end_matches('\\').len()) % 2 == 1
}

/// Returns the length of the expression at the start of `source`, from `{` to its `}`.
pub(super) fn expression_len(source: &str) -> Option<usize> {
    let mut scanner = ScriptScanner::new(source);
    loop {
        scanner.step()?;
        if scanner.frames.is_empty() {
            return Some(scanner.at);
        }
    }
}

/// Returns the length of the statements at the start of `source`, without the line terminator after them. Statements
/// end before a blank line at which no bracket is open. Returns `None` if a bracket is never closed.
pub(super) fn statements_len(source: &str) -> Option<usize> {
    let mut scanner = ScriptScanner::new(source);
    while scanner.at < source.len() {
        if scanner.frames.is_empty() && matches!(scanner.bytes[scanner.at], b'\n' | b'\r') {
            let rest = &source[scanner.at..];
            let next = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
            let line = &next[..next.find(['\n', '\r']).unwrap_or(next.len())];
            if line.trim().is_empty() {
                return Some(scanner.at);
            }
        }
        scanner.step()?;
    }
    scanner.frames.is_empty().then_some(source.len())
}

/// A construct that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ScriptFrame {
    /// Code in `{…}`.
    Braces,
    /// Code in `(…)` or `[…]`.
    Group,
    /// The text of a template literal.
    Template,
    /// A JSX tag.
    Tag { closing: bool },
    /// The text between two JSX tags.
    Children,
}

/// The state of a scan of JavaScript.
pub(super) struct ScriptScanner<'s> {
    source: &'s str,
    bytes: &'s [u8],
    pub at: usize,
    frames: Vec<ScriptFrame>,
    /// Whether the next token is a value. If so, `/` starts a regular expression and `<` starts a tag.
    pub expects_value: bool,
    /// The end of a line on which no regular expression ends. There, slashes are division operators.
    no_regex_before: usize,
}

/// The keywords that a value follows.
const VALUE_KEYWORDS: &[&str] = &[
    "await", "case", "default", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw", "typeof",
    "void", "yield",
];

impl<'s> ScriptScanner<'s> {
    pub fn new(source: &'s str) -> ScriptScanner<'s> {
        let bytes = source.as_bytes();
        ScriptScanner { source, bytes, at: 0, frames: Vec::new(), expects_value: true, no_regex_before: 0 }
    }

    /// Reads one token. Returns `None` at the end of the source, or if the token never ends.
    pub fn step(&mut self) -> Option<()> {
        match self.frames.last() {
            None | Some(ScriptFrame::Braces | ScriptFrame::Group) => self.code(),
            Some(ScriptFrame::Template) => self.template(),
            Some(ScriptFrame::Tag { closing }) => self.tag(*closing),
            Some(ScriptFrame::Children) => self.children(),
        }
    }

    /// Returns whether the scan is outside of every bracket, tag and template literal.
    pub fn is_outermost(&self) -> bool {
        self.frames.is_empty()
    }

    /// Returns the byte `ahead` bytes after the current one.
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Advances to the next byte that matches `predicate`.
    fn find(&mut self, predicate: impl Fn(u8) -> bool) -> Option<u8> {
        self.at += self.bytes.get(self.at..)?.iter().position(|byte| predicate(*byte))?;
        self.byte(0)
    }

    /// Opens a construct whose start has `len` bytes.
    fn open(&mut self, frame: ScriptFrame, len: usize) {
        self.frames.push(frame);
        self.at += len;
        self.expects_value = true;
    }

    /// Closes the innermost frame, whose construct is a value.
    fn close(&mut self) {
        self.frames.pop();
        self.at += 1;
        self.expects_value = false;
    }

    /// Reads a token of code.
    fn code(&mut self) -> Option<()> {
        let byte = self.byte(0)?;
        match byte {
            _ if byte.is_ascii_whitespace() => self.at += 1,
            b'"' | b'\'' => {
                self.at += string_len(&self.bytes[self.at..]).unwrap_or(1);
                self.expects_value = false;
            }
            b'`' => self.open(ScriptFrame::Template, 1),
            b'/' => self.slash()?,
            b'{' => self.open(ScriptFrame::Braces, 1),
            b'(' | b'[' => self.open(ScriptFrame::Group, 1),
            b'}' => {
                while self.frames.last() == Some(&ScriptFrame::Group) {
                    self.frames.pop();
                }
                self.close();
            }
            b')' | b']' if self.frames.last() == Some(&ScriptFrame::Group) => self.close(),
            b')' | b']' => (self.at, self.expects_value) = (self.at + 1, false),
            b'<' if self.expects_value && self.opens_tag() => self.open(ScriptFrame::Tag { closing: false }, 1),
            // Outside of strings, a backslash can only escape a letter of an identifier.
            b'\\' => self.at += 2,
            _ if is_name(byte) => {
                let len = self.bytes[self.at..].iter().take_while(|byte| is_name(**byte)).count();
                self.expects_value = precedes_value(&self.bytes[self.at..self.at + len]);
                self.at += len;
            }
            _ => (self.at, self.expects_value) = (self.at + 1, true),
        }
        Some(())
    }

    /// Returns whether the `<` at the current byte opens a tag or a fragment.
    fn opens_tag(&self) -> bool {
        self.byte(1).is_some_and(|next| next.is_ascii_alphabetic() || next == b'>')
    }

    /// Reads a comment, a regular expression, or a division operator.
    fn slash(&mut self) -> Option<()> {
        match self.byte(1) {
            Some(b'/') => {
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(|byte| is_line_end(*byte)).unwrap_or(rest.len());
            }
            Some(b'*') => self.at += self.source[self.at + 2..].find("*/")? + 4,
            _ => {
                let may_be_regex = self.expects_value && self.at >= self.no_regex_before;
                match may_be_regex.then(|| regex_len(&self.bytes[self.at..])).flatten() {
                    Some(len) => (self.at, self.expects_value) = (self.at + len, false),
                    None => {
                        if may_be_regex {
                            let rest = &self.bytes[self.at..];
                            let line = rest.iter().position(|byte| is_line_end(*byte)).unwrap_or(rest.len());
                            self.no_regex_before = self.at + line;
                        }
                        (self.at, self.expects_value) = (self.at + 1, true);
                    }
                }
            }
        }
        Some(())
    }

    /// Reads a part of a template literal.
    fn template(&mut self) -> Option<()> {
        match self.find(|byte| matches!(byte, b'`' | b'\\' | b'$'))? {
            b'`' => self.close(),
            b'$' if self.byte(1) == Some(b'{') => self.open(ScriptFrame::Braces, 2),
            b'\\' => self.at += 2,
            _ => self.at += 1,
        }
        Some(())
    }

    /// Reads a part of a JSX tag.
    fn tag(&mut self, closing: bool) -> Option<()> {
        match self.find(|byte| matches!(byte, b'>' | b'{' | b'"' | b'\''))? {
            b'{' => self.open(ScriptFrame::Braces, 1),
            b'>' if closing => {
                self.frames.pop();
                self.close();
            }
            b'>' if self.bytes[self.at - 1] == b'/' => self.close(),
            b'>' => {
                self.frames.pop();
                self.open(ScriptFrame::Children, 1);
            }
            quote => {
                self.at += 1;
                self.find(|byte| byte == quote)?;
                self.at += 1;
            }
        }
        Some(())
    }

    /// Reads a part of the text between JSX tags.
    fn children(&mut self) -> Option<()> {
        match self.find(|byte| matches!(byte, b'{' | b'<'))? {
            b'{' => self.open(ScriptFrame::Braces, 1),
            _ if self.byte(1) == Some(b'/') => self.open(ScriptFrame::Tag { closing: true }, 2),
            _ if self.opens_tag() => self.open(ScriptFrame::Tag { closing: false }, 1),
            _ => self.at += 1,
        }
        Some(())
    }
}

/// Returns whether a value follows this word.
pub(super) fn precedes_value(word: &[u8]) -> bool {
    VALUE_KEYWORDS.iter().any(|operator| operator.as_bytes() == word)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Returns the length of the string literal at the start of `bytes`, quotes included, or `None` if it does not end on
/// its line, such as an apostrophe in a sentence.
pub(super) fn string_len(bytes: &[u8]) -> Option<usize> {
    let quote = *bytes.first()?;
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            byte if is_line_end(*byte) => return None,
            _ => at += 1,
        }
    }
}

/// Returns the length of the template literal at the start of `bytes`, or `None` if it has substitutions.
fn template_len(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'`' => return Some(at + 1),
            b'$' if bytes.get(at + 1) == Some(&b'{') => return None,
            _ => at += 1,
        }
    }
}

/// Returns the length of the regular expression at the start of `bytes`. A slash in a character class does not end it.
pub(super) fn regex_len(bytes: &[u8]) -> Option<usize> {
    let mut in_class = false;
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return Some(at + 1),
            byte if is_line_end(*byte) => return None,
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_end_at_their_brace() {
        let cases = [
            "{a}",
            "{}",
            "{{ a: 1 }}",
            "{ok ? \"}\" : b}",
            "{'{'}",
            "{'\\'}'}",
            "{`}${`}${'}'}`}`}",
            "{/* } */}",
            "{a // }\n}",
            "{a / b / c}",
            "{x.replace(/[/}\"]/g, '')}",
            "{x.match(/\\/}/)}",
            "{return /}/}",
            "{(a) / 2 + '}'}",
            "{list.map(item => <li key={item}>Don't \"} {item}</li>)}",
            "{a && <b title=\"}\">it's</b>}",
            "{a && <><B c={<D />}/>it's</>}",
            "{a && <>it's</> / 2}",
            "{a < b && c > d}",
            "{don't}",
            "{\"é}\"}",
            "{a[(0]}",
        ];
        for case in cases {
            assert_eq!(expression_len(&format!("{case} }} tail")), Some(case.len()), "{case}");
        }
        for unclosed in ["{", "{{}", "{`}", "{/* }", "{<a>}", "{a && <b c='}", "{\\"] {
            assert_eq!(expression_len(unclosed), None, "{unclosed}");
        }
    }

    #[test]
    fn only_string_literals_are_literals() {
        let content = |expression: &'static str| literal(expression).map(|literal| &expression[literal.content]);
        assert_eq!(content("{\"a 'b'\"}"), Some("a 'b'"));
        assert_eq!(content("{ 'a\\'b' }"), Some("a\\'b"));
        assert_eq!(content("{`a\nb`}"), Some("a\nb"));
        assert_eq!(content("{\"\"}"), Some(""));
        assert_eq!(content("{/* c */ 'a' /* b */ // d\n}"), Some("a"));
        for other in ["{\"a\" + \"b\"}", "{`a ${b}`}", "{a}", "{}", "{'a' /* b */ + c}", "{'a\\'}", "{\"}", "{'a\nb'}"]
        {
            assert_eq!(content(other), None, "{other}");
        }
    }

    #[test]
    fn comment_only_expressions_are_comments() {
        assert!(["{}", "{ }", "{/* a */}", "{/* a */ // b\n}", "{/* a *//* } */}"].iter().all(|case| is_comment(case)));
        assert!(!["{a}", "{/* a */ b}", "{/a/}", "{'/* a */'}"].iter().any(|case| is_comment(case)));
    }

    #[test]
    fn statements_end_before_a_blank_line() {
        let cases = [
            ("import a from 'b'", "\n\ntext"),
            ("import a from 'b'\nimport c from 'd';", "\r\n \r\ntext"),
            ("export const a = {\n\n b: '}',\n}", "\n\ntext"),
            ("export const A = () => (\n\n <p>Don't</p>\n)", "\n\ntext"),
            ("export const a = `\n\n`", ""),
        ];
        for (statements, rest) in cases {
            assert_eq!(statements_len(&format!("{statements}{rest}")), Some(statements.len()), "{statements}");
        }
        assert_eq!(statements_len("export const a = {\n\ntext"), None);
    }
}
