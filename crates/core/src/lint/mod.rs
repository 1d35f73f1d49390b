//! The linter: one document in, findings out.
//!
//! [`Linter::check`] splits the document into pieces, which are runs of lines that can be parsed on their own. The
//! [gate](crate::gate) decides from the bytes of each piece whether it can contain a match, and only those pieces are
//! parsed. `BlockLinter` (`block.rs`) then evaluates the matches in each prose block. For "We offer direct access." and
//! a rule that forbids "direct access", it reports a [`Finding`](crate::finding::Finding), unless a context or a
//! directive exempts the match or a stronger match overlaps it.
//!
//! Checking is a pure function: the result depends only on the document, the rules, the configuration and the date, not
//! on threads or earlier checks.

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
mod labelled;
mod languages;
mod links;
mod linter;
mod markup;
mod match_limit;
mod nearby;
#[cfg(test)]
mod overlap_tests;
mod parse_budget;
mod parsed;
mod place;
mod policies;
mod quotation;
#[cfg(test)]
mod quotation_tests;
mod read_as_text;
mod readable;
mod references;
mod result;
mod suggest;
#[cfg(test)]
mod suggest_tests;
mod target;
#[cfg(test)]
mod tests;
mod trace;
#[cfg(test)]
mod trace_tests;
mod uncovered;

pub use anchors::{HeadingEdits, LinkedAnchors};
pub use cache::DocumentCache;
pub use input::{Dates, Document, Policy};
pub use linter::Linter;
pub use match_limit::{MAX_MATCHES, TOO_MANY_MATCHES};
pub(crate) use parse_budget::{PARSE_BUDGET, weight};
pub use parsed::Effort;
pub use policies::{PathChange, Policies};
pub use result::Lint;
pub use trace::{Inactive, MatchTrace, Outcome, PartTrace, PatternTrace, RuleTrace};
