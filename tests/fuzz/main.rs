//! The fuzz targets on the documents and rules of this repository, and on some mutations of them: a look whether they
//! hold at all. CONTRIBUTING.md says how they are fuzzed for real.

mod mutation;
mod targets;

use mutation::Mutator;
use std::fs;
use std::path::Path;
use targets::{TARGETS, Target};

/// Mutations of each seed.
const MUTATIONS: usize = if cfg!(debug_assertions) { 1 } else { 30 };
/// Larger seeds are cut: the time goes to many small ones.
const LONGEST: usize = 2 << 10;

/// Everything in these folders, cut to the length of a test.
fn files(folders: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    let cut = |path: &std::path::PathBuf| {
        let mut bytes = fs::read(path).unwrap();
        bytes.truncate(LONGEST);
        bytes
    };
    files.iter().map(cut).collect()
}

fn drive(name: &str, seeds: &[Vec<u8>]) {
    let target: &Target = TARGETS.iter().find(|target| target.name == name).expect("the target is there");
    assert!(!seeds.is_empty());
    let mut mutator = Mutator::new(0x5EED);
    for seed in seeds {
        (target.run)(seed);
        for _ in 0..MUTATIONS {
            (target.run)(&mutator.mutated(seed));
        }
    }
}

/// The documents, each behind the byte that chooses how it is read.
fn documents() -> Vec<Vec<u8>> {
    let seeds = files(&["test-corpus", "tests/cmd/directives.in"]).into_iter().enumerate();
    seeds.map(|(number, bytes)| [&[u8::try_from(number % 8).unwrap()], bytes.as_slice()].concat()).collect()
}

#[test]
fn extraction() {
    drive("extraction", &documents());
}

#[test]
fn directives() {
    drive("directives", &documents());
}

#[test]
fn gate() {
    drive("gate", &documents());
}

#[test]
fn fix() {
    drive("fix", &documents());
}

#[test]
fn rule_files() {
    drive("rule_files", &files(&["rules"]));
}

#[test]
fn patterns() {
    let rules = wordgate::rule::RuleSet::builtin_files();
    let strings = rules.iter().flat_map(|file| file.text.split('"').skip(1).step_by(2));
    let patterns = strings.filter(|string| string.contains(['~', '(', '@', '&'])).step_by(20);
    let seeds: Vec<Vec<u8>> = patterns
        .enumerate()
        .map(|(number, pattern)| {
            format!("{}{pattern}\n{pattern}", char::from(b'a' + u8::try_from(number % 12).unwrap())).into_bytes()
        })
        .collect();
    drive("patterns", &seeds);
}
