//! `wordgate test`: every rule's own examples, judged by the linter that judges documents.
//!
//! Each rule is tested with the `allow` rules of its pack and nothing else: whether another rule of the pack would win
//! the same words is not a question of this rule's examples.

use super::Stop;
use crate::cli::TestArgs;
use crate::config::named_rule;
use crate::extract::{Extractor, Format};
use crate::finding::{Applicability, Edit, Finding};
use crate::lint::{Linter, Policy};
use crate::prose::ScopeSet;
use crate::report::ExitStatus;
use crate::report::escape::{visible, visible_start};
use crate::rule::{Rule, RuleKind, RuleSet, Severity, TermSets};
use crate::session::{self, Failure, Surroundings};
use crate::source::SourceFile;
use std::io::Write;
use std::sync::Arc;

/// Examples are shown up to this many characters.
const MAX_SHOWN: usize = 300;

pub(super) fn run(args: &TestArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let (rules, tested) = rules(args)?;
    let mut bench = Bench::new(rules.clone());
    let mut failures = 0;
    let mut examples = 0;
    for (at, rule) in rules.rules.iter().enumerate().filter(|(at, _)| tested[*at]) {
        examples += rule.examples.matching.len() + rule.examples.no_match.len() + rule.examples.fixed.len();
        for failure in bench.test(at, rule) {
            failures += 1;
            failure.write(&rule.id, out)?;
        }
    }
    let rules = tested.iter().filter(|tested| **tested).count();
    let counted = format!("{examples} examples of {rules} rules");
    match failures {
        0 => writeln!(out, "{counted}: all as they should be.")?,
        _ => writeln!(out, "{counted}: {failures} not as they should be.")?,
    }
    Ok(if failures == 0 { ExitStatus::Clean } else { ExitStatus::Findings })
}

/// The rules to load, and for each whether it is tested. Named files are tested by themselves: they may be the
/// sources of built-in packs, which cannot be loaded twice.
fn rules(args: &TestArgs) -> Result<(Arc<RuleSet>, Vec<bool>), Failure> {
    if args.files.is_empty() {
        let session = super::load(&args.rules)?;
        let named = !args.rules.rule.is_empty() || !args.rules.pack.is_empty();
        let tested = session.rules.rules.iter().zip(&session.selection.active).map(|(_, active)| *active || !named);
        return Ok((session.rules.clone(), tested.collect()));
    }
    let files = session::read_rule_files(&args.files, &Surroundings::read()?.directory)?;
    let rules = RuleSet::load(&files, &TermSets::default()).map_err(Failure::Toml)?;
    let mut tested = vec![args.rules.rule.is_empty(); rules.rules.len()];
    for id in &args.rules.rule {
        let at = named_rule(&rules, id).map_err(|unknown| Failure::help(unknown.message, unknown.help))?;
        tested[at] = true;
    }
    Ok((Arc::new(rules), tested))
}

/// An example that is not as it should be.
struct Mismatch {
    /// The key in the rule file.
    list: &'static str,
    example: String,
    found: String,
}

impl Mismatch {
    fn write(&self, rule: &str, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "{}: examples.{}", visible(rule), self.list)?;
        writeln!(out, "  example: {}", visible_start(&self.example, MAX_SHOWN))?;
        writeln!(out, "  found:   {}", visible_start(&self.found, MAX_SHOWN))
    }
}

/// The linter over one rule at a time.
struct Bench {
    linter: Linter,
    /// The same with every `allow` rule as a `forbid` rule, which shows what it matches.
    allowed: Linter,
    extractor: Extractor,
}

impl Bench {
    fn new(rules: Arc<RuleSet>) -> Bench {
        // An example has no path: rules that hold for some paths only are tested as if they held everywhere.
        let mut rules = Arc::unwrap_or_clone(rules);
        rules.rules.iter_mut().for_each(|rule| rule.paths.clear());
        let all = vec![true; rules.rules.len()];
        let linter = Linter::new(Arc::new(rules.clone()), &all, &[]);
        let is_allow = |rule: &Rule| rule.kind == RuleKind::Allow;
        let only: Vec<bool> = rules.rules.iter().map(is_allow).collect();
        rules.rules.iter_mut().filter(|rule| is_allow(rule)).for_each(|rule| rule.kind = RuleKind::Forbid);
        Bench { linter, allowed: Linter::new(Arc::new(rules), &only, &[]), extractor: Extractor::new() }
    }

    fn test(&mut self, index: usize, rule: &Rule) -> Vec<Mismatch> {
        let severities = severities(self.linter.rules(), index, rule);
        let policy = Policy { severities, scopes: ScopeSet::checked_by_default() };
        let linter = if rule.kind == RuleKind::Allow { &self.allowed } else { &self.linter };
        let mut examiner = Examiner { linter, extractor: &mut self.extractor, policy };
        let mut mismatches = Vec::new();
        for (list, examples) in [("match", &rule.examples.matching), ("no_match", &rule.examples.no_match)] {
            for example in examples {
                let findings = examiner.lint(example);
                if findings.is_empty() == (list == "match") {
                    mismatches.push(Mismatch { list, example: example.clone(), found: describe(&findings) });
                }
            }
        }
        for [before, after] in &rule.examples.fixed {
            let found = examiner.fixed(before);
            if found.as_ref() != Ok(after) {
                let example = format!("{before} => {after}");
                let found = found.unwrap_or_else(|why| why);
                mismatches.push(Mismatch { list: "fixed", example, found });
            }
        }
        mismatches
    }
}

/// Lints the examples of one rule.
struct Examiner<'a> {
    linter: &'a Linter,
    extractor: &'a mut Extractor,
    policy: Policy,
}

impl Examiner<'_> {
    fn lint(&mut self, text: &str) -> Vec<Finding> {
        match SourceFile::decode(text.as_bytes().to_vec()) {
            Ok(file) => self.linter.lint(self.extractor, &file, Format::Markdown, "example.md", &self.policy).findings,
            Err(_) => Vec::new(),
        }
    }

    /// The text after the safe edits, or why there are none.
    fn fixed(&mut self, before: &str) -> Result<String, String> {
        let findings = self.lint(before);
        let safe =
            |finding: &Finding| finding.suggestions.iter().find(|s| s.applicability == Applicability::Safe).cloned();
        let edits: Vec<Edit> = findings.iter().filter_map(safe).flat_map(|suggestion| suggestion.edits).collect();
        match edits.is_empty() {
            true => Err(format!("no safe edit; {}", describe(&findings))),
            false => Ok(apply(before, edits)),
        }
    }
}

/// This rule as it is, with the `allow` rules of its pack; an `allow` rule alone.
fn severities(rules: &RuleSet, index: usize, tested: &Rule) -> Arc<[Option<Severity>]> {
    let pack = |rule: &Rule| rule.id.split_once('/').map(|(pack, _)| pack.to_owned());
    let protects =
        |rule: &Rule| rule.kind == RuleKind::Allow && tested.kind != RuleKind::Allow && pack(rule) == pack(tested);
    let on = |at: usize, rule: &Rule| at == index || protects(rule);
    rules.rules.iter().enumerate().map(|(at, rule)| on(at, rule).then_some(rule.severity)).collect()
}

fn describe(findings: &[Finding]) -> String {
    let shown: Vec<String> = findings.iter().map(|finding| format!("“{}” ({})", finding.text, finding.rule)).collect();
    if shown.is_empty() { "no finding".to_owned() } else { shown.join(", ") }
}

/// The text with the edits made; of edits that overlap the first counts.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start >= done {
            out.push_str(&text[done..range.start]);
            out.push_str(&edit.new_text);
            done = range.end;
        }
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn edits_are_made_in_order_and_once() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), new_text: text.into() };
        let edits = vec![edit(4, 7, "B"), edit(0, 3, "A"), edit(5, 7, "never")];
        assert_eq!(apply("one two three", edits), "A B three");
        assert_eq!(apply("one", Vec::new()), "one");
    }
}
