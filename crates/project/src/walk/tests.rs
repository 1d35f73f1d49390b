//! Tests of which files are checked in a folder.

use super::{Walk, WalkOptions, walk};
use crate::config::Overrides;
use crate::session::sample;
use std::path::PathBuf;
use wordgate_core::extract::Format;

fn walked(root: &tempfile::TempDir, config: &str, paths: &[&str], choice: &WalkOptions) -> Walk {
    let directory = root.path().canonicalize().expect("the folder is there");
    let project = sample::project(&directory, config, &Overrides::default()).expect("a sound configuration");
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    walk(&project, &paths, choice).expect("a sound configuration")
}

fn names(walk: &Walk) -> Vec<&str> {
    walk.inputs.iter().map(|input| input.shown.as_str()).collect()
}

#[test]
fn a_folder_gives_its_documents_sorted_by_name() {
    let root = sample::tree(&["b.md", "a/x.MD", "a-b.html", "c.png", "d/e.txt", ".hidden/a.md", "a/.h.md"]);
    let walk = walked(&root, "", &["."], &WalkOptions::default());
    assert_eq!(names(&walk), ["a-b.html", "a/x.MD", "b.md", "d/e.txt"]);
    assert_eq!((walk.skipped, walk.errors.len()), (1, 0));
    let hidden = walked(&root, "", &["a", ".hidden"], &WalkOptions { hidden: true, ..WalkOptions::default() });
    assert_eq!(names(&hidden), [".hidden/a.md", "a/.h.md", "a/x.MD"]);
}

#[test]
fn ignore_files_are_honoured_in_and_outside_a_repository() {
    for git in [".git/HEAD", "other"] {
        let root = sample::tree(&[git, "a.md", "b.md", "sub/c.md"]);
        std::fs::write(root.path().join(".gitignore"), "b.md\n").unwrap();
        std::fs::write(root.path().join("sub/.ignore"), "c.md\n").unwrap();
        assert_eq!(names(&walked(&root, "", &["."], &WalkOptions::default())), ["a.md"]);
        let all = walked(&root, "", &["."], &WalkOptions { no_ignore: true, ..WalkOptions::default() });
        assert_eq!(names(&all), ["a.md", "b.md", "sub/c.md"]);
        let named = walked(&root, "", &["b.md"], &WalkOptions { force_exclude: true, ..WalkOptions::default() });
        assert_eq!(names(&named), ["b.md"]);
    }
}

#[test]
fn a_named_file_is_checked_unless_it_is_excluded_by_force() {
    let root = sample::tree(&["vendor/a.md", "notes", ".h.md"]);
    let config = "exclude = ['vendor']";
    let named = ["vendor/a.md", "notes", ".h.md"];
    let walk = walked(&root, config, &named, &WalkOptions::default());
    assert_eq!(names(&walk), [".h.md", "notes", "vendor/a.md"]);
    assert_eq!(walk.inputs[1].format, Format::Text);
    let forced = walked(&root, config, &named, &WalkOptions { force_exclude: true, ..WalkOptions::default() });
    assert_eq!((names(&forced), forced.skipped), (vec![".h.md"], 2));
    assert_eq!(forced.unread.phrase(), "1 without an extension");
    assert_eq!(names(&walked(&root, config, &["vendor"], &WalkOptions::default())), [""; 0]);
}

#[test]
fn include_sets_formats_and_restricts_files() {
    let root = sample::tree(&["docs/a.md", "docs/b.tmpl", "src/c.md", "src/d.org"]);
    let walk = walked(&root, "include = [{ glob = '*.tmpl', format = 'html' }]", &["."], &WalkOptions::default());
    assert_eq!((names(&walk), walk.skipped), (vec!["docs/a.md", "docs/b.tmpl", "src/c.md"], 1));
    assert_eq!(walk.inputs[1].format, Format::Html);
    let limited = walked(&root, "include = ['docs']", &["."], &WalkOptions::default());
    assert_eq!(names(&limited), ["docs/a.md"]);
}

#[test]
fn text_files_of_other_types_are_counted() {
    let root = sample::tree(&["a.md", "b.foo", "c/d.FOO", "LICENSE", "e.py", "f.json", "locales/g.ini", "h.svg"]);
    let walk = walked(&root, "", &["."], &WalkOptions::default());
    assert_eq!((names(&walk), walk.skipped), (vec!["a.md"], 7));
    assert_eq!(walk.unread.phrase(), "2 .foo, 1 without an extension, 1 .ini");
}

#[test]
fn a_walk_without_files_is_an_error_with_the_reason() {
    let root =
        sample::tree(&["empty/.keep", "vendor/a.md", "foo/b.foo", "code/c.py", "requirements.txt", "mixed/d.md"]);
    let config = "exclude = ['vendor', 'mixed/d.md']";
    let reason = |paths: &[&str], choice: &WalkOptions| -> Vec<(String, String)> {
        let errors = walked(&root, config, paths, choice).errors.into_iter();
        errors.map(|error| (error.path, error.message.split([':', ';']).nth(1).unwrap().trim().to_owned())).collect()
    };
    let excluded = "the configuration leaves out what is here (`exclude`, `include`)";
    let cases = [
        ("empty", "nothing was found, apart from ignored and hidden files"),
        ("vendor", excluded),
        ("mixed", excluded),
        ("foo", "some files are of types that wordgate does not read (1 .foo)"),
        ("code", "some files are code, or not text"),
    ];
    for (path, expected) in cases {
        assert_eq!(reason(&[path], &WalkOptions::default()), [(path.to_owned(), expected.to_owned())]);
    }
    assert_eq!(reason(&["empty", "code"], &WalkOptions::default()).len(), 2);
    let forced = WalkOptions { force_exclude: true, ..WalkOptions::default() };
    assert_eq!(reason(&["vendor/a.md"], &forced), [("vendor/a.md".to_owned(), excluded.to_owned())]);
    assert_eq!(reason(&["empty"], &WalkOptions { allow_empty: true, ..WalkOptions::default() }), []);
    assert_eq!(reason(&["requirements.txt"], &WalkOptions::default()), [], "a named file of code has a note");
    assert_eq!(reason(&["empty", "vendor/a.md"], &WalkOptions::default()), [], "a file is checked");
}

#[test]
fn a_file_is_checked_once_however_often_it_is_named() {
    let root = sample::tree(&["d/a.md", "d/b.md"]);
    let absolute = root.path().canonicalize().unwrap().join("d/a.md");
    let paths = ["d", "d/a.md", "./d/../d/a.md", absolute.to_str().unwrap(), "."];
    assert_eq!(names(&walked(&root, "", &paths, &WalkOptions::default())), ["d/a.md", "d/b.md"]);
}

#[test]
fn a_missing_path_is_an_error_and_the_rest_is_checked() {
    let root = sample::tree(&["a.md"]);
    let walk = walked(&root, "", &["a.md", "nope.md", "nope.md"], &WalkOptions::default());
    assert_eq!(names(&walk), ["a.md"]);
    assert_eq!(walk.errors.len(), 1);
    assert_eq!((walk.errors[0].path.as_str(), walk.errors[0].message.as_str()), ("nope.md", "no such file or folder"));
}

#[test]
fn standard_input_has_the_format_of_its_name() {
    let root = sample::tree(&["a.md"]);
    let stdin = |name: Option<&str>, config: &str, force_exclude| {
        let choice = WalkOptions { stdin_filename: name.map(PathBuf::from), force_exclude, ..WalkOptions::default() };
        let walk = walked(&root, config, &["-", "-"], &choice);
        walk.inputs.into_iter().map(|input| (input.shown, input.format)).collect::<Vec<_>>()
    };
    assert_eq!(stdin(None, "", false), [("<stdin>".to_owned(), Format::Markdown)]);
    assert_eq!(stdin(Some("docs/new.html"), "", false), [("docs/new.html".to_owned(), Format::Html)]);
    assert_eq!(stdin(Some("x.md"), "exclude = ['x.md']", true), []);
}

#[test]
fn skips_code_by_its_name() {
    let root = sample::tree(&["requirements.txt", "docs/robots.txt", "docs/llms.txt", "a.py"]);
    let found = walked(&root, "", &["."], &WalkOptions::default());
    assert_eq!((names(&found), found.skipped, found.notes.len()), (vec!["docs/llms.txt"], 3, 0));
    let named = walked(&root, "", &["requirements.txt", "a.py", "docs"], &WalkOptions::default());
    assert_eq!((names(&named), named.skipped, named.errors.len()), (vec!["docs/llms.txt"], 3, 0));
    let noted: Vec<&str> = named.notes.iter().filter_map(|note| note.split(':').next()).collect();
    assert_eq!(noted, ["a.py", "requirements.txt"]);
    let included = "include = [{ glob = 'requirements.txt', format = 'text' }, { glob = '*.py', format = 'markdown' }]";
    for paths in [&["."][..], &["requirements.txt", "a.py", "docs/llms.txt"]] {
        let included = walked(&root, included, paths, &WalkOptions::default());
        assert_eq!(names(&included), ["a.py", "docs/llms.txt", "requirements.txt"]);
        assert_eq!(included.notes, [""; 0]);
    }
    let choice = WalkOptions { stdin_filename: Some("requirements.txt".into()), ..WalkOptions::default() };
    let stdin = walked(&root, "", &["-"], &choice);
    assert_eq!((names(&stdin), stdin.skipped, stdin.notes.len(), stdin.skips_stdin), (vec![], 1, 1, true));
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    /// Walks `paths` in a tree with these files and links. A link is a pair of its path and its target, which is
    /// relative to the link's folder.
    fn linked(files: &[&str], links: &[(&str, &str)], paths: &[&str], config: &str) -> Walk {
        let root = sample::tree(files);
        for (link, target) in links {
            symlink(target, root.path().join(link)).unwrap();
        }
        let walks =
            [1, 4].map(|threads| walked(&root, config, paths, &WalkOptions { threads, ..WalkOptions::default() }));
        let [one, many] = walks;
        assert_eq!((&one.inputs, &one.warnings, one.skipped), (&many.inputs, &many.warnings, many.skipped));
        one
    }

    fn warnings(walk: &Walk) -> Vec<(&str, &str)> {
        walk.warnings.iter().map(|warning| (&*warning.path, &*warning.message)).collect()
    }

    #[test]
    fn a_named_link_is_followed() {
        let files = ["real/a.md", "other/b.md"];
        let links = [("real/link.md", "../other/b.md"), ("folder", "other"), ("real/broken.md", "nowhere")];
        for (path, names_of) in [("real/link.md", vec!["real/link.md"]), ("folder", vec!["folder/b.md"])] {
            let walk = linked(&files, &links, &[path], "");
            assert_eq!((names(&walk), warnings(&walk), walk.skipped), (names_of, vec![], 0));
        }
        assert_eq!(linked(&files, &links, &["real/broken.md"], "").errors.len(), 1);
    }

    #[test]
    fn ignores_links_to_files_that_are_checked_anyway() {
        let files = ["a.md", "v1/b.md", "docs/c.md"];
        let links = [("link.md", "a.md"), ("docs/up.md", "../v1/b.md"), ("current", "v1"), ("docs/loop", "..")];
        let all = linked(&files, &links, &["."], "");
        assert_eq!((names(&all), warnings(&all), all.skipped), (vec!["a.md", "docs/c.md", "v1/b.md"], vec![], 0));
        let named = linked(&files, &links, &["docs", "v1/b.md"], "");
        assert_eq!(names(&named), ["docs/c.md", "v1/b.md"]);
        assert_eq!(warnings(&named).len(), 1, "the loop leads to a folder that is not searched");
    }

    #[test]
    fn checks_a_linked_file_once_under_its_first_name() {
        let files = ["a.md", ".hidden/b.md", "NOTES", "ignored.md", "x.py"];
        let links = [
            ("z.md", ".hidden/b.md"),
            ("b.md", ".hidden/b.md"),
            ("c.md", "b.md"),
            ("notes.txt", "NOTES"),
            ("d.md", "ignored.md"),
            ("code.py", "x.py"),
            ("x.svg", "NOTES"),
            ("left-out.md", "NOTES"),
        ];
        let walk = linked(&files, &links, &["."], "exclude = ['ignored.md', 'left-out.md']");
        assert_eq!((names(&walk), warnings(&walk)), (vec!["a.md", "b.md", "d.md", "notes.txt"], vec![]));
    }

    #[test]
    fn warns_about_links_that_are_not_followed() {
        let files = ["docs/a.md", "other/b.md", "other/c.png", "docs/.h/d.md"];
        let links = [
            ("docs/out.md", "../other/b.md"),
            ("docs/out", "../other"),
            ("docs/hidden", ".h"),
            ("docs/gone.md", "nowhere.md"),
            ("docs/gone", "nowhere"),
            ("docs/gone.png", "nowhere"),
            ("docs/self.md", "self.md"),
            ("docs/one.md", "two.md"),
            ("docs/two.md", "one.md"),
            ("docs/picture.png", "../other/c.png"),
        ];
        let walk = linked(&files, &links, &["docs"], "");
        assert_eq!((names(&walk), walk.skipped, walk.errors.len()), (vec!["docs/a.md"], 8, 0));
        assert_eq!(
            warnings(&walk),
            [
                ("docs/gone", "broken link: nowhere cannot be found"),
                ("docs/gone.md", "broken link: nowhere.md cannot be found"),
                ("docs/hidden", "link not followed: docs/.h is a folder that is not searched"),
                ("docs/one.md", "broken link: two.md cannot be found"),
                ("docs/out", "link not followed: other is a folder that is not searched"),
                ("docs/out.md", "link not followed: other/b.md is outside the checked folders"),
                ("docs/self.md", "broken link: self.md cannot be found"),
                ("docs/two.md", "broken link: one.md cannot be found"),
            ]
        );
    }

    #[test]
    fn limits_the_number_of_link_warnings() {
        let links: Vec<String> = (10..40).map(|n| format!("{n}.md")).collect();
        let links: Vec<(&str, &str)> = links.iter().map(|link| (link.as_str(), "nowhere")).collect();
        let walk = linked(&["a.md"], &links, &["."], "");
        assert_eq!((walk.warnings.len(), walk.skipped), (10, 30));
        assert!(walk.warnings[9].message.ends_with("(and 20 more such links)"), "{:?}", walk.warnings[9]);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_not_unicode_are_shown_with_replacements() {
    use std::os::unix::ffi::OsStrExt;
    let root = sample::tree(&["a.md"]);
    let name = std::ffi::OsStr::from_bytes(b"b\xFF.md");
    if std::fs::write(root.path().join(name), "x").is_ok() {
        assert_eq!(names(&walked(&root, "", &["."], &WalkOptions::default())), ["a.md", "b\u{FFFD}.md"]);
    }
}

#[test]
fn android_resources_are_recognised_by_their_start() {
    let root = sample::tree(&["a.md", "res/values/b.xml", "res/values/c.xml", "d.xml", "e/strings.xml"]);
    let write = |name: &str, text: &str| std::fs::write(root.path().join(name), text).unwrap();
    write("res/values/b.xml", "<?xml version='1.0'?>\n<!-- no -->\n<resources>");
    write("res/values/c.xml", "<other/>");
    write("e/strings.xml", "<resources/>");
    let walk = walked(&root, "", &["."], &WalkOptions::default());
    assert_eq!(names(&walk), ["a.md", "e/strings.xml", "res/values/b.xml"]);
    assert_eq!(walk.unread.phrase(), "2 .xml");
}

#[test]
fn settings_are_checked_in_folders_for_texts_or_if_they_are_named() {
    let root = sample::tree(&["a.md", "b.json", "locales/c.json", "d.po", "e.yml", "i18n/f.yml"]);
    let walk = walked(&root, "", &["."], &WalkOptions::default());
    assert_eq!((names(&walk), walk.skipped), (vec!["a.md", "d.po", "i18n/f.yml", "locales/c.json"], 2));
    assert!(walk.unread.is_empty());
    assert_eq!(names(&walked(&root, "", &["b.json"], &WalkOptions::default())), ["b.json"]);
    let forced = walked(&root, "", &["b.json", "d.po"], &WalkOptions { force_exclude: true, ..WalkOptions::default() });
    assert_eq!((names(&forced), forced.skipped), (vec!["d.po"], 1));
}
