//! Makes URIs from file names and from web addresses in rules. Both may contain any characters.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters to escape in a path: all but the unreserved ones and the slash.
const ESCAPED_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The characters that must be escaped everywhere in a URI.
const ESCAPED_IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Returns the URI of a file, and whether it is relative to the working directory.
pub fn file_uri(path: &str) -> (String, bool) {
    let drive = path.split_once(":/").filter(|(drive, _)| drive.len() == 1);
    match drive {
        Some((drive, rest)) if drive.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            (format!("file:///{drive}:/{}", encoded(rest)), false)
        }
        _ if path.starts_with('/') => (format!("file://{}", encoded(path)), false),
        _ => (encoded(path), path != ".." && !path.starts_with("../")),
    }
}

/// Returns the escaped address of a web page; `None` for other schemes.
pub fn web_uri(url: &str) -> Option<String> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| utf8_percent_encode(url, ESCAPED_IN_URI).to_string())
}

/// Returns the escaped address of a web page or mailbox for a link; `None` for schemes that a link should not open.
pub fn link_uri(url: &str) -> Option<String> {
    web_uri(url).or_else(|| url.starts_with("mailto:").then(|| utf8_percent_encode(url, ESCAPED_IN_URI).to_string()))
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED_IN_PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_file_name_becomes_a_uri() {
        let cases = [
            ("docs/a-b_c~1.md", "docs/a-b_c~1.md", true),
            ("docs/a b#c?%41:d.md", "docs/a%20b%23c%3F%2541%3Ad.md", true),
            ("日/\u{1b}\n.md", "%E6%97%A5/%1B%0A.md", true),
            ("x:y.md", "x%3Ay.md", true),
            ("../up.md", "../up.md", false),
            ("..a/up.md", "..a/up.md", true),
            ("/tmp/a b.md", "file:///tmp/a%20b.md", false),
            ("C:/docs/a b.md", "file:///C:/docs/a%20b.md", false),
        ];
        for (path, uri, is_below) in cases {
            assert_eq!(file_uri(path), (uri.to_owned(), is_below), "{path}");
        }
    }

    #[test]
    fn links_only_web_pages_and_mailboxes() {
        assert_eq!(web_uri("javascript:alert(1)"), None);
        assert_eq!(["javascript:x", "data:text/html,x", " https://x", "//x"].map(link_uri), [const { None }; 4]);
        assert_eq!(link_uri("mailto:a\"b@e.org").unwrap(), "mailto:a%22b@e.org");
        assert_eq!(web_uri("https://e.org/a b>\u{1b}é?q=1#f").unwrap(), "https://e.org/a%20b%3E%1B%C3%A9?q=1#f");
    }
}
