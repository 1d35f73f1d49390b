//! Runs `check` and `fix`: turns a list of inputs into a report.
//!
//! Inputs are read and linted in parallel, with one extractor per worker. Results are collected in the order of the
//! inputs, so the report is the same for every number of threads. `wordgate-core` only computes: it uses no
//! threads, no clock, no input and no output.

mod anchors;
mod check;
mod collect;
mod coverage;
mod crash;
mod evidence;
mod exceptions;
mod fix;
mod input;
mod moved;
mod outcome;
mod progress;
mod statistics;
#[cfg(test)]
mod tests;
mod unused_globs;
mod warnings;

pub use check::run;
pub use crash::note as crash_note;
pub use fix::{FixOptions, Fixes, NewText, fix};
pub use outcome::Options;
pub use progress::Progress;
pub use statistics::Statistics;
