//! Finds the paths and macros that Rust code names, with a small tokenizer that skips comments and literals.
//!
//! Comments, doc comments, string and character literals and items under `#[cfg(test)]` are skipped. Groups in `use`
//! declarations are expanded: `use std::{fs, io}` names `std::fs` and `std::io`.

/// A path or macro named in code.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// The 1-based line.
    pub line: usize,
    /// The segments joined by `::`; a macro ends in `!`.
    pub path: String,
    /// Whether a `use` declaration names it.
    pub is_import: bool,
}

/// Returns all paths and macros that the code in `source` names, in order.
pub fn names(source: &str) -> Vec<Name> {
    name_paths(&without_tests(tokens(source)))
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Ident(String),
    PathSep,
    Punct(char),
}

#[derive(Clone, Debug)]
struct Token {
    line: usize,
    kind: Kind,
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let (kind, end) = token(&chars, at);
        tokens.extend(kind.map(|kind| Token { line, kind }));
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    tokens
}

/// Reads the token at `at`. Returns its kind, or `None` for white space, comments and literals, and its end.
fn token(chars: &[char], at: usize) -> (Option<Kind>, usize) {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => (None, find(chars, at, |c| c == '\n')),
        '/' if next == Some('*') => (None, block_comment_end(chars, at)),
        '"' => (Some(Kind::Punct('"')), string_end(chars, at)),
        '\'' => (Some(Kind::Punct('\'')), quote_end(chars, at)),
        ':' if next == Some(':') => (Some(Kind::PathSep), at + 2),
        c if c.is_alphanumeric() || c == '_' => word(chars, at),
        c if c.is_whitespace() => (None, at + 1),
        c => (Some(Kind::Punct(c)), at + 1),
    }
}

fn find(chars: &[char], from: usize, is_end: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|index| is_end(chars[*index])).unwrap_or(chars.len())
}

fn block_comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut at) = (0, at);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) if depth == 1 => return at + 2,
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

/// Returns the end of the string literal whose opening quote is at `at`.
fn string_end(chars: &[char], at: usize) -> usize {
    let mut at = at + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// Returns the end of a character literal or a lifetime.
fn quote_end(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        (find(chars, at + 3, |c| c == '\'') + 1).min(chars.len())
    } else if chars.get(at + 2) == Some(&'\'') {
        at + 3
    } else {
        find(chars, at + 1, |c| !(c.is_alphanumeric() || c == '_'))
    }
}

/// Reads an identifier, or a raw string that starts with `r`.
fn word(chars: &[char], at: usize) -> (Option<Kind>, usize) {
    let end = find(chars, at, |c| !(c.is_alphanumeric() || c == '_'));
    let text: String = chars[at..end].iter().collect();
    let quote = find(chars, end, |c| c != '#');
    if matches!(text.as_str(), "r" | "br" | "cr") && chars.get(quote) == Some(&'"') {
        let closing: Vec<char> = std::iter::once('"').chain(chars[end..quote].iter().copied()).collect();
        let close = (quote + 1..chars.len()).find(|index| chars[*index..].starts_with(&closing));
        return (Some(Kind::Punct('"')), close.map_or(chars.len(), |close| close + closing.len()));
    }
    (Some(Kind::Ident(text)), end)
}

/// Returns the tokens outside of items under `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let kinds: Vec<Kind> = tokens.iter().map(|token| token.kind.clone()).collect();
    let ident = |text: &str| Kind::Ident(text.to_owned());
    let [hash, open, close] = ['#', '[', ']'].map(Kind::Punct);
    let attribute = [hash, open, ident("cfg"), Kind::Punct('('), ident("test"), Kind::Punct(')'), close];
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if kinds[at..].starts_with(&attribute) {
            at = item_end(&kinds, at + attribute.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Returns the end of the item that starts at `from`: after its `;` or its block.
fn item_end(kinds: &[Kind], from: usize) -> usize {
    let mut depth = 0;
    for (index, kind) in kinds.iter().enumerate().skip(from) {
        match kind {
            Kind::Punct(';') if depth == 0 => return index + 1,
            Kind::Punct('{' | '(' | '[') => depth += 1,
            Kind::Punct('}' | ')' | ']') => depth -= 1,
            _ => continue,
        }
        if depth == 0 && *kind == Kind::Punct('}') {
            return index + 1;
        }
    }
    kinds.len()
}

fn name_paths(tokens: &[Token]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut is_import = false;
    let mut groups: Vec<String> = Vec::new(); // the path before each open brace, empty for a block
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &tokens[before].kind);
        let goes_on = before == Some(&Kind::PathSep)
            && index.checked_sub(2).is_some_and(|first| matches!(tokens[first].kind, Kind::Ident(_)));
        let is_named = matches!(before, Some(Kind::Ident(_)));
        match &token.kind {
            Kind::Ident(text) if goes_on => {
                let last = names.last_mut().expect("an identifier came before");
                last.path = format!("{}::{text}", last.path);
            }
            Kind::Ident(text) => {
                is_import |= text == "use";
                let group = groups.last().filter(|group| !group.is_empty());
                let path = group.map_or_else(|| text.clone(), |group| format!("{group}::{text}"));
                names.push(Name { line: token.line, path, is_import });
            }
            Kind::Punct(';') => is_import = false,
            Kind::Punct('{') if goes_on => {
                groups.push(names.pop().expect("an identifier came before").path);
            }
            Kind::Punct('{') => groups.push(String::new()),
            Kind::Punct('}') => {
                groups.pop();
            }
            Kind::Punct('!') if is_named && opens_group(tokens.get(index + 1)) => {
                names.last_mut().expect("an identifier came before").path.push('!');
            }
            _ => {}
        }
    }
    names
}

fn opens_group(token: Option<&Token>) -> bool {
    token.is_some_and(|token| matches!(token.kind, Kind::Punct('(' | '[' | '{')))
}
