//! Compares the words that the Markdown extractor finds, and their offsets, with those of pulldown-cmark.
//!
//! Two independent parsers that agree on every word of real documents are a stronger test than a table of examples.
//! Each allowed difference has a reason, one function on the source around the word. A word without a reason fails the
//! test.
//!
//! The comparison covers CommonMark with GitHub's extensions. pulldown-cmark does not read the extensions of other
//! dialects.

use crate::documents;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use wordgate_core::extract::{Extractor, Format, Piece};
use wordgate_text::prose::{Scope, ScopeSet};

/// A word and its byte offset in the source.
type Word = (usize, String);

/// Text with the source offset of each character.
#[derive(Default)]
struct Mapped {
    chars: Vec<(char, usize)>,
}

impl Mapped {
    fn push(&mut self, text: &str, range: &std::ops::Range<usize>, source: &str) {
        let verbatim = source.get(range.clone()) == Some(text);
        self.chars
            .extend(text.char_indices().map(|(at, c)| (c, if verbatim { range.start + at } else { range.start })));
    }

    fn gap(&mut self) {
        self.chars.push((' ', 0));
    }

    /// Returns the runs of letters and digits. Invisible characters are not part of them and do not end them.
    fn words(&self) -> BTreeSet<Word> {
        let mut words = BTreeSet::new();
        let mut word: Option<Word> = None;
        for (c, at) in &self.chars {
            if c.is_alphanumeric() {
                word.get_or_insert_with(|| (*at, String::new())).1.push(*c);
            } else if !wordgate_text::prose::is_invisible(*c) {
                words.extend(word.take());
            }
        }
        words.extend(word);
        words
    }
}

/// The words that pulldown-cmark finds, and the ranges of HTML, whose text only our extractor reads.
struct Oracle {
    words: BTreeSet<Word>,
    html: Vec<std::ops::Range<usize>>,
}

fn oracle(source: &str) -> Oracle {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    // With these options, it also reads the text between two thematic breaks in the middle as metadata.
    let metadata = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let has_front_matter = source.starts_with("---") || source.starts_with("+++");
    let options = if has_front_matter { options | metadata } else { options };
    let mut mapped = Mapped::default();
    let mut html = Vec::new();
    let mut hidden = 0_usize;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock) => hidden -= 1,
            Event::Text(text) if hidden == 0 => mapped.push(&text, &range, source),
            Event::Code(_) | Event::SoftBreak | Event::HardBreak => mapped.gap(),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => mapped.gap(),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => mapped.gap(),
            Event::Html(_) => html.push(range),
            Event::InlineHtml(tag) => {
                html.push(range);
                if is_break(&tag) {
                    mapped.gap();
                }
            }
            Event::Start(tag) if is_block(&tag) => mapped.gap(),
            Event::End(TagEnd::Heading(_)) => mapped.gap(),
            _ => {}
        }
    }
    Oracle { words: mapped.words(), html }
}

fn is_break(html: &str) -> bool {
    let name: String = html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    ["br", "p", "div", "li", "ul", "ol", "td", "tr", "hr", "sup", "details", "summary", "img"]
        .contains(&name.to_ascii_lowercase().as_str())
}

fn is_block(tag: &Tag) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
}

fn our_words(extractor: &mut Extractor, source: &str) -> BTreeSet<Word> {
    let wanted = ScopeSet::checked_by_default();
    let extraction = extractor.extract(source, Format::Markdown, &Piece::whole(source, Format::Markdown), wanted);
    let mut mapped = Mapped::default();
    let not_in_oracle = [Scope::Title, Scope::FrontMatter, Scope::Attribute];
    for block in &extraction.blocks {
        mapped.gap();
        if not_in_oracle.iter().any(|scope| block.scopes.contains(*scope)) {
            continue;
        }
        for (at, c) in block.text.char_indices() {
            let range = u32::try_from(at).unwrap()..u32::try_from(at + c.len_utf8()).unwrap();
            let start = block.spans(&range).first().map_or(0, |span| span.start as usize);
            mapped.chars.push((c, start));
        }
    }
    mapped.words()
}

/// Returns the line of `source` around byte `at`, and the part of the line before `at`.
fn line(source: &str, at: usize) -> (&str, &str) {
    let start = source[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = source[at..].find(['\n', '\r']).map_or(source.len(), |len| at + len);
    (&source[start..end], &source[start..at])
}

/// Why the two parsers may differ at a word.
struct Reason {
    name: &'static str,
    explains: fn(source: &str, at: usize) -> bool,
}

const REASONS: &[Reason] = &[
    Reason { name: "directive line", explains: |source, at| line(source, at).0.trim_start().starts_with(":::") },
    Reason { name: "bare URL: one opaque word", explains: in_url },
    Reason {
        name: "shortcode: an opaque word",
        explains: |source, at| between(source, at, "{{", "}}") || between(source, at, "{%", "%}"),
    },
    Reason {
        name: "attribute list",
        explains: |source, at| between(source, at, "{#", "}") || between(source, at, "{:", "}"),
    },
    Reason {
        name: "alert marker",
        explains: |source, at| between(source, at, "[!", "]") && line(source, at).0.trim_start().starts_with('>'),
    },
    Reason {
        name: "code element",
        explains: |source, at| between(source, at, "<code", "</code>") || between(source, at, "<pre", "</pre>"),
    },
    Reason { name: "autolink: one opaque word", explains: in_autolink },
    Reason {
        name: "link in a link's title, which the grammar reads as the link",
        explains: |source, at| between(source, at, "![", "\")"),
    },
    Reason { name: "adjacent emphasis inside a word", explains: |source, at| touches(source, at, "**") },
    Reason { name: "cell without a header cell, which GitHub drops", explains: in_excess_cell },
];

/// Whether `at` is after `open` and before the next `close` in its paragraph.
fn between(source: &str, at: usize, open: &str, close: &str) -> bool {
    let start = source[..at].rfind("\n\n").unwrap_or(0);
    let end = source[at..].find("\n\n").map_or(source.len(), |len| at + len);
    let Some(opened) = source[start..at].rfind(open) else { return false };
    !source[start + opened..at].contains(close) && source[at..end].contains(close)
}

fn in_url(source: &str, at: usize) -> bool {
    let start =
        source[..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(end, c)| end + c.len_utf8());
    let end = source[at..].find(char::is_whitespace).map_or(source.len(), |len| at + len);
    let token = &source[start..end].to_ascii_lowercase();
    ["://", "www."].iter().any(|sign| token.contains(sign))
}

fn in_autolink(source: &str, at: usize) -> bool {
    let Some(open) = source[..at].rfind('<') else { return false };
    let token = source[open + 1..].split('>').next().unwrap_or_default();
    token.contains([':', '@']) && !token.contains(char::is_whitespace) && open + token.len() >= at
}

/// Whether the run of non-space characters around `at` contains `mark`.
fn touches(source: &str, at: usize, mark: &str) -> bool {
    let start =
        source[..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(end, c)| end + c.len_utf8());
    let end = source[at..].find(char::is_whitespace).map_or(source.len(), |len| at + len);
    source[start..end].contains(mark)
}

fn in_excess_cell(source: &str, at: usize) -> bool {
    let cells = |line: &str| {
        line.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "").matches('|').count() + 1
    };
    let (_, before) = line(source, at);
    let delimiter = source[..at]
        .lines()
        .rev()
        .skip(1)
        .take_while(|line| line.contains('|'))
        .find(|line| line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>')));
    delimiter.is_some_and(|delimiter| {
        before.trim_start().trim_start_matches('|').replace("\\|", "").matches('|').count() >= cells(delimiter)
    })
}

struct Difference {
    missing: Vec<Word>,
    extra: Vec<Word>,
}

fn compare(extractor: &mut Extractor, source: &str) -> Difference {
    let ours = our_words(extractor, source);
    let oracle = oracle(source);
    let in_html = |at: usize| {
        let after = oracle.html.partition_point(|range| range.start <= at);
        after > 0 && oracle.html[after - 1].contains(&at)
    };
    let missing = oracle.words.difference(&ours).cloned().collect();
    let extra = ours.difference(&oracle.words).filter(|(at, _)| !in_html(*at)).cloned().collect();
    Difference { missing, extra }
}

fn reason(source: &str, word: &Word) -> Option<&'static str> {
    REASONS.iter().find(|reason| (reason.explains)(source, word.0)).map(|reason| reason.name)
}

#[test]
fn both_parsers_find_the_same_words_in_whole_documents() {
    let mut extractor = Extractor::new();
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    let documents = documents::all();
    let is_ours = |name: &str| name.contains("test-corpus") && !name.contains("commonmark");
    for document in documents.iter().filter(|document| document.format == Format::Markdown && !is_ours(&document.name))
    {
        let source = document.file.text();
        let difference = compare(&mut extractor, source);
        for (kind, list) in [("missing", &difference.missing), ("extra", &difference.extra)] {
            for word in list {
                match reason(source, word) {
                    Some(name) => *explained.entry(name).or_default() += 1,
                    None => unexplained.push(format!(
                        "{kind} {:?} at {}:{}: {}",
                        word.1,
                        document.name,
                        word.0,
                        line(source, word.0).0
                    )),
                }
            }
        }
    }
    println!("differences explained: {explained:?}");
    assert!(unexplained.is_empty(), "{} differences without a reason:\n{}", unexplained.len(), unexplained.join("\n"));
}

/// Constructs of CommonMark and GitHub's extensions, one or a few in each example. The two parsers must agree on them
/// without exception.
const EXAMPLES: &[&str] = &[
    "# one\n\n## two ##\n\nthree\n===\n\nfour\nfive\n---\n",
    "#one\n\n####### two\n\n# \\# three #\n\n#\tfour\n",
    "one\ntwo  \nthree\\\nfour\n",
    "- one\n- two\n\n  three\n  - four\n    1. five\n\n       six\n* seven\n+ eight\n",
    "1. one\n\n   two\n10) three\n\n- [ ] four\n- [x] five\n",
    "> one\n> > two\n> three\nlazy\n\n> - four\n>   five\nlazy six\n",
    "```\nno\n```\none\n~~~ no\nno\n~~~\n\n    no\n\ntwo\n",
    "- one\n\n      no\n- ```\n  no\n  ```\n  two\n",
    "| one | two |\n|:--|--:|\n| `no` three | *four* |\n| five \\| six | |\n|  | seven |\n\neight | nine\n",
    "one | two\n--- | ---\nthree | four\n\n> | a | b |\n> |---|---|\n> | c | d |\n",
    "*one* **two** ***three*** _four_ __five__ *si*x se**ve**n ~~eight~~ ~nine~\n",
    "*one **two** three* **four *five* six** _a __b__ c_ *a_b_c*\n",
    "2 * 3 * 4, a*b, _c, d_, snake_case, **e, f**, * g*, ** h**\n",
    "`no` ``no ` no`` one ` two\n\n`` three `\n\n\\`four\\`\n",
    "[one](no) [two *three*](<no no> \"no\") [four][ref] [ref][] [ref]\n\n[ref]: /no 'no'\n",
    "![one](no) ![two *three*](no \"no\") [![four](no)](no) ![five][ref]\n\n[ref]: no\n",
    "one[^1] two[^long-name].\n\n[^1]: three *four*\n[^long-name]: five\n\n    six\n\nseven\n",
    "&amp; &copy; &#65; &#x42; &nosuch; &ouml;ne \\*two\\* \\a\n",
    "<div>\nno\n</div>\n\none <b>two</b> <!-- no --> th<i>r</i>ee<br>four\n\n<!-- no\n\nno -->\n\nfive\n",
    "> [!NOTE]\n> one\n\n> [!WARNING]\n> - two\n",
    "---\ntitle: no\n---\n\none\n\n---\n\ntwo\n",
    "+++\ntitle = \"no\"\n+++\n\none\n",
    "one\r\ntwo\r\n\r\n- three\r\n  four\r\n\r\n> five\r\n> six\r\n",
    "日本語 *テキスト* と **強調** 😀 naïve cafe\u{301}\n\n- Ünïcödé\n",
    "$a + b$ one $20 two $30 three\n\n$$\nx\n$$\n\nfour\n",
    "one\n# two\nthree\n- four\n> five\n```\nno\n```\nsix\n***\nseven\n",
    "   one\n  # two\n   - three\n\n     four\n\n         no\n",
    "[not a link] [one][] [two](no\n\n[three\n\nfour]: no\n",
];

#[test]
fn both_parsers_agree_on_examples_without_exception() {
    let mut extractor = Extractor::new();
    for source in EXAMPLES {
        let difference = compare(&mut extractor, source);
        let empty: &[Word] = &[];
        assert_eq!((difference.missing.as_slice(), difference.extra.as_slice()), (empty, empty), "{source}");
    }
}
