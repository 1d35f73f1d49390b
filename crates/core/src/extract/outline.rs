//! What inline directives are bound by: the comments that hold them, and where blocks begin.
//!
//! A directive speaks for the block behind it, and a list, a table or a quotation counts as one block when the directive
//! stands before it. Prose blocks know too little for that: code is none, and two lists look like one. So the
//! extractors note where each block begins, prose or not, and which collections are around it. That is all: a block
//! reaches to the start of the next one.

use wordgate_text::source::{Span, to_u32};

/// The word that a directive begins with. Comments without it are not looked at.
pub const MARKER: &str = "wordgate-allow";

/// Collections inside each other count up to this depth; what is deeper is taken for one with its surroundings.
const DEEPEST: u8 = 64;

/// A collection of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// A list of Markdown. Where it starts is not known in a piece of it, so lists that follow each other directly are
    /// one.
    List,
    /// Any other, by its first byte.
    At(u32),
}

/// A list, table or quotation around something, by its number in the outline; 0: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContainerId(u32);

/// A comment that begins with [`MARKER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// All of it.
    pub span: Span,
    /// What is inside its delimiters.
    pub content: Span,
    /// Whether nothing else stands on its lines.
    pub is_alone: bool,
    /// The collections around it; `None` when it is not known in which it stands.
    pub around: Option<ContainerId>,
}

/// The start of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStart {
    /// Byte of the file.
    pub at: u32,
    /// The collections around it.
    pub around: ContainerId,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    around: ContainerId,
    collection: Collection,
    depth: u8,
}

/// The comments and the starts of blocks of a piece.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In the order of the source.
    pub comments: Vec<Comment>,
    /// In the order of the source.
    pub starts: Vec<BlockStart>,
    links: Vec<Link>,
    /// Where the next block begins, if there is anything in it.
    next: Option<usize>,
}

impl Outline {
    /// The collections around something, outermost first.
    pub fn collections(&self, around: ContainerId) -> Vec<Collection> {
        let mut found = Vec::new();
        let mut at = around;
        while let Some(link) = self.link(at) {
            found.push(link.collection);
            at = link.around;
        }
        found.reverse();
        found
    }

    fn link(&self, around: ContainerId) -> Option<&Link> {
        self.links.get((around.0 as usize).checked_sub(1)?)
    }

    /// The inside of a collection that stands in `around`.
    pub(super) fn enter(&mut self, around: ContainerId, collection: Collection) -> ContainerId {
        let depth = self.link(around).map_or(0, |link| link.depth) + 1;
        if depth > DEEPEST {
            return around;
        }
        self.links.push(Link { around, collection, depth });
        ContainerId(to_u32(self.links.len()))
    }

    /// A block begins at byte `at`, if there is anything in it.
    pub(super) fn begin(&mut self, at: usize) {
        self.next = Some(at);
    }

    /// The block before byte `at` has ended.
    pub(super) fn end(&mut self, at: usize) {
        self.next.get_or_insert(at);
    }

    /// There is something in the block that was begun, and that stands in `around`.
    pub(super) fn fill(&mut self, around: ContainerId) {
        if let Some(at) = self.next.take() {
            self.starts.push(BlockStart { at: to_u32(at), around });
        }
    }

    /// A comment was found; `is_first` when there was nothing in its block before.
    pub(super) fn comment(&mut self, comment: Comment, is_first: bool) {
        if is_first && self.next.is_some() {
            self.next = Some(comment.span.end as usize);
        }
        self.comments.push(comment);
    }

    /// Brings everything in order and keeps what begins in `range`. `blocks` are blocks that were read: what follows a
    /// comment that stands alone inside of one counts as a block of its own.
    pub(super) fn finish(mut self, text: &str, range: Span, blocks: impl Iterator<Item = Span>) -> Outline {
        self.comments.sort_by_key(|comment| comment.span);
        for start in &mut self.starts {
            // Which white space belongs to a block is not the same in a piece and in its file.
            let rest = &text.as_bytes()[start.at as usize..];
            start.at += to_u32(rest.len() - rest.trim_ascii_start().len());
        }
        self.starts.retain(|start| range.range().contains(&(start.at as usize)));
        self.starts.sort_by_key(|start| start.at);
        self.starts.dedup_by_key(|start| start.at);
        if self.comments.iter().any(|comment| comment.is_alone) {
            let mut more = Vec::new();
            for block in blocks {
                let first = self.comments.partition_point(|comment| comment.span.start <= block.start);
                let inside = self.comments[first..].iter().take_while(|comment| comment.span.end < block.end);
                more.extend(inside.filter(|comment| comment.is_alone).map(|comment| comment.span.end));
            }
            let rest = |at: u32| {
                let before = self.starts.partition_point(|start| start.at < at).checked_sub(1)?;
                Some(BlockStart { at, ..self.starts[before] })
            };
            let more: Vec<BlockStart> = more.into_iter().filter_map(rest).collect();
            self.starts.extend(more);
            self.starts.sort_by_key(|start| start.at);
            self.starts.dedup_by_key(|start| start.at);
        }
        self
    }

    /// The places at which the collections begin.
    pub(super) fn collection_starts(&self) -> impl Iterator<Item = u32> {
        self.links.iter().filter_map(|link| match link.collection {
            Collection::List => None,
            Collection::At(at) => Some(at),
        })
    }

    /// The same outline elsewhere: `moved` tells where a byte of the piece stands now, `place` where one of it or of its
    /// context does.
    pub(super) fn moved(&self, moved: impl Fn(u32) -> u32, place: impl Fn(u32) -> u32) -> Outline {
        let span = |span: Span| Span { start: moved(span.start), end: moved(span.end) };
        let link = |link: &Link| Link {
            collection: match link.collection {
                Collection::List => Collection::List,
                Collection::At(at) => Collection::At(place(at)),
            },
            ..*link
        };
        let comment =
            |comment: &Comment| Comment { span: span(comment.span), content: span(comment.content), ..*comment };
        Outline {
            comments: self.comments.iter().map(comment).collect(),
            starts: self.starts.iter().map(|start| BlockStart { at: moved(start.at), ..*start }).collect(),
            links: self.links.iter().map(link).collect(),
            next: None,
        }
    }
}

/// Whether nothing else stands on the lines of `span` but comments, and markers of quotations and list items before it.
pub(super) fn is_alone(text: &str, span: Span) -> bool {
    let all = without_comments_before(&text[..span.start as usize]);
    let before = all.trim_end_matches([' ', '\t', '>', '-', '*', '+']);
    let before = match before.strip_suffix(['.', ')']) {
        Some(number) if all.len() > before.len() => number.trim_end_matches(|c: char| c.is_ascii_digit()),
        _ => before,
    };
    let before = before.trim_end_matches([' ', '\t', '>']);
    let behind = without_comments_behind(&text[span.end as usize..]);
    let starts = before.is_empty() || before == "\u{FEFF}" || before.ends_with(['\n', '\r']);
    starts && (behind.is_empty() || behind.starts_with(['\n', '\r']))
}

/// How comments open and close.
const COMMENTS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

/// The most comments beside another one that are looked at, and the most bytes of each: a line may have any number.
const MOST_BESIDE: usize = 8;
const LONGEST_BESIDE: usize = 1 << 10;

/// The text without comments, and white space between, at its end.
fn without_comments_before(text: &str) -> &str {
    let mut left = text;
    for _ in 0..MOST_BESIDE {
        let line = left.trim_end_matches([' ', '\t']);
        let Some((open, close)) = COMMENTS.into_iter().find(|(_, close)| line.ends_with(close)) else { break };
        let inside = &line.as_bytes()[..line.len() - close.len()];
        let from = inside.len().saturating_sub(LONGEST_BESIDE);
        let Some(start) = memchr::memmem::rfind(&inside[from..], open.as_bytes()) else { break };
        left = &line[..from + start];
    }
    left
}

/// The text without comments, and white space between, at its start.
fn without_comments_behind(text: &str) -> &str {
    let mut left = text.trim_start_matches([' ', '\t']);
    for _ in 0..MOST_BESIDE {
        let Some((open, close)) = COMMENTS.into_iter().find(|(open, _)| left.starts_with(open)) else { break };
        let inside = &left.as_bytes()[open.len()..left.len().min(LONGEST_BESIDE)];
        let Some(len) = memchr::memmem::find(inside, close.as_bytes()) else { break };
        left = left[open.len() + len + close.len()..].trim_start_matches([' ', '\t']);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_alone_behind_markers_of_collections() {
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
            "# <!-- a --> b", "a --> #", "# <!-- a",
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
    fn depth_is_bounded() {
        let mut outline = Outline::default();
        let mut around = ContainerId::default();
        for _ in 0..1_000 {
            around = outline.enter(around, Collection::List);
        }
        assert_eq!(outline.collections(around).len(), 64);
        assert_eq!(outline.links.len(), 64);
    }
}
