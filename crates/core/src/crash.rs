//! A panic of wordgate itself.
//!
//! It is a bug, and it concerns the document at hand: whoever checks many ends with an error for this one, and goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The error for the document.
pub const FAILED: &str = "wordgate failed on this file; please report it";

/// What `work` gives, or `None` when it panics. What it was about to change may be left half way.
pub fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
