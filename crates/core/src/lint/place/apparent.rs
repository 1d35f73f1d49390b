//! Blocks that are headings only to a reader: a bold paragraph, the summary of an HTML disclosure, a line in capitals in
//! plain text.

use super::start::{MAX_LABEL, ends_with_tag, has_no_letter, line_before, strong_end};
use crate::extract::Format;
use crate::lint::parsed::{ParsedDocument, is_aside};
use wordgate_text::prose::{ProseBlock, Scope};

/// A block that is a heading only to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApparentHeading {
    /// A short paragraph, all of it bold.
    Bold,
    /// The summary of an HTML disclosure.
    Summary,
    /// The title of a directive between colons.
    Directive,
    /// A line in capitals, or an underlined one, in plain text.
    PlainLine,
}

impl ApparentHeading {
    /// Returns whether what the heading is over ends in this source after it.
    pub fn ends_in(self, source: &str) -> bool {
        match self {
            ApparentHeading::Bold | ApparentHeading::PlainLine => false,
            ApparentHeading::Summary => source.contains("</details"),
            ApparentHeading::Directive => source.lines().any(|line| line.trim_start().starts_with(":::")),
        }
    }
}

/// Returns whether source may contain an [`ApparentHeading`].
pub(super) fn may_contain_apparent_heading(format: Format, source: &str) -> bool {
    match format {
        Format::Text => true,
        _ => ["**", "__", "<s", "<S", "<b", "<B", ":::"].iter().any(|mark| source.contains(mark)),
    }
}

pub(super) fn apparent_heading(parsed: &ParsedDocument, block: &ProseBlock) -> Option<ApparentHeading> {
    if block.heading_level.is_some() || block.cell.is_some() || block.text.len() > MAX_LABEL {
        return None;
    }
    let (text, extent) = (parsed.text(), block.map.extent());
    let line = line_before(text, extent.start as usize);
    if block.scope == Scope::Title {
        return line.trim_start().starts_with(":::").then_some(ApparentHeading::Directive);
    }
    if is_aside(block) || block.scopes.contains(Scope::List) {
        return None;
    }
    if parsed.format() == Format::Text {
        return is_plain_heading_block(&text[extent.range()]).then_some(ApparentHeading::PlainLine);
    }
    if ends_with_tag(line, "summary") {
        return Some(ApparentHeading::Summary);
    }
    let is_bold = strong_end(text, block).is_some_and(|end| has_no_letter(&block.text[end..]));
    is_bold.then_some(ApparentHeading::Bold)
}

/// Returns whether a line of plain text is set like a heading: in capitals, without an end of a sentence.
fn is_plain_heading(line: &str) -> bool {
    let line = line.trim();
    let is_capital = |c: char| !c.is_alphabetic() || c.is_uppercase();
    (4..=MAX_LABEL).contains(&line.len())
        && line.starts_with(char::is_alphanumeric)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && line.chars().all(is_capital)
        && !line.ends_with(['.', ',', ';'])
}

/// Returns whether the source of a paragraph of plain text is one line that is set like a heading, or is underlined.
fn is_plain_heading_block(source: &str) -> bool {
    let mut lines = source.lines();
    let (first, second, rest) = (lines.next().unwrap_or_default(), lines.next(), lines.next());
    let is_underline = |line: &str| {
        let line = line.trim();
        line.len() >= 3 && ['=', '-', '~'].iter().any(|mark| line.chars().all(|c| c == *mark))
    };
    match second {
        None => is_plain_heading(first),
        Some(second) => rest.is_none() && is_underline(second),
    }
}
