//! What a Markdown paragraph can be besides a paragraph.
//!
//! The block grammar knows no footnote definitions, alerts and directives: to it they are lines of a paragraph. Here
//! such a paragraph is cut into its sections.

use super::collector::Collector;
use super::containers::Containers;
use super::parts::{Part, clipped};
use super::place::Place;
use super::spelling::Spelling;
use super::tag;
use super::text::lines;
use super::writer::Writer;
use crate::prose::Scope;
use crate::source::Span;

/// A stretch of a paragraph.
pub(super) struct Section {
    /// Its bytes, without the marker.
    pub parts: Vec<Part>,
    /// Whether it is the text of a footnote.
    pub footnote: bool,
    /// What stands behind the colons when it is the line of a directive: `::: note Title`.
    pub directive: Option<Span>,
}

/// What a line begins with.
enum Marker {
    /// `[^label]:`, with its length.
    Footnote(usize),
    /// `[!NOTE]`, with its length.
    Alert(usize),
    /// `:::`, with its length.
    Directive(usize),
}

/// Whether the paragraph holds a line that needs [`sections`].
pub(super) fn is_special(text: &str, parts: &[Part]) -> bool {
    line_parts(text, parts).any(|line| {
        let source = text[line.range()].trim_start();
        source.starts_with("[^") || source.starts_with("[!") || source.starts_with(":::")
    })
}

/// The lines of `parts`; a mask inside a line cuts it.
fn line_parts(text: &str, parts: &[Part]) -> impl Iterator<Item = Span> {
    parts
        .iter()
        .filter(|part| part.is_markup())
        .flat_map(move |part| lines(text, part.span.start as usize, part.span.end as usize))
}

/// Cuts a paragraph that stands at `place` into its sections.
pub(super) fn sections(text: &str, parts: &[Part], place: Place) -> Vec<Section> {
    let end = parts.last().map_or(0, |part| part.span.end as usize);
    let mut sections: Vec<Section> = Vec::new();
    let mut from = parts.first().map_or(0, |part| part.span.start as usize);
    let mut footnote = false;
    let mut close = |from: usize, to: usize, footnote: bool, directive: Option<Span>| {
        let parts: Vec<Part> = clipped(parts, from, to).collect();
        if !parts.is_empty() {
            sections.push(Section { parts, footnote, directive });
        }
    };
    for line in line_parts(text, parts) {
        let source = &text[line.range()];
        let start = line.start as usize + (source.len() - source.trim_start().len());
        match marker(&text[start..line.end as usize], place) {
            Some(Marker::Footnote(len)) => {
                close(from, start, footnote, None);
                from = start + len;
                footnote = true;
            }
            Some(Marker::Alert(len)) => {
                close(from, start, footnote, None);
                from = start + len;
            }
            Some(Marker::Directive(len)) => {
                close(from, start, footnote, None);
                let rest = Span::new(start + len, line.end as usize);
                close(start + len, line.end as usize, false, Some(rest));
                from = line.end as usize;
                footnote = false;
            }
            None => {}
        }
    }
    close(from, end, footnote, None);
    sections
}

fn marker(line: &str, place: Place) -> Option<Marker> {
    if let Some(rest) = line.strip_prefix("[^") {
        let label = rest.find([']', ' ', '\t', '[']).filter(|len| *len > 0)?;
        return rest[label..].starts_with("]:").then_some(Marker::Footnote(label + 4));
    }
    if line.starts_with("[!") && place.is_quoted() {
        let len = line[2..].find([']', '[', '\n'])? + 2;
        let sign = usize::from(line[len + 1..].starts_with(['+', '-']));
        let alert = line[2..].starts_with(char::is_alphabetic) && line[len..].starts_with(']');
        return (alert && !line[len + 1..].starts_with(['(', '['])).then_some(Marker::Alert(len + 1 + sign));
    }
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    (colons >= 3).then_some(Marker::Directive(colons))
}

/// Reads the line of a directive: `note Title`, `note[Title]{.class}`, `image alt-text="…":::`.
/// A reader sees its title and its texts.
pub(super) fn read_directive(rest: Span, parts: &[Part], place: Place, out: &mut Collector) {
    let source = out.text[rest.range()].trim_end().trim_end_matches(':');
    let name = source.trim_start().find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
    let Some(name_end) = name.map(|len| source.len() - source.trim_start().len() + len) else { return };
    let behind = &source[name_end..];
    let start = rest.start as usize + name_end;
    let mut writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(place));
    let mut texts = tag::attributes(behind, start).peekable();
    if texts.peek().is_some() {
        for attribute in texts {
            writer.attribute(attribute, true);
        }
        return;
    }
    let (open, close) = if behind.starts_with('[') { (1, ']') } else { (0, '{') };
    let len = behind[open..].find(close).unwrap_or(behind.len() - open);
    writer.value(Span::new(start + open, start + open + len), Scope::Title, Spelling::Escapes);
}

/// Reads the title of a link reference definition.
pub(super) fn read_title(title: Span, parts: &[Part], place: Place, out: &mut Collector) {
    Writer::new(out, parts, Spelling::Plain, Containers::inline(place)).value(title, Scope::Title, Spelling::Escapes);
}
