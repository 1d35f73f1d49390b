//! Decides which signs and words in the source may hide other words of the prose, or the lack of words between two words.
//!
//! The scanner does not know the format of a document, so it looks for this in every one.

use super::bytes::{ByteClass, byte_class};

/// The name of the only macro of AsciiDoc that may directly follow a word: `wordfootnote:[text]`.
const FOOTNOTE: &str = "footnote:";

/// Returns whether a text may have a footnote of AsciiDoc.
pub(super) fn has_footnotes(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), FOOTNOTE.as_bytes()).is_some()
}

/// Returns the offset of the last byte of each word that a footnote of AsciiDoc touches. The letters of the word and of
/// the macro are one run, so a scan for words would not find the word.
pub(super) fn footnotes_in_words(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_word = |at: &usize| matches!(byte_class(bytes[*at]), ByteClass::Letter | ByteClass::NonAscii);
    memchr::memmem::find_iter(bytes, FOOTNOTE).filter_map(|at| at.checked_sub(1)).filter(is_word)
}

/// Returns whether the word that ends at byte `end` may be the name of a macro of AsciiDoc, as in `see link:x[text]`, or
/// a directive of its preprocessor, such as `endif::x[]`. The prose does not contain it.
pub(super) fn may_be_macro(bytes: &[u8], end: usize) -> bool {
    bytes.get(end) == Some(&b':') && bytes.get(end + 1).is_some_and(|next| !next.is_ascii_whitespace())
}

/// Returns whether the sign at byte `at` may begin something that is not prose: an Obsidian comment, `%% … %%`; in
/// AsciiDoc, a comment, a mark or the line break in `text +`. A plus sign may also join two strings of a script.
pub(super) fn sign_hides_before(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let is_break = || rest.starts_with('+') && text[..at].ends_with(char::is_whitespace);
    rest.starts_with("%%") || rest.starts_with("//") || rest.starts_with('#') || is_break() || joins_strings(text, at)
}

/// Returns whether words may be hidden after the sign at byte `at`. `#` may begin a comment in front matter.
pub(super) fn sign_hides_after(text: &str, at: usize) -> bool {
    text[at..].starts_with('#') || text[..=at].ends_with("%%") || joins_strings(text, at)
}

/// Returns whether the sign at byte `at` is a plus sign with a quotation mark before or after it:
/// `"direct " + "access"`.
fn joins_strings(text: &str, at: usize) -> bool {
    const QUOTES: [char; 3] = ['"', '\'', '`'];
    text[at..].starts_with('+')
        && (text[..at].trim_end().ends_with(QUOTES) || text[at + 1..].trim_start().starts_with(QUOTES))
}
