//! Recognises what a line of AsciiDoc starts or is, by the rules of Asciidoctor.

use std::ops::Range;

/// The delimiter of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiter<'t> {
    pub kind: BlockKind,
    /// The line that ends the block.
    pub terminator: &'t str,
}

/// The kind of a delimited block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// `----`, `....` and a fence of backticks.
    Verbatim,
    /// `++++`.
    Passthrough,
    /// `////`.
    Comment,
    /// `====`.
    Example,
    /// `****`.
    Sidebar,
    /// `____`.
    Quote,
    /// `--` and `~~~~`.
    Open,
    /// `|===`, with the character that separates cells.
    Table(char),
}

/// Returns the delimiter that a line is.
pub(super) fn delimiter(line: &str) -> Option<Delimiter<'_>> {
    let bytes = line.as_bytes();
    let last = *bytes.get(1)?;
    let delimiter = |kind| Some(Delimiter { kind, terminator: line });
    if line == "--" {
        return delimiter(BlockKind::Open);
    }
    if line.starts_with("```") {
        let is_fence = bytes.get(3) != Some(&b'`');
        return is_fence.then(|| Delimiter { kind: BlockKind::Verbatim, terminator: &line[..3] });
    }
    if bytes.len() < 4 || bytes[1..].iter().any(|byte| *byte != last) {
        return None;
    }
    match (bytes[0], last) {
        (b'-', b'-') | (b'.', b'.') => delimiter(BlockKind::Verbatim),
        (b'+', b'+') => delimiter(BlockKind::Passthrough),
        (b'/', b'/') => delimiter(BlockKind::Comment),
        (b'=', b'=') => delimiter(BlockKind::Example),
        (b'*', b'*') => delimiter(BlockKind::Sidebar),
        (b'_', b'_') => delimiter(BlockKind::Quote),
        (b'~', b'~') if bytes.len() == 4 => delimiter(BlockKind::Open),
        (separator @ (b'|' | b',' | b':' | b'!'), b'=') => delimiter(BlockKind::Table(char::from(separator))),
        _ => None,
    }
}

/// Returns whether a line is a comment.
pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("///")
}

/// Returns whether a line includes another file, or a part of this one.
pub(super) fn is_include(line: &str) -> bool {
    line.starts_with("include::") && line.ends_with(']') && line.contains('[')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns whether a line sets the id or the attributes of the block after it: `[[id]]`, `[source,java]`.
pub(super) fn is_attribute_line(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else { return false };
    match inside.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')) {
        Some(anchor) => anchor.is_empty() || anchor_id(anchor).is_some_and(|(_, rest)| is_anchor_end(rest)),
        None => inside.is_empty() || inside.starts_with(|c| is_word(c) || ".#%{,\"'".contains(c)),
    }
}

fn is_anchor_end(rest: &str) -> bool {
    rest.is_empty() || rest.strip_prefix(',').is_some_and(|text| !text.trim().is_empty())
}

/// Splits the id of an anchor from the rest of the source.
pub(super) fn anchor_id(source: &str) -> Option<(&str, &str)> {
    let starts = source.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':');
    let len = source.find(|c| !(is_word(c) || matches!(c, '-' | ':' | '.'))).unwrap_or(source.len());
    starts.then(|| source.split_at(len))
}

/// Returns whether a line is the title of the block after it: `.Title`.
pub(super) fn is_block_title(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('.') else { return false };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.starts_with(|c| !matches!(c, ' ' | '\t' | '.'))
}

/// Splits an attribute entry into its name and the byte range of its value: `:name: value`.
pub(super) fn attribute_entry(line: &str) -> Option<(&str, Range<usize>)> {
    let rest = line.strip_prefix(':')?;
    let len = rest.find(':')?;
    let name = &rest[..len];
    let value = &rest[len + 1..];
    let is_name = name.strip_prefix('!').unwrap_or(name).starts_with(is_word);
    let text = value.trim_start_matches([' ', '\t']);
    (is_name && (value.is_empty() || text.len() < value.len())).then_some((name, line.len() - text.len()..line.len()))
}

/// A section title on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SectionTitle {
    /// The level: 1 for the title of the document.
    pub level: u8,
    /// The byte range of its text in the line.
    pub text: Range<usize>,
}

/// Returns the section title that a line is: `== Title`.
pub(super) fn section_title(line: &str) -> Option<SectionTitle> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '=' | '#'))?;
    let rest = line.trim_start_matches(mark);
    let level = line.len() - rest.len();
    let text = rest.trim_start_matches([' ', '\t']);
    if level > 6 || text.len() == rest.len() || text.is_empty() {
        return None;
    }
    let closed = text.strip_suffix(&line[..level]).filter(|text| text.ends_with([' ', '\t']));
    let text = closed.map_or(text, |text| text.trim_end_matches([' ', '\t']));
    let start = line.len() - line[level..].trim_start_matches([' ', '\t']).len();
    Some(SectionTitle { level: u8::try_from(level).ok()?, text: start..start + text.len() })
}

/// Returns the level of the title that is `line`, if `underline` underlines it.
pub(super) fn underlined_title(line: &str, underline: &str) -> Option<u8> {
    let mark = *underline.as_bytes().first()?;
    let level = match mark {
        b'=' => 1,
        b'-' => 2,
        b'~' => 3,
        b'^' => 4,
        b'+' => 5,
        _ => return None,
    };
    let is_uniform = underline.len() > 1 && underline.bytes().all(|byte| byte == mark);
    let is_title = || !line.starts_with('.') && line.contains(char::is_alphanumeric);
    (is_uniform && line.chars().count().abs_diff(underline.len()) < 2 && is_title()).then_some(level)
}

/// Returns whether a line is a thematic break or a page break.
pub(super) fn is_break(line: &str) -> bool {
    let only = |mark: char| line.len() > 2 && line.chars().all(|c| c == mark);
    let markdown = |mark: char| {
        let marks = line.split([mark]).collect::<Vec<_>>();
        marks.len() == 4
            && marks[0].is_empty()
            && marks[3].is_empty()
            && marks[1] == marks[2]
            && marks[1].trim().is_empty()
    };
    only('\'') || only('<') || line.len() < 16 && ['-', '*', '_'].into_iter().any(markdown)
}

/// A block macro on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockMacro<'t> {
    pub name: &'t str,
    /// The byte range in the line of what is between its brackets.
    pub attributes: Range<usize>,
}

/// Returns the block macro that a line is: `image::x.png[Text]`.
pub(super) fn block_macro(line: &str) -> Option<BlockMacro<'_>> {
    let inside = line.strip_suffix(']')?;
    let (name, rest) = inside.split_once("::")?;
    let is_name = name.starts_with(is_word) && name.chars().all(|c| is_word(c) || c == '-');
    let open = rest.find('[').filter(|open| rest[..*open].trim() == &rest[..*open])?;
    let start = inside.len() - rest.len() + open + 1;
    // These are inline macros whose target starts with a colon.
    let is_inline = matches!(name, "xref" | "link");
    (is_name && !is_inline).then_some(BlockMacro { name, attributes: start..inside.len() })
}

/// The words that begin an admonition.
pub(super) const ADMONITIONS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Returns the length of the label of an admonition at the start of a paragraph: `NOTE: `.
pub(super) fn admonition_label(line: &str) -> Option<usize> {
    let name = ADMONITIONS.into_iter().find(|name| line.starts_with(name))?;
    let rest = line[name.len()..].strip_prefix(':')?;
    let text = rest.trim_start_matches([' ', '\t']);
    (text.len() < rest.len()).then(|| line.len() - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_recognised() {
        let kinds = ["--", "----", "-----", "....", "```", "```rust", "|===", "|====", "////", "~~~~", "====="];
        assert!(kinds.iter().all(|line| delimiter(line).is_some()));
        assert_eq!(delimiter("```rust").map(|found| found.terminator), Some("```"));
        assert!(
            ["-", "---", "...", "````", "== a", "|==", "|===x", "~~~~~"].iter().all(|line| delimiter(line).is_none())
        );
    }

    #[test]
    fn titles_have_levels() {
        let title = |line| section_title(line).map(|title: SectionTitle| (title.level, &line[title.text]));
        assert_eq!(title("= A"), Some((1, "A")));
        assert_eq!(title("==  A b =="), Some((2, "A b")));
        assert_eq!(title("### A"), Some((3, "A")));
        assert_eq!((title("==A"), title("======= A"), title("==")), (None, None, None));
        assert_eq!(underlined_title("Title", "----"), Some(2));
        assert_eq!((underlined_title("Title", "---"), underlined_title(".Tit", "----")), (None, None));
    }

    #[test]
    fn metadata_lines_are_recognised() {
        assert!(
            ["[source,java]", "[[a]]", "[[a,b c]]", "[]", "[.x]", "['a']"].iter().all(|line| is_attribute_line(line))
        );
        assert!(!["[[a b]]", "[ a]", "[a] b", "[[1]]", "[*a*]"].iter().any(|line| is_attribute_line(line)));
        assert!(is_block_title(".A") && is_block_title("..a") && !is_block_title(". a") && !is_block_title("...a"));
        assert_eq!(attribute_entry(":a-b: c d"), Some(("a-b", 6..9)));
        assert_eq!(attribute_entry(":a!:"), Some(("a!", 4..4)));
        assert_eq!((attribute_entry(":a:b"), attribute_entry(": a: b")), (None, None));
        assert!(is_break("'''") && is_break("* * *") && is_break("---") && !is_break("--") && !is_break("* *  *"));
        assert_eq!(block_macro("image::a b.png[T]").map(|found| found.name), Some("image"));
        assert!(block_macro("a:: b[c]").is_none() && block_macro("a::b[c] d").is_none());
    }
}
