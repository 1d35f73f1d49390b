//! Rules for wordgate: what an organisation restricts, why, and what to write instead.
//!
//! A rule is data. This crate owns the schema of rule files, the pattern language, term sets, inflection, and the
//! consistency checks of a set of rule files. It does no I/O: callers pass the name and the text of each file. The
//! matcher in `wordgate-core` finds the patterns in prose. A checked [`RuleSet`] can be stored as bytes
//! ([`RuleSet::to_bytes`]), which is how the built-in packs are embedded.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod alternatives;
mod builder;
mod canonical;
mod class_names;
mod classes;
mod context;
pub mod date;
mod defaults;
mod digest;
pub mod directive_rules;
mod expansion;
pub mod frequency;
pub mod globs;
mod inflect;
mod irregular;
mod languages;
mod lazy;
mod library;
mod literal;
mod load;
mod lookup;
mod measure;
mod name;
mod node;
pub mod path_filter;
mod pattern;
mod profile;
mod regex_syntax;
mod rule;
mod schema;
mod set;
mod set_name;
mod severity;
mod shape;
mod stored;
mod target;
mod template;
mod term_set;
mod term_tables;
mod terms;
#[cfg(test)]
mod tests;
pub mod toml_file;
mod trees;
mod word_part;
#[cfg(test)]
mod word_tests;

pub use alternatives::{alternatives, branches};
pub use class_names::{is_class, is_internal};
pub use classes::class_sets;
pub use context::Context;
pub use expansion::Expansion;
pub use inflect::{Form, FormKind};
pub use languages::Languages;
pub use library::{SharedSet, TermLibrary};
pub use lookup::UnknownId;
pub use measure::{Measure, Measurer};
pub use node::{Case, Node, Shape, Word};
pub use pattern::{Pattern, PatternContext, PatternError};
pub use rule::{Details, Guards, Near, Rule, RuleKind, ScopeChoice, Source, Validity, pack_of};
pub use schema::{Confidence, Examples, RuleFileToml, Within};
pub use set::{Pack, RuleSet};
pub use set_name::{SHARED_PREFIX, capture_name};
pub use severity::{Applicability, Severity};
pub use shape::number_shapes;
pub use target::{Anchor, Target};
pub use template::Template;
pub use terms::{RawTerms, TermError, TermSets};
