//! Measures how far a pattern gets in a text that it does not match, so that the author of a rule sees what is missing.
//!
//! For `direct access~ to @model` and the text "direct excess to OpenAI", the pattern takes "direct", needs `access~`
//! next, and stops at "excess". This runs the same programs as the matcher, but from every token, and
//! not only near the anchors, so it is slower than a check.

use super::program::{Instruction, Program, word_matches};
use super::run::{GapStop, Machine, accepts, next_pc};
use super::sentence_around;
use std::collections::HashSet;
use std::ops::Range;
use wordgate_rules::{Case, Pattern, Shape, Word};
use wordgate_text::prose::{TokenKind, Words};

/// The number of words after the end of a match in which to look for the missing word.
const MAX_DISTANCE: usize = 25;

/// A pattern to measure.
#[derive(Debug)]
pub(crate) struct PatternProbe {
    parts: Vec<Program>,
}

/// How far one part of a pattern got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Whether the whole part matches.
    pub is_complete: bool,
    /// The number of matched words and marks, without those in gaps.
    pub taken: usize,
    /// From the first matched token to the last.
    pub tokens: Range<usize>,
    /// What may come next, as in the rule file, the preferred first.
    pub needs: Vec<String>,
    /// The number of words that may stand before it.
    pub gap: usize,
    /// Why it does not come next, if a reader would not see it at once.
    pub obstacle: Option<Obstacle>,
}

/// Why a word of the text is not the next word of a pattern, although it looks as if it were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The letter case differs.
    Case,
    /// The word is not a possessive.
    Possessive,
    /// A hyphen stands where the pattern has none, or is missing.
    Hyphen,
    /// A punctuation mark comes before the word, and adjacent words of a pattern do not match across it.
    Punctuation,
    /// A negator such as "not" comes before the word, and a gap does not contain one.
    Negator,
    /// The word comes only after this many other words.
    Distance(usize),
    /// The word is in another sentence, and a gap does not run over the end of a sentence.
    NextSentence,
    /// An address, a path or code stands there, which is one word.
    Opaque,
}

impl PatternProbe {
    /// Compiles a pattern.
    pub fn new(pattern: &Pattern) -> PatternProbe {
        PatternProbe { parts: pattern.parts.iter().map(Program::of_node).collect() }
    }

    /// Returns how far each part of the pattern gets. The parts of a pattern with `&` are measured in one sentence: the
    /// one in which they get farthest. Returns nothing if the text has no words.
    pub fn best(&self, words: &Words, stops_gap: GapStop) -> Vec<Progress> {
        let all = 0..words.tokens().len();
        let ranges = if self.parts.len() == 1 { vec![all] } else { sentences(words) };
        let in_range = |range: Range<usize>| -> Vec<Progress> {
            self.parts.iter().filter_map(|part| best_of_part(part, words, range.clone(), stops_gap)).collect()
        };
        let mut best = Vec::new();
        for found in ranges.into_iter().map(in_range).filter(|found| !found.is_empty()) {
            if best.is_empty() || rank(&found) > rank(&best) {
                best = found;
            }
        }
        best
    }
}

/// Returns how far the parts got, to compare: complete parts, then words, then known obstacles.
pub(crate) fn rank(parts: &[Progress]) -> (usize, usize, usize) {
    parts.iter().fold((0, 0, 0), |(complete, taken, obstacles), part| {
        (complete + usize::from(part.is_complete), taken + part.taken, obstacles + usize::from(part.obstacle.is_some()))
    })
}

fn sentences(words: &Words) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < words.tokens().len() {
        let sentence = sentence_around(words, at);
        at = sentence.end;
        ranges.push(sentence);
    }
    ranges
}

fn best_of_part(program: &Program, words: &Words, starts: Range<usize>, stops_gap: GapStop) -> Option<Progress> {
    let mut best: Option<Progress> = None;
    for start in starts {
        let reached = furthest(program, words, start, stops_gap);
        if best.as_ref().is_some_and(|best| (best.is_complete, best.taken) > (reached.is_complete, reached.taken)) {
            continue;
        }
        let progress = reached.progress(program, words, start, stops_gap);
        let is_better = |best: &Progress| rank(std::slice::from_ref(&progress)) > rank(std::slice::from_ref(best));
        if best.as_ref().is_none_or(is_better) {
            best = Some(progress);
        }
    }
    best
}

/// The threads of a program that took the most words.
struct Reached {
    is_complete: bool,
    taken: usize,
    /// The token after the last one that a word or mark of the pattern took.
    end: usize,
    /// The instructions to continue at.
    pcs: Vec<u32>,
}

#[derive(Clone, Copy)]
struct ProbeThread {
    pc: u32,
    taken: usize,
    end: usize,
}

/// Runs a program from `start` until no thread can take a token.
fn furthest(program: &Program, words: &Words, start: usize, stops_gap: GapStop) -> Reached {
    let tokens = words.tokens();
    let mut reached = Reached { is_complete: false, taken: 0, end: start, pcs: vec![0] };
    let mut current = vec![ProbeThread { pc: 0, taken: 0, end: start }];
    // The threads in a built-in class, which go on at its end.
    let mut waiting: Vec<ProbeThread> = Vec::new();
    let mut machine = Machine::default();
    let mut at = start;
    while at < tokens.len() && !(current.is_empty() && waiting.is_empty()) {
        let mut next: Vec<ProbeThread> = Vec::new();
        let mut seen = HashSet::new();
        for thread in &current {
            for leaf in program.closure(thread.pc).candidates(words, &tokens[at], false) {
                if let Instruction::Class(class) = program.instructions[leaf.pc as usize] {
                    let ends = machine.figures.ends(class, words, at, start);
                    waiting.extend(ends.map(|index| {
                        let end = machine.figures.end(at, index);
                        ProbeThread { pc: leaf.pc + 1, taken: thread.taken + end - at, end }
                    }));
                    continue;
                }
                let Some(pc) = next_pc(program, words, &tokens[at], &tokens[start], leaf.pc, at, stops_gap) else {
                    continue;
                };
                if !seen.insert(pc) {
                    continue;
                }
                let in_gap = matches!(program.instructions[leaf.pc as usize], Instruction::Gap { .. });
                let thread = match in_gap {
                    true => ProbeThread { pc, ..*thread },
                    false => ProbeThread { pc, taken: thread.taken + 1, end: at + 1 },
                };
                reached.update(program, thread, in_gap);
                next.push(thread);
            }
        }
        at += 1;
        for thread in waiting.extract_if(.., |thread| thread.end == at) {
            if seen.insert(thread.pc) {
                reached.update(program, thread, false);
                next.push(thread);
            }
        }
        current = next;
    }
    reached
}

impl Reached {
    fn update(&mut self, program: &Program, thread: ProbeThread, in_gap: bool) {
        let accepts = accepts(program, thread.pc);
        if in_gap || (self.is_complete, self.taken) > (accepts, thread.taken) {
            return;
        }
        if (self.is_complete, self.taken, self.end) != (accepts, thread.taken, thread.end) {
            *self = Reached { is_complete: accepts, taken: thread.taken, end: thread.end, pcs: Vec::new() };
        }
        self.pcs.push(thread.pc);
    }

    fn progress(self, program: &Program, words: &Words, start: usize, stops_gap: GapStop) -> Progress {
        let next = Next::of(program, &self.pcs);
        let obstacle = if self.is_complete { None } else { next.obstacle(words, start, &self, stops_gap) };
        Progress {
            is_complete: self.is_complete,
            taken: self.taken,
            tokens: start..self.end,
            needs: if self.is_complete { Vec::new() } else { next.needs },
            gap: next.gap,
            obstacle,
        }
    }
}

/// What a program can take next.
#[derive(Default)]
struct Next<'p> {
    needs: Vec<String>,
    words: Vec<&'p Word>,
    gap: usize,
}

impl<'p> Next<'p> {
    /// Collects the words and marks that may follow these instructions, directly or after a gap.
    fn of(program: &'p Program, pcs: &[u32]) -> Next<'p> {
        let mut next = Next::default();
        let mut seen: HashSet<u32> = HashSet::new();
        let mut names: HashSet<String> = HashSet::new();
        let mut pending: Vec<u32> = pcs.to_vec();
        while let Some(pc) = pending.pop() {
            for leaf in &program.closure(pc).leaves {
                if !seen.insert(leaf.pc) {
                    continue;
                }
                let set = leaf.events.iter().find(|(_, opens)| *opens).map(|(set, _)| *set);
                let set = set.map(|set| format!("@{}", program.captures[usize::from(set)]));
                let need = match &program.instructions[leaf.pc as usize] {
                    Instruction::Word(word) => {
                        next.words.push(word);
                        set.unwrap_or_else(|| spelling(word))
                    }
                    Instruction::Mark { mark, .. } => set.unwrap_or_else(|| mark.to_string()),
                    Instruction::Class(_) => set.expect("the capture of a class begins before it"),
                    Instruction::Gap { after_word, .. } => {
                        next.gap += usize::from(after_word.is_some());
                        pending.extend(after_word);
                        continue;
                    }
                    _ => continue,
                };
                if names.insert(need.clone()) {
                    next.needs.push(need);
                }
            }
        }
        next
    }

    /// Returns why none of the words comes next.
    fn obstacle(&self, words: &Words, start: usize, reached: &Reached, stops_gap: GapStop) -> Option<Obstacle> {
        let (tokens, end) = (words.tokens(), reached.end);
        let first = tokens.get(end)?;
        if let Some(obstacle) = self.words.iter().find_map(|word| difference(word, words, end)) {
            return Some(obstacle);
        }
        if reached.taken == 0 {
            return None;
        }
        let is_next = |at: &usize| self.words.iter().any(|word| word_matches(word, words, &tokens[*at]));
        let last = tokens.len().min(end + 2 * MAX_DISTANCE);
        let Some(at) = (end..last).find(is_next) else {
            return (first.kind == TokenKind::Opaque).then_some(Obstacle::Opaque);
        };
        let between = &tokens[end..at];
        let distance = between.iter().filter(|token| !matches!(token.kind, TokenKind::Mark(_))).count();
        let is_same_sentence = tokens[at].sentence == tokens[start].sentence;
        if distance > self.gap {
            return (is_same_sentence && distance <= MAX_DISTANCE).then_some(Obstacle::Distance(distance));
        }
        if !is_same_sentence {
            return Some(Obstacle::NextSentence);
        }
        match (end..at).any(stops_gap) {
            true => Some(Obstacle::Negator),
            false => Some(Obstacle::Punctuation),
        }
    }
}

/// Returns how a token differs from a word that has the same letters.
fn difference(word: &Word, words: &Words, at: usize) -> Option<Obstacle> {
    let token = &words.tokens()[at];
    if word.shape != Shape::Whole {
        return None;
    }
    let is_same = !matches!(token.kind, TokenKind::Mark(_)) && word.folded_forms().any(|f| f == words.folded(token));
    if !is_same || word_matches(word, words, token) {
        return None;
    }
    let relaxed = Word { joint: None, ..word.clone() };
    if word_matches(&relaxed, words, token) {
        return Some(Obstacle::Hyphen);
    }
    let is_possessive = word.possessive && !token.possessive;
    Some(if is_possessive { Obstacle::Possessive } else { Obstacle::Case })
}

/// Returns a word as in the rule file.
fn spelling(word: &Word) -> String {
    let text = word.forms.first().map_or("", String::as_str);
    match word.shape {
        Shape::Start => return format!("{text}*"),
        Shape::End => return format!("*{text}"),
        Shape::Number => return text.replace('0', "a number"),
        Shape::Whole => {}
    }
    let possessive = if word.possessive { "'s" } else { "" };
    match (word.case, word.forms.len()) {
        (Case::Exact, 1) => format!("'{text}{possessive}'"),
        (_, 1) => format!("{text}{possessive}"),
        _ => format!("{text}~{possessive}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_rules::{PatternContext, RawTerms, TermSets};

    /// Returns the matched words of each part of the pattern, what it needs next, and the obstacle.
    fn best(pattern: &str, text: &str) -> Vec<(String, String, Option<Obstacle>)> {
        let raw = [("model", RawTerms { case: Case::Smart, terms: ["OpenAI model~", "'o3'"].as_slice().into() })];
        let (sets, errors) = TermSets::resolve(raw.into(), &TermSets::default());
        assert_eq!(errors, []);
        let mut pattern = Pattern::parse(pattern, PatternContext::Rule, Case::Any).unwrap();
        sets.fill(&mut pattern).unwrap();
        let words = Words::new(text);
        let negator = |at: usize| words.folded(&words.tokens()[at]) == "not";
        let shown = |part: Progress| {
            let tokens = &words.tokens()[part.tokens.clone()];
            let range = tokens.first().zip(tokens.last()).map(|(a, b)| a.span.start as usize..b.span.end as usize);
            (range.map_or("", |range| &text[range]).to_owned(), part.needs.join("|"), part.obstacle)
        };
        PatternProbe::new(&pattern).best(&words, &negator).into_iter().map(shown).collect()
    }

    #[test]
    fn the_longest_prefix_and_what_it_needs_next() {
        use Obstacle::*;
        let cases = [
            ("direct access~ to", "Direct excess to", "Direct", "access~", None),
            ("direct [..2] access~", "direct and fast entry", "direct", "access~", None),
            ("(get|gain a) @model", "gain a cat, get", "gain a", "@model", None),
            ("direct access", "no words of it", "", "direct", None),
            ("use @model now", "use OpenAI tools", "use OpenAI", "model~", None),
            ("use @model", "use openai models", "use", "@model", Some(Case)),
            ("'SOC' report", "a soc report", "", "'SOC'", Some(Case)),
            ("direct access", "direct, access", "direct", "access", Some(Punctuation)),
            ("direct access", "direct and open access", "direct", "access", Some(Distance(2))),
            ("direct ..2 access", "direct but not access", "direct", "access", Some(Negator)),
            ("direct ..2 access", "It is direct. Access", "direct", "access", Some(NextSentence)),
            ("direct access", "It is direct. We have access", "direct", "access", None),
            ("direct access", "direct https://e.org", "direct", "access", Some(Opaque)),
            ("OpenAI's models", "OpenAI models", "", "openai's", Some(Possessive)),
            ("@percent guaranteed", "a 15-20% return", "15-20%", "guaranteed", None),
            ("save @money now", "save time", "save", "@money", None),
            ("the *GPT plugin", "the plugin", "the", "*gpt", None),
        ];
        for (pattern, text, matched, needs, obstacle) in cases {
            let expected = vec![(matched.to_owned(), needs.to_owned(), obstacle)];
            assert_eq!(best(pattern, text), expected, "`{pattern}` on “{text}”");
        }
    }

    #[test]
    fn the_parts_of_an_unordered_pattern_are_measured_in_one_sentence() {
        let found = best("red house & blue", "A blue door. A red roof and blue sky. A house.");
        assert_eq!(found[0], ("red".to_owned(), "house".to_owned(), None));
        assert_eq!(found[1], ("blue".to_owned(), String::new(), None));
    }
}
