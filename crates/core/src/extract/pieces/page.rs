//! Long pages of HTML.
//!
//! A page is one piece, since any of its tags may name or hide all that follows. To parse a long one would take
//! gigabytes. So it is cut where its text is sure to begin anew: before the start tag of a block, outside of comments, of
//! what hides its content, and of lists, tables and quotations, which name the text inside of them.

use crate::extract::element::{Container, Element};
use crate::extract::missing::Missing;
use crate::extract::piece::Piece;
use wordgate_text::source::Span;

/// Shorter pages (bytes) are one piece.
pub(in crate::extract) const LONG: usize = 1 << 20;

/// The least bytes of a piece: pages have a tag in every line.
const SHORTEST: usize = 4 << 10;

/// So many bytes behind the last cut, one is made even inside a list, a table or a quotation.
const LONGEST: usize = 1 << 20;

/// The pieces of a page.
pub(in crate::extract) fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut cutter = PageCutter { text, start: 0, depth: 0, missing: Missing::default() };
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|open| at + open) {
        at = if text[open..].starts_with("<!--") {
            let end = text[open + 4..].find("-->");
            end.map_or(text.len(), |end| open + 4 + end + 3)
        } else {
            cutter.tag(open, &mut pieces)
        };
    }
    pieces.push(Piece { range: Span::new(cutter.start, text.len()), ..Piece::default() });
    pieces
}

struct PageCutter<'t> {
    text: &'t str,
    /// Where the next piece starts.
    start: usize,
    /// Lists, tables and quotations that are open.
    depth: usize,
    /// End tags of elements that hide their content that do not come again.
    missing: Missing<'t>,
}

impl<'t> PageCutter<'t> {
    /// Reads the tag at byte `open`, if it is one, and cuts before it, if that can be. Returns where to go on.
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
            Element::Container(Container::List | Container::Table | Container::Quote) if is_closing => {
                self.depth = self.depth.saturating_sub(1);
            }
            _ if is_closing => {}
            Element::Block | Element::Container(_) | Element::Preformatted => self.cut(open, pieces),
            _ => {}
        }
        match element {
            Element::Container(Container::List | Container::Table | Container::Quote) if !is_closing => self.depth += 1,
            _ if element.hides_content() && !is_closing => return self.hidden(name, end),
            _ => {}
        }
        end
    }

    fn cut(&mut self, at: usize, pieces: &mut Vec<Piece>) {
        let len = at - self.start;
        if len >= LONGEST || (len >= SHORTEST && self.depth == 0) {
            pieces.push(Piece { range: Span::new(self.start, at), ..Piece::default() });
            self.start = at;
        }
    }

    /// Where an element ends that hides its content from `from` on. One that never ends hides nothing.
    fn hidden(&mut self, name: &'t str, from: usize) -> usize {
        self.missing.end_tag(&self.text[from..], name).map_or(from, |end| from + end.end)
    }
}

/// Where the tag ends of which `inside` follows the bracket: behind its closing one, or before the next tag. Brackets in
/// quoted values are none.
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
    fn pages_are_cut_where_a_block_begins_in_the_open() {
        let words = "some words ".repeat(SHORTEST / 11 + 1);
        let text = format!(
            "<title>t</title>{words}<p id=1>{words}<b>{words}</b><!-- {words}<p> --><script>{words}<p></script>\
            <a title=\"{words}<p>\">{words}</a><ul><li>{words}<p>{words}</ul><h2>{words}</h2><div>{words}<pre>{words}"
        );
        assert_eq!(starts(&text), ["<title", "<p id=1", "<ul", "<h2", "<div", "<pre"]);
    }

    #[test]
    fn what_is_never_closed_does_not_keep_a_page_whole() {
        let words = "some words ".repeat(SHORTEST / 11 + 1);
        assert_eq!(starts(&format!("<script>{words}<p>{words}<script>{words}<p>")), ["<script", "<p", "<p"]);
        assert_eq!(starts(&format!("{words}<p a='{words}<p>{words}<p>")).len(), 4);
        let list = format!("<ul>{}", format!("<li>{words}").repeat(2 * LONGEST / words.len() + 2));
        assert_eq!(starts(&list), ["<ul", "<li", "<li"]);
    }
}
