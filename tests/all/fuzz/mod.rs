//! Runs the fuzz targets on the documents and rules of this repository, and on some mutations of them, as a quick
//! check. CONTRIBUTING.md says how to fuzz them for longer.

pub mod mutation;
mod soup;
mod targets;

use crate::effort;
use mutation::Random;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use targets::{TARGETS, Target};

/// The number of mutations of each seed.
const MUTATIONS: usize = if cfg!(debug_assertions) { 1 } else { 30 };
/// The maximum size of a seed in bytes. Longer files are cut, so that there is time for more of them.
const MAX_SEED_LEN: usize = 2 << 10;

/// Returns the files in these folders, cut to [`MAX_SEED_LEN`].
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
        bytes.truncate(MAX_SEED_LEN);
        bytes
    };
    files.iter().map(cut).collect()
}

/// Runs a target on each seed and on mutations of it.
fn run_on_seeds(name: &str, seeds: &[Vec<u8>]) {
    let target: &Target = TARGETS.iter().find(|target| target.name == name).expect("the target is there");
    assert!(!seeds.is_empty());
    let mut random = Random::new(0x5EED);
    for seed in seeds {
        (target.run)(seed);
        for _ in 0..MUTATIONS {
            (target.run)(&random.mutated(seed));
        }
    }
}

/// Returns the documents as input of the targets that take one: each comes after a byte that selects its format and the
/// variant of the check. The bytes 0 to 7 select all combinations.
fn documents() -> Vec<Vec<u8>> {
    let seeds = files(&["test-corpus", "tests/cmd/directives.in"]).into_iter().enumerate();
    seeds.map(|(number, bytes)| [&[u8::try_from(number % 16).unwrap()], bytes.as_slice()].concat()).collect()
}

#[test]
fn extraction() {
    run_on_seeds("extraction", &documents());
}

#[test]
fn readers() {
    run_on_seeds("readers", &documents());
}

#[test]
fn directives() {
    run_on_seeds("directives", &documents());
}

#[test]
fn gate() {
    run_on_seeds("gate", &documents());
}

#[test]
fn fix() {
    run_on_seeds("fix", &documents());
}

#[test]
fn rule_files() {
    run_on_seeds("rule_files", &files(&["rules"]));
}

#[test]
fn patterns() {
    let rules = wordgate_packs::rules();
    let patterns = rules.rules.iter().flat_map(|rule| rule.patterns()).map(|pattern| &pattern.source);
    let patterns = patterns.filter(|source| source.contains(['~', '(', '@', '&'])).step_by(20);
    let parts = ["*GPT plugin~", "(non-*|*-free) claim~", "AI-pow* & 'GPT*'", r"GPT* \*x @money"].map(String::from);
    let seeds: Vec<Vec<u8>> = patterns
        .chain(&parts)
        .enumerate()
        .map(|(number, pattern)| {
            // The first byte selects one of the twelve combinations of pattern context and case mode.
            format!("{}{pattern}\n{pattern}", char::from(b'a' + u8::try_from(number % 12).unwrap())).into_bytes()
        })
        .collect();
    run_on_seeds("patterns", &seeds);
}

/// The number of soups (documents of random markup tokens) on which a test run runs each target.
const SOUPS: usize = if cfg!(debug_assertions) { 400 } else { 20_000 };

/// The targets that take a document.
const DOCUMENT_TARGETS: [&str; 5] = ["extraction", "readers", "gate", "fix", "directives"];

/// Runs these targets on `document`, whose first byte selects its format and the variant. If one panics, the message
/// shows the document.
fn run_all_targets(document: &[u8]) {
    for name in DOCUMENT_TARGETS {
        let target = TARGETS.iter().find(|target| target.name == name).expect("the target is there");
        let result = std::panic::catch_unwind(|| (target.run)(document));
        assert!(result.is_ok(), "{name} fails on {:?}", String::from_utf8_lossy(document));
    }
}

#[test]
fn soup() {
    // A fixed seed, so that an unrelated change does not fail by chance.
    let mut random = Random::new(0x50_0F);
    for _ in 0..SOUPS {
        run_all_targets(&soup::soup(&mut random));
    }
}

/// Run with `SOUP_SECONDS=600 cargo test --release --test all soup_for_long -- --ignored --nocapture`. `SOUP_FORMAT=3` is
/// reStructuredText alone; see [`soup::soup`] for the other formats.
#[test]
#[ignore = "runs for as long as SOUP_SECONDS says"]
fn soup_for_long() {
    let end = Instant::now() + Duration::from_secs(effort::number("SOUP_SECONDS", 60));
    let mut random = Random::new(effort::number("SOUP_SEED", 1));
    let only = effort::number("SOUP_FORMAT", 16);
    let mut count_by_format = [0_u64; 16];
    while Instant::now() < end {
        let document = soup::soup(&mut random);
        if only < 16 && u64::from(document[0] % 16) != only {
            continue;
        }
        count_by_format[usize::from(document[0] % 16)] += 1;
        run_all_targets(&document);
    }
    let [markdown, html, mdx, rst, asciidoc, ..] = count_by_format;
    let components: u64 = count_by_format[8..].iter().sum();
    println!(
        "{markdown} Markdown, {html} HTML, {mdx} MDX, {rst} reStructuredText and {asciidoc} AsciiDoc documents, \
         {components} components"
    );
}
