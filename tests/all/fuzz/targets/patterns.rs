//! Patterns: a syntax error has a place in the pattern, a valid pattern can be expanded and parsed again, and matches
//! are words of the text.

use wordgate_core::matcher::Matcher;
use wordgate_rules::{Case, Pattern, PatternContext};
use wordgate_text::prose::Words;

/// The maximum size of pattern and text in bytes. Larger inputs are slow and find nothing more.
const LONGEST: usize = 2 << 10;

/// Takes the context and the case mode from the first byte, the pattern from the first line and the text from the rest.
pub fn run(data: &[u8]) {
    let Some((choice, rest)) = data.split_first().filter(|(_, rest)| rest.len() <= LONGEST) else { return };
    let Ok(rest) = str::from_utf8(rest) else { return };
    let (source, text) = rest.split_once('\n').unwrap_or((rest, rest));
    let place = [PatternContext::Rule, PatternContext::Guard, PatternContext::Edge, PatternContext::Term]
        [usize::from(*choice) % 4];
    let case = [Case::Any, Case::Smart, Case::Exact][usize::from(*choice / 4) % 3];
    let pattern = match Pattern::parse(source, place, case) {
        Ok(pattern) => pattern,
        Err(error) => {
            assert!(source.get(error.at.clone()).is_some(), "{error:?} has no place in {source:?}");
            assert!(!error.message.is_empty() && !error.help.is_empty());
            return;
        }
    };
    // Compare the second and third expansion: the first one separates signs inside a compound.
    let expanded = pattern.expansion().expanded;
    let once = written_again(&expanded, place, case);
    assert_eq!(written_again(&once, place, case), once, "{source:?} expands to {expanded:?}");
    if place == PatternContext::Rule && !expanded.contains('@') {
        let words = Words::new(text);
        let found = Matcher::from_patterns(&[pattern]).find(&words, &|_, _| false);
        for found in &found {
            assert!(!found.tokens.is_empty() && found.tokens.end <= words.tokens().len());
        }
    }
}

/// Parses an expanded pattern and expands it again.
fn written_again(expanded: &str, place: PatternContext, case: Case) -> String {
    let pattern = Pattern::parse(expanded, place, case);
    pattern
        .unwrap_or_else(|error| panic!("an expansion cannot be parsed: {expanded:?}: {error:?}"))
        .expansion()
        .expanded
}
