//! The tokenizer of prose and patterns.
//!
//! It makes one pass over the normalised text. At each offset where an opaque word (an address, a path or code) may
//! start, [`opaque`] decides whether one starts. Afterwards [`sentences`] numbers the sentences.

use super::candidate::{OpaqueCandidate, trimmed};
use super::characters::{OPAQUE, is_space, is_unspaced, is_word_char, script_len};
use super::normalise::{Normalised, normalise};
use super::quotes::SingleQuotes;
use super::words::{Joint, TokenKind, Words};
use super::{address, opaque, sentences};

impl Words {
    /// Splits a text into words. Each address, path or piece of code in it is one opaque word.
    pub fn new(text: &str) -> Words {
        tokenize(text, true)
    }

    /// Splits a text with hard line breaks at these byte offsets, in ascending order.
    pub fn of_lines(text: &str, breaks: &[u32]) -> Words {
        let mut words = Words::new(text);
        words.set_line_breaks(breaks);
        words
    }

    /// Splits an address into words, for rules that check the scope `url`.
    pub fn of_address(text: &str) -> Words {
        tokenize(text, false)
    }
}

/// Splits a text into tokens. Only with `is_prose` does it recognise opaque words, mentions, and sentences that end
/// without a space after them.
fn tokenize(text: &str, is_prose: bool) -> Words {
    let normalised = &normalise(text);
    let words = Words::with_capacity(normalised.text.len());
    let segment = WordSegment::default();
    let mut tokenizer = Tokenizer {
        normalised,
        at: 0,
        joint: Joint::Glued,
        suspended: false,
        is_prose,
        segment,
        mention_end: 0,
        quotes: SingleQuotes::default(),
        words,
    };
    tokenizer.run();
    sentences::number(&mut tokenizer.words);
    tokenizer.words
}

/// The segment that may contain an opaque word; see [`OpaqueCandidate`] for chunks and segments.
#[derive(Default)]
struct WordSegment {
    /// The end of the chunk around the segment.
    chunk_end: usize,
    end: usize,
    /// Whether the segment was already checked for an opaque word.
    examined: bool,
}

struct Tokenizer<'n> {
    normalised: &'n Normalised<'n>,
    at: usize,
    joint: Joint,
    /// Whether a space follows the hyphen that the next token is joined by.
    suspended: bool,
    /// Whether to recognise opaque words, mentions and the ends of sentences inside words.
    is_prose: bool,
    segment: WordSegment,
    /// The end of the last mention.
    mention_end: usize,
    quotes: SingleQuotes,
    words: Words,
}

impl Tokenizer<'_> {
    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            if is_space(c) {
                self.at += c.len_utf8();
                if self.joint == Joint::Glued {
                    self.joint = Joint::Space;
                }
            } else if self.try_special(c) {
            } else if is_word_char(c) {
                self.push_word();
            } else {
                let kind = match c {
                    OPAQUE => TokenKind::Opaque,
                    '%' | '#' | '$' | '+' | '/' => TokenKind::Word,
                    _ => TokenKind::Mark(c),
                };
                self.quotes.record(self.normalised, self.at);
                self.push(kind, c.len_utf8());
            }
        }
    }

    /// Handles what is neither white space nor an ordinary word or mark, and returns whether it did.
    fn try_special(&mut self, c: char) -> bool {
        self.is_prose && (self.try_opaque(c) || self.try_mention(c))
            || self.try_hyphen(c)
            || self.try_trademark(c)
            || self.try_note(c)
    }

    fn rest(&self) -> &str {
        &self.normalised.text[self.at..]
    }

    fn before(&self) -> &str {
        &self.normalised.text[..self.at]
    }

    /// Pushes an opaque word if one starts here. It can only start at the start of a segment, after opening
    /// punctuation.
    fn try_opaque(&mut self, first: char) -> bool {
        self.enter_segment();
        if self.segment.examined || !opaque::may_start(first) {
            return false;
        }
        // If no opaque word starts at a symbol, one may still start after it.
        let is_symbol = opaque::is_symbol(first);
        self.segment.examined = !is_symbol;
        if is_symbol && !opaque::is_detached(self.before(), first) {
            return false;
        }
        let text = self.rest();
        let slice = |end: usize| &text[..end - self.at];
        let candidate =
            OpaqueCandidate { text, chunk: slice(self.segment.chunk_end), segment: slice(self.segment.end) };
        let Some(len) = opaque::len(&candidate) else { return false };
        self.push_opaque(len);
        true
    }

    fn enter_segment(&mut self) {
        if self.at < self.segment.end {
            return;
        }
        let rest = self.rest();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let is_new = self.at >= self.segment.chunk_end;
        let chunk_len = if is_new {
            let ends_chunk = |c: char| is_space(c) || matches!(c, OPAQUE | '<' | '>' | '"');
            rest[first..].find(ends_chunk).map_or(rest.len(), |len| len + first)
        } else {
            self.segment.chunk_end - self.at
        };
        let chunk = &rest[..chunk_len];
        self.segment = if is_new && !opaque::may_contain(chunk, &rest[chunk_len..]) {
            WordSegment { chunk_end: self.at + chunk_len, end: self.at + chunk_len, examined: true }
        } else {
            let segment_len = opaque::segment(chunk).len();
            WordSegment { chunk_end: self.at + chunk_len, end: self.at + segment_len, examined: false }
        };
    }

    /// Pushes the next `len` bytes as an opaque word. Another one may follow in the same segment.
    fn push_opaque(&mut self, len: usize) {
        self.push(TokenKind::Opaque, len);
        self.segment.examined = false;
        let possessive = self.rest().strip_prefix("'s").or_else(|| self.rest().strip_prefix("'S"));
        if possessive.is_some_and(|rest| !rest.starts_with(is_word_char)) {
            self.at += "'s".len();
            self.words.tokens_mut().last_mut().expect("a word was just pushed").possessive = true;
        }
    }

    /// Skips the `@` of a mention, so that `@OpenAI` is the word `OpenAI`.
    fn try_mention(&mut self, c: char) -> bool {
        if c != '@' || !opaque::is_detached(self.before(), c) {
            return false;
        }
        let len = address::mention(&self.rest()[1..]);
        if len > 0 {
            self.at += 1;
            self.mention_end = self.at + len;
            self.segment.examined = true;
        }
        len > 0
    }

    /// Skips a footnote mark such as `*` or `†` at the end of a word. Normalisation already removed superscript
    /// numbers.
    fn try_note(&mut self, c: char) -> bool {
        let is_note = matches!(c, '*' | '†' | '‡') && self.joint == Joint::Glued;
        if !is_note || self.words.tokens().last().is_none_or(|last| last.kind != TokenKind::Word) {
            return false;
        }
        let marks = self.rest().trim_start_matches(['*', '†', '‡']);
        let len = self.rest().len() - marks.len();
        // In `a*b` and `x*.md` it is not a footnote mark.
        let word_continues = marks.strip_prefix(['.', '/', '(', '=']).unwrap_or(marks).starts_with(is_word_char);
        let ends_word = !word_continues && self.before().ends_with(is_word_char);
        self.at += if ends_word { len } else { 0 };
        ends_word
    }

    fn try_hyphen(&mut self, c: char) -> bool {
        if c != '-' {
            return false;
        }
        let run = self.rest().bytes().take_while(|&byte| byte == b'-').count();
        let after = self.rest()[run..].trim_start_matches(is_space);
        let before = self.words.tokens().last().is_some_and(|token| !matches!(token.kind, TokenKind::Mark(_)));
        if run == 1 && before && self.joint == Joint::Glued && after.starts_with(is_word_char) {
            let space = &self.rest()[run..self.rest().len() - after.len()];
            self.suspended = !space.is_empty() && !space.contains('\n');
            self.at += 1;
            self.joint = Joint::Hyphen;
        } else {
            self.push(TokenKind::Mark('—'), run);
        }
        true
    }

    /// Skips `(R)`, `(TM)` and `(SM)` directly after a word. Normalisation already removed the trademark symbols
    /// themselves.
    fn try_trademark(&mut self, c: char) -> bool {
        if c != '(' || self.joint != Joint::Glued || self.words.tokens().is_empty() {
            return false;
        }
        let rest = self.rest().as_bytes();
        let sign = [b"(r)".as_slice(), b"(tm)", b"(sm)"]
            .into_iter()
            .find(|sign| rest.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign)));
        self.at += sign.map_or(0, <[u8]>::len);
        sign.is_some()
    }

    fn push_word(&mut self) {
        let len = word_len(self.rest(), self.is_prose);
        if self.is_prose && self.rest()[len..].starts_with("://") {
            let len = trimmed(&self.normalised.text[self.at..self.segment.chunk_end]).len();
            return self.push_opaque(len.max(1));
        }
        let word = &self.rest()[..len];
        let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("'S")).map_or(len, str::len);
        self.push(TokenKind::Word, stem);
        let is_plural = stem == len && self.is_prose && self.quotes.is_plural_possessive(self.normalised, self.at);
        if stem < len || is_plural {
            self.at += if is_plural { 1 } else { len - stem };
            self.words.tokens_mut().last_mut().expect("a word was just pushed").possessive = true;
        }
    }

    /// Pushes the next `len` bytes as one token.
    fn push(&mut self, kind: TokenKind, len: usize) {
        let span = self.normalised.original(self.at, self.at + len);
        let text = &self.normalised.text[self.at..self.at + len];
        let has_word = !matches!(kind, TokenKind::Mark(_)) && !text.starts_with(OPAQUE);
        let token = self.words.push(if has_word { text } else { "" }, kind, self.joint, span);
        token.mention = self.at < self.mention_end;
        token.suspended = std::mem::take(&mut self.suspended);
        self.at += len;
        self.joint = Joint::Glued;
    }
}

/// Returns the length of the word at the start of `text`. In prose, a sentence may end at a full stop without a space
/// after it. A letter of a script without spaces between words is a word of its own.
fn word_len(text: &str, is_prose: bool) -> usize {
    let mut at = 0;
    loop {
        let is_alone = text[at..].starts_with(is_unspaced);
        at += script_len(&text[at..]);
        let Some(mark @ ('.' | '\'')) = text[at..].chars().next().filter(|_| !is_alone) else { return at };
        let after = &text[at + 1..];
        let joins = after.starts_with(|c| is_word_char(c) && !is_unspaced(c));
        if !joins || is_prose && mark == '.' && sentences::ends_inside(&text[..at], after) {
            return at;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod time {
    use super::*;
    use std::time::{Duration, Instant};

    /// Quadratic time would exceed this; linear time needs about a hundredth of it.
    const TIME_LIMIT: Duration = Duration::from_secs(2);

    #[test]
    fn tokenizes_hostile_text_in_linear_time() {
        let starts = ["", "--a", "a=\"", ":"];
        let pieces = [
            "-", "--", "--a[=", "/", "/.", "/[", "./", "..", ".a", ":", ":a", "::", "a::", "=", "=@", "=@a", "a=",
            "a='", "a=\"", "$", "${", "$a", "@", "@a", "@a/", "(", ")", "()", "a()", "a().", "\\", "\\a", "C:\\", "~",
            "~/", "'", "\"/", "'/", "*", "a*", "*/", "_/", "a.B", "a.Bc'", "a.A'", "A.", "a/b.c,", "mailto:,", "app/",
            "app/[", "a/{", "/:a", "$(", "$(a", "::a", "~a/", "a@a:", "a:1/", "/--a", "A.Bc ", "s' a", "'s' a ",
            "‘s’ a ", "1.", "arn:a,", "data:,", "data:a;", "www.", "://", "a://", "²", "①", "ⓐ", "a²\u{200B}", "a²",
            "ᵃ", "a†", "†", ".(", "[", "{", "\u{FFFC}", "<", "a>=1", "a@", "a@1", ",", ";/", "a\u{301}", "—", "!A",
            "?",
        ];
        for (piece, first) in pieces.iter().flat_map(|piece| starts.iter().map(move |start| (piece, start))) {
            let text = format!("{first}{}", piece.repeat(30_000 / piece.len()));
            let start = Instant::now();
            Words::new(&text);
            assert!(start.elapsed() < TIME_LIMIT, "{first:?} followed by repeated {piece:?}");
        }
    }
}
