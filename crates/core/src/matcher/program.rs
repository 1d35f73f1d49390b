//! A pattern compiled to a small machine over words.
//!
//! The machine is a Thompson automaton run in lockstep (after Pike): each word of the text is looked at once by each
//! state, so a run costs at most states × words whatever the pattern says. States are tried in the order in which the
//! pattern language prefers readings: an optional part is taken, a longer alternative comes before a shorter one, a gap
//! ends as soon as it can.

use super::alternatives::alternatives;
use super::closure::Closure;
use super::measure::Measurer;
use std::sync::{Arc, OnceLock};
use wordgate_rules::{Case, Node, Word};
use wordgate_text::prose::{Joint, Token, Words};

/// One step of a machine; numbers are indices of steps.
#[derive(Clone, Debug)]
pub(super) enum Instruction {
    /// Takes one word.
    Word(Arc<Word>),
    /// Takes one punctuation mark.
    Mark { mark: char, glued: bool },
    /// Inside a gap: takes a mark and stays, or takes a word and goes on to the next number when there is one left.
    Gap { again: u32, next: Option<u32> },
    /// Goes on at each of these, the first preferred.
    Split(Box<[u32]>),
    /// Goes on there.
    Jump(u32),
    /// A term of the set with this number starts here.
    Open(u16),
    /// It ends here.
    Close(u16),
    /// The pattern has matched.
    Done,
}

/// Whether a word of the text is one of a pattern's words.
pub(super) fn takes(word: &Word, words: &Words, token: &Token) -> bool {
    let is_form = match word.case {
        Case::Any => word.forms.iter().any(|form| form == words.folded(token)),
        Case::Exact => word.forms.iter().any(|form| form == words.exact(token)),
        Case::Smart => word.forms.iter().any(|form| smart_equal(form, words.exact(token))),
    };
    let joined = word.joint.is_none_or(|needed| (needed == Joint::Hyphen) == (token.joint == Joint::Hyphen));
    is_form && joined && (token.possessive || !word.possessive)
}

/// A capital must be a capital, a small letter matches either.
fn smart_equal(form: &str, exact: &str) -> bool {
    let mut letters = exact.chars();
    let fits = form.chars().all(|wanted| {
        letters.next().is_some_and(|letter| {
            letter == wanted || (!wanted.is_uppercase() && letter.to_lowercase().eq(wanted.to_lowercase()))
        })
    });
    fits && letters.next().is_none()
}

/// A compiled pattern part.
#[derive(Clone, Debug)]
pub(super) struct Program {
    /// The steps; a run starts at the first.
    pub steps: Vec<Instruction>,
    /// The names of the term sets it captures; steps use their indices.
    pub captures: Vec<Arc<str>>,
    /// For each step, what can be taken from it, gathered when it is first reached.
    closures: Vec<OnceLock<Box<Closure>>>,
}

impl Program {
    /// Compiles a node, as a term of a set when it is one.
    pub fn compile(node: &Node, set: Option<&str>) -> Program {
        let mut compiler = Compiler::default();
        match set {
            Some(name) => compiler.set(name, node),
            None => compiler.node(node),
        }
        compiler.steps.push(Instruction::Done);
        let closures = compiler.steps.iter().map(|_| OnceLock::new()).collect();
        Program { steps: compiler.steps, captures: compiler.captures, closures }
    }

    /// What can be taken from a step.
    pub fn closure(&self, step: u32) -> &Closure {
        self.closures[step as usize].get_or_init(|| Box::new(Closure::of(&self.steps, step)))
    }
}

#[derive(Default)]
struct Compiler {
    steps: Vec<Instruction>,
    captures: Vec<Arc<str>>,
}

impl Compiler {
    fn here(&self) -> u32 {
        u32::try_from(self.steps.len()).expect("term sets are limited to far fewer words")
    }

    /// Appends the steps of a node; they go on at the step behind them.
    fn node(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.steps.push(Instruction::Word(word.clone())),
            Node::Mark { mark, glued } => self.steps.push(Instruction::Mark { mark: *mark, glued: *glued }),
            Node::Gap(words) => self.gap(*words),
            Node::Seq(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Opt(inner) => {
                let split = self.steps.len();
                self.steps.push(Instruction::Done);
                self.node(inner);
                self.steps[split] = Instruction::Split([to_u32(split + 1), self.here()].into());
            }
            Node::Alt(_) => self.choice(&alternatives(node, &mut Measurer::default())),
            Node::Set { name, node, .. } => self.set(name, node),
        }
    }

    fn set(&mut self, name: &str, node: &Node) {
        let known = self.captures.iter().position(|capture| **capture == *name);
        let index = known.unwrap_or(self.captures.len());
        if known.is_none() {
            self.captures.push(name.into());
        }
        let index = u16::try_from(index).expect("patterns have few term sets");
        self.steps.push(Instruction::Open(index));
        self.node(node);
        self.steps.push(Instruction::Close(index));
    }

    fn choice(&mut self, branches: &[Node]) {
        let split = self.steps.len();
        self.steps.push(Instruction::Done);
        let mut starts = Vec::with_capacity(branches.len());
        let mut exits = Vec::with_capacity(branches.len());
        for branch in branches {
            starts.push(self.here());
            self.node(branch);
            exits.push(self.steps.len());
            self.steps.push(Instruction::Done);
        }
        let end = self.here();
        for exit in exits {
            self.steps[exit] = Instruction::Jump(end);
        }
        self.steps[split] = Instruction::Split(starts.into());
    }

    /// For each number of words left: leave the gap, or stay in it.
    fn gap(&mut self, words: u16) {
        let start = self.here();
        let stage = |left: u16| start + 2 * u32::from(words - left);
        let end = start + 2 * (u32::from(words) + 1);
        for left in (0..=words).rev() {
            let again = stage(left);
            self.steps.push(Instruction::Split([end, again + 1].into()));
            self.steps.push(Instruction::Gap { again, next: (left > 0).then(|| stage(left - 1)) });
        }
    }
}

fn to_u32(step: usize) -> u32 {
    u32::try_from(step).expect("term sets are limited to far fewer words")
}
