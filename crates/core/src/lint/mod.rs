//! One text in, findings out: pure, and the same for every caller.

mod allowance;
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
mod parsed;
mod place;
mod policies;
mod readable;
mod references;
mod result;
mod suggest;
#[cfg(test)]
mod suggest_tests;
#[cfg(test)]
mod tests;

pub(crate) use allowance::{ALLOWANCE, weight};
pub use anchors::{HeadingEdits, LinkedAnchors};
pub use cache::DocumentCache;
pub use input::{Dates, Document, Policy};
pub use linter::Linter;
pub use match_limit::{MOST_MATCHES, TOO_MANY};
pub use parsed::Effort;
pub use policies::{PathChange, Policies};
pub use result::Lint;
