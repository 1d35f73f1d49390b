//! Template tags in HTML: `{{ … }}`, `{% … %}`, `<%= … %>`, `<?php … ?>` and the like.
//!
//! A page that a generator fills in is not HTML yet. Its template tags are code, wherever they stand: in text, in a tag
//! or in an attribute. They are masked before the grammar sees the page. A tag that is never closed is text, and none
//! reaches over another of its kind, so that no page is hidden by a stray brace.

use super::collector::Collector;
use super::parts::{Part, Role, clipped};
use super::place::Place;
use super::tag::find_end_tag;
use crate::prose::Scope;
use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A kind of template tag.
struct Kind {
    open: &'static str,
    close: &'static str,
    content: Content,
}

/// What is in a template tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// An expression. It has no HTML but in strings.
    Expression,
    /// Statements, which may have anything.
    Statements,
    Comment,
}

const fn kind(open: &'static str, close: &'static str, content: Content) -> Kind {
    Kind { open, close, content }
}

/// Every kind, longest opening first.
const KINDS: &[Kind] = &[
    kind("{{!--", "--}}", Content::Comment),
    kind("<?php", "?>", Content::Statements),
    kind("{{--", "--}}", Content::Comment),
    kind("<%--", "--%>", Content::Comment),
    kind("{{<", ">}}", Content::Expression),
    kind("{{%", "%}}", Content::Expression),
    kind("<?=", "?>", Content::Statements),
    kind("{{", "}}", Content::Expression),
    kind("{%", "%}", Content::Expression),
    kind("{#", "#}", Content::Comment),
    kind("<%", "%>", Content::Statements),
];

/// The tags with a body that is not read as the rest of the page is. Their end tag has `end` or `/` before the name.
/// `None`: the body is prose, but without template tags.
const BODIES: &[(&str, Option<Scope>)] = &[
    ("comment", Some(Scope::Comment)),
    ("highlight", Some(Scope::Code)),
    ("javascript", Some(Scope::Code)),
    ("raw", None),
    ("schema", Some(Scope::Code)),
    ("stylesheet", Some(Scope::Code)),
    ("verbatim", None),
];

/// The length of the template tag that `source` starts with.
pub(super) fn tag_len(source: &str) -> Option<usize> {
    KINDS.iter().filter(|kind| source.starts_with(kind.open)).find_map(|kind| kind.len(source))
}

/// `parts` with template tags as opaque words.
pub(super) fn mask<'p>(parts: &'p [Part], out: &mut Collector) -> Cow<'p, [Part]> {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return parts.into() };
    let (start, end) = (first.span.start as usize, last.span.end as usize);
    let text = &out.text[..end];
    let mut finder = Finder { text, at: start, endless: Vec::new() };
    let mut masked = Vec::new();
    let mut done = start;
    while let Some((span, scope)) = finder.next_tag() {
        masked.extend(clipped(parts, done, span.start as usize));
        let mut inside = clipped(parts, span.start as usize, span.end as usize).peekable();
        if scope != Scope::Comment {
            masked.extend(inside.peek().map(|part| Part { role: Role::Opaque, ..*part }));
        }
        if out.wants(scope) {
            out.push_source(inside.map(|part| part.span), scope, Place::default());
        }
        done = span.end as usize;
    }
    if done == start {
        return parts.into();
    }
    masked.extend(clipped(parts, done, end));
    masked.into()
}

impl Kind {
    /// The length of the tag of this kind that `source` starts with.
    fn len(&self, source: &str) -> Option<usize> {
        let is_expression = self.content == Content::Expression;
        let same = if is_expression { &self.open[..2] } else { self.open };
        let mut at = self.open.len();
        let signs = |c: char| c == '<' || self.close.starts_with(c) || same.starts_with(c) || matches!(c, '"' | '\'');
        loop {
            at += source[at..].find(signs)?;
            let rest = &source[at..];
            if rest.starts_with(self.close) {
                let len = at + self.close.len();
                // `{{{x}}}`
                return Some(len + usize::from(self.open == "{{" && source[len..].starts_with('}')));
            }
            if rest.starts_with(same) || is_expression && opens_tag(rest) {
                return None;
            }
            at += if is_expression { string_len(rest) } else { 1 };
        }
    }
}

/// Whether an HTML tag or a comment begins here.
fn opens_tag(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix('<') else { return false };
    inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

/// The length of the string that `rest` starts with, or of its first sign when it does not end on its line.
fn string_len(rest: &str) -> usize {
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return 1 };
    let end = rest[1..].find([quote, '\n', '\r']).filter(|len| rest[1 + len..].starts_with(quote));
    end.map_or(1, |len| len + 2)
}

/// Goes through a page for its template tags.
struct Finder<'t> {
    text: &'t str,
    at: usize,
    /// Names of bodies and elements that are known not to end any more.
    endless: Vec<&'t str>,
}

impl<'t> Finder<'t> {
    /// The next template tag, with its body where that is hidden, and what it is.
    fn next_tag(&mut self) -> Option<(Span, Scope)> {
        loop {
            self.at += self.text.get(self.at..)?.find(['{', '<'])?;
            let start = self.at;
            let rest = &self.text[start..];
            let kind =
                KINDS.iter().filter(|kind| rest.starts_with(kind.open)).find_map(|kind| Some((kind, kind.len(rest)?)));
            let Some((kind, len)) = kind else {
                self.at += self.passed_over(rest);
                continue;
            };
            self.at += len;
            let inside = &rest[kind.open.len()..len];
            let scope = if kind.content == Content::Comment { Scope::Comment } else { Scope::Code };
            let body = BODIES.iter().find(|(name, _)| word(inside) == *name);
            let body = body.filter(|_| matches!(kind.open, "{%" | "{{<" | "{{%"));
            let end = body.and_then(|(name, scope)| Some((self.end_of(name, kind)?, *scope)));
            let Some((end, hidden)) = end else { return Some((Span::new(start, self.at), scope)) };
            let Some(scope) = hidden else {
                // The end tag is found as a tag of its own.
                self.at += end.start;
                return Some((Span::new(start, start + len), scope));
            };
            self.at += end.end;
            return Some((Span::new(start, self.at), scope));
        }
    }

    /// Where the end tag stands of the body that begins here, counted from there.
    fn end_of(&mut self, name: &'static str, kind: &Kind) -> Option<Range<usize>> {
        if self.endless.contains(&name) {
            return None;
        }
        let body = &self.text[self.at..];
        let found = body.match_indices(kind.open).find_map(|(at, _)| {
            let ends = word(&body[at + kind.open.len()..]);
            let is_end = ends.strip_prefix("end").or(ends.strip_prefix('/')) == Some(name);
            is_end.then(|| kind.len(&body[at..])).flatten().map(|len| at..at + len)
        });
        if found.is_none() {
            self.endless.push(name);
        }
        found
    }

    /// How much of `rest` is passed over where no template tag begins: scripts, styles and comments as a whole.
    fn passed_over(&mut self, rest: &'t str) -> usize {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(1, |len| len + 7);
        }
        let hidden = ["script", "style"].into_iter().find(|name| {
            let named = rest.get(1..=name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
            named
                && rest.starts_with('<')
                && rest[1 + name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>')
        });
        let Some(name) = hidden.filter(|name| !self.endless.contains(name)) else { return 1 };
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        if tag.contains("ld+json") {
            return 1;
        }
        let end = find_end_tag(rest, name);
        if end.is_none() {
            self.endless.push(name);
        }
        end.map_or(1, |end| end.end)
    }
}

/// The first word of a template tag.
fn word(inside: &str) -> &str {
    let inside = inside.trim_start_matches(['-', '+', '~', ' ', '\t', '\n', '\r']);
    &inside[..inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '/'))).unwrap_or(inside.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_an_end() {
        let cases = [
            "{{ a }}",
            "{{{a}}}",
            "{{ \"}}\" }}",
            "{{ '<b>' }}",
            "{%- if a < b -%}",
            "{{< a \"b\" >}}",
            "{{% a %}}",
            "{# <p> #}",
            "<%= a > b %>",
            "<% if a %>",
            "<?php echo '<b>'; ?>",
            "<?= $a->b ?>",
            "{{!-- {{ a }} --}}",
            "{{-- a --}}",
            "{{ don't }}",
        ];
        for case in cases {
            assert_eq!(tag_len(&format!("{case} x }}}} %}} #}}")), Some(case.len()), "{case}");
        }
        for other in [
            "{{ a",
            "{{ a <p>}}</p>",
            "{{ a {{ b }}",
            "{% a <b>%}",
            "<?xml a ?>",
            "<p>",
            "{ a }",
            "{{",
            "<%",
            "{# a {# b #}",
        ] {
            assert_eq!(tag_len(other), None, "{other}");
        }
    }
}
