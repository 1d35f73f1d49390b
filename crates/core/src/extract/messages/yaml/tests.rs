//! Compares what is read of YAML with what its parser has, and checks kinds of scalars by example.

use super::super::tests::{error, languages, messages};
use super::nodes::is_string;
use crate::extract::{Format, open};
use proptest::prelude::*;
use saphyr_parser::{Event, Parser};

fn read(text: &str) -> Vec<String> {
    messages(text, Format::Yaml)
}

#[test]
fn keys_that_are_languages_name_that_of_their_messages() {
    let languages = |text: &str| languages(text, Format::Yaml);
    assert_eq!(languages("de:\n  a: b\n  fr: [c]\npt-BR:\n  a: b # c\n"), "de de pt");
    assert_eq!(languages("---\nde:\n  a: b\n"), "de");
    assert_eq!(languages("de:\n  a: b\nmore:\n  c: d\n"), "OfFile OfFile");
    assert_eq!(languages("de: a\n"), "OfFile");
    assert_eq!(languages("- de:\n    a: b\n"), "OfFile");
    assert_eq!(languages("to:\n  a: b\n"), "OfFile", "it is a word, too");
}

#[test]
fn string_values_are_read_and_keys_are_not() {
    let text = "fr: &no\n  no: one\n  'no': \"two\"\n  list: [three, {no: four}]\n  other:\n  - five\n  -\n    no: six\n  \
        again: *no\n? [no, no]\n: seven\n--- eight\n...\n---\nno: nine\n";
    assert_eq!(read(text), ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]);
    assert_eq!(read(""), [""; 0]);
    assert_eq!(read("a:\nb: ''\nc: ~\n"), [""; 0]);
}

#[test]
fn plain_scalars_are_folded() {
    assert_eq!(read("a: one\n  two  \n\n\n  thrée # no\nb: x#y:z\n"), ["one two\n\nthrée", "x#y:z"]);
    assert_eq!(read("a: one\r\n  two\r\n\r\n  three\r\n"), ["one two\nthree"]);
}

#[test]
fn quoted_scalars_are_decoded() {
    assert_eq!(read("a: 'it''s\n  \"folded\"'   # no\nb: 'c'\n"), ["it's \"folded\"", "c"]);
    let text = r#"a: "thr\u0065e \"é\" \x41 \t\\n\/" # no"#;
    assert_eq!(read(text), ["three \"é\" A \t\\n/"]);
    assert_eq!(read("a: \"one \\\n    two  \n  three\\\n\n  four\"\n"), ["one two three\nfour"]);
}

#[test]
fn block_scalars_are_mapped() {
    assert_eq!(read("a: |\n  one\n    two\n\n  three\n\nb: c\n"), ["one\n  two\n\nthree", "c"]);
    assert_eq!(read("a: >\n  one\n  two\n\n  three\n    x\n  y\n"), ["one two\nthree\n  x\ny"]);
    assert_eq!(read("- >2-\n   one\n\n\n   two\n"), [" one\n\n\n two"]);
    assert_eq!(read("- |+\n\n  one\r\n  two\r\n\r\n# no\n"), ["one\ntwo"]);
    assert_eq!(read("--- |\none\ntwo\n---\nthree\n"), ["one\ntwo", "three"]);
    assert_eq!(read("a: !x &y # no\n  |2 # no\n\n     one\n    two\n"), ["   one\n  two"]);
}

#[test]
fn only_strings_are_read() {
    let text = "a: 1\nb: true\nc: No\nd: 2026-11-02\ne: 2026-11-02 10:00:00\nf: null\ng: 0x1F\nh: 1.5e3\ni: !!str 12 a\n\
        j: !!binary aGVsbG8=\nk: '1'\nl: !custom text\n";
    assert_eq!(read(text), ["12 a", "1", "text"]);
}

#[test]
fn apis_are_told_by_their_keys() {
    let api = "info:\n  title: A\n  version: no\nopenapi: 3.1.0\npaths:\n  /no:\n    get:\n      summary: B\n      tags: [no]\n      \
        description: |\n        C\n";
    assert_eq!(read(api), ["A", "B", "C"]);
    assert_eq!(read("x:\n  openapi: a\n"), ["a"]);
}

#[test]
fn a_comment_applies_to_the_message_beside_or_below_it() {
    let text = "# wordgate-allow a/b: c\na: one\nb: two # wordgate-allow a/b: c\nc: | # wordgate-allow a/b: c\n  three\n\
        # é wordgate-allow a/b: c\nd: 'four'   # wordgate-allow a/b: c\ne: [five, # wordgate-allow a/b: c\n  six] # wordgate-allow x\n";
    let directive = "<!-- wordgate-allow a/b: c -->\n";
    let mut expected = ["one", "two", "three", "four", "five"].map(|text| format!("{directive}{text}")).to_vec();
    expected.push("<!-- wordgate-allow x -->\nsix".to_owned());
    assert_eq!(read(text), expected);
    assert_eq!(
        read("\u{FEFF}# wordgate-allow a/b: c\na: 'x # wordgate-allow no'\n"),
        ["<!-- wordgate-allow a/b: c -->\nx # wordgate-allow no"]
    );
}

#[test]
fn other_text_is_an_error() {
    for (text, expected) in [
        ("a: [b", "(line 1, column"),
        ("é: 'b", "(line 1, column 4)"),
        ("a: \"b\\q\"", "(line 1, column 4)"),
        ("a:\n\tb: c", "(line 2, column"),
        ("a: b: c", "(line 1, column"),
        ("a: *b", "(line 1, column"),
    ] {
        assert!(error(text, Format::Yaml).contains(expected), "{text}: {}", error(text, Format::Yaml));
    }
}

#[test]
fn hostile_files_are_refused_or_read_in_time() {
    let nested: String = (0..300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(error(&nested, Format::Yaml).contains("nested more than 128 deep (line 129"));
    assert!(error(&"[".repeat(100_000), Format::Yaml).starts_with("this is not YAML"));
    assert!(error(&"- ".repeat(100_000), Format::Yaml).contains("nested"));
    assert!(error(&"? ".repeat(100_000), Format::Yaml).contains("nested"));
    let bomb = format!("a: &a x\nb: [{}]\n", "*a, ".repeat(101));
    assert!(error(&bomb, Format::Yaml).contains("more than 100 aliases (line 2"));
    let lists: String =
        (1..10).map(|at| format!("a{at}: &a{at} [{}x]\n", format!("*a{}, ", at - 1).repeat(9))).collect();
    assert_eq!(read(&format!("a0: &a0 text\n{lists}")).len(), 10);
    let long = format!("[{}]", "é b, ".repeat(200_000));
    assert_eq!(read(&long).len(), 200_000);
}

/// Returns the strings of a file as the parser decodes them.
fn decoded(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for event in Parser::new_from_str(text) {
        if let Event::Scalar(value, style, _, tag) = event.ok()?.0
            && is_string(&value, style, tag.as_deref())
            && !value.trim().is_empty()
        {
            found.push(value.trim().to_owned());
        }
    }
    Some(found)
}

proptest! {
    /// The text of each scalar is the one that the parser has, but for the white space around it, and each character
    /// leads back to its source.
    #[test]
    fn scalars_are_decoded_as_by_the_parser(parts in proptest::collection::vec(
        prop_oneof![
            Just("- "), Just("\n"), Just("\n\n"), Just("\r\n"), Just("\n "), Just("\n  "), Just("\n   "), Just("  "),
            Just("- |\n  "), Just("- >\n  "), Just("- >1-\n "), Just("- |+\n\n   "), Just("\t"), Just("- '"), Just("'"),
            Just("''"), Just("- \""), Just("\""), Just("\\\n"), Just("\\n"), Just("\\u0065"), Just("\\ "), Just("a"),
            Just("é b"), Just("日"), Just("#"), Just(" # x"), Just("["), Just("]"), Just(", "), Just("\n- "), Just("---\n"),
            Just("- &a "), Just("- !!str # x\n  "), Just("- !<x> |\n  "), Just("- &a >2\n    "), Just("&b "), Just("!c "),
        ], 0..14)) {
        let text = parts.concat();
        if let Some(expected) = decoded(&text) {
            let trimmed: Vec<String> = read(&text).iter().map(|text| text.trim().to_owned()).collect();
            prop_assert_eq!(trimmed, expected, "{:?}", text);
        }
    }

    #[test]
    fn reading_any_text_terminates(text in r#"([\[\]{}:,#'"\\|>&*!%@?~<=-]|[ \n\r\t]|---|\.\.\.|a|1|é|\u{FEFF}|wordgate-allow){0,60}"#) {
        let _ = open(text.into_bytes(), Format::Yaml);
    }
}
