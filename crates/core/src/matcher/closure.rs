//! Epsilon closures: the instructions that a program can reach from one instruction without taking a token.
//!
//! In a pattern with large term sets, thousands of words may match next. Comparing a word of the text with each of them
//! would be slow. So when an instruction is first reached, its closure is computed as an index from words to
//! instructions.

use super::program::Instruction;
use super::word_index::{WordIndex, WordIndexBuilder};
use std::borrow::Cow;
use wordgate_text::prose::{Token, Words};

/// The epsilon closure of an instruction.
#[derive(Clone, Debug)]
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
        let mut leaves = Vec::new();
        let mut by_word = WordIndexBuilder::default();
        let mut others = Vec::new();
        let mut accept = None;
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
                leaf => {
                    let index = u32::try_from(leaves.len()).expect("term sets are limited to far fewer words");
                    match leaf {
                        Instruction::Word(word) => by_word.insert(word, index),
                        Instruction::Accept => accept = Some(index),
                        _ => others.push(index),
                    }
                    leaves.push(Leaf { pc, events: events_until(&events, last) });
                }
            }
        }
        Closure { leaves, by_word: by_word.finish(), others, accept }
    }

    /// Returns the leaves that may take a token, the preferred ones first. `only_preferred` leaves out leaves that the
    /// pattern language prefers less than accepting.
    pub fn candidates<'c>(
        &'c self,
        words: &Words,
        token: &Token,
        only_preferred: bool,
    ) -> impl Iterator<Item = &'c Leaf> + use<'c> {
        let mut words = self.by_word.get(words, token);
        if let Cow::Owned(words) = &mut words {
            words.sort_unstable();
            words.dedup();
        }
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
