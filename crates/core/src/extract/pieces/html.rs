//! Recognises the lines that start and end an HTML block in Markdown.
//!
//! If we took an HTML block for text, or text for HTML, every later split would be wrong. So this module makes the same
//! tests in the same order as the grammar's lexer, which is written by hand. For a letter outside of ASCII, the lexer's
//! result depends on the locale, so ours is [`LineStart::Uncertain`].

use super::line::LineStart;

/// A kind of HTML block. The numbers are those of the CommonMark specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlBlockKind {
    /// Kind 1: `<pre>`, `<script>` or `<style>`, up to an end tag of any of the three.
    Raw,
    /// Kinds 2, 3 and 5: `<!-- -->`, `<? ?>` or `<![CDATA[ ]]>`, up to the end mark. On the first line, the search for
    /// the end mark skips `skipped` bytes.
    Until { mark: &'static str, skipped: usize },
    /// Kind 4: `<!X`. Its end mark is `>`, but the grammar never recognises it, so the block extends to the end of the
    /// file.
    Declaration,
    /// Kind 6: a block element, up to a blank line.
    Block,
    /// Kind 7: a complete tag alone on its line, up to a blank line. It cannot interrupt a paragraph.
    Tag,
}

/// The elements of kind 1.
const RAW: [&str; 3] = ["pre", "script", "style"];

/// The elements of kind 6.
const BLOCKS: [&str; 62] = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "section", "source",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
];

impl HtmlBlockKind {
    /// Returns whether the block ends with a blank line.
    pub fn ends_at_blank_line(self) -> bool {
        matches!(self, HtmlBlockKind::Block | HtmlBlockKind::Tag)
    }

    /// Returns whether a line with this content ends the block. `first` says whether the line also starts the block.
    pub fn ends_on(self, content: &[u8], first: bool) -> bool {
        match self {
            HtmlBlockKind::Raw => {
                content.windows(2).enumerate().any(|(at, pair)| pair == b"</" && is_raw(&content[at + 2..]))
            }
            HtmlBlockKind::Until { mark, skipped } => {
                let content = &content[if first { skipped } else { 0 }..];
                content.windows(mark.len()).any(|window| window == mark.as_bytes())
            }
            HtmlBlockKind::Declaration | HtmlBlockKind::Block | HtmlBlockKind::Tag => false,
        }
    }
}

/// Classifies a line whose content starts with `<`.
pub(super) fn start(content: &[u8]) -> LineStart {
    let inside = &content[1..];
    match inside {
        [b'?', ..] => return LineStart::Html(HtmlBlockKind::Until { mark: "?>", skipped: 2 }),
        [b'!', b'-', b'-', ..] => return LineStart::Html(HtmlBlockKind::Until { mark: "-->", skipped: 2 }),
        [b'!', b'A'..=b'Z', ..] => return LineStart::Html(HtmlBlockKind::Declaration),
        _ if inside.starts_with(b"![CDATA[") => {
            return LineStart::Html(HtmlBlockKind::Until { mark: "]]>", skipped: 9 });
        }
        [b'!', ..] => return LineStart::Text,
        _ => {}
    }
    let closing = inside.starts_with(b"/");
    let name = &inside[usize::from(closing)..];
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let after_name = &name[letters..];
    match (letters, after_name.first()) {
        (_, Some(128..)) => return LineStart::Uncertain,
        (0, _) => return LineStart::Text,
        _ => {}
    }
    if !closing && is_raw(name) {
        return LineStart::Html(HtmlBlockKind::Raw);
    }
    let self_closing = after_name.starts_with(b"/>");
    let ends = matches!(after_name.first(), None | Some(b' ' | b'\t' | b'>'));
    if (ends || self_closing) && is_block(&name[..letters]) {
        return LineStart::Html(HtmlBlockKind::Block);
    }
    if self_closing {
        return after_tag(&after_name[2..]);
    }
    // The scanner looks up names of up to 10 letters. After such a name, it consumes a slash even if no `>` follows.
    let after_name = after_name.strip_prefix(b"/").filter(|_| letters <= 10 && !ends).unwrap_or(after_name);
    let rest =
        &after_name[after_name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count()..];
    if closing { closing_bracket(trim_start(rest)) } else { attributes(rest) }
}

/// Returns whether the grammar's lexer treats `name` as a block element. It compares only the letters of a name, so
/// `h1` to `h6` never match.
fn is_block(name: &[u8]) -> bool {
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block.as_bytes()))
}

/// Returns whether `source` starts with the complete name of a raw text element.
fn is_raw(source: &[u8]) -> bool {
    RAW.iter().any(|name| {
        let found = source.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()));
        found && matches!(source.get(name.len()), None | Some(b' ' | b'\t' | b'>'))
    })
}

fn trim_start(source: &[u8]) -> &[u8] {
    &source[source.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()..]
}

/// Classifies a line after its complete tag: it starts an HTML block if nothing follows the tag.
fn after_tag(rest: &[u8]) -> LineStart {
    if trim_start(rest).is_empty() { LineStart::Html(HtmlBlockKind::Tag) } else { LineStart::Text }
}

/// Classifies a line by the end of its tag: it starts an HTML block if `rest` is `>` and nothing else.
fn closing_bracket(rest: &[u8]) -> LineStart {
    rest.strip_prefix(b">").map_or(LineStart::Text, after_tag)
}

/// Classifies a line by the attributes of its start tag, which must all be on the line.
fn attributes(mut rest: &[u8]) -> LineStart {
    let mut spaced = false;
    loop {
        let trimmed = trim_start(rest);
        spaced |= trimmed.len() < rest.len();
        rest = trimmed;
        match rest.first() {
            Some(b'/') => return closing_bracket(&rest[1..]),
            Some(b'>') => return closing_bracket(rest),
            Some(128..) => return LineStart::Uncertain,
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':') if spaced => {}
            _ => return LineStart::Text,
        }
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-');
        rest = &rest[rest.iter().take_while(is_name).count()..];
        let trimmed = trim_start(rest);
        spaced = trimmed.len() < rest.len();
        rest = trimmed;
        let Some(value) = rest.strip_prefix(b"=") else { continue };
        spaced = false;
        let value = trim_start(value);
        let len = match value.first() {
            Some(quote @ (b'"' | b'\'')) => value[1..].iter().position(|byte| byte == quote).map(|len| len + 2),
            _ => value
                .iter()
                .position(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'=' | b'<' | b'>' | b'`'))
                .or(Some(value.len()))
                .filter(|len| *len > 0),
        };
        let Some(len) = len else { return LineStart::Text };
        rest = &value[len..];
    }
}
