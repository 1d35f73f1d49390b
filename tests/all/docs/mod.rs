//! Tests the documentation: its commands run, its patterns match, its files parse and its links exist.
//!
//! Comments of the form `<!-- test: … -->` control how the following block is tested. They are invisible to readers, so
//! the blocks contain only what a reader would type and see:
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
//! With `WORDGATE_BLESS=1` the tests rewrite the outputs, the rule pages and the other generated parts.

mod commands;
mod complete;
mod console;
mod files;
mod links;
mod pages;
mod patterns;
mod pictures;
mod reading;
mod rule_pages;
mod shell;
