//! Takes a sample of a document's text, to detect its language without parsing it.
//!
//! The sample is a bounded part of the bytes without what is obviously no prose: fenced code, scripts, tags, comments, code
//! spans and URLs. It depends on the text alone, so it is the same however much of the document is parsed.

use memchr::memmem;
use std::borrow::Cow;
use wordgate_text::source::floor_char_boundary;

/// The bytes of a document that are read at first, and the most that are read if these have little prose.
const READ: [usize; 2] = [8 << 10, 128 << 10];

/// The length of a sample in bytes from which it is long enough.
const ENOUGH: usize = 4 << 10;

/// The length of a sample in bytes from which no more of the document is read.
const SOME: usize = 1 << 10;

/// Elements whose content is no prose.
const HIDDEN: [&str; 4] = ["script", "style", "pre", "code"];

/// Returns a sample of the prose of a text. Each of its lines is a paragraph. In a page of HTML, an element may begin
/// anywhere; elsewhere one that hides text begins a line, because text may name it.
pub fn sample(text: &str, is_page: bool) -> String {
    let [first, most] = READ.map(|len| &text[..floor_char_boundary(text, len)]);
    let sample = sample_of(first, is_page);
    if sample.len() >= SOME || first.len() == text.len() { sample } else { sample_of(most, is_page) }
}

fn sample_of(text: &str, is_page: bool) -> String {
    let text = without_hidden(text, is_page);
    let mut sample = String::with_capacity(ENOUGH.min(text.len()));
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start_matches([' ', '\t', '>']);
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
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

/// Removes comments and the elements in [`HIDDEN`].
fn without_hidden(text: &str, is_page: bool) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b"<").is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let is_hidden = |name: &&str| {
            let after = tag.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
            after && !tag[1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        };
        let begins_line = || before.is_empty() || before.ends_with('\n');
        let end = match HIDDEN.into_iter().find(is_hidden).filter(|_| is_page || begins_line()) {
            _ if tag.starts_with("<!--") => tag.find("-->").map(|end| end + 3),
            Some(name) => tag.find(&format!("</{name}")),
            None => None,
        };
        let end = end.unwrap_or(1);
        if end == 1 {
            out.push('<');
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    out.into()
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
        let words: Vec<String> = sample(text, false).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.join(" "), "Ein Titel Das hier lang de Text &amp; hier und Ende");
        assert_eq!(sample("", false), "");
        assert!(sample(&"word ".repeat(100_000), false).len() <= READ[1]);
        sample("<", true);
        sample("<script", true);
        sample("<é>", true);
    }

    #[test]
    fn an_unclosed_element_takes_linear_time() {
        assert!(sample(&"<script>".repeat(20_000), true).len() < READ[1]);
    }
}
