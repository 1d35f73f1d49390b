//! Markdown.

use super::support::check;
use wordgate_core::extract::Format::Markdown;
use wordgate_text::prose::Scope::{Code, Comment, Math, Url};

#[test]
fn blocks() {
    check(
        Markdown,
        &[],
        &[
            ("empty", "", ""),
            ("blank", "\n \n\t\n", ""),
            ("paragraphs", "one\ntwo\n\nthree\n", "paragraph: one two ¦ paragraph: three"),
            ("no last newline", "one", "paragraph: one"),
            ("atx", "# One\n## Two ##\n####### Seven\n", "heading: One ¦ heading: Two ¦ paragraph: ####### Seven"),
            ("atx hash inside", "# C# and F#\n", "heading: C# and F#"),
            ("setext", "One\n===\n\nTwo\nmore\n---\n", "heading: One ¦ heading: Two more"),
            ("list", "- one\n  two\n- three\n", "list: one two ¦ list: three"),
            ("ordered", "1. one\n2) two\n", "list: one ¦ list: two"),
            ("nested", "- one\n  - two\n\n    three\n\n        code\n", "list: one ¦ list: two ¦ list: three"),
            ("quote", "> one\n> two\nlazy\n", "quote: one two lazy"),
            ("quote in list", "- > one\n  > two\n", "quote: one two"),
            ("list in quote", "> - one\n>   two\n", "list: one two"),
            ("heading in quote", "> # One\n", "heading: One"),
            ("tasks", "- [ ] one\n- [x] two\n", "list: one ¦ list: two"),
            ("code", "```\ncode\n```\n\n    code\n\ntext\n", "paragraph: text"),
            ("open fence", "text\n\n```js\ncode\n", "paragraph: text"),
            ("thematic break", "one\n\n***\n\ntwo\n", "paragraph: one ¦ paragraph: two"),
            ("crlf", "one\r\ntwo\r\n\r\n> three\r\n> four\r\n", "paragraph: one two ¦ quote: three four"),
            ("cr", "one\rtwo\r\r- three\r", "paragraph: one two ¦ list: three"),
            ("bom", "\u{FEFF}# One\n", "heading: One"),
            ("substitute", "a\u{1A}b\n", "paragraph: a\u{FFFD}b"),
        ],
    );
}

#[test]
fn tables() {
    check(
        Markdown,
        &[],
        &[
            ("cells", "| A | B |\n|---|---|\n| c *d* | e |\n", "table: A ¦ table: B ¦ table: c d ¦ table: e"),
            (
                "empty cells",
                "| A | B |\n|---|---|\n| | x |\n|| y |\n| z ||\n",
                "table: A ¦ table: B ¦ table: x ¦ table: y ¦ table: z",
            ),
            ("no pipes outside", "A | B\n--|--\nc | d\n", "table: A ¦ table: B ¦ table: c ¦ table: d"),
            ("escaped pipe", "| A |\n|---|\n| a \\| b |\n", "table: A ¦ table: a | b"),
            (
                "in a list",
                "- x\n\n  | A | B |\n  |---|---|\n  | c | d |\n",
                "list: x ¦ table: A ¦ table: B ¦ table: c ¦ table: d",
            ),
            ("break", "| A |\n|---|\n| a<br>b |\n", "table: A ¦ table: a⏎b"),
            ("too many cells", "| A |\n|---|\n| a | b |\n", "table: A ¦ table: a ¦ table: b"),
        ],
    );
}

#[test]
fn inline_markup() {
    check(
        Markdown,
        &[],
        &[
            ("emphasis", "a *b* __c__ ***d*** ~~e~~\n", "paragraph: a b c d e"),
            ("inside a word", "Open**AI** *mo*dels\n", "paragraph: OpenAI models"),
            ("not emphasis", "2 * 3 * 4 snake_case_name\n", "paragraph: 2 * 3 * 4 snake_case_name"),
            ("underscores", "v_1 <= v_2 <= v_3 _a_ (_b_)\n", "paragraph: v_1 <= v_2 <= v_3 a (b)"),
            ("code span", "run `ls -l` now\n", "paragraph: run □ now"),
            ("code in emphasis", "**`a`** b _$c$_ **{{< d >}}** $5**e**\n", "paragraph: □ b □ □ $5e"),
            ("adjacent ticks", "`a` `b` (`c`` d e`) f\n", "paragraph: □ □ (□) f"),
            ("ticks", "a `` b ` c `` d ` e\n", "paragraph: a □ d ` e"),
            ("escapes", "a \\*b\\* \\\\ \\x\n", "paragraph: a *b* \\ \\x"),
            (
                "entities",
                "a&nbsp;b &amp; &#8217;s &#x41; &hearts; &nosuch; &copy\n",
                "paragraph: a b & ’s A ♥ &nosuch; &copy",
            ),
            ("hard breaks", "a  \nb\\\nc\n", "paragraph: a⏎b⏎c"),
            ("hard breaks without other markup", "a  \nb   \r\nc \nd\te\t\nf  \n", "paragraph: a⏎b⏎c d e f"),
            ("hard breaks beside escapes", "a \\. b  \nc\n", "paragraph: a . b⏎c"),
            ("hard breaks inside markup", "*a  \nb* <br> [c<br/>d](x)\n", "paragraph: a⏎b⏎c⏎d"),
            ("hard breaks in containers", "> a  \n> b\n\n- c\\\n  d\n", "quote: a⏎b ¦ list: c⏎d"),
            (
                "hard breaks in cells",
                "|a<br>b|c|\n|-|-|\n|d<br/>e|f|\n",
                "table: a⏎b ¦ table: c ¦ table: d⏎e ¦ table: f",
            ),
            ("hard breaks at the ends", "# <br>a b<br>\n", "heading: a b"),
            ("soft break in quote", "> a *b\n> c* d\n", "quote: a b c d"),
        ],
    );
}

#[test]
fn links_and_images() {
    check(
        Markdown,
        &[],
        &[
            (
                "inline",
                "see [the *docs*](http://x.y/z 'A \\\"title\\\" &amp; more') now\n",
                "paragraph: see the docs now ¦ title: A \"title\" & more",
            ),
            ("references", "[a][b] [c][] [d]\n\n[b]: /u \"T\"\n[c]: <u>\n[d]: u\n", "paragraph: a c d ¦ title: T"),
            ("escape at the start", "- [\\(a\\) b](#c) d\n", "list: (a) b d"),
            ("notes", "a[1](b) c.[2] d.[3](e) f [4](g)\n", "paragraph: a c.[2] d. f 4"),
            ("no links", "list[str] m[i][j] [a]s\n", "paragraph: list[str] m[i][j] as"),
            ("autolinks", "<https://a.b> <me@a.b> https://c.d/e_f_g, www.h.i.\n", "paragraph: □ □ □, □."),
            ("url in emphasis", "**https://a.b/c** (https://a.b/_c_)\n", "paragraph: □ (□)"),
            ("url as text", "[https://a.b](https://c.d) x\n", "paragraph: □ x"),
            (
                "image",
                "a ![the *alt* text](i.png \"the title\") b\n",
                "paragraph: a □ b ¦ alt: the alt text ¦ title: the title",
            ),
            ("image alone", "![alt](i.png)\n", "alt: alt"),
            ("image in link", "[![alt](i.png) more](x)\n", "paragraph: □ more ¦ alt: alt"),
            ("image without alt", "a ![](i.png) b\n", "paragraph: a □ b"),
            ("empty link", "a [](x) b\n", "paragraph: a b"),
            ("image in heading", "# a ![b](c)\n", "heading: a □ ¦ alt: b"),
        ],
    );
}

#[test]
fn footnotes_alerts_and_directives() {
    check(
        Markdown,
        &[],
        &[
            ("reference", "a[^1] b[^x][^2].\n", "paragraph: a b."),
            ("reference that does not end", "x&**!_[![^https://x.y/_z_\n", "paragraph: x&**!_[![^□"),
            ("reference after a mark", "9mb![^2] now\n", "paragraph: 9mb! now"),
            ("definition", "[^1]: the *note* text\n", "footnote: the note text"),
            (
                "definitions in a row",
                "[^1]: one two\n  three\n[^2]: four five\n",
                "footnote: one two three ¦ footnote: four five",
            ),
            ("one word", "[^1]: Word\n", "footnote: Word"),
            (
                "more paragraphs",
                "[^1]: one two\n\n    three *four*\n\n        code\n\nfive\n",
                "footnote: one two ¦ footnote: three four ¦ paragraph: five",
            ),
            ("alert", "> [!NOTE]\n> be careful\n", "quote: be careful"),
            ("alert with title", "> [!tip]+ A title\n> text\n", "quote: A title text"),
            ("label of an alert", "[!NOTE]:whitelist\n\n[!NOTE]: a \"The title\"\n", "title: The title"),
            ("no alert", "[!NOTE]\n", "paragraph: !NOTE"),
            ("directive", ":::note A title\n\ntext\n\n:::\n", "title: A title ¦ paragraph: text"),
            ("directive in brackets", ":::tip[The title]{.x}\ntext\n:::\n", "title: The title ¦ paragraph: text"),
            (
                "directive with attributes",
                "::: zone pivot=\"a\"\n\ntext\n\n::: zone-end\n\n:::image source=\"a.png\" alt-text=\"the alt\":::\n",
                "paragraph: text ¦ alt: the alt",
            ),
            (
                "shortcodes",
                "a {{< ref \"x\" >}} b {{% y %}} c {% if z %} {{ page.title }}\n",
                "paragraph: a □ b □ c □ □",
            ),
            (
                "shortcode texts",
                "{{< fig alt=\"the alt\" title=\"the title\" src=\"a.png\" >}}\n",
                "alt: the alt ¦ title: the title",
            ),
            (
                "attribute lists",
                "# One {#one .x}\n\n[a](b){:target=\"_blank\"} c {no}\n",
                "heading: One ¦ paragraph: a c {no}",
            ),
        ],
    );
}

#[test]
fn math_is_distinguished_from_prices() {
    check(
        Markdown,
        &[],
        &[
            ("formula", "so $a_1 + b$ is\n", "paragraph: so □ is"),
            ("prices", "from $20 to **$30** or $5/$6\n", "paragraph: from $20 to $30 or $5/$6"),
            ("price with markup between", "pay $20 [now](x) or $30 later\n", "paragraph: pay $20 now or $30 later"),
            ("display", "so\n$$\na * b\n$$\nis\n", "paragraph: so □ is"),
            ("escaped", "a \\$b$ c\n", "paragraph: a $b$ c"),
            ("in code", "`$a` and `b$` c\n", "paragraph: □ and □ c"),
        ],
    );
}

#[test]
fn html_in_markdown() {
    check(
        Markdown,
        &[],
        &[
            (
                "inline tags",
                "a <b>bold</b>ly <span title=\"the title\">x</span>\n",
                "paragraph: a boldly x ¦ title: the title",
            ),
            ("inline code", "a <code>b *c*</code> d <pre>e</pre>\n", "paragraph: a □ d"),
            ("open code", "a <code>b *c*\n", "paragraph: a b c"),
            ("inline image", "a <img src=x alt=\"the alt\"> b\n", "paragraph: a □ b ¦ alt: the alt"),
            ("comment", "a<!-- b *c* -->d\n", "paragraph: ad"),
            ("break", "a<br>b<br/>c\n", "paragraph: a⏎b⏎c"),
            (
                "signs",
                "OpenAI<sup>TM</sup> and X<sup>1</sup> the 5<sup>th</sup> H<sub>2</sub>O new<sup>beta</sup>\n",
                "paragraph: OpenAI™ and X the 5th H2O new beta",
            ),
            ("block", "<div>\ntext <b>bold</b>\n</div>\n\nafter\n", "html: text bold ¦ paragraph: after"),
            (
                "elements",
                "<h2>One</h2>\n<p>Two</p>\n<ul><li>Three<li>Four</ul>\n<blockquote>Five</blockquote>\n",
                "heading: One ¦ paragraph: Two ¦ list: Three ¦ list: Four ¦ quote: Five",
            ),
            ("comment block", "<!-- one\n\ntwo -->\n\nthree\n", "paragraph: three"),
            ("script block", "<script>\nvar a = '<p>x</p>';\n\nb\n</script>\n", ""),
            (
                "details",
                "<details>\n<summary>One</summary>\n\nTwo *three*\n\n</details>\n",
                "html: One ¦ paragraph: Two three",
            ),
            ("in a quote", "> <div>\n> one\n> two\n> </div>\n", "html: one two"),
            ("p in a list", "- <p>one</p>\n", "list: one"),
            ("entities", "<div>a&nbsp;b &copy 2024 AT&T</div>\n", "html: a b © 2024 AT&T"),
            ("table", "<table><tr><th>A<td>b<p>c</table>\n", "table: A ¦ table: b ¦ table: c"),
        ],
    );
}

#[test]
fn text_that_is_not_prose_is_extracted_on_request() {
    check(
        Markdown,
        &[Code, Comment, Url, Math],
        &[
            ("fence", "> ```js\n> a b\n> c\n> ```\n", "code: a b c"),
            ("indented", "    a b\n", "code: a b"),
            ("span", "x ``a `b``\n", "paragraph: x □ ¦ code: a `b"),
            ("comment", "x <!-- a b --> y\n\n<!-- c -->\n", "paragraph: x y ¦ comment: a b ¦ comment: c"),
            (
                "urls",
                "<http://a.b> [x](c/d) e www.f.g\n",
                "paragraph: □ x e □ ¦ url: http://a.b ¦ url: c/d ¦ url: www.f.g",
            ),
            ("math", "x $a$ and $$b$$\n", "paragraph: x □ and □ ¦ math: $a$ ¦ math: $$b$$"),
        ],
    );
}
