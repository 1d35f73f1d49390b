//! Defines the tree-sitter grammars, and what their nodes mean to an extractor.
//!
//! Each grammar has a table that maps the names of its nodes to a small enum. For a node without an entry, extractors
//! visit the children. Each grammar also has a parse budget, because a few hostile inputs take quadratic time.

use super::grammar::{Budget, Grammar};
use super::interrupt::Interrupt;

/// The parsers of one thread.
pub(super) struct Parsers {
    /// Parses the block structure of Markdown.
    pub blocks: Grammar<BlockKind>,
    /// Parses the inline markup of a Markdown leaf.
    pub inline: InlineParser,
    /// Parses HTML.
    pub html: Grammar<HtmlKind>,
    /// Whether the block grammar must parse every piece, even one that is certainly a single block.
    pub only_block_grammar: bool,
}

impl Parsers {
    /// Creates parsers whose work `interrupt` can cancel.
    pub fn new(interrupt: &Interrupt) -> Parsers {
        Parsers {
            blocks: Grammar::new(&tree_sitter_md::LANGUAGE.into(), BLOCKS, BLOCK_BUDGET, interrupt),
            inline: InlineParser {
                grammar: Grammar::new(&tree_sitter_md::INLINE_LANGUAGE.into(), INLINE, INLINE_BUDGET, interrupt),
                only_grammar: false,
            },
            html: Grammar::new(&tree_sitter_html::LANGUAGE.into(), HTML, HTML_BUDGET, interrupt),
            only_block_grammar: false,
        }
    }
}

/// Parses the inline markup of a Markdown leaf.
pub(super) struct InlineParser {
    /// The grammar, which is the reader of record.
    pub grammar: Grammar<InlineKind>,
    /// Whether the grammar must read every leaf, even one whose markup can be read in only one way.
    pub only_grammar: bool,
}

/// The budget of the block grammar. Documents use about 40 callbacks per KiB, and hostile input at most 60, as far as
/// we know.
const BLOCK_BUDGET: Budget = Budget { base: 200, per_kib: 100, max: usize::MAX };

/// The budget of the inline grammar. Ordinary prose uses 30 to 50 callbacks per KiB, and a block of nothing but links
/// 85. The base covers 4 KiB of such links. Quadratic input uses more, such as `a**b ` repeated with 137 per KiB, and
/// each of its callbacks is slower than the one before. So the budget also has a fixed maximum.
const INLINE_BUDGET: Budget = Budget { base: 100, per_kib: 60, max: 8_000 };

/// The budget of the HTML grammar. Pages use about 15 callbacks per KiB.
const HTML_BUDGET: Budget = Budget { base: 200, per_kib: 100, max: usize::MAX };

/// The meaning of a node of the block grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A block quote.
    Quote,
    /// A list item.
    Item,
    /// A heading.
    Heading,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The text of a paragraph or a heading.
    Inline,
    /// A cell of a table.
    Cell,
    /// A fenced code block.
    Fence,
    /// An indented code block.
    Indented,
    /// HTML.
    Html,
    /// A link reference definition.
    Definition,
    /// The container markers at the start of a continuation line.
    Continuation,
    /// Markup without text, such as a list marker.
    Markup,
}

/// The names of the nodes of each kind.
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

/// The meaning of a node of the inline grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InlineKind {
    /// A node around text, such as emphasis.
    Wrapper,
    /// A delimiter of emphasis.
    Delimiter,
    /// HTML.
    Html,
    /// A link.
    Link,
    /// An image.
    Image,
    /// The text of a link or the description of an image.
    Text,
    /// The target of a link.
    Target,
    /// The title of a link.
    Title,
    /// The label of a reference link.
    Label,
    /// A URL or an email address between `<` and `>`.
    Autolink,
    /// A character reference.
    Entity,
    /// A backslash escape.
    Escape,
    /// A hard line break.
    Break,
}

/// The names of the nodes of each kind.
const INLINE: &[(InlineKind, &[&str])] = &[
    (InlineKind::Wrapper, &["inline", "emphasis", "strong_emphasis", "strikethrough"]),
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

/// The meaning of a node of the HTML grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlKind {
    /// A tag, a comment or a doctype.
    Tag,
    /// The content of a script or a style element.
    Raw,
}

/// The names of the nodes of each kind.
const HTML: &[(HtmlKind, &[&str])] = &[
    (HtmlKind::Tag, &["start_tag", "end_tag", "self_closing_tag", "erroneous_end_tag", "comment", "doctype"]),
    (HtmlKind::Raw, &["raw_text"]),
];
