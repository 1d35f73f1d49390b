//! The anchors that a text links to, and those that it sets explicitly.
//!
//! A heuristic finds links in every format without parsing: a `#` after text that may be an address starts an anchor.
//! Text that only looks like a link, for example in code, may make a safe edit unsafe, which costs little.

use std::collections::{BTreeMap, BTreeSet};
use wordgate_text::source::{Span, floor_char_boundary};

/// The maximum length in bytes of an address (up to its `#`) and of an anchor. The rest of a longer one is ignored. The
/// limit bounds the time for each `#` of a hostile document.
const MAX_LEN: usize = 512;

/// File extensions that a link may omit.
const EXTENSIONS: &[&str] =
    &["adoc", "asciidoc", "htm", "html", "ipynb", "markdown", "md", "mdx", "qmd", "rmd", "rst", "txt", "xhtml"];

/// File names that represent their folder.
const INDEXES: &[&str] = &["", "_index", "index", "readme"];

/// Maps the [`key`] of an anchor to the spellings of the anchor in links.
pub(super) type Anchors = BTreeMap<String, BTreeSet<String>>;

/// The anchors that a text links to, and those that it sets.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The link targets in the same file.
    pub within: Anchors,
    /// The link targets in other files, by file name.
    pub to_files: BTreeMap<String, Anchors>,
    /// Anchors that the text sets explicitly, with an element or an attribute of a heading.
    pub ids: BTreeSet<String>,
}

impl Links {
    /// Collects the links of a text. Anchors set inside `code` (sorted spans) do not count.
    pub fn of(text: &str, code: &[Span]) -> Links {
        let mut links = Links::default();
        for at in memchr::memchr_iter(b'#', text.as_bytes()) {
            if let Some(id) = attribute_id(text, at) {
                if !is_in(code, at) {
                    links.ids.insert(id.to_owned());
                }
            } else if let Some((address, anchor)) = target(text, at) {
                links.add(address, anchor);
            }
        }
        links.ids.extend(element_ids(text).filter(|id| !is_in(code, id.at)).map(|id| id.value.to_owned()));
        links
    }

    fn add(&mut self, address: &str, anchor: &str) {
        let anchor = decoded(anchor);
        let anchors = match address {
            "" => &mut self.within,
            address => self.to_files.entry(name(&decoded(address))).or_default(),
        };
        // Generators add `-1` or `_1` to the anchor of the second heading with the same text.
        let first = anchor.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(['-', '_']);
        for text in [Some(&*anchor), first].into_iter().flatten() {
            let key = key(text);
            if !key.is_empty() {
                anchors.entry(key).or_default().insert(anchor.clone());
            }
        }
    }
}

/// Returns the letters and digits of an anchor or a heading, in lower case. Anchors with equal keys may be the same.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether a heading in this text sets its anchor explicitly. An `<a id>` inside the heading does not count,
/// because it adds an anchor and does not replace that of the heading.
pub(super) fn sets_heading_id(text: &str) -> bool {
    let is_heading = |tag: &str| tag.starts_with(['h', 'H']) && tag[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_heading_or_component = |tag: &str| is_heading(tag) || tag.starts_with(|c: char| c.is_ascii_uppercase());
    memchr::memchr_iter(b'#', text.as_bytes()).any(|at| attribute_id(text, at).is_some())
        || element_ids(text).any(|id| is_heading_or_component(id.tag))
}

/// Returns the names that links use for a file: its name without the extension and, if it is an index file, the name of
/// its folder.
pub(super) fn file_names(path: &str) -> Vec<String> {
    let own = name(path);
    if !INDEXES.contains(&own.as_str()) {
        return vec![own];
    }
    let folder = path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    vec![name(folder), String::new(), own]
}

/// Returns the name of the file at an address: the last part of its path in lower case, without its extension and
/// without a number or date at the start.
fn name(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default().trim_end_matches(['/', '\\']);
    // In MyST, `project:a.md` has a scheme and no folder.
    let last = path.rsplit(['/', '\\', ':']).next().unwrap_or_default().to_lowercase();
    let bare = match last.rsplit_once('.') {
        Some((bare, extension)) if EXTENSIONS.contains(&extension) => bare,
        _ if last.trim_matches('.').is_empty() => "",
        _ => &last,
    };
    let unordered = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    // A prefix starts with a digit: the underscore of `_index` is part of the name.
    let is_ordered = bare.starts_with(|c: char| c.is_ascii_digit()) && !unordered.is_empty();
    if is_ordered { unordered.to_owned() } else { bare.to_owned() }
}

/// Returns the anchor in braces whose `#` is at byte `at`: `{#id}`, `{: .class #id }`, `{/* #id */}`.
fn attribute_id(text: &str, at: usize) -> Option<&str> {
    let before = line_before(text, at);
    let inside = &before[before.rfind(['{', '}'])?..];
    let is_alone = inside == "{" || inside.ends_with([' ', '\t', ':']);
    let is_attribute = inside.starts_with('{') && is_alone && !inside.contains(['"', '\'', '`', '(']);
    let id = until(&text[at + 1..], &[' ', '\t', '}', '*']);
    (is_attribute && !id.is_empty()).then_some(id)
}

/// The value of `id` or `name` in a tag.
struct ElementId<'t> {
    /// The tag, starting with its name.
    tag: &'t str,
    /// The byte offset of the `=`.
    at: usize,
    value: &'t str,
}

fn element_ids(text: &str) -> impl Iterator<Item = ElementId<'_>> {
    memchr::memchr_iter(b'=', text.as_bytes()).filter_map(|at| {
        let before = &text[floor_char_boundary(text, at.saturating_sub(MAX_LEN))..at];
        let tag = before[before.rfind(['<', '>'])?..].strip_prefix('<')?;
        let name = tag.rsplit([' ', '\t', '\n', '\r']).next()?;
        let is_id = ["id", "name"].iter().any(|known| name.eq_ignore_ascii_case(known));
        let value = until(text[at + 1..].trim_start_matches(['"', '\'', '{']), &['"', '\'', ' ', '>', '}']);
        (is_id && !value.is_empty()).then_some(ElementId { tag, at, value })
    })
}

/// Returns the address and the anchor of the link whose `#` is at byte `at`.
fn target(text: &str, at: usize) -> Option<(&str, &str)> {
    let before = line_before(text, at);
    if let Some(address) = in_template_tag(before) {
        let ends = [')', '"', '\'', ' ', '>', ']', '\t'];
        return Some((address, until(&text[at + 1..], &ends))).filter(|(_, anchor)| !anchor.is_empty());
    }
    if let Some(open) = before.rfind("[[").filter(|open| !before[*open..].contains("]]")) {
        // The anchor of a wiki link is the text of the heading, so it may contain spaces.
        let anchor = until(&text[at + 1..], &[']', '|', '#']);
        return Some((&before[open + 2..], anchor));
    }
    let ends = [' ', '\t', '"', '\'', '(', ')', '<', '>', '[', ']', '{', '}', '|', '`', ',', ';'];
    let start = before.rfind(ends).map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8));
    let (opening, address) = (before[..start].trim_end_matches([' ', '\t']), &before[start..]);
    let is_spaced = opening.len() < start;
    let bracket = before.rfind('<').filter(|open| before[..*open].ends_with('(') && !before[*open..].contains('>'));
    let value = address.rsplit_once('=').filter(|(name, _)| !name.contains('?'));
    let (is_link, address, anchor_ends) = match (bracket, value) {
        // An address between `<` and `>` may contain spaces.
        (Some(open), _) => (true, &before[open + 1..], &['>'][..]),
        (None, Some((_, value))) => (true, value, &ends[..]),
        (None, None) if address.starts_with(':') => (true, &address[1..], &ends[..]),
        (None, None) if opening.is_empty() => (opens_target(text, at - before.len()), address, &ends[..]),
        (None, None) if is_spaced => (opening.ends_with([':', '=']), address, &ends[..]),
        (None, None) => (opening.ends_with(['(', '"', '\'', '<', ':', '`', '{', ',']), address, &ends[..]),
    };
    let anchor = until(&text[at + 1..], anchor_ends);
    (is_link && !anchor.is_empty()).then_some((address, anchor))
}

/// Returns whether the line that starts at byte `at` continues the target of a link.
fn opens_target(text: &str, at: usize) -> bool {
    text[floor_char_boundary(text, at.saturating_sub(MAX_LEN))..at].trim_end().ends_with("](")
}

/// Returns the path in the template tag that `before` ends with: `{% link docs/a.md %}`, `{{ '/a' | relative_url }}`.
fn in_template_tag(before: &str) -> Option<&str> {
    let open = before.rfind("{").filter(|_| before.ends_with("%}") || before.ends_with("}}"))?;
    let words = before[open..].split([' ', '\t', '"', '\'', '`', '|']);
    words.into_iter().rfind(|word| word.contains(['/', '.'])).or(Some(""))
}

/// Returns the text before byte `at` that may belong to the same address: up to the last line break or `#`.
fn line_before(text: &str, at: usize) -> &str {
    let from = floor_char_boundary(text, at.saturating_sub(MAX_LEN));
    let near = &text[from..at];
    &near[near.rfind(['\n', '\r', '#']).map_or(0, |end| end + 1)..]
}

/// Returns the start of a text, up to one of `ends` or the end of the line.
fn until<'t>(text: &'t str, ends: &[char]) -> &'t str {
    let near = &text[..floor_char_boundary(text, MAX_LEN)];
    let end = near.find(|c: char| ends.contains(&c) || matches!(c, '\n' | '\r'));
    &near[..end.unwrap_or(near.len())]
}

fn is_in(spans: &[Span], at: usize) -> bool {
    let first = spans.partition_point(|span| span.end as usize <= at);
    spans.get(first).is_some_and(|span| span.start as usize <= at)
}

/// Returns an address with its `%` escapes decoded and its backslashes removed.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        let code = hex(after.first()).zip(hex(after.get(1))).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        rest = after;
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            (b'\\', _) => {}
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the links of a text as `file#anchor`, each once.
    fn links(text: &str) -> Vec<String> {
        let Links { within, to_files, .. } = Links::of(text, &[]);
        let all = [(String::new(), within)].into_iter().chain(to_files);
        let written = all.flat_map(|(file, anchors)| {
            let all: BTreeSet<String> = anchors.into_values().flatten().collect();
            all.into_iter().map(move |anchor| format!("{file}#{anchor}"))
        });
        written.collect()
    }

    #[test]
    fn links_are_found_in_every_syntax() {
        let cases: &[(&str, &[&str])] = &[
            ("[x](#a-b)", &["#a-b"]),
            ("[x](<#a-b> 'title')", &["#a-b"]),
            ("[x]( #a )", &[]),
            ("[x](other.md#a-b \"t\")", &["other#a-b"]),
            ("[x](./docs/Other.md#a) [y](../other/#b)", &["other#a", "other#b"]),
            ("[x](<my docs/my file.md#a>)", &["my file#a"]),
            ("[x](my%20file.md#a%2Db)", &["my file#a-b"]),
            ("[x](https://example.com/docs/other?v=1#a)", &["other#a"]),
            ("[x](01-other.md#a) [y](/blog/2024-05-01-news.md#b)", &["news#b", "other#a"]),
            ("[x]: other.md#a\n[y]: <#b>\n[z]:#c", &["#b", "#c", "other#a"]),
            ("<a href=\"#a\">x</a> <a href=other.html#b> <a href='x.html#c'>", &["#a", "other#b", "x#c"]),
            ("<Link to={\"/other#a\"} href={`#b`}>", &["#b", "other#a"]),
            ("link: /guide/other#a", &["other#a"]),
            ("[x](\nother.md#a\n\"t\") [y](  \n  #b)", &["#b", "other#a"]),
            ("[x]({% link docs/other.md %}#a) [y]({{ '/docs/x' | relative_url }}#b)", &["other#a", "x#b"]),
            ("[x](project:docs/other.md#a) [y](project:#b)", &["#b", "other#a"]),
            ("[[other#A heading|x]] ![[#B c]]", &["#B c", "other#A heading"]),
            ("# A heading\n## b\n#tag, C# and #12 x#y", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(links(text), *expected, "{text}");
        }
    }

    #[test]
    fn explicit_anchors_are_found() {
        let ids = |text: &str| Links::of(text, &[]).ids.into_iter().collect::<Vec<_>>();
        let cases: &[(&str, &[&str])] = &[
            ("# A {#a-b}", &["a-b"]),
            ("# A {: #a .b }", &["a"]),
            ("# A {.b #a}", &["a"]),
            ("# A {/* #a */}", &["a"]),
            ("<a id=\"a\"></a><a name='b'></a><h2 class=x ID=c>", &["a", "b", "c"]),
            ("<Heading id={\"a\"}>", &["a"]),
            ("# A\n{#}", &[]),
            ("data-id=\"a\" id=\"b\" <a data-id=\"c\">", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(text), *expected, "{text}");
        }
        for (text, expected) in
            [("# A {#a}", true), ("<h2\nid=a>A", true), ("# A <a id=a></a>", false), ("<Title id='a'>A", true)]
        {
            assert_eq!(sets_heading_id(text), expected, "{text}");
        }
        assert!(Links::of("`{#a}`", &[Span::new(0, 6)]).ids.is_empty());
    }

    #[test]
    fn an_index_has_the_name_of_its_folder() {
        assert_eq!(file_names("docs/a.md"), ["a"]);
        assert_eq!(file_names("docs/01-A.md"), ["a"]);
        assert_eq!(file_names("docs/guide/index.md"), ["guide", "", "index"]);
        assert_eq!(file_names("README.md"), ["", "", "readme"]);
        assert_eq!(name("../guide/"), "guide");
        assert_eq!(name("./"), "");
        assert_eq!(name("/docs/v1.2"), "v1.2");
    }
}
