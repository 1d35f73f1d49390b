//! Documents with slots. The text around the slots must not change, and a guard limits the text in each slot.

use proptest::prelude::*;
use wordgate_core::extract::Format;

/// What a slot must not contain, so that it does not break its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    Free,
    /// Must not contain this character.
    Without(char),
    /// A YAML string in single quotes.
    Single,
    /// A string or link title in double quotes.
    Double,
    /// A string in this quote, with backslash escapes.
    Escaped(char),
    /// A table cell.
    Cell,
}

impl Guard {
    pub fn holds(self, slot: &str) -> bool {
        let escaped_only = |sign: char| {
            let mut chars = slot.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => drop(chars.next()),
                    c if c == sign => return false,
                    _ => {}
                }
            }
            true
        };
        match self {
            Guard::Free => true,
            Guard::Without(c) => !slot.contains(c),
            Guard::Single => !slot.replace("''", "").contains('\''),
            Guard::Double => escaped_only('"'),
            Guard::Escaped(quote) => escaped_only(quote),
            Guard::Cell => escaped_only('|'),
        }
    }
}

use Guard::{Cell, Double, Escaped, Free, Single, Without};

/// A part of a document; `@` is a slot, `¤` an invalid byte, `
/// ` a NUL.
type Template = (&'static str, Guard);

const HEADS: &[Template] = &[
    ("", Free),
    ("---\ntitle: '@'\n---\n\n", Single),
    ("---\ndate: 2026-01-01\ntitle: \"@ more\"\n---\n\n", Double),
    ("---\ntitle: @\n---\n\n", Without(':')),
    ("---\nsummary: >\n  @\n  more\nother: x\n---\n\n", Free),
    ("---\nseo: {title: '@', x: 1}\n---\n\n", Single),
    ("---\ntitle: [\"@\", '@']\n---\n\n", Without('\n')),
    ("+++\ntitle = '@'\n+++\n\n", Without('\'')),
    ("+++\ntitle = \"@\"\ndraft = true\n+++\n\n", Double),
];

const BLOCKS: &[Template] = &[
    ("Some @ and @.\n\n", Free),
    ("Broken ¤ @ and ¶\nnext line @\n\n", Free),
    ("# @\n\n", Free),
    ("@\n=====\n\n", Free),
    ("- @\n- x @\n  - @ more\n\n", Free),
    ("1. one\n2. @\n\n", Free),
    ("> @\n> more\n\n", Free),
    ("> [!NOTE]\n> @\n\n", Free),
    ("| a | @ |\n|---|---|\n| @ | x |\n|  | @ |\n\n", Cell),
    ("See [@](https://example.com/tea) and ![@](tea.png).\n\n", Without('\n')),
    ("See [x](y \"@\").\n\n", Double),
    ("**@** and *@* and ~~@~~.\n\n", Free),
    ("<div title=\"@\">\n<p>words</p>\n</div>\n\n", Without('"')),
    ("<div>\n<p>@</p>\n</div>\n\n", Without('<')),
    ("<img alt='@'>\n\n", Without('\'')),
    ("x <span title=\"@\">words</span> y\n\n", Without('"')),
    ("x <b>@</b> y\n\n", Free),
    ("```\ntea foo whitelist\n```\n\n", Free),
    ("`tea` @ <!-- tea -->\n\n", Free),
    ("Note[^1].\n\n[^1]: @ x\n\n", Free),
    ("$5 @ $6\n\n", Free),
    ("@ more\n\n", Free),
];

const MDX_BLOCKS: &[Template] = &[
    ("import x from 'tea'\n\n", Free),
    ("<Note title=\"@\">\n  words\n</Note>\n\n", Without('"')),
    ("<Note>\n  @ more\n</Note>\n\n", Free),
    ("Some {tea} @ {x + 'foo'}.\n\n", Free),
    ("Some {\"@\"} and {\"@ more\"}.\n\n", Double),
    ("Some {'@'} and {'more @'}.\n\n", Escaped('\'')),
    ("{`@`} more\n\n", Escaped('`')),
    ("<Card body={\"the @\"} icon={<Tea foo=\"tea\" />} />\n\n", Double),
    ("| {\"@\"} | {\"more @\"} |\n|---|---|\n\n", Double),
    ("<Note>\n            ```\n            tea foo\n  ```\n            @ more\n</Note>\n\n", Free),
    ("# @\n\n", Free),
    ("- @\n\n", Free),
];

const ASCIIDOC_BLOCKS: &[Template] = &[
    ("Some @ and @.\n\n", Free),
    ("Broken ¤ @ and ¶\nnext line @\n\n", Free),
    ("== @\n\n", Free),
    ("* @\n* x @\n** @ more\n\n", Free),
    ("x:: @\n\n", Free),
    ("NOTE: @\n\n", Free),
    ("[quote, @]\n____\n@ more\n____\n\n", Without(',')),
    ("|===\n|a |@\n\n|@ |x\n|===\n\n", Cell),
    ("See https://example.com/tea[@] and <<tea,@>>.\n\n", Without(']')),
    ("image::tea.png[x,title=\"@\"]\n\n", Double),
    ("*@* and _@_ and x##@##.\n\n", Free),
    ("----\ntea foo whitelist\n----\n\n", Free),
    ("`tea` @ {tea}footnote:[@ x]\n// tea\n\n", Without(']')),
    (":description: @\n\n", Free),
    ("@ more\n\n", Free),
];

const HTML_BLOCKS: &[Template] = &[
    ("<p title='@'>words</p>\n", Without('\'')),
    ("<p>x @ y</p>\n", Without('<')),
    ("<title>@</title>\n", Without('<')),
    ("<meta name=\"description\" content=\"@\">\n", Without('"')),
    ("<script>tea()</script><pre>foo</pre>\n", Free),
    ("<ul><li>@<li>@ more</ul>\n", Without('<')),
    ("<p>¤ @</p> ¶\n", Without('<')),
    ("<img alt=@>\n", Without(' ')),
    ("<script type=\"application/ld+json\">{\"name\": \"@\", \"tea\": \"tea\"}</script>\n", Double),
    ("<input type=submit value=\"{{ tea }} @\">\n", Without('"')),
    ("<p>{{ tea }} @ {% if foo > tea %}@{% endif %}{# tea #}</p>\n", Without('<')),
];

const RST_BLOCKS: &[Template] = &[
    ("Some @ and @.\n\n", Free),
    ("Broken ¤ @ and ¶\nnext line @\n\n", Free),
    ("@\n============================================\n\n", Free),
    ("- @\n- x @\n\n  - @ more\n\n", Free),
    ("1. one\n2. @\n\n", Free),
    ("Words:\n\n   @ more\n\n", Free),
    ("See `@ <https://example.com/tea>`_ and :ref:`@ <tea>`.\n\n", Free),
    (".. note:: @\n\n   @ more\n\n", Free),
    (".. image:: tea.png\n   :alt: @\n\n", Free),
    ("**x @** and *x @*.\n\n", Free),
    ("Words::\n\n   tea foo whitelist\n\n", Free),
    ("``tea`` @ |tea|\n\n", Free),
    (".. [1] @ x\n\n", Free),
    (".. tea\n\n", Free),
    ("=====  =====\ntea    @\n=====  =====\n\n", Free),
    ("@ more\n\n", Free),
];

const TSX_BLOCKS: &[Template] = &[
    ("a = 'see the @ more';\n", Escaped('\'')),
    ("a = \"see the @\" + b + \" and @ more\";\n", Double),
    ("a = { className: 'tea foo', b: `see the @ more` };\n", Escaped('`')),
    ("a = <p>x @ y</p>;\n", Without('<')),
    ("a = <p>¤ @ ¶</p>;\n", Without('<')),
    ("a = <p>{\"@\"}</p>;\n", Double),
    ("a = <p title=\"@\">words</p>;\n", Without('"')),
    ("a = <A b={<p>@</p>} />;\n", Without('<')),
    ("a = <A b={tea} title={c ? '@' : 'the @'} />;\n", Escaped('\'')),
    ("// tea\nconsole.log('tea foo', a < b, tea);\n", Free),
    ("a = <ul>{tea.map((tea) => <li key={tea}>@ {tea}</li>)}</ul>;\n", Without('<')),
];

const SVELTE_BLOCKS: &[Template] = &[
    ("<script>\nlet a = 'see the @ more';\n</script>\n", Escaped('\'')),
    ("<p>x @ y</p>\n", Without('<')),
    ("{#if tea < foo}<p>¤ @ ¶</p>{/if}\n", Without('<')),
    ("<p>{tea ? '@' : 'the @'}</p>\n", Escaped('\'')),
    ("<img alt='@' class='tea'>\n", Without('\'')),
    ("<A title={\"@\"} b={tea} />\n", Double),
    ("<style>tea {}</style><pre>foo</pre>\n", Free),
];

const TEXT_BLOCKS: &[Template] = &[("Some @ and @.\n\n", Free), ("¤ @\nmore ¶\n\n", Free), ("- @\n\n", Free)];

/// The initial texts of slots.
const PHRASES: &[&str] = &[
    "plain words", "a whitelist", "whitelists", "Whitelist", "THE WHITELISTED", "the white-list's", "white\u{AD}list",
    "whitelist more", "tea", "Tea, tea", "a tea", "&#116;ea", "very tea", "a very old foo", "foo", "foo bar",
    "big red house", "a big red tea foo", "master/slave", "master*/*slave", "a *white*list", "chat gpt",
    "a ChatGpt tea", "AWS Bedrock", "man-hours", "a blacklist", "direct access to chat gpt", "world-class",
];

/// What a notebook has around the text of its only Markdown cell.
const NOTEBOOK_START: &str =
    "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"tea\"},\n{\"cell_type\": \"markdown\", \"source\": [\n \"";
const NOTEBOOK_END: &str = "\"]}], \"nbformat\": 4}";

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Slot(Guard, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
}

/// A document to fix.
#[derive(Clone, Debug)]
pub struct Document {
    pub format: Format,
    parts: Vec<Part>,
    stored: Stored,
}

impl Document {
    /// Returns the document as stored.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.start();
        for part in &self.parts {
            let (Part::Text(text) | Part::Slot(_, text)) = part;
            bytes.extend(self.encode(text));
        }
        bytes.extend(self.end());
        bytes
    }

    /// Returns what comes before the first part.
    fn start(&self) -> Vec<u8> {
        match self.stored {
            _ if self.format == Format::Notebook => NOTEBOOK_START.into(),
            Stored::Utf8 => Vec::new(),
            _ => self.encode("\u{FEFF}"),
        }
    }

    /// Returns what comes after the last part.
    fn end(&self) -> &'static [u8] {
        if self.format == Format::Notebook { NOTEBOOK_END.as_bytes() } else { &[] }
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        if self.format == Format::Notebook {
            let json = serde_json::to_string(text).expect("a string is valid JSON");
            let content = &json[1..json.len() - 1];
            return content.replace('¤', "\\ud800").replace('¶', "\\u0000").replace("\\n", "\\n\",\n \"").into_bytes();
        }
        let units = text.encode_utf16().map(|unit| match unit {
            0xA4 => 0xD800,
            0xB6 => 0,
            unit => unit,
        });
        match self.stored {
            Stored::Utf16Le => units.flat_map(u16::to_le_bytes).collect(),
            Stored::Utf16Be => units.flat_map(u16::to_be_bytes).collect(),
            Stored::Utf8 | Stored::Utf8Bom => {
                let mut bytes = Vec::new();
                for c in text.chars() {
                    match c {
                        '¤' => bytes.push(0xFF),
                        '¶' => bytes.push(0),
                        c => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
                    }
                }
                bytes
            }
        }
    }

    fn decode(&self, bytes: &[u8]) -> Option<String> {
        if self.format == Format::Notebook {
            return serde_json::from_slice(&[b"\"", bytes, b"\""].concat()).ok();
        }
        let pairs = || bytes.chunks(2).map(|pair| [pair[0], pair[1]]);
        match self.stored {
            Stored::Utf16Le => String::from_utf16(&pairs().map(u16::from_le_bytes).collect::<Vec<_>>()).ok(),
            Stored::Utf16Be => String::from_utf16(&pairs().map(u16::from_be_bytes).collect::<Vec<_>>()).ok(),
            Stored::Utf8 | Stored::Utf8Bom => String::from_utf8(bytes.to_vec()).ok(),
        }
    }

    /// Returns the text of each slot in `bytes`, with its guard if the original text satisfied it. Returns `None` if
    /// anything else differs from this document.
    pub fn slots_of(&self, bytes: &[u8]) -> Option<Vec<(Guard, String)>> {
        let mut slots = Vec::new();
        let mut at = self.start().len();
        let mut open: Option<Guard> = None;
        bytes.starts_with(&self.bytes()[..at]).then_some(())?;
        for part in &self.parts {
            match part {
                Part::Slot(guard, text) => open = Some(if guard.holds(text) { *guard } else { Free }),
                Part::Text(text) => {
                    // A fix that deletes words may delete the space after them.
                    let text = if open.is_some() { text.trim_start_matches(' ') } else { text };
                    let text = self.encode(text);
                    let found = bytes[at..].windows(text.len()).position(|window| window == text)?;
                    match open.take() {
                        Some(guard) => slots.push((guard, self.decode(&bytes[at..at + found])?)),
                        None if found > 0 => return None,
                        None => {}
                    }
                    at += found + text.len();
                }
            }
        }
        (&bytes[at..] == self.end()).then_some(slots)
    }
}

/// Generates documents of all formats and encodings.
pub fn documents() -> impl Strategy<Value = Document> {
    let format = prop_oneof![5 => Just(Format::Markdown), 1 => Just(Format::Notebook), 2 => Just(Format::Mdx), 2 => Just(Format::Html), 2 => Just(Format::Asciidoc), 2 => Just(Format::Rst), 1 => Just(Format::Text), 2 => Just(Format::Tsx), 1 => Just(Format::Svelte)];
    let stored = prop_oneof![
        4 => Just(Stored::Utf8),
        1 => Just(Stored::Utf8Bom),
        1 => Just(Stored::Utf16Le),
        1 => Just(Stored::Utf16Be)
    ];
    let blocks = proptest::collection::vec(0..1000_usize, 1..5);
    let phrases = proptest::collection::vec(0..PHRASES.len(), 24);
    (format, stored, 0..HEADS.len(), blocks, phrases, any::<bool>()).prop_map(
        |(format, stored, head, blocks, phrases, crlf)| {
            let table = match format {
                Format::Markdown | Format::Notebook => BLOCKS,
                Format::Mdx => MDX_BLOCKS,
                Format::Asciidoc => ASCIIDOC_BLOCKS,
                Format::Html => HTML_BLOCKS,
                Format::Rst => RST_BLOCKS,
                Format::Svelte | Format::Vue | Format::Astro => SVELTE_BLOCKS,
                Format::Tsx | Format::Script => TSX_BLOCKS,
                _ => TEXT_BLOCKS,
            };
            let has_head = matches!(format, Format::Markdown | Format::Notebook | Format::Mdx);
            let head = has_head.then_some(HEADS[head]);
            let templates = head.into_iter().chain(blocks.into_iter().map(|block| table[block % table.len()]));
            let mut phrases = phrases.into_iter().cycle();
            let mut parts = Vec::new();
            for (template, guard) in templates {
                for (index, text) in template.split('@').enumerate() {
                    if index > 0 {
                        parts.push(Part::Slot(guard, PHRASES[phrases.next().unwrap()].to_owned()));
                    }
                    let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
                    if !text.is_empty() {
                        parts.push(Part::Text(text));
                    }
                }
            }
            parts.push(Part::Text("The end.\n".to_owned()));
            Document { format, parts, stored }
        },
    )
}

/// Returns the structure of a Markdown document as another parser sees it, without the text.
pub fn skeleton(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut skeleton = Vec::new();
    let tag = |html: &str| html.split([' ', '>']).next().unwrap_or_default().to_owned();
    for event in Parser::new_ext(text.trim_start_matches('\u{FEFF}'), options) {
        match event {
            Event::Text(_) | Event::SoftBreak => {}
            Event::Html(html) | Event::InlineHtml(html) => skeleton.push(tag(&html)),
            Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => skeleton.push(format!("link {dest_url}")),
            Event::Start(pulldown_cmark::Tag::Image { dest_url, .. }) => skeleton.push(format!("image {dest_url}")),
            other => skeleton.push(format!("{other:?}")),
        }
    }
    skeleton
}
