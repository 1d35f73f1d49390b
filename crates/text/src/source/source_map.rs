//! Maps byte offsets in a text to byte offsets in the source that it was read from.
//!
//! The text of a block, or of a document inside another file, is a sequence of segments. Most are verbatim: the same bytes in both. An entity, an escape or a
//! collapsed run of white space is one segment that maps as a whole. A removed invisible character is a segment without
//! text, so that the source on both sides of it still forms one span.

use super::span::{Span, to_u32};
use std::ops::Range;

/// A part of the text and the source span that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    text_start: u32,
    text_len: u32,
    source: Span,
    verbatim: bool,
}

/// Maps a text to its source.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Appends a segment: `text_len` bytes of text at `text_start` that come from `source`. It is `verbatim` if both
    /// have the same bytes.
    pub(crate) fn push(&mut self, text_start: usize, text_len: usize, source: Span, verbatim: bool) {
        let (text_start, text_len) = (to_u32(text_start), to_u32(text_len));
        debug_assert!(!verbatim || text_len as usize == source.len());
        if let Some(last) = self.segments.last_mut() {
            let joins = last.verbatim && verbatim && last.source.end == source.start;
            if joins && last.text_start + last.text_len == text_start {
                last.text_len += text_len;
                last.source.end = source.end;
                return;
            }
        }
        self.segments.push(Segment { text_start, text_len, source, verbatim });
    }

    /// Removes everything from byte `text_len` of the text on.
    pub(crate) fn truncate(&mut self, text_len: usize) {
        let text_len = to_u32(text_len);
        while let Some(last) = self.segments.last_mut() {
            if last.text_start >= text_len {
                self.segments.pop();
            } else {
                if last.verbatim && last.text_start + last.text_len > text_len {
                    let excess = last.text_start + last.text_len - text_len;
                    last.text_len -= excess;
                    last.source.end -= excess;
                }
                return;
            }
        }
    }

    /// Maps a byte range of the text to source spans, in the order of the text. Adjacent spans are merged.
    pub fn to_source(&self, range: &Range<u32>) -> Vec<Span> {
        let first = self.segments.partition_point(|segment| segment.text_start + segment.text_len <= range.start);
        let mut spans: Vec<Span> = Vec::new();
        for segment in &self.segments[first..] {
            if segment.text_start >= range.end {
                break;
            }
            if segment.text_len == 0 && (spans.is_empty() || segment.text_start <= range.start) {
                continue;
            }
            let source = segment.within(range);
            match spans.last_mut() {
                Some(last) if last.end == source.start => last.end = source.end,
                _ => spans.push(source),
            }
        }
        spans
    }

    /// Maps a byte offset of the text to the source. An offset between two segments that are apart in the source becomes
    /// the start of the second one.
    pub(super) fn source_offset(&self, offset: u32) -> u32 {
        let after = self.segments.partition_point(|segment| segment.text_start <= offset);
        let Some(segment) = after.checked_sub(1).map(|index| self.segments[index]) else {
            return self.segments.first().map_or(0, |segment| segment.source.start);
        };
        match offset - segment.text_start {
            inside if inside >= segment.text_len => segment.source.end,
            inside if segment.verbatim => segment.source.start + inside,
            _ => segment.source.start,
        }
    }

    /// Returns the segments in text order: the byte range of the text, the source span, and whether both have the same
    /// bytes.
    pub fn segments(&self) -> impl Iterator<Item = (Range<u32>, Span, bool)> {
        self.segments.iter().map(|segment| {
            (segment.text_start..segment.text_start + segment.text_len, segment.source, segment.verbatim)
        })
    }

    /// Returns whether all source bytes of the map are in `range`.
    pub fn is_within(&self, range: Span) -> bool {
        self.segments.iter().all(|segment| range.start <= segment.source.start && segment.source.end <= range.end)
    }

    /// Shifts the source of the map, so that byte `from` of the source becomes byte `to`. The map must not have source
    /// bytes before `from`.
    pub fn shifted(&self, from: u32, to: u32) -> SourceMap {
        let shift = |at: u32| at - from + to;
        let shift_segment = |segment: &Segment| Segment {
            source: Span { start: shift(segment.source.start), end: shift(segment.source.end) },
            ..*segment
        };
        SourceMap { segments: self.segments.iter().map(shift_segment).collect() }
    }

    /// Returns the span from the first to the last source byte of the block, including the markup between; empty for an
    /// empty map.
    pub fn extent(&self) -> Span {
        let start = self.segments.iter().map(|segment| segment.source.start).min().unwrap_or(0);
        let end = self.segments.iter().map(|segment| segment.source.end).max().unwrap_or(start);
        Span { start, end }
    }
}

impl Segment {
    fn within(&self, range: &Range<u32>) -> Span {
        if !self.verbatim {
            return self.source;
        }
        let end = self.text_start + self.text_len;
        Span {
            start: self.source.start + range.start.saturating_sub(self.text_start),
            end: self.source.end - end.saturating_sub(range.end),
        }
    }
}
