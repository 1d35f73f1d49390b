//! The text of a scanned file, with exact positions in its stored bytes.
//!
//! The rest of the program uses byte offsets into [`SourceFile::text`]. For UTF-8 files, these equal the offsets in the
//! stored file, because each invalid byte is replaced by one byte (see [`SUBSTITUTE`]) and a byte order mark is kept.
//! UTF-16 files are decoded, and [`SourceFile::position`] converts offsets for reports. Only this module converts an
//! offset to a line or a column.

mod cursor;
mod decode;
mod file;
mod line_index;
mod span;

pub use cursor::PositionCursor;
pub use decode::{Damage, DecodeError, Encoding, SUBSTITUTE};
pub use file::SourceFile;
pub use line_index::{LineIndex, Position};
pub use span::{Span, floor_char_boundary, to_u32};
