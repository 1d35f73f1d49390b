//! Limits how many matches in one file are evaluated.
//!
//! One match takes little time and memory, but a hostile file can contain ten million of them, and nobody reads a
//! hundred thousand. So the check ends at the limit, and the report says where. Matches are counted in text order,
//! before any is dropped, so this position depends only on the file and the rules.

use crate::matcher::Match;
use wordgate_rules::RuleSet;

/// The maximum number of matches to evaluate in one file, whether they become findings or not.
pub const MAX_MATCHES: usize = 50_000;

/// The message for a file with more than [`MAX_MATCHES`] matches.
pub const TOO_MANY_MATCHES: &str =
    "the file has more than 50,000 matches; split the file, exclude it, or switch off the rule with the most matches";

/// The number of matches of a file that may still be evaluated.
#[derive(Debug)]
pub(super) struct MatchLimit {
    remaining: usize,
}

impl Default for MatchLimit {
    fn default() -> MatchLimit {
        MatchLimit { remaining: MAX_MATCHES }
    }
}

impl MatchLimit {
    /// Counts the matches of the next block. If they exceed the limit, returns the token at which the first match
    /// beyond the limit starts.
    pub fn take(&mut self, matches: &[Match], rules: &RuleSet) -> Option<usize> {
        // Matches of `allow` rules do not count. The gate does not look for them, so which of them are found depends on
        // which pieces are parsed.
        let counted = matches.iter().filter(|found| !rules.rules[found.rule].is_allow_rule);
        let mut starts: Vec<usize> = counted.map(|found| found.tokens.start).collect();
        let Some(remaining) = self.remaining.checked_sub(starts.len()) else {
            let (_, first_beyond, _) = starts.select_nth_unstable(self.remaining);
            self.remaining = 0;
            return Some(*first_beyond);
        };
        self.remaining = remaining;
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
    fn matches_after_the_limit_are_found_by_position() {
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
        let mut limit = MatchLimit { remaining: 3 };
        assert_eq!(limit.take(&[found(0, 9), found(1, 0)], &rules), None);
        assert_eq!(limit.take(&[found(0, 7), found(0, 5), found(1, 1), found(0, 2)], &rules), Some(7));
        assert_eq!(limit.take(&[found(1, 1)], &rules), None);
        assert_eq!(limit.take(&[found(0, 4)], &rules), Some(4));
    }
}
