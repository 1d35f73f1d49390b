//! The error for a file that is not what its format says.

/// What is wrong in a file that is not what its format says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The byte offset in the file of the first part that is wrong.
    pub at: usize,
    /// What is wrong with it, in lower case.
    pub message: String,
}

impl Malformed {
    /// Creates the error for the part that starts at byte `at`.
    pub fn new(at: usize, message: impl Into<String>) -> Malformed {
        Malformed { at, message: message.into() }
    }
}
