//! The syntax of a directive: `wordgate-allow pack/rule, pack/rule: reason`.
//!
//! `wordgate-allow-start` has the same form. `wordgate-allow-end` needs neither rules nor a reason.

use crate::extract::MARKER;
use crate::suppress::has_content;
use std::sync::Arc;
use wordgate_text::source::Span;

/// The maximum length of a reason in characters. The rest is cut off, so that a hostile file cannot fill a report.
const MAX_REASON: usize = 1_000;

/// Which text a directive applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirectiveKind {
    /// The next block, or the lines of the comment if they contain other text.
    Nearby,
    /// The region up to the matching `End`.
    Start,
    /// No text: it ends the region that an earlier `Start` began.
    End,
}

/// The maximum number of characters of an id that a finding marks.
const MAX_MARKED: usize = 100;

/// A rule id in a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NamedRule<'t> {
    pub id: &'t str,
    /// Its span in the file. The span of an id longer than [`MAX_MARKED`] covers only the beginning.
    pub span: Span,
}

/// A well-formed directive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    pub kind: DirectiveKind,
    /// The span of its first word, such as `wordgate-allow-start`.
    pub word: Span,
    /// The rules that it names. May be empty only for `End`.
    pub names: Vec<NamedRule<'t>>,
    /// The writer's reason, with white space collapsed. Empty for `End`.
    pub reason: Arc<str>,
}

/// Why a comment that starts with [`MARKER`] is not a valid directive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The span to mark.
    pub span: Span,
    /// What is wrong, and how to fix it.
    pub message: String,
}

/// Parses a comment that starts with [`MARKER`]. `content` is the span between the delimiters of the comment.
pub(super) fn parse(text: &str, content: Span) -> Result<Directive<'_>, Malformed> {
    let source = text[content.range()].trim();
    let start = content.start as usize + (text[content.range()].len() - text[content.range()].trim_start().len());
    let word_len = source.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(source.len());
    let (word, rest) = source.split_at(word_len);
    let kind = match &word[MARKER.len()..] {
        "" => DirectiveKind::Nearby,
        "-start" => DirectiveKind::Start,
        "-end" => DirectiveKind::End,
        _ => {
            let span = Span::new(start, start + MARKER.len());
            let message = format!("unknown directive: write `{MARKER}`, `{MARKER}-start` or `{MARKER}-end`");
            return Err(Malformed { span, message });
        }
    };
    let word = Span::new(start, start + word_len);
    let malformed = |message: &str| Malformed { span: word, message: message.to_owned() };
    let (list, reason) = match rest.split_once(':') {
        Some((list, reason)) => (list, reason),
        None if kind == DirectiveKind::End => (rest, ""),
        None => return Err(malformed(&lacking("a reason", kind))),
    };
    let names = names(list, word.end as usize);
    if names.is_empty() && kind != DirectiveKind::End {
        return Err(malformed(&lacking("a rule id", kind)));
    }
    if let Some(wrong) = names.iter().find(|name| name.id.is_empty() || name.id.contains(char::is_whitespace)) {
        let message = "separate rule ids by commas, and write a colon before the reason".to_owned();
        let span = if wrong.span.is_empty() { word } else { wrong.span };
        return Err(Malformed { span, message });
    }
    let reason = if kind == DirectiveKind::End { "".into() } else { normalised(reason) };
    if kind != DirectiveKind::End && !has_content(&reason) {
        return Err(malformed(&lacking("a reason", kind)));
    }
    Ok(Directive { kind, word, names, reason })
}

fn lacking(what: &str, kind: DirectiveKind) -> String {
    let start = if kind == DirectiveKind::Start { "-start" } else { "" };
    format!("the directive lacks {what}: write `{MARKER}{start} pack/rule: reason`")
}

/// Parses a list of rule ids that starts at byte `start` of the file.
fn names(list: &str, start: usize) -> Vec<NamedRule<'_>> {
    // A comment on several lines of a block quotation contains `>` markers.
    let edge = |c: char| c.is_whitespace() || c == '>';
    if list.trim_matches(edge).is_empty() {
        return Vec::new();
    }
    let mut at = start;
    let entries = list.split(',').map(|entry| {
        let id = entry.trim_matches(edge);
        let from = at + (entry.len() - entry.trim_start_matches(edge).len());
        at += entry.len() + 1;
        let marked_len = id.char_indices().nth(MAX_MARKED).map_or(id.len(), |(end, _)| end);
        NamedRule { id, span: Span::new(from, from + marked_len) }
    });
    entries.collect()
}

/// Returns a reason with white space collapsed and its length limited to [`MAX_REASON`].
fn normalised(reason: &str) -> Arc<str> {
    let mut out = String::new();
    let mut remaining = MAX_REASON;
    for word in reason.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let end = word.char_indices().nth(remaining).map_or(word.len(), |(end, _)| end);
        out.push_str(&word[..end]);
        remaining = remaining.saturating_sub(word[..end].chars().count() + 1);
        if remaining == 0 {
            out.push('…');
            break;
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Directive<'_>, Malformed> {
        parse(text, Span::new(0, text.len()))
    }

    #[test]
    fn rules_and_reason_have_spans() {
        let text = " wordgate-allow a/b , c/d:\n  told: by \u{1b}[31m law ";
        let directive = read(text).unwrap();
        assert_eq!((directive.kind, &text[directive.word.range()]), (DirectiveKind::Nearby, "wordgate-allow"));
        let names: Vec<_> = directive.names.iter().map(|name| (name.id, &text[name.span.range()])).collect();
        assert_eq!(names, [("a/b", "a/b"), ("c/d", "c/d")]);
        assert_eq!(&*directive.reason, "told: by \u{1b}[31m law");
        assert_eq!(read("wordgate-allow-start a/b: x").unwrap().kind, DirectiveKind::Start);
        let end = read("wordgate-allow-end a/b, c/d").unwrap();
        assert_eq!((end.kind, end.names.len()), (DirectiveKind::End, 2));
        assert_eq!(read("wordgate-allow-end").unwrap().names, []);
        let quoted = read("wordgate-allow a/b,\n> c/d: x").unwrap();
        assert_eq!(quoted.names[1].id, "c/d");
    }

    #[test]
    fn a_mistake_is_reported_at_its_span() {
        let cases = [
            ("wordgate-allow", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b:", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b: -- ", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow-start a/b", "wordgate-allow-start", "wordgate-allow-start pack/rule"),
            ("wordgate-allow: x", "wordgate-allow", "lacks a rule id"),
            ("wordgate-allow : x", "wordgate-allow", "lacks a rule id"),
            ("wordgate-allow a/b c/d: x", "a/b c/d", "separate rule ids by commas"),
            ("wordgate-allow a/b,: x", "wordgate-allow", "separate rule ids by commas"),
            ("wordgate-allowed a/b: x", "wordgate-allow", "unknown directive"),
            ("wordgate-allow-next a/b: x", "wordgate-allow", "unknown directive"),
        ];
        for (text, marked, message) in cases {
            let malformed = read(text).unwrap_err();
            assert_eq!(&text[malformed.span.range()], marked, "{text}");
            assert!(malformed.message.contains(message), "{text}: {}", malformed.message);
        }
    }

    #[test]
    fn a_long_reason_is_cut() {
        for reason in ["é".repeat(1 << 20), "é ".repeat(1 << 19)] {
            let text = format!("wordgate-allow a/b: {reason}");
            let kept = read(&text).unwrap().reason.chars().count();
            assert!((1_000..=1_001).contains(&kept), "{kept}");
        }
    }
}
