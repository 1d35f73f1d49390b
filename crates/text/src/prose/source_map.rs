//! From bytes of a block's text back to bytes of the source.
//!
//! A block's text is a chain of segments. Most are verbatim stretches (same bytes in both); an entity, an escape or a
//! joined run of white space is one segment that maps as a whole; a dropped invisible character is a segment without
//! text, so that the source around it still counts as one piece.

use crate::source::{Span, to_u32};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    text_start: u32,
    text_len: u32,
    source: Span,
    verbatim: bool,
}

/// Maps a block's text to its source.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Appends `text_len` bytes of text at `text_start` that stand for `source`.
    /// They are `verbatim` when both have the same bytes.
    pub(super) fn push(&mut self, text_start: usize, text_len: usize, source: Span, verbatim: bool) {
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

    /// Forgets everything from byte `text_len` of the text on.
    pub(super) fn truncate(&mut self, text_len: usize) {
        let text_len = to_u32(text_len);
        while let Some(last) = self.segments.last_mut() {
            if last.text_start >= text_len {
                self.segments.pop();
            } else {
                if last.verbatim && last.text_start + last.text_len > text_len {
                    let cut = last.text_start + last.text_len - text_len;
                    last.text_len -= cut;
                    last.source.end -= cut;
                }
                return;
            }
        }
    }

    /// The pieces of source behind a stretch of text (bytes), in the order of the text. Neighbours that touch in the
    /// source are one piece.
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

    /// The text and the source of each stretch, and whether both have the same bytes, in the order of the text.
    pub fn stretches(&self) -> impl Iterator<Item = (Range<u32>, Span, bool)> {
        self.segments.iter().map(|segment| {
            (segment.text_start..segment.text_start + segment.text_len, segment.source, segment.verbatim)
        })
    }

    /// Whether no byte of the source lies outside of `range`.
    pub fn is_within(&self, range: Span) -> bool {
        self.segments.iter().all(|segment| range.start <= segment.source.start && segment.source.end <= range.end)
    }

    /// The same map when what stood at byte `then` of the source stands at byte `now`. No byte of it lies before `then`.
    pub fn moved(&self, then: u32, now: u32) -> SourceMap {
        let place = |at: u32| at - then + now;
        let moved = |segment: &Segment| Segment {
            source: Span { start: place(segment.source.start), end: place(segment.source.end) },
            ..*segment
        };
        SourceMap { segments: self.segments.iter().map(moved).collect() }
    }

    /// The source from the first to the last byte of the block, markup between included; empty for an empty map.
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
