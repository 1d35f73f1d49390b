//! Path globs, as used in rules and in the configuration.
//!
//! They work like the lines of a `.gitignore`. They are relative to the folder of the configuration. A glob without a
//! slash matches in every folder, and a glob that matches a folder matches everything in it. `*` does not match a
//! slash; `**` does.

pub use globset::Glob;
use globset::{Error, GlobBuilder, GlobSet, GlobSetBuilder};
use std::borrow::Cow;

/// A list of globs, compiled.
#[derive(Clone, Debug, Default)]
pub struct PathGlobs {
    groups: Vec<GlobGroup>,
}

/// Globs of one list that are relative to the same folder.
#[derive(Clone, Debug)]
struct GlobGroup {
    /// The path from that folder to the one that paths are relative to; empty if they are the same.
    prefix: String,
    set: GlobSet,
}

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
        let set = set.build()?;
        let groups = if set.is_empty() { Vec::new() } else { vec![GlobGroup { prefix: String::new(), set }] };
        Ok(PathGlobs { groups })
    }

    /// Returns the same globs for paths that are relative to another folder. `prefix` is the path to it from the folder
    /// that the globs are relative to.
    #[must_use]
    pub fn below(mut self, prefix: &str) -> PathGlobs {
        self.groups.iter_mut().for_each(|group| group.prefix = prefix.to_owned());
        self
    }

    /// Joins lists. The globs keep their order.
    pub fn concat(lists: impl IntoIterator<Item = PathGlobs>) -> PathGlobs {
        PathGlobs { groups: lists.into_iter().flat_map(|list| list.groups).collect() }
    }

    /// Returns whether the path (forward slashes) or a folder above it matches.
    pub fn matches(&self, path: &str) -> bool {
        self.groups.iter().any(|group| {
            let path = join(&group.prefix, path);
            with_folders(&path).any(|path| group.set.is_match(path))
        })
    }

    /// Returns whether the path itself matches.
    pub fn matches_itself(&self, path: &str) -> bool {
        self.groups.iter().any(|group| group.set.is_match(&*join(&group.prefix, path)))
    }

    /// Returns the indices of the globs that match the path or a folder above it, in ascending order.
    pub fn matching_indices(&self, path: &str) -> Vec<usize> {
        let mut matched = Vec::new();
        let mut first = 0;
        for group in &self.groups {
            let path = join(&group.prefix, path);
            matched.extend(with_folders(&path).flat_map(|path| group.set.matches(path)).map(|index| first + index));
            first += group.set.len();
        }
        matched.sort_unstable();
        matched.dedup();
        matched
    }
}

/// Joins two relative paths with forward slashes. Each `..` at the start of `path` takes a folder from `prefix`.
fn join<'p>(prefix: &str, path: &'p str) -> Cow<'p, str> {
    if prefix.is_empty() {
        return Cow::Borrowed(path);
    }
    let mut parts: Vec<&str> = prefix.split('/').collect();
    let mut rest = path;
    while let Some(below) = rest.strip_prefix("../")
        && parts.last().is_some_and(|last| *last != "..")
    {
        parts.pop();
        rest = below;
    }
    if rest != "." {
        parts.push(rest);
    }
    Cow::Owned(parts.join("/"))
}

/// Why a glob is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobError {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// Parses one glob.
///
/// # Errors
/// If the syntax is wrong, or no path can match.
pub fn parse_glob(text: &str) -> Result<Glob, GlobError> {
    let glob = GlobBuilder::new(&anchored(text)).literal_separator(true).empty_alternates(true).build();
    let glob = glob.map_err(|error| GlobError {
        message: format!("`{text}` is not a valid glob: {}", error.kind()),
        help: "`*` does not match a slash, `**` does; write `[*]` for a star".into(),
    })?;
    match reason_for_no_match(text) {
        Some((reason, help)) => {
            Err(GlobError { message: format!("`{text}` matches nothing: {reason}"), help: help.into() })
        }
        None => Ok(glob),
    }
}

/// Returns why no path can match a glob, and how to fix it.
fn reason_for_no_match(text: &str) -> Option<(&'static str, &'static str)> {
    let relative = text.strip_prefix("./").unwrap_or(text);
    let relative = relative.strip_prefix('/').unwrap_or(relative);
    let folder = relative.strip_suffix('/').unwrap_or(relative);
    let below = folder.split('/').skip_while(|part| *part == "..");
    if folder.trim().is_empty() || below.clone().next().is_none() || folder == "." {
        Some(("it names no file or folder", "write a path such as `docs/**`, or `**` for all files"))
    } else if text.starts_with('!') {
        Some(("it begins with `!`", "only `paths` can take paths out with one `!`; write `{!}` for the sign in a name"))
    } else if below.clone().any(|part| matches!(part, "" | "." | "..")) {
        Some(("paths have no empty part, `.` or `..` inside", "write the path without them"))
    } else if has_empty_braces(text) {
        Some(("`{}` is empty", "write alternatives, such as `{md,html}`, or `[{][}]` for the signs"))
    } else {
        None
    }
}

/// Returns whether a glob has braces with nothing but commas in them. The syntax of the glob must be valid.
fn has_empty_braces(glob: &str) -> bool {
    let (mut in_class, mut is_empty) = (false, false);
    let mut chars = glob.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '}' if is_empty && !in_class => return true,
            _ => {}
        }
        is_empty = !in_class && (c == '{' || (is_empty && c == ','));
    }
    false
}

/// Returns whether a glob leads out of the folder that it is relative to.
pub fn leads_outside(glob: &str) -> bool {
    glob.split('/').find(|part| !matches!(*part, "" | ".")) == Some("..")
}

/// Returns whether every path matches a glob.
pub(crate) fn can_match_all(glob: &str) -> bool {
    let whole = anchored(glob);
    whole.split('/').all(|part| matches!(part, "**" | "*")) && whole.split('/').filter(|part| *part == "*").count() < 2
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
    if path.contains('/') && !path.starts_with('!') { escaped } else { format!("/{escaped}") }
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
    fn globs_that_can_match_nothing_are_mistakes() {
        let cases = [
            ("", "names no file"),
            (" ", "names no file"),
            ("/", "names no file"),
            ("./", "names no file"),
            (".", "names no file"),
            ("..", "names no file"),
            ("../../", "names no file"),
            ("!docs", "begins with `!`"),
            ("docs//a", "no empty part"),
            ("docs/../a", "no empty part"),
            ("docs/./a", "no empty part"),
            ("docs/{}", "`{}` is empty"),
            ("docs/{,}.md", "`{}` is empty"),
            ("{a,{}}", "`{}` is empty"),
        ];
        for (glob, reason) in cases {
            let error = parse_glob(glob).expect_err(glob);
            assert!(error.message.starts_with(&format!("`{glob}` matches nothing: ")), "{glob}: {}", error.message);
            assert!(error.message.contains(reason), "{glob}: {}", error.message);
        }
        for glob in
            ["../a", "./docs", "/docs", "docs/", "a{,.bak}", "[{}].md", "[!a]", "[!].md]", ".hidden", "a..b", "**"]
        {
            assert!(parse_glob(glob).is_ok(), "{glob}");
        }
        let optional = PathGlobs::new([parse_glob("a{,.bak}").expect("it is valid")]).expect("it is small");
        assert!(optional.matches("a") && optional.matches("a.bak"));
    }

    #[test]
    fn the_glob_of_a_file_matches_it() {
        for path in ["a.md", "!a.md", "!docs/a.md", "docs/[a]{b}*.md"] {
            let glob = parse_glob(&glob_for_file(path)).expect("it is valid");
            assert!(PathGlobs::new([glob]).expect("it is small").matches_itself(path), "{path}");
        }
    }

    #[test]
    fn recognises_globs_that_lead_outside() {
        assert!(["../a", "./../a", "/../a", "../../**"].into_iter().all(leads_outside));
        assert!(!["..a", "a/b", "./a", "**/..b", "..."].into_iter().any(leads_outside));
    }

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
