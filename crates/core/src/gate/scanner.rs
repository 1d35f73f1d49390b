//! Reads bytes of a document and reports every word that they may spell.
//!
//! The source may spell a word of the prose in several parts. An extractor removes markup, decodes character references
//! and escapes, and drops characters that readers do not see. Which parts then form a word depends on the format and on
//! the place. The scanner knows the format but does not parse it, so it reports each word that one of these ways of
//! reading gives:
//!
//! - Each run of ASCII letters and digits, and each sign that is a word by itself.
//! - Each *chunk*: letters together with the characters outside of ASCII, invisible characters, character references
//!   and escapes of quoted strings next to them. `O&#112;enAI` is the chunk `OpenAI`.
//! - Each word that is split by markup, such as `Open<b>AI</b>`; see [`super::split_words`].
//!
//! The scanner searches only for the words of a [`Filter`]. A [`Visitor`] receives these words, and for each run
//! whether it certainly follows the previous run without a word in between.

use super::bytes::{ByteClass, byte_class};
use super::chunk_part::{Backslash, ChunkPart, chunk_part, escape};
use super::letters::{CharRole, NoteMarkReadings, char_role, runs, without_diacritics};
use super::run_shape::RunShape;
use super::scan_points::ScanPoints;
use super::split_words::SplitWords;
use super::syntax::{Syntax, may_hide_words};
use super::vocabulary::{Filter, Vocabulary, WordHash};
use crate::extract::reference;
use wordgate_text::prose::{Token, TokenKind, Words, latinised};
use wordgate_text::source::Span;

/// A chunk with more encoded or invisible parts than this counts as any word. This limits the time, because the letters
/// so far are reported again before each encoded part.
const MAX_CHUNK_PARTS: usize = 16;

/// A chunk with more bytes of letters than this counts as any word, for the same reason.
const MAX_CHUNK_LEN: usize = 1024;

/// The maximum length in bytes of the name of a role.
const MAX_ROLE_LEN: usize = 320;

/// A run of letters and digits, or a sign, as a range of bytes.
#[derive(Clone, Copy)]
pub(super) struct LetterRun {
    pub start: usize,
    pub end: usize,
}

/// Receives the words that the scanner finds.
pub(super) trait Visitor {
    /// Handles a run, and its word if it is in the filter. If `is_adjacent` is true, this run certainly follows the
    /// previous one without a word in between. If it is false, any word may follow the previous run in the prose.
    fn visit_run(&mut self, run: LetterRun, word: Option<u32>, is_adjacent: bool);
    /// Handles a word that the source may spell at byte `offset`. `None` means that it may spell any word.
    fn visit_hidden(&mut self, offset: usize, word: Option<u32>);
    /// Handles the end of a range. The next run is not adjacent to the last one.
    fn end_range(&mut self);
}

/// Scans ranges of one text.
pub(super) struct Scanner<'r, V> {
    text: &'r str,
    syntax: Syntax,
    vocabulary: &'r Vocabulary,
    filter: &'r Filter,
    visitor: &'r mut V,
    split_words: SplitWords,
    /// A buffer for the lower-case letters of a run.
    lower: String,
    /// The end of the current range.
    end: usize,
    /// Describes the source *between* the last run and the next one: whether the prose may have another word there,
    /// because the source contains a hidden word or hidden text.
    ///
    /// Two runs are adjacent only if neither this nor `hidden_until` says otherwise: nothing between them can be a
    /// word, and the first run is not a part of a longer word. See [`Scanner::report_run`].
    may_hide_words: bool,
    /// Describes the last run *itself*: the end of the last chunk, character reference or run beside markup. If the
    /// last run begins before this offset, it may be only a part of a longer word, which may end after it.
    hidden_until: usize,
    /// The offset of the last run.
    last_run: usize,
    /// The end of the last run.
    last_end: usize,
    /// The offset of the last run that is in the filter.
    last_word: usize,
}

impl<'r, V: Visitor> Scanner<'r, V> {
    /// Creates a scanner that reports the words of `filter`.
    pub fn new(
        text: &'r str,
        syntax: Syntax,
        vocabulary: &'r Vocabulary,
        filter: &'r Filter,
        visitor: &'r mut V,
    ) -> Scanner<'r, V> {
        Scanner {
            text,
            syntax,
            vocabulary,
            filter,
            visitor,
            split_words: SplitWords::default(),
            lower: String::new(),
            end: 0,
            may_hide_words: false,
            hidden_until: 0,
            last_run: 0,
            last_end: 0,
            last_word: 0,
        }
    }

    /// Scans every run in these ranges, which are sorted. A word may begin in one range and end in another.
    pub fn scan(mut self, ranges: impl IntoIterator<Item = Span>) {
        for range in ranges {
            self.end = range.end as usize;
            let mut at = range.start as usize;
            while let Some(next) = self.step(at) {
                at = next;
            }
            self.visitor.end_range();
        }
        self.report_split_words();
    }

    /// Scans the whole text, but skips each run that is neither in the filter nor next to a run in the filter. This is
    /// much faster than [`Scanner::scan`].
    ///
    /// A visitor that needs only the words of the filter and the runs next to them gets the same result. Every place
    /// that may spell such a word is a point (see [`super::scan_points`]), and is read with one run on each side. The
    /// first run after a gap is not in the filter, so it does not matter that the visitor takes the last run before the
    /// gap for its neighbour.
    pub fn scan_sparsely(mut self) {
        self.end = self.text.len();
        let mut points = ScanPoints::new(self.text.as_bytes(), self.syntax, self.filter);
        let mut at = 0;
        while let Some(point) = points.next(at) {
            if !point.is_word && !self.may_spell_word(point.at) {
                continue;
            }
            at = point.from;
            self.last_word = point.at;
            self.last_end = self.last_end.max(at);
            // Read up to and including the first run after the word.
            while self.last_run <= self.last_word {
                match self.step(at) {
                    Some(next) => at = next,
                    None => break,
                }
            }
        }
        self.visitor.end_range();
        self.report_split_words();
    }

    /// Returns whether the character or run at `at` may spell a word together with the text around it.
    fn may_spell_word(&self, at: usize) -> bool {
        let bytes = &self.text.as_bytes()[..self.end];
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            b'&' => next.is_some_and(|next| next == b'#' || next.is_ascii_alphabetic()),
            b'\\' => next.is_some(),
            byte if byte.is_ascii() => {
                let len = bytes[at..].iter().take_while(|byte| byte_class(**byte) == ByteClass::Letter).count();
                let may_be_end = !self.split_words.is_empty() && self.syntax.may_begin_before_markup(bytes, at);
                let may_be_start = || {
                    self.syntax.may_continue_after_markup(bytes, at + len)
                        && self.vocabulary.has_longer_word(&self.text[at..at + len], self.filter)
                };
                may_be_end || may_be_start()
            }
            _ => !self.is_separator(at),
        }
    }

    /// Returns whether the character at `at`, which is not ASCII, separates words.
    fn is_separator(&self, at: usize) -> bool {
        let c = self.text[at..].chars().next();
        self.vocabulary.is_ascii() && c.is_some_and(|c| char_role(c) == CharRole::Separator)
    }

    fn report_split_words(self) {
        for (offset, word) in self.split_words.words() {
            self.visitor.visit_hidden(offset, word);
        }
    }

    /// Skips separators at `at` and reads one run or other character. Returns the offset to continue at, or `None` at
    /// the end of the range.
    fn step(&mut self, mut at: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..self.end];
        // Nearly always there is one separator and then a letter, so the processor predicts these two checks correctly.
        while bytes.get(at).is_some_and(|byte| byte_class(*byte) == ByteClass::Separator) {
            at += 1;
        }
        let &byte = bytes.get(at)?;
        Some(if byte_class(byte) == ByteClass::Letter {
            self.read_run(bytes, at)
        } else {
            self.read_non_letter(byte, at)
        })
    }

    /// Reads at a byte that is neither a letter nor a separator. Returns the offset to continue at.
    fn read_non_letter(&mut self, byte: u8, at: usize) -> usize {
        match byte_class(byte) {
            ByteClass::NonAscii => self.read_non_ascii(at),
            ByteClass::EncodingStart => self.read_encoded(at),
            ByteClass::Sign => self.read_sign(at),
            ByteClass::Markup => {
                self.may_hide_words |= may_hide_words(byte);
                at + 1
            }
            ByteClass::Letter | ByteClass::Separator => at + 1,
        }
    }

    /// Reads the run of letters at `start`. Returns the offset to continue at.
    fn read_run(&mut self, bytes: &[u8], start: usize) -> usize {
        let (hash, end) = WordHash::of_run(bytes, start);
        let next = bytes.get(end).map_or(ByteClass::Separator, |next| byte_class(*next));
        if self.syntax.has_roles && bytes.get(end) == Some(&b'\\') && self.part(end, Backslash::Vanishes).is_some() {
            self.read_chunk_as(start, Backslash::Vanishes);
        }
        if matches!(next, ByteClass::NonAscii | ByteClass::EncodingStart) && self.chunk_part(end).is_some() {
            let letters_end = self.read_chunk(start);
            if next == ByteClass::NonAscii {
                return letters_end;
            }
        }
        if self.filter.may_have_shape(&bytes[start..end]) {
            let run = self.text[start..end].to_ascii_lowercase();
            self.report_shapes(start, |shape| shape.fits(&run));
        }
        let word = match self.filter.may_contain(hash) {
            true => self.vocabulary.find_hashed(&bytes[start..end], hash, self.filter),
            false => None,
        };
        let before = start.checked_sub(1).map_or(0, |before| bytes[before]);
        let mut hidden_end = 0;
        let is_beside_markup =
            bytes.get(end).is_some_and(|next| self.syntax.is_markup(*next)) || self.syntax.is_markup(before);
        self.may_hide_words |= self.syntax.may_be_macro(bytes, end);
        if is_beside_markup || self.syntax.ends_string(bytes, end) || self.syntax.begins_string(bytes, start) {
            self.lower_run(start, end);
            let lower = std::mem::take(&mut self.lower);
            if self.record_split_word(Span::new(start, end), &lower, &lower) {
                self.may_hide_words = true;
                hidden_end = end;
            }
            self.lower = lower;
        }
        let is_s = end - start == 1 && bytes[start].eq_ignore_ascii_case(&b's');
        match word {
            // The prose drops a possessive `'s`, so the word before it is adjacent to the word after it.
            Some(_) if is_s && before == b'\'' => self.visitor.visit_hidden(start, word),
            None if is_s && before == b'\'' => {}
            _ => {
                // This may still be a possessive, if its apostrophe is encoded or followed by markup.
                let may_be_possessive = is_s && !before.is_ascii_whitespace();
                let may_be_role = self.syntax.may_be_role(bytes, start, end);
                self.may_hide_words |= may_be_possessive || may_be_role;
                self.report_run(LetterRun { start, end }, word);
                self.may_hide_words |= may_be_possessive || may_be_role;
            }
        }
        self.hidden_until = self.hidden_until.max(hidden_end);
        end
    }

    fn report_run(&mut self, run: LetterRun, word: Option<u32>) {
        let gap = &self.text.as_bytes()[self.last_end.min(run.start)..run.start];
        self.may_hide_words |= self.syntax.may_separate_columns(gap);
        self.last_end = run.end;
        // Something between the two runs may be a word, or the previous run may be only a part of a hidden word.
        let may_hide_words = std::mem::replace(&mut self.may_hide_words, false) || self.last_run < self.hidden_until;
        self.last_run = run.start;
        if word.is_some() {
            self.last_word = run.start;
        }
        self.visitor.visit_run(run, word, !may_hide_words);
    }

    fn read_sign(&mut self, at: usize) -> usize {
        self.may_hide_words |= self.syntax.sign_hides_before(self.text, at);
        let run = LetterRun { start: at, end: at + 1 };
        self.report_run(run, self.vocabulary.find(&self.text[at..=at], self.filter));
        self.may_hide_words = self.syntax.sign_hides_after(self.text, at);
        at + 1
    }

    fn lower_run(&mut self, start: usize, end: usize) {
        self.lower.clear();
        self.lower.push_str(&self.text[start..end]);
        self.lower.make_ascii_lowercase();
    }

    fn read_non_ascii(&mut self, at: usize) -> usize {
        let c = self.text[at..].chars().next().expect("a range begins and ends between characters");
        if self.vocabulary.is_ascii() && char_role(c) == CharRole::Separator {
            self.may_hide_words = true;
            return at + c.len_utf8();
        }
        self.read_chunk(at).max(at + c.len_utf8())
    }

    /// Reads at `&` or `\`, which may begin a character reference or an escape, or may be an ordinary character.
    /// Returns the offset to continue at.
    fn read_encoded(&mut self, at: usize) -> usize {
        let source = &self.text[at..self.end];
        let is_escaped_mark =
            source.strip_prefix('\\').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()));
        self.may_hide_words |= !is_escaped_mark;
        if self.syntax.has_roles && source.starts_with('\\') && self.part(at, Backslash::Vanishes).is_some() {
            self.read_chunk_as(at, Backslash::Vanishes);
            self.read_on_to_role_text(at);
        }
        if self.chunk_part(at).is_some() {
            self.read_chunk(at);
        } else if let Some(escaped) = source.strip_prefix('\\') {
            // `\n` in a quoted string is a space, so a word may begin after the `n`.
            if escaped.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                self.read_chunk(at + escape(source).map_or(2, |escape| escape.len));
            }
        } else if let Some(reference) = reference(source) {
            // The name of the reference is not a word of the text.
            self.hidden_until = self.hidden_until.max(at + reference.len);
            if !source[..reference.len].ends_with(';') {
                // In HTML, `&ltword` is `<` and a word.
                self.read_chunk(at + reference.len);
            }
        }
        at + 1
    }

    fn chunk_part(&self, at: usize) -> Option<ChunkPart<'r>> {
        self.part(at, Backslash::BeginsEscape)
    }

    fn part(&self, at: usize, backslash: Backslash) -> Option<ChunkPart<'r>> {
        chunk_part(self.text, at, self.end, self.vocabulary.is_ascii(), backslash)
    }

    /// If the backslash at `at` joins a word with the text of a role, as in ``H\ :sub:`2` ``, makes a sparse scan read
    /// that text too.
    fn read_on_to_role_text(&mut self, at: usize) {
        let rest = self.text[at + 1..self.end].trim_start();
        if rest.starts_with(':') {
            let start = self.end - rest.len();
            let name = rest.bytes().take(MAX_ROLE_LEN).take_while(|byte| !byte.is_ascii_whitespace());
            if let Some(len) = name.into_iter().position(|byte| byte == b'`') {
                self.last_word = self.last_word.max(start + len);
            }
        }
    }

    fn read_chunk(&mut self, start: usize) -> usize {
        self.read_chunk_as(start, Backslash::BeginsEscape)
    }

    /// Reads the chunk at `start`. Returns the end of the letters before its first encoded part. If no part is encoded,
    /// returns the end of the chunk.
    fn read_chunk_as(&mut self, start: usize, backslash: Backslash) -> usize {
        self.may_hide_words = true;
        let mut letters = String::new();
        let (mut at, mut parts) = (start, 0);
        let mut has_foreign = false;
        let mut plain_end = None;
        while let Some(part) = self.part(at, backslash) {
            if matches!(part, ChunkPart::Encoded { .. } | ChunkPart::Invisible { encoded: true, .. }) {
                // Some formats do not have this encoding. There the word ends here.
                plain_end.get_or_insert(at);
                self.report_words(&letters, Span::new(start, at), has_foreign);
            }
            match part {
                ChunkPart::Letters { text } => {
                    letters.push_str(text);
                    at += text.len();
                }
                ChunkPart::Foreign { len } => {
                    has_foreign = true;
                    at += len;
                }
                ChunkPart::Encoded { text, len } => {
                    letters.push_str(&text);
                    (at, parts) = (at + len, parts + 1);
                }
                ChunkPart::Invisible { len, .. } => (at, parts) = (at + len, parts + 1),
            }
            if parts > MAX_CHUNK_PARTS || letters.len() > MAX_CHUNK_LEN {
                self.visitor.visit_hidden(start, None);
                self.hidden_until = self.hidden_until.max(at);
                return plain_end.unwrap_or(at);
            }
        }
        self.report_words(&letters, Span::new(start, at), has_foreign);
        self.hidden_until = self.hidden_until.max(at);
        plain_end.unwrap_or(at)
    }

    /// Reports the words that the letters of a chunk form. A chunk with a foreign letter (see [`CharRole::Foreign`]) is
    /// a single word that is not in the vocabulary, unless one of its other letters is normalised to a space.
    fn report_words(&mut self, letters: &str, span: Span, has_foreign: bool) {
        if letters.is_empty() || has_foreign && letters.is_ascii() || self.is_in_other_script(letters, span) {
            return;
        }
        // A sign is a word of its own even between letters.
        for sign in
            letters.split_inclusive(|_| true).filter(|c| c.len() == 1 && byte_class(c.as_bytes()[0]) == ByteClass::Sign)
        {
            if let Some(word) = self.vocabulary.find(sign, self.filter) {
                self.visitor.visit_hidden(span.start as usize, Some(word));
            }
        }
        if letters.is_ascii() {
            let word = letters.to_ascii_lowercase();
            return self.report_runs(&[&word], span);
        }
        self.report_normalised(letters, span);
        match NoteMarkReadings::of(letters) {
            NoteMarkReadings::One => {}
            NoteMarkReadings::Two(readings) => {
                readings.iter().for_each(|letters| self.report_normalised(letters, span));
            }
            NoteMarkReadings::Many => self.visitor.visit_hidden(span.start as usize, None),
        }
    }

    /// Reports the words of letters that are not all ASCII. Look-alikes are read both unchanged and as Latin letters,
    /// because the rest of their word may be elsewhere. The letters may be part of an opaque word, such as a path,
    /// whose parts are words of the vocabulary.
    fn report_normalised(&mut self, letters: &str, span: Span) {
        let words = Words::of_address(letters);
        let read_words = |read: &dyn Fn(&Token) -> String| -> Vec<String> {
            let words = words.tokens().iter().filter(|token| token.kind == TokenKind::Word);
            words.map(|token| without_diacritics(read(token).into()).into_owned()).collect()
        };
        for words in
            [read_words(&|token| words.folded(token).to_owned()), read_words(&|token| latinised(words.exact(token)))]
        {
            self.report_runs(&words.iter().map(String::as_str).collect::<Vec<_>>(), span);
        }
    }

    /// Returns whether the letters are a whole word of look-alikes, as in some words of Russian and Greek. Such a word
    /// has no Latin letter, so its look-alikes are not read as Latin either.
    fn is_in_other_script(&self, letters: &str, span: Span) -> bool {
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

    /// Reports the runs of these words, which the text spells in `span`.
    fn report_runs(&mut self, words: &[&str], span: Span) {
        let mut all = words.iter().flat_map(|word| runs(word));
        let Some(first) = all.next() else { return };
        let mut last = first;
        for run in std::iter::once(first).chain(all) {
            self.report_shapes(span.start as usize, |shape| shape.fits(run));
            if let Some(word) = self.vocabulary.find(run, self.filter) {
                self.visitor.visit_hidden(span.start as usize, Some(word));
            }
            last = run;
        }
        self.record_split_word(span, first, last);
    }

    /// Reports the shapes of the filter that `holds` accepts.
    fn report_shapes(&mut self, offset: usize, holds: impl Fn(&RunShape) -> bool) {
        for (shape, id) in self.vocabulary.shapes(self.filter) {
            if holds(shape) {
                self.visitor.visit_hidden(offset, Some(id));
            }
        }
    }

    /// If markup follows `span`, records its `last` word as the start of a split word. If markup precedes `span`,
    /// records its `first` word as the end of one. Returns whether there is such markup.
    fn record_split_word(&mut self, span: Span, first: &str, last: &str) -> bool {
        let bytes = &self.text.as_bytes()[..self.end];
        let may_continue = self.syntax.may_continue_after_markup(bytes, span.end as usize);
        let may_have_begun = self.syntax.may_begin_before_markup(bytes, span.start as usize);
        if may_continue {
            self.report_shapes(span.start as usize, |shape| shape.may_fit_with_more(last));
            self.split_words.add_start(last, span.end as usize, self.vocabulary, self.filter);
        }
        if may_have_begun && !self.split_words.is_empty() {
            self.split_words.add_end(first, span.start as usize);
        }
        may_continue || may_have_begun
    }
}
