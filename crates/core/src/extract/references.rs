//! Links and images that name their target by their own text, and the definitions that they name.
//!
//! In `[the guide]` and `[the guide][]` the text is the label too, so an edit of it loses the target. Whether there is a
//! definition is not known to a piece of a file: what reads the whole file compares the two.

use super::parts::Part;
use std::collections::HashSet;
use wordgate_text::source::{Span, floor_char_boundary, to_u32};

/// The longest label that CommonMark knows, in scalar values.
const LONGEST_LABEL: usize = 999;

/// The longest text (bytes) of a link that is looked at: a label with the markers of its containers.
const LONGEST_TEXT: usize = 8 << 10;

/// What a piece has of both, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Links and images whose text is their label. None lies in another.
    pub uses: Vec<Reference>,
    /// The labels of definitions, comparable.
    pub definitions: HashSet<String>,
}

/// A link or an image whose text is its label, if there is a definition of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The text (bytes of the file).
    pub text: Span,
    /// The label as it is written, on one line.
    pub label: String,
    /// Where a label of its own would be written (byte of the file).
    pub at: u32,
    /// How it is written.
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
    /// The form of a link or image whose text is followed by `rest`; `None` when its text is not its label.
    pub(super) fn of(rest: &str) -> Option<ReferenceForm> {
        match rest {
            "]" => Some(ReferenceForm::Shortcut),
            "][]" => Some(ReferenceForm::Collapsed),
            _ => None,
        }
    }
}

impl References {
    /// Notes a link or image whose text is its label: `parts` of the file hold the text, `form` is how it is written.
    pub(super) fn note(&mut self, file: &str, text: Span, form: ReferenceForm, parts: impl Iterator<Item = Part>) {
        if text.len() > LONGEST_TEXT {
            return;
        }
        let source: String = parts.map(|part| &file[part.span.range()]).collect();
        let label = source.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_label(&label) {
            let at = if form == ReferenceForm::Collapsed { text.end + 2 } else { text.end + 1 };
            self.uses.push(Reference { text, label, at, form });
        }
    }

    /// Notes the definition of the label that `parts` of the file hold, brackets included.
    pub(super) fn define(&mut self, file: &str, parts: impl Iterator<Item = Part>) {
        let source: String = parts.map(|part| &file[part.span.range()]).collect();
        let label = source.trim().strip_prefix('[').and_then(|label| label.strip_suffix(']'));
        self.definitions.extend(label.map(comparable));
    }

    /// Puts the uses in order.
    pub(super) fn finish(mut self) -> References {
        self.uses.sort_by_key(|reference| reference.text);
        self.uses.shrink_to_fit();
        self
    }

    /// The same, moved: `place` says where a byte of the piece stands now.
    pub(super) fn moved(&self, place: impl Fn(u32) -> u32) -> References {
        let moved = |reference: &Reference| Reference {
            text: Span { start: place(reference.text.start), end: place(reference.text.end) },
            at: place(reference.at),
            ..reference.clone()
        };
        References { uses: self.uses.iter().map(moved).collect(), definitions: self.definitions.clone() }
    }

    /// The reference in whose text a span lies.
    pub fn around(&self, span: Span) -> Option<&Reference> {
        let before = self.uses.partition_point(|reference| reference.text.start <= span.start);
        self.uses[..before].last().filter(|reference| span.end <= reference.text.end)
    }
}

/// Whether a text begins with a label in brackets, one that is no footnote.
pub fn starts_with_label(text: &str) -> bool {
    let near = &text[..floor_char_boundary(text, LONGEST_TEXT)];
    let behind = near.strip_prefix('[').and_then(|rest| Some((rest, next_bracket(rest, 0)?)));
    behind.is_some_and(|(rest, end)| {
        let label = &rest[..end];
        let is_blank = |line: &str| line.trim().is_empty();
        rest[end..].starts_with(']') && !label.starts_with('^') && !label.split('\n').any(is_blank)
    })
}

/// The text in the brackets right around a span of a file, if there are some nearby.
pub fn in_brackets(file: &str, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = floor_char_boundary(file, start.saturating_sub(LONGEST_TEXT));
    let to = floor_char_boundary(file, end + LONGEST_TEXT);
    let before = file[from..start].rfind(['[', ']'])?;
    let behind = next_bracket(&file[..to], end)?;
    let opens = file[from + before..].starts_with('[') && !is_escaped(&file[from..], before);
    (opens && file[behind..].starts_with(']')).then(|| Span::new(from + before + 1, behind))
}

/// Whether a text may be a label: it has no bracket without a backslash.
fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST_LABEL && next_bracket(text, 0).is_none()
}

/// The next bracket of a text from byte `from` on that has no backslash.
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

/// A label as labels are compared: in one case, each run of white space one space.
pub fn comparable(label: &str) -> String {
    let words: Vec<String> = label.split_whitespace().map(|word| word.to_uppercase().to_lowercase()).collect();
    words.join(" ")
}

/// What looks like a definition, wherever it stands: it may be code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleDefinition {
    /// The label, comparable, without the markers of quotations in it.
    pub label: String,
    /// Where the label begins (byte of the text).
    pub at: u32,
    /// Whether it runs over lines.
    pub is_wrapped: bool,
}

/// All that looks like a definition in a text, in order.
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
            label: comparable(&without_markers(label)),
            at: to_u32(from + open + 1),
            is_wrapped: label.contains(['\n', '\r']),
        })
    })
}

/// A label without the markers of quotations at the start of its lines.
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
    fn labels_are_compared_in_one_case_and_on_one_line() {
        assert_eq!(comparable(" The\n  GUIDE "), "the guide");
        assert_eq!(comparable("Straße"), comparable("STRASSE"));
    }

    #[test]
    fn a_label_has_no_bare_bracket() {
        for (text, expected) in [("a", true), ("a \\[b\\]", true), ("a [b]", false), ("", false), ("a\\\\]", false)] {
            assert_eq!(is_label(text), expected, "{text}");
        }
        assert!(!is_label(&"é".repeat(1000)) && is_label(&"é".repeat(999)));
    }

    #[test]
    fn what_looks_like_a_definition_is_found_wherever_it_stands() {
        let text = "[a]: x\n> [The\n> B]: y [c]:\n[^d]: z ]: [e\\]f]: \\[g]: h";
        let labels: Vec<String> = possible_definitions(text).map(|found| found.label).collect();
        assert_eq!(labels, ["a", "the b", "c", "e\\]f"]);
    }
}
