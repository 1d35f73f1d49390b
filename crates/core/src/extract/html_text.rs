//! Writes text as HTML: that of Office and PDF documents, which have no markup of their own that a reader could use.

/// The lowest level of a heading.
pub(super) const MAX_LEVEL: u8 = 6;

/// The tags of headings by level.
const HEADINGS: [(&str, &str); MAX_LEVEL as usize] = [
    ("<h1>", "</h1>\n"),
    ("<h2>", "</h2>\n"),
    ("<h3>", "</h3>\n"),
    ("<h4>", "</h4>\n"),
    ("<h5>", "</h5>\n"),
    ("<h6>", "</h6>\n"),
];

/// Returns the tags of a heading of a level from 1 to [`MAX_LEVEL`].
pub(super) fn heading_tags(level: u8) -> (&'static str, &'static str) {
    HEADINGS[usize::from(level) - 1]
}

/// Adds text to HTML, or to the value of an attribute in double quotes.
pub(super) fn escape(text: &str, html: &mut String) {
    let mut at = 0;
    for (special, c) in text.match_indices(['&', '<', '"']) {
        html.push_str(&text[at..special]);
        html.push_str(match c {
            "&" => "&amp;",
            "<" => "&lt;",
            _ => "&quot;",
        });
        at = special + c.len();
    }
    html.push_str(&text[at..]);
}
