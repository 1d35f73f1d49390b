//! HTML files.

use super::support::check;
use wordgate_core::extract::Format::{Html, Text};
use wordgate_text::prose::Scope::{self, Code, Comment, Link};

#[test]
fn html() {
    check(
        Html,
        &[],
        &[
            (
                "page",
                "<!doctype html><html><head><title>One &amp; two</title>\n<meta name=\"Description\" content=\"three\"><meta property='og:title' content='four'><meta name=viewport content=no>\n<style>no{}</style><script>no</script></head><body><h1>Five</h1>six<p>seven <b>eight</b></p></body></html>",
                "title: One & two ¦ attribute: three ¦ attribute: four ¦ heading: Five ¦ html: six ¦ paragraph: seven eight",
            ),
            ("inline", "<p>Open<b>AI</b> <i>mo</i>dels<br>x</p>", "paragraph: OpenAI models⏎x"),
            (
                "attributes",
                "<img alt='one' title=\"two\"><input placeholder=three><a href=x aria-label=\"four &copy; five\">six</a>",
                "html: □□six ¦ alt: one ¦ title: two ¦ attribute: three ¦ attribute: four © five",
            ),
            (
                "unclosed",
                "<p>one<p>two<ul><li>three<li>four</ul><div>five",
                "paragraph: one ¦ paragraph: two ¦ list: three ¦ list: four ¦ html: five",
            ),
            ("stray", "</div>one</b> <b>two</p>three", "html: one two ¦ html: three"),
            ("less than", "<p>a < b and c <d</p>", "paragraph: a < b and c <d"),
            (
                "nested lists",
                "<ul><li>one<ul><li>two</li></ul>three</li></ul>four",
                "list: one ¦ list: two ¦ list: three ¦ html: four",
            ),
            (
                "table",
                "<table><caption>one</caption><tr><th>two<td><p>three</p><ul><li>four</ul></table>",
                "table: one ¦ table: two ¦ table: three ¦ table: four",
            ),
            ("quote", "<blockquote>one<p>two</p></blockquote>", "quote: one ¦ quote: two"),
            (
                "hidden",
                "a <code>no</code> b<pre>no <b>no</b></pre>c<template><p>no</p></template><script>'<p>no</p>'</script>",
                "html: a □ b ¦ html: c",
            ),
            ("comments", "one<!-- no <p> -->two<!--no", "html: onetwo"),
            ("conditional comment", "<!--[if IE]><p>no</p><![endif]-->one", "html: one"),
            ("upper case", "<P>one<BR>two</P><CODE>no</CODE>", "paragraph: one⏎two"),
            (
                "references",
                "<p>a&nbsp;b &frac12; &#8217;s &copy 2024 &ampamp; AT&T &NotEqualTilde;</p>",
                "paragraph: a b ½ ’s © 2024 &amp; AT&T ≂̸",
            ),
            ("url", "<p>see https://a.b/c_d.</p>", "paragraph: see □."),
            ("crlf", "<p>one\r\ntwo\rthree", "paragraph: one two three"),
            ("bom", "\u{FEFF}<p>one", "paragraph: one"),
            (
                "template tags",
                "<p>one {{ no }} two {% if no %}three{% endif %} {{{no}}} <%= no > no %> {# no <p> #}four <?php echo '<b>no</b>'; ?> {{< no ref=\"no\" >}}</p>",
                "paragraph: one □ two □three□ □ □ four □ □",
            ),
            (
                "template tags in attributes",
                "<img alt=\"one {{ no | default: \"no > no\" }} two\" {% if a > \"b\" %}title='three'{% endif %} src={{ no }}><p class=\"{{ a }}\">four",
                "alt: one □ two ¦ title: three ¦ paragraph: four",
            ),
            (
                "template tags that are never closed hide nothing",
                "<p>one {{ two</p><p>three}} {% four <b>five</b></p><p>{# six</p><p><% seven</p>",
                "paragraph: one {{ two ¦ paragraph: three}} {% four five ¦ paragraph: {# six ¦ paragraph: <% seven",
            ),
            (
                "bodies of template tags",
                "<p>one{% comment %}<p>no</p>{% endcomment %} two {%- highlight js -%}no{%- endhighlight -%} {% raw %}{{ three }}{% endraw %} {% comment %}four</p>",
                "paragraph: one two □ □{{ three }}□ □four",
            ),
            (
                "braces in scripts and styles",
                "<style>a{{b}</style>one<script>f({{a:1})</script>two<!-- {{ -->three}} four",
                "html: onetwothree}} four",
            ),
            (
                "labels of controls",
                "<input type=submit value=\"one\"><input value=no type=text><input type='Button' value='two'><button value=no>three</button><textarea placeholder='four'></textarea><select><optgroup label=five><option label='six' value=no></select><track label='seven'><table summary='eight'></table><p label=no summary=no value=no>",
                "attribute: one ¦ attribute: two ¦ html: three ¦ attribute: four ¦ attribute: five ¦ attribute: six ¦ attribute: seven ¦ attribute: eight",
            ),
            (
                "heard by readers",
                "<a aria-description=\"one\" aria-valuetext='two' aria-roledescription=three aria-placeholder=four aria-labelledby=no>five</a>",
                "attribute: one ¦ attribute: two ¦ attribute: three ¦ attribute: four ¦ html: five",
            ),
            (
                "texts of meta elements",
                "<meta property=og:url content=no><meta property=\"og:image\" content=no><meta property='og:site_name' content='one'><meta name=twitter:image:alt content=two><meta itemprop=description content=three><meta name=twitter:card content=no>",
                "attribute: one ¦ attribute: two ¦ attribute: three",
            ),
            (
                "json-ld",
                "<script type=\"application/ld+json\">{\"@type\": \"no\", \"name\": \"one \\u0061 \\\"b\\\"\", \"description\": [\"two\\nthree\"], \"url\": \"no\"}</script><script>{\"name\": \"no\"}</script>four",
                "attribute: one a \"b\" ¦ attribute: two three ¦ html: four",
            ),
            ("signs", "<p>Acme<sup>&reg;</sup> x<sup>(TM)</sup> 5<sup>th</sup></p>", "paragraph: Acme® x™ 5th"),
        ],
    );
}

#[test]
fn text_that_is_not_prose_is_extracted_on_request() {
    check(
        Html,
        &[Code, Comment, Scope::Url],
        &[
            ("code", "<p>a <code>b &lt; c</code></p><!-- d -->", "paragraph: a □ ¦ code: b &lt; c ¦ comment: d"),
            (
                "json-ld",
                "<script type=application/ld+json>{\"name\": \"a\"}</script>",
                "code: {\"name\": \"\"} ¦ attribute: a",
            ),
            ("script", "<script>a b</script><a href=\"x/y\">c</a>", "code: a b ¦ url: x/y ¦ html: c"),
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
    assert_eq!(block.inner_scopes, [(4..12, Link)]);
    assert!(block.scopes.contains(Scope::Html));
}

#[test]
fn nesting_too_deep_for_the_grammar_is_still_read() {
    let source = format!(
        "{}<p>one <b>two</b></p><!-- no --><script>no</script>{}",
        "<div>".repeat(5_000),
        "</div>".repeat(5_000)
    );
    check(Html, &[], &[("deep", &source, "paragraph: one two")]);
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
                "paragraph: one *two* three ¦ paragraph: four □ ¦ paragraph: five",
            ),
            ("cr", "one\r\rtwo", "paragraph: one ¦ paragraph: two"),
            ("blank", " \n\n", ""),
        ],
    );
}
