//! Joins words that are divided at the ends of lines.
//!
//! Whether a hyphen at the end of a line belongs to the word is not written in a document. The other words of the document
//! tell: `mod-els` is `models` if the document has that word elsewhere, and `well-known` keeps its hyphen if the document
//! has that, or has both parts as words. If nothing tells, the hyphen is only that of the line.

use super::paragraphs::Paragraph;
use super::segments::RAISED;
use rustc_hash::FxHashSet;

/// The words of a document.
pub(super) struct WordList(FxHashSet<String>);

impl WordList {
    pub fn new(paragraphs: &[Paragraph]) -> WordList {
        let mut words = FxHashSet::default();
        for line in paragraphs.iter().flat_map(|paragraph| &paragraph.lines) {
            let text = line.text.trim_end();
            let divided = if ends_with_hyphen(text) { text.rsplit(' ').next().unwrap_or_default().len() } else { 0 };
            for word in text[..text.len() - divided].split(' ') {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                if word.contains('-') {
                    words.extend(word.split('-').map(str::to_owned));
                }
                words.insert(word);
            }
        }
        WordList(words)
    }

    /// Appends the next line of a paragraph to its text.
    pub fn append(&self, text: &mut String, line: &str) {
        let line = line.trim();
        let stem = text.trim_end_matches(RAISED);
        if stem.is_empty() || line.is_empty() || !ends_with_hyphen(stem) || !line.starts_with(char::is_lowercase) {
            if !text.is_empty() && !joins_without_space(text, line) {
                text.push(' ');
            }
            text.push_str(line);
            return;
        }
        let is_soft = stem.ends_with('\u{AD}');
        let hyphen = stem.chars().next_back().map_or(0, char::len_utf8);
        let before = &stem[..stem.len() - hyphen];
        let first = before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().to_lowercase();
        let second = line.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().to_lowercase();
        let has = |word: &str| self.0.contains(word);
        let is_joined = is_soft
            || has(&format!("{first}{second}"))
            || !(has(&format!("{first}-{second}")) || has(&first) && has(&second));
        if is_joined {
            text.truncate(before.len());
        }
        text.push_str(line);
    }
}

/// Returns whether a text ends with a hyphen after a letter.
fn ends_with_hyphen(text: &str) -> bool {
    let before = text.strip_suffix(['-', '\u{AD}', '\u{2010}']);
    before.is_some_and(|before| before.ends_with(char::is_alphabetic))
}

/// Returns whether the lines of a script without spaces meet.
fn joins_without_space(text: &str, line: &str) -> bool {
    let is_wide = |c: char| matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    text.ends_with(is_wide) && line.starts_with(is_wide)
}
