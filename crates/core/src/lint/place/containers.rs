//! The containers that are written as a pair of tags or of lines with colons: `<details>`, `<section>`, a component such
//! as `<TabItem>`, `:::note`. A heading inside of one says nothing about the text after it.
//!
//! In Markdown the blocks inside are not nested in the syntax tree, so one pass over the source finds the pairs.

use crate::extract::Format;
use crate::lint::parsed::ParsedDocument;
use wordgate_text::source::{floor_char_boundary, to_u32};

/// The HTML elements that contain sections of a page.
const ELEMENTS: [&str; 7] = ["article", "aside", "blockquote", "details", "dialog", "figure", "section"];

/// The most bytes of a tag that are read to see whether it closes itself.
const MAX_TAG: usize = 1 << 10;

/// The containers of a document.
#[derive(Debug, Default)]
pub(super) struct Containers {
    /// The byte offset at which each container ends.
    ends: Vec<u32>,
    /// The innermost container from each of these byte offsets on, in ascending order.
    from: Vec<(u32, Option<usize>)>,
}

/// A container that is open during the pass.
struct OpenContainer<'t> {
    name: &'t str,
    index: usize,
}

impl Containers {
    /// Finds the containers outside of fenced code.
    pub fn find(parsed: &ParsedDocument) -> Containers {
        let (text, format) = (parsed.text(), parsed.format());
        let mut containers = Containers::default();
        let mut open = Vec::new();
        for at in memchr::memchr2_iter(b'<', b':', text.as_bytes())
            .filter(|_| !matches!(format, Format::Asciidoc | Format::Rst | Format::Text))
        {
            if let Some((name, is_end)) = boundary(text, at, format)
                && !parsed.is_code(at)
            {
                containers.add(&mut open, at, name, is_end);
            }
        }
        containers
    }

    fn add<'t>(&mut self, open: &mut Vec<OpenContainer<'t>>, at: usize, name: &'t str, is_end: bool) {
        if is_end {
            let Some(matching) = open.iter().rposition(|container| container.name == name) else { return };
            open.drain(matching..).for_each(|closed| self.ends[closed.index] = to_u32(at));
        } else {
            open.push(OpenContainer { name, index: self.ends.len() });
            self.ends.push(u32::MAX);
        }
        self.from.push((to_u32(at), open.last().map(|container| container.index)));
    }

    /// Returns whether every container around byte `outer` is still open at the later byte `inner`.
    pub fn reach(&self, outer: u32, inner: u32) -> bool {
        let last = self.from.partition_point(|(at, _)| *at <= outer);
        let innermost = last.checked_sub(1).and_then(|last| self.from[last].1);
        // Containers nest, so the innermost one ends first.
        innermost.is_none_or(|container| inner < self.ends[container])
    }
}

/// Returns the name of the container that starts or ends at byte `at`, and whether it ends.
fn boundary(text: &str, at: usize, format: Format) -> Option<(&str, bool)> {
    let rest = &text[at..];
    if rest.starts_with(':') {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_start = text[line..at].trim_matches([' ', '\t', '>']).is_empty();
        if !is_start || !rest.starts_with(":::") || format.is_html() || format.is_component() {
            return None;
        }
        let content = rest.lines().next().unwrap_or_default().trim_matches([':', ' ', '\t', '\r']);
        return Some((":::", content.is_empty()));
    }
    let inside = &rest[1..];
    let named = inside.strip_prefix('/').unwrap_or(inside);
    let len = named.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(named.len());
    let name = &named[..len];
    let has_components = format == Format::Mdx || format.is_component();
    let is_component = has_components && name.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_component && !ELEMENTS.contains(&name) {
        return None;
    }
    let is_end = named.len() < inside.len();
    let tag = &named[..floor_char_boundary(named, MAX_TAG)];
    let closes_itself = tag.find('>').is_some_and(|end| tag[..end].ends_with('/'));
    (is_end || !closes_itself).then_some((name, is_end))
}
