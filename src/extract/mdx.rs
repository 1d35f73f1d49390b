//! MDX: Markdown with JSX.
//!
//! What is no Markdown is found before the block grammar sees the text, because that would take a tag for an HTML
//! block and an indented child for code: import and export statements are left out, expressions become opaque words,
//! and tags are kept as [`Role::Tag`] so that their readable attributes are found and block elements end a block.

use super::collector::Collector;
use super::element::Element;
use super::parts::{Part, Role, clipped};
use super::place::Place;
use super::tag::{Tag, find_end_tag};
use super::text::lines;
use crate::prose::Scope;
use crate::source::Span;

/// Splits `parts` into Markdown, tags and expressions.
pub(super) fn mask(parts: Vec<Part>, out: &mut Collector) -> Vec<Part> {
    let mut masked = Vec::new();
    for part in &parts {
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        let text = &out.text[..end];
        let lines: Vec<Span> = lines(text, start, end).collect();
        let blank = lines.iter().filter(|line| text[line.range()].trim().is_empty());
        let blanks = blank.map(|line| line.start as usize).collect();
        let mut masker = Masker { text, braces: pairs(text, start), lines, blanks, endless: Vec::new() };
        let mut at = start;
        let mut walk = Walk::new(text, start);
        while let Some(place) = walk.next() {
            let Some(mask) = masker.mask_at(place) else { continue };
            let (from, to) = (mask.span.start as usize, mask.span.end as usize);
            masked.extend(clipped(&parts, at, from));
            masked.extend(mask.role.map(|role| Part { span: mask.span, role }));
            if let Some((content, scope)) = mask.content {
                out.push_source([content], scope, Place::default());
                if scope == Scope::Comment {
                    // The blocks are not known yet: only what stands at the start of its line is surely in no other.
                    let is_flush = from == 0 || out.text[..from].ends_with(['\n', '\r']);
                    out.comment(mask.span, content, is_flush.then(Place::default), false);
                }
            }
            at = to;
            walk.skip_to(to);
        }
        masked.extend(clipped(&parts, at, end));
    }
    masked
}

/// The longest white space (bytes) before something that stands at the start of its line.
const LONGEST_INDENT: usize = 1_000;

/// A place where something else than Markdown may begin.
#[derive(Clone, Copy)]
enum Here {
    /// The start of a line after a blank one, or of the document.
    Block(usize),
    Open(usize),
    Close(usize),
    Less(usize),
}

/// Steps through the places outside of code where something else than Markdown may begin.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    line_start: bool,
    after_blank: bool,
    /// Backtick runs that are known not to come again.
    missing: Vec<&'t str>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, start: usize) -> Walk<'t> {
        Walk { text, at: start, line_start: true, after_blank: true, missing: Vec::new() }
    }

    fn skip_to(&mut self, at: usize) {
        self.line_start = self.text[..at].ends_with(['\n', '\r']);
        self.at = at;
    }

    fn next(&mut self) -> Option<Here> {
        while self.at < self.text.len() {
            if self.line_start {
                self.line_start = false;
                if let Some(here) = self.line() {
                    return Some(here);
                }
                continue;
            }
            let next = self.text[self.at..].find(['\n', '\r', '\\', '`', '{', '}', '<'])?;
            self.at += next;
            let at = self.at;
            self.at += 1;
            match self.text.as_bytes()[at] {
                b'{' => return Some(Here::Open(at)),
                b'}' => return Some(Here::Close(at)),
                b'<' => return Some(Here::Less(at)),
                b'`' => self.at = at + self.code(at),
                b'\\' => self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8),
                _ => self.line_start = true,
            }
        }
        None
    }

    /// Looks at a line as a whole: fenced code is passed over.
    fn line(&mut self) -> Option<Here> {
        let line = lines(self.text, self.at, self.text.len()).next()?;
        let source = &self.text[line.range()];
        let after_blank = std::mem::replace(&mut self.after_blank, source.trim().is_empty());
        let content = source.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+'));
        let fence = content.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
        if fence >= 3 && !content[fence..].contains('`') {
            let mark = &content[..fence];
            let rest = lines(self.text, line.end as usize, self.text.len());
            let close = rest.into_iter().find(|line| {
                let closing = self.text[line.range()].trim_start_matches(['>', ' ', '\t']).trim_end();
                closing.starts_with(mark) && closing.trim_matches(['`', '~']).is_empty()
            });
            self.skip_to(close.map_or(self.text.len(), |line| line.end as usize));
            return None;
        }
        after_blank.then_some(Here::Block(line.start as usize))
    }

    /// The length of the code span at `at`, or of its backticks when they open none.
    fn code(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
        let mark = &rest[..ticks];
        if self.missing.contains(&mark) {
            return ticks;
        }
        let mut end = ticks;
        while let Some(next) = rest[end..].find(mark) {
            end += next;
            let run = rest[end..].bytes().take_while(|byte| *byte == b'`').count();
            end += run;
            if run == ticks {
                return end;
            }
        }
        self.missing.push(mark);
        ticks
    }
}

/// The braces of `text` that balance, as (opening, closing), sorted.
fn pairs(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut walk = Walk::new(text, start);
    while let Some(here) = walk.next() {
        match here {
            Here::Open(at) => open.push(at),
            Here::Close(at) => pairs.extend(open.pop().map(|open| (open, at))),
            Here::Block(_) | Here::Less(_) => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// What is no Markdown.
struct Mask {
    span: Span,
    /// How it reads; not at all when there is none.
    role: Option<Role>,
    content: Option<(Span, Scope)>,
}

struct Masker<'t> {
    text: &'t str,
    braces: Vec<(usize, usize)>,
    lines: Vec<Span>,
    /// The starts of the blank lines; no expression in running text goes over one.
    blanks: Vec<usize>,
    /// Names of hidden elements that are known not to end any more.
    endless: Vec<&'t str>,
}

impl<'t> Masker<'t> {
    fn mask_at(&mut self, here: Here) -> Option<Mask> {
        match here {
            Here::Block(at) => self.statements(at),
            Here::Open(at) => self.expression(at),
            Here::Less(at) => self.tag(at),
            Here::Close(_) => None,
        }
    }

    /// The closing brace of the one at `at`.
    fn closing(&self, at: usize) -> Option<usize> {
        self.braces.binary_search_by_key(&at, |(open, _)| *open).ok().map(|index| self.braces[index].1)
    }

    /// Whether there is text before `at` on its line.
    fn is_inline(&self, at: usize) -> bool {
        let line = self.lines.partition_point(|line| line.start as usize <= at).saturating_sub(1);
        self.lines.get(line).is_some_and(|line| {
            // Indentation is short; what is longer is no indentation.
            let before = &self.text.as_bytes()[line.start as usize..at];
            before.len() > LONGEST_INDENT || !before.iter().all(u8::is_ascii_whitespace)
        })
    }

    /// Whether a blank line lies in `from..to`.
    fn blank_between(&self, from: usize, to: usize) -> bool {
        let first = self.blanks.partition_point(|blank| *blank < from);
        self.blanks.get(first).is_some_and(|blank| *blank < to)
    }

    fn expression(&mut self, at: usize) -> Option<Mask> {
        let end = self.closing(at)? + 1;
        if self.is_inline(at) && self.blank_between(at, end) {
            return None;
        }
        let span = Span::new(at, end);
        let inside = self.text[at + 1..end - 1].trim();
        let comment = inside.starts_with("/*") && inside.ends_with("*/");
        let heading_id = inside.starts_with('#') && !inside.contains(char::is_whitespace);
        let content = comment.then(|| {
            let start = at + 1 + self.text[at + 1..end].find("/*").unwrap_or(0) + 2;
            (Span::new(start, start + inside.len().saturating_sub(4)), Scope::Comment)
        });
        let role = (!comment && !heading_id).then_some(Role::Opaque);
        Some(Mask { span, role, content })
    }

    /// Import and export statements: to the end of the lines on which their braces close.
    fn statements(&mut self, at: usize) -> Option<Mask> {
        let mut end = at;
        for line in lines(self.text, at, self.text.len()) {
            if (line.start as usize) < end {
                continue;
            }
            let source = &self.text[line.range()];
            if line.start as usize == at && !is_statement(source) || source.trim().is_empty() {
                break;
            }
            end = line.end as usize;
            let first = self.braces.partition_point(|(open, _)| *open < line.start as usize);
            let opened = self.braces[first..].iter().take_while(|(open, _)| *open < line.end as usize);
            let closed = opened.map(|(_, close)| close + 1).max().unwrap_or(end);
            if closed > end {
                end = lines(self.text, closed, self.text.len()).next().map_or(closed, |rest| rest.end as usize);
            }
        }
        let span = Span::new(at, end);
        (end > at).then_some(Mask { span, role: None, content: Some((span, Scope::Code)) })
    }

    fn tag(&mut self, at: usize) -> Option<Mask> {
        let end = self.tag_end(at)?;
        let tag = Tag::read(&self.text[at..end], at);
        let element = if tag.is_component() { Element::Inline } else { Element::named(tag.name) };
        let hidden = element.hides_content() && !tag.closing && !self.text[at..end].ends_with("/>");
        if hidden && !self.endless.contains(&tag.name) {
            if let Some(closing) = find_end_tag(&self.text[end..], tag.name) {
                let content = Some((Span::new(end, end + closing.start), Scope::Code));
                return Some(Mask { span: Span::new(at, end + closing.end), role: Some(Role::Opaque), content });
            }
            self.endless.push(tag.name);
        }
        Some(Mask { span: Span::new(at, end), role: Some(Role::Tag), content: None })
    }

    /// The end of the tag that begins at `at`.
    fn tag_end(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':');
        let len = bytes[name..].iter().take_while(|byte| is_name(byte)).count();
        let named = bytes.get(name).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'>');
        let ends =
            bytes.get(name + len).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'{'));
        if !named || !ends || self.text[name..name + len].ends_with(':') {
            return None;
        }
        let mut at = name + len;
        loop {
            at += self.text[at..].find(['>', '<', '"', '\'', '{'])?;
            at = match bytes[at] {
                b'>' => return Some(at + 1),
                b'{' => self.closing(at)? + 1,
                quote @ (b'"' | b'\'') => at + 2 + self.text[at + 1..].find(char::from(quote))?,
                _ => return None,
            };
        }
    }
}

/// Whether a line begins an import or an export, and not a sentence about one.
fn is_statement(line: &str) -> bool {
    const EXPORTED: [&str; 11] =
        ["default", "const", "let", "var", "function", "class", "async", "type", "interface", "{", "*"];
    let word = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    if let Some(rest) = line.strip_prefix("import").filter(|rest| word(rest)) {
        return rest.contains(['"', '\'', '{']);
    }
    let Some(rest) = line.strip_prefix("export").filter(|rest| word(rest)) else { return false };
    let rest = rest.trim_start();
    EXPORTED.iter().any(|exported| rest.strip_prefix(exported).is_some_and(word))
}
