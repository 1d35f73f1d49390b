//! Both readers of Markdown agree: a piece gives the same blocks when the grammars read all of it.

use super::documents::Document;
use crate::fixture::every_scope;
use std::cell::RefCell;
use wordgate_core::extract::{Extraction, Extractor, Piece, PieceKind, split};

struct Readers {
    extractor: Extractor,
    only_grammar: Extractor,
}

thread_local! {
    static READERS: RefCell<Readers> = RefCell::new(Readers::new());
}

impl Readers {
    fn new() -> Readers {
        let mut only_grammar = Extractor::new();
        only_grammar.use_only_grammar();
        Readers { extractor: Extractor::new(), only_grammar }
    }
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    let text = file.text();
    READERS.with_borrow_mut(|readers| {
        for piece in &split(text, document.format).pieces {
            let unknown = match piece.kind {
                PieceKind::Plain => continue,
                _ => Piece { kind: PieceKind::Unknown, ..piece.clone() },
            };
            let expected = readers.only_grammar.extract(text, document.format, &unknown, every_scope());
            if expected.warnings.is_empty() {
                let found = readers.extractor.extract(text, document.format, piece, every_scope());
                assert_eq!(described(&found), described(&expected), "{:?}", &text[piece.range.range()]);
            }
        }
    });
}

/// Describes an extraction: for each block, its text, its place and its words with their spans.
fn described(extraction: &Extraction) -> Vec<String> {
    let blocks = extraction.blocks.iter().map(|block| {
        let words = block.text.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some(start..start + word.len())
        });
        let spans = words.filter(|word| !word.is_empty()).map(|word| {
            let range = u32::try_from(word.start).unwrap()..u32::try_from(word.end).unwrap();
            format!("{:?}", block.spans(&range))
        });
        let place = (block.scope, block.scopes, block.heading_level, block.cell, block.group, block.notation);
        format!(
            "{:?} {place:?} {:?} {:?} {}",
            block.text,
            block.breaks,
            block.inner_scopes,
            spans.collect::<Vec<_>>().join(" ")
        )
    });
    let outline = &extraction.outline;
    let starts =
        outline.starts.iter().map(|start| format!("{} in {:?}", start.at, outline.collections(start.collection)));
    let comments = outline.comments.iter().map(|comment| format!("{:?} {:?}", comment.span, comment.is_alone));
    blocks.chain(starts).chain(comments).collect()
}
