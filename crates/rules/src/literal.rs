//! Parses the plain words of patterns: words with hyphens, with `~`, and with numbers that stand for others.

use super::inflect::inflect;
use super::node::{Case, Node, Shape, Word};
use super::pattern::{Parser, PatternContext, PatternError};
use super::shape::number_shapes;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::{Joint, Token, TokenKind, Words, exact, folded};

impl<'s> Parser<'s, '_> {
    /// Parses words up to white space or an operator. `~` may follow the last of them.
    pub fn parse_literal(&mut self) -> Result<(), PatternError> {
        if self.context == PatternContext::Class {
            let literal = self.rest().split(ends_literal).next().unwrap_or_default();
            if !literal.chars().all(|c| c.is_alphabetic() || c == '-') || literal.starts_with('-') {
                return self.parse_class_literal();
            }
        }
        if let Some(node) = self.parse_plain() {
            self.interner.stack.push(node);
            return Ok(());
        }
        let start = self.at;
        let starts_open = self.rest().starts_with('*');
        self.at += usize::from(starts_open);
        let (text, _) = self.unescaped(ends_literal);
        let at = start..self.at;
        if starts_open || self.rest().starts_with('*') {
            let node = self.parse_word_part(start, starts_open, &text)?;
            self.interner.stack.push(node);
            return Ok(());
        }
        if self.source[at.clone()].contains("..") {
            return Err(self.error(at, "a gap needs spaces around it", "put spaces around `..`"));
        }
        if let Some(c @ ('(' | '[')) = self.rest().chars().next() {
            let help = format!("put a space before `{c}` to start the next word, or use `~` for word endings");
            return Err(self.error(self.at..self.at + 1, format!("`{c}` directly follows a word"), help));
        }
        let inflected = self.rest().starts_with('~');
        self.at += usize::from(inflected);
        let words = Words::new(&text);
        let tokens = words.tokens();
        if inflected {
            let last = tokens.last().filter(|last| last.kind == TokenKind::Word && !last.possessive);
            if last.is_none_or(|last| !words.exact(last).starts_with(char::is_alphanumeric)) {
                let help = "write `~` directly after a word, or `\\~` for a literal `~`";
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
            self.interner.stack.push(compound);
            rest = after;
        }
        Ok(())
    }

    /// Parses a literal of a class. Its words must touch, and after `-`, `,` or `/` its first word must touch the word before
    /// it too. A number stands for all numbers of its shape.
    fn parse_class_literal(&mut self) -> Result<(), PatternError> {
        let start = self.at;
        let (text, _) = self.unescaped(ends_literal);
        let (text, first) = match text.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (rest, Some(Joint::Hyphen)),
            _ => (&*text, text.starts_with([',', '/']).then_some(Joint::Glued)),
        };
        let words = Words::new(text);
        for (index, token) in words.tokens().iter().enumerate() {
            let joint = if index == 0 { first } else { Some(Joint::Glued) };
            let mut leaf = self.leaf(&words, token, self.case, joint, start..self.at)?;
            match &mut leaf {
                Node::Word(word) => {
                    if let Some(shape) = number_shapes(&word.forms[0]).last() {
                        let word = Arc::make_mut(word);
                        (word.forms[0], word.shape) = (shape.into_owned(), Shape::Number);
                    }
                }
                Node::Mark { glued, .. } => *glued = joint.is_some(),
                _ => {}
            }
            self.interner.stack.push(leaf);
        }
        Ok(())
    }

    /// Parses the next word if it consists of ASCII letters and digits, with or without single hyphens between them.
    /// The tokenizer would not change such a word, so this skips the tokenizer.
    fn parse_plain(&mut self) -> Option<Node> {
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

    /// Interns a word of ASCII letters and digits.
    fn word(&mut self, text: &'s str, inflected: bool) -> Arc<Word> {
        let key = (text, self.case, inflected);
        if let Some(known) = self.interner.words.get(&key) {
            return known.clone();
        }
        let forms = match self.case {
            _ if inflected => self.inflected(text),
            Case::Any => vec![text.to_ascii_lowercase()],
            Case::Exact | Case::Smart => vec![text.to_owned()],
        };
        let word = Arc::new(Word { forms, shape: Shape::Whole, case: self.case, possessive: false, joint: None });
        self.interner.words.insert(key, word.clone());
        word
    }

    /// Returns all forms of a word, normalised.
    fn inflected(&self, word: &str) -> Vec<String> {
        let forms = inflect(word);
        forms.into_iter().map(|form| self.normalised(form)).collect()
    }

    /// Normalises a word as the tokenizer normalises the words of prose, so that the two can be compared.
    fn normalised(&self, word: String) -> String {
        let form = if self.case == Case::Any { folded(&word) } else { exact(&word) };
        match form {
            Cow::Borrowed(_) => word,
            Cow::Owned(form) => form,
        }
    }

    /// Builds the node of a word from the leaves before its last hyphen and the last leaf. A hyphenated word such as
    /// `pass-through` also matches with a dash, as two words, and as one word.
    fn compound(&self, leaves: Vec<Node>, last: Node) -> Node {
        let Node::Word(word) = &last else { return last };
        if leaves.is_empty() {
            return last;
        }
        // The tokenizer makes a symbol such as `#` a word of its own, so a compound with one never occurs as one word.
        let starts_word = |c: char| c == '_' || c.is_alphanumeric();
        let is_symbol = |node: &Node| !matches!(node, Node::Word(word) if word.forms[0].starts_with(starts_word));
        let has_symbol = is_symbol(&last) || leaves.iter().any(is_symbol);
        let first =
            leaves.iter().filter_map(|node| if let Node::Word(word) = node { word.forms.first() } else { None });
        let first: String = first.map(String::as_str).collect();
        let forms = word.forms.iter().map(|form| self.normalised([&first, form.as_str()].concat())).collect();
        let one_word = Node::Word(Arc::new(Word { forms, ..(**word).clone() }));
        let dash = Node::Opt(Box::new(Node::Mark { mark: '—', glued: true }));
        let mut separate: Vec<Node> = leaves.into_iter().flat_map(|leaf| [leaf, dash.clone()]).collect();
        separate.push(last);
        if has_symbol { Node::Seq(separate) } else { Node::Alt(vec![Node::Seq(separate), one_word]) }
    }

    pub fn leaf(
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
                Ok(Node::Word(Arc::new(Word { forms, shape: Shape::Whole, case, possessive: token.possessive, joint })))
            }
            TokenKind::Word | TokenKind::Opaque => {
                let help = "it replaces code spans and images, which never match; write only the words around it";
                Err(self.error(at, "U+FFFC cannot be part of a pattern", help))
            }
        }
    }
}

/// Returns whether a character ends a literal, unless it is escaped.
fn ends_literal(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '|' | '&' | '@' | '~' | '*') || c.is_whitespace()
}
