//! Recognises file paths and file names in running text.

use super::address::is_tag;
use super::candidate::{OpaqueCandidate, name_len, trimmed};
use super::characters::is_word_char;
use core::net::Ipv4Addr;

/// Folder names that make `name/…` a path regardless of the rest.
const ROOTS: &[&str] = &[
    "bin", "cmd", "config", "crates", "dist", "doc", "docs", "etc", "lib", "lib64", "libs", "mnt", "node_modules",
    "opt", "pkg", "proc", "refs", "sbin", "scripts", "src", "srv", "tests", "tmp", "usr", "var",
];

/// Folder names that are also words, so that a path needs at least three parts. `public/private` is not a path.
const ROOTS_OF_LONG_PATHS: &[&str] =
    &["app", "assets", "home", "internal", "node", "packages", "public", "static", "test", "vendor"];

/// Lower-case abbreviations with dots.
const ABBREVIATIONS: &[&str] = &["a.k.a", "a.m", "e.g", "i.e", "p.m"];

/// Prefixes of rooted and explicitly relative paths.
const ROOTED: &[&str] = &["#/", "/", "./", "../", "~/", ".\\", "..\\", "~\\", "\\\\"];

/// File name extensions.
#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    // Text and data.
    "adoc", "asciidoc", "bib", "conf", "cfg", "csv", "diff", "env", "epub", "ftl", "htm", "html", "ini", "ipynb", "json", "json5",
    "jsonc", "jsonl", "lock", "log", "markdown", "md", "mdx", "ndjson", "parquet", "patch", "plist", "po", "pot",
    "properties", "proto", "qmd", "rmd", "rst", "sql", "sqlite", "srt", "tex", "toml", "tsv", "txt", "vtt", "xhtml", "xlf",
    "xliff", "xml", "yaml", "yml",
    // Programs.
    "astro", "bash", "bat", "cjs", "cmd", "cpp", "cs", "css", "cts", "dart", "ex", "exs", "go", "gradle", "graphql", "hpp",
    "java", "jsx", "kt", "kts", "less", "lua", "mjs", "mk", "mts", "php", "pl", "ps1", "py", "pyi", "rb", "rs", "sass",
    "scala", "scss", "sh", "svelte", "swift", "tf", "tfvars", "ts", "tsx", "vue", "zig", "zsh",
    // Documents and media.
    "avi", "avif", "bmp", "doc", "docx", "flac", "gif", "ico", "jpeg", "jpg", "mov", "mp3", "mp4", "odp", "ods", "odt", "ogg",
    "pdf", "png", "ppt", "pptx", "psd", "rtf", "svg", "tiff", "ttf", "wav", "webm", "webp", "woff", "woff2", "xls", "xlsx",
    // Packages and build output.
    "apk", "bin", "bz2", "class", "crt", "deb", "dll", "dmg", "exe", "gem", "gz", "img", "iso", "jar", "msi", "pem", "pkg",
    "rpm", "so", "tar", "tgz", "war", "wasm", "whl", "xz", "zip", "zst",
];

/// Returns the length of `/a`, `#/a`, `./a`, `../a`, `~/a`, `~me/a`, `.a/b` or `\\host\a`.
pub(super) fn rooted(chunk: &str) -> Option<usize> {
    let starts_name = |c: char| is_word_char(c) || matches!(c, '.' | '~' | '@' | '[' | '{' | '*' | '$');
    // `/:id`, `/#/a`
    let starts_route = |name: &str| {
        name.strip_prefix([':', '#']).is_some_and(|rest| rest.starts_with(|c| c == '/' || is_word_char(c)))
    };
    let is_rooted = ROOTED
        .iter()
        .any(|root| chunk.strip_prefix(root).is_some_and(|rest| rest.starts_with(starts_name) || starts_route(rest)));
    let is_folder = |separator: char| {
        let name = &chunk[1..];
        let len = name_len(name, |c| matches!(c, '-' | '.'));
        len > 0 && name[len..].starts_with(separator)
    };
    // `.NET/Java` names two products.
    let is_hidden =
        || chunk.starts_with('.') && chunk[1..].starts_with(|c: char| c.is_lowercase() || c == '_') && is_folder('/');
    let is_home = || chunk.starts_with('~') && chunk[1..].starts_with(char::is_lowercase) && is_folder('/');
    let is_share = || chunk.starts_with('\\') && is_folder('\\');
    (is_rooted || is_hidden() || is_home() || is_share()).then(|| path_len(chunk)).filter(|len| *len > 1)
}

/// Returns the length of `C:\a` or `C:/a`.
pub(super) fn with_drive(chunk: &str) -> Option<usize> {
    let is_drive = matches!(chunk.as_bytes(), [drive, b':', b'/' | b'\\', ..] if drive.is_ascii_alphabetic());
    is_drive.then(|| path_len(chunk)).filter(|len| *len > 3)
}

/// Returns the length of a relative path that starts with a name.
pub(super) fn relative(candidate: &OpaqueCandidate) -> Option<usize> {
    let (root, rest) = candidate.chunk.split_at(name_len(candidate.segment, |c| matches!(c, '-' | '.')));
    if rest.starts_with(['/', '\\']) && ROOTS.contains(&root) {
        let continues = rest[1..].starts_with(|c: char| is_word_char(c) || "./\\-@*$[{".contains(c));
        return continues.then(|| path_len(candidate.chunk));
    }
    // `users/{id}/list`
    let has_variable = candidate.segment.ends_with('/') && candidate.chunk[candidate.segment.len()..].starts_with('{');
    if has_variable || ROOTS_OF_LONG_PATHS.contains(&root) {
        let len = path_len(candidate.chunk);
        let parts = candidate.chunk[..len].split(['/', '\\']).filter(|part| !part.is_empty());
        if has_variable || parts.take(3).count() == 3 {
            return Some(len);
        }
    }
    let text = trimmed(candidate.segment);
    let is_path_char = |c: char| is_word_char(c) || "/\\._-~+@=%#?&:$*".contains(c);
    (text.contains(['/', '\\']) && text.chars().all(is_path_char) && is_path(text)).then_some(text.len())
}

/// Returns the length of a file name.
pub(super) fn file_name(segment: &str) -> Option<usize> {
    let text = trimmed(segment);
    // An anchor, a query or a line number may follow: `a.md#b`, `a.html?b`, `main.rs:12`.
    let (name, suffix) = text.split_once(['#', '?']).unwrap_or((text, ""));
    let text = if suffix.is_empty() { name } else { text };
    let unnumbered = name.trim_end_matches(|c: char| c == ':' || c.is_ascii_digit());
    let name = if name[unnumbered.len()..].starts_with(':') { unnumbered } else { name };
    let (stem, extension) = name.rsplit_once('.')?;
    let is_name = name_len(stem, |c| matches!(c, '.' | '-' | '+' | '@' | '%' | '~')) == stem.len();
    let is_listed = || EXTENSIONS.iter().any(|listed| listed.eq_ignore_ascii_case(extension));
    // In `the list.HTML is`, a new sentence starts with the name of a format.
    let is_sentence =
        || stem.chars().all(char::is_lowercase) && extension.bytes().all(|byte| byte.is_ascii_uppercase());
    (!stem.is_empty() && is_name && is_extension(extension) && is_listed() && !is_sentence()).then_some(text.len())
}

/// Returns the length of the path at the start of `chunk`, without the punctuation after it. A path contains commas and
/// similar punctuation only within brackets: `src/{a,b}/c`, `app/(shop)/page`.
pub(super) fn path_len(chunk: &str) -> usize {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in chunk.char_indices() {
        match c {
            '(' if !matches!(before, '/' | '\\') && depth == 0 => return trimmed(&chunk[..at]).len(),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ')' | ']' | '}' => return trimmed(&chunk[..at]).len(),
            ',' | ';' | '|' | '\'' | '`' | '—' | '…' | '。' | '、' if depth == 0 => {
                return trimmed(&chunk[..at]).len();
            }
            _ => {}
        }
        before = c;
    }
    trimmed(chunk).len()
}

/// Returns whether names separated by slashes are a path, not alternatives such as `and/or`.
fn is_path(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '\\']).collect();
    let [first, .., last] = parts[..] else { return false };
    let is_long = parts.len() > 2;
    let is_windows = is_long && !text.contains('/');
    let has_extension = last
        .rsplit_once('.')
        .is_some_and(|(name, extension)| !name.is_empty() && is_extension(extension) && !is_initialism(last));
    is_windows
        || has_extension
        || is_host(first)
        || parts[1..].iter().any(|part| is_variable(part))
        || is_tagged(last, is_long)
        || parts.iter().any(|part| part.trim_matches('_').contains('_') || is_hidden_name(part))
        || is_long && (parts[1..].iter().any(|part| has_dot(part)) || has_dot(first) && !first.ends_with(".js"))
        || parts.iter().any(|part| is_numbered(part)) && !parts.iter().all(|part| is_numbered(part))
}

/// Returns whether a part is a host or a name with a similar form: `example.com`, `conf.d`, `localhost`, `10.0.0.1` and
/// `api:8080`, but not `Node.js`.
fn is_host(part: &str) -> bool {
    if let Some((host, port)) = part.split_once(':') {
        return is_number(port)
            && (is_host(host) || host.starts_with(|c: char| c.is_ascii_lowercase()) && port.len() > 1);
    }
    let is_name = part.rsplit_once('.').is_some_and(|(host, suffix)| {
        let is_long = suffix.len() > 1 || host.len() > 1 && suffix == "d";
        !host.is_empty() && is_long && suffix != "js" && suffix.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    is_name || part == "localhost" || part.parse::<Ipv4Addr>().is_ok()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a part has a tag: `image:1.2`, `image:latest`. A whole number is a tag only in a path with more than
/// two parts.
fn is_tagged(part: &str, is_long: bool) -> bool {
    let tag = part.rsplit_once(':').map(|(_, tag)| tag).filter(|tag| is_tag(tag));
    tag.is_some_and(|tag| is_long || tag.contains('.') || !tag.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns whether a part is a variable or a wildcard: `:id`, `$id`, `*`.
fn is_variable(part: &str) -> bool {
    matches!(part, "*" | "**")
        || part.strip_prefix([':', '$']).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Returns whether a part is a hidden name: `.config`.
fn is_hidden_name(part: &str) -> bool {
    part.strip_prefix('.').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Returns whether a dot precedes a lower-case letter: `x.y`, but not `5.5` or `U.S.`.
fn has_dot(part: &str) -> bool {
    part.as_bytes().windows(2).any(|pair| pair[0] == b'.' && pair[1].is_ascii_lowercase()) && !is_initialism(part)
}

/// Returns whether a part has lower-case letters and then a digit: `v1`, `mod2`. Product names and measures mix them
/// differently: `B2B`, `10k`.
fn is_numbered(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_lowercase())
        && part.bytes().any(|byte| byte.is_ascii_digit())
        && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
        && part.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_digit())
}

/// Returns whether a part is an initialism or an abbreviation: `U.S.`, `e.g.`.
fn is_initialism(part: &str) -> bool {
    let letters = part.trim_end_matches('.');
    ABBREVIATIONS.contains(&letters)
        || letters.split('.').all(|letter| letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn is_extension(text: &str) -> bool {
    let bytes = text.as_bytes();
    let one_case = bytes.iter().all(|b| !b.is_ascii_uppercase()) || bytes.iter().all(|b| !b.is_ascii_lowercase());
    (1..=10).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.iter().any(u8::is_ascii_alphabetic)
        && one_case
}
