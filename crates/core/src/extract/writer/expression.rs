//! Writes the strings of expressions, and comments of scripts.

use super::Writer;
use crate::extract::element::Element;
use crate::extract::script;
use crate::extract::spelling::Spelling;
use crate::extract::tag::{self, Tag};
use wordgate_text::prose::{Notation, Scope};
use wordgate_text::source::Span;

impl Writer<'_, '_> {
    /// Writes an expression that is a string literal.
    pub(super) fn string_literal(&mut self, span: Span) -> usize {
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(literal) = script::literal(&self.out.text[span.range()]) else {
            self.builder().opaque(span);
            return end;
        };
        let (from, to) = (start + literal.content.start, start + literal.content.end);
        let script = Spelling::Script(literal.quote);
        let outer = std::mem::replace(&mut self.frame().spelling, script);
        let len = self.builder().len();
        // The gate (`crate::gate`) joins letters only across `{"` and `"}`, so a longer delimiter separates words.
        let separates = |delimiter: Span| delimiter.len() > 2;
        let (opening, closing) = (Span::new(start, from), Span::new(to, end));
        if separates(opening) {
            self.builder().space(opening);
        }
        self.prose(from, to, to);
        if separates(closing) {
            self.builder().space(closing);
        }
        let frame = self.frame();
        frame.builder.mark_notation(len, script.notation(Scope::Paragraph));
        frame.spelling = outer;
        end
    }

    /// Writes an operand of a concatenation: the content of a string between these quotes. `notation` is how a fix must
    /// write text into it.
    pub fn operand(&mut self, content: Span, quote: char, notation: Notation) {
        self.frame().spelling = Spelling::Script(quote);
        let len = self.builder().len();
        let (mut at, mut next, end) = (content.start as usize, content.start as usize, content.end as usize);
        let text = self.out.text;
        while let Some(open) = text[next..end].find('<').map(|open| next + open) {
            next = open + 1;
            // The string may be HTML.
            if let Some(len) = tag::len(&text[open..end]) {
                self.plain(at, open);
                let span = Span::new(open, open + len);
                match Element::named(Tag::read(&text[span.range()], open).name) {
                    Element::Break => self.builder().hard_break(span),
                    Element::Block | Element::Container(_) | Element::Preformatted => self.builder().space(span),
                    _ => {}
                }
                (at, next) = (open + len, open + len);
            }
        }
        self.plain(at, end);
        self.builder().mark_notation(len, notation);
    }

    /// Records a comment, which may contain a directive. `content` is the part between its delimiters.
    pub fn comment(&mut self, span: Span, content: Span) {
        let context = self.leaf_context();
        self.out.push_source([content], Scope::Comment, context);
        let is_first = self.frames.len() == 1 && self.builder().is_empty();
        self.out.record_comment(span, content, Some(context), is_first);
    }
}
