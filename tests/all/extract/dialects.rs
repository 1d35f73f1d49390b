//! Extensions of Markdown dialects: template tags, wiki links, citations, containers, definition lists.

use super::support::check;
use wordgate_core::extract::Format::Markdown;
use wordgate_text::prose::Scope::{Code, Comment, Math};

#[test]
fn code_links_and_tags_take_precedence_over_formulas_and_template_tags() {
    check(
        Markdown,
        &[],
        &[
            ("dollar in code", "from $5 a `$b` c\n", "paragraph: from $5 a □ c"),
            ("dollar in a target", "set $A, see [b](https://c.d/?e=$f).\n", "paragraph: set $A, see b."),
            ("dollar in an image", "set $A ![b](c/$d.png) e\n", "paragraph: set $A □ e ¦ alt: b"),
            ("dollar in a URL", "set $A at https://c.d/$f now\n", "paragraph: set $A at □ now"),
            ("dollar in an autolink", "set $A at <https://c.d/$f> now\n", "paragraph: set $A at □ now"),
            ("dollar in a tag", "for $5 <a href=\"$b\">c</a> d\n", "paragraph: for $5 c d"),
            ("dollar in a comment", "for $5<!-- $ --> a\n", "paragraph: for $5 a"),
            ("dollar in a template", "for $5 {{$x}} a\n", "paragraph: for $5 □ a"),
            ("dollar in an attribute", "for $5 <b c=$d>e</b> f\n", "paragraph: for $5 e f"),
            ("link between dollars", "for $5 [a](b.md) or 6$ c\n", "paragraph: for $5 a or 6$ c"),
            ("dollar in a label", "for $5 a [b$] [c][d$] [e$](f) c\n\n[b$]: /u\n", "paragraph: for $5 a b$ c e$ c"),
            ("dollar in a note", "for $5 a[^b$] and [[c$]] d\n", "paragraph: for $5 a and □ d"),
            ("brackets in a formula", "so $a[i]$ and $[0, 1]$ and $x \\in [0, 1$ c\n", "paragraph: so □ and □ and □ c"),
            ("percents in code", "a %% b `%%` c <i d=\"%%\">e</i>\n", "paragraph: a %% b □ c e"),
            ("braces in targets", "a {{ b [c](d}}e) f {% g <https://x.y/%}> h\n", "paragraph: a {{ b c f {% g □ h"),
            ("two dollars and code", "pay $$ a `$$` b\n", "paragraph: pay $$ a □ b"),
            (
                "cells",
                "| $5 a `$x` | b |\n|---|---|\n| $c | d$ |\n",
                "table: $5 a □ ¦ table: b ¦ table: $c ¦ table: d$",
            ),
            ("formulas", "so $a<b$ and $x^{2}$ and $f[x](y)$ c\n", "paragraph: so □ and □ and □ c"),
            ("formula with braces", "so $\\frac{{a}}{b}$ c\n", "paragraph: so □ c"),
            ("code over a template", "a {{ b `}} c` d\n", "paragraph: a {{ b □ d"),
            ("code in a template", "a {{< b `c` >}} d\n", "paragraph: a □ d"),
            ("template in a tag", "a <b c=\"{{ d }}\">e</b>\n", "paragraph: a e"),
            ("tag with a backtick", "a <b c=\"`\">d</b> `e`\n", "paragraph: a d □"),
        ],
    );
}

#[test]
fn template_tags() {
    check(
        Markdown,
        &[],
        &[
            ("liquid", "a {% if b %}c{% endif %} d\n", "paragraph: a □c□ d"),
            ("erb", "a <%= b %> c <% d %>\n", "paragraph: a □ c □"),
            ("comment", "a {# b #} c\n", "paragraph: a c"),
            ("hugo comment", "a {{/* b */}} c\n", "paragraph: a c"),
            ("comment with a body", "a {% comment %}b{% endcomment %} c\n", "paragraph: a c"),
            ("raw", "a {% raw %}b{% endraw %} c\n", "paragraph: a □b□ c"),
            ("highlight", "a {% highlight js %}b{% endhighlight %} c\n", "paragraph: a □ c"),
            ("no tag", "a {b} c {{ d\n", "paragraph: a {b} c {{ d"),
            ("texts", "{{< button text=\"Start it now\" class=\"a b\" href=\"/c d\" >}}\n", "attribute: Start it now"),
            ("code in a text", "{{< a text=\"Set the `b` key\" >}}\n", "attribute: Set the □ key"),
            ("in HTML", "<p>{% include a.html text=\"Read this first\" %}</p>\n", "attribute: Read this first"),
            ("a sentence", "{{< note \"Read this first\" >}}\n", "attribute: Read this first"),
            (
                "names of any letters",
                "{{< a größe=\"sehr groß ist\" é=\"Read this first\" >}}\n",
                "attribute: sehr groß ist ¦ attribute: Read this first",
            ),
            ("words of code", "{{< x \"a\" \"b/c.md\" \"d = e\" >}}\n", ""),
            ("Jekyll", "{% include note.html content=\"Read this first\" %}\n", "attribute: Read this first"),
            (
                "over lines",
                "{{< card\n  title=\"The title\"\n  link=\"a\"\n>}}\n\na\n",
                "title: The title ¦ paragraph: a",
            ),
            ("in front matter", "---\ntitle: A {{ b }} `c` d\n---\n", "front-matter: A □ □ d"),
            ("conditions", "{% if a == \"Some text here\" %}b{% endif %}\n", "paragraph: □b□"),
        ],
    );
}

#[test]
fn links_citations_and_other_markup_of_dialects() {
    check(
        Markdown,
        &[Comment],
        &[
            ("wiki link", "a [[b c]] d ![[e]] f\n", "paragraph: a □ d □ f"),
            ("wiki link with a text", "a [[b/c|the *text*]] d\n", "paragraph: a the text d"),
            ("text in brackets", "a [[1]](b) [[c]][d] [[ -f e ]]\n", "paragraph: a [1](b) [c][d] [ -f e ]"),
            ("wiki link in a heading", "# a [[b]]\n", "heading: a □"),
            ("citation", "As [@doe, p. 3; see @roe] says.\n", "paragraph: As □, p. 3; see □ says."),
            ("citation without author", "So [-@doe].\n", "paragraph: So -□."),
            ("mention as a link", "Ask [@doe](https://a.b/doe).\n", "paragraph: Ask @doe."),
            ("obsidian comment", "a %% b %% c\n", "paragraph: a c ¦ comment: b"),
            ("percents", "50%% of a, 20%% of b, %%c\n", "paragraph: 50%% of a, 20%% of b, %%c"),
            ("block id", "a b ^c-1\n\n- d ^e\n\nf ^g h\n", "paragraph: a b ¦ list: d ¦ paragraph: f ^g h"),
            (
                "code in a title",
                "!!! note \"The `a` *key*\"\n\n::: tip The `b` key\n",
                "title: The □ key ¦ title: The □ key",
            ),
            (
                "spaced attributes",
                "# A { #b .c }\n\n[d](e){ .f g=h }\n\ni\n{ #j .k }\n",
                "heading: A ¦ paragraph: d ¦ paragraph: i",
            ),
            ("label x", "[x]: u \"The *title*\"\n[X]: <u v>\n\n[y]: u \"T\"\n", "title: The *title* ¦ title: T"),
            ("attributes", "[a](b){target=c} ![d](e){width=50%} f {g} {h=i}\n", "paragraph: a □ f {g} ¦ alt: d"),
            ("raw attribute", "`a`{=html} b {=c} d\n", "paragraph: □ b {=c} d"),
            ("role", "see {ref}`a` and {doc}`the text <b>` now\n", "paragraph: see □ and the text now"),
            ("markup in a role", "{doc}`the *text* <b>` now\n", "paragraph: the *text* now"),
            ("marks around attributes", "a &am{.x}p; b \\{#y}* c\n", "paragraph: a &amp; b {#y}* c"),
            ("braces", "a {b}c {d} e\n", "paragraph: a {b}c {d} e"),
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
            ("body", "!!! note\n\n    one *two*\n\nthree\n", "title: note ¦ paragraph: one two ¦ paragraph: three"),
            (
                "no blank line",
                "!!! note\n    one\n    two\nthree\n",
                "title: note ¦ paragraph: one two ¦ paragraph: three",
            ),
            ("title", "??? tip \"The title\"\n\n    one\n", "title: The title ¦ paragraph: one"),
            ("open", "???+ tip inline end \"The title\"\n    one\n", "title: The title ¦ paragraph: one"),
            (
                "tab",
                "=== \"One\"\n\n    one\n\n=== \"Two\"\n\n    two\n",
                "title: One ¦ paragraph: one ¦ title: Two ¦ paragraph: two",
            ),
            (
                "blocks in it",
                "!!! note\n    # One\n\n    - two\n    - three\n",
                "title: note ¦ heading: One ¦ list: two ¦ list: three",
            ),
            ("code in it", "!!! note\n\n    one\n\n        code\n", "title: note ¦ paragraph: one"),
            ("fence in it", code, "title: note ¦ paragraph: one ¦ paragraph: four"),
            ("nested", "!!! note\n\n    !!! tip\n\n        one\n", "title: note ¦ title: tip ¦ paragraph: one"),
            ("in a list", "- a\n\n    !!! note\n\n        one\n", "list: a ¦ title: note ¦ list: one"),
            ("after text", "one\n!!! note\n    two\n", "paragraph: one ¦ title: note ¦ paragraph: two"),
            ("crlf", "!!! note\r\n\r\n    one\r\n", "title: note ¦ paragraph: one"),
            ("tabs", "!!! note\n\tone\n\n\ttwo\n", "title: note ¦ paragraph: one ¦ paragraph: two"),
            ("a sentence", "!!! This is no such thing\n\n    code\n", "paragraph: !!! This is no such thing"),
            ("no admonition", "What???\n\n    code\n", "paragraph: What???"),
        ],
    );
}

#[test]
fn directives_of_myst() {
    check(
        Markdown,
        &[],
        &[
            ("note", "```{note}\none *two*\n```\n", "paragraph: one two"),
            ("title", "```{admonition} The title\n:class: tip\none\n```\n", "title: The title ¦ paragraph: one"),
            ("options in YAML", "```{note}\n---\nclass: tip\n---\none\n```\n", "paragraph: one"),
            (
                "caption",
                "```{figure} a/b.png\n:alt: the alt\n\nthe caption\n```\n",
                "alt: the alt ¦ paragraph: the caption",
            ),
            ("nested", "````{note}\none\n```{tip}\ntwo\n```\n````\n", "paragraph: one ¦ paragraph: two"),
            ("code", "```{code-block} python\none\n```\n\n```{python}\ntwo\n```\n\n```{math}\nthree\n```\n", ""),
            ("image", "```{image} a/b.png\n:alt: the alt\n:label: c\n```\n", "alt: the alt"),
            ("domain", "```{prf:theorem} The title\none\n```\n", "title: The title ¦ paragraph: one"),
            ("equation label", "a\n\n$$\nb\n$$ (c-d)\n\n\\begin{align}\ne\n\\end{align}\n", "paragraph: a"),
            ("cross-references", "See @fig:a, @sec-b and @c.\n", "paragraph: See □, □ and @c."),
            ("unknown", "```{whatever}\none\n```\n", ""),
            ("a language", "```note\none\n```\n", ""),
            ("in a list", "- a\n  ```{tip}\n  one\n  ```\n", "list: a ¦ list: one"),
            ("colons", ":::{tip} The title\n:class: a\none\n:::\n", "title: The title ¦ paragraph: one"),
            ("colons of code", ":::{code-block} js\none\n\ntwo\n:::\n\nthree\n", "paragraph: three"),
            ("colons unknown", ":::{whatever}\none\n:::\n", "paragraph: one"),
            ("colons of an image", ":::{figure} a.png\n:alt: the alt\n\none\n:::\n", "alt: the alt ¦ paragraph: one"),
            ("attributes", "::: {.callout title=\"The title\"}\none\n:::\n", "title: The title ¦ paragraph: one"),
            ("emoji", ":::tip\n:rocket: one\n:::\n", "paragraph: :rocket: one"),
            ("label", "(a-label)=\n# One\n\n(b)=\none\n", "heading: One ¦ paragraph: one"),
            ("no label", "(a b)= c\n", "paragraph: (a b)= c"),
        ],
    );
}

#[test]
fn definition_lists() {
    check(
        Markdown,
        &[],
        &[
            ("term", "One\n: two *three*\n: four\n", "paragraph: One ¦ paragraph: two three ¦ paragraph: four"),
            (
                "more paragraphs",
                "One\n:   two\n\n    three\n\n        code\n",
                "paragraph: One ¦ paragraph: two ¦ paragraph: three",
            ),
            (
                "apart",
                "One\n\n: two\n\n    three\n\nfour\n\n    code\n",
                "paragraph: One ¦ paragraph: two ¦ paragraph: three ¦ paragraph: four",
            ),
            ("fence first", "One\n:   ```py\n    code\n    ```\n\n    two\n", "paragraph: One ¦ paragraph: two"),
            ("in a quote", "> One\n> : two\n", "quote: One ¦ quote: two"),
        ],
    );
}

#[test]
fn footnotes_with_blocks() {
    check(
        Markdown,
        &[],
        &[
            ("on the next line", "[^1]:\n\n    one\n", "footnote: one"),
            ("quote", "[^1]:\n    > one\n", "quote: one"),
            ("fence", "[^1]:\n    ```\n    code\n    ```\n    one\n", "footnote: one"),
            ("table", "[^1]:\n    | a | b |\n    |--|--|\n", "table: a ¦ table: b"),
            ("HTML", "[^1]:\n    <p>one</p>\n", "footnote: one"),
            ("list", "[^1]: a\n\n    - b\n\n        c\n\n    > d\n", "footnote: a ¦ list: b ¦ list: c ¦ quote: d"),
            ("admonition", "[^1]:\n    !!! note\n        one\n", "title: note ¦ footnote: one"),
        ],
    );
}

#[test]
fn comments_that_span_blocks_are_hidden() {
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
        let shown = "paragraph: a ¦ paragraph: b";
        check(Markdown, &[], &[(open, &around(open, close), shown)]);
        let fenced = format!("a\n\n```\n{open}\n```\n\n`{open}`\n\nb\n");
        check(Markdown, &[], &[(open, &fenced, shown)]);
    }
    check(
        Markdown,
        &[Code, Comment, Math],
        &[
            ("code", "{% highlight js %}\none\n\ntwo\n{% endhighlight %}\n", "code: one two"),
            (
                "after text",
                "a\n{% comment %}\nb\n\nc\n{% endcomment %}\nd\n",
                "paragraph: a ¦ comment: b c ¦ paragraph: d",
            ),
            ("in an item", "- {% comment %}\n  a\n\n  b\n  {% endcomment %}\n- c\n", "comment: a b ¦ list: c"),
            (
                "in a quote",
                "> {% comment %}\n> a\n>\n> b\n> {% endcomment %}\n>\n> c\n",
                "comment: > a > > b > ¦ quote: c",
            ),
            ("never closed", "{% comment %}\none\n\ntwo\n", "paragraph: □ one ¦ paragraph: two"),
            ("in HTML", "<div>\n{% comment %}\none\n\ntwo\n{% endcomment %}\n</div>\n", "comment: one two"),
            ("prose", "{% raw %}\none\n\ntwo\n{% endraw %}\n", "paragraph: □ one ¦ paragraph: two □"),
        ],
    );
}
