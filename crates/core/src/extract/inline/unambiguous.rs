//! Finds the inline markup of a leaf without the grammar, if the markup can be read in only one way.
//!
//! The grammar follows all readings of a text at once and reads 1 to 3 MB a second. Nearly all markup in documents needs
//! no such effort: delimiters of equal length that nest, links with simple targets, escapes. One pass over the bytes
//! finds the nodes that the grammar would find. The grammar stays the reader of record: in case of doubt, we return
//! nothing, and the caller parses the leaf. The tests compare both readers on every short text and on random ones.
//!
//! Where the grammar differs from CommonMark, we follow the grammar. It follows only a few readings to the end, so with
//! several delimiters that are never closed it misses nodes; such a text is in doubt.

use super::InlineKind;
use super::flanking::{Flanking, Side};
use super::token_len::{InlineTarget, autolink_len, comment_len, inline_target, label_len, tag_len};
use crate::extract::entity::{self, ReferenceSyntax};
use std::ops::Range;

/// The maximum number of delimiters and brackets that may be open at once.
const MAX_DEPTH: usize = 8;

/// The maximum length in bytes of a numeric character reference, such as `&#x10FFFF;`.
const MAX_NUMERIC_LEN: usize = 10;

/// A node of the inline markup. Offsets are bytes in the text of the leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InlineNode {
    pub kind: InlineKind,
    pub range: Range<usize>,
    /// The parts of a link or an image.
    pub link: Option<LinkRanges>,
}

/// The parts of a link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LinkRanges {
    pub text: Range<usize>,
    pub target: Option<Range<usize>>,
    /// The title with its quotes.
    pub title: Option<Range<usize>>,
}

/// Returns the nodes of `text` in the order of their starts, or `None` in case of doubt.
pub(super) fn nodes(text: &str) -> Option<Vec<InlineNode>> {
    if text.starts_with('\u{FEFF}') {
        // The grammar does not see a byte order mark, so a delimiter after it starts the text.
        return None;
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), ..Reader::default() };
    while let Some(next) = reader.bytes[reader.at..].iter().position(|byte| is_special(*byte)) {
        reader.at += next;
        reader.markup()?;
    }
    reader.finish()
}

/// Returns whether markup may start or end with `byte`.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\\' | b'&' | b'<' | b'!' | b'[' | b']' | b'*' | b'_' | b'~' | b'`' | b'$')
}

/// A run of delimiters or a bracket that is open.
struct Open {
    kind: OpenKind,
    start: usize,
    /// The index of its node, which is empty until it is closed.
    node: usize,
    /// Whether the reading of what follows relies on its being closed.
    must_close: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenKind {
    Run { byte: u8, len: usize },
    Bracket { is_image: bool, has_link: bool },
}

impl Open {
    fn is_bracket(&self) -> bool {
        matches!(self.kind, OpenKind::Bracket { .. })
    }

    fn is_run_of(&self, byte: u8) -> bool {
        matches!(self.kind, OpenKind::Run { byte: other, .. } if other == byte)
    }
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    nodes: Vec<InlineNode>,
    open: Vec<Open>,
    has_node: bool,
    has_image: bool,
    /// Whether there is a run of delimiters next to punctuation.
    has_run_beside_mark: bool,
    /// The end of the last node.
    node_end: usize,
    /// The end of the last `_` that the grammar takes for a part of a number.
    number_end: usize,
    /// The delimiters of emphasis whose end could also have opened emphasis.
    ambiguous: Vec<u8>,
    /// The number of `_` inside words that the grammar takes for delimiters.
    inside_words: usize,
    /// Whether there is any other `_`.
    has_underscore: bool,
}

impl Reader<'_> {
    /// Returns the nodes, unless what was never closed leaves a doubt.
    fn finish(mut self) -> Option<Vec<InlineNode>> {
        let runs = self.open.iter().filter(|open| !open.is_bracket()).count();
        let has_bracket = runs < self.open.len();
        let must_close = |open: &Open| open.must_close || matches!(open.kind, OpenKind::Run { len: 2.., .. });
        let is_sure = !self.open.iter().any(must_close)
            && runs + self.inside_words < 2
            // With an image, the grammar may try too many readings.
            && !(self.has_image && (runs > 0 || self.has_run_beside_mark))
            && !(has_bracket && (runs > 0 || self.has_node))
            && !(self.inside_words > 0 && (self.has_underscore || !self.ambiguous.is_empty()));
        self.nodes.retain(|node| !node.range.is_empty());
        is_sure.then_some(self.nodes)
    }

    /// Reads the markup that starts or ends at the current byte.
    fn markup(&mut self) -> Option<()> {
        let next = self.bytes.get(self.at + 1);
        match self.bytes[self.at] {
            b'\n' => self.line_end(),
            b'\\' => self.backslash(next),
            b'&' => self.reference(),
            b'<' => self.angle_bracket(next),
            b'!' if next != Some(&b'[') => self.text(1),
            b'!' => self.open_bracket(true),
            b'[' => self.open_bracket(false),
            b']' => self.close_bracket(),
            b'*' | b'_' | b'~' => self.delimiters(),
            // Backticks and dollar signs that pair are masked.
            _ => None,
        }
    }

    /// Skips `len` bytes of text.
    fn text(&mut self, len: usize) -> Option<()> {
        self.at += len;
        Some(())
    }

    /// Adds a node of `len` bytes at the current offset.
    fn node(&mut self, kind: InlineKind, len: usize) -> Option<()> {
        self.nodes.push(InlineNode { kind, range: self.at..self.at + len, link: None });
        self.at += len;
        self.node_end = self.at;
        self.has_node = true;
        Some(())
    }

    /// Opens what may turn out to be text, with an empty node.
    fn open(&mut self, kind: OpenKind, len: usize) -> Option<()> {
        let (start, node) = (self.at, self.nodes.len());
        self.nodes.push(InlineNode { kind: InlineKind::Delimiter, range: start..start, link: None });
        self.open.push(Open { kind, start, node, must_close: false });
        self.at += len;
        (self.open.len() <= MAX_DEPTH).then_some(())
    }

    /// Reads a line end, and the hard break before it.
    fn line_end(&mut self) -> Option<()> {
        let line = self.text[..self.at].trim_end_matches('\r');
        let words = line.trim_end_matches(' ').len();
        let end = self.at + 1;
        if line.len() >= words + 2 {
            if line[..words].ends_with('\t') {
                // The break of the grammar may begin before the tab.
                return None;
            }
            self.nodes.push(InlineNode { kind: InlineKind::Break, range: words..end, link: None });
            self.has_node = true;
        }
        self.at = end;
        Some(())
    }

    fn backslash(&mut self, next: Option<&u8>) -> Option<()> {
        match next {
            Some(b'\r') => None,
            Some(b'\n') => self.node(InlineKind::Break, 2),
            Some(byte) if byte.is_ascii_punctuation() => self.node(InlineKind::Escape, 2),
            _ => self.text(1),
        }
    }

    fn reference(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        match entity::reference_in(rest, ReferenceSyntax::Markdown) {
            None => self.text(1),
            Some(reference) if rest.starts_with("&#") && reference.len > MAX_NUMERIC_LEN => None,
            Some(reference) => self.node(InlineKind::Entity, reference.len),
        }
    }

    /// Reads a tag, a comment or an autolink.
    fn angle_bracket(&mut self, next: Option<&u8>) -> Option<()> {
        let rest = &self.text[self.at..];
        let may_be_address = || {
            let end = rest[1..].find([' ', '\t', '\n', '<', '>', '@']);
            end.is_some_and(|end| rest[1 + end..].starts_with('@'))
        };
        match next {
            Some(b' ' | b'\t' | b'\n') => return self.text(1),
            Some(b'=' | b'0'..=b'9') if !may_be_address() => return self.text(1),
            _ => {}
        }
        match autolink_len(rest) {
            Some(len) => self.node(InlineKind::Autolink, len),
            None => self.node(InlineKind::Html, comment_len(rest).or_else(|| tag_len(rest))?),
        }
    }

    /// Reads a run of delimiters.
    fn delimiters(&mut self) -> Option<()> {
        let byte = self.bytes[self.at];
        let len = self.bytes[self.at..].iter().take_while(|other| **other == byte).count();
        let before = self.at.checked_sub(1).map(|before| self.bytes[before]);
        let after = self.bytes.get(self.at + len).copied();
        if byte == b'_' {
            if before.is_some_and(|before| before.is_ascii_digit()) {
                self.number_end = self.at + len;
                return self.text(len);
            }
            let is_inside_word = [before, after].iter().all(|side| Side::of(*side) == Side::Other);
            if is_inside_word && self.node_end != self.at {
                return self.underscore_in_word(len, before, after);
            }
            self.has_underscore = true;
        }
        // Behind `![`, the grammar sees no punctuation.
        if len > 2 || self.text[..self.at].ends_with("![") || self.ambiguous.contains(&byte) {
            return None;
        }
        let flanking = self.flanking(Side::of(before), Side::of(after))?;
        let kind = OpenKind::Run { byte, len };
        if flanking.closes
            && let Some(open) = self.open.pop_if(|open| open.kind == kind)
        {
            if flanking.opens {
                self.ambiguous.push(byte);
            }
            let start = open.start;
            self.nodes[open.node].range = start..start + len;
            return self.node(InlineKind::Delimiter, len).filter(|()| start + 2 * len < self.at);
        }
        let is_open = self.open.iter().any(|open| open.is_run_of(byte));
        match flanking {
            Flanking { closes: true, .. } if is_open => None,
            Flanking { opens: true, .. } => self.open(kind, len),
            // The grammar looks at the second delimiter of a run on its own.
            Flanking { closes, .. } if len > 1 && (closes || is_open) => None,
            _ => self.text(len),
        }
    }

    /// Reads a run of `_` between the bytes `before` and `after` of a word. The grammar takes it for text, but before a
    /// digit for a delimiter.
    fn underscore_in_word(&mut self, len: usize, before: Option<u8>, after: Option<u8>) -> Option<()> {
        if after.is_some_and(|after| after.is_ascii_digit()) {
            self.inside_words += 1;
            if len > 1 || !before.is_some_and(|before| before.is_ascii()) {
                return None;
            }
        }
        self.text(len)
    }

    /// Returns what the run of delimiters at the current offset can do.
    fn flanking(&mut self, before: Side, after: Side) -> Option<Flanking> {
        self.has_run_beside_mark |= [before, after].contains(&Side::Punctuation);
        if before == Side::Space {
            return Some(Flanking::new(before, after));
        }
        let (behind_mark, behind_word) = (Flanking::new(Side::Punctuation, after), Flanking::new(Side::Other, after));
        if self.at == self.number_end {
            return Some(behind_word);
        }
        // Behind a node, the grammar may or may not see punctuation.
        if self.at == self.node_end && behind_mark != behind_word {
            return None;
        }
        let at = self.at;
        let ends_here = |open: &&mut Open| matches!(open.kind, OpenKind::Run { len, .. } if open.start + len == at);
        if let Some(open) = self.open.last_mut().filter(ends_here) {
            open.must_close |= behind_mark != behind_word;
        }
        Some(Flanking::new(before, after))
    }

    fn open_bracket(&mut self, is_image: bool) -> Option<()> {
        let len = 1 + usize::from(is_image);
        if self.bytes.get(self.at + len) == Some(&b'[') {
            return None;
        }
        self.open(OpenKind::Bracket { is_image, has_link: false }, len)
    }

    fn close_bracket(&mut self) -> Option<()> {
        let Some(open) = self.open.pop_if(|open| open.is_bracket()) else {
            return self.text(1).filter(|()| !self.open.iter().any(Open::is_bracket));
        };
        let OpenKind::Bracket { is_image, has_link } = open.kind else { return None };
        let text = open.start + 1 + usize::from(is_image)..self.at;
        let after = self.at + 1;
        let next = self.bytes.get(after).filter(|next| matches!(next, b'(' | b'['));
        if has_link || self.text[text.clone()].trim().is_empty() {
            // The brackets are text.
            let is_alone = has_link || text.is_empty() && self.open.is_empty() && !self.has_node;
            return self.text(1).filter(|()| is_alone && !is_image && next.is_none());
        }
        let InlineTarget { end, target, title } = match next {
            Some(b'(') => inline_target(self.text, after)?,
            _ if is_image => return None,
            Some(_) => {
                let end = after + label_len(&self.text[after..])?;
                if matches!(self.bytes.get(end), Some(b'(' | b'[')) {
                    return None;
                }
                InlineTarget { end, ..InlineTarget::default() }
            }
            None => InlineTarget { end: after, ..InlineTarget::default() },
        };
        self.link(&open, is_image, end, LinkRanges { text, target, title })
    }

    /// Closes a link or an image, which ends at byte `end`.
    fn link(&mut self, open: &Open, is_image: bool, end: usize, link: LinkRanges) -> Option<()> {
        for around in &mut self.open {
            match &mut around.kind {
                OpenKind::Bracket { is_image: true, .. } => return None,
                OpenKind::Bracket { has_link, .. } => *has_link |= !is_image,
                OpenKind::Run { .. } => {}
            }
        }
        let kind = if is_image { InlineKind::Image } else { InlineKind::Link };
        self.nodes[open.node] = InlineNode { kind, range: open.start..end, link: Some(link) };
        self.has_image |= is_image;
        self.has_node = true;
        (self.at, self.node_end) = (end, end);
        Some(())
    }
}
