//! Checks the bytes of a PDF file for what would make the library that reads it slow or hungry for memory.
//!
//! The library decodes the streams of objects and of cross-references before it returns anything, and searches for the end
//! of a stream whose length is wrong. So both are checked here, on the bytes alone and in one pass.

use super::super::pdf_error::PdfError;
use super::budget::{Budget, inflated_len};
use memchr::memmem;

/// The start of a file must have the signature somewhere in this many bytes.
const HEAD: usize = 1024;

/// The maximum number of objects.
const MAX_OBJECTS: usize = 2_000_000;

/// In an encrypted file, where streams of objects cannot be measured, their maximum total length.
const MAX_ENCRYPTED: usize = 1 << 20;

/// How many times the length of the file a search for the ends of all streams may take.
const MAX_SEARCH: usize = 8;

/// Returns an error if the file is no PDF, or if reading it may take too much time or memory.
pub(super) fn check(bytes: &[u8], budget: &mut Budget) -> Result<(), PdfError> {
    if memmem::find(&bytes[..bytes.len().min(HEAD)], b"%PDF-").is_none() {
        return Err(PdfError::NotPdf);
    }
    let limit = |message: &str| Err(PdfError::Limit(message.to_owned()));
    let is_encrypted = memmem::find(bytes, b"/Encrypt").is_some();
    let mut objects = memmem::find_iter(bytes, b"obj").peekable();
    let (mut count, mut dict_start, mut searched, mut encrypted) = (0, 0, 0, 0);
    let mut ends = memmem::find_iter(bytes, b"endstream").peekable();
    for at in memmem::find_iter(bytes, b"stream") {
        while let Some(object) = objects.next_if(|object| *object < at) {
            (count, dict_start) = (count + 1, dict_start.max(object));
        }
        if bytes[..at].ends_with(b"end") {
            dict_start = at;
            continue;
        }
        while ends.next_if(|end| *end < at).is_some() {}
        let end = ends.peek().copied().unwrap_or(bytes.len());
        searched += end - at;
        if searched > MAX_SEARCH * bytes.len() {
            return limit("many of its streams have no end");
        }
        let dict = &bytes[dict_start..at];
        dict_start = at;
        if !is_read_at_once(dict) {
            continue;
        }
        let start = at + b"stream".len();
        let data = bytes[start..end].trim_ascii_start();
        if is_encrypted && memmem::find(dict, b"XRef").is_none() {
            encrypted += data.len();
            if encrypted > MAX_ENCRYPTED {
                return limit("it is encrypted, and its object streams have more than 1 MB");
            }
        } else {
            budget.spend(inflated_len(data))?;
        }
    }
    if (count + objects.count()) / 2 > MAX_OBJECTS {
        return limit("it has more than 2,000,000 objects");
    }
    Ok(())
}

/// Returns whether a stream with this dictionary may be decoded as one of objects or of cross-references: it needs the key
/// `First` or `W`, or hides a key behind an escape.
fn is_read_at_once(dict: &[u8]) -> bool {
    let has_widths =
        || memmem::find_iter(dict, b"/W").any(|at| dict.get(at + 2).is_some_and(|next| !next.is_ascii_alphanumeric()));
    memmem::find(dict, b"/First").is_some() || has_widths() || dict.contains(&b'#')
}
