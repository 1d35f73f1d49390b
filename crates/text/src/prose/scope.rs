//! Scopes: the parts of a document that text can belong to, such as headings, links or table cells.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! scopes {
    ($($name:ident $id:literal $default:literal $doc:literal,)*) => {
        /// The part of a document that some text belongs to. Rules, configuration and reports use the names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scope { $(#[doc = $doc] $name,)* }

        impl Scope {
            /// Every scope, in the order of the documentation.
            pub const ALL: &[Scope] = &[$(Scope::$name,)*];

            /// Returns the name in rules, configuration and reports.
            pub fn id(self) -> &'static str {
                match self { $(Scope::$name => $id,)* }
            }

            /// Returns whether text of this scope is checked unless a rule or the configuration says otherwise.
            pub fn checked_by_default(self) -> bool {
                match self { $(Scope::$name => $default,)* }
            }
        }
    };
}

scopes! {
    Paragraph "paragraph" true "A paragraph outside of any other scope.",
    Heading "heading" true "A heading.",
    List "list" true "Text of a list item.",
    Table "table" true "A table cell.",
    Quote "quote" true "Text of a block quote or an alert.",
    Footnote "footnote" true "The text of a footnote.",
    Note "note" true "The notes of a slide for its speaker.",
    Link "link" true "The text of a link.",
    Alt "alt" true "The alternative text of an image.",
    Title "title" true "The title of a link, an image, an HTML element or a page.",
    Html "html" true "Text inside HTML that no other scope covers.",
    Attribute "attribute" true "A readable attribute of HTML or a component (aria-label, placeholder, meta content), or a text in JSON-LD.",
    FrontMatter "front-matter" true "A title, description, summary or similar value in front matter.",
    String "string" true "A string of a script that is prose.",
    Code "code" false "A code block or code span.",
    Comment "comment" false "An HTML comment.",
    Url "url" false "A URL or link target.",
    Math "math" false "A formula.",
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Scope {
    type Err = ();

    fn from_str(id: &str) -> Result<Scope, ()> {
        Scope::ALL.iter().copied().find(|scope| scope.id() == id).ok_or(())
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScopeSet(u32);

impl ScopeSet {
    /// Returns the scopes that are checked unless a rule or the configuration says otherwise.
    pub fn checked_by_default() -> ScopeSet {
        Scope::ALL.iter().copied().filter(|scope| scope.checked_by_default()).collect()
    }

    /// Returns this set with `scope` added.
    pub fn with(self, scope: Scope) -> ScopeSet {
        ScopeSet(self.0 | 1 << scope as u32)
    }

    /// Returns this set without `scope`.
    pub fn without(self, scope: Scope) -> ScopeSet {
        ScopeSet(self.0 & !(1 << scope as u32))
    }

    /// Returns the union of the two sets.
    pub fn union(self, other: ScopeSet) -> ScopeSet {
        ScopeSet(self.0 | other.0)
    }

    /// Returns whether `scope` is in the set.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u32 != 0
    }

    /// Returns whether the sets share a scope.
    pub fn intersects(self, other: ScopeSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the scopes, in the order of the documentation.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> ScopeSet {
        scopes.into_iter().fold(ScopeSet::default(), ScopeSet::with)
    }
}
