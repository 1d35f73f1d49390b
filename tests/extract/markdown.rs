//! Markdown.

use super::support::check;
use wordgate::extract::Format::Markdown;
use wordgate::prose::Scope::{
    Alt, Code, Comment, Footnote, Heading, Html, List, Math, Paragraph, Quote, Table, Title, Url,
};

#[test]
fn blocks() {
    check(
        Markdown,
        &[],
        &[
            ("empty", "", &[]),
            ("blank", "\n \n\t\n", &[]),
            ("paragraphs", "one\ntwo\n\nthree\n", &[(Paragraph, "one two"), (Paragraph, "three")]),
            ("no last newline", "one", &[(Paragraph, "one")]),
            (
                "atx",
                "# One\n## Two ##\n####### Seven\n",
                &[(Heading, "One"), (Heading, "Two"), (Paragraph, "####### Seven")],
            ),
            ("atx hash inside", "# C# and F#\n", &[(Heading, "C# and F#")]),
            ("setext", "One\n===\n\nTwo\nmore\n---\n", &[(Heading, "One"), (Heading, "Two more")]),
            ("list", "- one\n  two\n- three\n", &[(List, "one two"), (List, "three")]),
            ("ordered", "1. one\n2) two\n", &[(List, "one"), (List, "two")]),
            (
                "nested",
                "- one\n  - two\n\n    three\n\n        code\n",
                &[(List, "one"), (List, "two"), (List, "three")],
            ),
            ("quote", "> one\n> two\nlazy\n", &[(Quote, "one two lazy")]),
            ("quote in list", "- > one\n  > two\n", &[(Quote, "one two")]),
            ("list in quote", "> - one\n>   two\n", &[(List, "one two")]),
            ("heading in quote", "> # One\n", &[(Heading, "One")]),
            ("tasks", "- [ ] one\n- [x] two\n", &[(List, "one"), (List, "two")]),
            ("code", "```\ncode\n```\n\n    code\n\ntext\n", &[(Paragraph, "text")]),
            ("open fence", "text\n\n```js\ncode\n", &[(Paragraph, "text")]),
            ("thematic break", "one\n\n***\n\ntwo\n", &[(Paragraph, "one"), (Paragraph, "two")]),
            ("crlf", "one\r\ntwo\r\n\r\n> three\r\n> four\r\n", &[(Paragraph, "one two"), (Quote, "three four")]),
            ("cr", "one\rtwo\r\r- three\r", &[(Paragraph, "one two"), (List, "three")]),
            ("bom", "\u{FEFF}# One\n", &[(Heading, "One")]),
            ("substitute", "a\u{1A}b\n", &[(Paragraph, "a\u{FFFD}b")]),
        ],
    );
}

#[test]
fn tables() {
    check(
        Markdown,
        &[],
        &[
            (
                "cells",
                "| A | B |\n|---|---|\n| c *d* | e |\n",
                &[(Table, "A"), (Table, "B"), (Table, "c d"), (Table, "e")],
            ),
            (
                "empty cells",
                "| A | B |\n|---|---|\n| | x |\n|| y |\n| z ||\n",
                &[(Table, "A"), (Table, "B"), (Table, "x"), (Table, "y"), (Table, "z")],
            ),
            ("no pipes outside", "A | B\n--|--\nc | d\n", &[(Table, "A"), (Table, "B"), (Table, "c"), (Table, "d")]),
            ("escaped pipe", "| A |\n|---|\n| a \\| b |\n", &[(Table, "A"), (Table, "a | b")]),
            (
                "in a list",
                "- x\n\n  | A | B |\n  |---|---|\n  | c | d |\n",
                &[(List, "x"), (Table, "A"), (Table, "B"), (Table, "c"), (Table, "d")],
            ),
            ("break", "| A |\n|---|\n| a<br>b |\n", &[(Table, "A"), (Table, "a⏎b")]),
            ("too many cells", "| A |\n|---|\n| a | b |\n", &[(Table, "A"), (Table, "a"), (Table, "b")]),
        ],
    );
}

#[test]
fn inline_markup() {
    check(
        Markdown,
        &[],
        &[
            ("emphasis", "a *b* __c__ ***d*** ~~e~~\n", &[(Paragraph, "a b c d e")]),
            ("inside a word", "Open**AI** *mo*dels\n", &[(Paragraph, "OpenAI models")]),
            ("not emphasis", "2 * 3 * 4 snake_case_name\n", &[(Paragraph, "2 * 3 * 4 snake_case_name")]),
            ("underscores", "v_1 <= v_2 <= v_3 _a_ (_b_)\n", &[(Paragraph, "v_1 <= v_2 <= v_3 a (b)")]),
            ("code span", "run `ls -l` now\n", &[(Paragraph, "run □ now")]),
            ("code in emphasis", "**`a`** b _$c$_ **{{< d >}}** $5**e**\n", &[(Paragraph, "□ b □ □ $5e")]),
            ("adjacent ticks", "`a` `b` (`c`` d e`) f\n", &[(Paragraph, "□ □ (□) f")]),
            ("ticks", "a `` b ` c `` d ` e\n", &[(Paragraph, "a □ d ` e")]),
            ("escapes", "a \\*b\\* \\\\ \\x\n", &[(Paragraph, "a *b* \\ \\x")]),
            (
                "entities",
                "a&nbsp;b &amp; &#8217;s &#x41; &hearts; &nosuch; &copy\n",
                &[(Paragraph, "a b & ’s A ♥ &nosuch; &copy")],
            ),
            ("hard breaks", "a  \nb\\\nc\n", &[(Paragraph, "a⏎b⏎c")]),
            ("hard breaks without other markup", "a  \nb   \r\nc \nd\te\t\nf  \n", &[(Paragraph, "a⏎b⏎c d e f")]),
            ("hard breaks beside escapes", "a \\. b  \nc\n", &[(Paragraph, "a . b⏎c")]),
            ("hard breaks inside markup", "*a  \nb* <br> [c<br/>d](x)\n", &[(Paragraph, "a⏎b⏎c⏎d")]),
            ("hard breaks in containers", "> a  \n> b\n\n- c\\\n  d\n", &[(Quote, "a⏎b"), (List, "c⏎d")]),
            (
                "hard breaks in cells",
                "|a<br>b|c|\n|-|-|\n|d<br/>e|f|\n",
                &[(Table, "a⏎b"), (Table, "c"), (Table, "d⏎e"), (Table, "f")],
            ),
            ("hard breaks at the ends", "# <br>a b<br>\n", &[(Heading, "a b")]),
            ("soft break in quote", "> a *b\n> c* d\n", &[(Quote, "a b c d")]),
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
                &[(Paragraph, "see the docs now"), (Title, "A \"title\" & more")],
            ),
            (
                "references",
                "[a][b] [c][] [d]\n\n[b]: /u \"T\"\n[c]: <u>\n[d]: u\n",
                &[(Paragraph, "a c d"), (Title, "T")],
            ),
            ("escape at the start", "- [\\(a\\) b](#c) d\n", &[(List, "(a) b d")]),
            ("notes", "a[1](b) c.[2] d.[3](e) f [4](g)\n", &[(Paragraph, "a c.[2] d. f 4")]),
            ("no links", "list[str] m[i][j] [a]s\n", &[(Paragraph, "list[str] m[i][j] as")]),
            ("autolinks", "<https://a.b> <me@a.b> https://c.d/e_f_g, www.h.i.\n", &[(Paragraph, "□ □ □, □.")]),
            ("url in emphasis", "**https://a.b/c** (https://a.b/_c_)\n", &[(Paragraph, "□ (□)")]),
            ("url as text", "[https://a.b](https://c.d) x\n", &[(Paragraph, "□ x")]),
            (
                "image",
                "a ![the *alt* text](i.png \"the title\") b\n",
                &[(Paragraph, "a □ b"), (Alt, "the alt text"), (Title, "the title")],
            ),
            ("image alone", "![alt](i.png)\n", &[(Alt, "alt")]),
            ("image in link", "[![alt](i.png) more](x)\n", &[(Paragraph, "□ more"), (Alt, "alt")]),
            ("image without alt", "a ![](i.png) b\n", &[(Paragraph, "a □ b")]),
            ("empty link", "a [](x) b\n", &[(Paragraph, "a b")]),
            ("image in heading", "# a ![b](c)\n", &[(Heading, "a □"), (Alt, "b")]),
        ],
    );
}

#[test]
fn footnotes_alerts_and_directives() {
    check(
        Markdown,
        &[],
        &[
            ("reference", "a[^1] b[^x][^2].\n", &[(Paragraph, "a b.")]),
            ("reference that does not end", "x&**!_[![^https://x.y/_z_\n", &[(Paragraph, "x&**!_[![^□")]),
            ("reference after a mark", "9mb![^2] now\n", &[(Paragraph, "9mb! now")]),
            ("definition", "[^1]: the *note* text\n", &[(Footnote, "the note text")]),
            (
                "definitions in a row",
                "[^1]: one two\n  three\n[^2]: four five\n",
                &[(Footnote, "one two three"), (Footnote, "four five")],
            ),
            ("one word", "[^1]: Word\n", &[(Footnote, "Word")]),
            (
                "more paragraphs",
                "[^1]: one two\n\n    three *four*\n\n        code\n\nfive\n",
                &[(Footnote, "one two"), (Footnote, "three four"), (Paragraph, "five")],
            ),
            ("alert", "> [!NOTE]\n> be careful\n", &[(Quote, "be careful")]),
            ("alert with title", "> [!tip]+ A title\n> text\n", &[(Quote, "A title text")]),
            ("label of an alert", "[!NOTE]:whitelist\n\n[!NOTE]: a \"The title\"\n", &[(Title, "The title")]),
            ("no alert", "[!NOTE]\n", &[(Paragraph, "!NOTE")]),
            ("directive", ":::note A title\n\ntext\n\n:::\n", &[(Title, "A title"), (Paragraph, "text")]),
            (
                "directive in brackets",
                ":::tip[The title]{.x}\ntext\n:::\n",
                &[(Title, "The title"), (Paragraph, "text")],
            ),
            (
                "directive with attributes",
                "::: zone pivot=\"a\"\n\ntext\n\n::: zone-end\n\n:::image source=\"a.png\" alt-text=\"the alt\":::\n",
                &[(Paragraph, "text"), (Alt, "the alt")],
            ),
            (
                "shortcodes",
                "a {{< ref \"x\" >}} b {{% y %}} c {% if z %} {{ page.title }}\n",
                &[(Paragraph, "a □ b □ c □ □")],
            ),
            (
                "shortcode texts",
                "{{< fig alt=\"the alt\" title=\"the title\" src=\"a.png\" >}}\n",
                &[(Alt, "the alt"), (Title, "the title")],
            ),
            (
                "attribute lists",
                "# One {#one .x}\n\n[a](b){:target=\"_blank\"} c {no}\n",
                &[(Heading, "One"), (Paragraph, "a c {no}")],
            ),
        ],
    );
}

#[test]
fn math_is_told_from_prices() {
    check(
        Markdown,
        &[],
        &[
            ("formula", "so $a_1 + b$ is\n", &[(Paragraph, "so □ is")]),
            ("prices", "from $20 to **$30** or $5/$6\n", &[(Paragraph, "from $20 to $30 or $5/$6")]),
            (
                "price with markup between",
                "pay $20 [now](x) or $30 later\n",
                &[(Paragraph, "pay $20 now or $30 later")],
            ),
            ("display", "so\n$$\na * b\n$$\nis\n", &[(Paragraph, "so □ is")]),
            ("escaped", "a \\$b$ c\n", &[(Paragraph, "a $b$ c")]),
            ("in code", "`$a` and `b$` c\n", &[(Paragraph, "□ and □ c")]),
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
                &[(Paragraph, "a boldly x"), (Title, "the title")],
            ),
            ("inline code", "a <code>b *c*</code> d <pre>e</pre>\n", &[(Paragraph, "a □ d")]),
            ("open code", "a <code>b *c*\n", &[(Paragraph, "a b c")]),
            ("inline image", "a <img src=x alt=\"the alt\"> b\n", &[(Paragraph, "a □ b"), (Alt, "the alt")]),
            ("comment", "a<!-- b *c* -->d\n", &[(Paragraph, "ad")]),
            ("break", "a<br>b<br/>c\n", &[(Paragraph, "a⏎b⏎c")]),
            (
                "signs",
                "OpenAI<sup>TM</sup> and X<sup>1</sup> the 5<sup>th</sup> H<sub>2</sub>O new<sup>beta</sup>\n",
                &[(Paragraph, "OpenAI™ and X the 5th H2O new beta")],
            ),
            ("block", "<div>\ntext <b>bold</b>\n</div>\n\nafter\n", &[(Html, "text bold"), (Paragraph, "after")]),
            (
                "elements",
                "<h2>One</h2>\n<p>Two</p>\n<ul><li>Three<li>Four</ul>\n<blockquote>Five</blockquote>\n",
                &[(Heading, "One"), (Paragraph, "Two"), (List, "Three"), (List, "Four"), (Quote, "Five")],
            ),
            ("comment block", "<!-- one\n\ntwo -->\n\nthree\n", &[(Paragraph, "three")]),
            ("script block", "<script>\nvar a = '<p>x</p>';\n\nb\n</script>\n", &[]),
            (
                "details",
                "<details>\n<summary>One</summary>\n\nTwo *three*\n\n</details>\n",
                &[(Html, "One"), (Paragraph, "Two three")],
            ),
            ("in a quote", "> <div>\n> one\n> two\n> </div>\n", &[(Html, "one two")]),
            ("p in a list", "- <p>one</p>\n", &[(List, "one")]),
            ("entities", "<div>a&nbsp;b &copy 2024 AT&T</div>\n", &[(Html, "a b © 2024 AT&T")]),
            ("table", "<table><tr><th>A<td>b<p>c</table>\n", &[(Table, "A"), (Table, "b"), (Table, "c")]),
        ],
    );
}

#[test]
fn what_is_no_prose_is_extracted_when_asked_for() {
    check(
        Markdown,
        &[Code, Comment, Url, Math],
        &[
            ("fence", "> ```js\n> a b\n> c\n> ```\n", &[(Code, "a b c")]),
            ("indented", "    a b\n", &[(Code, "a b")]),
            ("span", "x ``a `b``\n", &[(Paragraph, "x □"), (Code, "a `b")]),
            ("comment", "x <!-- a b --> y\n\n<!-- c -->\n", &[(Paragraph, "x y"), (Comment, "a b"), (Comment, "c")]),
            (
                "urls",
                "<http://a.b> [x](c/d) e www.f.g\n",
                &[(Paragraph, "□ x e □"), (Url, "http://a.b"), (Url, "c/d"), (Url, "www.f.g")],
            ),
            ("math", "x $a$ and $$b$$\n", &[(Paragraph, "x □ and □"), (Math, "$a$"), (Math, "$$b$$")]),
        ],
    );
}
