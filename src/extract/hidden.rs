//! Stretches of a Markdown document that are no prose over any number of blocks: bodies of template tags, block
//! comments, directives of code between colons.
//!
//! The block grammar knows none of them and would find paragraphs, lists and headings inside. So they are cut out before
//! it sees the text. One begins with a line of its own that is not in fenced code; one that never ends hides nothing.

use super::collector::Collector;
use super::directive;
use super::parts::{Part, clipped};
use super::place::Place;
use super::template::{self, Missing};
use super::text::lines;
use crate::prose::Scope;
use crate::source::Span;

/// A hidden stretch.
pub(super) struct Hidden {
    /// Where it ends (byte of the file).
    pub end: usize,
    /// What is inside of its delimiters.
    content: Span,
    scope: Scope,
}

/// What the text from byte `at`, where the content of a line begins, to byte `to` hides.
pub(super) fn hidden_at(text: &str, at: usize, to: usize, missing: &mut Missing) -> Option<Hidden> {
    let source = &text[at..to];
    match source.as_bytes().first()? {
        b'{' => {
            let hidden = template::hidden_body(source, missing)?;
            let content = Span::new(at + hidden.body.start, at + hidden.body.end);
            Some(Hidden { end: at + hidden.end, content, scope: hidden.scope })
        }
        b'%' => {
            let inside = source.strip_prefix("%%").filter(|inside| !inside.starts_with('%'))?;
            let len = missing.look(("%%", ""), || inside.find("%%"))?;
            let end = at + len + 4;
            let ends_line = text[end..to].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || end == to;
            ends_line.then(|| Hidden { end, content: Span::new(at + 2, end - 2), scope: Scope::Comment })
        }
        b':' => colons(text, at, to, missing),
        _ => None,
    }
}

/// Names for how many colons open a directive, from three on.
const COUNTS: [&str; 5] = ["3", "4", "5", "6", "7"];

/// A directive of code between lines of colons.
fn colons(text: &str, at: usize, to: usize, missing: &mut Missing) -> Option<Hidden> {
    let mut all = lines(text, at, to);
    let opening = all.next()?;
    let colons = directive::colons(&text[opening.range()]);
    let count = COUNTS.get(colons.checked_sub(3)?).copied().unwrap_or_default();
    let name = directive::name(&text[opening.start as usize + colons..opening.end as usize])?;
    if !name.is_code() {
        return None;
    }
    let mut closing = None;
    missing.look((":::", count), || {
        closing = all.find(|line| directive::closes(&text[line.range()], colons));
        closing.map(|line| line.start as usize)
    })?;
    let closing = closing?;
    let content = Span { start: opening.end, end: closing.start };
    // The end of the line stays, so that what follows begins a block.
    let end = closing.start as usize + text[closing.range()].trim_end().len();
    Some(Hidden { end, content, scope: Scope::Code })
}

/// `parts` without what is hidden in them.
pub(super) fn cut(parts: Vec<Part>, out: &mut Collector) -> Vec<Part> {
    let text = out.text;
    let may_hide = |part: &Part| {
        let source = &text[part.span.range()];
        ["{%", "{{", "{::", "%%", ":::{"].iter().any(|open| source.contains(open))
    };
    if !parts.iter().any(may_hide) {
        return parts;
    }
    let mut kept = Vec::new();
    let mut missing = Missing::default();
    let (mut done, mut fence) = (0, None);
    let end = parts.last().map_or(0, |part| part.span.end as usize);
    for part in parts.iter().filter(|part| part.is_markup()) {
        for line in lines(text, part.span.start as usize, part.span.end as usize) {
            if (line.start as usize) < done {
                continue;
            }
            let source = &text[line.range()];
            let content = source.trim_start_matches([' ', '\t']);
            if let Some(open) = fence {
                if closes(content, open) {
                    fence = None;
                }
                continue;
            }
            fence = opens(source);
            let at = line.end as usize - content.len();
            let Some(hidden) = hidden_at(text, at, end, &mut missing).filter(|_| fence.is_none()) else { continue };
            kept.extend(clipped(&parts, done, at));
            let content = clipped(&parts, hidden.content.start as usize, hidden.content.end as usize);
            out.push_source(content.map(|part| part.span), hidden.scope, Place::default());
            done = hidden.end;
        }
    }
    kept.extend(clipped(&parts, done, end));
    kept
}

/// A fence: its mark, and how many of them.
type Fence = (char, usize);

/// The fence that a line opens by its look, markers of containers before it passed over.
fn opens(line: &str) -> Option<Fence> {
    let content = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let mark = content.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = content.trim_start_matches(mark);
    let len = content.len() - rest.len();
    (len >= 3 && (mark == '~' || !rest.contains('`'))).then_some((mark, len))
}

fn closes(content: &str, (mark, len): Fence) -> bool {
    let content = content.trim_start_matches([' ', '\t', '>']);
    let rest = content.trim_start_matches(mark);
    content.len() - rest.len() >= len && rest.trim().is_empty()
}
