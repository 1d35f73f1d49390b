//! Helpers that run the tables of the extraction tests.

use wordgate_core::extract::{Extraction, Extractor, Format, Piece};
use wordgate_text::prose::{OPAQUE, ProseBlock, Scope, ScopeSet};

/// A row: a name, a source, and its blocks in the notation of [`shown`].
pub type Row<'a> = (&'a str, &'a str, &'a str);

/// Returns the default scopes and `more`.
pub fn wanted(more: &[Scope]) -> ScopeSet {
    more.iter().fold(ScopeSet::checked_by_default(), |set, scope| set.with(*scope))
}

/// Extracts the blocks of a whole document.
pub fn extract(source: &str, format: Format, wanted: ScopeSet) -> Extraction {
    Extractor::new().extract(source, format, &Piece::whole(source, format), wanted)
}

/// Formats the blocks as `scope: text ¦ scope: text`; `□` is the opaque word, `⏎` a hard line break.
pub fn shown(extraction: &Extraction) -> String {
    let blocks = extraction.blocks.iter().map(|block| format!("{}: {}", block.scope, text(block)));
    blocks.collect::<Vec<_>>().join(" ¦ ")
}

fn text(block: &ProseBlock) -> String {
    let mut text = block.text.clone();
    for at in block.breaks.iter().rev().map(|at| *at as usize) {
        assert_eq!(&text[at..=at], " ");
        text.replace_range(at..=at, "⏎");
    }
    text.replace(OPAQUE, "□")
}

/// Runs a table with one extractor, so that state left over from an earlier row shows.
pub fn check(format: Format, more: &[Scope], rows: &[Row]) {
    let mut extractor = Extractor::new();
    let mut failed = Vec::new();
    for (name, source, expected) in rows {
        let extraction = extractor.extract(source, format, &Piece::whole(source, format), wanted(more));
        let found = shown(&extraction);
        if found != *expected {
            failed.push(format!("{name}\n    source   {source:?}\n    expected {expected}\n    found    {found}"));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
