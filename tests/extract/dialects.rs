//! What dialects of Markdown add: template tags, wiki links, citations, containers, definition lists.

use super::support::check;
use wordgate::extract::Format::Markdown;
use wordgate::prose::Scope::{
    Alt, Attribute, Code, Comment, Footnote, FrontMatter, Heading, List, Math, Paragraph, Quote, Table, Title,
};

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
            (
                "dollar in a label",
                "for $5 a [b$] [c][d$] [e$](f) c\n\n[b$]: /u\n",
                &[(Paragraph, "for $5 a b$ c e$ c")],
            ),
            ("dollar in a note", "for $5 a[^b$] and [[c$]] d\n", &[(Paragraph, "for $5 a and □ d")]),
            (
                "brackets in a formula",
                "so $a[i]$ and $[0, 1]$ and $x \\in [0, 1$ c\n",
                &[(Paragraph, "so □ and □ and □ c")],
            ),
            ("percents in code", "a %% b `%%` c <i d=\"%%\">e</i>\n", &[(Paragraph, "a %% b □ c e")]),
            (
                "braces in targets",
                "a {{ b [c](d}}e) f {% g <https://x.y/%}> h\n",
                &[(Paragraph, "a {{ b c f {% g □ h")],
            ),
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
            ("code in a text", "{{< a text=\"Set the `b` key\" >}}\n", &[(Attribute, "Set the □ key")]),
            ("in HTML", "<p>{% include a.html text=\"Read this first\" %}</p>\n", &[(Attribute, "Read this first")]),
            ("a sentence", "{{< note \"Read this first\" >}}\n", &[(Attribute, "Read this first")]),
            (
                "names of any letters",
                "{{< a größe=\"sehr groß ist\" é=\"Read this first\" >}}\n",
                &[(Attribute, "sehr groß ist"), (Attribute, "Read this first")],
            ),
            ("words of code", "{{< x \"a\" \"b/c.md\" \"d = e\" >}}\n", &[]),
            ("Jekyll", "{% include note.html content=\"Read this first\" %}\n", &[(Attribute, "Read this first")]),
            (
                "over lines",
                "{{< card\n  title=\"The title\"\n  link=\"a\"\n>}}\n\na\n",
                &[(Title, "The title"), (Paragraph, "a")],
            ),
            ("in front matter", "---\ntitle: A {{ b }} `c` d\n---\n", &[(FrontMatter, "A □ □ d")]),
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
                "code in a title",
                "!!! note \"The `a` *key*\"\n\n::: tip The `b` key\n",
                &[(Title, "The □ key"), (Title, "The □ key")],
            ),
            (
                "spaced attributes",
                "# A { #b .c }\n\n[d](e){ .f g=h }\n\ni\n{ #j .k }\n",
                &[(Heading, "A"), (Paragraph, "d"), (Paragraph, "i")],
            ),
            (
                "label x",
                "[x]: u \"The *title*\"\n[X]: <u v>\n\n[y]: u \"T\"\n",
                &[(Title, "The *title*"), (Title, "T")],
            ),
            (
                "attributes",
                "[a](b){target=c} ![d](e){width=50%} f {g} {h=i}\n",
                &[(Paragraph, "a □ f {g}"), (Alt, "d")],
            ),
            ("raw attribute", "`a`{=html} b {=c} d\n", &[(Paragraph, "□ b {=c} d")]),
            ("role", "see {ref}`a` and {doc}`the text <b>` now\n", &[(Paragraph, "see □ and the text now")]),
            ("markup in a role", "{doc}`the *text* <b>` now\n", &[(Paragraph, "the *text* now")]),
            ("marks around attributes", "a &am{.x}p; b \\{#y}* c\n", &[(Paragraph, "a &amp; b {#y}* c")]),
            ("braces", "a {b}c {d} e\n", &[(Paragraph, "a {b}c {d} e")]),
        ],
    );
}

#[test]
fn admonitions_and_tabs() {
    let code = "!!! note\n    one\n\n    ```js\n    two\n\n    three\n    ```\n\n    four\n";
    check(
        Markdown,
        &[],
        &[
            (
                "body",
                "!!! note\n\n    one *two*\n\nthree\n",
                &[(Title, "note"), (Paragraph, "one two"), (Paragraph, "three")],
            ),
            (
                "no blank line",
                "!!! note\n    one\n    two\nthree\n",
                &[(Title, "note"), (Paragraph, "one two"), (Paragraph, "three")],
            ),
            ("title", "??? tip \"The title\"\n\n    one\n", &[(Title, "The title"), (Paragraph, "one")]),
            ("open", "???+ tip inline end \"The title\"\n    one\n", &[(Title, "The title"), (Paragraph, "one")]),
            (
                "tab",
                "=== \"One\"\n\n    one\n\n=== \"Two\"\n\n    two\n",
                &[(Title, "One"), (Paragraph, "one"), (Title, "Two"), (Paragraph, "two")],
            ),
            (
                "blocks in it",
                "!!! note\n    # One\n\n    - two\n    - three\n",
                &[(Title, "note"), (Heading, "One"), (List, "two"), (List, "three")],
            ),
            ("code in it", "!!! note\n\n    one\n\n        code\n", &[(Title, "note"), (Paragraph, "one")]),
            ("fence in it", code, &[(Title, "note"), (Paragraph, "one"), (Paragraph, "four")]),
            (
                "nested",
                "!!! note\n\n    !!! tip\n\n        one\n",
                &[(Title, "note"), (Title, "tip"), (Paragraph, "one")],
            ),
            ("in a list", "- a\n\n    !!! note\n\n        one\n", &[(List, "a"), (Title, "note"), (List, "one")]),
            ("after text", "one\n!!! note\n    two\n", &[(Paragraph, "one"), (Title, "note"), (Paragraph, "two")]),
            ("crlf", "!!! note\r\n\r\n    one\r\n", &[(Title, "note"), (Paragraph, "one")]),
            ("tabs", "!!! note\n\tone\n\n\ttwo\n", &[(Title, "note"), (Paragraph, "one"), (Paragraph, "two")]),
            ("a sentence", "!!! This is no such thing\n\n    code\n", &[(Paragraph, "!!! This is no such thing")]),
            ("no admonition", "What???\n\n    code\n", &[(Paragraph, "What???")]),
        ],
    );
}

#[test]
fn directives_of_myst() {
    check(
        Markdown,
        &[],
        &[
            ("note", "```{note}\none *two*\n```\n", &[(Paragraph, "one two")]),
            (
                "title",
                "```{admonition} The title\n:class: tip\none\n```\n",
                &[(Title, "The title"), (Paragraph, "one")],
            ),
            ("options in YAML", "```{note}\n---\nclass: tip\n---\none\n```\n", &[(Paragraph, "one")]),
            (
                "caption",
                "```{figure} a/b.png\n:alt: the alt\n\nthe caption\n```\n",
                &[(Alt, "the alt"), (Paragraph, "the caption")],
            ),
            ("nested", "````{note}\none\n```{tip}\ntwo\n```\n````\n", &[(Paragraph, "one"), (Paragraph, "two")]),
            ("code", "```{code-block} python\none\n```\n\n```{python}\ntwo\n```\n\n```{math}\nthree\n```\n", &[]),
            ("image", "```{image} a/b.png\n:alt: the alt\n:label: c\n```\n", &[(Alt, "the alt")]),
            ("domain", "```{prf:theorem} The title\none\n```\n", &[(Title, "The title"), (Paragraph, "one")]),
            ("equation label", "a\n\n$$\nb\n$$ (c-d)\n\n\\begin{align}\ne\n\\end{align}\n", &[(Paragraph, "a")]),
            ("cross-references", "See @fig:a, @sec-b and @c.\n", &[(Paragraph, "See □, □ and @c.")]),
            ("unknown", "```{whatever}\none\n```\n", &[]),
            ("a language", "```note\none\n```\n", &[]),
            ("in a list", "- a\n  ```{tip}\n  one\n  ```\n", &[(List, "a"), (List, "one")]),
            ("colons", ":::{tip} The title\n:class: a\none\n:::\n", &[(Title, "The title"), (Paragraph, "one")]),
            ("colons of code", ":::{code-block} js\none\n\ntwo\n:::\n\nthree\n", &[(Paragraph, "three")]),
            ("colons unknown", ":::{whatever}\none\n:::\n", &[(Paragraph, "one")]),
            (
                "colons of an image",
                ":::{figure} a.png\n:alt: the alt\n\none\n:::\n",
                &[(Alt, "the alt"), (Paragraph, "one")],
            ),
            (
                "attributes",
                "::: {.callout title=\"The title\"}\none\n:::\n",
                &[(Title, "The title"), (Paragraph, "one")],
            ),
            ("emoji", ":::tip\n:rocket: one\n:::\n", &[(Paragraph, ":rocket: one")]),
            ("label", "(a-label)=\n# One\n\n(b)=\none\n", &[(Heading, "One"), (Paragraph, "one")]),
            ("no label", "(a b)= c\n", &[(Paragraph, "(a b)= c")]),
        ],
    );
}

#[test]
fn definition_lists() {
    check(
        Markdown,
        &[],
        &[
            (
                "term",
                "One\n: two *three*\n: four\n",
                &[(Paragraph, "One"), (Paragraph, "two three"), (Paragraph, "four")],
            ),
            (
                "more paragraphs",
                "One\n:   two\n\n    three\n\n        code\n",
                &[(Paragraph, "One"), (Paragraph, "two"), (Paragraph, "three")],
            ),
            (
                "apart",
                "One\n\n: two\n\n    three\n\nfour\n\n    code\n",
                &[(Paragraph, "One"), (Paragraph, "two"), (Paragraph, "three"), (Paragraph, "four")],
            ),
            (
                "fence first",
                "One\n:   ```py\n    code\n    ```\n\n    two\n",
                &[(Paragraph, "One"), (Paragraph, "two")],
            ),
            ("in a quote", "> One\n> : two\n", &[(Quote, "One"), (Quote, "two")]),
        ],
    );
}

#[test]
fn footnotes_with_blocks() {
    check(
        Markdown,
        &[],
        &[
            ("on the next line", "[^1]:\n\n    one\n", &[(Footnote, "one")]),
            ("quote", "[^1]:\n    > one\n", &[(Quote, "one")]),
            ("fence", "[^1]:\n    ```\n    code\n    ```\n    one\n", &[(Footnote, "one")]),
            ("table", "[^1]:\n    | a | b |\n    |--|--|\n", &[(Table, "a"), (Table, "b")]),
            ("HTML", "[^1]:\n    <p>one</p>\n", &[(Footnote, "one")]),
            (
                "list",
                "[^1]: a\n\n    - b\n\n        c\n\n    > d\n",
                &[(Footnote, "a"), (List, "b"), (List, "c"), (Quote, "d")],
            ),
            ("admonition", "[^1]:\n    !!! note\n        one\n", &[(Title, "note"), (Footnote, "one")]),
        ],
    );
}

#[test]
fn what_is_hidden_over_blocks() {
    let body = "one\n\n# two\n\n- three\n\n    four\n";
    let around = |open: &str, close: &str| format!("a\n\n{open}\n{body}{close}\n\nb\n");
    for (open, close) in [
        ("{% highlight js %}", "{% endhighlight %}"),
        ("{%- comment -%}", "{%- endcomment -%}"),
        ("{{< highlight go >}}", "{{< /highlight >}}"),
        ("{{% mermaid %}}", "{{% /mermaid %}}"),
        ("{::comment}", "{:/comment}"),
        ("%%", "%%"),
        ("{# a", "#}"),
        (":::{math}", ":::"),
        ("::::{code-block} js", "::::"),
    ] {
        check(Markdown, &[], &[(open, &around(open, close), &[(Paragraph, "a"), (Paragraph, "b")])]);
        let shown = [(Paragraph, "a"), (Paragraph, "□"), (Paragraph, "b")];
        let fenced = format!("a\n\n```\n{open}\n```\n\n`{open}`\n\nb\n");
        check(Markdown, &[], &[(open, &fenced, &[shown[0], shown[2]])]);
    }
    check(
        Markdown,
        &[Code, Comment, Math],
        &[
            ("code", "{% highlight js %}\none\n\ntwo\n{% endhighlight %}\n", &[(Code, "one two")]),
            (
                "after text",
                "a\n{% comment %}\nb\n\nc\n{% endcomment %}\nd\n",
                &[(Paragraph, "a"), (Comment, "b c"), (Paragraph, "d")],
            ),
            ("in an item", "- {% comment %}\n  a\n\n  b\n  {% endcomment %}\n- c\n", &[(Comment, "a b"), (List, "c")]),
            (
                "in a quote",
                "> {% comment %}\n> a\n>\n> b\n> {% endcomment %}\n>\n> c\n",
                &[(Comment, "> a > > b >"), (Quote, "c")],
            ),
            ("never closed", "{% comment %}\none\n\ntwo\n", &[(Paragraph, "□ one"), (Paragraph, "two")]),
            ("in HTML", "<div>\n{% comment %}\none\n\ntwo\n{% endcomment %}\n</div>\n", &[(Comment, "one two")]),
            ("prose", "{% raw %}\none\n\ntwo\n{% endraw %}\n", &[(Paragraph, "□ one"), (Paragraph, "two □")]),
        ],
    );
}
