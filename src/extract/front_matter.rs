//! Front matter: the titles and descriptions in the YAML or TOML that a Markdown file may begin with.
//!
//! Read line by line and not by a YAML parser: only a few string values are wanted, each with the bytes it is written
//! in, and front matter is often templated or broken. What is understood: keys at any indentation, inline strings in
//! every quoting, block scalars, and lists of strings. A document that merely begins with a thematic break, so that
//! no line of its "front matter" has a key, has none.

use super::collector::Collector;
use super::containers::Containers;
use super::parts::{Part, Role};
use super::place::Place;
use super::spelling::Spelling;
use super::text::{lines, paragraphs};
use super::writer::Writer;
use crate::prose::Scope;
use crate::source::Span;

/// Keys whose values a reader sees, in lower case, without `-` and `_`.
const KEYS: &[&str] = &[
    "abstract",
    "alt",
    "blurb",
    "caption",
    "deck",
    "desc",
    "description",
    "excerpt",
    "heading",
    "headline",
    "intro",
    "introduction",
    "label",
    "lead",
    "linktitle",
    "longdescription",
    "metadescription",
    "metatitle",
    "navtitle",
    "ogdescription",
    "ogtitle",
    "pagedescription",
    "pagetitle",
    "seodescription",
    "seotitle",
    "shortdescription",
    "shorttitle",
    "sidebarlabel",
    "sidebartitle",
    "slogan",
    "socialdescription",
    "socialtitle",
    "standfirst",
    "subheading",
    "subtitle",
    "summary",
    "tagline",
    "teaser",
    "title",
    "titletag",
    "twitterdescription",
    "twittertitle",
];

/// Adds the values that a reader sees to `out`. Returns false, and adds nothing, when `block` has no key at all.
pub(super) fn read(block: Span, out: &mut Collector) -> bool {
    let inside = content(out.text, block);
    let toml = out.text[block.range()].trim_start().starts_with('+');
    let comments = out.outline.comments.len();
    let mut scanner =
        Scanner { out, at: inside.start as usize, end: inside.end as usize, separator: if toml { '=' } else { ':' } };
    let has_keys = scanner.run();
    if !has_keys {
        out.outline.comments.truncate(comments);
    }
    has_keys
}

/// The lines between the delimiters.
pub(super) fn content(text: &str, block: Span) -> Span {
    let all =
        || lines(text, block.start as usize, block.end as usize).filter(|line| !text[line.range()].trim().is_empty());
    match (all().next(), all().last()) {
        (Some(first), Some(last)) if first.end <= last.start => Span { start: first.end, end: last.start },
        _ => Span { start: block.end, end: block.end },
    }
}

fn is_readable(key: &str) -> bool {
    let last = if key.contains(':') { key } else { key.rsplit('.').next().unwrap_or(key) };
    let plain: String = last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    KEYS.binary_search(&plain.as_str()).is_ok()
}

struct Scanner<'a, 't> {
    out: &'a mut Collector<'t>,
    at: usize,
    end: usize,
    /// What stands between a key and its value: `:` in YAML, `=` in TOML.
    separator: char,
}

impl Scanner<'_, '_> {
    fn run(&mut self) -> bool {
        let mut any_key = false;
        // The indentation of a readable key whose values follow below it.
        let mut readable_above: Option<usize> = None;
        while let Some(line) = lines(self.out.text, self.at, self.end).next() {
            let source = &self.out.text[line.range()];
            self.at = line.end as usize;
            let (indent, content) = without_indent(source);
            if content.is_empty() || content.starts_with('#') {
                self.comment(line.start as usize);
                continue;
            }
            let is_item = content.len() < source.trim().len();
            if readable_above.is_some_and(|above| indent < above || indent == above && !is_item) {
                readable_above = None;
            }
            let start = line.start as usize + (source.len() - source.trim_start().len());
            let start = start + (source.trim().len() - content.len());
            if let Some((key, behind)) = self.key(content) {
                any_key = true;
                let readable = is_readable(key) || readable_above.is_some();
                let empty = self.value(start + behind, indent, readable);
                if empty && readable && readable_above.is_none() {
                    readable_above = Some(indent);
                }
            } else if let Some(above) = readable_above.filter(|_| !is_item && self.separator == ':') {
                // A plain value that starts on the line behind its key.
                self.value(start, above, true);
            } else if is_item {
                self.value(start, indent, readable_above.is_some());
            } else if self.separator == '=' && content.starts_with('[') {
                any_key = true;
            }
        }
        any_key
    }

    /// The key of a line and where its value starts.
    fn key<'k>(&self, content: &'k str) -> Option<(&'k str, usize)> {
        let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (key, behind) = match quote {
            Some(quote) => {
                let len = content[1..].find(quote)?;
                (&content[1..=len], len + 2)
            }
            None => {
                let separates = |at: &usize| {
                    self.separator == '=' || content[at + 1..].chars().next().is_none_or(char::is_whitespace)
                };
                let len = content.match_indices(self.separator).map(|(at, _)| at).find(separates)?;
                (&content[..len], len)
            }
        };
        let rest = content[behind..].trim_start();
        let value = rest.strip_prefix(self.separator)?;
        let is_key = !key.is_empty() && !key.starts_with(['[', '{', '|', '>', '&', '*', '#']);
        is_key.then_some((key.trim(), content.len() - value.len()))
    }

    /// Passes over the value that starts at `start` on a line indented by `indent`, over all its lines, and adds it
    /// when it is `readable`. Returns whether there is none on this line.
    fn value(&mut self, start: usize, indent: usize, readable: bool) -> bool {
        let text = self.out.text;
        let rest = &text[start..self.end];
        let start = start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        let rest = &text[start..self.end];
        let first = rest.chars().next();
        if let Some(string) = quoted(rest) {
            self.add(start + string.open, start + string.close, string.spelling, readable);
            self.comment(start + string.len);
            self.at = self.at.max(line_end(text, start + string.close, self.end));
        } else if matches!(first, Some('[' | '{')) {
            self.strings(start, readable);
        } else if matches!(first, Some('|' | '>')) && self.separator == ':' {
            let from = self.at;
            let to = self.indented_lines(indent, true);
            for paragraph in paragraphs(text, from, to) {
                self.add(paragraph.start as usize, paragraph.end as usize, Spelling::Plain, readable);
            }
        } else {
            let line = line_end(text, start, self.end);
            let source = text[start..line].trim_end();
            let comment =
                source.match_indices('#').map(|(at, _)| at).find(|at| source[..*at].ends_with([' ', '\t']) || *at == 0);
            if let Some(comment) = comment {
                self.comment(start + comment);
            }
            if source.is_empty() || comment == Some(0) {
                return true;
            }
            let end = match comment {
                Some(comment) => start + comment,
                None if self.separator == ':' => self.indented_lines(indent, false).max(start + source.len()),
                None => start + source.len(),
            };
            self.add(start, end, Spelling::Plain, readable);
        }
        false
    }

    /// Passes over the following lines that are indented more than `indent`; returns their end. Only a block scalar
    /// runs over blank lines.
    fn indented_lines(&mut self, indent: usize, over_blank: bool) -> usize {
        let mut end = self.at;
        for line in lines(self.out.text, self.at, self.end) {
            let source = &self.out.text[line.range()];
            let blank = source.trim().is_empty();
            let deeper = source.len() - source.trim_start_matches([' ', '\t']).len() > indent;
            if blank && !over_blank || !blank && !deeper {
                break;
            }
            end = line.end as usize;
        }
        self.at = end;
        end
    }

    /// Adds the quoted strings, and in YAML the plain ones, of a list in brackets, or of a mapping in braces where its
    /// keys are readable.
    fn strings(&mut self, start: usize, all: bool) {
        let text = self.out.text;
        let mut at = start + 1;
        let mut depth = 1;
        let mut readable = all;
        while let Some(c) = text[at..self.end].chars().next() {
            let rest = &text[at..self.end];
            let is_entry = !c.is_whitespace() && !matches!(c, '[' | ']' | '{' | '}' | ',' | '#');
            let len = if is_entry { rest.find([',', ']', '}', '\n', '\r']).unwrap_or(rest.len()) } else { 0 };
            let entry = &rest[..len];
            if let Some((key, behind)) = self.key(entry) {
                readable = all || is_readable(key);
                at += behind;
                continue;
            }
            if let Some(string) = quoted(rest) {
                self.add(at + string.open, at + string.close, string.spelling, readable);
                at += string.len;
                continue;
            }
            match c {
                '[' | '{' => depth += 1,
                ']' | '}' => depth -= 1,
                '#' => {
                    self.comment(at);
                    at = line_end(text, at, self.end) - 1;
                }
                ',' => readable = all,
                _ if c.is_whitespace() => {}
                _ => {
                    let len = entry.len().max(c.len_utf8());
                    self.add(at, at + len, Spelling::Plain, readable && self.separator == ':');
                    at += len;
                    continue;
                }
            }
            at += c.len_utf8();
            if depth == 0 {
                break;
            }
        }
        self.comment(at.min(self.end));
        self.at = self.at.max(line_end(text, at.min(self.end), self.end));
    }

    /// Notes the comment that stands between `from` and the end of the line, if one does.
    fn comment(&mut self, from: usize) {
        let rest = &self.out.text[from..line_end(self.out.text, from, self.end)];
        let (_, behind) = without_indent(rest);
        if behind.starts_with('#') {
            let end = from + rest.trim_end().len();
            let span = Span::new(end - behind.len(), end);
            let content = Span { start: span.start + 1, ..span };
            self.out.comment(span, content, Some(Place::default()), false);
        }
    }

    fn add(&mut self, start: usize, end: usize, spelling: Spelling, readable: bool) {
        if readable && start < end {
            // TOML has no way to write an apostrophe between apostrophes.
            let in_toml = self.separator == '=' && spelling == Spelling::SingleQuoted;
            let spelling = if in_toml { Spelling::Literal } else { spelling };
            let parts = [Part::of(Role::Literal, start, end)];
            let place = Place::default().named(Scope::FrontMatter);
            let mut writer = Writer::new(self.out, &parts, spelling, Containers::inline(place));
            writer.text(start, end, end);
            writer.finish();
        }
    }
}

/// A quoted string at the start of a value; offsets from there.
struct Quoted {
    /// The first byte inside the quotes.
    open: usize,
    /// The end of what is inside.
    close: usize,
    /// The end of the string.
    len: usize,
    spelling: Spelling,
}

fn quoted(rest: &str) -> Option<Quoted> {
    const QUOTES: [(&str, Spelling); 4] = [
        ("\"\"\"", Spelling::DoubleQuoted),
        ("'''", Spelling::Literal),
        ("\"", Spelling::DoubleQuoted),
        ("'", Spelling::SingleQuoted),
    ];
    let (quote, spelling) = QUOTES.into_iter().find(|(quote, _)| {
        // Two quotes are an empty string, not the start of a longer quote; three open one only where it also ends.
        rest.starts_with(quote) && (quote.len() == 1 || rest[3..].contains(quote))
    })?;
    let open = quote.len();
    let mut at = open;
    loop {
        let found = at + rest[at..].find([quote.chars().next()?, '\\'])?;
        let behind = &rest[found..];
        if let Some(escaped) = behind.strip_prefix('\\') {
            let escapes = spelling == Spelling::DoubleQuoted;
            at = found + 1 + if escapes { escaped.chars().next().map_or(0, char::len_utf8) } else { 0 };
        } else if spelling == Spelling::SingleQuoted && behind.starts_with("''") {
            at = found + 2;
        } else if behind.starts_with(quote) {
            return Some(Quoted { open, close: found, len: found + open, spelling });
        } else {
            at = found + 1;
        }
    }
}

/// The columns of a line's indentation, the dashes of list items included, and what stands behind them.
fn without_indent(line: &str) -> (usize, &str) {
    let mut content = line.trim();
    let mut indent = line.len() - line.trim_start().len();
    while let Some(rest) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        let inside = rest.trim_start();
        indent += content.len() - inside.len();
        content = inside;
    }
    (indent, content)
}

fn line_end(text: &str, from: usize, to: usize) -> usize {
    lines(text, from, to).next().map_or(to, |line| line.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_sorted() {
        assert!(KEYS.is_sorted());
    }
}
