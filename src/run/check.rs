//! Runs `check`: reads and lints each input, on one thread or on many.

use super::anchors::RunAnchors;
use super::collect::report;
use super::crash::catch_file_panic;
use super::input::read;
use super::outcome::{Linted, Options, Outcome, RunSession};
use super::progress::Progress;
use super::statistics::Statistics;
use crate::report::{InputError, Report, ScannedFile};
use crate::workers::Workers;
use std::mem::ManuallyDrop;
use std::time::Instant;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, open};
use wordgate_core::lint::{Document, Lint};
use wordgate_project::changed::{ChangedLines, ChangedText, GitLines};
use wordgate_project::session::Failure;
use wordgate_project::walk::{Input, Walk};
use wordgate_text::source::SourceFile;

/// Reads and lints the inputs of the walk.
///
/// # Errors
/// If the threads cannot be started.
pub fn run(
    walk: Walk,
    options: Options,
    workers: &Workers,
    progress: &Progress,
    statistics: &Statistics,
) -> Result<Report, Failure> {
    let adapt = |checker: Checker| match (walk.inputs.len(), options.no_gate) {
        (_, true) => checker.without_gate(),
        (1, false) => checker.for_one_file(),
        _ => checker,
    };
    // The checker is not dropped: the process is about to exit, and the system frees all memory at once. Dropping the
    // rules takes 3 of 44 ms for one small file with all rules, and less than 1 of 23 ms with the default set.
    let sessions = ManuallyDrop::new(RunSession::all(&walk.sessions, adapt));
    let anchors = RunAnchors::new(&walk.inputs, walk.changed.as_ref());
    let changed = walk.changed.as_ref();
    let worker = CheckWorker { sessions: &sessions, options, statistics, changed, anchors: &anchors };
    let check = |extractor: &mut Extractor, input: &Input| {
        let outcome = catch_file_panic(extractor, |extractor| worker.check(extractor, input));
        let outcome = outcome.unwrap_or_else(|| Outcome::crashed(input));
        progress.step();
        outcome
    };
    let outcomes = workers.map(&walk.inputs, Extractor::new, check).map_err(Failure::usage)?;
    statistics.threads.set(workers.count());
    progress.finish();
    Ok(report(walk, outcomes, options))
}

struct CheckWorker<'a> {
    sessions: &'a [RunSession<'a>],
    options: Options,
    statistics: &'a Statistics,
    /// The changed lines to report on, and the staged content; `None` to report on all text.
    changed: Option<&'a ChangedText>,
    anchors: &'a RunAnchors<'a>,
}

impl CheckWorker<'_> {
    fn check(&self, extractor: &mut Extractor, input: &Input) -> Outcome {
        let started = Instant::now();
        let bytes = read(input, self.changed);
        let size = bytes.as_ref().map_or(0, Vec::len);
        let scanned = |bytes: &Vec<u8>| ScannedFile::new(&input.shown, bytes);
        let scanned = bytes.as_ref().ok().filter(|_| self.options.evidence).map(scanned);
        let file = bytes.and_then(|bytes| open(bytes, input.format).map_err(|error| error.to_string()));
        self.statistics.read.add(started, size);
        match file {
            Ok(file) => {
                let linted = self.lint(extractor, input, &file);
                Outcome::Linted(Box::new(Linted { scanned, ..linted }))
            }
            Err(message) => Outcome::Failed(InputError { path: input.shown.clone(), message }),
        }
    }

    fn lint(&self, extractor: &mut Extractor, input: &Input, file: &SourceFile) -> Linted {
        let started = Instant::now();
        let document = Document { file, format: input.format, path: &input.base };
        let session = &self.sessions[input.session];
        let mut lint = session.checker.check_document(extractor, document);
        let effort = lint.effort;
        if !lint.heading_edits.is_empty()
            && let Some(linked) = self.anchors.get()
        {
            lint.protect_linked_headings(linked, &input.base);
        }
        let changed = self.changed.and_then(|changed| changed.lines.get(&input.shown));
        let untouched = changed.map_or(0, |changed| keep_changed(changed, file, &mut lint));
        if input.is_unknown {
            session.checker.add_read_as_text(document, &mut lint);
        }
        let linted = Linted::new(session, lint, (input, file), self.options);
        self.statistics.lint.add(started, file.text().len());
        self.statistics.parsing.add(&effort);
        Linted { untouched, ..linted }
    }
}

/// Removes findings and skipped matches on unchanged lines, and returns the number of removed findings. A document without
/// lines has changed as a whole.
pub(super) fn keep_changed(changed: &ChangedLines, file: &SourceFile, lint: &mut Lint) -> usize {
    let all = lint.findings.len();
    let suppressed = &mut lint.suppressed;
    if file.has_bytes() && all + lint.skipped.len() + suppressed.accepted.len() > 0 {
        let lines = GitLines::new(file.stored());
        let is_changed = |span| {
            let (first, last) = lines.of(file.stored_span(span));
            changed.intersects(first, last)
        };
        lint.findings.retain(|finding| is_changed(finding.span));
        lint.skipped.retain(|skipped| is_changed(skipped.span));
        suppressed.accepted.retain(|accepted| is_changed(accepted.finding.span));
        suppressed.named.retain(|named| is_changed(named.span));
    }
    all - lint.findings.len()
}
