//! wordgate finds restricted phrasing in documentation and marketing text, with its exact position in the source.
//!
//! A [`Checker`] has rules: those of built-in packs, and those of rule files, which are passed as text. It checks any
//! number of texts. Each [finding](finding::Finding) has a rule, a message, the byte range of the match and
//! suggestions.
//!
//! ```
//! use wordgate_core::Checker;
//! use wordgate_core::extract::Format;
//!
//! let rules = "[pack]\nid = 'house'\n[[rule]]\nid = 'leads'\npatterns = ['market-leading']\nsuggest = ['popular']\n";
//! let checker = Checker::builder().packs(["recommended"]).rule_file("house.toml", rules).build()?;
//! let text = "A **market-leading** product.\n";
//! let checked = checker.check(text, Format::Markdown)?;
//! let finding = &checked.findings[0];
//! assert_eq!((&*finding.rule, &text[finding.span.range()]), ("house/leads", "market-leading"));
//! assert_eq!(finding.suggestions[0].text, "popular");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate reads no files, no clock and no environment, starts no threads and prints nothing. Its callers do that. A
//! text is checked in these steps:
//!
//! 1. [`extract`] splits the document into pieces, and [`gate`] decides from their bytes which of them may contain a
//!    match.
//! 2. [`extract`] parses these pieces into blocks of prose, each with a map back to the bytes of the source.
//! 3. [`matcher`] finds the patterns in the words of each block.
//! 4. [`context`] and [`lint`] decide whether a match is a finding or, for example, negated, quoted or allowed inline.
//! 5. [`suppress`] removes findings that a waiver or the baseline accepts. [`fix`] applies the safe edits.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod checker;
pub mod context;
pub mod crash;
pub mod extract;
pub mod finding;
pub mod fix;
pub mod gate;
pub mod language;
pub mod lint;
pub mod matcher;
mod recent;
pub mod selftest;
pub mod suppress;

pub use checker::{BuildError, Checker, CheckerBuilder};
