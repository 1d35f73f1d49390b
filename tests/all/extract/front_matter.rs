//! Front matter in YAML, TOML and JSON.

use super::support::check;
use wordgate_core::extract::Format::{Markdown, Mdx};

#[test]
fn yaml() {
    check(
        Markdown,
        &[],
        &[
            (
                "plain",
                "---\ntitle: A title # comment\ndate: 2020-01-01\nslug: no\n---\ntext\n",
                "front-matter: A title ¦ paragraph: text",
            ),
            (
                "quotes",
                "---\ntitle: \"A \\\"b\\\" \\u2019s \\t c\"\nsubtitle: 'it''s'\n---\n",
                "front-matter: A \"b\" ’s c ¦ front-matter: it's",
            ),
            (
                "over lines",
                "---\ntitle: one\n  two\nsummary: \"three \\\n  four\n  five\"\n---\n",
                "front-matter: one two ¦ front-matter: three four five",
            ),
            ("on the next line", "---\ntitle:\n  one\n  two\nslug: no\n---\n", "front-matter: one two"),
            (
                "flow mapping",
                "---\nhero: { title: one, slug: no, \"alt\": 'two' }\ntitle: [a, b]\n---\n",
                "front-matter: one ¦ front-matter: two ¦ front-matter: a ¦ front-matter: b",
            ),
            ("without a last line end", "---\ntitle: one\n---", "front-matter: one"),
            (
                "folded",
                "---\ndescription: >-\n  one\n  two\n\n  three\nother: x\n---\n",
                "front-matter: one two ¦ front-matter: three",
            ),
            ("literal", "---\ndescription: |\n  title: one\n  two\n---\n", "front-matter: title: one two"),
            ("not readable", "---\ncode: |\n  title: one\nx: \"title: y\n  title: z\"\n---\n", ""),
            (
                "nested",
                "---\nhero:\n  title: one\n  image:\n    alt: two\n    src: no\n---\n",
                "front-matter: one ¦ front-matter: two",
            ),
            (
                "lists",
                "---\nfeatures:\n- title: one\n  icon: no\n- icon: no\n  date: no\n  description: two\ntags: [no]\n---\n",
                "front-matter: one ¦ front-matter: two",
            ),
            (
                "list of strings",
                "---\ndescription:\n  - one\n  - 'two'\nother: no\n---\n",
                "front-matter: one ¦ front-matter: two",
            ),
            (
                "flow",
                "---\nsummary: [one, \"t,wo\"] # no\nother: [no]\n---\n",
                "front-matter: one ¦ front-matter: t,wo",
            ),
            (
                "languages",
                "---\ntitle:\n  en: one\n  de: zwei\nslug: no\n---\n",
                "front-matter: one ¦ front-matter: zwei",
            ),
            (
                "key spellings",
                "---\nog:title: one\nmeta_description: two\nseo-title: three\n\"linkTitle\": four\n---\n",
                "front-matter: one ¦ front-matter: two ¦ front-matter: three ¦ front-matter: four",
            ),
            ("url", "---\ndescription: see https://a.b/c now\n---\n", "front-matter: see □ now"),
            ("crlf and bom", "\u{FEFF}---\r\ntitle: one\r\n---\r\n# two\r\n", "front-matter: one ¦ heading: two"),
            ("unclosed quote", "---\ntitle: \"one\nsummary: two\n---\n", "front-matter: \"one ¦ front-matter: two"),
            ("odd keys", "---\ntitle:one\n: two\n- \n-\n? x\n{{ y }}\ntitle : three\n---\n", "front-matter: three"),
            (
                "a mapping",
                "---\n{title: one, slug: no, hero: {text: two, name: no}}\n---\nthree\n",
                "front-matter: one ¦ front-matter: two ¦ paragraph: three",
            ),
            (
                "over lines",
                "---\n{ # title: no\n  \"title\":\"one: two\", # no\n  tags: [no],\n  'alt': 'it''s'\n}\n...\n\n---\n",
                "front-matter: one: two ¦ front-matter: it's",
            ),
            (
                "under a key",
                "---\ntitle: {en: one, de: [zwei]}\nslug: {en: no}\n---\n",
                "front-matter: one ¦ front-matter: zwei",
            ),
            (
                "dots",
                "---\ntitle: one\nsummary: |\n  two\n  ...\n...\n\n---\n\ntitle: three\n\n---\n",
                "front-matter: one ¦ front-matter: two ... ¦ paragraph: title: three",
            ),
            ("templates", "---\ntitle: {{ one }}\nsummary: two\n---\n", "front-matter: two"),
            (
                "a home page",
                "---\nlayout: home\nhero:\n  name: No\n  text: one\n  tagline: two\n  actions:\n    - theme: no\n      text: three\n      link: /no\nfeatures:\n  - icon: no\n    title: four\n    details: five\n---\n",
                "front-matter: one ¦ front-matter: two ¦ front-matter: three ¦ front-matter: four ¦ front-matter: five",
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
                "front-matter: one \"two\" ¦ front-matter: it\\s ¦ paragraph: text",
            ),
            (
                "over lines",
                "+++\ndescription = \"\"\"\none\ntwo \\\n  three\"\"\"\nsummary = '''\nfour\n'''\n+++\n",
                "front-matter: one two three ¦ front-matter: four",
            ),
            ("dotted", "+++\nhero.title = \"one\"\nother.x = \"no\"\n+++\n", "front-matter: one"),
            (
                "arrays",
                "+++\nsummary = [\n  \"one\", # no\n  'two',\n]\ntags = [\"no\"]\n+++\n",
                "front-matter: one ¦ front-matter: two",
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
                    "front-matter: one ¦ paragraph: text",
                ),
                (
                    "nested",
                    "{\"hero\": {\"text\": \"one\", \"link\": \"no\"}, \"title\": {\"en\": \"two\"},\n\"x\": [\"no\", {\"alt\": \"three\"}, \"no\"]}\n# four\n",
                    "front-matter: one ¦ front-matter: two ¦ front-matter: three ¦ heading: four",
                ),
                (
                    "escapes",
                    "\u{FEFF}{\r\n\"title\" : \"A \\\"b\\\" \\u2019s \\n \\ud83d\\ude00\\/\"\r\n}\r\n",
                    "front-matter: A \"b\" ’s 😀/",
                ),
                ("a list", "{\n\"summary\": [\"one\", \"two\"]\n}", "front-matter: one ¦ front-matter: two"),
                ("a break after it", "{\"a\": 1}\n---\nb: c\n\n---\n", "paragraph: b: c"),
            ],
        );
    }
}

#[test]
fn text_that_only_looks_like_front_matter_is_prose() {
    check(
        Markdown,
        &[],
        &[
            (
                "breaks",
                "---\n\none *two*\n\n- three\n\n---\n\nfour\n",
                "paragraph: one two ¦ list: three ¦ paragraph: four",
            ),
            ("unclosed", "---\ntitle: one\n", "paragraph: title: one"),
            ("empty", "---\n---\none\n", "paragraph: one"),
            ("later", "one\n\n---\ntitle: two\n---\n", "paragraph: one ¦ heading: title: two"),
            ("a second one", "---\na: b\n---\n---\ntitle: one\n---\ntwo\n", "heading: title: one ¦ paragraph: two"),
            ("an indented one", " ---\ntitle: one\n---\n", "heading: title: one"),
            ("tabs after it", "---\na: b\n---\n\tno\n\none\n", "paragraph: one"),
            ("shortcode", "{{< x >}}\n\ntitle\n", "paragraph: title"),
            ("cut short", "{\n  \"title\": \"one\"\n\ntext\n", "paragraph: { \"title\": \"one\" ¦ paragraph: text"),
        ],
    );
    check(Mdx, &[], &[("expression", "{[\"title\"].map((x) => x)}\n\ntext\n", "paragraph: text")]);
}

#[test]
fn hostile_nesting_is_read_line_by_line() {
    let nested: String = (0..2_000).map(|depth| format!("{}a{depth}:\n", " ".repeat(depth))).collect();
    let source = format!("---\n{nested}{}title: one\n---\n", " ".repeat(2_000));
    check(Markdown, &[], &[("deep", &source, "front-matter: one")]);
}
