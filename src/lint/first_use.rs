//! The first mention of a name in a document, which is to be in full.

use super::compete::Candidate;
use super::{Pass, Reason, Site};
use crate::matcher::Match;
use crate::prose::{Scope, Words};
use crate::rule::RuleKind;

impl Site<'_, '_> {
    /// Of the mentions of a first-use rule, keeps the first of the document, when it is not in full.
    pub(super) fn keep_first_uses(&self, candidates: &mut Vec<Candidate>, words: &Words, pass: &mut Pass) {
        candidates.sort_by_key(|candidate| candidate.range.start);
        candidates.retain(|candidate| {
            let Some(why) = self.no_first_use(&candidate.found, words, pass) else { return true };
            self.skip(&candidate.found, words, Reason::Harmless(why.to_owned()), pass);
            false
        });
    }

    /// Why a mention is not one that a first-use rule reports.
    fn no_first_use(&self, found: &Match, words: &Words, pass: &mut Pass) -> Option<&'static str> {
        let RuleKind::FirstUse { headings_count, .. } = self.linter.rules.rules[found.rule].kind else { return None };
        let is_title = [Scope::Heading, Scope::FrontMatter, Scope::Title, Scope::Alt, Scope::Attribute]
            .contains(&self.block.scope);
        if is_title && !headings_count {
            return Some("headings and titles do not count as the first mention");
        }
        if !pass.mentioned.insert(found.rule) {
            return Some("not the first mention");
        }
        let full = self.linter.compiled(found.rule).wanted.as_ref()?;
        let tokens = &found.tokens;
        let covers = |full: &Match| full.tokens.start <= tokens.start && tokens.end <= full.tokens.end;
        full.find(words, &|_, _| false).iter().any(covers).then_some("the first mention is in full")
    }
}
