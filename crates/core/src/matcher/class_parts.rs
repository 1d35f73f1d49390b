//! Drops matches whose number is only a part of a longer one.
//!
//! `@number users` matches "15,000 users" in "up to 15,000 users", and "000 users" too, because "000" is a word. Only the
//! first one counts. Otherwise a guard such as `unless_before = ["up to"]` would remove the match that a reader sees, and
//! leave the other one.

use super::target::Match;
use wordgate_rules::is_class;

/// Drops each match that captures a part of what an earlier match of its pattern captures for the same built-in class.
/// `matches` is sorted by rule, pattern and start.
pub(super) fn drop_matches(matches: &mut Vec<Match>) {
    // The captured ranges of the current pattern: for each class, the one that ends last.
    let mut widest: Vec<(std::sync::Arc<str>, std::ops::Range<usize>)> = Vec::new();
    let mut pattern = None;
    matches.retain(|found| {
        if pattern != Some((found.rule, found.pattern)) {
            pattern = Some((found.rule, found.pattern));
            widest.clear();
        }
        for (name, range) in found.captures.iter().filter(|(name, _)| is_class(name)) {
            match widest.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) if known.start < range.start && range.end <= known.end => return false,
                Some((_, known)) if known.end < range.end => *known = range.clone(),
                Some(_) => {}
                None => widest.push((name.clone(), range.clone())),
            }
        }
        true
    });
}
