//! Remembers which end delimiters do not occur in the rest of a text.
//!
//! Hostile text opens the same construct again and again without closing it. We search for a missing end delimiter only
//! once, so the time stays linear.

use std::ops::Range;

/// The end delimiters that do not occur again: pairs of an end delimiter and its start delimiter, which is empty if it
/// does not matter.
#[derive(Default)]
pub(super) struct Missing<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Missing<'t> {
    /// Calls `find` to search for `wanted`, a pair of an end delimiter and its start delimiter, unless it is known to
    /// be missing. Ignores case.
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
