//! Parses the names of MyST directives and of `:::` containers, and knows which of them contain code. (wordgate's own
//! directives, such as `wordgate-allow`, are comments: see `lint::directives`.)
//!
//! MyST writes a directive as a fence (```` ```{note} ````) or between colons (`:::{note}`). Docusaurus, VitePress and
//! Pandoc write containers between colons. Between colons, the content is prose unless the name is in braces and is a
//! known code directive. In a fence, it is code unless the name is in braces and is a known prose directive.

/// The directives that contain prose, sorted.
const PROSE: &[&str] = &[
    "admonition", "aside", "attention", "axiom", "blockquote", "card", "card-carousel", "caution", "conjecture",
    "corollary", "criterion", "danger", "definition", "deprecated", "details", "dropdown", "epigraph", "error",
    "example", "exercise", "figure", "figure-md", "glossary", "grid", "grid-item", "grid-item-card", "highlights",
    "hint", "image", "important", "info", "lemma", "list-table", "margin", "note", "observation", "proof", "property",
    "proposition", "pull-quote", "question", "quote", "remark", "rubric", "seealso", "sidebar", "solution", "success",
    "tab", "tab-item", "tab-set", "table", "theorem", "tip", "todo", "topic", "versionadded", "versionchanged",
    "versionremoved", "warning",
];

/// The directives that contain code or data, sorted.
const CODE: &[&str] = &[
    "autoclass", "autodoc", "autofunction", "automodule", "bibliography", "code", "code-block", "code-cell",
    "csv-table", "doctest", "eval-rst", "graphviz", "include", "ipython", "jupyter-execute", "literalinclude", "math",
    "mermaid", "parsed-literal", "plantuml", "prompt", "raw", "sourcecode", "tableofcontents", "testcode",
    "testoutput", "toctree", "video",
];

/// The directives whose argument is a path or an address instead of a title, sorted.
const WITH_PATH: &[&str] = &["figure", "image", "include", "literalinclude", "video"];

/// Returns whether the directive with this name contains prose.
pub(super) fn is_prose(name: &str) -> bool {
    PROSE.binary_search(&name).is_ok()
}

/// Returns whether the directive with this name contains code or data.
pub(super) fn is_code(name: &str) -> bool {
    CODE.binary_search(&name).is_ok()
}

/// Returns whether the argument of the directive with this name is a title rather than a path or an address.
pub(super) fn has_title(name: &str) -> bool {
    WITH_PATH.binary_search(&name).is_err()
}

/// The name of a directive.
#[derive(Clone, Copy)]
pub(super) struct DirectiveName<'t> {
    /// The name without braces.
    pub text: &'t str,
    /// Whether the name is in braces, as in MyST.
    pub in_braces: bool,
    /// The offset of the end of the name, braces included.
    pub end: usize,
}

impl<'t> DirectiveName<'t> {
    /// Returns the name without its domain: `theorem` for `prf:theorem`.
    fn bare(self) -> &'t str {
        self.text.rsplit(':').next().unwrap_or(self.text)
    }

    /// Returns whether a fence with this name contains prose. The domain does not matter: `prf:theorem` is a theorem.
    pub fn is_prose_fence(self) -> bool {
        self.in_braces && is_prose(self.bare())
    }

    /// Returns whether a directive between colons with this name contains code. The known code directives have no
    /// domain. With one, the name is that of another directive, whose content we read as prose.
    pub fn is_code_between_colons(self) -> bool {
        self.in_braces && is_code(self.text)
    }

    /// Returns whether a title may follow the name.
    pub fn has_title(self) -> bool {
        has_title(self.text)
    }
}

/// Returns the number of colons at the start of a line.
pub(super) fn colons(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b':').count()
}

/// Returns whether a line closes a directive that `open` colons opened: it has only colons, at least as many.
pub(super) fn closes(line: &str, open: usize) -> bool {
    let line = line.trim();
    let count = colons(line);
    count >= 3 && count >= open && count == line.len()
}

/// Returns the name at the start of `rest`, which is a line without its fence or colons.
pub(super) fn name(rest: &str) -> Option<DirectiveName<'_>> {
    let trimmed = rest.trim_start_matches([' ', '\t']);
    let skipped = rest.len() - trimmed.len();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
    if let Some(inside) = trimmed.strip_prefix('{') {
        let len = inside.find(|c: char| !is_name(c)).filter(|len| *len > 0 && inside[*len..].starts_with('}'))?;
        return Some(DirectiveName { text: &inside[..len], in_braces: true, end: skipped + len + 2 });
    }
    // A name ends at white space or at one of these characters.
    let len = trimmed.find(|c: char| c.is_whitespace() || matches!(c, '[' | '{')).unwrap_or(trimmed.len());
    trimmed.starts_with(is_name).then(|| DirectiveName { text: &trimmed[..len], in_braces: false, end: skipped + len })
}

/// Returns the name in `line`, the opening line of a fence, and the byte offset in `line` at which the name ends.
pub(super) fn parse_fence_name(line: &str) -> Option<(DirectiveName<'_>, usize)> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let marks = line[start..].bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
    let name = name(&line[start + marks..]).filter(|_| marks >= 3)?;
    Some((name, start + marks + name.end))
}

/// Returns the offset of the second colon in `:class: x`, a line with an option of a directive.
pub(super) fn option_value_colon(line: &str) -> Option<usize> {
    let inside = line.strip_prefix(':')?;
    let len = inside.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).filter(|len| *len > 0)?;
    let value = inside[len..].strip_prefix(':')?;
    (value.is_empty() || value.starts_with(char::is_whitespace)).then_some(1 + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_the_names() {
        assert_eq!(crate::extract::reading_page::listed("prose directives"), PROSE);
        assert_eq!(crate::extract::reading_page::listed("code directives"), CODE);
    }

    #[test]
    fn the_tables_are_sorted_and_disjoint() {
        assert!(PROSE.is_sorted() && CODE.is_sorted() && WITH_PATH.is_sorted());
        assert!(CODE.iter().all(|name| PROSE.binary_search(name).is_err()));
    }

    #[test]
    fn names_and_options_are_parsed() {
        let found = |rest: &str| name(rest).map(|name| (name.text.to_owned(), name.in_braces, name.end));
        assert_eq!(found("{note} Title"), Some(("note".to_owned(), true, 6)));
        assert_eq!(found(" note Title"), Some(("note".to_owned(), false, 5)));
        assert_eq!(found("{.callout}"), None);
        assert_eq!(found("{python, echo=F}"), None);
        let options = [":class: a", ":class:", ":a-b: c d", ":smile:!", ":smile", "a: b", ": a"]
            .map(|line| option_value_colon(line).is_some());
        assert_eq!(options, [true, true, true, false, false, false, false]);
    }
}
