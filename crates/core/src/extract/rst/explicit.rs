//! Recognises explicit markup: what the text after `.. ` is.

/// What an explicit markup block is. Offsets are bytes from the start of the text after the two dots and white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Explicit<'t> {
    /// `.. [1] text`: the text starts at `body`.
    Footnote { body: usize },
    /// `.. _name: target`: the target starts at `target`.
    Target { target: usize },
    /// `.. |name| directive:: text`.
    Substitution { directive: Option<DirectiveStart<'t>> },
    /// `.. name:: argument`.
    Directive(DirectiveStart<'t>),
    /// Anything else.
    Comment,
}

/// The start of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DirectiveStart<'t> {
    /// The name as written.
    pub name: &'t str,
    /// The offset after the name and its colons.
    pub end: usize,
}

/// Returns what the block with this first line is; `rest` is the line after the two dots and white space.
pub(super) fn explicit(rest: &str) -> Explicit<'_> {
    let first = rest.bytes().next();
    let special = match first {
        Some(b'[') => footnote(rest),
        Some(b'_') => target(rest).map(|target| Explicit::Target { target }),
        Some(b'|') => substitution(rest),
        _ => None,
    };
    let directive = || directive(rest).map(Explicit::Directive);
    special.or_else(directive).unwrap_or(Explicit::Comment)
}

fn footnote(rest: &str) -> Option<Explicit<'_>> {
    let end = rest.find(']')?;
    let after = &rest[end + 1..];
    let label = &rest[1..end];
    let name = label.strip_prefix('#').unwrap_or(label);
    let is_label = matches!(label, "#" | "*") || simple_name_len(name) == name.len() && !name.is_empty();
    let is_end = after.is_empty() || after.starts_with([' ', '\t']);
    (is_label && is_end).then_some(Explicit::Footnote { body: end + 1 })
}

fn target(rest: &str) -> Option<usize> {
    let name = &rest[1..];
    if name.is_empty() || name.starts_with([' ', '\t']) {
        return None;
    }
    if let Some(quoted) = name.strip_prefix('`') {
        let end = quoted.find("`:").filter(|end| *end > 0);
        // The name of the target may continue on the next line.
        return Some(end.map_or(rest.len(), |end| 2 + end + 2));
    }
    let mut at = 1;
    let bytes = rest.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b':' if bytes.get(at + 1).is_none_or(|next| matches!(next, b' ' | b'\t')) => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    // A target without a colon is an error in the document, and not text.
    None
}

fn substitution(rest: &str) -> Option<Explicit<'_>> {
    let inside = &rest[1..];
    if inside.is_empty() || inside.starts_with([' ', '\t']) {
        return None;
    }
    let end = 1 + inside.find('|')?;
    let after = rest[end + 1..].trim_start();
    let start = rest.len() - after.len();
    let directive = directive(after).map(|directive| DirectiveStart { end: start + directive.end, ..directive });
    Some(Explicit::Substitution { directive })
}

fn directive(rest: &str) -> Option<DirectiveStart<'_>> {
    let len = simple_name_len(rest);
    let name = &rest[..len];
    let after = rest[len..].strip_prefix(' ').unwrap_or(&rest[len..]);
    let after = after.strip_prefix("::").filter(|_| len > 0)?;
    let is_end = after.is_empty() || after.starts_with([' ', '\t']);
    is_end.then(|| DirectiveStart { name, end: rest.len() - after.len() })
}

/// Returns the length of the simple reference name at the start of `source`: letters and digits, with single marks
/// `-._+:` between them.
pub(super) fn simple_name_len(source: &str) -> usize {
    let mut len = 0;
    for (at, c) in source.char_indices() {
        let after = at + c.len_utf8();
        if c.is_alphanumeric() {
            len = after;
        } else if at != len || !matches!(c, '-' | '.' | '_' | '+' | ':') || at == 0 {
            break;
        }
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explicit_markup_is_recognised() {
        let directive = |name, end| Explicit::Directive(DirectiveStart { name, end });
        let cases = [
            ("[1] text", Explicit::Footnote { body: 3 }),
            ("[#note-1]", Explicit::Footnote { body: 9 }),
            ("[a b] text", Explicit::Comment),
            ("_name: http://a", Explicit::Target { target: 6 }),
            ("_`a: b`: c", Explicit::Target { target: 8 }),
            ("note:: text", directive("note", 6)),
            ("py:function:: a()", directive("py:function", 13)),
            ("note ::", directive("note", 7)),
            ("note: text", Explicit::Comment),
            ("note::text", Explicit::Comment),
            ("a text", Explicit::Comment),
            ("", Explicit::Comment),
        ];
        for (rest, expected) in cases {
            assert_eq!(explicit(rest), expected, "{rest}");
        }
        let found = explicit("|a b| replace:: text");
        assert_eq!(found, Explicit::Substitution { directive: Some(DirectiveStart { name: "replace", end: 15 }) });
    }
}
