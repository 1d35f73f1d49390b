//! Represents a leaf (a paragraph, a heading, a table cell) as a list of byte ranges, and says how to read each range.
//!
//! The source of a leaf is often not contiguous: a paragraph in a block quote has `> ` between its lines. Other ranges
//! are inside the leaf, but the inline grammar must not see them, such as a formula, a shortcode or a JSX tag. A sorted
//! list of [`Part`]s handles both cases, so the code that reads a leaf never sees a byte outside of it. [`Joined`]
//! concatenates the parts for the parser and maps offsets back to the file.

use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::source::Span;

/// A byte range of a document, and how to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Byte offsets in the file.
    pub span: Span,
    /// How to read it.
    pub role: PartRole,
}

/// How to read a byte range of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartRole {
    /// Markup, which the grammar parses.
    Markup,
    /// Plain text in which the grammar would see markup, such as the dollar sign of a price.
    Literal,
    /// Source that is not prose but stands for a word: a formula, a shortcode, an expression.
    Opaque,
    /// An expression that is a string literal, whose text a reader sees.
    String,
    /// An HTML or JSX tag.
    Tag,
    /// A block that is not prose: see [`super::hidden`].
    Hidden,
}

impl Part {
    /// Creates a part that the grammar parses.
    pub fn markup(start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role: PartRole::Markup }
    }

    /// Creates a part with this role from byte `start` to `end`.
    pub fn new(role: PartRole, start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role }
    }

    /// Returns whether the grammar sees this part.
    pub fn is_markup(&self) -> bool {
        self.role == PartRole::Markup
    }
}

/// Returns the parts that overlap `range`, clipped to it.
pub(super) fn clipped(parts: &[Part], range: Range<usize>) -> impl Iterator<Item = Part> {
    let first = parts.partition_point(|part| part.span.end as usize <= range.start);
    parts[first..].iter().take_while(move |part| (part.span.start as usize) < range.end).map(move |part| {
        let start = range.start.max(part.span.start as usize);
        let end = range.end.min(part.span.end as usize);
        Part::new(part.role, start, end)
    })
}

/// Returns the range from the first byte of `parts` to the last, or `None` if there are no parts.
pub(super) fn extent(parts: &[Part]) -> Option<Range<usize>> {
    Some(parts.first()?.span.start as usize..parts.last()?.span.end as usize)
}

/// Returns the parts inside `range`, without the spans in `holes`, which are sorted.
pub(super) fn subtract(parts: &[Part], range: Range<usize>, holes: &[Span]) -> Vec<Part> {
    let mut remaining = Vec::new();
    let mut at = range.start;
    for hole in holes.iter().map(|hole| hole.range()).chain(std::iter::once(range.end..range.end)) {
        if at < hole.start {
            remaining.extend(clipped(parts, at..hole.start));
        }
        at = at.max(hole.end);
    }
    remaining
}

/// Replaces ranges of a list of parts, from left to right.
pub(super) struct PartReplacer<'p> {
    parts: &'p [Part],
    masked: Vec<Part>,
    /// The end of the source that `masked` covers.
    end: usize,
}

impl<'p> PartReplacer<'p> {
    /// Creates a list that starts at byte `start` and replaces nothing yet.
    pub fn new(parts: &'p [Part], start: usize) -> PartReplacer<'p> {
        PartReplacer { parts, masked: Vec::new(), end: start }
    }

    /// Replaces `span` with `parts`.
    pub fn replace(&mut self, span: Span, parts: impl IntoIterator<Item = Part>) {
        self.masked.extend(clipped(self.parts, self.end..span.start as usize));
        self.masked.extend(parts);
        self.end = span.end as usize;
    }

    /// Replaces `span` with one opaque word.
    pub fn replace_with_word(&mut self, span: Span) {
        let first = clipped(self.parts, span.range()).next();
        self.replace(span, first.map(|part| Part { role: PartRole::Opaque, ..part }));
    }

    /// Returns the resulting parts up to byte `end`.
    pub fn finish(mut self, end: usize) -> Vec<Part> {
        self.masked.extend(clipped(self.parts, self.end..end));
        self.masked
    }
}

/// The text of a leaf as the parser sees it: its parts, joined, with placeholders for those that it must not parse.
///
/// A literal, opaque or string part becomes a comma. The formula or code span that it replaces starts and ends with
/// punctuation, and a comma is punctuation too, so emphasis around it still parses as emphasis.
///
/// Tree-sitter also accepts included ranges, but its lexer searches that list from the start for every token, which
/// takes quadratic time in a long quotation.
pub(super) struct Joined<'t> {
    /// The joined text.
    pub text: Cow<'t, str>,
    parts: Vec<JoinedPart>,
}

/// The placeholder of a literal, opaque or string part.
const OPAQUE_PLACEHOLDER: &str = ",";

/// The placeholder of a hidden part. An HTML comment is the only block that can start anywhere and ends on its own
/// line.
pub(super) const HIDDEN_PLACEHOLDER: &str = "<!-- -->";

struct JoinedPart {
    /// Byte offset in the joined text.
    start: usize,
    /// Length in the joined text.
    len: usize,
    source: Span,
    /// The text that replaces the source, if any.
    placeholder: Option<&'static str>,
}

impl<'t> Joined<'t> {
    /// Joins `parts` of `text`.
    pub fn new(text: &'t str, parts: &[Part]) -> Joined<'t> {
        let mut joined: Vec<JoinedPart> = Vec::new();
        let mut start = 0;
        for Part { span: source, role } in parts.iter().copied().filter(|part| !part.span.is_empty()) {
            let placeholder = match role {
                PartRole::Markup => None,
                PartRole::Literal | PartRole::Opaque | PartRole::String => Some(OPAQUE_PLACEHOLDER),
                PartRole::Hidden => Some(HIDDEN_PLACEHOLDER),
                PartRole::Tag => continue,
            };
            let len = placeholder.map_or(source.len(), str::len);
            match joined.last_mut() {
                Some(last)
                    if placeholder.is_none() && last.placeholder.is_none() && last.source.end == source.start =>
                {
                    last.source.end = source.end;
                    last.len += len;
                }
                _ => joined.push(JoinedPart { start, len, source, placeholder }),
            }
            start += len;
        }
        let shown = |part: &JoinedPart| part.placeholder.unwrap_or(&text[part.source.range()]);
        let text = match joined.as_slice() {
            [one] => Cow::Borrowed(shown(one)),
            _ => joined.iter().map(shown).collect::<String>().into(),
        };
        Joined { text, parts: joined }
    }

    /// Joins `parts` of `text` for the block grammar. The grammar would read a thematic break at the very start as
    /// front matter, so we put a blank line before it.
    pub fn for_blocks(text: &'t str, parts: &[Part]) -> Joined<'t> {
        const BLANK: &str = "\n";
        let mut joined = Joined::new(text, parts);
        let start = joined.text.trim_start_matches([' ', '\t']);
        if start.starts_with("---") || start.starts_with("+++") {
            let at = joined.start(0);
            joined.text = [BLANK, &*joined.text].concat().into();
            joined.parts.iter_mut().for_each(|part| part.start += BLANK.len());
            let blank = JoinedPart { start: 0, len: BLANK.len(), source: Span::new(at, at), placeholder: Some(BLANK) };
            joined.parts.insert(0, blank);
        }
        joined
    }

    /// Returns the file offset of the byte at `offset` in the joined text.
    pub fn start(&self, offset: usize) -> usize {
        let after = self.parts.partition_point(|part| part.start <= offset);
        self.source_of(after, offset)
    }

    /// Returns the file offset just after the byte before `offset` in the joined text.
    pub fn end(&self, offset: usize) -> usize {
        let after = self.parts.partition_point(|part| part.start < offset);
        self.source_of(after, offset)
    }

    /// Returns the span in the file of a node in the syntax tree of the joined text.
    pub fn span(&self, node: &tree_sitter::Node) -> Span {
        self.range(&node.byte_range())
    }

    /// Returns the span in the file of a range of the joined text.
    pub fn range(&self, range: &Range<usize>) -> Span {
        let start = self.start(range.start);
        Span::new(start, self.end(range.end).max(start))
    }

    fn source_of(&self, after: usize, offset: usize) -> usize {
        match after.checked_sub(1).and_then(|index| self.parts.get(index)) {
            Some(part) if offset >= part.start + part.len => part.source.end as usize,
            Some(part) => part.source.start as usize + (offset - part.start),
            None => self.parts.first().map_or(0, |part| part.source.start as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_removed_and_offsets_map_back_to_the_file() {
        let text = "> one\n> two";
        let parts = subtract(&[Part::markup(0, 11)], 2..11, &[Span::new(6, 8)]);
        assert_eq!(parts, [Part::markup(2, 6), Part::markup(8, 11)]);
        let joined = Joined::new(text, &parts);
        assert_eq!(joined.text, "one\ntwo");
        assert_eq!((joined.end(4), joined.start(4)), (6, 8));
        assert_eq!((joined.start(0), joined.end(7)), (2, 11));
    }

    #[test]
    fn an_opaque_part_becomes_a_comma() {
        let parts = [Part::markup(0, 2), Part::new(PartRole::Opaque, 2, 5), Part::markup(5, 7)];
        let joined = Joined::new("**`x`**", &parts);
        assert_eq!(joined.text, "**,**");
        assert_eq!((joined.start(2), joined.end(3), joined.start(3)), (2, 5, 5));
    }
}
