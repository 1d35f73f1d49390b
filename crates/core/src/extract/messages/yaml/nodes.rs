//! Steps from scalar to scalar of a YAML file, and knows the key of each.
//!
//! An alias is not read again, since the text at its anchor is, so aliases cannot multiply text.

use super::scalar::Scalar;
use crate::extract::lines::start_after_bom;
use crate::extract::malformed::Malformed;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use std::borrow::Cow;
use wordgate_text::source::is_plain_string;

/// The maximum nesting depth.
const MAX_DEPTH: usize = 128;

/// The maximum number of aliases in a file.
const MAX_ALIASES: usize = 100;

/// A scalar that is not empty.
pub(super) struct Node {
    pub scalar: Scalar,
    /// Whether it is a key, or in a key that is a collection.
    pub is_key: bool,
    /// Whether it is a string, unlike a number, a boolean, a date or binary data.
    pub is_string: bool,
    /// Whether its text is only white space.
    pub is_blank: bool,
}

/// The scalars of a file.
pub(super) struct Nodes<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    offsets: ByteOffsets<'t>,
    /// The open collections, outermost first.
    open: Vec<Collection<'t>>,
    aliases: usize,
}

/// An open sequence or mapping.
struct Collection<'t> {
    /// The key of the next value. A sequence has the key of its own.
    key: Cow<'t, str>,
    /// Whether the next node is a key; `None` in a sequence.
    expects_key: Option<bool>,
    /// Whether the collection is, or is in, the key of a mapping.
    is_in_key: bool,
}

impl<'t> Nodes<'t> {
    pub fn new(text: &'t str) -> Nodes<'t> {
        let start = start_after_bom(text);
        let offsets = ByteOffsets { text, index: 0, byte: start, start };
        Nodes { text, parser: Parser::new_from_str(&text[start..]), offsets, open: Vec::new(), aliases: 0 }
    }

    /// Returns the key of the last value, or the last key.
    pub fn key(&self) -> &str {
        self.open.last().map_or("", |collection| &collection.key)
    }

    /// Returns the number of open collections.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns the next scalar, or `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Node>, Malformed> {
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let at = self.offsets.byte(error.marker().index());
                Malformed::new(at, error.info())
            })?;
            match event {
                Event::Scalar(value, style, anchor, tag) => {
                    let is_key = self.enter();
                    let node = (!value.is_empty() || style != ScalarStyle::Plain).then(|| {
                        let [start, end] = [span.start, span.end].map(|mark| self.offsets.byte(mark.index()));
                        let scalar = if anchor > 0 || tag.is_some() {
                            Scalar::after_properties(self.text, start..end, style, &value)
                        } else {
                            Scalar::at(self.text, start..end, style, span.start.col())
                        };
                        Node {
                            scalar,
                            is_key,
                            is_string: is_string(&value, style, tag.as_deref()),
                            is_blank: value.trim().is_empty(),
                        }
                    });
                    if let Some(mapping) = self.open.last_mut().filter(|mapping| mapping.expects_key == Some(false)) {
                        // The scalar was the key of the value that comes now.
                        mapping.key = value;
                    }
                    if node.is_some() {
                        return Ok(node);
                    }
                }
                Event::Alias(_) => {
                    self.enter();
                    self.aliases += 1;
                    self.check(self.aliases <= MAX_ALIASES, span.start.index(), "it has more than 100 aliases")?;
                }
                Event::SequenceStart(..) => self.open(None, span.start.index())?,
                Event::MappingStart(..) => self.open(Some(true), span.start.index())?,
                Event::SequenceEnd | Event::MappingEnd => drop(self.open.pop()),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Enters the next node. Returns whether it is a key, or in one.
    fn enter(&mut self) -> bool {
        let Some(parent) = self.open.last_mut() else { return false };
        let is_key = parent.expects_key == Some(true);
        parent.expects_key = parent.expects_key.map(|expects_key| !expects_key);
        is_key || parent.is_in_key
    }

    fn open(&mut self, expects_key: Option<bool>, at: usize) -> Result<(), Malformed> {
        let is_in_key = self.enter();
        let key = self.open.last().map_or(Cow::Borrowed(""), |parent| parent.key.clone());
        self.open.push(Collection { key, expects_key, is_in_key });
        self.check(self.open.len() <= MAX_DEPTH, at, "values are nested more than 128 deep")
    }

    fn check(&mut self, is_within: bool, index: usize, message: &str) -> Result<(), Malformed> {
        if is_within { Ok(()) } else { Err(Malformed::new(self.offsets.byte(index), message)) }
    }
}

/// Returns whether a scalar is a string. Tags of programs say nothing about that.
pub(super) fn is_string(value: &str, style: ScalarStyle, tag: Option<&Tag>) -> bool {
    match tag.filter(|tag| tag.is_yaml_core_schema()) {
        Some(tag) => tag.suffix == "str",
        None => style != ScalarStyle::Plain || is_plain_string(value),
    }
}

/// Converts the marks of the parser, which count characters, to bytes. Going from mark to mark takes linear time, because
/// they hardly ever go back.
struct ByteOffsets<'t> {
    text: &'t str,
    /// The last mark.
    index: usize,
    /// Its byte.
    byte: usize,
    /// The byte of the first mark.
    start: usize,
}

impl ByteOffsets<'_> {
    fn byte(&mut self, index: usize) -> usize {
        self.byte = match index.checked_sub(self.index) {
            Some(ahead) => {
                let after = self.text[self.byte..].char_indices().nth(ahead);
                after.map_or(self.text.len(), |(len, _)| self.byte + len)
            }
            None => {
                let before = self.text[self.start..self.byte].char_indices().nth_back(self.index - index - 1);
                before.map_or(self.start, |(len, _)| self.start + len)
            }
        };
        self.index = index;
        self.byte
    }
}
