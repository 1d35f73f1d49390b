//! The tree-sitter grammars, and what their nodes mean to an extractor.
//!
//! Each grammar has a table that maps the names of its nodes to a small enum. A node without an entry has no meaning of
//! its own, so extractors visit its children. Each grammar also has a parse budget, because a few hostile inputs take
//! quadratic time.

use super::grammar::{Budget, Grammar};
use super::interrupt::Interrupt;

/// The parsers of one thread.
pub(super) struct Parsers {
    /// Parses the block structure of Markdown.
    pub blocks: Grammar<BlockKind>,
    /// Parses the inline markup of a Markdown leaf.
    pub inline: Grammar<InlineKind>,
    /// Parses HTML.
    pub html: Grammar<HtmlKind>,
}

impl Parsers {
    /// Parsers whose work `interrupt` can cancel.
    pub fn new(interrupt: &Interrupt) -> Parsers {
        Parsers {
            blocks: Grammar::new(&tree_sitter_md::LANGUAGE.into(), BLOCKS, BLOCK_BUDGET, interrupt),
            inline: Grammar::new(&tree_sitter_md::INLINE_LANGUAGE.into(), INLINE, INLINE_BUDGET, interrupt),
            html: Grammar::new(&tree_sitter_html::LANGUAGE.into(), HTML, HTML_BUDGET, interrupt),
        }
    }
}

/// Documents use about 40 callbacks per KiB. We know no hostile input that uses more than 60.
const BLOCK_BUDGET: Budget = Budget { base: 200, per_kib: 100, most: usize::MAX };

/// Ordinary prose uses 30 to 50 callbacks per KiB, a solid block of links 85. Input that uses more is quadratic: `a**b
/// ` repeated takes 137, and each callback is slower than the one before. That is why there is a fixed maximum as well.
const INLINE_BUDGET: Budget = Budget { base: 100, per_kib: 60, most: 8_000 };

/// Pages use about 15 callbacks per KiB.
const HTML_BUDGET: Budget = Budget { base: 200, per_kib: 100, most: usize::MAX };

/// What the nodes of the block grammar mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Quote,
    Item,
    Heading,
    Table,
    Row,
    Inline,
    Cell,
    Fence,
    Indented,
    Html,
    Definition,
    Continuation,
    Markup,
}

/// The nodes that have a meaning. For any other node, extractors visit its children.
const BLOCKS: &[(BlockKind, &[&str])] = &[
    (BlockKind::Quote, &["block_quote"]),
    (BlockKind::Item, &["list_item"]),
    (BlockKind::Heading, &["atx_heading", "setext_heading"]),
    (BlockKind::Table, &["pipe_table"]),
    (BlockKind::Row, &["pipe_table_header", "pipe_table_row"]),
    (BlockKind::Inline, &["inline"]),
    (BlockKind::Cell, &["pipe_table_cell"]),
    (BlockKind::Fence, &["fenced_code_block"]),
    (BlockKind::Indented, &["indented_code_block"]),
    (BlockKind::Html, &["html_block"]),
    (BlockKind::Definition, &["link_reference_definition"]),
    (BlockKind::Continuation, &["block_continuation"]),
    (
        BlockKind::Markup,
        &[
            "pipe_table_delimiter_row", "thematic_break", "block_quote_marker", "list_marker_plus",
            "list_marker_minus", "list_marker_star", "list_marker_dot", "list_marker_parenthesis",
            "task_list_marker_checked", "task_list_marker_unchecked", "atx_h1_marker", "atx_h2_marker",
            "atx_h3_marker", "atx_h4_marker", "atx_h5_marker", "atx_h6_marker", "setext_h1_underline",
            "setext_h2_underline",
        ],
    ),
];

/// What the nodes of the inline grammar mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InlineKind {
    Around,
    Delimiter,
    Html,
    Link,
    Image,
    Text,
    Target,
    Title,
    Label,
    Autolink,
    Entity,
    Escape,
    Break,
}

const INLINE: &[(InlineKind, &[&str])] = &[
    (InlineKind::Around, &["inline", "emphasis", "strong_emphasis", "strikethrough"]),
    (InlineKind::Delimiter, &["emphasis_delimiter"]),
    (InlineKind::Html, &["html_tag"]),
    (InlineKind::Link, &["inline_link", "full_reference_link", "collapsed_reference_link", "shortcut_link"]),
    (InlineKind::Image, &["image"]),
    (InlineKind::Text, &["link_text", "image_description"]),
    (InlineKind::Target, &["link_destination"]),
    (InlineKind::Title, &["link_title"]),
    (InlineKind::Label, &["link_label"]),
    (InlineKind::Autolink, &["uri_autolink", "email_autolink"]),
    (InlineKind::Entity, &["entity_reference", "numeric_character_reference"]),
    (InlineKind::Escape, &["backslash_escape"]),
    (InlineKind::Break, &["hard_line_break"]),
];

/// What the nodes of the HTML grammar mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlKind {
    Tag,
    Raw,
}

const HTML: &[(HtmlKind, &[&str])] = &[
    (HtmlKind::Tag, &["start_tag", "end_tag", "self_closing_tag", "erroneous_end_tag", "comment", "doctype"]),
    (HtmlKind::Raw, &["raw_text"]),
];
