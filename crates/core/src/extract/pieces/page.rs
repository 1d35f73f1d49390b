//! Splits long HTML pages into pieces.
//!
//! A page is normally one piece, because any tag may change the scope of all text after it, or hide that text. But
//! parsing a long page in one go would take gigabytes. So we split a long page before the start tag of a block, where a
//! new block certainly starts: outside of comments, elements that hide their content, and lists, tables and quotations,
//! which set the scope of the text inside them.

use crate::extract::element::{Container, Element};
use crate::extract::missing::Missing;
use crate::extract::piece::Piece;
use wordgate_text::source::Span;

/// Pages shorter than this (bytes) stay one piece: parsing them whole is cheap enough.
pub(in crate::extract) const MIN_SPLIT_LEN: usize = 1 << 20;

/// The minimum length (bytes) of a piece. Without a minimum, pieces would be tiny, because pages have a tag on almost
/// every line.
const MIN_LEN: usize = 4 << 10;

/// The length (bytes) from which a piece ends at the next block, even inside a list, a table or a quotation.
const MAX_LEN: usize = 1 << 20;

/// Splits a page into pieces.
pub(in crate::extract) fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut splitter = PageSplitter { text, start: 0, depth: 0, missing: Missing::default() };
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|open| at + open) {
        at = if text[open..].starts_with("<!--") {
            let end = text[open + 4..].find("-->");
            end.map_or(text.len(), |end| open + 4 + end + 3)
        } else {
            splitter.tag(open, &mut pieces)
        };
    }
    pieces.push(Piece { range: Span::new(splitter.start, text.len()), ..Piece::default() });
    pieces
}

/// The state of the pass over a page.
struct PageSplitter<'t> {
    text: &'t str,
    /// Byte offset at which the open piece starts.
    start: usize,
    /// How many lists, tables and quotations are open.
    depth: usize,
    /// End tags of hidden elements that do not occur again.
    missing: Missing<'t>,
}

impl<'t> PageSplitter<'t> {
    /// Reads the tag at byte `open`, if there is one, and splits before it, if that is safe. Returns where to continue.
    fn tag(&mut self, open: usize, pieces: &mut Vec<Piece>) -> usize {
        let inside = &self.text[open + 1..];
        let named = inside.strip_prefix('/').unwrap_or(inside);
        let is_closing = named.len() < inside.len();
        let len = named.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = &named[..len];
        let end = open + 1 + tag_end(inside);
        let element = Element::named(name);
        match element {
            _ if len == 0 => return open + 1,
            Element::Container(Container::Details | Container::List | Container::Table | Container::Quote)
                if is_closing =>
            {
                self.depth = self.depth.saturating_sub(1);
            }
            _ if is_closing => {}
            Element::Block | Element::Container(_) | Element::Preformatted => self.split_before(open, pieces),
            _ => {}
        }
        match element {
            Element::Container(Container::Details | Container::List | Container::Table | Container::Quote)
                if !is_closing =>
            {
                self.depth += 1
            }
            _ if element.hides_content() && !is_closing => return self.hidden_end(name, end),
            _ => {}
        }
        end
    }

    /// Ends the open piece before byte `at`, if the piece is long enough and no list, table or quotation is open. A
    /// very long piece ends in any case.
    fn split_before(&mut self, at: usize, pieces: &mut Vec<Piece>) {
        let len = at - self.start;
        if len >= MAX_LEN || (len >= MIN_LEN && self.depth == 0) {
            pieces.push(Piece { range: Span::new(self.start, at), ..Piece::default() });
            self.start = at;
        }
    }

    /// Returns the end of an element whose hidden content starts at `from`. An element without an end tag hides
    /// nothing.
    fn hidden_end(&mut self, name: &'t str, from: usize) -> usize {
        self.missing.end_tag(&self.text[from..], name).map_or(from, |end| from + end.end)
    }
}

/// Returns the length of a tag after its `<`, where `inside` starts: up to and including its `>`, or up to the next `<`
/// if it has none. Brackets in quoted values do not count.
fn tag_end(inside: &str) -> usize {
    let mut at = 0;
    while let Some(next) = inside[at..].find(['<', '>', '"', '\'']).map(|next| at + next) {
        let byte = inside.as_bytes()[next];
        at = match byte {
            b'<' => return next,
            b'>' => return next + 1,
            _ if !inside[at..next].trim_end().ends_with('=') => next + 1,
            _ => memchr::memchr(byte, &inside.as_bytes()[next + 1..]).map_or(next + 1, |len| next + 1 + len + 1),
        };
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str) -> Vec<&str> {
        let pieces = split(text);
        let ranges: Vec<Span> = pieces.iter().map(|piece| piece.range).collect();
        assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end as usize), (0, text.len()));
        assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
        let start = |range: &Span| text[range.range()].split(['>', '\n']).next().unwrap_or_default();
        ranges.iter().map(start).collect()
    }

    #[test]
    fn pages_are_split_before_top_level_blocks() {
        let words = "some words ".repeat(MIN_LEN / 11 + 1);
        let text = format!(
            "<title>t</title>{words}<p id=1>{words}<b>{words}</b><!-- {words}<p> --><script>{words}<p></script>\
            <a title=\"{words}<p>\">{words}</a><ul><li>{words}<p>{words}</ul><h2>{words}</h2><div>{words}<pre>{words}"
        );
        assert_eq!(starts(&text), ["<title", "<p id=1", "<ul", "<h2", "<div", "<pre"]);
    }

    #[test]
    fn unclosed_elements_do_not_prevent_splits() {
        let words = "some words ".repeat(MIN_LEN / 11 + 1);
        assert_eq!(starts(&format!("<script>{words}<p>{words}<script>{words}<p>")), ["<script", "<p", "<p"]);
        assert_eq!(starts(&format!("{words}<p a='{words}<p>{words}<p>")).len(), 4);
        let list = format!("<ul>{}", format!("<li>{words}").repeat(2 * MAX_LEN / words.len() + 2));
        assert_eq!(starts(&list), ["<ul", "<li", "<li"]);
    }
}
