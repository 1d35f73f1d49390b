//! Records the HTML elements that name the source of a quotation: `<cite>` and `<footer>` inside it, and `<figcaption>`
//! after it.

use super::leaf_context::LeafContext;
use super::outline::{CreditSpan, Outline};
use super::parts::{Part, extent};
use super::tag::Tag;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The elements. The caption comes first, because it may contain the others.
const ELEMENTS: [&str; 3] = ["figcaption", "footer", "cite"];

/// The most bytes of an element without an end tag. A longer one is a mistake in the page.
const MAX_UNCLOSED: usize = 1 << 10;

/// The open element that may name the source of a quotation. Only the outermost one counts.
#[derive(Default)]
pub(super) struct OpenCredit {
    /// The index of its name in [`ELEMENTS`], and the byte offset at which its content starts.
    open: Option<(usize, u32)>,
}

impl OpenCredit {
    /// Records the credit that this tag ends, or remembers the one that it starts. `context` is the context of the text
    /// before the tag.
    pub fn tag(&mut self, tag: &Tag, span: Span, context: &LeafContext, outline: &mut Outline) {
        let Some(element) = ELEMENTS.iter().position(|name| name.eq_ignore_ascii_case(tag.name)) else { return };
        let is_caption = element == 0;
        match self.open {
            Some((open, start)) if tag.closing && open == element => {
                outline.credit(CreditSpan { span: Span { start, end: span.start }, is_caption });
                self.open = None;
            }
            None if !tag.closing && (is_caption || context.scopes().contains(Scope::Quote)) => {
                self.open = Some((element, span.end));
            }
            _ => {}
        }
    }

    /// Ends the element that is open at the end of its text. In MDX, the end tag may be outside of the text.
    pub fn finish(&mut self, parts: &[Part], outline: &mut Outline) {
        let Some((element, start)) = self.open.take() else { return };
        let is_near = |end: usize| (start as usize..start as usize + MAX_UNCLOSED).contains(&end);
        if let Some(range) = extent(parts).filter(|range| is_near(range.end)) {
            outline.credit(CreditSpan { span: Span::new(start as usize, range.end), is_caption: element == 0 });
        }
    }
}
