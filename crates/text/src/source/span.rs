//! Stretches of a text, in bytes of 32 bits: findings are many, and files over 4 GiB are refused.

/// A range of bytes in [`super::SourceFile::text`], end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    ///
    /// # Panics
    /// When an offset does not fit 32 bits: [`super::SourceFile::decode`] refuses such files.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: to_u32(start), end: to_u32(end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An offset as 32 bits.
///
/// # Panics
/// When it does not fit: [`super::SourceFile::decode`] refuses files that large.
pub fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).expect("files over 4 GiB are refused when they are decoded")
}

/// The last character boundary of a text at or before byte `at`.
pub fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
