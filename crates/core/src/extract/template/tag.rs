//! Recognises a single template tag, by its delimiters.

use wordgate_text::prose::Scope;

/// A kind of template tag.
#[derive(Debug)]
struct TagKind {
    open: &'static str,
    close: &'static str,
    content: Content,
}

/// The content of a template tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// An expression, which may contain HTML only in strings.
    Expression,
    /// Statements, which may contain anything.
    Statements,
    Comment,
}

const fn tag_kind(open: &'static str, close: &'static str, content: Content) -> TagKind {
    TagKind { open, close, content }
}

/// Every kind, sorted by the length of the opening delimiter, longest first.
const KINDS: &[TagKind] = &[
    tag_kind("{{!--", "--}}", Content::Comment),
    tag_kind("<?php", "?>", Content::Statements),
    tag_kind("{{--", "--}}", Content::Comment),
    tag_kind("{{/*", "*/}}", Content::Comment),
    tag_kind("<%--", "--%>", Content::Comment),
    tag_kind("{{<", ">}}", Content::Expression),
    tag_kind("{{%", "%}}", Content::Expression),
    tag_kind("<?=", "?>", Content::Statements),
    tag_kind("{{", "}}", Content::Expression),
    tag_kind("{%", "%}", Content::Expression),
    tag_kind("{#", "#}", Content::Comment),
    tag_kind("<%", "%>", Content::Statements),
];

/// A template tag.
#[derive(Clone, Copy)]
pub(in crate::extract) struct TemplateTag<'t> {
    /// The whole tag.
    pub source: &'t str,
    kind: &'static TagKind,
}

/// Returns the tag at the start of `source`.
pub(in crate::extract) fn tag(source: &str) -> Option<TemplateTag<'_>> {
    if !source.starts_with(['{', '<']) {
        return None;
    }
    KINDS.iter().filter(|kind| source.starts_with(kind.open)).find_map(|kind| {
        let len = kind.len(source)?;
        Some(TemplateTag { source: &source[..len], kind })
    })
}

impl<'t> TemplateTag<'t> {
    /// Returns the length of the whole tag in bytes.
    pub fn len(&self) -> usize {
        self.source.len()
    }

    /// Returns the scope of the content: comment or code.
    pub fn scope(&self) -> Scope {
        if self.kind.content == Content::Comment { Scope::Comment } else { Scope::Code }
    }

    /// Returns whether the tag spans several lines of one paragraph.
    pub fn spans_lines(&self) -> bool {
        let mut lines = self.source.lines().skip(1).peekable();
        lines.peek().is_some() && !lines.any(|line| line.trim().is_empty())
    }

    /// Returns whether the tag may have a name and arguments, as a shortcode does.
    pub fn is_call(&self) -> bool {
        matches!(self.kind.open, "{{<" | "{{%" | "{%")
    }

    /// Returns the opening delimiter.
    pub fn open(&self) -> &'static str {
        self.kind.open
    }

    /// Returns the first word, which is the name of a shortcode.
    pub fn name(&self) -> &'t str {
        let inside = self.source[self.kind.open.len()..].trim_start_matches(['-', '+', '~', ' ', '\t', '\n', '\r']);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
        &inside[..inside.find(|c: char| !is_name(c)).unwrap_or(inside.len())]
    }
}

impl TagKind {
    /// Returns the length of the tag of this kind at the start of `source`.
    fn len(&self, source: &str) -> Option<usize> {
        let is_expression = self.content == Content::Expression;
        let nested = if is_expression { &self.open[..2] } else { self.open };
        let mut at = self.open.len();
        let is_special =
            |c: char| c == '<' || self.close.starts_with(c) || nested.starts_with(c) || matches!(c, '"' | '\'');
        loop {
            at += source[at..].find(is_special)?;
            let rest = &source[at..];
            if rest.starts_with(self.close) {
                let len = at + self.close.len();
                // In `{{{x}}}`, the third brace belongs to the tag.
                return Some(len + usize::from(self.open == "{{" && source[len..].starts_with('}')));
            }
            if rest.starts_with(nested) || is_expression && opens_tag(rest) {
                return None;
            }
            at += if is_expression { string_len(rest) } else { 1 };
        }
    }
}

/// Returns whether `rest` starts with an HTML tag or a comment.
fn opens_tag(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix('<') else { return false };
    inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

/// Returns the length of the string literal at the start of `rest`, or 1 if it does not end on its line.
fn string_len(rest: &str) -> usize {
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return 1 };
    let end = rest[1..].find([quote, '\n', '\r']).filter(|len| rest[1 + len..].starts_with(quote));
    end.map_or(1, |len| len + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_at_their_closing_delimiter() {
        let cases = [
            "{{ a }}", "{{{a}}}", "{{ \"}}\" }}", "{{ '<b>' }}", "{%- if a < b -%}", "{{< a \"b\" >}}", "{{% a %}}",
            "{# <p> #}", "<%= a > b %>", "<% if a %>", "<?php echo '<b>'; ?>", "<?= $a->b ?>", "{{!-- {{ a }} --}}",
            "{{-- a --}}", "{{ don't }}",
        ];
        for case in cases {
            assert_eq!(tag(&format!("{case} x }}}} %}} #}}")).map(|tag| tag.len()), Some(case.len()), "{case}");
        }
        for other in [
            "{{ a", "{{ a <p>}}</p>", "{{ a {{ b }}", "{% a <b>%}", "<?xml a ?>", "<p>", "{ a }", "{{", "<%",
            "{# a {# b #}",
        ] {
            assert!(tag(other).is_none(), "{other}");
        }
    }
}
