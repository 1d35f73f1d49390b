//! Every command line in the documentation is one that `wordgate` accepts.

use super::pages::{self, Block};
use super::shell;
use clap::Parser;
use clap::error::ErrorKind;
use wordgate::cli::Cli;

/// Returns the lines of a block that are commands, with continued lines joined.
fn lines(block: &Block) -> Vec<String> {
    let joined = block.text().replace("\\\n", " ");
    let lines = joined.lines().filter(|line| block.language != "console" || line.starts_with("$ "));
    lines.map(|line| line.trim_start_matches("$ ").to_owned()).collect()
}

/// Returns the arguments of each call of wordgate in a line, from the word `wordgate` on.
fn calls(line: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for mut words in shell::pipelines(line).into_iter().flatten() {
        // Environment variables, `exec` or a YAML key may come before the program.
        let comes_first = |word: &String| word == "exec" || word == "-" || word.ends_with(':') || word.contains('=');
        let first = words.iter().position(|word| !comes_first(word)).unwrap_or(words.len());
        if words.get(first).is_some_and(|word| word == "wordgate") {
            calls.push(words.split_off(first));
        } else if let Some(at) = words.windows(2).position(|pair| pair == ["cargo", "run"]) {
            let end = words.iter().position(|word| word == "--").map_or(words.len(), |at| at + 1);
            if words[at..end].iter().all(|word| word != "--example") {
                calls.push([vec!["wordgate".to_owned()], words.split_off(end)].concat());
            }
        }
    }
    calls
}

/// Returns why `wordgate` does not accept these arguments, or `None` if it does. If `is_complete` is false, a required
/// argument may be missing.
fn mistake(words: &[String], is_complete: bool) -> Option<String> {
    let words = words.iter().map(|word| match word.as_str() {
        "DATE" => "2026-03-11",
        "SHELL" => "bash",
        word => word,
    });
    let error = Cli::try_parse_from(words).err()?;
    let is_fine = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        // In a sentence, a command or an option may be incomplete.
        ErrorKind::MissingRequiredArgument | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !is_complete,
        _ => false,
    };
    (!is_fine).then(|| error.to_string())
}

#[test]
fn commands_on_all_pages_are_accepted() {
    let mut count = 0;
    for page in pages::pages() {
        for block in page.blocks() {
            if !matches!(block.language.as_str(), "sh" | "console" | "yaml") {
                continue;
            }
            for line in lines(&block) {
                for words in calls(&line) {
                    // `- id: wordgate` and the like are not commands.
                    if words.len() == 1 && block.language == "yaml" {
                        continue;
                    }
                    count += 1;
                    let mistake = mistake(&words, true);
                    assert_eq!(mistake, None, "{}:{}: {line}", page.path, block.range.start + 1);
                }
            }
        }
        let spans = page.code_spans();
        // An assignment, as in a configuration file, is not a command.
        for span in spans.iter().filter(|span| span.starts_with("wordgate ") && !span.contains("= ")) {
            // In `wordgate check [PATHS…]`, the reader replaces the part in brackets, so we leave it out.
            let is_literal = |word: &&str| !word.contains('…') && !word.starts_with('[');
            let shown = span.replace("\\|", "|").replace("[PATHS…]", "").replace("[RULE FILES…]", "");
            let literal = shown.split(' ').filter(is_literal).collect::<Vec<_>>().join(" ");
            for words in calls(&literal) {
                count += 1;
                assert_eq!(mistake(&words, false), None, "{}: {span}", page.path);
            }
        }
    }
    assert!(count > 80, "only {count} commands were found");
}
