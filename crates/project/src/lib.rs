//! Projects for wordgate: which files to check, and with which rules.
//!
//! A [`session::Session`] is the configuration, the rules and the baseline of a project, read and checked. [`walk`]
//! chooses the files, and [`changed`] asks git which of their lines count. This crate reads the file system and the
//! clock for the command and the language server alike, so that both behave the same. It prints nothing and checks no
//! documents itself.
//!
//! ```no_run
//! use std::path::PathBuf;
//! use wordgate_core::{extract::Extractor, lint::Document};
//! use wordgate_project::config::Overrides;
//! use wordgate_project::session::{Environment, Session};
//! use wordgate_project::walk::{InputOrigin, WalkOptions, walk};
//! use wordgate_text::source::SourceFile;
//!
//! let session = Session::load(&Overrides::default(), &Environment::read()?)?;
//! let (checker, mut extractor) = (session.checker(), Extractor::new());
//! for input in walk(&session, &[PathBuf::from("docs")], &WalkOptions::default()).inputs {
//!     let InputOrigin::File(path) = &input.origin else { continue };
//!     let Ok(Ok(file)) = std::fs::read(path).map(SourceFile::decode) else { continue };
//!     let document = Document { file: &file, format: input.format, path: &input.base };
//!     println!("{}: {} findings", input.shown, checker.check_document(&mut extractor, document).findings.len());
//! }
//! # Ok::<(), wordgate_project::session::Failure>(())
//! ```
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod changed;
pub mod config;
pub mod input;
pub mod paths;
pub mod read;
pub mod session;
pub mod uri;
pub mod walk;
