//! Tests of the message, the location and the help of each mistake in a rule file.

use super::*;
use crate::toml_file::TomlFile;

/// Returns the message, the marked text and the help of each mistake in these files.
fn mistakes(files: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let files: Vec<TomlFile> = files.iter().map(|(name, text)| TomlFile::new(*name, *text)).collect();
    let errors = RuleSet::load(&files, &TermSets::default()).expect_err("the files have mistakes");
    errors
        .into_iter()
        .map(|error| {
            assert!(files.contains(&error.file), "every error names its file");
            let at = error.at.unwrap_or_default();
            (error.message, error.file.text[at].to_owned(), error.help.unwrap_or_default())
        })
        .collect()
}

/// Checks that a rule with these keys has exactly one mistake. Each case is: keys, message, marked text, start of the
/// help.
fn check(cases: &[(&str, &str, &str, &str)]) {
    for (keys, message, marked, help) in cases {
        let text = format!("[pack]\nid = 'p'\n[terms.model]\nterms = ['model~']\n[[rule]]\nid = 'r'\n{keys}\n");
        let found = mistakes(&[("a/r.toml", &text)]);
        assert_eq!(found.len(), 1, "{keys}: {found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (*message, *marked), "{keys}");
        assert!(found[0].2.starts_with(help), "{keys}: {}", found[0].2);
    }
}

#[test]
fn rejects_wrong_keys_and_values() {
    check(&[
        ("patterns = ['x']\nsevrity = 'error'", "unknown key `sevrity`", "sevrity", "did you mean `severity`?"),
        (
            "patterns = ['x']\nkind = 'forbit'",
            "unknown value `forbit` for `kind`",
            "'forbit'",
            "did you mean `forbid`?",
        ),
        ("patterns = ['x']\nskip_when = ['negatd']", "unknown context `negatd`", "'negatd'", "did you mean `negated`?"),
        ("patterns = ['x']\nscopes = ['-headin']", "unknown scope `headin`", "'-headin'", "did you mean `heading`?"),
        (
            "patterns = ['x']\npaths = ['a[']",
            "`a[` is not a valid glob: unclosed character class; missing ']'",
            "'a['",
            "`*` does not match a slash",
        ),
        (
            "patterns = ['x']\npaths = ['docs', '']",
            "`` matches nothing: it names no file or folder",
            "''",
            "write a path such as `docs/**`, or `**`",
        ),
        (
            "patterns = ['x']\npaths = ['!**']",
            "`!**` takes out every path that is left",
            "'!**'",
            "remove it, or add a glob after it",
        ),
        (
            "patterns = ['x']\npaths = ['docs', '!../legal/**']",
            "`!../legal/**` leads out of the folder of the configuration",
            "'!../legal/**'",
            "write a path inside that folder",
        ),
        (
            "patterns = ['x']\npaths = ['docs', '!!legal']",
            "`!legal` matches nothing: it begins with `!`",
            "'!!legal'",
            "only `paths` can take paths out with one `!`",
        ),
        ("patterns = []", "`p/r` has no patterns", "[]", "write `patterns"),
        ("patterns = ['x']\nkind = 'prefer'", "`p/r` has no `prefer`", "'r'", "write `prefer"),
        ("patterns = ['x']\nkind = 'require'", "`p/r` has no `requires`", "'r'", "write `requires"),
        ("patterns = ['x']\nfull = 'X'", "`full` is only allowed in rules of kind `first-use`", "'X'", "write `kind"),
        (
            "patterns = ['x']\nvalid_until = 2026-01-01\nvalid_from = 2026-01-02",
            "`valid_until` is before `valid_from`, 2026-01-02, so the rule never applies",
            "2026-01-01",
            "write the first day",
        ),
        ("patterns = ['x']\nwithin_words = 1", "`within_words` is out of range", "1", "write a number from 2 to 200"),
        (
            "patterns = ['x']\nsuperseded_by = 'p/q'",
            "`p/r` is superseded by `p/q`, which does not exist",
            "'p/q'",
            "write the full id, `pack/rule`",
        ),
        (
            "patterns = ['x']\nsuperseded_by = 'p/s'\n[[rule]]\nid = 'ss'\npatterns = 'y'",
            "`p/r` is superseded by `p/s`, which does not exist",
            "'p/s'",
            "did you mean `p/ss`",
        ),
        (
            "patterns = ['x']\nsuperseded_by = 'p/r'",
            "`p/r` is superseded by itself",
            "'p/r'",
            "write the full id of the rule that replaces it, or remove the key",
        ),
    ]);
}

#[test]
fn rejects_invalid_patterns() {
    check(&[
        ("patterns = ['direct (access']", "`(` is not closed", "(", "add `)`"),
        ("patterns = ['direct access)']", "`)` has no opening bracket", ")", "add the opening bracket, or write `\\)`"),
        ("patterns = ['a | b']", "`|` is only allowed inside `( )` or `[ ]`", "|", "write `(a|b)`, or `\\|`"),
        ("patterns = ['a || b']", "`|` is only allowed inside `( )` or `[ ]`", "|", "write"),
        ("patterns = ['(a|)']", "expected a word here", ")", "write at least one word"),
        ("patterns = ['']", "expected a word here", "'", "write at least one word"),
        ("patterns = ['[a]']", "the pattern can match zero words", "[a]", "move at least one word out"),
        ("patterns = ['(a|[b])']", "the pattern can match zero words", "(a|[b])", "move at least one word out"),
        ("patterns = ['x']\nunless_before = '..'", "the pattern can match zero words", "..", "add a word; a gap alone"),
        ("patterns = ['x & ..3']", "the pattern can match zero words", "x & ..3", "add a word; a gap alone"),
        ("patterns = ['x']\nunless_after = '[a] ..'", "the pattern can match zero words", "[a] ..", "move at least"),
        ("patterns = ['.. a']", "a pattern cannot start or end with a gap", ".. a", "write a word"),
        ("patterns = ['a [..2]']", "a pattern cannot start or end with a gap", "a [..2]", "write a word"),
        ("patterns = ['a ..99 b']", "a gap can be at most 50 words long", "..99", "use at most"),
        ("patterns = ['a..b']", "a gap needs spaces around it", "a..b", "put spaces"),
        ("patterns = ['a ~ b']", "`~` has no word to inflect", "~", "write `~` directly after"),
        ("patterns = ['(a & b)']", "`&` is not allowed inside brackets", "&", "write the pattern as"),
        ("patterns = ['model(s)']", "`(` directly follows a word", "(", "put a space before"),
        ("patterns = ['x @modle']", "unknown term set `modle`", "@modle", "did you mean `@model`?"),
        ("patterns = ['x @']", "`@` needs the name of a term set", "@", "write `@name`"),
        ("patterns = [\"say 'SOC 2\"]", "the verbatim text is not closed", "'", "close it"),
        ("patterns = ['\\(']", "the pattern can match without a word", "\\(", "punctuation alone"),
        ("patterns = ['the \u{FFFC}']", "U+FFFC cannot be part of a pattern", "\u{FFFC}", "it replaces"),
        (r#"patterns = ["dé\"j\u00e0 (vu"]"#, "`(` is not closed", "(", "add `)`"),
        (
            "patterns = ['x', 'direct\\s+access']",
            "`\\s+` is a regular expression, and patterns are not",
            "\\s+",
            "leave it out: any white space",
        ),
        (
            "patterns = ['x']\nunless_after = ['.* access']",
            "`.*` is a regular expression, and patterns are not",
            ".*",
            "write `..` for a gap",
        ),
        ("patterns = ['x']\nunless_before = ['a & b']", "`&` is not allowed here", "&", "write `\\&`"),
    ]);
}

#[test]
fn rejects_invalid_templates() {
    check(&[
        (
            "patterns = ['x']\nmessage = 'no {model}'",
            "no pattern of the rule captures `model`",
            "{model}",
            "available names: match",
        ),
        (
            "patterns = ['@model', 'x']\nmessage = '{model}'",
            "not every match of the rule captures `model`",
            "{model}",
            "capture it in each pattern, outside of `[ ]` and in every alternative of `( )`, or write `{match}`; names \
             that every match captures: match",
        ),
        (
            "patterns = ['@model costs @money', 'x [@model] costs @money']\nmessage = '{model}'",
            "not every match of the rule captures `model`",
            "{model}",
            "capture it in each pattern, outside of `[ ]` and in every alternative of `( )`, or write `{match}`; names \
             that every match captures: match, money",
        ),
        (
            "patterns = ['@model', 'x (@money|y)']\nsuggest = '{year}'",
            "no pattern of the rule captures `year`",
            "{year}",
            "available names: match, model",
        ),
        (
            "patterns = ['x']\nsuggest = ['a {']",
            "`{` is not part of a placeholder such as `{match}`",
            "{",
            "write `{match}`",
        ),
        (
            "patterns = ['x y']\nsuggest = ['a {~list}']",
            "no pattern of the rule has an inflected word to take the form from",
            "{~list}",
            "add `~` after a word",
        ),
        (
            "patterns = ['list~']\nsuggest = ['a {~row} {~quickly}']",
            "`quickly` has no other forms",
            "{~quickly}",
            "write it without",
        ),
        (
            "patterns = ['list~']\nmessage = 'no {~list}'",
            "`{~word}` is only allowed in `suggest`",
            "{~list}",
            "write the word",
        ),
    ]);
}

#[test]
fn files_of_a_folder_make_up_a_pack() {
    let head = "[pack]\nid = 'p'\n[terms.t]\nterms = ['x']\n";
    let rule = "[[rule]]\nid = 'r'\npatterns = ['@t']\n";
    let files = [("a/pack.toml", head), ("a/r.toml", rule)];
    let files = files.map(|(name, text)| TomlFile::new(name, text));
    let set = RuleSet::load(&files, &TermSets::default()).expect("the files are valid");
    assert_eq!((set.packs.len(), &*set.rules[0].id, set.index_of("p/r")), (1, "p/r", Some(0)));

    let lone = mistakes(&[("a/r.toml", "[[rule]]\nid = 'r'\npatterns = ['x']\n")]);
    assert_eq!(lone[0].0, "the rules in this file do not belong to a pack");
    let taken = mistakes(&[("a/1.toml", head), ("b/2.toml", head)]);
    assert_eq!(
        (taken[0].0.as_str(), taken[0].2.as_str()),
        ("the pack id `p` is used twice", "a/1.toml already uses it; choose another id")
    );
    let twice = format!("{head}{rule}{rule}");
    assert_eq!(mistakes(&[("a/1.toml", &twice)])[0].0, "the rule id `p/r` is used twice");

    let wrong = "skip_when = 'negatd'\n";
    let shown = |files: &[(&str, &str)]| mistakes(files).into_iter().map(|(message, ..)| message).collect::<Vec<_>>();
    let twice = format!("{head}{rule}{rule}{wrong}");
    assert_eq!(shown(&[("a/1.toml", &twice)]), ["the rule id `p/r` is used twice", "unknown context `negatd`"]);
    // The ids of the rules of a second pack with the same id are not reported too.
    let (first, second) = (format!("{head}{rule}"), format!("{head}{rule}{wrong}"));
    assert_eq!(
        shown(&[("a/1.toml", &first), ("b/2.toml", &second)]),
        ["the pack id `p` is used twice", "unknown context `negatd`"]
    );
}

#[test]
fn rejects_invalid_term_sets() {
    let set = |sets: &str| mistakes(&[("a/r.toml", &format!("[pack]\nid = 'p'\n{sets}"))]);
    let cycle = set("[terms.a]\nterms = ['@b']\n[terms.b]\nterms = ['x @a']\n");
    assert_eq!((cycle[0].0.as_str(), cycle[0].1.as_str()), ("the term set uses itself: @a -> @b -> @a", "@a"));
    let empty = set("[terms.a]\nterms = []\n");
    assert_eq!((empty[0].0.as_str(), empty[0].1.as_str()), ("the term set `a` is empty", "a"));
    let unordered = set("[terms.a]\nterms = ['x & y']\n");
    assert_eq!(unordered[0].0, "`&` is not allowed here");
}

#[test]
fn rules_take_the_defaults_of_their_pack() {
    let head = "[pack]\nid = 'p'\n[defaults]\nowner = 'Legal'\nseverity = 'info'\nskip_when = 'negated'\n\
                within = 'section'\n";
    let rules = "[[rule]]\nid = 'a'\npatterns = 'x'\n\
                 [[rule]]\nid = 'b'\npatterns = 'x'\nseverity = 'error'\nskip_when = []\n\
                 [[rule]]\nid = 'c'\nkind = 'require'\nrequires = 'y'\npatterns = 'x'\n";
    let files = [("p/pack.toml", head), ("p/r.toml", rules)].map(|(name, text)| TomlFile::new(name, text));
    let set = RuleSet::load(&files, &TermSets::default()).unwrap();
    let shown: Vec<_> = set.rules.iter().map(|rule| (&*rule.owner, rule.severity, rule.skip_when.len())).collect();
    assert_eq!(shown, [("Legal", Severity::Info, 1), ("Legal", Severity::Error, 0), ("Legal", Severity::Info, 1)]);
    assert!(matches!(set.rules[2].kind, RuleKind::Require { within: Within::Section, .. }));
    let written = "[pack]\nid = 'p'\n[[rule]]\nid = 'a'\npatterns = ['x']\nowner = 'Legal'\nseverity = 'info'\n\
                   skip_when = ['negated']\n";
    let written = RuleSet::load(&[TomlFile::new("r.toml", written)], &TermSets::default()).unwrap();
    assert_eq!(written.rules[0].hash, set.rules[0].hash);
}

#[test]
fn rules_of_several_packs_form_a_profile() {
    let head = "[pack]\nid = 'p'\n[defaults]\nprofiles = 'press'\n";
    let rules = "[[rule]]\nid = 'a'\npatterns = 'x'\n\
                 [[rule]]\nid = 'b'\npatterns = 'x'\nprofiles = ['marketing', 'web']\n\
                 [[rule]]\nid = 'c'\npatterns = 'x'\nprofiles = []\nrecommended = true\n";
    let other = "[pack]\nid = 'q'\n[[rule]]\nid = 'd'\npatterns = 'x'\nprofiles = 'press'\n";
    let files =
        [("p/pack.toml", head), ("p/r.toml", rules), ("q.toml", other)].map(|(name, text)| TomlFile::new(name, text));
    let set = RuleSet::load(&files, &TermSets::default()).unwrap();
    let of = |id: &str| set.pack(id).map_err(|unknown| format!("{unknown}; {}", unknown.help));
    assert_eq!(of("press"), Ok(vec![0, 3]));
    assert_eq!((of("marketing"), of("web")), (Ok(vec![1]), Ok(vec![1])));
    assert_eq!((of("p"), of("recommended")), (Ok(vec![0, 1, 2]), Ok(vec![2])));
    let unknown =
        "unknown pack or profile `zzz`; known packs: p, q; known profiles: marketing, press, web, recommended, all";
    assert_eq!(of("zzz"), Err(unknown.to_owned()));
    assert_eq!(of("pres"), Err("unknown pack or profile `pres`; did you mean `press`?".to_owned()));
    let disabled = set.rule_or_pack("press").unwrap_err();
    assert_eq!(disabled.message, "`press` is a profile; only rules and packs are allowed here");
}

#[test]
fn conditions_take_one_value_or_a_list_also_as_defaults() {
    let one = "when_near = { patterns = 'fund~', within = 'document' }\nunless_under = 'the @model'\n";
    let listed = "when_near = [{ within = 'document', patterns = ['fund~'] }]\nunless_under = ['the @model']\n";
    let several = "unless_under = ['the @model']\n[[rule.when_near]]\npatterns = ['fund~']\nwithin = 'document'\n\
                   [[rule.when_near]]\npatterns = ['year~', '@model']\nwithin = 'sentence'\n\
                   [rule.unless_near]\npatterns = 'parcel~'\nwithin = 'paragraph'\n";
    let set = |defaults: &str, keys: &str| {
        let text = format!(
            "[pack]\nid = 'p'\n{defaults}\n[terms.model]\nterms = 'model~'\n[[rule]]\nid = 'r'\npatterns = 'x'\n{keys}"
        );
        RuleSet::load(&[TomlFile::new("r.toml", text)], &TermSets::default()).unwrap()
    };
    let shown = |set: &RuleSet| {
        let Guards { under, near, topics, .. } = &set.rules[0].guards;
        let sources = |patterns: &[Pattern]| patterns.iter().map(|p| p.source.clone()).collect::<Vec<_>>().join(", ");
        let table = |near: &Near| format!("{}: {}", near.within.id(), sources(&near.patterns));
        let tables = |tables: &[Near]| tables.iter().map(table).collect::<Vec<_>>();
        (sources(under), tables(near), tables(topics))
    };
    let expected = ("the @model".to_owned(), vec![], vec!["document: fund~".to_owned()]);
    for set in [set("", one), set("", listed), set(&format!("[defaults]\n{one}"), "")] {
        assert_eq!(shown(&set), expected);
    }
    assert_eq!(set("", listed).rules[0].hash, set(&format!("[defaults]\n{one}"), "").rules[0].hash);
    assert_ne!(set("", listed).rules[0].hash, set("", "").rules[0].hash);
    let own = set(&format!("[defaults]\n{one}"), "when_near = []\nunless_under = []\n");
    assert_eq!(shown(&own), (String::new(), vec![], vec![]));

    let several = set("", several);
    let topics = vec!["document: fund~".to_owned(), "sentence: year~, @model".to_owned()];
    assert_eq!(shown(&several), ("the @model".to_owned(), vec!["paragraph: parcel~".to_owned()], topics));
    let stored = RuleSet::from_bytes(several.to_bytes().unwrap().leak()).unwrap();
    assert_eq!(format!("{:?}", *stored.rules[0]), format!("{:?}", *several.rules[0]));
}

#[test]
fn rejects_wrong_conditions() {
    check(&[
        ("patterns = 'x'\nunless_under = 'a | b'", "`|` is only allowed inside `( )` or `[ ]`", "|", "write"),
        ("patterns = 'x'\nunless_under = '@modle'", "unknown term set `modle`", "@modle", "did you mean `@model`?"),
        (
            "patterns = 'x'\nwhen_near = [{ patterns = 'y', within = 'sentence' }, { patterns = '(z', within = 'document' }]",
            "`(` is not closed",
            "(",
            "add `)`",
        ),
        (
            "patterns = 'x'\nwhen_near = { patterns = 'y', within = 'page' }",
            "unknown value `page` for `within`",
            "'page'",
            "known values: sentence, paragraph, section, document",
        ),
        (
            "patterns = 'x'\nwhen_near = { patterns = 'y' }",
            "`when_near` has no `within`",
            "{ patterns = 'y' }",
            "write `within = \"sentence\"`",
        ),
        ("patterns = 'x'\nwhen_near = 'y'", "`when_near` must be a list of tables, not a text", "'y'", "write"),
        (
            "patterns = 'x'\nwhen_near = { patterns = [], within = 'sentence' }",
            "a table of `when_near` has no patterns",
            "[]",
            "write `patterns = [\"…\"]`, or remove the table",
        ),
        (
            "patterns = 'x'\nunless_near = [{ patterns = 'y', within = 'sentence' }, { patterns = [ ], within = 'section' }]",
            "a table of `unless_near` has no patterns",
            "[ ]",
            "write `patterns",
        ),
    ]);
    let defaults = "[pack]\nid = 'p'\n[defaults]\nunless_under = '(a'\nwhen_near = { patterns = '(b', within = 'document' }\n\
                    [[rule]]\nid = 'r'\npatterns = 'x'\n";
    let found = mistakes(&[("p.toml", defaults)]);
    let shown: Vec<_> = found.iter().map(|(message, at, _)| (message.as_str(), at.as_str())).collect();
    assert_eq!(shown, [("`(` is not closed", "("), ("`(` is not closed", "(")]);
    let defaults = "[pack]\nid = 'p'\n[defaults]\nwhen_near = { patterns = [], within = 'document' }\n\
                    [[rule]]\nid = 'r'\npatterns = 'x'\n[[rule]]\nid = 's'\npatterns = 'x'\n";
    let found = mistakes(&[("p.toml", defaults)]);
    let shown: Vec<_> = found.iter().map(|(message, at, _)| (message.as_str(), at.as_str())).collect();
    assert_eq!(shown, [("a table of `when_near` has no patterns", "[]")]);
}

#[test]
fn rejects_wrong_profiles() {
    check(&[
        (
            "patterns = 'x'\nprofiles = ['web', 'p']",
            "the profile id `p` is the id of a pack",
            "'p'",
            "choose another id",
        ),
        ("patterns = 'x'\nprofiles = 'Web'", "invalid profile id `Web`", "'Web'", "use `a` to `z`, digits and `-`"),
        (
            "patterns = 'x'\nprofiles = 'recommended'",
            "`recommended` is not listed in `profiles`",
            "'recommended'",
            "write `recommended = true`",
        ),
        ("patterns = 'x'\nprofiles = 'all'", "every rule is part of `all`", "'all'", "remove it"),
        ("patterns = 'x'\nprofiles = 'terms'", "the profile id `terms` is reserved", "'terms'", "choose another id"),
        ("patterns = 'x'\nprofile = 'web'", "unknown key `profile`", "profile", "did you mean `profiles`?"),
    ]);
    let defaults = "[pack]\nid = 'p'\n[defaults]\nprofiles = 'q'\n[[rule]]\nid = 'r'\npatterns = 'x'\n";
    let found = mistakes(&[("p.toml", defaults), ("q/pack.toml", "[pack]\nid = 'q'\n")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("the profile id `q` is the id of a pack", "'q'"));

    let known = "[pack]\nid = 'p'\n[[rule]]\nid = 'r'\npatterns = 'x'\nprofiles = 'press'\n";
    let set = RuleSet::load(&[TomlFile::new("p.toml", known)], &TermSets::default()).unwrap();
    let errors = set.extend(&[TomlFile::new("q.toml", "[pack]\nid = 'press'\n")], &TermSets::default()).unwrap_err();
    assert_eq!(errors[0].message, "the pack id `press` is the id of a profile");
}

#[test]
fn rejects_wrong_defaults() {
    let rule = "[[rule]]\nid = 'r'\npatterns = 'x'\nprefer = 'y'\n";
    let pack = |defaults: &str| format!("[pack]\nid = 'p'\n[defaults]\n{defaults}\n");
    let cases = [
        (
            "kind = 'prefer'\npatterns = 'x'",
            "unknown key `patterns`",
            "patterns",
            "`patterns` is a key of `[[rule]]`; move it there",
        ),
        ("kind = 'prefer'\nsevrity = 'error'", "unknown key `sevrity`", "sevrity", "did you mean `severity`?"),
        ("kind = 'prefr'", "unknown value `prefr` for `kind`", "'prefr'", "did you mean `prefer`?"),
        ("kind = 'prefer'\nskip_when = 'negatd'", "unknown context `negatd`", "'negatd'", "did you mean `negated`?"),
        (
            "suggest = 'a {'\nkind = 'prefer'",
            "`{` is not part of a placeholder such as `{match}`",
            "{",
            "write `{match}`",
        ),
        (
            "message = 'no {model}'\nkind = 'prefer'",
            "no pattern of the rule captures `model`",
            "'",
            "available names: match",
        ),
    ];
    for (defaults, message, marked, help) in cases {
        let text = pack(defaults);
        let found = mistakes(&[("p/a.toml", &text), ("p/b.toml", rule)]);
        assert_eq!(found.len(), 1, "{defaults}: {found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (message, marked), "{defaults}");
        assert!(found[0].2.starts_with(help), "{defaults}: {}", found[0].2);
    }
    let misplaced = mistakes(&[("p/a.toml", "[pack]\nid = 'p'\n"), ("p/b.toml", "[defaults]\nowner = 'x'\n")]);
    assert_eq!(misplaced[0].0, "`[defaults]` is not in the file that has `[pack]`");
}

#[test]
fn rejects_reserved_pack_ids() {
    for id in ["all", "recommended", "marketing", "terms", "wordgate"] {
        let found = mistakes(&[("a.toml", &format!("[pack]\nid = '{id}'\n"))]);
        assert_eq!(found[0].0, format!("the pack id `{id}` is reserved"));
    }
}
