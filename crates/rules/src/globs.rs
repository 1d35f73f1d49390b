//! Path globs, as used in rules and in the configuration.
//!
//! They work like the lines of a `.gitignore`. They are relative to the folder of the configuration. A glob without a
//! slash matches in every folder, and a glob that matches a folder matches everything in it. `*` does not match a
//! slash; `**` does.

pub use globset::Glob;
use globset::{Error, GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of globs, compiled.
#[derive(Clone, Debug, Default)]
pub struct PathGlobs(GlobSet);

impl PathGlobs {
    /// Compiles a list of globs.
    ///
    /// # Errors
    /// If the compiled globs are too large.
    pub fn new(globs: impl IntoIterator<Item = Glob>) -> Result<PathGlobs, Error> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(glob);
        }
        set.build().map(PathGlobs)
    }

    /// Returns whether the path (forward slashes) or a folder above it matches.
    pub fn matches(&self, path: &str) -> bool {
        !self.0.is_empty() && with_folders(path).any(|path| self.0.is_match(path))
    }

    /// Returns whether the path itself matches.
    pub fn matches_itself(&self, path: &str) -> bool {
        self.0.is_match(path)
    }

    /// Returns the indices of the globs that match the path or a folder above it, in ascending order.
    pub fn matching_indices(&self, path: &str) -> Vec<usize> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut matched: Vec<usize> = with_folders(path).flat_map(|path| self.0.matches(path)).collect();
        matched.sort_unstable();
        matched.dedup();
        matched
    }
}

/// Parses one glob.
///
/// # Errors
/// If the glob is invalid.
pub fn parse_glob(text: &str) -> Result<Glob, Error> {
    GlobBuilder::new(&anchored(text)).literal_separator(true).build()
}

/// Returns the literal prefix of a glob: the folder or file that contains everything that the glob matches. Also
/// returns whether the glob is entirely literal.
pub fn literal_prefix(glob: &str) -> (String, bool) {
    let whole = anchored(glob);
    let is_pattern = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    let fixed: Vec<&str> = whole.split('/').take_while(|part| !is_pattern(part)).collect();
    let fixed = fixed.join("/");
    let is_literal = fixed.len() == whole.len();
    (fixed, is_literal)
}

/// Returns the glob that matches only this file.
pub fn glob_for_file(path: &str) -> String {
    let escaped = globset::escape(path);
    if path.contains('/') { escaped } else { format!("/{escaped}") }
}

/// Returns a glob that is relative to its folder even if it has no slash.
pub fn glob_in_folder(glob: &str) -> String {
    let relative = glob.strip_prefix("./").unwrap_or(glob);
    if relative.contains('/') { relative.to_owned() } else { format!("/{relative}") }
}

/// Returns the path of the only file that a glob matches, the reverse of [`glob_for_file`]; `None` if it may match
/// several.
pub fn file_of_glob(glob: &str) -> Option<String> {
    if glob.ends_with('/') {
        return None;
    }
    let whole = anchored(glob);
    let (mut plain, mut rest) = (String::new(), whole.as_str());
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('[').and_then(|inner| {
            let escaped = inner.chars().next()?;
            Some((escaped, inner[escaped.len_utf8()..].strip_prefix(']')?))
        });
        let (c, after) = match escaped {
            Some(escaped) => escaped,
            None if matches!(c, '*' | '?' | '[' | '{' | '\\') => return None,
            None => (c, &rest[c.len_utf8()..]),
        };
        plain.push(c);
        rest = after;
    }
    Some(plain)
}

/// Returns the path and every folder above it, except `..`.
fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([path]).filter(|path| !path.is_empty() && !path.ends_with(".."))
}

/// Translates a glob to globset's syntax, relative to the folder of the configuration.
fn anchored(glob: &str) -> String {
    let relative = glob.strip_prefix("./").unwrap_or(glob);
    let folder = relative.strip_suffix('/').unwrap_or(relative);
    match folder.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.contains('/') || relative.len() < glob.len() => folder.to_owned(),
        None => format!("**/{folder}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glob_for_a_file_names_that_file_alone() {
        for path in ["a.md", "docs/a.md", "docs/[a] {b}*?.md", "é/日.md"] {
            assert_eq!(file_of_glob(&glob_for_file(path)).as_deref(), Some(path));
        }
        for glob in ["a.md", "docs/*.md", "docs/", "docs/[ab].md", "**", "docs/{a,b}.md"] {
            assert_eq!(file_of_glob(glob), None, "{glob}");
        }
    }
}
