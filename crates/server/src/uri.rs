//! Converts between the URIs of documents and paths.

use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};
use wordgate_project::paths;
use wordgate_project::uri::file_uri;

/// Returns the absolute path of a `file` URI; `None` for other URIs, for example of a buffer without a file.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let slash = rest.find('/')?;
            let is_here = rest[..slash].is_empty() || rest[..slash].eq_ignore_ascii_case("localhost");
            is_here.then(|| &rest[slash..])?
        }
        None => rest,
    };
    let path = decoded(without_drive_slash(path));
    path.is_absolute().then(|| paths::absolute(Path::new(""), &path))
}

/// Returns the `file` URI of an absolute path.
pub(super) fn of_path(path: &Path) -> String {
    file_uri(&path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")).0
}

/// Returns the name of a buffer without a file, for globs and fingerprints.
pub(super) fn buffer_name(uri: &str) -> String {
    let path = uri.split_once(':').map_or(uri, |(_, path)| path).trim_start_matches('/');
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// Removes the slash before a drive on Windows: `/C:/docs` becomes `C:/docs`.
fn without_drive_slash(path: &str) -> &str {
    let Some(rest) = path.strip_prefix('/').filter(|_| cfg!(windows)) else { return path };
    let lower = rest.to_ascii_lowercase();
    let drive = lower.starts_with(|c: char| c.is_ascii_alphabetic())
        && (lower[1..].starts_with(':') || lower[1..].starts_with("%3a"));
    if drive { rest } else { path }
}

#[cfg(unix)]
fn decoded(path: &str) -> PathBuf {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(percent_decode_str(path).collect()).into()
}

#[cfg(not(unix))]
fn decoded(path: &str) -> PathBuf {
    percent_decode_str(path).decode_utf8_lossy().into_owned().into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn uris_of_files_become_paths() {
        let cases = [
            ("file:///docs/a%20b/%E6%97%A5.md", Some("/docs/a b/日.md")),
            ("file:///docs/a b/日.md", Some("/docs/a b/日.md")),
            ("FILE://localhost/a.md?x#y", Some("/a.md")),
            ("file:/a%23b/../c.md", Some("/c.md")),
            ("file://host/a.md", None),
            ("file:relative.md", None),
            ("untitled:Untitled-1", None),
            ("", None),
            ("é:é", None),
        ];
        for (uri, path) in cases {
            assert_eq!(to_path(uri).as_deref(), path.map(Path::new), "{uri}");
        }
        assert_eq!(buffer_name("untitled:My%20notes.md"), "My notes.md");
    }
}
