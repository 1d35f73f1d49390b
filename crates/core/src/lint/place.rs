//! Finds the text over a block that says what the block is about: the headers of its table row and column, the start of
//! its list item, the paragraph before it, and the headings above it.
//!
//! Readers take some other blocks for headings: a paragraph that is bold as a whole, the summary of an HTML
//! disclosure, a line in capitals in plain text. They count as headings below those of the format. The label may also be
//! at the start of the block itself, as in "**Pricing:** …".

use super::headings::HeadingCandidates;
use super::parsed::{BlockId, MAX_ASIDES, ParsedDocument, is_aside};
use super::quotation::{self, offset_of};
use crate::context::{BlockContext, Label, LabelKind, Quotation};
use crate::extract::Format;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use wordgate_text::prose::{ProseBlock, Scope, TableCell, Words};
use wordgate_text::source::floor_char_boundary;

/// The most groups around a block that are read.
const MAX_GROUPS: usize = 16;

/// The most bytes of a label in the block that it labels, and of a paragraph that is a heading to a reader.
const MAX_LABEL: usize = 120;

/// The most words of a label that ends in a colon or a dash.
const MAX_LABEL_WORDS: usize = 8;

/// The most bytes at the end of a paragraph that are read to find its last sentence.
const MAX_LEAD_IN: usize = 600;

/// The most bytes between a block and a paragraph that is a heading to a reader.
const MAX_REACH: u32 = 1 << 15;

/// A label of a block: where it is, and which part of that block it is.
#[derive(Clone, Debug)]
pub(super) struct PlacedLabel {
    kind: LabelKind,
    block: BlockId,
    /// The byte range in the text of the block.
    range: Range<usize>,
}

/// What the blocks of a document share to find their labels.
#[derive(Debug, Default)]
pub(super) struct PlaceCache {
    headings: OnceCell<HeadingCandidates>,
    /// The labels of the last block for which they were needed.
    last: RefCell<Option<(BlockId, Vec<PlacedLabel>)>>,
}

/// A block in its document. Contexts use it to access the labels of the block and the blocks around it.
#[derive(Clone, Copy)]
pub(super) struct LocatedBlock<'a, 'd> {
    pub parsed: &'a ParsedDocument<'d>,
    pub cache: &'a PlaceCache,
    pub id: BlockId,
}

impl BlockContext for LocatedBlock<'_, '_> {
    fn labels(&self) -> Box<dyn Iterator<Item = Label<'_>> + '_> {
        let known =
            self.cache.last.borrow().as_ref().filter(|(id, _)| *id == self.id).map(|(_, labels)| labels.clone());
        let labels = known.unwrap_or_else(|| {
            let labels = self.find_labels();
            self.cache.last.replace(Some((self.id, labels.clone())));
            labels
        });
        let to_label =
            |label: PlacedLabel| Label { kind: label.kind, text: &self.parsed.block(label.block).text[label.range] };
        Box::new(labels.into_iter().map(to_label))
    }

    fn own_label(&self) -> Option<Range<u32>> {
        own_label(self.parsed.text(), self.parsed.block(self.id))
    }

    fn next_block(&self) -> Option<&str> {
        let after = self.parsed.blocks_from(self.id).skip(1).take(MAX_ASIDES).map(|at| self.parsed.block(at));
        after.into_iter().find(|block| !is_aside(block)).map(|block| block.text.as_str())
    }

    fn is_heading(&self) -> bool {
        self.parsed.block(self.id).heading_level.is_some()
    }

    fn quotation(&self) -> Option<Quotation<'_>> {
        quotation::quotation(self.parsed, self.id)
    }
}

impl LocatedBlock<'_, '_> {
    /// Finds all labels, the nearest first.
    fn find_labels(&self) -> Vec<PlacedLabel> {
        let parsed = self.parsed;
        let whole = |kind, block: BlockId| PlacedLabel { kind, block, range: 0..parsed.block(block).text.len() };
        let mut labels = Vec::new();
        labels.extend(self.row_header().map(|header| whole(LabelKind::RowHeader, header)));
        labels.extend(self.column_header().map(|header| whole(LabelKind::ColumnHeader, header)));
        for start in self.group_starts() {
            let range = item_label(parsed.text(), parsed.block(start));
            labels.push(PlacedLabel { kind: LabelKind::Item, block: start, range });
        }
        if let Some(block) = self.lead_in() {
            let range = last_sentence(&parsed.block(block).text);
            labels.push(PlacedLabel { kind: LabelKind::LeadIn, block, range });
        }
        labels.extend(self.headings().into_iter().map(|heading| whole(LabelKind::Heading, heading)));
        labels
    }

    fn row_header(&self) -> Option<BlockId> {
        let cell = self.parsed.block(self.id).cell.filter(|cell| cell.column > 0)?;
        self.parsed.edge_cell(TableCell { column: 0, ..cell })
    }

    fn column_header(&self) -> Option<BlockId> {
        let cell = self.parsed.block(self.id).cell.filter(|cell| cell.row > 0)?;
        self.parsed.edge_cell(TableCell { row: 0, ..cell })
    }

    /// Returns the first blocks of the groups around the block, innermost first, without the block itself.
    fn group_starts(&self) -> Vec<BlockId> {
        let own = self.parsed.block(self.id).group;
        let mut starts = Vec::new();
        let (mut start, mut parent) = (own.map(|group| group.start), own.and_then(|group| group.parent));
        for _ in 0..MAX_GROUPS {
            let Some(first) = start.map(|start| self.parsed.first_of_group(start)) else { break };
            starts.extend(first.filter(|first| *first < self.id));
            let around = parent.and_then(|parent| self.parsed.first_of_group(parent));
            start = parent;
            parent = around.and_then(|around| self.parsed.block(around).group?.parent);
        }
        starts
    }

    /// Returns the paragraph before the block, or before the list, table or quotation around it, if it leads in the
    /// block.
    fn lead_in(&self) -> Option<BlockId> {
        let parsed = self.parsed;
        let is_paragraph = |at: BlockId| {
            let block = parsed.block(at);
            block.heading_level.is_none() && block.cell.is_none()
        };
        let ends_with_colon = |at: BlockId| parsed.block(at).text.trim_end().ends_with(':');
        // Plain text has no headings, so only a colon distinguishes a lead-in from other paragraphs.
        let leads = |at: &BlockId| parsed.format() != Format::Text || ends_with_colon(*at);
        if let Some(before) = parsed.before_collection(self.id) {
            return Some(before).filter(|before| leads(before) && is_paragraph(*before));
        }
        let block = parsed.block(self.id);
        let before = self.previous()?;
        let is_text =
            block.heading_level.is_none() && is_paragraph(before) && !parsed.block(before).scopes.contains(Scope::List);
        (is_text && ends_with_colon(before)).then_some(before)
    }

    /// Returns the previous block of the running text, unless another block, such as code, is between.
    fn previous(&self) -> Option<BlockId> {
        let before = self.parsed.before(self.id, |_| true).take(MAX_ASIDES);
        let before = before.into_iter().find(|before| !is_aside(self.parsed.block(*before)))?;
        quotation::is_adjacent(self.parsed, before, self.id).then_some(before)
    }

    /// Returns the nearest heading before a heading that has a lower level.
    fn heading_above(&self, heading: BlockId) -> Option<BlockId> {
        self.cache.headings.get_or_init(|| HeadingCandidates::find(self.parsed)).above(self.parsed, heading)
    }

    /// Returns the headings above the block, the nearest first, up to the title of the document.
    fn headings(&self) -> Vec<BlockId> {
        let parsed = self.parsed;
        let nearest = match parsed.block(self.id).heading_level {
            Some(_) => self.heading_above(self.id),
            None => parsed.heading_before(self.id),
        };
        let own = parsed.block(self.id).heading_level.is_none().then(|| self.apparent_heading(nearest)).flatten();
        let mut headings: Vec<BlockId> = own.into_iter().chain(nearest).collect();
        let mut at = nearest;
        while let Some(above) = at.and_then(|at| self.heading_above(at)) {
            headings.push(above);
            at = Some(above);
        }
        headings.extend(title(parsed).filter(|title| *title < self.id && !headings.contains(title)));
        headings
    }

    /// Returns the nearest block before this one, after the heading `heading`, that is a heading only to a reader.
    fn apparent_heading(&self, heading: Option<BlockId>) -> Option<BlockId> {
        let parsed = self.parsed;
        let start = parsed.block(self.id).map.extent().start;
        let near = parsed.before(self.id, |piece| {
            let range = parsed.pieces()[piece].range;
            let source = &parsed.text()[range.range()];
            range.end + MAX_REACH >= start && may_contain_apparent_heading(parsed.format(), source)
        });
        let mut candidates = near
            .take_while(|at| heading.is_none_or(|heading| heading < *at))
            .take_while(|at| parsed.block(*at).map.extent().end + MAX_REACH >= start);
        candidates.find(|at| {
            let block = parsed.block(*at);
            let end = block.map.extent().end.min(start);
            let between = &parsed.text()[end as usize..start as usize];
            apparent_heading(parsed, block).is_some_and(|kind| !kind.ends_in(between))
        })
    }
}

/// A block that is a heading only to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ApparentHeading {
    /// A short paragraph, all of it bold.
    Bold,
    /// The summary of an HTML disclosure.
    Summary,
    /// The title of a directive between colons.
    Directive,
    /// A line in capitals, or an underlined one, in plain text.
    PlainLine,
}

impl ApparentHeading {
    /// Returns whether what the heading is over ends in this source after it.
    fn ends_in(self, source: &str) -> bool {
        match self {
            ApparentHeading::Bold | ApparentHeading::PlainLine => false,
            ApparentHeading::Summary => source.contains("</details"),
            ApparentHeading::Directive => source.lines().any(|line| line.trim_start().starts_with(":::")),
        }
    }
}

/// Returns whether source may contain an [`ApparentHeading`].
fn may_contain_apparent_heading(format: Format, source: &str) -> bool {
    match format {
        Format::Text => true,
        _ => ["**", "__", "<s", "<S", "<b", "<B", ":::"].iter().any(|mark| source.contains(mark)),
    }
}

fn apparent_heading(parsed: &ParsedDocument, block: &ProseBlock) -> Option<ApparentHeading> {
    if block.heading_level.is_some() || block.cell.is_some() || block.text.len() > MAX_LABEL {
        return None;
    }
    let (text, extent) = (parsed.text(), block.map.extent());
    let before = &text[..extent.start as usize];
    let line = before.rfind(['\n', '\r']).map_or(before, |end| &before[end + 1..]);
    if block.scope == Scope::Title {
        return line.trim_start().starts_with(":::").then_some(ApparentHeading::Directive);
    }
    if is_aside(block) || block.scopes.contains(Scope::List) {
        return None;
    }
    if parsed.format() == Format::Text {
        return is_plain_heading_block(&text[extent.range()]).then_some(ApparentHeading::PlainLine);
    }
    if ends_with_tag(line, "summary") {
        return Some(ApparentHeading::Summary);
    }
    let is_bold = strong_end(text, block).is_some_and(|end| has_no_letter(&block.text[end..]));
    is_bold.then_some(ApparentHeading::Bold)
}

/// Returns whether a line of plain text is set like a heading: in capitals, without an end of a sentence.
fn is_plain_heading(line: &str) -> bool {
    let line = line.trim();
    let is_capital = |c: char| !c.is_alphabetic() || c.is_uppercase();
    (4..=MAX_LABEL).contains(&line.len())
        && line.starts_with(char::is_alphanumeric)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 3
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

/// Returns whether source ends with the start tag of this element.
fn ends_with_tag(source: &str, name: &str) -> bool {
    let Some(open) =
        source.trim_end().strip_suffix('>').and_then(|source| source.rfind('<').map(|at| &source[at + 1..]))
    else {
        return false;
    };
    open.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !open[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Returns the byte offset in the text of a block at which bold text ends that starts the block.
fn strong_end(text: &str, block: &ProseBlock) -> Option<usize> {
    let extent = block.map.extent();
    let before = &text[..extent.start as usize];
    let rest = &text[extent.start as usize..];
    let limit = floor_char_boundary(rest, extent.len() + 16);
    let rest = &rest[..limit];
    let close = if before.ends_with("**") {
        rest.find("**")
    } else if before.ends_with("__") {
        rest.find("__")
    } else if ends_with_tag(before, "strong") {
        rest.to_ascii_lowercase().find("</strong")
    } else if ends_with_tag(before, "b") {
        rest.to_ascii_lowercase().find("</b>")
    } else {
        None
    }?;
    let close = u32::try_from(close).ok()?;
    Some(offset_of(block, extent.start + close)).map(|end| if end == 0 { block.text.len() } else { end })
}

/// Returns the label at the start of a block.
fn own_label(text: &str, block: &ProseBlock) -> Option<Range<u32>> {
    let own = block.text.as_str();
    let to_range = |end: usize| {
        let label = own[..end].trim_end().trim_end_matches([':', '.', '—', '–', '-']).trim_end();
        (!label.is_empty()).then_some(0..u32::try_from(label.len()).ok()?)
    };
    if let Some(end) = strong_end(text, block).filter(|end| *end <= MAX_LABEL) {
        let (label, rest) = own.split_at(end);
        let is_closed = label.trim_end().ends_with([':', '.', '?', '!', '—', '–', '-']);
        let is_separated = rest.trim_start().starts_with([':', '—', '–']) || rest.starts_with(" - ");
        let ends_line = block.breaks.contains(&u32::try_from(end).unwrap_or(u32::MAX));
        if is_closed || is_separated || ends_line || has_no_letter(rest) {
            return to_range(end);
        }
    }
    let start = &own[..floor_char_boundary(own, MAX_LABEL)];
    let is_label = |label: &str| {
        let words = label.split_whitespace().count();
        (1..=MAX_LABEL_WORDS).contains(&words) && !label.contains(['.', '!', '?', ';', '"', '“', '(', ','])
    };
    let colon = start.find(": ").or_else(|| own.strip_suffix(':').map(str::len)).filter(|at| *at <= start.len());
    let dash = [" — ", " – ", " - "].into_iter().filter_map(|dash| start.find(dash)).min();
    let dash = dash.filter(|_| block.scopes.contains(Scope::List));
    let first_line = block.breaks.first().map(|at| *at as usize).filter(|_| block.heading_level.is_none());
    let ends = [colon, dash, first_line].into_iter().flatten();
    let end = ends.filter(|end| own.get(..*end).is_some_and(is_label)).min()?;
    to_range(end)
}

/// Returns the part of the first block of an item that says what the item is about.
fn item_label(text: &str, block: &ProseBlock) -> Range<usize> {
    match own_label(text, block) {
        Some(label) => label.start as usize..label.end as usize,
        None => last_sentence(&block.text),
    }
}

/// Returns the last sentence of a paragraph.
fn last_sentence(text: &str) -> Range<usize> {
    let from = floor_char_boundary(text, text.len().saturating_sub(MAX_LEAD_IN));
    let words = Words::new(&text[from..]);
    let tokens = words.tokens();
    let last = tokens.last().map_or(0, |token| token.sentence);
    let first = tokens.iter().find(|token| token.sentence == last);
    from + first.map_or(0, |token| token.span.start as usize)..text.len()
}

/// Returns the title of the document, in its front matter or its head.
fn title(parsed: &ParsedDocument) -> Option<BlockId> {
    let text = parsed.text();
    let is_title = |block: &ProseBlock| {
        let before = &text[..block.map.extent().start as usize];
        let line = before.rfind(['\n', '\r']).map_or(before, |end| &before[end + 1..]);
        match block.scope {
            Scope::FrontMatter => matches!(line.trim_matches([' ', '"', '\'', ':', '=', '\t']), "title" | "Title"),
            Scope::Title => parsed.format() == Format::Html && ends_with_tag(line, "title"),
            _ => false,
        }
    };
    let may_have_title = match parsed.format() {
        Format::Markdown | Format::Mdx => text.trim_start_matches('\u{FEFF}').starts_with(['-', '+', '{']),
        Format::Html => true,
        Format::Text => false,
    };
    let blocks = if may_have_title && !parsed.pieces().is_empty() { parsed.blocks(0) } else { &[] };
    blocks.iter().position(is_title).map(|block| BlockId { piece: 0, block })
}

fn has_no_letter(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}
