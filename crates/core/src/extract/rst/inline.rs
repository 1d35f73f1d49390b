//! Reads the inline markup of one leaf, such as a paragraph, by the rules of docutils.
//!
//! Markup starts after white space or opening punctuation and ends before white space or closing punctuation. It does
//! not nest: the content of emphasis is text. A start without an end is text. We remember for which kinds of markup no
//! end follows any more, so a leaf with many starts takes linear time.

use super::explicit::simple_name_len;
use super::line::Line;
use super::punctuation::{may_follow_markup, may_precede_markup, quotes};
use super::roles::{RoleText, role_text};
use crate::extract::collector::Collector;
use crate::extract::containers::Containers;
use crate::extract::leaf_context::LeafContext;
use crate::extract::parts::Part;
use crate::extract::spelling::Spelling;
use crate::extract::writer::Writer;
use std::ops::Range;
use wordgate_text::prose::{Notation, Scope};
use wordgate_text::source::{Span, floor_char_boundary};

/// The maximum length in bytes of the name of a reference or a role, so that hostile text takes linear time.
const MAX_NAME: usize = 128;

/// The kinds of ends of markup that are searched for.
const ENDS: [&str; 6] = ["*", "**", "``", "`", "|", "`"];

/// The text of a leaf: its lines, joined by line feeds.
pub(super) struct LeafText<'l> {
    lines: &'l [Line],
    /// The joined lines.
    joined: String,
    /// The start of each line in `joined`.
    starts: Vec<usize>,
}

impl<'l> LeafText<'l> {
    /// Joins the lines of a leaf.
    pub fn new(text: &str, lines: &'l [Line]) -> LeafText<'l> {
        let mut joined = String::with_capacity(lines.iter().map(|line| line.end - line.text + 1).sum());
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            if !starts.is_empty() {
                joined.push('\n');
            }
            starts.push(joined.len());
            joined.push_str(line.of(text));
        }
        LeafText { lines, joined, starts }
    }

    /// Returns the line that contains the byte at `at` of the joined text.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Returns the offset in the file of the byte at `at` of the joined text.
    fn source(&self, at: usize) -> usize {
        let line = self.line_of(at);
        self.lines[line].text + (at - self.starts[line])
    }

    /// Returns the span in the file of a range of the joined text, up to the end of its last line.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.source(range.start);
        let end = if range.is_empty() { start } else { self.source(range.end - 1) + 1 };
        Span::new(start, end.max(start))
    }

    /// Returns the ranges of the lines that a range of the joined text covers.
    fn spans(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Span)> {
        let (start, end) = (range.start, range.end);
        (self.line_of(start)..self.lines.len()).map_while(move |line| {
            let line_start = self.starts[line];
            let len = self.lines[line].end - self.lines[line].text;
            let (from, to) = (start.max(line_start), end.min(line_start + len));
            let at = self.lines[line].text;
            (line_start < end || from == start)
                .then(|| (line, Span::new(at + from - line_start, at + to.max(from) - line_start)))
        })
    }
}

/// Writes the inline markup of a leaf.
pub(super) fn write(writer: &mut Writer, lines: &[Line]) {
    let leaf = LeafText::new(writer.out.text, lines);
    let mut inline = Inline { leaf: &leaf, missing: [false; ENDS.len()], writer };
    inline.run();
}

struct Inline<'i, 'w, 't> {
    leaf: &'i LeafText<'i>,
    /// The kinds of ends, by index in [`ENDS`], that do not follow any more.
    missing: [bool; ENDS.len()],
    writer: &'i mut Writer<'w, 't>,
}

impl Inline<'_, '_, '_> {
    fn run(&mut self) {
        let joined = &*self.leaf.joined;
        let bytes = joined.as_bytes();
        // The text before `done` is written. No name reaches back beyond it.
        let (mut done, mut at) = (0, 0);
        while let Some(next) =
            bytes[at..].iter().position(|byte| matches!(byte, b'*' | b'`' | b'_' | b'|' | b'[' | b'\\'))
        {
            at += next;
            let markup = match bytes[at] {
                b'\\' => {
                    at += 1 + joined[at + 1..].chars().next().map_or(0, char::len_utf8);
                    continue;
                }
                b'*' if joined[at..].starts_with("**") => self.delimited(at, 1, "**"),
                b'*' => self.delimited(at, 0, "*"),
                b'`' if joined[at..].starts_with("``") => self.delimited(at, 2, "``"),
                b'`' => self.interpreted(at, done),
                b'_' if bytes.get(at + 1) == Some(&b'`') => self.inline_target(at),
                b'_' => self.reference(at, done),
                b'|' => self.substitution(at),
                _ => self.footnote_reference(at),
            };
            match markup {
                Some(markup) => {
                    self.text(done..markup.start);
                    self.markup(&markup);
                    (done, at) = (markup.end, markup.end.max(at + 1));
                }
                None => {
                    at += bytes[at..].iter().take_while(|byte| **byte == bytes[at] && **byte != b'_').count().max(1)
                }
            }
        }
        self.text(done..joined.len());
    }

    /// Returns the character before byte `at`.
    fn before(&self, at: usize) -> Option<char> {
        self.leaf.joined[..at].chars().next_back()
    }

    /// Returns the character at byte `at`.
    fn after(&self, at: usize) -> Option<char> {
        self.leaf.joined[at..].chars().next()
    }

    /// Returns whether markup can start at `start`, with a start-string that ends at `content`.
    fn starts(&self, start: usize, content: usize) -> bool {
        let after = self.after(content);
        may_precede_markup(self.before(start))
            && after.is_some_and(|c| !c.is_whitespace())
            && !quotes(self.before(start), after)
    }

    /// Returns the start of the end-string `ENDS[kind]` of markup whose content starts at `content`. `suffix_len`
    /// returns the length of what belongs to the end-string at this offset, if it can end there.
    fn end(
        &mut self,
        content: usize,
        kind: usize,
        suffix_len: impl Fn(usize) -> Option<usize>,
    ) -> Option<(usize, usize)> {
        if self.missing[kind] {
            return None;
        }
        let joined = &*self.leaf.joined;
        let mark = ENDS[kind];
        let has_escapes = mark != "``";
        let mut at = content;
        while let Some(found) = memchr::memchr2(mark.as_bytes()[0], b'\\', &joined.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            if joined.as_bytes()[start] == b'\\' {
                let escaped = if has_escapes { joined[at..].chars().next() } else { None };
                at += escaped.map_or(0, char::len_utf8);
                continue;
            }
            let is_content_before = start > content && self.before(start).is_some_and(|c| !c.is_whitespace());
            if !is_content_before || !joined[start..].starts_with(mark) {
                continue;
            }
            let after = start + mark.len();
            if let Some(len) = suffix_len(after).filter(|len| may_follow_markup(self.after(after + len))) {
                return Some((start, after + len));
            }
        }
        self.missing[kind] = true;
        None
    }

    /// Emphasis, strong emphasis or a literal.
    fn delimited(&mut self, at: usize, kind: usize, mark: &str) -> Option<Markup> {
        let content = at + mark.len();
        if !self.starts(at, content) {
            return None;
        }
        let (end, after) = self.end(content, kind, |_| Some(0))?;
        let kind = if mark == "``" { MarkupKind::Code } else { MarkupKind::Text };
        Some(Markup { kind, start: at, content: content..end, end: after })
    }

    /// ``_`text` ``.
    fn inline_target(&mut self, at: usize) -> Option<Markup> {
        let content = at + 2;
        if !self.starts(at, content) {
            return None;
        }
        let (end, after) = self.end(content, 5, |_| Some(0))?;
        Some(Markup { kind: MarkupKind::Text, start: at, content: content..end, end: after })
    }

    /// `|name|`, possibly with underscores.
    fn substitution(&mut self, at: usize) -> Option<Markup> {
        let content = at + 1;
        if self.after(content) == Some('|') || !self.starts(at, content) {
            return None;
        }
        let joined = &*self.leaf.joined;
        let underscores = |at: usize| Some(joined[at..].bytes().take(2).take_while(|byte| *byte == b'_').count());
        let (end, after) = self.end(content, 4, underscores)?;
        Some(Markup { kind: MarkupKind::Opaque, start: at, content: content..end, end: after })
    }

    /// Text between single backticks, with a role before or after it, or a link. No role starts before `limit`.
    fn interpreted(&mut self, at: usize, limit: usize) -> Option<Markup> {
        let joined = &*self.leaf.joined;
        let content = at + 1;
        let (start, role) = match role_before(&joined[limit..at]) {
            Some(len) => (at - len, Some(&joined[at - len + 1..at - 1])),
            None => (at, None),
        };
        if self.after(content) == Some('`') || !self.starts(start, content) {
            return None;
        }
        let suffix = |at: usize| {
            Some(
                role_after(&joined[at..])
                    .unwrap_or_else(|| joined[at..].bytes().take(2).take_while(|byte| *byte == b'_').count()),
            )
        };
        let (end, after) = self.end(content, 3, suffix)?;
        let suffix = &joined[end + 1..after];
        let kind = match role.or_else(|| suffix.strip_prefix(':')?.strip_suffix(':')) {
            Some(role) => MarkupKind::Role(role_text(role)),
            None if suffix.is_empty() => MarkupKind::Text,
            None => MarkupKind::Link,
        };
        Some(Markup { kind, start, content: content..end, end: after })
    }

    /// A word with one or two underscores after it. The word does not start before `limit`.
    fn reference(&self, at: usize, limit: usize) -> Option<Markup> {
        let joined = &*self.leaf.joined;
        let end = at + 1 + usize::from(joined[at + 1..].starts_with('_'));
        if !may_follow_markup(self.after(end)) {
            return None;
        }
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '+' | ':');
        let earliest = floor_char_boundary(joined, at.saturating_sub(MAX_NAME)).max(limit);
        let name = &joined[earliest..at];
        let run = at - (name.len() - name.trim_end_matches(is_name).len());
        // The name is the longest one that starts where markup may start.
        let starts = joined[run..at].char_indices().map(|(offset, _)| run + offset);
        let start = starts
            .filter(|start| may_precede_markup(self.before(*start)))
            .find(|start| simple_name_len(&joined[*start..at]) == at - start)?;
        let is_quoted = quotes(self.before(start), self.after(end));
        (start < at && !is_quoted).then_some(Markup { kind: MarkupKind::Link, start, content: start..at, end })
    }

    /// `[1]_`, `[#name]_`, `[*]_` or `[name]_`.
    fn footnote_reference(&self, at: usize) -> Option<Markup> {
        let joined = &*self.leaf.joined;
        let label = &joined[at + 1..];
        let len = match label.as_bytes().first()? {
            b'*' => 1,
            b'#' => 1 + simple_name_len(&label[1..]),
            _ => simple_name_len(&label[..floor_char_boundary(label, MAX_NAME)]),
        };
        let end = at + 1 + len + 2;
        let is_reference = len > 0
            && label[len..].starts_with("]_")
            && may_precede_markup(self.before(at))
            && may_follow_markup(self.after(end));
        is_reference.then_some(Markup { kind: MarkupKind::Note, start: at, content: at + 1..at + 1 + len, end })
    }

    fn markup(&mut self, markup: &Markup) {
        let whole = self.leaf.span(&(markup.start..markup.end));
        let content = markup.content.clone();
        match markup.kind {
            MarkupKind::Text | MarkupKind::Role(RoleText::Text) => self.text(content),
            MarkupKind::Code | MarkupKind::Role(RoleText::Opaque) => self.opaque(whole, content, Scope::Code),
            MarkupKind::Role(RoleText::Math) => self.opaque(whole, content, Scope::Math),
            MarkupKind::Opaque => self.writer.builder().opaque(whole),
            // The mark of a note has no width: the text goes on after it.
            MarkupKind::Note => {}
            MarkupKind::Link | MarkupKind::Role(RoleText::Title | RoleText::Term) => self.link(markup, whole),
        }
    }

    /// Writes the title of a link, whose target may be in angle brackets after it.
    fn link(&mut self, markup: &Markup, whole: Span) {
        let content = markup.content.clone();
        let source = &self.leaf.joined[content.clone()];
        // Sphinx does not require white space before the target of a role.
        let is_role = markup.kind != MarkupKind::Link;
        let target = embedded_target(source).filter(|open| is_role || has_space_before(source, *open));
        let (title, target) = match target {
            Some(open) => (
                content.start..content.start + source[..open].trim_end().len(),
                content.start + open + 1..content.end - 1,
            ),
            None if markup.kind == MarkupKind::Role(RoleText::Title) => (content.start..content.start, content.clone()),
            None => (content.clone(), content.end..content.end),
        };
        if title.is_empty() {
            self.opaque(whole, target, Scope::Url);
            return;
        }
        self.writer.begin_link();
        self.text(title);
        self.writer.end_link();
        self.not_prose(target, Scope::Url);
    }

    fn opaque(&mut self, whole: Span, content: Range<usize>, scope: Scope) {
        self.writer.builder().opaque(whole);
        self.not_prose(content, scope);
    }

    fn not_prose(&mut self, content: Range<usize>, scope: Scope) {
        if !content.is_empty() {
            self.writer.not_prose(self.leaf.span(&content), scope);
        }
    }

    /// Writes text, without its escapes.
    fn text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let leaf = self.leaf;
        for (line, span) in leaf.spans(&range) {
            let (start, end) = (span.start as usize, span.end as usize);
            self.writer.text(start, end, end);
            let Line { end: line_end, next, .. } = leaf.lines[line];
            let line_len = line_end - leaf.lines[line].text;
            if leaf.starts[line] + line_len < range.end && line + 1 < leaf.lines.len() {
                let source = self.writer.out.text;
                let backslashes = source[start..line_end].bytes().rev().take_while(|byte| *byte == b'\\').count();
                let until = leaf.lines[line + 1].text;
                // An escaped line end joins the lines, unless another cell is between them.
                let joins = backslashes % 2 == 1 && source[line_end..until.max(line_end)].trim_start().is_empty();
                if !joins {
                    self.writer.builder().space(Span::new(line_end, next.max(line_end)));
                }
            }
        }
    }
}

/// Inline markup. The offsets are those in the joined text.
struct Markup {
    kind: MarkupKind,
    start: usize,
    content: Range<usize>,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkupKind {
    Text,
    Code,
    Role(RoleText),
    Link,
    Opaque,
    Note,
}

/// Returns the length of a role in colons at the end of `before`.
fn role_before(before: &str) -> Option<usize> {
    let inside = before.strip_suffix(':')?;
    let from = floor_char_boundary(inside, inside.len().saturating_sub(MAX_NAME));
    let near = &inside[from..];
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '+' | ':');
    let run = near.trim_end_matches(is_name).len();
    // The name may contain colons. The role is the longest one that starts where markup may start.
    let starts = near[run..].match_indices(':').map(|(at, _)| run + at);
    let is_role = |at: &usize| {
        let name = &near[at + 1..];
        !name.is_empty()
            && simple_name_len(name) == name.len()
            && may_precede_markup(before[..from + at].chars().next_back())
    };
    starts.into_iter().find(is_role).map(|at| before.len() - (from + at))
}

/// Returns the length of a role in colons at the start of `rest`.
fn role_after(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix(':')?;
    let len = simple_name_len(&inside[..floor_char_boundary(inside, MAX_NAME)]);
    (len > 0 && inside[len..].starts_with(':')).then_some(len + 2)
}

/// Returns the offset of the `<` before the target at the end of the text of a link.
fn embedded_target(source: &str) -> Option<usize> {
    let inside = source.strip_suffix('>').filter(|inside| !inside.ends_with('\\'))?;
    inside.rfind('<').filter(|open| !source[..*open].ends_with('\\'))
}

/// Returns whether white space or nothing is before byte `at`.
fn has_space_before(source: &str, at: usize) -> bool {
    at == 0 || source[..at].ends_with(char::is_whitespace)
}

/// Writes a leaf in this context. Lines without text write nothing.
pub(super) fn write_leaf(out: &mut Collector, lines: &[Line], context: LeafContext, is_writable: bool) {
    let parts: Vec<_> = lines.iter().filter(|line| !line.is_blank()).map(Line::part).collect();
    write_parts(out, lines, &parts, context, is_writable);
}

/// Writes a leaf of which only `parts` are text. The rest of its lines vanishes.
pub(super) fn write_parts(
    out: &mut Collector,
    lines: &[Line],
    parts: &[Part],
    context: LeafContext,
    is_writable: bool,
) {
    if parts.is_empty() {
        return;
    }
    let containers = Containers::inline(context);
    let mut writer = Writer::new(out, parts, Spelling::Backslashes, containers);
    write(&mut writer, lines);
    if !is_writable {
        writer.builder().mark_notation(0, Notation::Unknown);
    }
    writer.finish();
}

/// Writes an entry of a table of contents, which is a target, or a title and a target: `title <target>`. The title has
/// no markup and no escapes.
pub(super) fn write_entry(out: &mut Collector, line: &Line, context: LeafContext, is_writable: bool) {
    let parts = [line.part()];
    let containers = Containers::inline(context);
    let mut writer = Writer::new(out, &parts, Spelling::Literal, containers);
    let leaf = LeafText::new(writer.out.text, std::slice::from_ref(line));
    let end = leaf.joined.len();
    let entry = Markup { kind: MarkupKind::Role(RoleText::Title), start: 0, content: 0..end, end };
    let mut inline = Inline { leaf: &leaf, missing: [false; ENDS.len()], writer: &mut writer };
    inline.markup(&entry);
    if !is_writable {
        writer.builder().mark_notation(0, Notation::Unknown);
    }
    writer.finish();
}

/// Writes a leaf whose lines keep their ends.
pub(super) fn write_line_block(out: &mut Collector, lines: &[Line], context: LeafContext, is_writable: bool) {
    let parts: Vec<_> = lines.iter().filter(|line| !line.is_blank()).map(Line::part).collect();
    if parts.is_empty() {
        return;
    }
    let containers = Containers::inline(context);
    let mut writer = Writer::new(out, &parts, Spelling::Backslashes, containers);
    for line in lines.iter().filter(|line| !line.is_blank()) {
        write(&mut writer, std::slice::from_ref(line));
        writer.builder().hard_break(Span::new(line.end, line.next.max(line.end)));
    }
    if !is_writable {
        writer.builder().mark_notation(0, Notation::Unknown);
    }
    writer.finish();
}
