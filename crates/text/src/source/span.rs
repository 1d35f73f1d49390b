//! Byte ranges of a text.
//!
//! Offsets have 32 bits to save memory, because there can be many findings. Files larger than 4 GiB are rejected.

/// A half-open byte range in [`super::SourceFile::text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Creates the span from `start` to `end`.
    ///
    /// # Panics
    /// If an offset does not fit into 32 bits. [`super::SourceFile::decode`] rejects such files.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: to_u32(start), end: to_u32(end) }
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Returns whether the span is empty.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Converts an offset to 32 bits.
///
/// # Panics
/// If it does not fit. [`super::SourceFile::decode`] rejects files that large.
pub fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).expect("decoding rejects files over 4 GiB")
}

/// Returns the last character boundary of a text at or before byte `at`.
pub fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
