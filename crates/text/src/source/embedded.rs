//! Text that a file holds inside another format, such as the Markdown of a notebook in the strings of a JSON file, or the
//! messages of a catalogue.
//!
//! Such a file is checked as if it were the text inside: the linter sees `a "quoted" word`, not `a \"quoted\" word`, and
//! two strings of one cell are one text. A map leads each byte back to the file. Positions are converted only where they
//! leave the program. The text of an Office or PDF document is compressed in the file, so that no bytes of the file are
//! those of the text; it has [`Place`]s instead.

use super::place::{Area, PagesWithoutText, ParagraphRole, Paragraphs, Part, Place};
use super::plain_scalar::is_safe_in_plain_scalar;
use super::source_map::SourceMap;
use super::span::{Span, to_u32};
use crate::language::Language;
use std::borrow::Cow;

/// How the file around a text escapes characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// It does not.
    None,
    /// As in a string of JSON, C or PO in double quotes.
    DoubleQuoted,
    /// As in a value of a Java properties file.
    Properties,
    /// As in the text of an XML element.
    Xml,
    /// As in a CDATA section of XML, which has no escapes and ends at the first `]]>`.
    CData,
    /// As in a string of Android, in the text of an XML element.
    Android,
    /// As in a string of Android, in a CDATA section.
    AndroidCData,
    /// As in a pattern of Fluent, where braces enclose placeables.
    Fluent,
    /// As in a YAML string in single quotes, which doubles them.
    SingleQuoted,
    /// As in a YAML string without quotes. It has no escapes, and some characters would end it.
    PlainScalar,
    /// As in a TOML string in single quotes, which cannot contain them.
    Literal,
    /// As in a block scalar of YAML, whose lines are as they are.
    BlockScalar,
    /// The text must not be edited, such as the source text of a translation.
    ReadOnly,
}

impl Escapes {
    /// Escapes text that is written into the file; `None` if it must not be written.
    fn write(self, text: &str) -> Option<Cow<'_, str>> {
        let escape = |special: &[char]| -> Cow<'static, str> {
            let mut out = String::with_capacity(text.len() + 8);
            for c in text.chars() {
                match c {
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    c if special.contains(&c) => out.extend(['\\', c]),
                    c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                    c => out.push(c),
                }
            }
            out.into()
        };
        let android = || {
            let escaped = escape(&['"', '\'', '\\']);
            // At the start of a string, these signs make it a reference.
            if escaped.starts_with(['@', '?']) { format!("\\{escaped}").into() } else { escaped }
        };
        let unless = |unwritable: &[char]| {
            let is_written = !text.contains(|c: char| c.is_control() || unwritable.contains(&c));
            is_written.then_some(text)
        };
        match self {
            Escapes::None => Some(text.into()),
            Escapes::DoubleQuoted => Some(escape(&['"', '\\'])),
            Escapes::Properties => Some(escape(&['\\'])),
            Escapes::Xml => Some(xml(text)),
            Escapes::CData => cdata(text.into()),
            Escapes::Android => Some(xml(&android())),
            Escapes::AndroidCData => cdata(android()),
            Escapes::SingleQuoted => unless(&[]).map(|text| text.replace('\'', "''").into()),
            Escapes::PlainScalar => is_safe_in_plain_scalar(text).then(|| text.into()),
            Escapes::Literal => unless(&['\'']).map(Cow::from),
            Escapes::BlockScalar => unless(&[]).map(Cow::from),
            Escapes::Fluent => unless(&['{', '}']).map(Cow::from),
            Escapes::ReadOnly => None,
        }
    }
}

/// What a file says about the language of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SectionLanguage {
    /// It is the language of the file.
    #[default]
    OfFile,
    /// The section is the source text of a translation. Its language is not that of the file, and the file does not name
    /// it.
    Source,
    /// It is this one.
    Only(Language),
}

fn xml(text: &str) -> Cow<'static, str> {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into()
}

fn cdata(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    (!text.contains("]]>")).then_some(text)
}

/// A part of the text that is a document of its own, such as a cell of a notebook. It ends where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The byte offset in the text at which it starts.
    pub start: u32,
    /// How its text is written into the file.
    pub escapes: Escapes,
    /// Its language.
    pub language: SectionLanguage,
    /// The 1-based number of the cell, if the file is a notebook. It counts cells of every type.
    pub cell: Option<u32>,
    /// The part that it comes from, if the file is an Office document.
    pub part: Option<Box<Part>>,
}

impl Section {
    fn new(escapes: Escapes) -> Section {
        Section { start: 0, escapes, language: SectionLanguage::OfFile, cell: None, part: None }
    }
}

/// The text inside a file of another format, and its map to that file. Build it from start to end.
#[derive(Debug, Default)]
pub struct EmbeddedText {
    pub(super) text: String,
    pub(super) storage: Storage,
}

/// Where the text is in the file, and how it is written there.
#[derive(Debug, Default)]
pub(super) struct Storage {
    pub map: SourceMap,
    pub sections: Vec<Section>,
    /// The language of the file by its header.
    pub language: Option<Language>,
    pub paragraphs: Paragraphs,
    /// The offsets in the text at which the pages start, if the file has pages.
    pub page_starts: Vec<u32>,
    pub pages_without_text: Option<PagesWithoutText>,
}

impl EmbeddedText {
    /// Starts a section. A blank line separates it from the section before.
    pub fn begin_section(&mut self, escapes: Escapes, language: SectionLanguage) {
        self.push_section(Section { language, ..Section::new(escapes) });
    }

    /// Starts a section with the text of a cell with this 1-based number in a notebook.
    pub fn begin_cell(&mut self, escapes: Escapes, number: u32) {
        self.push_section(Section { cell: Some(number), ..Section::new(escapes) });
    }

    /// Starts a section with text of a part of an Office document, which has no bytes in the file. The headings before it
    /// are not above it, unless it has the notes of a slide.
    pub fn begin_part(&mut self, part: Part) {
        if part.area != Area::Notes {
            self.storage.paragraphs.leave_headings();
        }
        self.push_section(Section { part: Some(part.into()), ..Section::new(Escapes::ReadOnly) });
    }

    /// Starts the next page, which may be in the middle of a paragraph. The text before the first page is on that page.
    pub fn begin_page(&mut self) {
        if self.storage.sections.is_empty() {
            self.push_section(Section::new(Escapes::ReadOnly));
        }
        self.storage.page_starts.push(to_u32(self.text.len()));
    }

    /// Records that pages have no text.
    pub fn set_pages_without_text(&mut self, pages: PagesWithoutText) {
        self.storage.pages_without_text = Some(pages);
    }

    fn push_section(&mut self, section: Section) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.storage.sections.push(Section { start: to_u32(self.text.len()), ..section });
    }

    /// Sets the language of the file, which its header names.
    pub fn set_language(&mut self, language: Language) {
        self.storage.language = Some(language);
    }

    /// Starts a paragraph of the part with this 1-based number; `None` for text that is in no paragraph.
    pub fn begin_paragraph(&mut self, number: Option<u32>, role: ParagraphRole) {
        self.storage.paragraphs.begin(self.text.len(), number, role);
    }

    /// Returns the text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Appends text that is not in the file.
    pub fn push_unmapped(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends text that starts at byte `at` of the file and has the same bytes there.
    pub fn push_verbatim(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.storage.map.push(self.text.len(), text.len(), Span::new(at, at + text.len()), true);
            self.text.push_str(text);
        }
    }

    /// Appends a character that the file spells in another way, at `source`.
    pub fn push_decoded(&mut self, text: &str, source: Span) {
        self.storage.map.push(self.text.len(), text.len(), source, false);
        self.text.push_str(text);
    }
}

impl Storage {
    /// Returns the spans of the file that hold a span of the text, in order. An empty span becomes an empty span.
    pub fn stored_spans(&self, span: Span) -> Vec<Span> {
        let spans = self.map.to_source(&(span.start..span.end));
        if !spans.is_empty() {
            return spans;
        }
        let at = self.map.source_offset(span.start);
        vec![Span { start: at, end: at }]
    }

    /// Returns whether the text has bytes in the file.
    pub fn has_bytes(&self) -> bool {
        self.page_starts.is_empty() && self.sections.first().is_none_or(|section| section.part.is_none())
    }

    /// Returns the section that contains an offset in the text.
    pub fn section_at(&self, offset: u32) -> Option<&Section> {
        self.sections[..self.sections.partition_point(|section| section.start <= offset)].last()
    }

    /// Returns where a reader finds an offset in the text.
    pub fn place_at(&self, offset: u32) -> Option<Place> {
        let Section { cell, part, .. } = self.section_at(offset)?;
        if self.has_bytes() {
            return cell.map(|cell| Place { cell: Some(cell), ..Place::default() });
        }
        let page = (!self.page_starts.is_empty())
            .then(|| to_u32(self.page_starts.partition_point(|start| *start <= offset).max(1)));
        Some(Place { part: part.as_deref().cloned(), page, ..self.paragraphs.at(offset) })
    }

    /// Returns how `new` is written into the file at an offset in the text; `None` if nothing may be written there.
    pub fn written<'t>(&self, offset: u32, new: &'t str) -> Option<Cow<'t, str>> {
        self.section_at(offset)?.escapes.write(new)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceFile;
    use super::*;

    /// Returns the file `{"a": "one \"two\"\n", "thr\u0065e"}`, whose strings are one text.
    fn file() -> SourceFile {
        let stored = r#"{"a": "one \"two\"\n", "thr\u0065e"}"#;
        let mut inside = EmbeddedText::default();
        inside.begin_cell(Escapes::DoubleQuoted, 3);
        inside.push_verbatim("one ", 7);
        inside.push_decoded("\"", Span::new(11, 13));
        inside.push_verbatim("two", 13);
        inside.push_decoded("\"", Span::new(16, 18));
        inside.push_decoded("\n", Span::new(18, 20));
        inside.push_verbatim("thr", 24);
        inside.push_decoded("e", Span::new(27, 33));
        inside.push_verbatim("e", 33);
        SourceFile::decode(stored.into()).unwrap().with_embedded(inside)
    }

    #[test]
    fn spans_lead_back_to_the_stored_file() {
        let file = file();
        assert_eq!(file.text(), "one \"two\"\nthree");
        let stored = |part: &str| {
            let start = file.text().find(part).unwrap();
            let spans = file.stored_spans(Span::new(start, start + part.len()));
            spans.into_iter().map(|span| &file.stored().text()[span.range()]).collect::<Vec<_>>()
        };
        assert_eq!(stored("one"), ["one"]);
        assert_eq!(stored("\"two"), ["\\\"two"]);
        assert_eq!(stored("two\"\nthree"), ["two\\\"\\n", "thr\\u0065e"]);
        assert_eq!(stored("ree"), ["r\\u0065e"]);
        assert_eq!(file.stored_span(Span::new(4, 15)), Span::new(11, 34));
        assert_eq!(file.stored_span(Span::new(10, 10)), Span::new(24, 24));
        assert_eq!(file.stored_span(Span::new(15, 15)), Span::new(34, 34));
        assert_eq!(file.position(5).column, 14);
        assert_eq!(file.place_at(5).and_then(|place| place.cell), Some(3));
        assert_eq!(file.stored_text(5, "a \"b\"\n").as_deref(), Some(r#"a \"b\"\n"#));
    }

    #[test]
    fn text_is_escaped_for_xml() {
        let text = "?a's \"b\" & <c>\n";
        let written = |escapes: Escapes, text: &str| escapes.write(text).map(Cow::into_owned);
        assert_eq!(written(Escapes::Xml, text).as_deref(), Some("?a's \"b\" &amp; &lt;c&gt;\n"));
        assert_eq!(written(Escapes::CData, text).as_deref(), Some(text));
        assert_eq!(written(Escapes::Android, text).as_deref(), Some(r#"\?a\'s \"b\" &amp; &lt;c&gt;\n"#));
        assert_eq!(written(Escapes::AndroidCData, text).as_deref(), Some(r#"\?a\'s \"b\" & <c>\n"#));
        for escapes in [Escapes::CData, Escapes::AndroidCData] {
            assert_eq!(written(escapes, "a ]]> b"), None);
        }
    }

    #[test]
    fn the_text_of_another_file_is_stored_as_it_is() {
        let file = SourceFile::decode("one two".into()).unwrap();
        assert_eq!(file.stored_spans(Span::new(4, 7)), [Span::new(4, 7)]);
        assert_eq!((file.place_at(5), file.stored_text(5, "a \"b\"").as_deref()), (None, Some("a \"b\"")));
    }
}
