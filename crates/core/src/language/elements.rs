//! Finds which elements have a `lang` attribute, and which part of the document each of them contains.
//!
//! The extractors report the start tags with such an attribute, so that a tag in a code sample does not count. Where an
//! element ends is decided from the bytes, because its end may be in another piece. In doubt, an element ends early: then
//! its text has the language of the document.

use crate::extract::LanguageTag;
use rustc_hash::FxHashMap;
use wordgate_text::language::Language;
use wordgate_text::source::to_u32;

/// Elements that have no content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements whose end tag may be missing, because the next one of their kind ends them.
const UNCLOSED: [&str; 8] = ["dd", "dt", "li", "option", "p", "td", "th", "tr"];

/// The maximum length of a tag that may end itself, in bytes, so that a text without `>` takes linear time.
const MAX_TAG_LEN: usize = 1 << 10;

/// The languages of the elements of a document.
#[derive(Debug, Default)]
pub(crate) struct ElementLanguages {
    /// The offsets at which the language changes, sorted, each with the language from there on.
    changes: Vec<(u32, Option<Language>)>,
}

/// An element with a `lang` attribute that is open.
struct Open {
    /// Its index in the list of tags.
    tag: usize,
    /// The number of open elements of its name, itself included.
    depth: usize,
}

impl ElementLanguages {
    /// Finds the content of the elements that these tags start. The tags are in the order of the text. `section_end`
    /// returns the end of the part of the text around an offset that is a document of its own, which ends its elements.
    pub fn new(
        text: &str,
        tags: &[LanguageTag],
        is_code: impl Fn(usize) -> bool,
        section_end: impl Fn(u32) -> usize,
    ) -> ElementLanguages {
        let Some(first) = tags.first() else { return ElementLanguages::default() };
        // Until its end is found, an element has no content but its start tag.
        let mut ends: Vec<u32> = tags.iter().map(|tag| tag.span.end).collect();
        let mut open: FxHashMap<String, Vec<Open>> = FxHashMap::default();
        let (mut at, mut next, mut has_comment_end) = (first.span.start as usize, 0, true);
        let mut section = section_end(first.span.start);
        while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
            at = start + 1;
            if start >= section {
                open.clear();
                section = section_end(to_u32(start));
            }
            let rest = &text[at..];
            if has_comment_end && rest.starts_with("!--") {
                has_comment_end = rest.find("-->").map(|end| at += end).is_some();
                continue;
            }
            while tags.get(next).is_some_and(|tag| (tag.span.start as usize) < start) {
                next += 1;
            }
            let tag = tags.get(next).filter(|tag| tag.span.start as usize == start);
            if tag.is_none() && (open.is_empty() || is_code(start)) {
                continue;
            }
            let is_end = rest.starts_with('/');
            let name = name_of(&rest[usize::from(is_end)..]).to_ascii_lowercase();
            let ends_itself = || tag_end(rest).is_some_and(|end| rest[..end].ends_with('/'));
            let is_empty = || VOID.contains(&&*name) || ends_itself();
            if let Some(others) = open.get_mut(&name) {
                let innermost = others.last_mut().expect("a list without elements is removed");
                let closes = UNCLOSED.contains(&&*name) && innermost.depth == 1;
                match is_end {
                    true => innermost.depth -= 1,
                    false if is_empty() => {}
                    false if closes => innermost.depth = 0,
                    false => innermost.depth += 1,
                }
                if innermost.depth == 0 {
                    ends[innermost.tag] = to_u32(start);
                    others.pop();
                }
                if others.is_empty() {
                    open.remove(&name);
                }
            }
            if tag.is_some() {
                match &*name {
                    "html" | "body" => ends[next] = to_u32(section),
                    _ if is_empty() => {}
                    _ => open.entry(name).or_default().push(Open { tag: next, depth: 1 }),
                }
            }
        }
        ElementLanguages { changes: changes(tags, &ends) }
    }

    /// Returns the language of the innermost element with a `lang` attribute around the byte at `offset`.
    pub fn at(&self, offset: u32) -> Option<Language> {
        let after = self.changes.partition_point(|(at, _)| *at <= offset);
        after.checked_sub(1).and_then(|last| self.changes[last].1)
    }
}

/// Returns the offsets at which the language changes.
fn changes(tags: &[LanguageTag], ends: &[u32]) -> Vec<(u32, Option<Language>)> {
    // Ends come before starts at the same offset.
    let starts = tags.iter().enumerate().map(|(tag, start)| (start.span.start, true, tag));
    let mut events: Vec<(u32, bool, usize)> =
        starts.chain(ends.iter().enumerate().map(|(tag, end)| (*end, false, tag))).collect();
    events.sort_unstable();
    let mut open: Vec<usize> = Vec::new();
    let mut changes = Vec::with_capacity(events.len());
    for (at, is_start, tag) in events {
        match is_start {
            true => open.push(tag),
            // Overlapping elements are rare, so the element is at or near the end.
            false => open.retain(|other| *other != tag),
        }
        changes.push((at, open.last().map(|tag| tags[*tag].language)));
    }
    changes
}

/// Returns the offset of the `>` that ends a tag, after its `<`. A component may have one in an expression:
/// `onClick={() => a}`.
fn tag_end(source: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_usize);
    source.bytes().take(MAX_TAG_LEN).position(|byte| {
        match (quote, byte) {
            (Some(open), _) => quote = quote.filter(|_| byte != open),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') => return depth == 0,
            _ => {}
        }
        false
    })
}

/// Returns the name at the start of a tag after its `<` or `</`.
fn name_of(source: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.');
    &source[..source.find(|c| !is_part(c)).unwrap_or(source.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::Span;

    /// Returns the text with the language after each word of a document, whose tags are all real.
    fn languages(text: &str) -> String {
        let tags: Vec<LanguageTag> = text
            .match_indices("lang=\"")
            .map(|(at, _)| {
                let start = text[..at].rfind('<').unwrap();
                let end = at + text[at..].find('>').unwrap() + 1;
                LanguageTag { span: Span::new(start, end), language: Language::parse(&text[at + 6..at + 8]).unwrap() }
            })
            .collect();
        let elements = ElementLanguages::new(text, &tags, |_| false, |_| text.len());
        let words = text.match_indices(|c: char| c.is_ascii_uppercase());
        words
            .map(|(at, word)| {
                let language = elements.at(to_u32(at)).map(|language| language.code().to_owned());
                format!("{word}{} ", language.unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn an_element_contains_the_text_up_to_its_end_tag() {
        let cases = [
            ("A <div lang=\"fr\">B <div>C</div> D</div> E", "A Bfr Cfr Dfr E "),
            ("<div lang=\"fr\">A <p lang=\"de\">B</p> C</div>", "Afr Bde Cfr "),
            ("<p lang=\"fr\">A <p>B</p>", "Afr B "),
            ("<div lang=\"fr\">A <br/> <div/> B", "A B "),
            ("<html lang=\"ja\"><body>A</body></html> B", "Aja Bja "),
            ("<img lang=\"ja\" alt=\"A\"> B", "Aja B "),
            ("<x-y lang=\"ja\">A</x> B</x-y> C", "Aja Bja C "),
            ("<div lang=\"fr\">A<!-- </div> -->B</div>C", "Afr Bfr C "),
            ("<div lang=\"fr\">A</div><div lang=\"de\">B</div>C", "Afr Bde C "),
            ("<div lang=\"fr\">A<div b={() => c}/></div>B", "Afr B "),
            ("<div lang=\"fr\">A<div b=\"it's > c\">B</div>C</div>D", "Afr Bfr Cfr D "),
            ("<b lang=\"fr\">A<i lang=\"de\">B</b>C</i>D", "Afr Bde Cde D "),
        ];
        for (text, expected) in cases {
            assert_eq!(languages(text), expected, "{text}");
        }
    }
}
