//! Masks the ranges of a Markdown leaf that the inline grammar must not see: code spans, formulas, prices, template
//! tags and the extensions of Markdown dialects.
//!
//! The grammar would misread each of them. It pairs the backticks of some code spans wrongly, and then swaps code and
//! prose in the rest of the leaf. It parses everything between two dollar signs as a formula, even between the prices
//! in `$20 or $30`. And it does not know template tags, attribute lists, wiki links, citations and the comments of
//! dialects.

mod dialect;
mod finder;
mod tight;

use super::arguments::read_arguments;
use super::collector::Collector;
use super::leaf_context::LeafContext;
use super::parts::{Part, PartReplacer, PartRole, clipped, extent};
use finder::{Mask, MaskFinder, MaskKind};
use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::prose::Scope;

/// Replaces the ranges in `parts` that the inline grammar must not see.
pub(super) fn mask<'p>(parts: &'p [Part], context: LeafContext, out: &mut Collector) -> Cow<'p, [Part]> {
    let Some(Range { start, end }) = extent(parts) else { return parts.into() };
    if !out.text[start..end].bytes().any(finder::may_begin) {
        return parts.into();
    }
    let mut masked = PartReplacer::new(parts, start);
    let mut finder = MaskFinder::new(&out.text[..end], start);
    while let Some(Mask { span, content, kind }) = finder.next_mask() {
        // A mask cannot start or end inside a part that is already masked, such as a string in an MDX expression.
        if let Some(part) = masked_at(parts, span.start as usize) {
            finder.skip_to(part.span.end as usize);
            continue;
        }
        if masked_at(parts, span.end as usize - 1).is_some() {
            finder.skip_as_text(span.start as usize);
            continue;
        }
        match kind {
            MaskKind::Literal => masked.replace(span, clipped(parts, span.range()).map(literal)),
            MaskKind::Dropped | MaskKind::Comment => masked.replace(span, []),
            MaskKind::Code | MaskKind::Formula | MaskKind::Template | MaskKind::Opaque | MaskKind::Body(_) => {
                masked.replace_with_word(span)
            }
        }
        let scope = match kind {
            MaskKind::Code => Some(Scope::Code),
            MaskKind::Formula => Some(Scope::Math),
            MaskKind::Comment => Some(Scope::Comment),
            MaskKind::Body(scope) => Some(scope),
            MaskKind::Template | MaskKind::Literal | MaskKind::Dropped | MaskKind::Opaque => None,
        };
        if let Some(scope) = scope {
            out.push_source(clipped(parts, content.range()).map(|part| part.span), scope, context);
        }
        if kind == MaskKind::Template {
            read_arguments(span, parts, context, out);
        }
    }
    masked.finish(end).into()
}

/// Returns the part that contains byte `at`, if the grammar does not see it.
fn masked_at(parts: &[Part], at: usize) -> Option<&Part> {
    let part = parts.get(parts.partition_point(|part| part.span.end as usize <= at))?;
    (part.span.start as usize <= at && !part.is_markup()).then_some(part)
}

/// Makes the grammar read a part of markup as plain text.
fn literal(part: Part) -> Part {
    if part.is_markup() { Part { role: PartRole::Literal, ..part } } else { part }
}
