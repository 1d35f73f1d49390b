//! The gate loses no finding: every document has the same findings with and without it, whatever hides the letters.

mod atoms;
mod documents;
mod encoded;
mod words;

use crate::documents as whole;
use crate::effort;
use crate::fixture::{self, Fixture, every_scope, shown};
pub use documents::document;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format};
use wordgate_rules::{Case, Pattern, PatternContext};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;
use words::any_words;

/// Rules of every kind: with guards, contexts, gaps, alternatives, signs, and words that are not ASCII.
const RULES: &str = r#"
[pack]
id = "t"
[defaults]
languages = "*"

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
id = "topic"
patterns = ["free"]
severity = "info"
when_near = [
    { patterns = ["open AI", "100% secure", "x & model~", "access ..2"], within = "document" },
    { patterns = ["@model", "risk~", "direct"], within = "section" },
]
unless_near = [{ patterns = "C++", within = "document" }, { patterns = "Kafka", within = "sentence" }]
unless_under = ["risk~", "(direct|through) .."]

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
id = "opaque"
patterns = [
    "--access", "use open.yaml", "open::ai", "\\@open/ai", "direct\\(\\)", "$MODEL/access", "free=1 access",
    "C:\\\\open\\\\access", "docs/direct/model", "https://a.b/access", ":open:", "a\\@b.c", "'Open.AI.md'",
]

[[rule]]
id = "foreign"
patterns = [
    "naïve", "直接 ..2 OpenAI", "Straße", "café noir", "한국 모델", "ที่ปรึกษา", "ガイド", "docs/直接ai/modèle.md", "--한국model",
]

[[rule]]
id = "kept"
kind = "allow"
patterns = ["direct access to the API"]
"#;

/// The same rules with ASCII words only, for which the gate treats other letters differently.
static PLAIN_RULES: LazyLock<String> = LazyLock::new(|| {
    let foreign = RULES.find("[[rule]]\nid = \"foreign\"").expect("the rule is there");
    RULES[..foreign].replace("C++ & café", "C++ & cafe")
});

/// Rules in which no word is rare enough by itself, so that the gate also checks the words beside the rarest one.
const PAIR_RULES: &str = r#"
[pack]
id = "t"
[defaults]
languages = "*"
[[rule]]
id = "pairs"
patterns = ["direct access", "free (OpenAI|Kafka)", "open AI model~", "an API", "x 100%"]
"#;

/// Rules with word parts and built-in classes, alone and beside other words.
const SHAPE_RULES: &str = r#"
[pack]
id = "t"
[defaults]
languages = "*"
[terms.part]
case = "smart"
terms = ["*GPT", "Open*"]
[[rule]]
id = "parts"
patterns = ["@part", "acc*", "non-*", "*-through", "(*ect|dir*) access", "*model & fre*", "naï*", "*çais"]
[[rule]]
id = "figures"
patterns = ["@money", "@duration", "@percent secure", "direct @count"]
"#;

/// Rules with numbers and ASCII words only, for which the gate treats other letters differently.
const NUMBER_RULES: &str = r#"
[pack]
id = "t"
[defaults]
languages = "*"
[[rule]]
id = "numbers"
patterns = ["@number", "@percent", "by @year", "@count models", "@year"]
"#;

/// Rules for several languages, with words of scripts without spaces.
const LANGUAGE_RULES: &str = r#"
[pack]
id = "t"
[[rule]]
id = "english"
patterns = ["direct access", "OpenAI", "free ..3 models"]
skip_when = ["negated", "mentioned"]
[[rule]]
id = "japanese"
languages = ["ja", "zh"]
patterns = ["直接アクセス", "OpenAI [の] モデル", "モデル ..4 直接", "'ガイド'", "我们 & 直接"]
skip_when = "negated"
[[rule]]
id = "others"
languages = ["th", "km", "my", "lo", "ko"]
patterns = ["ที่ปรึกษา", "เข้าถึง ..6 model", "ខ្មែរ", "မြန်မာ", "ລາວ", "한국 모델"]
[[rule]]
id = "european"
languages = ["de", "fr"]
patterns = ["direct", "access", "Straße"]
[[rule]]
id = "any"
languages = "*"
patterns = ["ChatGPT", "モデル", "5年"]
"#;

struct Gates {
    gated: Checker,
    /// With the gate for a single file.
    single: Checker,
    open: Checker,
}

impl Gates {
    fn new(fixture: &Fixture) -> Gates {
        let checker = || fixture.checker();
        Gates { gated: checker(), single: checker().for_one_file(), open: checker().without_gate() }
    }

    /// Runs [`Gates::difference`] on a text.
    fn difference_in(&self, extractor: &mut Extractor, text: &str, format: Format) -> Result<usize, String> {
        self.difference(extractor, &fixture::file(text), format)
    }

    /// Returns the number of findings. The error describes what the gate loses or adds in a document.
    fn difference(&self, extractor: &mut Extractor, file: &SourceFile, format: Format) -> Result<usize, String> {
        let mut lint = |checker: &Checker| fixture::check(checker, extractor, file, format);
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
        Err(format!("{format:?} {:?}\nlost {lost:#?}\nadded {added:#?}", file.text()))
    }
}

fn format() -> impl Strategy<Value = Format> {
    select([&[Format::Markdown; 2], Format::ALL].concat())
}

/// Checkers for each rule set, in the default scopes and in every scope.
static ALL: LazyLock<Vec<Gates>> = LazyLock::new(|| {
    let rules = [RULES, &PLAIN_RULES, PAIR_RULES, SHAPE_RULES, NUMBER_RULES, LANGUAGE_RULES];
    let scopes = [ScopeSet::checked_by_default(), every_scope()];
    let gates = |rules| scopes.map(|scopes| Gates::new(&Fixture::new(&[rules]).within(scopes)));
    rules.into_iter().flat_map(gates).collect()
});

/// A failure is shown with the smallest failing document. Add that document to the list below.
fn config() -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..effort::config(3_000, 3_000) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_finding_is_lost_whatever_hides_the_letters(
        text in document(),
        format in format(),
        gates in 0..ALL.len(),
    ) {
        ALL[gates].difference_in(&mut Extractor::new(), &text, format).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn findings_that_were_once_lost_are_found() {
    let documents = [
        "direct<?😀?>OpenAI",
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
        "direct [[x y|access]]",
        "free Open[[x y|AI]] and free [[x|Open]]AI",
        "direct %% x y %% access",
        "direct {# x y #} access",
        "direct {% comment %}x y{% endcomment %} access",
        "direct {x}`access <y>`",
        "free Open{x}`AI <y>` and {x}`Open <y>`AI",
        "a ^x",
        "Chat**GPT**",
        "ChatG<b>PT</b>",
        "ChatG<b>P</b>T",
        "Chat&shy;GPT",
        "Chat&#71;PT",
        "éGPT GPTé ＣｈａｔＧＰＴ СhаtGPT",
        "my.GPT it's_GPT",
        "fran**çais** fran&ccedil;ais franc\u{327}ais fran<b>c</b>\u{327}ais",
        "Op**en**AI and Open[AI](x)",
        "non\u{2011}GAAP non&#45;GAAP non-<b>GAAP</b>",
        "5&#48; days, &#53;0 days, <b>5</b>0 days, ５０ days, 5\u{200B}0 days, 3½ days",
        "€&#53;0, &euro;50, 5<b>0</b>€, NGN<b>5</b>000, N&#71;N5000",
        "tw**ent**y da<b>ys</b>, twenty&nbsp;days",
        "1<b>,000</b> models by 20<b>30</b>",
        "OpenAIモデルに直接アクセスできます",
        "直*接*ア<b>ク</b>セ&#x30B9; ｱｸｾｽ 直接ｱｸｾｽ",
        "直接\nアクセス 直接 アクセス 直-接アクセス",
        "ขอที่ปรึกษาเข้าถึง<b>ได้</b> model ខ្មែរ និង မြန်မာ ລາວ",
        "<p lang=\"ja\">OpenAIのモデル <i lang=th>ที่ปรึกษา</i></p> 5年",
        "<div lang=de>\n\ndirect access\n\n</div>\n\ndirect access",
        "---\nlang: de\n---\ndirect access",
    ];
    for rules_of in [RULES, &PLAIN_RULES, PAIR_RULES, SHAPE_RULES, NUMBER_RULES, LANGUAGE_RULES] {
        let gates = Gates::new(&Fixture::new(&[rules_of]).within(every_scope()));
        for text in documents {
            if let Err(difference) = gates.difference_in(&mut Extractor::new(), text, Format::Markdown) {
                panic!("{difference}");
            }
        }
    }
}

#[test]
fn no_finding_is_lost_in_asciidoc() {
    let documents = [
        "Open##AI## and Open^AI^",
        "[.x]#Open#AI [.x]##Open##AI",
        "direct #access# to Open**AI**",
        "Open{empty}AI, direct{nbsp}access to OpenAI",
        "OpenAIfootnote:[x y] models",
        "direct footnote:[x y] access to OpenAI",
        "Open**AI**footnote:[x] and **Open**link:x[AI]",
        "direct\n// x y\naccess to OpenAI",
        "direct\nifdef::x-y[]\naccess\nendif::[]\nto OpenAI",
        "direct +\naccess to OpenAI",
        "direct link:x[access] to xref:x[OpenAI] models",
        "direct xref:x[access]es to <<x y,OpenAI>>s",
        "direct (((x, y))) access to ((OpenAI))",
        "direct indexterm:[x, y] access to OpenAI",
        "direct [[x]]access to https://a.b/c[OpenAI]",
        "press kbd:[OpenAI] or menu:Open[AI > models]",
        ":description: direct \\\n  access to OpenAI\n",
        "a::\n\n  direct access to OpenAI\n",
        "|===\n2+|direct access to OpenAI |direct\n|===\n",
        "OpenAI^TM^ and O&#112;enAI",
        "直接link:x[OpenAI]を 한국xref:x[모델]은",
    ];
    for rules_of in [RULES, &PLAIN_RULES, PAIR_RULES] {
        let gates = Gates::new(&Fixture::new(&[rules_of]).within(every_scope()));
        // The scan reads blocks of 64 bytes: try every alignment.
        for (shift, text) in (0..64).flat_map(|shift| documents.map(|document| (shift, document))) {
            let text = format!("{}\n\n{text}", "x".repeat(shift));
            if let Err(difference) = gates.difference_in(&mut Extractor::new(), &text, Format::Asciidoc) {
                panic!("{difference}");
            }
        }
    }
}

#[test]
fn no_finding_is_lost_in_script_strings() {
    let documents = [
        (Format::Mdx, "Open{\"AI\"}"),
        (Format::Mdx, "{'Open'}AI"),
        (Format::Mdx, "**{`Open`}**{`AI`} "),
        (Format::Mdx, "direct{\" \"}access to Open{'AI'} models"),
        (Format::Mdx, "{\"\\u004fpenAI\"}"),
        (Format::Mdx, "{'\\u{4F}pen'}{'\\x41I'}"),
        (Format::Mdx, "{\"\\ud835\\udde2penAI\"}"),
        (Format::Mdx, "{\"Open\\\nAI\"}"),
        (Format::Mdx, "<Card body={\"direct\\naccess to \\u004fpenAI\"} />"),
        (Format::Mdx, "                                                                {\"Open\"}AI"),
        (Format::Tsx, "a = <p>Open{\"AI\"}</p>"),
        (Format::Tsx, "a = <p>{'Open'}AI</p>"),
        (Format::Tsx, "a = <p>direct{\" \"}access to Open{/* x y */}AI models</p>"),
        (Format::Tsx, "a = \"direct \" + 'access'"),
        (Format::Tsx, "a = \"direct\" + // x y\n  ` access`"),
        (Format::Tsx, "a = \"direct \" +\n  \"\\x61ccess to all\""),
        (Format::Tsx, "a = <p><span>direct</span>\n  <span>access</span></p>"),
        (Format::Script, "a = { b: `We have \\u004fpenAI ${c}` }"),
        (Format::Vue, "<template><p :title=\"'direct access'\">Open<b v-if='x y'>AI</b></p></template>"),
        (Format::Svelte, "<p>direct{#if x y} access{/if} to Open{#if x}AI{/if} models</p>"),
        (Format::Astro, "---\na = 'direct' + ' access'\n---\n<p>Open<b a={x > y}>AI</b></p>"),
        (Format::Html, "<script type='application/ld+json'>{\"name\": \"\\u004fpenAI\\u00ae models\"}</script>"),
        (Format::Html, "<input type=submit value='direct access to &#79;penAI'>"),
    ];
    for rules_of in [RULES, &PLAIN_RULES] {
        let gates = Gates::new(&Fixture::new(&[rules_of]).within(every_scope()));
        // The scan reads blocks of 64 bytes: try every alignment.
        for (shift, (format, text)) in (0..64).flat_map(|shift| documents.map(|document| (shift, document))) {
            let text = format!("{} {text}", "x".repeat(shift));
            match gates.difference_in(&mut Extractor::new(), &text, format) {
                Ok(found) => assert!(found > 0, "{text}"),
                Err(difference) => panic!("{difference}"),
            }
        }
    }
}

#[test]
fn no_finding_is_lost_in_restructured_text() {
    let documents = [
        "Open\\ AI models",
        "Open\\\nAI models",
        "Open\\  \n  AI models",
        "*Open*\\ AI and *Open*\\AI models",
        "Open\\ *AI* models",
        "O\\pen\\AI models",
        "O\\ *pen*\\ A\\ **I** models",
        "`Open`\\ AI models",
        "Open\\ `AI` models",
        "`Open <x>`_\\ AI models",
        "Open_\\ AI models, `Open`__\\ AI models",
        "Open\\ :sub:`AI` models",
        ":sup:`Open`\\ AI models",
        ":std:ref:`Open <x>`\\ AI models",
        "Open\\ :std:ref:`AI <x>` models",
        "_`Open`\\ AI models and Open\\ _`AI` models",
        "Open\\ [1]_\\ AI models",
        "direct :term:`access` to OpenAI models",
        "direct :title-reference:`access` to :std:term:`OpenAI` models",
        "direct `access`:sup: to OpenAI models",
        "direct `access <x>`_ to OpenAI models",
        "direct [1]_ access [#x]_ to OpenAI models",
        "======  ====\ndirect  x\naccess  y\n======  ====\n\nOpenAI models",
        "===  ======  ====\na    direct  x\n     access  y\n     to Op\\  z\n     enAI models\n===  ======  ====\n\nOpenAI models",
        "=== ====== ====\na   direct xxxx\n    access y\n=== ====== ====\n\nOpenAI models",
        "+--------+-----+\n| direct | x   |\n| access | y   |\n| to     +-----+\n| OpenAI | z   |\n| models |     |\n+--------+-----+\n",
        "======  ====\nOpenAIso x\n======  ====\n",
        "=== ==========\na漢OpenAI and\n=== ==========\n",
        "+-------+\n| OpenAIso |\n+-------+\n",
        "+----+--------+\n| a  | x      |\n| b  +--------+\n| soOpenAI c  |\n+----+--------+\n",
        "| direct\n| access to\n  OpenAI models\n",
    ];
    for rules_of in [RULES, &PLAIN_RULES, PAIR_RULES] {
        let gates = Gates::new(&Fixture::new(&[rules_of]).within(every_scope()));
        let mut found = 0;
        // The scan reads blocks of 64 bytes: try every alignment.
        for (shift, text) in (0..64).flat_map(|shift| documents.map(|document| (shift, document))) {
            let text = format!("{}\n\n{text}", "x".repeat(shift));
            match gates.difference_in(&mut Extractor::new(), &text, Format::Rst) {
                Ok(count) => found += count,
                Err(difference) => panic!("{difference}"),
            }
        }
        assert!(found > 64, "only {found} findings");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_finding_is_lost_for_words_of_any_script((patterns, document) in any_words(), format in format()) {
        let readable = |pattern: &&String| Pattern::parse(pattern, PatternContext::Rule, Case::Any).is_ok();
        let patterns: Vec<String> = patterns.iter().filter(readable).map(|pattern| format!("'{pattern}'")).collect();
        prop_assume!(!patterns.is_empty());
        let rule = format!("[pack]\nid = \"t\"\n[[rule]]\nid = \"words\"\nlanguages = \"*\"\npatterns = [{}]\n", patterns.join(", "));
        let gates = Gates::new(&Fixture::new(&[&rule]).within(every_scope()));
        gates.difference_in(&mut Extractor::new(), &document, format).map_err(TestCaseError::fail)?;
    }
}

/// Checkers with all built-in rules.
static BUILT_IN: LazyLock<Gates> = LazyLock::new(|| Gates::new(&Fixture::of(wordgate_packs::rules())));

#[test]
fn no_finding_is_lost_in_whole_documents() {
    let mut extractor = Extractor::new();
    let mut found = 0;
    for document in whole::all() {
        match BUILT_IN.difference(&mut extractor, &document.file, document.format) {
            Ok(count) => found += count,
            Err(difference) => panic!("{}: {difference}", document.name),
        }
    }
    assert!(found > 1_000, "only {found} findings");
}

#[test]
fn no_finding_is_lost_by_rules_with_conditions() {
    let folder = whole::folder().join("conditions");
    let rules = std::fs::read_to_string(folder.join("rules.toml")).expect("the rules of the folder");
    let gates = Gates::new(&Fixture::new(&[&rules]));
    for document in whole::all() {
        if let Err(difference) = gates.difference(&mut Extractor::new(), &document.file, document.format) {
            panic!("{}: {difference}", document.name);
        }
    }
}

#[test]
fn no_finding_is_lost_in_composed_documents() {
    let mut extractor = Extractor::new();
    let mut found = 0;
    for text in whole::composed(if cfg!(debug_assertions) { 60 } else { 3_000 }) {
        match BUILT_IN.difference_in(&mut extractor, &text, Format::Markdown) {
            Ok(count) => found += count,
            Err(difference) => panic!("{difference}"),
        }
    }
    assert!(found > 100, "only {found} findings");
}
