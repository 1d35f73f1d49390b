//! Stretches of a Markdown leaf that the inline grammar must not see: code spans, formulas, prices, shortcodes.
//!
//! The grammar pairs the backticks of some code spans wrongly, from where on code is prose and prose is code.
//! The grammar takes everything between two dollars for a formula and would swallow `$20 or $30` with all markup
//! between. So the usual rule is applied first: a formula has no space inside its dollars and no digit behind them.
//! A dollar that opens no formula is plain text. Shortcodes (`{{< … >}}`, `{{% … %}}`, `{% … %}`, `{{ … }}`) are
//! unknown to it.

use super::collector::Collector;
use super::containers::Containers;
use super::parts::{Part, Role, clipped};
use super::place::Place;
use super::spelling::Spelling;
use super::tag;
use super::writer::Writer;
use crate::prose::Scope;
use crate::source::Span;

/// The delimiters of shortcodes and template expressions, longest first.
const SHORTCODES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

/// What opens an attribute list (`{#id}`, `{.class}`, `{: …}`), which ends with the next `}` on its line.
const ATTRIBUTE_LISTS: [&str; 3] = ["{#", "{.", "{:"];

/// Copies `parts` to `into`, with masks where the grammar must not look.
pub(super) fn mask(parts: &[Part], place: Place, out: &mut Collector, into: &mut Vec<Part>) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    let (start, end) = (first.span.start as usize, last.span.end as usize);
    if !out.text[start..end].bytes().any(|byte| matches!(byte, b'`' | b'$' | b'{')) {
        return into.extend_from_slice(parts);
    }
    let mut finder = Finder { text: &out.text[..end], at: start, missing: Vec::new() };
    let mut done = start;
    while let Some(mask) = finder.next_mask() {
        let (from, to) = (mask.span.start as usize, mask.span.end as usize);
        // Nothing begins or ends inside of what is masked already, such as a string in an expression of MDX.
        let part_at = |at: usize| parts.get(parts.partition_point(|part| part.span.end as usize <= at));
        let masked_at = |at: usize| part_at(at).filter(|part| part.span.start as usize <= at && !part.is_markup());
        if let Some(masked) = masked_at(from) {
            finder.at = masked.span.end as usize;
            continue;
        }
        if masked_at(to - 1).is_some() {
            finder.at = to - finder.text[from..to].trim_start_matches(['`', '$']).len();
            finder.at = finder.at.max(from + 1);
            continue;
        }
        into.extend(clipped(parts, done, from));
        match mask.kind {
            Kind::Dollar => into.extend(clipped(parts, from, to).map(literal)),
            Kind::Attributes => {}
            Kind::Code | Kind::Formula | Kind::Shortcode => {
                into.extend(clipped(parts, from, to).take(1).map(|part| Part { role: Role::Opaque, ..part }))
            }
        }
        match mask.kind {
            Kind::Code => push_source(code_content(out.text, mask.span), Scope::Code, parts, place, out),
            Kind::Formula => push_source(mask.span, Scope::Math, parts, place, out),
            Kind::Shortcode => values(&mask, parts, place, out),
            Kind::Dollar | Kind::Attributes => {}
        }
        done = to;
    }
    into.extend(clipped(parts, done, end));
}

fn push_source(span: Span, scope: Scope, parts: &[Part], place: Place, out: &mut Collector) {
    if out.wants(scope) {
        out.push_source(clipped(parts, span.start as usize, span.end as usize).map(|part| part.span), scope, place);
    }
}

/// A code span without its backticks.
fn code_content(text: &str, span: Span) -> Span {
    let ticks = text[span.range()].bytes().take_while(|byte| *byte == b'`').count();
    Span::new(span.start as usize + ticks, span.end as usize - ticks)
}

fn literal(part: Part) -> Part {
    if part.is_markup() { Part { role: Role::Literal, ..part } } else { part }
}

/// Writes the titles and texts that a shortcode is given.
fn values(mask: &Mask, parts: &[Part], place: Place, out: &mut Collector) {
    let source = &out.text[mask.span.range()];
    let inside = source.trim_start_matches(['{', '<', '%']);
    let start = mask.span.end as usize - inside.len();
    let inside = inside.trim_end_matches(['}', '>', '%']);
    let mut writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(place));
    for attribute in tag::attributes(inside, start) {
        writer.attribute(attribute, true);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Code,
    Formula,
    Dollar,
    Shortcode,
    Attributes,
}

struct Mask {
    span: Span,
    kind: Kind,
}

struct Finder<'t> {
    text: &'t str,
    at: usize,
    /// Delimiters that are known not to come again, so that each is looked for in vain only once.
    missing: Vec<&'t str>,
}

impl<'t> Finder<'t> {
    fn next_mask(&mut self) -> Option<Mask> {
        let text = self.text;
        while let Some(next) = text[self.at..].find(['\\', '`', '$', '{']) {
            self.at += next;
            let rest = &text[self.at..];
            let found = match rest.as_bytes()[0] {
                b'$' => Some(self.dollars(rest)),
                b'{' => self.braces(rest),
                b'`' => match self.code(rest) {
                    Some(len) => Some((len, Kind::Code)),
                    None => {
                        self.at += rest.bytes().take_while(|byte| *byte == b'`').count();
                        continue;
                    }
                },
                _ => {
                    self.at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    continue;
                }
            };
            let Some((len, kind)) = found else {
                self.at += 1;
                continue;
            };
            let span = Span::new(self.at, self.at + len);
            self.at += len;
            return Some(Mask { span, kind });
        }
        None
    }

    /// Finds `delimiter` in `rest`, the rest of the text.
    fn find(&mut self, rest: &'t str, delimiter: &'t str) -> Option<usize> {
        if self.missing.contains(&delimiter) {
            return None;
        }
        let found = rest.find(delimiter);
        if found.is_none() {
            self.missing.push(delimiter);
        }
        found
    }

    /// The length of the code span that `rest` starts with.
    fn code(&mut self, rest: &'t str) -> Option<usize> {
        let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
        let delimiter = &rest[..ticks];
        let mut at = ticks;
        while let Some(next) = self.find(&rest[at..], delimiter) {
            at += next;
            let run = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
            at += run;
            if run == ticks {
                return Some(at);
            }
        }
        self.missing.push(delimiter);
        None
    }

    fn dollars(&mut self, rest: &'t str) -> (usize, Kind) {
        if let Some(content) = rest.strip_prefix("$$") {
            let len = self.find(content, "$$").filter(|len| *len > 0);
            return len.map_or((2, Kind::Dollar), |len| (len + 4, Kind::Formula));
        }
        let content = &rest[1..];
        let opens = content.starts_with(|c: char| !c.is_whitespace());
        let close = content.match_indices('$').map(|(at, _)| at).find(|at| !content[..*at].ends_with('\\'));
        let closes = |at: &usize| {
            let inside = !content[..*at].ends_with(char::is_whitespace);
            inside && !content[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '$')
        };
        let formula = close.filter(closes).filter(|_| opens);
        formula.map_or((1, Kind::Dollar), |len| (len + 2, Kind::Formula))
    }

    fn braces(&mut self, rest: &'t str) -> Option<(usize, Kind)> {
        if let Some((open, close)) = SHORTCODES.iter().find(|(open, _)| rest.starts_with(open)) {
            let len = self.find(&rest[open.len()..], close)?;
            return Some((open.len() + len + close.len(), Kind::Shortcode));
        }
        let open = ATTRIBUTE_LISTS.iter().find(|open| rest.starts_with(*open))?;
        let inside = &rest[open.len()..];
        let len = inside.find(['}', '{', '\n', '\r']).filter(|len| inside[*len..].starts_with('}'))?;
        let named = inside.starts_with(|c: char| c.is_alphabetic()) || *open == "{:";
        (named && len > 0).then_some((open.len() + len + 1, Kind::Attributes))
    }
}
