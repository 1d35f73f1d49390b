//! Finds documents in a language that no rule is for, so that the report can say that they were hardly checked.
//!
//! A rule is for a language if it names it, or if it is an organisation's own rule for any language. The built-in rules for
//! any language check the spelling of names, which is not enough to call a translation checked.
//!
//! This runs for every document, also for those without a match, so it looks at the first bytes first.

use super::input::{Document, Policy};
use super::linter::Linter;
use crate::language::DocumentLanguage;
use wordgate_rules::Languages;
use wordgate_text::language::Language;

impl Linter {
    /// Returns what is known about the language of a document.
    pub fn language_of<'d>(&self, document: Document<'d>, policy: &Policy) -> DocumentLanguage<'d> {
        let Document { file, format, path } = document;
        DocumentLanguage::new(file, format, path, policy.language, self.language)
    }

    /// Returns the language of a document if no rule that is on for it is for that language.
    pub(super) fn uncovered_language(&self, document: Document, policy: &Policy) -> Option<Language> {
        let document = self.language_of(document, policy);
        let covers_english = self.covers(Language::ENGLISH, policy);
        if covers_english && document.is_plainly_english() {
            return None;
        }
        let languages = document.of_document();
        let is_covered =
            [Some(languages.first), languages.second].into_iter().flatten().any(|language| match language {
                Language::ENGLISH => covers_english,
                _ => self.covers(language, policy),
            });
        (!is_covered).then_some(languages.first)
    }

    /// Returns whether a rule that is on is for a language.
    fn covers(&self, language: Language, policy: &Policy) -> bool {
        let set = self.rules();
        let mut on = (0..set.rules.len()).filter(|rule| policy.severities[*rule].is_some());
        on.any(|index| match &set.rules[index].languages {
            Languages::Only(languages) => languages.contains(&language),
            Languages::Any => !set.is_builtin(index),
        })
    }
}
