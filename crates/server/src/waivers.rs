//! Finds the stale waivers of one document, and the findings that are reported because their waiver has expired.

use super::diagnostics::{line, related};
use super::uri;
use lsp_types::Diagnostic;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use wordgate_core::finding::Finding;
use wordgate_core::suppress::{Suppressed, Waiver, Waivers};
use wordgate_project::paths;
use wordgate_rules::globs::{glob_for_file, literal_prefix};
use wordgate_text::source::Span;

/// Returns the indices of stale waivers: those for the file `path` alone that match nothing in it although their rules
/// are on.
pub(super) fn find_stale(waivers: &Waivers, used: &Suppressed, path: &str, is_on: impl Fn(&str) -> bool) -> Vec<usize> {
    let named: HashSet<usize> =
        used.named.iter().map(|named| named.waiver).chain(used.already_allowed.iter().copied()).collect();
    let is_stale = |at: &usize| {
        let waiver = &waivers.list()[*at];
        let is_for_one_file =
            waiver.path == glob_for_file(path) || literal_prefix(&waiver.path) == (path.to_owned(), true);
        is_for_one_file && waivers.is_active(*at) && !named.contains(at) && is_on(&waiver.rule)
    };
    waivers.indices_for(path).into_iter().filter(is_stale).collect()
}

/// Explains findings that are reported because their waiver has expired: adds the line of the waiver as
/// related information. `directory` is the working directory.
pub(super) fn explain_expired_waivers(
    findings: &mut [(Finding, Diagnostic)],
    waivers: &Waivers,
    used: &Suppressed,
    directory: &Path,
) {
    let expired = used.named.iter().filter(|named| !waivers.is_active(named.waiver));
    let expired: HashMap<(Span, &str), &Waiver> = expired
        .map(|named| (named.span, &waivers.list()[named.waiver]))
        .map(|(span, waiver)| ((span, &*waiver.rule), waiver))
        .collect();
    if expired.is_empty() {
        return;
    }
    for (finding, diagnostic) in findings {
        let Some(waiver) = expired.get(&(finding.span, &*finding.rule)) else { continue };
        diagnostic.related_information = expiry_message(waiver).map(|message| {
            let uri = uri::of_path(&file_of(waiver, directory));
            vec![related(&uri, line(waiver.line), &message)]
        });
    }
}

/// Returns the absolute path of the file in which a waiver is written.
pub(super) fn file_of(waiver: &Waiver, directory: &Path) -> PathBuf {
    paths::absolute(directory, Path::new(&*waiver.file))
}

/// Returns the message that a waiver has expired; `None` if it has no last day.
pub(super) fn expiry_message(waiver: &Waiver) -> Option<String> {
    let day = waiver.expires?;
    Some(format!("the waiver of {} ({}) expired on {day}", waiver.rule, waiver.approval()))
}

/// Returns the message that a waiver is stale.
pub(super) fn staleness_message(waiver: &Waiver) -> String {
    let Waiver { rule, path, .. } = waiver;
    let authority = waiver.approval();
    format!("the waiver of {rule} ({authority}) is stale: its finding no longer occurs in {path}; remove it")
}
