//! Reads the messages of catalogues and the cues of subtitles.
//!
//! A program puts values into a message: `{name}`, `%s`, `{{count}}`. Each is one opaque word. In ICU syntax, a message
//! has branches, as in `{count, plural, one {# day} other {# days}}`; each branch is a text of its own. Many messages
//! contain tags of HTML, so a message with a tag is read as HTML.

use super::collector::Collector;
use super::html;
use super::leaf_context::LeafContext;
use super::lines::paragraphs;
use super::parsers::Parsers;
use super::parts::{Part, PartRole};
use super::piece::{Piece, Pieces};
use super::spelling::Spelling;
use super::text;
use std::ops::Range;

/// The maximum nesting depth of branches. Deeper ones are opaque.
const MAX_DEPTH: usize = 16;

/// Adds the messages of a piece to `out`.
pub(super) fn read_piece(parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
    for part in piece.parts(out.text) {
        for paragraph in paragraphs(out.text, part.span.range()) {
            read_message(parsers, paragraph.range(), 0, out);
        }
    }
}

/// Splits a text into its paragraphs.
pub(super) fn split(text: &str, min_len: usize) -> Pieces {
    text::split(text, min_len)
}

fn read_message(parsers: &mut Parsers, range: Range<usize>, depth: usize, out: &mut Collector) {
    let source = &out.text[range.clone()];
    let is_html = source.match_indices('<').any(|(at, _)| {
        let rest = source[at + 1..].trim_start_matches('/');
        rest.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    let role = if is_html { PartRole::Markup } else { PartRole::Literal };
    let (mut parts, mut branches) = (Vec::new(), Vec::new());
    let mut at = range.start;
    let mut next = range.start;
    while let Some(found) = out.text[next..range.end].find(['{', '%', '$', '<']) {
        let start = next + found;
        let Some(placeholder) = Placeholder::at(out.text, start..range.end) else {
            next = start + 1;
            continue;
        };
        if at < start {
            parts.push(Part::new(role, at, start));
        }
        let role = if placeholder.is_tag { PartRole::Hidden } else { PartRole::Opaque };
        parts.push(Part::new(role, start, placeholder.end));
        branches.extend(placeholder.branches);
        (at, next) = (placeholder.end, placeholder.end);
    }
    if at < range.end {
        parts.push(Part::new(role, at, range.end));
    }
    if is_html {
        html::read(&mut parsers.html, &parts, LeafContext::default(), out);
    } else {
        text::read_leaf(&parts, LeafContext::default(), Spelling::Literal, out);
    }
    if depth < MAX_DEPTH {
        branches.into_iter().for_each(|branch| read_message(parsers, branch, depth + 1, out));
    }
}

/// A part of a message that a program replaces.
#[derive(Debug, PartialEq)]
struct Placeholder {
    /// The byte offset of its end.
    end: usize,
    /// The texts between which the program chooses.
    branches: Vec<Range<usize>>,
    /// Whether it is a numbered tag such as `<0>`, which has no width.
    is_tag: bool,
}

impl Placeholder {
    /// Returns the placeholder at the start of `range`.
    fn at(text: &str, range: Range<usize>) -> Option<Placeholder> {
        let rest = &text[range.clone()];
        let simple =
            |len: usize| Placeholder { end: range.start + len, branches: Vec::new(), is_tag: rest.starts_with('<') };
        match rest.as_bytes()[0] {
            b'{' if rest.starts_with("{{") => rest.find("}}").map(|len| simple(len + 2)),
            b'{' => Placeholder::in_braces(text, range),
            b'$' if rest.starts_with("${") => Some(simple(1 + braces_len(&rest[1..])?)),
            b'$' if rest.starts_with("$t(") => rest.find(')').map(|len| simple(len + 1)),
            b'%' if rest.starts_with("%{") => Some(simple(1 + braces_len(&rest[1..])?)),
            b'%' if text[..range.start].ends_with(|c: char| c.is_ascii_digit()) => None,
            b'%' => printf_len(rest).map(simple),
            b'<' => numbered_tag_len(rest).map(simple),
            _ => None,
        }
    }

    /// Returns the placeholder in the braces at the start of `range`: `{name}`, `{0, number}`, `{n, plural, …}`.
    fn in_braces(text: &str, range: Range<usize>) -> Option<Placeholder> {
        let len = braces_len(&text[range.clone()])?;
        let inside = range.start + 1..range.start + len - 1;
        let source = &text[inside.clone()];
        let mut fields = source.splitn(3, ',');
        let name = fields.next()?.trim();
        let is_name = |c: char| c.is_alphanumeric() || "_.-$@:".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let has_branches =
            fields.next().is_some_and(|kind| matches!(kind.trim(), "plural" | "select" | "selectordinal"));
        let branches = match fields.next().filter(|_| has_branches) {
            Some(branches) => branches_in(text, inside.end - branches.len()..inside.end),
            None => Vec::new(),
        };
        Some(Placeholder { end: inside.end + 1, branches, is_tag: false })
    }
}

/// Returns the branches in a range such as `one {# day} other {# days}`, without their braces.
fn branches_in(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find('{').map(|len| at + len) {
        let Some(len) = braces_len(&text[open..range.end]) else { break };
        found.push(open + 1..open + len - 1);
        at = open + len;
    }
    found
}

/// The maximum length of text in braces, in bytes.
const MAX_BRACES: usize = 16 << 10;

/// Returns the length of the text in braces at the start of `source`, with the braces.
fn braces_len(source: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in source.bytes().enumerate().take(MAX_BRACES) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Returns the length of a conversion of `printf` at the start of `source`: `%s`, `%1$d`, `%(name)s`, `%@`, `%5.2f`.
fn printf_len(source: &str) -> Option<usize> {
    let mut rest = &source[1..];
    if let Some(name) = rest.strip_prefix('(') {
        rest = &name[name.find(')').filter(|len| *len < 64)? + 1..];
    }
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "$#+-.*'".contains(c));
    rest = rest.trim_start_matches(['h', 'l', 'L', 'q', 'j', 'z', 't']);
    let conversion = rest.chars().next().filter(|c| "diouxXeEfgGcsSp@%".contains(*c))?;
    // `%s` is a conversion, and in `%sure` the percent sign is not one.
    let is_word = conversion != '@' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    (!is_word).then(|| source.len() - rest.len() + 1)
}

/// Returns the length of a numbered tag at the start of `source`: `<0>`, `</0>`, `<1/>`.
fn numbered_tag_len(source: &str) -> Option<usize> {
    let rest = source[1..].trim_start_matches('/');
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let end = after.trim_start_matches('/').strip_prefix('>')?;
    (after.len() < rest.len()).then(|| source.len() - end.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Extractor, Format};
    use wordgate_text::prose::{OPAQUE, ScopeSet};
    use wordgate_text::source::Span;

    /// Returns the text of each block of a message, with `_` for opaque words.
    fn blocks(message: &str) -> Vec<String> {
        let piece = Piece::without_context(Span::new(0, message.len()));
        let wanted = ScopeSet::checked_by_default();
        let extraction = Extractor::new().extract(message, Format::Json, &piece, wanted);
        extraction.blocks.iter().map(|block| block.text.replace(OPAQUE, "_")).collect()
    }

    #[test]
    fn placeholders_are_opaque_words() {
        let cases = [
            ("Hello {name}, {0}!", "Hello _, _!"),
            ("{{count}} of {total, number}", "_ of _"),
            ("%s, %1$d, %(user)s, %@, %5.2f, %{n}, ${x}", "_, _, _, _, _, _, _"),
            ("100% sure, 50 %, %sure", "100% sure, 50 %, %sure"),
            ("<0>Open</0>AI <b>is</b> here", "OpenAI is here"),
            ("a {not a name} {", "a {not a name} {"),
            ("see $t(other.key)", "see _"),
        ];
        for (message, expected) in cases {
            assert_eq!(blocks(message), [expected], "{message}");
        }
    }

    #[test]
    fn each_branch_is_a_text() {
        let message =
            "You have {n, plural, =0 {no days} one {# day of {kind, select, a {one} other {two}}} other {# days}} left";
        assert_eq!(blocks(message), ["You have _ left", "no days", "# day of _", "one", "two", "# days"]);
        let deep = "{a, select, b ".repeat(10_000);
        assert_eq!(blocks(&deep).len(), 1);
    }

    #[test]
    fn directives_work() {
        let message = "<!-- wordgate-allow a/b: c -->\ntext";
        assert_eq!(blocks(message), ["text"]);
    }
}
