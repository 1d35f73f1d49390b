//! Every word that the bytes of a document may spell.
//!
//! An extractor takes markup away, decodes references and escapes, and drops what a reader does not see, so a word of
//! the prose may stand in the source in parts. Which parts belong together depends on the format and on what a grammar
//! makes of them. Here all possibilities are read at once, and a word is noted when one of them spells it:
//!
//! - each run of ASCII letters and digits, and each sign that is a word, as it stands;
//! - each *chunk*: letters together with what stands in one piece with them, whether it is not ASCII, invisible, or
//!   spelled as a character reference or as the escape of a quoted string;
//! - each word whose beginning stands right before markup and whose end stands right behind, see
//!   [`super::split_words`].

use super::bytes::{ByteClass, Letters, begins_string, byte_class, ends_string, is_closed, is_loose, is_opened};
use super::chunk_part::{ChunkPart, chunk_part, escape};
use super::letters::{CharRole, char_role, runs, unmarked, with_and_without_note_marks};
use super::scan_points::ScanPoints;
use super::split_words::SplitWords;
use super::vocabulary::{Filter, Vocabulary, WordHash};
use crate::extract::reference;
use wordgate_text::prose::{Token, TokenKind, Words, latinised};
use wordgate_text::source::Span;

/// A chunk with more spelled or invisible parts than this, or of more bytes than that, may be any word.
const MOST_PARTS: usize = 16;
const LONGEST_CHUNK: usize = 1024;

/// A run of letters, or a sign (bytes of the text).
#[derive(Clone, Copy)]
pub(super) struct LetterRun {
    pub start: usize,
    pub end: usize,
}

/// What a reading is for.
pub(super) trait Visitor {
    /// A run, and which word it is, when it is one that is looked for. `next`: it is
    /// surely the word that follows the run before, or none is that belongs to the same phrase.
    fn run(&mut self, run: LetterRun, word: Option<u32>, next: bool);
    /// A word that may be spelled at byte `at`; `None`: that may be any word.
    fn hidden(&mut self, at: usize, word: Option<u32>);
    /// What follows does not stand next to what came before.
    fn end(&mut self);
}

/// Reads stretches of one text.
pub(super) struct Scanner<'r, S> {
    text: &'r str,
    vocabulary: &'r Vocabulary,
    filter: &'r Filter,
    visitor: &'r mut S,
    split_words: SplitWords,
    lower: String,
    /// The end of the stretch.
    end: usize,
    /// Whether something stands since the last run that may hide a word, or hide that there is none.
    is_loose: bool,
    /// Before this byte words may be hidden that end later than the run they begin with.
    hidden_until: usize,
    /// Where the last run began.
    last_run: usize,
    /// Where the last run began that is a word.
    last_word: usize,
}

impl<'r, S: Visitor> Scanner<'r, S> {
    /// A reading that notes the words of `filter`.
    pub fn new(text: &'r str, lexicon: &'r Vocabulary, filter: &'r Filter, sink: &'r mut S) -> Scanner<'r, S> {
        let (fragments, lower) = (SplitWords::default(), String::new());
        Scanner {
            text,
            vocabulary: lexicon,
            filter,
            visitor: sink,
            split_words: fragments,
            lower,
            end: 0,
            is_loose: false,
            hidden_until: 0,
            last_run: 0,
            last_word: 0,
        }
    }

    /// Reads these stretches, in order. A word may begin in one and end in another.
    pub fn scan(mut self, stretches: impl IntoIterator<Item = Span>) {
        for stretch in stretches {
            self.end = stretch.end as usize;
            let mut at = stretch.start as usize;
            while let Some(next) = self.step(at) {
                at = next;
            }
            self.visitor.end();
        }
        self.finish();
    }

    /// Reads all of the text, for a sink to which a run only matters that is a word, or stands next to one.
    pub fn scan_sparsely(mut self) {
        self.end = self.text.len();
        let mut places = ScanPoints::new(self.text.as_bytes(), self.filter);
        let mut at = 0;
        while let Some(place) = places.next(at) {
            if !place.is_word && !self.is_close(place.at) {
                continue;
            }
            at = place.from;
            self.last_word = place.at;
            while self.last_run <= self.last_word {
                match self.step(at) {
                    Some(next) => at = next,
                    None => break,
                }
            }
        }
        self.visitor.end();
        self.finish();
    }

    /// Whether what stands at `at` may spell a word together with what is around it.
    fn is_close(&self, at: usize) -> bool {
        let bytes = &self.text.as_bytes()[..self.end];
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            b'&' => next.is_some_and(|next| next == b'#' || next.is_ascii_alphabetic()),
            b'\\' => next.is_some_and(|next| next != b' '),
            byte if byte.is_ascii() => {
                let run = bytes[at..].iter().take_while(|byte| byte_class(**byte) == ByteClass::Letter).count();
                !self.split_words.is_empty() && is_closed(bytes, at)
                    || is_opened(bytes, at + run) && self.vocabulary.goes_on(&self.text[at..at + run], self.filter)
            }
            _ => !self.separates(at),
        }
    }

    /// Whether the character at `at` stands between words.
    fn separates(&self, at: usize) -> bool {
        let c = self.text[at..].chars().next();
        self.vocabulary.is_ascii() && c.is_some_and(|c| char_role(c) == CharRole::Separates)
    }

    fn finish(self) {
        for (at, word) in self.split_words.words() {
            self.visitor.hidden(at, word);
        }
    }

    /// Reads what stands at `at` or behind the separators there; returns where to go on, or `None` at the end.
    fn step(&mut self, mut at: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..self.end];
        // Nearly always one separator and then a letter: asked for in this order, the processor foresees the answer.
        while bytes.get(at).is_some_and(|byte| byte_class(*byte) == ByteClass::Separator) {
            at += 1;
        }
        let &byte = bytes.get(at)?;
        Some(if byte_class(byte) == ByteClass::Letter { self.run(bytes, at) } else { self.other(byte, at) })
    }

    /// Reads what begins with a byte that is neither a letter nor a separator; returns where to go on.
    fn other(&mut self, byte: u8, at: usize) -> usize {
        match byte_class(byte) {
            ByteClass::High => self.high(at),
            ByteClass::Spelling => self.spelled(at),
            ByteClass::Sign => self.sign(at),
            ByteClass::Markup => {
                self.is_loose |= is_loose(byte);
                at + 1
            }
            ByteClass::Letter | ByteClass::Separator => at + 1,
        }
    }

    /// Reads the run of letters at `start`; returns where to go on.
    fn run(&mut self, bytes: &[u8], start: usize) -> usize {
        let mut hash = WordHash::default();
        let mut end = start;
        loop {
            let letters = Letters::at(bytes, end);
            if letters.count > 0 {
                hash = hash.then(letters.lower);
            }
            end += letters.count;
            if letters.count < 8 {
                break;
            }
        }
        let next = bytes.get(end).map_or(ByteClass::Separator, |next| byte_class(*next));
        if matches!(next, ByteClass::High | ByteClass::Spelling) && self.part(end).is_some() {
            let letters_end = self.chunk(start);
            if next == ByteClass::High {
                return letters_end;
            }
        }
        let mut word = None;
        if self.filter.may_have(hash) {
            self.lower_run(start, end);
            word = self.vocabulary.find_hashed(&self.lower, hash, self.filter);
        }
        let before = start.checked_sub(1).map_or(0, |before| bytes[before]);
        let mut hides = 0;
        let is_beside_markup = next == ByteClass::Markup || byte_class(before) == ByteClass::Markup;
        if is_beside_markup || ends_string(bytes, end) || begins_string(bytes, start) {
            self.lower_run(start, end);
            let lower = std::mem::take(&mut self.lower);
            if self.cut_off(Span::new(start, end), &lower, &lower) {
                self.is_loose = true;
                hides = end;
            }
            self.lower = lower;
        }
        let is_s = end - start == 1 && bytes[start].eq_ignore_ascii_case(&b's');
        match word {
            // The word before goes on to the next one over its possessive.
            Some(_) if is_s && before == b'\'' => self.visitor.hidden(start, word),
            None if is_s && before == b'\'' => {}
            _ => {
                // The apostrophe may be spelled in another way, or stand before markup.
                let may_be_possessive = is_s && !before.is_ascii_whitespace();
                self.is_loose |= may_be_possessive;
                self.next(LetterRun { start, end }, word);
                self.is_loose |= may_be_possessive;
            }
        }
        self.hidden_until = self.hidden_until.max(hides);
        end
    }

    /// Hands on a run.
    fn next(&mut self, run: LetterRun, word: Option<u32>) {
        // The word before may be one that the run before is only a part of.
        let is_loose = std::mem::replace(&mut self.is_loose, false) || self.last_run < self.hidden_until;
        self.last_run = run.start;
        if word.is_some() {
            self.last_word = run.start;
        }
        self.visitor.run(run, word, !is_loose);
    }

    fn sign(&mut self, at: usize) -> usize {
        // A comment of Obsidian may begin or end here: `%% … %%`.
        self.is_loose |= self.text[at..].starts_with("%%");
        self.next(LetterRun { start: at, end: at + 1 }, self.vocabulary.find(&self.text[at..=at], self.filter));
        // It may begin a comment in front matter.
        self.is_loose = self.text[at..].starts_with('#') || self.text[..=at].ends_with("%%");
        at + 1
    }

    fn lower_run(&mut self, start: usize, end: usize) {
        self.lower.clear();
        self.lower.push_str(&self.text[start..end]);
        self.lower.make_ascii_lowercase();
    }

    fn high(&mut self, at: usize) -> usize {
        let c = self.text[at..].chars().next().expect("a stretch begins and ends between characters");
        if self.vocabulary.is_ascii() && char_role(c) == CharRole::Separates {
            self.is_loose = true;
            return at + c.len_utf8();
        }
        self.chunk(at).max(at + c.len_utf8())
    }

    /// Reads what begins with `&` or `\`; returns where to go on, because it may as well be no spelling.
    fn spelled(&mut self, at: usize) -> usize {
        let source = &self.text[at..self.end];
        let escapes =
            source.strip_prefix('\\').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()));
        self.is_loose |= !escapes;
        if self.part(at).is_some() {
            self.chunk(at);
        } else if let Some(escaped) = source.strip_prefix('\\') {
            // `\n` in a quoted string is a space: the word begins behind the `n`.
            if escaped.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                self.chunk(at + escape(source).map_or(2, |escape| escape.len));
            }
        } else if let Some(reference) = reference(source) {
            // Its name is no word of the text.
            self.hidden_until = self.hidden_until.max(at + reference.len);
            if !source[..reference.len].ends_with(';') {
                // `&ltword` in HTML is a sign and a word.
                self.chunk(at + reference.len);
            }
        }
        at + 1
    }

    fn part(&self, at: usize) -> Option<ChunkPart<'r>> {
        chunk_part(self.text, at, self.end, self.vocabulary.is_ascii())
    }

    /// Reads the chunk at `start`; returns the end of the letters in it that stand as they are.
    fn chunk(&mut self, start: usize) -> usize {
        self.is_loose = true;
        let mut letters = String::new();
        let (mut at, mut parts) = (start, 0);
        let mut foreign = false;
        let mut plain_end = None;
        while let Some(part) = self.part(at) {
            if matches!(part, ChunkPart::Spelled { .. } | ChunkPart::Nothing { spelled: true, .. }) {
                // It may as well be no spelling: then the word ends here.
                plain_end.get_or_insert(at);
                self.words(&letters, Span::new(start, at), foreign);
            }
            match part {
                ChunkPart::Letters { text } => {
                    letters.push_str(text);
                    at += text.len();
                }
                ChunkPart::Foreign { len } => {
                    foreign = true;
                    at += len;
                }
                ChunkPart::Spelled { text, len } => {
                    letters.push_str(&text);
                    (at, parts) = (at + len, parts + 1);
                }
                ChunkPart::Nothing { len, .. } => (at, parts) = (at + len, parts + 1),
            }
            if parts > MOST_PARTS || letters.len() > LONGEST_CHUNK {
                self.visitor.hidden(start, None);
                self.hidden_until = self.hidden_until.max(at);
                return plain_end.unwrap_or(at);
            }
        }
        self.words(&letters, Span::new(start, at), foreign);
        self.hidden_until = self.hidden_until.max(at);
        plain_end.unwrap_or(at)
    }

    /// Notes the words of some letters. A foreign letter among them makes them one word that is not looked for, unless
    /// one of the others reads as a space.
    fn words(&mut self, letters: &str, span: Span, foreign: bool) {
        if letters.is_empty() || foreign && letters.is_ascii() || self.is_of_another_script(letters, span) {
            return;
        }
        // A sign is a word of its own, whatever it is spelled beside.
        for sign in
            letters.split_inclusive(|_| true).filter(|c| c.len() == 1 && byte_class(c.as_bytes()[0]) == ByteClass::Sign)
        {
            if let Some(key) = self.vocabulary.find(sign, self.filter) {
                self.visitor.hidden(span.start as usize, Some(key));
            }
        }
        if letters.is_ascii() {
            let word = letters.to_ascii_lowercase();
            return self.readings(&[&word], span);
        }
        self.words_of(letters, span);
        for letters in with_and_without_note_marks(letters).iter().flatten() {
            self.words_of(letters, span);
        }
    }

    /// Notes the words of letters that are not all ASCII, whether the word they stand in has a Latin letter or not. They
    /// may be parts of an opaque word, which are looked for one by one.
    fn words_of(&mut self, letters: &str, span: Span) {
        let words = Words::of_address(letters);
        let words_of = |read: &dyn Fn(&Token) -> String| -> Vec<String> {
            let words = words.tokens().iter().filter(|token| token.kind == TokenKind::Word);
            words.map(|token| unmarked(read(token).into()).into_owned()).collect()
        };
        for words in
            [words_of(&|token| words.folded(token).to_owned()), words_of(&|token| latinised(words.exact(token)))]
        {
            self.readings(&words.iter().map(String::as_str).collect::<Vec<_>>(), span);
        }
    }

    /// Whether letters that stand between spaces read as none of ASCII, though a few of them look like some: so it is
    /// with most words of Russian and Greek.
    fn is_of_another_script(&self, letters: &str, span: Span) -> bool {
        let ends_word = |bytes: &[u8]| bytes.first().is_none_or(u8::is_ascii_whitespace);
        let bytes = self.text.as_bytes();
        let before = &bytes[span.start.saturating_sub(1) as usize..span.start as usize];
        let after = &bytes[span.end as usize..];
        let after = after.strip_prefix(b",").or(after.strip_prefix(b".")).unwrap_or(after);
        self.vocabulary.is_ascii()
            && ends_word(before)
            && ends_word(after)
            && letters.chars().all(|c| char_role(c) == CharRole::Confusable)
    }

    fn readings(&mut self, words: &[&str], span: Span) {
        let mut all = words.iter().flat_map(|word| runs(word));
        let Some(first) = all.next() else { return };
        let mut last = first;
        for run in std::iter::once(first).chain(all) {
            if let Some(key) = self.vocabulary.find(run, self.filter) {
                self.visitor.hidden(span.start as usize, Some(key));
            }
            last = run;
        }
        self.cut_off(span, first, last);
    }

    /// Takes note of the word `last`, which ends with `span`, before markup, and of `first`, which begins with it,
    /// behind markup. Returns whether there is such markup.
    fn cut_off(&mut self, span: Span, first: &str, last: &str) -> bool {
        let bytes = &self.text.as_bytes()[..self.end];
        let (opened, closed) = (is_opened(bytes, span.end as usize), is_closed(bytes, span.start as usize));
        if opened {
            self.split_words.begin(last, span.end as usize, self.vocabulary, self.filter);
        }
        if closed && !self.split_words.is_empty() {
            self.split_words.end(first, span.start as usize);
        }
        opened || closed
    }
}
