//! A Pike VM: runs a [`Program`] on the words of a block.
//!
//! The VM keeps a list of threads, each at one instruction, and advances all of them by one token at a time. It keeps
//! at most one thread for each instruction, which bounds the time. The threads are sorted by preference, so when one
//! thread accepts, all after it are dropped. For `access~ .. big models` and the text "access to big models", there are
//! two threads after "big": one has taken "big" as the word of the pattern, the other as a word of the gap. At "models"
//! the first thread accepts, and the other is dropped. The documentation of [`super`] shows a program.

use super::class::Class;
use super::closure::Leaf;
use super::figures::Figures;
use super::program::{Instruction, Program, word_matches};
use std::ops::Range;
use wordgate_text::prose::{Token, TokenKind, Words};

/// The match that a run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunResult {
    /// The token after the last one of the match.
    pub end: usize,
    /// For each captured term, the index of its set in the program, and its tokens.
    pub captures: Vec<(u16, Range<usize>)>,
    /// The number of words in gaps.
    pub gap_words: u32,
}

/// The state of the VM. Its buffers are reused from run to run.
#[derive(Debug, Default)]
pub(super) struct Machine {
    /// The threads before the current token, the preferred ones first.
    current: Vec<Thread>,
    /// The threads after the current token.
    next: Vec<Thread>,
    /// For each instruction, the last generation in which a thread reached it.
    reached: Vec<u64>,
    /// Counts the tokens of all runs, so that `reached` needs no clearing.
    generation: u64,
    /// The beginnings and ends of captures in all threads. Each entry links to the one before it in its thread.
    trail: Vec<TrailEntry>,
    /// The figures of the built-in classes. They are the same for all programs.
    pub figures: Figures,
    /// The buffer of [`Machine::all_ends`].
    pub ends: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Thread {
    /// The instruction after the one that took the last token. Its epsilon closure has the instructions that may take
    /// the next token.
    pc: u32,
    /// The index of the thread's last entry in the trail plus one, or 0 if it has none.
    trail: u32,
    /// The number of words in gaps so far.
    gap_words: u32,
    /// The token after the class that the thread is in, or 0 if it is in none. The thread waits for this token.
    until: u32,
}

impl Thread {
    /// Returns whether the thread accepts before the token at `at`.
    fn accepts(&self, program: &Program) -> bool {
        self.until == 0 && accepts(program, self.pc)
    }
}

/// The beginning or the end of a capture.
#[derive(Clone, Copy, Debug)]
struct TrailEntry {
    /// The index of the previous entry of the thread plus one, or 0 if there is none.
    previous: u32,
    set: u16,
    /// The first token of the capture, or the token after its last one.
    token: u32,
    opens: bool,
}

/// Returns whether no gap may contain the token with this index.
pub(super) type GapStop<'g> = &'g dyn Fn(usize) -> bool;

impl Machine {
    /// Returns the preferred match of the program that starts at token `start`.
    pub fn run(&mut self, program: &Program, words: &Words, start: usize, stops_gap: GapStop) -> Option<RunResult> {
        self.run_within(program, words, start..words.tokens().len(), stops_gap)
    }

    /// Returns the preferred match of the program that starts at the first of these tokens and ends within them.
    pub fn run_within(
        &mut self,
        program: &Program,
        words: &Words,
        tokens: Range<usize>,
        stops_gap: GapStop,
    ) -> Option<RunResult> {
        self.prepare(program);
        let mut best = None;
        let mut at = tokens.start;
        while !self.current.is_empty() {
            let accepting = self.current.iter().position(|thread| thread.accepts(program));
            if let Some(accepting) = accepting {
                let thread = self.close_captures(program, self.current[accepting], at);
                best = Some((at, thread));
                // Drop the threads that are less preferred. This thread may still find a longer match.
                self.current.truncate(accepting + 1);
            }
            if at >= tokens.end {
                break;
            }
            self.step(program, words, tokens.start, at, stops_gap, true);
            at += 1;
        }
        best.map(|(end, thread)| {
            let captures = self.captures(thread.trail);
            RunResult { end, captures, gap_words: thread.gap_words }
        })
    }

    /// Returns whether the program can match exactly these tokens.
    pub fn matches_exactly(
        &mut self,
        program: &Program,
        words: &Words,
        range: Range<usize>,
        stops_gap: GapStop,
    ) -> bool {
        self.prepare(program);
        for at in range.clone() {
            if self.current.is_empty() {
                return false;
            }
            self.step(program, words, range.start, at, stops_gap, false);
        }
        self.current.iter().any(|thread| thread.accepts(program))
    }

    /// Returns the ends of all matches of the program that start at token `start`, the last one first.
    /// `figures` is what is known about the text.
    pub fn all_ends(&mut self, program: &Program, words: &Words, start: usize, figures: &mut Figures) -> Vec<usize> {
        std::mem::swap(&mut self.figures, figures);
        self.prepare(program);
        let mut ends = std::mem::take(&mut self.ends);
        ends.clear();
        for at in start..words.tokens().len() {
            self.step(program, words, start, at, &|_| false, false);
            if self.current.is_empty() {
                break;
            }
            if self.current.iter().any(|thread| thread.accepts(program)) {
                ends.push(at + 1);
            }
        }
        std::mem::swap(&mut self.figures, figures);
        ends.reverse();
        ends
    }

    /// Returns whether a match of the program can start with the token at `at`.
    pub fn may_start(&mut self, program: &Program, words: &Words, at: usize) -> bool {
        let (token, closure) = (&words.tokens()[at], program.closure(0));
        closure.accept.is_some()
            || closure.candidates(words, token, false).any(|leaf| match &program.instructions[leaf.pc as usize] {
                Instruction::Class(class) => self.figures.may_start(*class, words, at),
                Instruction::Mark { mark, .. } => token.kind == TokenKind::Mark(*mark),
                _ => true,
            })
    }

    fn prepare(&mut self, program: &Program) {
        if self.reached.len() < program.instructions.len() {
            self.reached.resize(program.instructions.len(), 0);
        }
        self.trail.clear();
        self.current.clear();
        self.current.push(Thread { pc: 0, trail: 0, gap_words: 0, until: 0 });
    }

    /// Advances all threads by the token at `at`. `only_preferred` makes a thread that accepts drop the branches that
    /// are less preferred than accepting.
    fn step(
        &mut self,
        program: &Program,
        words: &Words,
        start: usize,
        at: usize,
        stops_gap: GapStop,
        only_preferred: bool,
    ) {
        let token = &words.tokens()[at];
        let first = &words.tokens()[start.min(at)];
        self.generation += 1;
        #[cfg(test)]
        {
            self.figures.steps += self.current.len();
        }
        for index in 0..self.current.len() {
            let thread = self.current[index];
            if thread.until > 0 {
                self.wait(thread, at);
                continue;
            }
            let closure = program.closure(thread.pc);
            let only_preferred = only_preferred && accepts(program, thread.pc);
            for leaf in closure.candidates(words, token, only_preferred) {
                if let Instruction::Class(class) = program.instructions[leaf.pc as usize] {
                    self.enter_class(class, words, thread, leaf, at, start);
                    continue;
                }
                let Some(pc) = next_pc(program, words, token, first, leaf.pc, at, stops_gap) else { continue };
                if std::mem::replace(&mut self.reached[pc as usize], self.generation) == self.generation {
                    continue;
                }
                let in_gap = matches!(program.instructions[leaf.pc as usize], Instruction::Gap { .. });
                let is_gap_word = in_gap && !matches!(token.kind, TokenKind::Mark(_));
                let trail = self.extend_trail(thread.trail, &leaf.events, at);
                let gap_words = thread.gap_words + u32::from(is_gap_word);
                self.next.push(Thread { pc, trail, gap_words, until: 0 });
            }
        }
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.clear();
    }

    /// Adds a thread for each end of a class that begins at token `at` of a match that starts at token `start`.
    fn enter_class(&mut self, class: Class, words: &Words, thread: Thread, leaf: &Leaf, at: usize, start: usize) {
        let ends = self.figures.ends(class, words, at, start);
        if ends.is_empty() {
            return;
        }
        let trail = self.extend_trail(thread.trail, &leaf.events, at);
        for index in ends {
            let until = to_u32(self.figures.end(at, index));
            self.wait(Thread { pc: leaf.pc, trail, until, ..thread }, at);
        }
    }

    /// Advances a thread in a class by the token at `at`.
    fn wait(&mut self, thread: Thread, at: usize) {
        if thread.until as usize > at + 1 {
            let is_known = |other: &Thread| (other.pc, other.until) == (thread.pc, thread.until);
            if !self.next.iter().any(is_known) {
                self.next.push(thread);
            }
        } else if std::mem::replace(&mut self.reached[thread.pc as usize + 1], self.generation) != self.generation {
            self.next.push(Thread { pc: thread.pc + 1, until: 0, ..thread });
        }
    }

    /// Returns the thread after adding the captures that end where it accepts, before token `at`.
    fn close_captures(&mut self, program: &Program, thread: Thread, at: usize) -> Thread {
        let closure = program.closure(thread.pc);
        let events = closure.accept.map(|accept| &closure.leaves[accept as usize].events);
        let trail = events.map_or(thread.trail, |events| self.extend_trail(thread.trail, events, at));
        Thread { trail, ..thread }
    }

    /// Adds captures that begin or end before token `at`. Returns the new trail of the thread.
    fn extend_trail(&mut self, trail: u32, events: &[(u16, bool)], at: usize) -> u32 {
        let mut previous = trail;
        for &(set, opens) in events {
            self.trail.push(TrailEntry { previous, set, token: to_u32(at), opens });
            previous = to_u32(self.trail.len());
        }
        previous
    }

    /// Returns the captures of a trail, in the order in which they end.
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
            trail = entry.previous;
        }
        captures.reverse();
        captures
    }
}

fn to_u32(index: usize) -> u32 {
    u32::try_from(index).expect("a file has fewer than 2^32 tokens")
}

/// Returns whether a thread at `pc` accepts.
pub(super) fn accepts(program: &Program, pc: u32) -> bool {
    program.closure(pc).accept.is_some()
}

/// Returns the instruction to continue at if the one at `pc` takes `token`, which is the token at index `at`. `first`
/// is the first token of the match.
pub(super) fn next_pc(
    program: &Program,
    words: &Words,
    token: &Token,
    first: &Token,
    pc: u32,
    at: usize,
    stops_gap: GapStop,
) -> Option<u32> {
    match &program.instructions[pc as usize] {
        Instruction::Word(word) => {
            let is_taken = !matches!(token.kind, TokenKind::Mark(_)) && word_matches(word, words, token);
            is_taken.then_some(pc + 1)
        }
        Instruction::Mark { mark, glued } => {
            let is_taken =
                token.kind == TokenKind::Mark(*mark) && (!glued || token.joint == wordgate_text::prose::Joint::Glued);
            is_taken.then_some(pc + 1)
        }
        Instruction::Gap { after_mark: again, after_word: next } => {
            let continues = words.tokens().get(at + 1).is_none_or(|next| next.sentence == first.sentence);
            if token.sentence != first.sentence || !continues || stops_gap(at) {
                return None;
            }
            if matches!(token.kind, TokenKind::Mark(_)) { Some(*again) } else { *next }
        }
        Instruction::Class(_)
        | Instruction::Split(_)
        | Instruction::Jump(_)
        | Instruction::OpenCapture(_)
        | Instruction::CloseCapture(_)
        | Instruction::Accept => None,
    }
}
