//! MDX.

use super::support::check;
use wordgate::extract::Format::Mdx;
use wordgate::prose::Scope::{Alt, Attribute, FrontMatter, Heading, List, Paragraph, Table, Title};

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
        ],
    );
}
