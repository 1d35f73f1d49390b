//! Reads the text of a part of a Word or PowerPoint document.
//!
//! Both have paragraphs (`p`) of runs (`r`) of text (`t`), and tables of rows and cells. Only their properties differ.
//!
//! Insertions are read, deletions are not: the text is what a reader sees who accepts all changes. A text box is in the
//! file twice, for newer and for older programs, and is read once.

use super::error::OfficeError;
use super::html_writer::{HtmlWriter, ParagraphKind};
use super::styles::{ParagraphProperties, Styles};
use super::xml::{Element, XmlEvent, XmlReader, relationship};
use wordgate_text::source::{Area, Part};

/// The maximum number of columns over which a cell may go.
const MAX_SPAN: usize = 63;

/// Elements that are not read: deleted and moved text, the commands of fields, the copy of a text box for older programs,
/// pronunciations, and properties, which may have elements with the names of text.
const SKIPPED: &[&str] = &[
    "Fallback", "del", "delInstrText", "delText", "extLst", "instrText", "lstStyle", "moveFrom", "pPrChange", "rt",
    "sdtPr", "sectPr", "tblGrid", "tblPr",
];

/// Adds the text of a part to `writer`. `styles` are those of a Word document.
pub(super) fn read(text: &str, part: Part, styles: &Styles, writer: &mut HtmlWriter) -> Result<(), OfficeError> {
    let (name, area) = (part.name.clone(), part.area);
    let has_slides = part.slide.is_some();
    writer.begin_part(part);
    let mut reader = PartReader {
        xml: XmlReader::new(text, &name),
        styles,
        writer,
        has_slides,
        is_slide: has_slides && area == Area::Body,
        shape: Shape::default(),
        text_depth: None,
        run: Run::default(),
        span: 1,
    };
    reader.read()?;
    writer.end_part(area);
    Ok(())
}

/// A shape on a slide.
#[derive(Default)]
struct Shape {
    /// The nesting depth of its element.
    depth: usize,
    /// What its paragraphs are, unless they say otherwise.
    kind: ParagraphKind,
}

/// What the properties of a run say.
#[derive(Clone, Copy, Default)]
struct Run {
    is_superscript: bool,
    is_link: bool,
}

struct PartReader<'r> {
    xml: XmlReader<'r>,
    styles: &'r Styles,
    writer: &'r mut HtmlWriter,
    /// Whether the document is a presentation.
    has_slides: bool,
    /// Whether the part is a slide, rather than its notes.
    is_slide: bool,
    shape: Shape,
    /// The nesting depth of the innermost element with text.
    text_depth: Option<usize>,
    run: Run,
    /// The number of columns of the current cell.
    span: usize,
}

impl PartReader<'_> {
    fn read(&mut self) -> Result<(), OfficeError> {
        while let Some(event) = self.xml.next()? {
            match event {
                XmlEvent::Open(element) => self.open(&element)?,
                XmlEvent::Close(element) => self.close(element.name()),
                XmlEvent::Text(text) if self.text_depth == Some(self.xml.depth()) => self.writer.text(&text),
                XmlEvent::Text(_) => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, element: &Element) -> Result<(), OfficeError> {
        match element.name() {
            "p" => {
                self.writer.begin_paragraph();
                self.writer.set_kind(self.shape.kind);
            }
            "pPr" => self.paragraph_properties(element)?,
            "r" | "fld" => {
                self.run = Run::default();
                // The number of a slide and a date are not anybody's words.
                let kind = element.attribute("type");
                if kind.is_some_and(|kind| kind.starts_with("slidenum") || kind.starts_with("datetime")) {
                    self.xml.skip()?;
                }
            }
            "rPr" => self.run_properties(element)?,
            "t" => self.text_depth = Some(self.xml.depth()),
            "tab" | "ptab" => self.writer.text(" "),
            "br" | "cr" => self.writer.line_break(),
            "noBreakHyphen" => self.writer.text("\u{2011}"),
            "hyperlink" => self.writer.inline_tag("<a>"),
            "oMath" => {
                self.writer.inline_tag("<code>x</code>");
                self.xml.skip()?;
            }
            "tbl" => self.writer.block_tag("<table>\n"),
            "tr" => self.writer.block_tag("<tr>"),
            "trPr" => self.row_properties()?,
            "tc" => {
                self.span = 1;
                self.writer.block_tag("<td>");
            }
            "gridSpan" => self.span = element.attribute("val").and_then(|span| span.parse().ok()).unwrap_or(1),
            // Word has the text of `docPr` in `cNvPr` too.
            name @ ("docPr" | "cNvPr") if (name == "cNvPr") == self.has_slides => {
                if let Some(alt) = element.attribute("descr").filter(|alt| !alt.trim().is_empty()) {
                    self.writer.picture(&alt);
                }
            }
            "sp" => self.shape = Shape { depth: self.xml.depth(), ..Shape::default() },
            "ph" => self.placeholder(element)?,
            name if SKIPPED.contains(&name) => self.xml.skip()?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.writer.end_paragraph(),
            "r" | "fld" => self.end_run(),
            "t" => self.text_depth = None,
            "hyperlink" => self.writer.inline_tag("</a>"),
            "tbl" => self.writer.block_tag("</table>\n"),
            "tr" => self.writer.block_tag("</tr>\n"),
            "tc" => {
                self.writer.block_tag("</td>");
                for _ in 1..self.span.min(MAX_SPAN) {
                    self.writer.block_tag("<td></td>");
                }
                self.span = 1;
            }
            "sp" => self.shape = Shape::default(),
            _ => {}
        }
    }

    fn paragraph_properties(&mut self, element: &Element) -> Result<(), OfficeError> {
        let level = element.attribute("lvl").and_then(|level| level.parse().ok()).unwrap_or(0);
        let depth = self.xml.depth();
        let mut properties = ParagraphProperties::default();
        let mut kind = self.shape.kind;
        while let Some(element) = self.xml.next_inside(depth)? {
            match element.name() {
                "pPrChange" => self.xml.skip()?,
                "buNone" => kind = without_bullet(kind),
                "buChar" | "buAutoNum" | "buBlip" => kind = ParagraphKind::Item(0),
                _ => properties.add(&element),
            }
        }
        if let ParagraphKind::Item(_) = kind {
            kind = ParagraphKind::Item(level);
        }
        let styled = self.styles.kind(&properties);
        self.writer.set_kind(if styled == ParagraphKind::Text { kind } else { styled });
        Ok(())
    }

    fn run_properties(&mut self, element: &Element) -> Result<(), OfficeError> {
        let depth = self.xml.depth();
        let is_raised = element.attribute("baseline").is_some_and(|baseline| is_positive(&baseline));
        let mut run = Run { is_superscript: is_raised, ..Run::default() };
        while let Some(element) = self.xml.next_inside(depth)? {
            match element.name() {
                "rPrChange" => self.xml.skip()?,
                "vertAlign" => run.is_superscript = element.attribute("val").as_deref() == Some("superscript"),
                "hlinkClick" => run.is_link = relationship(&element).is_some_and(|id| !id.is_empty()),
                _ => {}
            }
        }
        self.run = run;
        for (is_on, tag) in [(run.is_link, "<a>"), (run.is_superscript, "<sup>")] {
            if is_on {
                self.writer.inline_tag(tag);
            }
        }
        Ok(())
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        for (is_on, tag) in [(run.is_superscript, "</sup>"), (run.is_link, "</a>")] {
            if is_on {
                self.writer.inline_tag(tag);
            }
        }
    }

    /// Skips a row that is deleted.
    fn row_properties(&mut self) -> Result<(), OfficeError> {
        let depth = self.xml.depth();
        let mut is_deleted = false;
        while let Some(element) = self.xml.next_inside(depth)? {
            is_deleted |= element.name() == "del";
        }
        if is_deleted {
            self.xml.leave(depth - 1)?;
            self.writer.block_tag("</tr>\n");
        }
        Ok(())
    }

    /// Reads what the layout of a slide has a shape for.
    fn placeholder(&mut self, element: &Element) -> Result<(), OfficeError> {
        let kind = element.attribute("type");
        match kind.as_deref() {
            Some("sldNum" | "dt") if self.shape.depth > 0 => {
                self.xml.leave(self.shape.depth)?;
                self.shape = Shape::default();
            }
            _ if !self.is_slide => {}
            Some("title" | "ctrTitle") => self.shape.kind = ParagraphKind::Heading(1),
            // The text of a slide is a list, unless it says otherwise.
            None | Some("body" | "obj") => self.shape.kind = ParagraphKind::Item(0),
            Some(_) => {}
        }
        Ok(())
    }
}

fn without_bullet(kind: ParagraphKind) -> ParagraphKind {
    if matches!(kind, ParagraphKind::Item(_)) { ParagraphKind::Text } else { kind }
}

/// Returns whether a number of percent or of their thousandths is above 0.
fn is_positive(number: &str) -> bool {
    number.trim_end_matches('%').parse::<f64>().is_ok_and(|number| number > 0.0)
}
