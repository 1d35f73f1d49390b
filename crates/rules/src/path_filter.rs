//! The `paths` of a rule or an override: globs in order, in which `!` takes paths out again.
//!
//! The last glob that matches a path decides. A list that begins with `!` starts from all paths. A list that cannot
//! match any path is a mistake, because the rule or override would be silently off.

use crate::globs::{Glob, PathGlobs, can_match_all, literal_prefix, parse_glob};

/// A list of globs with exclusions, compiled.
#[derive(Clone, Debug, Default)]
pub struct PathFilter {
    globs: PathGlobs,
    /// Whether each glob takes paths out.
    excludes: Vec<bool>,
}

/// Why a list of globs is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFilterError {
    /// The index of the wrong glob in the list.
    pub index: usize,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl PathFilter {
    /// Compiles a list of globs. An empty list matches nothing.
    ///
    /// # Errors
    /// Every wrong glob, or the glob that takes out all that is left.
    pub fn new<'g>(list: impl IntoIterator<Item = &'g str>) -> Result<PathFilter, Vec<PathFilterError>> {
        let list: Vec<&str> = list.into_iter().collect();
        let mut compiled = Vec::with_capacity(list.len());
        let mut errors = Vec::new();
        for (index, text) in list.iter().enumerate() {
            let (_, glob) = split(text);
            match parse_glob(glob) {
                Ok(glob) => compiled.push(glob),
                Err(error) => errors.push(PathFilterError { index, message: error.message, help: error.help }),
            }
        }
        if errors.is_empty() {
            errors.extend(find_empty(&list, &compiled));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let globs = PathGlobs::new(compiled).map_err(|error| {
            let message = format!("the globs are too large: {error}");
            vec![PathFilterError { index: 0, message, help: "write shorter globs".into() }]
        })?;
        Ok(PathFilter { globs, excludes: list.iter().map(|text| split(text).0).collect() })
    }

    /// Returns the same list for paths that are relative to another folder; see [`PathGlobs::below`].
    #[must_use]
    pub fn below(self, prefix: &str) -> PathFilter {
        PathFilter { globs: self.globs.below(prefix), ..self }
    }

    /// Returns whether the path (forward slashes) is in the list.
    pub fn matches(&self, path: &str) -> bool {
        let last = self.globs.matching_indices(path).pop();
        let by_default = || self.excludes.first().is_some_and(|excludes| *excludes);
        last.map_or_else(by_default, |last| !self.excludes[last])
    }
}

/// Splits an entry into whether it takes paths out, and its glob.
fn split(entry: &str) -> (bool, &str) {
    entry.strip_prefix('!').map_or((false, entry), |glob| (true, glob))
}

/// Finds the `!` glob after which the list matches nothing.
fn find_empty(list: &[&str], compiled: &[Glob]) -> Option<PathFilterError> {
    let mut left: Vec<&str> = if split(list.first()?).0 { vec!["**"] } else { Vec::new() };
    let mut emptied = None;
    for (index, (entry, compiled)) in list.iter().zip(compiled).enumerate() {
        let (excludes, glob) = split(entry);
        if excludes {
            left.retain(|included| !takes_out_all(glob, compiled, included));
        } else {
            left.push(glob);
        }
        if !left.is_empty() {
            emptied = None;
        } else if excludes && emptied.is_none() {
            emptied = Some(index);
        }
    }
    emptied.map(|index| PathFilterError {
        index,
        message: format!("`{}` takes out every path that is left", list[index]),
        help: "remove it, or add a glob after it that takes paths in".into(),
    })
}

/// Returns whether a glob certainly matches everything that another glob matches.
fn takes_out_all(glob: &str, compiled: &Glob, included: &str) -> bool {
    let (folder, _) = literal_prefix(included);
    let folder_is_out = || {
        let matcher = compiled.compile_matcher();
        let parents = folder.match_indices('/').map(|(at, _)| &folder[..at]);
        parents.chain([&*folder]).any(|folder| !folder.is_empty() && matcher.is_match(folder))
    };
    can_match_all(glob) || glob == included || folder_is_out()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(list: &[&str], path: &str) -> bool {
        PathFilter::new(list.iter().copied()).expect("the globs are valid").matches(path)
    }

    #[test]
    fn the_last_glob_that_matches_decides() {
        let cases: [(&[&str], &str, bool); 14] = [
            (&["docs/**", "!docs/legal/**"], "docs/a.md", true),
            (&["docs/**", "!docs/legal/**"], "docs/legal/a.md", false),
            (&["docs/**", "!docs/legal/**"], "src/a.md", false),
            (&["docs", "!docs/legal"], "docs/legal/deep/a.md", false),
            (&["docs", "!legal", "docs/legal/ok.md"], "docs/legal/ok.md", true),
            (&["docs", "!legal", "docs/legal/ok.md"], "docs/legal/no.md", false),
            (&["!docs/legal/**", "docs/**"], "docs/legal/a.md", true),
            (&["!docs/legal/**"], "src/a.md", true),
            (&["!docs/legal/**"], "docs/legal/a.md", false),
            (&["!*.txt", "!old"], "a.md", true),
            (&["!*.txt", "!old"], "docs/old/a.md", false),
            (&["!**", "docs"], "docs/a.md", true),
            (&["!**", "docs"], "a.md", false),
            (&["{!}a.md"], "!a.md", true),
        ];
        for (list, path, expected) in cases {
            assert_eq!(matches(list, path), expected, "{list:?} on {path}");
        }
        assert!(!PathFilter::default().matches("a.md"));
    }

    #[test]
    fn a_list_that_matches_nothing_is_a_mistake() {
        let cases: [(&[&str], usize); 10] = [
            (&["!**"], 0),
            (&["!*"], 0),
            (&["!/**/*"], 0),
            (&["docs", "!*.md", "!**"], 2),
            (&["docs/**", "!docs/**"], 1),
            (&["docs/legal/*.md", "!docs"], 1),
            (&["docs/legal/*.md", "!legal/"], 1),
            (&["a.md", "b.md", "!b.md", "!a.md"], 3),
            (&["!**", "!docs"], 0),
            (&["docs", "!**", "!docs"], 1),
        ];
        for (list, index) in cases {
            let errors = PathFilter::new(list.iter().copied()).expect_err("the list is empty");
            assert_eq!(errors.len(), 1, "{list:?}: {errors:?}");
            assert_eq!(
                (errors[0].index, &*errors[0].help),
                (index, "remove it, or add a glob after it that takes paths in")
            );
        }
        for list in [&["!**", "docs"][..], &["docs/*", "!docs/*.md"], &["docs", "!docs/legal"], &["*.md", "!docs"]] {
            assert!(PathFilter::new(list.iter().copied()).is_ok(), "{list:?}");
        }
    }
}
