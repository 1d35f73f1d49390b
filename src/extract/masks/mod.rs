//! Stretches of a Markdown leaf that the inline grammar must not see: code spans, formulas, prices, template tags, and
//! what dialects write into running text.
//!
//! The grammar pairs the backticks of some code spans wrongly, from where on code is prose and prose is code.
//! The grammar takes everything between two dollars for a formula and would swallow `$20 or $30` with all markup
//! between. It knows no template tags, attribute lists, wiki links, citations and comments of dialects at all.

mod dialect;
mod finder;
mod tight;

use super::collector::Collector;
use super::parts::{Part, Role, clipped};
use super::place::Place;
use super::template;
use crate::prose::Scope;
use crate::source::Span;
use finder::{Finder, Kind};

/// Copies `parts` to `into`, with masks where the grammar must not look.
pub(super) fn mask(parts: &[Part], place: Place, out: &mut Collector, into: &mut Vec<Part>) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    let (start, end) = (first.span.start as usize, last.span.end as usize);
    if !out.text[start..end].bytes().any(finder::may_begin) {
        return into.extend_from_slice(parts);
    }
    let mut finder = Finder::new(&out.text[..end], start);
    let mut done = start;
    while let Some(mask) = finder.next_mask() {
        let (from, to) = (mask.span.start as usize, mask.span.end as usize);
        // Nothing begins or ends inside of what is masked already, such as a string in an expression of MDX.
        if let Some(masked) = masked_at(parts, from) {
            finder.skip_to(masked.span.end as usize);
            continue;
        }
        if masked_at(parts, to - 1).is_some() {
            finder.skip_mark(from);
            continue;
        }
        into.extend(clipped(parts, done, from));
        match mask.kind {
            Kind::Literal => into.extend(clipped(parts, from, to).map(literal)),
            Kind::Dropped | Kind::Comment => {}
            Kind::Code | Kind::Formula | Kind::Template | Kind::Opaque | Kind::Body(_) => {
                into.extend(clipped(parts, from, to).take(1).map(|part| Part { role: Role::Opaque, ..part }))
            }
        }
        match mask.kind {
            Kind::Code => push_source(mask.content, Scope::Code, parts, place, out),
            Kind::Formula => push_source(mask.content, Scope::Math, parts, place, out),
            Kind::Comment => push_source(mask.content, Scope::Comment, parts, place, out),
            Kind::Body(scope) => push_source(mask.content, scope, parts, place, out),
            Kind::Template => template::read_arguments(mask.span, parts, place, out),
            Kind::Literal | Kind::Dropped | Kind::Opaque => {}
        }
        done = to;
    }
    into.extend(clipped(parts, done, end));
}

/// The part around byte `at` when the grammar does not see it.
fn masked_at(parts: &[Part], at: usize) -> Option<&Part> {
    let part = parts.get(parts.partition_point(|part| part.span.end as usize <= at))?;
    (part.span.start as usize <= at && !part.is_markup()).then_some(part)
}

fn push_source(span: Span, scope: Scope, parts: &[Part], place: Place, out: &mut Collector) {
    if out.wants(scope) {
        out.push_source(clipped(parts, span.start as usize, span.end as usize).map(|part| part.span), scope, place);
    }
}

fn literal(part: Part) -> Part {
    if part.is_markup() { Part { role: Role::Literal, ..part } } else { part }
}
