//! Rewordings on small documents: captures, form, casing, article, and who may apply them.

use super::tests::{lint, rule};
use crate::finding::Suggestion;

fn suggestions(keys: &str, text: &str) -> Vec<Suggestion> {
    let lint = lint(&rule(keys), text);
    assert_eq!(lint.findings.len(), 1, "{keys} on {text}");
    lint.findings.into_iter().next().unwrap().suggestions
}

/// The text of the first suggestion, and `-` when there is none.
fn first(keys: &str, text: &str) -> String {
    suggestions(keys, text).into_iter().next().map_or_else(|| "-".to_owned(), |suggestion| suggestion.text)
}

/// The document with the edits of the only suggestion made, and who may make them.
fn edited(keys: &str, text: &str) -> (String, &'static str) {
    let [suggestion] = &suggestions(keys, text)[..] else { panic!("one suggestion for {text}") };
    let mut out = text.to_owned();
    for edit in suggestion.edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.new_text);
    }
    (out, suggestion.applicability.id())
}

#[test]
fn the_form_of_the_match_carries_over() {
    let keys = "patterns = ['white-list~']\nsuggest = ['{~allowlist}']";
    let cases = [
        ("whitelist", "allowlist"),
        ("white-lists", "allowlists"),
        ("white listed", "allowlisted"),
        ("Whitelisting", "Allowlisting"),
        ("WHITELISTED", "ALLOWLISTED"),
        ("the whitelist's", "allowlist"),
    ];
    for (text, expected) in cases {
        assert_eq!(first(keys, text), expected, "{text}");
    }
    let cases = [
        ("gave", "give~", "{~show} it", "showed it"),
        ("given", "give~", "{~show} it", "shown it"),
        ("given", "give~", "{~provide} it", "provided it"),
        // Whether this is "show" in the past or the participle is not known.
        ("provided", "provide~", "{~show} it", "-"),
        ("aborts", "abort~", "{~stop} or {~cancel}", "stops or cancels"),
        ("aborted", "abort~", "{~cancel}", "canceled"),
        ("we have aborted it", "have abort~ it", "have {~stop} it", "have stopped it"),
        ("masters", "@m", "{~control-plane}", "control-planes"),
        ("manhours", "man-hour~", "{~person-hour}", "person-hours"),
        ("bigger", "big~", "{~large}", "larger"),
        ("bigger", "big~", "{~stop}", "-"),
        ("crippleware", "(crippleware|cripple~)", "{~degrade}", "-"),
        ("crippled", "(crippleware|cripple~)", "{~degrade}", "degraded"),
        ("analyses", "analysis~", "{~summary}", "summaries"),
    ];
    for (text, pattern, template, expected) in cases {
        let keys = format!("patterns = ['{pattern}']\nsuggest = ['{template}']\n[terms.m]\nterms = ['master~']");
        assert_eq!(first(&keys, text), expected, "{template} for {text}");
    }
}

#[test]
fn the_casing_of_the_match_carries_over() {
    let list = "patterns = ['white-list~']\nsuggest = ['list of allowed hosts']";
    let pair = "patterns = ['master/slave']\nsuggest = ['primary/replica']";
    let claim = "patterns = ['direct access to @model']\nsuggest = ['a service powered by {model}']\n[terms.model]\nterms = ['GPT-5.5', 'model~']";
    let capture = "patterns = ['@model access']\nsuggest = ['{model} inside']\n[terms.model]\nterms = ['GPT-5.5', 'model~', 'o3']";
    let cases = [
        (list, "a whitelist", "list of allowed hosts"),
        (list, "Whitelist it.", "List of allowed hosts"),
        (list, "So. Whitelist it.", "List of allowed hosts"),
        (list, "- Whitelist", "List of allowed hosts"),
        (list, "Edit the Whitelist", "List of allowed hosts"),
        (list, "Edit the White-List", "List of Allowed Hosts"),
        (list, "Edit the WHITELIST", "LIST OF ALLOWED HOSTS"),
        (list, "Edit the WhiteList", "list of allowed hosts"),
        (pair, "Master/slave", "Primary/replica"),
        (pair, "a Master/Slave pair", "Primary/Replica"),
        (pair, "MASTER/SLAVE", "PRIMARY/REPLICA"),
        (claim, "It is direct access to GPT-5.5.", "a service powered by GPT-5.5"),
        (claim, "Direct access to GPT-5.5.", "A service powered by GPT-5.5"),
        (claim, "Get Direct Access to Models", "A Service Powered by Models"),
        (claim, "DIRECT ACCESS TO MODELS", "A SERVICE POWERED BY MODELS"),
        (capture, "o3 access", "o3 inside"),
        (capture, "Models access", "Models inside"),
    ];
    for (keys, text, expected) in cases {
        assert_eq!(first(keys, text), expected, "{text}");
    }
}

#[test]
fn the_article_follows_the_next_word() {
    let list = "patterns = ['(white-list~|black-list)']\nsuggest = ['{~allowlist}']\nfix = 'safe'";
    let cases = [
        ("Keep a whitelist.", "Keep an allowlist."),
        ("A whitelist helps.", "An allowlist helps."),
        ("A WHITELIST HELPS", "AN ALLOWLIST HELPS"),
        ("Keep a\nwhitelist.", "Keep an\nallowlist."),
        ("Keep a **whitelist**.", "Keep an **allowlist**."),
        ("Keep a \"whitelist\".", "Keep an \"allowlist\"."),
        ("Keep a\u{A0}white list.", "Keep an\u{A0}allowlist."),
        ("Keep the whitelist.", "Keep the allowlist."),
        ("Keep it as plan A. Whitelist it.", "Keep it as plan A. Allowlist it."),
        ("See plan A whitelist.", "See plan A allowlist."),
        ("Take a, whitelist b.", "Take a, allowlist b."),
    ];
    for (text, expected) in cases {
        assert_eq!(edited(list, text), (expected.to_owned(), "safe"), "{text}");
    }
    assert_eq!(edited(list, "Keep a *white*list."), ("Keep an allowlist.".to_owned(), "unsafe"));
    let other = "patterns = ['(ancient|old) node']\nsuggest = ['previous node']\nfix = 'safe'";
    assert_eq!(edited(other, "An ancient node").0, "A previous node");
    assert_eq!(edited(other, "an old node").0, "a previous node");
    let gone = "patterns = ['truly']\nsuggest = ['']\nfix = 'safe'";
    assert_eq!(edited(gone, "a truly open node").0, "an open node");
}

#[test]
fn an_edit_is_safe_only_where_it_is_exact() {
    let keys = |more: &str| format!("patterns = ['direct access', 'access & line']\n{more}");
    let one = keys("suggest = ['a line']\nfix = 'safe'");
    let cases = [
        ("It is direct access.", "It is a line.", "safe"),
        ("It is direct\naccess.", "It is a line.", "safe"),
        ("It is direct **access**.", "It is a line.", "unsafe"),
        ("It is [direct](x) access.", "It is a line.", "unsafe"),
        ("> It is direct\n> access.", "> It is a line.", "unsafe"),
        ("It is direct **access** now.", "It is a line now.", "unsafe"),
        ("It is *direct*-**access** now.", "It is a line now.", "unsafe"),
        // Half of a pair would stay behind.
        ("It is **very direct** access.", "It is **very direct** access.", "manual"),
        ("It is [very direct](x) access.", "It is [very direct](x) access.", "manual"),
        ("It is <b>very direct</b> access.", "It is <b>very direct</b> access.", "manual"),
        // Unordered parts have no exact end.
        ("access by line.", "a line.", "unsafe"),
    ];
    for (text, expected, applicability) in cases {
        let expected = if text.starts_with("access") { "a line." } else { expected };
        assert_eq!(edited(&one, text), (expected.to_owned(), applicability), "{text}");
    }
    let applicability = |more: &str| suggestions(&keys(more), "It is direct access.")[0].applicability.id();
    assert_eq!(applicability("suggest = ['a line']"), "manual");
    assert_eq!(applicability("suggest = ['a line']\nfix = 'manual'"), "manual");
    assert_eq!(applicability("suggest = ['a line']\nfix = 'unsafe'"), "unsafe");
    assert_eq!(applicability("suggest = ['a line', 'a route']\nfix = 'safe'"), "unsafe");
    assert_eq!(applicability("suggest = ['certified by <body>']\nfix = 'safe'"), "manual");
    assert!(suggestions(&keys("suggest = ['a line']"), "It is direct access.")[0].edits.is_empty());
}

#[test]
fn a_mention_is_never_edited() {
    let keys = "patterns = ['white-list~', 'open whitelist']\nsuggest = ['allowlist']\nfix = 'safe'";
    let cases = [
        ("Ask @whitelist now.", "manual"),
        ("Ask @whitelist's team.", "manual"),
        ("Ask **@whitelist** now.", "manual"),
        ("Ask @white-list now.", "manual"),
        ("Ask @open whitelist.", "manual"),
        ("(@Whitelist)", "manual"),
        ("Ask whitelist @open now.", "safe"),
        ("@open: a whitelist.", "safe"),
        ("whitelist† and ‡ notes", "safe"),
    ];
    for (text, expected) in cases {
        let suggestion = suggestions(keys, text).pop().unwrap();
        assert_eq!(suggestion.applicability.id(), expected, "{text}");
        assert_eq!(suggestion.edits.is_empty(), expected == "manual", "{text}");
    }
    assert_eq!(edited(keys, "The whitelist² of A.").0, "The allowlist² of A.");
}

#[test]
fn an_opaque_word_is_replaced_as_it_is_written() {
    let keys =
        "patterns = ['--whitelist', 'white-list.yaml', 'use .. whitelist']\nsuggest = ['--allowlist']\nfix = 'safe'";
    assert_eq!(edited(keys, "Pass --whitelist now."), ("Pass --allowlist now.".to_owned(), "safe"));
    assert_eq!(edited(keys, "White-list.yaml is it."), ("--allowlist is it.".to_owned(), "safe"));
    // What a gap runs over would go with it.
    assert_eq!(edited(keys, "Please use docs/a.md whitelist.").1, "unsafe");
}

#[test]
fn a_short_word_among_capitals_is_in_capitals() {
    let pack = "[pack]\nid = 'p'\n[terms.m]\nterms = ['foo bar']\n[[rule]]\nid = 'r'\npatterns = ['get @m']\nsuggest = ['have a {m}']";
    let first = |text: &str| lint(pack, text).findings[0].suggestions[0].text.clone();
    assert_eq!(first("WE GET FOO BAR NOW"), "HAVE A FOO BAR");
    assert_eq!(first("we get FOO BAR now"), "have a FOO BAR");
}
