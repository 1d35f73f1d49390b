//! The reference is complete: every command, format, key and context is on its page.

use super::pages;
use clap::CommandFactory;
use serde_json::Value;
use std::process::Command;
use wordgate::cli::Cli;
use wordgate_rules::Context;

/// Checks that each of `names` is in code on the page.
fn check_page(path: &str, names: impl IntoIterator<Item = String>) {
    let pages = pages::pages();
    let page = pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("no page {path}"));
    let code = page.code_spans().join("\n") + &page.blocks().iter().map(pages::Block::text).collect::<String>();
    for name in names {
        let is_named = code.split(|c: char| !(c.is_alphanumeric() || "_-".contains(c))).any(|word| word == name);
        assert!(is_named, "{path} does not mention `{name}`");
    }
}

/// Returns the keys that a schema has for these types; `None` is the whole file.
fn keys(schema: &str, types: &[Option<&str>]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_wordgate")).args(["schema", schema]).output().expect("wordgate runs");
    let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let object = |name: &Option<&str>| name.map_or(&schema, |name| &schema["$defs"][name])["properties"].clone();
    let keys = |value: Value| value.as_object().expect("a type with keys").keys().cloned().collect::<Vec<_>>();
    types.iter().map(object).flat_map(keys).collect()
}

#[test]
fn commands_are_listed() {
    let command = Cli::command();
    check_page("docs/command-line.md", command.get_subcommands().map(|command| command.get_name().to_owned()));
}

#[test]
fn formats_are_listed() {
    let command = Cli::command();
    let check = command.find_subcommand("check").expect("a command");
    let format = check.get_arguments().find(|argument| argument.get_id() == "format").expect("an option");
    check_page("docs/outputs.md", format.get_possible_values().iter().map(|value| value.get_name().to_owned()));
}

#[test]
fn keys_are_listed() {
    check_page("docs/configuration.md", keys("config", &[None, Some("Override")]));
    check_page("docs/reading.md", keys("config", &[Some("Reading")]));
    check_page("docs/waivers.md", keys("config", &[Some("WaiverToml")]));
    let types = [None, Some("RuleToml"), Some("PackToml"), Some("TermsToml"), Some("SourceToml"), Some("NearToml")];
    check_page("docs/rule-files.md", keys("rules", &types));
    check_page("docs/rule-files.md", keys("rules", &[Some("Examples")]));
}

#[test]
fn contexts_are_listed() {
    check_page("docs/rule-files.md", Context::ALL.iter().map(|context| context.id().to_owned()));
}
