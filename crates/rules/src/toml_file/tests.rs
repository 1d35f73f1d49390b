//! Tests of reading TOML files and of the advice for each mistake.

use super::*;
use crate::{RuleSet, TermSets};
use wordgate_text::escape::needs_escape;

fn file(text: &str) -> TomlFile {
    TomlFile::new("a.toml", text)
}

/// Returns the message, the marked text and the help of each mistake in a rule file.
fn mistakes(text: &str) -> Vec<(String, String, String)> {
    let errors = RuleSet::load(&[file(text)], &TermSets::default()).err().unwrap_or_default();
    let shown = |error: TomlError| {
        (error.message, text[error.at.unwrap_or_default()].to_owned(), error.help.unwrap_or_default())
    };
    errors.into_iter().map(shown).collect()
}

/// Checks that a rule file with these lines in place of `LINE` has exactly one mistake.
fn check(template: &str, cases: &[(&str, &str, &str, &str)]) {
    for (line, message, marked, help) in cases {
        let found = mistakes(&template.replace("LINE", line));
        assert_eq!(found, [((*message).to_owned(), (*marked).to_owned(), (*help).to_owned())], "{line}");
    }
}

const IN_RULE: &str = "[pack]\nid = 'p'\n[[rule]]\nid = 'r'\npatterns = ['x']\nLINE\n";

#[test]
fn reports_all_mistakes_of_a_file_in_its_order() {
    let text = "[pack]
id = 'p'
titel = 'P'
[terms.t]
case = 'some'
[[rule]]
id = 'a'
patterns = 3
sevrity = 'error'
kind = 'forbit'
full = 'X'
message = 'no {model}'
skip_when = ['negatd', 4]
[[rule]]
patterns = ['direct (access']
recommended = 'true'
[[rule]]
id = 'B'
patterns = ['@t b)']
superseded_by = 'p/x'
valid_until = 31.12.2026
";
    let found: Vec<(String, String)> = mistakes(text).into_iter().map(|(message, at, _)| (message, at)).collect();
    let expected = [
        ("unknown key `titel`", "titel"),
        ("`t` has no `terms`", "[terms.t]"),
        ("unknown value `some` for `case`", "'some'"),
        ("`patterns` must be a list of texts, not a number", "3"),
        ("unknown key `sevrity`", "sevrity"),
        ("unknown value `forbit` for `kind`", "'forbit'"),
        ("unknown context `negatd`", "'negatd'"),
        ("an entry of `skip_when` must be a text, not a number", "4"),
        ("this `[[rule]]` has no `id`", "[[rule]]"),
        ("`(` is not closed", "("),
        ("`recommended` must be `true` or `false`, not a text", "'true'"),
        ("invalid rule id `B`", "'B'"),
        ("`)` has no opening bracket", ")"),
        ("`p/B` is superseded by `p/x`, which does not exist", "'p/x'"),
        ("`31.12.2026` is not written as a date", "31.12.2026"),
    ];
    let expected: Vec<(String, String)> = expected.map(|(message, at)| (message.to_owned(), at.to_owned())).into();
    assert_eq!(found, expected);
}

#[test]
fn reports_what_does_not_follow_from_another_mistake() {
    let of_rule = |keys: &str| -> Vec<String> {
        let found = mistakes(&IN_RULE.replace("LINE", keys));
        found.into_iter().map(|(message, ..)| message).collect()
    };
    let no_capture = "no pattern of the rule captures `zzz`";
    let cases: [(&str, &[&str]); 11] = [
        ("foo = 1\nmessage = '{zzz}'", &["unknown key `foo`", no_capture]),
        ("tags = 1\nmessage = '{zzz}'", &["`tags` must be a list of texts, not a number", no_capture]),
        ("sevrity = 'error'\nkind = 'prefer'", &["`p/r` has no `prefer`", "unknown key `sevrity`"]),
        (
            "tags = 1\nfull = 'X'",
            &["`tags` must be a list of texts, not a number", "`full` is only allowed in rules of kind `first-use`"],
        ),
        (
            "suggest = ['{~quickly}', 1]",
            &["`quickly` has no other forms", "an entry of `suggest` must be a text, not a number"],
        ),
        (
            "unless_near = { patterns = [], within = 'sentence' }\nfoo = 1",
            &["a table of `unless_near` has no patterns", "unknown key `foo`"],
        ),
        // What follows from the mistake is not reported: an unknown key may be meant for the one that is missing.
        ("foo = 'X'\nkind = 'prefer'", &["unknown key `foo`"]),
        ("typ = 'prefer'\nprefer = 'X'", &["unknown key `typ`"]),
        ("kind = 'first'\nfull = 'X'", &["unknown value `first` for `kind`"]),
        ("kind = 'prefer'\nprefer = 1", &["`prefer` must be a text, not a number"]),
        (
            "unless_near = { patterns = [1], within = 'sentence' }",
            &["an entry of `patterns` must be a text, not a number"],
        ),
    ];
    for (keys, expected) in cases {
        let mut found = of_rule(keys);
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{keys}");
    }
    let broken = IN_RULE.replace("'x'", "'(@t'").replace("LINE", "message = '{t}'");
    assert_eq!(mistakes(&broken).len(), 1, "the pattern with the mistake may capture the name");
}

#[test]
fn says_what_a_key_takes() {
    check(
        IN_RULE,
        &[
            (
                "sources = ['memo']",
                "an entry of `sources` must be a table, not a text",
                "'memo'",
                "write `{ name = \"memo\" }`",
            ),
            (
                "sources = 'memo'",
                "`sources` must be a list of tables, not a text",
                "'memo'",
                "write `sources = [{ name = \"memo\" }]`",
            ),
            (
                "fix = true",
                "`fix` must be one of \"safe\", \"unsafe\", \"manual\", not `true`",
                "true",
                "write `fix = \"safe\"`, or \"unsafe\", \"manual\"",
            ),
            (
                "recommended = 'TRUE'",
                "`recommended` must be `true` or `false`, not a text",
                "'TRUE'",
                "write `recommended = true`, without quotes",
            ),
            (
                "within_words = '12'",
                "`within_words` must be a whole number, not a text",
                "'12'",
                "write `within_words = 12`, without quotes",
            ),
            ("within_words = -1", "`within_words` is out of range", "-1", "write a number from 2 to 200"),
            ("title = 2026", "`title` must be a text, not a number", "2026", "write `title = \"2026\"`, in quotes"),
            (
                "tags = 1.5",
                "`tags` must be a list of texts, not a number",
                "1.5",
                "write `tags = [\"1.5\"]`, in quotes",
            ),
            ("examples = ['a']", "`examples` must be a table, not a list", "['a']", "write `examples = { … }`"),
            (
                "examples.fixed = [['a']]",
                "an entry of `fixed` must have 2 entries, not 1",
                "['a']",
                "write `[\"…\", \"…\"]`",
            ),
            ("severity = 'ERROR'", "unknown value `ERROR` for `severity`", "'ERROR'", "did you mean `error`?"),
            (
                "severity = 'fatal'",
                "unknown value `fatal` for `severity`",
                "'fatal'",
                "known values: info, warning, error",
            ),
            (
                "unless_near = { patterns = 'x' }",
                "`unless_near` has no `within`",
                "{ patterns = 'x' }",
                "write `within = \"sentence\"`",
            ),
            ("pattern = 'x'", "unknown key `pattern`", "pattern", "did you mean `patterns`?"),
            (
                "jurisdictions = 'US'",
                "unknown key `jurisdictions`",
                "jurisdictions",
                "`jurisdictions` is a key of `[pack]`; move it there",
            ),
        ],
    );
    check(
        "[pack]\nid = 'p'\nLINE",
        &[
            (
                "owner = 'me'",
                "unknown key `owner`",
                "owner",
                "`owner` is a key of `[defaults]` and `[[rule]]`; move it there",
            ),
            (
                "[rule]\nid = 'r'\npatterns = 'x'",
                "`rule` must be a list of tables, not a table",
                "[rule]",
                "write `[[rule]]`, with two brackets",
            ),
            ("[[rules]]\nid = 'r'\npatterns = 'x'", "unknown key `rules`", "rules", "did you mean `[[rule]]`?"),
        ],
    );
    check(
        "LINE\n[[rule]]\nid = 'r'\npatterns = 'x'",
        &[
            (
                "[[pack]]\nid = 'p'",
                "`pack` must be a table, not a list",
                "[[pack]]",
                "write `[pack]`, with one bracket",
            ),
            ("pack = 'p'", "`pack` must be a table, not a text", "'p'", "write `pack = { id = \"p\" }`"),
            ("[pack]\ntitle = 'x'", "this `[pack]` has no `id`", "[pack]", "write `id = \"…\"`"),
        ],
    );
}

#[test]
fn a_key_that_takes_a_list_takes_one_value() {
    let one = "[pack]\nid = 'p'\njurisdictions = 'US'\n[terms]\nt.terms = 'a'\n[[rule]]\nid = 'r'\npatterns = '@t'\n\
               sources = { name = 'n' }\nsuggest = 's'\nskip_when = 'negated'\nscopes = '-quote'\n\
               unless_near = { patterns = 'y', within = 'sentence' }\nexamples.match = 'm'\n\
               examples.fixed = ['b', 'a']\n";
    let many = "[pack]\nid = 'p'\njurisdictions = ['US']\n[terms]\nt.terms = ['a']\n[[rule]]\nid = 'r'\n\
                patterns = ['@t']\nsources = [{ name = 'n' }]\nsuggest = ['s']\nskip_when = ['negated']\n\
                scopes = ['-quote']\nunless_near = { patterns = ['y'], within = 'sentence' }\n\
                examples.match = ['m']\nexamples.fixed = [['b', 'a']]\n";
    let [one, many] = [one, many].map(|text| RuleSet::load(&[file(text)], &TermSets::default()).unwrap());
    assert_eq!((one.rules[0].hash, &one.packs[0].jurisdictions), (many.rules[0].hash, &many.packs[0].jurisdictions));
    assert_eq!(one.rules[0].examples, many.rules[0].examples);
    assert_eq!(one.rules[0].examples.fixed, [["b".to_owned(), "a".to_owned()]]);
}

#[test]
fn the_json_schema_takes_one_value_too() {
    let schema = TomlSchema::of::<crate::RuleFileToml>();
    let at = |pointer: &str| schema.as_json().pointer(pointer).unwrap();
    let text = serde_json::json!({ "type": "string" });
    let list = serde_json::json!({ "type": "array", "items": text });
    assert_eq!(*at("/$defs/RuleToml/properties/patterns/anyOf"), serde_json::json!([list, text]));
    assert_eq!(*at("/$defs/Defaults/properties/skip_when/anyOf"), serde_json::json!([list, text]));
    assert_eq!(at("/$defs/RuleToml/properties/sources/anyOf/1/$ref"), "#/$defs/SourceToml");
    assert_eq!(at("/properties/rule/type"), "array");
}

#[test]
fn takes_dates_between_quotes_and_shows_others_as_dates() {
    let day = |line: &str| {
        let set = RuleSet::load(&[file(&IN_RULE.replace("LINE", line))], &TermSets::default()).unwrap();
        set.rules[0].validity.last_day.unwrap().to_string()
    };
    assert_eq!([day("valid_until = '2026-12-31'"), day("valid_until = 2026-12-31")], ["2026-12-31", "2026-12-31"]);
    let right = "write `valid_until = 2026-12-31`";
    let cases = [
        ("31.12.2026", "`31.12.2026` is not written as a date", right),
        ("'31/12/2026'", "`31/12/2026` is not written as a date", right),
        ("31 December 2026", "`31 December 2026` is not written as a date", right),
        ("2026-12-31T00:00:00Z", "`2026-12-31T00:00:00Z` is not written as a date", right),
        ("2026/12/31", "`2026/12/31` is not written as a date", right),
        ("20261231", "`20261231` is not written as a date", right),
        ("2026-1-2", "`2026-1-2` is not written as a date", "write `valid_until = 2026-01-02`"),
        ("2026-02-30", "`2026-02-30` is not a date", "that month ends on 2026-02-28"),
        (
            "'3/4/2026'",
            "`3/4/2026` is not written as a date",
            "write `valid_until = 2026-04-03` or `valid_until = 2026-03-04`",
        ),
    ];
    for (value, message, help) in cases {
        check(IN_RULE, &[(&format!("valid_until = {value} # last"), message, value, help)]);
    }
}

#[test]
fn advises_on_syntax() {
    let typographic = "typographic quotation marks cannot enclose a text; straight ones can";
    let unquoted = "texts must be quoted";
    check(
        IN_RULE,
        &[
            ("title = “x”", typographic, "“x”", "write `title = \"x\"`"),
            ("title = ‘x’", typographic, "‘x’", "write `title = 'x'`"),
            ("title = „it's”", typographic, "„it's”", "write `title = \"it's\"`"),
            ("tags = [“x”, “y”]", typographic, "“x”", "write `tags = [\"x\", \"y\"]`"),
            ("title = ‘it’s “x”’", typographic, "‘it’s “x”’", "write `\"` before and after the text"),
            ("title = \"x”", typographic, "”", "write `title = \"x\"`"),
            ("severity = error", unquoted, "error", "write `severity = \"error\"`"),
            ("recommended = True", "invalid boolean, expected `true`", "True", "write `recommended = true`"),
            (
                "title = \"a\0b\"",
                "the control character U+0000 is not allowed here",
                "\0",
                "delete it; it is invisible in most editors",
            ),
            (
                "title = 'a'\ntitle = 'b'",
                "`title` is written twice",
                "title",
                "remove one of the two, or join their values",
            ),
            (
                "title: 'a'",
                "invalid unquoted key, expected letters, numbers, `-`, `_`",
                ":",
                "write `=` between a key and its value",
            ),
            (
                "title = \"C:\\users\"",
                "too few unicode value digits, expected unicode hexadecimal value",
                "s",
                "write `\\\\` for a backslash, or put the text between apostrophes",
            ),
            (
                "tags = ['a' 'b']",
                "missing comma between array elements, expected `,`",
                "'",
                "put a comma between the entries of the list",
            ),
        ],
    );
    let two = "[pack]\nid = 'p'\n[rule]\nid = 'a'\npatterns = 'x'\n[rule]\nid = 'b'\npatterns = 'x'\n";
    let help = "write `[[rule]]`, with two brackets, for each of them";
    assert!(mistakes(two).iter().any(|mistake| mistake.2 == help), "{:?}", mistakes(two));
    let fine = "\u{feff}[pack]\r\nid = 'p'\r\n[[rule]]\r\n\tid = \"r\"\t\r\n\tpatterns = [\t'x', \"a\tb\" ]\r\n";
    assert_eq!(mistakes(fine), []);
}

#[test]
fn names_a_merge_conflict() {
    let help =
        "resolve it: keep the right lines of both sides, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`";
    let message = "a merge conflict is not resolved";
    check(
        IN_RULE,
        &[
            ("<<<<<<< HEAD\ntitle = 'a'\n=======\ntitle = 3\n>>>>>>> other", message, "<<<<<<< HEAD", help),
            ("title = '''\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n'''", message, "<<<<<<< HEAD", help),
            ("title = 'a'\n>>>>>>> other", message, ">>>>>>> other", help),
        ],
    );
    assert_eq!(mistakes(&IN_RULE.replace("LINE", "title = '''\n=======\n'''")), []);
}

#[test]
fn maps_ranges_in_strings_with_quotes_and_escapes() {
    let cases = [
        (r#"p = "direct (access""#, 7..8, "("),
        (r#"p = 'direct (access'"#, 7..8, "("),
        (r#"p = "\"d\u00e9\\(x""#, 5..6, "("),
        ("p = \"\"\"\nab (c\"\"\"", 3..4, "("),
    ];
    for (text, within, expected) in cases {
        let parsed: std::collections::BTreeMap<String, toml::Spanned<String>> = toml::from_str(text).unwrap();
        let value = &parsed["p"];
        assert_eq!(&value.get_ref()[within.clone()], expected, "{text}");
        assert_eq!(&text[file(text).span_in_string(value.span(), within)], expected, "{text}");
    }
}

#[test]
fn quoted_text_parses_to_the_same_text() {
    let text = "a \"b\" \\ c\r\n\t\u{0}\u{1b}\u{7f}\u{85}\u{202e}\u{2028}日🙂'";
    let quoted = quoted(text);
    assert!(!quoted.chars().any(needs_escape), "{quoted}");
    let read: std::collections::BTreeMap<String, String> = toml::from_str(&format!("p = {quoted}")).unwrap();
    assert_eq!(read["p"], text);
}
