//! Unpacks the parts of a document, within limits: a zip archive of a few kilobytes can hold gigabytes.
//!
//! Parts are read by their names and only into memory, so no name in the archive can lead anywhere else. Pictures and
//! other parts without text are never unpacked.

use super::error::OfficeError;
use rustc_hash::FxHashMap;
use std::io::{Cursor, Read};
use wordgate_text::source::SourceFile;
use zip::ZipArchive;
use zip::result::ZipError;

/// The maximum number of entries of an archive.
const MAX_ENTRIES: usize = 10_000;
/// The maximum size of an unpacked part in bytes.
const MAX_PART: u64 = 64 << 20;
/// The maximum size in bytes of all unpacked parts together.
const MAX_TOTAL: u64 = 256 << 20;
/// The maximum ratio of a part's unpacked size to its packed one.
const MAX_RATIO: u64 = 200;
/// Up to this size in bytes, a part may have any ratio. Small parts with much repetition are common.
const MIN_RATIO_SIZE: u64 = 1 << 20;

/// The first bytes of a compound file, the container of encrypted documents and of the older formats.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// An open document.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    len: u64,
    /// The index of each entry by its name, in lower case and with forward slashes: names of parts ignore case, and some
    /// programs write backslashes.
    entries: FxHashMap<String, usize>,
    /// The number of bytes unpacked so far.
    unpacked: u64,
}

impl<'b> Package<'b> {
    /// Reads the directory of an archive.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, OfficeError> {
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(OfficeError::Compound);
        }
        if !bytes.starts_with(b"PK") {
            return Err(OfficeError::NotZip);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > MAX_ENTRIES {
            return Err(OfficeError::Limit(format!("it has {} entries, more than {MAX_ENTRIES}", archive.len())));
        }
        let name = |index| archive.name_for_index(index).and_then(Result::ok);
        let entries = (0..archive.len()).filter_map(|index| Some((key(&name(index)?), index))).collect();
        Ok(Package { archive, len: bytes.len() as u64, entries, unpacked: 0 })
    }

    /// Returns whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&key(name))
    }

    /// Returns the text of a part that the document needs.
    pub fn required(&mut self, name: &str) -> Result<String, OfficeError> {
        self.read(name)?.ok_or_else(|| OfficeError::Missing(name.to_owned()))
    }

    /// Returns the text of a part, or `None` if there is none of this name.
    pub fn read(&mut self, name: &str) -> Result<Option<String>, OfficeError> {
        let Some(index) = self.entries.get(&key(name)) else { return Ok(None) };
        let entry = self.archive.by_index(*index).map_err(broken)?;
        // The sizes in the directory may be wrong, so they set limits but none of them is trusted.
        let max_ratio = MIN_RATIO_SIZE.max(entry.compressed_size().min(self.len).saturating_mul(MAX_RATIO));
        let left = MAX_TOTAL - self.unpacked;
        let limit = max_ratio.min(MAX_PART).min(left);
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(|error| OfficeError::Broken(error.to_string()))?;
        let len = bytes.len() as u64;
        if len > limit {
            return Err(OfficeError::Limit(match limit {
                limit if limit == MAX_PART => format!("its part {name} has more than {} MB", MAX_PART >> 20),
                limit if limit == left => format!("its parts have more than {} MB together", MAX_TOTAL >> 20),
                _ => format!("its part {name} unpacks to more than {MAX_RATIO} times its size"),
            }));
        }
        self.unpacked += len;
        // A part is UTF-8 or UTF-16.
        let text = SourceFile::decode(bytes).map_err(|error| xml_error(name, error.to_string()))?;
        Ok(Some(text.into_text()))
    }
}

fn key(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

fn xml_error(part: &str, message: String) -> OfficeError {
    OfficeError::Xml { part: part.to_owned(), message }
}

fn broken(error: ZipError) -> OfficeError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => OfficeError::Encrypted,
        other => OfficeError::Broken(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::archive;
    use super::*;

    #[test]
    fn all_parts_together_have_a_limit() {
        let bytes = archive(&[("a.xml", "abc"), ("b.xml", "def")]);
        let mut package = Package::open(&bytes).unwrap();
        package.unpacked = MAX_TOTAL - 5;
        assert_eq!(package.read("A.xml").unwrap().as_deref(), Some("abc"));
        assert_eq!(package.read("b.xml").unwrap_err().to_string(), "its parts have more than 256 MB together");
        assert_eq!(package.read("c.xml").unwrap(), None);
    }
}
