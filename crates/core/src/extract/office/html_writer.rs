//! Writes the text of a document as HTML, paragraph by paragraph.
//!
//! A part becomes a `<section>`, because a heading in a section says nothing about the text after it. A paragraph may
//! contain a text box with paragraphs of its own; they follow it.

use crate::extract::html_text::{MAX_LEVEL, escape, heading_tags};
use wordgate_text::source::{Area, EmbeddedText, ParagraphRole, Part};

/// The maximum length in bytes of the text that is kept of a heading.
const MAX_HEADING: usize = 400;

/// The maximum nesting depth of lists. Deeper items are in the list of this depth.
const MAX_LIST_DEPTH: usize = 9;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    /// Text.
    #[default]
    Text,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// An item of a list that is in this many other lists.
    Item(usize),
}

/// Writes the text of a document.
#[derive(Default)]
pub(super) struct HtmlWriter {
    out: EmbeddedText,
    /// The number of paragraphs of the part so far.
    paragraphs: u32,
    /// What the part has so far.
    fragments: Vec<Fragment>,
    /// The paragraphs that are not yet complete. Each is inside of the one before it.
    open: Vec<Paragraph>,
    /// The number of lists that are open in the text written so far.
    lists: usize,
    /// The number of items in the outermost of them.
    bullets: u32,
    /// Whether the part with the text of a slide is still to be closed.
    slide_is_open: bool,
    /// Whether nothing is written, and paragraphs are only counted.
    is_muted: bool,
}

/// A paragraph, or what is around paragraphs.
enum Fragment {
    /// A tag.
    Tag(&'static str),
    Paragraph(Paragraph),
}

#[derive(Default)]
struct Paragraph {
    /// The 1-based number in the part; `None` for a text that is in no paragraph.
    number: Option<u32>,
    kind: ParagraphKind,
    html: String,
    /// The start of its text, if it may be a heading.
    plain: String,
    /// What the text boxes in it contain.
    boxes: Vec<Fragment>,
}

impl HtmlWriter {
    /// Starts a part.
    pub fn begin_part(&mut self, part: Part) {
        self.paragraphs = 0;
        let is_notes = part.area == Area::Notes;
        if !is_notes {
            self.end_slide();
        }
        self.slide_is_open = part.slide.is_some();
        self.out.begin_part(part);
        self.out.push_unmapped(if is_notes { "<aside>\n" } else { "<section>\n" });
        (self.lists, self.bullets) = (0, 0);
    }

    /// Ends a part. The section of a slide goes on, because the notes of the slide belong to it.
    pub fn end_part(&mut self, area: Area) {
        self.is_muted = false;
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        if self.slide_is_open && area == Area::Body {
            // The title is over all of the slide, wherever it is in the file.
            self.fragments.sort_by_key(|fragment| !fragment.is_heading());
        }
        for fragment in std::mem::take(&mut self.fragments) {
            self.write(fragment);
        }
        self.close_lists(0);
        match area {
            Area::Notes => self.out.push_unmapped("</aside>\n"),
            Area::Body if self.slide_is_open => {}
            _ => self.out.push_unmapped("</section>\n"),
        }
    }

    /// Returns the text.
    pub fn finish(mut self) -> EmbeddedText {
        self.end_slide();
        self.out
    }

    /// Sets whether nothing is written, and paragraphs are only counted. A paragraph must end in the state in which it
    /// has started.
    pub fn set_muted(&mut self, is_muted: bool) {
        self.is_muted = is_muted;
    }

    /// Starts a paragraph.
    pub fn begin_paragraph(&mut self) {
        self.paragraphs += 1;
        if self.is_muted {
            return;
        }
        self.open.push(Paragraph { number: Some(self.paragraphs), ..Paragraph::default() });
    }

    /// Sets what the innermost open paragraph is.
    pub fn set_kind(&mut self, kind: ParagraphKind) {
        if let Some(paragraph) = self.current() {
            paragraph.kind = kind;
        }
    }

    /// Ends the innermost open paragraph.
    pub fn end_paragraph(&mut self) {
        if !self.is_muted
            && let Some(paragraph) = self.open.pop()
        {
            self.push(Fragment::Paragraph(paragraph));
        }
    }

    /// Adds a tag around paragraphs.
    pub fn block_tag(&mut self, tag: &'static str) {
        if !self.is_muted {
            self.push(Fragment::Tag(tag));
        }
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        let Some(paragraph) = self.current() else { return };
        if paragraph.plain.len() < MAX_HEADING {
            paragraph.plain.push_str(text);
        }
        escape(text, &mut paragraph.html);
    }

    /// Adds a line break.
    pub fn line_break(&mut self) {
        if let Some(paragraph) = self.current() {
            paragraph.plain.push(' ');
            paragraph.html.push_str("<br>");
        }
    }

    /// Adds a tag inside of a paragraph.
    pub fn inline_tag(&mut self, tag: &str) {
        if let Some(paragraph) = self.current() {
            paragraph.html.push_str(tag);
        }
    }

    /// Adds a picture with its alternative text.
    pub fn picture(&mut self, alt: &str) {
        if self.is_muted {
            return;
        }
        let is_alone = self.open.is_empty();
        if is_alone {
            self.open.push(Paragraph::default());
        }
        if let Some(Paragraph { html, .. }) = self.open.last_mut() {
            html.push_str("<img alt=\"");
            escape(alt, html);
            html.push_str("\">");
        }
        if is_alone {
            self.end_paragraph();
        }
    }

    /// Returns the innermost open paragraph, if something is written.
    fn current(&mut self) -> Option<&mut Paragraph> {
        if self.is_muted { None } else { self.open.last_mut() }
    }

    fn push(&mut self, fragment: Fragment) {
        self.open.last_mut().map_or(&mut self.fragments, |paragraph| &mut paragraph.boxes).push(fragment);
    }

    fn write(&mut self, fragment: Fragment) {
        match fragment {
            Fragment::Tag(tag) => {
                self.close_lists(0);
                self.out.push_unmapped(tag);
            }
            Fragment::Paragraph(paragraph) => {
                self.write_paragraph(&paragraph);
                paragraph.boxes.into_iter().for_each(|fragment| self.write(fragment));
            }
        }
    }

    fn write_paragraph(&mut self, Paragraph { number, kind, html, plain, .. }: &Paragraph) {
        if html.trim().is_empty() {
            return;
        }
        let lists = if let ParagraphKind::Item(depth) = kind { depth.saturating_add(1).min(MAX_LIST_DEPTH) } else { 0 };
        self.close_lists(lists);
        let (tag, end, role) = match kind {
            ParagraphKind::Text => ("<p>", "</p>\n", ParagraphRole::Text),
            ParagraphKind::Heading(level) => {
                let level = (*level).clamp(1, MAX_LEVEL);
                let (tag, end) = heading_tags(level);
                (tag, end, ParagraphRole::Heading { level, text: plain.trim() })
            }
            ParagraphKind::Item(_) => {
                self.bullets += 1;
                // An item goes on to the end of the lists inside of it.
                ("<li>", "\n", ParagraphRole::Bullet(self.bullets))
            }
        };
        while self.lists < lists {
            self.out.push_unmapped("<ul>\n");
            self.lists += 1;
        }
        self.out.begin_paragraph(*number, role);
        for text in [tag, html, end] {
            self.out.push_unmapped(text);
        }
    }

    fn close_lists(&mut self, depth: usize) {
        while self.lists > depth {
            self.out.push_unmapped("</ul>\n");
            self.lists -= 1;
        }
        if depth == 0 {
            self.bullets = 0;
        }
    }

    fn end_slide(&mut self) {
        if std::mem::take(&mut self.slide_is_open) {
            self.out.push_unmapped("</section>\n");
        }
    }
}

impl Fragment {
    fn is_heading(&self) -> bool {
        matches!(self, Fragment::Paragraph(Paragraph { kind: ParagraphKind::Heading(_), .. }))
    }
}
