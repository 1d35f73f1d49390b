//! Links between pages lead to files and headings that exist.

use super::pages;
use crate::fix::links::targets;
use std::path::Path;

/// Returns the anchors of a page's headings, as GitHub generates them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let letters = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings.map(|heading| heading.to_lowercase().replace(|c| !letters(c), "").replace(' ', "-")).collect()
}

#[test]
fn links_lead_to_existing_files_and_headings() {
    let mut count = 0;
    for page in pages::pages() {
        let own = pages::root().join(&page.path);
        for target in targets(&page.text).iter().filter(|target| !target.contains("://")) {
            count += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { own.clone() } else { own.parent().expect("a folder").join(path) };
            assert!(file.exists(), "{}: {target} is not there", page.path);
            if !anchor.is_empty() && file.extension() == Some("md".as_ref()) {
                let text = pages::read(Path::new(&file));
                assert!(anchors(&text).iter().any(|known| known == anchor), "{}: no heading {target}", page.path);
            }
        }
    }
    assert!(count > 80, "only {count} links were found");
}

#[test]
fn the_index_links_to_every_page() {
    let pages = pages::pages();
    let index = pages.iter().find(|page| page.path == "docs/README.md").expect("docs has an index");
    let linked = targets(&index.text);
    for path in pages.iter().filter_map(|page| page.path.strip_prefix("docs/")).filter(|path| *path != "README.md") {
        assert!(linked.iter().any(|target| target == path), "docs/README.md does not link to {path}");
    }
}
