//! Branches, merges, linked working trees, and the git settings and hooks of the user.

use super::repository::{BAD, Repository};

#[test]
fn since_compares_with_the_start_of_the_branch() {
    let old = format!("{BAD}\n\none\n");
    let repo = Repository::with(&[("a.md", &old), ("main.md", "Clean.\n")]);
    repo.git(&["checkout", "-q", "-b", "work"]);
    repo.write("committed.md", &format!("Clean.\n\n{BAD}\n"));
    repo.git(&["add", "."]);
    repo.git(&["commit", "-qm", "work"]);
    repo.git(&["checkout", "-q", "main"]);
    repo.write("main.md", &format!("{BAD}\n"));
    repo.git(&["commit", "-qam", "on main"]);
    repo.git(&["checkout", "-q", "work"]);
    repo.write("a.md", &format!("{old}\n{BAD}\n"));
    repo.write("staged.md", &format!("{BAD}\n"));
    repo.git(&["add", "staged.md"]);
    repo.write("untracked.md", &format!("{BAD}\n"));
    repo.write("ignored.md", &format!("{BAD}\n"));
    repo.write(".gitignore", "ignored.md\n");
    let run = repo.check(&["--since", "main"]);
    assert_eq!(run.places(), ["a.md:5", "committed.md:3", "staged.md:1", "untracked.md:1"]);
    assert_eq!(repo.check(&["--since", "main~1"]).places(), run.places());
    // After a merge of main, its text does not count as a change of this branch.
    repo.git(&["stash", "-q"]);
    repo.git(&["merge", "-q", "--no-edit", "main"]);
    repo.git(&["stash", "pop", "-q"]);
    assert_eq!(repo.check(&["--since", "main"]).places(), run.places());
}

#[test]
fn a_merge_is_compared_with_head() {
    let repo = Repository::with(&[("a.md", "one\n\ntwo\n"), ("c.md", "one\n")]);
    repo.git(&["checkout", "-q", "-b", "other"]);
    repo.write("a.md", &format!("one\n\n{BAD}\n"));
    repo.write("c.md", &format!("{BAD}\n"));
    repo.git(&["commit", "-qam", "other"]);
    repo.git(&["checkout", "-q", "main"]);
    repo.write("c.md", "three\n");
    repo.git(&["commit", "-qam", "main"]);
    assert!(!repo.try_git(&["merge", "-q", "other"]), "a conflict in c.md");
    let run = repo.check(&["--staged"]);
    assert_eq!(run.places(), ["a.md:3"]);
    assert!(run.status == 2 && run.errors.contains("c.md: it has merge conflicts"), "{}", run.errors);
    assert_eq!(repo.check(&["--since", "HEAD"]).places(), ["a.md:3", "c.md:4"]);
    repo.write("c.md", "three\n");
    repo.git(&["add", "."]);
    let run = repo.check(&["--staged"]);
    assert_eq!((run.status, run.places()), (1, vec!["a.md:3".to_owned()]));
}

#[test]
fn a_linked_working_tree_has_its_own_index() {
    let repo = Repository::with(&[("a.md", "Clean.\n")]);
    repo.git(&["worktree", "add", "-q", "-b", "tree", "tree"]);
    repo.write("tree/a.md", &format!("{BAD}\n"));
    repo.git(&["-C", "tree", "add", "."]);
    assert_eq!(repo.check_in("tree", &["--staged"]).places(), ["a.md:1"]);
    let main = repo.check(&["--since", "HEAD"]);
    assert_eq!((main.status, main.places()), (0, Vec::new()), "the tree is a repository of its own");
}

#[test]
fn git_settings_of_the_user_have_no_effect() {
    let repo = Repository::with(&[("a.md", &format!("{BAD}\n\none\n\n{BAD}\n")), ("b.html", "<p>Clean\n")]);
    repo.write("a.md", &format!("{BAD}\n\n{BAD}\n\n{BAD}\n"));
    repo.write("b.html", &format!("<p>Clean\n<p>{BAD}\n"));
    repo.write(".gitattributes", "*.md diff=odd\n*.html -diff\n");
    repo.git(&["add", "."]);
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.context", "7"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.odd.command", "false"),
        ("diff.odd.textconv", "false"),
        ("diff.odd.binary", "true"),
        ("diff.renames", "copies"),
        ("diff.interHunkContext", "9"),
        ("diff.suppressBlankEmpty", "true"),
        ("core.quotePath", "false"),
        ("diff.wordRegex", "."),
        ("diff.srcPrefix", "x/"),
        ("diff.dstPrefix", "y/"),
        ("core.pager", "false"),
        ("diff.submodule", "diff"),
    ] {
        repo.git(&["config", key, value]);
    }
    let variables = [("GIT_DIFF_OPTS", "-u9"), ("GIT_EXTERNAL_DIFF", "false"), ("GIT_LITERAL_PATHSPECS", "1")];
    for flags in [&["--staged"][..], &["--since", "HEAD"]] {
        assert_eq!(repo.check_with(flags, &variables).places(), ["a.md:3", "b.html:2"], "{flags:?}");
    }
}

#[test]
fn environment_variables_of_hooks_are_respected() {
    let repo = Repository::with(&[("a.md", "Clean.\n")]);
    repo.write("a.md", &format!("{BAD}\n"));
    let index = repo.path(".git/other-index");
    std::fs::copy(repo.path(".git/index"), &index).unwrap();
    let variables = [("GIT_INDEX_FILE", index.to_str().unwrap()), ("GIT_DIR", ".git")];
    repo.git_with(&["add", "."], &variables);
    assert_eq!(repo.check(&["--staged"]).places(), [""; 0]);
    assert_eq!(repo.check_with(&["--staged"], &variables).places(), ["a.md:1"]);
}
