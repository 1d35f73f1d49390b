//! MDX.

use super::support::check;
use wordgate_core::extract::Format::Mdx;

#[test]
fn mdx() {
    check(
        Mdx,
        &[],
        &[
            (
                "statements",
                "import A from 'a'\nexport const b = {\n  c: 'no',\n\n  d: 'no',\n}\n\n# One\n",
                "heading: One",
            ),
            (
                "a sentence is no statement",
                "import duties rise\n\nexport controls too\n",
                "paragraph: import duties rise ¦ paragraph: export controls too",
            ),
            (
                "expressions",
                "one {two} three {a ? 'c' : \"b\"} {/* no */}four\n\n{\n  items.map(no => `x`)\n\n}\n",
                "paragraph: one □ three □ four",
            ),
            (
                "tags",
                "<Note title=\"the title\" label='the label' x={y}>one *two*</Note> three\n",
                "title: the title ¦ attribute: the label ¦ paragraph: one two three",
            ),
            (
                "literals",
                "<Card title={\"the title\"} description={`one ${x ? `no` : y} two \\${three`} />\n",
                "title: the title ¦ attribute: one □ two ${three",
            ),
            (
                "attributes whose value is one of several strings",
                "<Card title={a ? \"one\" : b && (c || 'two')} desc={x === 'no no' ? `one two` : \"no\"} label={t('no')} />\n",
                "title: one ¦ title: two ¦ attribute: one two",
            ),
            (
                "tags over lines",
                "<Card\n  title=\"the title\"\n\n  alt=\"the alt\"\n>\n\n# one\n\n</Card>\n",
                "title: the title ¦ alt: the alt ¦ heading: one",
            ),
            (
                "components part",
                "<Tab>one</Tab><Tab>two</Tab> <Link>three</Link>s\n",
                "paragraph: one ¦ paragraph: two threes",
            ),
            ("html does not", "Open<b>AI</b> models\n", "paragraph: OpenAI models"),
            ("breaks", "one<br/>two <Term>three<br />four</Term>\n", "paragraph: one⏎two three⏎four"),
            (
                "indented children",
                "<Tabs>\n    <Tab>\n        one *two*\n\n        - three\n    </Tab>\n</Tabs>\n",
                "paragraph: one two ¦ list: three",
            ),
            (
                "code",
                "`<A>{b}` one\n\n```jsx\n<A title=\"no\">{no}</A>\n```\n\n<pre>no\n\nno</pre>\n\n~~~\n{\n~~~\ntwo\n",
                "paragraph: □ one ¦ paragraph: two",
            ),
            (
                "front matter",
                "---\ntitle: one {two}\n---\nimport x from 'y'\n\nthree\n",
                "front-matter: one {two} ¦ paragraph: three",
            ),
            ("heading id", "## One {#one}\n\n## Two {/* #two */}\n", "heading: One ¦ heading: Two"),
            (
                "unbalanced",
                "one { two\n\nthree < four <five\n\nsix } seven\n",
                "paragraph: one { two ¦ paragraph: three < four <five ¦ paragraph: six } seven",
            ),
            ("table", "| A | B |\n|---|---|\n| <b>c</b> | {d} e |\n", "table: A ¦ table: B ¦ table: c ¦ table: □ e"),
            ("fragment", "<>one</>\n", "paragraph: one"),
            ("escapes", "\\{one\\} \\<two>\n", "paragraph: {one} <two>"),
            (
                "strings, comments and templates in expressions",
                "Value {ok ? \"}\" : no} here.\n\n{/* a } no */}\n\nText {`}` + '}' // }\n + /[}]/} end.\n",
                "paragraph: Value □ here. ¦ paragraph: Text □ end.",
            ),
            (
                "an apostrophe in JSX text is no string",
                "One {ok && <b>don't {no}</b>} two.\n\n{list.map(no => <li>It's \"no} {no}</li>)}\n\nThree.\n",
                "paragraph: One □ two. ¦ paragraph: Three.",
            ),
            (
                "strings are text",
                "Use {'{'}one{'}'} here{\" \"}and {\"don\\'t\"} {`a \\u0062`} {'c' + d} Open{\"AI\"}.\n",
                "paragraph: Use {one} here and don't a b □ OpenAI.",
            ),
            (
                "strings in cells",
                "| {'{'}a | one |\n|---|---|\n| two | b{'}'} |\n",
                "table: {a ¦ table: one ¦ table: two ¦ table: b}",
            ),
            (
                "strings in markup",
                "# {\"One\"} two\n\n- {'three'}\n\n**{\"four\"}** [{`five`}](x)\n",
                "heading: One two ¦ list: three ¦ paragraph: four five",
            ),
            (
                "strings in attributes",
                "<Card body={\"one \\\"two\\\"\"} title={'it\\'s'} description={`three`} label={no + 'no'} icon={{ title: 'no' }} />\n",
                "attribute: one \"two\" ¦ title: it's ¦ attribute: three",
            ),
            (
                "attributes of components",
                "<Card subTitle=\"one\" ariaLabel=\"two\" content=\"no\" body=\"three four\" value=\"no\" data-text=\"no\" /><div text=\"no\" />\n",
                "attribute: one ¦ attribute: two ¦ attribute: three four",
            ),
            ("nothing shows", "one{} {/* a */ /* b */}two {// c\n}three\n", "paragraph: one two three"),
            (
                "a fence at any column",
                "<A>\n  <B>\n      one\n\n        ```js\n        no\n```\n      two\n\n\t\t~~~~\n\t\tno\n\t\t~~~\n            ~~~~~\n    three\n  </B>\n</A>\n",
                "paragraph: one ¦ paragraph: two ¦ paragraph: three",
            ),
            (
                "a fence in a list",
                "1. one\n\n        ```js\n        no\n      ```\n\n   two\n   - ```\n     no\n     ```\n     three\n\nfour\n",
                "list: one ¦ list: two ¦ list: three ¦ paragraph: four",
            ),
            (
                "a fence in a quote",
                "> one\n>     ```\n>     no\n> ```\n> two\n\n> - ~~~\n>   no\nthree\n",
                "quote: one ¦ quote: two ¦ paragraph: three",
            ),
            (
                "a fence that is never closed",
                "- one\n\n  ```\n  no\n\n  no\n\ntwo\n\n```\nno\n\nno\n",
                "list: one ¦ paragraph: two",
            ),
            (
                "crlf",
                "<A>\r\n        ```js\r\n        no {\r\n    ```\r\n        one\r\n        two\r\n</A>\r\n\r\nthree\r\n",
                "paragraph: one two ¦ paragraph: three",
            ),
            (
                "a line of code is no fence",
                "one\n```js two```\nthree\n\n    ```a``` four\n",
                "paragraph: one □ three ¦ paragraph: □ four",
            ),
            (
                "code ends with its paragraph",
                "one ` two {no}\n\nthree {no} ` four\n\n- a ` b\n- c {no} ` d\n",
                "paragraph: one ` two □ ¦ paragraph: three □ ` four ¦ list: a ` b ¦ list: c □ ` d",
            ),
            (
                "indented text",
                "<A>\n                                                one *two*\n                                                three\n\n                                                1. four\n                                                   - five\n\n                                                     six\n\n                                                | a | b |\n                                                |---|---|\n                                                | c | d |\n</A>\n",
                "paragraph: one two three ¦ list: four ¦ list: five ¦ list: six ¦ table: a ¦ table: b ¦ table: c ¦ table: d",
            ),
            (
                "statements with blank lines",
                "export const A = () => (\n\n  <p>Don't {`no`}</p>\n)\nexport const b = `\n\nno`\n\none\n\nexport const c = {\n\ntwo\n",
                "paragraph: one ¦ paragraph: two",
            ),
            ("a rule after statements", "import a from 'b'\n---\none: two\n\n---\n\nthree\n", "paragraph: three"),
            (
                "json-ld",
                "<script type=\"application/ld+json\">{`{\"name\": \"one\", \"no\": \"no\"}`}</script>\n\ntwo\n",
                "attribute: one ¦ paragraph: two",
            ),
            (
                "a sentence after a line",
                "one\r\nimport a from 'b'\r\n\r\nimport no from 'no'\r\n",
                "paragraph: one import a from 'b'",
            ),
            (
                "blocks end a code span",
                "one ` two\n{`three`}\n\nfour ` five\n1. six ` seven\n",
                "paragraph: one ` two three ¦ paragraph: four ` five ¦ list: six ` seven",
            ),
            (
                "a lazy line keeps its item open",
                "1. one\ntwo\n    ~~~\n    no\nthree\n",
                "list: one two ¦ paragraph: three",
            ),
            (
                "strings in components that show code",
                "<Code>{`no`}</Code> <UI.CodeBlock lang=\"js\">\n  {'no'}\n</UI.CodeBlock> <Note>{'one'}</Note>\n",
                "paragraph: □ □ one",
            ),
        ],
    );
}
