//! `wordgate baseline`: writes a file with the findings that are accepted for now.
//!
//! An existing baseline only shrinks: entries that no longer occur are removed, and new findings are added only with
//! `--grow`. So nobody accepts a finding by accident, just by running the command again.

use super::files;
use super::load::overrides;
use super::notes::notes;
use super::stop::Stop;
use crate::cli::WriteBaselineArgs;
use crate::report::{ExitStatus, LocatedFinding, Report, WarningKind, counted};
use crate::run::{self, Options, Progress, Statistics};
use crate::workers::Workers;
use crate::write;
use std::io::Write;
use std::path::{Path, PathBuf};
use wordgate_core::suppress::{Baseline, BaselineEntry};
use wordgate_project::config::{BASELINE_NAME, BaselineChoice, Overrides};
use wordgate_project::paths;
use wordgate_project::project::Project;
use wordgate_project::read;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_project::walk;
use wordgate_text::escape::visible;

pub(super) fn run(args: &WriteBaselineArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let paths = files::stored_paths(&args.paths, &args.files)?;
    let baseline = BaselineChoice::Written(args.output.clone());
    let overrides = Overrides { no_inline: args.no_inline, baseline, ..overrides(&args.rules) };
    let project = Project::open(overrides, Environment::read()?)?;
    let walk = walk::walk(&project, &paths, &files::walk_options(&args.files, args.threads))?;
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    files::note(&walk, err);
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let sessions = walk.sessions.clone();
    let workers = Workers::new(usize::from(args.threads.unwrap_or(0)));
    let mut report = run::run(walk, Options::default(), &workers, &progress, &Statistics::default())?;
    // This command is about to remove the stale entries, so the warning would be pointless.
    report.warnings.retain(|warning| warning.kind != WarningKind::StaleBaseline);
    report.warnings.retain(|warning| {
        warning.kind != WarningKind::MovedException || !report.baselines.iter().any(|known| known.name == warning.path)
    });
    notes(&report, err);
    if !report.errors.is_empty() {
        let message = format!("no baseline was written: {} could not be read", counted(report.errors.len(), "input"));
        return Err(Failure::help(message, "fix that first: unread files may contain accepted findings").into());
    }
    let mut status = ExitStatus::Clean;
    for session in &sessions {
        let findings = findings(&project, session, &report);
        // A nested configuration without findings needs no baseline.
        if sessions.len() > 1 && findings.is_empty() && session.suppressions.baseline.is_none() {
            continue;
        }
        if args.output.is_some() && sessions.len() > 1 {
            let help = "name paths with one configuration, or leave out --output";
            return Err(
                Failure::help("--output names one file, but the paths have several configurations", help).into()
            );
        }
        if !write_one(args, session, &report, &findings, (out, err))? {
            status = ExitStatus::Findings;
        }
    }
    Ok(status)
}

/// Writes the baseline of one session. Returns whether it has all findings.
fn write_one(
    args: &WriteBaselineArgs,
    session: &Session,
    report: &Report,
    findings: &[&LocatedFinding],
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> Result<bool, Stop> {
    let path = baseline_path(session, args.output.as_deref());
    let (name, existed) = (session.shown_path(&path), session.suppressions.baseline.is_some());
    let change = BaselineChange::new(session, report, findings, &name, args.grow || !existed);
    let text = change.baseline.render();
    // An old layout is replaced even if no entry changes, so that this can be done before branches need it.
    let is_same_layout = || read::read_toml(&path).is_ok_and(|old| old.lines().eq(text.lines()));
    if !existed || change.gone + change.added + change.moved > 0 || !is_same_layout() {
        write::write(&path, text.as_bytes())
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
    }
    Ok(change.refused == 0)
}

/// Returns the findings in the files of a session.
fn findings<'r>(project: &Project, session: &Session, report: &'r Report) -> Vec<&'r LocatedFinding> {
    let is_of_session = |finding: &&LocatedFinding| {
        let path = paths::absolute(project.directory(), Path::new(&*finding.path));
        let found = project.session_of_file(&path);
        found.is_some_and(|found| std::ptr::eq(&*found.session, session))
    };
    report.findings.iter().filter(is_of_session).collect()
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
    /// Entries whose path has changed.
    moved: usize,
    /// New findings that are not added.
    refused: usize,
}

impl BaselineChange {
    fn new(
        session: &Session,
        report: &Report,
        findings: &[&LocatedFinding],
        name: &str,
        adds_new: bool,
    ) -> BaselineChange {
        let known = report.baselines.iter().find(|baseline| baseline.name == name);
        let (gone, moved) = known.map_or((&[][..], &[][..]), |baseline| (&baseline.gone, &baseline.moved));
        let mut replaced: Vec<usize> = gone.iter().copied().chain(moved.iter().map(|(entry, _)| *entry)).collect();
        replaced.sort_unstable();
        let known = session.suppressions.baseline.as_ref();
        let new = findings.iter().map(|finding| entry(session, finding));
        let (added, refused) = if adds_new { (findings.len(), 0) } else { (0, findings.len()) };
        let renamed = moved.iter().map(|(_, finding)| entry(session, finding));
        let new: Vec<BaselineEntry> = new.take(added).chain(renamed).collect();
        let baseline = match known {
            Some(known) => known.changed(&replaced, new),
            None => Baseline::new(name, new),
        };
        BaselineChange { baseline, gone: gone.len(), added, moved: moved.len(), refused }
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
        if self.moved > 0 {
            let paths = if self.moved == 1 { "1 path" } else { &format!("{} paths", self.moved) };
            writeln!(out, "{name}: {paths} changed.")?;
            if self.gone + self.added == 0 {
                return Ok(());
            }
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
        gap: 0,
    }
}
