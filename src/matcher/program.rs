//! A pattern compiled to a small machine over words.
//!
//! The machine is a Thompson automaton run in lockstep (after Pike): each word of the text is looked at once by each
//! state, so a run costs at most states × words whatever the pattern says. States are tried in the order in which the
//! pattern language prefers readings: an optional part is taken, a longer alternative comes before a shorter one, a gap
//! ends as soon as it can.

use crate::prose::{Joint, Token, Words, folded};
use crate::rule::{Case, Node, Word};
use std::sync::Arc;

/// The most readings into which the optional parts of one alternative are written out.
const MAX_READINGS: usize = 32;

/// One step of a machine; numbers are indices of steps.
#[derive(Clone, Debug)]
pub(super) enum Step {
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
    pub steps: Vec<Step>,
    /// The names of the term sets it captures; steps use their indices.
    pub captures: Vec<Arc<str>>,
    /// Words that at least one of must be in every match.
    pub anchor: Anchor,
    /// The most words a match can have.
    pub max_words: usize,
    /// The most marks that the pattern itself writes.
    pub max_marks: usize,
}

/// The words by which a program is found in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchor {
    /// Folded words; every match has one of them.
    pub words: Vec<String>,
    /// The most words of a match before that one.
    pub before: usize,
    /// The most marks that the pattern writes before that word.
    pub marks: usize,
    /// How often the words are to be expected in text, roughly.
    pub cost: u32,
}

impl Program {
    /// Compiles a pattern part. A part that is a choice of many terms gives a program for each, so that each is found
    /// by its own words.
    pub fn compile(part: &Node) -> Vec<Program> {
        match part {
            Node::Set { name, node, .. } => {
                branches(node).into_iter().map(|branch| Program::of(&branch, Some(name))).collect()
            }
            Node::Alt(_) => branches(part).into_iter().map(|branch| Program::of(&branch, None)).collect(),
            _ => vec![Program::of(part, None)],
        }
    }

    fn of(node: &Node, set: Option<&str>) -> Program {
        let mut compiler = Compiler::default();
        match set {
            Some(name) => compiler.set(name, node),
            None => compiler.node(node),
        }
        compiler.steps.push(Step::Done);
        let anchor = anchor(node).unwrap_or_default();
        Program {
            steps: compiler.steps,
            captures: compiler.captures,
            anchor,
            max_words: max_words(node),
            max_marks: max_marks(node),
        }
    }
}

#[derive(Default)]
struct Compiler {
    steps: Vec<Step>,
    captures: Vec<Arc<str>>,
}

impl Compiler {
    fn here(&self) -> u32 {
        u32::try_from(self.steps.len()).expect("term sets are limited to far fewer words")
    }

    /// Appends the steps of a node; they go on at the step behind them.
    fn node(&mut self, node: &Node) {
        match node {
            Node::Word(word) => self.steps.push(Step::Word(word.clone())),
            Node::Mark { mark, glued } => self.steps.push(Step::Mark { mark: *mark, glued: *glued }),
            Node::Gap(words) => self.gap(*words),
            Node::Seq(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Opt(inner) => {
                let split = self.steps.len();
                self.steps.push(Step::Done);
                self.node(inner);
                self.steps[split] = Step::Split([to_u32(split + 1), self.here()].into());
            }
            Node::Alt(_) => self.alternatives(&branches(node)),
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
        self.steps.push(Step::Open(index));
        self.node(node);
        self.steps.push(Step::Close(index));
    }

    fn alternatives(&mut self, branches: &[Node]) {
        let split = self.steps.len();
        self.steps.push(Step::Done);
        let mut starts = Vec::with_capacity(branches.len());
        let mut exits = Vec::with_capacity(branches.len());
        for branch in branches {
            starts.push(self.here());
            self.node(branch);
            exits.push(self.steps.len());
            self.steps.push(Step::Done);
        }
        let end = self.here();
        for exit in exits {
            self.steps[exit] = Step::Jump(end);
        }
        self.steps[split] = Step::Split(starts.into());
    }

    /// For each number of words left: leave the gap, or stay in it.
    fn gap(&mut self, words: u16) {
        let start = self.here();
        let stage = |left: u16| start + 2 * u32::from(words - left);
        let end = start + 2 * (u32::from(words) + 1);
        for left in (0..=words).rev() {
            let again = stage(left);
            self.steps.push(Step::Split([end, again + 1].into()));
            self.steps.push(Step::Gap { again, next: (left > 0).then(|| stage(left - 1)) });
        }
    }
}

fn to_u32(step: usize) -> u32 {
    u32::try_from(step).expect("term sets are limited to far fewer words")
}

/// The alternatives of a node, the longest first. Optional parts are written out, so that a long reading of one
/// alternative is preferred to a short reading of another.
fn branches(node: &Node) -> Vec<Node> {
    let mut branches = match node {
        Node::Alt(nodes) => nodes.iter().flat_map(readings).collect(),
        _ => vec![node.clone()],
    };
    branches.sort_by_key(|branch| std::cmp::Reverse(max_words(branch)));
    branches
}

/// A node with and without each of its optional parts.
fn readings(node: &Node) -> Vec<Node> {
    let expanded = match node {
        Node::Opt(inner) => {
            let mut all = readings(inner);
            all.push(Node::Seq(Vec::new()));
            all
        }
        Node::Alt(nodes) => nodes.iter().flat_map(readings).collect(),
        Node::Seq(nodes) => {
            let mut all = vec![Vec::new()];
            for node in nodes {
                let choices = if matches!(node, Node::Opt(_)) { readings(node) } else { vec![node.clone()] };
                if all.len() * choices.len() > MAX_READINGS {
                    return vec![Node::Seq(nodes.clone())];
                }
                all = all
                    .iter()
                    .flat_map(|prefix| {
                        choices.iter().map(|choice| [prefix.as_slice(), std::slice::from_ref(choice)].concat())
                    })
                    .collect();
            }
            all.into_iter().map(Node::Seq).collect()
        }
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) | Node::Set { .. } => vec![node.clone()],
    };
    if expanded.len() > MAX_READINGS && !matches!(node, Node::Alt(_)) { vec![node.clone()] } else { expanded }
}

/// The most words a node can match.
fn max_words(node: &Node) -> usize {
    match node {
        Node::Word(_) => 1,
        Node::Mark { .. } => 0,
        Node::Gap(words) => usize::from(*words),
        Node::Opt(inner) => max_words(inner),
        Node::Seq(nodes) => nodes.iter().map(max_words).sum(),
        Node::Alt(nodes) => nodes.iter().map(max_words).max().unwrap_or(0),
        Node::Set { node, .. } => max_words(node),
    }
}

/// The most marks a node can match, but for those inside its gaps.
fn max_marks(node: &Node) -> usize {
    match node {
        Node::Mark { .. } => 1,
        Node::Word(_) | Node::Gap(_) => 0,
        Node::Opt(inner) => max_marks(inner),
        Node::Seq(nodes) => nodes.iter().map(max_marks).sum(),
        Node::Alt(nodes) => nodes.iter().map(max_marks).max().unwrap_or(0),
        Node::Set { node, .. } => max_marks(node),
    }
}

/// Of the sets of words that every match must have one of, the one that is rarest in text.
fn anchor(node: &Node) -> Option<Anchor> {
    match node {
        Node::Word(word) => {
            let words: Vec<String> = word
                .forms
                .iter()
                .map(|form| if word.case == Case::Any { form.clone() } else { folded(form) })
                .collect();
            let cost = words.iter().map(|word| frequency(word)).sum();
            Some(Anchor { words, before: 0, marks: 0, cost })
        }
        Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => None,
        Node::Set { node, .. } => anchor(node),
        Node::Alt(nodes) => {
            let mut all = Anchor::default();
            for node in nodes {
                let one = anchor(node)?;
                all.words.extend(one.words);
                all.before = all.before.max(one.before);
                all.marks = all.marks.max(one.marks);
                all.cost = all.cost.saturating_add(one.cost);
            }
            (!all.words.is_empty()).then_some(all)
        }
        Node::Seq(nodes) => {
            let (mut before, mut marks) = (0, 0);
            let mut best: Option<Anchor> = None;
            for node in nodes {
                if let Some(mut found) = anchor(node) {
                    found.before += before;
                    found.marks += marks;
                    if best.as_ref().is_none_or(|best| found.cost < best.cost) {
                        best = Some(found);
                    }
                }
                before += max_words(node);
                marks += max_marks(node);
            }
            best
        }
    }
}

/// How often a word is to be expected, roughly: only the order matters.
fn frequency(word: &str) -> u32 {
    const COMMON: &[&str] = &[
        "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get",
        "has", "have", "if", "in", "is", "it", "its", "model", "models", "no", "not", "of", "on", "one", "or", "our",
        "provide", "provides", "service", "that", "the", "their", "this", "to", "up", "use", "used", "we", "will",
        "with", "you", "your", "%", "#", "$", "+", "/",
    ];
    if COMMON.contains(&word) {
        return 1000;
    }
    match word.chars().count() {
        0..=2 => 60,
        3 => 25,
        4 => 12,
        5 => 8,
        6..=7 => 5,
        _ => 3,
    }
}
