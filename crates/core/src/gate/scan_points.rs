//! Finds the offsets that a sparse scan has to visit; see [`Scanner::scan_sparsely`](super::scanner::Scanner).
//!
//! A letter run matters if it may be one of the words that are searched for (the words of the [`Filter`]), or if the
//! characters next to it may make it part of such a word. Any other run matters only if it is next to one of those. So
//! the scanner visits the points found here and one run on each side of them, and gets the same words as if it had
//! visited every run. For the anchor "direct" and the text `Take the direct route` there is one point, at "direct", and
//! the scanner also reads "the" and "route".

use super::block::{Block, LENGTH};
use super::bytes::Letters;
use super::syntax::Syntax;
use super::vocabulary::{Filter, WordHash};

/// An offset that the scanner has to visit. Both offsets are in bytes.
#[derive(Clone, Copy)]
pub(super) struct ScanPoint {
    /// The offset to start reading at: the run before `at`, or where the scanner stopped if it has read that run.
    pub from: usize,
    /// The offset of a run, a sign, or a character that may encode or hide a letter.
    pub at: usize,
    /// Whether the run or sign may be a word of the filter by itself.
    pub is_word: bool,
}

/// Iterates over the points of a text, one [`Block`] of 64 bytes after the other. In each bitmask the lowest bit is for
/// the first byte of the block.
pub(super) struct ScanPoints<'p> {
    bytes: &'p [u8],
    syntax: Syntax,
    filter: &'p Filter,
    /// The offset of `block`.
    start: usize,
    block: Block,
    next_block: Block,
    /// Whether the last byte before the block is a letter.
    letter_before: bool,
    /// Whether the last byte before the block is markup that a word may continue after.
    closing_before: bool,
    /// Whether the last byte before the block is an apostrophe.
    apostrophe_before: bool,
    /// Whether the last byte before the block is one of `quote_openers`.
    quote_opener_before: bool,
    /// The points in the block that were not returned yet.
    points: u64,
    /// The subset of `points` that may be words of the filter.
    words: u64,
    /// The first letters of the runs in the block.
    runs: u64,
    /// The offset of the last run before the block.
    last_run: usize,
}

impl<'p> ScanPoints<'p> {
    /// Starts at the beginning of `bytes`.
    pub fn new(bytes: &'p [u8], syntax: Syntax, filter: &'p Filter) -> ScanPoints<'p> {
        let mut points = ScanPoints {
            bytes,
            syntax,
            filter,
            start: 0,
            block: Block::at(bytes, 0, syntax),
            next_block: Block::at(bytes, LENGTH, syntax),
            letter_before: false,
            closing_before: false,
            apostrophe_before: false,
            quote_opener_before: false,
            points: 0,
            words: 0,
            runs: 0,
            last_run: 0,
        };
        points.find_points();
        points
    }

    /// Returns the next point at or after byte `resume_at`, where the scanner stopped.
    pub fn next(&mut self, resume_at: usize) -> Option<ScanPoint> {
        loop {
            let passed = resume_at.saturating_sub(self.start);
            self.points = if passed < LENGTH { self.points >> passed << passed } else { 0 };
            if self.points != 0 {
                let bit = self.points.trailing_zeros();
                self.points &= self.points - 1;
                let runs_before = self.runs & !(u64::MAX << bit);
                let from = runs_before.checked_ilog2().map_or(self.last_run, |run| self.start + run as usize);
                let is_word = self.words >> bit & 1 != 0;
                return Some(ScanPoint { from: from.max(resume_at), at: self.start + bit as usize, is_word });
            }
            if self.start + LENGTH >= self.bytes.len() {
                return None;
            }
            self.advance();
        }
    }

    /// Moves on to the next block.
    fn advance(&mut self) {
        let last = 1 << (LENGTH - 1);
        let Block { letters, apostrophes, .. } = self.block;
        self.quote_opener_before = self.quote_openers() & last != 0;
        self.closing_before = (self.block.closing & !self.inner_underscores()) & last != 0;
        self.letter_before = letters & last != 0;
        self.apostrophe_before = apostrophes & last != 0;
        if let Some(run) = self.runs.checked_ilog2() {
            self.last_run = self.start + run as usize;
        }
        self.start += LENGTH;
        self.block = self.next_block;
        self.next_block = Block::at(self.bytes, self.start + LENGTH, self.syntax);
        self.find_points();
    }

    /// Computes the points of the current block.
    fn find_points(&mut self) {
        // The quotes of a string in an expression, as in `{"x"}`, count as markup together with the braces. So do the
        // backticks and the space of a role, as in ``{ref}`model <target>`s``.
        let Block { letters, punctuation, quotes, right_braces, left_angles, right_angles, .. } = self.block;
        self.block.closing |= quotes & (self.quote_openers() << 1 | u64::from(self.quote_opener_before));
        self.block.opening |= quotes & self.before(right_braces, self.next_block.right_braces);
        self.block.opening |= !(letters | punctuation) & self.before(left_angles, self.next_block.left_angles);
        self.block.opening |= right_angles & self.before(right_angles, self.next_block.right_angles);
        let Block {
            letters, opening, closing, non_ascii, references, escapes, punctuation, signs, apostrophes, ..
        } = self.block;
        let after = |mask: u64, bit_before: bool| mask << 1 | u64::from(bit_before);
        let runs = letters & !after(letters, self.letter_before);
        // The scanner skips the `s` of a possessive, so it must not count as the run before a point.
        self.runs = runs & !after(apostrophes, self.apostrophe_before);
        // A backslash before punctuation encodes no letter. Nearly all backslashes are of this kind.
        let escapes = escapes & !self.before(punctuation, self.next_block.punctuation);
        let is_markup = !self.inner_underscores();
        let mut beside_markup = runs & after(closing & is_markup, self.closing_before);
        let mut opened = opening & is_markup & after(letters, false);
        while opened != 0 {
            let runs_before = runs & !(u64::MAX << opened.trailing_zeros());
            // A run that began in the previous block was handled there.
            beside_markup |= runs_before.checked_ilog2().map_or(0, |run| 1 << run);
            opened &= opened - 1;
        }
        self.words = if self.filter.has_signs() { signs } else { 0 };
        if self.filter.has_shapes() {
            self.words |= runs;
        }
        let mut unchecked = runs;
        let mut long_enough = letters;
        for _ in 1..self.filter.min_letters() {
            long_enough = self.before(long_enough, self.next_block.letters);
            unchecked &= long_enough;
        }
        while unchecked != 0 {
            let run = unchecked.trailing_zeros();
            unchecked &= unchecked - 1;
            let prefix = Letters::at(self.bytes, self.start + run as usize).lower;
            self.words |= u64::from(self.filter.may_contain_prefix(WordHash::default().add_bytes(prefix))) << run;
        }
        if letters >> (LENGTH - 1) != 0 && self.last_run_may_be_split() {
            beside_markup |= runs.checked_ilog2().map_or(0, |run| 1 << run);
        }
        self.points = non_ascii | references | escapes | beside_markup | self.words;
    }

    /// The bytes after which a quotation mark counts as markup.
    fn quote_openers(&self) -> u64 {
        self.block.left_braces | self.block.right_braces | self.block.right_angles
    }

    /// The bytes directly before those of `mask`; `next_mask` is the same mask of the next block.
    fn before(&self, mask: u64, next_mask: u64) -> u64 {
        mask >> 1 | next_mask << (LENGTH - 1)
    }

    /// Returns the mask of the `_` between letters, which are not markup.
    fn inner_underscores(&self) -> u64 {
        let Block { letters, underscores, .. } = self.block;
        underscores & (letters << 1 | u64::from(self.letter_before)) & self.before(letters, self.next_block.letters)
    }

    /// Returns whether markup may follow the run that continues in the next block.
    fn last_run_may_be_split(&self) -> bool {
        let Block { letters, punctuation, opening, quotes, right_braces, left_angles, right_angles, .. } =
            self.next_block;
        let rest = letters.trailing_ones();
        let before = |mask: u64| mask >> 1 | 1 << (LENGTH - 1);
        let strings = quotes & before(right_braces);
        let targets = !(letters | punctuation) & before(left_angles);
        let references = right_angles & before(right_angles);
        rest == u64::BITS || (opening | strings | targets | references) >> rest & 1 != 0
    }
}
