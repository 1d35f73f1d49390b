//! The names of the built-in classes, which no term set may have; see [`super::classes`].

/// The names of the classes.
pub(super) const CLASS_NAMES: [&str; 6] = ["number", "percent", "money", "count", "year", "duration"];

/// Returns whether a set is a built-in class.
pub fn is_class(name: &str) -> bool {
    CLASS_NAMES.contains(&name)
}

/// Returns whether a set belongs to the definition of the built-in classes only, so that it is no capture.
pub fn is_internal(name: &str) -> bool {
    name.starts_with('.')
}
