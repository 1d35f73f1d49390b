//! Decides which front matter keys and which attributes have prose values: the built-in lists, and the changes that the
//! configuration makes.
//!
//! The value of a front matter key such as `description` is text for readers, but that of `layout` is not. Users can
//! add names to the lists or remove them.

use super::attribute::{AttributeTag, READABLE, Readable, attribute_name, readable_attribute};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The front matter keys whose values readers see, normalised (lower case, without `-`, `_` and the like) and sorted.
const KEYS: &[&str] = &[
    "abstract", "alt", "alttext", "announcement", "answer", "banner", "blurb", "body", "buttonlabel", "buttontext",
    "calltoaction", "caption", "content", "cta", "ctalabel", "ctatext", "deck", "dek", "desc", "description",
    "details", "disclaimer", "excerpt", "eyebrow", "footnote", "heading", "headline", "helptext", "hint", "imagealt",
    "imagecaption", "intro", "introduction", "kicker", "label", "lead", "lede", "linktext", "linktitle",
    "longdescription", "menutitle", "message", "metadescription", "metatitle", "navlabel", "navtext", "navtitle",
    "note", "notice", "ogdescription", "ogtitle", "overview", "pagedescription", "pagetitle", "paginationlabel",
    "placeholder", "pullquote", "question", "quote", "seodescription", "seotitle", "shortdescription", "shorttitle",
    "sidebarlabel", "sidebartitle", "slogan", "socialdescription", "socialtitle", "standfirst", "strapline",
    "subheading", "subheadline", "subtitle", "summary", "synopsis", "tagline", "teaser", "testimonial", "text",
    "title", "titletag", "titletemplate", "toctitle", "tooltip", "twitterdescription", "twittertitle",
];

/// The changes that the configuration makes to the built-in lists. The default makes none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingLists(Arc<ListChanges>);

/// Whether each normalised name is read.
#[derive(Debug, Default, PartialEq, Eq)]
struct ListChanges {
    keys: BTreeMap<String, bool>,
    attributes: BTreeMap<String, bool>,
}

impl ReadingLists {
    /// Creates the built-in lists with these changes. A change consists of a name and whether it is read. The last
    /// change of a name wins.
    pub fn new<'n>(
        keys: impl IntoIterator<Item = (&'n str, bool)>,
        attributes: impl IntoIterator<Item = (&'n str, bool)>,
    ) -> ReadingLists {
        let keys = keys.into_iter().map(|(name, is_read)| (key_name(name), is_read)).collect();
        let attributes = attributes.into_iter().map(|(name, is_read)| (attribute_name(name), is_read)).collect();
        ReadingLists(Arc::new(ListChanges { keys, attributes }))
    }

    /// Returns the front matter keys that are read by default, normalised: in lower case, letters and digits only.
    pub fn built_in_keys() -> &'static [&'static str] {
        KEYS
    }

    /// Returns the attributes that are read by default.
    pub fn built_in_attributes() -> Vec<&'static str> {
        let mut names: Vec<&str> = READABLE.iter().flat_map(|known| known.names).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns whether the value of this front matter key is read.
    pub fn reads_key(&self, key: &str) -> bool {
        let name = key_name(key);
        self.0.keys.get(&name).copied().unwrap_or_else(|| KEYS.binary_search(&&*name).is_ok())
    }

    /// Returns whether this attribute is read, at least on components.
    pub fn reads_attribute(&self, name: &str) -> bool {
        self.readable(name, AttributeTag::Component).is_some()
    }

    /// Returns how to read the attribute `name` of `owner`, or `None` if it is not read. The configuration overrides
    /// the built-in list.
    pub(super) fn readable(&self, name: &str, owner: AttributeTag) -> Option<Readable> {
        let known = readable_attribute(name, owner);
        match self.attribute_change(name) {
            None => known,
            Some(is_read) => is_read.then(|| known.unwrap_or(Readable::FROM_CONFIGURATION)),
        }
    }

    /// Returns whether this attribute is read, if the configuration mentions it.
    fn attribute_change(&self, name: &str) -> Option<bool> {
        let changes = &self.0.attributes;
        if changes.is_empty() { None } else { changes.get(&attribute_name(name)).copied() }
    }
}

/// Normalises a key: its last dotted part, spelled as in the list. A key with a colon, such as `og:title`, is one name.
fn key_name(key: &str) -> String {
    let last = if key.contains(':') { key } else { key.rsplit('.').next().unwrap_or(key) };
    last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::attribute::ReadableOn;
    use super::*;
    use crate::extract::{Extractor, Format, Piece, PieceCache};
    use wordgate_text::prose::{Scope, ScopeSet};

    /// Returns the code spans in the last paragraph before `next` in `docs/reading.md`.
    fn listed(next: &str) -> Vec<&'static str> {
        let page = include_str!("../../../../docs/reading.md");
        let (before, _) = page.split_once(next).expect("the page has this line");
        let paragraph = before.trim_end().rsplit("\n\n").next().unwrap_or_default();
        paragraph.split('`').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_documentation_has_these_lists() {
        let names = |wanted: fn(&ReadableOn) -> bool| -> Vec<&str> {
            READABLE.iter().filter(|known| wanted(&known.on)).flat_map(|known| known.names).copied().collect()
        };
        let listed_names = |next: &str| -> Vec<String> { listed(next).into_iter().map(attribute_name).collect() };
        assert_eq!(listed("\n## Attributes\n"), KEYS);
        assert_eq!(listed_names("\n### Of some elements\n"), names(|on| matches!(on, ReadableOn::Any)));
        assert_eq!(listed_names("\n### Of components\n"), names(|on| matches!(on, ReadableOn::Elements(_))));
        assert_eq!(listed_names("\n## Change the lists\n"), names(|on| matches!(on, ReadableOn::Component)));
    }

    #[test]
    fn the_keys_are_sorted_and_normalised() {
        assert!(KEYS.is_sorted());
        assert!(KEYS.iter().all(|key| key_name(key) == *key));
    }

    #[test]
    fn names_are_added_and_removed_in_any_spelling() {
        let changed =
            ReadingLists::new([("hero_name", true), ("label", false)], [("Data-Tip", true), ("title", false)]);
        let keys = ["hero-name", "x.heroName", "Label", "title"].map(|key| changed.reads_key(key));
        assert_eq!(keys, [true, true, false, true]);
        let scope =
            |name, reading: &ReadingLists| reading.readable(name, AttributeTag::Element("p")).map(|known| known.scope);
        let scopes = ["data-tip", "TITLE", "alt", "class"].map(|name| scope(name, &changed));
        assert_eq!(scopes, [Some(Scope::Attribute), None, Some(Scope::Alt), None]);
        let built_in = ReadingLists::default();
        assert!(!built_in.reads_key("heroName") && built_in.reads_key("Label"));
        assert_eq!(scope("title", &built_in), Some(Scope::Title));
    }

    #[test]
    fn changed_lists_invalidate_the_cache() {
        let text = "---\ntitle: one\nblurbTwo: two\n---\n";
        let mut extractor = Extractor::new();
        extractor.set_cache(PieceCache::default());
        let changed = ReadingLists::new([("blurb-two", true), ("title", false)], []);
        for (lists, expected) in [(&ReadingLists::default(), "one"), (&changed, "two"), (&changed, "two")] {
            extractor.set_reading_lists(lists);
            let whole = Piece::whole(text, Format::Markdown);
            let extraction = extractor.extract(text, Format::Markdown, &whole, ScopeSet::checked_by_default());
            let texts: Vec<&str> = extraction.blocks.iter().map(|block| block.text.as_str()).collect();
            assert_eq!(texts, [expected]);
        }
    }
}
