//! From comments to permits: names are looked up, regions find their ends.

use super::allowed_ranges::{AllowedRange, AllowedRanges};
use super::granted::{Directives, Granted};
use super::range::DirectiveRanges;
use super::syntax::{Directive, DirectiveRange, DirectiveRule, Malformed, parse};
use crate::extract::{Comment, MARKER};
use crate::lint::parsed::Parsed;
use memchr::memmem;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::toml_file::nearest;
use wordgate_rules::{RuleSet, own};
use wordgate_text::source::Span;

/// How many unknown ids of a document are compared with those of rules: each takes as long as to check a page.
const MOST_COMPARED: usize = 20;

/// Whether a document may hold directives: the word stands in it as it is.
pub(in crate::lint) fn may_stand_in(text: &str) -> bool {
    memmem::find(text.as_bytes(), MARKER.as_bytes()).is_some()
}

/// Reads the directives of a document. The pieces that may hold one are extracted, and those with the blocks that they
/// speak for.
pub(in crate::lint) fn read<'t>(parsed: &Parsed<'t>, rules: &RuleSet) -> Directives<'t> {
    let mut reader = DirectiveReader::new(parsed, rules);
    let mut marks = memmem::find_iter(parsed.text().as_bytes(), MARKER.as_bytes()).peekable();
    for (at, piece) in parsed.pieces().iter().enumerate() {
        let mut is_marked = false;
        while marks.next_if(|mark| *mark < piece.range.end as usize).is_some() {
            is_marked = true;
        }
        if is_marked {
            parsed.outline(at).comments.iter().for_each(|comment| reader.comment(at, comment));
        }
    }
    reader.finish()
}

/// A stretch that was begun for one rule.
struct Region<'t> {
    rule: usize,
    name: DirectiveRule<'t>,
    reason: Arc<str>,
    /// The byte behind the comment that begins it.
    from: u32,
    /// The first word of that comment.
    word: Span,
    is_ended: bool,
}

/// Reads comments in the order of the source.
struct DirectiveReader<'r, 't> {
    text: &'t str,
    rules: &'r RuleSet,
    reaches: DirectiveRanges<'r, 't>,
    /// Unknown ids that were compared with those of rules.
    compared: usize,
    /// In the order of their starts. The last one has not ended.
    regions: Vec<Region<'t>>,
    /// For each rule its regions without an end, by index in `regions`.
    open: FxHashMap<usize, Vec<usize>>,
    permits: FxHashMap<usize, Vec<AllowedRange>>,
    granted: Vec<Granted<'t>>,
    malformed: Vec<Malformed>,
}

impl<'r, 't> DirectiveReader<'r, 't> {
    fn new(parsed: &'r Parsed<'t>, rules: &'r RuleSet) -> DirectiveReader<'r, 't> {
        DirectiveReader {
            text: parsed.text(),
            rules,
            reaches: DirectiveRanges::new(parsed),
            compared: 0,
            regions: Vec::new(),
            open: FxHashMap::default(),
            permits: FxHashMap::default(),
            granted: Vec::new(),
            malformed: Vec::new(),
        }
    }

    /// Takes a comment of a piece.
    fn comment(&mut self, piece: usize, comment: &Comment) {
        let read = parse(self.text, comment.content).and_then(|directive| {
            let rules = directive.names.iter().map(|name| self.rule(name)).collect::<Result<Vec<usize>, _>>()?;
            Ok((directive, rules))
        });
        match read {
            Err(malformed) => self.malformed.push(malformed),
            Ok((directive, rules)) => match directive.reach {
                DirectiveRange::Here => self.here(piece, comment, &directive, &rules),
                DirectiveRange::Start => self.start(comment, &directive, &rules),
                DirectiveRange::End => self.end(comment, &directive, &rules),
            },
        }
    }

    /// The rule of a name, by index.
    fn rule(&mut self, name: &DirectiveRule) -> Result<usize, Malformed> {
        let span = name.span;
        if name.id.split_once('/').is_some_and(|(pack, _)| pack == own::PACK) {
            let message = "findings about directives cannot be allowed by one".to_owned();
            return Err(Malformed { span, message });
        }
        if let Some(rule) = self.rules.index_of(name.id) {
            return Ok(rule);
        }
        let shown = &self.text[span.range()];
        let near = if shown.len() == name.id.len() { self.nearest(name.id) } else { None };
        let help = near.map_or_else(
            || "write `pack/rule`, as `wordgate rules --pack all` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Err(Malformed { span, message: format!("unknown rule `{shown}`: {help}") })
    }

    /// The rule with this id in its pack, else the one with the most similar id.
    fn nearest(&mut self, id: &str) -> Option<&str> {
        self.compared += 1;
        if self.compared > MOST_COMPARED {
            return None;
        }
        let known = || self.rules.rules.iter().map(|rule| &*rule.id);
        let same = known().find(|full| full.split_once('/').is_some_and(|(_, bare)| bare == id));
        same.or_else(|| nearest(id, known()))
    }

    fn here(&mut self, piece: usize, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        let span = match comment.is_alone {
            true => self.reaches.block_after(piece, comment).unwrap_or_default(),
            false => self.reaches.lines(comment.span),
        };
        for (rule, name) in rules.iter().zip(&directive.names) {
            self.grant(*rule, *name, directive.reason.clone(), span, !comment.is_alone);
        }
    }

    fn start(&mut self, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        for (&rule, &name) in rules.iter().zip(&directive.names) {
            let (from, word, reason) = (comment.span.end, directive.word, directive.reason.clone());
            self.open.entry(rule).or_default().push(self.regions.len());
            self.regions.push(Region { rule, name, reason, from, word, is_ended: false });
        }
    }

    /// Ends the regions that were begun last for these rules; without a rule, those of the last start.
    fn end(&mut self, comment: &Comment, directive: &Directive<'t>, rules: &[usize]) {
        let to = comment.span.start;
        let mut is_wrong = false;
        for rule in rules {
            let region = self.open.get_mut(rule).and_then(Vec::pop);
            is_wrong |= region.is_none();
            region.into_iter().for_each(|region| self.close(region, to));
        }
        if rules.is_empty() {
            let last = self.regions.last().map(|region| region.word);
            is_wrong = last.is_none();
            for at in (0..self.regions.len()).rev() {
                let region = &self.regions[at];
                if Some(region.word) != last {
                    break;
                }
                if !region.is_ended {
                    let rule = region.rule;
                    self.open.get_mut(&rule).and_then(Vec::pop);
                    self.close(at, to);
                }
            }
        }
        while self.regions.pop_if(|region| region.is_ended).is_some() {}
        if is_wrong {
            let message = "no region is open here that this could end".to_owned();
            self.malformed.push(Malformed { span: directive.word, message });
        }
    }

    fn close(&mut self, region: usize, to: u32) {
        let region = &mut self.regions[region];
        region.is_ended = true;
        let (rule, name, reason) = (region.rule, region.name, region.reason.clone());
        let span = Span { start: region.from, end: to.max(region.from) };
        self.grant(rule, name, reason, span, false);
    }

    fn grant(&mut self, rule: usize, name: DirectiveRule<'t>, reason: Arc<str>, span: Span, by_touch: bool) {
        let number = self.granted.len();
        self.permits.entry(rule).or_default().push(AllowedRange { span, by_touch, number });
        self.granted.push(Granted { rule, name, reason, is_used: false });
    }

    /// All that the comments say.
    fn finish(mut self) -> Directives<'t> {
        let mut endless: Vec<Span> =
            self.regions.iter().filter(|region| !region.is_ended).map(|region| region.word).collect();
        endless.dedup();
        let message = format!("the region is never ended: write `{MARKER}-end` behind it");
        self.malformed.extend(endless.into_iter().map(|span| Malformed { span, message: message.clone() }));
        let permits = self.permits.into_iter().map(|(rule, permits)| (rule, AllowedRanges::new(permits))).collect();
        Directives { permits, granted: self.granted, malformed: self.malformed }
    }
}
