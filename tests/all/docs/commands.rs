//! Every command line that the documentation shows is one that `wordgate` accepts.

use super::pages::{self, Block};
use super::shell;
use clap::Parser;
use clap::error::ErrorKind;
use wordgate::cli::Cli;

/// The lines of a block that are commands, with continued lines joined.
fn lines(block: &Block) -> Vec<String> {
    let joined = block.text().replace("\\\n", " ");
    let lines = joined.lines().filter(|line| block.language != "console" || line.starts_with("$ "));
    lines.map(|line| line.trim_start_matches("$ ").to_owned()).collect()
}

/// The arguments of the calls of wordgate in a line, from the word `wordgate` on.
fn calls(line: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for mut words in shell::pipelines(line).into_iter().flatten() {
        // Before the program there may be variables, `exec`, and in YAML the key.
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

/// Why `wordgate` does not accept these arguments.
fn mistake(words: &[String], is_complete: bool) -> Option<String> {
    let words = words.iter().map(|word| match word.as_str() {
        "DATE" => "2026-03-11",
        "SHELL" => "bash",
        word => word,
    });
    let error = Cli::try_parse_from(words).err()?;
    let is_fine = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        // A sentence names a command or an option without all that belongs to it.
        ErrorKind::MissingRequiredArgument | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !is_complete,
        _ => false,
    };
    (!is_fine).then(|| error.to_string())
}

#[test]
fn the_commands_of_all_pages_exist() {
    let mut count = 0;
    for page in pages::pages() {
        for block in page.blocks() {
            if !matches!(block.language.as_str(), "sh" | "console" | "yaml") {
                continue;
            }
            for line in lines(&block) {
                for words in calls(&line) {
                    // `- id: wordgate` and the like name no command.
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
        for span in spans.iter().filter(|span| span.starts_with("wordgate ") && !span.contains("= ")) {
            // `wordgate check [PATHS…]` leaves out what a reader fills in.
            let is_named = |word: &&str| !word.contains('…') && !word.starts_with('[');
            let shown = span.replace("\\|", "|").replace("[PATHS…]", "").replace("[RULE FILES…]", "");
            let named = shown.split(' ').filter(is_named).collect::<Vec<_>>().join(" ");
            for words in calls(&named) {
                count += 1;
                assert_eq!(mistake(&words, false), None, "{}: {span}", page.path);
            }
        }
    }
    assert!(count > 80, "only {count} commands were found");
}
