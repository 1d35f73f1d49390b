//! Classifies a file by its name.
//!
//! Some text files are written for programs: package lists, scripts, rules for web crawlers. Programs depend on their
//! exact words, so they are neither checked nor edited. A name of Android's resources does not tell enough: other programs
//! have such files, too, so the start of the file decides.

use super::unread::read_head;
use crate::config::FileGlobs;
use std::path::Path;
use std::sync::LazyLock;
use wordgate_core::extract::{Format, is_resource_file};
use wordgate_rules::globs::{PathGlobs, parse_glob};
use wordgate_text::source::SourceFile;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A document.
    Document(Format),
    /// A file of a format that also holds settings, outside of the folders with texts for readers. It is checked only if
    /// it is named.
    Settings(Format),
    /// Code, or a list for a program.
    Code,
    /// A file of unknown format.
    Unknown,
}

/// Globs of `.txt` files that are code, in lower case.
const CODE_TEXT: &[&str] = &[
    "*.dist-info/**/*.txt",
    "*.egg-info/**/*.txt",
    "ads.txt",
    "app-ads.txt",
    "cmakecache.txt",
    "cmakelists.txt",
    "conanfile.txt",
    "constraints*.txt",
    "meson_options.txt",
    "{global,lower,upper}-constraints*.txt",
    "requirements*.txt",
    "**/requirements/**/*.txt",
    "{all,base,bench,build,ci,cov,coverage,cpu,cuda,dev,doc,docs,examples,extra,frozen,gpu,install,lint,local,min,mkdocs,mypy,optional,pinned,pip,prod,py*,release,rtd,runtime,setup,sphinx,test,testing,tests,tools,tox,typing}[-_.]requirements*.txt",
    "robots.txt",
    "security.txt",
    "sellers.txt",
    "**/vendor/modules.txt",
    "**/vocabularies/*/{accept,reject}.txt",
    "wordlist.txt",
    "spelling_wordlist.txt",
];

/// Names of files for programs, and of lock files, in lower case, sorted.
const CODE_NAMES: &[&str] = &[
    "brewfile", "bun.lockb", "codeowners", "composer.lock", "containerfile", "dockerfile", "gemfile", "gnumakefile",
    "go.mod", "go.sum", "jenkinsfile", "justfile", "makefile", "npm-shrinkwrap.json", "package-lock.json",
    "package.resolved", "pnpm-lock.yaml", "podfile", "procfile", "rakefile", "vagrantfile",
];

/// Extensions of code and of lock files, in lower case, sorted.
const CODE_EXTENSIONS: &[&str] = &[
    "asm", "awk", "bash", "bat", "bicep", "c", "cc", "cjs", "clj", "cljs", "cmake", "cmd", "coffee", "cpp", "cs",
    "css", "cts", "cxx", "d", "dart", "diff", "el", "elm", "erl", "ex", "exs", "f90", "fish", "fs", "gd", "go",
    "gradle", "graphql", "groovy", "h", "hcl", "hh", "hpp", "hrl", "hs", "java", "jl", "js", "kt", "kts", "less",
    "lisp", "lock", "lua", "m", "mjs", "ml", "mli", "mm", "mts", "nim", "nix", "pas", "patch", "php", "pl", "pm",
    "proto", "ps1", "psm1", "py", "pyi", "pyx", "r", "rb", "rs", "s", "sass", "scala", "scss", "sh", "sol", "sql",
    "styl", "sv", "swift", "tcl", "tf", "tfvars", "ts", "v", "vb", "vhd", "vim", "wat", "zig", "zsh",
];

/// Folders in which files of the formats for settings contain texts for readers, in lower case, sorted.
const TEXT_FOLDERS: &[&str] = &[
    "_data", "content", "i18n", "l10n", "lang", "languages", "locale", "locales", "messages", "strings", "translations",
];

impl FileKind {
    /// Returns the kind of the file at `path`; `base` is its path for globs. A file with a configured format is a
    /// document.
    pub fn of(globs: &FileGlobs, path: &Path, base: &str) -> FileKind {
        if let Some(format) = globs.format(base) {
            return FileKind::Document(format);
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
        if CODE_NAMES.binary_search(&&*name).is_ok() {
            return FileKind::Code;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match Format::from_extension(extension) {
            Some(Format::Text) if is_code_text(base) => FileKind::Code,
            Some(format) if is_settings(extension) && !is_in_text_folder(base) => FileKind::Settings(format),
            Some(format) => FileKind::Document(format),
            None if is_resource_name(base) && is_resource(path) => FileKind::Document(Format::Android),
            None if CODE_EXTENSIONS.binary_search(&&*extension.to_ascii_lowercase()).is_ok() => FileKind::Code,
            None => FileKind::Unknown,
        }
    }
}

/// Returns whether files with this extension usually hold settings. Catalogues have extensions of their own.
fn is_settings(extension: &str) -> bool {
    ["json", "json5", "jsonc", "toml", "yaml", "yml"].iter().any(|settings| settings.eq_ignore_ascii_case(extension))
}

/// Returns whether a file is in a folder with texts for readers. `base` is its path for globs.
pub(super) fn is_in_text_folder(base: &str) -> bool {
    let folders = base.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| TEXT_FOLDERS.binary_search(&&*folder.to_lowercase()).is_ok())
}

/// Returns whether the name of a file may be that of resources of Android.
fn is_resource_name(base: &str) -> bool {
    let (folders, name) = base.rsplit_once('/').unwrap_or(("", base));
    let is_in_values = || {
        let (above, folder) = folders.rsplit_once('/').unwrap_or(("", folders));
        folder.starts_with("values") && (above == "res" || above.ends_with("/res"))
    };
    name == "strings.xml" || (name.ends_with(".xml") && is_in_values())
}

/// Returns whether a file starts like resources of Android. One that cannot be read, such as standard input, counts.
fn is_resource(path: &Path) -> bool {
    let Some(head) = read_head(path) else { return true };
    SourceFile::decode(head).is_ok_and(|head| is_resource_file(head.text()))
}

fn is_code_text(base: &str) -> bool {
    static GLOBS: LazyLock<PathGlobs> = LazyLock::new(|| {
        let globs = CODE_TEXT.iter().map(|text| parse_glob(text).expect("the table has sound globs"));
        PathGlobs::new(globs).expect("the table is small")
    });
    GLOBS.matches_itself(&base.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(base: &str) -> FileKind {
        FileKind::of(&FileGlobs::default(), Path::new(base), base)
    }

    #[test]
    fn the_documentation_has_the_same_lists() {
        let (_, page) =
            include_str!("../../../../docs/reading.md").split_once("\n## Files that are code").expect("a section");
        let (page, _) = page.split_once("\n## ").expect("a section after it");
        let lists: Vec<Vec<&str>> = page
            .split("\n\n")
            .filter(|paragraph| paragraph.starts_with('`'))
            .map(|paragraph| paragraph.split('`').skip(1).step_by(2).collect())
            .filter(|list: &Vec<&str>| list.len() > 1)
            .collect();
        assert_eq!(lists, [CODE_TEXT, CODE_NAMES, CODE_EXTENSIONS]);
    }

    #[test]
    fn distinguishes_code_from_prose_by_its_name() {
        assert!(CODE_EXTENSIONS.is_sorted() && CODE_NAMES.is_sorted());
        let code = [
            "requirements.txt",
            "a/b/Requirements-dev.txt",
            "requirements_test.in.txt",
            "dev-requirements.txt",
            "all-requirements.txt",
            "py3-requirements.txt",
            "ci/py312_requirements.in.txt",
            "GPU.requirements.txt",
            "public/Sellers.txt",
            "docs/requirements/base.txt",
            "requirements/ci/lint.txt",
            "constraints-3.11.txt",
            "../upper-constraints.txt",
            "src/CMakeLists.txt",
            "static/robots.txt",
            "ads.txt",
            ".well-known/security.txt",
            "x.egg-info/top_level.txt",
            "vendor/modules.txt",
            "go/vendor/modules.txt",
            ".vale/config/vocabularies/Base/accept.txt",
            "a.py",
            "b.RS",
            "Makefile",
            "docker/Dockerfile",
            "yarn.lock",
            "web/package-lock.json",
        ];
        let prose = [
            "humans.txt",
            "llms.txt",
            "llms-full.txt",
            "LICENSE.txt",
            "readme.TXT",
            "modules.txt",
            "system-requirements.txt",
            "all-hardware-requirements.txt",
            "project-requirements.txt",
            "resellers.txt",
            "best-sellers.txt",
            "robots/about.txt",
            "requirements/readme.md",
            "requirements.md",
            "cmakelists.html",
            "accept.txt",
        ];
        for base in code {
            assert_eq!(kind(base), FileKind::Code, "{base}");
        }
        for base in prose {
            assert!(matches!(kind(base), FileKind::Document(_)), "{base}");
        }
        for base in ["LICENSE", "a.foo", "a.elixir", "x.requirements"] {
            assert_eq!(kind(base), FileKind::Unknown, "{base}");
        }
        assert!(TEXT_FOLDERS.is_sorted());
        for base in ["package.json", "a/tsconfig.JSON", "locales.json"] {
            assert_eq!(kind(base), FileKind::Settings(Format::Json), "{base}");
        }
        for base in ["strings.xml", "app/src/main/res/values-de/arrays.xml", "res/values/x.xml"] {
            assert_eq!(kind(base), FileKind::Document(Format::Android), "{base}");
        }
        for base in ["pom.xml", "res/layout/main.xml", "values/x.xml", "res/values/a/x.xml", "a-res/values/x.xml"] {
            assert_eq!(kind(base), FileKind::Unknown, "{base}");
        }
        for base in ["locales/de.json", "src/I18N/x/a.json5", "a.arb", "Localizable.xcstrings"] {
            assert_eq!(kind(base), FileKind::Document(Format::Json), "{base}");
        }
        assert_eq!(kind("mkdocs.yml"), FileKind::Settings(Format::Yaml));
        assert_eq!(kind("config/locales/fr.yml"), FileKind::Document(Format::Yaml));
        assert_eq!(kind("Cargo.toml"), FileKind::Settings(Format::Toml));
        assert_eq!(kind("i18n/fr.toml"), FileKind::Document(Format::Toml));
    }
}
