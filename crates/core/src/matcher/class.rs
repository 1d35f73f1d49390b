//! The built-in classes, and the sets that they are made of, as instructions.
//!
//! A class such as `@money` has thousands of words, and hundreds of patterns use it. Compiling its terms into each of
//! them would take longer than checking a large folder. So each set of a class is compiled once, and is one instruction
//! of the patterns and sets that use it. Where the VM reaches this instruction, it runs the program of the set, and
//! remembers for all patterns where the set ends.

use super::program::Program;
use super::word_index::{WordIndex, WordIndexBuilder};
use std::sync::{LazyLock, OnceLock};
use wordgate_rules::{Node, class_sets, is_class, is_internal};
use wordgate_text::prose::{Token, TokenKind, Words};

/// The sets, sorted by name.
static SETS: LazyLock<Vec<ClassSet>> = LazyLock::new(|| {
    let set = |(name, node)| ClassSet { name, node, starts: Starts::of(node), program: OnceLock::new() };
    class_sets().map(set).collect()
});

struct ClassSet {
    name: &'static str,
    node: &'static Node,
    starts: Starts,
    /// The program, compiled when it is first needed.
    program: OnceLock<Program>,
}

/// A built-in class or one of its sets: an index of [`SETS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Class(u8);

impl Class {
    /// Returns the class or set with this name.
    pub fn find(name: &str) -> Option<Class> {
        if !is_class(name) && !is_internal(name) {
            return None;
        }
        let index = SETS.binary_search_by(|set| set.name.cmp(name)).ok()?;
        Some(Class(u8::try_from(index).expect("the classes have few sets")))
    }

    /// Returns whether a match can start with this token. Most tokens are no part of any class.
    pub fn may_start_with(self, words: &Words, token: &Token) -> bool {
        let starts = &SETS[usize::from(self.0)].starts;
        match token.kind {
            TokenKind::Mark(mark) => starts.marks.contains(&mark),
            _ => starts.words.may_contain(words, token),
        }
    }

    /// Returns the program of its terms.
    pub fn program(self) -> &'static Program {
        let set = &SETS[usize::from(self.0)];
        set.program.get_or_init(|| Program::of_node(set.node))
    }
}

/// The words and marks with which a match can start.
struct Starts {
    words: WordIndex<()>,
    marks: Vec<char>,
}

#[derive(Default)]
struct StartsBuilder {
    words: WordIndexBuilder<()>,
    marks: Vec<char>,
}

impl Starts {
    fn of(node: &Node) -> Starts {
        let mut builder = StartsBuilder::default();
        builder.add(node);
        Starts { words: builder.words.finish(), marks: builder.marks }
    }
}

impl StartsBuilder {
    /// Adds those of a node. Returns whether the node can match nothing, so that what follows it can start a match too.
    fn add(&mut self, node: &Node) -> bool {
        match node {
            Node::Word(word) => self.words.insert(word, ()),
            Node::Mark { mark, .. } => self.marks.push(*mark),
            Node::Gap(_) => return true,
            Node::Opt(inner) => {
                self.add(inner);
                return true;
            }
            Node::Seq(nodes) => return nodes.iter().all(|node| self.add(node)),
            Node::Alt(nodes) => return nodes.iter().filter(|node| self.add(node)).count() > 0,
            Node::Set { node, .. } => return self.add(node),
        }
        false
    }
}
