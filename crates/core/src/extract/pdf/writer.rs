//! Writes the paragraphs of a document as HTML, with their pages.

use super::super::html_text::{escape, heading_tags};
use super::hyphens::WordList;
use super::paragraphs::{Kind, Paragraph};
use super::segments::RAISED;
use wordgate_text::source::{EmbeddedText, ParagraphRole};

/// The maximum length in bytes of the text that is kept of a heading.
const MAX_HEADING: usize = 400;

/// Returns the text of a document.
pub(super) fn write(paragraphs: &[Paragraph], pages: usize) -> EmbeddedText {
    let words = WordList::new(paragraphs);
    let mut writer = Writer { out: EmbeddedText::default(), page: 0, number: 0, is_list: false, bullets: 0 };
    writer.out.begin_page();
    for paragraph in paragraphs {
        writer.paragraph(paragraph, &words);
    }
    writer.set_list(false);
    writer.go_to(pages.saturating_sub(1));
    writer.out
}

struct Writer {
    out: EmbeddedText,
    /// The index of the page.
    page: usize,
    /// The number of paragraphs that start on the page.
    number: u32,
    is_list: bool,
    /// The number of items in the open list.
    bullets: u32,
}

impl Writer {
    fn go_to(&mut self, page: usize) {
        while self.page < page {
            self.page += 1;
            self.number = 0;
            self.out.begin_page();
        }
    }

    fn set_list(&mut self, is_list: bool) {
        if self.is_list != is_list {
            self.out.push_unmapped(if is_list { "<ul>\n" } else { "</ul>\n" });
            (self.is_list, self.bullets) = (is_list, 0);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, words: &WordList) {
        self.set_list(paragraph.kind == Kind::Item);
        self.go_to(paragraph.page());
        self.number += 1;
        let parts = parts(paragraph, words);
        let plain: String = parts.iter().flat_map(|(text, _)| text.chars()).take(MAX_HEADING).collect();
        let plain = plain.replace(RAISED, "");
        let (start, end, role) = match paragraph.kind {
            Kind::Text => ("<p>", "</p>\n", ParagraphRole::Text),
            Kind::Item => {
                self.bullets += 1;
                ("<li>", "</li>\n", ParagraphRole::Bullet(self.bullets))
            }
            Kind::Heading(level) => {
                let (start, end) = heading_tags(level);
                (start, end, ParagraphRole::Heading { level, text: plain.trim() })
            }
        };
        self.out.begin_paragraph(Some(self.number), role);
        self.out.push_unmapped(start);
        for (text, page) in parts {
            self.go_to(page);
            self.out.push_unmapped(&html(&text));
        }
        self.out.push_unmapped(end);
    }
}

/// Returns the text of a paragraph by page.
fn parts(paragraph: &Paragraph, words: &WordList) -> Vec<(String, usize)> {
    let mut text = String::new();
    // Where the pages start.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for line in &paragraph.lines {
        let is_next_page = starts.last().is_none_or(|(_, page)| *page != line.page);
        let before = text.len();
        words.append(&mut text, &line.text);
        if is_next_page {
            starts.push((before.min(text.len()), line.page));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]).collect::<Vec<_>>();
    starts.iter().zip(ends).map(|((start, page), end)| (text[*start..end].to_owned(), *page)).collect()
}

/// Returns text as HTML.
fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    escape(text, &mut html);
    html.replace(RAISED[0], "<sup>").replace(RAISED[1], "</sup>")
}
