//! Blocks that are headings only to a reader: a short bold paragraph, the summary of an HTML disclosure, the title of a
//! component or of a directive between colons, and a line in capitals or an underlined line in plain text.

use super::start::{MAX_LABEL, ends_with_tag, has_no_letter, leading_bold, line_before};
use crate::extract::Format;
use crate::lint::parsed::{BlockId, ParsedDocument, is_aside};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use wordgate_text::prose::{ProseBlock, Scope};

/// A kind of block that is a heading only to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApparentHeading {
    /// It is over what follows up to the next heading: a bold paragraph, a line in plain text.
    Line,
    /// It is over its container, whatever headings are in there: a summary, the title of a component.
    Container,
}

/// The headings of a piece: the index of each block and its kind, in order.
type OfPiece = Rc<[(usize, ApparentHeading)]>;

/// The blocks of a document that are headings only to a reader.
#[derive(Debug)]
pub(super) struct ApparentHeadings {
    /// The pieces that may contain one, in order.
    pieces: Vec<usize>,
    /// Those of the pieces that were needed.
    found: RefCell<FxHashMap<usize, OfPiece>>,
}

impl ApparentHeadings {
    /// Finds the pieces that may contain one, without parsing.
    pub fn new(parsed: &ParsedDocument) -> ApparentHeadings {
        let source = |piece: &usize| &parsed.text()[parsed.pieces()[*piece].range.range()];
        let pieces = 0..parsed.pieces().len();
        let pieces = pieces.filter(|piece| may_contain_apparent_heading(parsed.format(), source(piece))).collect();
        ApparentHeadings { pieces, found: RefCell::default() }
    }

    /// Returns those before a block, the nearest first, up to the piece that ends before byte `from`.
    pub fn before<'p>(
        &'p self,
        parsed: &'p ParsedDocument,
        at: BlockId,
        from: u32,
    ) -> impl Iterator<Item = (BlockId, ApparentHeading)> + 'p {
        let until = self.pieces.partition_point(|piece| *piece <= at.piece);
        let pieces = self.pieces[..until].iter().copied().rev();
        let near = pieces.take_while(move |piece| parsed.pieces()[*piece].range.end >= from);
        near.flat_map(move |piece| {
            let all = self.of_piece(parsed, piece);
            let end = if piece == at.piece { all.partition_point(|(block, _)| *block < at.block) } else { all.len() };
            (0..end).rev().map(move |index| (BlockId { piece, block: all[index].0 }, all[index].1))
        })
    }

    fn of_piece(&self, parsed: &ParsedDocument, piece: usize) -> OfPiece {
        if let Some(known) = self.found.borrow().get(&piece) {
            return known.clone();
        }
        let blocks = parsed.blocks(piece).iter().enumerate();
        let all: OfPiece =
            blocks.filter_map(|(index, block)| Some((index, apparent_heading(parsed, block)?))).collect();
        self.found.borrow_mut().insert(piece, all.clone());
        all
    }
}

/// The attributes that are the title of a component, as in `<TabItem label="Linux">`.
const TITLE_ATTRIBUTES: [&str; 6] = ["title", "label", "header", "heading", "summary", "name"];

/// Returns whether source may contain an [`ApparentHeading`].
fn may_contain_apparent_heading(format: Format, source: &str) -> bool {
    let marks: &[&str] = match format {
        Format::Asciidoc => &["*"],
        Format::Mdx => &["**", "__", "<", ":::"],
        Format::Rst => &["**", "::"],
        Format::Markdown | Format::Notebook | Format::Html | Format::Office | Format::Pdf => {
            &["**", "__", "<s", "<S", "<b", "<B", ":::"]
        }
        Format::Tsx | Format::Script | Format::Vue | Format::Svelte | Format::Astro => &["<"],
        _ => return true,
    };
    marks.iter().any(|mark| source.contains(mark))
}

/// Returns what a block is the heading of, if it is one only to a reader.
fn apparent_heading(parsed: &ParsedDocument, block: &ProseBlock) -> Option<ApparentHeading> {
    if block.heading_level.is_some() || block.cell.is_some() || block.text.len() > MAX_LABEL {
        return None;
    }
    let (text, extent) = (parsed.text(), block.map.extent());
    let line = line_before(text, extent.start as usize);
    if block.scope == Scope::Title && line.trim_start().starts_with(":::") {
        return Some(ApparentHeading::Container);
    }
    if titles_component(line) {
        return Some(ApparentHeading::Container);
    }
    if is_aside(block) || block.scopes.contains(Scope::List) {
        return None;
    }
    if parsed.format() == Format::Text {
        return is_plain_heading_block(&text[extent.range()]).then_some(ApparentHeading::Line);
    }
    if ends_with_tag(line, "summary") {
        return Some(ApparentHeading::Container);
    }
    let is_bold = leading_bold(text, block).is_some_and(|bold| has_no_letter(&block.text[bold.end..]));
    is_bold.then_some(ApparentHeading::Line)
}

/// Returns whether the title of a component starts after this source, as in `<TabItem value="a" label="`.
fn titles_component(line: &str) -> bool {
    let before = line.strip_suffix(['"', '\'']).map(|line| line.trim_end_matches(['{', ' ']));
    let Some(attributes) = before.and_then(|before| before.strip_suffix('=')) else { return false };
    let Some(open) = attributes.rfind('<') else { return false };
    let tag = &attributes[open + 1..];
    let attribute = tag.rsplit(char::is_whitespace).next().unwrap_or_default();
    tag.starts_with(|c: char| c.is_ascii_uppercase()) && !tag.contains('>') && TITLE_ATTRIBUTES.contains(&attribute)
}

/// Returns whether a line of plain text is set like a heading: in capitals, without an end of a sentence.
fn is_plain_heading(line: &str) -> bool {
    let line = line.trim();
    let is_capital = |c: char| !c.is_alphabetic() || c.is_uppercase();
    line.len() <= MAX_LABEL
        && line.starts_with(char::is_alphanumeric)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && line.chars().all(is_capital)
        && !line.ends_with(['.', ',', ';'])
}

/// Returns whether the source of a paragraph of plain text is one line that is set like a heading, or is underlined.
fn is_plain_heading_block(source: &str) -> bool {
    let mut lines = source.lines();
    let (first, second, rest) = (lines.next().unwrap_or_default(), lines.next(), lines.next());
    let is_underline = |line: &str| {
        let line = line.trim();
        line.len() >= 3 && ['=', '-', '~'].iter().any(|mark| line.chars().all(|c| c == *mark))
    };
    match second {
        None => is_plain_heading(first),
        Some(second) => rest.is_none() && is_underline(second),
    }
}
