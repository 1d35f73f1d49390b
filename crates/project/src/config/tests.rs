//! Tests of which rules are on, and with which severity, for a configuration and a command line.

use super::Overrides;
use crate::session::{Failure, Session, sample};
use std::path::Path;
use wordgate_rules::Severity;
use wordgate_text::prose::Scope;

fn list(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn session(config: &str, overrides: &Overrides) -> Result<Session, Failure> {
    sample::session(Path::new("/work"), config, overrides)
}

fn active(config: &str, overrides: &Overrides) -> Vec<String> {
    let session = session(config, overrides).expect("a sound configuration");
    let rules = session.rules.rules.iter().zip(&session.selection.active);
    rules.filter(|(_, on)| **on).map(|(rule, _)| rule.id.to_string()).collect()
}

#[test]
fn the_command_line_overrides_the_configuration() {
    let none = Overrides::default();
    let packs = |ids: &[&str]| Overrides { packs: list(ids), ..Overrides::default() };
    let only = |ids: &[&str]| Overrides { only: list(ids), ..Overrides::default() };
    let ignore = |ids: &[&str]| Overrides { ignore: list(ids), ..Overrides::default() };
    let added = Overrides { rules: vec!["own.toml".into()], ..Overrides::default() };
    let everything = &["a/optional", "a/protected", "a/recommended", "b/twin", "own/twin"][..];
    let cases: &[(&str, Overrides, &[&str])] = &[
        ("", none.clone(), &["a/protected", "a/recommended", "own/twin"]),
        ("packs = ['b']", none.clone(), &["b/twin"]),
        ("packs = ['b']", added, &["b/twin", "own/twin"]),
        ("packs = []", none.clone(), &[]),
        ("extend_packs = ['b']", none.clone(), &["a/protected", "a/recommended", "b/twin", "own/twin"]),
        ("packs = ['recommended']\nextend_packs = ['b']", none.clone(), &["a/protected", "a/recommended", "b/twin"]),
        ("packs = ['b']\nextend_packs = ['own']", packs(&["a"]), &["a/optional", "a/protected", "a/recommended"]),
        ("", packs(&["all"]), everything),
        ("", packs(&["recommended"]), &["a/protected", "a/recommended"]),
        ("packs = 'press'", none.clone(), &["a/optional", "a/protected", "own/twin"]),
        ("packs = ['b']\nextend_packs = 'press'", none.clone(), &["a/optional", "a/protected", "b/twin", "own/twin"]),
        ("packs = ['press']\ndisable = ['own']", none.clone(), &["a/optional", "a/protected"]),
        ("packs = ['b']", packs(&["press"]), &["a/optional", "a/protected", "own/twin"]),
        ("disable = ['a']", packs(&["press"]), &["own/twin"]),
        ("", packs(&["b", "own"]), &["b/twin", "own/twin"]),
        ("disable = ['own', 'a/protected']", none.clone(), &["a/recommended"]),
        ("disable = ['a']", none.clone(), &["own/twin"]),
        ("disable = ['b']", packs(&["b"]), &["b/twin"]),
        ("disable = ['a/optional']", packs(&["a"]), &["a/protected", "a/recommended"]),
        ("disable = ['b/twin']", only(&["b/twin"]), &["b/twin"]),
        ("", only(&["optional"]), &["a/optional", "a/protected"]),
        ("", ignore(&["own", "recommended"]), &[]),
        ("", Overrides { ignore: list(&["a/protected"]), ..only(&["a/optional"]) }, &["a/optional"]),
    ];
    for (config, overrides, expected) in cases {
        assert_eq!(active(config, overrides), *expected, "{config} with {overrides:?}");
    }
}

#[test]
fn locates_unknown_names_and_suggests_known_ones() {
    let cases = [
        ("packs = ['reccommended']", "'reccommended'", "did you mean `recommended`?"),
        ("extend_packs = ['zzzzz']", "'zzzzz'", "known packs: a, b, own; known profiles: press, recommended, all"),
        ("packs = ['pres']", "'pres'", "did you mean `press`?"),
        ("disable = ['press']", "'press'", "name its rules or packs; `wordgate rules --pack press` lists the rules"),
        (
            "[severity]\npress = 'info'",
            "press",
            "name its rules or packs; `wordgate rules --pack press` lists the rules",
        ),
        ("[[override]]\npaths = 'x'\npacks = 'pres'", "'pres'", "did you mean `press`?"),
        ("disable = ['a/optinal']", "'a/optinal'", "did you mean `a/optional`?"),
        ("disable = ['optional']", "'optional'", "did you mean `a/optional`?"),
        ("severity = { 'a/recomended' = 'info' }", "'a/recomended'", "did you mean `a/recommended`?"),
        ("[[override]]\npaths = ['x']\ndisable = ['b/twim']", "'b/twim'", "did you mean `b/twin`?"),
        ("exclude = ['a[']", "'a['", "`*` does not match a slash, `**` does; write `[*]` for a star"),
    ];
    for (config, at, help) in cases {
        let Err(Failure::Toml(mistakes)) = session(config, &Overrides::default()) else { panic!("{config} passed") };
        let place = mistakes[0].at.clone().expect("a place");
        assert_eq!(&config[place], at, "{config}");
        assert_eq!(mistakes[0].help.as_deref(), Some(help), "{config}");
    }
}

#[test]
fn suggests_known_names_for_the_command_line() {
    let cases = [
        (Overrides { packs: list(&["oWn"]), ..Overrides::default() }, "did you mean `own`?"),
        (Overrides { only: list(&["optionl"]), ..Overrides::default() }, "did you mean `optional`?"),
        (Overrides { only: list(&["twin"]), ..Overrides::default() }, "write one of b/twin, own/twin"),
        (Overrides { ignore: list(&["own/twn"]), ..Overrides::default() }, "did you mean `own/twin`?"),
    ];
    for (overrides, expected) in cases {
        let Err(Failure::Usage { help, .. }) = session("", &overrides) else { panic!("{overrides:?} passed") };
        assert_eq!(help.as_deref(), Some(expected));
    }
}

#[test]
fn a_later_override_and_a_single_rule_take_precedence() {
    let config = "
        packs = ['all']
        severity = { 'a/optional' = 'warning', a = 'info' }
        scopes = { quote = false }
        [[override]]
        paths = ['docs/**']
        severity = { b = 'info' }
        scopes = { code = true }
        [[override]]
        paths = ['docs/old']
        disable = ['b']
        severity = { 'a/optional' = 'error' }
        scopes = ['-heading', '-code']
    ";
    let session = session(config, &Overrides::default()).expect("a sound configuration");
    let at = |path: &str| {
        let policy = session.policies.policy(path);
        let shown = [0, 2, 3].map(|rule| policy.severities[rule]);
        let scopes = [Scope::Quote, Scope::Code, Scope::Heading].map(|scope| policy.scopes.contains(scope));
        (shown, scopes)
    };
    let (error, warning, info) = (Some(Severity::Error), Some(Severity::Warning), Some(Severity::Info));
    assert_eq!(at("README.md"), ([warning, info, error], [false, false, true]));
    assert_eq!(at("docs/a.md"), ([warning, info, info], [false, true, true]));
    assert_eq!(at("docs/old/a.md"), ([error, info, None], [false, false, false]));
}

#[test]
fn files_with_the_same_overrides_share_a_policy() {
    let session = session("[[override]]\npaths = ['docs']", &Overrides::default()).expect("sound");
    let one = session.policies.policy("docs/a.md").severities;
    let other = session.policies.policy("docs/b/c.md").severities;
    assert!(std::sync::Arc::ptr_eq(&one, &other));
}

#[test]
fn the_date_is_from_the_flag_then_the_file_then_the_clock() {
    let flag = Overrides { as_of: Some(jiff::civil::date(2027, 1, 1)), ..Overrides::default() };
    let day = |config: &str, overrides: &Overrides| session(config, overrides).expect("sound").as_of.to_string();
    assert_eq!(day("as_of = 2025-05-05", &flag), "2027-01-01");
    assert_eq!(day("as_of = 2025-05-05", &Overrides::default()), "2025-05-05");
    assert_eq!(day("", &Overrides::default()), "2026-11-22");
}
