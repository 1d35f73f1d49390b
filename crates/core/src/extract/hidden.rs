//! Masks the parts of a Markdown document that are not prose and may span several blocks: bodies of template tags,
//! block comments, and code directives between colons.
//!
//! The block grammar does not know them and would find paragraphs, lists and headings inside. So it sees a comment
//! instead of each. The splitter ([`super::pieces`]) finds these parts, because it knows where fenced code is. Each
//! part starts on a new line. A part that is never closed hides nothing.

use super::arguments::read_arguments;
use super::collector::Collector;
use super::directive;
use super::leaf_context::LeafContext;
use super::lines::lines;
use super::missing::Missing;
use super::parts::{Part, PartReplacer, PartRole, clipped, extent};
use super::piece::Hidden;
use super::template;
use std::ops::Range;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Returns the hidden part that starts at byte `at` and ends before byte `to`, if there is one. At `at`, the text of a
/// line starts, after its indentation and container markers.
pub(super) fn hidden_at(text: &str, at: usize, to: usize, missing: &mut Missing) -> Option<Hidden> {
    let source = &text[at..to];
    match source.as_bytes().first()? {
        b'{' => {
            let Some(body) = template::body(source, missing) else { return tag_over_lines(source, at) };
            let content = Span::new(at + body.content.start, at + body.content.end);
            Some(Hidden { span: Span::new(at, at + body.end), content, scope: body.scope? })
        }
        b'%' => {
            let inside = source.strip_prefix("%%").filter(|inside| !inside.starts_with('%'))?;
            let len = missing.find(("%%", ""), || inside.find("%%"))?;
            let end = at + len + 4;
            let ends_line = text[end..to].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || end == to;
            ends_line.then(|| Hidden {
                span: Span::new(at, end),
                content: Span::new(at + 2, end - 2),
                scope: Scope::Comment,
            })
        }
        b':' => colons(text, at, to, missing),
        _ => None,
    }
}

/// Returns a template comment, or a template tag that spans several lines of a paragraph. If its last line is `>}}`,
/// the grammar would read that as a quotation.
fn tag_over_lines(source: &str, at: usize) -> Option<Hidden> {
    let tag = template::tag(source).filter(|tag| tag.scope() == Scope::Comment || tag.spans_lines())?;
    let span = Span::new(at, at + tag.len());
    Some(Hidden { span, content: span, scope: tag.scope() })
}

/// The numbers of opening colons, as keys for [`Missing`]. The first is three.
const COUNTS: [&str; 5] = ["3", "4", "5", "6", "7"];

/// Returns a code directive between lines of colons.
fn colons(text: &str, at: usize, to: usize, missing: &mut Missing) -> Option<Hidden> {
    let mut all = lines(text, at..to);
    let opening = all.next()?;
    let colons = directive::colons(&text[opening.range()]);
    let count = COUNTS.get(colons.checked_sub(3)?).copied().unwrap_or_default();
    let name = directive::name(&text[opening.start as usize + colons..opening.end as usize])?;
    if !name.is_code_between_colons() {
        return None;
    }
    let closing = missing.find((":::", count), || all.find(|line| directive::closes(&text[line.range()], colons)))?;
    let content = Span { start: opening.end, end: closing.start };
    // The line end stays, so that the text after it starts a block.
    let end = closing.start as usize + text[closing.range()].trim_end().len();
    Some(Hidden { span: Span::new(at, end), content, scope: Scope::Code })
}

/// Splits `parts` so that each hidden range is a part of its own.
pub(super) fn mask(parts: Vec<Part>, hidden: &[Hidden], out: &mut Collector) -> Vec<Part> {
    let Some(Range { start, end }) = extent(&parts).filter(|_| !hidden.is_empty()) else { return parts };
    let mut masked = PartReplacer::new(&parts, start);
    for Hidden { span, content, scope } in hidden {
        masked.replace(*span, [Part { span: *span, role: PartRole::Hidden }]);
        out.push_source(clipped(&parts, content.range()).map(|part| part.span), *scope, LeafContext::default());
        read_arguments(*span, &parts, LeafContext::default(), out);
    }
    masked.finish(end)
}
