//! Front matter: YAML, TOML or JSON at the start of a Markdown file.

mod date;
mod find;
mod flow;
mod metadata;
mod scalars;
mod values;

pub use date::document_date;
pub(super) use find::FrontMatter;
pub(super) use metadata::value;
pub(super) use values::read_and_cut;
