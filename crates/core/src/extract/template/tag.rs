//! One template tag: where it ends, and what it is.

use wordgate_text::prose::Scope;

/// A kind of template tag.
#[derive(Debug)]
struct TagKind {
    open: &'static str,
    close: &'static str,
    content: Content,
}

/// What is in a template tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// An expression. It has no HTML but in strings.
    Expression,
    /// Statements, which may have anything.
    Statements,
    Comment,
}

const fn kind(open: &'static str, close: &'static str, content: Content) -> TagKind {
    TagKind { open, close, content }
}

/// Every kind, longest opening first.
const KINDS: &[TagKind] = &[
    kind("{{!--", "--}}", Content::Comment),
    kind("<?php", "?>", Content::Statements),
    kind("{{--", "--}}", Content::Comment),
    kind("{{/*", "*/}}", Content::Comment),
    kind("<%--", "--%>", Content::Comment),
    kind("{{<", ">}}", Content::Expression),
    kind("{{%", "%}}", Content::Expression),
    kind("<?=", "?>", Content::Statements),
    kind("{{", "}}", Content::Expression),
    kind("{%", "%}", Content::Expression),
    kind("{#", "#}", Content::Comment),
    kind("<%", "%>", Content::Statements),
];

/// A template tag.
#[derive(Clone, Copy)]
pub(in crate::extract) struct TemplateTag<'t> {
    /// All of it.
    pub source: &'t str,
    kind: &'static TagKind,
}

/// The tag that `source` starts with.
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
    /// Bytes of all of it.
    pub fn len(&self) -> usize {
        self.source.len()
    }

    /// What a rule would have to ask for to see it: a comment, or code.
    pub fn scope(&self) -> Scope {
        if self.kind.content == Content::Comment { Scope::Comment } else { Scope::Code }
    }

    /// Whether it ends on another line than it begins, in the same paragraph.
    pub fn is_over_lines(&self) -> bool {
        let mut lines = self.source.lines().skip(1).peekable();
        lines.peek().is_some() && !lines.any(|line| line.trim().is_empty())
    }

    /// Whether it is a tag with a name and arguments, such as a shortcode.
    pub fn is_call(&self) -> bool {
        matches!(self.kind.open, "{{<" | "{{%" | "{%")
    }

    /// What opens it.
    pub fn open(&self) -> &'static str {
        self.kind.open
    }

    /// The first word.
    pub fn name(&self) -> &'t str {
        let inside = self.source[self.kind.open.len()..].trim_start_matches(['-', '+', '~', ' ', '\t', '\n', '\r']);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
        &inside[..inside.find(|c: char| !is_name(c)).unwrap_or(inside.len())]
    }
}

impl TagKind {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_an_end() {
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
