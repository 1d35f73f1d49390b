//! Decides whether the markup inside a match can be deleted together with its words.
//!
//! A rewording replaces the whole match, including markup inside it. This is correct only if the deleted markup is
//! balanced. In `**direct** access`, both pairs of asterisks are deleted. In `**very direct** access`, a match on
//! "direct access" contains only the closing asterisks, and the opening ones would remain. A mark is one delimiter of
//! markup, such as `**`, `[`, `](url)` or a tag.

use std::collections::BTreeMap;
use std::ops::Range;
use wordgate_text::source::Span;

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "wbr"];

/// The maximum number of marks on each side of a match to delete with it, because their partners are inside. More than
/// two adjacent marks are rare.
const MAX_MARKS: usize = 2;
/// The maximum length of such a mark in bytes. The target of a link may be long.
const MAX_MARK: usize = 500;

/// Returns the span of `source` to delete for a match with these `spans`: from the first to the last span, extended by
/// adjacent marks whose partner is inside. Returns `None` if half of a pair would remain.
pub(super) fn removable_span(source: &str, spans: &[Span]) -> Option<Span> {
    let (first, last) = (spans.first()?, spans.last()?);
    let mut gaps = Vec::with_capacity(spans.len());
    for pair in spans.windows(2) {
        // Spans that are out of order have no text between them, so we give up.
        gaps.push(source.get(pair[0].end as usize..pair[1].start as usize)?);
    }
    if is_balanced(gaps.iter().copied()) {
        return Some(Span { start: first.start, end: last.end });
    }
    let starts = edges(first.start as usize, |at| Some(at - mark_before(&source[window(source, at).start..at])?));
    let ends = edges(last.end as usize, |at| Some(at + mark_after(&source[at..window(source, at).end])?));
    let (start, end) = (1..=2 * MAX_MARKS)
        .flat_map(|marks| (0..=marks).map(move |before| (before, marks - before)))
        .filter_map(|(before, after)| Some((*starts.get(before)?, *ends.get(after)?)))
        .find(|(start, end)| {
            let outer = [&source[*start..first.start as usize], &source[last.end as usize..*end]];
            is_balanced(outer[..1].iter().chain(&gaps).chain(&outer[1..]).copied())
        })?;
    Some(Span::new(start, end))
}

/// Returns whether any line of the Markdown text except the last one ends with a backslash or two spaces.
pub(super) fn contains_hard_break(source: &str) -> bool {
    let lines = source.split_inclusive(['\n', '\r']).filter_map(|line| line.strip_suffix(['\n', '\r']));
    lines.into_iter().any(|line| line.ends_with('\\') || line.ends_with("  "))
}

/// Returns `from`, and the offsets after skipping one mark, two marks and so on up to [`MAX_MARKS`].
fn edges(from: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    std::iter::successors(Some(from), |at| next(*at)).take(MAX_MARKS + 1).collect()
}

/// Returns the range around an offset in which adjacent marks are searched.
fn window(source: &str, at: usize) -> Range<usize> {
    let is_boundary = |at: &usize| source.is_char_boundary(*at);
    let start = (at.saturating_sub(MAX_MARK)..at).find(is_boundary).unwrap_or(at);
    let end = (at..=(at + MAX_MARK).min(source.len())).rev().find(is_boundary).unwrap_or(at);
    start..end
}

/// Returns the length in bytes of the opening mark at the end of a text.
fn mark_before(text: &str) -> Option<usize> {
    match text.chars().next_back()? {
        c @ ('*' | '_' | '~') => Some(text.len() - text.trim_end_matches(c).len()),
        '[' => Some(1),
        '>' => {
            let tag = &text[text.rfind('<')?..];
            (!tag.starts_with("</")).then_some(tag.len())
        }
        _ => None,
    }
}

/// Returns the length in bytes of the closing mark at the start of a text.
fn mark_after(text: &str) -> Option<usize> {
    let upto = |end: char| text.find(end).map(|at| at + 1);
    match text.chars().next()? {
        c @ ('*' | '_' | '~') => Some(text.len() - text.trim_start_matches(c).len()),
        '<' if text.starts_with("</") => upto('>'),
        ']' if text.starts_with("](") => upto(')'),
        ']' if text.starts_with("][") => text[1..].find(']').map(|at| at + 2),
        ']' => Some(1),
        _ => None,
    }
}

/// Returns whether these parts of the source contain only complete pairs of markup.
fn is_balanced<'g>(gaps: impl Iterator<Item = &'g str>) -> bool {
    let mut runs: BTreeMap<(char, usize), usize> = BTreeMap::new();
    let mut brackets = Depth::default();
    let mut elements = Depth::default();
    for gap in gaps {
        let mut rest = gap;
        while let Some(c) = rest.chars().next() {
            let len = match c {
                '*' | '_' | '~' | '`' => {
                    let len = rest.len() - rest.trim_start_matches(c).len();
                    *runs.entry((c, len)).or_default() += 1;
                    len
                }
                '<' => tag(rest, &mut elements),
                '[' => brackets.open(),
                ']' => brackets.close(),
                _ => c.len_utf8(),
            };
            rest = &rest[len..];
        }
    }
    runs.values().all(|count| count % 2 == 0) && brackets.is_closed() && elements.is_closed()
}

/// Counts the tag at the start of a text, and returns its length in bytes.
fn tag(rest: &str, elements: &mut Depth) -> usize {
    let Some(end) = rest.find('>') else { return 1 };
    let inside = &rest[1..end];
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    if inside.starts_with('/') {
        elements.close();
    } else if !name.is_empty() && !inside.ends_with('/') && !VOID.contains(&name.to_ascii_lowercase().as_str()) {
        elements.open();
    }
    end + 1
}

/// The number of open brackets or elements, and whether one was closed that was not open.
#[derive(Default)]
struct Depth {
    open: usize,
    has_extra_close: bool,
}

impl Depth {
    fn open(&mut self) -> usize {
        self.open += 1;
        1
    }

    fn close(&mut self) -> usize {
        self.has_extra_close |= self.open == 0;
        self.open = self.open.saturating_sub(1);
        1
    }

    fn is_closed(&self) -> bool {
        self.open == 0 && !self.has_extra_close
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, is_balanced, removable_span};

    /// Returns the text that is deleted for a match on the words between `{` and `}`.
    fn deleted(marked: &str) -> Option<String> {
        let (mut source, mut spans) = (String::new(), Vec::new());
        let mut start = 0;
        for c in marked.chars() {
            match c {
                '{' => start = source.len(),
                '}' => spans.push(Span::new(start, source.len())),
                c => source.push(c),
            }
        }
        removable_span(&source, &spans).map(|span| source[span.range()].to_owned())
    }

    #[test]
    fn an_adjacent_partner_is_deleted_with_the_match() {
        let long = format!("[{{b}}](x){{ c}}{}[{{d}}]({})", "é".repeat(400), "é".repeat(400));
        let cases = [
            ("a {b} c", Some("b")),
            ("a **{b}** c", Some("b")),
            ("a {b }**{c}** d", Some("b **c**")),
            ("a **{b}**{ c} d", Some("**b** c")),
            ("a [{b}](x){ c} d", Some("[b](x) c")),
            ("a {b }[{c}](x) d", Some("b [c](x)")),
            ("a {b }<i>{c}</i> d", Some("b <i>c</i>")),
            ("{b}*{c}* **{d}**", Some("b*c* **d**")),
            ("**a {b}**{ c}", None),
            ("{b }**{c} d**", None),
            ("[a {b}](x){ c}", None),
            (&long, None),
            ("é**{b}**{ c}é", Some("**b** c")),
        ];
        for (marked, expected) in cases {
            assert_eq!(deleted(marked).as_deref(), expected, "{marked}");
        }
    }

    #[test]
    fn half_of_a_pair_is_unbalanced() {
        let cases: &[(&[&str], bool)] = &[
            (&[], true),
            (&["\n> "], true),
            (&["**", "**"], true),
            (&["**"], false),
            (&["**", "*", "***"], false),
            (&["[", "](x \"y\")"], true),
            (&["](x)"], false),
            (&["](x) and [", "](y)"], false),
            (&["<b class=x>", "</b>"], true),
            (&["<br>", "<img src=x />"], true),
            (&["</b>"], false),
            (&["</b>", "<b>"], false),
            (&["<"], true),
        ];
        for (gaps, expected) in cases {
            assert_eq!(is_balanced(gaps.iter().copied()), *expected, "{gaps:?}");
        }
    }
}
