//! Tests of reading the configuration file and of locating mistakes in it.

use super::Config;
use wordgate_rules::toml_file::{TomlError, TomlFile};

fn parse(text: &str) -> Result<Config, TomlError> {
    Config::parse(&TomlFile::new("wordgate.toml", text))
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
        ("fail_on = 'eror'", "unknown value `eror`", "'eror'", Some("did you mean `error`?")),
        ("scopes = { qoute = true }", "unknown value `qoute`", "qoute", Some("did you mean `quote`?")),
        (
            "include = [{ glob = 'x', format = 'markdwn' }]",
            "unknown value `markdwn`",
            "'markdwn'",
            Some("did you mean `markdown`?"),
        ),
        ("include = [{ globs = 'x' }]", "unknown key `globs`", "globs", Some("did you mean `glob`?")),
        ("as_of = '2026-02-30'", "`2026-02-30` is not a date; write it as 2026-11-22", "'2026-02-30'", None),
        ("severity = { p = 'fatal' }", "unknown value `fatal`", "'fatal'", None),
    ];
    for (text, message, at, help) in cases {
        let (found, found_at, found_help) = located_error(text);
        assert_eq!((found.as_str(), found_at.as_str()), (message, at), "{text}");
        if help.is_some() {
            assert_eq!(found_help.as_deref(), help, "{text}");
        }
    }
}
