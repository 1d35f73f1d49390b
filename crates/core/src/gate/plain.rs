//! A look at one small, plain file without building the gate.
//!
//! To build the gate for some hundred patterns takes longer than to start the program. For a single file that is short
//! and in which nothing can hide letters it is enough to hold the patterns against its words, which ends for nearly all
//! of them at their first word.

use super::bytes::{Kind, Letters, is_closed, is_opened, kind};
use super::letters::runs;
use crate::rule::{Node, Pattern};
use rustc_hash::{FxHashMap, FxHashSet};

/// A longer file (bytes) is none of a few words.
const LONGEST: usize = 16 << 10;

/// With more markup than this a file is not plain: parts of it may be too costly to parse, which is then to be told.
const MOST_MARKUP: usize = 64;

/// The words of a plain file.
pub struct PlainText {
    words: FxHashSet<String>,
    /// Whether each term set can match, by the address of its node, which its pattern keeps alive.
    sets: FxHashMap<*const Node, bool>,
}

impl PlainText {
    /// The words of `text`, if it is short and nothing in it can hide letters.
    pub fn of(text: &str) -> Option<PlainText> {
        let bytes = text.as_bytes();
        let markup = bytes.iter().filter(|byte| kind(**byte) == Kind::Markup).count();
        if bytes.len() > LONGEST || markup > MOST_MARKUP {
            return None;
        }
        let mut words = FxHashSet::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            match kind(byte) {
                Kind::High | Kind::Spelling => return None,
                Kind::Separator | Kind::Markup => {
                    at += 1;
                    continue;
                }
                Kind::Sign => at += 1,
                Kind::Letter => {
                    while let Letters { count: count @ 1.., .. } = Letters::at(bytes, at) {
                        at += count;
                    }
                    if is_opened(bytes, at) || is_closed(bytes, start) {
                        return None;
                    }
                }
            }
            words.insert(text[start..at].to_ascii_lowercase());
        }
        Some(PlainText { words, sets: FxHashMap::default() })
    }

    /// Whether a pattern may match somewhere.
    pub fn may_match(&mut self, pattern: &Pattern) -> bool {
        pattern.parts.iter().all(|part| self.may_hold(part))
    }

    fn may_hold(&mut self, node: &Node) -> bool {
        match node {
            Node::Word(word) => word.folded_forms().any(|form| runs(&form).all(|run| self.words.contains(run))),
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => true,
            Node::Seq(nodes) => nodes.iter().all(|node| self.may_hold(node)),
            Node::Alt(nodes) => nodes.iter().any(|node| self.may_hold(node)),
            Node::Set { node, .. } => {
                let key = std::sync::Arc::as_ptr(node);
                if let Some(known) = self.sets.get(&key) {
                    return *known;
                }
                let holds = self.may_hold(node);
                self.sets.insert(key, holds);
                holds
            }
        }
    }
}
