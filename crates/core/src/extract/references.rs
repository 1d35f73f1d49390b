//! Records the links and images whose text is also their label, and the definitions of labels.
//!
//! In `[the guide]` and `[the guide][]` the text is also the label, so a fix that edits the text would break the link.
//! A [`Piece`](super::Piece) does not show whether the file defines the label. So we record both, and the code that
//! sees the whole file compares them.

use super::parts::Part;
use std::collections::HashSet;
use wordgate_text::source::{Span, floor_char_boundary, to_u32};

/// The maximum length of a label in CommonMark, in Unicode scalar values.
const MAX_LABEL_CHARS: usize = 999;

/// The maximum length of a link text that we consider, in bytes: a label, and the container markers between its lines.
const MAX_TEXT_LEN: usize = 8 << 10;

/// The references and definitions of a piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// The links and images whose text is their label, in order. They are never nested.
    pub uses: Vec<Reference>,
    /// The normalised labels of definitions.
    pub definitions: HashSet<String>,
}

/// A link or an image whose text is its label, if the file defines the label. Otherwise it is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The text (byte offsets in the file).
    pub text: Span,
    /// The label as written, joined on one line.
    pub label: String,
    /// The byte offset in the file at which a separate label can be inserted.
    pub at: u32,
    /// How the reference is written.
    pub form: ReferenceForm,
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceForm {
    /// `[label]`.
    Shortcut,
    /// `[label][]`.
    Collapsed,
}

impl ReferenceForm {
    /// Returns the form of a link or image with `rest` after its text, or `None` if its text is not its label.
    pub(super) fn from_rest(rest: &str) -> Option<ReferenceForm> {
        match rest {
            "]" => Some(ReferenceForm::Shortcut),
            "][]" => Some(ReferenceForm::Collapsed),
            _ => None,
        }
    }
}

impl References {
    /// Records a link or image whose text is its label. The text consists of `parts` of the file.
    pub(super) fn record_use(
        &mut self,
        file: &str,
        text: Span,
        form: ReferenceForm,
        parts: impl Iterator<Item = Part>,
    ) {
        if text.len() > MAX_TEXT_LEN {
            return;
        }
        let source: String = parts.map(|part| &file[part.span.range()]).collect();
        let label = source.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_label(&label) {
            let at = if form == ReferenceForm::Collapsed { text.end + 2 } else { text.end + 1 };
            self.uses.push(Reference { text, label, at, form });
        }
    }

    /// Records the definition of a label, which consists of `parts` of the file, brackets included.
    pub(super) fn record_definition(&mut self, file: &str, parts: impl Iterator<Item = Part>) {
        let source: String = parts.map(|part| &file[part.span.range()]).collect();
        let label = source.trim().strip_prefix('[').and_then(|label| label.strip_suffix(']'));
        self.definitions.extend(label.map(normalised_label));
    }

    /// Sorts the uses.
    pub(super) fn finish(mut self) -> References {
        self.uses.sort_by_key(|reference| reference.text);
        self.uses.shrink_to_fit();
        self
    }

    /// Returns the references with new offsets, after their piece moved. `offset` maps an old offset to the new one.
    pub(super) fn moved(&self, offset: impl Fn(u32) -> u32) -> References {
        let moved = |reference: &Reference| Reference {
            text: Span { start: offset(reference.text.start), end: offset(reference.text.end) },
            at: offset(reference.at),
            ..reference.clone()
        };
        References { uses: self.uses.iter().map(moved).collect(), definitions: self.definitions.clone() }
    }

    /// Returns the reference whose text contains a span.
    pub fn containing(&self, span: Span) -> Option<&Reference> {
        let before = self.uses.partition_point(|reference| reference.text.start <= span.start);
        self.uses[..before].last().filter(|reference| span.end <= reference.text.end)
    }
}

/// Returns whether a text starts with a label in brackets that is not a footnote.
pub fn starts_with_label(text: &str) -> bool {
    let near = &text[..floor_char_boundary(text, MAX_TEXT_LEN)];
    let found = near.strip_prefix('[').and_then(|rest| Some((rest, next_bracket(rest, 0)?)));
    found.is_some_and(|(rest, end)| {
        let label = &rest[..end];
        let is_blank = |line: &str| line.trim().is_empty();
        rest[end..].starts_with(']') && !label.starts_with('^') && !label.split('\n').any(is_blank)
    })
}

/// Returns the span of the text inside the nearest brackets around `span`, if there are brackets nearby.
pub fn text_in_brackets(file: &str, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = floor_char_boundary(file, start.saturating_sub(MAX_TEXT_LEN));
    let to = floor_char_boundary(file, end + MAX_TEXT_LEN);
    let before = file[from..start].rfind(['[', ']'])?;
    let after = next_bracket(&file[..to], end)?;
    let opens = file[from + before..].starts_with('[') && !is_escaped(&file[from..], before);
    (opens && file[after..].starts_with(']')).then(|| Span::new(from + before + 1, after))
}

/// Returns whether `text` can be a label: it is neither empty nor too long, and has no unescaped bracket.
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MAX_LABEL_CHARS && next_bracket(text, 0).is_none()
}

/// Returns the byte offset of the next unescaped bracket at or after `from`.
fn next_bracket(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(next) = text[at..].find(['[', ']', '\\']) {
        at += next;
        if text[at..].starts_with('\\') {
            at += 1;
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        } else {
            return Some(at);
        }
    }
    None
}

/// Normalises a label for comparison: case-folded, with each run of white space replaced by one space.
pub fn normalised_label(label: &str) -> String {
    let words: Vec<String> = label.split_whitespace().map(|word| word.to_uppercase().to_lowercase()).collect();
    words.join(" ")
}

/// Text that looks like a definition of a label, but may be code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleDefinition {
    /// The label, normalised and without the markers of quotations.
    pub label: String,
    /// The byte offset of the label in the text.
    pub at: u32,
    /// Whether the label spans lines.
    pub is_wrapped: bool,
}

/// Returns everything in `text` that looks like the definition of a label, in order.
pub fn possible_definitions(text: &str) -> impl Iterator<Item = PossibleDefinition> {
    let ends = memchr::memmem::find_iter(text.as_bytes(), b"]:");
    let mut done = 0;
    ends.filter_map(move |end| {
        let from = std::mem::replace(&mut done, end + 1);
        let before = &text[from..end];
        let open = before.bytes().enumerate().rev().find(|(at, byte)| *byte == b'[' && !is_escaped(before, *at))?.0;
        let label = &before[open + 1..];
        if label.starts_with('^') {
            return None;
        }
        Some(PossibleDefinition {
            label: normalised_label(&without_markers(label)),
            at: to_u32(from + open + 1),
            is_wrapped: label.contains(['\n', '\r']),
        })
    })
}

/// Returns a label without the quotation markers at the start of its lines.
pub fn without_markers(label: &str) -> String {
    let lines = label.split(['\n', '\r']).map(|line| line.trim_start_matches([' ', '\t', '>']));
    lines.collect::<Vec<_>>().join(" ")
}

fn is_escaped(text: &str, at: usize) -> bool {
    (at - text[..at].trim_end_matches('\\').len()) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_normalised() {
        assert_eq!(normalised_label(" The\n  GUIDE "), "the guide");
        assert_eq!(normalised_label("Straße"), normalised_label("STRASSE"));
    }

    #[test]
    fn a_label_has_no_unescaped_bracket() {
        for (text, expected) in [("a", true), ("a \\[b\\]", true), ("a [b]", false), ("", false), ("a\\\\]", false)] {
            assert_eq!(is_label(text), expected, "{text}");
        }
        assert!(!is_label(&"é".repeat(1000)) && is_label(&"é".repeat(999)));
    }

    #[test]
    fn possible_definitions_are_found_anywhere() {
        let text = "[a]: x\n> [The\n> B]: y [c]:\n[^d]: z ]: [e\\]f]: \\[g]: h";
        let labels: Vec<String> = possible_definitions(text).map(|found| found.label).collect();
        assert_eq!(labels, ["a", "the b", "c", "e\\]f"]);
    }
}
