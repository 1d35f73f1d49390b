//! The globs of the configuration, with their positions in the file for error messages.

use super::Include;
use toml::Spanned;
use wordgate_core::extract::Format;
use wordgate_rules::globs::{Glob, PathGlobs, parse_glob};
use wordgate_rules::path_filter::{PathFilter, PathFilterError};
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// `include` and `exclude` of a configuration.
#[derive(Clone, Debug, Default)]
pub struct FileGlobs {
    /// The excluded files.
    pub exclude: PathGlobs,
    include: PathGlobs,
    /// The format of each glob in `include`.
    formats: Vec<Option<Format>>,
}

impl FileGlobs {
    /// Compiles both lists.
    ///
    /// # Errors
    /// Every invalid glob.
    pub fn new(
        include: &[Spanned<Include>],
        exclude: &[Spanned<String>],
        file: &TomlFile,
    ) -> Result<FileGlobs, Vec<TomlError>> {
        let globs = include.iter().map(|entry| (entry.get_ref().glob.as_str(), entry.span()));
        Ok(FileGlobs {
            exclude: compile_list(exclude, file)?,
            include: compile(globs, file)?,
            formats: include.iter().map(|entry| entry.get_ref().format).collect(),
        })
    }

    /// Adds the lists of another file. `prefix` is as in [`PathGlobs::below`].
    pub fn add(&mut self, other: FileGlobs, prefix: &str) {
        let join = |list: &mut PathGlobs, more: PathGlobs| {
            *list = PathGlobs::concat([std::mem::take(list), more.below(prefix)]);
        };
        join(&mut self.exclude, other.exclude);
        join(&mut self.include, other.include);
        self.formats.extend(other.formats);
    }

    /// Returns the format of a file from the first matching `include` entry with a format.
    pub fn format(&self, path: &str) -> Option<Format> {
        self.include.matching_indices(path).into_iter().find_map(|entry| self.formats[entry])
    }

    /// Returns whether a walk includes a file with this name.
    pub fn includes(&self, path: &str) -> bool {
        let restricted = self.formats.iter().any(Option::is_none);
        !self.exclude.matches(path) && (!restricted || self.include.matches(path))
    }
}

/// Compiles the globs of one list of a configuration file.
///
/// # Errors
/// Every invalid glob.
pub(super) fn compile_list(globs: &[Spanned<String>], file: &TomlFile) -> Result<PathGlobs, Vec<TomlError>> {
    compile(globs.iter().map(|glob| (glob.get_ref().as_str(), glob.span())), file)
}

fn compile<'a>(
    globs: impl Iterator<Item = (&'a str, std::ops::Range<usize>)>,
    file: &TomlFile,
) -> Result<PathGlobs, Vec<TomlError>> {
    let mut compiled = Vec::new();
    let mut mistakes = Vec::new();
    for (text, span) in globs {
        match parse(text, span, file) {
            Ok(glob) => compiled.push(glob),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    PathGlobs::new(compiled).map_err(|error| vec![file.error(0..0, format!("the globs are too large: {error}"))])
}

/// Compiles the `paths` of an override.
///
/// # Errors
/// Every wrong glob, and a list that matches nothing.
pub(super) fn compile_paths(globs: &[Spanned<String>], file: &TomlFile) -> Result<PathFilter, Vec<TomlError>> {
    PathFilter::new(globs.iter().map(|glob| glob.get_ref().as_str())).map_err(|errors| {
        let error = |error: PathFilterError| file.error(globs[error.index].span(), error.message).help(error.help);
        errors.into_iter().map(error).collect()
    })
}

/// Parses one glob of a TOML file.
///
/// # Errors
/// If the glob is invalid.
pub(crate) fn parse(text: &str, span: std::ops::Range<usize>, file: &TomlFile) -> Result<Glob, TomlError> {
    parse_glob(text).map_err(|error| file.error(span, error.message).help(error.help))
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn globs(globs: &[&str]) -> Result<PathGlobs, Vec<TomlError>> {
        let globs: Vec<_> = globs.iter().map(|glob| Spanned::new(3..7, (*glob).to_owned())).collect();
        compile_list(&globs, &TomlFile::new("wordgate.toml", "a = 'xxxx'"))
    }

    #[test]
    fn globs_match_like_gitignore_lines() {
        let cases = [
            ("vendor", "vendor/a.md", true),
            ("vendor", "docs/vendor/a.md", true),
            ("/vendor", "docs/vendor/a.md", false),
            ("./vendor", "docs/vendor/a.md", false),
            ("vendor/", "vendor/b/a.md", true),
            ("*.md", "docs/deep/a.md", true),
            ("docs/*.md", "docs/a.md", true),
            ("docs/*.md", "docs/deep/a.md", false),
            ("docs/**", "docs/deep/a.md", true),
            ("docs/**/a.md", "docs/a.md", true),
            ("docs/{a,b}.md", "docs/b.md", true),
            ("vendor", "../vendor.md", false),
            ("**/*.md", "../other/a.md", true),
        ];
        for (glob, path, expected) in cases {
            assert_eq!(globs(&[glob]).unwrap().matches(path), expected, "{glob} on {path}");
        }
    }

    #[test]
    fn locates_an_invalid_glob() {
        let mistakes = globs(&["ok", "a[", "{b"]).unwrap_err();
        assert_eq!(mistakes.len(), 2);
        assert_eq!(mistakes[0].at, Some(3..7));
    }

    #[test]
    fn locates_a_glob_that_matches_nothing() {
        let paths = |globs: &[&str]| {
            let globs: Vec<_> = globs.iter().map(|glob| Spanned::new(3..7, (*glob).to_owned())).collect();
            compile_paths(&globs, &TomlFile::new("wordgate.toml", "a = 'xxxx'"))
        };
        assert!(paths(&["docs", "!docs/old"]).expect("it is valid").matches("docs/a.md"));
        assert!(paths(&["../docs"]).expect("files outside of the folder may be checked too").matches("../docs/a.md"));
        for list in [&["docs", "!docs"][..], &["!**"], &["docs/{}"], &[""]] {
            assert_eq!(paths(list).expect_err("it matches nothing")[0].at, Some(3..7), "{list:?}");
        }
        assert!(globs(&["!docs"]).is_err(), "only `paths` has `!`");
    }

    #[test]
    fn include_restricts_only_by_globs_without_a_format() {
        let globs = |text: &str| {
            let file = TomlFile::new("wordgate.toml", text);
            let config = Config::parse(&file).unwrap();
            FileGlobs::new(&config.include, &config.exclude, &file).unwrap()
        };
        let added = globs("include = [{ glob = '*.tmpl', format = 'html' }]");
        assert!(added.includes("docs/a.md"));
        assert_eq!(added.format("x/a.tmpl"), Some(Format::Html));
        let only = globs("include = ['docs', { glob = '*.tmpl', format = 'html' }]\nexclude = ['docs/old']");
        assert!(only.includes("docs/a.md") && only.includes("a.tmpl"));
        assert!(!only.includes("README.md") && !only.includes("docs/old/a.md"));
    }
}
