//! Takes a sample of a document's text, to detect its language without parsing it.
//!
//! The sample is a bounded part of the bytes without what is obviously no prose: fenced code, scripts, tags, comments, code
//! spans and URLs. It depends on the text alone, so it is the same however much of the document is parsed. A directive of
//! ours is a comment, so adding one to a short document does not change its language.

use crate::extract::Format;
use memchr::memchr2;
use std::borrow::Cow;
use wordgate_text::source::floor_char_boundary;

/// The bytes of a document that are read at first, and the most that are read if these have little prose.
const READ: [usize; 2] = [8 << 10, LONG_ENOUGH];

/// The length in bytes of a document from which a longer one has the same sample.
pub const LONG_ENOUGH: usize = 128 << 10;

/// The length of a sample in bytes from which it is long enough.
const ENOUGH: usize = 4 << 10;

/// The length of a sample in bytes from which no more of the document is read.
const SOME: usize = 1 << 10;

/// The end tags of elements whose content is no prose.
const HIDDEN: [&str; 4] = ["</script", "</style", "</pre", "</code"];

/// Returns a sample of the prose of a text. Each of its lines is a paragraph. In a page of HTML, an element may begin
/// anywhere; elsewhere one that hides text begins a line, because text may name it.
pub fn sample(text: &str, format: Format) -> String {
    let [first, most] = READ.map(|len| &text[..floor_char_boundary(text, len)]);
    let sample = sample_of(first, format);
    if sample.len() >= SOME || first.len() == text.len() { sample } else { sample_of(most, format) }
}

fn sample_of(text: &str, format: Format) -> String {
    let text = without_hidden(text, format);
    let mut sample = String::with_capacity(ENOUGH.min(text.len()));
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start_matches([' ', '\t', '>']);
        match (fence, fence_mark(start, format)) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) if is_comment(start, format) => {}
            (None, None) if start.is_empty() => sample.push('\n'),
            (None, None) => push_line(line, &mut sample),
            (Some(_), _) => {}
        }
        if sample.len() >= ENOUGH {
            break;
        }
    }
    sample
}

/// Returns what begins or ends a block of code or a comment in a line: the same text for both of its lines.
fn fence_mark(line: &str, format: Format) -> Option<&str> {
    let line = line.trim_end();
    let is_run = |mark| line.len() >= 4 && line.trim_start_matches(mark).is_empty();
    let is_delimiter = || format == Format::Asciidoc && ['-', '.', '+', '/'].into_iter().any(is_run);
    ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark)).or_else(|| is_delimiter().then_some(line))
}

/// Returns whether a line is a comment of a format that begins comments with a mark.
fn is_comment(line: &str, format: Format) -> bool {
    match format {
        Format::Asciidoc => line.starts_with("//") && !line.starts_with("///"),
        Format::Rst => line.starts_with(".. ") && !line.contains("::"),
        _ => false,
    }
}

/// Removes comments and the elements in [`HIDDEN`].
fn without_hidden(text: &str, format: Format) -> Cow<'_, str> {
    if memchr2(b'<', b'{', text.as_bytes()).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // The ends that the rest of the text does not have. Searching for them again would take quadratic time.
    let mut missing = Vec::new();
    while let Some(open) = rest.find(['<', '{']) {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let may_be_element = format.is_html() || before.is_empty() || before.ends_with('\n');
        let end = hidden_end(tag, may_be_element).filter(|end| !missing.contains(end));
        match end.map(|end| (end, tag.find(end))) {
            Some((end, Some(at))) => rest = &tag[at + end.len()..],
            not_found => {
                missing.extend(not_found.map(|(end, _)| end));
                out.push_str(&tag[..1]);
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Returns what ends the comment or hidden element that begins a text.
fn hidden_end(text: &str, may_be_element: bool) -> Option<&'static str> {
    let opens = |name: &str| {
        text.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !text[1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    };
    match text {
        _ if text.starts_with("<!--") => Some("-->"),
        _ if text.starts_with("{/*") => Some("*/}"),
        _ if text.starts_with('<') && may_be_element => HIDDEN.into_iter().find(|end| opens(&end[2..])),
        _ => None,
    }
}

/// Adds a line without tags, code spans, expressions, URLs and the targets of links.
fn push_line(line: &str, sample: &mut String) {
    for word in line.split_whitespace() {
        if !word.contains("://") && !word.contains("](") {
            push_word(word, sample);
        } else if let Some((text, _)) = word.split_once("](") {
            push_word(text, sample);
        }
        sample.push(' ');
    }
}

fn push_word(word: &str, sample: &mut String) {
    let mut is_code = false;
    for c in word.chars() {
        match c {
            '<' | '{' | '`' if !is_code => is_code = true,
            '>' | '}' | '`' if is_code => is_code = false,
            '*' | '_' | '[' | ']' | '#' | '|' | '>' | '=' | '"' => sample.push(' '),
            _ if !is_code => sample.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_no_code_and_no_markup() {
        let text = "# Ein *Titel*\n\n```js\nconst code = 1\n```\n\nDas `<script>` hier\n\n<script>let x = 1</script><p lang=\"de\">Text &amp;\n<!-- remark -->\n\
                    [hier](https://example.com) und `code` https://example.com Ende\n";
        let words: Vec<String> = sample(text, Format::Markdown).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.join(" "), "Ein Titel Das hier lang de Text &amp; hier und Ende");
        assert_eq!(sample("", Format::Markdown), "");
        assert!(sample(&"word ".repeat(100_000), Format::Markdown).len() <= READ[1]);
        sample("<", Format::Html);
        sample("<script", Format::Html);
        sample("<é>", Format::Html);
    }

    #[test]
    fn comments_and_blocks_of_each_format_are_left_out() {
        let words = |text, format| sample(text, format).split_whitespace().collect::<Vec<_>>().join(" ");
        let asciidoc = "// not this\nEin\n\n----\nnor this\n----\n\n////\nor this\n////\n/// Titel\n";
        assert_eq!(words(asciidoc, Format::Asciidoc), "Ein /// Titel");
        assert_eq!(words(".. not this\n\nEin\n\n.. note:: Titel\n", Format::Rst), "Ein .. note:: Titel");
        assert_eq!(words("{/* not this\n*/}\nEin {/* open\n", Format::Mdx), "Ein open");
    }

    #[test]
    fn an_unclosed_element_takes_linear_time() {
        assert!(sample(&"<script>".repeat(20_000), Format::Html).len() < READ[1]);
    }
}
