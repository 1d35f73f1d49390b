//! Texts that the gate opens for, and texts that it stays closed for.

use super::letters::{CharRole, char_role, runs, slow_role};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;
use wordgate_rules::{Case, PatternContext, RawTerms, TermSets};
use wordgate_text::prose::{TokenKind, Words};

/// Returns a gate for patterns that may use the set `@model`.
fn gate(patterns: &[&str]) -> Gate {
    let terms = vec!["OpenAI", "open ai model~", "GPT-5.5"];
    let raw = [("model", RawTerms { case: Case::Smart, terms })].into();
    let (sets, _) = TermSets::resolve(raw, &TermSets::default());
    let filled = patterns.iter().map(|pattern| {
        let mut pattern = Pattern::parse(pattern, PatternContext::Rule, Case::Any).unwrap();
        sets.fill(&mut pattern).unwrap();
        pattern
    });
    Gate::new(&filled.collect::<Vec<_>>())
}

fn opens(gate: &Gate, text: &str) -> bool {
    gate.scan(text, Format::Markdown).is_some_and(|mut scan| scan.opens(text, Span::new(0, text.len()), &[]))
}

#[test]
fn every_required_word_must_occur() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "direct access",
            &["direct access", "direct (x) ACCESS", "direct-\naccess", "direct’s access"],
            &["direct", "direct accessible", ""],
        ),
        ("access~ to", &["accessing\n> to"], &["access", "to", "access it to"]),
        ("(get|gain) access", &["gain access", "got to get, <b>access"], &["gain", "access"]),
        ("access [to] .. it", &["access it"], &["access to"]),
        (
            "an API",
            &[
                "an&nbsp;API", "an &#160; API", "an <!-- x y --> API", "an<b> API", "an {#a .b} API", "an(R) API",
                "an[^note] API", "an](x y) API", "an's API", "an’s API", "an&rsquo;s API", "an'*s* API",
            ],
            &["an x API", "an x y API", "API an"],
        ),
        ("pass-through", &["passthrough", "pass – through"], &["pass", "through", "passing through"]),
        ("use @model", &["use OpenAI", "use our open AI model", "use GPT-5.5"], &["use AI", "GPT-5.5", "use GPT"]),
        ("a & b & c", &["c b a"], &["a b", "b c"]),
        ("#1 choice", &["the #1 choice"], &["1 choice", "# choice", "&35;1 choice"]),
        ("5.5 stars", &["5.5 stars", "stars: 5\\.5"], &["5 star", "stars"]),
        // A letter and its diacritic may be separated by markup.
        (
            "naïve use",
            &["naïve use", "NAÏVE use", "nai\u{308}ve use", "na&iuml;ve use", "nai<!-- x -->\u{308}ve use"],
            &["nave use", "naïve"],
        ),
    ];
    for (pattern, open, closed) in cases {
        let gate = gate(&[pattern]);
        open.iter().for_each(|text| assert!(opens(&gate, text), "`{pattern}` on “{text}”"));
        closed.iter().for_each(|text| assert!(!opens(&gate, text), "`{pattern}` on “{text}”"));
    }
}

#[test]
fn the_example_of_the_module_header_holds() {
    let gate = gate(&["direct access~ to @model"]);
    let first = "We offer **direct** access to Open&#65;I models and to all of their tools.\n\n";
    let text = format!("{first}Take the direct route.\n");
    let mut scan = gate.scan(&text, Format::Markdown).unwrap();
    assert_eq!(scan.candidates, [0]);
    assert!(scan.opens(&text, Span::new(0, first.len()), &[]));
    assert!(!scan.opens(&text, Span::new(first.len(), text.len()), &[]));
}

#[test]
fn choices_keep_all_of_their_words() {
    let choice = |from: char| -> String {
        let names = (from..).take(8).map(|letter| format!("first{letter} second{letter}")).collect::<Vec<_>>();
        format!("({})", names.join("|"))
    };
    let (left, right) = (choice('a'), choice('k'));
    for gate in [gate(&[&format!("{left} to {right}")]), gate(&[&format!("({left} to {right}|other) {right}")])] {
        assert!(opens(&gate, "firstc secondc to firstm secondm"));
        assert!(!opens(&gate, "firstc secondc to firstm secondn"));
        assert!(!opens(&gate, "firstc secondd to firstm secondm"));
    }
    assert!(opens(&gate(&[&format!("({left} to {right}|other) {right}")]), "other firstr secondr"));
}

#[test]
fn signs_are_words() {
    let gate = gate(&["$ %", "+"]);
    assert!(opens(&gate, "C++") && opens(&gate, "Ｃ＋") && opens(&gate, "a &plus; b"));
    assert!(!opens(&gate, "$ 5"));
    let price = self::gate(&["$ 5"]);
    assert!(opens(&price, "&dollar;5") && opens(&price, "&#36;5\\.5") && opens(&price, "＄5"));
    assert!(!opens(&price, "&euro;5"));
}

#[test]
fn hidden_letters_are_found() {
    let gate = gate(&["openai"]);
    let hidden = [
        "Open**AI**", "**Open**AI", "O*p*enAI", "[Open](https://a.b \"c\")AI", "[Open][a b]AI", "[Open]AI",
        "Open[^1]AI", "Open<b>AI</b>", "Open<!-- > -->AI", "Open{.x}AI", "Open{/* x */}AI", "Open&shy;AI",
        "O&#112;enAI", "&#79;penAI", "&#x4f;<b>pen</b>AI", "Open\u{200B}AI", "ＯｐｅｎＡＩ", "ОреnАІ", "О**pen**AI",
        "Open™AI", "\"\\x4fpenAI\"", "\"\\nOpenAI\"", "O&shy;penAI\\\nm**odel**s", "\"\\u0020OpenAI\"",
        "\"Open\\\n   AI\"", "&ltOpenAI", "&shyOpenAI", "使用OpenAI模型", "_OpenAI_",
    ];
    hidden.iter().for_each(|text| assert!(opens(&gate, text), "{text}"));
    let others = [
        "Open AI", "open-ai", "Open** AI", "Open & AI", "éOpenAI", "OpenAIs", "Open `x` AI", "a < b > c",
        "**Open** and AI", "Открыть", "[AI](x)open", "op*x*en", "使用模型", "&nbsp;Open", "xOpenAI",
    ];
    others.iter().for_each(|text| assert!(!opens(&gate, text), "{text}"));
}

#[test]
fn a_hidden_word_may_be_next_to_the_anchor() {
    let hidden = ["t**h**e", "t&shy;he", "&#116;he", "th\u{200B}e", "ｔｈｅ", "t<b>h</b>e", "the\\\n", "[t](x)he"];
    let (before, after) = (gate(&["the openai"]), gate(&["openai the"]));
    for the in hidden {
        assert!(opens(&before, &format!("see {the} openai now")), "{the}");
        assert!(opens(&after, &format!("see openai {the} now")), "{the}");
    }
    assert!(!opens(&before, "t**h**e new openai") && !opens(&after, "openai so t**h**e"));
}

#[test]
fn a_chunk_that_may_be_any_word_opens_every_gate() {
    let gate = gate(&["openai"]);
    assert!(opens(&gate, &"x&shy;".repeat(40)));
}

#[test]
fn code_is_skipped() {
    let gate = gate(&["direct access"]);
    let text = "direct\n```\naccess\n```\n";
    let (range, code) = (Span::new(0, text.len()), Span::new(7, text.len()));
    assert!(gate.scan(text, Format::Markdown).unwrap().opens(text, range, &[]));
    assert!(!gate.scan(text, Format::Markdown).unwrap().opens(text, range, &[code]));
}

/// Returns the candidate offsets of a sparse scan, and those of a full scan.
fn candidates(gate: &Gate, text: &str, format: Format) -> [Vec<u32>; 2] {
    [true, false].map(|is_sparse| {
        let mut candidates = CandidateOffsets::new(&gate.vocabulary, &gate.requirements, text);
        let scanner =
            Scanner::new(text, Syntax::of(format), &gate.vocabulary, gate.vocabulary.anchors(), &mut candidates);
        if is_sparse {
            scanner.scan_sparsely()
        } else {
            scanner.scan([Span::new(0, text.len())])
        }
        candidates.into_offsets()
    })
}

proptest! {
    #[test]
    fn a_sparse_scan_finds_the_same_offsets(atoms in vec(select(ATOMS), 0..60), spaces in 0..200_usize) {
        let text = format!("{}{}", " ".repeat(spaces), atoms.concat());
        for gate in [&*GATE, &*NON_ASCII_GATE] {
            for format in [Format::Markdown, Format::Rst, Format::Asciidoc, Format::Tsx] {
                let [sparse, full] = candidates(gate, &text, format);
                prop_assert_eq!(sparse, full);
            }
        }
    }
}

static GATE: LazyLock<Gate> = LazyLock::new(|| gate(&["direct access", "openai", "use @model", "100% free", "$ %"]));
static NON_ASCII_GATE: LazyLock<Gate> = LazyLock::new(|| gate(&["direct access", "naïve use", "internationalisation"]));

/// Words of the patterns, parts of them, and all kinds of text that may come between them.
const ATOMS: &[&str] = &[
    "direct",
    "access",
    "direct access",
    "dir",
    "ect",
    "Open",
    "AI",
    "OPENAI",
    "use",
    "gpt",
    "5",
    ".5",
    "100",
    "%",
    "$",
    "free",
    "na",
    "naïve",
    "ï",
    "internationalis",
    "ation",
    "a",
    "s",
    "x",
    "word",
    "averylongwordindeed",
    " ",
    " ",
    " ",
    "
",
    "

",
    "'",
    "’",
    "-",
    ".",
    "`",
    "|",
    "=",
    "^",
    "/",
    "#",
    "+",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](x)",
    "]",
    "(",
    ")",
    "<b>",
    "</b>",
    "<",
    ">",
    "<!-- ",
    " -->",
    "{",
    "}",
    "!",
    "\\",
    "\\.",
    "\\_",
    "\\n",
    "\\u0041",
    "\\\n",
    "&",
    "&amp;",
    "&shy;",
    "&#79;",
    "&ltdirect",
    "\u{AD}",
    "\u{200B}",
    "ｕse",
    "接",
    "О",
    "é",
    "\u{2014}",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
];

/// Returns the ASCII runs in the words of a prose text.
fn ascii_runs(text: &str) -> Vec<String> {
    let words = Words::new(text);
    let words = words.tokens().iter().filter(|token| token.kind == TokenKind::Word).map(|token| words.folded(token));
    words.flat_map(runs).filter(|run| run.is_ascii()).map(str::to_owned).collect()
}

#[test]
fn rounded_offsets_stay_in_their_piece() {
    let gate = gate(&["gnu", "zebrafish"]);
    let text = format!("gnu {} zebra<i>\n\nzebra<b>fish</b>", "x ".repeat(25));
    let last = text.rfind('\n').unwrap() + 1;
    assert!(last > 64);
    assert!(gate.scan(&text, Format::Markdown).unwrap().opens(&text, Span::new(last, text.len()), &[]));
}

#[test]
fn each_character_has_its_role() {
    for c in '\u{80}'..=char::MAX {
        if c <= '\u{FFFF}' {
            assert!(
                char_role(c) == slow_role(c) || char_role(c) == CharRole::Invisible,
                "{c:?} {:?} {:?}",
                char_role(c),
                slow_role(c)
            );
        }
        if char_role(c) == CharRole::Confusable {
            assert!(ascii_runs(&format!("ж{c} {c}")).is_empty(), "{c:?}");
            continue;
        }
        let found = ascii_runs(&format!("ab{c}cd"));
        let allowed: &[&str] = match char_role(c) {
            CharRole::ReadsAsAscii | CharRole::Confusable => continue,
            CharRole::Invisible => &["abcd"],
            CharRole::Separator => &["ab", "cd"],
            CharRole::Foreign => &[],
        };
        let surprise = found.iter().find(|run| !allowed.contains(&run.as_str()));
        assert_eq!(surprise, None, "{:?} {:?} {found:?}", c, char_role(c));
    }
}
