//! The documentation is true: its commands run, its patterns match, its files parse, its links lead somewhere.
//!
//! Comments of the form `<!-- test: … -->` tell the tests about the block that follows. Readers do not see them, so the
//! blocks hold nothing but what a reader would type and see:
//!
//! | comment | meaning |
//! |---|---|
//! | `copy FROM TO` | copies a file or folder of the repository into the folder where the page's commands run |
//! | `file NAME` | the block is written to this file |
//! | `append NAME` | the block is added to this file |
//! | `status N …` | the exit statuses of the block's commands; 0 without it |
//! | `output of COMMAND` | the block is what this command prints |
//! | `verdicts RULES` | the table's texts are findings of this rule file, or not, as its second column says |
//! | `not ours` | a TOML block that belongs to another program |
//!
//! With `WORDGATE_BLESS=1` the tests write the outputs, the rule pages and the other generated parts again.

#[path = "docs/commands.rs"]
mod commands;
#[path = "docs/console.rs"]
mod console;
#[path = "docs/files.rs"]
mod files;
#[path = "docs/links.rs"]
mod links;
#[path = "docs/pages.rs"]
mod pages;
#[path = "docs/patterns.rs"]
mod patterns;
#[path = "docs/pictures.rs"]
mod pictures;
#[path = "docs/reading.rs"]
mod reading;
#[path = "docs/rule_pages.rs"]
mod rule_pages;
#[path = "docs/shell.rs"]
mod shell;
