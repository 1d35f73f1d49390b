//! The keys of OpenAPI, which describes an API in JSON or YAML: most of its values are code.

/// Returns whether a key at the top level says that a file is the description of an API.
pub(super) fn is_version_key(key: &str) -> bool {
    matches!(key, "openapi" | "swagger")
}

/// Returns whether the value of a key is text for readers.
pub(super) fn is_text_key(key: &str) -> bool {
    matches!(key, "description" | "summary" | "title")
}

/// Returns whether a file may have a key for which [`is_version_key`] is true.
pub(super) fn may_be_api(text: &str) -> bool {
    ["openapi", "swagger"].iter().any(|key| text.contains(key))
}
