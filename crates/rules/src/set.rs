//! Packs, rule files, and the set of all rules of a run.

use crate::toml_file::{TomlError, TomlFile};
use crate::{Rule, TermSets, load};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One named set of rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Where the law behind it holds.
    pub jurisdictions: Vec<String>,
    /// The name of the file that defines it; empty for the rules about directives.
    pub file: Arc<str>,
    /// Whether it is part of the binary.
    pub builtin: bool,
}

/// All known rules, checked and ready to be compiled.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The packs, sorted by id.
    pub packs: Vec<Pack>,
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Reads rule files into one set. `shared` are the term sets that every pack may use.
    ///
    /// # Errors
    /// Every mistake found in any of the files.
    pub fn load(files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        RuleSet::default().extend(files, shared)
    }

    /// The set with the rules of some files besides its own. `shared` are the term sets that every pack of these files may
    /// use.
    ///
    /// # Errors
    /// Every mistake found in any of the files.
    pub fn extend(self, files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        if files.is_empty() { Ok(self) } else { load::extend(self, files, shared) }
    }

    /// The same set, all of whose packs are part of the binary.
    #[must_use]
    pub fn builtin(mut self) -> RuleSet {
        self.packs.iter_mut().for_each(|pack| pack.builtin = true);
        self
    }

    /// The index in `rules` of the rule with this full id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }
}
