//! No finding is lost in documents that encode a letter, the space between two words, or a character that readers do
//! not see. Everything that an extractor decodes is tried: the list comes from the extractors.

use super::{Gates, PLAIN_RULES, RULES};
use crate::fixture::{Fixture, every_scope};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use wordgate_core::extract::{Encoding, Extractor, Format, encodings};
use wordgate_text::prose::is_invisible;

/// Phrases that the rules match.
const PHRASES: &[&str] = &["direct access to models", "open access", "100% secure", "pass-through", "OpenAI models"];

/// Characters that match a letter of a phrase, separate two words or are invisible.
const OTHER_LETTERS: &str = "ＯｄＡ𝗢𝐝\u{AD}\u{200B}\u{2060}\u{FE0F} \u{A0}\u{3000}";

/// Documents with a text in each syntax. `@@` is the text.
const PLACES: &[(&str, Format, &str)] = &[
    ("Escapes", Format::Markdown, "We say @@ here.\n"),
    ("Escapes", Format::Markdown, "[a](b \"@@\")\n"),
    ("Escapes", Format::Markdown, "[a]\n\n[a]: b \"@@\"\n"),
    ("Escapes", Format::Markdown, "---\ntitle: x\n---\n\n- a **@@**\n"),
    ("AsciiDoc", Format::Asciidoc, "We say @@ here.\n"),
    ("AsciiDoc", Format::Asciidoc, "image::a.png[b,title=\"@@\"]\n"),
    ("References(Markdown)", Format::Markdown, "| a | b |\n|---|---|\n| c | @@ |\n"),
    ("References(Markdown)", Format::Mdx, "<A>\n\nWe say @@ here.\n\n</A>\n"),
    ("References(HtmlText)", Format::Html, "<p>We say @@ here.</p>\n"),
    ("References(HtmlText)", Format::Markdown, "<div>\n@@\n</div>\n"),
    ("References(HtmlAttribute)", Format::Html, "<img src=a alt=\"@@\">\n"),
    ("References(HtmlAttribute)", Format::Mdx, "<Card title=\"@@\" />\n"),
    ("SingleQuoted", Format::Markdown, "---\ntitle: '@@'\n---\n"),
    ("DoubleQuoted", Format::Markdown, "---\ntitle: \"@@\"\n---\n"),
    ("DoubleQuoted", Format::Markdown, "---\n{title: \"@@\"}\n---\n"),
    ("DoubleQuoted", Format::Markdown, "{\n\"title\": \"@@\"\n}\n\nText\n"),
    ("DoubleQuoted", Format::Markdown, "+++\ntitle = \"@@\"\n+++\n"),
    ("DoubleQuoted", Format::Mdx, "+++\ntitle = \"\"\"\n@@\"\"\"\n+++\n"),
    ("Script('\"')", Format::Mdx, "We say {\"@@\"} here.\n"),
    ("Script('\"')", Format::Mdx, "<Card title={\"@@\"} />\n"),
    ("Script('\"')", Format::Html, "<script type=\"application/ld+json\">{\"description\": \"@@\"}</script>\n"),
    ("Script('\\'')", Format::Mdx, "We say {'@@'} here.\n"),
    ("Script('`')", Format::Mdx, "We say {`@@`} here.\n"),
    ("Backslashes", Format::Rst, "We say @@ here.\n"),
    ("Backslashes", Format::Rst, "- one\n\n  .. note:: We say *@@* here.\n"),
    ("Backslashes", Format::Rst, "=====  =====\na      @@\n=====  =====\n"),
    ("References(Markdown)", Format::Tsx, "a = <p>We say @@ here.</p>;\n"),
    ("References(HtmlAttribute)", Format::Tsx, "a = <Card plan=\"We say @@ here.\" />;\n"),
    ("References(HtmlText)", Format::Vue, "<template><p>We say @@ here.</p></template>\n"),
    ("References(HtmlText)", Format::Svelte, "{#if a}<p>We say @@ here.</p>{/if}\n"),
    ("References(HtmlText)", Format::Astro, "---\n---\n{a && <p>We say @@ here.</p>}\n"),
    ("Script('\"')", Format::Script, "a = { b: \"We say @@ here.\" };\n"),
    ("Script('\"')", Format::Tsx, "a = b + \"We say \" + \"@@ here.\";\n"),
    ("Script('\\'')", Format::Tsx, "a = <p>{b ? '@@' : 'no'}</p>;\n"),
    ("Script('\\'')", Format::Vue, "<template><Card :title=\"'@@'\"/></template>\n"),
    ("Script('`')", Format::Tsx, "f(`We say ${a} @@ here.`);\n"),
];

/// Returns the phrases with an encoding in place of the character that it stands for, or between two letters if it is
/// invisible.
fn encoded(encoding: &Encoding) -> Vec<String> {
    let meant: String = encoding.text.nfkc().collect();
    let is_space = meant.chars().all(char::is_whitespace);
    let mut texts = Vec::new();
    for (phrase, (at, c)) in PHRASES.iter().flat_map(|phrase| phrase.char_indices().map(move |place| (*phrase, place)))
    {
        let (before, after) = phrase.split_at(at);
        let replaced = after.strip_prefix(|c: char| if is_space { c == ' ' } else { meant == c.to_string() });
        if encoding.text.chars().all(is_invisible) && at > 0 && c != ' ' && !before.ends_with(' ') {
            texts.push([before, &encoding.source, after].concat());
        } else if let Some(rest) = replaced {
            texts.push([before, &encoding.source, rest].concat());
        }
    }
    texts
}

#[test]
fn no_finding_is_lost_whatever_an_extractor_decodes() {
    let gates = [RULES, &PLAIN_RULES].map(|rules| Gates::new(&Fixture::new(&[rules]).within(every_scope())));
    let letters: BTreeSet<char> = PHRASES.concat().chars().chain(OTHER_LETTERS.chars()).collect();
    let encodings = encodings(&String::from_iter(letters));
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut extractor = Extractor::new();
    for encoding in &encodings {
        let places = PLACES.iter().filter(|(syntax, ..)| *syntax == encoding.syntax);
        assert!(places.clone().count() > 0, "no document tests {}", encoding.syntax);
        let texts = encoded(encoding);
        for (_, format, document) in places {
            let mut found = 0;
            for text in &texts {
                let text = document.replace("@@", text);
                for gates in &gates {
                    match gates.difference_in(&mut extractor, &text, *format) {
                        Ok(count) => found += count,
                        Err(difference) => panic!("{encoding:?}: {difference}"),
                    }
                }
            }
            let (tried, read) = counts.entry(document).or_default();
            *tried += usize::from(!texts.is_empty());
            *read += usize::from(found > 0);
        }
    }
    // Some encodings hide the phrase: `&#49` is another character before a digit, and `&sup1;` is a footnote mark.
    let unread = counts.iter().filter(|(_, (tried, read))| read * 10 < tried * 9).collect::<Vec<_>>();
    assert!(unread.is_empty(), "the documents do not have the syntax that they are for: {unread:?}");
}
