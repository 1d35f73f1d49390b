//! `wordgate waive`: records an exception for one finding.
//!
//! The sentence is written as a key and not as a comment: a key survives programs that rewrite TOML, and a reviewer sees
//! what was approved without looking for the document. It has no effect, because only the fingerprint names the
//! finding.

use super::files;
use super::load::overrides;
use super::new_waiver;
use super::notes::notes;
use super::stop::Stop;
use crate::cli::WaiveArgs;
use crate::report::{ExitStatus, Grant, LocatedFinding, LocatedSkip, Report, StoredRange};
use crate::run::{self, Options, Progress, Statistics};
use crate::workers::Workers;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};
use wordgate_core::finding::Reason;
use wordgate_core::suppress::{Waiver, WaiverTarget, has_content};
use wordgate_project::config::{NewWaiver, Overrides};
use wordgate_project::paths;
use wordgate_project::project::Project;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_project::walk;
use wordgate_text::escape::visible;
use wordgate_text::source::Position;

/// The minimum number of fingerprint digits that select a finding.
const MIN_DIGITS: usize = 8;
/// The maximum number of findings that the error for an ambiguous argument lists.
const MAX_LISTED: usize = 5;

pub(super) fn run(args: &WaiveArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    check_arguments(args)?;
    let selector = FindingSelector::parse(&args.finding)?;
    let paths = match (&selector, &args.paths[..]) {
        (FindingSelector::Place { path, .. }, []) => std::slice::from_ref(path),
        (_, paths) => paths,
    };
    let paths = files::stored_paths(paths, &args.files)?;
    let overrides = Overrides { no_inline: args.no_inline, ..overrides(&args.rules) };
    let environment = Environment::read()?;
    let granted = args.rules.as_of.unwrap_or(environment.today);
    let project = Project::open(overrides, environment)?;
    let as_of = project.working_session().as_of;
    if args.expires.is_some_and(|last| last < as_of) {
        let message = format!("--expires: this waiver would already have expired before {as_of}");
        return Err(Failure::help(message, "name a future date, or leave out --expires").into());
    }
    let walk = walk::walk(&project, &paths, &files::walk_options(&args.files, None))?;
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    files::note(&walk, err);
    let progress = Progress::new(walk.inputs.len(), true);
    let options = Options { skipped: true, ..Options::default() };
    let mut report = run::run(walk, options, &Workers::new(0), &progress, &Statistics::default())?;
    report.warnings.clear();
    // Report unreadable files, because one of them may contain the finding.
    notes(&report, err);
    let finding = selector.select(project.directory(), &report)?;
    let path = paths::absolute(project.directory(), Path::new(&*finding.path));
    let found = project.session_of_file(&path);
    let session = &*found.map_or_else(|| project.working_session(), |found| found.session);
    refuse_expired(session, &finding.fingerprint)?;
    refuse_rule_of_flag(args, &finding.rule)?;
    let waiver = waiver(session, finding, args, granted);
    let name = new_waiver::add(session, &waiver, &finding.rule, &finding.fingerprint)?;
    writeln!(out, "Added to {}:\n", visible(&name))?;
    waiver.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))?;
    Ok(ExitStatus::Clean)
}

/// Reports mistakes that are known before any file is checked.
fn check_arguments(args: &WaiveArgs) -> Result<(), Failure> {
    if args.rules.isolated {
        let help = "leave out --isolated, or name the file with --config";
        return Err(Failure::help("--isolated ignores the configuration, but waivers are stored there", help));
    }
    for (flag, value) in [("--reason", &args.reason), ("--approver", &args.approver)] {
        if !has_content(value) {
            let help = "a waiver needs a reason and an approver";
            let wrong = if value.trim().is_empty() { "is empty" } else { "has no letters or digits" };
            return Err(Failure::help(format!("{flag} {wrong}"), help));
        }
    }
    Ok(())
}

/// The argument that selects a finding.
enum FindingSelector {
    /// The first digits of its fingerprint.
    Fingerprint(String),
    /// The position of its start, as reports print it.
    Place { path: PathBuf, line: u32, column: Option<u32> },
}

impl FindingSelector {
    fn parse(text: &str) -> Result<FindingSelector, Failure> {
        let digits = text.to_ascii_lowercase();
        if (MIN_DIGITS..=32).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(FindingSelector::Fingerprint(digits));
        }
        FindingSelector::place(text).ok_or_else(|| {
            let help = "write 8 to 32 digits of its fingerprint, or its position as PATH:LINE or PATH:LINE:COLUMN";
            Failure::help(format!("`{text}` is not a fingerprint or a position"), help)
        })
    }

    fn place(text: &str) -> Option<FindingSelector> {
        let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
        let (rest, last) = text.rsplit_once(':')?;
        let last = number(last)?;
        let with_column = rest.rsplit_once(':').and_then(|(path, line)| Some((path, number(line)?)));
        let (path, line, column) = match with_column {
            Some((path, line)) => (path, line, Some(last)),
            None => (rest, last, None),
        };
        (!path.is_empty()).then(|| FindingSelector::Place { path: path.into(), line, column })
    }

    /// Whether a match with this fingerprint, path and start is selected.
    fn matches(&self, directory: &Path, fingerprint: &str, (found_in, range): (&str, Option<StoredRange>)) -> bool {
        match self {
            FindingSelector::Fingerprint(digits) => fingerprint.starts_with(digits),
            FindingSelector::Place { path, line, column } => {
                let is_at = |start: Position| start.line == *line && column.is_none_or(|column| start.column == column);
                range.is_some_and(|range| is_at(range.start))
                    && paths::relative(directory, &paths::resolve_argument(directory, path)) == *found_in
            }
        }
    }

    /// Whether the selected match is suppressed by a directive.
    fn is_allowed(&self, directory: &Path, report: &Report) -> bool {
        report
            .skipped
            .iter()
            .any(|skip| matches!(skip.reason, Reason::Directive(_)) && self.matches_skipped(directory, skip))
    }

    /// Returns the index of the waiver that suppresses the selected match.
    fn waiver(&self, directory: &Path, report: &Report) -> Option<usize> {
        report.skipped.iter().find_map(|skip| match skip.reason {
            Reason::Waived(waiver) if self.matches_skipped(directory, skip) => Some(waiver),
            _ => None,
        })
    }

    fn matches_skipped(&self, directory: &Path, skip: &LocatedSkip) -> bool {
        let known = skip.excepted.as_ref();
        known.is_some_and(|known| self.matches(directory, &known.fingerprint, (&skip.path, skip.range)))
    }

    /// Returns the selected finding. Anything but exactly one is an error.
    fn select<'r>(&self, directory: &Path, report: &'r Report) -> Result<&'r LocatedFinding, Failure> {
        let is_selected =
            |finding: &&LocatedFinding| self.matches(directory, &finding.fingerprint, (&finding.path, finding.range));
        let mut selected: Vec<&LocatedFinding> = report.findings.iter().filter(is_selected).collect();
        selected.dedup_by(|a, b| a.fingerprint == b.fingerprint);
        match (&selected[..], self.waiver(directory, report)) {
            ([], Some(waiver)) => {
                let Grant { path, line, .. } = &*report.waivers[waiver].grant;
                Err(waiver_exists("it is already waived", path, *line, "edit that waiver"))
            }
            ([], None) if self.is_allowed(directory, report) => {
                let help = "add --no-inline to waive it for checks that ignore directives";
                Err(Failure::help("a directive in the document already allows it", help))
            }
            ([], None) => {
                let help = "use the paths and rules of the check that reported it; `wordgate check --format json` prints \
                            fingerprints, `--format concise` prints positions";
                Err(Failure::help("there is no such finding", help))
            }
            ([finding], _) => Ok(finding),
            (several, _) => {
                let shown = |finding: &&LocatedFinding| {
                    format!("{} ({})", finding.fingerprint, visible(&finding.whereabouts().to_string()))
                };
                let shown: Vec<String> = several.iter().take(MAX_LISTED).map(shown).collect();
                let message = format!("this matches {} findings", several.len());
                let what = match self {
                    FindingSelector::Fingerprint(_) => "write more digits of the fingerprint",
                    FindingSelector::Place { .. } => "write the column too, or the fingerprint",
                };
                Err(Failure::help(message, format!("{what}: {}", shown.join(", "))))
            }
        }
    }
}

/// Refuses a finding that has a waiver. The waiver has expired, because one in effect would have suppressed the finding.
fn refuse_expired(session: &Session, fingerprint: &str) -> Result<(), Failure> {
    let is_same = |waiver: &&Waiver| matches!(&waiver.target, WaiverTarget::Fingerprint(of) if of == fingerprint);
    let Some(waiver) = session.suppressions.waivers.list().iter().find(is_same) else { return Ok(()) };
    Err(waiver_exists(
        "it has an expired waiver",
        &waiver.file,
        waiver.line,
        "change its `expires`, or remove it first",
    ))
}

/// Refuses rules that only `--rules` loads, because a waiver for one would be a mistake in every run without that flag.
fn refuse_rule_of_flag(args: &WaiveArgs, rule: &str) -> Result<(), Failure> {
    if args.rules.rules.is_empty() {
        return Ok(());
    }
    let overrides = Overrides { config: args.rules.config.clone(), ..Overrides::default() };
    let configured = Session::load(&overrides, &Environment::read()?)?;
    match configured.rules.index_of(rule) {
        Some(_) => Ok(()),
        None => Err(Failure::help(
            format!("the rule {rule} comes from --rules, and the configuration does not list its file"),
            "add its file to `rules` in the configuration first",
        )),
    }
}

fn waiver_exists(what: &str, file: &str, line: u32, help: &str) -> Failure {
    Failure::help(format!("{what}: {file}:{line}"), help)
}

/// Returns the waiver as a TOML table.
fn waiver(session: &Session, finding: &LocatedFinding, args: &WaiveArgs, granted: Date) -> String {
    let path = paths::absolute(&session.directory, Path::new(&*finding.path));
    let path = paths::relative(new_waiver::folder(session), &path);
    let waiver = NewWaiver {
        rule: &finding.rule,
        path: &path,
        text: &finding.text,
        quote: &finding.quote,
        fingerprint: &finding.fingerprint,
        reason: args.reason.trim(),
        approver: args.approver.trim(),
        ticket: args.ticket.as_deref(),
        granted,
        expires: args.expires,
    };
    waiver.to_toml()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_selected_by_fingerprint_or_position() {
        let shown = |text: &str| match FindingSelector::parse(text) {
            Ok(FindingSelector::Fingerprint(digits)) => digits,
            Ok(FindingSelector::Place { path, line, column }) => format!("{} {line} {column:?}", path.display()),
            Err(_) => "nothing".to_owned(),
        };
        let cases = [
            ("0123ABCD", "0123abcd"),
            ("0123abc", "nothing"),
            ("0123456789abcdef0123456789abcdef0", "nothing"),
            ("docs/a.md:3", "docs/a.md 3 None"),
            ("docs/a.md:3:14", "docs/a.md 3 Some(14)"),
            ("C:/a.md:3", "C:/a.md 3 None"),
            ("a:1:2:3", "a:1 2 Some(3)"),
            ("docs/a.md:0", "nothing"),
            ("docs/a.md", "nothing"),
            (":3", "nothing"),
            (":3:4", "nothing"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
