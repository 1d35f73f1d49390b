//! The pattern language: from a rule's text to a tree of words.
//!
//! A pattern is cut into words by the same code as prose, so what an author writes is what is found. Term sets are
//! still names here; [`super::terms`] puts their terms in.

use super::inflect::inflect;
use super::node::{Case, Node, Word, captures, has_word, matches_nothing, may_capture, touches_gap};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::{Joint, Token, TokenKind, Words, exact, folded};

/// Words in a gap when the pattern gives no number.
const DEFAULT_GAP: u16 = 3;
/// The longest gap a pattern may ask for, in words.
const MAX_GAP: u16 = 50;
/// The deepest nesting of groups.
const MAX_DEPTH: usize = 32;

/// A parsed pattern: its parts may stand in any order within one sentence; most patterns have one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The pattern as the rule writes it.
    pub source: String,
    /// What must occur.
    #[serde(skip)]
    pub parts: Vec<Node>,
}

impl Pattern {
    /// Refuses a pattern that can match marks alone, once its sets are filled in: it could not be looked for.
    ///
    /// # Errors
    /// The whole pattern, as the place of the mistake.
    pub(super) fn check_words(&self) -> Result<(), PatternError> {
        if self.parts.iter().all(has_word) {
            return Ok(());
        }
        let message = "every reading of a pattern needs a word".into();
        let help = "marks alone cannot be looked for; add a word to each alternative".into();
        Err(PatternError { at: 0..self.source.len(), message, help })
    }

    /// Reads a pattern whose plain words compare as `case` says.
    ///
    /// # Errors
    /// The first mistake, with its place and how to fix it.
    pub fn parse(source: &str, place: PatternContext, case: Case) -> Result<Pattern, PatternError> {
        let parts = Pattern::parse_parts(source, place, case, &mut Interner::default())?;
        Ok(Pattern { source: source.to_owned(), parts })
    }

    /// The parts of a pattern.
    pub(super) fn parse_parts<'s>(
        source: &'s str,
        place: PatternContext,
        case: Case,
        lexicon: &mut Interner<'s>,
    ) -> Result<Vec<Node>, PatternError> {
        lexicon.stack.clear();
        let mut parser = Parser { source, at: 0, depth: 0, case, lexicon };
        let mut parts = vec![parser.seq()?];
        while parser.eat("&") {
            if matches!(place, PatternContext::Term | PatternContext::Edge) {
                return Err(parser.error(
                    parser.at - 1..parser.at,
                    "`&` cannot stand here",
                    "write `\\&` for the sign",
                ));
            }
            parts.push(parser.seq()?);
        }
        if let Some(c) = parser.rest().chars().next() {
            let at = parser.at..parser.at + c.len_utf8();
            let help = format!("write `\\{c}` for the sign itself; `|` and brackets belong inside `( )` or `[ ]`");
            return Err(parser.error(at, format!("`{c}` has no opening bracket before it"), help));
        }
        for part in &parts {
            check_ends(part, source, place)?;
        }
        Ok(parts)
    }

    /// Whether some match of this pattern captures the term set.
    pub fn may_capture(&self, set: &str) -> bool {
        self.parts.iter().any(|part| may_capture(part, set))
    }

    /// The names of the term sets that a match of this pattern always captures.
    pub fn captures(&self) -> Vec<&str> {
        self.parts.iter().flat_map(captures).collect()
    }

    /// The words written with `~`, those of its term sets included.
    pub fn inflected(&self) -> Vec<&Word> {
        let mut words = Vec::new();
        let mut open: Vec<&Node> = self.parts.iter().collect();
        while let Some(node) = open.pop() {
            match node {
                Node::Word(word) if word.forms.len() > 1 => words.push(&**word),
                Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
                Node::Opt(inner) => open.push(inner),
                Node::Set { node, .. } => open.push(node),
                Node::Seq(nodes) | Node::Alt(nodes) => open.extend(nodes),
            }
        }
        words
    }
}

/// Why a pattern cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The bytes of the pattern that are wrong.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Where a pattern stands, as far as the grammar differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternContext {
    /// In `patterns`: no gap at the ends.
    Rule,
    /// In a guard that looks around: a gap may stand at the ends.
    Guard,
    /// In a guard that touches the match: a gap may stand at the ends, and there is no `&`.
    Edge,
    /// In a term set: one sequence, no `&`.
    Term,
}

fn check_ends(part: &Node, source: &str, place: PatternContext) -> Result<(), PatternError> {
    let whole = 0..source.len();
    if matches_nothing(part) {
        let message = "the pattern can match without a single word";
        return Err(PatternError { at: whole, message: message.into(), help: "take one word out of its `[ ]`".into() });
    }
    let at_end = matches!(place, PatternContext::Rule | PatternContext::Term)
        && (touches_gap(part, true) || touches_gap(part, false));
    if at_end {
        let message = "a gap cannot be the first or the last part of a pattern";
        let help = "write the words on both sides of `..`".into();
        return Err(PatternError { at: whole, message: message.into(), help });
    }
    Ok(())
}

/// What parsing one pattern leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Interner<'s> {
    /// Plain words by how they are written, how case counts, and whether they are inflected. Most words of the rules are
    /// few words again and again.
    words: FxHashMap<(&'s str, Case, bool), Arc<Word>>,
    /// Room for nodes that were read and not yet put together, those of outer sequences first.
    stack: Vec<Node>,
}

struct Parser<'s, 'l> {
    source: &'s str,
    at: usize,
    depth: usize,
    case: Case,
    lexicon: &'l mut Interner<'s>,
}

impl<'s> Parser<'s, '_> {
    fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    fn eat(&mut self, sign: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn skip_space(&mut self) {
        let space = |c: &char| c.is_whitespace();
        self.at += self.rest().chars().take_while(space).map(char::len_utf8).sum::<usize>();
    }

    fn error(&self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> PatternError {
        PatternError { at, message: message.into(), help: help.into() }
    }

    fn seq(&mut self) -> Result<Node, PatternError> {
        let (start, height) = (self.at, self.lexicon.stack.len());
        loop {
            self.skip_space();
            let item = match self.rest().chars().next() {
                None | Some('&' | '|' | ')' | ']') => break,
                Some('(') => self.group('(', ")")?,
                Some('[') => Node::Opt(Box::new(self.group('[', "]")?)),
                Some('@') => self.set()?,
                Some('\'') => {
                    self.verbatim()?;
                    continue;
                }
                Some('.') if self.rest().starts_with("..") => self.gap()?,
                Some(_) => {
                    self.literal()?;
                    continue;
                }
            };
            self.lexicon.stack.push(item);
        }
        self.joined(height, Node::Seq).ok_or_else(|| {
            let at = start..self.source.len().min(self.at + 1).max(start);
            self.error(at, "words are missing here", "write at least one word on each side")
        })
    }

    /// The nodes above this height of the stack as one.
    fn joined(&mut self, height: usize, join: fn(Vec<Node>) -> Node) -> Option<Node> {
        match self.lexicon.stack.len() - height {
            0 => None,
            1 => self.lexicon.stack.pop(),
            _ => Some(join(self.lexicon.stack.drain(height..).collect())),
        }
    }

    /// `(a|b)` or `[a|b]`.
    fn group(&mut self, open: char, close: &str) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += open.len_utf8();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let help = "split the pattern, or move a part of it to a term set";
            return Err(self.error(start..start + 1, format!("groups are nested over {MAX_DEPTH} deep"), help));
        }
        let height = self.lexicon.stack.len();
        loop {
            let branch = self.seq()?;
            self.lexicon.stack.push(branch);
            if !self.eat("|") {
                break;
            }
        }
        if self.rest().starts_with('&') {
            let at = self.at..self.at + 1;
            return Err(self.error(at, "`&` cannot stand inside brackets", "write the pattern as `a & b & c`"));
        }
        if !self.eat(close) {
            let message = format!("`{open}` is not closed");
            return Err(self.error(
                start..start + 1,
                message,
                format!("add `{close}`, or write `\\{open}` for the sign"),
            ));
        }
        self.depth -= 1;
        Ok(self.joined(height, Node::Alt).expect("a group has at least one branch"))
    }

    fn set(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += 1;
        let len =
            self.rest().find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(self.rest().len());
        let name = self.rest()[..len].to_owned();
        self.at += len;
        if name.is_empty() {
            let help = "write `@name` for a term set, or `\\@` for the sign";
            return Err(self.error(start..start + 1, "`@` needs the name of a term set", help));
        }
        Ok(Node::Set { name, at: start..self.at, node: Arc::new(Node::Alt(Vec::new())) })
    }

    fn gap(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        self.at += 2;
        let len = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.rest()[..len].to_owned();
        self.at += len;
        let at = start..self.at;
        if self.rest().starts_with(|c: char| !c.is_whitespace() && !"()[]|&".contains(c)) {
            let help = "put a space behind it; a gap is `..` or `..6`";
            return Err(self.error(at, "a gap has to stand alone", help));
        }
        let words = if digits.is_empty() { Ok(DEFAULT_GAP) } else { digits.parse::<u16>() };
        match words {
            Ok(words) if words <= MAX_GAP => Ok(Node::Gap(words)),
            _ => {
                let help = format!("use at most `..{MAX_GAP}`, or `a & b` for words anywhere in a sentence");
                Err(self.error(at, format!("a gap is at most {MAX_GAP} words long"), help))
            }
        }
    }

    /// `'SOC 2'`: exact case and exact hyphens.
    fn verbatim(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        self.at += 1;
        let (text, closed) = self.unescaped(|c| c == '\'');
        if !closed {
            let help = "close it with `'`, or write `\\'` for an apostrophe at the start of a word";
            return Err(self.error(start..start + 1, "the verbatim text is not closed", help));
        }
        self.at += 1;
        let before = self.lexicon.stack.len();
        let words = Words::new(&text);
        for (index, token) in words.tokens().iter().enumerate() {
            let joint = (index > 0).then_some(token.joint);
            let leaf = self.leaf(&words, token, Case::Exact, joint, start..self.at)?;
            self.lexicon.stack.push(leaf);
        }
        if self.lexicon.stack.len() == before {
            return Err(self.error(
                start..self.at,
                "the verbatim text has no words",
                "write the words between the quotes",
            ));
        }
        Ok(())
    }

    /// Words up to white space or an operator, with `~` behind the last.
    fn literal(&mut self) -> Result<(), PatternError> {
        if let Some(node) = self.plain() {
            self.lexicon.stack.push(node);
            return Ok(());
        }
        let start = self.at;
        let (text, _) =
            self.unescaped(|c| matches!(c, '(' | ')' | '[' | ']' | '|' | '&' | '@' | '~') || c.is_whitespace());
        let at = start..self.at;
        if self.source[at.clone()].contains("..") {
            return Err(self.error(at, "a gap has to stand alone", "put spaces around `..`"));
        }
        if let Some(c @ ('(' | '[')) = self.rest().chars().next() {
            let help = format!("put a space before `{c}` for the next word, or use `~` for endings");
            return Err(self.error(self.at..self.at + 1, format!("`{c}` stands right behind a word"), help));
        }
        let inflected = self.rest().starts_with('~');
        self.at += usize::from(inflected);
        let words = Words::new(&text);
        let tokens = words.tokens();
        if inflected {
            let last = tokens.last().filter(|last| last.kind == TokenKind::Word && !last.possessive);
            if last.is_none_or(|last| !words.exact(last).starts_with(char::is_alphanumeric)) {
                let help = "write `~` right behind a word, or `\\~` for the sign";
                return Err(self.error(self.at - 1..self.at, "`~` has no word to inflect", help));
            }
        }
        let mut rest = tokens;
        while !rest.is_empty() {
            let len = 1 + rest[1..].iter().take_while(|token| token.joint == Joint::Hyphen).count();
            let (compound, after) = rest.split_at(len);
            let leaves = compound.iter().map(|token| self.leaf(&words, token, self.case, None, at.clone()));
            let mut leaves: Vec<Node> = leaves.collect::<Result<_, _>>()?;
            let mut last = leaves.pop().expect("a compound has at least one token");
            if let (Node::Word(last), true) = (&mut last, inflected && after.is_empty()) {
                Arc::make_mut(last).forms = self.inflected(words.exact(&compound[len - 1]));
            }
            let compound = self.compound(leaves, last);
            self.lexicon.stack.push(compound);
            rest = after;
        }
        Ok(())
    }

    /// The next word, when it is of ASCII letters and digits or several of those with a hyphen between: cutting it as
    /// prose would leave it as it is.
    fn plain(&mut self) -> Option<Node> {
        let rest = self.rest().as_bytes();
        let len = rest.iter().position(|&byte| !byte.is_ascii_alphanumeric() && byte != b'-').unwrap_or(rest.len());
        let inflected = match rest.get(len) {
            None | Some(b' ' | b'|' | b')' | b']') => false,
            Some(b'~') => true,
            Some(_) => return None,
        };
        let text = &self.rest()[..len];
        if text.split('-').any(str::is_empty) {
            return None;
        }
        self.at += len + usize::from(inflected);
        let Some((first, last)) = text.rsplit_once('-') else { return Some(Node::Word(self.word(text, inflected))) };
        let leaves = first.split('-').map(|part| Node::Word(self.word(part, false))).collect();
        let last = Node::Word(self.word(last, inflected));
        Some(self.compound(leaves, last))
    }

    /// A word of ASCII letters and digits.
    fn word(&mut self, text: &'s str, inflected: bool) -> Arc<Word> {
        let key = (text, self.case, inflected);
        if let Some(known) = self.lexicon.words.get(&key) {
            return known.clone();
        }
        let forms = match self.case {
            _ if inflected => self.inflected(text),
            Case::Any => vec![text.to_ascii_lowercase()],
            Case::Exact | Case::Smart => vec![text.to_owned()],
        };
        let word = Arc::new(Word { forms, case: self.case, possessive: false, joint: None });
        self.lexicon.words.insert(key, word.clone());
        word
    }

    /// All forms of a word.
    fn inflected(&self, word: &str) -> Vec<String> {
        let forms = inflect(word);
        forms.into_iter().map(|form| self.form(form)).collect()
    }

    /// A word as words of the prose are, which it is compared with.
    fn form(&self, word: String) -> String {
        let form = if self.case == Case::Any { folded(&word) } else { exact(&word) };
        match form {
            Cow::Borrowed(_) => word,
            Cow::Owned(form) => form,
        }
    }

    /// The last leaf of a word, and the others of a hyphenated one: those also match apart, with a dash, and written as
    /// one word.
    fn compound(&self, leaves: Vec<Node>, last: Node) -> Node {
        let Node::Word(word) = &last else { return last };
        if leaves.is_empty() {
            return last;
        }
        // A sign is a word of its own, so nothing with one is written as one word.
        let opens_word = |c: char| c == '_' || c.is_alphanumeric();
        let is_sign = |node: &Node| !matches!(node, Node::Word(word) if word.forms[0].starts_with(opens_word));
        let is_apart = is_sign(&last) || leaves.iter().any(is_sign);
        let first =
            leaves.iter().filter_map(|node| if let Node::Word(word) = node { word.forms.first() } else { None });
        let first: String = first.map(String::as_str).collect();
        let forms = word.forms.iter().map(|form| self.form([&first, form.as_str()].concat())).collect();
        let closed = Node::Word(Arc::new(Word { forms, ..(**word).clone() }));
        let dash = Node::Opt(Box::new(Node::Mark { mark: '—', glued: true }));
        let mut apart: Vec<Node> = leaves.into_iter().flat_map(|leaf| [leaf, dash.clone()]).collect();
        apart.push(last);
        if is_apart { Node::Seq(apart) } else { Node::Alt(vec![Node::Seq(apart), closed]) }
    }

    fn leaf(
        &self,
        words: &Words,
        token: &Token,
        case: Case,
        joint: Option<Joint>,
        at: Range<usize>,
    ) -> Result<Node, PatternError> {
        match token.kind {
            TokenKind::Mark(mark) => Ok(Node::Mark { mark, glued: false }),
            TokenKind::Word | TokenKind::Opaque if !words.folded(token).is_empty() => {
                let form = if case == Case::Any { words.folded(token) } else { words.exact(token) };
                let forms = vec![form.to_owned()];
                Ok(Node::Word(Arc::new(Word { forms, case, possessive: token.possessive, joint })))
            }
            TokenKind::Word | TokenKind::Opaque => {
                let help = "U+FFFC stands for code spans and images, which are never matched; name the words around it";
                Err(self.error(at, "an object cannot be part of a pattern", help))
            }
        }
    }

    /// Text up to a character for which `ends` holds, `\` taking the next character as it is; and whether one came.
    fn unescaped(&mut self, ends: impl Fn(char) -> bool) -> (Cow<'s, str>, bool) {
        let rest = self.rest();
        let plain = rest.find(|c| c == '\\' || ends(c)).unwrap_or(rest.len());
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
            } else if ends(c) {
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
