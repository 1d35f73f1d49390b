//! The driver of `check` and `fix`: inputs in, a report out.
//!
//! Reading and linting happen in parallel, one extractor a worker; results are collected in the order of the inputs,
//! so the report is the same for every number of threads. All input and output, the clock and the threads of the
//! program are here and around here; what it calls is pure.

mod anchors;
mod coverage;
mod crash;
mod evidence;
mod exceptions;
mod fix;
mod progress;
mod statistics;
#[cfg(test)]
mod tests;
mod warnings;

use anchors::RunAnchors;
use coverage::Coverage;
pub use crash::note as crash_note;
pub(crate) use crash::{FAILED, contained};
use evidence::Gathered;
use exceptions::Met;
pub use fix::{FixOptions, Fixes, NewText, fix};
pub use progress::Progress;
pub use statistics::Statistics;

use crate::changed::{ChangedLines, ChangedText, GitLines};
use crate::extract::Extractor;
use crate::finding::{Reason, Skipped};
use crate::lint::{Document, Lint, Linter, Policy, TOO_MANY};
use crate::read;
use crate::report::{
    InputError, InputWarning, LocatedFinding, LocatedSkip, Report, RuleInfo, ScannedFile, Summary, WaivedFinding,
    WaiverInfo, WarningKind,
};
use crate::session::{Failure, Session};
use crate::source::{PositionCursor, SourceFile};
use crate::suppress::{Authority, Suppressed, Suppressions};
use crate::walk::{Input, Origin, Walk};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::time::Instant;

/// How to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Worker threads; 0: one for each core.
    pub threads: usize,
    /// Whether findings carry the source around them.
    pub excerpts: bool,
    /// Whether the report has the matches that are no findings.
    pub skipped: bool,
    /// Whether every part of every file is parsed.
    pub no_gate: bool,
    /// Whether the report has the digest of the rules.
    pub digest: bool,
    /// Whether the report has what was looked at, and by which rules.
    pub evidence: bool,
}

/// What became of one input. An error can not be taken for a clean file.
enum Outcome {
    Linted(Box<Linted>),
    Failed(InputError),
}

impl Outcome {
    /// Of an input on which wordgate itself failed.
    fn crashed(input: &Input) -> Outcome {
        Outcome::Failed(InputError { path: input.shown.clone(), message: FAILED.to_owned() })
    }
}

/// What linting one input gave, with places.
struct Linted {
    findings: Vec<LocatedFinding>,
    skipped: Vec<LocatedSkip>,
    warnings: Vec<InputWarning>,
    /// Why this may be less than there is.
    errors: Vec<InputError>,
    untouched: usize,
    met: Met,
    gathered: Gathered,
}

/// Reads and lints what the walk found.
///
/// # Errors
/// When the threads cannot be started.
pub fn run(
    session: &mut Session,
    walk: Walk,
    options: Options,
    progress: &Progress,
    statistics: &Statistics,
) -> Result<Report, Failure> {
    let policies: Vec<Policy> = walk.inputs.iter().map(|input| session.policies.policy(&input.base)).collect();
    let session = &*session;
    let linter = session.linter();
    let linter = if walk.inputs.len() == 1 { linter.for_one_file() } else { linter };
    // As large as the session, and like it left to the end of the process.
    let linter = ManuallyDrop::new(if options.no_gate { linter.without_gate() } else { linter });
    let anchors = RunAnchors::new(&walk.inputs, walk.changed.as_ref());
    let worker =
        Worker { linter: &linter, session, options, statistics, changed: walk.changed.as_ref(), anchors: &anchors };
    let check = |extractor: &mut Extractor, (input, policy): (&Input, &Policy)| {
        let outcome = contained(extractor, |extractor| worker.check(extractor, input, policy));
        let outcome = outcome.unwrap_or_else(|| Outcome::crashed(input));
        progress.step();
        outcome
    };
    let outcomes: Vec<Outcome> = if options.threads == 1 || walk.inputs.len() < 2 {
        // To start threads takes as long as to check a small file.
        statistics.threads.set(1);
        let mut extractor = Extractor::new();
        walk.inputs.iter().zip(&policies).map(|work| check(&mut extractor, work)).collect()
    } else {
        let pool = pool(options.threads)?;
        statistics.threads.set(pool.current_num_threads());
        pool.install(|| walk.inputs.par_iter().zip(&policies).map_init(Extractor::new, check).collect())
    };
    progress.finish();
    Ok(report(session, walk, outcomes, options))
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Failure::usage(format!("the threads cannot be started: {error}")))
}

/// The stored bytes of an input; what is staged is `changed`.
fn read(input: &Input, changed: Option<&ChangedText>) -> Result<Vec<u8>, String> {
    match &input.origin {
        Origin::File(path) => read::read(path, read::MAX_DOCUMENT),
        Origin::Staged(name) => match changed {
            Some(changed) => changed.blobs.read(name, read::MAX_DOCUMENT),
            None => Err("nothing is known of what is staged".to_owned()),
        },
        Origin::Stdin => read::read_from(std::io::stdin().lock(), 0, read::MAX_DOCUMENT),
    }
}

/// Puts the outcomes together. They come in the order of the inputs, whatever thread was first.
fn report(session: &Session, walk: Walk, outcomes: Vec<Outcome>, options: Options) -> Report {
    let coverage = Coverage::new(session, &walk);
    let mut all_skipped = Vec::new();
    let mut met = Met::default();
    let mut gathered = Gathered::default();
    let is_partial = walk.changed.is_some();
    let mut report = Report {
        as_of: session.as_of,
        rules_digest: options.digest.then(|| session.rules_digest()),
        findings: Vec::new(),
        rules: Vec::new(),
        skipped: None,
        waivers: Vec::new(),
        waived: Vec::new(),
        baseline: None,
        evidence: None,
        errors: walk.errors,
        warnings: walk.warnings,
        summary: Summary { skipped: walk.skipped, untouched: is_partial.then_some(0), ..Summary::default() },
    };
    for outcome in outcomes {
        match outcome {
            Outcome::Linted(linted) => {
                report.summary.files += 1;
                report.findings.extend(linted.findings);
                all_skipped.extend(linted.skipped);
                report.warnings.extend(linted.warnings);
                report.errors.extend(linted.errors);
                report.summary.untouched = report.summary.untouched.map(|count| count + linted.untouched);
                met.extend(linted.met);
                gathered.extend(linted.gathered);
            }
            Outcome::Failed(error) => report.errors.push(error),
        }
    }
    let exceptions = exceptions::judge(session, &coverage.without(&report.errors), &met);
    (report.waivers, report.baseline) = (exceptions.waivers, exceptions.baseline);
    report.warnings.extend(exceptions.warnings);
    if options.skipped {
        all_skipped.extend(met.waived.iter().map(|waived| skip_of(waived, &report.waivers)));
        all_skipped.extend(met.old.iter().map(LocatedSkip::old));
    }
    report.waived = met.waived;
    report.evidence = options.evidence.then(|| evidence::evidence(session, gathered, met.old, is_partial));
    // Two inputs may have one name: a file, and standard input under the name of that file.
    report.findings.sort_by(|a, b| (&a.path, a.start, a.end, &a.rule).cmp(&(&b.path, b.start, b.end, &b.rule)));
    all_skipped.sort_by(|a, b| (&a.path, a.start, a.end, &a.rule).cmp(&(&b.path, b.start, b.end, &b.rule)));
    report.rules = rules(session, &report.findings);
    report.skipped = options.skipped.then_some(all_skipped);
    report.errors.sort();
    report.warnings.sort();
    report.count();
    report
}

fn skip_of(waived: &WaivedFinding, waivers: &[WaiverInfo]) -> LocatedSkip {
    LocatedSkip::waived(&waived.finding, &waivers[waived.waiver].grant)
}

/// The rules of the findings, by id.
fn rules(session: &Session, findings: &[LocatedFinding]) -> Vec<RuleInfo> {
    let ids: BTreeSet<&str> = findings.iter().map(|finding| &*finding.rule).collect();
    let index = |id: &str| session.rules.index_of(id);
    ids.into_iter().filter_map(index).map(|index| RuleInfo::new(&session.rules.rules[index])).collect()
}

struct Worker<'a> {
    linter: &'a Linter,
    session: &'a Session,
    options: Options,
    statistics: &'a Statistics,
    /// Which text counts; `None`: all.
    changed: Option<&'a ChangedText>,
    anchors: &'a RunAnchors<'a>,
}

impl Worker<'_> {
    fn check(&self, extractor: &mut Extractor, input: &Input, policy: &Policy) -> Outcome {
        let started = Instant::now();
        let bytes = read(input, self.changed);
        let size = bytes.as_ref().map_or(0, Vec::len);
        let scanned = |bytes: &Vec<u8>| ScannedFile::new(&input.shown, bytes);
        let scanned = bytes.as_ref().ok().filter(|_| self.options.evidence).map(scanned);
        let file = bytes.and_then(|bytes| SourceFile::decode(bytes).map_err(|error| error.to_string()));
        self.statistics.read.add(started, size);
        match file {
            Ok(file) => {
                let mut linted = self.lint(extractor, input, &file, policy);
                linted.gathered.files.extend(scanned);
                Outcome::Linted(Box::new(linted))
            }
            Err(message) => Outcome::Failed(InputError { path: input.shown.clone(), message }),
        }
    }

    fn lint(&self, extractor: &mut Extractor, input: &Input, file: &SourceFile, policy: &Policy) -> Linted {
        let started = Instant::now();
        let document = Document { file, format: input.format, path: &input.base };
        let mut lint = self.linter.check(extractor, document, policy);
        let effort = lint.effort;
        if !lint.heading_edits.is_empty()
            && let Some(linked) = self.anchors.get()
        {
            lint.respect(linked, &input.base);
        }
        let changed = self.changed.and_then(|changed| changed.lines.get(&input.shown));
        let untouched = changed.map_or(0, |changed| keep_changed(changed, file, &mut lint));
        let linted = linted(self.session, lint, (input, file), self.options, untouched);
        self.statistics.lint.add(started, file.text().len());
        self.statistics.parsing.add(&effort);
        linted
    }
}

/// Takes away what stands on lines that did not change, and counts the findings among it.
fn keep_changed(changed: &ChangedLines, file: &SourceFile, lint: &mut Lint) -> usize {
    let all = lint.findings.len();
    let suppressed = &mut lint.suppressed;
    if all + lint.skipped.len() + suppressed.accepted.len() > 0 {
        let lines = GitLines::new(file);
        let touched = |span| {
            let (first, last) = lines.of(span);
            changed.touch(first, last)
        };
        lint.findings.retain(|finding| touched(finding.span));
        lint.skipped.retain(|skipped| touched(skipped.span));
        suppressed.accepted.retain(|accepted| touched(accepted.finding.span));
        suppressed.named.retain(|named| touched(named.span));
    }
    all - lint.findings.len()
}

/// What linting a file gave, with places; `untouched` findings were taken away before.
fn linted(
    session: &Session,
    lint: Lint,
    (input, file): (&Input, &SourceFile),
    options: Options,
    untouched: usize,
) -> Linted {
    let path: Arc<str> = input.shown.as_str().into();
    let mut cursor = PositionCursor::new(file);
    let findings = lint
        .findings
        .into_iter()
        .map(|finding| LocatedFinding::locate(finding, &path, file, &mut cursor, options.excerpts))
        .collect();
    let allowed = if options.evidence { evidence::allowed(&lint.skipped, &path, file) } else { Vec::new() };
    let skipped = if options.skipped { located(lint.skipped, &path, file) } else { Vec::new() };
    let warning = |(at, message)| InputWarning {
        path: input.shown.clone(),
        line: file.position(at).line,
        message,
        kind: WarningKind::Input,
    };
    let warnings = warnings::few(&lint.warnings, file).into_iter().map(warning).collect();
    let foreign = warnings::foreign(file);
    let unchecked = lint.unchecked.map(|from| {
        let line = file.position(from.start).line;
        format!("line {line}: from here on not everything was checked: {}", TOO_MANY)
    });
    let error = |message| InputError { path: input.shown.clone(), message };
    let errors = foreign.into_iter().chain(unchecked).map(error).collect();
    let met = met(&session.suppressions, lint.suppressed, (&path, file), options);
    let gathered = Gathered { files: Vec::new(), allowed };
    Linted { findings, skipped, warnings, errors, untouched, met, gathered }
}

/// What waivers and the baseline took away, with places.
fn met(
    suppressions: &Suppressions,
    suppressed: Suppressed,
    (path, file): (&Arc<str>, &SourceFile),
    options: Options,
) -> Met {
    let named = suppressed.named.iter().map(|named| named.waiver).collect();
    let mut met = Met { named, spared: suppressed.spared, ..Met::default() };
    let mut cursor = PositionCursor::new(file);
    for accepted in suppressed.accepted {
        let entry = suppressions.baseline.as_ref().and_then(|known| known.index_of(&accepted.finding.fingerprint));
        let finding = LocatedFinding::locate(accepted.finding, path, file, &mut cursor, options.excerpts);
        match accepted.by {
            Authority::Waiver(waiver) => met.waived.push(WaivedFinding { finding, waiver }),
            Authority::Baseline => {
                met.old.push(finding);
                met.seen.extend(entry);
            }
        }
    }
    met
}

/// The matches with their places, each once, whatever number of patterns found it. Another reading of a rule's own
/// finding is no news to a reader of the report.
fn located(mut skipped: Vec<Skipped>, path: &Arc<str>, file: &SourceFile) -> Vec<LocatedSkip> {
    let mut cursor = PositionCursor::new(file);
    skipped.retain(|skipped| !matches!(&skipped.reason, Reason::Lost(winner) if *winner == skipped.rule));
    skipped.dedup_by(|a, b| (a.span, &a.rule) == (b.span, &b.rule));
    skipped.into_iter().map(|skipped| LocatedSkip::locate(skipped, path, &mut cursor)).collect()
}
