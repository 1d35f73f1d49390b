//! The names of term sets in patterns: `@name`, and `@terms/name` for a set of the shared library.

/// What a pattern writes before the name of a shared set: `@terms/professions`. It is a reserved pack id.
pub const SHARED_PREFIX: &str = "terms/";

/// Returns the name of a term set at the start of a text; empty if there is none. Only the sets that the built-in classes
/// share, which `in_class` allows, have a `.` in their name.
pub(crate) fn at_start(text: &str, in_class: bool) -> &str {
    let prefix = if text.starts_with(SHARED_PREFIX) { SHARED_PREFIX.len() } else { 0 };
    let rest = &text[prefix..];
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || in_class && c == '.';
    let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    &text[..prefix + len]
}

/// Returns the name under which a match captures a term of a set. That of the shared set `terms/professions` is
/// `professions`.
pub fn capture_name(set: &str) -> &str {
    set.strip_prefix(SHARED_PREFIX).unwrap_or(set)
}
