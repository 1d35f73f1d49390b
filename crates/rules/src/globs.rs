//! Globs of paths, in rules and in the configuration.
//!
//! They read like lines of a `.gitignore`: relative to the configuration's folder, a glob without a slash matches in
//! every folder, and what matches a folder matches everything in it. `*` stops at a slash, `**` does not.

use globset::{Error, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of globs, compiled.
#[derive(Clone, Debug, Default)]
pub struct PathGlobs(GlobSet);

impl PathGlobs {
    /// Joins globs.
    ///
    /// # Errors
    /// When they are too large together.
    pub fn new(globs: impl IntoIterator<Item = Glob>) -> Result<PathGlobs, Error> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(glob);
        }
        set.build().map(PathGlobs)
    }

    /// Whether the path (forward slashes) or a folder above it matches.
    pub fn matches(&self, path: &str) -> bool {
        !self.0.is_empty() && with_folders(path).any(|path| self.0.is_match(path))
    }

    /// Whether the path itself matches.
    pub fn matches_itself(&self, path: &str) -> bool {
        self.0.is_match(path)
    }

    /// The globs that match the path or a folder above it, by index, in order.
    pub fn matching(&self, path: &str) -> Vec<usize> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut matched: Vec<usize> = with_folders(path).flat_map(|path| self.0.matches(path)).collect();
        matched.sort_unstable();
        matched.dedup();
        matched
    }
}

/// Reads one glob.
///
/// # Errors
/// When it is none.
pub fn glob(text: &str) -> Result<Glob, Error> {
    GlobBuilder::new(&anchored(text)).literal_separator(true).build()
}

/// The folder or file that everything a glob matches lies in, and whether the glob is nothing but its name.
pub fn fixed_part(glob: &str) -> (String, bool) {
    let whole = anchored(glob);
    let is_pattern = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    let fixed: Vec<&str> = whole.split('/').take_while(|part| !is_pattern(part)).collect();
    let fixed = fixed.join("/");
    let is_literal = fixed.len() == whole.len();
    (fixed, is_literal)
}

/// The glob for one file and nothing else.
pub fn of_file(path: &str) -> String {
    let escaped = globset::escape(path);
    if path.contains('/') { escaped } else { format!("/{escaped}") }
}

/// The path and every folder above it.
fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([path]).filter(|path| !path.is_empty() && !path.ends_with(".."))
}

/// The glob as globset reads it: from the configuration's folder on.
fn anchored(glob: &str) -> String {
    let relative = glob.strip_prefix("./").unwrap_or(glob);
    let folder = relative.strip_suffix('/').unwrap_or(relative);
    match folder.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.contains('/') || relative.len() < glob.len() => folder.to_owned(),
        None => format!("**/{folder}"),
    }
}
