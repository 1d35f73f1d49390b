//! What dialects of Markdown add: template tags, wiki links, citations, containers, definition lists.

use super::support::check;
use wordgate::extract::Format::Markdown;
use wordgate::prose::Scope::{Alt, Attribute, Code, Comment, Heading, List, Math, Paragraph, Quote, Table, Title};

#[test]
fn code_links_and_tags_bind_tighter_than_formulas_and_template_tags() {
    check(
        Markdown,
        &[],
        &[
            ("dollar in code", "from $5 a `$b` c\n", &[(Paragraph, "from $5 a □ c")]),
            ("dollar in a target", "set $A, see [b](https://c.d/?e=$f).\n", &[(Paragraph, "set $A, see b.")]),
            ("dollar in an image", "set $A ![b](c/$d.png) e\n", &[(Paragraph, "set $A □ e"), (Alt, "b")]),
            ("dollar in a URL", "set $A at https://c.d/$f now\n", &[(Paragraph, "set $A at □ now")]),
            ("dollar in an autolink", "set $A at <https://c.d/$f> now\n", &[(Paragraph, "set $A at □ now")]),
            ("dollar in a tag", "for $5 <a href=\"$b\">c</a> d\n", &[(Paragraph, "for $5 c d")]),
            ("dollar in a comment", "for $5<!-- $ --> a\n", &[(Paragraph, "for $5 a")]),
            ("dollar in a template", "for $5 {{$x}} a\n", &[(Paragraph, "for $5 □ a")]),
            ("dollar in an attribute", "for $5 <b c=$d>e</b> f\n", &[(Paragraph, "for $5 e f")]),
            ("link between dollars", "for $5 [a](b.md) or 6$ c\n", &[(Paragraph, "for $5 a or 6$ c")]),
            ("two dollars and code", "pay $$ a `$$` b\n", &[(Paragraph, "pay $$ a □ b")]),
            (
                "cells",
                "| $5 a `$x` | b |\n|---|---|\n| $c | d$ |\n",
                &[(Table, "$5 a □"), (Table, "b"), (Table, "$c"), (Table, "d$")],
            ),
            ("formulas", "so $a<b$ and $x^{2}$ and $f[x](y)$ c\n", &[(Paragraph, "so □ and □ and □ c")]),
            ("formula with braces", "so $\\frac{{a}}{b}$ c\n", &[(Paragraph, "so □ c")]),
            ("code over a template", "a {{ b `}} c` d\n", &[(Paragraph, "a {{ b □ d")]),
            ("code in a template", "a {{< b `c` >}} d\n", &[(Paragraph, "a □ d")]),
            ("template in a tag", "a <b c=\"{{ d }}\">e</b>\n", &[(Paragraph, "a e")]),
            ("tag with a backtick", "a <b c=\"`\">d</b> `e`\n", &[(Paragraph, "a d □")]),
        ],
    );
}

#[test]
fn template_tags() {
    check(
        Markdown,
        &[],
        &[
            ("liquid", "a {% if b %}c{% endif %} d\n", &[(Paragraph, "a □c□ d")]),
            ("erb", "a <%= b %> c <% d %>\n", &[(Paragraph, "a □ c □")]),
            ("comment", "a {# b #} c\n", &[(Paragraph, "a c")]),
            ("hugo comment", "a {{/* b */}} c\n", &[(Paragraph, "a c")]),
            ("comment with a body", "a {% comment %}b{% endcomment %} c\n", &[(Paragraph, "a c")]),
            ("raw", "a {% raw %}b{% endraw %} c\n", &[(Paragraph, "a □b□ c")]),
            ("highlight", "a {% highlight js %}b{% endhighlight %} c\n", &[(Paragraph, "a □ c")]),
            ("no tag", "a {b} c {{ d\n", &[(Paragraph, "a {b} c {{ d")]),
            (
                "texts",
                "{{< button text=\"Start it now\" class=\"a b\" href=\"/c d\" >}}\n",
                &[(Attribute, "Start it now")],
            ),
            ("a sentence", "{{< note \"Read this first\" >}}\n", &[(Attribute, "Read this first")]),
            ("words of code", "{{< x \"a\" \"b/c.md\" \"d = e\" >}}\n", &[]),
            ("Jekyll", "{% include note.html content=\"Read this first\" %}\n", &[(Attribute, "Read this first")]),
            ("conditions", "{% if a == \"Some text here\" %}b{% endif %}\n", &[(Paragraph, "□b□")]),
        ],
    );
}

#[test]
fn links_citations_and_marks_of_dialects() {
    check(
        Markdown,
        &[Comment],
        &[
            ("wiki link", "a [[b c]] d ![[e]] f\n", &[(Paragraph, "a □ d □ f")]),
            ("wiki link with a text", "a [[b/c|the *text*]] d\n", &[(Paragraph, "a the text d")]),
            ("text in brackets", "a [[1]](b) [[c]][d] [[ -f e ]]\n", &[(Paragraph, "a [1](b) [c][d] [ -f e ]")]),
            ("wiki link in a heading", "# a [[b]]\n", &[(Heading, "a □")]),
            ("citation", "As [@doe, p. 3; see @roe] says.\n", &[(Paragraph, "As □, p. 3; see □ says.")]),
            ("citation without author", "So [-@doe].\n", &[(Paragraph, "So -□.")]),
            ("mention as a link", "Ask [@doe](https://a.b/doe).\n", &[(Paragraph, "Ask @doe.")]),
            ("obsidian comment", "a %% b %% c\n", &[(Paragraph, "a c"), (Comment, "b")]),
            ("percents", "50%% of a, 20%% of b, %%c\n", &[(Paragraph, "50%% of a, 20%% of b, %%c")]),
            ("block id", "a b ^c-1\n\n- d ^e\n\nf ^g h\n", &[(Paragraph, "a b"), (List, "d"), (Paragraph, "f ^g h")]),
            (
                "attributes",
                "[a](b){target=c} ![d](e){width=50%} f {g} {h=i}\n",
                &[(Paragraph, "a □ f {g}"), (Alt, "d")],
            ),
            ("raw attribute", "`a`{=html} b {=c} d\n", &[(Paragraph, "□ b {=c} d")]),
            ("role", "see {ref}`a` and {doc}`the text <b>` now\n", &[(Paragraph, "see □ and the text now")]),
            ("braces", "a {b}c {d} e\n", &[(Paragraph, "a {b}c {d} e")]),
        ],
    );
}
