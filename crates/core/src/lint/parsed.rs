//! A document whose pieces are parsed on first access, and the blocks that give a block its context: its heading,
//! section, lead-in and table headers.
//!
//! A piece is a run of lines that can be parsed on its own. Most pieces are never parsed: the gate rules them out, and
//! evaluating a match needs few others. For example, the context `mentioned` needs the lead-in of a list ("Do not
//! write:") for a match in a list item. If the lead-in is in the previous piece, that piece is parsed then. Results
//! never depend on which pieces were parsed before.

use super::input::Document;
use crate::extract::{
    ExtractWarning, Extraction, Extractor, Format, LanguageTag, Outline, Piece, Pieces, References,
    may_contain_rst_title,
};
use memchr::memmem;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet, TableCell};
use wordgate_text::source::{SourceFile, Span, floor_char_boundary, to_u32};

/// The maximum number of blocks to search for the next or previous block of the running text. The blocks between are
/// link titles, alternative texts and the like; a limit keeps a page with thousands of them fast.
pub(super) const MAX_ASIDES: usize = 16;

/// The bullets of list items in plain text.
const BULLETS: &[&str] = &["-", "*", "+", "•", "‣", "◦", "▪", "●", "○", "·", "–", "—"];

/// The maximum length in bytes of the number of a list item in plain text, including its punctuation.
const MAX_MARKER: usize = 8;

/// Identifies a block by the index of its piece and its index in the piece. Ordered as in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BlockId {
    pub piece: usize,
    pub block: usize,
}

impl BlockId {
    /// The first block of a document.
    pub const START: BlockId = BlockId { piece: 0, block: 0 };
}

/// How much of a file was parsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// The number of pieces that the file was split into; 0 if the gate ruled out the whole file.
    pub pieces: usize,
    /// The number of pieces that were parsed.
    pub parsed: usize,
    /// The total size of the parsed pieces in bytes.
    pub parsed_bytes: usize,
    /// Whether the last piece contains the rest of the file because no later split was safe.
    pub unsplittable: bool,
}

/// A document that is parsed piece by piece, on demand.
pub(super) struct ParsedDocument<'d> {
    document: Document<'d>,
    pieces: &'d Pieces,
    /// The scopes to extract.
    scopes: ScopeSet,
    extractor: RefCell<&'d mut Extractor>,
    /// The parsed pieces. Boxed to save memory, because most pieces are never parsed.
    read: Vec<OnceCell<Box<Extraction>>>,
    /// The cells of the first row and the first column of tables in the parsed pieces.
    cells: RefCell<HashMap<TableCell, BlockId>>,
    /// The last results of `heading_before` and `before_collection`. The next search stops at the block of the last
    /// one.
    last_heading: Cell<Option<CachedSearch>>,
    last_lead_in: Cell<Option<CachedSearch>>,
}

/// The result of a search for the heading or lead-in before the block `at`.
#[derive(Clone, Copy)]
struct CachedSearch {
    at: BlockId,
    before: Option<BlockId>,
}

impl<'d> ParsedDocument<'d> {
    /// Wraps a document that was split into these pieces. No piece is parsed yet.
    pub fn new(
        document: Document<'d>,
        pieces: &'d Pieces,
        scopes: ScopeSet,
        extractor: &'d mut Extractor,
    ) -> ParsedDocument<'d> {
        ParsedDocument {
            document,
            pieces,
            scopes,
            extractor: RefCell::new(extractor),
            read: pieces.pieces.iter().map(|_| OnceCell::new()).collect(),
            cells: RefCell::default(),
            last_heading: Cell::new(None),
            last_lead_in: Cell::new(None),
        }
    }

    pub fn pieces(&self) -> &'d [Piece] {
        &self.pieces.pieces
    }

    pub fn text(&self) -> &'d str {
        self.document.file.text()
    }

    pub fn file(&self) -> &'d SourceFile {
        self.document.file
    }

    /// Returns the document's name for globs and fingerprints.
    pub fn path(&self) -> &'d str {
        self.document.path
    }

    /// Returns the spans that are certainly fenced code, so that they need not be parsed.
    pub fn code(&self) -> &'d [Span] {
        &self.pieces.code
    }

    /// Returns whether the byte at `offset` is certainly in fenced code.
    pub fn is_code(&self, offset: usize) -> bool {
        self.pieces.is_code(Span::new(offset, offset + 1))
    }

    pub fn format(&self) -> Format {
        self.document.format
    }

    /// Returns the index of the piece that contains the byte at `offset`.
    pub fn piece_of(&self, offset: u32) -> usize {
        let pieces = self.pieces();
        pieces.partition_point(|piece| piece.range.end <= offset).min(pieces.len().saturating_sub(1))
    }

    /// Parses every piece, and returns their indices.
    pub fn parse_all(&self) -> Vec<usize> {
        let pieces = 0..self.read.len();
        pieces.clone().for_each(|piece| {
            self.read(piece);
        });
        pieces.collect()
    }

    /// Returns whether parsing was interrupted.
    pub fn is_interrupted(&self) -> bool {
        self.extractor.borrow().is_interrupted()
    }

    /// Returns how much was parsed so far.
    pub fn effort(&self) -> Effort {
        let read = self.pieces().iter().zip(&self.read).filter(|(_, read)| read.get().is_some());
        let parsed_bytes = read.clone().map(|(piece, _)| piece.range.len()).sum();
        Effort { pieces: self.read.len(), parsed: read.count(), parsed_bytes, unsplittable: self.pieces.unsplittable }
    }

    /// Returns the warnings about text in a piece that could not be read properly.
    pub fn warnings(&self, piece: usize) -> &[ExtractWarning] {
        &self.read(piece).warnings
    }

    /// Returns the starts of the blocks of a piece, and the comments in it that may be directives.
    pub fn outline(&self, piece: usize) -> &Outline {
        &self.read(piece).outline
    }

    /// Returns the blocks of a piece.
    pub fn blocks(&self, piece: usize) -> &[ProseBlock] {
        &self.read(piece).blocks
    }

    pub fn block(&self, at: BlockId) -> &ProseBlock {
        &self.blocks(at.piece)[at.block]
    }

    /// Returns the link definitions in a piece, and the links whose text is their label.
    pub fn references(&self, piece: usize) -> &References {
        &self.read(piece).references
    }

    /// Returns the start tags with a `lang` attribute, in the order of the text. Parses only the pieces that have such a
    /// word.
    pub fn language_tags(&self) -> Vec<LanguageTag> {
        let bytes = self.text().as_bytes();
        let names = ["lang", "LANG"].into_iter().flat_map(|name| memmem::find_iter(bytes, name.as_bytes()));
        let is_attribute = |at: &usize| {
            let rest = bytes[at + "lang".len()..].trim_ascii_start();
            *at > 0 && rest.starts_with(b"=") && (bytes[at - 1].is_ascii_whitespace() || bytes[at - 1] == b':')
        };
        let pieces: BTreeSet<usize> = names.filter(is_attribute).map(|at| self.piece_of(to_u32(at))).collect();
        let mut tags: Vec<LanguageTag> =
            pieces.into_iter().flat_map(|piece| self.read(piece).language_tags.iter().copied()).collect();
        tags.sort_unstable_by_key(|tag| tag.span.start);
        tags.dedup_by_key(|tag| tag.span.start);
        tags
    }

    fn read(&self, piece: usize) -> &Extraction {
        self.read[piece].get_or_init(|| {
            // A section is a document of its own, so nothing after it may change how it is read.
            let text = self.file().text_of_section(self.pieces()[piece].range.start);
            let (format, scopes) = (self.format(), self.scopes);
            let mut extractor = self.extractor.borrow_mut();
            let extraction = match &self.pieces()[piece] {
                own if own.is_plain => extractor.extract_plain(text, format, own, self.code(), scopes),
                own => extractor.extract(text, format, own, scopes),
            };
            let cells = extraction.blocks.iter().enumerate().filter_map(|(block, own)| Some((own.cell?, block)));
            let edge = |cell: &TableCell| cell.row == 0 || cell.column == 0;
            let cells = cells.filter(|(cell, _)| edge(cell)).map(|(cell, block)| (cell, BlockId { piece, block }));
            self.cells.borrow_mut().extend(cells);
            Box::new(extraction)
        })
    }

    /// Returns the blocks before a block, in reverse order. Skips other pieces that `may_matter` rejects.
    pub fn before(&self, at: BlockId, may_matter: impl Fn(usize) -> bool) -> impl Iterator<Item = BlockId> {
        let own = (0..at.block).rev().map(move |block| BlockId { block, ..at });
        let pieces = (0..at.piece).rev().filter(move |piece| may_matter(*piece));
        own.chain(
            pieces.flat_map(|piece| (0..self.blocks(piece).len()).rev().map(move |block| BlockId { piece, block })),
        )
    }

    /// Returns the block `at` and all blocks after it.
    pub fn blocks_from(&self, at: BlockId) -> impl Iterator<Item = BlockId> {
        let own = (at.block..self.blocks(at.piece).len()).map(move |block| BlockId { block, ..at });
        let pieces = at.piece + 1..self.read.len();
        own.chain(pieces.flat_map(|piece| (0..self.blocks(piece).len()).map(move |block| BlockId { piece, block })))
    }

    /// Returns the nearest heading before a block.
    pub fn heading_before(&self, at: BlockId) -> Option<BlockId> {
        let known = self.last_heading.get().filter(|known| known.at <= at);
        let is_unknown = |before: &BlockId| known.is_none_or(|known| known.at <= *before);
        let may_matter = |piece: usize| {
            let source = || &self.text()[self.pieces()[piece].range.range()];
            self.read[piece].get().is_some() || may_contain_heading(self.format(), source())
        };
        let nearest = self
            .before(at, may_matter)
            .take_while(is_unknown)
            .find(|before| self.block(*before).heading_level.is_some());
        let heading = nearest.or(known.and_then(|known| known.before));
        self.last_heading.set(Some(CachedSearch { at, before: heading }));
        heading
    }

    /// Returns the first block of the group that starts at byte `start`, if it is not in a group inside that one.
    pub fn first_of_group(&self, start: u32) -> Option<BlockId> {
        let piece = self.piece_of(start);
        let blocks = self.blocks(piece);
        let first = blocks.partition_point(|block| block.map.extent().start < start);
        let mut near = (first..blocks.len()).take(MAX_ASIDES);
        // The title of an admonition labels its body.
        let block = near.find(|block| blocks[*block].scope == Scope::Title || !is_aside(&blocks[*block]))?;
        blocks[block].group.is_some_and(|group| group.start == start).then_some(BlockId { piece, block })
    }

    /// Returns the last block of the running text before the list, table or quotation that contains a block. This may
    /// be its lead-in.
    pub fn before_collection(&self, at: BlockId) -> Option<BlockId> {
        let is_plain = self.format() == Format::Text;
        let collection = |at: BlockId| {
            let block = self.block(at);
            if is_plain && starts_item(&block.text) {
                return Some(Scope::List);
            }
            [Scope::List, Scope::Table, Scope::Quote].into_iter().find(|scope| block.scopes.contains(*scope))
        };
        let own = collection(at)?;
        if let Some(known) = self.last_lead_in.get().filter(|known| known.at == at) {
            return known.before;
        }
        let known = self.last_lead_in.get().filter(|known| known.at < at && collection(known.at) == Some(own));
        let mut before = self
            .before(at, |_| true)
            .skip_while(|before| known.is_none_or(|known| *before != known.at) && collection(*before) == Some(own));
        let reached = before.next();
        let lead_in = match (known, reached) {
            (Some(known), Some(reached)) if reached == known.at => known.before,
            _ => reached.into_iter().chain(before).find(|before| !is_aside(self.block(*before))),
        };
        self.last_lead_in.set(Some(CachedSearch { at, before: lead_in }));
        lead_in
    }

    /// Returns a cell of the first row or the first column of a table.
    pub fn edge_cell(&self, cell: TableCell) -> Option<BlockId> {
        let holder = self.pieces().partition_point(|piece| piece.range.end <= cell.table);
        if cell.row == 0 && holder < self.pieces().len() {
            self.read(holder);
        }
        self.cells.borrow().get(&cell).copied()
    }

    /// Returns the section that contains a block.
    pub fn section(&self, at: BlockId) -> Section {
        let own = self.block(at).heading_level.map(|_| at);
        let Some(heading) = own.or_else(|| self.heading_before(at)) else {
            return Section { start: BlockId::START, level: None };
        };
        Section { start: heading, level: self.block(heading).heading_level }
    }

    /// Returns the blocks of a section.
    pub fn blocks_of(&self, section: Section) -> impl Iterator<Item = &ProseBlock> {
        let skip = usize::from(section.level.is_some());
        let ends = move |block: &ProseBlock| {
            block.heading_level.is_some_and(|level| section.level.is_none_or(|own| level <= own))
        };
        let blocks = self.blocks_from(section.start).map(|at| self.block(at));
        blocks.enumerate().take_while(move |(index, block)| *index < skip || !ends(block)).map(|(_, block)| block)
    }

    /// Returns all blocks of the document.
    pub fn all_blocks(&self) -> impl Iterator<Item = &ProseBlock> {
        (0..self.read.len()).flat_map(|piece| self.blocks(piece))
    }
}

/// A heading, or the start of the document, with all blocks up to the next heading of the same or a higher level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    /// Its first block.
    pub start: BlockId,
    /// The level of the heading; `None` before the first heading.
    level: Option<u8>,
}

/// Returns whether source contains something that may be a heading: a `#`, an underline, or an HTML element.
fn may_contain_heading(format: Format, source: &str) -> bool {
    if format == Format::Rst {
        return may_contain_rst_title(source);
    }
    if format == Format::Asciidoc {
        let underlined = |line: &str| line.trim_end().ends_with(['-', '~', '^', '+']);
        return source.contains(['=', '#']) || source.split(['\n', '\r']).any(underlined);
    }
    let underlined = |line: &str| line.trim_end().ends_with(['=', '-']);
    source.contains(['#', '<']) || source.split(['\n', '\r']).any(underlined)
}

/// Returns whether a paragraph of plain text starts with the bullet or the number of a list item.
fn starts_item(text: &str) -> bool {
    let start = &text[..floor_char_boundary(text, MAX_MARKER + 1)];
    let Some((mark, _)) = start.split_once(char::is_whitespace) else { return false };
    let number = mark.strip_suffix(['.', ')']).map(|number| number.trim_start_matches('('));
    let is_short = |number: &str| number.len() == 1 && number.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    BULLETS.contains(&mark) || number.is_some_and(|number| is_number(number) || is_short(number))
}

/// Returns whether a block is not part of the running text, such as a link title or alternative text.
pub(super) fn is_aside(block: &ProseBlock) -> bool {
    matches!(block.scope, Scope::Alt | Scope::Title | Scope::Attribute | Scope::Url | Scope::Comment)
}
