//! What is known not to come again in a text.
//!
//! Hostile text opens the same thing over and over and never closes it. Each end is searched for in vain only once, so
//! that the time stays linear.

use std::ops::Range;

/// Ends that do not come again, each with what opens it where that matters.
#[derive(Default)]
pub(super) struct Missing<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Missing<'t> {
    /// What `find` finds of `wanted` (in any case), unless that is known to be missing.
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

    /// The end tag of the element `name` in `source`, as a range from its `<` to behind its `>`.
    pub fn end_tag(&mut self, source: &str, name: &'t str) -> Option<Range<usize>> {
        self.find((name, "</"), || find_end_tag(source, name))
    }
}

fn find_end_tag(source: &str, name: &str) -> Option<Range<usize>> {
    source.match_indices("</").find_map(|(start, _)| {
        let rest = &source[start + 2..];
        let found = rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let behind =
            rest.get(name.len()..).filter(|behind| found && !behind.starts_with(|c: char| c.is_alphanumeric()))?;
        let len = behind.find('>').map_or(behind.len(), |len| len + 1);
        Some(start..start + 2 + name.len() + len)
    })
}
