//! The set of all rules of a run, and the packs that they belong to.

use crate::toml_file::{TomlError, TomlFile};
use crate::{Rule, TermSets, load};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A named set of rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pack {
    /// The id.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What the pack is for.
    pub description: String,
    /// The jurisdictions whose law the pack is based on, such as `US`.
    pub jurisdictions: Vec<String>,
    /// The name of the file that defines the pack; empty for the rules about directives.
    pub file: Arc<str>,
    /// Whether the pack is built into the program.
    pub builtin: bool,
}

/// All known rules, checked and ready for the matcher to compile.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The packs, sorted by id.
    pub packs: Vec<Pack>,
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Loads rule files into one set. Every pack may use the term sets in `shared`.
    ///
    /// # Errors
    /// All mistakes in all files.
    pub fn load(files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        RuleSet::default().extend(files, shared)
    }

    /// Adds the rules of these files to the set. Every pack of these files may use the term sets in `shared`.
    ///
    /// # Errors
    /// All mistakes in all files.
    pub fn extend(self, files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        if files.is_empty() { Ok(self) } else { load::extend(self, files, shared) }
    }

    /// Marks all packs of the set as built in.
    #[must_use]
    pub fn mark_as_builtin(mut self) -> RuleSet {
        self.packs.iter_mut().for_each(|pack| pack.builtin = true);
        self
    }

    /// Returns the index in `rules` of the rule with this full id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }
}
