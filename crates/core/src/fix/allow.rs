//! A directive that lets one finding pass, put where it speaks for that finding and for as little else as can be.
//!
//! Where a comment may stand and what it then speaks for depends on the format and on everything around. So places are
//! tried, the plainest first, and the first one is taken at which the finding is allowed, nothing else is reported that
//! was not before, and everything reads as it did.

use super::Fixer;
use super::insertion_points::{InsertionPoint, places};
use crate::extract::{Extractor, Format, MARKER, Piece, split};
use crate::finding::Finding;
use std::collections::HashSet;
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet};
use wordgate_text::source::{SourceFile, Span};

/// What stands for the reason that a writer has to give. It has no letter and no digit, so it is none: a directive that
/// is left so allows nothing and is reported.
pub const PLACEHOLDER: &str = "…";

/// A reason, for a trial.
const REASON: &str = "x";

/// A directive that is to be put into a text; its reason stands between two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDirective {
    /// The byte of the text before which it comes.
    pub at: u32,
    /// Up to its reason.
    pub before: String,
    /// Behind its reason, with what separates it from the text that follows.
    pub after: String,
}

impl NewDirective {
    fn new(place: &InsertionPoint, rule: &str) -> NewDirective {
        let (open, close) = place.comment;
        NewDirective {
            at: place.at,
            before: format!("{}{open}{MARKER} {rule}: ", place.lead),
            after: format!("{close}{}", place.tail),
        }
    }

    /// It as it is put into the text.
    pub fn with_reason(&self, reason: &str) -> String {
        [&self.before, reason, &self.after].concat()
    }
}

/// A text and a finding of it.
struct Subject<'s> {
    text: &'s str,
    findings: &'s [Finding],
    wanted: &'s Finding,
    /// The block that it stands in.
    block: Span,
}

impl Fixer<'_> {
    /// The directive that allows the finding with this fingerprint; `None` when there is no such finding or no place for
    /// one. What an interrupted extractor leads to is worth nothing.
    pub fn directive(&self, extractor: &mut Extractor, file: &SourceFile, fingerprint: &str) -> Option<NewDirective> {
        let (text, lint) = (file.text(), self.lint(extractor, file));
        let wanted = lint.findings.iter().find(|finding| finding.fingerprint == fingerprint)?;
        let block = block_of(extractor, text, self.format, wanted.span)?;
        let places = places(text, self.format, &block, wanted.span);
        let subject = Subject { text, findings: &lint.findings, wanted, block: block.map.extent() };
        let directives = places.iter().map(|place| NewDirective::new(place, &wanted.rule));
        directives.into_iter().find(|directive| self.is_good(extractor, &subject, directive))
    }

    /// Whether the directive does what it is for, and nothing else.
    fn is_good(&self, extractor: &mut Extractor, subject: &Subject, directive: &NewDirective) -> bool {
        let (at, new) = (directive.at as usize, directive.with_reason(REASON));
        let after = [&subject.text[..at], &new, &subject.text[at..]].concat();
        let Ok(file) = SourceFile::decode(after.clone().into_bytes()) else { return false };
        let lint = self.lint(extractor, &file);
        let prints = |findings: &[Finding]| -> HashSet<String> {
            findings.iter().map(|finding| finding.fingerprint.clone()).collect()
        };
        let (known, left) = (prints(subject.findings), prints(&lint.findings));
        let gone = |finding: &&Finding| !left.contains(&finding.fingerprint);
        left.is_subset(&known)
            && gone(&subject.wanted)
            && subject.findings.iter().filter(gone).all(|finding| subject.is_along(finding))
            && self.reads_the_same(extractor, (subject.text, &after), (at, new.len()))
    }

    /// Whether two texts, of which the second has `len` bytes more at `at`, have the same blocks but for comments.
    fn reads_the_same(
        &self,
        extractor: &mut Extractor,
        (before, after): (&str, &str),
        (at, len): (usize, usize),
    ) -> bool {
        let (old, new) = (split(before, self.format).pieces, split(after, self.format).pieces);
        // Pieces that are cut as they were read as they did.
        let is_before = |old: &Span, new: &Span| old == new && old.end as usize <= at;
        let is_behind = |old: &Span, new: &Span| {
            let moved = |byte: u32| byte as usize + len;
            old.start as usize >= at && (moved(old.start), moved(old.end)) == (new.start as usize, new.end as usize)
        };
        let both = || old.iter().zip(&new);
        let first = both().take_while(|(old, new)| is_before(&old.range, &new.range)).count();
        let both = || old[first..].iter().rev().zip(new[first..].iter().rev());
        let last = both().take_while(|(old, new)| is_behind(&old.range, &new.range)).count();
        let mut read = |text: &str, pieces: &[Piece]| -> Vec<ProseBlock> {
            let pieces = &pieces[first..pieces.len() - last];
            let blocks =
                pieces.iter().flat_map(|piece| extractor.extract(text, self.format, piece, all_scopes()).blocks);
            blocks.filter(|block| block.scope != Scope::Comment).collect()
        };
        let (old, new) = (read(before, &old), read(after, &new));
        old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| is_same(old, new))
    }
}

impl Subject<'_> {
    /// Whether a finding may be allowed along with the wanted one: of the same rule in the same block, or on its lines.
    fn is_along(&self, finding: &Finding) -> bool {
        let (from, to) = (finding.span.start, finding.span.end);
        let is_inside = self.block.start <= from && to <= self.block.end;
        let between = from.min(self.wanted.span.end)..from.max(self.wanted.span.end);
        let on_line = || !self.text[between.start as usize..between.end as usize].contains(['\n', '\r']);
        finding.rule == self.wanted.rule && (is_inside || on_line())
    }
}

fn all_scopes() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// The smallest block around a stretch of the text.
fn block_of(extractor: &mut Extractor, text: &str, format: Format, span: Span) -> Option<ProseBlock> {
    let pieces = split(text, format).pieces;
    let piece = pieces.get(pieces.partition_point(|piece| piece.range.end <= span.start))?;
    let blocks = extractor.extract(text, format, piece, all_scopes()).blocks;
    let around = blocks.into_iter().filter(|block| {
        let extent = block.map.extent();
        extent.start <= span.start && span.end <= extent.end
    });
    around.min_by_key(|block| block.map.extent().len())
}

fn is_same(old: &ProseBlock, new: &ProseBlock) -> bool {
    let cell = |block: &ProseBlock| block.cell.map(|cell| (cell.row, cell.column));
    (&old.text, old.scopes, old.heading_level, cell(old)) == (&new.text, new.scopes, new.heading_level, cell(new))
}
