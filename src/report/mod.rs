//! The results of a run as plain data (a [`Report`]), the writers, one file each, and what the writers share.
//!
//! [`FORMATS`] lists the writers of a report. Other writers show a list of rules, an explanation of one rule, or the
//! edits of `fix`. The shared files locate findings, copy source lines, and escape, style and count. Files in this
//! folder import an item from the file that defines it, not from this one.

mod advice;
mod by_file;
mod checkstyle;
mod concise;
pub mod diff;
mod draw;
pub mod escape;
mod evidence;
mod exceptions;
mod excerpt;
pub mod explain;
pub mod explain_terms;
mod format;
pub mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod json_list;
mod junit;
pub mod list;
mod located;
pub mod mistake;
mod model;
mod rdjson;
pub mod reference;
mod rule_info;
#[cfg(test)]
mod sample;
mod sarif;
mod snippet;
mod style;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod unfixed;
mod vale;
mod view;
mod words;
mod xml;

pub use evidence::{Evidence, Limitation, RuleRecord, ScannedFile, digest};
pub use exceptions::{BaselineInfo, Grant, WaiverInfo, WaiverState};
pub use excerpt::{Excerpt, ExcerptLine};
pub use format::{FORMATS, Format};
pub use located::{LocatedFinding, LocatedSkip, StoredRange};
pub use model::{ExitStatus, Report, Summary};
pub use rule_info::RuleInfo;
pub use style::Style;
pub use view::View;
pub use wordgate_project::input::{InputError, InputWarning, WarningKind};
pub(crate) use words::{counted, unread_types_line};
