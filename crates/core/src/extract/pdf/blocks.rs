//! Finds the columns of a page: groups lines into blocks, and puts the blocks in the order of reading.
//!
//! Lines are in one block if each is the only one below the other. So a title over two columns, or the rows of a table, do
//! not get into one block. The order is that of a recursive XY cut: what a gap separates from top to bottom is read from
//! left to right; a region without such a gap is cut from left to right into bands, and bands with the same gap stay
//! together, because columns go over them.

use super::segments::{Segment, order};
use std::cmp::Reverse;

/// The greatest distance between the baselines of lines in a block, in font sizes.
const MAX_LEADING: f32 = 2.5;
/// How many of the next lines may be the one below.
const MAX_TRIED: usize = 200;
/// How many lines beside a line are looked at.
const MAX_BESIDE: usize = 64;
/// The share of the width up to the next column that a line of a paragraph fills.
const MIN_FILL: f32 = 0.6;
/// The narrowest gap between columns, in points.
const MIN_GUTTER: f32 = 4.0;
/// The maximum number of blocks that are put in order. A page of a newspaper has some hundred.
const MAX_BLOCKS: usize = 5000;
/// The maximum nesting depth of cuts.
const MAX_CUTS: usize = 64;

/// Lines that follow each other.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// From the top to the bottom.
    pub lines: Vec<Segment>,
    start: f32,
    end: f32,
    top: f32,
    bottom: f32,
}

impl Block {
    fn new(lines: Vec<Segment>) -> Block {
        let min = |value: fn(&Segment) -> f32| lines.iter().map(value).fold(f32::INFINITY, f32::min);
        let max = |value: fn(&Segment) -> f32| lines.iter().map(value).fold(f32::NEG_INFINITY, f32::max);
        let (start, end) = (min(|line| line.start), max(|line| line.end));
        let (top, bottom) = (max(|line| line.baseline + 0.75 * line.size), min(|line| line.baseline - 0.2 * line.size));
        Block { lines, start, end, top, bottom }
    }
}

/// Returns the blocks of a page in the order of reading. `segments` are sorted from the top to the bottom.
pub(super) fn blocks(segments: Vec<Segment>) -> Vec<Block> {
    let mut blocks: Vec<Block> = chains(segments).into_iter().map(Block::new).collect();
    sort_down(&mut blocks);
    let mut ordered = Vec::new();
    arrange(blocks, 0, &mut ordered);
    ordered
}

/// Returns lines that are the only ones above and below each other.
fn chains(segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    let page_end = segments.iter().map(|segment| segment.end).fold(f32::NEG_INFINITY, f32::max);
    let below =
        (0..segments.len()).map(|at| only_below(&segments, at).filter(|_| !ends_early(&segments, at, page_end)));
    let below: Vec<Option<usize>> = below.collect();
    let mut above = vec![0_u32; segments.len()];
    below.iter().flatten().for_each(|at| above[*at] += 1);
    let follows = |at: usize| below[at].filter(|below| above[*below] == 1);
    let mut is_continued = vec![false; segments.len()];
    (0..segments.len()).filter_map(follows).for_each(|below| is_continued[below] = true);
    let mut taken: Vec<Option<Segment>> = segments.into_iter().map(Some).collect();
    let mut chains = Vec::new();
    for first in (0..taken.len()).filter(|at| !is_continued[*at]) {
        let mut chain = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next {
            chain.extend(taken[at].take());
            next = follows(at);
        }
        chains.push(chain);
    }
    chains
}

/// Returns whether a line with others beside it ends long before the next one starts. It is a cell of a table, or the end of
/// a paragraph.
fn ends_early(segments: &[Segment], at: usize, page_end: f32) -> bool {
    let line = &segments[at];
    // The next column may have its lines at other heights.
    let is_near = |other: &&Segment| (other.baseline - line.baseline).abs() < 1.3 * line.size;
    let is_level = |other: &Segment| (other.baseline - line.baseline).abs() < 0.3 * line.size;
    let before = segments[..at].iter().rev().take(MAX_BESIDE).take_while(is_near);
    let near = segments[at + 1..].iter().take(MAX_BESIDE).take_while(is_near).chain(before);
    let fills = |line: &Segment, end: f32| line.end - line.start >= MIN_FILL * (end - line.start);
    let (mut next, mut before) = (f32::INFINITY, None::<&Segment>);
    let mut has_next = false;
    for other in near {
        if other.start > line.end {
            next = next.min(other.start);
            has_next |= is_level(other);
        } else if is_level(other)
            && other.end < line.start
            && other.text.len() > 3
            && before.is_none_or(|before| before.start < other.start)
        {
            before = Some(other);
        }
    }
    if has_next {
        return !fills(line, next);
    }
    // The last cell of a row ends early if the one before it does.
    before.is_some_and(|before| !fills(before, line.start) && !fills(line, page_end))
}

/// Returns the line below a line, if there is only one.
fn only_below(segments: &[Segment], at: usize) -> Option<usize> {
    let upper = &segments[at];
    let mut found: Option<usize> = None;
    for (index, lower) in segments.iter().enumerate().skip(at + 1).take(MAX_TRIED) {
        let down = upper.baseline - lower.baseline;
        let size = upper.size.max(lower.size);
        let is_in_row = found.is_some_and(|found| segments[found].baseline - lower.baseline > 0.4 * size);
        if is_in_row || down > MAX_LEADING * upper.size {
            break;
        }
        let overlap = upper.end.min(lower.end) - upper.start.max(lower.start);
        let width = (upper.end - upper.start).min(lower.end - lower.start);
        if down < 0.4 * size || overlap < 0.1 * width {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(index);
    }
    let lower = &segments[found?];
    let ratio = upper.size / lower.size;
    ((0.87..1.15).contains(&ratio) && upper.is_artifact == lower.is_artifact).then_some(found?)
}

fn sort_down(blocks: &mut [Block]) {
    blocks.sort_by_key(|block| (Reverse(order(block.top)), order(block.start)));
}

/// Adds the blocks of a region to `ordered`.
fn arrange(mut blocks: Vec<Block>, depth: usize, ordered: &mut Vec<Block>) {
    if !(2..=MAX_BLOCKS).contains(&blocks.len()) || depth > MAX_CUTS {
        sort_down(&mut blocks);
        ordered.extend(blocks);
        return;
    }
    let columns = columns(&blocks);
    if columns.len() > 1 {
        if is_table(&blocks) {
            blocks.sort_by_key(|block| (Reverse(order(block.top) / 256), order(block.start)));
            ordered.extend(blocks);
            return;
        }
        let mut parts: Vec<Vec<Block>> = columns.iter().map(|_| Vec::new()).collect();
        for block in blocks {
            let column = columns.partition_point(|column| column.start <= block.start).max(1) - 1;
            parts[column].push(block);
        }
        parts.into_iter().for_each(|part| arrange(part, depth + 1, ordered));
        return;
    }
    let groups = group_bands(bands(blocks));
    if let [_] = groups.as_slice() {
        for mut group in groups {
            sort_down(&mut group);
            ordered.extend(group);
        }
        return;
    }
    groups.into_iter().for_each(|group| arrange(group, depth + 1, ordered));
}

/// A range of a page from left to right.
#[derive(Clone, Copy, Debug)]
struct Column {
    start: f32,
    end: f32,
}

/// Returns the ranges that blocks take, with the gaps of columns between them.
fn columns(blocks: &[Block]) -> Vec<Column> {
    let all = blocks.iter().map(|block| Column { start: block.start, end: block.end });
    merged(all.collect())
}

fn merged(mut columns: Vec<Column>) -> Vec<Column> {
    columns.sort_by_key(|column| order(column.start));
    let mut merged: Vec<Column> = Vec::new();
    for column in columns {
        match merged.last_mut().filter(|last| column.start - last.end < MIN_GUTTER) {
            Some(last) => last.end = last.end.max(column.end),
            None => merged.push(column),
        }
    }
    merged
}

/// Returns whether blocks are the cells of a table, which is read row by row: most are lines with others beside them.
fn is_table(blocks: &[Block]) -> bool {
    let single = blocks.iter().filter(|block| block.lines.len() == 1).count();
    let mut heights: Vec<i64> = blocks.iter().map(|block| order(block.top) / 128).collect();
    heights.sort_unstable();
    let in_rows = heights.chunk_by(|a, b| a == b).filter(|row| row.len() > 1).map(<[i64]>::len).sum::<usize>();
    blocks.len() >= 4 && single * 10 >= blocks.len() * 7 && in_rows * 10 >= blocks.len() * 7
}

/// Cuts blocks, which are sorted down, into bands that gaps from left to right separate.
fn bands(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut bands: Vec<Vec<Block>> = Vec::new();
    let mut bottom = f32::INFINITY;
    for block in blocks {
        if block.top <= bottom || bands.is_empty() {
            bottom = block.bottom;
            bands.push(vec![block]);
        } else {
            bottom = bottom.min(block.bottom);
            bands.last_mut().expect("one was pushed").push(block);
        }
    }
    bands
}

/// Joins bands that have a gap between columns in common, and those that have none.
fn group_bands(bands: Vec<Vec<Block>>) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    let mut taken: Vec<Column> = Vec::new();
    for band in bands {
        let own = columns(&band);
        let both = merged(taken.iter().chain(&own).copied().collect());
        let is_joined = both.len() > 1 && taken.len() > 1 || both.len() > 1 && own.len() > 1 && taken.len() == 1;
        if is_joined && let Some(group) = groups.last_mut() {
            group.extend(band);
            taken = both;
        } else {
            groups.push(band);
            taken = own;
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, start: f32, end: f32, baseline: f32) -> Segment {
        Segment { text: text.into(), start, end, baseline, size: 10.0, ..Segment::default() }
    }

    /// Returns the first words of the lines of each block.
    fn arranged(mut segments: Vec<Segment>) -> String {
        segments.sort_by_key(|line| (Reverse(order(line.baseline)), order(line.start)));
        let texts = |block: &Block| block.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>().join(" ");
        blocks(segments).iter().map(texts).collect::<Vec<_>>().join(" / ")
    }

    fn column(name: &str, start: f32, end: f32, top: f32, lines: usize) -> Vec<Segment> {
        (0..lines).map(|at| line(&format!("{name}{at}"), start, end, top - 12.0 * at as f32)).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let two =
            |shift: f32| [column("a", 50.0, 290.0, 700.0, 3), column("b", 310.0, 550.0, 700.0 + shift, 3)].concat();
        for shift in [0.0, 4.0, -5.0] {
            assert_eq!(arranged(two(shift)), "a0 a1 a2 / b0 b1 b2");
        }
        let title = line("title", 100.0, 500.0, 730.0);
        assert_eq!(arranged([vec![title], two(0.0)].concat()), "title / a0 a1 a2 / b0 b1 b2");
        let close = line("full", 50.0, 550.0, 712.0);
        assert_eq!(arranged([vec![close], two(0.0)].concat()), "full / a0 a1 a2 / b0 b1 b2");
        let foot = line("foot", 50.0, 550.0, 640.0);
        assert_eq!(arranged([two(0.0), vec![foot]].concat()), "a0 a1 a2 / b0 b1 b2 / foot");
    }

    #[test]
    fn gaps_at_the_same_height_do_not_cut_columns() {
        let upper = [column("a", 50.0, 290.0, 700.0, 2), column("c", 310.0, 550.0, 700.0, 2)].concat();
        let lower = [column("b", 50.0, 290.0, 600.0, 2), column("d", 310.0, 550.0, 600.0, 2)].concat();
        let title = line("title", 50.0, 550.0, 730.0);
        assert_eq!(arranged([vec![title], upper, lower].concat()), "title / a0 a1 / b0 b1 / c0 c1 / d0 d1");
    }

    #[test]
    fn tables_are_read_by_rows() {
        let cells = |row: usize| {
            let top = 700.0 - 12.0 * row as f32;
            (0..3).map(move |column| {
                let start = 50.0 + 100.0 * column as f32;
                line(&format!("cell{row}{column}"), start, start + 50.0, top)
            })
        };
        let mut table: Vec<Segment> = (0..2).flat_map(cells).collect();
        table.push(line("below", 50.0, 500.0, 600.0));
        assert_eq!(arranged(table), "cell00 / cell01 / cell02 / cell10 / cell11 / cell12 / below");
    }
}
