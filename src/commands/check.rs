//! `wordgate check`: lints documents and reports findings.

use super::load::{common_fail_on, open_project};
use super::notes::notes;
use super::stop::Stop;
use super::{files, outputs, step_summary, timestamp};
use crate::cli::CheckArgs;
use crate::report::{ExitStatus, Style, View};
use crate::run::{self, Options, Progress, Statistics};
use crate::workers::Workers;
use std::io::Write;
use std::time::Instant;
use wordgate_project::changed::Since;
use wordgate_project::walk::WalkOptions;

/// Runs the command. `colors` is whether standard output shows colours.
pub(super) fn run(
    args: &CheckArgs,
    colors: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitStatus, Stop> {
    let since = files::since(&args.changed, Since::Staged);
    let paths = files::paths_in_git(&args.paths, &args.files, since.as_ref())?;
    let outputs = outputs::plan(&args.outputs.order)?;
    let made_at = timestamp::made_at(args.timestamp, &outputs)?;
    let project = open_project(&args.rules, &args.baseline, args.no_inline)?;
    let statistics = Statistics::default();
    let started = Instant::now();
    let choice = WalkOptions { written: outputs::written(&outputs), ..files::walk_options(&args.files, args.threads) };
    let walk = files::walk(&project, &paths, &choice, since, err)?;
    statistics.walk.add(started, 0);
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    files::note(&walk, err);
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let options = Options {
        excerpts: outputs.iter().any(|output| output.format.shows_excerpts),
        skipped: args.show_skipped,
        no_gate: args.no_gate,
        digest: outputs.iter().any(|output| output.format.shows_digest),
        evidence: outputs.iter().any(|output| output.format.shows_evidence),
        fail_on: args.fail_on,
    };
    let fail_on = common_fail_on(args.fail_on, &walk.sessions);
    let workers = Workers::new(usize::from(args.threads.unwrap_or(0)));
    let report = run::run(walk, options, &workers, &progress, &statistics)?;
    let mut status = report.exit_status();
    let started = Instant::now();
    // Reports to files are written first, so that they exist even if the reader closes standard output early.
    let style = Style { colors, ..Style::detect(supports_unicode::Stream::Stdout) };
    let view = View { style, summary: !args.quiet, fail_on, made_at, workers };
    if !outputs::write_files(&outputs, &report, &view, err) {
        status = ExitStatus::Failed;
    }
    step_summary::append(&outputs, &report, err);
    let written = outputs::write_stdout(&outputs, &report, &view, out);
    statistics.report.add(started, 0);
    notes(&report, err);
    if args.statistics {
        let _ = write!(err, "{statistics}");
    }
    written.map(|()| status).map_err(|error| Stop::Output { error, status })
}
