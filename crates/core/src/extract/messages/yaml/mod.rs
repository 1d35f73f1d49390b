//! Reads the messages of YAML files: catalogues of Rails and of web programs, data of site generators, and the
//! descriptions of an API in OpenAPI.
//!
//! Each string value is a message; keys, numbers, booleans and dates are not. The parser decodes scalars without saying
//! where each character comes from, so [`scalar`] decodes them again from their source.

mod nodes;
mod scalar;

use super::{Messages, openapi};
use crate::extract::lines::start_after_bom;
use crate::extract::malformed::Malformed;
use nodes::Nodes;
use scalar::Scalar;
use wordgate_text::language::Language;
use wordgate_text::source::{EmbeddedText, SectionLanguage, Span};

/// Returns the messages of a YAML file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let is_api = is_api(text)?;
    let has_languages = !is_api && is_keyed_by_language(text)?;
    let mut nodes = Nodes::new(text);
    let mut reader = Reader { text, at: start_after_bom(text), messages: Messages::new(text), last: None };
    while let Some(node) = nodes.next()? {
        reader.comments(node.scalar.content.start as usize);
        reader.at = node.scalar.end;
        if has_languages && node.is_key && nodes.depth() == 1 {
            let language = Language::of_name(nodes.key());
            reader.messages.set_language(language.map_or(SectionLanguage::OfFile, SectionLanguage::Only));
        }
        let is_wanted = !node.is_key && (!is_api || openapi::is_text_key(nodes.key()));
        if is_wanted && node.is_string && !node.is_blank {
            reader.last = Some(node.scalar);
        }
    }
    reader.comments(text.len());
    Ok(reader.messages.finish())
}

/// Returns whether a file is the description of an API.
fn is_api(text: &str) -> Result<bool, Malformed> {
    if !openapi::may_be_api(text) {
        return Ok(false);
    }
    let mut nodes = Nodes::new(text);
    while let Some(node) = nodes.next()? {
        if node.is_key && nodes.depth() == 1 && openapi::is_version_key(nodes.key()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns whether the keys at the top level are languages, each with a mapping of its messages, as Rails has them.
fn is_keyed_by_language(text: &str) -> Result<bool, Malformed> {
    let mut nodes = Nodes::new(text);
    let mut has_certain = false;
    while let Some(node) = nodes.next()? {
        if nodes.depth() > 1 {
            continue;
        }
        match Language::of_name(nodes.key()).filter(|_| node.is_key) {
            Some(language) => has_certain |= !language.is_ambiguous(),
            None => return Ok(false),
        }
    }
    Ok(has_certain)
}

/// Collects the messages, each with the comments that apply to it.
struct Reader<'t> {
    text: &'t str,
    /// The end of the last scalar.
    at: usize,
    messages: Messages<'t>,
    /// The last message, until the end of its line is reached: a comment there applies to it.
    last: Option<Scalar>,
}

impl Reader<'_> {
    /// Reads the comments between the last scalar and the one at byte `end`. A `#` between scalars starts a comment if
    /// white space is before it.
    fn comments(&mut self, end: usize) {
        let line_end = |at: usize| self.text[at..end].find(['\n', '\r']).map_or(end, |len| at + len);
        let last_line = line_end(self.at);
        let mut at = self.at;
        while let Some(found) = memchr::memchr(b'#', &self.text.as_bytes()[at..end]) {
            let start = at + found;
            at = start + 1;
            if self.text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '\u{FEFF}') {
                if start > last_line {
                    self.end_message();
                }
                at = line_end(start);
                self.messages.comment(Span::new(start + 1, at));
            }
        }
        self.end_message();
    }

    fn end_message(&mut self) {
        if let Some(scalar) = self.last.take() {
            scalar.write(self.text, self.messages.begin(scalar.escapes()));
        }
    }
}

#[cfg(test)]
mod tests;
