//! The text of a scanned file, with exact positions in its stored bytes.
//!
//! The rest of the program uses byte offsets into [`SourceFile::text`]. For UTF-8 files, these equal the offsets in the
//! stored file, because each invalid byte is replaced by one byte (see [`SUBSTITUTE`]) and a byte order mark is kept.
//! UTF-16 files are decoded, and [`SourceFile::position`] converts offsets for reports. Only this module converts an
//! offset to a line or a column.
//!
//! The text of some files is inside another format, such as the Markdown of a notebook in the strings of a JSON file. For
//! these, [`SourceFile::text`] is the text inside, and [`SourceFile::stored`] the file around it: see [`EmbeddedText`]. The
//! text of an Office document is compressed in the file. It has no positions there, but a [`Place`] for people.

mod cursor;
mod decode;
mod embedded;
mod file;
mod line_index;
mod place;
mod plain_scalar;
mod source_map;
mod span;

pub use cursor::PositionCursor;
pub use decode::{Damage, DecodeError, Encoding, SUBSTITUTE};
pub use embedded::{EmbeddedText, Escapes, Section, SectionLanguage};
pub use file::SourceFile;
pub use line_index::{LineIndex, Position};
pub use place::{Area, PagesWithoutText, ParagraphRole, Part, Place};
pub use plain_scalar::{is_plain_string, is_safe_in_plain_scalar};
pub use source_map::SourceMap;
pub use span::{Span, floor_char_boundary, to_u32};
