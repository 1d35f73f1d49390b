//! Compiles a pattern to a program for a Pike VM whose input symbols are words.
//!
//! The documentation of [`super`] shows a program. The VM in [`super::run`] advances all threads of the program word by
//! word, so a run of any pattern takes at most as many steps as the number of instructions times the number of words.
//! Branches are in the order in which the pattern language prefers them: an optional part is matched if possible, a
//! longer alternative comes before a shorter one, and a gap ends as early as possible.

use super::class::Class;
use super::closure::Closure;
use super::set_table::SetTable;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use wordgate_rules::{Case, Node, Shape, Word, alternatives, capture_name, is_internal, number_shapes};
use wordgate_text::prose::{Joint, Token, TokenKind, Words};

/// One instruction. The numbers in it are indices of instructions, except in captures.
#[derive(Clone, Debug)]
pub(super) enum Instruction {
    /// Takes one word.
    Word(Arc<Word>),
    /// Takes one punctuation mark. If `glued`, no white space may precede it.
    Mark { mark: char, glued: bool },
    /// Takes the tokens of this built-in class, or of one of its sets.
    Class(Class),
    /// Takes one token of a gap. After a mark, the program continues at the first of these instructions, after a word
    /// at the second. `None` means that the gap may not have any more words.
    Gap { after_mark: u32, after_word: Option<u32> },
    /// Continues at each of these instructions, the preferred one first.
    Split(Box<[u32]>),
    /// Continues at this instruction.
    Jump(u32),
    /// A term of the set with this index in the program begins.
    OpenCapture(u16),
    /// A term of the set with this index in the program ends.
    CloseCapture(u16),
    /// The pattern has matched.
    Accept,
}

/// Returns whether a word of a pattern matches a token.
pub(super) fn word_matches(word: &Word, words: &Words, token: &Token) -> bool {
    let text = if word.case == Case::Any { words.folded(token) } else { words.exact(token) };
    let has_form = |text: &str| match word.case {
        Case::Any | Case::Exact => word.forms.iter().any(|form| form == text),
        Case::Smart => word.forms.iter().any(|form| smart_equal(form, text)),
    };
    let is_form = match word.shape {
        Shape::Whole => has_form(text),
        _ if token.kind != TokenKind::Word => false,
        Shape::Number => number_shapes(text).any(|shape| has_form(&shape)),
        Shape::Start => word.forms.iter().any(|form| split_after(text, form).is_some_and(|(start, _)| has_form(start))),
        Shape::End => word.forms.iter().any(|form| split_before(text, form).is_some_and(|(_, end)| has_form(end))),
    };
    let joined = word.joint.is_none_or(|needed| match needed {
        Joint::Space => token.joint != Joint::Hyphen,
        Joint::Glued => token.joint == needed,
        Joint::Hyphen => token.joint == needed && !token.suspended,
    });
    is_form && joined && (token.possessive || !word.possessive)
}

/// Splits a word after as many characters as `form` has, if there are more.
fn split_after<'t>(text: &'t str, form: &str) -> Option<(&'t str, &'t str)> {
    text.char_indices().nth(form.chars().count()).map(|(at, _)| text.split_at(at))
}

/// Splits a word before the last characters, as many as `form` has, if there are more.
fn split_before<'t>(text: &'t str, form: &str) -> Option<(&'t str, &'t str)> {
    match form.chars().count().checked_sub(1) {
        Some(last) => text.char_indices().rev().nth(last).map(|(at, _)| text.split_at(at)),
        None => Some((text, "")),
    }
    .filter(|(start, _)| !start.is_empty())
}

/// Returns whether a form matches a word under smart case: an upper-case letter must match exactly, a lower-case letter
/// matches either case.
fn smart_equal(form: &str, exact: &str) -> bool {
    let mut letters = exact.chars();
    let is_equal = form.chars().all(|expected| {
        letters.next().is_some_and(|letter| {
            letter == expected || (!expected.is_uppercase() && letter.to_lowercase().eq(expected.to_lowercase()))
        })
    });
    is_equal && letters.next().is_none()
}

/// A compiled part of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Program {
    /// The instructions. A run starts at the first one.
    pub instructions: Vec<Instruction>,
    /// The names of the term sets that the program captures, by their index in the instructions.
    pub captures: Vec<Arc<str>>,
    /// The epsilon closure of each instruction, computed when it is first reached.
    closures: Vec<OnceLock<Box<Closure>>>,
}

impl Program {
    /// Compiles a node. If the node is a term of a set, `set` is the name of this set.
    pub fn compile(node: &Node, set: Option<&str>, sets: &SetTable) -> Program {
        let mut compiler = Compiler::new(sets);
        match set {
            Some(name) => compiler.captured(name, |compiler| compiler.terms(name, |compiler| compiler.node(node))),
            None => compiler.node(node),
        }
        let Fragment { mut instructions, captures } = compiler.code;
        instructions.push(Instruction::Accept);
        let closures = instructions.iter().map(|_| OnceLock::new()).collect();
        Program { instructions, captures, closures }
    }

    /// Compiles a node by itself.
    pub fn of_node(node: &Node) -> Program {
        Program::compile(node, None, &SetTable::default())
    }

    /// Returns the epsilon closure of an instruction.
    pub fn closure(&self, pc: u32) -> &Closure {
        self.closures[pc as usize].get_or_init(|| Box::new(Closure::of(&self.instructions, pc)))
    }
}

/// The instructions of a node without an end. Execution begins at the first one and leaves behind the last one.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    instructions: Vec<Instruction>,
    captures: Vec<Arc<str>>,
}

impl Fragment {
    /// Compiles a node.
    pub fn compile(node: &Node, sets: &SetTable) -> Fragment {
        let mut compiler = Compiler::new(sets);
        compiler.node(node);
        compiler.code
    }

    /// Returns the index of a captured set, and adds the set if it is new.
    fn capture(&mut self, name: &str) -> u16 {
        let known = self.captures.iter().position(|capture| **capture == *name);
        let index = known.unwrap_or(self.captures.len());
        if known.is_none() {
            self.captures.push(name.into());
        }
        u16::try_from(index).expect("patterns have few term sets")
    }

    /// Appends a copy of the instructions of another fragment.
    fn append(&mut self, other: &Fragment) {
        let captures: Vec<u16> = other.captures.iter().map(|name| self.capture(name)).collect();
        let start = to_u32(self.instructions.len());
        let moved = other.instructions.iter().map(|instruction| match instruction {
            Instruction::Gap { after_mark, after_word } => {
                Instruction::Gap { after_mark: start + after_mark, after_word: after_word.map(|word| start + word) }
            }
            Instruction::Split(targets) => Instruction::Split(targets.iter().map(|target| start + target).collect()),
            Instruction::Jump(target) => Instruction::Jump(start + target),
            Instruction::OpenCapture(set) => Instruction::OpenCapture(captures[usize::from(*set)]),
            Instruction::CloseCapture(set) => Instruction::CloseCapture(captures[usize::from(*set)]),
            Instruction::Word(_) | Instruction::Mark { .. } | Instruction::Class(_) | Instruction::Accept => {
                instruction.clone()
            }
        });
        self.instructions.extend(moved);
    }
}

struct Compiler<'s> {
    code: Fragment,
    sets: &'s SetTable,
}

impl<'s> Compiler<'s> {
    fn new(sets: &'s SetTable) -> Compiler<'s> {
        Compiler { code: Fragment::default(), sets }
    }

    /// Returns the index of the next instruction.
    fn here(&self) -> u32 {
        to_u32(self.code.instructions.len())
    }

    /// Appends the instructions of a node. After a match of the node, the program continues at the next instruction.
    fn node(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.code.instructions.push(Instruction::Word(word.clone())),
            Node::Mark { mark, glued } => self.code.instructions.push(Instruction::Mark { mark: *mark, glued: *glued }),
            Node::Gap(words) => self.gap(*words),
            Node::Seq(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Opt(inner) => {
                let split = self.placeholder();
                self.node(inner);
                self.code.instructions[split] = Instruction::Split([to_u32(split + 1), self.here()].into());
            }
            Node::Alt(_) => {
                let branches = alternatives(node, &self.sets.measurer);
                self.choice(&branches);
            }
            Node::Set { name, node, .. } if is_internal(name) => self.set(name, node),
            Node::Set { name, node, .. } => self.captured(capture_name(name), |compiler| compiler.set(name, node)),
        }
    }

    /// Appends an instruction that is replaced once its targets are known. Returns its index.
    fn placeholder(&mut self) -> usize {
        self.code.instructions.push(Instruction::Accept);
        self.code.instructions.len() - 1
    }

    /// Appends what `inside` appends, captured under the name of a set.
    fn captured(&mut self, name: &str, inside: impl FnOnce(&mut Compiler<'s>)) {
        let index = self.code.capture(name);
        self.code.instructions.push(Instruction::OpenCapture(index));
        inside(self);
        self.code.instructions.push(Instruction::CloseCapture(index));
    }

    /// Appends the instructions of a set without its capture.
    fn set(&mut self, name: &str, node: &Arc<Node>) {
        self.terms(name, |compiler| compiler.code.append(compiler.sets.get(node).fragment(compiler.sets)));
    }

    /// Appends the instruction of a class with this name, or else what `terms` appends.
    fn terms(&mut self, name: &str, terms: impl FnOnce(&mut Compiler<'s>)) {
        match Class::find(name) {
            Some(class) => self.code.instructions.push(Instruction::Class(class)),
            None => terms(self),
        }
    }

    fn choice(&mut self, branches: &[Cow<Node>]) {
        let split = self.placeholder();
        let mut starts = Vec::with_capacity(branches.len());
        let mut exits = Vec::with_capacity(branches.len());
        for branch in branches {
            starts.push(self.here());
            self.node(branch);
            exits.push(self.placeholder());
        }
        let end = self.here();
        for exit in exits {
            self.code.instructions[exit] = Instruction::Jump(end);
        }
        self.code.instructions[split] = Instruction::Split(starts.into());
    }

    /// Appends two instructions for each number of words that the gap may still have: a split that leaves the gap or
    /// stays in it, and the instruction that takes a token.
    fn gap(&mut self, words: u16) {
        let start = self.here();
        let stage = |left: u16| start + 2 * u32::from(words - left);
        let end = start + 2 * (u32::from(words) + 1);
        for left in (0..=words).rev() {
            let again = stage(left);
            self.code.instructions.push(Instruction::Split([end, again + 1].into()));
            self.code
                .instructions
                .push(Instruction::Gap { after_mark: again, after_word: (left > 0).then(|| stage(left - 1)) });
        }
    }
}

fn to_u32(index: usize) -> u32 {
    u32::try_from(index).expect("term sets are limited to far fewer words")
}
