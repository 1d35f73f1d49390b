//! Reads the header of an AsciiDoc document, and attribute entries: `:description: text`.
//!
//! The value of an attribute such as `description` is text for readers, but that of `toc` is not. The names are those
//! of [front matter](super::super::front_matter), which the configuration can change, and a few that only AsciiDoc has.

use super::blocks::{BlockReader, part, parts};
use super::cursor::Line;
use super::level::Level;
use super::line::{self, is_attribute_line, is_block_title, is_comment, is_include};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The attributes that only AsciiDoc has and whose values readers see.
const ATTRIBUTES: [&str; 3] = ["doctitle", "keywords", "site-title"];

/// The endings of attributes that are labels: `:note-caption: Note`.
const LABELS: [&str; 2] = ["-caption", "-label"];

impl<'t> BlockReader<'_, 't> {
    /// Reads the lines after the title of the document: the author, the revision and attribute entries. The lines about
    /// the author and the revision are not read.
    pub(super) fn header(&mut self, level: &mut Level<'t>) {
        let mut author_lines = 0;
        while let Some(line) = level.cursor.peek() {
            let content = line.content(self.text);
            if content.is_empty() || line::delimiter(content).is_some() {
                return;
            }
            if line::attribute_entry(content).is_some() {
                level.cursor.skip(line);
                self.attribute_entry(level, line);
            } else if is_comment(content) {
                level.cursor.skip(line);
                self.comment(line, level.context);
            } else if is_include(content) {
                level.cursor.skip(line);
            } else if is_attribute_line(content) || is_block_title(content) || line::section_title(content).is_some() {
                return;
            } else if author_lines == 0 && is_author(content) || author_lines == 1 && is_revision(content) {
                author_lines += 1;
                level.cursor.skip(line);
            } else {
                return;
            }
        }
    }

    /// Reads the attribute entry at `line`, which the cursor is after.
    pub(super) fn attribute_entry(&mut self, level: &mut Level<'t>, line: Line) {
        let Some((name, value)) = line::attribute_entry(line.content(self.text)) else { return };
        let mut lines = vec![Line { start: line.start + value.start, ..line }];
        while let Some(last) = lines.last_mut()
            && last.content(self.text).ends_with(" \\")
        {
            last.end -= 2;
            let before = self.text[last.start..last.end].trim_end();
            last.end = last.start + before.strip_suffix(" +").unwrap_or(before).len();
            match level.cursor.next() {
                Some(next) => lines.push(next),
                None => break,
            }
        }
        let all: Vec<_> = lines.iter().filter(|line| line.start < line.end).copied().collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
        let span = Span::new(first.start, last.end);
        let Some(out) = &mut self.out else { return };
        let is_read = out.reading.reads_key(name)
            || ATTRIBUTES.contains(&name)
            || LABELS.iter().any(|ending| name.ends_with(ending));
        let context = level.context;
        if is_read && !self.text[span.range()].starts_with("pass:") {
            self.leaf(&parts(&all), context.with_own_scope(Scope::Attribute), false);
        } else {
            out.push_source(all.iter().map(|line| part(Span::new(line.start, line.end)).span), Scope::Code, context);
        }
    }
}

/// Returns whether a line names authors: up to three names and an address each, separated by semicolons.
fn is_author(line: &str) -> bool {
    let is_name = |word: &str| {
        word.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '{')
            && word.chars().all(|c| c.is_alphanumeric() || "_-'.{}".contains(c))
    };
    line.split(';').map(str::trim).filter(|author| !author.is_empty()).all(|author| {
        let (names, address) = author.split_once('<').unwrap_or((author, ">"));
        let count = names.split(' ').filter(|word| !word.is_empty()).count();
        address.ends_with('>') && (1..=3).contains(&count) && names.split_whitespace().all(is_name)
    })
}

/// Returns whether a line has the number, the date and the remark of a revision: `v1.0, 2026-03-11: First draft`.
fn is_revision(line: &str) -> bool {
    let first = line.strip_prefix(['v', 'V']).unwrap_or(line);
    first.starts_with(|c: char| c.is_ascii_digit() || c == '{')
        || line.split_once(',').is_some_and(|(number, _)| number.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_the_author_and_the_revision_are_recognised() {
        assert!(is_author("Jane Q. Roe <jane@example.com>; Richard Roe"));
        assert!(is_author("Jane_Sue O'Neill") && is_author("{author} <{email}>"));
        assert!(!is_author("This is some text.") && !is_author("Text, more") && !is_author("A (b)"));
        assert!(
            is_revision("v1.0, 2026-03-11: First draft") && is_revision("2026-03-11") && is_revision("Version 8, x")
        );
        assert!(!is_revision("This is text"));
    }
}
