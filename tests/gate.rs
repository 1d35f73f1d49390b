//! The gate loses nothing: with it and without it every document gives the same, whatever hides the letters.

#[path = "shared/bench.rs"]
mod bench;
#[path = "shared/corpus.rs"]
mod corpus;
#[path = "shared/shown.rs"]
mod shown;

use bench::{Bench, rules};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use shown::shown;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wordgate::extract::{Extractor, Format};
use wordgate::lint::{Linter, Policy};
use wordgate::prose::{Scope, ScopeSet, is_invisible};
use wordgate::rule::{Case, Pattern, Place, RuleSet, TermSets};
use wordgate::source::SourceFile;

/// Rules of every kind, with guards and contexts that look around, gaps, choices, signs, and words that are not ASCII.
const RULES: &str = r#"
[pack]
id = "t"

[terms.model]
case = "smart"
terms = ["OpenAI", "Open AI model~", "GPT-5.5", "ChatGPT", "'o3'"]

[[rule]]
id = "access"
patterns = ["(direct|unmediated) [..2] access~ [to] @model", "access~ @model ..3 directly"]
skip_when = ["negated", "mentioned", "asked"]

[[rule]]
id = "single"
patterns = ["@model", "pass-through"]
severity = "warning"
skip_when = ["mentioned"]

[[rule]]
id = "near"
patterns = ["access"]
severity = "info"
unless_near = { patterns = ["risk~"], within = "section" }
unless_subject = ["model"]

[[rule]]
id = "claim"
kind = "require"
patterns = ["free"]
requires = ["terms apply"]
within = "document"

[[rule]]
id = "name"
kind = "first-use"
patterns = ["Kafka"]
full = "Apache Kafka"

[[rule]]
id = "signs"
patterns = ["100% secure", "C++ & café", "$ 5"]

[[rule]]
id = "phrases"
patterns = ["direct access to models", "open access", "free (open|direct) models", "free models"]

[[rule]]
id = "far"
patterns = ["direct & model~ & access"]

[[rule]]
id = "foreign"
patterns = ["naïve", "直接 ..2 OpenAI", "Straße", "café noir", "한국 모델", "ที่ปรึกษา", "ガイド"]

[[rule]]
id = "kept"
kind = "allow"
patterns = ["direct access to the API"]
"#;

/// The same in ASCII alone, for which the gate reads other letters in another way.
static PLAIN_RULES: LazyLock<String> = LazyLock::new(|| {
    let foreign = RULES.find("[[rule]]\nid = \"foreign\"").expect("the rule is there");
    RULES[..foreign].replace("C++ & café", "C++ & cafe")
});

struct Gates {
    gated: Linter,
    /// With the gate that is for a single file.
    single: Linter,
    open: Linter,
    policy: Policy,
}

impl Gates {
    fn new(rules: RuleSet, scopes: ScopeSet) -> Gates {
        let bench = Bench::new(rules, scopes, |_| true);
        let linter = || bench.linter();
        Gates { gated: linter(), single: linter().for_one_file(), open: linter().without_gate(), policy: bench.policy }
    }

    /// What the gate loses or adds in a document, described.
    fn difference(&self, extractor: &mut Extractor, text: &str, format: Format) -> Result<usize, String> {
        let file = SourceFile::decode(text.as_bytes().to_vec()).expect("short enough");
        let mut lint = |linter: &Linter| linter.lint(extractor, &file, format, "a.md", &self.policy);
        let (open, single) = (shown(&lint(&self.open)), shown(&lint(&self.single)));
        let mut gated = shown(&lint(&self.gated));
        if gated == open && single == open {
            return Ok(gated.len());
        }
        if gated == open {
            gated = single;
        }
        let lost: Vec<&String> = open.iter().filter(|found| !gated.contains(found)).collect();
        let added: Vec<&String> = gated.iter().filter(|found| !open.contains(found)).collect();
        Err(format!("{format:?} {text:?}\nlost {lost:#?}\nadded {added:#?}"))
    }
}

fn every_scope() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// Words of the rules whole and in parts, spelled in every way, and all kinds of markup that may stand among them.
const ATOMS: &[&str] = &[
    "direct",
    "access",
    "to ",
    "OpenAI",
    "Open",
    "AI",
    "open",
    "model",
    "models",
    "GPT-5.5",
    "GPT",
    "-5.5",
    "5\\.5",
    "Chat",
    "o3",
    "o",
    "3",
    "pass-through",
    "pass",
    "through",
    "directly",
    "unmediated",
    "free",
    "terms apply",
    "Kafka",
    "Apache Kafka",
    "risk",
    "100%",
    "100",
    "%",
    "secure",
    "C++",
    "C",
    "+",
    "café",
    "cafe",
    "caf",
    "e\u{301}",
    "naïve",
    "na",
    "i\u{308}ve",
    "\u{301}",
    "\u{308}",
    "\u{323}",
    "한국",
    "\u{1112}",
    "\u{1161}\u{11AB}",
    "直接",
    "我们直接",
    "Straße",
    "STRASSE",
    "$",
    "5",
    "\\$",
    "the API",
    "a",
    "b",
    "x",
    // Letters in disguise.
    "Оpen",
    "ОрenАІ",
    "ＯｐｅｎＡＩ",
    "Ｏpen",
    "ﬁ",
    "acceſſ",
    "dіrect",
    "ａｃｃｅｓｓ",
    "modeⅼ",
    "К",
    "АІ",
    "ореn",
    "ассеѕѕ",
    "сhоісе",
    "Модель",
    "a\u{30A}",
    "％",
    "＋",
    // Nothing that is seen.
    "\u{AD}",
    "\u{200B}",
    "\u{FE0F}",
    "\u{2060}",
    "™",
    "®",
    "&shy;",
    "&ZeroWidthSpace;",
    "&trade;",
    "&reg",
    "&copy",
    // References and escapes.
    "&#79;",
    "&#x4F;",
    "&#112;",
    "&#65;&#73;",
    "&nbsp;",
    "&#32;",
    "&amp;",
    "&ltaccess",
    "&amp",
    "&eacute;",
    "&percnt;",
    "&dollar;",
    "\\u0041",
    "\\x4f",
    "\\u00AD",
    "\\e",
    "\\n",
    "\\_",
    "\\*",
    "\\\n",
    "\\",
    "\\U0000004F",
    "&#x301;",
    "&",
    // Markup.
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "](",
    "](x)",
    "](<a b> \"direct access\")",
    "][a]",
    "[^1]",
    "(",
    ")",
    "![",
    "!",
    "<",
    ">",
    "<b>",
    "</b>",
    "<i class=\"a>b\">",
    "</i>",
    "<!-- x -->",
    "<!--",
    "-->",
    "<br>",
    "<wbr>",
    "<sup>",
    "</sup>",
    "<sup>TM</sup>",
    "<script>",
    "</script>",
    "<span hidden>",
    "</span>",
    "<img alt=\"",
    "\">",
    "/>",
    "{.x}",
    "{#a .b}",
    "{",
    "}",
    "{{< x >}}",
    "{{<",
    ">}}",
    "{% x %}",
    "{/* x */}",
    "<A b={c}>",
    "</A>",
    "$$",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "https://a.b/",
    "www.a.b",
    "a@b.c",
    "/a/b",
    ".md",
    "://",
    "<https://a.b>",
    "(R)",
    "(tm)",
    // Directives, whole and in parts.
    "\n<!-- wordgate-allow t/access: x -->\n",
    "\n<!-- wordgate-allow t/single, t/near: x -->\n\n",
    " <!-- wordgate-allow t/name: x --> ",
    "<!-- wordgate-allow t/acces: x -->",
    "<!-- wordgate-allow",
    "wordgate-allow t/claim: x",
    "\n<!-- wordgate-allow-start t/phrases: x -->\n",
    "<!-- wordgate-allow-end -->",
    "{/* wordgate-allow t/access: x */}",
    "\n# wordgate-allow t/access: x\n",
    // Between words and blocks.
    " ",
    " ",
    " ",
    " ",
    "\u{A0}",
    "\u{3000}",
    "\t",
    ", ",
    ". ",
    "? ",
    ": ",
    "-",
    "–",
    "—",
    "’s ",
    "'s ",
    "“",
    "”",
    "\"",
    "'",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "  \n",
    "\n# ",
    "\n## ",
    "\n===\n",
    "\n---\n",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n> ",
    "\n\n- ",
    "\n    ",
    "\n\n\n",
    "\n```\n",
    "\n~~~\n",
    "\n| a | b |\n|---|---|\n| ",
    " | ",
    " |\n| ",
    "\n\n<div>\n",
    "\n</div>\n\n",
    "\n<pre>\n",
    "</pre>\n",
    "\n[a]: x \"",
    "\n[^1]: ",
    "\n::: note ",
    "\n:::\n",
    "\n> [!NOTE]\n> ",
    "\nimport x\n\n",
    "\nexport x\n\n",
    "---\ntitle: ",
    "---\ntitle: \"",
    "\"\n---\n",
    "+++\ntitle = \"",
    "\"\n+++\n",
    "\ndescription: '",
    "'\n",
    "\n***\n",
    "\u{FEFF}",
    "\u{1A}",
    "\0",
    "😀",
    "❌ ",
    "Do not say:\n\n",
    "No. ",
    "not ",
];

fn format() -> impl Strategy<Value = Format> {
    select(vec![Format::Markdown, Format::Markdown, Format::Markdown, Format::Mdx, Format::Html, Format::Text])
}

/// A word of a rule, its letters and their marks apart or not, with things put between them.
fn disguised() -> impl Strategy<Value = String> {
    let words = [
        "OpenAI",
        "direct",
        "access",
        "models",
        "free",
        "ChatGPT",
        "Straße",
        "naïve",
        "pass-through",
        "café noir",
        "한국 모델",
    ];
    let hiding = prop::collection::vec((0..12_usize, select(ATOMS)), 0..4);
    (select(words.to_vec()), any::<bool>(), hiding).prop_map(|(word, apart, mut hiding)| {
        let word = if apart { word.nfd().to_string() } else { word.to_owned() };
        let mut letters: Vec<String> = word.chars().map(String::from).collect();
        hiding.sort_unstable();
        for (at, atom) in hiding.into_iter().rev() {
            letters.insert(at % (letters.len() + 1), atom.to_owned());
        }
        letters.concat()
    })
}

/// A phrase of a rule with one of its words in disguise, here and there other things between.
fn phrase() -> impl Strategy<Value = String> {
    let phrases = [
        "direct access to models",
        "open access",
        "free direct models",
        "access OpenAI models directly",
        "100% secure",
    ];
    let hiding = prop::collection::vec((0..24_usize, select(ATOMS)), 1..4);
    let joints =
        vec![" ", " ", "\n", "&nbsp;", "-", "\n> ", " <b>", "</b> ", " [", "](x) ", "’s ", "'s ", "  \n", "\\\n"];
    (select(phrases.to_vec()).prop_map(str::to_owned), hiding, prop::collection::vec(select(joints), 4)).prop_map(
        |(phrase, mut hiding, joints)| {
            let mut letters: Vec<String> = phrase.chars().map(String::from).collect();
            let spaces = letters.iter_mut().filter(|letter| *letter == " ");
            spaces.zip(joints).for_each(|(space, joint)| joint.clone_into(space));
            hiding.sort_unstable();
            for (at, atom) in hiding.into_iter().rev() {
                letters.insert(at % (letters.len() + 1), atom.to_owned());
            }
            format!(" {} ", letters.concat())
        },
    )
}

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(ATOMS).prop_map(str::to_owned),
        1 => disguised(),
        1 => phrase(),
        1 => Just(" direct access to OpenAI models ".to_owned()),
    ];
    prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

fn cases() -> u32 {
    std::env::var("WORDGATE_GATE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_whatever_hides_the_letters(text in document(), format in format(), plain in any::<bool>(), all in any::<bool>()) {
        let scopes = if all { every_scope() } else { ScopeSet::checked_by_default() };
        let gates = Gates::new(rules(&[if plain { &PLAIN_RULES } else { RULES }]), scopes);
        if let Err(difference) = gates.difference(&mut Extractor::new(), &text, format) {
            return Err(TestCaseError::fail(difference));
        }
    }
}

#[test]
fn nothing_is_lost_between_a_letter_and_its_mark() {
    let documents = [
        "cafe<!-- x -->\u{301} noir",
        "caf*e*\u{301} noir",
        "cafe<!-- x -->&#x301; noir",
        "na<b>i</b>\u{308}ve",
        "nai\u{323}<b>\u{308}</b>ve and nai\u{308}ve",
        "\u{1112}<b>\u{1161}\u{11AB}</b>국 모델",
        "OpenAI\u{1112}\u{1161}\u{11AB}국",
        "OpenAI\u{1112}<b>\u{1161}</b>",
        "ที่ปรึกษา",
        "ที&#xE48;ปรึกษา",
        "ที<b>\u{E48}</b>ปรึกษา",
        "カ\u{3099}イト\u{3099}",
        "カ<b>&#x3099;</b>イド",
    ];
    for rules_of in [RULES, &PLAIN_RULES] {
        let gates = Gates::new(rules(&[rules_of]), every_scope());
        for text in documents {
            if let Err(difference) = gates.difference(&mut Extractor::new(), text, Format::Markdown) {
                panic!("{difference}");
            }
        }
    }
}

/// Letters of scripts that differ in how they are folded, composed and cut to words, and marks.
const ALPHABETS: &[RangeInclusive<char>] = &[
    'a'..='z',
    'A'..='Z',
    'À'..='ɏ',
    'Α'..='ώ',
    'А'..='я',
    'Ѐ'..='ԯ',
    'א'..='ת',
    'ء'..='ي',
    'क'..='ौ',
    'ก'..='๎',
    '\u{1100}'..='\u{11FF}',
    'Ḁ'..='ῼ',
    'ぁ'..='ヿ',
    '\u{3131}'..='\u{318E}',
    '一'..='丿',
    '가'..='갛',
    'Ａ'..='ﾟ',
    'ﬀ'..='ﭏ',
    '𝐀'..='𝐳',
    '\u{300}'..='\u{345}',
    '\u{3099}'..='\u{309A}',
];

fn word() -> impl Strategy<Value = String> {
    let alphabet = select(ALPHABETS);
    let letters = alphabet.prop_flat_map(|own| {
        let letter = prop_oneof![4 => prop::char::ranges(vec![own].into()), 1 => prop::char::ranges(ALPHABETS.into())];
        prop::collection::vec(letter, 1..6)
    });
    let is_part = |c: &char| (c.is_alphanumeric() || is_combining_mark(*c)) && !is_invisible(*c);
    let word = letters.prop_map(move |letters| letters.into_iter().filter(is_part).collect());
    word.prop_filter("a word has a letter", |word: &String| word.contains(char::is_alphanumeric))
}

/// How a word is written: as it is, composed in another way or in capitals, and with what between its letters.
#[derive(Clone, Debug)]
struct Spelling {
    form: fn(&str) -> String,
    hiding: Vec<(usize, &'static str)>,
}

impl Spelling {
    fn of(&self, word: &str) -> String {
        let mut letters: Vec<String> = (self.form)(word).chars().map(String::from).collect();
        for (at, atom) in self.hiding.iter().rev() {
            letters.insert(at % (letters.len() + 1), (*atom).to_owned());
        }
        letters.concat()
    }
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let forms: [fn(&str) -> String; 5] =
        [str::to_owned, str::to_owned, |word| word.nfd().collect(), |word| word.nfkd().collect(), str::to_uppercase];
    let hiding = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec((0..8_usize, select(ATOMS)), 1..3)];
    (select(forms.to_vec()), hiding).prop_map(|(form, mut hiding)| {
        hiding.sort_unstable();
        Spelling { form, hiding }
    })
}

/// What may stand between two words.
fn joint() -> impl Strategy<Value = String> {
    let atom = || select(ATOMS).prop_map(str::to_owned);
    prop_oneof![
        2 => Just(" ".to_owned()),
        2 => atom(),
        2 => (atom(), atom(), atom()).prop_map(|(a, b, c)| [a, b, c].concat()),
        1 => atom().prop_map(|atom| format!(" {atom} ")),
        1 => (atom(), atom()).prop_map(|(a, b)| format!(" {a} {b} ")),
    ]
}

/// Patterns of the words a, b and c.
const SHAPES: &[&str] = &[
    "a", "a", "a b", "a b", "a b c", "a [c] b", "[c] a b", "(a|c) b", "a (b|c)", "(a b|c)", "a ..2 b", "a & b", "a-b",
    "a , b",
];

/// Which of the three words are written, in which order.
const ORDERS: &[&[usize]] =
    &[&[0], &[0, 1], &[0, 1], &[0, 1], &[0, 2, 1], &[0, 1, 2], &[2, 0, 1], &[2, 1], &[0, 2], &[1, 0]];

/// Patterns of words of any script, common ones and rare ones, and a document of these words.
fn any_words() -> impl Strategy<Value = (Vec<String>, String)> {
    let known = select(vec!["an", "API", "use", "the", "zebra", "is", "data"]).prop_map(str::to_owned);
    let three = || prop::array::uniform3(any::<Index>());
    let words = prop::collection::vec(prop_oneof![2 => word(), 1 => known], 1..5);
    let phrases = prop::collection::vec((three(), select(SHAPES)), 1..4);
    let spellings = prop::array::uniform3((spelling(), joint()));
    let written = prop::collection::vec((any::<Index>(), select(ORDERS), spellings), 1..4);
    (words, phrases, written).prop_map(|(words, phrases, written)| {
        let pattern = |(own, shape): &([Index; 3], &str)| -> String {
            let of_shape = |c: char| match "abc".find(c) {
                Some(place) => own[place].get(&words).clone(),
                None => c.to_string(),
            };
            shape.chars().map(of_shape).collect()
        };
        let text = |(phrase, order, spellings): &(Index, &[usize], [(Spelling, String); 3])| -> String {
            let (own, _) = phrase.get(&phrases);
            let written = order.iter().zip(spellings);
            written.map(|(place, (spelling, joint))| spelling.of(own[*place].get::<String>(&words)) + joint).collect()
        };
        (phrases.iter().map(pattern).collect(), written.iter().map(text).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_of_words_of_any_script((patterns, document) in any_words(), format in format()) {
        let readable = |pattern: &&String| Pattern::parse(pattern, Place::Rule, Case::Any).is_ok();
        let patterns: Vec<String> = patterns.iter().filter(readable).map(|pattern| format!("'{pattern}'")).collect();
        prop_assume!(!patterns.is_empty());
        let rule = format!("[pack]\nid = \"t\"\n[[rule]]\nid = \"words\"\npatterns = [{}]\n", patterns.join(", "));
        let gates = Gates::new(rules(&[&rule]), every_scope());
        if let Err(difference) = gates.difference(&mut Extractor::new(), &document, format) {
            return Err(TestCaseError::fail(difference));
        }
    }
}

/// The documents below a folder, with their formats.
fn documents(folder: &Path) -> Vec<(PathBuf, Format)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let known = files.filter_map(|entry| {
        let format = Format::from_extension(entry.path().extension()?.to_str()?)?;
        Some((entry.into_path(), format))
    });
    known.collect()
}

/// Holds every built-in rule against some documents; returns what was found.
fn check(documents: &[(PathBuf, Format)]) -> usize {
    let rules = RuleSet::load(&RuleSet::builtin_files(), &TermSets::default()).expect("the rules are sound");
    let gates = Gates::new(rules, ScopeSet::checked_by_default());
    let mut extractor = Extractor::new();
    let mut found = 0;
    for (path, format) in documents {
        let text = SourceFile::decode(std::fs::read(path).expect("readable")).expect("text").text().to_owned();
        match gates.difference(&mut extractor, &text, *format) {
            Ok(count) => found += count,
            Err(difference) => panic!("{}: {difference}", path.display()),
        }
    }
    found
}

#[test]
fn nothing_is_lost_in_the_documents_of_the_project() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-corpus");
    assert!(check(&documents(&folder)) > 500);
}

#[test]
fn nothing_is_lost_in_the_corpus() {
    let Some(folder) = corpus::corpus() else { return };
    let step = if cfg!(debug_assertions) { 40 } else { 1 };
    let documents: Vec<_> = documents(&folder).into_iter().step_by(step).collect();
    println!("{} documents, {} findings", documents.len(), check(&documents));
}
