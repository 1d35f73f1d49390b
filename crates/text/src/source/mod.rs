//! One scanned file as text, with exact ways back to its stored bytes.
//!
//! Everything behind this module works on byte offsets into [`SourceFile::text`]. For UTF-8 files these *are* the
//! offsets into the stored file: bytes that are not valid text are replaced one for one (see [`SUBSTITUTE`]), and a
//! byte order mark stays where it is. UTF-16 files are decoded, and [`SourceFile::position`] converts at the edge.
//! Only this module turns an offset into a line or a column.

mod cursor;
mod decode;
mod file;
mod line_index;
mod span;

pub use cursor::PositionCursor;
pub use decode::{Damage, DecodeError, Encoding, SUBSTITUTE};
pub use file::SourceFile;
pub use line_index::{LineIndex, Position};
pub use span::{Span, boundary_before, to_u32};
