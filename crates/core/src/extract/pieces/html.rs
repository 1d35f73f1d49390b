//! HTML blocks: what opens them, and the line that ends them.
//!
//! An HTML block that is taken for text, or text that is taken for HTML, would shift every cut behind it. So this asks
//! the same questions in the same order as the block grammar's scanner, and where the answer rests on something that
//! depends on the locale (letters outside of ASCII) it is [`LineStart::Doubtful`].

use super::line::LineStart;

/// The kinds of HTML blocks, numbered as in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlBlockKind {
    /// 1: `<pre>`, `<script>`, `<style>`, up to the end tag of any of them.
    Raw,
    /// 2, 3 and 5: `<!-- -->`, `<? ?>`, `<![CDATA[ ]]>`; up to the end mark, looked for behind so many bytes.
    Until(&'static str, usize),
    /// 4: `<!X`. Its end mark is `>`, but the grammar never takes one for it: it runs to the end of the file.
    Declaration,
    /// 6: a block element, up to a blank line.
    Block,
    /// 7: a complete tag alone on its line, up to a blank line. It does not interrupt a paragraph.
    Tag,
}

const RAW: [&str; 3] = ["pre", "script", "style"];

const BLOCKS: [&str; 62] = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "section", "source",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
];

impl HtmlBlockKind {
    /// Whether the block ends with a blank line.
    pub fn ends_blank(self) -> bool {
        matches!(self, HtmlBlockKind::Block | HtmlBlockKind::Tag)
    }

    /// Whether a line of the block ends it. `first` is the line that opens it.
    pub fn ends_in(self, content: &[u8], first: bool) -> bool {
        match self {
            HtmlBlockKind::Raw => {
                content.windows(2).enumerate().any(|(at, pair)| pair == b"</" && is_raw(&content[at + 2..]))
            }
            HtmlBlockKind::Until(mark, behind) => {
                let content = &content[if first { behind } else { 0 }..];
                content.windows(mark.len()).any(|window| window == mark.as_bytes())
            }
            HtmlBlockKind::Declaration | HtmlBlockKind::Block | HtmlBlockKind::Tag => false,
        }
    }
}

/// What a line that begins with `<` starts.
pub(super) fn start(content: &[u8]) -> LineStart {
    let inside = &content[1..];
    match inside {
        [b'?', ..] => return LineStart::Html(HtmlBlockKind::Until("?>", 2)),
        [b'!', b'-', b'-', ..] => return LineStart::Html(HtmlBlockKind::Until("-->", 2)),
        [b'!', b'A'..=b'Z', ..] => return LineStart::Html(HtmlBlockKind::Declaration),
        _ if inside.starts_with(b"![CDATA[") => return LineStart::Html(HtmlBlockKind::Until("]]>", 9)),
        [b'!', ..] => return LineStart::Text,
        _ => {}
    }
    let closing = inside.starts_with(b"/");
    let name = &inside[usize::from(closing)..];
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let behind = &name[letters..];
    match (letters, behind.first()) {
        (_, Some(128..)) => return LineStart::Doubtful,
        (0, _) => return LineStart::Text,
        _ => {}
    }
    if !closing && is_raw(name) {
        return LineStart::Html(HtmlBlockKind::Raw);
    }
    let single = behind.starts_with(b"/>");
    let ends = matches!(behind.first(), None | Some(b' ' | b'\t' | b'>'));
    if (ends || single) && is_block(&name[..letters]) {
        return LineStart::Html(HtmlBlockKind::Block);
    }
    if single {
        return alone(&behind[2..]);
    }
    // The scanner has passed over a slash when it finds that no ">" follows it, but only behind short names.
    let behind = behind.strip_prefix(b"/").filter(|_| letters <= 10 && !ends).unwrap_or(behind);
    let rest = &behind[behind.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count()..];
    if closing { alone_after_end(without_space(rest)) } else { attributes(rest) }
}

/// The scanner reads letters only, so that `h1` to `h6` are none of the elements it knows.
fn is_block(name: &[u8]) -> bool {
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block.as_bytes()))
}

/// Whether `source` starts with the name of an element of raw text, and the name ends there.
fn is_raw(source: &[u8]) -> bool {
    RAW.iter().any(|name| {
        let found = source.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()));
        found && matches!(source.get(name.len()), None | Some(b' ' | b'\t' | b'>'))
    })
}

fn without_space(source: &[u8]) -> &[u8] {
    &source[source.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()..]
}

/// A whole tag was read; it is a block when nothing follows.
fn alone(rest: &[u8]) -> LineStart {
    if without_space(rest).is_empty() { LineStart::Html(HtmlBlockKind::Tag) } else { LineStart::Text }
}

/// The `>` of a tag, and nothing behind it.
fn alone_after_end(rest: &[u8]) -> LineStart {
    rest.strip_prefix(b">").map_or(LineStart::Text, alone)
}

/// Reads the attributes of a start tag up to the end of the line.
fn attributes(mut rest: &[u8]) -> LineStart {
    let mut spaced = false;
    loop {
        let trimmed = without_space(rest);
        spaced |= trimmed.len() < rest.len();
        rest = trimmed;
        match rest.first() {
            Some(b'/') => return alone_after_end(&rest[1..]),
            Some(b'>') => return alone_after_end(rest),
            Some(128..) => return LineStart::Doubtful,
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':') if spaced => {}
            _ => return LineStart::Text,
        }
        let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-');
        rest = &rest[rest.iter().take_while(part).count()..];
        let trimmed = without_space(rest);
        spaced = trimmed.len() < rest.len();
        rest = trimmed;
        let Some(value) = rest.strip_prefix(b"=") else { continue };
        spaced = false;
        let value = without_space(value);
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
