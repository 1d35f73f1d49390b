//! Tests that need the program: which files it writes and which it leaves unchanged.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn fix(folder: &Path, arguments: &[&str]) -> Output {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/fix.in/rules");
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    command.current_dir(folder).args(["fix", "--isolated", "--pack", "house", "--rules"]).arg(rules).args(arguments);
    command.output().expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_that_cannot_be_written_does_not_stop_the_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    for name in ["a.md", "locked.md", "z.md"] {
        fs::write(path(name), "A whitelist.\n").expect("a file");
    }
    let mut permissions = fs::metadata(path("locked.md")).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path("locked.md"), permissions).expect("its permissions");
    let output = fix(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "error: locked.md: it cannot be written: the file is read-only\n\
        locked.md:1:3: error: say allowlist [house/allowlist]: not fixed: the file was not written\n\
        2 fixes in 2 files; 1 finding left\n";
    assert_eq!(stderr(&output), expected);
    for (name, text) in [("a.md", "An allowlist.\n"), ("locked.md", "A whitelist.\n"), ("z.md", "An allowlist.\n")] {
        assert_eq!(fs::read_to_string(path(name)).expect("the file"), text, "{name}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 3, "nothing is left behind");
}

#[test]
fn a_diff_writes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.md"), "A whitelist.\n").expect("a file");
    let before = fs::metadata(folder.path().join("a.md")).expect("the file").modified().expect("a time");
    let output = fix(folder.path(), &["--diff"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("the file"), "A whitelist.\n");
    assert_eq!(fs::metadata(folder.path().join("a.md")).expect("the file").modified().expect("a time"), before);
}

#[test]
fn a_clean_file_is_not_touched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.md"), "An allowlist.\n").expect("a file");
    let before = fs::metadata(folder.path().join("a.md")).expect("the file").modified().expect("a time");
    let output = fix(folder.path(), &[]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), "0 fixes in 0 files; 0 findings left\n"));
    assert_eq!(fs::metadata(folder.path().join("a.md")).expect("the file").modified().expect("a time"), before);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_a_link() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("docs")).expect("a folder");
    fs::write(folder.path().join("docs/a.md"), "A whitelist.\n").expect("a file");
    std::os::unix::fs::symlink("docs/a.md", folder.path().join("link.md")).expect("a link");
    let output = fix(folder.path(), &["link.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(fs::symlink_metadata(folder.path().join("link.md")).expect("the link").is_symlink());
    assert_eq!(fs::read_to_string(folder.path().join("docs/a.md")).expect("the file"), "An allowlist.\n");
}

#[test]
fn a_document_on_standard_input_keeps_its_encoding() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let encode = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases = [
        (encode("\u{FEFF}A whitelist \u{1b}[1m.\r\n"), encode("\u{FEFF}An allowlist \u{1b}[1m.\r\n")),
        (b"A whitelist \x1b[1m\0\xFF".to_vec(), b"An allowlist \x1b[1m\0\xFF".to_vec()),
        (b"nothing \x1b[1m\0\xFF".to_vec(), b"nothing \x1b[1m\0\xFF".to_vec()),
        (b"A whitelist \xFE\xFF\xFE\xFF".to_vec(), b"A whitelist \xFE\xFF\xFE\xFF".to_vec()),
    ];
    for (before, after) in cases {
        fs::write(folder.path().join("in"), &before).expect("a file");
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/fix.in/rules");
        let output = Command::new(env!("CARGO_BIN_EXE_wordgate"))
            .current_dir(folder.path())
            .args(["fix", "-", "--isolated", "--quiet", "--pack", "house", "--rules"])
            .arg(rules)
            .stdin(fs::File::open(folder.path().join("in")).expect("the file"))
            .output()
            .expect("the program starts");
        assert_eq!(output.stdout, after);
    }
}

#[test]
fn a_heading_that_another_file_links_to_keeps_its_anchor() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("docs")).expect("a folder");
    let files = [
        ("docs/a.md", "# Whitelist\n\nA whitelist.\n"),
        ("docs/b.md", "# Whitelist\n\n[x](#white-list)\n"),
        ("docs/c.md", "# Whitelist\n\n## The whitelist\n"),
        ("docs/d.mdx", "# Whitelist {#list}\n"),
        ("docs/index.md", "# Whitelist\n"),
        ("links.md", "[x](./docs/a.md#whitelist), [y](docs/c#the-whitelist), [z](/docs/#whitelist).\n"),
        ("page.html", "<a href=\"docs/d.html#whitelist\">x</a>\n"),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let expected = [
        ("docs/a.md", "# Whitelist\n\nAn allowlist.\n"),
        ("docs/b.md", "# Whitelist\n\n[x](#white-list)\n"),
        ("docs/c.md", "# Allowlist\n\n## The whitelist\n"),
        ("docs/d.mdx", "# Allowlist {#list}\n"),
        ("docs/index.md", "# Whitelist\n"),
    ];
    let output = fix(folder.path(), &["--threads", "3"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    for (name, text) in expected {
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("the file"), text, "{name}");
    }
    let again = fix(folder.path(), &[]);
    assert!(
        stderr(&again).contains("0 fixes in 0 files; 4 findings left, 4 of them fixable with --unsafe"),
        "{}",
        stderr(&again)
    );
    // A file that is fixed alone does not know who links to it.
    let alone = fix(folder.path(), &["docs/a.md"]);
    assert_eq!(alone.status.code(), Some(0), "{}", stderr(&alone));
}

#[test]
fn check_and_fix_agree_on_headings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.md"), "# Whitelist\n").expect("a file");
    fs::write(folder.path().join("b.md"), "[x](a.md#whitelist)\n").expect("a file");
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/fix.in/rules");
    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
        command
            .current_dir(folder.path())
            .args(["check", "--isolated", "--pack", "house", "--format", "json", "--rules"]);
        let output = command.arg(&rules).args(arguments).output().expect("the program starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for arguments in [&["."][..], &["a.md", "b.md"], &[".", "--threads", "1"], &[".", "--no-gate"]] {
        assert!(check(arguments).contains("\"applicability\": \"unsafe\""), "{arguments:?}");
    }
    assert!(check(&["a.md"]).contains("\"applicability\": \"safe\""));
}
