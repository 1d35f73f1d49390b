//! The anchors that the files of a run link to. An anchor is the part of a link after `#`, as in `page.md#install`. It
//! usually names a heading, so an edit of the heading may break the link. The anchors are read only when a run has such
//! an edit.
//!
//! The first thread that needs them reads all files, because links may come from any file, and the other threads wait.
//! `fix` may already have written some files by then. That does not matter, because no safe edit removes a link or
//! changes its address.

use super::input::read;
use std::sync::OnceLock;
use wordgate_core::extract::{Format, open};
use wordgate_core::lint::LinkedAnchors;
use wordgate_project::changed::ChangedText;
use wordgate_project::walk::{Input, InputOrigin};

/// The anchors that the inputs of a run link to.
pub(super) struct RunAnchors<'r> {
    inputs: &'r [Input],
    changed: Option<&'r ChangedText>,
    linked: OnceLock<LinkedAnchors>,
}

impl<'r> RunAnchors<'r> {
    /// Prepares to read the anchors of these inputs. `changed` has the staged content.
    pub fn new(inputs: &'r [Input], changed: Option<&'r ChangedText>) -> RunAnchors<'r> {
        RunAnchors { inputs, changed, linked: OnceLock::new() }
    }

    /// Returns the anchors that the files link to, which the first call reads; `None` if there is only one file.
    pub fn get(&self) -> Option<&LinkedAnchors> {
        (self.inputs.len() > 1).then(|| self.linked.get_or_init(|| self.read()))
    }

    fn read(&self) -> LinkedAnchors {
        let mut linked = LinkedAnchors::default();
        // Standard input can be read only once, and plain text has no links.
        let inputs =
            self.inputs.iter().filter(|input| input.origin != InputOrigin::Stdin && input.format != Format::Text);
        // An unreadable file is reported when it is checked.
        let bytes = inputs.filter_map(|input| Some((read(input, self.changed).ok()?, &input.format)));
        for (bytes, format) in bytes {
            if let Ok(file) = open(bytes, *format) {
                linked.add(file.text());
            }
        }
        linked
    }
}
