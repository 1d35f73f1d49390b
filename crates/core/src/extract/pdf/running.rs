//! Finds running headers and footers, which are no part of the text that goes from page to page.
//!
//! They are lines near the top or the bottom of pages that are on several pages with the same words; numbers may differ.
//! They are read once, where they are first. Lines with nothing but the number of the page are not read.

use super::segments::{Segment, order};
use rustc_hash::FxHashMap;

/// How many lines from the top and the bottom of a page may be running headers and footers.
const MAX_LINES: usize = 3;

/// Removes the running headers and footers from the segments of pages. Returns those that are to be read, by page.
pub(super) fn take(pages: &mut [Vec<Segment>]) -> Vec<Vec<Segment>> {
    let keys: Vec<_> = pages.iter().map(|page| keys(page)).collect();
    let mut counts: FxHashMap<(bool, String), usize> = FxHashMap::default();
    for (key, _) in keys.iter().flatten() {
        *counts.entry(key.clone()).or_default() += 1;
    }
    let mut read: Vec<Vec<Segment>> = Vec::new();
    for (page, keys) in pages.iter_mut().zip(keys) {
        let keys: FxHashMap<usize, (bool, String)> = keys.into_iter().map(|(key, at)| (at, key)).collect();
        let mut kept = Vec::new();
        let mut running = Vec::new();
        for (at, segment) in std::mem::take(page).into_iter().enumerate() {
            let key = keys.get(&at);
            // The first one is read and the others are not.
            let count = key.and_then(|key| counts.get_mut(key)).filter(|count| **count != 1);
            match (key, count) {
                (Some((_, text)), _) if is_page_number(text) => {}
                (Some(_), Some(count)) => {
                    if *count > 0 {
                        running.push(segment);
                    }
                    *count = 0;
                }
                (_, _) if segment.is_artifact => running.push(segment),
                _ => kept.push(segment),
            }
        }
        *page = kept;
        read.push(running);
    }
    read
}

/// Returns the segments that may be running headers and footers: whether each is at the top, its words, and its index.
fn keys(page: &[Segment]) -> Vec<((bool, String), usize)> {
    let mut heights: Vec<i64> = page.iter().map(|segment| order(segment.baseline) / 64).collect();
    heights.sort_unstable();
    heights.dedup();
    let lines = heights.len();
    let (low, high) = (MAX_LINES.min(lines / 2), lines.saturating_sub(MAX_LINES.min(lines.div_ceil(2))));
    let mut keys = Vec::new();
    for (at, segment) in page.iter().enumerate() {
        let line = heights.partition_point(|height| *height < order(segment.baseline) / 64);
        if line < low || line >= high || segment.is_artifact {
            keys.push(((line >= high, words(&segment.text)), at));
        }
    }
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    keys.dedup_by(|a, b| a.0 == b.0);
    keys
}

/// Returns a text with each number as `#`.
fn words(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() && words.ends_with('#') => {}
            c if c.is_ascii_digit() => words.push('#'),
            c => words.extend(c.to_lowercase()),
        }
    }
    words
}

/// Returns whether a text is nothing but the number of a page.
fn is_page_number(words: &str) -> bool {
    let is_sign =
        |c: char| c.is_whitespace() || matches!(c, '#' | '/' | '|' | '-' | '–' | '—' | '.' | '(' | ')' | '[' | ']');
    let is_roman = !words.is_empty() && words.len() <= 6 && words.bytes().all(|byte| b"ivxl".contains(&byte));
    let rest = ["page", "of", "p."].iter().fold(words.to_owned(), |rest, word| rest.replace(word, ""));
    is_roman || (words.contains('#') && rest.chars().all(is_sign))
}
