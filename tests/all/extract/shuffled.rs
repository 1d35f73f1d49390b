//! Random documents of shuffled lines. They hit ambiguous constructs more often than real documents do.

use proptest::prelude::*;
use proptest::sample::select;

/// Typical lines of documentation, and odd ones that can be read in two ways.
const LINES: &[&str] = &[
    "!!! note",
    "??? tip \"A title\"",
    "=== \"A tab\"",
    "    the body",
    "    ```",
    ": a definition",
    "(label)=",
    "```{note} A title",
    "```{math}",
    ":::{tip} A title",
    ":class: a",
    ":::{code-block} js",
    ":::",
    "{% highlight js %}",
    "{% endhighlight %}",
    "{% comment %} a",
    "- {% comment %}",
    "> {% highlight js %}",
    "a {% endcomment %}",
    "  {{< highlight >}}",
    "{{< /highlight >}} a",
    "%%",
    "%% a %%",
    "{::comment}",
    "{:/}",
    "<!-- wordgate-allow a/b: c -->",
    "text <!-- wordgate-allow a/b: c --> text",
    "- <!-- wordgate-allow a/b: c -->",
    "> <!-- wordgate-allow a/b: c -->",
    "<!-- wordgate-allow-start a/b:",
    "c -->",
    "A paragraph of *two* words and `code`,",
    "that goes on here.",
    "more text",
    "",
    "",
    "",
    "   ",
    "# Heading",
    "## Heading [with](a) link ##",
    "#no heading",
    "Underlined",
    "===",
    "---",
    "--- ",
    "- - -",
    "***",
    "+++",
    "--",
    "- item",
    "- item **two**",
    "* star",
    "+ plus",
    "1. one",
    "2) two",
    "10. ten",
    "10) ten",
    "12. twelve",
    "-",
    "1.",
    "- ",
    "-\ttabbed",
    "-    far",
    "-     code",
    "- [ ] task",
    "- [x] done",
    "- [link](a)",
    "- [a]: b",
    "- - nested",
    "- > quoted",
    "- # heading",
    "- ```",
    "1. ~~~ sh",
    "- <div>",
    "- <!-- c -->",
    "- <b>bold</b> text",
    "- | a |",
    "* * *",
    "- **bold**",
    "> quote",
    "> > deep",
    "> - item",
    "> ```",
    "> [!NOTE]",
    ">",
    "```",
    "```sh",
    "~~~",
    "````",
    "``` a `b`",
    "$ code --flag",
    "| a | b |",
    "|---|---|",
    "| :-- | --: |",
    "| c | d |",
    "| c \\| d | e |",
    "| `x|y` | z |",
    "|| b |",
    "a | b",
    "--- | ---",
    "|---|",
    "| x |",
    "<div>",
    "</div>",
    "<details><summary>More</summary>",
    "<b>",
    "<img src=\"a\" alt=\"text\">",
    "<br/>",
    "<br/ >",
    "<a b",
    "<h2>title</h2>",
    "<!-- comment -->",
    "<!-- open",
    "closed -->",
    "<!-->",
    "<pre>",
    "</pre>",
    "<script src=x></script>",
    "<?xml",
    "?>",
    "<!DOCTYPE html>",
    "<![CDATA[",
    "]]>",
    "text <!-- open",
    "...",
    "[a]: b",
    "[a]: b \"title\"",
    "[a]:",
    "\"title\"",
    "[^1]: A footnote",
    "[^1]: word",
    "[link](a) text",
    "[a \\(b\\) c](d) text",
    "- [a \\(b\\)](c)",
    "[a \\] b]: c",
    "[a",
    "b]: c",
    "- [a",
    "`code",
    "span` and <b",
    "title='x'> text",
    ":::note Title",
    ":::",
    "title: A *title*",
    "$$ x",
    "{{< a title=\"b\" >}}",
    "\u{FEFF}mark",
    "Ünï",
];

const INDENTS: &[&str] =
    &["", "", "", "", "", "", " ", "  ", "  ", "   ", "    ", "    ", "      ", "\t", " \t", "  > ", "> "];

const ENDS: &[&str] = &["\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n", "\n\n", " \n"];

/// Constructs of several lines, in which the shuffled lines may end up.
const WHOLES: &[&str] = &[
    "- one\n  - two\n    - three\n      more\n  - four\n",
    "1. one\n\n   text\n\n   ```sh\n   code\n   ```\n\n2. two\n   - a\n   - b\n",
    "| a | b |\n|---|---|\n| c | d |\n| e | f |\n| g | h |\n",
    "---\ntitle: x\n---\n",
    "[^1]: note\n\n    more of it\n\n    - item\n",
    "<details>\n\ntext\n\n</details>\n",
    "```\n# no heading\n\n- no item\n```\n",
    "10. ten\n11. eleven\n    - a\n    - b\n      - c\n",
    "> [!NOTE]\n> text\n>\n> - item\n",
];

/// Starts of documents: front matter, and text that looks like it.
const FRONTS: &[&str] = &[
    "---\ntitle: x\n...\n",
    "---\n\na: b\n\n---\n",
    "---\na\n---\n",
    "---\n",
    " ---\na: b\n---\n",
    "+++\na = 1\n+++\n",
    "{\"a\": \"b\",\n\n\"title\": \"x\"}\n",
    "{\n",
    "---\n{a: b, title: x}\n---\n",
    "\u{FEFF}{\"a\": 1}\n",
];

/// Generates documents of shuffled lines.
pub fn shuffled_lines() -> impl Strategy<Value = String> {
    let line = (select(INDENTS), select(LINES), select(ENDS));
    let line = line.prop_map(|(indent, line, end)| [indent, line, end].concat());
    let part = prop_oneof![6 => line, 1 => select(WHOLES).prop_map(str::to_owned)];
    let cut = prop_oneof![4 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)];
    let front = prop_oneof![3 => Just(""), 1 => select(FRONTS)];
    (front, prop::collection::vec(part, 1..14), cut).prop_map(|(front, parts, cut)| {
        let mut text = [front, &parts.concat()].concat();
        if let Some(cut) = cut {
            let mut at = cut.index(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.truncate(at);
        }
        text
    })
}
