//! Decodes fuzzer input as documents.

use wordgate_core::extract::Format;
use wordgate_text::source::SourceFile;

/// The maximum size in bytes. Larger documents are slow and find nothing more.
const LONGEST: usize = 16 << 10;

/// A document.
pub struct Document<'b> {
    pub format: Format,
    /// Whether to use the second variant of the check, such as other scopes or other edits.
    pub is_second_way: bool,
    pub bytes: &'b [u8],
}

impl<'b> Document<'b> {
    /// Decodes the format and the variant from the first byte; the rest is the file.
    pub fn of(data: &'b [u8]) -> Option<Document<'b>> {
        let (choice, bytes) = data.split_first()?;
        // Sixteen formats, so that a bit decides on the variant.
        let format = match choice % 16 {
            0 => Format::Markdown,
            1 => Format::Html,
            2 => Format::Mdx,
            3 => Format::Rst,
            4 => Format::Asciidoc,
            8 => Format::Tsx,
            9 => Format::Vue,
            10 => Format::Svelte,
            11 => Format::Astro,
            _ => Format::Text,
        };
        let is_second_way = choice & 16 != 0;
        (bytes.len() <= LONGEST).then_some(Document { format, is_second_way, bytes })
    }

    /// Decodes the file; `None` if it cannot be decoded.
    pub fn file(&self) -> Option<SourceFile> {
        SourceFile::decode(self.bytes.to_vec()).ok()
    }
}
