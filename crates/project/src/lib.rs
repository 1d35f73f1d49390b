//! Projects for wordgate: which files to check, and with which rules.
//!
//! A [`session::Session`] is one configuration with its rules and its baseline, read and checked. A
//! [`project::Project`] finds the session of each file. [`walk`] chooses the files, and [`changed`] asks git which of their lines count. This crate reads the file system and the
//! clock for the command and the language server alike, so that both behave the same. It prints nothing and checks no
//! documents itself.
//!
//! ```no_run
//! use std::path::PathBuf;
//! use wordgate_core::{extract::Extractor, lint::Document};
//! use wordgate_project::config::Overrides;
//! use wordgate_project::project::Project;
//! use wordgate_project::session::{Environment, Failure};
//! use wordgate_project::walk::{InputOrigin, WalkOptions, walk};
//! use wordgate_text::source::SourceFile;
//!
//! let project = Project::open(Overrides::default(), Environment::read()?)?;
//! let walk = walk(&project, &[PathBuf::from("docs")], &WalkOptions::default())?;
//! let checkers: Vec<_> = walk.sessions.iter().map(|session| session.checker()).collect();
//! let mut extractor = Extractor::new();
//! for input in walk.inputs {
//!     let InputOrigin::File(path) = &input.origin else { continue };
//!     let Ok(Ok(file)) = std::fs::read(path).map(SourceFile::decode) else { continue };
//!     let document = Document { file: &file, format: input.format, path: &input.base };
//!     let lint = checkers[input.session].check_document(&mut extractor, document);
//!     println!("{}: {} findings", input.shown, lint.findings.len());
//! }
//! # Ok::<(), Failure>(())
//! ```
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod changed;
pub mod config;
pub mod input;
pub mod paths;
pub mod project;
pub mod read;
pub mod session;
pub mod uri;
pub mod walk;
