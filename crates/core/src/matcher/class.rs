//! The built-in classes, and the sets that they are made of, as instructions.
//!
//! A class such as `@money` has thousands of words, and hundreds of patterns use it. Compiling its terms into each of
//! them would take longer than checking a large folder. So each set of a class is compiled once, and is one instruction
//! of the patterns and sets that use it. Where the VM reaches this instruction, it looks up where the set ends, which
//! [`super::figures`] finds out once for all patterns.

use super::word_index::{WordIndex, WordIndexBuilder};
use std::sync::{LazyLock, OnceLock};
use wordgate_rules::{Measurer, Node, class_sets, is_class, is_internal};
use wordgate_text::prose::{Token, TokenKind, Words};

/// The most sets: a bit of [`Membership`] stands for each of them.
pub(super) const MAX_SETS: usize = 128;

static CLASSES: LazyLock<Classes> = LazyLock::new(Classes::new);

struct Classes {
    /// The sets, sorted by name.
    sets: Vec<ClassSet>,
    /// The sets of which a match can start with a word or mark.
    starts: Vocabulary<Class>,
    /// The words and marks of all sets.
    parts: Vocabulary<()>,
}

struct ClassSet {
    name: &'static str,
    node: &'static Node,
    /// The most tokens of a match.
    max_tokens: OnceLock<usize>,
}

/// A built-in class or one of its sets: an index of [`Classes::sets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Class(u8);

/// What one token of a text can be in classes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Membership {
    /// One bit for each set of which a match can start with the token.
    starts: u128,
    /// Whether the token can be in a match of some set.
    pub is_part: bool,
}

impl Class {
    /// Returns the class or set with this name.
    pub fn find(name: &str) -> Option<Class> {
        if !is_class(name) && !is_internal(name) {
            return None;
        }
        CLASSES.sets.binary_search_by(|set| set.name.cmp(name)).ok().map(Class::of_index)
    }

    fn of_index(index: usize) -> Class {
        assert!(index < MAX_SETS, "a bit of `Membership` stands for each set");
        Class(u8::try_from(index).expect("there are at most 128 sets"))
    }

    fn set(self) -> &'static ClassSet {
        &CLASSES.sets[usize::from(self.0)]
    }

    /// Returns the name of the class, if it is one that patterns can use, and not one of its sets.
    pub fn name(self) -> Option<&'static str> {
        Some(self.set().name).filter(|name| is_class(name))
    }

    /// Returns the choice of its terms.
    pub fn node(self) -> &'static Node {
        self.set().node
    }

    /// Returns its index, which is less than [`MAX_SETS`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns the most tokens of a match.
    pub fn max_tokens(self) -> usize {
        *self.set().max_tokens.get_or_init(|| {
            let measure = Measurer::default().measure(self.set().node);
            measure.max_words + measure.max_marks
        })
    }
}

impl Membership {
    /// Looks up a token.
    pub fn of(words: &Words, token: &Token) -> Membership {
        let classes = &*CLASSES;
        let mut starts = 0;
        classes.starts.for_each(words, token, |class| starts |= 1 << class.0);
        let mut is_part = false;
        classes.parts.for_each(words, token, |()| is_part = true);
        Membership { starts, is_part }
    }

    /// Returns whether a match of this class or set can start with the token. Most tokens are no part of any class.
    pub fn may_start(self, class: Class) -> bool {
        self.starts & 1 << class.0 != 0
    }
}

impl Classes {
    fn new() -> Classes {
        let set = |(name, node)| ClassSet { name, node, max_tokens: OnceLock::new() };
        let sets: Vec<ClassSet> = class_sets().map(set).collect();
        let (mut starts, mut parts) = (VocabularyBuilder::default(), VocabularyBuilder::default());
        for (index, set) in sets.iter().enumerate() {
            starts.add_starts(set.node, Class::of_index(index));
            parts.add_all(set.node);
        }
        Classes { sets, starts: starts.finish(), parts: parts.finish() }
    }
}

/// Values for words and marks.
struct Vocabulary<V> {
    words: WordIndex<V>,
    marks: Vec<(char, V)>,
}

/// Collects the words and marks of a [`Vocabulary`].
struct VocabularyBuilder<V> {
    words: WordIndexBuilder<V>,
    marks: Vec<(char, V)>,
}

impl<V> Default for VocabularyBuilder<V> {
    fn default() -> VocabularyBuilder<V> {
        VocabularyBuilder { words: WordIndexBuilder::default(), marks: Vec::new() }
    }
}

impl<V: Copy + PartialEq> Vocabulary<V> {
    /// Calls `visit` with each value of a token.
    fn for_each(&self, words: &Words, token: &Token, visit: impl FnMut(V)) {
        match token.kind {
            TokenKind::Mark(mark) => {
                self.marks.iter().filter(|(known, _)| *known == mark).map(|(_, value)| *value).for_each(visit);
            }
            TokenKind::Word | TokenKind::Opaque => self.words.get(words, token).iter().copied().for_each(visit),
        }
    }
}

impl<V: Copy + PartialEq> VocabularyBuilder<V> {
    fn finish(self) -> Vocabulary<V> {
        Vocabulary { words: self.words.finish(), marks: self.marks }
    }

    fn add_mark(&mut self, mark: char, value: V) {
        if !self.marks.contains(&(mark, value)) {
            self.marks.push((mark, value));
        }
    }

    /// Adds a value for the words and marks with which a match of the node can start. Returns whether the node can match
    /// nothing, so that what follows it can start a match too.
    fn add_starts(&mut self, node: &Node, value: V) -> bool {
        match node {
            Node::Word(word) => self.words.insert(word, value),
            Node::Mark { mark, .. } => self.add_mark(*mark, value),
            Node::Gap(_) => return true,
            Node::Opt(inner) => {
                self.add_starts(inner, value);
                return true;
            }
            Node::Seq(nodes) => return nodes.iter().all(|node| self.add_starts(node, value)),
            Node::Alt(nodes) => return nodes.iter().filter(|node| self.add_starts(node, value)).count() > 0,
            Node::Set { node, .. } => return self.add_starts(node, value),
        }
        false
    }
}

impl VocabularyBuilder<()> {
    /// Adds the words and marks of a node, without those of the sets in it.
    fn add_all(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.words.insert(word, ()),
            Node::Mark { mark, .. } => self.add_mark(*mark, ()),
            Node::Opt(inner) => self.add_all(inner),
            Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().for_each(|node| self.add_all(node)),
            Node::Gap(_) | Node::Set { .. } => {}
        }
    }
}
