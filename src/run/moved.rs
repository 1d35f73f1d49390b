//! Decides which file has the exception of a path that no longer exists, and warns that the path has changed.
//!
//! An exception moves to one file, the first of those with its finding. In every further file the finding is new:
//! otherwise, one accepted sentence could be copied everywhere.

use super::outcome::MovedFinding;
use crate::report::{InputWarning, LocatedFinding, LocatedSkip, WarningKind};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use wordgate_core::finding::Reason;
use wordgate_core::suppress::{SuppressedBy, WaiverTarget};
use wordgate_project::session::Session;
use wordgate_rules::globs::glob_for_file;
use wordgate_rules::toml_file::quoted;

/// The exceptions of a session that have moved.
#[derive(Default)]
pub(super) struct MovedExceptions {
    /// The baseline entries by index, with the finding that each has now.
    pub entries: Vec<(usize, LocatedFinding)>,
    /// The waivers by index, with a finding that each has now.
    waivers: BTreeMap<usize, LocatedFinding>,
    /// The path of the file that has each exception.
    owners: BTreeMap<(Option<usize>, Option<usize>), Arc<str>>,
}

impl MovedExceptions {
    /// Gives an exception to a finding, which is then skipped. Returns the finding if another file has the exception.
    /// Must be called in the order of the inputs.
    pub fn take(&mut self, found: MovedFinding, first_waiver: usize) -> Result<LocatedSkip, Box<LocatedFinding>> {
        let MovedFinding { located, by, moved } = found;
        let waiver = if let SuppressedBy::Waiver(waiver) = by { Some(waiver) } else { None };
        match self.owners.entry((waiver, moved.entry)) {
            Entry::Occupied(owner) if **owner.get() != *located.path => return Err(Box::new(located)),
            Entry::Occupied(_) => {}
            Entry::Vacant(free) => _ = free.insert(located.path.clone()),
        }
        let reason = waiver.map_or(Reason::Baseline, |waiver| Reason::Waived(first_waiver + waiver));
        let skip = LocatedSkip::moved(&located, reason, moved.from);
        match waiver {
            Some(waiver) => _ = self.waivers.entry(waiver).or_insert(located),
            None => self.entries.extend(moved.entry.map(|entry| (entry, located))),
        }
        Ok(skip)
    }

    /// Returns the warnings that say how to write the new paths.
    pub fn warnings(&self, session: &Session) -> Vec<InputWarning> {
        let kind = WarningKind::MovedException;
        let mut warnings = Vec::new();
        for (at, finding) in &self.waivers {
            let waiver = &session.suppressions.waivers.list()[*at];
            let path = session.base_path(&session.directory.join(&*finding.path));
            let new_text = match waiver.target {
                WaiverTarget::Fingerprint(_) => format!(" and `text = {}`", quoted(&finding.fingerprint)),
                WaiverTarget::Words(_) => String::new(),
            };
            let message = format!(
                "the path of the waiver of {} ({}) has changed: {} no longer exists, and its finding is in {}; write `path = {}`{new_text}",
                waiver.rule,
                waiver.approval(),
                waiver.path,
                finding.path,
                quoted(&glob_for_file(&path)),
            );
            warnings.push(InputWarning { path: waiver.file.to_string(), line: waiver.line, message, kind });
        }
        let first = self.entries.iter().map(|(entry, _)| *entry).min();
        if let (Some(baseline), Some(first)) = (&session.suppressions.baseline, first) {
            let message = match self.entries.len() {
                1 => "the path of 1 of its findings has changed; run `wordgate baseline` to write the new path"
                    .to_owned(),
                count => format!(
                    "the paths of {count} of its findings have changed; run `wordgate baseline` to write the new paths"
                ),
            };
            warnings.push(InputWarning {
                path: baseline.name.clone(),
                line: baseline.entries[first].line,
                message,
                kind,
            });
        }
        warnings
    }
}
