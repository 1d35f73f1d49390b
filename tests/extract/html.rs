//! HTML files.

use super::support::check;
use wordgate::extract::Format::{Html, Text};
use wordgate::prose::Scope::{
    self, Alt, Attribute, Code, Comment, Heading, Link, List, Paragraph, Quote, Table, Title,
};

#[test]
fn html() {
    check(
        Html,
        &[],
        &[
            (
                "page",
                "<!doctype html><html><head><title>One &amp; two</title>\n<meta name=\"Description\" content=\"three\"><meta property='og:title' content='four'><meta name=viewport content=no>\n<style>no{}</style><script>no</script></head><body><h1>Five</h1>six<p>seven <b>eight</b></p></body></html>",
                &[
                    (Title, "One & two"),
                    (Attribute, "three"),
                    (Attribute, "four"),
                    (Heading, "Five"),
                    (Scope::Html, "six"),
                    (Paragraph, "seven eight"),
                ],
            ),
            ("inline", "<p>Open<b>AI</b> <i>mo</i>dels<br>x</p>", &[(Paragraph, "OpenAI models⏎x")]),
            (
                "attributes",
                "<img alt='one' title=\"two\"><input placeholder=three><a href=x aria-label=\"four &copy; five\">six</a>",
                &[
                    (Scope::Html, "□□six"),
                    (Alt, "one"),
                    (Title, "two"),
                    (Attribute, "three"),
                    (Attribute, "four © five"),
                ],
            ),
            (
                "unclosed",
                "<p>one<p>two<ul><li>three<li>four</ul><div>five",
                &[(Paragraph, "one"), (Paragraph, "two"), (List, "three"), (List, "four"), (Scope::Html, "five")],
            ),
            ("stray", "</div>one</b> <b>two</p>three", &[(Scope::Html, "one two"), (Scope::Html, "three")]),
            ("less than", "<p>a < b and c <d</p>", &[(Paragraph, "a < b and c <d")]),
            (
                "nested lists",
                "<ul><li>one<ul><li>two</li></ul>three</li></ul>four",
                &[(List, "one"), (List, "two"), (List, "three"), (Scope::Html, "four")],
            ),
            (
                "table",
                "<table><caption>one</caption><tr><th>two<td><p>three</p><ul><li>four</ul></table>",
                &[(Table, "one"), (Table, "two"), (Table, "three"), (Table, "four")],
            ),
            ("quote", "<blockquote>one<p>two</p></blockquote>", &[(Quote, "one"), (Quote, "two")]),
            (
                "hidden",
                "a <code>no</code> b<pre>no <b>no</b></pre>c<template><p>no</p></template><script>'<p>no</p>'</script>",
                &[(Scope::Html, "a □ b"), (Scope::Html, "c")],
            ),
            ("comments", "one<!-- no <p> -->two<!--no", &[(Scope::Html, "onetwo")]),
            ("conditional comment", "<!--[if IE]><p>no</p><![endif]-->one", &[(Scope::Html, "one")]),
            ("upper case", "<P>one<BR>two</P><CODE>no</CODE>", &[(Paragraph, "one⏎two")]),
            (
                "references",
                "<p>a&nbsp;b &frac12; &#8217;s &copy 2024 &ampamp; AT&T &NotEqualTilde;</p>",
                &[(Paragraph, "a b ½ ’s © 2024 &amp; AT&T ≂̸")],
            ),
            ("url", "<p>see https://a.b/c_d.</p>", &[(Paragraph, "see □.")]),
            ("crlf", "<p>one\r\ntwo\rthree", &[(Paragraph, "one two three")]),
            ("bom", "\u{FEFF}<p>one", &[(Paragraph, "one")]),
            (
                "template tags",
                "<p>one {{ no }} two {% if no %}three{% endif %} {{{no}}} <%= no > no %> {# no <p> #}four <?php echo '<b>no</b>'; ?> {{< no ref=\"no\" >}}</p>",
                &[(Paragraph, "one □ two □three□ □ □ four □ □")],
            ),
            (
                "template tags in attributes",
                "<img alt=\"one {{ no | default: \"no > no\" }} two\" {% if a > \"b\" %}title='three'{% endif %} src={{ no }}><p class=\"{{ a }}\">four",
                &[(Alt, "one □ two"), (Title, "three"), (Paragraph, "four")],
            ),
            (
                "template tags that are never closed hide nothing",
                "<p>one {{ two</p><p>three}} {% four <b>five</b></p><p>{# six</p><p><% seven</p>",
                &[
                    (Paragraph, "one {{ two"),
                    (Paragraph, "three}} {% four five"),
                    (Paragraph, "{# six"),
                    (Paragraph, "<% seven"),
                ],
            ),
            (
                "bodies of template tags",
                "<p>one{% comment %}<p>no</p>{% endcomment %} two {%- highlight js -%}no{%- endhighlight -%} {% raw %}{{ three }}{% endraw %} {% comment %}four</p>",
                &[(Paragraph, "one two □ □{{ three }}□ □four")],
            ),
            (
                "braces in scripts and styles",
                "<style>a{{b}</style>one<script>f({{a:1})</script>two<!-- {{ -->three}} four",
                &[(Scope::Html, "onetwothree}} four")],
            ),
            (
                "labels of controls",
                "<input type=submit value=\"one\"><input value=no type=text><input type='Button' value='two'><button value=no>three</button><textarea placeholder='four'></textarea><select><optgroup label=five><option label='six' value=no></select><track label='seven'><table summary='eight'></table><p label=no summary=no value=no>",
                &[
                    (Attribute, "one"),
                    (Attribute, "two"),
                    (Scope::Html, "three"),
                    (Attribute, "four"),
                    (Attribute, "five"),
                    (Attribute, "six"),
                    (Attribute, "seven"),
                    (Attribute, "eight"),
                ],
            ),
            (
                "heard by readers",
                "<a aria-description=\"one\" aria-valuetext='two' aria-roledescription=three aria-placeholder=four aria-labelledby=no>five</a>",
                &[
                    (Attribute, "one"),
                    (Attribute, "two"),
                    (Attribute, "three"),
                    (Attribute, "four"),
                    (Scope::Html, "five"),
                ],
            ),
            (
                "texts of meta elements",
                "<meta property=og:url content=no><meta property=\"og:image\" content=no><meta property='og:site_name' content='one'><meta name=twitter:image:alt content=two><meta itemprop=description content=three><meta name=twitter:card content=no>",
                &[(Attribute, "one"), (Attribute, "two"), (Attribute, "three")],
            ),
            (
                "json-ld",
                "<script type=\"application/ld+json\">{\"@type\": \"no\", \"name\": \"one \\u0061 \\\"b\\\"\", \"description\": [\"two\\nthree\"], \"url\": \"no\"}</script><script>{\"name\": \"no\"}</script>four",
                &[(Attribute, "one a \"b\""), (Attribute, "two three"), (Scope::Html, "four")],
            ),
            ("signs", "<p>Acme<sup>&reg;</sup> x<sup>(TM)</sup> 5<sup>th</sup></p>", &[(Paragraph, "Acme® x™ 5th")]),
        ],
    );
}

#[test]
fn what_is_no_prose_is_extracted_when_asked_for() {
    check(
        Html,
        &[Code, Comment, Scope::Url],
        &[
            (
                "code",
                "<p>a <code>b &lt; c</code></p><!-- d -->",
                &[(Paragraph, "a □"), (Code, "b &lt; c"), (Comment, "d")],
            ),
            (
                "json-ld",
                "<script type=application/ld+json>{\"name\": \"a\"}</script>",
                &[(Code, "{\"name\": \"\"}"), (Attribute, "a")],
            ),
            (
                "script",
                "<script>a b</script><a href=\"x/y\">c</a>",
                &[(Code, "a b"), (Scope::Url, "x/y"), (Scope::Html, "c")],
            ),
        ],
    );
}

#[test]
fn link_text_is_marked() {
    let extraction = super::support::extract(
        "<p>see <a href=x>the <b>docs</b></a> now <a name=y>here</a>",
        Html,
        Default::default(),
    );
    assert!(extraction.blocks.is_empty());
    let wanted = super::support::wanted(&[]);
    let extraction =
        super::support::extract("<p>see <a href=x>the <b>docs</b></a> now <a name=y>here</a>", Html, wanted);
    let block = &extraction.blocks[0];
    assert_eq!(block.inner, [(4..12, Link)]);
    assert!(block.scopes.contains(Scope::Html));
}

#[test]
fn nesting_beyond_the_grammar_is_read_all_the_same() {
    let source = format!(
        "{}<p>one <b>two</b></p><!-- no --><script>no</script>{}",
        "<div>".repeat(5_000),
        "</div>".repeat(5_000)
    );
    check(Html, &[], &[("deep", &source, &[(Paragraph, "one two")])]);
    let extraction = super::support::extract(&source, Html, super::support::wanted(&[]));
    assert_eq!(extraction.warnings.len(), 1);
}

#[test]
fn text() {
    check(
        Text,
        &[],
        &[
            (
                "paragraphs",
                "\u{FEFF}one *two*\r\nthree\r\n\r\n\r\nfour https://a.b/c\n \t\nfive",
                &[(Paragraph, "one *two* three"), (Paragraph, "four □"), (Paragraph, "five")],
            ),
            ("cr", "one\r\rtwo", &[(Paragraph, "one"), (Paragraph, "two")]),
            ("blank", " \n\n", &[]),
        ],
    );
}
