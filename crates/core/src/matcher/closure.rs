//! Epsilon closures: the instructions that a program can reach from one instruction without taking a token.
//!
//! In a pattern with large term sets, thousands of words may match next. Comparing a word of the text with each of them
//! would be slow. So when an instruction is first reached, its closure is computed as an index from words to
//! instructions.

use super::program::Instruction;
use super::word_index::WordIndex;
use std::borrow::Cow;

/// The epsilon closure of an instruction.
#[derive(Clone, Debug, Default)]
pub(super) struct Closure {
    /// The instructions of the closure that take a token or accept, the preferred ones first.
    pub leaves: Vec<Leaf>,
    /// For each word, the indices of the leaves that may take it.
    by_word: WordIndex<u32>,
    /// The indices of the leaves that take other tokens: marks and gaps.
    others: Vec<u32>,
    /// The index of the leaf that accepts.
    pub accept: Option<u32>,
}

/// An instruction that takes a token or accepts.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The index of the instruction.
    pub pc: u32,
    /// The captures that begin (`true`) or end (`false`) before the instruction is reached. The number is the index of
    /// the set in the program.
    pub events: Box<[(u16, bool)]>,
}

/// The beginning or the end of a capture, linked to the one before it.
struct CaptureEvent {
    previous: Option<usize>,
    event: (u16, bool),
}

impl Closure {
    /// Returns the closure of the instruction at `root`.
    pub fn of(instructions: &[Instruction], root: u32) -> Closure {
        let mut closure = Closure::default();
        let mut seen = rustc_hash::FxHashSet::default();
        let mut events: Vec<CaptureEvent> = Vec::new();
        let mut stack: Vec<(u32, Option<usize>)> = vec![(root, None)];
        while let Some((pc, last)) = stack.pop() {
            if !seen.insert(pc) {
                continue;
            }
            match &instructions[pc as usize] {
                Instruction::Split(targets) => stack.extend(targets.iter().rev().map(|&target| (target, last))),
                Instruction::Jump(target) => stack.push((*target, last)),
                Instruction::OpenCapture(set) | Instruction::CloseCapture(set) => {
                    let opens = matches!(instructions[pc as usize], Instruction::OpenCapture(_));
                    events.push(CaptureEvent { previous: last, event: (*set, opens) });
                    stack.push((pc + 1, Some(events.len() - 1)));
                }
                leaf => closure.add(pc, leaf, events_until(&events, last)),
            }
        }
        closure
    }

    fn add(&mut self, pc: u32, instruction: &Instruction, events: Box<[(u16, bool)]>) {
        let index = u32::try_from(self.leaves.len()).expect("term sets are limited to far fewer words");
        match instruction {
            Instruction::Word(word) => self.by_word.insert(word, index),
            Instruction::Accept => self.accept = Some(index),
            _ => self.others.push(index),
        }
        self.leaves.push(Leaf { pc, events });
    }

    /// Returns the leaves that may take a token with this folded word, the preferred ones first. The word of a mark is
    /// empty. `only_preferred` leaves out leaves that the pattern language prefers less than accepting.
    pub fn candidates<'c>(&'c self, word: &str, only_preferred: bool) -> impl Iterator<Item = &'c Leaf> {
        let mut shaped = self.by_word.shaped(word);
        let words = match shaped.is_empty() {
            true => Cow::Borrowed(self.by_word.whole(word)),
            false => {
                shaped.extend_from_slice(self.by_word.whole(word));
                shaped.sort_unstable();
                shaped.dedup();
                Cow::Owned(shaped)
            }
        };
        let mut at = 0;
        let mut others = self.others.iter().copied().peekable();
        let end = self.accept.filter(|_| only_preferred).unwrap_or(u32::MAX);
        std::iter::from_fn(move || match (words.get(at), others.peek()) {
            (word, Some(other)) if word.is_none_or(|word| word >= other) => others.next(),
            (word, _) => {
                at += 1;
                word.copied()
            }
        })
        .take_while(move |leaf| *leaf < end)
        .map(|leaf| &self.leaves[leaf as usize])
    }
}

/// Returns the events up to the one at index `last`, in order.
fn events_until(events: &[CaptureEvent], mut last: Option<usize>) -> Box<[(u16, bool)]> {
    let mut path = Vec::new();
    while let Some(event) = last.map(|index| &events[index]) {
        path.push(event.event);
        last = event.previous;
    }
    path.reverse();
    path.into()
}
