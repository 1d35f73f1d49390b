//! A tree-sitter parser with its budget.
//!
//! Hostile input can make a generalised parser slow without bound. The budget counts the parser's own steps, never
//! time, so that the same document gives the same blocks on a slow machine and on a fast one.

use super::interrupt::Interrupt;
use std::ops::ControlFlow;
use tree_sitter::{Language, Node, ParseOptions, Parser, Tree, TreeCursor};

/// How many of the parser's progress callbacks a parse may use. One callback is a hundred parser operations, some 10
/// microseconds on ordinary text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// However short the text is.
    pub base: usize,
    /// For each KiB of text.
    pub per_kib: usize,
    /// However long the text is.
    pub most: usize,
}

/// A parser for one grammar, and what the grammar's nodes mean to us.
pub(super) struct Grammar<K: 'static> {
    parser: Parser,
    budget: Budget,
    interrupt: Interrupt,
    kinds: Vec<Option<K>>,
}

impl<K: Copy> Grammar<K> {
    /// A parser for `language`; `kinds` says what its nodes mean. Nodes without a meaning are plain text.
    pub fn new(language: &Language, kinds: &[(K, &[&str])], budget: Budget, interrupt: &Interrupt) -> Grammar<K> {
        let kinds_by_id = (0..language.node_kind_count())
            .map(|id| {
                let id = u16::try_from(id).expect("tree-sitter's node kinds are 16 bits wide");
                let name = language.node_kind_for_id(id).filter(|_| language.node_kind_is_named(id))?;
                kinds.iter().find(|(_, names)| names.contains(&name)).map(|(meaning, _)| *meaning)
            })
            .collect();
        let mut parser = Parser::new();
        parser.set_language(language).expect("the grammars are built for this version of tree-sitter");
        Grammar { parser, budget, interrupt: interrupt.clone(), kinds: kinds_by_id }
    }

    /// What a node means.
    pub fn kind(&self, node: &Node) -> Option<K> {
        self.kinds.get(usize::from(node.kind_id())).copied().flatten()
    }

    /// The tree of `text`, or `None` when that costs more than the budget or was called off.
    pub fn parse(&mut self, text: &str) -> Option<Tree> {
        self.parse_with_end(text, b"")
    }

    /// The tree of whole lines. The block grammar wants a line end behind the last line too: nodes may reach past the
    /// end of a text without one.
    pub fn parse_lines(&mut self, text: &str) -> Option<Tree> {
        self.parse_with_end(text, if text.ends_with(['\n', '\r']) { b"" } else { b"\n" })
    }

    fn parse_with_end(&mut self, text: &str, end: &[u8]) -> Option<Tree> {
        let Budget { base, per_kib, most } = self.budget;
        let mut left = most.min(base + text.len() * per_kib / 1024);
        let mut step = |_: &tree_sitter::ParseState| {
            left = left.saturating_sub(1);
            if left == 0 || self.interrupt.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut step);
        let bytes = text.as_bytes();
        let mut read = |at: usize, _| {
            if at < bytes.len() { &bytes[at..] } else { end.get(at - bytes.len()..).unwrap_or_default() }
        };
        let tree = self.parser.parse_with_options(&mut read, None, Some(options));
        self.parser.reset();
        tree
    }
}

/// Steps to the node after the current one and everything inside it. Returns how many levels that went up, or `None`
/// at the end of the tree.
pub(super) fn skip_subtree(cursor: &mut TreeCursor) -> Option<usize> {
    let mut up = 0;
    while !cursor.goto_next_sibling() {
        if !cursor.goto_parent() {
            return None;
        }
        up += 1;
    }
    Some(up)
}
