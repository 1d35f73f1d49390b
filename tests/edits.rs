//! What is remembered of a document gives the same as reading it anew, whatever is edited.
//!
//! An editor's extractor remembers the pieces of a document. The rules here look around as far as rules can: at
//! headings, lead-ins, column headers, the next block, the section, the whole document.

#[path = "shared/shown.rs"]
mod shown;

use proptest::prelude::*;
use proptest::sample::select;
use shown::shown;
use std::sync::{Arc, LazyLock};
use wordgate_core::extract::{Extractor, Format, Interrupt};
use wordgate_core::lint::{Document, DocumentCache, Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};
use wordgate_text::prose::{Scope, ScopeSet};
use wordgate_text::source::SourceFile;

const RULES: &str = r#"
[pack]
id = "t"

[[rule]]
id = "said"
patterns = ["direct access"]
skip_when = ["negated", "mentioned", "asked"]
suggest = ["access"]

[[rule]]
id = "near"
patterns = ["model~"]
severity = "info"
unless_near = { patterns = ["risk~"], within = "section" }

[[rule]]
id = "claim"
kind = "require"
patterns = ["free"]
requires = ["terms apply"]
within = "document"

[[rule]]
id = "part"
kind = "require"
patterns = ["cheap"]
requires = ["risk~"]
within = "section"

[[rule]]
id = "name"
kind = "first-use"
patterns = ["Kafka"]
full = "Apache Kafka"

[[rule]]
id = "kept"
kind = "allow"
patterns = ["direct access to the API"]

[[rule]]
id = "shield"
patterns = ["free model~"]
"#;

/// Stretches of documents, and what an edit may put in.
const ATOMS: &[&str] = &[
    "direct access",
    "direct ",
    "access",
    " to the API",
    "models",
    "model",
    "risk",
    "free",
    "cheap",
    "terms apply",
    "Kafka",
    "Apache Kafka",
    "not ",
    "No. ",
    "No, it does not.",
    "Do you get direct access?",
    "Do not say:",
    "Avoid:",
    "x",
    "é",
    "😀",
    " ",
    " ",
    ". ",
    "? ",
    "\"",
    "`",
    "**",
    "*",
    "_",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "](x)",
    "[",
    "[a]",
    "\\",
    "|",
    "$",
    "&nbsp;",
    "<sup>1</sup>",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n# Avoid\n\n",
    "\n\n## Models\n\n",
    "\n===\n",
    "\n---\n",
    "---\ntitle: ",
    "\n- ",
    "\n  - ",
    "\n- ❌ ",
    "\n1. ",
    "\n> ",
    "\n    ",
    "\n```\n",
    "\n\n| Say | Avoid |\n|---|---|\n| models | direct access |\n",
    "| direct access | free |\n",
    "\n[^1]: ",
    "\n<!-- wordgate-allow t/said: x -->\n",
    "<!-- wordgate-allow t/said, t/near: x -->",
    "\n<!-- wordgate-allow-start t/claim: x -->\n",
    "\n<!-- wordgate-allow-end -->\n",
    "wordgate-allow",
    "\n> > direct access\n",
    "\u{FEFF}",
    "\u{AD}",
];

static LINTER: LazyLock<(Linter, Policy, Policy)> = LazyLock::new(|| {
    let files = [TomlFile::new("t.toml", RULES)];
    let rules = Arc::new(RuleSet::load(&files, &TermSets::default()).expect("the rules are sound"));
    let policy = |scopes| Policy { severities: rules.rules.iter().map(|rule| Some(rule.severity)).collect(), scopes };
    // The last one is what a configuration allows.
    let (shield, active) = rules.rules.split_last().expect("there are rules");
    let active: Vec<bool> = active.iter().map(|_| true).chain([false]).collect();
    let policies = [ScopeSet::checked_by_default(), Scope::ALL.iter().copied().collect()].map(policy);
    let [usual, all] = policies;
    (Linter::new(rules.clone(), &active, shield.patterns()), usual, all)
});

/// An edit: where, in parts of the text, how many characters go, and what comes.
#[derive(Clone, Debug)]
struct Edit {
    at: prop::sample::Index,
    removed: usize,
    inserted: Vec<&'static str>,
}

impl Edit {
    fn apply(&self, text: &mut String) {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let first = self.at.index(boundaries.len());
        let last = (first + self.removed).min(boundaries.len() - 1);
        text.replace_range(boundaries[first]..boundaries[last], &self.inserted.concat());
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let removed = prop_oneof![3 => Just(0_usize), 2 => 0..3_usize, 1 => 0..80_usize];
    let inserted = prop::collection::vec(select(ATOMS), 0..3);
    (any::<prop::sample::Index>(), removed, inserted).prop_map(|(at, removed, inserted)| Edit { at, removed, inserted })
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(select(ATOMS), 0..120).prop_map(|atoms| atoms.concat())
}

fn cases() -> u32 {
    std::env::var("WORDGATE_EDIT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn a_remembered_document_is_linted_as_a_fresh_one(
        mut text in document(),
        edits in prop::collection::vec(edit(), 1..12),
        format in select([&[Format::Markdown; 2], Format::ALL].concat()),
        all in any::<bool>(),
    ) {
        let (linter, usual, every) = &*LINTER;
        let policy = if all { every } else { usual };
        let mut remembering = Extractor::new();
        let mut forgetting = Extractor::new();
        let mut memory = DocumentCache::default();
        let mut hits = 0;
        for edit in &edits {
            let file = SourceFile::decode(text.as_bytes().to_vec()).expect("short enough");
            let remembered = linter.check_again(&mut remembering, &mut memory, Document { file: &file, format, path: "a.md" }, policy);
            let fresh = linter.check(&mut forgetting, Document { file: &file, format, path: "a.md" }, policy);
            prop_assert_eq!(shown(&remembered), shown(&fresh), "{:?}", file.text());
            hits += fresh.findings.len();
            edit.apply(&mut text);
        }
        prop_assume!(hits > 0 || edits.len() < 3);
    }
}

#[test]
fn what_was_called_off_is_not_remembered() {
    let (linter, policy, _) = &*LINTER;
    let interrupt = Interrupt::default();
    let mut extractor = Extractor::interruptible(&interrupt);
    let mut memory = DocumentCache::default();
    let mut lint = |text: &str, format: Format| {
        let file = SourceFile::decode(text.as_bytes().to_vec()).expect("short enough");
        linter.check_again(&mut extractor, &mut memory, Document { file: &file, format, path: "a.md" }, policy)
    };
    for format in [Format::Markdown, Format::Mdx, Format::Html] {
        let text = "# Models\n\n- Get *direct* access.\n\n<p>Direct <b>access</b>.</p>\n\nModels\n\nDirect access.\n";
        let file = SourceFile::decode(text.as_bytes().to_vec()).expect("short enough");
        let fresh = linter.check(&mut Extractor::new(), Document { file: &file, format, path: "a.md" }, policy);
        assert!(fresh.findings.len() > 2);
        interrupt.call_off();
        lint(text, format);
        interrupt.reset();
        assert_eq!(shown(&lint(text, format)), shown(&fresh), "{format:?}");
        // Nor is what was known before forgotten; what is worked on is the rest.
        interrupt.call_off();
        (0..5).for_each(|_| drop(lint("Nothing.\n", format)));
        interrupt.reset();
        assert_eq!(shown(&lint(text, format)), shown(&fresh), "{format:?}");
    }
}

#[test]
fn what_another_linter_found_is_not_remembered() {
    let (linter, policy, _) = &*LINTER;
    let none = Linter::new(Arc::new(linter.rules().clone()), &vec![false; linter.rules().rules.len()], &[]);
    let (mut extractor, mut memory) = (Extractor::new(), DocumentCache::default());
    let file = SourceFile::decode(b"Direct access.\n\nModels.\n".to_vec()).expect("short enough");
    let mut count = |linter: &Linter| {
        linter
            .check_again(
                &mut extractor,
                &mut memory,
                Document { file: &file, format: Format::Markdown, path: "a.md" },
                policy,
            )
            .findings
            .len()
    };
    assert_eq!([linter, &none, linter].map(&mut count), [2, 0, 2]);
}

#[test]
fn a_line_break_that_turns_hard_is_judged_anew() {
    let (linter, policy, _) = &*LINTER;
    let (mut extractor, mut memory) = (Extractor::new(), DocumentCache::default());
    let mut count = |text: &str| {
        let file = SourceFile::decode(text.as_bytes().to_vec()).expect("short enough");
        let lint = linter.check_again(
            &mut extractor,
            &mut memory,
            Document { file: &file, format: Format::Markdown, path: "a.md" },
            policy,
        );
        lint.findings.len()
    };
    let texts = [
        "No key\ndirect access\n", "No key  \ndirect access\n", "No key\\\ndirect access\n", "No key\ndirect access\n",
    ];
    assert_eq!(texts.map(&mut count), [0, 1, 1, 0]);
}
