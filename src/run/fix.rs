//! Runs `fix`: reads the inputs, fixes them and writes the changed files.
//!
//! Files are fixed and written in parallel, and the results are combined in the order of the inputs, as for `check`. If
//! a file cannot be written, the run reports an error and still fixes the others.

use super::anchors::RunAnchors;
use super::check::keep_changed;
use super::collect::report;
use super::crash::catch_file_panic;
use super::input::read;
use super::outcome::{Linted, Options, Outcome, RunSession};
use super::progress::Progress;
use super::warnings::not_text_error;
use crate::report::{InputError, InputWarning, Report, WarningKind};
use crate::workers::Workers;
use crate::write::replace;
use std::collections::{BTreeSet, HashSet};
use wordgate_core::extract::{Extractor, Format, open};
use wordgate_core::finding::{Applicability, Finding};
use wordgate_core::fix::{Fixed, Fixer};
use wordgate_core::lint::Document;
use wordgate_project::changed::ChangedText;
use wordgate_project::config::FailOn;
use wordgate_project::session::Failure;
use wordgate_project::walk::{Input, InputOrigin, Walk};
use wordgate_text::source::SourceFile;

/// The options of [`fix()`].
#[derive(Clone, Copy, Debug)]
pub struct FixOptions {
    /// The number of worker threads; 0 for one per core.
    pub threads: usize,
    /// The least safe edits that are applied.
    pub applies: Applicability,
    /// Whether to return the fixed texts instead of writing files.
    pub returns_texts: bool,
    /// The lowest severity that fails the run; `None` if the configuration of each file decides.
    pub fail_on: Option<FailOn>,
}

/// The result of `fix`.
#[derive(Debug)]
pub struct Fixes {
    /// The remaining findings, and what could not be read or written.
    pub report: Report,
    /// The number of edits that were applied, or would be if files were written.
    pub applied: usize,
    /// The number of files with such edits.
    pub files: usize,
    /// The number of remaining findings with an unsafe edit.
    pub with_unsafe_edit: usize,
    /// The paths of files that need another run, because not all edits could be applied in this one.
    pub unfinished: BTreeSet<String>,
    /// The fixed texts that were not written to files, in the order of the inputs.
    pub texts: Vec<NewText>,
}

/// A fixed text to show or print.
#[derive(Debug)]
pub struct NewText {
    /// The name of the input.
    pub path: String,
    /// Whether it came from standard input.
    pub is_stdin: bool,
    /// The text before the edits.
    pub before: String,
    /// The text after all edits.
    pub after: String,
    /// `after` in the encoding of the file.
    pub bytes: Vec<u8>,
}

/// The result for one input.
struct FixResult {
    outcome: Outcome,
    applied: usize,
    fixable: usize,
    is_unfinished: bool,
    /// Why the fixed text could not be written.
    error: Option<InputError>,
    text: Option<NewText>,
}

impl FixResult {
    /// Returns the result for an input that could not be linted.
    fn unread(outcome: Outcome) -> FixResult {
        FixResult { outcome, applied: 0, fixable: 0, is_unfinished: false, error: None, text: None }
    }
}

/// Fixes the inputs of the walk.
///
/// # Errors
/// If the threads cannot be started.
pub fn fix(walk: Walk, options: FixOptions, progress: &Progress) -> Result<Fixes, Failure> {
    let sessions = RunSession::all(&walk.sessions, |checker| checker);
    let anchors = RunAnchors::new(&walk.inputs, None);
    let worker = FixWorker { sessions: &sessions, options, changed: walk.changed.as_ref(), anchors: &anchors };
    let fix = |extractor: &mut Extractor, input: &Input| {
        let result = catch_file_panic(extractor, |extractor| worker.fix(extractor, input));
        let result = result.unwrap_or_else(|| FixResult::unread(Outcome::crashed(input)));
        progress.step();
        result
    };
    let results = Workers::new(options.threads).map(&walk.inputs, Extractor::new, fix).map_err(Failure::usage)?;
    progress.finish();
    Ok(combine(walk, results))
}

fn combine(walk: Walk, results: Vec<FixResult>) -> Fixes {
    let unfinished = walk.inputs.iter().zip(&results).filter(|(_, result)| result.is_unfinished);
    let unfinished = unfinished.map(|(input, _)| input.shown.clone()).collect();
    let (mut outcomes, mut errors, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut applied, mut files, mut fixable) = (0, 0, 0);
    for result in results {
        applied += result.applied;
        files += usize::from(result.applied > 0);
        fixable += result.fixable;
        outcomes.push(result.outcome);
        errors.extend(result.error);
        texts.extend(result.text);
    }
    let mut report = report(walk, outcomes, Options::default());
    report.errors.extend(errors);
    report.errors.sort();
    Fixes { report, applied, files, with_unsafe_edit: fixable, unfinished, texts }
}

struct FixWorker<'a> {
    sessions: &'a [RunSession<'a>],
    options: FixOptions,
    /// The changed lines to fix; `None` to fix all text.
    changed: Option<&'a ChangedText>,
    anchors: &'a RunAnchors<'a>,
}

impl FixWorker<'_> {
    fn fix(&self, extractor: &mut Extractor, input: &Input) -> FixResult {
        let decoded = read(input, None).and_then(|bytes| {
            let file = open(bytes.clone(), input.format);
            file.map(|file| (bytes, file)).map_err(|error| error.to_string())
        });
        match decoded {
            Ok((bytes, file)) => self.fix_text(extractor, input, (file, bytes)),
            Err(message) => FixResult::unread(Outcome::Failed(InputError { path: input.shown.clone(), message })),
        }
    }

    fn fix_text(&self, extractor: &mut Extractor, input: &Input, (file, old): (SourceFile, Vec<u8>)) -> FixResult {
        let session = &self.sessions[input.session];
        let (checker, format, applies) = (&session.checker, input.format, self.options.applies);
        let fixer = Fixer { checker, path: &input.base, format, least_safe: applies, linked: None };
        let unfixed = |extractor: &mut Extractor, file: SourceFile| {
            let document = Document { file: &file, format, path: &input.base };
            let lint = checker.check_document(extractor, document);
            Fixed::unchanged(file, lint)
        };
        // Text that is not valid in its encoding must not be written back.
        let is_foreign = not_text_error(&file).is_some();
        let left = self.unchanged(extractor, input, &file);
        let mut fixed =
            if is_foreign { unfixed(extractor, file) } else { fixer.fix_except(extractor, file, &old, &left) };
        if fixed.edits_headings
            && !is_foreign
            && applies == Applicability::Safe
            && let Some(linked) = self.anchors.get()
        {
            fixed =
                Fixer { linked: Some(linked), ..fixer }.fix_except(extractor, opened_again(&old, format), &old, &left);
        }
        let mut error = None;
        if let (InputOrigin::File(path), Some(new), false) = (&input.origin, &fixed.bytes, self.options.returns_texts) {
            error = replace(path, &old, new).err().map(|reason| format!("it cannot be written: {reason}"));
        }
        if error.is_some() {
            // The file is unchanged, so all its findings remain.
            fixed = unfixed(extractor, opened_again(&old, format));
        }
        if fixed.lint.unchecked.is_some() {
            error.get_or_insert_with(|| "not fixed, because not all of it could be checked".to_owned());
        }
        let all = fixed.lint.findings.len();
        fixed.lint.findings.retain(|finding| !left.contains(&finding.fingerprint));
        let untouched = all - fixed.lint.findings.len();
        let has_diff = fixed.bytes.is_some() && self.options.returns_texts;
        let text = (has_diff || input.origin == InputOrigin::Stdin).then(|| NewText {
            path: input.shown.clone(),
            is_stdin: input.origin == InputOrigin::Stdin,
            before: opened_again(&old, format).stored().text().to_owned(),
            after: fixed.file.stored().text().to_owned(),
            bytes: fixed.bytes.take().unwrap_or(old),
        });
        if input.is_unknown {
            let document = Document { file: &fixed.file, format, path: &input.base };
            checker.add_read_as_text(document, &mut fixed.lint);
        }
        let fixable = fixed.lint.findings.iter().filter(|finding| has_unsafe_edit(finding)).count();
        let options = Options { fail_on: self.options.fail_on, ..Options::default() };
        let mut linted = Linted::new(session, fixed.lint, (input, &fixed.file), options);
        linted.untouched = untouched;
        if fixed.is_unfinished {
            let message =
                "not all edits could be applied in one run, because they conflict or are too many; run `wordgate fix` again".to_owned();
            let (path, kind) = (input.shown.clone(), WarningKind::Input);
            linted.warnings.push(InputWarning { path, line: 1, message, kind });
        }
        FixResult {
            outcome: Outcome::Linted(Box::new(linted)),
            applied: fixed.applied,
            fixable,
            is_unfinished: fixed.is_unfinished,
            error: error.map(|message| InputError { path: input.shown.clone(), message }),
            text,
        }
    }
}

impl FixWorker<'_> {
    /// Returns the fingerprints of the findings on unchanged lines, which stay as they are.
    fn unchanged(&self, extractor: &mut Extractor, input: &Input, file: &SourceFile) -> HashSet<String> {
        let Some(changed) = self.changed.and_then(|changed| changed.lines.get(&input.shown)) else {
            return HashSet::new();
        };
        let document = Document { file, format: input.format, path: &input.base };
        let mut lint = self.sessions[input.session].checker.check_document(extractor, document);
        let mut left: HashSet<String> = lint.findings.iter().map(|finding| finding.fingerprint.clone()).collect();
        keep_changed(changed, file, &mut lint);
        let changed: HashSet<&String> = lint.findings.iter().map(|finding| &finding.fingerprint).collect();
        left.retain(|fingerprint| !changed.contains(fingerprint));
        left
    }
}

fn opened_again(bytes: &[u8], format: Format) -> SourceFile {
    open(bytes.to_vec(), format).expect("the same bytes were opened before")
}

fn has_unsafe_edit(finding: &Finding) -> bool {
    finding.suggestions.iter().any(|s| s.applicability == Applicability::Unsafe && !s.edits.is_empty())
}
