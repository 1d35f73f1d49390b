//! The rule reference, generated from the rules: a page for each pack, and the table of packs.

use super::pages;
use crate::bless;
use std::fmt::Write as _;
use wordgate::report::reference;
use wordgate_rules::{Pack, Rule, RuleSet};

/// Returns the packs that have a page, each with its rules.
fn packs(rules: &RuleSet) -> Vec<(&Pack, Vec<&Rule>)> {
    let own =
        |pack: &Pack| rules.rules.iter().filter(|rule| rule.pack() == pack.id && !rule.is_directive_rule()).collect();
    let packs = rules.packs.iter().map(|pack| (pack, own(pack)));
    packs.filter(|(_, own): &(&Pack, Vec<&Rule>)| !own.is_empty()).collect()
}

fn on_by_default(rules: &[&Rule]) -> usize {
    rules.iter().filter(|rule| rule.recommended).count()
}

/// Escapes a text for a table cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn page(pack: &Pack, rules: &[&Rule]) -> String {
    let mut out = Vec::new();
    reference::write_about(pack, 1, &mut out).expect("a vector takes everything");
    let id = &pack.id;
    let mut page = format!("<!-- Generated from rules/{id}/: do not edit. -->\n\n");
    page.push_str(&String::from_utf8(out).expect("pages are text"));
    let (all, on) = (rules.len(), on_by_default(rules));
    write!(
        page,
        "\n{all} rules, {on} on by default. Switch on all of them with `--pack {id}`, or with \
         `extend_packs = [\"{id}\"]` in `wordgate.toml`. [All packs](README.md). None of this is legal advice.\n\n\
         | rule | severity | default | what it asks for |\n|---|---|---|---|\n"
    )
    .expect("a string takes everything");
    for rule in rules {
        let anchor = rule.id.replace('/', "");
        let name = rule.id.rsplit('/').next().unwrap_or_default();
        let default = if rule.recommended { "on" } else { "off" };
        let title = cell(&rule.title);
        writeln!(page, "| [`{name}`](#{anchor}) | {} | {default} | {title} |", rule.severity)
            .expect("a string takes everything");
    }
    let mut out = Vec::new();
    rules.iter().try_for_each(|rule| reference::write_rule(rule, 2, &mut out)).expect("a vector takes everything");
    page + &String::from_utf8(out).expect("pages are text")
}

/// Compares a file with its expected content, or writes it.
fn check_file(path: &str, expected: &str) {
    bless::compare(&pages::root().join(path), expected).unwrap_or_else(|difference| panic!("{difference}"));
}

/// Returns `page` with new content between `<!-- generated: NAME -->` and `<!-- end -->`.
fn with_part(page: &str, name: &str, content: &str) -> String {
    let start = format!("<!-- generated: {name} -->");
    let (before, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no part {name}"));
    let (_, after) = rest.split_once("<!-- end -->").expect("a part has an end");
    format!("{before}{start}{content}<!-- end -->{after}")
}

#[test]
fn the_rule_pages_are_up_to_date() {
    let rules = wordgate_packs::rules();
    for (pack, own) in packs(&rules) {
        check_file(&format!("docs/rules/{}.md", pack.id), &page(pack, &own));
    }
}

#[test]
fn the_table_of_packs_is_up_to_date() {
    let rules = wordgate_packs::rules();
    let packs = packs(&rules);
    let mut table = "\n| pack | about | rules | on by default |\n|---|---|---:|---:|\n".to_owned();
    for (pack, own) in &packs {
        let title = cell(&pack.title);
        writeln!(table, "| [`{0}`]({0}.md) | {title} | {1} | {2} |", pack.id, own.len(), on_by_default(own))
            .expect("a string takes everything");
    }
    let (all, on): (usize, usize) =
        (packs.iter().map(|(_, own)| own.len()).sum(), packs.iter().map(|(_, own)| on_by_default(own)).sum());
    let path = "docs/rules/README.md";
    let index = pages::read(&pages::root().join(path));
    let index = with_part(&index, "packs", &table);
    check_file(path, &with_part(&index, "counts", &format!("{on} of {all}")));

    // Sentences on other pages contain these numbers too.
    let off = all - on;
    let sentences = [
        ("README.md", format!("{all} rules in")),
        ("README.md", format!("Only {on} are on by default")),
        ("README.md", format!("The other {off} are opt-in")),
        ("docs/adopt.md", format!("Of the {all} rules, {on} are on by default")),
        ("docs/adopt.md", format!("The other {off} depend")),
        ("docs/archive.md", format!("all {all} rules. Only {on} are on by default")),
        ("docs/command-line.md", format!("({on} of {all})")),
        ("docs/write-a-rule.md", format!("{all} rules to copy")),
    ];
    for (path, sentence) in sentences {
        assert!(pages::read(&pages::root().join(path)).contains(&sentence), "{path} should say “{sentence}”");
    }
}
