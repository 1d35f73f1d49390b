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
use wordgate_text::source::floor_char_boundary;

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
    let braces = Braces::of(source, range.start);
    let (mut parts, mut branches) = (Vec::new(), Vec::new());
    let mut at = range.start;
    let mut next = range.start;
    while let Some(found) = out.text[next..range.end].find(['{', '%', '$', '<']) {
        let start = next + found;
        let Some(placeholder) = Placeholder::at(out.text, &braces, start..range.end) else {
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
    fn at(text: &str, braces: &Braces, range: Range<usize>) -> Option<Placeholder> {
        let rest = &text[range.clone()];
        let in_braces = || Some(braces.end(range.start + 1)? - range.start);
        let simple =
            |len: usize| Placeholder { end: range.start + len, branches: Vec::new(), is_tag: rest.starts_with('<') };
        match rest.as_bytes()[0] {
            b'{' if rest.starts_with("{{") => near(rest, MAX_EXPRESSION).find("}}").map(|len| simple(len + 2)),
            b'{' => Placeholder::in_braces(text, braces, range.start),
            b'$' if rest.starts_with("${") => in_braces().map(simple),
            b'$' if rest.starts_with("$t(") => near(rest, MAX_EXPRESSION).find(')').map(|len| simple(len + 1)),
            b'%' if rest.starts_with("%{") => in_braces().map(simple),
            b'%' if text[..range.start].ends_with(|c: char| c.is_ascii_digit()) => None,
            b'%' => printf_len(rest).or_else(|| Some(rest.len() - after_name(&rest[1..], '%')?.len())).map(simple),
            b'<' => numbered_tag_len(rest).map(simple),
            _ => None,
        }
    }

    /// Returns the placeholder in the braces at byte `at`: `{name}`, `{0, number}`, `{n, plural, …}`, and
    /// `{0:#,##0}` of .NET.
    fn in_braces(text: &str, braces: &Braces, at: usize) -> Option<Placeholder> {
        let inside = at + 1..braces.end(at)? - 1;
        let source = &text[inside.clone()];
        let format = source.trim_start_matches(|c: char| c.is_ascii_digit());
        if format.len() < source.len() && format.starts_with(':') {
            return Some(Placeholder { end: inside.end + 1, branches: Vec::new(), is_tag: false });
        }
        // Other text may be long, so it is not searched for a comma.
        let is_name = |c: char| c.is_alphanumeric() || "_.-$@:".contains(c);
        let name = source.trim_start();
        let rest = name.trim_start_matches(is_name);
        let fields = rest.trim_start();
        if rest.len() == name.len() || !(fields.is_empty() || fields.starts_with(',')) {
            return None;
        }
        let mut fields = fields.splitn(3, ',').skip(1);
        let has_branches =
            fields.next().is_some_and(|kind| matches!(kind.trim(), "plural" | "select" | "selectordinal"));
        let branches = match fields.next().filter(|_| has_branches) {
            Some(branches) => branches_in(text, braces, inside.end - branches.len()..inside.end),
            None => Vec::new(),
        };
        Some(Placeholder { end: inside.end + 1, branches, is_tag: false })
    }
}

/// Returns the branches in a range such as `one {# day} other {# days}`, without their braces.
fn branches_in(text: &str, braces: &Braces, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find('{').map(|len| at + len) {
        let Some(end) = braces.end(open) else { break };
        found.push(open + 1..end - 1);
        at = end;
    }
    found
}

/// The maximum length of an expression such as `{{count}}` or `$t(key)`, in bytes. Without one, many that never end would
/// take quadratic time.
const MAX_EXPRESSION: usize = 1 << 10;

/// Returns the first bytes of a text.
fn near(text: &str, len: usize) -> &str {
    &text[..floor_char_boundary(text, len)]
}

/// The pairs of braces in a message, found in one pass.
struct Braces {
    /// The byte offset of each opening brace, and the end of its closing brace, if it has one.
    pairs: Vec<(usize, Option<usize>)>,
}

impl Braces {
    /// Finds the braces of `source`, which starts at byte `start` of the text.
    fn of(source: &str, start: usize) -> Braces {
        let (mut pairs, mut open) = (Vec::new(), Vec::new());
        for at in memchr::memchr2_iter(b'{', b'}', source.as_bytes()) {
            if source.as_bytes()[at] == b'{' {
                open.push(pairs.len());
                pairs.push((start + at, None));
            } else if let Some(index) = open.pop() {
                pairs[index].1 = Some(start + at + 1);
            }
        }
        Braces { pairs }
    }

    /// Returns the byte offset after the brace that closes the one at byte `at`.
    fn end(&self, at: usize) -> Option<usize> {
        self.pairs[self.pairs.binary_search_by_key(&at, |pair| pair.0).ok()?].1
    }
}

/// Returns the length of a conversion of `printf` at the start of `source`: `%s`, `%1$d`, `%(name)s`, `%@`, `%5.2f`,
/// and `%#@name@`, which stands for a plural variant in Apple's catalogues.
fn printf_len(source: &str) -> Option<usize> {
    let mut rest = &source[1..];
    if let Some(name) = rest.strip_prefix('(') {
        rest = &name[near(name, 64).find(')')? + 1..];
    }
    let flags = rest;
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "$#+-.*'".contains(c));
    if let Some(name) = rest.strip_prefix('@')
        && flags[..flags.len() - rest.len()].ends_with('#')
    {
        return Some(source.len() - after_name(name, '@')?.len());
    }
    rest = rest.trim_start_matches(['h', 'l', 'L', 'q', 'j', 'z', 't']);
    let conversion = rest.chars().next().filter(|c| "diouxXeEfgGcsSp@%".contains(*c))?;
    // `%s` is a conversion, and in `%sure` the percent sign is not one.
    let is_word = conversion != '@' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    (!is_word).then(|| source.len() - rest.len() + 1)
}

/// Returns the text after the name at the start of `source`, which ends with `end`.
fn after_name(source: &str, end: char) -> Option<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let rest = source.trim_start_matches(is_name);
    rest.strip_prefix(end).filter(|_| source.starts_with(|c: char| c.is_ascii_alphabetic()))
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
            ("%#@files@ in %1$#@folders@, %lld, %1$@, %name%s, %count%", "_ in _, _, _, _s, _"),
            ("{0:#,##0.00} of {1,10:N2} at {2:yyyy-MM-dd HH:mm}", "_ of _ at _"),
            ("100% sure, 50 %, %sure", "100% sure, 50 %, %sure"),
            ("5%a%b, %#@ %#@x, %s%d%", "5%a%b, %#@ %#@x, __%"),
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
    fn placeholders_that_never_end_take_linear_time() {
        for open in ["{", "{{", "${", "%{", "$t(", "%(", "%#@a", "{a,plural,"] {
            assert!(blocks(&open.repeat((1 << 19) / open.len())).len() <= 1, "{open}");
        }
        assert!(blocks(&("{a".repeat(1 << 18) + &"}".repeat(1 << 18))).len() <= 1);
    }

    #[test]
    fn directives_work() {
        let message = "<!-- wordgate-allow a/b: c -->\ntext";
        assert_eq!(blocks(message), ["text"]);
    }
}
