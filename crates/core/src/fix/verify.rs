//! Whether a document reads as before but for the words that were edited.
//!
//! A rewording is escaped for its place, but no table of signs knows every dialect: what matters is what a reader gets.
//! So the pieces that hold edits are extracted from the text before and after, and have to give the same blocks, in which
//! nothing differs but the words that go and the rewordings that come. An edit that ends a quoted string, opens a tag,
//! splits a table cell or empties a paragraph shows here.

use super::apply::Move;
use super::choose::Chosen;
use crate::extract::{Extractor, Format, Piece, split};
use crate::lint::weight;
use std::ops::Range;
use wordgate_text::prose::{OPAQUE, ProseBlock, Scope, ScopeSet};
use wordgate_text::source::Span;

/// Stands for an edit in what is kept of a text. Prose never holds it.
const EDIT: char = '\0';

/// A document before and after some edits.
pub(super) struct EditedDocument<'c> {
    pub format: Format,
    pub before: &'c str,
    pub after: &'c str,
    pub chosen: &'c [&'c Chosen],
    /// Where each edit went, in order.
    pub moves: &'c [Move],
}

/// Pieces before and after that begin and end at the same place, and the edits in them, by index.
struct PieceGroup {
    old: Range<usize>,
    new: Range<usize>,
    edits: Range<usize>,
}

/// Why a change cannot stay.
pub(super) struct Broken {
    /// The changes to blame, by index, in order; none when that is not known.
    pub guilty: Vec<usize>,
}

impl EditedDocument<'_> {
    /// Reads what was edited, before and after. Takes what the pieces weigh from `left`; it is no good when they weigh more,
    /// as when an edit changes how all that follows is cut.
    pub fn check(&self, extractor: &mut Extractor, left: &mut usize) -> Result<(), Broken> {
        let (old, new) = (split(self.before, self.format).pieces, split(self.after, self.format).pieces);
        let mut guilty: Vec<usize> = Vec::new();
        let mut is_known = true;
        for group in self.groups(&old, &new) {
            let is_same_cut = group.old.len() == 1 && group.new.len() == 1;
            if is_same_cut && group.edits.is_empty() {
                continue;
            }
            let weights = |text, pieces: &[Piece]| -> usize { pieces.iter().map(|piece| weight(text, piece)).sum() };
            let weight = weights(self.before, &old[group.old.clone()]) + weights(self.after, &new[group.new.clone()]);
            let is_too_much = *left < weight;
            *left = left.saturating_sub(weight);
            if is_too_much {
                return Err(Broken { guilty: Vec::new() });
            }
            match self.read(extractor, (&old[group.old], &new[group.new]), group.edits) {
                Ok(()) => {}
                Err(broken) => {
                    is_known &= !broken.guilty.is_empty();
                    guilty.extend(broken.guilty);
                }
            }
        }
        guilty.sort_unstable();
        guilty.dedup();
        if guilty.is_empty() && is_known { Ok(()) } else { Err(Broken { guilty }) }
    }

    /// The pieces before and after, in groups that begin and end at the same place: an edit may change how the lines
    /// behind it are cut.
    fn groups(&self, old: &[Piece], new: &[Piece]) -> Vec<PieceGroup> {
        let mut groups = Vec::new();
        let (mut from, mut to, mut next) = ((0, 0), (0, 0), 0);
        let (mut edit, mut shift) = (0, 0);
        while to.0 < old.len() || to.1 < new.len() {
            // The ends of both groups, as bytes of the new text.
            let ends = |to: (usize, usize), shift: i64| {
                let end = |pieces: &[Piece], upto: usize| pieces[..upto].last().map_or(0, |p| i64::from(p.range.end));
                (end(old, to.0) + shift, end(new, to.1))
            };
            let (old_end, new_end) = ends(to, shift);
            if to.1 == new.len() || (to.0 < old.len() && old_end <= new_end) {
                let end = old[to.0].range.end;
                to.0 += 1;
                for moved in self.moves[edit..].iter().take_while(|moved| moved.old.start < end) {
                    shift += growth(moved);
                    edit += 1;
                }
            } else {
                to.1 += 1;
            }
            let (old_end, new_end) = ends(to, shift);
            if old_end == new_end && from.0 < to.0 && from.1 < to.1 {
                groups.push(PieceGroup { old: from.0..to.0, new: from.1..to.1, edits: next..edit });
                (from, next) = (to, edit);
            }
        }
        if from != to {
            groups.push(PieceGroup { old: from.0..to.0, new: from.1..to.1, edits: next..edit });
        }
        groups
    }

    /// Holds the blocks of some pieces, which have these edits, against each other.
    fn read(
        &self,
        extractor: &mut Extractor,
        (old, new): (&[Piece], &[Piece]),
        edits: Range<usize>,
    ) -> Result<(), Broken> {
        let all: ScopeSet = Scope::ALL.iter().copied().collect();
        let moves = &self.moves[edits];
        let old_spans: Vec<Span> = moves.iter().map(|edit| edit.old).collect();
        let new_spans: Vec<Span> = moves.iter().map(|edit| edit.new).collect();
        let mut blocks = |text: &str, pieces: &[Piece]| -> Vec<ProseBlock> {
            pieces.iter().flat_map(|piece| extractor.extract(text, self.format, piece, all).blocks).collect()
        };
        let (mut before, after) = (blocks(self.before, old), blocks(self.after, new));
        before.retain(|block| !Self::goes_along(block, moves));
        // One edit is to blame when it is the only one that can be.
        let blame = |edits: &mut dyn Iterator<Item = usize>| {
            let first = edits.next().filter(|_| edits.next().is_none());
            Broken { guilty: first.map(|edit| moves[edit].chosen).into_iter().collect() }
        };
        if before.len() != after.len() {
            return Err(blame(&mut (0..moves.len())));
        }
        let mut guilty = Vec::new();
        for (before, after) in before.iter().zip(&after) {
            let (old, new) = (outline(before, &old_spans), outline(after, &new_spans));
            let is_same = before.scopes == after.scopes && before.heading_level == after.heading_level;
            if !(is_same && self.reads_on(&old, &new, moves)) {
                let broken = blame(&mut old.inside.iter().map(|(edit, _)| *edit));
                if broken.guilty.is_empty() {
                    return Err(broken);
                }
                guilty.extend(broken.guilty);
            }
        }
        if guilty.is_empty() { Ok(()) } else { Err(Broken { guilty }) }
    }

    /// Whether a block is part of the markup that an edit takes out, such as the target of a link. What
    /// is edited itself is none.
    fn goes_along(block: &ProseBlock, moves: &[Move]) -> bool {
        let extent = block.map.extent();
        let around = moves[..moves.partition_point(|edit| edit.old.start <= extent.start)].last();
        let inner = [Scope::Url, Scope::Comment, Scope::Code, Scope::Math, Scope::Title, Scope::Alt, Scope::Attribute];
        inner.contains(&block.scope) && around.is_some_and(|edit| extent.end <= edit.old.end && edit.old != extent)
    }

    /// Whether two outlines differ by the rewordings only.
    fn reads_on(&self, before: &BlockOutline, after: &BlockOutline, moves: &[Move]) -> bool {
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
struct BlockOutline {
    /// What no edit touches; [`EDIT`] stands for each edit.
    kept: String,
    /// What stands inside of edits, each with the edit's number.
    inside: Vec<(usize, String)>,
}

impl BlockOutline {
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
fn outline(block: &ProseBlock, spans: &[Span]) -> BlockOutline {
    let mut outline = BlockOutline { kept: String::new(), inside: Vec::new() };
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
