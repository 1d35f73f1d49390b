//! Writes the trace of a rule through a text, for the author of a rule who asks why it is silent.

use super::style::Style;
use super::words::counted;
use anstyle::Style as Paint;
use std::io::{self, Write};
use wordgate_core::finding::Reason;
use wordgate_core::lint::{Inactive, MatchTrace, Outcome, PartTrace, PatternTrace, RuleTrace};
use wordgate_core::matcher::Obstacle;
use wordgate_rules::Rule;
use wordgate_text::escape::{visible, visible_prefix};
use wordgate_text::source::SourceFile;

/// The text is quoted up to this many characters.
const MAX_TEXT: usize = 120;
/// The number of matches shown; the others are counted.
const MAX_MATCHES: usize = 100;
/// The number of words shown that may come next.
const MAX_NEEDS: usize = 6;

/// Writes the trace of a rule through the text of `file`.
///
/// # Errors
/// Those of `out`.
pub fn write(rule: &Rule, trace: &RuleTrace, file: &SourceFile, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = TracePage { out, width: style.width };
    let bold = Paint::new().bold();
    writeln!(page.out, "{bold}{}{bold:#}", visible(&rule.id))?;
    page.line("", &rule.title)?;
    writeln!(page.out)?;
    if trace.inactive.is_empty() {
        page.line("", "The rule is on.")?;
    }
    trace.inactive.iter().try_for_each(|inactive| page.line("", &reason_inactive(rule, inactive)))?;
    if !trace.patterns.is_empty() {
        writeln!(page.out, "\n{bold}Patterns{bold:#}")?;
    }
    for (at, pattern) in trace.patterns.iter().enumerate() {
        page.line(&format!("  {}. ", at + 1), &pattern.source)?;
        for found in progress(rule, pattern) {
            page.line("     ", &found)?;
        }
    }
    if !trace.matches.is_empty() {
        writeln!(page.out, "\n{bold}Matches{bold:#}")?;
    }
    for found in trace.matches.iter().take(MAX_MATCHES) {
        page.line("  ", &matched(found, rule, trace, file))?;
    }
    if let more @ 1.. = trace.matches.len().saturating_sub(MAX_MATCHES) {
        page.line("  ", &format!("{more} more"))?;
    }
    writeln!(page.out)?;
    page.line("", &conclusion(trace))
}

fn reason_inactive(rule: &Rule, inactive: &Inactive) -> String {
    match inactive {
        Inactive::Off => format!("The rule is off here; `--rule {}` switches it on.", rule.id),
        Inactive::NotYetInEffect(day) => format!("The rule is not yet in effect: its first day is {day}."),
        Inactive::Ended(day) => format!("The rule has ended: its last day was {day}."),
        Inactive::Path => format!("The rule checks only files at {}; this text has no path.", rule.paths.join(", ")),
    }
}

/// Returns what a pattern found, one line for each part that shows how far it got.
fn progress(rule: &Rule, pattern: &PatternTrace) -> Vec<String> {
    let mut lines = match pattern.matches {
        0 if pattern.parts.is_empty() => vec!["no match: the text has no words that are checked".to_owned()],
        0 => Vec::new(),
        1 => vec!["1 match".to_owned()],
        count => vec![format!("{count} matches")],
    };
    lines.extend(pattern.parts.iter().map(part));
    if !pattern.parts.is_empty() && pattern.parts.iter().all(|part| part.is_complete) {
        let limit = rule.within_words;
        lines.push(format!("no match: the parts overlap, or span more than {limit} words (`within_words`)"));
    }
    lines
}

fn part(part: &PartTrace) -> String {
    let matched = quoted(&part.matched);
    if part.is_complete {
        return format!("found {matched}");
    }
    let found = match part.found.as_str() {
        "" => "the sentence ends".to_owned(),
        found => format!("found {}", quoted(found)),
    };
    let obstacle = part.obstacle.map_or(String::new(), |obstacle| format!(": {}", hindrance(obstacle, part.gap)));
    let needs = needs(&part.needs);
    match (part.matched.is_empty(), part.obstacle, part.gap) {
        (true, None, _) => format!("no match: needs {needs} first, which does not occur"),
        (true, Some(_), _) => format!("no match: needs {needs} first, {found}{obstacle}"),
        (false, _, 0) => format!("got as far as {matched}: needs {needs} next, {found}{obstacle}"),
        (false, _, gap) => {
            let gap = counted(gap, "word");
            format!("got as far as {matched}: needs {needs} next or after at most {gap}, {found}{obstacle}")
        }
    }
}

fn needs(needs: &[String]) -> String {
    let mut shown: Vec<String> = needs.iter().take(MAX_NEEDS).map(|need| format!("`{need}`")).collect();
    if let more @ 1.. = needs.len().saturating_sub(MAX_NEEDS) {
        shown.push(format!("{more} more"));
    }
    shown.join(" or ")
}

fn hindrance(obstacle: Obstacle, gap: usize) -> String {
    match obstacle {
        Obstacle::Case => "the letter case differs".to_owned(),
        Obstacle::Possessive => "it is not a possessive".to_owned(),
        Obstacle::Hyphen => "the hyphen differs".to_owned(),
        Obstacle::Punctuation => {
            "a sequence does not run over punctuation; write the mark, or a gap such as `..`".to_owned()
        }
        Obstacle::Negator => "a gap does not run over a negation".to_owned(),
        Obstacle::Distance(words) if gap == 0 => {
            format!("it comes {} later, and the pattern has no gap there, such as `..{words}`", counted(words, "word"))
        }
        Obstacle::Distance(words) => {
            format!("it comes {} later, which the gap is too short for", counted(words, "word"))
        }
        Obstacle::NextSentence => "it comes in another sentence, and a pattern stays in one".to_owned(),
        Obstacle::Opaque => "an address, a path or code is a single word".to_owned(),
    }
}

fn matched(found: &MatchTrace, rule: &Rule, trace: &RuleTrace, file: &SourceFile) -> String {
    let place = file.position(found.span.start);
    let pattern = match found.pattern.filter(|_| trace.patterns.len() > 1) {
        Some(pattern) => format!(" (pattern {})", pattern + 1),
        None => String::new(),
    };
    let outcome = match &found.outcome {
        Outcome::Reported if !trace.inactive.is_empty() => "would be reported".to_owned(),
        other => outcome(other, rule),
    };
    format!("{}:{} {}{pattern}: {outcome}", place.line, place.column, quoted(&found.text))
}

fn outcome(outcome: &Outcome, rule: &Rule) -> String {
    match outcome {
        Outcome::Reported => "reported".to_owned(),
        Outcome::Skipped(Reason::Overlapped(winner)) if *winner == rule.id => {
            "not reported: a stronger match of this rule has the same words".to_owned()
        }
        Outcome::Skipped(reason) => format!("not reported: {reason}"),
        Outcome::Preferred => "not reported: it already reads as the rule prefers".to_owned(),
        Outcome::Protects => "protects its words: findings inside it are not reported".to_owned(),
        Outcome::Scope { scope, by_rule: true } => {
            format!("not reported: it is in the scope {scope}, which the `scopes` of the rule exclude")
        }
        Outcome::Scope { scope, by_rule: false } => {
            format!("not reported: it is in the scope {scope}, which is not checked unless `scopes` names it")
        }
    }
}

fn conclusion(trace: &RuleTrace) -> String {
    let reported = trace.matches.iter().filter(|found| found.outcome == Outcome::Reported).count();
    let all = trace.matches.len();
    match (all, reported, trace.inactive.is_empty()) {
        (0, _, _) => "Nothing is reported: no pattern matches.".to_owned(),
        (_, 0, _) => "Nothing is reported.".to_owned(),
        (1, _, true) => "The match is reported.".to_owned(),
        (_, 1, true) => format!("1 of {all} matches is reported."),
        (_, _, true) => format!("{reported} of {all} matches are reported."),
        (_, _, false) => format!("{reported} of {all} would be reported if the rule applied here."),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", visible_prefix(text, MAX_TEXT))
}

struct TracePage<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl TracePage<'_> {
    /// Writes a text after a mark, wrapped below its start.
    fn line(&mut self, mark: &str, text: &str) -> io::Result<()> {
        let rest = " ".repeat(mark.len());
        let options = textwrap::Options::new(self.width).initial_indent(mark).subsequent_indent(&rest);
        writeln!(self.out, "{}", textwrap::fill(&visible(text), options))
    }
}
