//! Verifies that edits change only the edited words of a document.
//!
//! Replacement text is escaped for its context, but no escaping covers every dialect of a format. So we extract the
//! edited pieces (runs of lines that are parsed on their own) before and after the edits. Both texts must have the same
//! blocks, except for the replaced words. This detects an edit that ends a quoted string, opens a tag, splits a table
//! cell or empties a paragraph.

use super::apply::Move;
use super::choose::Change;
use crate::extract::{Extractor, Format, Piece, split};
use crate::lint::weight;
use std::ops::Range;
use wordgate_text::prose::{OPAQUE, ProseBlock, Scope, ScopeSet};
use wordgate_text::source::Span;

/// Marks an edit in [`BlockOutline::unedited`]. Prose never contains this character.
const EDIT: char = '\0';

/// A document before and after some edits.
pub(super) struct EditedDocument<'c> {
    pub format: Format,
    pub before: &'c str,
    pub after: &'c str,
    pub changes: &'c [&'c Change],
    /// The old and new span of each edit, in order.
    pub moves: &'c [Move],
}

/// Adjacent pieces of the old and of the new text that cover the same lines, and the edits in them. All ranges are
/// indices.
struct PieceGroup {
    old: Range<usize>,
    new: Range<usize>,
    edits: Range<usize>,
}

/// The error for a set of changes that makes the document worse.
pub(super) struct Broken {
    /// The indices of the changes that cause this, in ascending order; empty if unknown.
    pub culprits: Vec<usize>,
}

impl EditedDocument<'_> {
    /// Verifies the edits. Subtracts the cost of parsing from `budget`, and fails if it exceeds the budget, for example
    /// if an edit changes how all text after it is split into pieces.
    pub fn check(&self, extractor: &mut Extractor, budget: &mut usize) -> Result<(), Broken> {
        let (old, new) = (split(self.before, self.format).pieces, split(self.after, self.format).pieces);
        let mut culprits: Vec<usize> = Vec::new();
        let mut is_known = true;
        for group in self.groups(&old, &new) {
            let is_same_split = group.old.len() == 1 && group.new.len() == 1;
            if is_same_split && group.edits.is_empty() {
                continue;
            }
            let weights =
                |text, pieces: &[Piece]| -> usize { pieces.iter().map(|piece| weight(text, self.format, piece)).sum() };
            let weight = weights(self.before, &old[group.old.clone()]) + weights(self.after, &new[group.new.clone()]);
            let is_over_budget = *budget < weight;
            *budget = budget.saturating_sub(weight);
            if is_over_budget {
                return Err(Broken { culprits: Vec::new() });
            }
            match self.compare(extractor, (&old[group.old], &new[group.new]), group.edits) {
                Ok(()) => {}
                Err(broken) => {
                    is_known &= !broken.culprits.is_empty();
                    culprits.extend(broken.culprits);
                }
            }
        }
        culprits.sort_unstable();
        culprits.dedup();
        if culprits.is_empty() && is_known { Ok(()) } else { Err(Broken { culprits }) }
    }

    /// Groups the pieces of both texts so that the two sides of each group start and end at the same positions. A group
    /// has several pieces if an edit changes how the lines after it are split.
    fn groups(&self, old: &[Piece], new: &[Piece]) -> Vec<PieceGroup> {
        let mut groups = Vec::new();
        let (mut from, mut to, mut next) = ((0, 0), (0, 0), 0);
        let (mut edit, mut shift) = (0, 0);
        while to.0 < old.len() || to.1 < new.len() {
            // The ends of both sides of the group, as byte offsets in the new text.
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

    /// Compares the blocks of old and new pieces, which have these edits.
    fn compare(
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
        before.retain(|block| !Self::is_removed_markup(block, moves));
        // We blame an edit only if it is the only candidate.
        let blame = |edits: &mut dyn Iterator<Item = usize>| {
            let only = edits.next().filter(|_| edits.next().is_none());
            Broken { culprits: only.map(|edit| moves[edit].change).into_iter().collect() }
        };
        if before.len() != after.len() {
            return Err(blame(&mut (0..moves.len())));
        }
        let mut culprits = Vec::new();
        for (before, after) in before.iter().zip(&after) {
            let (old, new) = (outline(before, &old_spans), outline(after, &new_spans));
            let is_same = before.scopes == after.scopes && before.heading_level == after.heading_level;
            if !(is_same && self.only_edits_differ(&old, &new, moves)) {
                let broken = blame(&mut old.edited.iter().map(|(edit, _)| *edit));
                if broken.culprits.is_empty() {
                    return Err(broken);
                }
                culprits.extend(broken.culprits);
            }
        }
        if culprits.is_empty() { Ok(()) } else { Err(Broken { culprits }) }
    }

    /// Returns whether a block belongs to markup that an edit removes, such as the target of a link. False for a block
    /// that is itself edited.
    fn is_removed_markup(block: &ProseBlock, moves: &[Move]) -> bool {
        let extent = block.map.extent();
        let around = moves[..moves.partition_point(|edit| edit.old.start <= extent.start)].last();
        let inner = [Scope::Url, Scope::Comment, Scope::Code, Scope::Math, Scope::Title, Scope::Alt, Scope::Attribute];
        inner.contains(&block.scope) && around.is_some_and(|edit| extent.end <= edit.old.end && edit.old != extent)
    }

    /// Returns whether two outlines differ only in the edited words.
    fn only_edits_differ(&self, before: &BlockOutline, after: &BlockOutline, moves: &[Move]) -> bool {
        let has_new_text = |(edit, text): &(usize, String)| {
            let change = self.changes[moves[*edit].change];
            // The outline has an address in the new text as one opaque character, and an edit may add an article before
            // the new text.
            change.edits.len() > 1
                || text.contains(OPAQUE)
                || collapse_space(text).ends_with(&collapse_space(&change.text))
        };
        let is_present = |(edit, _): &(usize, String)| {
            self.changes[moves[*edit].change].text.is_empty() || after.edited.iter().any(|(other, _)| other == edit)
        };
        collapse_space(&before.unedited) == collapse_space(&after.unedited)
            && before.edited.len() >= after.edited.len()
            && before.edited.iter().all(is_present)
            && after.edited.iter().all(has_new_text)
    }
}

fn growth(edit: &Move) -> i64 {
    i64::from(edit.new.end - edit.new.start) - i64::from(edit.old.end - edit.old.start)
}

/// A block's text, separated into edited and unedited text.
struct BlockOutline {
    /// The unedited text, with [`EDIT`] in place of each edit.
    unedited: String,
    /// The text of each edit, with the index of the edit.
    edited: Vec<(usize, String)>,
}

impl BlockOutline {
    fn add_edited(&mut self, edit: usize, text: &str) {
        match self.edited.last_mut() {
            Some((last, edited)) if *last == edit => edited.push_str(text),
            _ => {
                self.unedited.push(EDIT);
                self.edited.push((edit, text.to_owned()));
            }
        }
    }
}

/// Separates a block's text into edited and unedited text. `spans` are the source spans of the edits, in order.
fn outline(block: &ProseBlock, spans: &[Span]) -> BlockOutline {
    let mut outline = BlockOutline { unedited: String::new(), edited: Vec::new() };
    for (text, source, verbatim) in block.map.segments() {
        let text = &block.text[text.start as usize..text.end as usize];
        let first = spans.partition_point(|span| span.end <= source.start);
        if !verbatim {
            match spans.get(first).filter(|span| span.start <= source.start && source.end <= span.end) {
                Some(_) => outline.add_edited(first, text),
                None => outline.unedited.push_str(text),
            }
            continue;
        }
        let mut at = source.start;
        let slice = |from: u32, to: u32| &text[(from - source.start) as usize..(to - source.start) as usize];
        for (index, span) in spans.iter().enumerate().skip(first).take_while(|(_, span)| span.start < source.end) {
            let (start, end) = (span.start.max(at), span.end.min(source.end));
            outline.unedited.push_str(slice(at, start));
            outline.add_edited(index, slice(start, end));
            at = end;
        }
        outline.unedited.push_str(slice(at, source.end));
    }
    outline
}

/// Collapses white space, and removes it at the ends and next to edits.
fn collapse_space(text: &str) -> String {
    let parts = text.split(EDIT).map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.collect::<Vec<_>>().join("\0")
}
