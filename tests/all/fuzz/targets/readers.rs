//! The readers of Markdown agree: a piece gives the same blocks when the grammars parse all of it.

use super::documents::Document;
use std::cell::RefCell;
use wordgate_core::extract::Readers;

thread_local! {
    static READERS: RefCell<Readers> = RefCell::default();
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    let difference = READERS.with_borrow_mut(|readers| readers.difference(file.text(), document.format));
    assert_eq!(difference, None);
}
