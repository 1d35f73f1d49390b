//! The linter: one document in, findings out.
//!
//! [`Linter::check`] splits the document into pieces, asks the gate which pieces can hold a match, and parses only
//! those. `BlockLinter` (`block.rs`) then turns the matches of each prose block into findings. For "We offer direct
//! access." and a rule that forbids "direct access", it drops the match if a context, a directive or a stronger match
//! exempts it, and otherwise reports a [`Finding`](crate::finding::Finding).
//!
//! The code is pure: the result depends only on the text, the rules, the policy and the date, never on the caller, on
//! threads, or on what was checked before.

mod anchors;
mod article;
mod block;
mod cache;
mod casing;
mod compete;
mod compiled;
mod conditions;
mod covered;
mod directives;
mod input;
mod links;
mod linter;
mod markup;
mod match_limit;
#[cfg(test)]
mod overlap_tests;
mod parse_budget;
mod parsed;
mod policies;
mod readable;
mod references;
mod result;
mod suggest;
#[cfg(test)]
mod suggest_tests;
mod target;
#[cfg(test)]
mod tests;

pub use anchors::{HeadingEdits, LinkedAnchors};
pub use cache::DocumentCache;
pub use input::{Dates, Document, Policy};
pub use linter::Linter;
pub use match_limit::{MAX_MATCHES, TOO_MANY_MATCHES};
pub(crate) use parse_budget::{PARSE_BUDGET, weight};
pub use parsed::Effort;
pub use policies::{PathChange, Policies};
pub use result::Lint;
