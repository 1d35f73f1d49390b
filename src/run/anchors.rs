//! The anchors that the files of a run link to, read only when an edit of a heading depends on them.
//!
//! The first thread that needs them reads all files, and the other threads wait, because links may come from any file.
//! `fix` may already have written some files by then. That does not matter, because no safe edit removes a link or
//! changes its address.

use super::input::read;
use std::sync::OnceLock;
use wordgate_core::extract::Format;
use wordgate_core::lint::LinkedAnchors;
use wordgate_project::changed::ChangedText;
use wordgate_project::walk::{Input, InputOrigin};
use wordgate_text::source::SourceFile;

/// The anchors that the inputs of a run link to.
pub(super) struct RunAnchors<'r> {
    inputs: &'r [Input],
    changed: Option<&'r ChangedText>,
    linked: OnceLock<LinkedAnchors>,
}

impl<'r> RunAnchors<'r> {
    /// The anchors of these inputs; `changed` has the staged content.
    pub fn new(inputs: &'r [Input], changed: Option<&'r ChangedText>) -> RunAnchors<'r> {
        RunAnchors { inputs, changed, linked: OnceLock::new() }
    }

    /// The anchors that other files may link to, read at the first call; `None` when there is one file.
    pub fn get(&self) -> Option<&LinkedAnchors> {
        (self.inputs.len() > 1).then(|| self.linked.get_or_init(|| self.read()))
    }

    fn read(&self) -> LinkedAnchors {
        let mut linked = LinkedAnchors::default();
        // Standard input can be read only once.
        let inputs =
            self.inputs.iter().filter(|input| input.origin != InputOrigin::Stdin && input.format != Format::Text);
        // An unreadable file is reported when it is checked.
        for bytes in inputs.filter_map(|input| read(input, self.changed).ok()) {
            if let Ok(file) = SourceFile::decode(bytes) {
                linked.add(file.text());
            }
        }
        linked
    }
}
