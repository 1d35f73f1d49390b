//! The rule reference: every rule as Markdown, for people who want to read the rules rather than meet them.
//!
//! It depends on the rules alone, not on the day or the configuration, so that it can be checked in. Wordings stand in
//! code blocks, which wordgate does not check.

use super::words;
use std::io::{self, Write};
use wordgate_rules::{Pack, Rule, RuleKind, RuleSet, Source, Template};
use wordgate_text::prose::ScopeSet;

/// Writes the rules of the packs for which `wanted` holds, by pack and id.
///
/// # Errors
/// Those of `out`.
pub fn write(rules: &RuleSet, wanted: impl Fn(&Rule) -> bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Rule reference\n")?;
    writeln!(out, "Written by `wordgate rules --format markdown`. None of this is legal advice.")?;
    for pack in &rules.packs {
        let own: Vec<&Rule> = rules.rules.iter().filter(|rule| rule.pack() == pack.id && wanted(rule)).collect();
        if !own.is_empty() {
            writeln!(out)?;
            write_about(pack, 2, out)?;
            own.iter().try_for_each(|rule| write_rule(rule, 3, out))?;
        }
    }
    Ok(())
}

/// Writes what a pack is about, under a heading of level `depth`.
///
/// # Errors
/// Those of `out`.
pub fn write_about(pack: &Pack, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {} (`{}`)\n", "#".repeat(depth), inline(&pack.title), pack.id)?;
    paragraphs(&pack.description, out)?;
    if !pack.jurisdictions.is_empty() {
        writeln!(out, "\nLaw of: {}.", inline(&pack.jurisdictions.join(", ")))?;
    }
    Ok(())
}

/// Writes everything about a rule, under a heading of level `depth`.
///
/// # Errors
/// Those of `out`.
pub fn write_rule(rule: &Rule, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{} `{}`\n", "#".repeat(depth), rule.id)?;
    writeln!(out, "**{}**\n", inline(&rule.title))?;
    writeln!(out, "{}\n", facts(rule))?;
    paragraphs(&rule.rationale, out)?;
    block("Patterns", rule.patterns().iter().map(|pattern| pattern.source.clone()), out)?;
    if let RuleKind::Require { patterns, .. } = &rule.kind {
        block("Needs one of", patterns.iter().map(|pattern| pattern.source.clone()), out)?;
    }
    block("Write instead", rule.suggest.iter().map(Template::source), out)?;
    list("Fine when", fine_when(rule), out)?;
    list("Sources", rule.sources.iter().map(source).collect(), out)?;
    block("Found", &rule.examples.matching, out)?;
    block("Not found", &rule.examples.no_match, out)
}

/// Kind, severity, set, dates, owner and tags on one line.
fn facts(rule: &Rule) -> String {
    let mut facts = vec![rule.kind.id().to_owned(), rule.severity.to_string()];
    facts.push(if rule.recommended { "recommended" } else { "opt-in" }.to_owned());
    facts.extend(rule.validity.from.map(|day| format!("from {day}")));
    facts.extend(rule.validity.until.map(|day| format!("until the day before {day}")));
    facts.extend(rule.superseded_by.as_ref().map(|id| format!("followed by `{id}`")));
    if !rule.owner.is_empty() {
        facts.push(format!("owner: {}", inline(&rule.owner)));
    }
    if !rule.tags.is_empty() {
        facts.push(format!("tags: {}", inline(&rule.tags.join(", "))));
    }
    facts.join(" · ")
}

/// Contexts, guards and scopes that keep the rule silent.
fn fine_when(rule: &Rule) -> Vec<String> {
    let mut fine: Vec<String> =
        rule.skip_when.iter().map(|context| format!("{}: {}", context.id(), context.meaning())).collect();
    let written = |patterns: &[wordgate_rules::Pattern]| {
        patterns.iter().map(|pattern| format!("`{}`", pattern.source)).collect::<Vec<_>>().join(", ")
    };
    let guards = [
        ("right behind", &rule.guards.before),
        ("right before", &rule.guards.after),
        ("with one of these earlier in its clause:", &rule.guards.subject),
    ];
    for (place, patterns) in guards.into_iter().filter(|(_, patterns)| !patterns.is_empty()) {
        fine.push(format!("it stands {place} {}", written(patterns)));
    }
    if let Some(near) = &rule.guards.near {
        fine.push(format!("near {}", written(&near.patterns)));
    }
    if let Some(without) = rule.scopes.map(|choice| choice.without).filter(|without| !without.is_empty()) {
        fine.push(format!("it stands in: {}", names(without)));
    }
    if let Some(only) = rule.scopes.and_then(|choice| choice.only) {
        fine.push(format!("it stands elsewhere than in: {}", names(only)));
    }
    fine
}

fn names(scopes: ScopeSet) -> String {
    scopes.iter().map(|scope| scope.id()).collect::<Vec<_>>().join(", ")
}

fn source(source: &Source) -> String {
    let mut text = inline(&source.name);
    if let Some(section) = &source.section {
        text.push_str(&format!(", {}", inline(section)));
    }
    if let Some(url) = &source.url {
        text.push_str(&format!(", <{url}>"));
    }
    let date = source.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    format!("{text} ({}{date})", source.confidence.id())
}

fn paragraphs(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for (index, paragraph) in words::paragraphs(text).enumerate() {
        writeln!(out, "{}{}", if index > 0 { "\n" } else { "" }, inline(&paragraph))?;
    }
    Ok(())
}

fn list(title: &str, items: Vec<String>, out: &mut dyn Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}:\n")?;
    items.iter().try_for_each(|item| writeln!(out, "- {item}"))
}

/// Wordings as a code block; the fence is longer than any inside.
fn block<T: AsRef<str>>(title: &str, lines: impl IntoIterator<Item = T>, out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<T> = lines.into_iter().collect();
    if lines.is_empty() {
        return Ok(());
    }
    let ticks = lines.iter().flat_map(|line| line.as_ref().split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(ticks + 1));
    writeln!(out, "\n{title}:\n\n{fence}text")?;
    lines.iter().try_for_each(|line| writeln!(out, "{}", line.as_ref().trim_end()))?;
    writeln!(out, "{fence}")
}

/// Text in which Markdown has no say.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '{' | '}') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}
