//! Why an Office document cannot be read.

/// Why an Office document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficeError {
    /// The file is no zip archive.
    #[error("it is not a zip archive")]
    NotZip,
    /// The file is of the format that older programs write, and that also holds encrypted documents.
    #[error("it is encrypted, or has the format of Office 2003; save it in the new format, without a password")]
    Compound,
    /// A part is encrypted.
    #[error("it is encrypted; save it without a password")]
    Encrypted,
    /// The zip archive is damaged.
    #[error("its zip archive is broken: {0}")]
    Broken(String),
    /// The archive exceeds a limit.
    #[error("{0}")]
    Limit(String),
    /// A part that the document needs does not exist.
    #[error("it has no part {0}")]
    Missing(String),
    /// A part is not valid XML.
    #[error("its part {part} cannot be read: {message}")]
    Xml {
        /// The name of the part.
        part: String,
        /// What is wrong.
        message: String,
    },
    /// It is neither a text nor a presentation.
    #[error("it is neither a text nor a presentation")]
    Unknown,
}
