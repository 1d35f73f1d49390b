//! The places at which a reading has to look closely.
//!
//! A run of letters matters to a reading if it may be a word that is looked for, or if what stands beside it may make a
//! longer word of it. All others only matter as the neighbour of one that does, so a reading that looks at the places
//! found here, and at one run on each side of them, finds what it would find by looking at all of them.

use super::block::{Block, LENGTH};
use super::bytes::Letters;
use super::vocabulary::{Filter, WordHash};

/// A place (bytes).
#[derive(Clone, Copy)]
pub(super) struct ScanPoint {
    /// Where to begin: no later than the run before.
    pub from: usize,
    /// What is there: a run, a sign, or what may spell a letter.
    pub at: usize,
    /// Whether it may be a word that is looked for as it stands.
    pub is_word: bool,
}

/// Goes through a text for the places in it.
pub(super) struct ScanPoints<'p> {
    bytes: &'p [u8],
    filter: &'p Filter,
    /// Where `block` begins.
    start: usize,
    block: Block,
    /// The block behind it.
    after: Block,
    /// Whether the byte before the block is a letter.
    goes_on: bool,
    /// Whether the byte before the block is markup behind which a word may go on.
    is_closed: bool,
    /// Whether the byte before the block is an apostrophe.
    is_possessive: bool,
    /// Whether the byte before the block is `{`.
    is_braced: bool,
    /// What there is to look at in the block.
    points: u64,
    /// What of it may be a word that is looked for.
    words: u64,
    /// Where runs begin in the block.
    runs: u64,
    /// Where the last run before the block begins.
    last_run: usize,
}

impl<'p> ScanPoints<'p> {
    /// The places in `bytes`.
    pub fn new(bytes: &'p [u8], filter: &'p Filter) -> ScanPoints<'p> {
        let mut places = ScanPoints {
            bytes,
            filter,
            start: 0,
            block: Block::at(bytes, 0),
            after: Block::at(bytes, LENGTH),
            goes_on: false,
            is_closed: false,
            is_possessive: false,
            is_braced: false,
            points: 0,
            words: 0,
            runs: 0,
            last_run: 0,
        };
        places.look();
        places
    }

    /// The next place that is not before byte `at`.
    pub fn next(&mut self, at: usize) -> Option<ScanPoint> {
        loop {
            let passed = at.saturating_sub(self.start);
            self.points = if passed < LENGTH { self.points >> passed << passed } else { 0 };
            if self.points != 0 {
                let place = self.points.trailing_zeros();
                self.points &= self.points - 1;
                let before = self.runs & !(u64::MAX << place);
                let from = before.checked_ilog2().map_or(self.last_run, |run| self.start + run as usize);
                let is_word = self.words >> place & 1 != 0;
                return Some(ScanPoint { from: from.max(at), at: self.start + place as usize, is_word });
            }
            if self.start + LENGTH >= self.bytes.len() {
                return None;
            }
            self.step();
        }
    }

    /// Goes on to the next block.
    fn step(&mut self) {
        let last = 1 << (LENGTH - 1);
        let Block { letters, apostrophes, left_braces, .. } = self.block;
        self.is_braced = left_braces & last != 0;
        self.is_closed = (self.block.closing & !self.inside_words()) & last != 0;
        self.goes_on = letters & last != 0;
        self.is_possessive = apostrophes & last != 0;
        if let Some(run) = self.runs.checked_ilog2() {
            self.last_run = self.start + run as usize;
        }
        self.start += LENGTH;
        self.block = self.after;
        self.after = Block::at(self.bytes, self.start + LENGTH);
        self.look();
    }

    /// Looks at the runs that begin in the block.
    fn look(&mut self) {
        // The string of an expression is markup with its braces.
        let Block { quotes, left_braces, right_braces, .. } = self.block;
        self.block.closing |= quotes & (left_braces << 1 | u64::from(self.is_braced));
        self.block.opening |= quotes & self.before(right_braces, self.after.right_braces);
        let Block { letters, opening, closing, high, references, escapes, punctuation, signs, apostrophes, .. } =
            self.block;
        let behind = |mask: u64, before: bool| mask << 1 | u64::from(before);
        let runs = letters & !behind(letters, self.goes_on);
        // A possessive is passed over, so what counts as the run before is the one before it.
        self.runs = runs & !behind(apostrophes, self.is_possessive);
        // Before punctuation a backslash does nothing, and nearly all stand there.
        let escapes = escapes & !self.before(punctuation, self.after.punctuation);
        let not_inside = !self.inside_words();
        let mut marked = runs & behind(closing & not_inside, self.is_closed);
        let mut opened = opening & not_inside & behind(letters, false);
        while opened != 0 {
            let before = runs & !(u64::MAX << opened.trailing_zeros());
            // A run that began in the block before was looked at there.
            marked |= before.checked_ilog2().map_or(0, |run| 1 << run);
            opened &= opened - 1;
        }
        self.words = if self.filter.has_signs() { signs } else { 0 };
        let mut left = runs;
        let mut longer = letters;
        for _ in 1..self.filter.shortest() {
            longer = self.before(longer, self.after.letters);
            left &= longer;
        }
        while left != 0 {
            let run = left.trailing_zeros();
            left &= left - 1;
            let head = Letters::at(self.bytes, self.start + run as usize).lower;
            self.words |= u64::from(self.filter.may_have_head(WordHash::default().then(head))) << run;
        }
        if letters >> (LENGTH - 1) != 0 && self.is_opened_behind() {
            marked |= runs.checked_ilog2().map_or(0, |run| 1 << run);
        }
        self.points = high | references | escapes | marked | self.words;
    }

    /// The bytes right before those of a mask that goes on in the block behind.
    fn before(&self, mask: u64, behind: u64) -> u64 {
        mask >> 1 | behind << (LENGTH - 1)
    }

    /// Where `_` stands between letters, where it is one.
    fn inside_words(&self) -> u64 {
        let Block { letters, underscores, .. } = self.block;
        underscores & (letters << 1 | u64::from(self.goes_on)) & self.before(letters, self.after.letters)
    }

    /// Whether markup may stand behind the run that goes on in the block behind.
    fn is_opened_behind(&self) -> bool {
        let Block { letters, opening, quotes, right_braces, .. } = self.after;
        let rest = letters.trailing_ones();
        let strings = quotes & (right_braces >> 1 | 1 << (LENGTH - 1));
        rest == u64::BITS || (opening | strings) >> rest & 1 != 0
    }
}
