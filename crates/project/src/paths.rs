//! Paths as in reports and globs: relative, with forward slashes.

use std::path::{Component, Path, PathBuf};

/// Returns the absolute path without `.` and `..`. Does not read the file system.
pub fn absolute(directory: &Path, path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in directory.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// Returns the absolute path of an argument. If the argument leads into the working directory by a different path, such
/// as a symbolic link, the result is a path below the working directory, because reports use such paths.
pub fn resolve_argument(directory: &Path, path: &Path) -> PathBuf {
    let absolute = absolute(directory, path);
    if absolute.starts_with(directory) {
        return absolute;
    }
    let below = || {
        let (parent, name) = (absolute.parent()?.canonicalize().ok()?, absolute.file_name()?);
        let below = parent.join(name).strip_prefix(directory.canonicalize().ok()?).ok()?.to_owned();
        Some(directory.join(below))
    };
    below().unwrap_or(absolute)
}

/// Returns the relative path from `base` to an absolute path, with forward slashes; characters that are not Unicode are
/// replaced.
pub fn relative(base: &Path, path: &Path) -> String {
    if let Some(below) = below(base, path) {
        return below.to_owned();
    }
    let relative = pathdiff::diff_paths(path, base).unwrap_or_else(|| path.to_owned());
    let text = relative.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") };
    if text.is_empty() { ".".to_owned() } else { text }
}

/// Returns the rest of `path` after `base`, if `path` starts with it. This is the fast case of [`relative`], which a
/// walk calls for every file.
fn below<'p>(base: &Path, path: &'p Path) -> Option<&'p str> {
    let rest = path.to_str()?.strip_prefix(base.to_str()?)?.strip_prefix('/')?;
    let is_clean = !rest.is_empty() && !rest.split('/').any(|name| matches!(name, "" | "." | ".."));
    (is_clean && std::path::MAIN_SEPARATOR == '/').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let cases = [
            ("docs/a.md", "docs/a.md"),
            ("./docs//a.md", "docs/a.md"),
            ("docs/../a.md", "a.md"),
            ("../x.md", "../x.md"),
            ("/work/here/docs/a.md", "docs/a.md"),
            ("/elsewhere/a.md", "../../elsewhere/a.md"),
            (".", "."),
        ];
        let directory = Path::new("/work/here");
        for (path, expected) in cases {
            assert_eq!(relative(directory, &absolute(directory, Path::new(path))), expected, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_argument_through_a_link_lies_below_the_working_directory() {
        let root = tempfile::tempdir().unwrap();
        let directory = root.path().canonicalize().unwrap().join("real");
        std::fs::create_dir_all(directory.join("docs")).unwrap();
        std::os::unix::fs::symlink(&directory, root.path().join("link")).unwrap();
        let path = resolve_argument(&directory, &root.path().join("link/docs"));
        assert_eq!(relative(&directory, &path), "docs");
    }
}
