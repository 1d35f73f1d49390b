//! What is to be said about waivers, on their lines of the configuration, whether that is open or not.
//!
//! A waiver that has expired is told while a document of its configuration is open. That one is of no use can be told of
//! an open document only: of a waiver for that file alone which names nothing in it.

use super::diagnostics::{line, warning};
use super::documents::Document;
use super::outbox::Outbox;
use crate::report::{WarningKind, file_uri};
use crate::suppress::Waiver;
use lsp_types::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the client knows of waivers.
#[derive(Default)]
pub(super) struct WaiverNotes {
    /// The diagnostics that were sent last, by the path of the configuration.
    told: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl WaiverNotes {
    /// Tells what has changed. Nobody asks for the diagnostics of a configuration, so they are sent to each client; where
    /// one is open itself and `is_told` of its own, they go along with those.
    pub fn tell(&mut self, documents: &mut BTreeMap<String, Document>, is_told: bool, outbox: &Outbox) {
        let before = std::mem::replace(&mut self.told, diagnostics(documents.values()));
        let paths: BTreeSet<&PathBuf> = before.keys().chain(self.told.keys()).collect();
        for path in paths {
            let [old, new] = [&before, &self.told].map(|told| told.get(path).map_or(&[][..], Vec::as_slice));
            if old == new {
                continue;
            }
            let open = documents.values_mut().find(|document| is_told && document.path.as_ref() == Some(path));
            match open {
                Some(open) => open.is_published = false,
                None => outbox.diagnostics(&uri(path), None, new.to_vec()),
            }
        }
    }

    /// What was told of the configuration that a document is; of any other nothing.
    pub fn of(&self, document: &Document) -> &[Diagnostic] {
        document.path.as_ref().and_then(|path| self.told.get(path)).map_or(&[], Vec::as_slice)
    }

    /// A document was closed, and all that was told of it is taken back.
    pub fn take_back(&mut self, document: &Document) {
        document.path.as_ref().map(|path| self.told.remove(path));
    }
}

/// The URI of a configuration.
pub(super) fn uri(path: &Path) -> String {
    file_uri(&path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")).0
}

/// The diagnostics of each configuration that some document belongs to, by its path.
fn diagnostics<'d>(documents: impl Iterator<Item = &'d Document>) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut told: BTreeMap<PathBuf, BTreeSet<(u32, WarningKind, String)>> = BTreeMap::new();
    for document in documents {
        let Ok(loaded) = &document.loaded else { continue };
        let session = loaded.session();
        let Some(path) = &session.config_file else { continue };
        let waivers = &session.suppressions.waivers;
        let expired = || {
            let all = (0..waivers.list().len()).filter(|waiver| !waivers.hold(*waiver));
            all.filter_map(|at| expired_waiver(&waivers.list()[at])).collect()
        };
        // They are the same for each document of the configuration.
        let told = told.entry(path.clone()).or_insert_with(expired);
        told.extend(document.idle.iter().map(|at| idle_waiver(&waivers.list()[*at])));
    }
    let diagnostic = |(at, kind, message): &(u32, WarningKind, String)| warning(*kind, line(*at), message);
    told.into_iter().map(|(path, told)| (path, told.iter().map(diagnostic).collect())).collect()
}

/// That a waiver has expired, as a clause; `None` when it does not end.
pub(super) fn expiry(waiver: &Waiver) -> Option<String> {
    let day = waiver.expires?;
    Some(format!("the waiver of {} ({}) expired on {day}", waiver.rule, waiver.authority()))
}

fn expired_waiver(waiver: &Waiver) -> Option<(u32, WarningKind, String)> {
    let message = format!("{}: what it names is reported again; have it renewed, or take it out", expiry(waiver)?);
    Some((waiver.line, WarningKind::ExpiredWaiver, message))
}

fn idle_waiver(waiver: &Waiver) -> (u32, WarningKind, String) {
    let Waiver { rule, path, line, .. } = waiver;
    let who = waiver.authority();
    let message = format!(
        "the waiver of {rule} ({who}) waives nothing: what it names does not occur in {path} any more; take it out"
    );
    (*line, WarningKind::StaleWaiver, message)
}
