//! Splits a script, or markup with expressions, into tokens.
//!
//! A file may change between code and markup at any depth: in `items.map((item) => <li title={"a"}>{item}</li>)` code
//! contains a tag, which contains code. So one lexer reads both. It keeps the open constructs in a stack of its own, not
//! in recursive calls, and reads each byte a constant number of times.
//!
//! Two signs have more than one meaning. A slash starts a regular expression only where a value is expected, and a `<`
//! starts a tag only there and if the file has an end tag of this name later, or if what follows is certainly an
//! attribute or the end of the tag. So `a < b`, `useState<string>()`, `<T,>(x: T) => x` and the cast `<T>x` are code.

mod markup;

use super::super::missing::Missing;
use super::super::script;
use super::token::{Token, TokenKind, token};
pub(super) use markup::tag_name;
use rustc_hash::FxHashMap;
use std::ops::Range;
use wordgate_text::source::{Span, to_u32};

/// What kind of source the lexer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A script with JSX.
    Jsx,
    /// An expression without JSX in a quoted attribute, or between `{{` and `}}`.
    QuotedScript,
    /// Markup with `{…}`, in which expressions may contain markup.
    Astro,
    /// Markup with `{…}`.
    Svelte,
    /// Markup with `{{…}}`.
    Vue,
}

impl Dialect {
    pub(super) fn is_markup(self) -> bool {
        matches!(self, Dialect::Astro | Dialect::Svelte | Dialect::Vue)
    }

    fn code_has_tags(self) -> bool {
        matches!(self, Dialect::Jsx | Dialect::Astro)
    }
}

/// The maximum number of constructs that may be open at once. A source with more is not worth reading as code.
const MAX_DEPTH: usize = 256;

/// The maximum number of `<` that turn out to be operators only at the end of the source.
const MAX_RETRIES: usize = 4;

/// The source is nested too deeply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooDeep;

/// The tokens of a source.
pub(super) struct Tokens {
    pub all: Vec<Token>,
    /// The start of the first construct that is never closed, such as an element or a template literal. Text after it may
    /// be taken for code.
    pub unclosed: Option<Span>,
}

/// Returns the tokens of `range`.
pub(super) fn tokens(text: &str, range: Range<usize>, dialect: Dialect) -> Result<Tokens, TooDeep> {
    let mut operators = Vec::new();
    loop {
        let mut lexer = Lexer::new(&text[..range.end], range.start, dialect, &operators);
        while lexer.at < range.end {
            lexer.step();
            if lexer.frames.len() > MAX_DEPTH {
                return Err(TooDeep);
            }
        }
        // A tag in code that never ends is an operator.
        let unclosed = lexer.frames.iter().find(|frame| matches!(frame.kind, FrameKind::Tag | FrameKind::Element));
        match unclosed.map(|frame| lexer.tokens[frame.token as usize].span.start as usize) {
            Some(at) if dialect == Dialect::Jsx && operators.len() < MAX_RETRIES => operators.push(at),
            _ => return Ok(lexer.finish()),
        }
    }
}

/// A construct that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    kind: FrameKind,
    /// The index of its first token.
    token: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameKind {
    /// Code in `{…}`.
    Braces,
    /// Code in `(…)` or `[…]`.
    Group,
    /// The text of a template literal.
    Template,
    /// Code in `${…}`.
    Substitution,
    /// Code in `{…}` in markup or in a tag.
    Expression,
    /// A start tag.
    Tag,
    /// The content of an element that started in code.
    Element,
}

pub(super) struct Lexer<'t> {
    pub text: &'t str,
    pub bytes: &'t [u8],
    start: usize,
    pub at: usize,
    dialect: Dialect,
    pub tokens: Vec<Token>,
    frames: Vec<Frame>,
    /// Whether the next token is a value. If so, `/` starts a regular expression and `<` may start a tag.
    expects_value: bool,
    /// Whether there is a line end after the last token.
    starts_line: bool,
    /// The end of a line on which no regular expression ends. There, slashes are division operators.
    no_regex_before: usize,
    /// The offset of the last end tag of each name.
    end_tags: Option<FxHashMap<&'t str, usize>>,
    /// The offsets of `<` that are operators although they look like the start of a tag.
    operators: &'t [usize],
    /// The delimiters that do not occur again.
    missing: Missing<'t>,
    /// Whether the last token is an attribute name and an equals sign follows it.
    expects_attribute_value: bool,
    /// The first construct that is never closed and that is not in `frames`.
    unclosed: Option<Span>,
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str, start: usize, dialect: Dialect, operators: &'t [usize]) -> Lexer<'t> {
        Lexer {
            text,
            bytes: text.as_bytes(),
            start,
            at: start,
            dialect,
            tokens: Vec::new(),
            frames: Vec::new(),
            expects_value: true,
            starts_line: true,
            no_regex_before: 0,
            end_tags: None,
            operators,
            missing: Missing::default(),
            expects_attribute_value: false,
            unclosed: None,
        }
    }

    fn finish(mut self) -> Tokens {
        let end = to_u32(self.tokens.len());
        for frame in &self.frames {
            let start = self.start_of(*frame);
            self.tokens[start].mate = end;
        }
        let open = self.frames.first().map(|frame| self.tokens[frame.token as usize].span);
        let unclosed = self.unclosed.into_iter().chain(open).min();
        Tokens { all: self.tokens, unclosed }
    }

    /// Remembers that what starts with the current `len` bytes is never closed.
    fn never_closes(&mut self, len: usize) {
        self.unclosed.get_or_insert(Span::new(self.at, self.at + len));
    }

    /// Returns whether the `<` at the current byte is known to be an operator, because no tag that starts there is closed.
    fn is_operator(&mut self) -> bool {
        let is_known = self.operators.contains(&self.at);
        if is_known {
            self.never_closes(1);
        }
        is_known
    }

    fn step(&mut self) {
        match self.frames.last().map(|frame| frame.kind) {
            None if self.dialect.is_markup() => self.markup(),
            None | Some(FrameKind::Braces | FrameKind::Group | FrameKind::Substitution | FrameKind::Expression) => {
                self.code();
            }
            Some(FrameKind::Template) => self.template(),
            Some(FrameKind::Tag) => self.tag(),
            Some(FrameKind::Element) => self.markup(),
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Adds a token of `len` bytes that starts nothing.
    fn push(&mut self, kind: TokenKind, len: usize) {
        let end = (self.at + len).min(self.bytes.len());
        let starts_line = std::mem::take(&mut self.starts_line);
        self.expects_attribute_value = false;
        self.tokens.push(token(kind, self.at..end, self.tokens.len(), starts_line));
        self.at = end;
    }

    /// Adds a token that starts a construct.
    fn open(&mut self, frame: FrameKind, kind: TokenKind, len: usize) {
        self.frames.push(Frame { kind: frame, token: to_u32(self.tokens.len()) });
        self.push(kind, len);
        self.expects_value = true;
    }

    /// Adds a token that ends the innermost construct.
    fn close(&mut self, kind: TokenKind, len: usize) {
        let frame = self.frames.pop();
        if let Some(frame) = frame {
            self.tokens[frame.token as usize].mate = to_u32(self.tokens.len());
        }
        self.push(kind, len);
        if let (Some(frame), Some(last)) = (frame, self.tokens.last_mut()) {
            last.mate = if kind == TokenKind::TagEnd { last.mate } else { frame.token };
        }
        self.expects_value = false;
    }

    /// Returns the index of the token that knows where the construct ends. For an element, that is the end of its start
    /// tag.
    fn start_of(&self, frame: Frame) -> usize {
        let token = frame.token as usize;
        if frame.kind == FrameKind::Element { self.tokens[token].mate as usize } else { token }
    }

    /// Reads a token of code.
    fn code(&mut self) {
        let Some(byte) = self.byte(0) else { return };
        match byte {
            b'\n' | b'\r' => (self.at, self.starts_line) = (self.at + 1, true),
            _ if byte.is_ascii_whitespace() => self.at += 1,
            b'"' | b'\'' => {
                let len = script::string_len(&self.bytes[self.at..]);
                if len.is_none() {
                    self.never_closes(1);
                }
                self.push(if len.is_some() { TokenKind::String } else { TokenKind::Sign }, len.unwrap_or(1));
                self.expects_value = false;
            }
            b'`' => self.open(FrameKind::Template, TokenKind::TemplateStart, 1),
            b'/' => self.slash(),
            b'{' => self.open(FrameKind::Braces, TokenKind::Open, 1),
            b'(' | b'[' => self.open(FrameKind::Group, TokenKind::Open, 1),
            b'}' => self.closing_brace(),
            b')' | b']' if self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Group) => {
                self.close(TokenKind::Close, 1);
            }
            b')' | b']' => {
                self.push(TokenKind::Sign, 1);
                self.expects_value = false;
            }
            b'<' if self.expects_value && self.starts_element() => self.tag_start(),
            b'\\' => {
                let escaped = self.rest()[1..].chars().next().map_or(0, char::len_utf8);
                self.push(TokenKind::Sign, 1 + escaped);
            }
            b'0'..=b'9' => {
                let len = self.bytes[self.at..].iter().take_while(|byte| is_name(**byte) || **byte == b'.').count();
                self.push(TokenKind::Value, len);
                self.expects_value = false;
            }
            _ if is_name(byte) => {
                let len = self.bytes[self.at..].iter().take_while(|byte| is_name(**byte)).count();
                // After a dot, a keyword is a name.
                let is_member = self.tokens.last().is_some_and(|last| self.bytes[last.span.end as usize - 1] == b'.');
                self.expects_value = !is_member && script::precedes_value(&self.bytes[self.at..self.at + len]);
                self.push(TokenKind::Name, len);
            }
            _ => {
                self.push(TokenKind::Sign, sign_len(&self.bytes[self.at..]));
                self.expects_value = true;
            }
        }
    }

    /// Reads `}`, which also ends the unclosed brackets in its braces.
    fn closing_brace(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Group) {
            if let Some(frame) = self.frames.pop() {
                self.tokens[frame.token as usize].mate = to_u32(self.tokens.len());
            }
        }
        match self.frames.last().map(|frame| frame.kind) {
            Some(FrameKind::Braces) => self.close(TokenKind::Close, 1),
            Some(FrameKind::Substitution) => self.close(TokenKind::SubstitutionEnd, 1),
            Some(FrameKind::Expression) => self.close(TokenKind::ExpressionEnd, 1),
            _ => self.push(TokenKind::Sign, 1),
        }
    }

    /// Reads a comment, a regular expression, or a division operator.
    fn slash(&mut self) {
        let rest = &self.bytes[self.at..];
        match self.byte(1) {
            Some(b'/') => {
                let line = rest.iter().position(|byte| is_line_end(*byte)).unwrap_or(rest.len());
                self.push(TokenKind::Comment, line);
            }
            Some(b'*') => self.block_comment(),
            _ => {
                let may_be_regex = self.expects_value && self.at >= self.no_regex_before;
                match may_be_regex.then(|| script::regex_len(rest)).flatten() {
                    Some(len) => {
                        self.push(TokenKind::Value, len);
                        self.expects_value = false;
                    }
                    None => {
                        if may_be_regex {
                            let line = rest.iter().position(|byte| is_line_end(*byte)).unwrap_or(rest.len());
                            self.no_regex_before = self.at + line;
                        }
                        self.push(TokenKind::Sign, 1);
                        self.expects_value = true;
                    }
                }
            }
        }
    }

    fn block_comment(&mut self) {
        let rest = &self.rest()[2..];
        match self.missing.find(("*/", ""), || rest.find("*/")) {
            Some(len) => self.push(TokenKind::Comment, len + 4),
            None => self.push(TokenKind::Sign, 2),
        }
    }

    /// Reads a part of a template literal. Its text is no token.
    fn template(&mut self) {
        let rest = &self.bytes[self.at..];
        let Some(next) = rest.iter().position(|byte| matches!(byte, b'`' | b'\\' | b'$')) else {
            self.at = self.bytes.len();
            return;
        };
        self.at += next;
        match rest[next] {
            b'`' => self.close(TokenKind::TemplateEnd, 1),
            b'$' if self.byte(1) == Some(b'{') => {
                self.open(FrameKind::Substitution, TokenKind::SubstitutionStart, 2);
            }
            b'\\' => self.at += 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8),
            _ => self.at += 1,
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Returns the length of the operator at the start of `bytes`.
fn sign_len(bytes: &[u8]) -> usize {
    const SIGNS: [&[u8]; 10] = [b"===", b"!==", b"...", b"==", b"!=", b"=>", b"??", b"||", b"&&", b"?."];
    let found = SIGNS.iter().find(|sign| bytes.starts_with(sign)).map_or(1, |sign| sign.len());
    // `a ?.5 : b` is a choice.
    if bytes.starts_with(b"?.") && bytes.get(2).is_some_and(u8::is_ascii_digit) { 1 } else { found }
}
