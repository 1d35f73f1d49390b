//! Writes the page about one rule, for a person who saw its id in a report.

use super::style::Style;
use super::words::{one_line, paragraphs};
use anstyle::Style as Paint;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};
use wordgate_core::context::has_word_lists;
use wordgate_core::finding::Applicability;
use wordgate_project::config::{RuleState, RuleStatus};
use wordgate_rules::{Languages, Near, Pattern, Rule, RuleKind, RuleSet, Source, Template, Validity};
use wordgate_text::escape::visible;
use wordgate_text::language::Language;
use wordgate_text::prose::ScopeSet;

/// Writes the page of a rule. `status` is its status on the date `as_of`.
///
/// # Errors
/// Those of `out`.
pub fn write(
    rule: &Rule,
    rules: &RuleSet,
    status: RuleStatus,
    as_of: Date,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = ExplainPage { out, width: style.width };
    let bold = Paint::new().bold();
    writeln!(page.out, "{bold}{}{bold:#}", visible(&rule.id))?;
    page.text("", &rule.title)?;
    writeln!(page.out)?;
    let pack = rules.packs.iter().find(|known| known.id == rule.pack());
    page.fact("severity", &severity(rule, pack.is_none_or(|pack| pack.builtin), status))?;
    page.fact("kind", &kind(rule))?;
    if let Some(pack) = pack {
        page.fact("pack", &format!("{}: {}", pack.id, pack.title))?;
        page.fact("jurisdiction", &pack.jurisdictions.join(", "))?;
    }
    page.fact("profiles", &rule.profiles.join(", "))?;
    page.fact("owner", &rule.owner)?;
    page.fact("ticket", &rule.ticket)?;
    page.fact("scopes", &scopes(rule))?;
    page.fact("paths", &rule.paths.join(", "))?;
    page.fact("languages", &languages(rule))?;
    page.fact("words", &distance(rule))?;
    page.fact("valid", &validity(rule, as_of))?;
    page.fact("superseded", &successor(rule, rules))?;
    page.fact("fix", &fix(rule))?;
    page.fact("tags", &rule.tags.join(", "))?;
    page.list("Message", "", [one_line(rule.message.source())])?;
    page.list("Why", "", paragraphs(&rule.rationale))?;
    page.list("Sources", "- ", rule.sources.iter().map(source))?;
    page.patterns(rule)?;
    let contexts = rule.skip_when.iter().map(|context| format!("{}: {}", context.id(), context.meaning()));
    page.list("Harmless when", "- ", contexts.chain(without_contexts(rule)))?;
    page.list("Write instead", "- ", rule.suggest.iter().map(Template::source))?;
    page.list("Found", "- ", &rule.examples.matching)?;
    page.list("Not found", "- ", &rule.examples.no_match)?;
    page.list("Fixed", "- ", rule.examples.fixed.iter().map(|[before, after]| format!("{before} => {after}")))
}

fn severity(rule: &Rule, builtin: bool, status: RuleStatus) -> String {
    let set = match (rule.recommended, builtin) {
        (true, _) => "recommended",
        (false, true) => "not part of the default set",
        (false, false) => "from an added rule file",
    };
    match status {
        RuleStatus { state: RuleState::Off, .. } => format!("{} (off here; {set})", rule.severity),
        RuleStatus { severity, .. } if severity != rule.severity => {
            format!("{severity} here, {} by default ({set})", rule.severity)
        }
        RuleStatus { severity, .. } => format!("{severity} ({set})"),
    }
}

fn kind(rule: &Rule) -> String {
    match &rule.kind {
        RuleKind::Prefer(form) => format!("prefer: {form}"),
        RuleKind::FirstUse { full, headings_count, .. } => {
            let titles = if *headings_count { "count" } else { "do not count" };
            format!("first-use: the first mention in a document must be {full}; headings and titles {titles}")
        }
        RuleKind::Require { within, .. } => {
            format!("require: a match is reported unless the same {} contains one of the required phrases", within.id())
        }
        kind => kind.id().to_owned(),
    }
}

/// Returns the languages of text that the rule checks.
fn languages(rule: &Rule) -> String {
    match &rule.languages {
        // The rules of the program are about files, not about wording.
        Languages::Any if rule.is_directive_rule() => String::new(),
        Languages::Any => "any".to_owned(),
        Languages::Only(_) => rule.languages.codes().join(", "),
    }
}

/// Returns a remark if the contexts of the rule cannot hold in some text that it checks.
fn without_contexts(rule: &Rule) -> Option<String> {
    let without: Vec<&str> = match &rule.languages {
        Languages::Any => Vec::new(),
        Languages::Only(languages) => {
            languages.iter().filter(|language| !has_word_lists(**language)).map(Language::code).collect()
        }
    };
    match &rule.languages {
        _ if rule.skip_when.is_empty() => None,
        Languages::Any => Some("these hold in English text only: other languages have no word lists".to_owned()),
        Languages::Only(_) if without.is_empty() => None,
        Languages::Only(_) => Some(format!("none of these holds in {} text: it has no word lists", without.join(", "))),
    }
}

/// Returns the title and the patterns of words that are searched in a range around a match.
fn near_list<'n>(title: &str, near: &'n Near) -> (String, &'n [Pattern]) {
    (format!("{title} {} as", near.within.id()), &near.patterns)
}

/// Returns the rule's dates, and its state on the date `as_of`; empty if it has no dates.
fn validity(rule: &Rule, as_of: Date) -> String {
    let dates = match (rule.validity.first_day, rule.validity.last_day) {
        (None, None) => return String::new(),
        (Some(first), None) => format!("from {first}"),
        (None, Some(last)) => format!("until {last}"),
        (Some(first), Some(last)) => format!("from {first} until {last}"),
    };
    let now = match rule.validity {
        Validity { first_day: Some(first), .. } if as_of < first => "not yet in effect",
        Validity { last_day: Some(last), .. } if last < as_of => "ended",
        _ => "in effect",
    };
    format!("{dates} (as of {as_of}: {now})")
}

fn successor(rule: &Rule, rules: &RuleSet) -> String {
    let Some(id) = &rule.superseded_by else { return String::new() };
    match rules.index_of(id) {
        Some(at) => format!("{id}: {}", rules.rules[at].title),
        None => id.clone(),
    }
}

/// Returns how far apart the parts of a pattern with `&` may be; empty if the rule has no such pattern.
fn distance(rule: &Rule) -> String {
    let unordered = rule.patterns().iter().any(|pattern| pattern.parts.len() > 1);
    if unordered {
        format!("a match of a pattern with & is at most {} words long", rule.within_words)
    } else {
        String::new()
    }
}

/// Returns how safe it is to apply the rewordings; empty if there are none.
fn fix(rule: &Rule) -> String {
    let who = match rule.fix {
        Some(Applicability::Safe) => "safe, if the match is contiguous in the source",
        Some(Applicability::Unsafe) => "unsafe: may change the meaning, review it",
        Some(Applicability::Manual) | None => "by hand",
    };
    let rewords = !rule.suggest.is_empty() || matches!(rule.kind, RuleKind::Prefer(_));
    if rewords { who.to_owned() } else { String::new() }
}

fn scopes(rule: &Rule) -> String {
    let names = |set: &ScopeSet| set.iter().map(|scope| scope.id()).collect::<Vec<_>>().join(", ");
    let Some(choice) = &rule.scopes else { return String::new() };
    let only = choice.only.map(|only| format!("only {}", names(&only)));
    let without = (!choice.without.is_empty()).then(|| format!("not {}", names(&choice.without)));
    only.into_iter().chain(without).collect::<Vec<_>>().join(", ")
}

fn source(source: &Source) -> String {
    let mut text = source.name.clone();
    let parts = [source.section.as_deref(), source.url.as_deref()];
    parts.into_iter().flatten().for_each(|part| text.extend([", ", part]));
    let date = source.as_of.as_ref().map(|date| format!("as of {date}"));
    let notes: Vec<&str> =
        [source.confidence.id(), date.as_deref().unwrap_or("")].into_iter().filter(|n| !n.is_empty()).collect();
    if notes.is_empty() { text } else { format!("{text} ({})", notes.join(", ")) }
}

/// A page of facts and lists.
pub(super) struct ExplainPage<'a> {
    pub out: &'a mut dyn Write,
    /// The width of a line in columns.
    pub width: usize,
}

impl ExplainPage<'_> {
    pub fn fact(&mut self, name: &str, value: &str) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let dim = Paint::new().dimmed();
        let lead = format!("{name:<12}");
        let indent = " ".repeat(lead.len());
        let text = textwrap::fill(&visible(value), textwrap::Options::new(self.width - lead.len()));
        writeln!(self.out, "{dim}{lead}{dim:#}{}", text.replace('\n', &format!("\n{indent}")))
    }

    /// Writes all patterns of the rule, then the terms of each term set that they use.
    fn patterns(&mut self, rule: &Rule) -> io::Result<()> {
        let guards = &rule.guards;
        let (required_title, required) = match &rule.kind {
            RuleKind::Require { patterns, within } => {
                (format!("Required in the same {}", within.id()), patterns.as_slice())
            }
            RuleKind::FirstUse { patterns, .. } => ("The first mention".to_owned(), patterns.as_slice()),
            _ => (String::new(), &[][..]),
        };
        let mut lists = vec![("Patterns".to_owned(), rule.patterns())];
        lists.extend(guards.topics.iter().map(|near| near_list("Counts only in the same", near)));
        lists.push((required_title, required));
        lists.push(("Harmless right after".to_owned(), &guards.before));
        lists.push(("Harmless right before".to_owned(), &guards.after));
        lists.push(("Harmless with one of these subjects".to_owned(), &guards.subject));
        lists.push(("Harmless under a heading or label with".to_owned(), &guards.under));
        lists.extend(guards.near.iter().map(|near| near_list("Harmless in the same", near)));
        let mut sets = BTreeMap::new();
        for (title, patterns) in lists {
            self.pattern_list(&title, patterns, &mut sets)?;
        }
        self.list("Term sets", "- ", sets.iter().map(|(name, terms)| format!("@{name}: {}", terms.join(" | "))))
    }

    /// Writes each pattern as in the rule file and, if different, its expansion with every form of its words.
    fn pattern_list(
        &mut self,
        title: &str,
        patterns: &[Pattern],
        sets: &mut BTreeMap<String, Vec<String>>,
    ) -> io::Result<()> {
        for (at, expansion) in patterns.iter().map(Pattern::expansion).enumerate() {
            self.list(if at == 0 { title } else { "" }, "- ", [&expansion.pattern])?;
            if !expansion.expanded.eq_ignore_ascii_case(&expansion.pattern) {
                self.text("  = ", &expansion.expanded)?;
            }
            sets.extend(expansion.sets);
        }
        Ok(())
    }

    pub fn list<T: AsRef<str>>(
        &mut self,
        title: &str,
        mark: &str,
        items: impl IntoIterator<Item = T>,
    ) -> io::Result<()> {
        let mut items = items.into_iter().filter(|item| !item.as_ref().is_empty()).peekable();
        if items.peek().is_some() && !title.is_empty() {
            let bold = Paint::new().bold();
            writeln!(self.out, "\n{bold}{title}{bold:#}")?;
        }
        let mut first = true;
        items.try_for_each(|item| {
            if mark.is_empty() && !first {
                writeln!(self.out)?;
            }
            first = false;
            self.text(mark, item.as_ref())
        })
    }

    pub fn text(&mut self, mark: &str, text: &str) -> io::Result<()> {
        let first = if mark.is_empty() { String::new() } else { format!("  {mark}") };
        let rest = " ".repeat(first.len());
        let options = textwrap::Options::new(self.width).initial_indent(&first).subsequent_indent(&rest);
        writeln!(self.out, "{}", textwrap::fill(&visible(text), options))
    }
}
