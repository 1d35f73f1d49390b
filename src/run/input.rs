//! Reads inputs.

use wordgate_project::changed::ChangedText;
use wordgate_project::read;
use wordgate_project::walk::{Input, InputOrigin, is_text};

/// Reads the stored bytes of an input. `changed` has the staged content. A file of unknown type must be text.
pub(super) fn read(input: &Input, changed: Option<&ChangedText>) -> Result<Vec<u8>, String> {
    let bytes = read_any(input, changed)?;
    match input.is_unknown && !is_text(&bytes) {
        true => Err("this is a binary file; wordgate reads text and does not know this type of file".to_owned()),
        false => Ok(bytes),
    }
}

fn read_any(input: &Input, changed: Option<&ChangedText>) -> Result<Vec<u8>, String> {
    match &input.origin {
        InputOrigin::File(path) => read::read(path, read::MAX_DOCUMENT),
        InputOrigin::Staged(name) => match changed {
            Some(changed) => changed.blobs.read(name, read::MAX_DOCUMENT),
            None => Err("the staged content was not read".to_owned()),
        },
        InputOrigin::Stdin => read::read_from(std::io::stdin().lock(), 0, read::MAX_DOCUMENT),
    }
}
