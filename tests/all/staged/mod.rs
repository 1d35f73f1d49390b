//! Runs `check --staged` and `check --since` in typical repositories.
mod exceptions;
mod history;
mod hooks;
pub mod repository;

use repository::{BAD, Repository};

#[test]
fn staged_text_is_checked_and_not_the_working_tree() {
    let repo = Repository::with(&[("a.md", "Clean.\n"), ("b.md", "Clean.\n"), ("c.md", "Clean.\n")]);
    repo.write("a.md", &format!("Clean.\n\n{BAD}\n"));
    repo.write("c.md", &format!("{BAD}\n"));
    repo.git(&["add", "a.md", "c.md"]);
    // The working tree differs from the index: clean instead of bad, bad instead of clean, or deleted.
    repo.write("a.md", "Clean.\n");
    repo.write("b.md", &format!("{BAD}\n"));
    std::fs::remove_file(repo.path("c.md")).unwrap();
    let run = repo.check(&["--staged"]);
    assert_eq!(run.places(), ["a.md:3", "c.md:1"]);
    assert_eq!(run.status, 1);
    assert_eq!(repo.check(&["--staged", "c.md"]).places(), ["c.md:1"]);
    assert_eq!(repo.check(&["--staged", "b.md"]).places(), [""; 0]);
    // A folder that is only in the index can be named too.
    repo.write("gone/d.md", &format!("{BAD}\n"));
    repo.git(&["add", "gone"]);
    std::fs::remove_dir_all(repo.path("gone")).unwrap();
    assert_eq!(repo.check(&["--staged", "gone"]).places(), ["gone/d.md:1"]);
    assert_eq!(repo.check(&["--staged", "gone/d.md"]).places(), ["gone/d.md:1"]);
    // With nothing staged, there are no findings.
    repo.git(&["reset", "-q"]);
    let clean = repo.check(&["--staged"]);
    assert_eq!((clean.status, clean.errors.as_str()), (0, ""));
}

#[test]
fn findings_on_untouched_lines_are_left_out_and_counted() {
    let old = format!("{BAD}\n\none\n\n{BAD}\n\ntwo\n");
    let repo = Repository::with(&[("a.md", &old)]);
    repo.write("a.md", &old.replace("one", &format!("{BAD} More.")));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), ["a.md:3"]);
    let human = repo.run(&["check", "--staged"]);
    assert!(
        human.output.contains("1 error in 1 of 1 file; 2 findings on unchanged lines not shown;"),
        "{}",
        human.output
    );
    let json = repo.run(&["check", "--staged", "--format", "json"]).output;
    assert!(!json.contains("untouched"), "{json}");
    // The change itself is clean.
    repo.write("a.md", &old.replace("one", "three"));
    repo.git(&["add", "."]);
    let human = repo.run(&["check", "--staged"]);
    let expected = "No findings on changed lines in 1 changed file; 2 findings on unchanged lines not shown;";
    assert!(human.status == 0 && human.output.contains(expected), "{}", human.output);
}

#[test]
fn a_finding_over_several_lines_is_reported_if_one_line_changed() {
    let repo = Repository::with(&[("a.md", "We give direct\nno\naccess to OpenAI\nmodels.\n")]);
    repo.write("a.md", "We give direct\naccess to OpenAI\nmodels.\n");
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), ["a.md:1"], "removing a line made the phrase");
    repo.git(&["commit", "-qm", "x"]);
    repo.write("a.md", "We give direct\naccess to OpenAI\nmodels, fast.\n");
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), ["a.md:1"]);
    repo.git(&["commit", "-qm", "y"]);
    repo.write("a.md", "We give direct\naccess to OpenAI\nmodels, fast.\n\nNew.\n");
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), [""; 0]);
}

#[test]
fn part_of_a_file_can_be_staged() {
    let lines: Vec<String> = (0..20).map(|n| format!("Line {n}.\n\n")).collect();
    let repo = Repository::with(&[("a.md", &lines.concat())]);
    let staged = lines.concat().replace("Line 2.", BAD);
    repo.write("a.md", &staged);
    repo.git(&["add", "."]);
    repo.write("a.md", &format!("New first line.\n\n{}", staged.replace("Line 9.", BAD)));
    assert_eq!(repo.check(&["--staged"]).places(), ["a.md:5"], "lines are those of the index");
    assert_eq!(repo.check(&["--since", "HEAD"]).places(), ["a.md:7", "a.md:21"]);
}

#[test]
fn contexts_see_lines_that_did_not_change() {
    let repo = Repository::with(&[("a.md", "Do not write:\n\n- one\n")]);
    repo.write("a.md", &format!("Do not write:\n\n- one\n- {BAD}\n"));
    repo.write("b.md", &format!("We write:\n\n- one\n- {BAD}\n"));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), ["b.md:4"]);
}

#[test]
fn rules_about_a_whole_document_see_all_of_it() {
    const RULES: &str = "[pack]\nid = 'h'\n\
        [[rule]]\nid = 'claim'\nkind = 'require'\npatterns = ['free trial']\nrequires = ['terms apply']\n\
        within = 'document'\nmessage = 'No.'\n\
        [[rule]]\nid = 'name'\nkind = 'first-use'\npatterns = ['Kafka']\nfull = 'Apache Kafka'\nmessage = 'No.'\n";
    let repo = Repository::with(&[
        ("wordgate.toml", "packs = ['h']\nrules = ['h.toml']\n"),
        ("h.toml", RULES),
        ("whole.md", "Apache Kafka runs.\n\nTerms apply.\n"),
        ("bare.md", "Nothing.\n"),
    ]);
    // The text that exempts the new lines is on old lines, before and after them.
    let new = "A free trial.\n\nKafka runs.\n";
    repo.write("whole.md", &format!("Apache Kafka runs.\n\n{new}\nTerms apply.\n"));
    repo.write("bare.md", &format!("Nothing.\n\n{new}"));
    let expected = ["bare.md:3", "bare.md:5"];
    assert_eq!(repo.check(&["--since", "HEAD"]).places(), expected);
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), expected);
    // The new lines may also exempt themselves. Only what is staged counts.
    repo.write("bare.md", &format!("Apache Kafka. Terms apply.\n\n{new}"));
    assert_eq!(repo.check(&["--staged"]).places(), expected);
    assert_eq!(repo.check(&["--since", "HEAD"]).places(), [""; 0]);
}

#[test]
fn before_the_first_commit_everything_staged_is_new() {
    let repo = Repository::new();
    repo.write("a.md", &format!("Fine.\n\n{BAD}\n"));
    repo.write("b.md", &format!("{BAD}\n"));
    repo.git(&["add", "a.md"]);
    assert_eq!(repo.check(&["--staged"]).places(), ["a.md:3"]);
    let since = repo.check(&["--since", "HEAD"]);
    assert_eq!(since.status, 2);
}

#[test]
fn a_file_added_with_intent_to_add_is_not_staged() {
    let repo = Repository::with(&[("a.md", "Clean.\n")]);
    repo.write("b.md", &format!("{BAD}\n"));
    repo.git(&["add", "--intent-to-add", "b.md"]);
    assert_eq!(repo.run(&["check", "--staged", "--show-files"]).output, "");
    assert_eq!(repo.check(&["--since", "HEAD"]).places(), ["b.md:1"]);
}

#[test]
fn moved_deleted_and_linked_files_are_handled() {
    let old = format!("{}{BAD}\n", "Clean.\n\n".repeat(20));
    let repo = Repository::with(&[("old.md", &old), ("gone.md", &old), ("mode.md", &old)]);
    repo.git(&["mv", "old.md", "new.md"]);
    repo.git(&["rm", "-q", "gone.md"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::os::unix::fs::symlink("new.md", repo.path("link.md")).unwrap();
        std::fs::set_permissions(repo.path("mode.md"), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    repo.git(&["add", "-A"]);
    for flags in [&["--staged"][..], &["--since", "HEAD"]] {
        // A file with a new name counts as new text, because other rules may apply to it.
        assert_eq!(repo.check(flags).places(), ["new.md:41"], "{flags:?}");
        let named = repo.check(&[flags, &["gone.md", "mode.md"]].concat());
        assert_eq!((named.status, named.places()), (0, Vec::new()), "{}", named.errors);
    }
}

#[cfg(unix)]
#[test]
fn file_names_may_contain_any_character() {
    let names = ["sp ace.md", "qu\"o'te\\.md", "new\nline.md", "\ttab.md", "né日.md", ":(top).md", "-dash.md", "*.md"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "Clean.\n")).collect();
    let repo = Repository::with(&files);
    for name in names {
        repo.write(name, &format!("Clean.\n\n{BAD}\n"));
    }
    repo.git(&["add", "-A"]);
    for flags in [&["--staged"][..], &["--since", "HEAD"]] {
        let places = repo.check(flags).places();
        assert_eq!(places.len(), names.len(), "{places:?}");
        assert!(places.iter().all(|place| place.ends_with(":3")), "{places:?}");
    }
}

/// Names that git quotes, that a terminal or a log would interpret, or that look like an option or a pathspec.
#[cfg(unix)]
const HOSTILE: [&[u8]; 17] = [
    b"::error file=x,line=1::pwned\n.md",
    b"a\n::warning::b.md",
    b"##[error]c.md",
    b"##vso[task.setvariable variable=x]d.md",
    b"\x1B]0;title\x07\x1B[31m.md",
    "\u{9b}31m\u{202e}.md".as_bytes(),
    b"\xFF\xFE.md",
    b"--output=x.md",
    b"-.md",
    b" lead.md",
    b"trail .md",
    b"folder /a.md",
    b"tab\t/\ta.md",
    b"\"quoted\".md",
    b"back\\slash\\n.md",
    b":!not.md",
    b"b/b/b.md",
];

#[cfg(unix)]
#[test]
fn files_with_hostile_names_are_checked_and_their_names_escaped() {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let name = |bytes: &[u8]| std::ffi::OsStr::from_bytes(bytes).to_owned();
    let repo = Repository::new();
    let write = |text: &str| {
        for bytes in HOSTILE {
            let path = repo.path("").join(name(bytes));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    };
    write(&format!("Clean.\n\n{BAD}\n"));
    repo.commit();
    let folder = repo.path("");
    let run = |flags: &[&str], named: &[&[u8]]| {
        let mut arguments: Vec<std::ffi::OsString> = ["check"].iter().chain(flags).map(Into::into).collect();
        arguments.extend(named.iter().map(|bytes| std::ffi::OsString::from_vec([b"./", *bytes].concat())));
        repository::check(&folder, &arguments, &[])
    };
    write(&format!("Clean.\n\n{BAD}\n\n{BAD}\n"));
    repo.git(&["add", "-A"]);
    for since in [&["--staged"][..], &["--since", "HEAD"]] {
        let flags = [since, &["--format", "concise"]].concat();
        for named in [&[][..], &HOSTILE] {
            let said = run(&flags, named);
            let places = said.output.matches(".md:5:9: error").count();
            assert_eq!((said.status, places), (1, HOSTILE.len()), "{}{}", said.output, said.errors);
            assert_eq!(said.output.lines().count(), HOSTILE.len(), "{}", said.output);
        }
        for format in ["human", "concise", "json", "github", "sarif", "junit", "html"] {
            let said = run(&[since, &["--format", format]].concat(), &[]);
            let said = said.output + &said.errors;
            assert_eq!(said.chars().find(|c| c.is_control() && *c != '\n'), None, "{since:?} {format}");
            let is_command = |line: &str| ["##[", "##vso["].iter().any(|mark| line.contains(mark));
            let commands = said.lines().filter(|line| line.trim_start().starts_with("::") || is_command(line));
            let other = commands.clone().find(|line| format != "github" || !line.contains("title=ai-"));
            assert_eq!(other, None, "{since:?} {format}");
            assert_eq!(commands.count(), if format == "github" { HOSTILE.len() } else { 0 });
        }
    }
    // The same with error messages about them.
    let others = repo.path("others");
    repo.git(&["clone", "-q", ".", others.to_str().unwrap()]);
    for bytes in HOSTILE {
        std::fs::write(others.join(name(bytes)), "Theirs.\n").unwrap();
    }
    repo.git(&["commit", "-qm", "ours"]);
    for args in [&["commit", "-qam", "theirs"][..], &["push", "-q", "origin", "HEAD:theirs"]] {
        repo.git(&[&["-C", "others", "-c", "user.name=A", "-c", "user.email=a@b"], args].concat());
    }
    assert!(!repo.try_git(&["merge", "-q", "theirs"]), "conflicts");
    let run = run(&["--staged", "--format", "concise"], &[]);
    assert_eq!(
        (run.status, run.errors.matches("it has merge conflicts").count()),
        (2, HOSTILE.len()),
        "{}",
        run.errors
    );
    let said = run.output + &run.errors;
    assert_eq!(said.chars().find(|c| c.is_control() && *c != '\n'), None, "{said}");
    assert_eq!(said.lines().find(|line| line.trim_start().starts_with("::")), None);
}

#[cfg(unix)]
#[test]
fn files_whose_names_look_alike_are_all_checked() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repository::with(&[("a.md", "Clean.\n")]);
    let paths = [&b"b\xFE.md"[..], b"b\xFF.md"].map(|name| repo.path("").join(std::ffi::OsStr::from_bytes(name)));
    if std::fs::write(&paths[0], format!("{BAD}\n\none\n")).is_ok() {
        std::fs::write(&paths[1], "one\n").unwrap();
        repo.commit();
        std::fs::write(&paths[0], format!("{BAD}\n\n{BAD}\n")).unwrap();
        std::fs::write(&paths[1], format!("{BAD}\n")).unwrap();
        repo.git(&["add", "-A"]);
        assert_eq!(repo.check(&["--staged"]).places(), ["b\u{FFFD}.md:1", "b\u{FFFD}.md:1", "b\u{FFFD}.md:3"]);
    }
}

#[test]
fn the_same_files_are_selected_as_in_a_walk() {
    let repo = Repository::new();
    let names = [
        "a.md", "b.org", "ignored/a.md", "vendor/a.md", ".hidden/a.md", "dot/.a.md", "skip.md", "sub/skip.md",
        "sub/kept.md", "own.md",
    ];
    for name in names {
        repo.write(name, &format!("{BAD}\n"));
    }
    repo.write("wordgate.toml", "exclude = ['vendor']\n");
    repo.write(".gitignore", "ignored/\nskip.md\n");
    repo.write("sub/.gitignore", "!skip.md\n");
    repo.write(".ignore", "sub/kept.md\n");
    repo.write(".git/info/exclude", "own.md\n");
    repo.git(&["add", "-f", "."]);
    let walked = repo.check(&["."]).places();
    assert_eq!(walked, ["a.md:1", "sub/skip.md:1"]);
    assert_eq!(repo.check(&["--staged"]).places(), walked);
    let named = ["--staged", "b.org", "vendor/a.md", "ignored/a.md"];
    assert_eq!(repo.check(&named).places(), ["b.org:1", "b.org:1", "ignored/a.md:1", "vendor/a.md:1"]);
    let forced = [&named[..], &["--force-exclude"]].concat();
    assert_eq!(repo.check(&forced).places(), ["ignored/a.md:1"]);
    for flags in [&["--no-ignore"][..], &["--hidden"], &["--hidden", "--no-ignore", "sub", ".hidden"], &["vendor"]] {
        let walked = repo.check(flags).places();
        assert_eq!(repo.check(&[flags, &["--staged"]].concat()).places(), walked, "{flags:?}");
    }
    assert_eq!(repo.run(&["check", "--staged", "--show-files"]).output, "a.md\nsub/skip.md\n");
}

#[test]
fn a_run_in_a_subfolder_checks_its_files_with_relative_paths() {
    let repo = Repository::with(&[("docs/a.md", "Clean.\n"), ("b.md", "Clean.\n")]);
    repo.write("docs/a.md", &format!("{BAD}\n"));
    repo.write("b.md", &format!("{BAD}\n"));
    repo.write("docs/new.md", &format!("{BAD}\n"));
    repo.git(&["config", "diff.relative", "true"]);
    repo.git(&["add", "docs/a.md", "b.md"]);
    assert_eq!(repo.check_in("docs", &["--staged"]).places(), ["a.md:1"]);
    assert_eq!(repo.check_in("docs", &["--staged", ".."]).places(), ["../b.md:1", "a.md:1"]);
    assert_eq!(repo.check_in("docs", &["--since", "HEAD"]).places(), ["a.md:1", "new.md:1"]);
    assert_eq!(repo.check_in("docs", &["--since", "HEAD", "../b.md"]).places(), ["../b.md:1"]);
}

#[test]
fn line_numbers_are_right_for_other_encodings_and_line_ends() {
    let utf16 = |text: &str| format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let repo = Repository::new();
    repo.write_bytes("wide.md", &utf16(&format!("\u{10A}\n\n{BAD}\n\nold\n")));
    repo.write("cr.md", &format!("one\r\r{BAD}\r\n\r\nold\r\n"));
    repo.commit();
    repo.write_bytes("wide.md", &utf16(&format!("\u{10A}\n\n{BAD}\n\n{BAD}\n")));
    repo.write("cr.md", &format!("one\r\r{BAD}\r\n\r\n{BAD}\r\n"));
    repo.git(&["add", "."]);
    assert_eq!(repo.check(&["--staged"]).places(), ["cr.md:5", "wide.md:5"]);
}

#[test]
fn a_submodule_is_left_out() {
    let inner = Repository::with(&[("a.md", &format!("{BAD}\n"))]);
    let repo = Repository::with(&[("a.md", "Clean.\n")]);
    let url = inner.path("");
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url.to_str().unwrap(), "sub"]);
    for flags in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repo.check(flags);
        assert_eq!((run.status, run.places()), (0, Vec::new()), "{flags:?} {}", run.errors);
    }
}

#[test]
fn errors_say_what_to_do() {
    let repo = Repository::with(&[("a.md", "one\n")]);
    let error = |args: &[&str], parts: &[&str]| {
        let run = repo.check(args);
        assert_eq!(run.status, 2, "{args:?}");
        for part in parts {
            assert!(run.flat_errors().contains(part), "{args:?}: {}", run.errors);
        }
    };
    error(&["--since", "nowhere"], &["unknown commit `nowhere`", "git fetch"]);
    error(&["--since=--output=x"], &["unknown commit `--output=x`"]);
    error(&["--since", ""], &["unknown commit ``"]);
    error(&["--staged", "--since", "HEAD"], &["cannot be used with"]);
    error(&["--staged", "--stdin-filename", "x.md"], &["cannot be used with"]);
    error(&["--staged", "-"], &["standard input cannot be compared with git"]);
    error(&["--staged", "nope.md"], &["nope.md: no such file"]);
    error(&["--staged", ".."], &["not in the repository"]);
    let run = repo.check_with(&["--staged"], &[("PATH", "")]);
    assert!(run.status == 2 && run.errors.contains("install git"), "{}", run.errors);

    repo.git(&["checkout", "-q", "--orphan", "apart"]);
    repo.git(&["commit", "-qm", "apart"]);
    error(&["--since", "main"], &["no commit in common", "an ancestor of HEAD"]);

    let outside = tempfile::tempdir().unwrap();
    let run = repository::check(outside.path(), &["check", "--staged"], &[]);
    assert!(run.status == 2 && run.flat_errors().contains("this folder is not in a git repository"), "{}", run.errors);
    let run = repo.check_in(".git", &["--staged"]);
    assert!(run.status == 2 && run.flat_errors().contains("not in the working tree"), "{}", run.errors);
}

#[test]
fn a_shallow_history_is_an_error() {
    let full = Repository::with(&[("a.md", "one\n")]);
    for n in 0..3 {
        full.write("a.md", &format!("{n}\n"));
        full.git(&["commit", "-qam", "more"]);
    }
    full.git(&["checkout", "-q", "-b", "work", "main~2"]);
    full.write("b.md", "two\n");
    full.commit();
    let path = full.path("").display().to_string().replace('\\', "/");
    let url = format!("file:///{}", path.trim_start_matches('/'));
    let clone = tempfile::tempdir().unwrap();
    let shallow = clone.path().join("shallow");
    full.git(&["clone", "-q", "--depth", "1", "--no-single-branch", &url, shallow.to_str().unwrap()]);
    let run = repository::check(&shallow, &["check", "--since", "origin/main"], &[]);
    assert_eq!(run.status, 2);
    assert!(run.flat_errors().contains("the history is incomplete"), "{}", run.errors);
}

#[test]
fn baseline_and_waived_findings_on_changed_lines_are_not_reported() {
    let repo = Repository::with(&[("a.md", &format!("{BAD}\n\none\n")), ("wordgate.toml", "baseline = 'b.toml'\n")]);
    assert_eq!(repo.run(&["baseline", "--output", "b.toml"]).status, 0);
    repo.write("a.md", &format!("{BAD} More.\n\none\n\n{BAD}\n"));
    repo.git(&["add", "."]);
    // The first line changed, but not its sentence. The last line repeats the sentence.
    let run = repo.check(&["--staged"]);
    assert_eq!(run.places(), ["a.md:5"]);
    assert_eq!(run.status, 1);
    assert_eq!(repo.check(&["--staged", "--no-baseline"]).places(), ["a.md:1", "a.md:5"]);
    let print = repo.run(&["check", "--format", "json"]).output;
    let print = print.split("\"fingerprint\": \"").nth(1).unwrap()[..32].to_owned();
    let waived = repo.run(&["waive", &print, "--reason", "r", "--approver", "a"]);
    assert_eq!(waived.status, 0, "{}", waived.errors);
    let run = repo.run(&["check", "--staged"]);
    let expected = "No new findings on changed lines in 1 changed file; 1 finding waived; 1 finding in the baseline;";
    assert!(run.status == 0 && run.output.contains(expected), "{}", run.output);
    // A check of changes cannot tell whether waivers and baseline entries for other text are stale.
    repo.write("b.md", "Clean.\n");
    repo.git(&["add", "b.md"]);
    repo.git(&["commit", "-qm", "x"]);
    repo.write("a.md", "Clean.\n");
    repo.write("b.md", "Still clean.\n");
    repo.git(&["add", "."]);
    assert_eq!(repo.run(&["check", "--staged"]).errors, "");
    let whole = repo.run(&["check"]).errors;
    assert!(whole.contains("b.toml:6: 1 of its findings no longer occurs") && whole.contains("is stale"), "{whole}");
}
