//! Recognises the inline syntax of Markdown dialects: wiki links, citations, comments, roles, attribute lists and block
//! ids.
//!
//! Each function checks whether a text starts with one construct, and returns its length.

/// The words that may precede a citation inside its brackets.
const CITATION_PREFIXES: [&str; 6] = ["see ", "see also ", "cf. ", "e.g. ", "compare ", "as in "];

/// A wiki link: `[[target]]` or `[[target|text]]`.
pub(super) struct WikiLink {
    /// The length of the markup before the text, which includes the target. Without a text, the length of the whole
    /// link.
    pub markup_len: usize,
    /// The byte offset of the closing brackets, if the link has a text.
    pub text_end: Option<usize>,
}

/// Returns the wiki link at the start of `source`.
pub(super) fn wiki_link(source: &str) -> Option<WikiLink> {
    let inside = source.strip_prefix("[[")?;
    let len = inside.find(['[', ']', '\n', '\r']).filter(|len| *len > 0 && inside[*len..].starts_with("]]"))?;
    let content = &inside[..len];
    // `[[1]](x)` and `[[1]][x]` are links whose text has brackets. `[[ a ]]` is a condition in a shell script.
    if content.starts_with(char::is_whitespace) || inside[len + 2..].starts_with(['(', '[']) {
        return None;
    }
    let Some(bar) = content.find('|') else { return Some(WikiLink { markup_len: len + 4, text_end: None }) };
    let has_text = bar + 1 < len;
    Some(WikiLink { markup_len: if has_text { bar + 3 } else { len + 4 }, text_end: has_text.then_some(len + 2) })
}

/// Returns the length of the bracketed citations (`[@key, p. 3; see @other]`) at the start of `source`.
pub(super) fn citation(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('[')?;
    let len = inside.find(['[', ']']).filter(|len| inside[*len..].starts_with(']'))?;
    let content = &inside[..len];
    let key = |text: &str| text.strip_prefix('-').unwrap_or(text).starts_with('@');
    let cites = key(content)
        || CITATION_PREFIXES.iter().any(|word| content.strip_prefix(word).is_some_and(key))
        || content.split(';').skip(1).any(|next| key(next.trim_start()));
    (cites && !inside[len + 1..].starts_with(['(', '[', ':'])).then_some(len + 2)
}

/// Returns the length of the citation key (`@key`) at the start of `source`.
pub(super) fn citation_key(source: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, ']' | ',' | ';' | '[' | '(' | ')');
    source.find(ends).unwrap_or(source.len())
}

/// The prefixes of cross-references in Pandoc and Quarto.
const CROSS_REFERENCE_PREFIXES: [&str; 8] = ["fig", "tbl", "tab", "eq", "sec", "lst", "thm", "chap"];

/// Returns the length of the cross-reference (`@fig:id`, `@sec-id`) at the start of `source`.
pub(super) fn cross_reference(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('@')?;
    let kind = CROSS_REFERENCE_PREFIXES.into_iter().find(|kind| inside.starts_with(kind))?;
    let id = inside[kind.len()..].strip_prefix([':', '-'])?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let len = id.find(|c: char| !is_part(c)).unwrap_or(id.len());
    (len > 0).then_some(kind.len() + 2 + len)
}

/// Returns the length of the LaTeX environment (`\begin{align} … \end{align}`) at the start of `source`.
pub(super) fn environment(source: &str) -> Option<usize> {
    let inside = source.strip_prefix("\\begin{")?;
    let name = &inside[..inside.find('}').filter(|len| *len > 0 && *len < MAX_NAME_LEN)?];
    let end = format!("\\end{{{name}}}");
    let near = &source.as_bytes()[..source.len().min(MAX_ENVIRONMENT_LEN)];
    Some(memchr::memmem::find(near, end.as_bytes())? + end.len())
}

/// The maximum length in bytes of the name of an environment.
const MAX_NAME_LEN: usize = 32;
/// The maximum length in bytes of an environment.
const MAX_ENVIRONMENT_LEN: usize = 4 << 10;

/// Returns the length of the MyST label (` (label)`) after a formula on the same line, or 0 if there is none.
pub(super) fn equation_label(source: &str) -> usize {
    let label = source.trim_start_matches([' ', '\t']);
    let len = label.find([')', ' ', '\n', '\r']).filter(|len| label.starts_with('(') && label[*len..].starts_with(')'));
    let ends = |len: &usize| {
        matches!(label[len + 1..].trim_start_matches([' ', '\t']).chars().next(), None | Some('\n' | '\r'))
    };
    len.filter(ends).map_or(0, |len| source.len() - label.len() + len + 1)
}

/// Returns the length of the Obsidian comment (`%% … %%`) at the start of `source`.
pub(super) fn comment(source: &str) -> Option<usize> {
    let inside = source.strip_prefix("%%").filter(|inside| !inside.starts_with('%'))?;
    let len = inside.find("%%").filter(|len| *len > 0)?;
    let ends = !inside[len + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '%');
    ends.then_some(len + 4)
}

/// Returns the length of the block id (`^id`), if `source` is one.
pub(super) fn block_id(source: &str) -> Option<usize> {
    let id = source.trim_end().strip_prefix('^')?;
    let fits = id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fits.then_some(id.len() + 1)
}

/// Returns the length of the attribute list (`{#id}`, `{ .class key=value }`, `{: … }`) at the start of `source`.
/// `follows_markup` says whether it directly follows markup that it may belong to.
pub(super) fn attribute_list(source: &str, follows_markup: bool) -> Option<usize> {
    let inside = source.strip_prefix('{')?;
    let len = inside.find(['}', '{', '\n', '\r']).filter(|len| *len > 0 && inside[*len..].starts_with('}'))?;
    let content = inside[..len].trim();
    let is_name = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let first = content.split_whitespace().next()?;
    let named = first.strip_prefix(['#', '.']).is_some_and(is_name) || first.starts_with(':') && len > 1;
    let after = inside[len + 1..].trim_start_matches([' ', '\t', '#']);
    let is_last = follows_markup || after.is_empty() || after.starts_with(['\n', '\r']);
    (named || is_last && is_pairs(content)).then_some(len + 2)
}

/// Returns whether `content` consists of attributes such as `width=50%`, or is `-`, the mark of an unnumbered heading.
fn is_pairs(content: &str) -> bool {
    let Some((name, _)) = content.split_once('=') else { return content == "-" };
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
    named || name.is_empty()
}

/// Returns the length of the role name (`{ref}`) at the start of `source`, if a code span follows it.
pub(super) fn role(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('{')?;
    let len = inside.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:+.".contains(c))).filter(|len| *len > 0)?;
    inside[len..].starts_with("}`").then_some(len + 2)
}

/// The length of the text in the code span of a role, which is `text <target>`. If there are several spaces, only the
/// last one is not part of the text.
pub(super) fn role_text(code: &str) -> Option<usize> {
    let inside = code.strip_prefix('`').filter(|inside| !inside.starts_with('`'))?.strip_suffix("`")?;
    let len = inside.strip_suffix('>')?.rfind('<')?;
    let text = inside[..len].strip_suffix([' ', '\t', '\n', '\r'])?;
    (!text.trim().is_empty()).then_some(text.len())
}
