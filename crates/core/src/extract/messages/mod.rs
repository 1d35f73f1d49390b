//! Reads the files in which programs keep their messages, and subtitles: finds the texts for people in them, decodes
//! them and maps them to the file. [`super::message`] then reads each text.
//!
//! Each format has a module of its own, which appends one section for each message to an [`EmbeddedText`].

pub(super) mod android;
mod catalogue;
mod element_text;
pub(super) mod fluent;
pub(super) mod json;
mod openapi;
pub(super) mod po;
pub(super) mod properties;
pub(super) mod resx;
pub(super) mod strings;
pub(super) mod stringsdict;
pub(super) mod subtitles;
pub(super) mod toml;
pub(super) mod xliff;
#[cfg(test)]
mod xml_tests;
pub(super) mod yaml;

use super::outline::MARKER;
use wordgate_text::language::Language;
use wordgate_text::source::{EmbeddedText, Escapes, SectionLanguage, Span};

/// Collects the messages of a file.
pub(super) struct Messages<'t> {
    /// The text of the file.
    text: &'t str,
    inside: EmbeddedText,
    /// The directives in comments since the last message, without the delimiters of the comments.
    directives: Vec<Span>,
    /// The ends of the directives of the open region.
    region_ends: Vec<String>,
    /// The language of the messages that follow.
    language: SectionLanguage,
}

impl<'t> Messages<'t> {
    pub fn new(text: &'t str) -> Messages<'t> {
        Messages {
            text,
            inside: EmbeddedText::default(),
            directives: Vec::new(),
            region_ends: Vec::new(),
            language: SectionLanguage::OfFile,
        }
    }

    /// Sets the language of the file, which its header names by a tag. A text that is not a tag says nothing.
    pub fn set_file_language(&mut self, tag: &str) {
        if let Some(language) = Language::parse(tag.trim()) {
            self.inside.set_language(language);
        }
    }

    /// Sets the language of the messages that follow.
    pub fn set_language(&mut self, language: SectionLanguage) {
        self.language = language;
    }

    /// Records a comment, without its delimiters. A directive in it applies to the next message.
    pub fn comment(&mut self, content: Span) {
        let source = &self.text[content.range()];
        let inside = source.trim();
        if inside.starts_with(MARKER) && !inside.contains("--") {
            let start = content.start as usize + (source.len() - source.trim_start().len());
            self.directives.push(Span::new(start, start + inside.len()));
        }
    }

    /// Returns whether there is a directive for the next message.
    pub fn has_directives(&self) -> bool {
        !self.directives.is_empty()
    }

    /// Starts a message. Append its text to the result.
    pub fn begin(&mut self, escapes: Escapes) -> &mut EmbeddedText {
        self.inside.begin_section(escapes, self.language);
        for directive in std::mem::take(&mut self.directives) {
            self.inside.push_unmapped("<!-- ");
            self.inside.push_verbatim(&self.text[directive.range()], directive.start as usize);
            self.inside.push_unmapped(" -->\n");
        }
        &mut self.inside
    }

    /// Starts a message like [`Messages::begin`], but its directives apply to all messages up to [`Messages::end_region`].
    pub fn begin_region(&mut self, escapes: Escapes) -> &mut EmbeddedText {
        self.inside.begin_section(escapes, self.language);
        for directive in std::mem::take(&mut self.directives) {
            let source = &self.text[directive.range()];
            let rest = source.strip_prefix(MARKER).expect("only directives are recorded");
            let start = directive.start as usize;
            let is_region = rest.starts_with('-');
            self.inside.push_unmapped("<!-- ");
            self.inside.push_verbatim(MARKER, start);
            self.inside.push_unmapped(if is_region { "" } else { "-start" });
            self.inside.push_verbatim(rest, start + MARKER.len());
            self.inside.push_unmapped(" -->\n");
            if is_region {
                continue;
            }
            let rules = rest.split(':').next().unwrap_or_default().trim();
            self.region_ends.push(format!("\n<!-- {MARKER}-end {rules} -->"));
        }
        &mut self.inside
    }

    /// Ends the region that was started last.
    pub fn end_region(&mut self) {
        for end in std::mem::take(&mut self.region_ends).iter().rev() {
            self.inside.push_unmapped(end);
        }
    }

    /// Returns the text of the message that was begun last.
    pub fn current(&mut self) -> &mut EmbeddedText {
        &mut self.inside
    }

    /// Returns the text. A directive after the last message may end a region.
    pub fn finish(mut self) -> EmbeddedText {
        for directive in std::mem::take(&mut self.directives) {
            self.inside.push_unmapped("\n<!-- ");
            self.inside.push_verbatim(&self.text[directive.range()], directive.start as usize);
            self.inside.push_unmapped(" -->");
        }
        self.inside
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Format, open};
    use wordgate_text::source::{Section, SectionLanguage, SourceFile};

    /// Opens a file and returns its messages.
    pub(super) fn messages(stored: &str, format: Format) -> Vec<String> {
        let file = open(stored.as_bytes().to_vec(), format).unwrap_or_else(|error| panic!("{error}: {stored}"));
        assert_maps_back(&file);
        let starts = file.sections().iter().map(|section| section.start as usize);
        let ends = starts.clone().skip(1).chain([file.text().len() + 2]);
        starts.zip(ends).map(|(start, end)| file.text()[start..end - 2].to_owned()).collect()
    }

    /// Returns the language of each message of a file.
    pub(super) fn languages(stored: &str, format: Format) -> String {
        let file = open(stored.into(), format).unwrap_or_else(|error| panic!("{error}: {stored}"));
        let language = |section: &Section| match section.language {
            SectionLanguage::Only(language) => language.code().to_owned(),
            other => format!("{other:?}"),
        };
        file.sections().iter().map(language).collect::<Vec<_>>().join(" ")
    }

    /// Checks that each letter leads to itself or to an escape in the file, unless we added it.
    fn assert_maps_back(file: &SourceFile) {
        for (at, c) in file.text().char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let span = wordgate_text::source::Span::new(at, at + c.len_utf8());
            let stored = &file.stored().text()[file.stored_span(span).range()];
            assert!(
                stored.is_empty() || stored.contains(c) || stored.starts_with(['\\', '&', '%', '{']),
                "{c:?} is stored as {stored:?}"
            );
        }
    }

    /// Returns the message of the error for a file that is malformed.
    pub(super) fn error(stored: &str, format: Format) -> String {
        open(stored.as_bytes().to_vec(), format).expect_err(stored).to_string()
    }
}
