//! Tests of word parts and built-in classes in patterns.

use super::*;
use crate::toml_file::TomlFile;

fn mistake(pattern: &str) -> PatternError {
    Pattern::parse(pattern, PatternContext::Rule, Case::Any).expect_err(pattern)
}

#[test]
fn word_parts_have_three_characters_and_one_star() {
    let cases = [
        ("use * now", "*", "stands alone", "`*GPT` or `GPT*`"),
        ("@model*", "*", "stands alone", "`\\*`"),
        ("*AI", "*AI", "fewer than 3 characters", "`(a|b)`"),
        ("use e-*", "e-*", "fewer than 3 characters", "`(a|b)`"),
        ("*GPT*", "*GPT*", "two `*`", "`(*GPT|GPT*)`"),
        ("open*source", "open*", "neither begins nor ends", "`*GPT` or `GPT*`"),
        ("open**", "open*", "neither begins nor ends", "`*GPT` or `GPT*`"),
        ("GPT*~", "GPT*~", "cannot be inflected", "remove the `~`"),
        ("GPT~*", "*", "cannot be inflected", "remove the `~`"),
        ("*access~", "*access~", "cannot be inflected", "remove the `~`"),
        ("*access(es)", "*access", "neither begins nor ends", "a space after"),
        ("--*", "--*", "fewer than 3 characters", ""),
        ("C++*", "C++*", "not part of a word", "letters, digits"),
        ("--all*", "--all*", "not part of a word", "letters, digits"),
        ("*GPT's", "*GPT's", "not part of a word", "letters, digits"),
    ];
    for (pattern, marked, message, help) in cases {
        let error = mistake(pattern);
        assert_eq!(&pattern[error.at], marked, "{pattern}");
        assert!(error.message.contains(message), "{pattern}: {}", error.message);
        assert!(error.help.contains(help) && error.help.contains("`\\*`"), "{pattern}: {}", error.help);
    }
}

#[test]
fn word_parts_are_written_out_as_in_the_pattern() {
    for (pattern, case, expected) in [
        ("*GPT GPT* (non-*|*-free)", Case::Any, "*gpt gpt* (non-*|*-free)"),
        ("*GPT non-GA* open-source-*", Case::Exact, "*GPT non-GA* open-source-*"),
        (r"GPT\* \*GPT", Case::Any, r"gpt \* gpt"),
    ] {
        let pattern = Pattern::parse(pattern, PatternContext::Rule, case).unwrap();
        assert_eq!(pattern.expansion().expanded, expected);
    }
}

#[test]
fn built_in_classes_cannot_be_redefined() {
    let file =
        "[pack]\nid = 'p'\n[terms.number]\nterms = ['1', '2']\n[[rule]]\nid = 'r'\npatterns = ['@number users']\n";
    let errors = RuleSet::load(&[TomlFile::new("p.toml", file)], &TermSets::default()).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(format!("{:?}", errors[0]).contains("`number` is a built-in class"), "{errors:?}");
}

#[test]
fn an_unknown_set_may_be_a_misspelled_class() {
    let sets = TermSets::default();
    let help = |pattern| sets.pattern(pattern, PatternContext::Rule).unwrap_err().help;
    assert_eq!(help("@percnt growth"), "did you mean `@percent`?");
    assert!(help("@zzz growth").contains("@number, @percent, @money, @count, @year, @duration are built in"));
}

#[test]
fn classes_are_captures_and_their_parts_are_not() {
    let pattern = TermSets::default().pattern("earn @money in @duration", PatternContext::Rule).unwrap();
    assert_eq!(pattern.captures(), ["money", "duration"]);
    let expansion = pattern.expansion();
    assert_eq!(expansion.expanded, "earn @money in @duration");
    assert!(expansion.sets["money"].len() < 12 && expansion.sets.len() == 2, "{expansion:?}");
    assert!(TermSets::default().pattern("@.digits", PatternContext::Rule).is_err());
}
