//! Projects for wordgate: what to check, and by which rules.
//!
//! A [`session::Session`] is the configuration, the rules and the baseline of a project, read and checked. [`walk`] chooses
//! the files, and [`changed`] asks git which of their lines count. This crate reads the file system and the clock for the
//! command and the language server alike, so that both mean the same. It prints nothing, and no document is checked here.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod changed;
pub mod config;
pub mod input;
pub mod paths;
pub mod read;
pub mod session;
pub mod uri;
pub mod walk;

use wordgate_core::{extract, lint, suppress};
use wordgate_rules as rule;
use wordgate_rules::{globs, toml_file};
use wordgate_text::{prose, source};
