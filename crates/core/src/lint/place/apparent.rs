//! Blocks that are headings only to a reader: a short bold paragraph, the summary of an HTML disclosure, the title of a
//! component or of a directive between colons, and a line in capitals or an underlined line in plain text.

use super::start::{MAX_LABEL, ends_with_tag, has_no_letter, line_before, strong_end};
use crate::extract::Format;
use crate::lint::parsed::{ParsedDocument, is_aside};
use wordgate_text::prose::{ProseBlock, Scope};

/// A block that is a heading only to a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApparentHeading {
    /// The source that ends what the heading is over, if something does before the next heading.
    end: Option<String>,
}

/// The attributes that are the title of a component, as in `<TabItem label="Linux">`.
const TITLE_ATTRIBUTES: [&str; 6] = ["title", "label", "header", "heading", "summary", "name"];

impl ApparentHeading {
    fn until(end: impl Into<String>) -> ApparentHeading {
        ApparentHeading { end: Some(end.into()) }
    }

    /// Returns whether what the heading is over ends in this source after it.
    pub fn ends_in(&self, source: &str) -> bool {
        self.end.as_ref().is_some_and(|end| source.contains(end))
    }
}

/// Returns whether source may contain an [`ApparentHeading`].
pub(super) fn may_contain_apparent_heading(format: Format, source: &str) -> bool {
    let marks: &[&str] = match format {
        Format::Text => return true,
        Format::Mdx => &["**", "__", "<", ":::"],
        Format::Markdown | Format::Html => &["**", "__", "<s", "<S", "<b", "<B", ":::"],
    };
    marks.iter().any(|mark| source.contains(mark))
}

/// Returns what a block is the heading of, if it is one only to a reader.
pub(super) fn apparent_heading(parsed: &ParsedDocument, block: &ProseBlock) -> Option<ApparentHeading> {
    if block.heading_level.is_some() || block.cell.is_some() || block.text.len() > MAX_LABEL {
        return None;
    }
    let (text, extent) = (parsed.text(), block.map.extent());
    let line = line_before(text, extent.start as usize);
    if block.scope == Scope::Title && line.trim_start().starts_with(":::") {
        return Some(ApparentHeading::until("\n:::"));
    }
    if let Some(component) = component_titled_in(line) {
        return Some(ApparentHeading::until(format!("</{component}")));
    }
    if is_aside(block) || block.scopes.contains(Scope::List) {
        return None;
    }
    let unbounded = ApparentHeading { end: None };
    if parsed.format() == Format::Text {
        return is_plain_heading_block(&text[extent.range()]).then_some(unbounded);
    }
    if ends_with_tag(line, "summary") {
        return Some(ApparentHeading::until("</details"));
    }
    let is_bold = strong_end(text, block).is_some_and(|end| has_no_letter(&block.text[end..]));
    is_bold.then_some(unbounded)
}

/// Returns the name of the component whose title starts after this source, as in `<TabItem value="a" label="`.
fn component_titled_in(line: &str) -> Option<&str> {
    let attributes = line.strip_suffix(['"', '\''])?.trim_end_matches(['{', ' ']).strip_suffix('=')?;
    let tag = &attributes[attributes.rfind('<')? + 1..];
    let end = tag.find(|c: char| !(c.is_alphanumeric() || c == '.'))?;
    let attribute = tag.rsplit(|c: char| c.is_whitespace()).next()?;
    let is_component = tag.starts_with(|c: char| c.is_ascii_uppercase()) && !tag.contains('>');
    (is_component && TITLE_ATTRIBUTES.contains(&attribute)).then_some(&tag[..end])
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
