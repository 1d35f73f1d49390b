//! Reads the pages of the documentation, and the blocks in them.

use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A page of documentation.
pub struct Page {
    /// The path from the root of the repository, with forward slashes.
    pub path: String,
    pub text: String,
}

/// The parts of a page that the tests act on, in order.
#[derive(Debug)]
pub enum Item {
    /// A comment that says to copy files.
    Copy { from: String, to: String },
    /// A fenced block.
    Block(Block),
    /// A table whose texts are checked with this rule file.
    Verdicts { rules: String, rows: Vec<String> },
}

/// A fenced block.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The first word after the fence.
    pub language: String,
    /// Its lines, without the indentation of the fence.
    pub lines: Vec<String>,
    /// The 0-based lines of the page that it covers, without the fences.
    pub range: std::ops::Range<usize>,
    /// The text before the fence.
    pub indent: String,
    /// The directives in `<!-- test: … -->` before it.
    pub asked: Vec<String>,
}

impl Block {
    /// Returns the rest of the directive that begins with `word`.
    pub fn asked(&self, word: &str) -> Option<&str> {
        self.asked.iter().find_map(|asked| asked.strip_prefix(word)).map(str::trim)
    }

    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

/// Returns all pages written by people, without the generated rule pages.
pub fn pages() -> Vec<Page> {
    let root = root();
    let mut paths = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "editors", "npm", "crates"] {
        let walk = WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
        let files = walk.filter_entry(|entry| entry.file_name() != "node_modules" && entry.file_name() != "target");
        paths.extend(
            files.map(|entry| entry.unwrap().into_path()).filter(|path| path.extension() == Some("md".as_ref())),
        );
    }
    let shown = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    let is_written = |path: &String| !path.starts_with("docs/rules/") || path == "docs/rules/README.md";
    let paths = paths.iter().map(|path| shown(path)).filter(is_written);
    paths.map(|path| Page { text: read(&root.join(&path)), path }).collect()
}

impl Page {
    pub fn items(&self) -> Vec<Item> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut items = Vec::new();
        let mut asked: Vec<String> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at].trim_start();
            at += 1;
            if let Some(comment) = line.strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->")) {
                asked.extend(comment.split(';').map(|part| part.trim().to_owned()));
                items.extend(asked.iter().filter_map(|asked| asked.strip_prefix("copy ")).map(|paths| {
                    let (from, to) = paths.split_once(' ').expect("copy has two paths");
                    Item::Copy { from: from.to_owned(), to: to.to_owned() }
                }));
                asked.retain(|asked| !asked.starts_with("copy "));
            } else if line.starts_with("```") {
                let ticks = line.len() - line.trim_start_matches('`').len();
                let indent = &lines[at - 1][..lines[at - 1].len() - line.len()];
                let start = at;
                let is_end = |line: &&str| line.trim() == "`".repeat(ticks);
                at += lines[at..].iter().position(is_end).unwrap_or_else(|| panic!("{}: an open fence", self.path));
                let own = lines[start..at].iter().map(|line| line.strip_prefix(indent).unwrap_or(line).to_owned());
                let language = line[ticks..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                items.push(Item::Block(Block {
                    language: language.to_owned(),
                    lines: own.collect(),
                    range: start..at,
                    indent: indent.to_owned(),
                    asked: std::mem::take(&mut asked),
                }));
                at += 1;
            } else if line.starts_with('|') && !asked.is_empty() {
                let rows = lines[at - 1..].iter().take_while(|line| line.starts_with('|')).map(|row| (*row).to_owned());
                let rules = asked.iter().find_map(|asked| asked.strip_prefix("verdicts ")).map(str::to_owned);
                items.extend(rules.map(|rules| Item::Verdicts { rules, rows: rows.collect() }));
                asked.clear();
            }
        }
        assert!(asked.is_empty(), "{}: a comment without its block: {asked:?}", self.path);
        items
    }

    pub fn blocks(&self) -> Vec<Block> {
        let is_block = |item| if let Item::Block(block) = item { Some(block) } else { None };
        self.items().into_iter().filter_map(is_block).collect()
    }

    /// Returns the text outside of fenced blocks.
    pub fn prose(&self) -> String {
        let mut lines: Vec<&str> = self.text.lines().collect();
        self.blocks().iter().for_each(|block| lines[block.range.clone()].fill(""));
        lines.join("\n")
    }

    /// Returns the code spans outside of fenced blocks.
    pub fn code_spans(&self) -> Vec<String> {
        let prose = self.prose();
        let spans = prose.lines().filter(|line| !line.trim_start().starts_with("```"));
        spans.flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_owned)).collect()
    }
}

/// Returns the number at the start of a table row, as in `| 2. Decode it |`.
fn step_number(row: &str) -> Option<usize> {
    row.strip_prefix("| ")?.split_once(". ")?.0.parse().ok()
}

#[test]
fn numbered_steps_of_tables_have_no_gaps() {
    let mut count = 0;
    for page in pages() {
        let prose = page.prose();
        let lines: Vec<&str> = prose.lines().collect();
        for table in lines.split(|line| !line.starts_with('|')) {
            let numbers: Vec<usize> = table.iter().filter_map(|row| step_number(row)).collect();
            let expected: Vec<usize> = (1..=numbers.len()).collect();
            assert_eq!(numbers, expected, "{}: the steps of the table of {:?}", page.path, table.first());
            count += numbers.len();
        }
    }
    assert!(count > 10, "only {count} numbered steps were found");
}

/// `.ci/run` checks `docs/*.md` and `docs/*/README.md`, so it would miss a page in another place.
#[test]
fn every_page_is_checked_by_ci_run() {
    let packs = wordgate_packs::rules().packs;
    for page in pages().iter().filter(|page| page.path.starts_with("docs/")) {
        let depth = page.path.matches('/').count();
        assert!(depth == 1 || depth == 2 && page.path.ends_with("/README.md"), "{} is not checked", page.path);
    }
    for entry in fs::read_dir(root().join("docs/rules")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let is_pack = packs.iter().any(|pack| name.strip_suffix(".md") == Some(&pack.id));
        assert!(is_pack || name == "README.md", "docs/rules/{name} is not generated and not checked");
    }
    let script = read(&root().join(".ci/run"));
    assert!(script.contains("docs/*.md docs/*/README.md"), ".ci/run checks other pages");
}
