//! Catches panics of wordgate itself.
//!
//! A panic is a bug, but it affects only the document that is being checked. So a caller that checks many documents
//! reports an error for this document and continues with the next.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The error message for the document.
pub const PANIC_MESSAGE: &str = "wordgate failed on this file; please report it";

/// Returns the result of `work`, or `None` if `work` panics. Values that it was changing may then be in an inconsistent
/// state.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
