//! Names as patterns, such as the names of an organisation in the configuration.

use crate::node::Case;
use crate::pattern::{Pattern, PatternContext, PatternError};
use wordgate_text::prose::{TokenKind, Words};

/// The most words of a name.
const MAX_WORDS: usize = 12;

impl Pattern {
    /// Creates the pattern for a name, written as in a text. None of its characters is an operator. A capital in the
    /// name must be a capital in the text.
    ///
    /// # Errors
    /// If the name has no word, or more than a name has.
    pub fn name(name: &str) -> Result<Pattern, PatternError> {
        // Marks at the ends are not part of what a sentence repeats: "Acme Inc."
        let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '$' | '%'));
        let mut escaped = String::with_capacity(name.len());
        for c in name.chars() {
            if c.is_ascii_punctuation() && !matches!(c, '-' | '.' | '_') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        let words = Words::new(name);
        let count = words.tokens().iter().filter(|token| token.kind == TokenKind::Word).count();
        let wrong = |message: &str| PatternError {
            at: 0..name.len(),
            message: message.to_owned(),
            help: "write the name as in a text, such as \"Acme\" or \"Acme Cloud\"".to_owned(),
        };
        match count {
            0 => Err(wrong("the name has no word")),
            1..=MAX_WORDS => Pattern::parse(&escaped, PatternContext::Term, Case::Smart),
            _ => Err(wrong("the name has more than 12 words")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_literal() {
        for name in [
            "Acme", "Acme Cloud", "AT&T", "Ben & Jerry's", "Yahoo!", "C++", "Node.js", "@acme", "Acme (UK)", "'o3'",
            "Acme Inc.", "A*B", "a|b", "e.on",
        ] {
            let pattern = Pattern::name(name).unwrap_or_else(|error| panic!("{name}: {}", error.message));
            assert_eq!(pattern.parts.len(), 1, "{name}");
        }
        assert!(Pattern::name("").is_err());
        assert!(Pattern::name(" & ").is_err());
        assert!(Pattern::name(&"a ".repeat(13)).is_err());
    }
}
