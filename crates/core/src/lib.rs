//! wordgate finds restricted phrasing in documentation and marketing text, at its exact place in the source.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod context;
pub mod extract;
pub mod finding;
pub mod fix;
mod frequency;
pub mod gate;
pub mod lint;
pub mod matcher;
mod recent;
pub mod suppress;

use wordgate_rules as rule;
use wordgate_rules::{globs, toml_file};
use wordgate_text::{prose, source};
