//! Tests which block quotations name their source, in each format that has quotations.

use super::tests::{lint_as, rule};
use crate::extract::Format;

/// Returns whether the context `attributed` holds for the only match.
fn is_attributed(format: Format, text: &str) -> bool {
    let lint = lint_as(format, &rule("patterns = ['access']\nskip_when = ['attributed']"), &[], text);
    assert_eq!(lint.findings.len() + lint.skipped.len(), 1, "{text}");
    lint.findings.is_empty()
}

fn check(formats: &[Format], holds: bool, texts: &[&str]) {
    for format in formats {
        for text in texts {
            assert_eq!(is_attributed(*format, text), holds, "{format:?}: {text}");
        }
    }
}

#[test]
fn a_line_with_a_dash_names_the_source() {
    let holds = [
        "> We give access.\n> — Jane Roe, Acme\n",
        "> We give access.\n> -- Jane Roe\n",
        "> We give access.\n>\n> – Jane Roe\n",
        "> We give access. — Jane Roe\n",
        "> We give access.\n>\n> More.\n>\n> — *Jane Roe*, [Acme](https://example.com)\n",
        "> We give access.\n\n— Jane Roe, CEO of Acme\n",
        "> We give access.\\\n> — Jane Roe\n",
        "> # Access\n>\n> More.\n>\n> — Jane Roe\n",
        "- > We give access.\n  >\n  > — Jane Roe\n",
        "> Before.\n>\n> > We give access.\n>\n> — Jane Roe\n",
        "> We give access.\r\n> — Jane Roe\r\n",
    ];
    check(&[Format::Markdown, Format::Mdx], true, &holds);
    let fails = [
        "We give access.\n\n— Jane Roe\n",
        "> We give access.\n\nMore.\n\n— Jane Roe\n",
        "> We give access.\n\n```\ncode\n```\n\n— Jane Roe\n",
        "> We give access.\n\n- — Jane Roe\n",
        "> We give access.\n\n## — Jane Roe\n",
        "> We give access.\n>\n> - Jane Roe\n",
        "> We give — Jane Roe\n> access.\n",
        "> We give access\n> and — Jane Roe\n",
        "> We give more.\n> — Jane Roe, access\n",
        "> We give access.\n>\n> — and more\n",
        "> — We give access.\n>\n> — Jane\n",
        "> We give access.\n\n— Fast\n— Cheap\n",
        "> We give more.\n>\n> — Jane Roe\n\nWe give access.\n",
        "> > We give more.\n> > — Jane Roe\n>\n> We give access.\n",
    ];
    check(&[Format::Markdown, Format::Mdx], false, &fails);
}

#[test]
fn an_attribute_line_of_asciidoc_names_the_source() {
    let holds = [
        "[quote, Jane Roe, A book]\n____\nMore.\n\nWe give access.\n____\n",
        "[quote, attribution=Jane Roe]\nWe give access.\n",
        "[verse, Jane Roe]\n____\nWe give access.\n____\n",
        "\"We give\naccess.\"\n-- Jane Roe\n",
        "> We give access.\n> -- Jane Roe\n",
        "____\nWe give access.\n\n-- Jane Roe\n____\n",
    ];
    check(&[Format::Asciidoc], true, &holds);
    let fails = [
        "____\nWe give access.\n____\n",
        "[quote]\n____\nJane Roe\n\nWe give access.\n____\n",
        "[quote, Jane Roe]\n____\nMore.\n____\n\nWe give access.\n",
    ];
    check(&[Format::Asciidoc], false, &fails);
}

#[test]
fn a_sentence_before_a_quotation_names_the_source() {
    let holds = [
        "Acme's CEO writes:\n\n> We give access.\n",
        "Acme's CEO writes:\n> We give access.\n",
        "The FTC's guide says:\n\n> More.\n>\n> We give access.\n",
        "From the release notes of Acme:\n\n> - We give more.\n> - We give access.\n",
    ];
    check(&[Format::Markdown, Format::Mdx], true, &holds);
    let fails = [
        "Acme's CEO writes:\n\nWe give access.\n",
        "Acme's CEO writes:\n\n- We give access.\n",
        "Acme's CEO writes.\n\n> We give access.\n",
        "Acme's CEO writes:\n\nMore.\n\n> We give access.\n",
        "Acme's CEO writes:\n\n```\ncode\n```\n\n> We give access.\n",
        "## Acme's CEO writes:\n\n> We give access.\n",
        "Our guide says:\n\n> We give access.\n",
    ];
    check(&[Format::Markdown, Format::Mdx], false, &fails);
}

#[test]
fn elements_name_the_source() {
    let holds = [
        "<blockquote>We give access. <cite>Jane Roe</cite></blockquote>",
        "<blockquote><p>We give access.</p><footer>— Jane Roe</footer></blockquote>",
        "<blockquote><p>We give access.</p><footer>— <cite>Jane Roe</cite>, Acme</footer></blockquote>",
        "<figure><blockquote>We give access.</blockquote><figcaption>Jane Roe</figcaption></figure>",
        "<figure><blockquote><p>We give access.</p></blockquote>\n<figcaption>— Jane Roe, <cite>Acme</cite></figcaption></figure>",
        "<blockquote><p>We give access.</p><p>— Jane Roe</p></blockquote>",
        "<blockquote>We give access.</blockquote><p>— Jane Roe</p>",
        "<p>Acme's CEO writes:</p><blockquote>We give access.</blockquote>",
        "<blockquote>We give access.<br>— Jane Roe</blockquote>",
    ];
    check(&[Format::Html, Format::Markdown], true, &holds);
    let fails = [
        "<blockquote cite=\"https://example.com/Jane\">We give access.</blockquote>",
        "<blockquote><cite>Jane Roe</cite> We give access.</blockquote>",
        "<blockquote>We give <cite>Acme access</cite></blockquote>",
        "<blockquote>We give access.</blockquote><footer>Acme Inc</footer>",
        "<blockquote>We give access. <cite></cite></blockquote>",
        "<blockquote>We give access.</blockquote><figure><img src=\"a\"><figcaption>Jane Roe</figcaption></figure>",
        "<figure><blockquote>We give access.</blockquote><figcaption>a customer</figcaption></figure>",
        "<p>We give access. <cite>Jane Roe</cite></p>",
        "<div>We give access.</div><figcaption>Jane Roe</figcaption>",
        "<blockquote>We give access.</blockquote><p>Jane Roe</p>",
    ];
    check(&[Format::Html, Format::Markdown], false, &fails);
    check(&[Format::Markdown, Format::Mdx], true, &["> We give access.\n> <cite>Jane Roe</cite>\n"]);
    check(&[Format::Markdown, Format::Mdx], false, &["> We give access.\n> *Jane Roe*\n"]);
    check(&[Format::Mdx], true, &holds[..4]);
    check(&[Format::Mdx], false, &fails[..4]);
}

#[test]
fn the_search_is_bounded() {
    let quotation =
        |paragraphs: usize| format!("> We give access.\n{}>\n> — Jane Roe\n", ">\n> More.\n".repeat(paragraphs));
    check(&[Format::Markdown], true, &[&quotation(20)]);
    check(&[Format::Markdown], false, &[&quotation(2_000)]);
}
