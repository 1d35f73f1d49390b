//! A tree-sitter parser with a budget.
//!
//! Hostile input can make a generalised parser arbitrarily slow. The budget counts progress callbacks rather than time, so
//! that a document gives the same blocks on every machine.

use super::interrupt::Interrupt;
use std::ops::ControlFlow;
use tree_sitter::{Language, Node, ParseOptions, Parser, Tree, TreeCursor};

/// How the number of progress callbacks that a parse may use depends on the length of the text. Tree-sitter calls back after every hundred parser operations,
/// which take about 10 microseconds on ordinary text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// The budget of an empty text.
    pub base: usize,
    /// The additional budget per KiB of text.
    pub per_kib: usize,
    /// The maximum budget.
    pub max: usize,
}

/// A parser for one grammar, and the kinds of its nodes.
pub(super) struct Grammar<K: 'static> {
    parser: Parser,
    budget: Budget,
    interrupt: Interrupt,
    kinds: Vec<Option<K>>,
}

impl<K: Copy> Grammar<K> {
    /// Creates a parser for `language`. `kinds` lists the names of the nodes with a meaning.
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

    /// Returns the meaning of a node, if it has one.
    pub fn kind(&self, node: &Node) -> Option<K> {
        self.kinds.get(usize::from(node.kind_id())).copied().flatten()
    }

    /// Parses `text`. Returns `None` if this exceeds the budget or was cancelled.
    pub fn parse(&mut self, text: &str) -> Option<Tree> {
        self.parse_with_end(text, b"")
    }

    /// Parses whole lines. The block grammar needs a line end after the last line, so we add one if it is missing.
    /// Nodes may then extend beyond the end of the text.
    pub fn parse_lines(&mut self, text: &str) -> Option<Tree> {
        self.parse_with_end(text, if text.ends_with(['\n', '\r']) { b"" } else { b"\n" })
    }

    fn parse_with_end(&mut self, text: &str, end: &[u8]) -> Option<Tree> {
        let Budget { base, per_kib, max: most } = self.budget;
        let mut steps = most.min(base + text.len() * per_kib / 1024);
        let mut step = |_: &tree_sitter::ParseState| {
            steps = steps.saturating_sub(1);
            if steps == 0 || self.interrupt.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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

/// Moves to the next node after the current subtree. Returns how many levels the cursor moved up, or `None` at the end
/// of the tree.
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
