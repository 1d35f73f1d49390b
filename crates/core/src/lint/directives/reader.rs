//! Reads the directives of a document: looks up the rules that they name, and pairs the starts and ends of regions.

use super::allowed_ranges::{AllowedRange, AllowedRanges};
use super::grants::{Directives, Grant};
use super::range::DirectiveRanges;
use super::syntax::{Directive, DirectiveKind, Malformed, NamedRule, parse};
use crate::extract::{Comment, MARKER};
use crate::lint::parsed::ParsedDocument;
use memchr::memmem;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::toml_file::nearest;
use wordgate_rules::{RuleSet, directive_rules};
use wordgate_text::source::Span;

/// The maximum number of unknown ids in a document that get a "did you mean" suggestion. Each suggestion compares the
/// id with the ids of all rules, which takes as long as checking a page.
const MAX_COMPARED: usize = 20;

/// Returns whether a document may contain directives, that is, whether it contains [`MARKER`].
pub(in crate::lint) fn may_occur_in(text: &str) -> bool {
    memmem::find(text.as_bytes(), MARKER.as_bytes()).is_some()
}

/// Reads the directives of a document. Parses the pieces (runs of lines) that contain [`MARKER`], and the pieces with
/// the blocks that the directives apply to.
pub(in crate::lint) fn read<'t>(parsed: &ParsedDocument<'t>, rules: &RuleSet) -> Directives<'t> {
    let mut reader = DirectiveReader::new(parsed, rules);
    let mut marks = memmem::find_iter(parsed.text().as_bytes(), MARKER.as_bytes()).peekable();
    for (at, piece) in parsed.pieces().iter().enumerate() {
        let mut is_marked = false;
        while marks.next_if(|mark| *mark < piece.range.end as usize).is_some() {
            is_marked = true;
        }
        if is_marked {
            parsed.outline(at).comments.iter().for_each(|comment| reader.read_comment(at, comment));
        }
    }
    reader.finish()
}

/// A region that a start directive opened for one rule.
struct Region<'t> {
    rule: usize,
    name: NamedRule<'t>,
    reason: Arc<str>,
    /// The byte offset after the start directive.
    from: u32,
    /// The first word of the start directive.
    word: Span,
    is_ended: bool,
}

/// Reads comments in source order.
struct DirectiveReader<'r, 't> {
    text: &'t str,
    rules: &'r RuleSet,
    ranges: DirectiveRanges<'r, 't>,
    /// The number of unknown ids for which a suggestion was searched so far.
    compared: usize,
    /// The regions in the order of their starts. The last one is always open, because ended regions at the end are
    /// removed.
    regions: Vec<Region<'t>>,
    /// The open regions of each rule, by index in `regions`.
    open: FxHashMap<usize, Vec<usize>>,
    allowed: FxHashMap<usize, Vec<AllowedRange>>,
    grants: Vec<Grant<'t>>,
    malformed: Vec<Malformed>,
}

impl<'r, 't> DirectiveReader<'r, 't> {
    fn new(parsed: &'r ParsedDocument<'t>, rules: &'r RuleSet) -> DirectiveReader<'r, 't> {
        DirectiveReader {
            text: parsed.text(),
            rules,
            ranges: DirectiveRanges::new(parsed),
            compared: 0,
            regions: Vec::new(),
            open: FxHashMap::default(),
            allowed: FxHashMap::default(),
            grants: Vec::new(),
            malformed: Vec::new(),
        }
    }

    /// Parses a comment in a piece, and adds its grants or regions.
    fn read_comment(&mut self, piece: usize, comment: &Comment) {
        let read = parse(self.text, comment.content).and_then(|directive| {
            let rules =
                directive.names.iter().map(|name| self.resolve_rule(name)).collect::<Result<Vec<usize>, _>>()?;
            Ok((directive, rules))
        });
        match read {
            Err(malformed) => self.malformed.push(malformed),
            Ok((directive, rules)) => match directive.kind {
                DirectiveKind::Nearby => self.allow_nearby(piece, comment, &directive, &rules),
                DirectiveKind::Start => self.start_regions(comment, &directive, &rules),
                DirectiveKind::End => self.end_regions(comment, &directive, &rules),
            },
        }
    }

    /// Returns the index of the rule with this id, or an error with help for the writer.
    fn resolve_rule(&mut self, name: &NamedRule) -> Result<usize, Malformed> {
        let span = name.span;
        if name.id.split_once('/').is_some_and(|(pack, _)| pack == directive_rules::PACK) {
            let message =
                "a directive cannot allow findings about directives: remove this id and fix the other directive"
                    .to_owned();
            return Err(Malformed { span, message });
        }
        if let Some(rule) = self.rules.index_of(name.id) {
            return Ok(rule);
        }
        let shown = &self.text[span.range()];
        let near = if shown.len() == name.id.len() { self.nearest(name.id) } else { None };
        let help = near.map_or_else(
            || "run `wordgate rules --all` to list the ids of all rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Err(Malformed { span, message: format!("unknown rule `{shown}`: {help}") })
    }

    /// Returns the id of the rule with this name in any pack, or else the most similar id. Returns `None` after
    /// [`MAX_COMPARED`] calls.
    fn nearest(&mut self, id: &str) -> Option<&str> {
        self.compared += 1;
        if self.compared > MAX_COMPARED {
            return None;
        }
        let known = || self.rules.rules.iter().map(|rule| &*rule.id);
        let same = known().find(|full| full.split_once('/').is_some_and(|(_, bare)| bare == id));
        same.or_else(|| nearest(id, known()))
    }

    /// Allows the rules in the next block or, if the comment is not alone on its lines, on these lines.
    fn allow_nearby(&mut self, piece: usize, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        let span = match comment.is_alone {
            true => self.ranges.block_after(piece, comment).unwrap_or_default(),
            false => self.ranges.lines(comment.span),
        };
        for (rule, name) in rules.iter().zip(&directive.names) {
            self.add_grant(*rule, *name, directive.reason.clone(), span, !comment.is_alone);
        }
    }

    /// Opens a region for each of the rules.
    fn start_regions(&mut self, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        for (&rule, &name) in rules.iter().zip(&directive.names) {
            let (from, word, reason) = (comment.span.end, directive.word, directive.reason.clone());
            self.open.entry(rule).or_default().push(self.regions.len());
            self.regions.push(Region { rule, name, reason, from, word, is_ended: false });
        }
    }

    /// Ends the last open region of each of these rules. Without rules, ends all regions of the last start directive.
    fn end_regions(&mut self, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        let to = comment.span.start;
        let mut is_unmatched = false;
        for rule in rules {
            let region = self.open.get_mut(rule).and_then(Vec::pop);
            is_unmatched |= region.is_none();
            region.into_iter().for_each(|region| self.end_region(region, to));
        }
        if rules.is_empty() {
            let last = self.regions.last().map(|region| region.word);
            is_unmatched = last.is_none();
            for at in (0..self.regions.len()).rev() {
                let region = &self.regions[at];
                if Some(region.word) != last {
                    break;
                }
                if !region.is_ended {
                    let rule = region.rule;
                    self.open.get_mut(&rule).and_then(Vec::pop);
                    self.end_region(at, to);
                }
            }
        }
        while self.regions.pop_if(|region| region.is_ended).is_some() {}
        if is_unmatched {
            let message =
                "there is no open region to end: remove this directive, or start the region before it".to_owned();
            self.malformed.push(Malformed { span: directive.word, message });
        }
    }

    fn end_region(&mut self, region: usize, to: u32) {
        let region = &mut self.regions[region];
        region.is_ended = true;
        let (rule, name, reason) = (region.rule, region.name, region.reason.clone());
        let span = Span { start: region.from, end: to.max(region.from) };
        self.add_grant(rule, name, reason, span, false);
    }

    fn add_grant(&mut self, rule: usize, name: NamedRule<'t>, reason: Arc<str>, span: Span, by_touch: bool) {
        let grant = self.grants.len();
        self.allowed.entry(rule).or_default().push(AllowedRange { span, on_overlap: by_touch, grant });
        self.grants.push(Grant { rule, name, reason, is_used: false });
    }

    /// Returns all directives. Adds regions that never end to `malformed`.
    fn finish(mut self) -> Directives<'t> {
        let mut unended: Vec<Span> =
            self.regions.iter().filter(|region| !region.is_ended).map(|region| region.word).collect();
        unended.dedup();
        let message = format!("the region never ends: write `{MARKER}-end` after it");
        self.malformed.extend(unended.into_iter().map(|span| Malformed { span, message: message.clone() }));
        let allowed = self.allowed.into_iter().map(|(rule, ranges)| (rule, AllowedRanges::new(ranges))).collect();
        Directives { allowed, grants: self.grants, malformed: self.malformed }
    }
}
