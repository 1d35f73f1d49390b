//! Counts the text files of types that wordgate does not read, so that no run leaves out prose without saying so.
//!
//! Code, lock files and images are not counted. Settings files, such as `.ini`, are counted only in folders whose names
//! say that they contain texts for readers.

use super::by_name::is_in_text_folder;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use wordgate_text::source::{Encoding, SourceFile};

/// How many bytes of a file decide whether it is text.
const HEAD: usize = 8 << 10;

/// The number of types that [`UnreadTypes::phrase`] names.
const MAX_NAMED: usize = 5;

/// The name for files without an extension.
const NO_EXTENSION: &str = "(none)";

/// Extensions of documents that are counted whatever their bytes are, in lower case, sorted.
const DOCUMENTS: &[&str] = &["epub", "pdf", "xlsx"];

/// Extensions of images and other files that are text only for programs, in lower case, sorted.
const NOT_PROSE: &[&str] = &["ai", "eps", "map", "pbm", "pem", "pgm", "ppm", "ps", "snap", "svg", "xpm"];

/// Extensions of settings, which contain texts for readers only in some folders. In lower case, sorted.
const SETTINGS: &[&str] = &["cfg", "conf", "ini"];

/// How many files of each type were found and not read: `.foo`, or `(none)` for files without an extension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct UnreadTypes(BTreeMap<String, usize>);

impl UnreadTypes {
    /// Counts a file.
    pub fn add(&mut self, kind: String) {
        *self.0.entry(kind).or_default() += 1;
    }

    /// Returns whether no file was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of files.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Returns what was counted in addition to an earlier state.
    #[must_use]
    pub fn since(&self, earlier: &UnreadTypes) -> UnreadTypes {
        let before = |kind| earlier.0.get(kind).copied().unwrap_or_default();
        let new = self.0.iter().map(|(kind, count)| (kind.clone(), count - before(kind)));
        UnreadTypes(new.filter(|(_, count)| *count > 0).collect())
    }

    /// Returns the most frequent types with their counts, and the number of the others: `30 .foo, 16 .bar`.
    pub fn phrase(&self) -> String {
        let mut types: Vec<(&str, usize)> = self.0.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
        types.sort_by(|(a, many), (b, more)| (more, a).cmp(&(many, b)));
        let name = |(kind, count): &(&str, usize)| match *kind {
            NO_EXTENSION => format!("{count} without an extension"),
            kind => format!("{count} {kind}"),
        };
        let named: Vec<String> = types.iter().take(MAX_NAMED).map(name).collect();
        let more = match types.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            1 => ", and 1 more type".to_owned(),
            more => format!(", and {more} more types"),
        };
        named.join(", ") + &more
    }
}

/// Returns the type of a file of unknown format that has to be counted; `None` for one that is not text, or only for
/// programs. `base` is its path for globs.
pub(super) fn unread_type(path: &Path, base: &str) -> Option<String> {
    let kind = type_of(path);
    let extension = kind.strip_prefix('.').unwrap_or_default();
    let is_listed = |list: &[&str]| list.binary_search(&extension).is_ok();
    let is_counted = match () {
        () if is_listed(DOCUMENTS) => true,
        () if is_listed(NOT_PROSE) || (is_listed(SETTINGS) && !is_in_text_folder(base)) => false,
        () => is_text_file(path),
    };
    is_counted.then_some(kind)
}

/// Returns the type of a file in messages: its extension in lower case, or `(none)`.
pub(super) fn type_of(path: &Path) -> String {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.map_or_else(|| NO_EXTENSION.to_owned(), |extension| format!(".{extension}"))
}

/// Returns whether a file starts like text for readers. A file that cannot be read does not.
fn is_text_file(path: &Path) -> bool {
    read_head(path).is_some_and(|head| !head.is_empty() && !head.starts_with(b"#!") && is_text(&head))
}

/// Returns the first bytes of a file; `None` if it cannot be read.
pub(super) fn read_head(path: &Path) -> Option<Vec<u8>> {
    // Opening a named pipe would wait for its writer.
    if !path.is_file() {
        return None;
    }
    let mut head = Vec::with_capacity(HEAD);
    File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head)).ok()?;
    Some(head)
}

/// Returns whether bytes start like text: without NUL, except in UTF-16, and with few other invalid bytes.
pub fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let Ok(file) = SourceFile::decode(head.to_vec()) else { return false };
    let is_wide = file.encoding() != Encoding::Utf8;
    (is_wide || !head.contains(&0)) && file.damage().is_none_or(|damage| damage.foreign.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample;

    #[test]
    fn the_lists_are_sorted() {
        for list in [DOCUMENTS, NOT_PROSE, SETTINGS] {
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn text_is_told_by_its_first_bytes() {
        let long = [b"text ".repeat(2000), vec![0]].concat();
        for text in [&b"Words.\n"[..], "Über".as_bytes(), b"\xFF\xFEa\0b\0", &long, b""] {
            assert!(is_text(text), "{text:?}");
        }
        for binary in [&b"a\0b"[..], b"\x7FELF\x02\x01\x01\0\0", b"\x89PNG\r\n\x1a\n\0\0"] {
            assert!(!is_text(binary), "{binary:?}");
        }
    }

    #[test]
    fn code_settings_and_images_are_not_counted() {
        let root = sample::tree(&[
            "a.FOO", "b.ini", "locales/fr.ini", "c.svg", "d.epub", "NOTES", "e.org", "f.tsx", "g.conf",
            "h/_data/i.conf",
        ]);
        std::fs::write(root.path().join("run"), "#!/bin/sh\n").unwrap();
        std::fs::write(root.path().join("x.bin"), b"a\0").unwrap();
        std::fs::write(root.path().join("empty.foo"), "").unwrap();
        let kind = |base: &str| unread_type(&root.path().join(base), base);
        let counted = [
            ("a.FOO", ".foo"),
            ("locales/fr.ini", ".ini"),
            ("d.epub", ".epub"),
            ("NOTES", "(none)"),
            ("e.org", ".org"),
            ("f.tsx", ".tsx"),
            ("h/_data/i.conf", ".conf"),
        ];
        for (base, expected) in counted {
            assert_eq!(kind(base).as_deref(), Some(expected), "{base}");
        }
        for base in ["b.ini", "c.svg", "g.conf", "run", "x.bin", "empty.foo", "missing.foo"] {
            assert_eq!(kind(base), None, "{base}");
        }
    }

    #[test]
    fn the_phrase_names_the_most_frequent_types() {
        let mut unread = UnreadTypes::default();
        for (kind, count) in [("(none)", 2), (".bar", 16), (".foo", 30), (".a", 1), (".b", 1), (".c", 1), (".d", 1)] {
            (0..count).for_each(|_| unread.add(kind.to_owned()));
        }
        assert_eq!(unread.phrase(), "30 .foo, 16 .bar, 2 without an extension, 1 .a, 1 .b, and 2 more types");
        assert_eq!(unread.total(), 52);
    }
}
