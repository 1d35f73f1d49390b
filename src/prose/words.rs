//! Words, the unit in which patterns match.
//!
//! Patterns and prose are cut by the same code, so what is one word here is one word there. A word is a run of letters,
//! marks, digits and `_`, joined by an inner `.` or apostrophe; `% # $ + /` are words of their own; an address is one
//! opaque word. Hyphens and white space only separate; every other character is a mark, which ends a sequence.

use super::address;
use super::characters::{OPAQUE, is_space};
use super::lookalikes;
use super::normalise::{Normalised, normalise};
use super::sentences;
use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// About how long a token of most texts is, with the space behind it.
const BYTES_PER_TOKEN: usize = 5;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word.
    Word,
    /// A code span, a URL, an e-mail address or a path: it takes a word's place and matches none.
    Opaque,
    /// A punctuation mark or symbol. Dashes of every kind are `—`.
    Mark(char),
}

/// How a token stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing lies between.
    Glued,
    /// White space lies between.
    Space,
    /// A hyphen joins the two words; white space may follow it, as where a line is wrapped.
    Hyphen,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text, without a trailing possessive.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it stands to the token before.
    pub joint: Joint,
    /// Whether a possessive `'s` follows.
    pub possessive: bool,
    /// The sentence of the text that it belongs to, counted from 0.
    pub sentence: u32,
    exact: Span,
    folded: Span,
}

/// A text cut into words and marks.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    exact: String,
    folded: String,
    /// The first token after each hard line break, in order.
    line_starts: Vec<usize>,
}

impl Words {
    /// Cuts a text; each address in it is one opaque word.
    pub fn new(text: &str) -> Words {
        Words::cut(text, Chunk::default())
    }

    /// Cuts a text with hard line breaks at these bytes, in order.
    pub fn of_lines(text: &str, breaks: &[u32]) -> Words {
        let mut words = Words::new(text);
        let starts = breaks.iter().map(|at| words.tokens.partition_point(|token| token.span.start < *at));
        words.line_starts = starts.collect();
        words
    }

    /// Cuts an address, as asked for by the scope `url`, into its words.
    pub fn of_address(text: &str) -> Words {
        Words::cut(text, Chunk { end: usize::MAX, examined: true })
    }

    fn cut(text: &str, chunk: Chunk) -> Words {
        let normalised = normalise(text);
        let len = normalised.text.len();
        let words = Words {
            tokens: Vec::with_capacity(len / BYTES_PER_TOKEN + 1),
            exact: String::with_capacity(len),
            folded: String::with_capacity(len),
            line_starts: Vec::new(),
        };
        let mut cutter = Cutter { normalised: &normalised, at: 0, joint: Joint::Glued, chunk, words };
        cutter.run();
        sentences::number(&mut cutter.words);
        cutter.words
    }

    /// The tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All tokens of the lines of some tokens. Only hard line breaks end a line.
    pub fn lines(&self, tokens: &Range<usize>) -> Range<usize> {
        let lines_up_to = |at: usize| self.line_starts.partition_point(|start| *start <= at);
        let start = lines_up_to(tokens.start).checked_sub(1).map_or(0, |line| self.line_starts[line]);
        let last = tokens.end.saturating_sub(1).max(tokens.start);
        let end = self.line_starts.get(lines_up_to(last)).copied().unwrap_or(self.tokens.len());
        start..end
    }

    /// Whether a token is the first after a hard line break.
    pub fn starts_line(&self, token: usize) -> bool {
        self.line_starts.binary_search(&token).is_ok()
    }

    pub(super) fn tokens_mut(&mut self) -> &mut [Token] {
        &mut self.tokens
    }

    /// A word as it is written, but for typography and look-alike letters. Empty for what is no word.
    pub fn exact(&self, token: &Token) -> &str {
        &self.exact[token.exact.range()]
    }

    /// A word with case folded. Empty for what is no word.
    pub fn folded(&self, token: &Token) -> &str {
        &self.folded[token.folded.range()]
    }
}

/// A stretch without white space, which may be an address as a whole.
#[derive(Default)]
struct Chunk {
    end: usize,
    examined: bool,
}

struct Cutter<'n> {
    normalised: &'n Normalised<'n>,
    at: usize,
    joint: Joint,
    chunk: Chunk,
    words: Words,
}

impl Cutter<'_> {
    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            if is_space(c) {
                self.at += c.len_utf8();
                if self.joint == Joint::Glued {
                    self.joint = Joint::Space;
                }
            } else if self.try_address() || self.try_hyphen(c) || self.try_trademark(c) {
            } else if is_word_char(c) {
                self.word();
            } else {
                let kind = match c {
                    OPAQUE => TokenKind::Opaque,
                    '%' | '#' | '$' | '+' | '/' => TokenKind::Word,
                    _ => TokenKind::Mark(c),
                };
                self.push(kind, c.len_utf8());
            }
        }
    }

    fn rest(&self) -> &str {
        &self.normalised.text[self.at..]
    }

    /// An address is looked for once in each stretch without white space, behind its opening marks.
    fn try_address(&mut self) -> bool {
        if self.at >= self.chunk.end {
            let ends = |c: char| is_space(c) || matches!(c, OPAQUE | '<' | '>' | '"');
            let first = self.rest().chars().next().map_or(0, char::len_utf8);
            let len = self.rest()[first..].find(ends).map_or(self.rest().len(), |len| len + first);
            self.chunk = Chunk { end: self.at + len, examined: false };
        }
        if self.chunk.examined {
            return false;
        }
        let chunk = &self.normalised.text[self.at..self.chunk.end];
        if !chunk.starts_with(|c| is_word_char(c) || matches!(c, '/' | '.' | '~')) {
            return false;
        }
        self.chunk.examined = true;
        let Some(len) = address::whole(chunk) else { return false };
        self.push(TokenKind::Opaque, len);
        true
    }

    fn try_hyphen(&mut self, c: char) -> bool {
        if c != '-' {
            return false;
        }
        let run = self.rest().bytes().take_while(|&byte| byte == b'-').count();
        let after = self.rest()[run..].trim_start_matches(is_space);
        let before = self.words.tokens.last().is_some_and(|token| !matches!(token.kind, TokenKind::Mark(_)));
        if run == 1 && before && self.joint == Joint::Glued && after.starts_with(is_word_char) {
            self.at += 1;
            self.joint = Joint::Hyphen;
        } else {
            self.push(TokenKind::Mark('—'), run);
        }
        true
    }

    /// `(R)`, `(TM)` and `(SM)` right behind a word read as the signs they stand for, which are dropped.
    fn try_trademark(&mut self, c: char) -> bool {
        if c != '(' || self.joint != Joint::Glued || self.words.tokens.is_empty() {
            return false;
        }
        let rest = self.rest().as_bytes();
        let sign = [b"(r)".as_slice(), b"(tm)", b"(sm)"]
            .into_iter()
            .find(|sign| rest.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign)));
        self.at += sign.map_or(0, <[u8]>::len);
        sign.is_some()
    }

    fn word(&mut self) {
        let len = word_len(self.rest());
        if self.chunk.end <= self.normalised.text.len() && self.rest()[len..].starts_with("://") {
            let len = address::trimmed(&self.normalised.text[self.at..self.chunk.end]).len();
            return self.push(TokenKind::Opaque, len.max(1));
        }
        let word = &self.rest()[..len];
        let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S")).map_or(len, str::len);
        self.push(TokenKind::Word, stem);
        if stem < len {
            self.at += len - stem;
            self.words.tokens.last_mut().expect("a word was just pushed").possessive = true;
        }
    }

    /// Pushes the next `len` bytes as one token.
    fn push(&mut self, kind: TokenKind, len: usize) {
        let span = self.normalised.original(self.at, self.at + len);
        let (exact_start, folded_start) = (self.words.exact.len(), self.words.folded.len());
        if kind == TokenKind::Word {
            let word = &self.normalised.text[self.at..self.at + len];
            write_exact(word, &mut self.words.exact);
            write_folded(&self.words.exact[exact_start..], &mut self.words.folded);
        }
        let exact = Span::new(exact_start, self.words.exact.len());
        let folded = Span::new(folded_start, self.words.folded.len());
        let token = Token { span, kind, joint: self.joint, possessive: false, sentence: 0, exact, folded };
        self.words.tokens.push(token);
        self.at += len;
        self.joint = Joint::Glued;
    }
}

/// Whether `c` is part of a word.
pub(crate) fn is_word_char(c: char) -> bool {
    match c {
        '_' | '0'..='9' | 'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Bytes of the word at the start of `text`.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut previous: Option<char> = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inner = matches!(c, '.' | '\'') && next.is_some_and(is_word_char);
        let changes_script = previous.is_some_and(|previous| is_cjk(previous) != is_cjk(c) && !is_combining_mark(c));
        if !inner && (!is_word_char(c) || changes_script) {
            return at;
        }
        previous = if inner { None } else { Some(c) };
    }
    text.len()
}

/// Letters of scripts that are written without spaces: they never join a Latin word beside them.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{0E00}'..='\u{0EFF}')
}

/// Appends a word as it is written, look-alike letters made Latin. Letters are taken without their marks and composed
/// again, so that a word does not depend on what its letters were composed of.
fn write_exact(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
    } else if lookalikes::is_suspect(word) {
        out.extend(word.nfd().map(lookalikes::latinised).nfc());
    } else {
        out.extend(word.nfc());
    }
}

/// Appends a word that [`write_exact`] wrote with its case folded.
fn write_folded(exact: &str, out: &mut String) {
    if exact.is_ascii() {
        out.extend(exact.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(exact.nfd().flat_map(fold_char).nfc());
    }
}

/// Folding goes through upper case, which also joins ß with ss and the two small sigmas.
fn fold_char(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// A part of a word with its case folded, as it reads when a Latin letter stands elsewhere in the word; its letters and
/// their marks are apart.
pub(crate) fn latinised(part: &str) -> String {
    part.nfd().map(lookalikes::latinised).flat_map(fold_char).collect()
}

/// A single word with its case folded, as [`Words::folded`] gives it.
pub fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_folded(&exact(word), &mut out);
    out.into()
}

/// A single word as it is written, as [`Words::exact`] gives it.
pub(crate) fn exact(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_exact(word, &mut out);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Words as they are folded, joined by what stands between: `-` for a hyphen, `·` for possessives.
    fn shown(text: &str) -> String {
        let words = Words::new(text);
        let mut out = String::new();
        for token in words.tokens() {
            out.push_str(match token.joint {
                _ if out.is_empty() => "",
                Joint::Glued => "|",
                Joint::Space => " ",
                Joint::Hyphen => "-",
            });
            match token.kind {
                TokenKind::Word => out.push_str(words.folded(token)),
                TokenKind::Opaque => out.push('@'),
                TokenKind::Mark(mark) => out.push(mark),
            }
            out.push_str(if token.possessive { "·" } else { "" });
        }
        out
    }

    #[test]
    fn cuts() {
        let cases = [
            ("Direct access to OpenAI's models.", "direct access to openai· models|."),
            ("GPT-5.5, doesn't", "gpt-5.5|, doesn't"),
            ("100% secure C++ $20 #1 master/slave", "100|% secure c|+|+ $|20 #|1 master|/|slave"),
            ("pass- through - end--x", "pass-through — end|—|x"),
            ("OpenAI(TM) models (r) x", "openai models (|r|) x"),
            ("see https://a.b/c-d_e. Or me@x.org, now", "see @|. or @|, now"),
            ("(https://a.b/c) ./a/b /etc/x ~/y docs/a.md and/or", "(|@|) @ @ @ @ and|/|or"),
            ("api.openai.com e.g. U.S. it's", "api.openai.com e.g|. u.s|. it·"),
            ("使用OpenAI模型 OpenАI", "使用|openai|模型 openai"),
            ("'quoted' rock 'n' roll's", "'|quoted|' rock '|n|' roll·"),
            ("a \u{FFFC}b", "a @|b"),
            ("Straße STRAẞE ΟΔΟΣ οδός", "strasse strasse οδοσ οδόσ"),
            ("ax\u{308} aх\u{308} aẍ oў oу\u{306} éа", "aẍ aẍ aẍ oy\u{306} oy\u{306} éa"),
            ("ΐ Ϊ\u{301} ǰ J\u{30C} ﾊﾞ", "ΐ ΐ ǰ ǰ バ"),
            ("AI한 AI\u{1112}\u{1161}\u{11AB} AIㄅ", "ai|한 ai|한 ai|ㄅ"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_do_not_depend_on_what_their_letters_are_composed_of(
            letters in vec(select("aAxeοХхуЄєёΪέσΣ한바ᄒ\u{1161}\u{11AB}\u{301}\u{308}\u{323}\u{344}\u{345}\u{3099}ハ'. -".chars().collect::<Vec<_>>()), 0..12)
        ) {
            let text: String = letters.into_iter().collect();
            let decomposed: String = text.nfd().collect();
            let composed: String = text.nfc().collect();
            prop_assert_eq!(shown(&decomposed), shown(&composed), "{:?}", text);
            for word in text.split(|c| !is_word_char(c)) {
                let written = exact(word);
                prop_assert_eq!(exact(&written), written.as_ref(), "{:?}", word);
                let once = folded(word);
                let twice = folded(&once);
                prop_assert_eq!(folded(&twice), twice.as_ref(), "{:?}", word);
            }
        }
    }

    #[test]
    fn hard_breaks_part_lines() {
        let words = Words::of_lines("a b. c-d e", &[4, 8]);
        assert_eq!([0..1, 2..3, 3..5, 4..6].map(|tokens| words.lines(&tokens)), [0..3, 0..3, 3..5, 3..6]);
        assert_eq!(Words::new("a b").lines(&(1..2)), 0..2);
    }

    #[test]
    fn an_address_is_cut_when_asked_for() {
        let words = Words::of_address("https://a.b/direct-access?x=1");
        let found: Vec<&str> =
            words.tokens().iter().map(|token| words.folded(token)).filter(|w| !w.is_empty()).collect();
        assert_eq!(found, ["https", "/", "/", "a.b", "/", "direct", "access", "x", "1"]);
    }

    #[test]
    fn spans_are_bytes_of_the_text_without_the_possessive() {
        let text = "“ＯｐｅｎＡＩ’s” models";
        let words = Words::new(text);
        let spans: Vec<&str> = words.tokens().iter().map(|token| &text[token.span.range()]).collect();
        assert_eq!(spans, ["“", "ＯｐｅｎＡＩ", "”", "models"]);
    }
}
