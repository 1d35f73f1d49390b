//! The tests of wordgate from outside: the library as its callers use it, and the program as its users run it.
//!
//! All tests are in one binary, because each further binary would link the whole program again. Run a module by its
//! name: `cargo test --test all gate::`. The tests share one process, so none may set an environment variable or change
//! the working directory.
#![allow(clippy::unwrap_used)]

mod bless;
mod boundaries;
mod check;
mod ci;
mod cli;
mod contexts;
mod corpus;
mod directives;
mod docs;
mod documents;
mod edits;
mod effort;
mod exceptions;
mod extract;
mod fix;
mod fixture;
mod fuzz;
mod gate;
mod hostile;
mod lsp;
mod nested;
mod notebook;
mod office;
mod pdf;
mod positions;
mod rules;
mod staged;
mod versions;
mod without_lines;
mod wording;
