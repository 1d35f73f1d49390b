//! Documents out of bytes.

use wordgate_core::extract::Format;
use wordgate_text::source::SourceFile;

/// Larger ones are only slow.
const LONGEST: usize = 16 << 10;

/// A document.
pub struct Document<'b> {
    pub format: Format,
    /// Whether it is looked at in a second way, such as with other scopes or other edits.
    pub is_second_way: bool,
    pub bytes: &'b [u8],
}

impl<'b> Document<'b> {
    /// The document that these bytes stand for.
    pub fn of(data: &'b [u8]) -> Option<Document<'b>> {
        let (choice, bytes) = data.split_first()?;
        let format = [Format::Markdown, Format::Html, Format::Mdx, Format::Text][usize::from(*choice) % 4];
        let is_second_way = choice & 4 != 0;
        (bytes.len() <= LONGEST).then_some(Document { format, is_second_way, bytes })
    }

    /// Its text, unless it is no text.
    pub fn file(&self) -> Option<SourceFile> {
        SourceFile::decode(self.bytes.to_vec()).ok()
    }
}
