//! Branches that waive findings and shrink the baseline merge without help.

use super::repository::{BAD, Repository};

const CONFIG: &str = "packs = ['recommended']\nbaseline = 'wordgate-baseline.toml'\nwaivers = ['waivers/*.toml']\n";
/// One finding in each paragraph.
const COUNT: usize = 6;

fn paragraph(number: usize) -> String {
    format!("For customer {number}: {BAD}\n\n")
}

/// Creates a repository in which a baseline accepts all findings but the last two.
fn repository() -> Repository {
    let all: String = (0..COUNT).map(paragraph).collect();
    let repo =
        Repository::with(&[("wordgate.toml", CONFIG), ("wordgate-baseline.toml", "version = 1\nfindings = []\n")]);
    repo.write("a.md", &all);
    let grown = repo.run(&["baseline", "--grow"]);
    assert_eq!(grown.status, 0, "{}", grown.errors);
    repo.write("new.md", &format!("{}{}", paragraph(10), paragraph(11)));
    repo.commit();
    repo
}

/// Makes a branch that waives the finding at `waived` and no longer has the paragraphs `fixed`.
fn branch(repo: &Repository, name: &str, waived: &str, fixed: &[usize]) {
    repo.git(&["checkout", "-q", "-b", name, "main"]);
    let run = repo.run(&["waive", waived, "--reason", "It is true", "--approver", "Legal"]);
    assert_eq!(run.status, 0, "{}", run.errors);
    // A paragraph keeps its line, so that the documents merge too.
    let text = |number| if fixed.contains(&number) { format!("Fixed {number}.\n\n") } else { paragraph(number) };
    repo.write("a.md", &(0..COUNT).map(text).collect::<String>());
    let run = repo.run(&["baseline"]);
    assert!(run.output.contains("removed"), "{}{}", run.output, run.errors);
    repo.commit();
}

#[test]
fn branches_that_waive_and_shrink_the_baseline_merge() {
    // Findings in the order of the baseline, which is that of their fingerprints.
    let baseline = repository();
    let text = std::fs::read_to_string(baseline.path("wordgate-baseline.toml")).unwrap();
    let prints: Vec<&str> = text.lines().filter(|line| line.starts_with("  {")).collect();
    let json = baseline.run(&["check", "--no-baseline", "--format", "jsonl", "a.md"]).output;
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (number, finding) in json.lines().enumerate() {
        let at = prints.iter().position(|entry| {
            let print = entry.split("fingerprint = \"").nth(1).unwrap().split('"').next().unwrap();
            finding.contains(print)
        });
        numbers.push((at.expect("each finding has an entry"), number));
    }
    numbers.sort_unstable();
    let order: Vec<usize> = numbers.into_iter().map(|(_, number)| number).collect();
    // First and last entries, neighbours, blocks between each other, the same entry, and all of them.
    let cases: [(&[usize], &[usize]); 7] = [
        (&[0], &[1]),
        (&[2], &[3]),
        (&[4], &[5]),
        (&[0, 2, 4], &[1, 3, 5]),
        (&[1, 2], &[2, 3]),
        (&[0, 1, 2], &[3, 4, 5]),
        (&[0, 1, 2, 3, 4, 5], &[2]),
    ];
    for (ours, theirs) in cases {
        let repo = repository();
        let of = |entries: &[usize]| entries.iter().map(|at| order[*at]).collect::<Vec<_>>();
        branch(&repo, "a", "new.md:1", &of(ours));
        branch(&repo, "b", "new.md:3", &of(theirs));
        repo.git(&["checkout", "-q", "main"]);
        repo.git(&["merge", "-q", "--no-edit", "a"]);
        assert!(repo.try_git(&["merge", "-q", "--no-edit", "b"]), "{ours:?} and {theirs:?} conflict");
        let run = repo.check(&[]);
        assert_eq!((run.status, run.output.as_str(), run.errors.as_str()), (0, "", ""), "{ours:?} {theirs:?}");
        let unchanged = repo.run(&["baseline"]);
        assert!(unchanged.output.contains("is unchanged"), "{}", unchanged.output);
        assert!(!repo.try_git(&["diff", "--quiet", "main~2"]) && repo.try_git(&["diff", "--quiet"]), "not rewritten");
    }
}

/// Creates a repository with a baseline entry for `a.md` and waivers for `b.md` by fingerprint and `c.md` by sentence.
fn excepted() -> Repository {
    let config = format!(
        "{CONFIG}[[waiver]]\nrule = 'ai-partnership/openai-direct-access'\npath = '/c [1].md'\ntext = 'For customer 3: \
         {BAD}'\nreason = 'r'\napprover = 'a'\n"
    )
    .replace("/c [1].md", "/c [[]1].md");
    let repo =
        Repository::with(&[("wordgate.toml", &config), ("wordgate-baseline.toml", "version = 1\nfindings = []\n")]);
    repo.write("docs/a.md", &format!("{}{}", paragraph(1), paragraph(1)));
    repo.write("c [1].md", &paragraph(3));
    assert_eq!(repo.run(&["baseline", "--grow"]).status, 0);
    repo.write("b.md", &paragraph(2));
    let waived = repo.run(&["waive", "b.md:1", "--reason", "r", "--approver", "a"]);
    assert_eq!(waived.status, 0, "{}", waived.errors);
    repo.commit();
    let run = repo.check(&[]);
    assert_eq!((run.status, run.output.as_str(), run.errors.as_str()), (0, "", ""));
    repo
}

#[test]
fn a_renamed_file_keeps_its_exceptions() {
    let repo = excepted();
    repo.git(&["mv", "docs/a.md", "new a.md"]);
    repo.git(&["mv", "b.md", "docs/b2.md"]);
    repo.git(&["mv", "c [1].md", "c.md"]);
    let run = repo.check(&[]);
    assert_eq!((run.status, run.output.as_str()), (0, ""), "{}", run.errors);
    let warnings: Vec<&str> = run.errors.lines().collect();
    assert_eq!(warnings.len(), 3, "{}", run.errors);
    assert!(warnings.iter().all(|line| line.contains("changed")), "{}", run.errors);
    assert!(!run.errors.contains("stale"), "{}", run.errors);
    let shown = repo.run(&["check", "--show-skipped"]).output;
    assert!(shown.contains("in the baseline (under the former path docs/a.md)"), "{shown}");
    assert!(
        shown.contains("(under the former path b.md)") && shown.contains("(under the former path c [1].md)"),
        "{shown}"
    );
    let changed = repo.run(&["baseline"]);
    assert!(changed.status == 0 && changed.output.contains("2 paths changed"), "{}{}", changed.output, changed.errors);
    let baseline = std::fs::read_to_string(repo.path("wordgate-baseline.toml")).unwrap();
    assert!(baseline.matches("\"new a.md\"").count() == 2 && !baseline.contains("docs/a.md"), "{baseline}");
    assert_eq!(repo.check(&[]).errors.lines().count(), 2, "only the waivers are left");
}

#[test]
fn a_copy_has_no_exceptions_and_a_renamed_file_has_them_once() {
    let repo = excepted();
    for (from, to) in [("docs/a.md", "copy-a.md"), ("b.md", "copy-b.md"), ("c [1].md", "copy-c.md")] {
        std::fs::copy(repo.path(from), repo.path(to)).unwrap();
    }
    assert_eq!(repo.check(&[]).places(), ["copy-a.md:1", "copy-a.md:3", "copy-b.md:1", "copy-c.md:1"]);
    for (from, to) in [("docs/a.md", "z-a.md"), ("b.md", "z-b.md"), ("c [1].md", "z-c.md")] {
        std::fs::rename(repo.path(from), repo.path(to)).unwrap();
    }
    assert_eq!(repo.check(&[]).places(), ["z-a.md:1", "z-a.md:3", "z-b.md:1", "z-c.md:1"]);
    // An edit of the sentence ends an exception, also in a renamed file.
    let repo = excepted();
    std::fs::remove_file(repo.path("docs/a.md")).unwrap();
    repo.write("new.md", &paragraph(1).replace("For", "To"));
    let run = repo.check(&[]);
    assert_eq!((run.status, run.places()), (1, vec!["new.md:1".to_owned()]));
    assert!(run.errors.contains("no longer occur"), "{}", run.errors);
}
