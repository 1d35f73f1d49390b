//! Tests of reading the configuration file and of locating mistakes in it.

use super::Config;
use wordgate_rules::toml_file::{TomlError, TomlFile};

fn parse(text: &str) -> Result<Config, TomlError> {
    Config::parse(&TomlFile::new("wordgate.toml", text)).map_err(|mistakes| {
        assert_eq!(mistakes.len(), 1, "{text}: {mistakes:?}");
        mistakes[0].clone()
    })
}

fn located_error(text: &str) -> (String, String, Option<String>) {
    let error = parse(text).unwrap_err();
    let at = error.at.expect("a mistake in a file has a place");
    (error.message, text[at].to_owned(), error.help)
}

#[test]
fn a_full_configuration_survives_a_round_trip() {
    let text = r#"
        packs = ["recommended"]
        include = ["docs/**", { glob = "*.tmpl", format = "html" }]
        fail_on = "never"
        as_of = 2026-11-22
        [severity]
        "p/a" = "warning"
        p = "info"
        [scopes]
        quote = false
        code = true
        [terms.product]
        case = "smart"
        terms = ["Word Gate"]
        [[override]]
        paths = ["docs/old/**"]
        disable = ["p/a"]
        scopes = { heading = false }
    "#;
    let config = parse(text).unwrap();
    let written = toml::to_string(&config).unwrap();
    let again = parse(&written).unwrap();
    assert_eq!(toml::to_string(&again).unwrap(), written);
    assert!(written.contains("as_of = 2026-11-22"), "{written}");
    assert_eq!(config.severity.len(), 2);
}

#[test]
fn as_of_may_be_a_string() {
    let date = |text: &str| parse(text).unwrap().as_of.unwrap().0;
    assert_eq!(date("as_of = '2026-02-03'"), date("as_of = 2026-02-03"));
}

#[test]
fn locates_mistakes() {
    let cases = [
        ("pack = ['x']", "unknown key `pack`", "pack", Some("did you mean `packs`?")),
        ("[[override]]\npath = ['x']", "unknown key `path`", "path", Some("did you mean `paths`?")),
        ("fail_on = 'eror'", "unknown value `eror` for `fail_on`", "'eror'", Some("did you mean `error`?")),
        ("scopes = { qoute = true }", "unknown key `qoute`", "qoute", Some("did you mean `quote`?")),
        (
            "include = [{ glob = 'x', format = 'markdwn' }]",
            "unknown value `markdwn` for `format`",
            "'markdwn'",
            Some("did you mean `markdown`?"),
        ),
        (
            "include = [{ glob = 'x', formt = 'html', format = 'html' }]",
            "unknown key `formt`",
            "formt",
            Some("did you mean `format`?"),
        ),
        ("as_of = '2026-02-30'", "`2026-02-30` is not a date", "'2026-02-30'", Some("that month ends on 2026-02-28")),
        (
            "as_of = 31.12.2026",
            "`31.12.2026` is not written as a date",
            "31.12.2026",
            Some("write `as_of = 2026-12-31`"),
        ),
        (
            "[severity]\nexclude = ['x']",
            "`exclude` must be one of \"info\", \"warning\", \"error\", not a list",
            "['x']",
            Some("`exclude` is a key of the whole file; move it above the first `[…]` line"),
        ),
        (
            "[override]\npaths = 'x'",
            "`override` must be a list of tables, not a table",
            "[override]",
            Some("write `[[override]]`, with two brackets"),
        ),
        (
            "include = [3]",
            "an entry of `include` must be a text or a table, not a number",
            "3",
            Some("write `\"3\"`, in quotes"),
        ),
        ("scopes = 3", "`scopes` must be a table or a list of \"paragraph\"", "3", None),
        ("<<<<<<< a\n=======\n>>>>>>> b", "a merge conflict is not resolved", "<<<<<<< a", None),
        ("severity = { p = 'fatal' }", "unknown value `fatal` for `p`", "'fatal'", None),
    ];
    for (text, message, at, help) in cases {
        let (found, found_at, found_help) = located_error(text);
        assert!(found.starts_with(message), "{text}: {found}");
        assert_eq!(found_at, at, "{text}");
        if help.is_some() {
            assert_eq!(found_help.as_deref(), help, "{text}");
        }
    }
}

#[test]
fn reports_all_mistakes_in_the_order_of_the_file() {
    let text = "packs = 3\nexlude = 'x'\nas_of = 1.2.2026\n[[override]]\ndisable = ['x']\nscopes = { qoute = 1 }\n\
                [[waiver]]\nrule = 'a/b'\nexpires = 'soon'\n";
    let mistakes = Config::parse(&TomlFile::new("wordgate.toml", text)).unwrap_err();
    let messages: Vec<&str> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`packs` must be a list of texts, not a number",
            "unknown key `exlude`",
            "`1.2.2026` is not written as a date",
            "this `[[override]]` has no `paths`",
            "unknown key `qoute`",
            "this `[[waiver]]` has no `path`",
            "this `[[waiver]]` has no `text`",
            "this `[[waiver]]` has no `reason`",
            "this `[[waiver]]` has no `approver`",
            "`soon` is not a date",
        ]
    );
}

#[test]
fn a_key_that_takes_a_list_takes_one_value() {
    let one = "packs = 'all'\nexclude = 'vendor'\ninclude = { glob = '*.x', format = 'text' }\nscopes = '-quote'\n\
               document_date = 'date'\nreading.keys = 'x'\nterms.t.terms = 'y'\n[[override]]\npaths = 'p'\ndisable = 'd'\n";
    let many = "packs = ['all']\nexclude = ['vendor']\ninclude = [{ glob = '*.x', format = 'text' }]\nscopes = ['-quote']\n\
                document_date = ['date']\nreading.keys = ['x']\nterms.t.terms = ['y']\n[[override]]\npaths = ['p']\ndisable = ['d']\n";
    let [one, many] = [one, many].map(|text| toml::to_string(&parse(text).unwrap()).unwrap());
    assert_eq!(one, many);
    assert_eq!(
        toml::to_string(&parse("include = 'docs'").unwrap()).unwrap(),
        toml::to_string(&parse("include = ['docs']").unwrap()).unwrap()
    );
}
