//! Which of several overlapping matches is reported, on whole documents: nested, crossing and equal matches, inside a
//! pack and between packs, and phrases that are allowed.

use super::tests::{findings, lint, lint_allowing};
use crate::finding::Reason;

/// Returns a pack with these rules: id, severity or `allow`, pattern.
fn pack(id: &str, rules: &[(&str, &str, &str)]) -> String {
    let rule = |(id, severity, pattern): &(&str, &str, &str)| match *severity {
        "allow" => format!("[[rule]]\nid = '{id}'\nkind = 'allow'\npatterns = ['{pattern}']\n"),
        severity => format!("[[rule]]\nid = '{id}'\nseverity = '{severity}'\npatterns = ['{pattern}']\n"),
    };
    format!("[pack]\nid = '{id}'\n{}", rules.iter().map(rule).collect::<String>())
}

/// Returns `rule: text, reason` for each skipped match.
fn skipped(rules: &str, text: &str) -> Vec<String> {
    lint(rules, text).skipped.iter().map(|s| format!("{}: {}, {}", s.rule, s.text, s.reason)).collect()
}

#[test]
fn the_longer_of_nested_matches_wins() {
    let rules = pack("p", &[("a", "error", "master"), ("b", "error", "master/slave"), ("c", "error", "slave node")]);
    assert_eq!(findings(&rules, "master/slave, master"), ["p/b: master/slave", "p/a: master"]);
    assert_eq!(skipped(&rules, "master/slave, master"), ["p/a: master, overlaps a stronger match of p/b"]);
    let inner = pack("p", &[("a", "error", "to"), ("b", "error", "access to models")]);
    assert_eq!(findings(&inner, "access to models"), ["p/b: access to models"]);
}

#[test]
fn a_more_severe_rule_beats_a_longer_match() {
    let rules = pack("p", &[("a", "error", "slave"), ("b", "warning", "master/slave set-up")]);
    assert_eq!(findings(&rules, "a master/slave set-up"), ["p/a: slave"]);
    assert_eq!(
        skipped(&rules, "a master/slave set-up"),
        ["p/b: master/slave set-up, overlaps a stronger match of p/a"]
    );
    let info = pack("p", &[("a", "warning", "one"), ("b", "info", "one two"), ("c", "info", "two three")]);
    // `b` loses to `a`, so it no longer competes with `c`.
    assert_eq!(findings(&info, "one two three"), ["p/a: one", "p/c: two three"]);
}

#[test]
fn the_longer_then_the_first_of_crossing_matches_wins() {
    let longer = pack("p", &[("a", "error", "one two"), ("b", "error", "two thousand")]);
    assert_eq!(findings(&longer, "one two thousand"), ["p/b: two thousand"]);
    let same = pack("p", &[("b", "error", "one two"), ("a", "error", "two six")]);
    assert_eq!(findings(&same, "one two six"), ["p/b: one two"]);
    let chain = pack("p", &[("a", "error", "one two"), ("b", "error", "two six"), ("c", "error", "six ten")]);
    assert_eq!(findings(&chain, "one two six ten"), ["p/a: one two", "p/c: six ten"]);
}

#[test]
fn the_first_id_of_equal_matches_wins() {
    let rules = pack("p", &[("b", "error", "direct access"), ("a", "error", "direct access")]);
    assert_eq!(findings(&rules, "direct access"), ["p/a: direct access"]);
    assert_eq!(skipped(&rules, "direct **access**"), ["p/b: direct access, overlaps a stronger match of p/a"]);
}

#[test]
fn matches_that_only_touch_do_not_compete() {
    let rules = pack("p", &[("a", "error", "one two"), ("b", "error", "three")]);
    assert_eq!(findings(&rules, "one two-three"), ["p/a: one two", "p/b: three"]);
}

#[test]
fn packs_do_not_compete() {
    let rules = [
        pack("p", &[("a", "error", "direct access")]),
        pack("q", &[("nested", "info", "access"), ("crossing", "info", "access to models")]),
        pack("r", &[("equal", "warning", "direct access")]),
    ];
    let text = "direct access to models";
    let found = ["p/a: direct access", "r/equal: direct access", "q/crossing: access to models"];
    assert_eq!(findings(&rules.join("----"), text), found);
    assert_eq!(skipped(&rules.join("----"), text), ["q/nested: access, overlaps a stronger match of q/crossing"]);
}

#[test]
fn an_allowed_phrase_drops_matches_inside_it() {
    let rules = pack("p", &[("a", "error", "master~"), ("b", "error", "class of"), ("ok", "allow", "master class~")]);
    assert_eq!(findings(&rules, "A master class for masters"), ["p/a: masters"]);
    assert_eq!(skipped(&rules, "master class"), ["p/a: master, inside a phrase that p/ok allows"]);
    // A match that only crosses the phrase or covers it is reported.
    assert_eq!(findings(&rules, "the master class of"), ["p/b: class of"]);
    let wide = pack("p", &[("a", "error", "the master class"), ("ok", "allow", "master class")]);
    assert_eq!(findings(&wide, "the master class"), ["p/a: the master class"]);
}

#[test]
fn allowed_phrases_apply_to_their_pack_and_those_of_the_configuration_everywhere() {
    let rules = [
        pack("p", &[("a", "error", "access"), ("ok", "allow", "open access")]),
        pack("q", &[("a", "error", "access")]),
    ];
    assert_eq!(findings(&rules.join("----"), "open access"), ["q/a: access"]);
    let lint = lint_allowing(&rules[1], &["access day"], "access day, access");
    assert_eq!(lint.findings.len(), 1);
    assert_eq!(lint.skipped[0].reason, Reason::Allowed(None));
    assert_eq!(lint.skipped[0].reason.to_string(), "inside a phrase that the configuration allows");
}

#[test]
fn an_allowed_match_does_not_compete() {
    // `b` is longer than `a`, but the allowed phrase drops it first.
    let rules = pack("p", &[("a", "error", "six open"), ("b", "error", "open access"), ("ok", "allow", "open access")]);
    assert_eq!(findings(&rules, "six open access"), ["p/a: six open"]);
}
