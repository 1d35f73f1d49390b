//! Sends the notes of files that are not checked, even if they are not open: mistakes in configurations, rule files and
//! baselines, and expired and stale waivers on their lines.
//!
//! An expired waiver is reported while any document of its configuration is open. A stale waiver is one that matches no
//! finding. It is reported only if its glob names a single file and that file is open, because the server does
//! not check closed files.

use super::diagnostics::{Note, line, note};
use super::documents::OpenDocument;
use super::sender::ClientSender;
use super::uri;
use super::waivers::{expiry_message, file_of, staleness_message};
use lsp_types::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use wordgate_core::suppress::Waiver;
use wordgate_project::session::Session;

/// The notes, and which of them the client has.
#[derive(Default)]
pub(super) struct FileNotes {
    /// The diagnostics of files with mistakes, by path.
    mistakes: BTreeMap<PathBuf, Vec<Diagnostic>>,
    /// The diagnostics that were sent last, by path.
    sent: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl FileNotes {
    /// Replaces the diagnostics of files with mistakes.
    pub fn set_mistakes(&mut self, mistakes: BTreeMap<PathBuf, Vec<Diagnostic>>) {
        self.mistakes = mistakes;
    }

    /// Whether a file has a mistake.
    pub fn has_mistakes(&self, path: &PathBuf) -> bool {
        self.mistakes.contains_key(path)
    }

    /// Sends the notes that have changed. Even a client that requests diagnostics receives them, because it requests
    /// none for files that are not open. If a file is open and the server sends diagnostics by itself (`publishes`),
    /// it includes the notes with the next diagnostics of that document.
    pub fn send(&mut self, documents: &mut BTreeMap<String, OpenDocument>, publishes: bool, sender: &ClientSender) {
        let mut now = self.mistakes.clone();
        for (path, waivers) in waiver_diagnostics(documents.values()) {
            now.entry(path).or_default().extend(waivers);
        }
        let before = std::mem::replace(&mut self.sent, now);
        let paths: BTreeSet<&PathBuf> = before.keys().chain(self.sent.keys()).collect();
        for path in paths {
            let [old, new] = [&before, &self.sent].map(|sent| sent.get(path).map_or(&[][..], Vec::as_slice));
            if old == new {
                continue;
            }
            let open = documents.values_mut().find(|document| publishes && document.path.as_ref() == Some(path));
            match open {
                Some(open) => open.is_published = false,
                None => sender.publish_diagnostics(&uri::of_path(path), None, new.to_vec()),
            }
        }
    }

    /// Returns the notes of an open file.
    pub fn for_document(&self, document: &OpenDocument) -> &[Diagnostic] {
        document.path.as_ref().and_then(|path| self.sent.get(path)).map_or(&[], Vec::as_slice)
    }

    /// Forgets the notes of a closed document, whose diagnostics the server has removed.
    pub fn forget(&mut self, document: &OpenDocument) {
        document.path.as_ref().map(|path| self.sent.remove(path));
    }
}

/// Returns the diagnostics of each file with waivers that an open document uses, by path.
fn waiver_diagnostics<'d>(documents: impl Iterator<Item = &'d OpenDocument>) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut notes: BTreeMap<PathBuf, BTreeSet<(u32, Note, String)>> = BTreeMap::new();
    let mut collected: BTreeSet<*const Session> = BTreeSet::new();
    for document in documents {
        let Ok(loaded) = &document.loaded else { continue };
        let session = &loaded.session;
        let waivers = &session.suppressions.waivers;
        let mut add = |waiver: &Waiver, kind: Note, message: String| {
            notes.entry(file_of(waiver, &session.directory)).or_default().insert((waiver.line, kind, message));
        };
        // Expired waivers are the same for each document of the configuration, so they are collected once.
        if collected.insert(std::ptr::from_ref(session)) {
            for (_, waiver) in waivers.list().iter().enumerate().filter(|(at, _)| !waivers.is_active(*at)) {
                if let Some(expiry) = expiry_message(waiver) {
                    let message = format!("{expiry}: its findings are reported again; renew or remove it");
                    add(waiver, Note::ExpiredWaiver, message);
                }
            }
        }
        for at in &document.stale_waivers {
            let waiver = &waivers.list()[*at];
            add(waiver, Note::StaleWaiver, staleness_message(waiver));
        }
    }
    let diagnostic = |(at, kind, message): &(u32, Note, String)| note(*kind, line(*at), message);
    notes.into_iter().map(|(path, notes)| (path, notes.iter().map(diagnostic).collect())).collect()
}
