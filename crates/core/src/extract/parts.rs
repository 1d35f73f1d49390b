//! The byte ranges that make up a leaf (a paragraph, a heading, a table cell), and how to read each of them.
//!
//! The source of a leaf is often not contiguous: a paragraph in a block quote has `> ` between its lines. Other ranges
//! are in the text but must stay hidden from the inline grammar, such as a formula, a shortcode or a JSX tag. A sorted
//! list of [`Part`]s describes both, so the code that walks a leaf never reads a byte that does not belong to it.
//! [`Joined`] concatenates the parts for the parser and maps offsets back to the file.

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
    /// Source that the grammar parses.
    Markup,
    /// Plain text in which the grammar would see markup, such as the dollar sign of a price.
    Literal,
    /// Not prose, but it stands for a word: a formula, a shortcode, an expression.
    Opaque,
    /// An expression that is a string literal, whose text a reader sees.
    String,
    /// An HTML or JSX tag.
    Tag,
    /// Not prose, and a block of its own; see [`super::hidden`].
    Hidden,
}

impl Part {
    /// A part that the grammar parses.
    pub fn markup(start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role: PartRole::Markup }
    }

    /// The part from byte `start` to `end` with this role.
    pub fn of(role: PartRole, start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role }
    }

    /// Whether the grammar sees this part.
    pub fn is_markup(&self) -> bool {
        self.role == PartRole::Markup
    }
}

/// The parts that overlap `range`, clipped to it.
pub(super) fn clipped(parts: &[Part], range: Range<usize>) -> impl Iterator<Item = Part> {
    let first = parts.partition_point(|part| part.span.end as usize <= range.start);
    parts[first..].iter().take_while(move |part| (part.span.start as usize) < range.end).map(move |part| {
        let start = range.start.max(part.span.start as usize);
        let end = range.end.min(part.span.end as usize);
        Part::of(part.role, start, end)
    })
}

/// The range from the first byte of `parts` to the last; `None` if there are no parts.
pub(super) fn extent(parts: &[Part]) -> Option<Range<usize>> {
    Some(parts.first()?.span.start as usize..parts.last()?.span.end as usize)
}

/// The parts inside `range`, without the sorted spans `holes`.
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
pub(super) struct Masked<'p> {
    parts: &'p [Part],
    masked: Vec<Part>,
    /// `masked` covers everything before this byte.
    end: usize,
}

impl<'p> Masked<'p> {
    /// Starts at byte `start`, with nothing replaced yet.
    pub fn new(parts: &'p [Part], start: usize) -> Masked<'p> {
        Masked { parts, masked: Vec::new(), end: start }
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

    /// The resulting parts up to byte `end`.
    pub fn finish(mut self, end: usize) -> Vec<Part> {
        self.masked.extend(clipped(self.parts, self.end..end));
        self.masked
    }
}

/// What the parser sees of a leaf: its parts joined into one text, with placeholders for those it must not parse.
///
/// A literal, opaque or string part becomes a comma. A comma is punctuation, as are the delimiters of the formula or
/// code span that it replaces, so emphasis around it still parses as emphasis.
///
/// Tree-sitter also accepts included ranges, but its lexer walks that list from the start for every token, which takes
/// quadratic time in a long quotation.
pub(super) struct Joined<'t> {
    /// The joined text.
    pub text: Cow<'t, str>,
    parts: Vec<JoinedPart>,
}

/// Placeholder for a literal, opaque or string part.
const WORD: &str = ",";

/// Placeholder for a hidden part. An HTML comment is the only block that can start anywhere and ends on its own line.
pub(super) const COMMENT: &str = "<!-- -->";

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
                PartRole::Literal | PartRole::Opaque | PartRole::String => Some(WORD),
                PartRole::Hidden => Some(COMMENT),
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

    /// The file offset of the byte at `offset` in the joined text.
    pub fn start(&self, offset: usize) -> usize {
        let after = self.parts.partition_point(|part| part.start <= offset);
        self.source_of(after, offset)
    }

    /// The file offset just after the byte before `offset` in the joined text.
    pub fn end(&self, offset: usize) -> usize {
        let after = self.parts.partition_point(|part| part.start < offset);
        self.source_of(after, offset)
    }

    /// The range in the file of a node in the joined text's syntax tree.
    pub fn span(&self, node: &tree_sitter::Node) -> Span {
        let start = self.start(node.start_byte());
        Span::new(start, self.end(node.end_byte()).max(start))
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
        let parts = [Part::markup(0, 2), Part::of(PartRole::Opaque, 2, 5), Part::markup(5, 7)];
        let joined = Joined::new("**`x`**", &parts);
        assert_eq!(joined.text, "**,**");
        assert_eq!((joined.start(2), joined.end(3), joined.start(3)), (2, 5, 5));
    }
}
