//! Front matter: the YAML, TOML or JSON that a Markdown file may begin with.

mod date;
mod find;
mod flow;
mod metadata;
mod scalars;
mod values;

pub use date::document_date;
pub(super) use find::FrontMatter;
pub(super) use values::cut;
