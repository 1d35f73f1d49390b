//! The anchors that the files of a run link to: read only once an edit of a heading may depend on them.
//!
//! Whichever thread asks first reads all files, one after the other, and the others wait: a file needs all of them. It does
//! not matter which files `fix` has written by then, since no safe edit takes a link out or changes its address.

use super::input::read;
use std::sync::OnceLock;
use wordgate_core::extract::Format;
use wordgate_core::lint::LinkedAnchors;
use wordgate_project::changed::ChangedText;
use wordgate_project::walk::{Input, InputOrigin};
use wordgate_text::source::SourceFile;

/// What the inputs of a run link to.
pub(super) struct RunAnchors<'r> {
    inputs: &'r [Input],
    changed: Option<&'r ChangedText>,
    linked: OnceLock<LinkedAnchors>,
}

impl<'r> RunAnchors<'r> {
    /// Those of these inputs; what is staged is `changed`.
    pub fn new(inputs: &'r [Input], changed: Option<&'r ChangedText>) -> RunAnchors<'r> {
        RunAnchors { inputs, changed, linked: OnceLock::new() }
    }

    /// The anchors that other files may link to, read at the first call; `None` when there is one file.
    pub fn get(&self) -> Option<&LinkedAnchors> {
        (self.inputs.len() > 1).then(|| self.linked.get_or_init(|| self.read()))
    }

    fn read(&self) -> LinkedAnchors {
        let mut linked = LinkedAnchors::default();
        // Standard input can be read once only.
        let inputs =
            self.inputs.iter().filter(|input| input.origin != InputOrigin::Stdin && input.format != Format::Text);
        // What cannot be read is reported where it is checked.
        for bytes in inputs.filter_map(|input| read(input, self.changed).ok()) {
            if let Ok(file) = SourceFile::decode(bytes) {
                linked.add(file.text());
            }
        }
        linked
    }
}
