//! Reads the properties of headings that the block grammar does not provide.

use wordgate_text::source::Span;

/// Returns the level (1 to 6) of the heading with this source.
pub(super) fn level(source: &str) -> u8 {
    let source = source.trim();
    let hashes = source.bytes().take_while(|byte| *byte == b'#').count();
    match u8::try_from(hashes) {
        Ok(level @ 1..=6) => level,
        // A setext heading: the line below its text consists of `=` (level 1) or `-` (level 2).
        _ if source.ends_with('=') => 1,
        _ => 2,
    }
}

/// Returns the part of `span`, the text of a heading, that comes before a closing `##`.
pub(super) fn without_closing_hashes(text: &str, span: Span) -> Span {
    let source = &text[span.range()];
    let open = source.trim_end().trim_end_matches('#');
    let closes = open.len() < source.trim_end().len() && (open.is_empty() || open.ends_with([' ', '\t']));
    if closes { Span::new(span.start as usize, span.start as usize + open.len()) } else { span }
}
