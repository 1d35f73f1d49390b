//! `wordgate test`: runs the checks of [`wordgate_core::selftest`] and prints their results.

use super::load::load;
use super::stop::Stop;
use crate::cli::TestArgs;
use crate::report::{ExitStatus, counted};
use jiff::civil::Date;
use std::io::{self, Write};
use std::sync::Arc;
use wordgate_core::selftest::{self, Level, Problem};
use wordgate_project::session::{self, Environment, Failure};
use wordgate_rules::{RuleSet, TermLibrary, TermSets};
use wordgate_text::escape::{visible, visible_prefix};

/// Examples are cut after this many characters.
const MAX_SHOWN: usize = 300;

pub(super) fn run(args: &TestArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let Tested { rules, tested, is_named, as_of } = rules(args)?;
    let problems = selftest::check(&rules, as_of, |rule| tested[rule]);
    // A user cannot do anything about a warning about a built-in rule, and must not have to search for their own.
    let is_shown = |problem: &Problem| {
        let is_builtin = || rules.index_of(&problem.rule).is_some_and(|rule| rules.is_builtin(rule));
        problem.level != Level::Warning || is_named || !is_builtin()
    };
    let (problems, hidden): (Vec<Problem>, Vec<Problem>) = problems.into_iter().partition(is_shown);
    problems.iter().try_for_each(|problem| write(problem, out))?;
    let tested = rules.rules.iter().zip(&tested).filter(|(_, tested)| **tested).map(|(rule, _)| &rule.examples);
    let counts = tested.map(|examples| examples.matching.len() + examples.no_match.len() + examples.fixed.len());
    let (rules, examples) = counts.fold((0, 0), |(rules, examples), count| (rules + 1, examples + count));
    write!(out, "{} of {}: ", counted(examples, "example"), counted(rules, "rule"))?;
    let count = |level| problems.iter().filter(|problem| problem.level == level).count();
    let (failures, warnings) = (count(Level::Failure), count(Level::Warning));
    match failures {
        0 => write!(out, "all passed")?,
        _ => write!(out, "{failures} failed")?,
    }
    if warnings > 0 {
        write!(out, "; {}", counted(warnings, "warning"))?;
    }
    if !hidden.is_empty() {
        write!(out, "; {} about built-in rules, which `--pack all` shows", counted(hidden.len(), "warning"))?;
    }
    writeln!(out, ".")?;
    let has_failed = failures > 0 || args.strict && warnings > 0;
    Ok(if has_failed { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// The rules to test.
struct Tested {
    rules: Arc<RuleSet>,
    /// Whether each rule is tested, by index. The other rules are loaded because a rewording may violate them.
    tested: Vec<bool>,
    /// Whether the command line names the rules, their packs or their files.
    is_named: bool,
    as_of: Date,
}

/// Loads the rules to test. Files on the command line are tested without the built-in packs: they may be the sources of
/// these packs, and a pack id cannot be used twice.
fn rules(args: &TestArgs) -> Result<Tested, Failure> {
    if args.files.is_empty() {
        let session = load(&args.rules)?;
        let named = !args.rules.rule.is_empty() || !args.rules.pack.is_empty();
        let tested = session.rules.rules.iter().zip(&session.selection.chosen);
        let tested = tested.map(|(rule, chosen)| !rule.is_directive_rule() && (*chosen || !named)).collect();
        return Ok(Tested { rules: session.rules.clone(), tested, is_named: named, as_of: session.as_of });
    }
    let environment = Environment::read()?;
    let as_of = args.rules.as_of.unwrap_or(environment.today);
    let files = session::read_rule_files(&args.files, &environment.directory)?;
    let (terms, files) = TermLibrary::split(files);
    // The sources of the built-in packs use the library beside them, not the one that this program was built with.
    let library =
        if terms.is_empty() { wordgate_packs::library() } else { TermLibrary::load(&terms).map_err(Failure::Toml)? };
    let rules = RuleSet::load(&files, &TermSets::of_library(library.into())).map_err(Failure::Toml)?;
    let mut tested = vec![args.rules.rule.is_empty(); rules.rules.len()];
    for id in &args.rules.rule {
        let at = rules.rule_by_any_id(id).map_err(|unknown| Failure::help(unknown.message, unknown.help))?;
        tested[at] = true;
    }
    Ok(Tested { rules: Arc::new(rules), tested, is_named: true, as_of })
}

fn write(problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
    let level = match problem.level {
        Level::Failure => "",
        Level::Warning => "warning: ",
        Level::Note => "note: ",
    };
    writeln!(out, "{level}{}: {}", visible(&problem.rule), problem.key)?;
    if let Some(example) = &problem.example {
        writeln!(out, "  {}: {}", problem.subject(), visible_prefix(example, MAX_SHOWN))?;
    }
    writeln!(out, "  found:   {}", visible_prefix(&problem.found, MAX_SHOWN))
}
