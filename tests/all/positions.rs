//! A phrase at any place in a document is found at its exact bytes, with any markup.

use crate::effort::config;
use crate::fixture::{Fixture, check, file};
use proptest::prelude::*;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format};
use wordgate_text::source::to_u32;

const RULES: &str = r#"
[pack]
id = "t"
[[rule]]
id = "phrase"
patterns = ["direct access to openai models"]
"#;

const PHRASE: [&str; 5] = ["direct", "access", "to", "OpenAI", "models"];

/// What a container writes before its first line, before each further line, and after the text.
#[derive(Clone, Copy, Debug)]
struct Container {
    first: &'static str,
    next: Option<&'static str>,
    last: &'static str,
    /// Whether Markdown markup works inside.
    markdown: bool,
}

const fn lines(first: &'static str, next: &'static str, last: &'static str) -> Container {
    Container { first, next: Some(next), last, markdown: true }
}

const fn line(first: &'static str, last: &'static str) -> Container {
    Container { first, next: None, last, markdown: true }
}

const CONTAINERS: &[Container] = &[
    lines("", "", "\n"),
    lines("Intro text.\n\n", "", "\n\nMore text.\n"),
    line("# ", "\n"),
    line("### ", " ###\n"),
    line("", "\n=====\n"),
    line("", "\n---\n"),
    lines("- ", "  ", "\n"),
    lines("1. one\n2. ", "   ", "\n"),
    lines("- a\n  - b\n    - ", "      ", "\n- c\n"),
    lines("- a\n\n  ", "  ", "\n"),
    lines("> ", "> ", "\n"),
    lines("> ", "", "\n"),
    lines("> > ", "> > ", "\n"),
    lines("> - ", ">   ", "\n"),
    lines("- > ", "  > ", "\n"),
    lines("- [x] ", "  ", "\n"),
    line("| a | b |\n|---|---|\n| x | ", " |\n"),
    line("| ", " | b |\n|---|---|\n| x | y |\n"),
    line("| a | b |\n|---|---|\n|  | ", " |\n| |z|\n"),
    lines("See[^1].\n\n[^1]: ", "    ", "\n"),
    lines("> [!NOTE]\n> ", "> ", "\n"),
    Container { first: "<p>", next: Some(""), last: "</p>\n", markdown: false },
    Container { first: "<div class=\"x\">\n<p>", next: Some("  "), last: "</p>\n</div>\n", markdown: false },
];

/// How a word is written.
#[derive(Clone, Copy, Debug)]
enum Dress {
    Plain,
    /// Markup around the whole word.
    Around(&'static str, &'static str, bool),
    /// Markup around all letters but the first and the last.
    Inside(&'static str, &'static str, bool),
    /// Invisible characters or markup after the first letter.
    Hidden(&'static str),
    /// The first letter as a character reference.
    Entity,
    /// In capitals.
    Upper,
}

const DRESSES: &[Dress] = &[
    Dress::Plain,
    Dress::Plain,
    Dress::Around("**", "**", true),
    Dress::Around("*", "*", true),
    Dress::Around("***", "***", true),
    Dress::Around("~~", "~~", true),
    Dress::Around("[", "](https://example.com/direct)", true),
    Dress::Around("[", "](<a b> \"title\")", true),
    Dress::Around("<b>", "</b>", false),
    Dress::Around("<span class=\"a b\">", "</span>", false),
    Dress::Inside("**", "**", true),
    Dress::Inside("<i>", "</i>", false),
    Dress::Hidden("\u{AD}"),
    Dress::Hidden("\u{200B}"),
    Dress::Hidden("&shy;"),
    Dress::Hidden("<!-- x -->"),
    Dress::Entity,
    Dress::Upper,
];

/// What separates two words; `\n` is a line end followed by the container's prefix.
const JOINTS: &[&str] = &[" ", " ", "  ", "\u{A0}", "&nbsp;", "&#32;", "\t", "\n", " \n", "  \n", "\\\n", "-"];

const BEFORE: &[&str] =
    &["", "Get ", "漢字 ", "漢字", "😀 ", "é & ü: ", "`code` ", "**x** ", "(", "“", "see https://a.b/c "];
const AFTER: &[&str] = &["", ".", " now", ", 漢", ")", "”", " `code`", " *x*", "™ here", "!"];

#[derive(Clone, Debug)]
struct Sample {
    text: String,
    start: usize,
    end: usize,
}

fn sample() -> impl Strategy<Value = Sample> {
    let dresses = proptest::collection::vec(0..DRESSES.len(), PHRASE.len());
    let joints = proptest::collection::vec(0..JOINTS.len(), PHRASE.len() - 1);
    let around = (0..CONTAINERS.len(), 0..BEFORE.len(), 0..AFTER.len());
    (around, dresses, joints, any::<bool>(), any::<bool>()).prop_map(|(around, dresses, joints, crlf, bom)| {
        let container = CONTAINERS[around.0];
        build(container, (BEFORE[around.1], AFTER[around.2]), &dresses, &joints, crlf, bom)
    })
}

fn build(
    container: Container,
    (before, after): (&str, &str),
    dresses: &[usize],
    joints: &[usize],
    crlf: bool,
    bom: bool,
) -> Sample {
    let mut text = String::from(if bom { "\u{FEFF}" } else { "" });
    text.push_str(container.first);
    let markdown_only = !container.markdown && before.contains(['`', '*']);
    text.push_str(if markdown_only { "" } else { before });
    let (mut start, mut end) = (0, 0);
    for (index, word) in PHRASE.iter().enumerate() {
        let (from, to) = push_word(&mut text, word, DRESSES[dresses[index]], container.markdown);
        start = if index == 0 { from } else { start };
        end = to;
        if let Some(&joint) = joints.get(index) {
            push_joint(&mut text, JOINTS[joint], container);
        }
    }
    text.push_str(if !container.markdown && after.contains(['`', '*']) { "" } else { after });
    text.push_str(container.last);
    if crlf {
        let ends = |at: usize| text[..at].matches('\n').count();
        (start, end) = (start + ends(start), end + ends(end));
        text = text.replace('\n', "\r\n");
    }
    Sample { text, start, end }
}

/// Writes a word. Returns the offsets of its first letter and of the end of its last letter.
fn push_word(text: &mut String, word: &str, dress: Dress, markdown: bool) -> (usize, usize) {
    let (first, rest) = word.split_at(1);
    let (open, close, needs_markdown) = match dress {
        Dress::Around(open, close, needs) | Dress::Inside(open, close, needs) => (open, close, needs),
        _ => ("", "", false),
    };
    if needs_markdown && !markdown {
        return push_word(text, word, Dress::Plain, markdown);
    }
    let around = matches!(dress, Dress::Around(..));
    text.push_str(if around { open } else { "" });
    let start = text.len();
    match dress {
        Dress::Plain | Dress::Around(..) => text.push_str(word),
        Dress::Inside(..) => {
            let (middle, last) = rest.split_at(rest.len() - 1);
            let middle = if middle.is_empty() { String::new() } else { format!("{open}{middle}{close}") };
            text.push_str(&format!("{first}{middle}{last}"));
        }
        Dress::Hidden(hidden) => text.push_str(&format!("{first}{hidden}{rest}")),
        Dress::Entity => text.push_str(&format!("&#{};{rest}", u32::from(first.chars().next().unwrap()))),
        Dress::Upper => text.push_str(&word.to_uppercase()),
    }
    let end = text.len();
    text.push_str(if around { close } else { "" });
    (start, end)
}

fn push_joint(text: &mut String, joint: &str, container: Container) {
    let joint = if joint == "\\\n" && !container.markdown { "\n" } else { joint };
    match (joint.strip_suffix('\n'), container.next) {
        (Some(before), Some(next)) => {
            text.push_str(before);
            text.push('\n');
            text.push_str(next);
        }
        (Some(_), None) => text.push(' '),
        (None, _) => text.push_str(joint),
    }
}

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Fixture::new(&[RULES]).checker());

/// Normalises the joined spans: decodes references, removes invisible characters, collapses white space.
fn normalised(pieces: &str) -> String {
    let mut text = pieces.replace("&nbsp;", " ").replace("&#32;", " ").replace("&shy;", "").replace('\\', "");
    for word in PHRASE {
        let first = word.chars().next().unwrap();
        text = text.replace(&format!("&#{};", u32::from(first)), &first.to_string());
    }
    let text: String = text.chars().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}')).collect();
    text.replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

proptest! {
    #![proptest_config(config(2_000, 2_000))]

    #[test]
    fn the_finding_is_exactly_the_phrase(sample in sample()) {
        let lint = check(&CHECKER, &mut Extractor::new(), &file(&sample.text), Format::Markdown);
        prop_assert_eq!(lint.findings.len(), 1, "{:?}", sample.text);
        let finding = &lint.findings[0];
        prop_assert_eq!(
            (finding.span.start as usize, finding.span.end as usize), (sample.start, sample.end), "{:?}", sample.text
        );
        let pieces: String = finding.spans.iter().map(|span| &sample.text[span.range()]).collect();
        prop_assert_eq!(normalised(&pieces), "direct access to openai models", "{:?}", sample.text);
        let shown = finding.text.to_lowercase().replace('-', " ");
        prop_assert_eq!(shown, "direct access to openai models", "{:?}", sample.text);
    }
}

/// Strings of JavaScript and JSON, HTML attributes, and text inside template tags or odd indentation.
const STRINGS: &[(Format, &str, &str, Escapes)] = &[
    (Format::Mdx, "One {\"", "\"} two.\n", Escapes::Script),
    (Format::Mdx, "| a | {'", "'} |\n|---|---|\n", Escapes::Script),
    (Format::Mdx, "<Card\n  body={`", "`}\n/>\n", Escapes::Script),
    (Format::Mdx, "# {x ? '}' : `${'}'}`} <B subtitle={'it\\'s ", "'} />\n", Escapes::Script),
    (Format::Mdx, "<A>\n            ```\n            {\n  ```\n              - ", "\n</A>\n", Escapes::None),
    (Format::Mdx, "{/* } */}{'{'}", "{'}'}\n", Escapes::None),
    (Format::Tsx, "a = <p>One {\"", "\"} two.</p>;\n", Escapes::Script),
    (Format::Tsx, "a = <p>One {b ? '' : '", "'} two.</p>;\n", Escapes::Script),
    (Format::Tsx, "a = \"é \" + b.c(d) + \"", " \" + 'e';\n", Escapes::Script),
    (Format::Tsx, "const a = { b: `${c ? \"}\" : `}`} ", "` };\n", Escapes::Script),
    (Format::Tsx, "a = <T,>(b: T) => b < c && <p key='>'>\n  é <b>x</b> ", "\n</p>;\n", Escapes::Html),
    (Format::Tsx, "a = <B c=\"é ", "\" {...d} />;\n", Escapes::Html),
    (Format::Script, "f(/['\"]/, '", "')\n", Escapes::Script),
    (Format::Vue, "<template><a :b='c > \"d\"'>{{ e > '<' }} ", "</a></template>\n", Escapes::Html),
    (Format::Vue, "<template><A :title=\"b ? '' : '", "'\"/></template>\n", Escapes::Script),
    (Format::Svelte, "{#if a < b}<img alt=\"{c ? \"}\" : '}'} ", "\">{/if}\n", Escapes::Html),
    (Format::Astro, "---\nconst a = '}';\n---\n<br>{b.map((c) => <li>é<img src={c}> ", "</li>)}\n", Escapes::Html),
    (Format::Html, "<script type=application/ld+json>[{\"a\": {}, \"name\": \"\\\"", "\"}]</script>", Escapes::Json),
    (Format::Html, "<input type=\"submit\" value=\"{{ a | b: \"c\" }} ", "\">", Escapes::Html),
    (Format::Html, "<p>{% if a > b %}", "{% endif %}", Escapes::Html),
    (Format::Markdown, "<div>\n<option label='", "'>\n</div>\n", Escapes::Html),
    (Format::Rst, "é\\ 漢 *x*\\ ``\\`` (*", "*)\\ \n", Escapes::Backslash),
    (Format::Rst, "====\n漢\n====\n\n- 1. :a: ", "\n\n  é\n", Escapes::Backslash),
    (Format::Rst, ".. note:: é\n   :class: x\n\n   -a  :ref:`", " <x>`\n", Escapes::Backslash),
    (
        Format::Rst,
        "+--+--------------------------------------------------------------------+\n|漢| ",
        " |\n+--+--------------------------------------------------------------------+\n",
        Escapes::None,
    ),
    (Format::Rst, "==  ==\n漢  é ", "\n==  ==\n", Escapes::Backslash),
    (Format::Rst, ".. csv-table::\n\n   \"a \"\"b\"\" ", "\", é\n", Escapes::Backslash),
    (Format::Rst, "\u{FEFF}.. |é| replace:: `x`:sup: ", "\n", Escapes::Backslash),
    (Format::Asciidoc, "= A\nB\n:description: x \\\n  é ", "\n\nC\n", Escapes::Html),
    (Format::Asciidoc, "* é\n+\n====\n.T\nNOTE: *x* ", " y\n====\n", Escapes::Html),
    (Format::Asciidoc, "[cols=\"1,a\"]\n|===\n2+|é .2+|", " 2+|x\n|===\n", Escapes::Html),
    (Format::Asciidoc, "// é\nifdef::x[é `+c+` ", "]\n", Escapes::Html),
    (Format::Asciidoc, "see link:x[\"é, ", "\",role=x] and\n", Escapes::Html),
    (Format::Asciidoc, "éfootnote:a[*b* ", " c] d\n", Escapes::Html),
    (Format::Asciidoc, "image::é.png[x,10,title=\"y ", "\"]\n", Escapes::Html),
    (Format::Asciidoc, ",===\nx,\"\"\"é\"\" ", "\"\n,===\n", Escapes::Html),
];

/// How letters can be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escapes {
    None,
    Script,
    Json,
    Html,
    Backslash,
}

impl Escapes {
    fn write(self, c: char, choice: usize) -> String {
        let code = u32::from(c);
        let written: &[String] = match self {
            Escapes::None => &[],
            Escapes::Json => &[format!("\\u{code:04x}")],
            Escapes::Script => &[format!("\\u{code:04X}"), format!("\\u{{{code:x}}}"), format!("\\x{code:02x}")],
            // A backslash before a space hides the space.
            Escapes::Backslash if c == ' ' => &[],
            Escapes::Backslash => &[format!("\\{c}")],
            Escapes::Html => &[format!("&#{code};"), format!("&#x{code:x};")],
        };
        written.get(choice).cloned().unwrap_or_else(|| c.to_string())
    }
}

proptest! {
    #[test]
    fn the_finding_is_exact_in_strings(
        at in 0..STRINGS.len(),
        choices in proptest::collection::vec(0..12_usize, 31),
        crlf in any::<bool>(),
    ) {
        let (format, before, after, escapes) = STRINGS[at];
        let letters = PHRASE.join(" ").chars().zip(choices).map(|(c, choice)| escapes.write(c, choice)).collect::<String>();
        let (before, after) = if crlf {
            (before.replace('\n', "\r\n"), after.replace('\n', "\r\n"))
        } else {
            (before.to_owned(), after.to_owned())
        };
        let text = format!("{before}{letters}{after}");
        let lint = check(&CHECKER, &mut Extractor::new(), &file(&text), format);
        prop_assert_eq!(lint.findings.len(), 1, "{:?}", text);
        let span = lint.findings[0].span;
        prop_assert_eq!((span.start as usize, span.end as usize), (before.len(), before.len() + letters.len()), "{:?}", text);
        prop_assert_eq!(&*lint.findings[0].text, "direct access to OpenAI models");
    }
}

/// A rule for a script without spaces between words.
const JAPANESE_RULES: &str = r#"
[pack]
id = "t"
[[rule]]
id = "phrase"
languages = ["ja"]
patterns = ["直接アクセス"]
"#;

#[test]
fn a_phrase_without_spaces_is_found_at_its_bytes() {
    let checker = Fixture::new(&[JAPANESE_RULES]).checker();
    let mut extractor = Extractor::new();
    let between =
        [("", ""), ("\n", ""), ("<i>", "</i>"), ("[", "](x)"), ("\u{200B}", ""), ("&#x200B;", ""), ("&shy;", "")];
    let phrases = ["直接アクセス", "直接ｱｸｾｽ", "&#x76F4;接アクセス"];
    for ((open, close), phrase) in between.into_iter().flat_map(|pair| phrases.map(|phrase| (pair, phrase))) {
        for (at, _) in phrase.char_indices().filter(|(at, _)| !phrase[..*at].starts_with('&') || *at >= 8) {
            let (first, rest) = phrase.split_at(at);
            let before = "このサービスでは、OpenAIモデルに";
            let text = format!("{before}{first}{open}{rest}{close}できます。\n");
            let lint = check(&checker, &mut extractor, &file(&text), Format::Markdown);
            let spans: Vec<_> = lint.findings.iter().map(|finding| (finding.span.start, finding.span.end)).collect();
            let start = if first.is_empty() { before.len() + open.len() } else { before.len() };
            let end = before.len() + first.len() + open.len() + rest.len();
            assert_eq!(spans, [(to_u32(start), to_u32(end))], "{text}");
        }
    }
}
