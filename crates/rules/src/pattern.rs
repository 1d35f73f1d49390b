//! The parser of the pattern language: turns the text of a pattern into a tree of words ([`Node`]).
//!
//! The tokenizer of prose also splits patterns into words, so that a pattern matches the words that its author wrote.
//! The parser leaves references to term sets as names; [`super::terms`] replaces them with their terms.

use super::class_names::is_class;
use super::node::{Case, Node, Word, can_match_empty, captures, has_optional, has_word, may_capture, touches_gap};
use super::set_name;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::{Joint, Words};

/// The maximum number of words in a gap that is written without a number.
const DEFAULT_GAP: u16 = 3;
/// The maximum length of a gap in words. For words that are farther apart, a pattern can use `&`.
const MAX_GAP: u16 = 50;
/// The maximum nesting depth of groups. It limits the recursion of the parser.
const MAX_DEPTH: usize = 32;

/// A parsed pattern. `a & b` has two parts, which may occur in any order within one sentence; most patterns have one
/// part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The text of the pattern in the rule.
    pub source: String,
    /// The 1-based line of the pattern in its file; 0 if it is not from a file.
    pub line: u32,
    /// Whether the pattern is in `[defaults]`. Its file is then that of the pack.
    pub in_defaults: bool,
    /// The parts, all of which must occur.
    #[serde(skip)]
    pub parts: Vec<Node>,
}

impl Pattern {
    /// Rejects a pattern that can match punctuation marks alone, because the matcher searches for words. The term sets
    /// of the pattern must be filled in.
    ///
    /// # Errors
    /// An error for the whole pattern.
    pub(super) fn check_words(&self) -> Result<(), PatternError> {
        if self.parts.iter().all(has_word) {
            return Ok(());
        }
        let message = "the pattern can match without a word".into();
        let help = "punctuation alone cannot be searched for; add a word to each alternative".into();
        Err(PatternError { at: 0..self.source.len(), message, help })
    }

    /// Parses a pattern. `case` says how its plain words compare.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(source: &str, context: PatternContext, case: Case) -> Result<Pattern, PatternError> {
        let parts = Pattern::parse_parts(source, context, case, &mut Interner::default())?;
        Ok(Pattern { source: source.to_owned(), line: 0, in_defaults: false, parts })
    }

    /// Parses a pattern into its parts, sharing words with patterns parsed before.
    pub(super) fn parse_parts<'s>(
        source: &'s str,
        context: PatternContext,
        case: Case,
        interner: &mut Interner<'s>,
    ) -> Result<Vec<Node>, PatternError> {
        if context != PatternContext::Class {
            super::regex_syntax::reject(source)?;
        }
        interner.stack.clear();
        let mut parser = Parser { source, at: 0, depth: 0, case, context, interner };
        let mut parts = vec![parser.parse_seq()?];
        while parser.eat("&") {
            if matches!(context, PatternContext::Term | PatternContext::Class | PatternContext::Edge) {
                let at = parser.at - 1..parser.at;
                return Err(parser.error(at, "`&` is not allowed here", "write `\\&` for a literal `&`"));
            }
            parts.push(parser.parse_seq()?);
        }
        if let Some(c) = parser.rest().chars().next() {
            let at = parser.at..parser.at + c.len_utf8();
            let (message, help) = match c {
                '|' => (
                    "`|` is only allowed inside `( )` or `[ ]`".to_owned(),
                    "write `(a|b)`, or `\\|` for a literal `|`".to_owned(),
                ),
                _ => (
                    format!("`{c}` has no opening bracket"),
                    format!("add the opening bracket, or write `\\{c}` for a literal `{c}`"),
                ),
            };
            return Err(parser.error(at, message, help));
        }
        for part in &parts {
            check_ends(part, source, context)?;
        }
        Ok(parts)
    }

    /// Returns whether some match of this pattern captures a term under this name.
    pub fn may_capture(&self, set: &str) -> bool {
        self.parts.iter().any(|part| may_capture(part, set))
    }

    /// Returns the names that every match of this pattern captures.
    pub fn captures(&self) -> Vec<&str> {
        self.parts.iter().flat_map(captures).collect()
    }

    /// Returns the words written with `~`, including those of its term sets.
    pub fn inflected(&self) -> Vec<&Word> {
        let mut words = Vec::new();
        let mut pending: Vec<&Node> = self.parts.iter().collect();
        while let Some(node) = pending.pop() {
            match node {
                Node::Word(word) if word.forms.len() > 1 => words.push(&**word),
                Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
                Node::Opt(inner) => pending.push(inner),
                Node::Set { name, .. } if is_class(name) => {}
                Node::Set { node, .. } => pending.push(node),
                Node::Seq(nodes) | Node::Alt(nodes) => pending.extend(nodes),
            }
        }
        words
    }
}

/// Why a pattern is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The byte range of the mistake in the pattern.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// The place where a pattern is used. It decides what the grammar allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternContext {
    /// In `patterns`: no gap at either end.
    Rule,
    /// In a guard that searches the text around a match, such as `unless_near`: gaps may be at the ends.
    Guard,
    /// In a guard that must touch the match, such as `unless_before`: gaps may be at the ends, and `&` is not allowed.
    Edge,
    /// In a term set: one sequence without `&`, and no gap at either end.
    Term,
    /// In the definition of a built-in class: like a term, but a number stands for all numbers of its shape, and the
    /// words of `US$` must touch.
    Class,
}

fn check_ends(part: &Node, source: &str, context: PatternContext) -> Result<(), PatternError> {
    let whole = 0..source.len();
    if can_match_empty(part) {
        let message = "the pattern can match zero words";
        let help = match has_optional(part) {
            true => "move at least one word out of `[ ]`".into(),
            false => "add a word; a gap alone matches anything".into(),
        };
        return Err(PatternError { at: whole, message: message.into(), help });
    }
    let gap_at_end = matches!(context, PatternContext::Rule | PatternContext::Term | PatternContext::Class)
        && (touches_gap(part, true) || touches_gap(part, false));
    if gap_at_end {
        let message = "a pattern cannot start or end with a gap";
        let help = "write a word on both sides of `..`".into();
        return Err(PatternError { at: whole, message: message.into(), help });
    }
    Ok(())
}

/// State that consecutive parses share: the known words, and a buffer.
#[derive(Debug, Default)]
pub(super) struct Interner<'s> {
    /// Plain words by their text, their case mode, and whether they are inflected. Rules repeat a small number of
    /// words, so most lookups succeed.
    pub words: FxHashMap<(&'s str, Case, bool), Arc<Word>>,
    /// Parsed nodes that do not have a parent yet; nodes of outer sequences are below those of inner ones.
    pub stack: Vec<Node>,
}

pub(super) struct Parser<'s, 'l> {
    pub source: &'s str,
    pub at: usize,
    depth: usize,
    pub case: Case,
    pub context: PatternContext,
    pub interner: &'l mut Interner<'s>,
}

impl<'s> Parser<'s, '_> {
    pub fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    fn eat(&mut self, operator: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(operator);
        self.at += if found { operator.len() } else { 0 };
        found
    }

    fn skip_space(&mut self) {
        self.at += self.rest().chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    }

    pub fn error(&self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> PatternError {
        PatternError { at, message: message.into(), help: help.into() }
    }

    fn parse_seq(&mut self) -> Result<Node, PatternError> {
        let (start, height) = (self.at, self.interner.stack.len());
        loop {
            self.skip_space();
            let item = match self.rest().chars().next() {
                None | Some('&' | '|' | ')' | ']') => break,
                Some('(') => self.parse_group('(', ")")?,
                Some('[') => Node::Opt(Box::new(self.parse_group('[', "]")?)),
                Some('@') => self.parse_set()?,
                Some('\'') => {
                    self.parse_verbatim()?;
                    continue;
                }
                Some('.') if self.rest().starts_with("..") => self.parse_gap()?,
                Some(_) => {
                    self.parse_literal()?;
                    continue;
                }
            };
            self.interner.stack.push(item);
        }
        self.combine(height, Node::Seq).ok_or_else(|| {
            let at = start..self.source.len().min(self.at + 1).max(start);
            let help = "write at least one word in each pattern, in each alternative and on each side of `&`";
            self.error(at, "expected a word here", help)
        })
    }

    /// Combines the nodes above this height of the stack into one.
    fn combine(&mut self, height: usize, join: fn(Vec<Node>) -> Node) -> Option<Node> {
        match self.interner.stack.len() - height {
            0 => None,
            1 => self.interner.stack.pop(),
            _ => Some(join(self.interner.stack.drain(height..).collect())),
        }
    }

    /// Parses `(a|b)` or `[a|b]`.
    fn parse_group(&mut self, open: char, close: &str) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += open.len_utf8();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("groups are nested more than {MAX_DEPTH} levels deep");
            let help = "split the pattern, or move part of it to a term set";
            return Err(self.error(start..start + 1, message, help));
        }
        let height = self.interner.stack.len();
        loop {
            let branch = self.parse_seq()?;
            self.interner.stack.push(branch);
            if !self.eat("|") {
                break;
            }
        }
        if self.rest().starts_with('&') {
            let at = self.at..self.at + 1;
            return Err(self.error(at, "`&` is not allowed inside brackets", "write the pattern as `a & b & c`"));
        }
        if !self.eat(close) {
            let help = format!("add `{close}`, or write `\\{open}` for a literal `{open}`");
            return Err(self.error(start..start + 1, format!("`{open}` is not closed"), help));
        }
        self.depth -= 1;
        Ok(self.combine(height, Node::Alt).expect("a group has at least one branch"))
    }

    /// Parses a reference to a term set, `@name` or `@terms/name`.
    fn parse_set(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += 1;
        let name = set_name::at_start(self.rest(), self.context == PatternContext::Class).to_owned();
        self.at += name.len();
        if name.is_empty() {
            let help = "write `@name` for a term set, or `\\@` for a literal `@`";
            return Err(self.error(start..start + 1, "`@` needs the name of a term set", help));
        }
        Ok(Node::Set { name, at: start..self.at, node: Arc::new(Node::Alt(Vec::new())) })
    }

    /// Parses a gap, `..` or `..6`.
    fn parse_gap(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += 2;
        let len = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.rest()[..len].to_owned();
        self.at += len;
        let at = start..self.at;
        if self.rest().starts_with(|c: char| !c.is_whitespace() && !"()[]|&".contains(c)) {
            let help = "put a space after it; a gap is `..` or `..6`";
            return Err(self.error(at, "a gap needs spaces around it", help));
        }
        let words = if digits.is_empty() { Ok(DEFAULT_GAP) } else { digits.parse::<u16>() };
        match words {
            Ok(words) if words <= MAX_GAP => Ok(Node::Gap(words)),
            _ => {
                let help = format!("use at most `..{MAX_GAP}`, or `a & b` for words anywhere in a sentence");
                Err(self.error(at, format!("a gap can be at most {MAX_GAP} words long"), help))
            }
        }
    }

    /// Parses verbatim text such as `'SOC 2'`, which matches with exact case and exact hyphens.
    fn parse_verbatim(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        self.at += 1;
        let (text, closed) = self.unescaped(|c| c == '\'');
        if !closed {
            let help = "close it with `'`, or write `\\'` for an apostrophe at the start of a word";
            return Err(self.error(start..start + 1, "the verbatim text is not closed", help));
        }
        self.at += 1;
        let before = self.interner.stack.len();
        let words = Words::new(&text);
        for (index, token) in words.tokens().iter().enumerate() {
            let joint = (index > 0).then_some(if token.joint == Joint::Hyphen { Joint::Hyphen } else { Joint::Space });
            let leaf = self.leaf(&words, token, Case::Exact, joint, start..self.at)?;
            self.interner.stack.push(leaf);
        }
        if self.interner.stack.len() == before {
            return Err(self.error(
                start..self.at,
                "the verbatim text has no words",
                "write the words between the quotes",
            ));
        }
        Ok(())
    }

    /// Reads text up to a character that `is_end` accepts, and resolves `\` escapes. Also returns whether such a
    /// character followed.
    pub fn unescaped(&mut self, is_end: impl Fn(char) -> bool) -> (Cow<'s, str>, bool) {
        let rest = self.rest();
        let plain = rest.find(|c| c == '\\' || is_end(c)).unwrap_or(rest.len());
        if !rest[plain..].starts_with('\\') {
            self.at += plain;
            return (rest[..plain].into(), plain < rest.len());
        }
        let mut text = rest[..plain].to_owned();
        let mut chars = rest[plain..].char_indices();
        let mut len = rest.len();
        let mut ended = false;
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                text.extend(chars.next().map(|(_, escaped)| escaped));
            } else if is_end(c) {
                (len, ended) = (plain + at, true);
                break;
            } else {
                text.push(c);
            }
        }
        self.at += len;
        (text.into(), ended)
    }
}
