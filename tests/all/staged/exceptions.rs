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
