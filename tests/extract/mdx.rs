//! MDX.

use super::support::check;
use wordgate::extract::Format::Mdx;
use wordgate::prose::Scope::{Alt, Attribute, FrontMatter, Heading, List, Paragraph, Quote, Table, Title};

#[test]
fn mdx() {
    check(
        Mdx,
        &[],
        &[
            (
                "statements",
                "import A from 'a'\nexport const b = {\n  c: 'no',\n\n  d: 'no',\n}\n\n# One\n",
                &[(Heading, "One")],
            ),
            (
                "a sentence is no statement",
                "import duties rise\n\nexport controls too\n",
                &[(Paragraph, "import duties rise"), (Paragraph, "export controls too")],
            ),
            (
                "expressions",
                "one {two} three {a ? 'c' : \"b\"} {/* no */}four\n\n{\n  items.map(no => `x`)\n\n}\n",
                &[(Paragraph, "one □ three □ four")],
            ),
            (
                "tags",
                "<Note title=\"the title\" label='the label' x={y}>one *two*</Note> three\n",
                &[(Title, "the title"), (Attribute, "the label"), (Paragraph, "one two three")],
            ),
            ("literals", "<Card title={\"the title\"} description={`no ${x}`} />\n", &[(Title, "the title")]),
            (
                "tags over lines",
                "<Card\n  title=\"the title\"\n\n  alt=\"the alt\"\n>\n\n# one\n\n</Card>\n",
                &[(Title, "the title"), (Alt, "the alt"), (Heading, "one")],
            ),
            (
                "components part",
                "<Tab>one</Tab><Tab>two</Tab> <Link>three</Link>s\n",
                &[(Paragraph, "one"), (Paragraph, "two threes")],
            ),
            ("html does not", "Open<b>AI</b> models\n", &[(Paragraph, "OpenAI models")]),
            ("breaks", "one<br/>two <Term>three<br />four</Term>\n", &[(Paragraph, "one⏎two three⏎four")]),
            (
                "indented children",
                "<Tabs>\n    <Tab>\n        one *two*\n\n        - three\n    </Tab>\n</Tabs>\n",
                &[(Paragraph, "one two"), (List, "three")],
            ),
            (
                "code",
                "`<A>{b}` one\n\n```jsx\n<A title=\"no\">{no}</A>\n```\n\n<pre>no\n\nno</pre>\n\n~~~\n{\n~~~\ntwo\n",
                &[(Paragraph, "□ one"), (Paragraph, "two")],
            ),
            (
                "front matter",
                "---\ntitle: one {two}\n---\nimport x from 'y'\n\nthree\n",
                &[(FrontMatter, "one {two}"), (Paragraph, "three")],
            ),
            ("heading id", "## One {#one}\n\n## Two {/* #two */}\n", &[(Heading, "One"), (Heading, "Two")]),
            (
                "unbalanced",
                "one { two\n\nthree < four <five\n\nsix } seven\n",
                &[(Paragraph, "one { two"), (Paragraph, "three < four <five"), (Paragraph, "six } seven")],
            ),
            (
                "table",
                "| A | B |\n|---|---|\n| <b>c</b> | {d} e |\n",
                &[(Table, "A"), (Table, "B"), (Table, "c"), (Table, "□ e")],
            ),
            ("fragment", "<>one</>\n", &[(Paragraph, "one")]),
            ("escapes", "\\{one\\} \\<two>\n", &[(Paragraph, "{one} <two>")]),
            (
                "strings, comments and templates in expressions",
                "Value {ok ? \"}\" : no} here.\n\n{/* a } no */}\n\nText {`}` + '}' // }\n + /[}]/} end.\n",
                &[(Paragraph, "Value □ here."), (Paragraph, "Text □ end.")],
            ),
            (
                "an apostrophe in JSX text is no string",
                "One {ok && <b>don't {no}</b>} two.\n\n{list.map(no => <li>It's \"no} {no}</li>)}\n\nThree.\n",
                &[(Paragraph, "One □ two."), (Paragraph, "Three.")],
            ),
            (
                "strings are text",
                "Use {'{'}one{'}'} here{\" \"}and {\"don\\'t\"} {`a \\u0062`} {'c' + d} Open{\"AI\"}.\n",
                &[(Paragraph, "Use {one} here and don't a b □ OpenAI.")],
            ),
            (
                "strings in cells",
                "| {'{'}a | one |\n|---|---|\n| two | b{'}'} |\n",
                &[(Table, "{a"), (Table, "one"), (Table, "two"), (Table, "b}")],
            ),
            (
                "strings in markup",
                "# {\"One\"} two\n\n- {'three'}\n\n**{\"four\"}** [{`five`}](x)\n",
                &[(Heading, "One two"), (List, "three"), (Paragraph, "four five")],
            ),
            (
                "strings in attributes",
                "<Card body={\"one \\\"two\\\"\"} title={'it\\'s'} description={`three`} label={no + 'no'} icon={{ title: 'no' }} />\n",
                &[(Attribute, "one \"two\""), (Title, "it's"), (Attribute, "three")],
            ),
            (
                "attributes of components",
                "<Card subTitle=\"one\" ariaLabel=\"two\" content=\"no\" body=\"three four\" value=\"no\" data-text=\"no\" /><div text=\"no\" />\n",
                &[(Attribute, "one"), (Attribute, "two"), (Attribute, "three four")],
            ),
            ("nothing shows", "one{} {/* a */ /* b */}two {// c\n}three\n", &[(Paragraph, "one two three")]),
            (
                "a fence at any column",
                "<A>\n  <B>\n      one\n\n        ```js\n        no\n```\n      two\n\n\t\t~~~~\n\t\tno\n\t\t~~~\n            ~~~~~\n    three\n  </B>\n</A>\n",
                &[(Paragraph, "one"), (Paragraph, "two"), (Paragraph, "three")],
            ),
            (
                "a fence in a list",
                "1. one\n\n        ```js\n        no\n      ```\n\n   two\n   - ```\n     no\n     ```\n     three\n\nfour\n",
                &[(List, "one"), (List, "two"), (List, "three"), (Paragraph, "four")],
            ),
            (
                "a fence in a quote",
                "> one\n>     ```\n>     no\n> ```\n> two\n\n> - ~~~\n>   no\nthree\n",
                &[(Quote, "one"), (Quote, "two"), (Paragraph, "three")],
            ),
            (
                "a fence that is never closed",
                "- one\n\n  ```\n  no\n\n  no\n\ntwo\n\n```\nno\n\nno\n",
                &[(List, "one"), (Paragraph, "two")],
            ),
            (
                "crlf",
                "<A>\r\n        ```js\r\n        no {\r\n    ```\r\n        one\r\n        two\r\n</A>\r\n\r\nthree\r\n",
                &[(Paragraph, "one two"), (Paragraph, "three")],
            ),
            (
                "a line of code is no fence",
                "one\n```js two```\nthree\n\n    ```a``` four\n",
                &[(Paragraph, "one □ three"), (Paragraph, "□ four")],
            ),
            (
                "code ends with its paragraph",
                "one ` two {no}\n\nthree {no} ` four\n\n- a ` b\n- c {no} ` d\n",
                &[(Paragraph, "one ` two □"), (Paragraph, "three □ ` four"), (List, "a ` b"), (List, "c □ ` d")],
            ),
            (
                "indented text",
                "<A>\n                                                one *two*\n                                                three\n\n                                                1. four\n                                                   - five\n\n                                                     six\n\n                                                | a | b |\n                                                |---|---|\n                                                | c | d |\n</A>\n",
                &[
                    (Paragraph, "one two three"),
                    (List, "four"),
                    (List, "five"),
                    (List, "six"),
                    (Table, "a"),
                    (Table, "b"),
                    (Table, "c"),
                    (Table, "d"),
                ],
            ),
            (
                "statements with blank lines",
                "export const A = () => (\n\n  <p>Don't {`no`}</p>\n)\nexport const b = `\n\nno`\n\none\n\nexport const c = {\n\ntwo\n",
                &[(Paragraph, "one"), (Paragraph, "two")],
            ),
            ("a rule after statements", "import a from 'b'\n---\none: two\n\n---\n\nthree\n", &[(Paragraph, "three")]),
            (
                "json-ld",
                "<script type=\"application/ld+json\">{`{\"name\": \"one\", \"no\": \"no\"}`}</script>\n\ntwo\n",
                &[(Attribute, "one"), (Paragraph, "two")],
            ),
            (
                "a sentence after a line",
                "one\r\nimport a from 'b'\r\n\r\nimport no from 'no'\r\n",
                &[(Paragraph, "one import a from 'b'")],
            ),
            (
                "blocks end a code span",
                "one ` two\n{`three`}\n\nfour ` five\n1. six ` seven\n",
                &[(Paragraph, "one ` two three"), (Paragraph, "four ` five"), (List, "six ` seven")],
            ),
            (
                "a lazy line keeps its item open",
                "1. one\ntwo\n    ~~~\n    no\nthree\n",
                &[(List, "one two"), (Paragraph, "three")],
            ),
            (
                "strings in components that show code",
                "<Code>{`no`}</Code> <UI.CodeBlock lang=\"js\">\n  {'no'}\n</UI.CodeBlock> <Note>{'one'}</Note>\n",
                &[(Paragraph, "□ □ one")],
            ),
        ],
    );
}
