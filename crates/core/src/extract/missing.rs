//! Remembers which delimiters do not occur again in a text.
//!
//! Hostile text opens the same construct over and over without closing it. Each end delimiter is searched for in vain
//! only once, so the time stays linear.

use std::ops::Range;

/// End delimiters that do not occur again, with their start delimiter where that matters.
#[derive(Default)]
pub(super) struct Missing<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Missing<'t> {
    /// Calls `find` for `wanted` (case-insensitive), unless it is known to be missing.
    pub fn find<T>(&mut self, wanted: (&'t str, &'t str), find: impl FnOnce() -> Option<T>) -> Option<T> {
        let is_wanted = |(end, opening): &(&str, &str)| {
            end.eq_ignore_ascii_case(wanted.0) && opening.eq_ignore_ascii_case(wanted.1)
        };
        if self.0.iter().any(is_wanted) {
            return None;
        }
        let found = find();
        if found.is_none() {
            self.0.push(wanted);
        }
        found
    }

    /// Returns the end tag of the element `name` in `source`, as the range from `<` to after `>`.
    pub fn end_tag(&mut self, source: &str, name: &'t str) -> Option<Range<usize>> {
        self.find((name, "</"), || find_end_tag(source, name))
    }
}

fn find_end_tag(source: &str, name: &str) -> Option<Range<usize>> {
    source.match_indices("</").find_map(|(start, _)| {
        let rest = &source[start + 2..];
        let found = rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let after =
            rest.get(name.len()..).filter(|after| found && !after.starts_with(|c: char| c.is_alphanumeric()))?;
        let len = after.find('>').map_or(after.len(), |len| len + 1);
        Some(start..start + 2 + name.len() + len)
    })
}
