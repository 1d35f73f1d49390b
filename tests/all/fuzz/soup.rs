//! Token soup: documents that are nothing but markup tokens in random order.
//!
//! Mutations of real documents seldom have five odd tokens in a row. That is where a parser invents a node, or an
//! offset is past the end of its node.

use super::mutation::Random;

/// Tokens of all formats.
const COMMON: &[&str] = &[
    "a",
    "b",
    "x",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "-",
    "--",
    "\"",
    "'",
    "so",
    "tea",
    "an ex",
    "foo",
    "bar",
    "to be it",
    "get to an AI",
    "AI",
    "an AI models",
    "free",
    "terms",
    "Kafka",
    "1% a",
    "C++",
    "é",
    "$ 5",
    "pass-by",
    "no ",
    "é\u{301}",
    "²",
    "①",
    "™",
    "\u{AD}",
    "\u{200B}",
    "日本",
    "&amp;",
    "&lt",
    "&#65;",
    "&",
    "\\",
    "\u{FEFF}",
    "\0",
    "https://x.y/_z_",
    "www.a.b",
    "a@b.c",
    "@foo",
    "@a/foo",
    "--foo=so",
    "a::foo",
    "foo()",
    "a=foo",
    "C:\\foo\\a",
    "src/foo/a",
    "./foo",
    "$FOO",
    ":foo:",
    "foo-1.2.tar.gz",
    "foo.md",
    "a.So",
    "data:image/png;base64,iVBORw0KGgo=",
    "wordgate-allow",
    "<!-- wordgate-allow b/f: why -->",
];

/// Tokens of Markdown and its dialects.
const MARKDOWN: &[&str] = &[
    "*", "**", "_", "__", "~", "~~", "`", "``", "```", "~~~", "\n```\n", "\n```js\n", "\n```{note} ", "\n```{math}\n",
    "[", "]", "![", "](", "][", "[^", "[^1]", "\n[^1]: ", "\n[so]: /u \"tea\"\n", "[so]", "![so][]", "[[", "]]",
    "[[foo|", "![[", "(", ")", "<", ">", "\n> ", "\n- ", "\n  - ", "\n1. ", "\n10) ", "- [ ] ", "\n# ", "\n## ", " ##",
    "\n===\n", "\n---\n", "\n***\n", "|", "\n|---|\n", "\n|a|b|\n|---|---|\n", "$", "$$", "^", " ^foo", "%%", " %% ",
    "\n%%\n", "{", "}", "{{", "}}", "{{< foo \"so tea\" >}}", "{{%", "%}}", "{%", "%}", "{% comment %}",
    "{% endcomment %}", "\n{% highlight js %}\n", "\n{% endhighlight %}\n", "{#", "#}", "{: .so}", "{#foo}", "{a=foo}",
    "<%=", "%>", "\n:::", "\n:::{tip} so\n", "\n:::{code-block} js\n", "\n:class: foo\n", "\n::: note tea\n",
    "\n!!! note\n    ", "\n!!! tip \"so\"\n\n    ", "\n??? a\n", "\n=== \"tea\"\n\n    ", "\n: so",
    "\n:   tea\n\n    ", "\n(foo)=\n", "{ref}`", "[@foo, p. 3]", "[@", "@foo;", "    foo\n", "  \n", "\\\n",
    "\n[!NOTE]", "\n+++\n",
];

/// Tokens of HTML.
const HTML: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<b>",
    "</b>",
    "<i",
    "<br>",
    "<br/>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div",
    "<li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<a href=\"",
    "<a href=foo>",
    "</a>",
    "<img alt=\"so\">",
    "<img alt='",
    " title=\"tea\"",
    " alt=so",
    "=\"",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<script>",
    "</script>",
    "<script type=\"application/ld+json\">",
    "{\"description\": \"so tea\"}",
    "<style>",
    "</style>",
    "<template>",
    "</template>",
    "<title>",
    "</title>",
    "<sup>",
    "</sup>",
    "<sup>TM</sup>",
    "<!--",
    "-->",
    "<!",
    "<?",
    "?>",
    "<!DOCTYPE html>",
    "<![CDATA[",
    "]]>",
    "<input type=submit value=\"so\">",
    "<button>",
    "</button>",
    "<meta name=description content=\"so tea\">",
    "{{",
    "}}",
    "{{ foo }}",
    "{%",
    "%}",
    "<%=",
    "%>",
    "<?php",
    "<q>",
    "<blockquote>",
    "</blockquote>",
];

/// Tokens of MDX.
const MDX: &[&str] = &[
    "{", "}", "{\"so\"}", "{'{'}", "{\"}\"}", "{`", "`}", "{`so ${a} tea`}", "${", "{/*", "*/}", "{/* so */}", "//",
    "/*", "*/", "<Tab>", "</Tab>", "<Tab", " title=\"so\"", " body={\"tea\"}", " body={'", " body={a ? `${a}", "<>",
    "</>", "<A.b>", "<Card />", "/>", "\nimport a from 'b'\n", "\nexport const a = {\n", "\nexport ",
    "\n        ```\n", "\n   ```js\n", "\n\n        so\n", "{a => {", "/}/", "\\u0041", "\\'",
];

/// Tokens of front matter.
const FRONT_MATTER: &[&str] = &[
    "---\n", "+++\n", "...\n", "{\n", "}\n", "title: ", "title: so\n", "title: \"", "\"\n", "description: >\n  ",
    "description: |\n  ", "hero:\n  text: tea\n", "features:\n  - details: so\n", "\"title\": \"so\",\n", "title = ",
    "[a]\n", "[[a]]\n", "{title: so, a: foo}\n", "'''", "\"\"\"", "# so\n", "- ", "  ", "\\u0061", "slug: foo\n",
    "&a ", "*a ", "!!str ", "[so, tea]\n", "\\\n",
];

/// The maximum number of tokens in a document.
const LONGEST: usize = 40;

/// Generates a document of random tokens. Its first byte selects the format, as [`super::targets`] expects.
pub fn soup(random: &mut Random) -> Vec<u8> {
    // 0: Markdown, 1: HTML, 2: MDX; adding 4 selects the second way of checking.
    let choice = random.below(3) + 4 * random.below(2);
    let mut tables: Vec<&[&str]> = match choice % 4 {
        0 => vec![COMMON, MARKDOWN, MARKDOWN, HTML],
        1 => vec![COMMON, HTML, HTML],
        _ => vec![COMMON, MDX, MDX, MARKDOWN, HTML],
    };
    let mut document = vec![u8::try_from(choice).expect("it is below 8")];
    if choice % 4 != 1 && random.below(4) == 0 {
        let opening = ["---\n", "+++\n", "{\n"][random.below(3)];
        document.extend(opening.as_bytes());
        tables.push(FRONT_MATTER);
        tables.push(FRONT_MATTER);
    }
    for _ in 0..=random.below(LONGEST) {
        let table = tables[random.below(tables.len())];
        document.extend(table[random.below(table.len())].as_bytes());
    }
    document
}
