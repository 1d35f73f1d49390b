//! The readers of Markdown agree on whole documents.

use crate::documents;
use wordgate_core::extract::{Format, Readers};

#[test]
fn the_readers_agree_on_documents() {
    let mut readers = Readers::default();
    let documents = documents::all();
    let markdown = documents.iter().filter(|document| document.format == Format::Markdown);
    let differences: Vec<String> = markdown
        .filter_map(|document| {
            let difference = readers.difference(document.file.text(), document.format)?;
            Some(format!("{}: {difference}", document.name))
        })
        .collect();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
    assert!(readers.single_blocks > 1_000, "only {} pieces were single blocks", readers.single_blocks);
}

#[test]
fn the_readers_agree_on_composed_documents() {
    let mut readers = Readers::default();
    for text in documents::composed(if cfg!(debug_assertions) { 200 } else { 10_000 }) {
        assert_eq!(readers.difference(&text, Format::Markdown), None);
    }
}
