//! Whether a document reads as before but for the words that were edited.
//!
//! A rewording is escaped for its place, but no table of signs knows every dialect: what matters is what a reader gets.
//! So the pieces that hold edits are extracted from the text before and after, and have to give the same blocks, in which
//! nothing differs but the words that go and the rewordings that come. An edit that ends a quoted string, opens a tag,
//! splits a table cell or empties a paragraph shows here.

use super::apply::Move;
use super::choose::Chosen;
use crate::extract::{Extractor, Format, Piece, split};
use crate::prose::{OPAQUE, ProseBlock, Scope, ScopeSet};
use crate::source::Span;
use std::ops::Range;

/// Stands for an edit in what is kept of a text. Prose never holds it.
const EDIT: char = '\0';

/// A document before and after some edits.
pub(super) struct Change<'c> {
    pub format: Format,
    pub before: &'c str,
    pub after: &'c str,
    pub chosen: &'c [&'c Chosen],
    /// Where each edit went, in order.
    pub moves: &'c [Move],
}

/// Why a change cannot stay.
pub(super) struct Broken {
    /// The changes to blame, by index, in order; none when that is not known.
    pub guilty: Vec<usize>,
}

impl Change<'_> {
    /// Reads what was edited, before and after.
    pub fn check(&self, extractor: &mut Extractor) -> Result<(), Broken> {
        let (old, new) = (split(self.before, self.format).pieces, split(self.after, self.format).pieces);
        if old.len() != new.len() {
            return Err(Broken { guilty: Vec::new() });
        }
        let mut guilty: Vec<usize> = Vec::new();
        let mut next = 0;
        let mut shift = 0;
        for (old, new) in old.iter().zip(&new) {
            let count = self.moves[next..].iter().take_while(|edit| edit.old.start < old.range.end).count();
            let edits = next..next + count;
            let grown: i64 = self.moves[edits.clone()].iter().map(growth).sum();
            let stays = i64::from(old.range.start) + shift == i64::from(new.range.start)
                && i64::from(old.range.end) + shift + grown == i64::from(new.range.end);
            if !stays && edits.is_empty() {
                return Err(Broken { guilty });
            }
            if !edits.is_empty() && !(stays && self.is_intact(extractor, (old, new), edits.clone())) {
                guilty.extend(self.moves[edits].iter().map(|edit| edit.chosen));
            }
            next += count;
            shift += grown;
        }
        guilty.dedup();
        if guilty.is_empty() { Ok(()) } else { Err(Broken { guilty }) }
    }

    /// Whether the blocks of a piece, which holds these edits, are as they should be.
    fn is_intact(&self, extractor: &mut Extractor, (old, new): (&Piece, &Piece), edits: Range<usize>) -> bool {
        let all: ScopeSet = Scope::ALL.iter().copied().collect();
        let moves = &self.moves[edits];
        let old_spans: Vec<Span> = moves.iter().map(|edit| edit.old).collect();
        let new_spans: Vec<Span> = moves.iter().map(|edit| edit.new).collect();
        let before = extractor.extract(self.before, self.format, old, all).blocks;
        let after = extractor.extract(self.after, self.format, new, all).blocks;
        let stays = |block: &&ProseBlock| !self.goes_along(block, moves);
        let before: Vec<&ProseBlock> = before.iter().filter(stays).collect();
        before.len() == after.len()
            && before.iter().zip(&after).all(|(before, after)| {
                let is_same = before.scopes == after.scopes && before.heading_level == after.heading_level;
                is_same && self.reads_on(&outline(before, &old_spans), &outline(after, &new_spans), moves)
            })
    }

    /// Whether a block is part of the markup that an edit takes out, such as the target of a link. What
    /// is edited itself is none.
    fn goes_along(&self, block: &ProseBlock, moves: &[Move]) -> bool {
        let extent = block.map.extent();
        let around = moves[..moves.partition_point(|edit| edit.old.start <= extent.start)].last();
        let inner = [Scope::Url, Scope::Comment, Scope::Code, Scope::Math, Scope::Title, Scope::Alt, Scope::Attribute];
        inner.contains(&block.scope)
            && around.is_some_and(|edit| {
                extent.end <= edit.old.end && self.chosen[edit.chosen].edits.iter().any(|e| e.span != extent)
            })
    }

    /// Whether two outlines differ by the rewordings only.
    fn reads_on(&self, before: &Outline, after: &Outline, moves: &[Move]) -> bool {
        let reads = |(edit, text): &(usize, String)| {
            let chosen = self.chosen[moves[*edit].chosen];
            // An address in a rewording is one opaque word; an article may stand before the rewording.
            chosen.edits.len() > 1 || text.contains(OPAQUE) || squeezed(text).ends_with(&squeezed(&chosen.text))
        };
        let is_there = |(edit, _): &(usize, String)| {
            self.chosen[moves[*edit].chosen].text.is_empty() || after.inside.iter().any(|(other, _)| other == edit)
        };
        squeezed(&before.kept) == squeezed(&after.kept)
            && before.inside.len() >= after.inside.len()
            && before.inside.iter().all(is_there)
            && after.inside.iter().all(reads)
    }
}

fn growth(edit: &Move) -> i64 {
    i64::from(edit.new.end - edit.new.start) - i64::from(edit.old.end - edit.old.start)
}

/// A block's text with the edits told apart.
struct Outline {
    /// What no edit touches; [`EDIT`] stands for each edit.
    kept: String,
    /// What stands inside of edits, each with the edit's number.
    inside: Vec<(usize, String)>,
}

impl Outline {
    fn add(&mut self, edit: usize, text: &str) {
        match self.inside.last_mut() {
            Some((last, inside)) if *last == edit => inside.push_str(text),
            _ => {
                self.kept.push(EDIT);
                self.inside.push((edit, text.to_owned()));
            }
        }
    }
}

/// Tells apart what of a block stands in these spans of source, which are in order.
fn outline(block: &ProseBlock, spans: &[Span]) -> Outline {
    let mut outline = Outline { kept: String::new(), inside: Vec::new() };
    for (text, source, verbatim) in block.map.stretches() {
        let text = &block.text[text.start as usize..text.end as usize];
        let first = spans.partition_point(|span| span.end <= source.start);
        if !verbatim {
            match spans.get(first).filter(|span| span.start <= source.start && source.end <= span.end) {
                Some(_) => outline.add(first, text),
                None => outline.kept.push_str(text),
            }
            continue;
        }
        let mut at = source.start;
        let piece = |from: u32, to: u32| &text[(from - source.start) as usize..(to - source.start) as usize];
        for (index, span) in spans.iter().enumerate().skip(first).take_while(|(_, span)| span.start < source.end) {
            let (start, end) = (span.start.max(at), span.end.min(source.end));
            outline.kept.push_str(piece(at, start));
            outline.add(index, piece(start, end));
            at = end;
        }
        outline.kept.push_str(piece(at, source.end));
    }
    outline
}

/// The text with its white space joined, and without any at its ends and beside edits.
fn squeezed(text: &str) -> String {
    let pieces = text.split(EDIT).map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
    pieces.collect::<Vec<_>>().join("\0")
}
