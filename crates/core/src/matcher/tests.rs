//! Tests of the pattern language: the matches of each operator in a text.

use super::*;
use wordgate_rules::{Case, PatternContext, RawTerms, TermSets};

/// Returns the texts of all matches of a pattern, sorted by start. `@model` and `@exact` are term sets.
fn found(pattern: &str, text: &str) -> Vec<String> {
    let terms = |case, terms: &'static [&'static str]| RawTerms { case, terms: terms.into() };
    let raw = [
        ("model", terms(Case::Smart, &["openai model~", "Open AI model~", "openai model~ api", "GPT-5.5", "'o3'"])),
        ("exact", terms(Case::Exact, &["Go"])),
    ];
    let (sets, errors) = TermSets::resolve(raw.into(), &TermSets::default());
    assert_eq!(errors, []);
    let mut pattern = wordgate_rules::Pattern::parse(pattern, PatternContext::Rule, Case::Any).unwrap();
    sets.fill(&mut pattern).unwrap();
    let words = Words::new(text);
    let mut matches = Matcher::from_patterns(&[pattern]).find(&words, &|_, _| false);
    matches.sort_by_key(|found| (found.tokens.start, found.tokens.end));
    let tokens = words.tokens();
    matches
        .iter()
        .map(|found| {
            let (first, last) = (tokens[found.tokens.start], tokens[found.tokens.end - 1]);
            text[first.span.start as usize..last.span.end as usize].to_owned()
        })
        .collect()
}

/// A pattern, a text, and the expected matches.
type MatchCase = (&'static str, &'static str, &'static [&'static str]);

fn check(cases: &[MatchCase]) {
    for (pattern, text, expected) in cases {
        assert_eq!(found(pattern, text), *expected, "`{pattern}` on “{text}”");
    }
}

#[test]
fn a_sequence_matches_words_in_order() {
    check(&[
        ("direct access", "Direct  ACCESS", &["Direct  ACCESS"]),
        ("direct access", "direct-access and direct\u{A0}access", &["direct-access", "direct\u{A0}access"]),
        ("direct access", "OpenAI's direct's access's end", &["direct's access"]),
        ("direct access", "direct, access", &[]),
        ("direct access", "direct — access, direct - access", &[]),
        ("direct access", "direct. Access", &[]),
        ("direct access", "direct/access", &[]),
        ("direct access", "indirect access", &[]),
        ("openai models", "OpenAI™ models OpenAI(R) models", &["OpenAI™ models", "OpenAI(R) models"]),
        ("openai", "ОреnАІ and ＯｐｅｎＡＩ", &["ОреnАІ", "ＯｐｅｎＡＩ"]),
        ("OpenAI's models", "OpenAI's models, OpenAI models", &["OpenAI's models"]),
        ("hello, world", "Hello, world; hello world", &["Hello, world"]),
        ("100% secure", "100 % secure", &["100 % secure"]),
        ("master/slave", "a master/slave setup, master-slave", &["master/slave"]),
        ("c++", "in C++ and C", &["C++"]),
        ("e.g. us", "e.g. us", &["e.g. us"]),
    ]);
}

#[test]
fn hyphenated_words_match_other_spellings() {
    let all: &[&str] =
        &["pass-through", "pass through", "passthrough", "pass–through", "pass—through", "PASS- through"];
    check(&[
        ("pass-through", "pass-through pass through passthrough pass–through pass—through PASS- through", all),
        ("pass-through", "pass, through", &[]),
        ("x-реер", "x-реер xреер xpeep x-peer", &["x-реер", "xреер", "xpeep"]),
        ("pass-through~", "pass-throughs passthroughs", &["pass-throughs", "passthroughs"]),
        ("end-to-end", "end-to-end, end to end, endtoend", &["end-to-end", "end to end", "endtoend"]),
    ]);
}

#[test]
fn opaque_words_match_only_as_a_whole() {
    check(&[
        ("whitelist", "--whitelist a/b/whitelist.md whitelist=1 whitelist() $whitelist w::whitelist", &[]),
        ("--whitelist", "Use --whitelist, (--Whitelist=1) or --whitelists", &["--whitelist"]),
        ("--whitelist=1 now", "Use --Whitelist=1 now", &["--Whitelist=1 now"]),
        (r"\@acme/whitelist", "Get @acme/whitelist, @acme/whitelist-kit", &["@acme/whitelist"]),
        ("config.yaml", "See config.yaml's end, **Config.yaml**; xconfig.yaml", &["config.yaml", "Config.yaml"]),
        ("use std::vec", "use std::vec<T>", &["use std::vec"]),
        (r"C:\\data\\x", r"Open C:\data\x.", &[r"C:\data\x"]),
        (r"access\(\)", "Call access().", &["access()"]),
        ("(docs|src)/whitelist", "see docs/whitelist", &[]),
        ("'Config.YAML'", "Config.YAML config.yaml", &["Config.YAML"]),
        ("https://a.b/c", "See https://a.b/c, https://a.b/c/d", &["https://a.b/c"]),
        (r"me\@a.org", "mail me@a.org.", &["me@a.org"]),
        (":tada: now", ":tada: now", &[":tada: now"]),
        ("see .. list", "see docs/a.md list", &["see docs/a.md list"]),
        ("\u{FF04}HOME", "in $HOME", &["$HOME"]),
        ("openai models", "@OpenAI models, @openai's models", &["OpenAI models", "openai's models"]),
        (r"\@openai", "OpenAI @OpenAI", &["OpenAI", "OpenAI"]),
        ("models try", "models.Try models. Try models.try", &[]),
        (
            "guaranteed returns",
            "Guaranteed returns³, guaranteed¹ returns†",
            &["Guaranteed returns", "guaranteed¹ returns"],
        ),
    ]);
}

#[test]
fn a_tilde_matches_inflected_forms() {
    check(&[
        (
            "access~ it",
            "access it, accesses it, accessed it, accessing it",
            &["access it", "accesses it", "accessed it", "accessing it"],
        ),
        ("direct~", "directly", &[]),
        ("provide~", "provider", &[]),
        ("give~", "gave given giving gives", &["gave", "given", "giving", "gives"]),
        ("API~", "the APIs", &["APIs"]),
    ]);
}

#[test]
fn the_longest_alternative_matches() {
    check(&[
        (
            "(get|gain a) [the] key",
            "get key gain a key get the key gain key",
            &["get key", "gain a key", "get the key"],
        ),
        ("access [to]", "access to it", &["access to"]),
        ("(open|open source) [model]", "open source model", &["open source model"]),
        ("(a [x y z]|a b c)", "a b c", &["a b c"]),
        ("(a|(b|c [d])) e", "c d e", &["c d e"]),
        ("a [.. b]", "a x b", &["a x b"]),
    ]);
}

#[test]
fn a_term_set_matches_its_terms() {
    check(&[
        ("access to @model", "access to OpenAI models API", &["access to OpenAI models API"]),
        ("@model", "Open AI models, open AI models, OPEN AI MODELS", &["Open AI models", "OPEN AI MODELS"]),
        ("@model", "GPT-5.5 gpt 5.5 GPT5.5", &["GPT-5.5", "GPT5.5"]),
        ("@model", "o3 O3", &["o3"]),
        ("@exact", "Go go GO", &["Go"]),
    ]);
}

#[test]
fn a_gap_matches_a_limited_number_of_words() {
    check(&[
        ("access .. models", "access to models and models", &["access to models"]),
        ("access .. models", "access to all our big models", &[]),
        ("access ..4 models", "access to all our big models", &["access to all our big models"]),
        ("access .. models", "access, (as ever) to models", &["access, (as ever) to models"]),
        ("access .. models", "access models", &["access models"]),
        ("access .. models", "access to access to models", &["access to models"]),
        ("access .. models", "access it. Models", &[]),
        ("access .. models", "access it; models", &[]),
        ("access .. models", "access \u{FFFC} https://a.b models", &["access \u{FFFC} https://a.b models"]),
        ("direct [..2] access", "direct and full access", &["direct and full access"]),
        ("direct [..2] access", "direct and full and free access", &[]),
    ]);
}

#[test]
fn parts_match_in_any_order() {
    check(&[
        ("direct & access & openai", "OpenAI gives access that is direct.", &["OpenAI gives access that is direct"]),
        ("direct & access", "direct one. Access two.", &[]),
        ("direct & access", "direct a b c d e f g h i j access", &["direct a b c d e f g h i j access"]),
        ("direct & access", "direct a b c d e f g h i j k access", &[]),
        ("direct & access", "direct x access y direct", &["direct x access", "access y direct"]),
        ("model~ & openai model~", "OpenAI models and models", &["OpenAI models and models"]),
        ("access to & @model", "OpenAI models you have access to", &["OpenAI models you have access to"]),
    ]);
}

#[test]
fn quoted_terms_match_verbatim() {
    check(&[
        ("'SOC 2'", "SOC 2, soc 2, SOC-2", &["SOC 2"]),
        ("'SOC-2' report", "SOC-2 report SOC 2 report", &["SOC-2 report"]),
        ("_foo-bar", "_foo-bar, _foobar, foobar", &["_foo-bar", "_foobar"]),
        ("certified 'Yahoo!'", "Certified Yahoo! and certified Yahoo", &["Certified Yahoo!"]),
        (r"\(beta\) release", "the (beta) release", &["(beta) release"]),
    ]);
}

#[test]
fn the_example_of_the_module_header_holds() {
    let raw = [("model", RawTerms { case: Case::Any, terms: vec!["openai", "open ai"] })].into();
    let (sets, _) = TermSets::resolve(raw, &TermSets::default());
    let mut pattern = wordgate_rules::Pattern::parse("access~ [to] @model", PatternContext::Rule, Case::Any).unwrap();
    sets.fill(&mut pattern).unwrap();
    let matcher = Matcher::from_patterns(&[pattern]);
    let text = Words::new("access accesses accessed accessing to openai open ai");
    let anchors = text.tokens().iter().filter(|token| !matcher.anchors.get(&text, token).is_empty());
    assert_eq!(anchors.map(|token| text.folded(token)).collect::<Vec<_>>(), ["openai", "open"]);
    let mut uses = text.tokens().iter().flat_map(|token| matcher.anchors.get(&text, token).into_owned());
    assert!(uses.all(|anchor| anchor.max_words_before == 2));
    let program = matcher.patterns[0].parts(&matcher.sets, || panic!("read at once"))[0][0].program(&matcher.sets);
    assert!(matches!(&program.instructions[1], program::Instruction::Split(targets) if **targets == [2, 3]));
    assert!(matches!(&program.instructions[4], program::Instruction::Split(targets) if **targets == [5, 8]));
    assert!(matches!(program.instructions[11], program::Instruction::Accept));
    let matches = matcher.find(&Words::new("Get direct access to OpenAI models."), &|_, _| false);
    assert_eq!(matches.len(), 1);
    assert_eq!((matches[0].tokens.clone(), matches[0].captures[0].1.clone()), (2..5, 4..5));
}

#[test]
fn captures_name_their_words() {
    let raw = [("m", RawTerms { case: Case::Any, terms: vec!["big model~", "model~"] })].into();
    let (sets, _) = TermSets::resolve(raw, &TermSets::default());
    let mut pattern = wordgate_rules::Pattern::parse("access [to] @m", PatternContext::Rule, Case::Any).unwrap();
    sets.fill(&mut pattern).unwrap();
    let words = Words::new("an access to big models here");
    let matches = Matcher::from_patterns(&[pattern]).find(&words, &|_, _| false);
    assert_eq!(matches.len(), 1);
    assert_eq!(
        (matches[0].tokens.clone(), &*matches[0].captures[0].0, matches[0].captures[0].1.clone()),
        (1..5, "m", 3..5)
    );
}
