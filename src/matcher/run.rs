//! Runs a [`Program`] on the words of a block.

use super::program::{Program, Step, takes};
use crate::prose::{Token, TokenKind, Words};
use std::ops::Range;

/// What a run found: the tokens after the last one, and which tokens stand for which term set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// One past the last token.
    pub end: usize,
    /// Index of the set in the program's captures, and the tokens.
    pub captures: Vec<(u16, Range<usize>)>,
    /// Words in its gaps.
    pub gap_words: u32,
}

/// The memory of runs, kept between them.
#[derive(Debug, Default)]
pub(super) struct Machine {
    current: Vec<Thread>,
    next: Vec<Thread>,
    /// For each step, the mark of the word at which it was last reached.
    reached: Vec<u64>,
    mark: u64,
    stack: Vec<Thread>,
    /// Begun and ended captures; each leads to the one before it.
    trail: Vec<Trail>,
}

#[derive(Clone, Copy, Debug)]
struct Thread {
    step: u32,
    /// Index in the trail plus one; 0 for none.
    trail: u32,
    /// Words in gaps so far.
    gap_words: u32,
}

#[derive(Clone, Copy, Debug)]
struct Trail {
    before: u32,
    set: u16,
    token: u32,
    opens: bool,
}

/// What a gap may not run over.
pub(super) type GapStop<'g> = &'g dyn Fn(usize) -> bool;

impl Machine {
    /// The preferred reading of the program that starts at token `start`.
    pub fn run(&mut self, program: &Program, words: &Words, start: usize, stop: GapStop) -> Option<Reading> {
        self.prepare(program);
        let mut best = None;
        let mut at = start;
        self.begin(program, at);
        loop {
            if let Some(done) = self.current.iter().position(|thread| is_done(program, thread)) {
                best = Some((at, self.current[done]));
                self.current.truncate(done);
            }
            if self.current.is_empty() || at >= words.tokens().len() {
                break;
            }
            self.step(program, words, start, at, stop);
            at += 1;
        }
        best.map(|(end, thread)| {
            let captures = self.captures(thread.trail);
            Reading { end, captures, gap_words: thread.gap_words }
        })
    }

    /// Whether some reading of the program runs exactly from token `start` to before token `end`.
    pub fn fills(&mut self, program: &Program, words: &Words, range: Range<usize>, stop: GapStop) -> bool {
        self.prepare(program);
        self.begin(program, range.start);
        for at in range.clone() {
            if self.current.is_empty() {
                return false;
            }
            self.step(program, words, range.start, at, stop);
        }
        self.current.iter().any(|thread| is_done(program, thread))
    }

    fn prepare(&mut self, program: &Program) {
        if self.reached.len() < program.steps.len() {
            self.reached.resize(program.steps.len(), 0);
        }
        self.trail.clear();
        self.current.clear();
    }

    fn begin(&mut self, program: &Program, at: usize) {
        self.mark += 1;
        self.follow(program, Thread { step: 0, trail: 0, gap_words: 0 }, at);
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.clear();
    }

    /// Takes the token at `at`.
    fn step(&mut self, program: &Program, words: &Words, start: usize, at: usize, stop: GapStop) {
        let token = &words.tokens()[at];
        let first = &words.tokens()[start.min(at)];
        self.mark += 1;
        for index in 0..self.current.len() {
            let thread = self.current[index];
            if let Some(step) = goes_on(program, words, token, first, thread.step, at, stop) {
                let in_gap = matches!(program.steps[thread.step as usize], Step::Gap { .. });
                let skips = in_gap && !matches!(token.kind, TokenKind::Mark(_));
                let gap_words = thread.gap_words + u32::from(skips);
                self.follow(program, Thread { step, gap_words, ..thread }, at + 1);
            }
        }
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.clear();
    }

    /// Adds every step that is reached from here without taking a word, in order of preference.
    fn follow(&mut self, program: &Program, from: Thread, at: usize) {
        self.stack.push(from);
        while let Some(thread) = self.stack.pop() {
            let step = thread.step as usize;
            if self.reached[step] == self.mark {
                continue;
            }
            self.reached[step] = self.mark;
            match &program.steps[step] {
                Step::Split(targets) => {
                    self.stack.extend(targets.iter().rev().map(|&step| Thread { step, ..thread }));
                }
                Step::Jump(target) => self.stack.push(Thread { step: *target, ..thread }),
                Step::Open(set) | Step::Close(set) => {
                    let opens = matches!(program.steps[step], Step::Open(_));
                    self.trail.push(Trail { before: thread.trail, set: *set, token: to_u32(at), opens });
                    let trail = to_u32(self.trail.len());
                    self.stack.push(Thread { step: thread.step + 1, trail, ..thread });
                }
                Step::Word(_) | Step::Mark { .. } | Step::Gap { .. } | Step::Done => self.next.push(thread),
            }
        }
    }

    fn captures(&self, mut trail: u32) -> Vec<(u16, Range<usize>)> {
        let mut captures: Vec<(u16, Range<usize>)> = Vec::new();
        while let Some(entry) = trail.checked_sub(1).map(|index| self.trail[index as usize]) {
            let token = entry.token as usize;
            if !entry.opens {
                captures.push((entry.set, usize::MAX..token));
            } else if let Some((_, range)) =
                captures.iter_mut().rev().find(|(set, range)| *set == entry.set && range.start == usize::MAX)
            {
                range.start = token;
            }
            trail = entry.before;
        }
        captures.reverse();
        captures
    }
}

fn to_u32(index: usize) -> u32 {
    u32::try_from(index).expect("a file has fewer than 2^32 tokens")
}

fn is_done(program: &Program, thread: &Thread) -> bool {
    matches!(program.steps[thread.step as usize], Step::Done)
}

/// The step behind `step` when it takes the token.
fn goes_on(
    program: &Program,
    words: &Words,
    token: &Token,
    first: &Token,
    step: u32,
    at: usize,
    stop: GapStop,
) -> Option<u32> {
    match &program.steps[step as usize] {
        Step::Word(word) => {
            let taken = token.kind == TokenKind::Word && takes(word, words, token);
            taken.then_some(step + 1)
        }
        Step::Mark { mark, glued } => {
            let fits = token.kind == TokenKind::Mark(*mark) && (!glued || token.joint == crate::prose::Joint::Glued);
            fits.then_some(step + 1)
        }
        Step::Gap { again, next } => {
            let goes_on = words.tokens().get(at + 1).is_none_or(|next| next.sentence == first.sentence);
            if token.sentence != first.sentence || !goes_on || stop(at) {
                return None;
            }
            if matches!(token.kind, TokenKind::Mark(_)) { Some(*again) } else { *next }
        }
        Step::Split(_) | Step::Jump(_) | Step::Open(_) | Step::Close(_) | Step::Done => None,
    }
}
