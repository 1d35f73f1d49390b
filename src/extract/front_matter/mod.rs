//! Front matter: the YAML, TOML or JSON that a Markdown file may begin with.

mod find;
mod flow;
mod metadata;
mod scalars;
mod values;

pub(super) use find::FrontMatter;
pub use metadata::{metadata, value};
pub(super) use values::cut;
