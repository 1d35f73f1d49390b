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
use super::parts::{Part, Role, clipped, extent};
use super::place::Place;
use crate::prose::Scope;
use crate::source::Span;
use finder::{Finder, Kind};
use std::borrow::Cow;
use std::ops::Range;

/// `parts` with masks where the grammar must not look.
pub(super) fn mask<'p>(parts: &'p [Part], place: Place, out: &mut Collector) -> Cow<'p, [Part]> {
    let Some(Range { start, end }) = extent(parts) else { return parts.into() };
    if !out.text[start..end].bytes().any(finder::may_begin) {
        return parts.into();
    }
    let mut masked = Vec::new();
    let mut finder = Finder::new(&out.text[..end], start);
    let mut done = start;
    while let Some(mask) = finder.next_mask() {
        let (from, to) = (mask.span.start as usize, mask.span.end as usize);
        // Nothing begins or ends inside of what is masked already, such as a string in an expression of MDX.
        if let Some(part) = masked_at(parts, from) {
            finder.skip_to(part.span.end as usize);
            continue;
        }
        if masked_at(parts, to - 1).is_some() {
            finder.skip_mark(from);
            continue;
        }
        masked.extend(clipped(parts, done..from));
        match mask.kind {
            Kind::Literal => masked.extend(clipped(parts, from..to).map(literal)),
            Kind::Dropped | Kind::Comment => {}
            Kind::Code | Kind::Formula | Kind::Template | Kind::Opaque | Kind::Body(_) => {
                masked.extend(clipped(parts, from..to).take(1).map(|part| Part { role: Role::Opaque, ..part }))
            }
        }
        match mask.kind {
            Kind::Code => push_source(mask.content, Scope::Code, parts, place, out),
            Kind::Formula => push_source(mask.content, Scope::Math, parts, place, out),
            Kind::Comment => push_source(mask.content, Scope::Comment, parts, place, out),
            Kind::Body(scope) => push_source(mask.content, scope, parts, place, out),
            Kind::Template => read_arguments(mask.span, parts, place, out),
            Kind::Literal | Kind::Dropped | Kind::Opaque => {}
        }
        done = to;
    }
    masked.extend(clipped(parts, done..end));
    masked.into()
}

/// The part around byte `at` when the grammar does not see it.
fn masked_at(parts: &[Part], at: usize) -> Option<&Part> {
    let part = parts.get(parts.partition_point(|part| part.span.end as usize <= at))?;
    (part.span.start as usize <= at && !part.is_markup()).then_some(part)
}

fn push_source(span: Span, scope: Scope, parts: &[Part], place: Place, out: &mut Collector) {
    if out.wants(scope) {
        out.push_source(clipped(parts, span.range()).map(|part| part.span), scope, place);
    }
}

fn literal(part: Part) -> Part {
    if part.is_markup() { Part { role: Role::Literal, ..part } } else { part }
}
