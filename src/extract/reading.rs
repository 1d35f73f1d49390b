//! Which keys of front matter and which attributes are read: the built-in tables, and what the configuration changes.

use super::front_matter::{KEYS, key_name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the configuration changes about the keys and attributes that are read. Without changes the built-in tables
/// hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingLists(Arc<Changes>);

/// For each name, as it is looked up, whether it is read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    keys: BTreeMap<String, bool>,
    attributes: BTreeMap<String, bool>,
}

impl ReadingLists {
    /// Lists with these changes: a name, and whether it is read. Of two changes to one name the last holds.
    pub fn new<'n>(
        keys: impl IntoIterator<Item = (&'n str, bool)>,
        attributes: impl IntoIterator<Item = (&'n str, bool)>,
    ) -> ReadingLists {
        let keys = keys.into_iter().map(|(name, is_read)| (key_name(name), is_read)).collect();
        let attributes = attributes.into_iter().map(|(name, is_read)| (name.to_ascii_lowercase(), is_read)).collect();
        ReadingLists(Arc::new(Changes { keys, attributes }))
    }

    /// Whether the value of this key of front matter is read.
    pub(super) fn reads_key(&self, key: &str) -> bool {
        let name = key_name(key);
        self.0.keys.get(&name).copied().unwrap_or_else(|| KEYS.binary_search(&&*name).is_ok())
    }

    /// Whether this attribute is read, if the configuration says so.
    pub(super) fn attribute(&self, name: &str) -> Option<bool> {
        if self.0.attributes.is_empty() {
            return None;
        }
        self.0.attributes.get(&name.to_ascii_lowercase()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::element::attribute_scope;
    use crate::prose::Scope;

    #[test]
    fn names_are_added_and_taken_out_in_any_spelling() {
        let changed =
            ReadingLists::new([("hero_name", true), ("label", false)], [("Data-Tip", true), ("title", false)]);
        let keys = ["hero-name", "x.heroName", "Label", "title"].map(|key| changed.reads_key(key));
        assert_eq!(keys, [true, true, false, true]);
        let scopes = ["data-tip", "TITLE", "alt", "class"].map(|name| attribute_scope(name, false, &changed));
        assert_eq!(scopes, [Some(Scope::Attribute), None, Some(Scope::Alt), None]);
        let built_in = ReadingLists::default();
        assert!(!built_in.reads_key("heroName") && built_in.reads_key("Label"));
        assert_eq!(attribute_scope("title", false, &built_in), Some(Scope::Title));
    }
}
