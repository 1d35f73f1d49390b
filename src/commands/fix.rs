//! `wordgate fix`: applies the rewordings of findings, or shows what they would change.
//!
//! Standard output carries only data: the diff, or the fixed text of standard input. Messages for people go to standard
//! error.

use super::files;
use super::load::open_project;
use super::notes::notes;
use super::stop::Stop;
use crate::cli::FixArgs;
use crate::report::unfixed::{self, FixLimits};
use crate::report::{ExitStatus, counted, diff, unread_types_line};
use crate::run::{self, FixOptions, Fixes, Progress};
use std::io::{self, Write};
use wordgate_core::finding::Applicability;
use wordgate_project::changed::Since;
use wordgate_text::escape::visible;

pub(super) fn run(args: &FixArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let since = files::since(&args.changed, Since::StagedFiles);
    let paths = files::paths_in_git(&args.paths, &args.files, since.as_ref())?;
    let project = open_project(&args.rules, &args.baseline, args.no_inline)?;
    let walk = files::walk(&project, &paths, &files::walk_options(&args.files, args.threads), since, err)?;
    if args.files.show_files {
        return files::show(&walk, out, err);
    }
    files::note(&walk, err);
    let leaves_stdin = walk.skips_stdin && !args.diff;
    let progress = Progress::new(walk.inputs.len(), !args.quiet);
    let options = FixOptions {
        threads: usize::from(args.threads.unwrap_or(0)),
        applies: if args.unsafe_too { Applicability::Unsafe } else { Applicability::Safe },
        returns_texts: args.diff,
        fail_on: args.fail_on,
    };
    let fixes = run::fix(walk, options, &progress)?;
    let status = match fixes.report.exit_status() {
        ExitStatus::Clean if args.diff && fixes.applied > 0 => ExitStatus::Findings,
        status => status,
    };
    let written = if leaves_stdin { io::copy(&mut io::stdin(), out).map(drop) } else { Ok(()) };
    let written = written.and_then(|()| write(&fixes, args.diff, out));
    notes(&fixes.report, err);
    if !args.quiet {
        // A failure to print a message does not change the exit status.
        let limits = FixLimits { applies: options.applies, unfinished: &fixes.unfinished };
        let _ = unfixed::write(&fixes.report, limits, err);
        if let Some(line) = unread_types_line(&fixes.report.summary) {
            let _ = writeln!(err, "{}", visible(&line));
        }
        let _ = writeln!(err, "{}", summary(&fixes, args));
    }
    written.map(|()| status).map_err(|error| Stop::Output { error, status })
}

fn write(fixes: &Fixes, shows_diff: bool, out: &mut dyn Write) -> io::Result<()> {
    for text in &fixes.texts {
        if shows_diff {
            diff::write(&text.path, &text.before, &text.after, out)?;
        } else if text.is_stdin {
            out.write_all(&text.bytes)?;
        }
    }
    out.flush()
}

/// Returns one line: how much was fixed, how much is left, and how much of it `--unsafe` could fix.
fn summary(fixes: &Fixes, args: &FixArgs) -> String {
    let remaining = fixes.report.findings.len();
    let (possible, would_be) = if args.diff { (" possible", "would be ") } else { ("", "") };
    let mut line = format!(
        "{} {}{possible} in {}; {} {would_be}left",
        fixes.applied,
        if fixes.applied == 1 { "fix" } else { "fixes" },
        counted(fixes.files, "file"),
        counted(remaining, "finding"),
    );
    if !args.unsafe_too && fixes.with_unsafe_edit > 0 {
        line.push_str(&format!(", {} of them fixable with --unsafe", fixes.with_unsafe_edit));
    }
    line
}
