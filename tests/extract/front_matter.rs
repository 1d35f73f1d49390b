//! Front matter in YAML, TOML and JSON.

use super::support::check;
use wordgate::extract::Format::{Markdown, Mdx};
use wordgate::prose::Scope::{FrontMatter, Heading, List, Paragraph};

#[test]
fn yaml() {
    check(
        Markdown,
        &[],
        &[
            (
                "plain",
                "---\ntitle: A title # comment\ndate: 2020-01-01\nslug: no\n---\ntext\n",
                &[(FrontMatter, "A title"), (Paragraph, "text")],
            ),
            (
                "quotes",
                "---\ntitle: \"A \\\"b\\\" \\u2019s \\t c\"\nsubtitle: 'it''s'\n---\n",
                &[(FrontMatter, "A \"b\" ’s c"), (FrontMatter, "it's")],
            ),
            (
                "over lines",
                "---\ntitle: one\n  two\nsummary: \"three \\\n  four\n  five\"\n---\n",
                &[(FrontMatter, "one two"), (FrontMatter, "three four five")],
            ),
            ("on the next line", "---\ntitle:\n  one\n  two\nslug: no\n---\n", &[(FrontMatter, "one two")]),
            (
                "flow mapping",
                "---\nhero: { title: one, slug: no, \"alt\": 'two' }\ntitle: [a, b]\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two"), (FrontMatter, "a"), (FrontMatter, "b")],
            ),
            ("without a last line end", "---\ntitle: one\n---", &[(FrontMatter, "one")]),
            (
                "folded",
                "---\ndescription: >-\n  one\n  two\n\n  three\nother: x\n---\n",
                &[(FrontMatter, "one two"), (FrontMatter, "three")],
            ),
            ("literal", "---\ndescription: |\n  title: one\n  two\n---\n", &[(FrontMatter, "title: one two")]),
            ("not readable", "---\ncode: |\n  title: one\nx: \"title: y\n  title: z\"\n---\n", &[]),
            (
                "nested",
                "---\nhero:\n  title: one\n  image:\n    alt: two\n    src: no\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two")],
            ),
            (
                "lists",
                "---\nfeatures:\n- title: one\n  icon: no\n- icon: no\n  date: no\n  description: two\ntags: [no]\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two")],
            ),
            (
                "list of strings",
                "---\ndescription:\n  - one\n  - 'two'\nother: no\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two")],
            ),
            (
                "flow",
                "---\nsummary: [one, \"t,wo\"] # no\nother: [no]\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "t,wo")],
            ),
            (
                "languages",
                "---\ntitle:\n  en: one\n  de: zwei\nslug: no\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "zwei")],
            ),
            (
                "key spellings",
                "---\nog:title: one\nmeta_description: two\nseo-title: three\n\"linkTitle\": four\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two"), (FrontMatter, "three"), (FrontMatter, "four")],
            ),
            ("url", "---\ndescription: see https://a.b/c now\n---\n", &[(FrontMatter, "see □ now")]),
            (
                "crlf and bom",
                "\u{FEFF}---\r\ntitle: one\r\n---\r\n# two\r\n",
                &[(FrontMatter, "one"), (Heading, "two")],
            ),
            (
                "unclosed quote",
                "---\ntitle: \"one\nsummary: two\n---\n",
                &[(FrontMatter, "\"one"), (FrontMatter, "two")],
            ),
            ("odd keys", "---\ntitle:one\n: two\n- \n-\n? x\n{{ y }}\ntitle : three\n---\n", &[(FrontMatter, "three")]),
            (
                "a mapping",
                "---\n{title: one, slug: no, hero: {text: two, name: no}}\n---\nthree\n",
                &[(FrontMatter, "one"), (FrontMatter, "two"), (Paragraph, "three")],
            ),
            (
                "over lines",
                "---\n{ # title: no\n  \"title\":\"one: two\", # no\n  tags: [no],\n  'alt': 'it''s'\n}\n...\n\n---\n",
                &[(FrontMatter, "one: two"), (FrontMatter, "it's")],
            ),
            (
                "under a key",
                "---\ntitle: {en: one, de: [zwei]}\nslug: {en: no}\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "zwei")],
            ),
            (
                "dots",
                "---\ntitle: one\nsummary: |\n  two\n  ...\n...\n\n---\n\ntitle: three\n\n---\n",
                &[(FrontMatter, "one"), (FrontMatter, "two ..."), (Paragraph, "title: three")],
            ),
            ("templates", "---\ntitle: {{ one }}\nsummary: two\n---\n", &[(FrontMatter, "two")]),
            (
                "a home page",
                "---\nlayout: home\nhero:\n  name: No\n  text: one\n  tagline: two\n  actions:\n    - theme: no\n      text: three\n      link: /no\nfeatures:\n  - icon: no\n    title: four\n    details: five\n---\n",
                &[
                    (FrontMatter, "one"),
                    (FrontMatter, "two"),
                    (FrontMatter, "three"),
                    (FrontMatter, "four"),
                    (FrontMatter, "five"),
                ],
            ),
        ],
    );
}

#[test]
fn toml() {
    check(
        Markdown,
        &[],
        &[
            (
                "basic",
                "+++\ntitle = \"one \\\"two\\\"\"\ndate = 2020-01-01\n[hero]\nsubtitle = 'it\\s' # no\n+++\ntext\n",
                &[(FrontMatter, "one \"two\""), (FrontMatter, "it\\s"), (Paragraph, "text")],
            ),
            (
                "over lines",
                "+++\ndescription = \"\"\"\none\ntwo \\\n  three\"\"\"\nsummary = '''\nfour\n'''\n+++\n",
                &[(FrontMatter, "one two three"), (FrontMatter, "four")],
            ),
            ("dotted", "+++\nhero.title = \"one\"\nother.x = \"no\"\n+++\n", &[(FrontMatter, "one")]),
            (
                "arrays",
                "+++\nsummary = [\n  \"one\", # no\n  'two',\n]\ntags = [\"no\"]\n+++\n",
                &[(FrontMatter, "one"), (FrontMatter, "two")],
            ),
        ],
    );
}

#[test]
fn json() {
    for format in [Markdown, Mdx] {
        check(
            format,
            &[],
            &[
                (
                    "keys",
                    "{\n  \"title\": \"one\",\n  \"slug\": \"no\",\n  \"no\": true\n}\n\ntext\n",
                    &[(FrontMatter, "one"), (Paragraph, "text")],
                ),
                (
                    "nested",
                    "{\"hero\": {\"text\": \"one\", \"link\": \"no\"}, \"title\": {\"en\": \"two\"},\n\"x\": [\"no\", {\"alt\": \"three\"}, \"no\"]}\n# four\n",
                    &[(FrontMatter, "one"), (FrontMatter, "two"), (FrontMatter, "three"), (Heading, "four")],
                ),
                (
                    "escapes",
                    "\u{FEFF}{\r\n\"title\" : \"A \\\"b\\\" \\u2019s \\n \\ud83d\\ude00\\/\"\r\n}\r\n",
                    &[(FrontMatter, "A \"b\" ’s 😀/")],
                ),
                ("a list", "{\n\"summary\": [\"one\", \"two\"]\n}", &[(FrontMatter, "one"), (FrontMatter, "two")]),
                ("a break after it", "{\"a\": 1}\n---\nb: c\n\n---\n", &[(Paragraph, "b: c")]),
            ],
        );
    }
}

#[test]
fn what_only_looks_like_front_matter_is_prose() {
    check(
        Markdown,
        &[],
        &[
            (
                "breaks",
                "---\n\none *two*\n\n- three\n\n---\n\nfour\n",
                &[(Paragraph, "one two"), (List, "three"), (Paragraph, "four")],
            ),
            ("unclosed", "---\ntitle: one\n", &[(Paragraph, "title: one")]),
            ("empty", "---\n---\none\n", &[(Paragraph, "one")]),
            ("later", "one\n\n---\ntitle: two\n---\n", &[(Paragraph, "one"), (Heading, "title: two")]),
            (
                "a second one",
                "---\na: b\n---\n---\ntitle: one\n---\ntwo\n",
                &[(Heading, "title: one"), (Paragraph, "two")],
            ),
            ("an indented one", " ---\ntitle: one\n---\n", &[(Heading, "title: one")]),
            ("tabs after it", "---\na: b\n---\n\tno\n\none\n", &[(Paragraph, "one")]),
            ("shortcode", "{{< x >}}\n\ntitle\n", &[(Paragraph, "title")]),
            (
                "cut short",
                "{\n  \"title\": \"one\"\n\ntext\n",
                &[(Paragraph, "{ \"title\": \"one\""), (Paragraph, "text")],
            ),
        ],
    );
    check(Mdx, &[], &[("expression", "{[\"title\"].map((x) => x)}\n\ntext\n", &[(Paragraph, "text")])]);
}

#[test]
fn hostile_nesting_is_read_line_by_line() {
    let nested: String = (0..2_000).map(|depth| format!("{}a{depth}:\n", " ".repeat(depth))).collect();
    let source = format!("---\n{nested}{}title: one\n---\n", " ".repeat(2_000));
    check(Markdown, &[], &[("deep", &source, &[(FrontMatter, "one")])]);
}
