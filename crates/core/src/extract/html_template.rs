//! Masks template tags in HTML.
//!
//! A template is not HTML yet: its tags are code, and they may be in text, in HTML tags and in attributes. So we mask
//! them before the grammar sees the page.

use super::arguments::read_arguments;
use super::collector::Collector;
use super::leaf_context::LeafContext;
use super::missing::Missing;
use super::parts::{Part, PartReplacer, clipped, extent};
use super::template;
use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Replaces each template tag in `parts` with an opaque word, and drops template comments. Adds the source of both to
/// `out`, and the arguments that a reader sees.
pub(super) fn mask<'p>(parts: &'p [Part], out: &mut Collector) -> Cow<'p, [Part]> {
    let Some(Range { start, end }) = extent(parts) else { return parts.into() };
    let mut finder = TagFinder { text: &out.text[..end], at: start, missing: Missing::default() };
    let mut masked = PartReplacer::new(parts, start);
    let mut is_masked = false;
    while let Some((span, scope)) = finder.next_tag() {
        is_masked = true;
        match scope {
            Scope::Comment => masked.replace(span, []),
            _ => masked.replace_with_word(span),
        }
        read_arguments(span, parts, LeafContext::default(), out);
        out.push_source(clipped(parts, span.range()).map(|part| part.span), scope, LeafContext::default());
    }
    if is_masked { masked.finish(end).into() } else { parts.into() }
}

/// Finds the template tags of a page.
struct TagFinder<'t> {
    text: &'t str,
    at: usize,
    missing: Missing<'t>,
}

impl<'t> TagFinder<'t> {
    /// Returns the next template tag and its scope. If the tag has a body that is not prose, such as that of
    /// `{% highlight %}`, the span includes the body and the end tag, and the scope is that of the body.
    fn next_tag(&mut self) -> Option<(Span, Scope)> {
        loop {
            self.at += self.text.get(self.at..)?.find(['{', '<'])?;
            let start = self.at;
            let rest = &self.text[start..];
            let Some(tag) = template::tag(rest) else {
                self.at += self.skipped_len(rest);
                continue;
            };
            let (mut end, mut scope) = (tag.len(), tag.scope());
            self.at += end;
            if let Some(body) = template::body(rest, &mut self.missing) {
                match body.scope {
                    Some(hidden) => {
                        (end, scope) = (body.end, hidden);
                        self.at = start + end;
                    }
                    // The end tag is returned later as a separate tag.
                    None => self.at = start + body.content.end,
                }
            }
            return Some((Span::new(start, start + end), scope));
        }
    }

    /// Returns the length of the text to skip before the next possible template tag. Scripts, styles and comments are
    /// skipped whole, except JSON-LD, which contains text.
    fn skipped_len(&mut self, rest: &'t str) -> usize {
        if rest.starts_with("<!--") {
            return self.missing.find(("-->", ""), || rest.find("-->")).map_or(1, |len| len + 3);
        }
        let element = ["script", "style"].into_iter().find(|name| {
            let has_name = rest.get(1..=name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
            has_name
                && rest.starts_with('<')
                && rest[1 + name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>')
        });
        let Some(name) = element else { return 1 };
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        if tag.contains("ld+json") {
            return 1;
        }
        self.missing.end_tag(rest, name).map_or(1, |end| end.end)
    }
}
