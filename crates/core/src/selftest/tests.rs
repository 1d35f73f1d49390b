//! Tests that each check reports its problem, and nothing else.

use super::{Level, Problem, check};
use jiff::civil::{Date, date};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};

const TODAY: Date = date(2026, 11, 22);

/// The keys that every built-in rule must have.
const RECORD: &str = "rationale = 'x'\nowner = 'x'\nsources = [{ name = 'x' }]\n";

fn problems(text: &str, builtin: bool) -> Vec<Problem> {
    let file = TomlFile::new("p/p.toml", text);
    let rules = match RuleSet::load(&[file], &TermSets::default()) {
        Ok(rules) if builtin => rules.mark_as_builtin(),
        Ok(rules) => rules,
        Err(errors) => panic!("{errors:?}"),
    };
    check(&rules, TODAY, |_| true)
}

/// Returns each problem of a pack with these rules, as `rule key: example: found`. In a rule, `\n` separates the keys.
fn found(rules: &[&str]) -> Vec<String> {
    let rule = |keys: &&str| format!("[[rule]]\n{RECORD}examples.no_match = ['Tea.']\n{keys}\n");
    let text = format!("[pack]\nid = 'p'\n{}", rules.iter().map(rule).collect::<String>());
    let shown = |p: Problem| format!("{} {}: {}: {}", p.rule, p.key, p.example.unwrap_or_default(), p.found);
    problems(&text, true).into_iter().map(shown).collect()
}

#[test]
fn a_valid_rule_has_no_problem() {
    let rule = "id = 'a'\npatterns = ['whitelist~']\nsuggest = ['{~allowlist}']\nfix = 'safe'\nexamples.match = ['A whitelist.']\nexamples.fixed = [['A whitelist.', 'An allowlist.']]";
    assert!(found(&[rule]).is_empty());
}

#[test]
fn examples_match_as_they_claim() {
    let keys = "skip_when = ['negated']\nsuggest = ['brew']\nfix = 'safe'";
    let rule = format!(
        "id = 'a'\npatterns = ['coffee']\n{keys}\nexamples.match = ['Coffee.', 'No coffee.', 'Milk.']\nexamples.fixed = [['Coffee.', 'Brew!'], ['Milk.', 'Brew.']]"
    );
    assert_eq!(
        found(&[&rule]),
        [
            "p/a examples.match: No coffee.: no finding; “coffee” was skipped: negated by \"no\"",
            "p/a examples.match: Milk.: no finding",
            "p/a examples.fixed: Coffee. => Brew!: Brew.",
            "p/a examples.fixed: Milk. => Brew.: no safe edit; no finding",
        ]
    );
    let wrong = "id = 'a'\npatterns = ['tea']\nexamples.match = ['Green tea.']";
    assert_eq!(found(&[wrong]), ["p/a examples.no_match: Tea.: “Tea” (p/a)"]);
}

#[test]
fn an_allow_rule_is_tested_alone_and_applies_to_its_pack() {
    let coffee = "id = 'a'\npatterns = ['coffee']\nexamples.match = ['Coffee.', 'A coffee table.']";
    let allow =
        "id = 'b'\nkind = 'allow'\npatterns = ['coffee table']\nexamples.match = ['A coffee table.', 'Coffee.']";
    assert_eq!(
        found(&[coffee, allow]),
        [
            "p/a examples.match: A coffee table.: no finding; “coffee” was skipped: inside a phrase that p/b allows",
            "p/b examples.match: Coffee.: no finding",
        ]
    );
}

#[test]
fn a_suggestion_must_not_break_other_rules() {
    let coffee =
        "id = 'a'\npatterns = ['coffee']\nsuggest = ['cocoa', 'no milk', 'soda']\nexamples.match = ['Coffee.']";
    let cocoa = "id = 'b'\nseverity = 'warning'\npatterns = ['cocoa']\nexamples.match = ['Cocoa.']";
    let milk = "id = 'c'\npatterns = ['milk']\nskip_when = ['negated']\nexamples.match = ['Milk.']";
    let soda = "id = 'd'\nseverity = 'info'\npatterns = ['soda']\nexamples.match = ['Soda.']";
    assert_eq!(found(&[coffee, cocoa, milk, soda]), ["p/a suggest: Cocoa: “Cocoa” (p/b)"]);
    let ended = format!("{cocoa}\nvalid_until = 2026-01-01");
    assert!(found(&[coffee, &ended]).iter().all(|problem| !problem.contains("suggest")));
    let future = format!("{cocoa}\nvalid_from = 2027-01-01");
    assert_eq!(found(&[coffee, &future]), ["p/a suggest: Cocoa: “Cocoa” (p/b)"]);
}

#[test]
fn two_rules_must_not_report_the_same_words() {
    let rule = |id: &str, pattern: &str, more: &str| {
        format!("id = '{id}'\npatterns = ['{pattern}']\nexamples.match = ['Black coffee.', 'Black coffee!']\n{more}")
    };
    let same = [rule("a", "black coffee", ""), rule("b", "black coffee~", "")];
    assert_eq!(
        found(&[&same[0], &same[1]]),
        [
            "p/a examples.match: Black coffee.: p/b reports the same words",
            "p/b examples.match: Black coffee.: p/a reports the same words",
        ]
    );
    let weaker = rule("b", "black coffee~", "severity = 'info'");
    assert_eq!(found(&[&same[0], &weaker]), ["p/b examples.match: Black coffee.: p/a reports the same words"]);
    let wider = "id = 'b'\nseverity = 'info'\npatterns = ['(black|white) coffee']\nexamples.match = ['Black coffee.', 'White coffee.']";
    assert!(found(&[&same[0], wider]).is_empty());
    let longer = rule("b", "coffee", "");
    assert!(found(&[&same[0], &longer]).is_empty());
    let disjoint = [rule("a", "coffee", "valid_until = 2029-12-31"), rule("b", "coffee", "valid_from = 2030-01-01")];
    assert!(found(&[&disjoint[0], &disjoint[1]]).is_empty());
    let overlapping = [rule("a", "coffee", "valid_until = 2030-01-01"), rule("b", "coffee", "valid_from = 2030-01-01")];
    assert_eq!(found(&[&overlapping[0], &overlapping[1]]).len(), 2);
}

#[test]
fn every_pattern_needs_its_own_example() {
    let rule = "id = 'a'\npatterns = ['coffee', 'black coffee', '(black|white) coffee', 'cocoa', 'milk']\nexamples.match = ['Coffee.', 'Black coffee.', 'White coffee.', 'Milk.']";
    assert_eq!(
        found(&[rule]),
        [
            "p/a patterns: black coffee: in every example, another pattern of the rule finds the same words or more",
            "p/a patterns: cocoa: the pattern matches in no example",
        ]
    );
}

#[test]
fn a_pattern_is_not_called_an_example() {
    let text = format!(
        "[pack]\nid = 'p'\n[[rule]]\n{RECORD}id = 'a'\npatterns = ['tea', 'cocoa']\nexamples.match = ['Tea.']\nexamples.no_match = ['Tea!']"
    );
    let subjects: Vec<&str> = problems(&text, true).iter().map(Problem::subject).collect();
    assert_eq!(subjects, ["example", "pattern"]);
}

#[test]
fn missing_keys_fail_built_in_rules_and_warn_for_others() {
    let text = "[pack]\nid = 'p'\n[[rule]]\nid = 'a'\npatterns = ['coffee']";
    let of = |builtin| problems(text, builtin);
    let [builtin] = &of(true)[..] else { panic!("one problem") };
    let everything = "no rationale, no owner, no sources, no examples.match, no examples.no_match";
    assert_eq!((builtin.level, builtin.found.as_str()), (Level::Failure, everything));
    assert_eq!(of(false)[0].level, Level::Warning);
    let some = format!("{text}\nowner = 'x'\nsources = [{{ name = 'x' }}]\nexamples.match = ['Coffee.']");
    assert_eq!(problems(&some, true)[0].found, "no rationale, no examples.no_match");
}

#[test]
fn a_rule_that_ends_soon_gets_one_note() {
    let rule = |until: &str, more: &str| {
        found(&[
            &format!("id = 'a'\npatterns = ['coffee']\nexamples.match = ['Coffee.']\nvalid_until = {until}\n{more}"),
            "id = 'b'\ntitle = 'No cocoa'\npatterns = ['cocoa']\nexamples.match = ['Cocoa.']",
        ])
    };
    let next = "superseded_by = 'p/b'";
    let cases = [
        ("2026-11-21", next, Some("the rule ended on 2026-11-21; p/b replaces it: No cocoa")),
        ("2026-11-22", next, Some("the rule ends today, on 2026-11-22; p/b replaces it: No cocoa")),
        (
            "2020-01-01",
            "",
            Some("the rule ended on 2020-01-01; no other rule replaces it (if one does, set `superseded_by`)"),
        ),
        ("2026-11-23", next, Some("the rule ends on 2026-11-23, in 1 day; p/b replaces it: No cocoa")),
        ("2026-12-22", next, Some("the rule ends on 2026-12-22, in 30 days; p/b replaces it: No cocoa")),
        ("2026-12-23", next, None),
    ];
    for (until, more, expected) in cases {
        let expected: Vec<String> = expected.map(|found| format!("p/a valid_until: : {found}")).into_iter().collect();
        assert_eq!(rule(until, more), expected, "{until}");
    }
}

#[test]
fn a_pattern_has_at_most_120_characters() {
    // 120 characters that are 240 bytes, and 121 characters.
    let (fits, long) = ("é".repeat(120), "o".repeat(121));
    let text = format!(
        "[pack]\nid = 'p'\n[[rule]]\nid = 'a'\n{RECORD}examples.no_match = ['Tea.']\nexamples.match = ['{fits}', '{long}']\n\
         patterns = [\n  '{fits}',\n  '{long}',\n]\nunless_before = '{long}'\n"
    );
    for builtin in [false, true] {
        let problems = problems(&text, builtin);
        let shown: Vec<_> = problems.iter().map(|p| (p.level, p.key, p.subject(), &*p.found)).collect();
        let found = |line| {
            format!(
                "121 characters at p/p.toml:{line}; write at most 120: move alternatives to a term set (`[terms.name]`, used \
             as `@name`), or split the pattern"
            )
        };
        let expected = [("patterns", found(12)), ("unless_before", found(14))];
        let expected = expected.each_ref().map(|(key, found)| (Level::Warning, *key, "pattern", &**found));
        assert_eq!(shown, expected);
    }
}

#[test]
fn a_long_pattern_in_defaults_is_reported_once_at_its_line() {
    let long = "o".repeat(121);
    let rule = |id: &str| format!("[[rule]]\nid = '{id}'\n{RECORD}examples.match = ['{id}']\npatterns = '{id}'\n");
    let head = format!(
        "[pack]\nid = 'p'\n[defaults]\nunless_after = '{long}'\n[defaults.unless_near]\nwithin = 'sentence'\n\
         patterns = [\n'{long}b']\n{}",
        rule("a")
    );
    let more = format!("{}unless_after = '{long}'\n{}", rule("b"), rule("c"));
    let files = [TomlFile::new("p/a.toml", head), TomlFile::new("p/b.toml", more)];
    let rules = RuleSet::load(&files, &TermSets::default()).unwrap();
    let problems = check(&rules, TODAY, |_| true);
    let long =
        problems.iter().filter(|problem| problem.subject() == "pattern" && problem.found.contains("at most 120"));
    let shown: Vec<_> =
        long.map(|long| (&*long.rule, long.key, long.found.split(';').next().unwrap_or_default())).collect();
    let expected = [
        ("p/a", "unless_after", "121 characters at p/a.toml:4 in `[defaults]`"),
        ("p/a", "unless_near", "122 characters at p/a.toml:8 in `[defaults]`"),
        ("p/b", "unless_after", "121 characters at p/b.toml:8"),
    ];
    assert_eq!(shown, expected);
}
