//! Makes edits of a heading unsafe if something links to the anchor of the heading.
//!
//! Site generators derive an anchor from the text of a heading: "# Whitelisting hosts" becomes `#whitelisting-hosts`.
//! An edit of the heading would break every link to this anchor. Generators differ in which characters they drop and
//! which they replace by a hyphen, so we compare only the letters and digits of anchors. If two different anchors
//! compare as equal, a safe edit becomes unsafe, which costs little.

use super::links::{Anchors, Links, file_names, key, sets_heading_id};
use super::parsed::ParsedDocument;
use super::readable;
use crate::finding::{Applicability, Finding};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::{Span, floor_char_boundary, to_u32};

/// The anchors that all checked files link to, by the name of the target file.
#[derive(Debug, Default)]
pub struct LinkedAnchors {
    by_name: BTreeMap<String, Anchors>,
}

impl LinkedAnchors {
    /// Adds the anchors in other files that `text` links to.
    pub fn add(&mut self, text: &str) {
        for (name, anchors) in Links::of(text, &[]).to_files {
            let known = self.by_name.entry(name).or_default();
            for (key, written) in anchors {
                known.entry(key).or_default().extend(written);
            }
        }
    }
}

/// The safe edits of headings in a file. They may break links in other files, which are not known when the file is
/// checked.
#[derive(Debug, Default)]
pub struct HeadingEdits {
    /// The safe edits of headings.
    edits: Vec<HeadingEdit>,
    /// The anchors that the file sets explicitly. Edits of headings do not change them.
    ids: BTreeSet<String>,
}

/// A safe edit of a heading.
#[derive(Debug)]
struct HeadingEdit {
    /// The finding that suggests it: its span and rule.
    finding: (Span, Arc<str>),
    /// The keys (see [`key`]) of the anchors that it removes and adds.
    keys: BTreeSet<String>,
}

impl HeadingEdits {
    /// Returns whether there are no safe edits of headings. If so, links in other files do not matter.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Makes an edit unsafe if other files link to an anchor that it removes or adds. `findings` are sorted by
    /// position, then rule id; `path` is the path of the file.
    pub(super) fn make_linked_unsafe(&self, linked: &LinkedAnchors, path: &str, findings: &mut [Finding]) {
        let names = file_names(path);
        let anchors: Vec<&Anchors> = names.iter().filter_map(|name| linked.by_name.get(name)).collect();
        let is_linked = |edit: &&HeadingEdit| anchors.iter().any(|anchors| are_linked(&edit.keys, anchors, &self.ids));
        for edit in self.edits.iter().filter(is_linked) {
            let by_finding =
                |finding: &Finding| finding.span.cmp(&edit.finding.0).then_with(|| finding.rule.cmp(&edit.finding.1));
            if let Ok(at) = findings.binary_search_by(by_finding) {
                make_unsafe(&mut findings[at]);
            }
        }
    }
}

/// Checks edits of headings against the links inside the same document, and collects those that stay safe.
pub(super) struct HeadingAnchors<'a, 'd> {
    parsed: &'a ParsedDocument<'d>,
    /// The links in the document, collected at the first edit of a heading.
    links: OnceCell<Links>,
    /// The edits that break no link inside the document.
    pub edits: HeadingEdits,
}

impl<'a, 'd> HeadingAnchors<'a, 'd> {
    pub fn new(parsed: &'a ParsedDocument<'d>) -> HeadingAnchors<'a, 'd> {
        HeadingAnchors { parsed, links: OnceCell::new(), edits: HeadingEdits::default() }
    }

    /// Checks the safe edits of a finding in a heading. Makes them unsafe if the document links to the heading, and
    /// otherwise adds them to `edits`. `range` is the match, in bytes of the block's text.
    pub fn check(&mut self, finding: &mut Finding, block: &ProseBlock, range: &Range<u32>) {
        let source = self.parsed.text();
        let is_safe = |finding: &Finding| finding.suggestions.iter().any(|s| s.applicability == Applicability::Safe);
        if block.heading_level.is_none() || !is_safe(finding) || has_id(source, block) {
            return;
        }
        let text = |range: Range<u32>| readable::text(block, source, &range);
        let (before, after) = (text(0..range.start), text(range.end..to_u32(block.text.len())));
        let safe = finding.suggestions.iter().filter(|suggestion| suggestion.applicability == Applicability::Safe);
        let words = safe.map(|suggestion| suggestion.text.clone()).chain([text(range.clone())]);
        let keys: BTreeSet<String> = words.map(|words| key(&format!("{before}{words}{after}"))).collect();
        let links = self.links.get_or_init(|| Links::of(source, self.parsed.code()));
        let own = file_names(self.parsed.path()).into_iter().filter_map(|name| links.to_files.get(&name));
        if own.chain([&links.within]).any(|anchors| are_linked(&keys, anchors, &links.ids)) {
            return make_unsafe(finding);
        }
        if self.edits.is_empty() {
            self.edits.ids.clone_from(&links.ids);
        }
        self.edits.edits.push(HeadingEdit { finding: (finding.span, finding.rule.clone()), keys });
    }
}

/// Returns whether `anchors`, the targets of links, contain one of the keys as an anchor that is not in `ids`.
fn are_linked(keys: &BTreeSet<String>, anchors: &Anchors, ids: &BTreeSet<String>) -> bool {
    let written = keys.iter().filter_map(|key| anchors.get(key));
    written.flatten().any(|anchor| !ids.contains(anchor))
}

fn make_unsafe(finding: &mut Finding) {
    for suggestion in &mut finding.suggestions {
        suggestion.applicability = suggestion.applicability.max(Applicability::Unsafe);
    }
}

/// The maximum number of bytes to search before a heading for its start tag, and after it for an attribute. A limit
/// keeps the time for one heading constant; start tags and attribute lists are rarely longer.
const NEARBY: usize = 512;

/// Returns whether a heading sets its anchor explicitly: by `{#id}`, `{: #id}` or `{/* #id */}` on its line, by an
/// attribute list (`{: …}`) on the next line, or by the `id` of an HTML element.
fn has_id(source: &str, block: &ProseBlock) -> bool {
    let extent = block.map.extent().range();
    let near = &source[floor_char_boundary(source, extent.start.saturating_sub(NEARBY))..extent.start];
    // An HTML heading sets its anchor in the start tag, which may span several lines.
    let is_open = |tag: &usize| near.trim_end().ends_with('>') && !near[*tag..].contains("</");
    let tag = near.rfind("<h").filter(is_open).or_else(|| near.rfind('<').filter(is_open));
    let from = extent.start - tag.map_or(0, |tag| near.len() - tag);
    let after = &source[extent.end..floor_char_boundary(source, extent.end + NEARBY)];
    let mut lines = after.split('\n');
    let rest = lines.next().unwrap_or_default();
    let to = extent.end + rest.find("</").unwrap_or(rest.len());
    let next = lines.next().unwrap_or_default().trim_start();
    sets_heading_id(&source[from..to]) || next.starts_with("{:") && sets_heading_id(next)
}
