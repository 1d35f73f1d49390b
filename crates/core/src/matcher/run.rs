//! Runs a [`Program`] on the words of a block.

use super::program::{Instruction, Program, takes};
use std::ops::Range;
use wordgate_text::prose::{Token, TokenKind, Words};

/// What a run found: the tokens after the last one, and which tokens stand for which term set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunResult {
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
    /// Begun and ended captures; each leads to the one before it.
    trail: Vec<Trail>,
}

#[derive(Clone, Copy, Debug)]
struct Thread {
    /// The step behind the last token taken; its closure is what comes next.
    root: u32,
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
    pub fn run(&mut self, program: &Program, words: &Words, start: usize, stop: GapStop) -> Option<RunResult> {
        self.run_within(program, words, start..words.tokens().len(), stop)
    }

    /// The preferred reading of the program from the first of these tokens on that ends within them.
    pub fn run_within(
        &mut self,
        program: &Program,
        words: &Words,
        tokens: Range<usize>,
        stop: GapStop,
    ) -> Option<RunResult> {
        self.prepare(program);
        let mut best = None;
        let mut at = tokens.start;
        while !self.current.is_empty() {
            let ended = self.current.iter().position(|thread| program.closure(thread.root).done.is_some());
            if let Some(ended) = ended {
                let thread = self.at_end(program, self.current[ended], at);
                best = Some((at, thread));
                self.current.truncate(ended + 1);
            }
            if at >= tokens.end {
                break;
            }
            self.step(program, words, tokens.start, at, stop, true);
            at += 1;
        }
        best.map(|(end, thread)| {
            let captures = self.captures(thread.trail);
            RunResult { end, captures, gap_words: thread.gap_words }
        })
    }

    /// Whether some reading of the program runs exactly from token `start` to before token `end`.
    pub fn fills(&mut self, program: &Program, words: &Words, range: Range<usize>, stop: GapStop) -> bool {
        self.prepare(program);
        for at in range.clone() {
            if self.current.is_empty() {
                return false;
            }
            self.step(program, words, range.start, at, stop, false);
        }
        self.current.iter().any(|thread| program.closure(thread.root).done.is_some())
    }

    fn prepare(&mut self, program: &Program) {
        if self.reached.len() < program.steps.len() {
            self.reached.resize(program.steps.len(), 0);
        }
        self.trail.clear();
        self.current.clear();
        self.current.push(Thread { root: 0, trail: 0, gap_words: 0 });
    }

    /// Takes the token at `at`. With `prefer`, what is less wanted than an end of the pattern is left.
    fn step(&mut self, program: &Program, words: &Words, start: usize, at: usize, stop: GapStop, prefer: bool) {
        let token = &words.tokens()[at];
        let first = &words.tokens()[start.min(at)];
        let word = words.folded(token);
        self.mark += 1;
        for index in 0..self.current.len() {
            let thread = self.current[index];
            let closure = program.closure(thread.root);
            for leaf in closure.candidates(word, prefer) {
                let Some(root) = goes_on(program, words, token, first, leaf.step, at, stop) else { continue };
                if std::mem::replace(&mut self.reached[root as usize], self.mark) == self.mark {
                    continue;
                }
                let in_gap = matches!(program.steps[leaf.step as usize], Instruction::Gap { .. });
                let skips = in_gap && !matches!(token.kind, TokenKind::Mark(_));
                let trail = self.follow(thread.trail, &leaf.events, at);
                self.next.push(Thread { root, trail, gap_words: thread.gap_words + u32::from(skips) });
            }
        }
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.clear();
    }

    /// The thread with the captures that end with the pattern.
    fn at_end(&mut self, program: &Program, thread: Thread, at: usize) -> Thread {
        let closure = program.closure(thread.root);
        let done = closure.done.map(|done| &closure.leaves[done as usize].events);
        let trail = done.map_or(thread.trail, |events| self.follow(thread.trail, events, at));
        Thread { trail, ..thread }
    }

    /// Notes captures that begin and end before the token `at`.
    fn follow(&mut self, trail: u32, events: &[(u16, bool)], at: usize) -> u32 {
        let mut before = trail;
        for &(set, opens) in events {
            self.trail.push(Trail { before, set, token: to_u32(at), opens });
            before = to_u32(self.trail.len());
        }
        before
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
        Instruction::Word(word) => {
            let taken = !matches!(token.kind, TokenKind::Mark(_)) && takes(word, words, token);
            taken.then_some(step + 1)
        }
        Instruction::Mark { mark, glued } => {
            let fits =
                token.kind == TokenKind::Mark(*mark) && (!glued || token.joint == wordgate_text::prose::Joint::Glued);
            fits.then_some(step + 1)
        }
        Instruction::Gap { again, next } => {
            let goes_on = words.tokens().get(at + 1).is_none_or(|next| next.sentence == first.sentence);
            if token.sentence != first.sentence || !goes_on || stop(at) {
                return None;
            }
            if matches!(token.kind, TokenKind::Mark(_)) { Some(*again) } else { *next }
        }
        Instruction::Split(_)
        | Instruction::Jump(_)
        | Instruction::Open(_)
        | Instruction::Close(_)
        | Instruction::Done => None,
    }
}
