//! Reads the blocks of AsciiDoc that have no delimiters: paragraphs, block macros, and what looks like a paragraph.

use super::blocks::{BlockReader, parts, scope_of_style};
use super::cursor::Line;
use super::inline;
use super::level::Level;
use super::line::{
    self, admonition_label, block_macro, delimiter, is_attribute_line, is_break, is_comment, is_include,
};
use super::marker::marker;
use crate::extract::leaf_context::LeafContext;
use wordgate_text::prose::Scope;
use wordgate_text::source::{Span, to_u32};

impl<'t> BlockReader<'_, 't> {
    /// Reads a paragraph or a block macro.
    pub(super) fn leaf_block(&mut self, level: &mut Level<'t>, line: Line) {
        let content = line.content(self.text);
        let context = level.block_context();
        if is_break(content) {
            level.cursor.skip(line);
            self.take_title(level, context);
            return level.list.end_block();
        }
        let is_code = content.starts_with([' ', '\t']) && level.metadata.style.is_empty() && !level.list.needs_text;
        let scope = scope_of_style(level.metadata.style).or(is_code.then_some(Scope::Code));
        if let Some(scope) = scope {
            self.take_title(level, context);
            let lines = self.paragraph_lines(level, line, context);
            let end = lines.last().map_or(line.end, |line| line.end);
            self.not_prose(line, Span::new(line.start, end), scope, context);
        } else if let Some(found) = block_macro(content) {
            level.cursor.skip(line);
            self.block_macro(level, line, &found, context);
        } else {
            self.paragraph(level, line, context);
        }
        level.list.end_block();
    }

    /// Reads a macro on a line of its own. Only an image has text for readers.
    fn block_macro(&mut self, level: &mut Level<'t>, line: Line, found: &line::BlockMacro, context: LeafContext) {
        let inside = Span::new(line.start + found.attributes.start, line.start + found.attributes.end);
        self.take_title(level, context);
        match &mut self.out {
            Some(out) if found.name == "image" => {
                inline::read_image(out, Span::new(line.start, line.end), inside, context);
            }
            _ => self.not_prose(line, Span::new(line.start, line.end), Scope::Code, context),
        }
    }

    /// Reads a paragraph that is prose.
    fn paragraph(&mut self, level: &mut Level<'t>, line: Line, around: LeafContext) {
        let style = level.metadata.style;
        let is_quotation = matches!(style, "quote" | "verse");
        let content = line.content(self.text);
        let is_markdown = content.starts_with("> ") && !is_quotation;
        let context = if is_quotation || is_markdown { self.in_quotation(around, line.start) } else { around };
        let start = level.metadata.title.map_or(to_u32(line.start), |title| title.start);
        let is_admonition = level.metadata.is_admonition();
        let context = if is_admonition { context.in_group(start) } else { context };
        let metadata = self.take_title(level, context);
        if is_quotation {
            self.attribution(&metadata, context);
        }
        let label = admonition_label(content).filter(|_| style.is_empty()).unwrap_or(0);
        let first = Line { start: line.start + label, ..line };
        let lines = self.paragraph_lines(level, first, context);
        if is_markdown {
            return self.markdown_quote(lines, context);
        }
        if style.is_empty() && self.quoted_paragraph(&lines, around) {
            return;
        }
        self.leaf(&parts(&lines), context, metadata.has_option(self.text, "hardbreaks") || style == "verse");
    }

    /// Reads a quotation whose lines start with `> `.
    fn markdown_quote(&mut self, mut lines: Vec<Line>, context: LeafContext) {
        for line in &mut lines {
            let content = line.content(self.text);
            let marker = if content == ">" {
                1
            } else if content.starts_with("> ") {
                2
            } else {
                0
            };
            line.start += marker;
        }
        let credit = lines.pop_if(|line| line.content(self.text).starts_with("-- "));
        for paragraph in lines.split(|line| line.content(self.text).trim().is_empty()) {
            self.leaf(&parts(paragraph), context, false);
        }
        if let Some(line) = credit {
            self.credit(Span::new(line.start + 3, line.end), context);
        }
    }

    /// Reads a paragraph in quotation marks with a last line `-- Author`. Returns whether it is one.
    fn quoted_paragraph(&mut self, lines: &[Line], around: LeafContext) -> bool {
        let [first, ..] = lines else { return false };
        let [.., before, last] = lines else { return false };
        let has_credit = last.content(self.text).starts_with("-- ");
        if !has_credit || !first.content(self.text).starts_with('"') || !before.content(self.text).ends_with('"') {
            return false;
        }
        let context = self.in_quotation(around, first.start);
        self.leaf(&parts(&lines[..lines.len() - 1]), context, false);
        self.credit(Span::new(last.start + 3, last.end), context);
        true
    }

    /// Reads the lines of the paragraph that starts at `first`.
    pub(super) fn paragraph_lines(&mut self, level: &mut Level<'t>, first: Line, context: LeafContext) -> Vec<Line> {
        let mut lines = vec![first];
        level.cursor.skip(first);
        let in_list = level.list.is_open();
        while let Some(line) = level.cursor.peek() {
            let content = line.content(self.text);
            if is_comment(content) {
                self.comment(line, context);
                level.cursor.skip(line);
                continue;
            }
            let ends = content.is_empty()
                || content == "+"
                || is_attribute_line(content)
                || is_include(content)
                || delimiter(content).is_some()
                || in_list && marker(content).is_some();
            if ends {
                break;
            }
            lines.push(line);
            level.cursor.skip(line);
        }
        lines
    }
}
