//! URLs, e-mail addresses and paths in running text. A phrase never runs through one, so each is one opaque word.

/// Bytes of the address that fills `chunk`, a stretch without white space, but for the punctuation behind it.
pub(super) fn whole(chunk: &str) -> Option<usize> {
    // Most chunks are words, and every address has one of these.
    if memchr::memchr2(b'/', b'@', chunk.as_bytes()).is_none() && !chunk.starts_with(['w', 'W']) {
        return None;
    }
    let address = trimmed(chunk);
    let found = is_url(address) || is_email(address) || is_rooted_path(address) || is_path(address);
    found.then_some(address.len())
}

/// `chunk` without the punctuation that a sentence puts behind an address.
pub(super) fn trimmed(chunk: &str) -> &str {
    let unopened = [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, !chunk.contains(open)));
    chunk.trim_end_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '*' | '_' | '…' | '—')
            || unopened.contains(&(c, true))
    })
}

fn is_url(text: &str) -> bool {
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let scheme = text.find("://").is_some_and(|len| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text[..len].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    scheme || (starts("www.") && text.len() > 4) || (starts("mailto:") && text.contains('@'))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    let domain_fits = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    local_fits && domain_fits && domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty())
}

/// `/a`, `./a`, `../a`, `~/a`.
fn is_rooted_path(text: &str) -> bool {
    ["/", "./", "../", "~/"].iter().any(|root| {
        text.strip_prefix(root).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || "_.~".contains(c)))
    })
}

/// `a/b.md`, or `example.com/a`: has a slash, and a file extension behind or a domain before it.
fn is_path(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "/._-~+@=%#?&:".contains(c);
    let (Some((first, _)), Some((_, last))) = (text.split_once('/'), text.rsplit_once('/')) else { return false };
    if !text.chars().all(fits) {
        return false;
    }
    let extension = last.rsplit_once('.').is_some_and(|(name, extension)| !name.is_empty() && is_extension(extension));
    let domain = first.rsplit_once('.').is_some_and(|(host, suffix)| {
        !host.is_empty() && suffix.len() > 1 && suffix.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    extension || domain
}

fn is_extension(text: &str) -> bool {
    let bytes = text.as_bytes();
    let one_case = bytes.iter().all(|b| !b.is_ascii_uppercase()) || bytes.iter().all(|b| !b.is_ascii_lowercase());
    (1..=8).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.iter().any(u8::is_ascii_alphabetic)
        && one_case
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let cases = [
            ("https://example.com/a_(b).", Some("https://example.com/a_(b)")),
            ("www.example.com,", Some("www.example.com")),
            ("me@example.com", Some("me@example.com")),
            ("me@example", None),
            ("/a", Some("/a")),
            ("../a/b", Some("../a/b")),
            ("~/x", Some("~/x")),
            ("/", None),
            ("docs/a.md:", Some("docs/a.md")),
            ("example.com/path", Some("example.com/path")),
            ("and/or", None),
            ("master/slave.", None),
            ("a/b.They", None),
            ("1/2.5", None),
        ];
        for (text, expected) in cases {
            assert_eq!(whole(text).map(|len| &text[..len]), expected, "{text}");
        }
    }
}
