//! Parses parts of a line of front matter: indentation, keys and quoted strings.

use crate::extract::lines::lines;
use crate::extract::spelling::Spelling;

/// Returns whether the value is a template tag, which the site generator fills in.
pub(super) fn is_template(value: &str) -> bool {
    value.starts_with("{{") || value.starts_with("{%")
}

/// Returns the key of a line, and the byte at which its value starts.
pub(super) fn key(content: &str, separator: char) -> Option<(&str, usize)> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, after) = match quote {
        Some(quote) => {
            let len = content[1..].find(quote)?;
            (&content[1..=len], len + 2)
        }
        None => {
            let separates =
                |at: &usize| separator == '=' || content[at + 1..].chars().next().is_none_or(char::is_whitespace);
            let len = content.match_indices(separator).map(|(at, _)| at).find(separates)?;
            (&content[..len], len)
        }
    };
    let rest = content[after..].trim_start();
    let value = rest.strip_prefix(separator)?;
    let is_key = !key.is_empty() && !key.starts_with(['[', '{', '|', '>', '&', '*', '#']);
    is_key.then_some((key.trim(), content.len() - value.len()))
}

/// A quoted string at the start of a value. Offsets are relative to the start of the value.
pub(super) struct Quoted {
    /// The first byte inside the quotes.
    pub open: usize,
    /// The end of the text inside the quotes.
    pub close: usize,
    /// The end of the string with its quotes.
    pub len: usize,
    /// How the text is escaped.
    pub spelling: Spelling,
}

/// Returns the quoted string at the start of `rest`.
pub(super) fn quoted(rest: &str) -> Option<Quoted> {
    const QUOTES: [(&str, Spelling); 4] = [
        ("\"\"\"", Spelling::DoubleQuoted),
        ("'''", Spelling::Literal),
        ("\"", Spelling::DoubleQuoted),
        ("'", Spelling::SingleQuoted),
    ];
    let (quote, spelling) = QUOTES.into_iter().find(|(quote, _)| {
        // Two quotes are an empty string. Three quotes open a long string only if three more close it.
        rest.starts_with(quote) && (quote.len() == 1 || rest[3..].contains(quote))
    })?;
    let open = quote.len();
    let mut at = open;
    loop {
        let found = at + rest[at..].find([quote.chars().next()?, '\\'])?;
        let after = &rest[found..];
        if let Some(escaped) = after.strip_prefix('\\') {
            let escapes = spelling == Spelling::DoubleQuoted;
            at = found + 1 + if escapes { escaped.chars().next().map_or(0, char::len_utf8) } else { 0 };
        } else if spelling == Spelling::SingleQuoted && after.starts_with("''") {
            at = found + 2;
        } else if after.starts_with(quote) {
            return Some(Quoted { open, close: found, len: found + open, spelling });
        } else {
            at = found + 1;
        }
    }
}

/// Returns the indentation of a line in columns, including the dashes of list items, and the rest of the line.
pub(super) fn without_indent(line: &str) -> (usize, &str) {
    let mut content = line.trim();
    let mut indent = line.len() - line.trim_start().len();
    while let Some(rest) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        let inside = rest.trim_start();
        indent += content.len() - inside.len();
        content = inside;
    }
    (indent, content)
}

/// Returns the end of the line that contains byte `from`, but not beyond `to`.
pub(super) fn line_end(text: &str, from: usize, to: usize) -> usize {
    lines(text, from..to).next().map_or(to, |line| line.end as usize)
}
