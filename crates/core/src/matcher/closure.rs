//! What a machine can take next, indexed by word.
//!
//! From one state a pattern over large term sets can go on with thousands of words. They are gathered once for each
//! state that is reached, so that a word of the text is looked up instead of being held against each of them.

use super::program::Instruction;
use rustc_hash::FxHashMap;

/// The steps that are reached from one step without taking a token, the preferred first.
#[derive(Clone, Debug, Default)]
pub(super) struct Closure {
    /// The steps.
    pub leaves: Vec<Leaf>,
    /// For each folded word, the leaves that may take it.
    by_word: FxHashMap<Box<str>, Vec<u32>>,
    /// The leaves that take no word of their own: marks and gaps.
    others: Vec<u32>,
    /// The leaf at which the pattern has matched.
    pub done: Option<u32>,
}

/// A step that takes a token, or the end.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The step.
    pub step: u32,
    /// Captures that begin (`true`) or end on the way to it.
    pub events: Box<[(u16, bool)]>,
}

/// A capture that begins or ends, and the one before it on the way.
struct CaptureEvent {
    before: Option<usize>,
    event: (u16, bool),
}

impl Closure {
    /// Gathers the leaves of a step.
    pub fn of(steps: &[Instruction], root: u32) -> Closure {
        let mut closure = Closure::default();
        let mut seen = rustc_hash::FxHashSet::default();
        let mut events: Vec<CaptureEvent> = Vec::new();
        let mut open: Vec<(u32, Option<usize>)> = vec![(root, None)];
        while let Some((step, last)) = open.pop() {
            if !seen.insert(step) {
                continue;
            }
            match &steps[step as usize] {
                Instruction::Split(targets) => open.extend(targets.iter().rev().map(|&target| (target, last))),
                Instruction::Jump(target) => open.push((*target, last)),
                Instruction::Open(set) | Instruction::Close(set) => {
                    let opens = matches!(steps[step as usize], Instruction::Open(_));
                    events.push(CaptureEvent { before: last, event: (*set, opens) });
                    open.push((step + 1, Some(events.len() - 1)));
                }
                leaf => closure.add(step, leaf, way(&events, last)),
            }
        }
        closure
    }

    fn add(&mut self, step: u32, kind: &Instruction, events: Box<[(u16, bool)]>) {
        let index = u32::try_from(self.leaves.len()).expect("term sets are limited to far fewer words");
        match kind {
            Instruction::Word(word) => {
                for form in word.folded_forms() {
                    let leaves = self.by_word.entry(form.into()).or_default();
                    if leaves.last() != Some(&index) {
                        leaves.push(index);
                    }
                }
            }
            Instruction::Done => self.done = Some(index),
            _ => self.others.push(index),
        }
        self.leaves.push(Leaf { step, events });
    }

    /// The leaves that may take a token with this folded word, the preferred first; marks have the empty word. With
    /// `prefer`, without those that are less wanted than the end of the pattern.
    pub fn candidates<'c>(&'c self, word: &str, prefer: bool) -> impl Iterator<Item = &'c Leaf> {
        let words = self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
        let mut words = words.iter().copied().peekable();
        let mut others = self.others.iter().copied().peekable();
        let end = self.done.filter(|_| prefer).unwrap_or(u32::MAX);
        std::iter::from_fn(move || match (words.peek(), others.peek()) {
            (Some(word), Some(other)) if word < other => words.next(),
            (_, Some(_)) => others.next(),
            _ => words.next(),
        })
        .take_while(move |leaf| *leaf < end)
        .map(|leaf| &self.leaves[leaf as usize])
    }
}

/// The events up to the one with this index, in order.
fn way(events: &[CaptureEvent], mut last: Option<usize>) -> Box<[(u16, bool)]> {
    let mut way = Vec::new();
    while let Some(event) = last.map(|index| &events[index]) {
        way.push(event.event);
        last = event.before;
    }
    way.reverse();
    way.into()
}
