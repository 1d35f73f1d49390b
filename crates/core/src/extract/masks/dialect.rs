//! What dialects of Markdown write into running text, told from the looks of it: wiki links, citations, comments, roles,
//! attribute lists, ids of blocks.

/// What may precede a citation inside its brackets.
const CITING: [&str; 6] = ["see ", "see also ", "cf. ", "e.g. ", "compare ", "as in "];

/// A wiki link: `[[target]]` or `[[target|text]]`.
pub(super) struct WikiLink {
    /// Bytes up to the text, or all of it when it has none.
    pub target: usize,
    /// Where the closing brackets begin, when there is a text.
    pub text_end: Option<usize>,
}

/// The wiki link that `source` starts with.
pub(super) fn wiki_link(source: &str) -> Option<WikiLink> {
    let inside = source.strip_prefix("[[")?;
    let len = inside.find(['[', ']', '\n', '\r']).filter(|len| *len > 0 && inside[*len..].starts_with("]]"))?;
    let content = &inside[..len];
    // `[[1]](x)` and `[[1]][x]` are links whose text has brackets; `[[ a ]]` is a test of a shell.
    if content.starts_with(char::is_whitespace) || inside[len + 2..].starts_with(['(', '[']) {
        return None;
    }
    let Some(bar) = content.find('|') else { return Some(WikiLink { target: len + 4, text_end: None }) };
    let text = bar + 1 < len;
    Some(WikiLink { target: if text { bar + 3 } else { len + 4 }, text_end: text.then_some(len + 2) })
}

/// The length of the brackets around citations (`[@key, p. 3; see @other]`) that `source` starts with.
pub(super) fn citation(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('[')?;
    let len = inside.find(['[', ']']).filter(|len| inside[*len..].starts_with(']'))?;
    let content = &inside[..len];
    let key = |text: &str| text.strip_prefix('-').unwrap_or(text).starts_with('@');
    let cites = key(content)
        || CITING.iter().any(|word| content.strip_prefix(word).is_some_and(key))
        || content.split(';').skip(1).any(|next| key(next.trim_start()));
    (cites && !inside[len + 1..].starts_with(['(', '[', ':'])).then_some(len + 2)
}

/// The length of the key (`@key`) that `source` starts with.
pub(super) fn citation_key(source: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, ']' | ',' | ';' | '[' | '(' | ')');
    source.find(ends).unwrap_or(source.len())
}

/// What a cross-reference of Pandoc or Quarto begins with.
const REFERENCES: [&str; 8] = ["fig", "tbl", "tab", "eq", "sec", "lst", "thm", "chap"];

/// The length of the cross-reference (`@fig:id`, `@sec-id`) that `source` starts with.
pub(super) fn cross_reference(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('@')?;
    let kind = REFERENCES.into_iter().find(|kind| inside.starts_with(kind))?;
    let id = inside[kind.len()..].strip_prefix([':', '-'])?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let len = id.find(|c: char| !is_part(c)).unwrap_or(id.len());
    (len > 0).then_some(kind.len() + 2 + len)
}

/// The length of the environment of LaTeX (`\begin{align} … \end{align}`) that `source` starts with.
pub(super) fn environment(source: &str) -> Option<usize> {
    let inside = source.strip_prefix("\\begin{")?;
    let name = &inside[..inside.find('}').filter(|len| *len > 0 && *len < LONGEST_NAME)?];
    let end = format!("\\end{{{name}}}");
    let near = &source.as_bytes()[..source.len().min(LONGEST_ENVIRONMENT)];
    Some(memchr::memmem::find(near, end.as_bytes())? + end.len())
}

/// The longest name of an environment, and the longest environment (bytes).
const LONGEST_NAME: usize = 32;
const LONGEST_ENVIRONMENT: usize = 4 << 10;

/// The length of the label of MyST (` (label)`) that follows a formula on its line; 0 when none does.
pub(super) fn equation_label(source: &str) -> usize {
    let label = source.trim_start_matches([' ', '\t']);
    let len = label.find([')', ' ', '\n', '\r']).filter(|len| label.starts_with('(') && label[*len..].starts_with(')'));
    let ends = |len: &usize| {
        matches!(label[len + 1..].trim_start_matches([' ', '\t']).chars().next(), None | Some('\n' | '\r'))
    };
    len.filter(ends).map_or(0, |len| source.len() - label.len() + len + 1)
}

/// The length of the comment of Obsidian (`%% … %%`) that `source` starts with.
pub(super) fn comment(source: &str) -> Option<usize> {
    let inside = source.strip_prefix("%%").filter(|inside| !inside.starts_with('%'))?;
    let len = inside.find("%%").filter(|len| *len > 0)?;
    let ends = !inside[len + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '%');
    ends.then_some(len + 4)
}

/// The length of the id (`^id`) that `source` is up to its end.
pub(super) fn block_id(source: &str) -> Option<usize> {
    let id = source.trim_end().strip_prefix('^')?;
    let fits = id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fits.then_some(id.len() + 1)
}

/// The length of the attribute list (`{#id}`, `{ .class key=value }`, `{: … }`) that `source` starts with.
/// `follows_markup`: it stands right after what it may belong to.
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

/// Whether `content` is nothing but attributes such as `width=50%`, or the mark of a heading without a number.
fn is_pairs(content: &str) -> bool {
    let Some((name, _)) = content.split_once('=') else { return content == "-" };
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
    named || name.is_empty()
}

/// The length of the name of a role (`{ref}`) that stands before a code span, at the start of `source`.
pub(super) fn role(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('{')?;
    let len = inside.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:+.".contains(c))).filter(|len| *len > 0)?;
    inside[len..].starts_with("}`").then_some(len + 2)
}

/// In the code span of a role, `text <target>`, the bytes of the text.
pub(super) fn role_text(code: &str) -> Option<usize> {
    let inside = code.strip_prefix('`').filter(|inside| !inside.starts_with('`'))?.strip_suffix("`")?;
    let len = inside.strip_suffix('>')?.rfind('<')?;
    let text = inside[..len].trim_end();
    (!text.is_empty() && text.len() < len).then_some(text.len())
}
