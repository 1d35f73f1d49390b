//! How many matches of a file are judged.
//!
//! What a match takes, in time and memory, is small, but a hostile file can hold ten million of them, and nobody reads a
//! hundred thousand. So the file's quota ends its check, at a place that is reported. Matches are counted in the order of
//! the text and before anything decides about them, so that the place depends on the file and the rules alone.

use crate::matcher::Match;
use wordgate_rules::RuleSet;

/// Matches of one file that are judged, whether they become findings or not.
pub const MOST_MATCHES: usize = 50_000;

/// What is said of a file with more.
pub const TOO_MANY: &str =
    "the file has more than 50,000 matches; split it, switch off the rule that matches everywhere, or exclude the file";

/// What is left of a file's quota.
#[derive(Debug)]
pub(super) struct MatchLimit {
    left: usize,
}

impl Default for MatchLimit {
    fn default() -> MatchLimit {
        MatchLimit { left: MOST_MATCHES }
    }
}

impl MatchLimit {
    /// Takes the matches of the next block from the quota. Returns the token of the block from which on they are too many;
    /// `None` when they all fit.
    pub fn take(&mut self, matches: &[Match], rules: &RuleSet) -> Option<usize> {
        // An `allow` rule gives no findings, so the gate does not look for its matches.
        let counted = matches.iter().filter(|found| !rules.rules[found.rule].protects);
        let mut starts: Vec<usize> = counted.map(|found| found.tokens.start).collect();
        let Some(left) = self.left.checked_sub(starts.len()) else {
            let (_, first_beyond, _) = starts.select_nth_unstable(self.left);
            self.left = 0;
            return Some(*first_beyond);
        };
        self.left = left;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::rule;
    use wordgate_rules::TermSets;
    use wordgate_rules::toml_file::TomlFile;

    #[test]
    fn the_matches_that_come_last_in_the_text_are_too_many() {
        let text = rule("patterns = ['a']") + "\n[[rule]]\nid = 's'\nkind = 'allow'\npatterns = ['b']\n";
        let file = TomlFile::new("r.toml", text);
        let rules = RuleSet::load(&[file], &TermSets::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let found = |rule: usize, start: usize| Match {
            rule,
            pattern: 0,
            tokens: start..start + 1,
            captures: Vec::new(),
            gap_words: 0,
        };
        let mut quota = MatchLimit { left: 3 };
        assert_eq!(quota.take(&[found(0, 9), found(1, 0)], &rules), None);
        assert_eq!(quota.take(&[found(0, 7), found(0, 5), found(1, 1), found(0, 2)], &rules), Some(7));
        assert_eq!(quota.take(&[found(1, 1)], &rules), None);
        assert_eq!(quota.take(&[found(0, 4)], &rules), Some(4));
    }
}
