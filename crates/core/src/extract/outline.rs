//! Records what inline directives need: the comments that contain them, and where blocks start. The context `attributed`
//! needs the latter too, and the elements that name the source of a quotation.
//!
//! A directive is a comment such as `<!-- wordgate-allow ... -->`. It applies to the next block. A list, table or
//! quotation counts as one block if the directive is before it. Prose blocks are not enough to find that block: code is
//! not a prose block, and two adjacent lists look like one. So the extractors record where each block starts, prose or
//! not, and which collections (lists, tables, quotations) contain it. A block extends to the start of the next one.

use wordgate_text::source::{Span, to_u32};

/// The word that a directive starts with. Other comments are ignored.
pub const MARKER: &str = "wordgate-allow";

/// The maximum nesting depth of collections. A deeper collection counts as part of its parent, so that hostile nesting
/// takes little time.
const MAX_DEPTH: u8 = 64;

/// A list, a table or a quotation: a collection of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// A Markdown list. A [`Piece`](super::Piece) of a list does not contain its start, so we cannot tell adjacent
    /// lists apart, and they count as one.
    List,
    /// A quotation, identified by the offset of its first byte.
    Quote(u32),
    /// Any other collection, identified by the offset of its first byte.
    At(u32),
}

/// The number of the innermost collection around a block, in its [`Outline`]. 0 means that no collection contains the
/// block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CollectionId(u32);

/// A comment that starts with [`MARKER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The byte range of the comment in the file.
    pub span: Span,
    /// The part of `span` between the delimiters.
    pub content: Span,
    /// Whether the lines of the comment contain nothing else.
    pub is_alone: bool,
    /// The innermost collection around the comment, or `None` if it is unknown.
    pub collection: Option<CollectionId>,
}

/// The start of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStart {
    /// Byte offset in the file.
    pub at: u32,
    /// The innermost collection around the block.
    pub collection: CollectionId,
}

/// A string in an expression of markup. If the text around the expression is a block, it belongs to that block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NestedString {
    /// The block that it belongs to otherwise: the expression or the start tag around it.
    start: BlockStart,
    /// Byte offset of its content.
    content: u32,
}

/// The content of an HTML element that names the source of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditSpan {
    /// The byte range of the content in the file.
    pub span: Span,
    /// Whether it is the caption of a figure, which comes after the quotation.
    pub is_caption: bool,
}

/// A collection in the outline, and its parent.
#[derive(Clone, Copy, Debug)]
struct CollectionNode {
    parent: CollectionId,
    collection: Collection,
    depth: u8,
}

/// The directive comments and the block starts of a piece.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In source order.
    pub comments: Vec<Comment>,
    /// In source order.
    pub starts: Vec<BlockStart>,
    /// In source order of their ends.
    credits: Vec<CreditSpan>,
    nodes: Vec<CollectionNode>,
    nested: Vec<NestedString>,
    /// Byte offset of the start of the next block. It counts only if the block has content.
    next: Option<usize>,
}

impl Outline {
    /// Returns the collection `around` and all collections that contain it, outermost first.
    pub fn collections(&self, around: CollectionId) -> Vec<Collection> {
        let mut found = Vec::new();
        let mut at = around;
        while let Some(node) = self.node(at) {
            found.push(node.collection);
            at = node.parent;
        }
        found.reverse();
        found
    }

    fn node(&self, around: CollectionId) -> Option<&CollectionNode> {
        self.nodes.get((around.0 as usize).checked_sub(1)?)
    }

    /// Returns the start of the innermost quotation that contains `around`.
    pub fn quotation(&self, around: CollectionId) -> Option<u32> {
        self.quotations(around).next()
    }

    /// Returns whether the quotation that starts at byte `start` contains `around`.
    pub fn is_in_quotation(&self, around: CollectionId, start: u32) -> bool {
        self.quotations(around).any(|quotation| quotation == start)
    }

    /// Returns the starts of the quotations that contain `around`, innermost first.
    fn quotations(&self, around: CollectionId) -> impl Iterator<Item = u32> {
        let nodes = std::iter::successors(self.node(around), |node| self.node(node.parent));
        nodes.filter_map(|node| match node.collection {
            Collection::Quote(start) => Some(start),
            Collection::List | Collection::At(_) => None,
        })
    }

    /// Returns the credits that overlap a block with this range.
    pub fn credits_from(&self, block: Span) -> impl Iterator<Item = &CreditSpan> {
        let first = self.credits.partition_point(|credit| credit.span.end <= block.start);
        self.credits[first..].iter().take_while(move |credit| credit.span.start < block.end)
    }

    /// Records the content of an element that names the source of a quotation.
    pub(super) fn credit(&mut self, credit: CreditSpan) {
        self.credits.push(credit);
    }

    /// Enters a collection inside `around`. Returns the id of its content.
    pub(super) fn enter_collection(&mut self, around: CollectionId, collection: Collection) -> CollectionId {
        let depth = self.node(around).map_or(0, |node| node.depth) + 1;
        if depth > MAX_DEPTH {
            return around;
        }
        self.nodes.push(CollectionNode { parent: around, collection, depth });
        CollectionId(to_u32(self.nodes.len()))
    }

    /// Starts a block at byte `at`. The block counts only if it gets content before the next block starts.
    pub(super) fn begin_block(&mut self, at: usize) {
        self.next = Some(at);
    }

    /// Ends a block at byte `at`. The next block starts there, unless a start is already pending.
    pub(super) fn end_block(&mut self, at: usize) {
        self.next.get_or_insert(at);
    }

    /// Records that the started block has content, and that it is inside `around`.
    pub(super) fn confirm_block(&mut self, around: CollectionId) {
        if let Some(at) = self.next.take() {
            self.starts.push(BlockStart { at: to_u32(at), collection: around });
        }
    }

    /// Drops the started block, which has no content that counts.
    pub(super) fn drop_block(&mut self) {
        self.next = None;
    }

    /// Records a string at byte `content` in an expression of markup. It belongs to the block around the expression, or
    /// else to one that starts at byte `at`.
    pub(super) fn nested_string(&mut self, at: u32, content: u32, around: CollectionId) {
        self.nested.push(NestedString { start: BlockStart { at, collection: around }, content });
    }

    /// Records a comment. `is_first` says whether its block has no content before it.
    pub(super) fn comment(&mut self, comment: Comment, is_first: bool) {
        if is_first && self.next.is_some() {
            self.next = Some(comment.span.end as usize);
        }
        self.comments.push(comment);
    }

    /// Sorts everything and keeps what starts in `range`. `blocks` are the ranges of the prose blocks. If a comment is
    /// alone on its lines inside a block, the text after it counts as a block of its own.
    pub(super) fn finish(mut self, text: &str, range: Span, blocks: impl Iterator<Item = Span> + Clone) -> Outline {
        self.comments.sort_by_key(|comment| comment.span);
        self.credits.retain(|credit| range.start <= credit.span.start && credit.span.end <= range.end);
        self.credits.sort_by_key(|credit| credit.span.end);
        for start in &mut self.starts {
            // White space before a block may belong to the block in a piece but not in the whole file.
            let rest = &text.as_bytes()[start.at as usize..];
            start.at += to_u32(rest.len() - rest.trim_ascii_start().len());
        }
        self.starts.retain(|start| range.range().contains(&(start.at as usize)));
        self.starts.sort_by_key(|start| start.at);
        self.starts.dedup_by_key(|start| start.at);
        self.add_nested(blocks.clone());
        if self.comments.iter().any(|comment| comment.is_alone) {
            let mut ends = Vec::new();
            for block in blocks {
                let first = self.comments.partition_point(|comment| comment.span.start <= block.start);
                let inside = self.comments[first..].iter().take_while(|comment| comment.span.end < block.end);
                ends.extend(inside.filter(|comment| comment.is_alone).map(|comment| comment.span.end));
            }
            let start_at = |at: u32| {
                let before = self.starts.partition_point(|start| start.at < at).checked_sub(1)?;
                Some(BlockStart { at, ..self.starts[before] })
            };
            let starts: Vec<BlockStart> = ends.into_iter().filter_map(start_at).collect();
            self.starts.extend(starts);
            self.starts.sort_by_key(|start| start.at);
            self.starts.dedup_by_key(|start| start.at);
        }
        self
    }

    /// Adds the starts of the nested strings that are not between the start of a block and its end. A comment in between
    /// ends the block. Comments, starts and `blocks`, which are the ranges of the prose blocks, are sorted.
    fn add_nested(&mut self, blocks: impl Iterator<Item = Span>) {
        let mut nested = std::mem::take(&mut self.nested);
        if nested.is_empty() {
            return;
        }
        nested.sort_by_key(|string| string.content);
        let is_nested = |block: &Span| nested.binary_search_by_key(&block.start, |string| string.content).is_ok();
        let starts = &self.starts;
        let outer = blocks.filter(|block| !is_nested(block)).map(|block| {
            let before = starts[..starts.partition_point(|start| start.at <= block.start)].last();
            Span { start: before.map_or(block.start, |start| start.at), end: block.end }
        });
        let (mut outer, mut comments) = (outer.peekable(), self.comments.iter().peekable());
        let mut end = 0;
        let mut added = Vec::new();
        for NestedString { start, content } in &nested {
            while let Some(block) = outer.next_if(|block| block.start < *content) {
                while comments.next_if(|comment| comment.span.start < block.start).is_some() {
                    end = 0;
                }
                end = end.max(block.end);
            }
            let mut at = start.at;
            while let Some(comment) = comments.next_if(|comment| comment.span.start < *content) {
                end = 0;
                at = if at < comment.span.end { *content } else { at };
            }
            if end <= *content {
                added.push(BlockStart { at, ..*start });
            }
        }
        self.starts.extend(added);
        self.starts.sort_by_key(|start| start.at);
        self.starts.dedup_by_key(|start| start.at);
    }

    /// Returns the byte offsets at which the collections start.
    pub(super) fn collection_starts(&self) -> impl Iterator<Item = u32> {
        self.nodes.iter().filter_map(|node| match node.collection {
            Collection::List => None,
            Collection::Quote(at) | Collection::At(at) => Some(at),
        })
    }

    /// Returns the outline with new offsets, after its piece moved. `moved` maps an old offset in the range of the
    /// piece to the new one. `moved_context` does the same for offsets in the range or the context.
    pub(super) fn moved(&self, moved: impl Fn(u32) -> u32, moved_context: impl Fn(u32) -> u32) -> Outline {
        let span = |span: Span| Span { start: moved(span.start), end: moved(span.end) };
        let node = |node: &CollectionNode| CollectionNode {
            collection: match node.collection {
                Collection::List => Collection::List,
                Collection::Quote(at) => Collection::Quote(moved_context(at)),
                Collection::At(at) => Collection::At(moved_context(at)),
            },
            ..*node
        };
        let comment =
            |comment: &Comment| Comment { span: span(comment.span), content: span(comment.content), ..*comment };
        Outline {
            comments: self.comments.iter().map(comment).collect(),
            starts: self.starts.iter().map(|start| BlockStart { at: moved(start.at), ..*start }).collect(),
            credits: self.credits.iter().map(|credit| CreditSpan { span: span(credit.span), ..*credit }).collect(),
            nodes: self.nodes.iter().map(node).collect(),
            nested: Vec::new(),
            next: None,
        }
    }
}

/// Returns whether the lines of `span` contain nothing else. Other comments do not count, nor do the markers of
/// quotations and list items before it.
pub(super) fn is_alone(text: &str, span: Span) -> bool {
    let all = without_comments_before(&text[..span.start as usize]);
    let before = all.trim_end_matches([' ', '\t', '>', '-', '*', '+']);
    let before = match before.strip_suffix(['.', ')']) {
        Some(number) if all.len() > before.len() => number.trim_end_matches(|c: char| c.is_ascii_digit()),
        _ => before,
    };
    let before = before.trim_end_matches([' ', '\t', '>']);
    let after = without_comments_after(&text[span.end as usize..]);
    let starts = before.is_empty() || before == "\u{FEFF}" || before.ends_with(['\n', '\r']);
    starts && (after.is_empty() || after.starts_with(['\n', '\r']))
}

/// The opening and closing delimiters of comments.
const COMMENTS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

/// The maximum number of adjacent comments that we skip on a line. A hostile line may have any number of them.
const MAX_ADJACENT: usize = 8;

/// The maximum length (bytes) of a comment that we skip.
const MAX_ADJACENT_LEN: usize = 1 << 10;

/// Returns `text` without the comments at its end and the white space around them.
fn without_comments_before(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..MAX_ADJACENT {
        let line = rest.trim_end_matches([' ', '\t']);
        let Some((open, close)) = COMMENTS.into_iter().find(|(_, close)| line.ends_with(close)) else { break };
        let inside = &line.as_bytes()[..line.len() - close.len()];
        let from = inside.len().saturating_sub(MAX_ADJACENT_LEN);
        let Some(start) = memchr::memmem::rfind(&inside[from..], open.as_bytes()) else { break };
        // A comment ends at its first `-->`, so a second one is text.
        if memchr::memmem::find(&inside[from + start..], close.as_bytes()).is_some() {
            break;
        }
        rest = &line[..from + start];
    }
    rest
}

/// Returns `text` without the comments at its start and the white space around them.
fn without_comments_after(text: &str) -> &str {
    let mut rest = text.trim_start_matches([' ', '\t']);
    for _ in 0..MAX_ADJACENT {
        let Some((open, close)) = COMMENTS.into_iter().find(|(open, _)| rest.starts_with(open)) else { break };
        let inside = &rest.as_bytes()[open.len()..rest.len().min(MAX_ADJACENT_LEN)];
        let Some(len) = memchr::memmem::find(inside, close.as_bytes()) else { break };
        rest = rest[open.len() + len + close.len()..].trim_start_matches([' ', '\t']);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_after_container_markers_is_alone() {
        let alone = [
            "#",
            " #",
            "> > #  ",
            "- #",
            "> 1. #",
            "a\n#\nb",
            "a\r#\rb",
            "\u{FEFF}#",
            "-\t#",
            "- <!-- a --> # <!-- b\n-->{/* c */} ",
        ];
        let beside = [
            "a #", "# a", "a. #", "| # |", "<p>#</p>", "12 #", "1.5 - #", "a\n- b #", "a <!-- b --> #",
            "# <!-- a --> b", "a --> #", "# <!-- a", "<!-- a -->\nb --> #",
        ];
        let check = |text: &str| {
            let at = text.find('#').unwrap();
            is_alone(text, Span::new(at, at + 1))
        };
        for text in alone {
            assert!(check(text), "{text:?}");
        }
        for text in beside {
            assert!(!check(text), "{text:?}");
        }
    }

    #[test]
    fn the_nesting_depth_is_limited() {
        let mut outline = Outline::default();
        let mut around = CollectionId::default();
        for _ in 0..1_000 {
            around = outline.enter_collection(around, Collection::List);
        }
        assert_eq!(outline.collections(around).len(), 64);
        assert_eq!(outline.nodes.len(), 64);
    }
}
