//! Which bytes of a document a leaf is made of, and how each stretch of them reads.
//!
//! A paragraph in a block quote is several stretches of source with `> ` between them, and some stretches (a formula,
//! a shortcode, a JSX tag) must be kept from the grammar although they stand in the text. One sorted list of [`Part`]s
//! says both, so that the walkers never look at a byte that is not theirs.

use std::borrow::Cow;
use std::ops::Range;
use wordgate_text::source::Span;

/// A stretch of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Bytes of the file.
    pub span: Span,
    /// How it reads.
    pub role: PartRole,
}

/// How a stretch of a document reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartRole {
    /// Source that the grammar takes apart.
    Markup,
    /// Text as it stands, although the grammar would see markup in it: the dollar of a price.
    Literal,
    /// No prose, but in a word's place: a formula, a shortcode, an expression.
    Opaque,
    /// An expression that is a string, and shows its text.
    String,
    /// An HTML or JSX tag.
    Tag,
    /// No prose and in nobody's place, but a block of its own: see [`super::hidden`].
    Hidden,
}

impl Part {
    /// Source for the grammar.
    pub fn markup(start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role: PartRole::Markup }
    }

    /// The part from `start` to `end`, in another role.
    pub fn of(role: PartRole, start: usize, end: usize) -> Part {
        Part { span: Span::new(start, end), role }
    }

    /// Whether the grammar sees this part.
    pub fn is_markup(&self) -> bool {
        self.role == PartRole::Markup
    }
}

/// The parts that overlap `from..to`, cut to it.
pub(super) fn clipped(parts: &[Part], range: Range<usize>) -> impl Iterator<Item = Part> {
    let first = parts.partition_point(|part| part.span.end as usize <= range.start);
    parts[first..].iter().take_while(move |part| (part.span.start as usize) < range.end).map(move |part| {
        let start = range.start.max(part.span.start as usize);
        let end = range.end.min(part.span.end as usize);
        Part::of(part.role, start, end)
    })
}

/// From the first byte of `parts` to the last; `None` when there are none.
pub(super) fn extent(parts: &[Part]) -> Option<Range<usize>> {
    Some(parts.first()?.span.start as usize..parts.last()?.span.end as usize)
}

/// The parts of `parts` inside `range`, less the spans of `holes` (sorted).
pub(super) fn subtract(parts: &[Part], range: Range<usize>, holes: &[Span]) -> Vec<Part> {
    let mut left = Vec::new();
    let mut at = range.start;
    for hole in holes.iter().map(|hole| hole.range()).chain(std::iter::once(range.end..range.end)) {
        if at < hole.start {
            left.extend(clipped(parts, at..hole.start));
        }
        at = at.max(hole.end);
    }
    left
}

/// Parts in which some stretches, from left to right, read in another way.
pub(super) struct Masked<'p> {
    parts: &'p [Part],
    masked: Vec<Part>,
    /// Everything before is in `masked`.
    done: usize,
}

impl<'p> Masked<'p> {
    /// Nothing is masked before byte `start`.
    pub fn new(parts: &'p [Part], start: usize) -> Masked<'p> {
        Masked { parts, masked: Vec::new(), done: start }
    }

    /// Puts `parts` in place of what stands at `span`.
    pub fn put(&mut self, span: Span, parts: impl IntoIterator<Item = Part>) {
        self.masked.extend(clipped(self.parts, self.done..span.start as usize));
        self.masked.extend(parts);
        self.done = span.end as usize;
    }

    /// Puts one word that is no prose in place of what stands at `span`.
    pub fn put_word(&mut self, span: Span) {
        let first = clipped(self.parts, span.range()).next();
        self.put(span, first.map(|part| Part { role: PartRole::Opaque, ..part }));
    }

    /// All parts up to byte `end`.
    pub fn finish(mut self, end: usize) -> Vec<Part> {
        self.masked.extend(clipped(self.parts, self.done..end));
        self.masked
    }
}

/// What the parser sees of a leaf: its [`PartRole::Markup`] parts joined.
///
/// A part that reads as text or as a word shows as a comma, so that emphasis around it stays emphasis: a formula or a
/// code span begins and ends with punctuation, too.
///
/// The parser could be given included ranges instead, but its lexer walks their list from the start for every token,
/// which is quadratic in a long quotation.
pub(super) struct Joined<'t> {
    /// The joined text.
    pub text: Cow<'t, str>,
    pieces: Vec<JoinedPiece>,
}

const WORD: &str = ",";

/// What stands for something hidden: the one block that begins wherever it stands and ends with its line.
pub(super) const COMMENT: &str = "<!-- -->";

struct JoinedPiece {
    /// Where it stands in the joined text.
    start: usize,
    /// Its length there.
    len: usize,
    source: Span,
    /// What stands there instead of the source.
    placeholder: Option<&'static str>,
}

impl<'t> Joined<'t> {
    /// Joins `parts` of `text`.
    pub fn new(text: &'t str, parts: &[Part]) -> Joined<'t> {
        let mut pieces: Vec<JoinedPiece> = Vec::new();
        let mut start = 0;
        for Part { span: source, role } in parts.iter().copied().filter(|part| !part.span.is_empty()) {
            let placeholder = match role {
                PartRole::Markup => None,
                PartRole::Literal | PartRole::Opaque | PartRole::String => Some(WORD),
                PartRole::Hidden => Some(COMMENT),
                PartRole::Tag => continue,
            };
            let len = placeholder.map_or(source.len(), str::len);
            match pieces.last_mut() {
                Some(last)
                    if placeholder.is_none() && last.placeholder.is_none() && last.source.end == source.start =>
                {
                    last.source.end = source.end;
                    last.len += len;
                }
                _ => pieces.push(JoinedPiece { start, len, source, placeholder }),
            }
            start += len;
        }
        let shown = |piece: &JoinedPiece| piece.placeholder.unwrap_or(&text[piece.source.range()]);
        let text = match pieces.as_slice() {
            [one] => Cow::Borrowed(shown(one)),
            _ => pieces.iter().map(shown).collect::<String>().into(),
        };
        Joined { text, pieces }
    }

    /// Joins `parts` of `text` for the block grammar, which takes a thematic break at the very start for the start of
    /// front matter. A blank line before it keeps it from that.
    pub fn for_blocks(text: &'t str, parts: &[Part]) -> Joined<'t> {
        const BLANK: &str = "\n";
        let mut joined = Joined::new(text, parts);
        let start = joined.text.trim_start_matches([' ', '\t']);
        if start.starts_with("---") || start.starts_with("+++") {
            let at = joined.start(0);
            joined.text = [BLANK, &*joined.text].concat().into();
            joined.pieces.iter_mut().for_each(|piece| piece.start += BLANK.len());
            let blank = JoinedPiece { start: 0, len: BLANK.len(), source: Span::new(at, at), placeholder: Some(BLANK) };
            joined.pieces.insert(0, blank);
        }
        joined
    }

    /// Where the byte at `offset` of the joined text stands in the file.
    pub fn start(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        self.source_of(after, offset)
    }

    /// Where the byte before `offset` of the joined text ends in the file.
    pub fn end(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start < offset);
        self.source_of(after, offset)
    }

    /// Where a node of the joined text's tree stands in the file.
    pub fn span(&self, node: &tree_sitter::Node) -> Span {
        let start = self.start(node.start_byte());
        Span::new(start, self.end(node.end_byte()).max(start))
    }

    fn source_of(&self, after: usize, offset: usize) -> usize {
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if offset >= piece.start + piece.len => piece.source.end as usize,
            Some(piece) => piece.source.start as usize + (offset - piece.start),
            None => self.pieces.first().map_or(0, |piece| piece.source.start as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_cut_out_and_offsets_lead_back() {
        let text = "> one\n> two";
        let parts = subtract(&[Part::markup(0, 11)], 2..11, &[Span::new(6, 8)]);
        assert_eq!(parts, [Part::markup(2, 6), Part::markup(8, 11)]);
        let joined = Joined::new(text, &parts);
        assert_eq!(joined.text, "one\ntwo");
        assert_eq!((joined.end(4), joined.start(4)), (6, 8));
        assert_eq!((joined.start(0), joined.end(7)), (2, 11));
    }

    #[test]
    fn what_the_parser_must_not_see_is_a_comma() {
        let parts = [Part::markup(0, 2), Part::of(PartRole::Opaque, 2, 5), Part::markup(5, 7)];
        let joined = Joined::new("**`x`**", &parts);
        assert_eq!(joined.text, "**,**");
        assert_eq!((joined.start(2), joined.end(3), joined.start(3)), (2, 5, 5));
    }
}
