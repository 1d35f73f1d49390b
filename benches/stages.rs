//! Measures the stages of a check one by one.
//!
//! `compare.py` measures whole commands; this shows which stage to improve. The documents are generated from a fixed
//! seed, so that different revisions are measured on the same bytes. A few kinds of blocks are enough: the time of a
//! stage depends on the mix of prose, markup and code, not on the words.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use wordgate_core::extract::{Extractor, Format, Piece, Pieces, split};
use wordgate_core::gate::Gate;
use wordgate_core::lint::{Document, Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

const DOCUMENTS: usize = 16;
/// The size of a document in bytes, about that of a page of real documentation.
const DOCUMENT_SIZE: usize = 4_600;
/// The phrases that the comparison with other tools uses too.
const PHRASES: &str = include_str!("phrases.txt");

const WORDS: &[&str] = &[
    "account", "batch", "cluster", "default", "each", "file", "gateway", "host", "its", "job", "key", "large", "model",
    "never", "object", "policy", "queue", "region", "send", "the", "update", "value", "when", "you", "zone", "and",
];

/// A random number generator that gives the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }

    /// Returns some sentences with a little markup, in lines of about a hundred bytes.
    fn prose(&mut self, lines: usize) -> String {
        let line = |numbers: &mut Numbers| match numbers.below(6) {
            0 => format!("{} `{}()` {}.", numbers.words(7), numbers.words(1), numbers.words(6)),
            1 => format!("{} **{}**, {}.", numbers.words(6), numbers.words(2), numbers.words(7)),
            2 => format!("{} [{}](https://example.com/a/b.html).", numbers.words(6), numbers.words(2)),
            _ => format!("{}, {}.", numbers.words(8), numbers.words(8)),
        };
        (0..lines).map(|_| line(self)).collect::<Vec<_>>().join("\n")
    }

    fn block(&mut self, out: &mut String) {
        let written = match self.below(10) {
            0 | 1 => writeln!(out, "## {}", self.words(4)),
            2 | 3 => (0..4).try_for_each(|_| writeln!(out, "- {}", self.prose(1))),
            4 => writeln!(out, "```sh\n{} --{}\n```", self.words(3), self.words(1)),
            5 => {
                let row = format!("| {} | `{}` |\n", self.words(3), self.words(1));
                writeln!(out, "| {} | {} |\n|---|---|\n{}", self.words(1), self.words(1), row.repeat(4).trim_end())
            }
            _ => {
                let lines = 1 + self.below(5);
                writeln!(out, "{}", self.prose(lines))
            }
        };
        written.expect("a string takes all");
        out.push('\n');
    }

    /// Returns a document; one in eight contains one of the phrases.
    fn document(&mut self, at: usize) -> String {
        let mut out = format!("# {}\n\n", self.words(3));
        if at.is_multiple_of(8) {
            let phrase = PHRASES.lines().nth(at / 8).expect("there are as many phrases");
            writeln!(out, "The {} {phrase} {}.\n", self.words(4), self.words(4)).expect("a string takes all");
        }
        while out.len() < DOCUMENT_SIZE {
            self.block(&mut out);
        }
        out
    }
}

fn documents() -> Vec<SourceFile> {
    let mut numbers = Numbers(1);
    let decode = |text: String| SourceFile::decode(text.into_bytes()).expect("the documents are UTF-8");
    (0..DOCUMENTS).map(|at| decode(numbers.document(at))).collect()
}

fn bytes(documents: &[SourceFile]) -> Throughput {
    Throughput::Bytes(documents.iter().map(|file| file.text().len() as u64).sum())
}

fn pieces(file: &SourceFile) -> Vec<Piece> {
    split(file.text(), Format::Markdown).pieces
}

/// Returns a linter with all rules of a set, and a policy in which all are on.
fn linter(rules: RuleSet) -> (Linter, Policy) {
    let rules = Arc::new(rules);
    let severities = rules.rules.iter().map(|rule| Some(rule.severity)).collect();
    let active = vec![true; rules.rules.len()];
    (Linter::new(rules, &active, &[]), Policy { severities, scopes: ScopeSet::checked_by_default(), language: None })
}

fn read(file: TomlFile) -> RuleSet {
    RuleSet::load(&[file], &TermSets::default()).expect("the rules are sound")
}

/// Returns the phrases as a rule file.
fn phrases() -> TomlFile {
    let patterns: Vec<&str> = PHRASES.lines().collect();
    let rule = format!("id = 'phrases'\nkind = 'forbid'\nmessage = 'no'\npatterns = {patterns:?}");
    TomlFile::new("list.toml", format!("[pack]\nid = 'list'\n[[rule]]\n{rule}"))
}

/// Measures cutting a file into pieces.
fn bench_split(criterion: &mut Criterion) {
    let documents = documents();
    let mut group = criterion.benchmark_group("split");
    group.throughput(bytes(&documents));
    group.bench_function("markdown", |bencher| {
        bencher.iter(|| {
            documents.iter().map(|file| split(black_box(file.text()), Format::Markdown).pieces.len()).sum::<usize>()
        });
    });
    group.finish();
}

/// Measures the gate, which decides from the raw bytes which pieces are parsed.
fn bench_gate(criterion: &mut Criterion) {
    let documents = documents();
    let cut: Vec<Pieces> = documents.iter().map(|file| split(file.text(), Format::Markdown)).collect();
    let absent = "[pack]\nid = 'a'\n[[rule]]\nid = 'a'\nmessage = 'no'\npatterns = ['zeppelin mooring']";
    let sets = [
        ("a phrase that is nowhere", read(TomlFile::new("absent.toml", absent))),
        ("20 phrases", read(phrases())),
        ("all built-in rules", wordgate_packs::rules()),
    ];
    let mut group = criterion.benchmark_group("gate");
    group.throughput(bytes(&documents));
    for (name, rules) in sets {
        let gate = Gate::new(rules.rules.iter().flat_map(|rule| rule.patterns()));
        let opened = |(file, cut): (&SourceFile, &Pieces)| {
            let Some(mut glance) = gate.scan(black_box(file.text()), Format::Markdown) else { return 0 };
            cut.pieces.iter().filter(|piece| glance.opens(file.text(), piece.range, &cut.code)).count()
        };
        group.bench_function(name, |bencher| bencher.iter(|| documents.iter().zip(&cut).map(opened).sum::<usize>()));
    }
    group.finish();
}

/// Measures parsing pieces into prose blocks.
fn bench_extract(criterion: &mut Criterion) {
    let documents = documents();
    let pieces: Vec<Vec<Piece>> = documents.iter().map(pieces).collect();
    let mut extractor = Extractor::new();
    let mut group = criterion.benchmark_group("extract");
    group.throughput(bytes(&documents)).sample_size(20);
    group.bench_function("markdown, all pieces", |bencher| {
        bencher.iter(|| {
            let mut blocks = 0;
            for (file, pieces) in documents.iter().zip(&pieces) {
                for piece in pieces {
                    let wanted = ScopeSet::checked_by_default();
                    blocks += extractor.extract(black_box(file.text()), Format::Markdown, piece, wanted).blocks.len();
                }
            }
            blocks
        });
    });
    group.finish();
}

/// Measures a whole check, from text to findings.
fn bench_find(criterion: &mut Criterion) {
    let documents = documents();
    let mut extractor = Extractor::new();
    let mut group = criterion.benchmark_group("find");
    group.throughput(bytes(&documents)).sample_size(20);
    for (name, rules) in [("20 phrases", read(phrases())), ("all built-in rules", wordgate_packs::rules())] {
        let (linter, policy) = linter(rules);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let lint = |file| {
                    linter.check(
                        &mut extractor,
                        Document { file, format: Format::Markdown, path: "document.md" },
                        &policy,
                    )
                };
                documents.iter().map(lint).map(|lint| lint.findings.len()).sum::<usize>()
            });
        });
    }
    group.finish();
}

/// Measures loading rule files into a linter, which every run does before it reads a document.
fn bench_load(criterion: &mut Criterion) {
    let load = || Arc::new(wordgate_packs::rules());
    let rules = load();
    let active = vec![true; rules.rules.len()];
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.bench_function("wordgate_packs::rules", |bencher| bencher.iter_with_large_drop(load));
    group.bench_function("Linter::new, built-in", |bencher| {
        bencher.iter_batched(|| rules.clone(), |rules| Linter::new(rules, &active, &[]), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(stages, bench_split, bench_gate, bench_extract, bench_find, bench_load);
criterion_main!(stages);
