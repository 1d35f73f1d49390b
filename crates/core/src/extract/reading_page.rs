//! Reads the lists in `docs/reading.md`, which tests compare with the tables in the code.

/// Returns the code spans of the paragraph after the comment `<!-- list: NAME -->`.
pub(super) fn listed(name: &str) -> Vec<&'static str> {
    let page = include_str!("../../../../docs/reading.md");
    let (_, rest) = page.split_once(&format!("<!-- list: {name} -->\n")).expect("the page has this list");
    rest.split("\n\n").next().unwrap_or_default().split('`').skip(1).step_by(2).collect()
}
