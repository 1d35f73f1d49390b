//! Runs the commands of each page in its own folder, and compares their output with the page.

use super::pages::{self, Block, Item, Page};
use super::shell;
use crate::bless;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use wordgate_core::Checker;
use wordgate_core::extract::Format;

/// The output of a command, and its exit status.
struct Ran {
    text: String,
    status: i32,
}

#[test]
fn commands_print_the_output_on_the_pages() {
    let mut differences = Vec::new();
    let mut count = 0;
    for page in pages::pages() {
        let folder = tempfile::tempdir().expect("a folder");
        // A repository root, so that wordgate does not look for a configuration above it.
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
        // From the end, so that line numbers of earlier blocks stay valid.
        for (block, expected) in run(&page, folder.path(), &mut count, &mut differences).into_iter().rev() {
            let shown = expected.into_iter().map(|line| format!("{}{line}", block.indent).trim_end().to_owned());
            lines.splice(block.range, shown);
        }
        let text = lines.join("\n") + "\n";
        if bless::is_on() && text != page.text {
            fs::write(pages::root().join(&page.path), text).expect("the page can be written");
        }
    }
    assert!(count > 15, "only {count} commands were run");
    assert!(bless::is_on() || differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn the_readme_has_the_summary_of_its_first_command() {
    let Ran { text, status } = execute("wordgate check test-corpus/demo", &pages::root());
    let last = text.lines().last().expect("a summary");
    let readme = pages::read(&pages::root().join("README.md"));
    let is_stated = readme.contains(&format!("ends with `{last}` and exit status {status}"));
    assert!(is_stated, "README.md should say that it ends with `{last}` and exit status {status}");
}

/// Runs a page. Returns the blocks with outputs, and the lines that they should have.
fn run(page: &Page, folder: &Path, count: &mut usize, differences: &mut Vec<String>) -> Vec<(Block, Vec<String>)> {
    let mut blocks = Vec::new();
    for item in page.items() {
        let block = match item {
            Item::Copy { from, to } => copy(&pages::root().join(from), &folder.join(to)),
            Item::Verdicts { .. } => None,
            Item::Block(block) => Some(block),
        };
        let Some(block) = block else { continue };
        write(&block, folder);
        let Some(ran) = shown(&block, folder, count) else { continue };
        let statuses: Vec<i32> = ran.iter().map(|ran| ran.status).collect();
        let wanted =
            block.asked("status ").unwrap_or_default().split_whitespace().map(|n| n.parse().expect("a status"));
        let mut wanted: Vec<i32> = wanted.collect();
        wanted.resize(statuses.len(), 0);
        let place = format!("{}:{}", page.path, block.range.start + 1);
        assert_eq!(statuses, wanted, "{place}: the exit statuses of\n{}", block.text());
        let expected: Vec<String> =
            ran.iter().flat_map(|ran| ran.text.lines()).map(|line| line.trim_end().to_owned()).collect();
        let are_same = block.lines.iter().map(|line| line.trim_end()).eq(expected.iter().map(String::as_str));
        if !are_same {
            differences.push(format!("{place} should read\n{}", expected.join("\n")));
        }
        blocks.push((block, expected));
    }
    for item in page.items() {
        if let Item::Verdicts { rules, rows } = item {
            verdicts(&pages::read(&folder.join(rules)), &rows);
        }
    }
    blocks
}

/// Returns the output of the block's commands, or `None` if it has none.
fn shown(block: &Block, folder: &Path, count: &mut usize) -> Option<Vec<Ran>> {
    if let Some(command) = block.asked("output of ") {
        *count += 1;
        return Some(vec![execute(command, folder)]);
    }
    if block.language != "console" {
        return None;
    }
    let commands = block.lines.iter().filter(|line| line.starts_with("$ "));
    let ran = commands.map(|line| {
        *count += 1;
        let Ran { text, status } = execute(&line[2..], folder);
        Ran { text: format!("{line}\n{text}"), status }
    });
    Some(ran.collect())
}

/// Runs `wordgate …`, possibly piped to `head` or `tail`. Standard error follows standard output.
fn execute(line: &str, folder: &Path) -> Ran {
    let pipelines = shell::pipelines(line);
    let [pipeline] = &*pipelines else { panic!("`{line}` has several commands") };
    let (words, filters) = pipeline.split_first().expect("a pipeline has a command");
    assert_eq!(words[0], "wordgate", "`{line}` runs another program");
    let output = Command::new(env!("CARGO_BIN_EXE_wordgate"))
        .args(&words[1..])
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("GITHUB_ACTIONS")
        .output()
        .expect("wordgate runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n");
    let mut lines: Vec<String> = text(output.stdout).lines().map(str::to_owned).collect();
    let mut status = output.status.code().expect("it was not killed");
    for filter in filters {
        let number: usize = filter[1].trim_start_matches('-').parse().expect("a number of lines");
        match filter[0].as_str() {
            "head" => lines.truncate(number),
            "tail" => drop(lines.drain(..lines.len().saturating_sub(number))),
            other => panic!("`{line}` pipes to `{other}`"),
        }
        // As in a shell.
        status = 0;
    }
    lines.extend(text(output.stderr).lines().map(str::to_owned));
    Ran { text: lines.iter().map(|line| format!("{line}\n")).collect(), status }
}

/// Writes the block to the file that it describes.
fn write(block: &Block, folder: &Path) {
    let (name, before) = match (block.asked("file "), block.asked("append ")) {
        (Some(name), _) => (name, String::new()),
        (_, Some(name)) => (name, pages::read(&folder.join(name))),
        _ => return,
    };
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    fs::write(path, before + &block.text()).expect("a file");
}

fn copy(from: &Path, to: &Path) -> Option<Block> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the page copies what is there");
        let target = to.join(entry.path().strip_prefix(from).expect("it is inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else if entry.path().extension().is_none_or(|extension| extension != "expected") {
            // Expected findings belong to the tests. A reader's folder has no such files.
            fs::copy(entry.path(), target).expect("a file");
        }
    }
    None
}

/// Checks the texts in the first column of a table against the results in its second column.
fn verdicts(rules: &str, rows: &[String]) {
    let checker = Checker::builder().packs([""; 0]).rule_file("rules.toml", rules).build().expect("sound rules");
    for row in &rows[2..] {
        let text = row.split('`').nth(1).expect("a text in code");
        let verdict = row.rsplit('|').nth(1).expect("a second column").trim();
        let findings = checker.check(text, Format::Markdown).unwrap().findings.len();
        assert_eq!(findings > 0, verdict.starts_with("finding"), "{row}");
    }
    assert!(rows.len() > 3);
}

#[test]
fn code_blocks_have_no_test_notation() {
    for page in pages::pages() {
        for block in page.blocks().iter().filter(|block| block.language == "console") {
            let is_notation = |line: &&String| line.trim() == "..." || line.starts_with("? ");
            assert_eq!(block.lines.iter().find(is_notation), None, "{}", page.path);
            assert!(block.lines.first().is_some_and(|line| line.starts_with("$ ")), "{}: no command", page.path);
        }
    }
}
