//! Stretches of a Markdown leaf that the inline grammar must not see: code spans, formulas, prices, template tags, and
//! what dialects write into running text.
//!
//! The grammar pairs the backticks of some code spans wrongly, from where on code is prose and prose is code.
//! The grammar takes everything between two dollars for a formula and would swallow `$20 or $30` with all markup
//! between. It knows no template tags, attribute lists, wiki links, citations and comments of dialects at all.

mod dialect;
mod finder;
mod tight;

use super::arguments::read_arguments;
use super::collector::Collector;
use super::parts::{Masked, Part, PartRole, clipped, extent};
use super::place::LeafContext;
use finder::{Mask, MaskFinder, MaskKind};
use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::prose::Scope;

/// `parts` with masks where the grammar must not look.
pub(super) fn mask<'p>(parts: &'p [Part], place: LeafContext, out: &mut Collector) -> Cow<'p, [Part]> {
    let Some(Range { start, end }) = extent(parts) else { return parts.into() };
    if !out.text[start..end].bytes().any(finder::may_begin) {
        return parts.into();
    }
    let mut masked = Masked::new(parts, start);
    let mut finder = MaskFinder::new(&out.text[..end], start);
    while let Some(Mask { span, content, kind }) = finder.next_mask() {
        // Nothing begins or ends inside of what is masked already, such as a string in an expression of MDX.
        if let Some(part) = masked_at(parts, span.start as usize) {
            finder.skip_to(part.span.end as usize);
            continue;
        }
        if masked_at(parts, span.end as usize - 1).is_some() {
            finder.skip_mark(span.start as usize);
            continue;
        }
        match kind {
            MaskKind::Literal => masked.put(span, clipped(parts, span.range()).map(literal)),
            MaskKind::Dropped | MaskKind::Comment => masked.put(span, []),
            MaskKind::Code | MaskKind::Formula | MaskKind::Template | MaskKind::Opaque | MaskKind::Body(_) => {
                masked.put_word(span)
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
            out.push_source(clipped(parts, content.range()).map(|part| part.span), scope, place);
        }
        if kind == MaskKind::Template {
            read_arguments(span, parts, place, out);
        }
    }
    masked.finish(end).into()
}

/// The part around byte `at` when the grammar does not see it.
fn masked_at(parts: &[Part], at: usize) -> Option<&Part> {
    let part = parts.get(parts.partition_point(|part| part.span.end as usize <= at))?;
    (part.span.start as usize <= at && !part.is_markup()).then_some(part)
}

fn literal(part: Part) -> Part {
    if part.is_markup() { Part { role: PartRole::Literal, ..part } } else { part }
}
