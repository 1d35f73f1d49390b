//! The start of a block: the markup before it, bold text, and a label as in "**Pricing:** …".

use crate::lint::quotation::offset_of;
use std::ops::Range;
use wordgate_text::prose::{Notation, ProseBlock, Scope, Words};
use wordgate_text::source::floor_char_boundary;

/// The most bytes of a label in the block that it labels, and of a paragraph that is a heading to a reader.
pub(super) const MAX_LABEL: usize = 120;

/// The most words of a label that ends in a colon or a dash.
const MAX_LABEL_WORDS: usize = 8;

/// The most bytes at the end of a paragraph that are read to find its last sentence.
const MAX_LEAD_IN: usize = 600;

/// The most bytes of a line before a block that are read.
const MAX_LINE: usize = 256;

/// The most bytes of the source of bold text that starts a block.
const MAX_STRONG: usize = 1 << 10;

/// Returns the label at the start of a block of plain text. Its lines may be items of a list, so a label in the middle of
/// the first line counts only if there is no other line. A first line that ends in a colon leads in the others.
pub(super) fn own_label_in_plain_text(text: &str, block: &ProseBlock) -> Option<Range<u32>> {
    let extent = block.map.extent();
    let source = &text[extent.range()];
    let first = source.lines().next().unwrap_or_default().trim_end();
    if first.len() == source.len() {
        return own_label(text, block);
    }
    let lead = first.strip_suffix(':').filter(|lead| lead.len() <= MAX_LABEL)?;
    let end = offset_of(block, extent.start + u32::try_from(lead.len()).ok()?);
    Some(0..u32::try_from(end).ok()?)
}

/// Returns the label at the start of a block.
pub(super) fn own_label(text: &str, block: &ProseBlock) -> Option<Range<u32>> {
    let own = block.text.as_str();
    let to_range = |end: usize| {
        let label = own[..end].trim_end().trim_end_matches([':', '.', '—', '–', '-']).trim_end();
        (!label.is_empty()).then_some(0..u32::try_from(label.len()).ok()?)
    };
    if let Some(bold) = leading_bold(text, block).filter(|bold| bold.end <= MAX_LABEL) {
        let end = bold.end;
        let (label, rest) = own.split_at(end);
        let is_closed = label.trim_end().ends_with([':', '.', '?', '!', '—', '–', '-']);
        let is_separated = rest.trim_start().starts_with([':', '—', '–']) || rest.starts_with(" - ");
        let ends_line = block.breaks.contains(&u32::try_from(end).unwrap_or(u32::MAX));
        if is_closed || is_separated || ends_line || bold.ends_source_line || has_no_letter(rest) {
            return to_range(end);
        }
    }
    let start = &own[..floor_char_boundary(own, MAX_LABEL)];
    let is_label = |label: &str| {
        let words = label.split_whitespace().count();
        (1..=MAX_LABEL_WORDS).contains(&words) && !label.contains(['.', '!', '?', ';', '"', '“', '(', ','])
    };
    let colon = start.find(": ").or_else(|| own.strip_suffix(':').map(str::len)).filter(|at| *at <= start.len());
    let dash = [" — ", " – ", " -- ", " - "].into_iter().filter_map(|dash| start.find(dash)).min();
    let dash = dash.filter(|_| block.scopes.contains(Scope::List));
    let first_line = block.breaks.first().map(|at| *at as usize).filter(|_| block.heading_level.is_none());
    let ends = [colon, dash, first_line].into_iter().flatten();
    let end = ends.filter(|end| own.get(..*end).is_some_and(is_label)).min()?;
    to_range(end)
}

/// Returns the part of the first block of an item that says what the item is about.
pub(super) fn item_label(text: &str, block: &ProseBlock) -> Range<usize> {
    match own_label(text, block) {
        Some(label) => label.start as usize..label.end as usize,
        None => last_sentence(&block.text),
    }
}

/// Returns the last sentence of a paragraph.
pub(super) fn last_sentence(text: &str) -> Range<usize> {
    let from = floor_char_boundary(text, text.len().saturating_sub(MAX_LEAD_IN));
    let words = Words::new(&text[from..]);
    let tokens = words.tokens();
    let last = tokens.last().map_or(0, |token| token.sentence);
    let first = tokens.iter().find(|token| token.sentence == last);
    from + first.map_or(0, |token| token.span.start as usize)..text.len()
}

/// Bold text that starts a block.
pub(super) struct LeadingBold {
    /// The byte offset in the text of the block at which it ends.
    pub end: usize,
    /// Whether its line of the source ends there too.
    ends_source_line: bool,
}

/// Returns the bold text that starts a block.
pub(super) fn leading_bold(text: &str, block: &ProseBlock) -> Option<LeadingBold> {
    let extent = block.map.extent();
    let before = line_before(text, extent.start as usize);
    let rest = &text[extent.start as usize..];
    let rest = &rest[..floor_char_boundary(rest, (extent.len() + 16).min(MAX_STRONG))];
    let marker = if before.ends_with("**") {
        "**"
    } else if before.ends_with("__") {
        "__"
    } else if before.ends_with('*') && block.notation == Notation::AsciiDoc {
        "*"
    } else if ends_with_tag(before, "strong") {
        "</strong>"
    } else if ends_with_tag(before, "b") {
        "</b>"
    } else {
        return None;
    };
    let close = rest.to_ascii_lowercase().find(marker)?;
    let offset = offset_of(block, extent.start + u32::try_from(close).ok()?);
    let after = rest[close + marker.len()..].trim_start_matches([' ', '\t']);
    Some(LeadingBold {
        end: if offset == 0 { block.text.len() } else { offset },
        ends_source_line: after.starts_with(['\n', '\r']),
    })
}

/// Returns whether source ends with the start tag of this element.
pub(super) fn ends_with_tag(source: &str, name: &str) -> bool {
    let Some(open) =
        source.trim_end().strip_suffix('>').and_then(|source| source.rfind('<').map(|at| &source[at + 1..]))
    else {
        return false;
    };
    open.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !open[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Returns whether a block of an HTML table is in a `td`, and not in a header.
pub(super) fn is_data_cell(text: &str, block: &ProseBlock) -> bool {
    let before = line_before(text, block.map.extent().start as usize).to_ascii_lowercase();
    before.rfind("<td") > before.rfind("<th")
}

/// Returns the end of the source of a line before byte `at`.
pub(super) fn line_before(text: &str, at: usize) -> &str {
    let line = &text[floor_char_boundary(text, at.saturating_sub(MAX_LINE))..at];
    line.rfind(['\n', '\r']).map_or(line, |end| &line[end + 1..])
}

pub(super) fn has_no_letter(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}
