//! Parses word parts: `*GPT`, `GPT*` and `non-*`, which match longer words.
//!
//! A hyphenated part is a sequence of words that are joined by hyphens. Its `*` is one to four words, because a
//! hyphenated word may have more than two parts: `non-*` matches `non-state-owned`.

use super::node::{Node, Shape, Word};
use super::pattern::{Parser, PatternError};
use std::sync::Arc;
use wordgate_text::prose::{Joint, TokenKind, Words, exact, is_unspaced};

/// The fewest characters of a word part. Shorter ones would match too many words.
const MIN_CHARS: usize = 3;

/// The most hyphenated words that a `*` stands for.
const MAX_WORDS: usize = 4;

impl Parser<'_, '_> {
    /// Builds the node of the word part with these letters, which starts at `start`. The parser is after the letters:
    /// before the `*`, unless that `starts` the part.
    pub fn parse_word_part(&mut self, start: usize, starts: bool, letters: &str) -> Result<Node, PatternError> {
        let ends = self.rest().starts_with('*');
        self.at += usize::from(ends);
        let error = |message: String, help: String| self.error(start..self.at, message, help);
        let written = &self.source[start..self.at];
        let literal = "write `\\*` for a literal `*`";
        if letters.is_empty() && self.source[..start].ends_with('~') {
            return Err(error("a word part cannot be inflected".into(), format!("remove the `~`; {literal}")));
        }
        if letters.is_empty() {
            let help =
                format!("put letters next to it, as in `*GPT` or `GPT*`; write `..` for a gap of words; {literal}");
            return Err(error("`*` stands alone".into(), help));
        }
        if starts && ends {
            let help = format!("write `(*{letters}|{letters}*)` for words that end or begin with it; {literal}");
            return Err(error(format!("`{written}` has two `*`, and a word part has one"), help));
        }
        match self.rest().chars().next() {
            Some('~') => {
                let help = format!("remove the `~`, or list the forms as `(a*|b*)`; {literal}");
                return Err(self.error(start..self.at + 1, "a word part cannot be inflected", help));
            }
            Some(c) if !c.is_whitespace() && !")]|&".contains(c) => {
                let help =
                    format!("put the `*` first or last, as in `*GPT` or `GPT*`, and a space after the word; {literal}");
                return Err(error("`*` neither begins nor ends a word".into(), help));
            }
            _ => {}
        }
        let letters = exact(letters);
        let letters = letters.replace(['‐', '‑', '‒', '–', '−'], "-");
        if letters.chars().count() < MIN_CHARS {
            let help = format!("write the words, as in `(a|b)`; {literal}");
            let message = format!("`{written}` has fewer than {MIN_CHARS} characters beside the `*`");
            return Err(error(message, help));
        }
        let inner = letters.trim_matches('-');
        let is_open = if starts { letters.starts_with('-') } else { letters.ends_with('-') };
        let words = Words::new(inner);
        let tokens = words.tokens();
        let is_word = |(at, token): (usize, &wordgate_text::prose::Token)| {
            let is_joined = at == 0 || token.joint == Joint::Hyphen;
            token.kind == TokenKind::Word
                && !token.possessive
                && is_joined
                && words.exact(token).starts_with(char::is_alphanumeric)
        };
        let is_plain = inner.len() + usize::from(is_open) == letters.len();
        if !is_plain || tokens.is_empty() || !tokens.iter().enumerate().all(is_word) {
            let help = match inner.contains(is_unspaced) {
                true => "each letter of this script is a word, so the text matches without the `*`".to_owned(),
                false => format!("use letters, digits and single hyphens beside the `*`; {literal}"),
            };
            return Err(error(format!("`{written}` is not part of a word"), help));
        }
        let mut nodes = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let joint = (at > 0 || starts && is_open).then_some(Joint::Hyphen);
            let mut leaf = self.leaf(&words, token, self.case, joint, start..self.at)?;
            if let Node::Word(word) = &mut leaf {
                let is_first = starts && at == 0;
                let is_last = !starts && at + 1 == tokens.len();
                Arc::make_mut(word).shape = match () {
                    () if is_open => Shape::Whole,
                    () if is_first => Shape::End,
                    () if is_last => Shape::Start,
                    () => Shape::Whole,
                };
            }
            nodes.push(leaf);
        }
        if is_open && starts {
            nodes.splice(0..0, [self.any_word(None)].into_iter().chain(self.more_words(MAX_WORDS - 1)));
        } else if is_open {
            nodes.push(self.any_word(Some(Joint::Hyphen)));
            nodes.extend(self.more_words(MAX_WORDS - 1));
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Seq(nodes) })
    }

    /// Returns a node for any word.
    fn any_word(&self, joint: Option<Joint>) -> Node {
        let forms = vec![String::new()];
        Node::Word(Arc::new(Word { forms, shape: Shape::Start, case: self.case, possessive: false, joint }))
    }

    /// Returns a node for up to `count` more words, each after a hyphen.
    fn more_words(&self, count: usize) -> Option<Node> {
        let more = self.any_word(Some(Joint::Hyphen));
        let rest = self.more_words(count.checked_sub(1)?);
        Some(Node::Opt(Box::new(match rest {
            Some(rest) => Node::Seq(vec![more, rest]),
            None => more,
        })))
    }
}
