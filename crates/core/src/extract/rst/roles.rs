//! The roles of interpreted text, and how to read the text that they apply to.

/// How to read interpreted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleText {
    /// All of it is text.
    Text,
    /// A title and a target, as in ``:ref:`title <target>` ``. Without a title, the whole is a target.
    Title,
    /// A title and a target. Without a title, the whole is text.
    Term,
    /// A formula.
    Math,
    /// Code or a name: one opaque word.
    Opaque,
}

/// The roles whose text is running text, sorted.
const TEXT: &[&str] = &[
    "abbr", "abbreviation", "ac", "acronym", "dfn", "emphasis", "guilabel", "index", "menuselection", "strong", "sub",
    "subscript", "sup", "superscript", "t", "term", "title", "title-reference",
];

/// The roles whose text is a title and a target, sorted.
const TITLE: &[&str] = &["any", "doc", "download", "numref", "ref"];

/// Returns how to read the text of the role with this name. The text of an unknown role is code. The domain does not
/// matter: `std:ref` is `ref`.
pub(super) fn role_text(name: &str) -> RoleText {
    let bare = name.strip_prefix("std:").unwrap_or(name).to_ascii_lowercase();
    match bare.as_str() {
        "math" => RoleText::Math,
        "term" => RoleText::Term,
        bare if TEXT.binary_search(&bare).is_ok() => RoleText::Text,
        bare if TITLE.binary_search(&bare).is_ok() => RoleText::Title,
        _ => RoleText::Opaque,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading_page::listed;

    #[test]
    fn roles_are_known_by_their_names() {
        assert!(TEXT.is_sorted() && TITLE.is_sorted());
        assert_eq!(role_text("std:ref"), RoleText::Title);
        assert_eq!(role_text("Term"), RoleText::Term);
        assert_eq!(role_text("strong"), RoleText::Text);
        assert_eq!(role_text("py:func"), RoleText::Opaque);
    }

    #[test]
    fn the_documentation_lists_the_roles() {
        assert_eq!(listed("text roles"), TEXT);
        assert_eq!(listed("title roles"), TITLE);
    }
}
