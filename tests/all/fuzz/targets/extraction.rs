//! Extraction: the pieces cover the file, and every block is from its piece, in order and on character boundaries.

use super::documents::Document;
use crate::fixture::every_scope;
use std::cell::RefCell;
use wordgate_core::extract::{Extraction, Extractor, Piece, split};
use wordgate_text::prose::{ProseBlock, ScopeSet};

thread_local! {
    /// One extractor for all documents, so that state left over from an earlier parse shows.
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new());
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    let text = file.text();
    let scopes = if document.is_second_way { every_scope() } else { ScopeSet::checked_by_default() };
    EXTRACTOR.with_borrow_mut(|extractor| {
        let whole = extractor.extract(text, document.format, &Piece::whole(text, document.format), scopes);
        check_extraction(text, &Piece::whole(text, document.format), &whole);
        let pieces = split(text, document.format);
        let mut at = 0;
        for piece in &pieces.pieces {
            assert_eq!(piece.range.start, at, "the pieces have a gap or overlap");
            assert!(text.get(piece.range.range()).is_some_and(|range| !range.is_empty()));
            at = piece.range.end;
            check_extraction(text, piece, &extractor.extract(text, document.format, piece, scopes));
        }
        assert_eq!(at as usize, text.len(), "the pieces do not reach the end");
        assert!(pieces.code.iter().all(|code| text.get(code.range()).is_some()));
        assert!(pieces.code.windows(2).all(|pair| pair[0].end <= pair[1].start));
    });
}

fn check_extraction(text: &str, piece: &Piece, extraction: &Extraction) {
    let starts = extraction.blocks.iter().map(|block| block.map.extent().start);
    assert!(starts.is_sorted(), "the blocks are out of order");
    for block in &extraction.blocks {
        assert!(piece.range.range().contains(&(block.map.extent().start as usize)), "a block of another piece");
        check_block(text, block);
    }
    for warning in &extraction.warnings {
        assert!(text.get(warning.span.range()).is_some(), "a warning outside of the text");
    }
}

fn check_block(text: &str, block: &ProseBlock) {
    assert!(!block.text.is_empty() && !block.text.contains(['\n', '\r', '\t']));
    for (at, c) in block.text.char_indices() {
        let range = u32::try_from(at).unwrap()..u32::try_from(at + c.len_utf8()).unwrap();
        let spans = block.spans(&range);
        assert!(!spans.is_empty(), "{c:?} of {:?} comes from nowhere", block.text);
        for span in spans {
            assert!(text.get(span.range()).is_some(), "{c:?} of {:?} comes from within a character", block.text);
        }
    }
    for (inner, _) in &block.inner_scopes {
        assert!(block.text.get(inner.start as usize..inner.end as usize).is_some());
    }
}
