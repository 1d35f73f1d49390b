//! `wordgate baseline`: writes a file with the findings that are accepted for now.
//!
//! An existing baseline only shrinks: entries that no longer occur are removed, and new findings are added only with
//! `--grow`. So nobody accepts a finding by accident, just by running the command again.

use super::files;
use super::load::overrides;
use super::notes::notes;
use super::stop::Stop;
use crate::cli::WriteBaselineArgs;
use crate::report::{ExitStatus, LocatedFinding, Report, counted};
use crate::run::{self, Options, Progress, Statistics};
use crate::write;
use std::io::Write;
use std::path::{Path, PathBuf};
use wordgate_core::suppress::{Baseline, BaselineEntry};
use wordgate_project::config::{BASELINE_NAME, BaselineChoice, Overrides};
use wordgate_project::paths;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_project::walk;
use wordgate_text::escape::visible;

pub(super) fn run(args: &WriteBaselineArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let paths = files::stored_paths(&args.paths, &args.files)?;
    let environment = Environment::read()?;
    let overrides = Overrides { no_inline: args.no_inline, ..overrides(&args.rules) };
    let mut session = Session::load(&overrides, &environment)?;
    let path = baseline_path(&session, args.output.as_deref());
    let existed = path.symlink_metadata().is_ok();
    if existed {
        let overrides = Overrides { baseline: BaselineChoice::File(path.clone()), ..overrides };
        session = Session::load(&overrides, &environment)?;
    }
    let walk = walk::walk(&session, &paths, &files::walk_options(&args.files, args.threads));
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    files::note(&walk, err);
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let options = Options { threads: usize::from(args.threads.unwrap_or(0)), ..Options::default() };
    let mut report = run::run(&session, walk, options, &progress, &Statistics::default())?;
    let name = session.shown_path(&path);
    // This command is about to remove the stale entries, so the warning would be pointless.
    report.warnings.retain(|warning| warning.path != name);
    notes(&report, args.quiet, err);
    if !report.errors.is_empty() {
        let message = format!("{name} was not written: {} could not be read", counted(report.errors.len(), "input"));
        return Err(Failure::help(message, "fix that first: unread files may contain accepted findings").into());
    }
    let change = BaselineChange::new(&session, &report, &name, args.grow || !existed);
    if !existed || change.gone + change.added > 0 {
        write::write(&path, change.baseline.render().as_bytes())
            .map_err(|reason| Failure::usage(format!("{name} cannot be written: {reason}")))?;
    }
    if !args.quiet {
        change.report(&name, existed, session.config.baseline.is_some(), out)?;
    }
    if change.refused > 0 {
        let findings_were = if change.refused == 1 {
            "1 finding is new and was"
        } else {
            &format!("{} findings are new and were", change.refused)
        };
        writeln!(err, "error: {findings_were} not added to {}: fix or waive it, or use --grow", visible(&name))?;
        return Ok(ExitStatus::Findings);
    }
    Ok(ExitStatus::Clean)
}

/// Returns the path of the baseline, whether it exists or not.
fn baseline_path(session: &Session, output: Option<&Path>) -> PathBuf {
    match (output, &session.config.baseline) {
        (Some(output), _) => paths::absolute(&session.directory, output),
        (None, Some(configured)) => paths::absolute(&session.base, Path::new(configured.get_ref())),
        (None, None) => session.base.join(BASELINE_NAME),
    }
}

/// How a baseline changes.
struct BaselineChange {
    baseline: Baseline,
    gone: usize,
    added: usize,
    /// New findings that are not added.
    refused: usize,
}

impl BaselineChange {
    fn new(session: &Session, report: &Report, name: &str, adds_new: bool) -> BaselineChange {
        let gone = report.baseline.as_ref().map_or(&[][..], |baseline| &baseline.gone);
        let known = session.suppressions.baseline.as_ref().map_or(&[][..], |baseline| &baseline.entries);
        let is_kept = |(at, _): &(usize, &BaselineEntry)| gone.binary_search(at).is_err();
        let kept = known.iter().enumerate().filter(is_kept).map(|(_, entry)| entry.clone());
        let new = report.findings.iter().map(|finding| entry(session, finding));
        let (added, refused) = if adds_new { (report.findings.len(), 0) } else { (0, report.findings.len()) };
        let entries = kept.chain(new.take(added)).collect();
        BaselineChange { baseline: Baseline::new(name, entries), gone: gone.len(), added, refused }
    }

    fn report(&self, name: &str, existed: bool, is_configured: bool, out: &mut dyn Write) -> std::io::Result<()> {
        let (name, all) = (visible(name), counted(self.baseline.entries.len(), "finding"));
        if !existed {
            writeln!(out, "Wrote {name}: {all} accepted.")?;
            if !is_configured {
                writeln!(out, "Next: set `baseline` in wordgate.toml, or run `wordgate check --baseline`.")?;
            }
            return Ok(());
        }
        match (self.gone, self.added) {
            (0, 0) => writeln!(out, "{name} is unchanged: {all} accepted."),
            (gone, 0) => writeln!(out, "{name}: {} removed, {all} left.", counted(gone, "finding")),
            (0, added) => writeln!(out, "{name}: {} added, {all} accepted.", counted(added, "finding")),
            (gone, added) => writeln!(out, "{name}: {gone} removed, {added} added, {all} accepted."),
        }
    }
}

fn entry(session: &Session, finding: &LocatedFinding) -> BaselineEntry {
    BaselineEntry {
        path: session.base_path(&paths::absolute(&session.directory, Path::new(&*finding.path))),
        rule: finding.rule.to_string(),
        fingerprint: finding.fingerprint.clone(),
        text: finding.text.clone(),
        line: 0,
    }
}
