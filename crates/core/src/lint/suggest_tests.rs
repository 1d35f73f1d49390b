//! Suggestions on small documents: captures, inflection, casing, article and applicability.

use super::tests::{lint, rule};
use crate::finding::Suggestion;

fn suggestions(keys: &str, text: &str) -> Vec<Suggestion> {
    let lint = lint(&rule(keys), text);
    assert_eq!(lint.findings.len(), 1, "{keys} on {text}: {:?}", lint.findings);
    lint.findings.into_iter().next().unwrap().suggestions
}

/// Returns the text of the first suggestion; `-` if there is none.
fn first(keys: &str, text: &str) -> String {
    suggestions(keys, text).into_iter().next().map_or_else(|| "-".to_owned(), |suggestion| suggestion.text)
}

/// Returns the document after the edits of the only suggestion, and the applicability of the suggestion.
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
        // The past tense and the participle of "show" differ, and "provided" may be either.
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
        ("A WHITELIST", "An ALLOWLIST"),
        ("A WHITELIST helps.", "An ALLOWLIST helps."),
        ("It helps. A WHITELIST is short.", "It helps. An ALLOWLIST is short."),
        ("USE A WHITELIST NOW", "USE AN ALLOWLIST NOW"),
        ("Get A Whitelist Today", "Get An Allowlist Today"),
        ("\"A whitelist\" is short.", "\"An allowlist\" is short."),
        ("Keep it (a whitelist).", "Keep it (an allowlist)."),
        ("Keep \"a whitelist\".", "Keep \"an allowlist\"."),
        ("Keep a ‘whitelist’.", "Keep an ‘allowlist’."),
        ("Keep a\nwhitelist.", "Keep an\nallowlist."),
        ("Keep a **whitelist**.", "Keep an **allowlist**."),
        ("Keep a \"whitelist\".", "Keep an \"allowlist\"."),
        ("Keep a\u{A0}white list.", "Keep an\u{A0}allowlist."),
        ("Keep the whitelist.", "Keep the allowlist."),
        ("Keep it as plan A. Whitelist it.", "Keep it as plan A. Allowlist it."),
        ("See plan A whitelist.", "See plan A allowlist."),
        ("Take a, whitelist b.", "Take a, allowlist b."),
        // A letter, not an article.
        ("Press \"a\" whitelist.", "Press \"a\" allowlist."),
        ("Press 'A' whitelist.", "Press 'A' allowlist."),
        ("Press ‘a’ whitelist.", "Press ‘a’ allowlist."),
        ("“A” whitelist", "“A” allowlist"),
        ("(a) whitelist", "(a) allowlist"),
        ("a) whitelist", "a) allowlist"),
        ("A) Whitelist", "A) Allowlist"),
        ("A. Whitelist", "A. Allowlist"),
        ("a: whitelist", "a: allowlist"),
        ("a - whitelist", "a - allowlist"),
        ("Write a/an whitelist.", "Write a/an allowlist."),
        ("Write a(n) whitelist.", "Write a(n) allowlist."),
        ("Run it with -a whitelist.", "Run it with -a allowlist."),
        ("See option A whitelist.", "See option A allowlist."),
        ("A grade A whitelist.", "A grade A allowlist."),
        ("Take vitamin A whitelist.", "Take vitamin A allowlist."),
        ("See Option A WHITELIST here.", "See Option A ALLOWLIST here."),
        ("See Option A Whitelist", "See Option A Allowlist"),
        ("SEE OPTION A WHITELIST", "SEE OPTION A ALLOWLIST"),
    ];
    for (text, expected) in cases {
        assert_eq!(edited(list, text), (expected.to_owned(), "safe"), "{text}");
    }
    assert_eq!(edited(list, "Keep a *white*list."), ("Keep an allowlist.".to_owned(), "unsafe"));
    let other = "patterns = ['(ancient|old) node']\nsuggest = ['previous node']\nfix = 'safe'";
    assert_eq!(edited(other, "An ancient node").0, "A previous node");
    assert_eq!(edited(other, "an old node").0, "a previous node");
    assert_eq!(edited(other, "AN OLD NODE is here").0, "A PREVIOUS NODE is here");
    assert_eq!(edited(other, "HERE IS AN OLD NODE").0, "HERE IS A PREVIOUS NODE");
    assert_eq!(edited(other, "\"an\" old node").0, "\"an\" previous node");
    let removed = "patterns = ['truly']\nsuggest = ['']\nfix = 'safe'";
    assert_eq!(edited(removed, "a truly open node").0, "an open node");
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
        // The edit would delete a line break.
        ("It is direct  \naccess.", "It is a line.", "unsafe"),
        ("It is direct   \r\naccess.", "It is a line.", "unsafe"),
        ("It is direct\\\naccess.", "It is a line.", "unsafe"),
        ("It is direct<br>access.", "It is a line.", "unsafe"),
        ("It is direct <BR />\naccess.", "It is a line.", "unsafe"),
        ("| a |\n|---|\n| direct<br/>access |", "| a |\n|---|\n| a line |", "unsafe"),
        ("It is direct \naccess.", "It is a line.", "safe"),
        ("It is direct&nbsp;access.", "It is a line.", "safe"),
        // Half of a pair would remain.
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
fn a_part_of_a_dotted_name_has_no_safe_edit() {
    let keys = "patterns = ['white-list~', 'open .. whitelist']\nsuggest = ['allowlist']\nfix = 'safe'";
    let cases = [
        ("See System.Whitelist here.", "unsafe"),
        ("See torch.Whitelist.", "unsafe"),
        ("See torch.**Whitelist**.", "unsafe"),
        ("Set Whitelist.Options now.", "unsafe"),
        ("Set options.Whitelist's size.", "unsafe"),
        ("Set `x`.Whitelist now.", "unsafe"),
        ("Set a[0].Whitelist now.", "unsafe"),
        ("The .Whitelist class.", "unsafe"),
        ("That is the end.Whitelist it.", "unsafe"),
        ("The whitelist.OpenAI is it.", "unsafe"),
        ("Open Dr.Smith whitelist.", "unsafe"),
        ("The whitelist. OpenAI is it.", "safe"),
        ("The end. Whitelist it.", "safe"),
        ("(The whitelist.)", "safe"),
        ("Torch.Tensor has a whitelist.", "safe"),
    ];
    for (text, expected) in cases {
        assert_eq!(suggestions(keys, text).pop().unwrap().applicability.id(), expected, "{text}");
    }
}

#[test]
fn an_opaque_word_is_replaced_without_casing() {
    let keys =
        "patterns = ['--whitelist', 'white-list.yaml', 'use .. whitelist']\nsuggest = ['--allowlist']\nfix = 'safe'";
    assert_eq!(edited(keys, "Pass --whitelist now."), ("Pass --allowlist now.".to_owned(), "safe"));
    assert_eq!(edited(keys, "White-list.yaml is it."), ("--allowlist is it.".to_owned(), "safe"));
    // The edit would delete the words in the gap.
    assert_eq!(edited(keys, "Please use docs/a.md whitelist.").1, "unsafe");
}

#[test]
fn a_short_word_among_capitals_counts_as_capitals() {
    let pack = "[pack]\nid = 'p'\n[terms.m]\nterms = ['foo bar']\n[[rule]]\nid = 'r'\npatterns = ['get @m']\nsuggest = ['have a {m}']";
    let first = |text: &str| lint(pack, text).findings[0].suggestions[0].text.clone();
    assert_eq!(first("WE GET FOO BAR NOW"), "HAVE A FOO BAR");
    assert_eq!(first("we get FOO BAR now"), "have a FOO BAR");
}

#[test]
fn a_link_whose_text_is_its_label_keeps_its_label() {
    let list = "patterns = ['(white-list~|black-list)']\nsuggest = ['{~allowlist}']\nfix = 'safe'";
    let cases = [
        ("See [whitelist].\n\n[whitelist]: u", "See [allowlist][whitelist].\n\n[whitelist]: u"),
        ("See [Whitelist][].\n\n[whiteLIST]: u", "See [Allowlist][Whitelist].\n\n[whiteLIST]: u"),
        ("See ![whitelist].\n\n[whitelist]: u", "See ![allowlist][whitelist].\n\n[whitelist]: u"),
        ("See ![a whitelist][].\n\n[a whitelist]: u", "See ![an allowlist][a whitelist].\n\n[a whitelist]: u"),
        ("A [whitelist]\n\n[whitelist]: <u> 't'", "An [allowlist][whitelist]\n\n[whitelist]: <u> 't'"),
        ("[whitelist]: u\n\n# The [whitelist]", "[whitelist]: u\n\n# The [allowlist][whitelist]"),
        ("[whitelist] (b)\n\n[whitelist]:\nu", "[allowlist][whitelist] (b)\n\n[whitelist]:\nu"),
        (
            "> [a whitelist\n> guide]\n\n[a  whitelist guide]: u",
            "> [an allowlist\n> guide][a whitelist guide]\n\n[a  whitelist guide]: u",
        ),
        (
            "[the whitelist guide]\n\n> [the whitelist\n> guide]: u",
            "[the allowlist guide][the whitelist guide]\n\n> [the whitelist\n> guide]: u",
        ),
        (
            "[the **whitelist**][]\n\n[the **whitelist**]: u",
            "[the **allowlist**][the **whitelist**]\n\n[the **whitelist**]: u",
        ),
        ("[`a` whitelist]\n\n- [`a` whitelist]: u", "[`a` allowlist][`a` whitelist]\n\n- [`a` whitelist]: u"),
        (
            "| a |\n|---|\n| [whitelist] |\n\n[whitelist]: u",
            "| a |\n|---|\n| [allowlist][whitelist] |\n\n[whitelist]: u",
        ),
        ("[![whitelist]][whitelist]\n\n[whitelist]: u", "[![allowlist][whitelist]][whitelist]\n\n[whitelist]: u"),
        ("- [x] [whitelist]\n\n[whitelist]: u", "- [x] [allowlist][whitelist]\n\n[whitelist]: u"),
        // The label differs from the text, or there is none.
        ("[whitelist][1]\n\n[1]: u", "[allowlist][1]\n\n[1]: u"),
        ("[a whitelist][whitelist]\n\n[whitelist]: u", "[an allowlist][whitelist]\n\n[whitelist]: u"),
        ("[whitelist](u)\n\n[whitelist]: u", "[allowlist](u)\n\n[whitelist]: u"),
        ("Brackets [whitelist]", "Brackets [allowlist]"),
        ("Brackets [whitelist]\n\n[other]: u", "Brackets [allowlist]\n\n[other]: u"),
        ("Brackets [whitelist]\n\n```\n[whitelist]: u\n```", "Brackets [allowlist]\n\n```\n[whitelist]: u\n```"),
        ("Brackets [whitelist]\n\n`[whitelist]: u`", "Brackets [allowlist]\n\n`[whitelist]: u`"),
        ("[whitelist]: hosts that may come", "[allowlist]: hosts that may come"),
        ("The [whitelist]: hosts", "The [allowlist]: hosts"),
        ("- [ ] whitelist", "- [ ] allowlist"),
        ("> [!NOTE]\n> A whitelist", "> [!NOTE]\n> An allowlist"),
        ("One[^whitelist]. A whitelist.\n\n[^whitelist]: u", "One[^whitelist]. An allowlist.\n\n[^whitelist]: u"),
        ("One[^a].\n\n[^a]: A whitelist.", "One[^a].\n\n[^a]: An allowlist."),
        ("[a] whitelist\n\n[a]: u", "[a] allowlist\n\n[a]: u"),
    ];
    for (text, expected) in cases {
        assert_eq!(edited(list, text), (expected.to_owned(), "safe"), "{text}");
    }
    let manual = ["[whitelist][]", "To some a definition:\n[whitelist]: u", "list[whitelist]\n\n[whitelist]: u"];
    for text in manual {
        assert_eq!(edited(list, text), (text.to_owned(), "manual"), "{text}");
    }
    let removed = "patterns = ['very']\nsuggest = ['']\nfix = 'safe'";
    assert_eq!(edited(removed, "[very]\n\n[very]: u").1, "manual");
    assert_eq!(edited(removed, "[very good]\n\n[very good]: u").0, "[ good][very good]\n\n[very good]: u");
}

#[test]
fn an_edit_of_a_heading_that_is_linked_to_is_not_safe() {
    let list = "patterns = ['(white-list~|black-list)']\nsuggest = ['{~allowlist}']\nfix = 'safe'";
    let linked = [
        "# Whitelisting hosts\n\nSee [below](#whitelisting-hosts).",
        "Whitelisting hosts\n=====\n\nSee [below](<#whitelisting-hosts> 'x').",
        "> ## `a()` whitelist, & more!\n\n[y]: #a-whitelist--more",
        "- # The **whitelist**\n\n<a href=\"#the-whitelist\">x</a>",
        "# A Whitelist\n\n# A\n\n[x](a.md#a-whitelist)",
        "# Über die Whitelist\n\n[x](#%C3%BCber-die-whitelist)",
        // The second heading with the same text, and an edit that creates the anchor of another heading.
        "# Whitelist\n\n[x](#whitelist-1)",
        "# Whitelist\n\n# Allowlist\n\n[x](#allowlist)",
        "<h2>The whitelist</h2>\n\n[x](#the-whitelist)",
        "<h2>The whitelist</h2><h2 id=\"a\">A</h2>\n\n[x](#the-whitelist)",
        "<h2 id=\"a\">A</h2><h2>The whitelist</h2>\n\n[x](#the-whitelist)",
        // The anchor of an element is an additional one.
        "# The whitelist <a id=\"list\"></a>\n\n[x](#the-whitelist)",
    ];
    for text in linked {
        assert_eq!(edited(list, text).1, "unsafe", "{text}");
    }
    let safe = [
        "# Whitelisting hosts\n\nSee [below](#hosts), [x](b.md#whitelisting-hosts).",
        "# Whitelisting hosts {#hosts}\n\nSee [below](#whitelisting-hosts).",
        "# Whitelisting hosts {: #hosts }\n\nSee [below](#whitelisting-hosts).",
        "# Whitelisting hosts\n{: #hosts}\n\nSee [below](#whitelisting-hosts).",
        "# Whitelisting hosts {/* #hosts */}\n\nSee [below](#whitelisting-hosts).",
        "<a id=\"whitelisting-hosts\"></a>\n\n# Whitelisting hosts\n\nSee [below](#whitelisting-hosts).",
        "<h2 id=\"whitelisting-hosts\">Whitelisting hosts</h2>\n\nSee [below](#whitelisting-hosts).",
        "<h2 class=\"x\"\n  id=\"b\"><b>A whitelist</b></h2>\n\nSee [below](#a-whitelist).",
        "# Hosts\n\nA whitelist, see [below](#a-whitelist-see-below).",
    ];
    for text in safe {
        assert_eq!(edited(list, text).1, "safe", "{text}");
    }
}
