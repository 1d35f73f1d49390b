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
use super::parts::{Masked, Part, Role, clipped, extent};
use super::place::Place;
use finder::{Finder, Kind, Mask};
use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::prose::Scope;

/// `parts` with masks where the grammar must not look.
pub(super) fn mask<'p>(parts: &'p [Part], place: Place, out: &mut Collector) -> Cow<'p, [Part]> {
    let Some(Range { start, end }) = extent(parts) else { return parts.into() };
    if !out.text[start..end].bytes().any(finder::may_begin) {
        return parts.into();
    }
    let mut masked = Masked::new(parts, start);
    let mut finder = Finder::new(&out.text[..end], start);
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
            Kind::Literal => masked.put(span, clipped(parts, span.range()).map(literal)),
            Kind::Dropped | Kind::Comment => masked.put(span, []),
            Kind::Code | Kind::Formula | Kind::Template | Kind::Opaque | Kind::Body(_) => masked.put_word(span),
        }
        let scope = match kind {
            Kind::Code => Some(Scope::Code),
            Kind::Formula => Some(Scope::Math),
            Kind::Comment => Some(Scope::Comment),
            Kind::Body(scope) => Some(scope),
            Kind::Template | Kind::Literal | Kind::Dropped | Kind::Opaque => None,
        };
        if let Some(scope) = scope {
            out.push_source(clipped(parts, content.range()).map(|part| part.span), scope, place);
        }
        if kind == Kind::Template {
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
    if part.is_markup() { Part { role: Role::Literal, ..part } } else { part }
}
