//! Makes edits of a heading unsafe if something links to the anchor of the heading.
//!
//! Site generators derive an anchor from the text of a heading: "# Whitelisting hosts" becomes `#whitelisting-hosts`.
//! An edit of the text would break every link to it. Generators differ in what becomes a hyphen and what is dropped, so
//! anchors are compared by their letters and digits only. Calling a safe edit unsafe costs little.

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

/// The anchors that the files of a run link to, by the name of the target file.
#[derive(Debug, Default)]
pub struct LinkedAnchors {
    by_name: BTreeMap<String, Anchors>,
}

impl LinkedAnchors {
    /// Adds the links to other files in `text`.
    pub fn add(&mut self, text: &str) {
        for (name, anchors) in Links::of(text, &[]).to_files {
            let known = self.by_name.entry(name).or_default();
            for (key, written) in anchors {
                known.entry(key).or_default().extend(written);
            }
        }
    }
}

/// The safe edits of headings in a file, to be checked against the links of other files.
#[derive(Debug, Default)]
pub struct HeadingEdits {
    /// The safe edits of headings.
    edits: Vec<HeadingEdit>,
    /// The anchors that the file sets explicitly.
    ids: BTreeSet<String>,
}

/// A safe edit of a heading.
#[derive(Debug)]
struct HeadingEdit {
    /// The span and the rule of its finding.
    finding: (Span, Arc<str>),
    /// The anchors that it removes and adds, as keys.
    keys: BTreeSet<String>,
}

impl HeadingEdits {
    /// Returns whether there are none, so that links of other files do not matter.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Makes edits unsafe that remove an anchor which other files link to. `findings` are sorted by position, then rule
    /// id; `path` is the path of the file.
    pub(super) fn respect(&self, linked: &LinkedAnchors, path: &str, findings: &mut [Finding]) {
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

/// Checks edits of a document's headings against its own links, and collects the safe ones.
pub(super) struct HeadingAnchors<'a, 'd> {
    parsed: &'a ParsedDocument<'d>,
    /// The links of the document, read for the first edit of a heading.
    links: OnceCell<Links>,
    /// The edits that break no link of the document itself.
    pub edits: HeadingEdits,
}

impl<'a, 'd> HeadingAnchors<'a, 'd> {
    pub fn new(parsed: &'a ParsedDocument<'d>) -> HeadingAnchors<'a, 'd> {
        HeadingAnchors { parsed, links: OnceCell::new(), edits: HeadingEdits::default() }
    }

    /// Makes the edits of a finding in a heading unsafe if the document links to the heading, and otherwise adds them
    /// to `edits`. `range` is the match (bytes of the block's text).
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

/// Returns whether something links to one of the anchors, and the text does not set that anchor explicitly.
fn are_linked(keys: &BTreeSet<String>, anchors: &Anchors, ids: &BTreeSet<String>) -> bool {
    let written = keys.iter().filter_map(|key| anchors.get(key));
    written.flatten().any(|anchor| !ids.contains(anchor))
}

fn make_unsafe(finding: &mut Finding) {
    for suggestion in &mut finding.suggestions {
        suggestion.applicability = suggestion.applicability.max(Applicability::Unsafe);
    }
}

/// The most bytes before a heading that are searched for its start tag, and after it for an attribute.
const NEARBY: usize = 512;

/// Returns whether a heading sets its anchor explicitly: `{#id}`, `{: #id}` or `{/* #id */}` on its line, `{: #id}` on
/// the next, or an element with an `id`.
fn has_id(source: &str, block: &ProseBlock) -> bool {
    let extent = block.map.extent().range();
    let near = &source[floor_char_boundary(source, extent.start.saturating_sub(NEARBY))..extent.start];
    // A heading in HTML sets it in the start tag, which may span several lines.
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
