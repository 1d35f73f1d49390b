//! Finds where to insert a directive that allows one finding and as little else as possible.
//!
//! The format and the surrounding text determine where a comment can be inserted and which text a directive in it
//! covers. So we try several insertion points, the simplest first. We take the first one where the directive allows the
//! finding, causes no new findings and does not change how the document is parsed.

use super::Fixer;
use super::insertion_points::{InsertionPoint, insertion_points};
use crate::extract::{Extractor, Format, MARKER, Piece, split};
use crate::finding::Finding;
use std::collections::HashSet;
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet};
use wordgate_text::source::{SourceFile, Span};

/// The placeholder for the reason, which the writer has to replace. It has no letter or digit, so it is not a valid
/// reason: a directive with the placeholder allows nothing and is reported.
pub const PLACEHOLDER: &str = "…";

/// A valid reason for the directives that we try.
const TRIAL_REASON: &str = "x";

/// A directive to insert into the text of [`SourceFile::stored`]. Its reason goes between `before` and `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDirective {
    /// The byte offset in the text at which to insert it.
    pub at: u32,
    /// The text before the reason.
    pub before: String,
    /// The text after the reason, including any separator before the following text.
    pub after: String,
}

impl NewDirective {
    fn new(point: &InsertionPoint, rule: &str) -> NewDirective {
        let (open, close) = point.comment;
        NewDirective {
            at: point.at,
            before: format!("{}{open}{MARKER} {rule}: ", point.prefix),
            after: format!("{close}{}", point.suffix),
        }
    }

    /// Converts the directive from the text that is checked to the text of [`SourceFile::stored`]; `None` if it cannot
    /// be written there.
    fn in_stored(&self, file: &SourceFile) -> Option<NewDirective> {
        Some(NewDirective {
            at: file.stored_span(Span { start: self.at, end: self.at }).start,
            before: file.stored_text(self.at, &self.before)?.into_owned(),
            after: file.stored_text(self.at, &self.after)?.into_owned(),
        })
    }

    /// Returns the text to insert.
    pub fn with_reason(&self, reason: &str) -> String {
        [&self.before, reason, &self.after].concat()
    }
}

/// A text with its findings, and the finding to allow.
struct Subject<'s> {
    text: &'s str,
    findings: &'s [Finding],
    target: &'s Finding,
    /// The span of the block that contains the target.
    block: Span,
}

impl Fixer<'_> {
    /// Returns a directive that allows the finding with this fingerprint, or `None` if there is no such finding or no
    /// insertion point works. The result is meaningless if the extractor was interrupted.
    pub fn directive(&self, extractor: &mut Extractor, file: &SourceFile, fingerprint: &str) -> Option<NewDirective> {
        // A comment in a message would be shown to its readers. Only the file around the messages has comments.
        if file.is_embedded() && self.format != Format::Notebook {
            return None;
        }
        let (text, lint) = (file.text(), self.lint(extractor, file));
        let target = lint.findings.iter().find(|finding| finding.fingerprint == fingerprint)?;
        let block = block_around(extractor, text, self.format, target.span)?;
        let points = insertion_points(text, self.format, &block, target.span);
        let subject = Subject { text, findings: &lint.findings, target, block: block.map.extent() };
        let directives = points.iter().map(|point| NewDirective::new(point, &target.rule));
        let mut directives = directives.into_iter();
        let directive = directives.find(|directive| self.allows_only_target(extractor, &subject, directive))?;
        directive.in_stored(file)
    }

    /// Returns whether the directive allows the target and nothing else except findings of the same rule nearby.
    fn allows_only_target(&self, extractor: &mut Extractor, subject: &Subject, directive: &NewDirective) -> bool {
        let (at, new) = (directive.at as usize, directive.with_reason(TRIAL_REASON));
        let after = [&subject.text[..at], &new, &subject.text[at..]].concat();
        let Ok(file) = SourceFile::decode(after.clone().into_bytes()) else { return false };
        let lint = self.lint(extractor, &file);
        let fingerprints = |findings: &[Finding]| -> HashSet<String> {
            findings.iter().map(|finding| finding.fingerprint.clone()).collect()
        };
        let (original, remaining) = (fingerprints(subject.findings), fingerprints(&lint.findings));
        let is_gone = |finding: &&Finding| !remaining.contains(&finding.fingerprint);
        remaining.is_subset(&original)
            && is_gone(&subject.target)
            && subject.findings.iter().filter(is_gone).all(|finding| subject.may_be_allowed_too(finding))
            && self.has_same_blocks(extractor, (subject.text, &after), (at, new.len()))
    }

    /// Returns whether two texts have the same blocks, except for comments. The second text is the first with `len`
    /// bytes inserted at byte `at`.
    fn has_same_blocks(
        &self,
        extractor: &mut Extractor,
        (before, after): (&str, &str),
        (at, len): (usize, usize),
    ) -> bool {
        let (old, new) = (split(before, self.format).pieces, split(after, self.format).pieces);
        // Pieces before and after the insertion whose boundaries did not change are parsed as before, so we skip them.
        let is_before = |old: &Span, new: &Span| old == new && old.end as usize <= at;
        let is_after = |old: &Span, new: &Span| {
            let shifted = |byte: u32| byte as usize + len;
            let is_shifted = (shifted(old.start), shifted(old.end)) == (new.start as usize, new.end as usize);
            old.start as usize >= at && is_shifted
        };
        let both = || old.iter().zip(&new);
        let first = both().take_while(|(old, new)| is_before(&old.range, &new.range)).count();
        let both = || old[first..].iter().rev().zip(new[first..].iter().rev());
        let last = both().take_while(|(old, new)| is_after(&old.range, &new.range)).count();
        let mut extract = |text: &str, pieces: &[Piece]| -> Vec<ProseBlock> {
            let pieces = &pieces[first..pieces.len() - last];
            let blocks =
                pieces.iter().flat_map(|piece| extractor.extract(text, self.format, piece, all_scopes()).blocks);
            blocks.filter(|block| block.scope != Scope::Comment).collect()
        };
        let (old, new) = (extract(before, &old), extract(after, &new));
        old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| is_same(old, new))
    }
}

impl Subject<'_> {
    /// Returns whether the directive may allow this finding too: it has the same rule and is in the same block or on
    /// the same line as the target.
    fn may_be_allowed_too(&self, finding: &Finding) -> bool {
        let (from, to) = (finding.span.start, finding.span.end);
        let is_inside = self.block.start <= from && to <= self.block.end;
        let between = from.min(self.target.span.end)..from.max(self.target.span.end);
        let is_on_line = || !self.text[between.start as usize..between.end as usize].contains(['\n', '\r']);
        finding.rule == self.target.rule && (is_inside || is_on_line())
    }
}

fn all_scopes() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// Returns the smallest block around a span of the text.
fn block_around(extractor: &mut Extractor, text: &str, format: Format, span: Span) -> Option<ProseBlock> {
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
