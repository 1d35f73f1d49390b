//! Properties that must hold for any input. The fuzzer (`fuzz/`) and the quick check in `tests/all/fuzz/mod.rs` test
//! them.
//!
//! A target takes bytes and panics if a property does not hold. For targets that read a document, the first byte
//! selects the format and the variant of the check, and the rest is the file as stored.

mod directives;
mod documents;
mod extraction;
mod fixing;
mod gating;
mod patterns;
mod readers;
mod rule_files;

/// A fuzz target.
pub struct Target {
    /// The name for `cargo fuzz`.
    pub name: &'static str,
    /// Panics if a property does not hold for these bytes.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "extraction", run: extraction::run },
    Target { name: "readers", run: readers::run },
    Target { name: "patterns", run: patterns::run },
    Target { name: "rule_files", run: rule_files::run },
    Target { name: "directives", run: directives::run },
    Target { name: "gate", run: gating::run },
    Target { name: "fix", run: fixing::run },
];
