//! What must hold of any bytes, for the fuzzer (`fuzz/`) and for the smoke test beside this folder alike.
//!
//! A target takes bytes and panics when something does not hold. Where a document is wanted, the first byte chooses its
//! format and its kind of rules, and the rest is the file as it is stored.

mod directives;
mod documents;
mod extraction;
mod fixing;
mod gating;
mod patterns;
mod rule_files;

/// A target by its name.
pub struct Target {
    /// As `cargo fuzz` knows it.
    pub name: &'static str,
    /// Panics when something does not hold of these bytes.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "extraction", run: extraction::run },
    Target { name: "patterns", run: patterns::run },
    Target { name: "rule_files", run: rule_files::run },
    Target { name: "directives", run: directives::run },
    Target { name: "gate", run: gating::run },
    Target { name: "fix", run: fixing::run },
];
