//! wordgate finds restricted phrasing in documentation and marketing text, at its exact place in the source.
//!
//! A [`Checker`] holds rules: the built-in packs, and rule files that come as name and text. It checks one text after the
//! other, and each [finding](finding::Finding) has its rule, a message, the bytes of the match and its rewordings.
//!
//! ```
//! use wordgate_core::Checker;
//! use wordgate_core::extract::Format;
//!
//! let rules = "[pack]\nid = 'house'\n[[rule]]\nid = 'leads'\npatterns = ['market-leading']\nsuggest = ['popular']\n";
//! let checker = Checker::builder().packs(["recommended"]).rule_file("house.toml", rules).build()?;
//! let text = "A **market-leading** product.\n";
//! let checked = checker.check(text, Format::Markdown);
//! let finding = &checked.findings[0];
//! assert_eq!((&*finding.rule, &text[finding.span.range()]), ("house/leads", "market-leading"));
//! assert_eq!(finding.suggestions[0].text, "popular");
//! # Ok::<(), wordgate_core::BuildError>(())
//! ```
//!
//! Nothing here reads files, a clock or the environment, starts threads or prints: that is up to the caller. What happens
//! between the text and the findings:
//!
//! 1. [`extract`] splits the document into pieces, and [`gate`] tells from their bytes which can hold a match.
//! 2. [`extract`] parses these pieces into blocks of prose, each with the way back to its bytes.
//! 3. [`matcher`] finds the patterns in the words of a block.
//! 4. [`context`] and [`lint`] judge each match: denied, quoted, allowed by a directive, or a finding.
//! 5. [`suppress`] takes away what a waiver or the baseline accepts. [`fix`] applies the rewordings that are safe.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod checker;
pub mod context;
pub mod crash;
pub mod extract;
pub mod finding;
pub mod fix;
mod frequency;
pub mod gate;
pub mod lint;
pub mod matcher;
mod recent;
pub mod selftest;
pub mod suppress;

pub use checker::{BuildError, Checker, CheckerBuilder};
