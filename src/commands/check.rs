//! `wordgate check`: lints documents and reports.

use super::{Stop, files};
use crate::cli::{CheckArgs, OutputFormat};
use crate::report::{ExitStatus, Format, Report, Style};
use crate::run::{self, Options, Progress, Statistics};
use crate::walk;
use std::io::{self, Write};
use std::time::Instant;

pub(super) fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let paths = files::paths(&args.paths, &args.files)?;
    let mut session = super::load(&args.rules)?;
    let statistics = Statistics::default();
    let started = Instant::now();
    let walk = walk::walk(&session, &paths, &files::choice(&args.files));
    statistics.walk.add(started, 0);
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    let format = format(args.format);
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let options = Options {
        threads: usize::from(args.threads.unwrap_or(0)),
        excerpts: format.shows_excerpts(),
        skipped: args.show_skipped,
        no_gate: args.no_gate,
    };
    let report = run::run(&mut session, walk, options, &progress, &statistics)?;
    let status = report.exit_status(super::fail_on(args.fail_on, &session));
    let started = Instant::now();
    let written = write(&report, format, args.quiet, out);
    statistics.report.add(started, 0);
    super::notes(&report, args.quiet, err);
    if args.statistics {
        let _ = write!(err, "{statistics}");
    }
    written.map(|()| status).map_err(|error| Stop::Output { error, status })
}

fn write(report: &Report, format: Format, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    let style = Style::detect(supports_unicode::Stream::Stdout);
    report.write(format, &style, !quiet, out)?;
    out.flush()
}

fn format(format: OutputFormat) -> Format {
    match format {
        OutputFormat::Human => Format::Human,
        OutputFormat::Concise => Format::Concise,
        OutputFormat::Json => Format::Json,
        OutputFormat::Jsonl => Format::Jsonl,
    }
}
