//! Reads the code of scripts and expressions: its strings, its elements and its comments.

use super::super::attribute::is_phrase;
use super::super::leaf_context::LeafContext;
use super::super::script::precedes_value;
use super::prose_string::{Callee, is_code_key, is_prose, is_text_tag, takes_code};
use super::reader::{Operand, Pending, Place, Reader, Values, after_element, decoded, literal, substitutions};
use super::token::{TokenKind, after, inside};
use std::ops::Range;
use wordgate_text::prose::{OPAQUE, Scope};
use wordgate_text::source::Span;

/// The maximum number of tokens to look at around a string or a bracket.
const MAX_LOOK: usize = 64;

/// An open bracket.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    /// The index of its first token.
    start: usize,
    /// The index of the token that ends it.
    end: usize,
    /// Whether all of it is code.
    is_code: bool,
    /// Whether a string in it can be the value of the whole expression.
    is_value: bool,
    is_object: bool,
}

/// Strings that plus signs join, with the operands between them.
struct Joined {
    operands: Vec<Operand>,
    /// Their decoded text, with an opaque word for each operand that is no string.
    text: String,
    /// The index of the token after them.
    end: usize,
}

impl<'t> Reader<'_, 't> {
    /// Reads these tokens of code.
    pub fn code(&mut self, range: Range<usize>, place: Place) {
        let is_value = !matches!(place.values, Values::Strings);
        let outermost =
            Bracket { start: range.start, end: range.end, is_code: place.is_code, is_value, is_object: false };
        let mut brackets = vec![outermost];
        let mut before = None;
        let mut thrown = 0;
        let mut at = range.start;
        while at < range.end {
            while brackets.len() > 1 && brackets.last().is_some_and(|bracket| bracket.end <= at) {
                brackets.pop();
            }
            let mut bracket = *brackets.last().expect("the outermost one stays");
            bracket.is_code |= at < thrown;
            let next = match self.tokens[at].kind {
                TokenKind::Comment => {
                    self.comment(self.tokens[at].span);
                    at += 1;
                    continue;
                }
                TokenKind::Open => {
                    brackets.push(self.bracket(at, before, bracket));
                    at + 1
                }
                TokenKind::String | TokenKind::TemplateStart => self.strings(at, before, bracket, &place),
                TokenKind::TagStart => {
                    let end = after_element(self.tokens, at).min(range.end);
                    if !bracket.is_code {
                        self.markup(at..end, place.context);
                    }
                    end
                }
                TokenKind::Name if self.source(at) == "throw" => {
                    thrown = thrown.max(self.statement_end(at + 1, bracket.end));
                    at + 1
                }
                _ => at + 1,
            };
            before = Some(next - 1);
            at = next;
        }
    }

    /// Returns the index of the token at which the statement at `start` ends.
    fn statement_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        for _ in 0..MAX_LOOK {
            if at >= end || self.source(at) == ";" || at > start && self.tokens[at].starts_line {
                break;
            }
            at = after(self.tokens, at);
        }
        at
    }

    /// Returns the bracket that starts at `at`. `before` is the index of the token before it.
    fn bracket(&self, at: usize, before: Option<usize>, around: Bracket) -> Bracket {
        let end = inside(self.tokens, at).end;
        let sign = before.map_or("", |before| self.source(before));
        let (is_code, is_value) = match self.source(at) {
            "(" => {
                let callee = before.and_then(|before| self.callee(before, around.start));
                (
                    callee.is_some_and(takes_code),
                    callee.is_none() && around.is_value && starts_operand(sign, before, around),
                )
            }
            "[" => (before.is_some_and(|before| self.ends_value(before)), false),
            _ => (self.key(before).is_some_and(is_code_key), false),
        };
        let is_object = self.source(at) == "{";
        Bracket { start: at + 1, end, is_code: is_code || around.is_code, is_value, is_object }
    }

    /// Returns whether the token at `at` ends a value, so that a bracket after it belongs to that value.
    fn ends_value(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            TokenKind::Name => !precedes_value(self.source(at).as_bytes()),
            TokenKind::Close => true,
            _ => false,
        }
    }

    /// Returns the name of the property, attribute or variable whose value starts after the token at `before`.
    fn key(&self, before: Option<usize>) -> Option<&'t str> {
        let sign = before.filter(|sign| matches!(self.source(*sign), ":" | "="))?;
        let name = self.tokens.get(sign.checked_sub(1)?)?;
        matches!(name.kind, TokenKind::Name | TokenKind::String)
            .then(|| name.source(self.text).trim_matches(['"', '\'']))
    }

    /// Returns the function whose arguments start after the token at `before`. Looks back to the token at `from`.
    fn callee(&self, before: usize, from: usize) -> Option<Callee<'t>> {
        let mut at = before;
        if self.source(at) == ">" {
            // Type arguments.
            let mut depth = 0_usize;
            let mut steps = (from..=at).rev().take(MAX_LOOK);
            at = steps.find(|index| {
                depth = match self.source(*index) {
                    ">" => depth + 1,
                    "<" => depth.saturating_sub(1),
                    _ => depth,
                };
                depth == 0
            })?;
            at = at.checked_sub(1)?;
        }
        if !self.ends_value(at) {
            return None;
        }
        let name = self.source(at);
        let mut root = name;
        for _ in 0..MAX_LOOK {
            if self.tokens[at].kind == TokenKind::Close {
                // The arguments of an earlier call: `expect(x).toBe(y)`.
                at = (self.tokens[at].mate as usize).checked_sub(1).filter(|at| *at >= from)?;
                if self.tokens[at].kind == TokenKind::Name {
                    root = self.source(at);
                    continue;
                }
                break;
            }
            let Some(dot) = at.checked_sub(1).filter(|dot| *dot > from && matches!(self.source(*dot), "." | "?."))
            else {
                break;
            };
            at = dot - 1;
            root = self.source(at);
        }
        Some(Callee { root, name })
    }

    /// Reads the string that starts at `at`, and those that are joined to it. Returns the index of the token after them.
    fn strings(&mut self, at: usize, before: Option<usize>, bracket: Bracket, place: &Place) -> usize {
        let is_tagged = self.tokens[at].kind == TokenKind::TemplateStart
            && before.is_some_and(|before| {
                self.tokens[before].span.end == self.tokens[at].span.start
                    && (self.ends_value(before) || self.source(before) == ">")
            });
        let tag = before.filter(|_| is_tagged);
        let is_code =
            bracket.is_code || tag.is_some_and(|tag| !self.callee(tag, bracket.start).is_some_and(is_text_tag));
        let Joined { operands, text, end } = self.joined(at, bracket.end, is_code, place);
        if operands.is_empty() {
            return at + 1;
        }
        let before_sign = before.map_or("", |before| self.source(before));
        let next = if end < bracket.end { self.source(end) } else { "" };
        let can_be_value = starts_operand(before_sign, before, bracket)
            && matches!(next, "" | "?" | ":" | "&&" | "||" | "??")
            && bracket.is_value;
        let context = match place.values {
            _ if is_code => None,
            Values::Text(context) if can_be_value => Some(context),
            Values::Phrases(context) if can_be_value => is_phrase(&text).then_some(context),
            _ if self.is_in_code(before, before_sign, next, bracket) || !is_prose(&text) => None,
            _ => Some(LeafContext::default().with_own_scope(Scope::String)),
        };
        if let Some(context) = context {
            // Other strings of an expression, such as those in a list, are blocks of their own.
            let own_start = operands.first().map(|operand| operand.span.start);
            let markup_start = place.markup_start.and_then(|start| if can_be_value { Some(start) } else { own_start });
            self.string(&operands, context, markup_start);
        }
        end
    }

    /// Returns the string at `at` and everything that plus signs join to it.
    fn joined(&mut self, at: usize, limit: usize, is_code: bool, place: &Place) -> Joined {
        let mut joined = Joined { operands: Vec::new(), text: String::new(), end: at };
        let place = Place { values: Values::Strings, is_code, ..*place };
        loop {
            let at = joined.end;
            if let Some(string) = literal(self.text, self.tokens, at).filter(|_| at < limit) {
                joined.operands.push(string);
                joined.text.push_str(&decoded(self.text, self.tokens, at));
                if self.tokens[at].kind == TokenKind::TemplateStart {
                    let inner = substitutions(self.tokens, at);
                    self.pending.extend(inner.map(|tokens| Pending { tokens, place }));
                }
                joined.end = after(self.tokens, at);
            } else {
                let end = self.operand_end(at, limit);
                let Some(last) = end.checked_sub(1).filter(|last| *last >= at) else { return joined };
                let span = Span { start: self.tokens[at].span.start, end: self.tokens[last].span.end };
                joined.operands.push(Operand { span, quote: None });
                joined.text.push(OPAQUE);
                self.pending.push(Pending { tokens: at..end, place });
                joined.end = end;
            }
            if joined.end >= limit || self.source(joined.end) != "+" {
                return joined;
            }
            joined.end += 1;
            while joined.end < limit && self.tokens[joined.end].kind == TokenKind::Comment {
                self.comment(self.tokens[joined.end].span);
                joined.end += 1;
            }
        }
    }

    /// Returns the index of the token after the operand at `at`: a name or number with its members and calls.
    fn operand_end(&self, at: usize, limit: usize) -> usize {
        let mut end = at;
        for _ in 0..MAX_LOOK {
            let is_part = end < limit
                && match self.tokens[end].kind {
                    TokenKind::Name | TokenKind::Value => end == at || matches!(self.source(end - 1), "." | "?."),
                    TokenKind::Open => self.source(end) != "{",
                    TokenKind::Sign => end > at && matches!(self.source(end), "." | "?." | "!"),
                    _ => false,
                };
            if !is_part {
                break;
            }
            end = after(self.tokens, end);
        }
        end.min(limit)
    }

    /// Returns whether a string is code because of its position.
    fn is_in_code(&self, before: Option<usize>, sign: &str, next: &str, bracket: Bracket) -> bool {
        const BEFORE: &[&str] = &[
            "==", "===", "!=", "!==", "case", "typeof", "from", "import", "instanceof", "extends", "keyof", "as", "|",
            "&", "in",
        ];
        let is_key = next == ":"
            && bracket.is_object
            && (matches!(sign, "{" | ",") || before.is_none_or(|before| before < bracket.start));
        BEFORE.contains(&sign)
            || matches!(next, "==" | "===" | "!=" | "!==" | "in" | "|" | "&")
            || is_key
            || self.key(before).is_some_and(is_code_key)
    }
}

/// Returns whether an operand that can be the value starts after `sign`.
fn starts_operand(sign: &str, before: Option<usize>, bracket: Bracket) -> bool {
    before.is_none_or(|before| before < bracket.start) || matches!(sign, "?" | ":" | "&&" | "||" | "??")
}
