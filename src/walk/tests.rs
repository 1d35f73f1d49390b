//! Which files are checked, for folders of files as users have them.

use super::{Choice, Walk, walk};
use crate::config::Overrides;
use crate::extract::Format;
use crate::session::sample;
use std::path::PathBuf;

fn walked(root: &tempfile::TempDir, config: &str, paths: &[&str], choice: &Choice) -> Walk {
    let directory = root.path().canonicalize().expect("the folder is there");
    let session = sample::session(&directory, config, &Overrides::default()).expect("a sound configuration");
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    walk(&session, &paths, choice)
}

fn names(walk: &Walk) -> Vec<&str> {
    walk.inputs.iter().map(|input| input.shown.as_str()).collect()
}

#[test]
fn a_folder_gives_documents_in_the_order_of_their_names() {
    let root = sample::tree(&["b.md", "a/x.MD", "a-b.html", "c.png", "d/e.txt", ".hidden/a.md", "a/.h.md"]);
    let walk = walked(&root, "", &["."], &Choice::default());
    assert_eq!(names(&walk), ["a-b.html", "a/x.MD", "b.md", "d/e.txt"]);
    assert_eq!((walk.skipped, walk.errors.len()), (1, 0));
    let hidden = walked(&root, "", &["a", ".hidden"], &Choice { hidden: true, ..Choice::default() });
    assert_eq!(names(&hidden), [".hidden/a.md", "a/.h.md", "a/x.MD"]);
}

#[test]
fn ignore_files_are_honoured_in_and_outside_a_repository() {
    for git in [".git/HEAD", "other"] {
        let root = sample::tree(&[git, "a.md", "b.md", "sub/c.md"]);
        std::fs::write(root.path().join(".gitignore"), "b.md\n").unwrap();
        std::fs::write(root.path().join("sub/.ignore"), "c.md\n").unwrap();
        assert_eq!(names(&walked(&root, "", &["."], &Choice::default())), ["a.md"]);
        let all = walked(&root, "", &["."], &Choice { no_ignore: true, ..Choice::default() });
        assert_eq!(names(&all), ["a.md", "b.md", "sub/c.md"]);
        let named = walked(&root, "", &["b.md"], &Choice { force_exclude: true, ..Choice::default() });
        assert_eq!(names(&named), ["b.md"]);
    }
}

#[test]
fn a_named_file_is_checked_unless_it_is_excluded_by_force() {
    let root = sample::tree(&["vendor/a.md", "notes", ".h.md"]);
    let config = "exclude = ['vendor']";
    let named = ["vendor/a.md", "notes", ".h.md"];
    let walk = walked(&root, config, &named, &Choice::default());
    assert_eq!(names(&walk), [".h.md", "notes", "vendor/a.md"]);
    assert_eq!(walk.inputs[1].format, Format::Text);
    let forced = walked(&root, config, &named, &Choice { force_exclude: true, ..Choice::default() });
    assert_eq!((names(&forced), forced.skipped), (vec![".h.md", "notes"], 1));
    assert_eq!(names(&walked(&root, config, &["vendor"], &Choice::default())), [""; 0]);
}

#[test]
fn include_gives_formats_and_limits() {
    let root = sample::tree(&["docs/a.md", "docs/b.tmpl", "src/c.md", "src/d.rst"]);
    let walk = walked(&root, "include = [{ glob = '*.tmpl', format = 'html' }]", &["."], &Choice::default());
    assert_eq!((names(&walk), walk.skipped), (vec!["docs/a.md", "docs/b.tmpl", "src/c.md"], 1));
    assert_eq!(walk.inputs[1].format, Format::Html);
    let limited = walked(&root, "include = ['docs']", &["."], &Choice::default());
    assert_eq!(names(&limited), ["docs/a.md"]);
}

#[test]
fn a_file_is_checked_once_however_often_it_is_named() {
    let root = sample::tree(&["d/a.md", "d/b.md"]);
    let absolute = root.path().canonicalize().unwrap().join("d/a.md");
    let paths = ["d", "d/a.md", "./d/../d/a.md", absolute.to_str().unwrap(), "."];
    assert_eq!(names(&walked(&root, "", &paths, &Choice::default())), ["d/a.md", "d/b.md"]);
}

#[test]
fn a_missing_path_is_an_error_and_the_rest_is_checked() {
    let root = sample::tree(&["a.md"]);
    let walk = walked(&root, "", &["a.md", "nope.md", "nope.md"], &Choice::default());
    assert_eq!(names(&walk), ["a.md"]);
    assert_eq!(walk.errors.len(), 1);
    assert_eq!((walk.errors[0].path.as_str(), walk.errors[0].message.as_str()), ("nope.md", "no such file or folder"));
}

#[test]
fn standard_input_has_the_format_of_its_name() {
    let root = sample::tree(&["a.md"]);
    let stdin = |name: Option<&str>, config: &str, force_exclude| {
        let choice = Choice { stdin_filename: name.map(PathBuf::from), force_exclude, ..Choice::default() };
        let walk = walked(&root, config, &["-", "-"], &choice);
        walk.inputs.into_iter().map(|input| (input.shown, input.format)).collect::<Vec<_>>()
    };
    assert_eq!(stdin(None, "", false), [("<stdin>".to_owned(), Format::Markdown)]);
    assert_eq!(stdin(Some("docs/new.html"), "", false), [("docs/new.html".to_owned(), Format::Html)]);
    assert_eq!(stdin(Some("x.md"), "exclude = ['x.md']", true), []);
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_where_they_are_named() {
    use std::os::unix::fs::symlink;
    let root = sample::tree(&["real/a.md", "other/b.md"]);
    symlink(root.path(), root.path().join("real/loop")).unwrap();
    symlink(root.path().join("other/b.md"), root.path().join("real/link.md")).unwrap();
    symlink(root.path().join("nowhere"), root.path().join("real/broken.md")).unwrap();
    symlink(root.path().join("other"), root.path().join("folder")).unwrap();
    assert_eq!(names(&walked(&root, "", &["real"], &Choice::default())), ["real/a.md"]);
    assert_eq!(names(&walked(&root, "", &["real/link.md"], &Choice::default())), ["real/link.md"]);
    assert_eq!(names(&walked(&root, "", &["folder"], &Choice::default())), ["folder/b.md"]);
    assert_eq!(walked(&root, "", &["real/broken.md"], &Choice::default()).errors.len(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_unicode_are_shown_with_replacements() {
    use std::os::unix::ffi::OsStrExt;
    let root = sample::tree(&["a.md"]);
    let name = std::ffi::OsStr::from_bytes(b"b\xFF.md");
    if std::fs::write(root.path().join(name), "x").is_ok() {
        assert_eq!(names(&walked(&root, "", &["."], &Choice::default())), ["a.md", "b\u{FFFD}.md"]);
    }
}
