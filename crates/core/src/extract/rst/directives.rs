//! How to read the argument and the body of each directive.
//!
//! The names are those of docutils, Sphinx and frequent extensions. The lists of prose and of code directives are those
//! of MyST, which writes the same directives in Markdown.

use crate::extract::directive;
use wordgate_text::prose::Scope;

/// How to read a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DirectiveRule {
    pub argument: Argument,
    pub body: Body,
}

/// What stands after the colons, up to the options or a blank line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// The first paragraph of the body.
    Body,
    /// Text with this scope.
    Text(Scope),
    /// This many version numbers, and then text.
    Versions(usize),
    /// A path, a name, a signature.
    Code,
}

/// What stands after the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Prose,
    /// A quotation.
    Quote,
    Code,
    Math,
    /// A list of lists, which are the rows of a table.
    ListTable,
    /// Comma-separated values.
    CsvTable,
    /// Fields with the metadata of the page.
    Meta,
    /// The entries of a table of contents: paths, each of which may have a title.
    Toctree,
}

/// Directives without an argument: their text may start on their first line. Sorted.
const WITHOUT_ARGUMENT: &[&str] = &[
    "acks", "attention", "caution", "compound", "danger", "error", "footer", "glossary", "header", "hint", "hlist",
    "important", "note", "replace", "seealso", "tabs", "tip", "todo", "warning",
];

/// Directives whose argument is a title, beside those of MyST. Sorted.
const WITH_TITLE: &[&str] = &["centered", "collapse", "group-tab", "tab", "toggle"];

/// Directives of quotations. Sorted.
const QUOTES: &[&str] = &["epigraph", "highlights", "pull-quote"];

/// Directives that contain code or data, beside those of MyST. Sorted.
const CODE: &[&str] = &[
    "bokeh-plot", "command-output", "contents", "currentmodule", "date", "default-domain", "default-role", "digraph",
    "exec", "graph", "highlight", "index", "inheritance-diagram", "jinja", "plot", "productionlist", "program-output",
    "role", "sectnum", "tabularcolumns", "tikz", "uml", "unicode",
];

/// Returns how to read the directive with this name. If it is unknown, its argument is code, such as the signature of a
/// function, and its body is prose.
pub(super) fn directive_rule(name: &str) -> DirectiveRule {
    let name = &*name.to_ascii_lowercase();
    let is_in = |list: &[&str]| list.binary_search(&name).is_ok();
    let rule = |argument, body| DirectiveRule { argument, body };
    match name {
        "math" => rule(Argument::Body, Body::Math),
        "meta" => rule(Argument::Body, Body::Meta),
        "toctree" => rule(Argument::Body, Body::Toctree),
        "title" => rule(Argument::Text(Scope::Attribute), Body::Prose),
        "table" => rule(Argument::Text(Scope::Table), Body::Prose),
        "list-table" => rule(Argument::Text(Scope::Table), Body::ListTable),
        "csv-table" => rule(Argument::Text(Scope::Table), Body::CsvTable),
        "versionadded" | "versionchanged" | "versionremoved" | "deprecated" | "soft-deprecated" => {
            rule(Argument::Versions(1), Body::Prose)
        }
        "deprecated-removed" => rule(Argument::Versions(2), Body::Prose),
        "figure-md" | "grid" => rule(Argument::Code, Body::Prose),
        _ if is_in(QUOTES) => rule(Argument::Body, Body::Quote),
        _ if is_in(WITHOUT_ARGUMENT) => rule(Argument::Body, Body::Prose),
        _ if directive::is_code(name) || is_in(CODE) => rule(Argument::Code, Body::Code),
        _ if is_in(WITH_TITLE) || directive::is_prose(name) && directive::has_title(name) => {
            rule(Argument::Text(Scope::Title), Body::Prose)
        }
        _ => rule(Argument::Code, Body::Prose),
    }
}

/// The first words of fields whose other words are names in code, as in `:param int size:`. Sorted.
const CODE_FIELDS: &[&str] = &[
    "arg", "argument", "cvar", "except", "exception", "ivar", "key", "keyword", "kwarg", "kwparam", "meta", "param",
    "parameter", "raise", "raises", "return", "returns", "rtype", "type", "var", "vartype", "yield", "yields",
];

/// Returns whether the name of a field is code.
pub(super) fn is_code_field(name: &str) -> bool {
    name.split_whitespace().next().is_some_and(|word| CODE_FIELDS.binary_search(&word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading_page::listed;

    #[test]
    fn the_tables_are_sorted_and_disjoint() {
        let tables = [WITHOUT_ARGUMENT, WITH_TITLE, QUOTES, CODE, CODE_FIELDS];
        assert!(tables.iter().all(|table| table.is_sorted()));
        assert!(CODE.iter().all(|name| !directive::is_prose(name) && !directive::is_code(name)));
    }

    #[test]
    fn the_documentation_lists_the_names() {
        assert_eq!(listed("reStructuredText code directives"), CODE);
    }

    #[test]
    fn directives_have_rules() {
        let rule = |argument, body| DirectiveRule { argument, body };
        assert_eq!(directive_rule("Note"), rule(Argument::Body, Body::Prose));
        assert_eq!(directive_rule("admonition"), rule(Argument::Text(Scope::Title), Body::Prose));
        assert_eq!(directive_rule("figure"), rule(Argument::Code, Body::Prose));
        assert_eq!(directive_rule("toctree"), rule(Argument::Body, Body::Toctree));
        assert_eq!(directive_rule("code-block"), rule(Argument::Code, Body::Code));
        assert_eq!(directive_rule("py:function"), rule(Argument::Code, Body::Prose));
        assert_eq!(directive_rule("deprecated-removed"), rule(Argument::Versions(2), Body::Prose));
    }
}
