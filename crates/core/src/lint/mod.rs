//! One text in, findings out: pure, and the same for every caller.

mod allowance;
mod anchors;
mod article;
mod block;
mod casing;
mod compete;
mod compiled;
mod covered;
mod directives;
mod input;
mod judge;
mod links;
mod linter;
mod markup;
mod memory;
#[cfg(test)]
mod overlap_tests;
mod parsed;
mod place;
mod policies;
mod quota;
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
pub use input::{Dates, Document, Policy};
pub use linter::Linter;
pub use memory::Memory;
pub use parsed::Effort;
pub use policies::{PathChange, Policies};
pub use quota::{MOST_MATCHES, TOO_MANY};
pub use result::Lint;
