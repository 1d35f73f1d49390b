//! The grammars, and what their nodes are to a reader.

use super::grammar::{Budget, Grammar};
use super::interrupt::Interrupt;

/// The parsers of a thread.
pub(super) struct Parsers {
    /// Of the blocks of Markdown.
    pub blocks: Grammar<BlockKind>,
    /// Of what is in a leaf of Markdown.
    pub inline: Grammar<InlineKind>,
    /// Of HTML.
    pub html: Grammar<HtmlKind>,
}

impl Parsers {
    /// Parsers whose work can be called off.
    pub fn new(interrupt: &Interrupt) -> Parsers {
        Parsers {
            blocks: Grammar::new(&tree_sitter_md::LANGUAGE.into(), BLOCKS, BLOCK_BUDGET, interrupt),
            inline: Grammar::new(&tree_sitter_md::INLINE_LANGUAGE.into(), INLINE, INLINE_BUDGET, interrupt),
            html: Grammar::new(&tree_sitter_html::LANGUAGE.into(), HTML, HTML_BUDGET, interrupt),
        }
    }
}

/// Documents use some 40 callbacks a KiB; nothing hostile is known that uses more than 60.
const BLOCK_BUDGET: Budget = Budget { base: 200, per_kib: 100, most: usize::MAX };

/// Ordinary prose uses 30 to 50 callbacks a KiB, a solid block of links 85. What uses more is quadratic: `a**b ` over
/// and over takes 137, each slower than the one before, which is why there is an upper end as well.
const INLINE_BUDGET: Budget = Budget { base: 100, per_kib: 60, most: 8_000 };

/// Pages use some 15 callbacks a KiB.
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

/// Each node that has a meaning; the others are looked into.
const BLOCKS: &[(&str, BlockKind)] = &[
    ("block_quote", BlockKind::Quote),
    ("list_item", BlockKind::Item),
    ("atx_heading", BlockKind::Heading),
    ("setext_heading", BlockKind::Heading),
    ("pipe_table", BlockKind::Table),
    ("pipe_table_header", BlockKind::Row),
    ("pipe_table_row", BlockKind::Row),
    ("inline", BlockKind::Inline),
    ("pipe_table_cell", BlockKind::Cell),
    ("fenced_code_block", BlockKind::Fence),
    ("indented_code_block", BlockKind::Indented),
    ("html_block", BlockKind::Html),
    ("link_reference_definition", BlockKind::Definition),
    ("block_continuation", BlockKind::Continuation),
    ("pipe_table_delimiter_row", BlockKind::Markup),
    ("thematic_break", BlockKind::Markup),
    ("block_quote_marker", BlockKind::Markup),
    ("list_marker_plus", BlockKind::Markup),
    ("list_marker_minus", BlockKind::Markup),
    ("list_marker_star", BlockKind::Markup),
    ("list_marker_dot", BlockKind::Markup),
    ("list_marker_parenthesis", BlockKind::Markup),
    ("task_list_marker_checked", BlockKind::Markup),
    ("task_list_marker_unchecked", BlockKind::Markup),
    ("atx_h1_marker", BlockKind::Markup),
    ("atx_h2_marker", BlockKind::Markup),
    ("atx_h3_marker", BlockKind::Markup),
    ("atx_h4_marker", BlockKind::Markup),
    ("atx_h5_marker", BlockKind::Markup),
    ("atx_h6_marker", BlockKind::Markup),
    ("setext_h1_underline", BlockKind::Markup),
    ("setext_h2_underline", BlockKind::Markup),
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

const INLINE: &[(&str, InlineKind)] = &[
    ("inline", InlineKind::Around),
    ("emphasis", InlineKind::Around),
    ("strong_emphasis", InlineKind::Around),
    ("strikethrough", InlineKind::Around),
    ("emphasis_delimiter", InlineKind::Delimiter),
    ("html_tag", InlineKind::Html),
    ("inline_link", InlineKind::Link),
    ("full_reference_link", InlineKind::Link),
    ("collapsed_reference_link", InlineKind::Link),
    ("shortcut_link", InlineKind::Link),
    ("image", InlineKind::Image),
    ("link_text", InlineKind::Text),
    ("image_description", InlineKind::Text),
    ("link_destination", InlineKind::Target),
    ("link_title", InlineKind::Title),
    ("link_label", InlineKind::Label),
    ("uri_autolink", InlineKind::Autolink),
    ("email_autolink", InlineKind::Autolink),
    ("entity_reference", InlineKind::Entity),
    ("numeric_character_reference", InlineKind::Entity),
    ("backslash_escape", InlineKind::Escape),
    ("hard_line_break", InlineKind::Break),
];

/// What the nodes of the HTML grammar mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlKind {
    Tag,
    Raw,
}

const HTML: &[(&str, HtmlKind)] = &[
    ("start_tag", HtmlKind::Tag),
    ("end_tag", HtmlKind::Tag),
    ("self_closing_tag", HtmlKind::Tag),
    ("erroneous_end_tag", HtmlKind::Tag),
    ("comment", HtmlKind::Tag),
    ("doctype", HtmlKind::Tag),
    ("raw_text", HtmlKind::Raw),
];
