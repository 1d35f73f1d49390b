//! Tells the apostrophe of a plural possessive, as in "our users' data", from the end of a quotation in single quotes.
//!
//! Both look the same, so the tokenizer records which quotations are open. If none is, the mark is an apostrophe.
//! Otherwise it most likely ends the quotation, unless the quotation clearly ends later: 'our users' data'.

use super::characters::{OPAQUE, is_space, is_word_char};
use super::normalise::Normalised;

/// The most bytes from the start of a quotation to its end. Beyond it, the mark that began it was something else.
const MAX_QUOTATION: usize = 120;

/// Words that begin with an apostrophe, without it. A decade such as `'90s` does too.
const ELISIONS: [&str; 11] = ["tis", "twas", "em", "til", "till", "cause", "cuz", "bout", "round", "cept", "net"];

/// The quotations in single quotes that are open where the tokenizer is.
#[derive(Debug, Default)]
pub(super) struct SingleQuotes {
    /// The offsets of their opening marks, the outermost first, and whether these are typographic.
    open: Vec<(usize, bool)>,
}

/// What a single quote can be by the characters around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    /// Ends a quotation, or is an apostrophe.
    Closes,
    Other,
}

impl SingleQuotes {
    /// Records the mark at byte `at` if it is a single quote that begins or ends a quotation.
    pub fn record(&mut self, text: &Normalised, at: usize) {
        let Some(mark) = Mark::at(text, at) else { return };
        match mark.role() {
            Role::Opens => self.open.push((at, mark.is_typographic())),
            Role::Closes => self.close(mark),
            Role::Other => {}
        }
    }

    /// Removes the innermost quotation that the mark can end, and those inside it.
    fn close(&mut self, mark: Mark) {
        if let Some(opened) = self.opened(mark) {
            self.open.truncate(opened);
        }
    }

    /// Returns the index of the innermost quotation that the mark can end.
    fn opened(&self, mark: Mark) -> Option<usize> {
        let mut near =
            self.open.iter().enumerate().rev().take_while(|(_, (start, _))| mark.at - start <= MAX_QUOTATION);
        near.find(|(_, (_, typographic))| *typographic == mark.is_typographic()).map(|(index, _)| index)
    }

    /// Returns whether the mark at byte `at`, which follows a word, is the apostrophe of a plural possessive.
    pub fn is_plural_possessive(&self, text: &Normalised, at: usize) -> bool {
        let Some(mark) = Mark::at(text, at).filter(|mark| mark.may_end_plural()) else { return false };
        self.opened(mark).is_none() || mark.quotation_ends_later()
    }
}

/// A single quote.
#[derive(Clone, Copy)]
struct Mark<'n> {
    text: &'n Normalised<'n>,
    at: usize,
    /// The character before normalisation.
    written: char,
}

impl<'n> Mark<'n> {
    fn at(text: &'n Normalised<'n>, at: usize) -> Option<Mark<'n>> {
        text.text[at..].starts_with('\'').then(|| Mark { text, at, written: text.written(at).unwrap_or('\'') })
    }

    fn is_typographic(self) -> bool {
        matches!(self.written, '‘' | '’' | '‚' | '‛')
    }

    fn before(self) -> &'n str {
        &self.text.text[..self.at]
    }

    fn after(self) -> &'n str {
        &self.text.text[self.at + 1..]
    }

    fn role(self) -> Role {
        let (previous, next) = (self.before().chars().next_back(), self.after().chars().next());
        let is_opening = match previous {
            None | Some('(' | '[' | '{' | '<' | '—' | '-' | '/' | '=') => true,
            Some('"' | '\'' | OPAQUE) => next.is_some_and(is_word_char),
            Some(previous) => is_space(previous),
        };
        match self.written {
            '′' | 'ʼ' => Role::Other,
            '’' if is_opening => Role::Other,
            _ if is_opening && next.is_none_or(is_space) => Role::Other,
            _ if is_opening && self.is_elision() => Role::Other,
            _ if is_opening => Role::Opens,
            _ if previous.is_some_and(is_word_char) && next.is_some_and(is_word_char) => Role::Other,
            _ => Role::Closes,
        }
    }

    /// Returns whether the mark stands for letters at the start of a word: `'tis`, `'90s`. In `'cause'` it is a quote.
    fn is_elision(self) -> bool {
        let rest = self.after();
        let (word, rest) = rest.split_at(rest.find(|c| !is_word_char(c)).unwrap_or(rest.len()));
        let is_decade = |digits: &str| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision));
        !rest.starts_with('\'') && (is_known || is_decade(word.trim_end_matches('s')))
    }

    /// Returns whether the mark follows a word in -s, and another word follows it. A pattern is read word by word, so
    /// nothing follows there.
    fn may_end_plural(self) -> bool {
        let rest = self.after();
        let next = rest.trim_start_matches(is_space);
        let word_follows = next.len() < rest.len() && next.starts_with(is_word_char);
        self.before().ends_with(['s', 'S']) && self.written != '′' && (word_follows || rest.is_empty())
    }

    /// Returns whether a mark that can only be the end of a quotation comes before another quotation begins.
    fn quotation_ends_later(self) -> bool {
        let quotes = self.after().bytes().take(MAX_QUOTATION).enumerate().filter(|(_, byte)| *byte == b'\'');
        let marks = quotes.filter_map(|(offset, _)| Mark::at(self.text, self.at + 1 + offset));
        let mut alike = marks.filter(|mark| mark.is_typographic() == self.is_typographic());
        alike
            .find(|mark| mark.role() != Role::Other && !mark.may_end_plural())
            .is_some_and(|mark| mark.role() == Role::Closes)
    }
}
