//! Why a PDF document cannot be read.

/// Why a PDF document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The program was built without the reader.
    #[error("this build of wordgate does not read PDF; build it with the feature `pdf`, which is on by default")]
    NotBuilt,
    /// The file is something else.
    #[error("it does not start with %PDF-")]
    NotPdf,
    /// The structure of the file is damaged.
    #[error("its structure is broken; save or export it again")]
    Broken,
    /// It opens with a password only.
    #[error("it is encrypted with a password; save it without one")]
    Password,
    /// It is encrypted in a way that is not known.
    #[error("it is encrypted in an unknown way; save it without encryption")]
    Encryption,
    /// It exceeds a limit.
    #[error("{0}")]
    Limit(String),
}
