//! What a directive says: `wordgate-allow pack/rule, pack/rule: reason`, or `-start` or `-end` behind the first word.

use crate::extract::MARKER;
use crate::suppress::says_something;
use std::sync::Arc;
use wordgate_text::source::Span;

/// The most characters of a reason that are kept.
const LONGEST_REASON: usize = 1_000;

/// Which text a directive speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirectiveRange {
    /// The block behind it, or its own lines.
    Here,
    /// What follows, up to an end.
    Start,
    /// It ends a region.
    End,
}

/// The most characters of an id that are pointed at.
const LONGEST_SHOWN: usize = 100;

/// A rule id in a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DirectiveRule<'t> {
    pub id: &'t str,
    /// Where it stands in the file; of a long one the beginning.
    pub span: Span,
}

/// A directive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive<'t> {
    pub reach: DirectiveRange,
    /// Its first word.
    pub word: Span,
    /// The rules; only of an end there may be none.
    pub names: Vec<DirectiveRule<'t>>,
    /// Why, in the writer's words, white space joined; of an end it is empty.
    pub reason: Arc<str>,
}

/// Why a comment is no directive, although it begins like one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// What is wrong there.
    pub span: Span,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Reads a comment, `content` of `text`, that begins with the marker.
pub(super) fn parse(text: &str, content: Span) -> Result<Directive<'_>, Malformed> {
    let source = text[content.range()].trim();
    let start = content.start as usize + (text[content.range()].len() - text[content.range()].trim_start().len());
    let word_len = source.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(source.len());
    let (word, rest) = source.split_at(word_len);
    let reach = match &word[MARKER.len()..] {
        "" => DirectiveRange::Here,
        "-start" => DirectiveRange::Start,
        "-end" => DirectiveRange::End,
        _ => {
            let span = Span::new(start, start + MARKER.len());
            let message = format!("no such directive: write `{MARKER}`, `{MARKER}-start` or `{MARKER}-end`");
            return Err(Malformed { span, message });
        }
    };
    let word = Span::new(start, start + word_len);
    let malformed = |message: &str| Malformed { span: word, message: message.to_owned() };
    let (list, reason) = match rest.split_once(':') {
        Some((list, reason)) => (list, reason),
        None if reach == DirectiveRange::End => (rest, ""),
        None => return Err(malformed(&lacking("a reason", reach))),
    };
    let names = names(list, word.end as usize);
    if names.is_empty() && reach != DirectiveRange::End {
        return Err(malformed(&lacking("the rules that it allows", reach)));
    }
    if let Some(wrong) = names.iter().find(|name| name.id.is_empty() || name.id.contains(char::is_whitespace)) {
        let message = "rule ids are separated by commas, and the reason stands behind a colon".to_owned();
        let span = if wrong.span.is_empty() { word } else { wrong.span };
        return Err(Malformed { span, message });
    }
    let reason = if reach == DirectiveRange::End { "".into() } else { joined(reason) };
    if reach != DirectiveRange::End && !says_something(&reason) {
        return Err(malformed(&lacking("a reason", reach)));
    }
    Ok(Directive { reach, word, names, reason })
}

fn lacking(what: &str, reach: DirectiveRange) -> String {
    let start = if reach == DirectiveRange::Start { "-start" } else { "" };
    format!("the directive lacks {what}: write `{MARKER}{start} pack/rule: reason`")
}

/// The entries of a list, which starts at byte `start` of the file.
fn names(list: &str, start: usize) -> Vec<DirectiveRule<'_>> {
    // A comment over several lines of a quotation has its markers inside.
    let edge = |c: char| c.is_whitespace() || c == '>';
    if list.trim_matches(edge).is_empty() {
        return Vec::new();
    }
    let mut at = start;
    let entries = list.split(',').map(|entry| {
        let id = entry.trim_matches(edge);
        let from = at + (entry.len() - entry.trim_start_matches(edge).len());
        at += entry.len() + 1;
        let shown = id.char_indices().nth(LONGEST_SHOWN).map_or(id.len(), |(end, _)| end);
        DirectiveRule { id, span: Span::new(from, from + shown) }
    });
    entries.collect()
}

/// The words of a reason with one space between.
fn joined(reason: &str) -> Arc<str> {
    let mut out = String::new();
    let mut left = LONGEST_REASON;
    for word in reason.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let end = word.char_indices().nth(left).map_or(word.len(), |(end, _)| end);
        out.push_str(&word[..end]);
        left = left.saturating_sub(word[..end].chars().count() + 1);
        if left == 0 {
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
    fn rules_and_reason_are_read_with_their_places() {
        let text = " wordgate-allow a/b , c/d:\n  told: by \u{1b}[31m law ";
        let directive = read(text).unwrap();
        assert_eq!((directive.reach, &text[directive.word.range()]), (DirectiveRange::Here, "wordgate-allow"));
        let names: Vec<_> = directive.names.iter().map(|name| (name.id, &text[name.span.range()])).collect();
        assert_eq!(names, [("a/b", "a/b"), ("c/d", "c/d")]);
        assert_eq!(&*directive.reason, "told: by \u{1b}[31m law");
        assert_eq!(read("wordgate-allow-start a/b: x").unwrap().reach, DirectiveRange::Start);
        let end = read("wordgate-allow-end a/b, c/d").unwrap();
        assert_eq!((end.reach, end.names.len()), (DirectiveRange::End, 2));
        assert_eq!(read("wordgate-allow-end").unwrap().names, []);
        let quoted = read("wordgate-allow a/b,\n> c/d: x").unwrap();
        assert_eq!(quoted.names[1].id, "c/d");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let cases = [
            ("wordgate-allow", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b:", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow a/b: -- ", "wordgate-allow", "lacks a reason"),
            ("wordgate-allow-start a/b", "wordgate-allow-start", "wordgate-allow-start pack/rule"),
            ("wordgate-allow: x", "wordgate-allow", "lacks the rules"),
            ("wordgate-allow : x", "wordgate-allow", "lacks the rules"),
            ("wordgate-allow a/b c/d: x", "a/b c/d", "separated by commas"),
            ("wordgate-allow a/b,: x", "wordgate-allow", "separated by commas"),
            ("wordgate-allowed a/b: x", "wordgate-allow", "no such directive"),
            ("wordgate-allow-next a/b: x", "wordgate-allow", "no such directive"),
        ];
        for (text, place, message) in cases {
            let malformed = read(text).unwrap_err();
            assert_eq!(&text[malformed.span.range()], place, "{text}");
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
