//! `wordgate check`: lints documents and reports.

use super::{Stop, outputs, step_summary};
use crate::changed::{Changes, Since};
use crate::cli::{self, CheckArgs};
use crate::report::escape::visible;
use crate::report::{ExitStatus, FailOn, Report, Style, View};
use crate::run::{self, Options, Progress, Statistics};
use crate::session::{Failure, Session};
use crate::walk::{self, Choice, Walk};
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::Instant;

pub(super) fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let paths = paths(args)?;
    let outputs = outputs::plan(&args.outputs.order)?;
    // The process ends with the run: the system takes all memory back at once, dropping it would take a millisecond.
    let mut session = ManuallyDrop::new(super::load(&args.rules)?);
    let statistics = Statistics::default();
    let started = Instant::now();
    let walk = match since(args) {
        None => walk::walk(&session, &paths, &choice(args)),
        Some(since) => walk::walk_changed(&session, &paths, &choice(args), Changes::find(&session.directory, &since)?)?,
    };
    statistics.walk.add(started, 0);
    if args.files.show_files {
        return show_files(&walk, out, err);
    }
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let options = Options {
        threads: usize::from(args.threads.unwrap_or(0)),
        excerpts: outputs.iter().any(|output| output.format.shows_excerpts),
        skipped: args.show_skipped,
        no_gate: args.no_gate,
    };
    let report = run::run(&mut session, walk, options, &progress, &statistics)?;
    let fail_on = fail_on(args, &session);
    let mut status = report.exit_status(fail_on);
    let started = Instant::now();
    // Files first: a reader that closes standard output early does not cost them.
    let view = View { style: Style::detect(supports_unicode::Stream::Stdout), summary: !args.quiet, fail_on };
    if !outputs::write_files(&outputs, &report, &view, err) {
        status = ExitStatus::Failed;
    }
    step_summary::append(&outputs, &report, err);
    let written = outputs::write_stdout(&outputs, &report, &view, out);
    statistics.report.add(started, 0);
    notes(&report, args.quiet, err);
    if args.statistics {
        let _ = write!(err, "{statistics}");
    }
    written.map(|()| status).map_err(|error| Stop::Output { error, status })
}

/// Tells on standard error, for every format, what could not be read. A failure to do so changes nothing.
fn notes(report: &Report, quiet: bool, err: &mut dyn Write) {
    for error in &report.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    for warning in &report.warnings {
        let place = format!("{}:{}", visible(&warning.path), warning.line);
        let _ = writeln!(err, "warning: {place}: {}", visible(&warning.message));
    }
    if !quiet && report.summary.files == 0 && report.summary.untouched.is_none() && report.errors.is_empty() {
        let _ = writeln!(err, "warning: no file was checked ({} skipped)", report.summary.skipped);
    }
}

fn show_files(walk: &Walk, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    for error in &walk.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    let status = if walk.errors.is_empty() { ExitStatus::Clean } else { ExitStatus::Failed };
    let mut list = || {
        walk.inputs.iter().try_for_each(|input| writeln!(out, "{}", visible(&input.shown)))?;
        out.flush()
    };
    list().map(|()| status).map_err(|error| Stop::Output { error, status })
}

/// What to check. A name for standard input without any path means standard input.
fn paths(args: &CheckArgs) -> Result<Vec<PathBuf>, Failure> {
    let stdin = PathBuf::from("-");
    if since(args).is_some() && args.paths.contains(&stdin) {
        let help = "leave out `-`, or check all of it without --staged and --since";
        return Err(Failure::help("standard input has no history", help));
    }
    match (&args.files.stdin_filename, args.paths.as_slice()) {
        (Some(_), []) => Ok(vec![stdin]),
        (None, []) => Ok(vec![PathBuf::from(".")]),
        (Some(_), paths) if !paths.contains(&stdin) => {
            Err(Failure::help("--stdin-filename names standard input, which is not checked", "add `-` to the paths"))
        }
        (_, paths) => Ok(paths.to_vec()),
    }
}

/// Which text counts; `None`: all.
fn since(args: &CheckArgs) -> Option<Since> {
    let revision = || args.changed.since.clone().map(Since::Revision);
    if args.changed.staged { Some(Since::Staged) } else { revision() }
}

fn choice(args: &CheckArgs) -> Choice {
    Choice {
        force_exclude: args.files.force_exclude,
        no_ignore: args.files.no_ignore,
        hidden: args.files.hidden,
        stdin_filename: args.files.stdin_filename.clone(),
    }
}

fn fail_on(args: &CheckArgs, session: &Session) -> FailOn {
    use crate::config::FailOn as Configured;
    let configured = match args.fail_on {
        Some(cli::FailOn::Error) => Configured::Error,
        Some(cli::FailOn::Warning) => Configured::Warning,
        Some(cli::FailOn::Info) => Configured::Info,
        Some(cli::FailOn::Never) => Configured::Never,
        None => session.config.fail_on.unwrap_or_default(),
    };
    configured.severity().map_or(FailOn::Never, FailOn::Severity)
}
