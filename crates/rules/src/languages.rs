//! The languages of text that a rule checks: its `languages` key.
//!
//! A rule is for English unless it says otherwise, because its patterns are words of one language. In text of another
//! language, the same letters are another word: "chef" is French for "boss".

use crate::node::Node;
use crate::pattern::Pattern;
use serde::{Deserialize, Serialize};
use wordgate_text::language::{Language, Script};

/// The languages of text that a rule checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Languages {
    /// Any language, for rules about names and marks.
    Any,
    /// Only these, in the order of the rule file. The list is not empty.
    Only(Vec<Language>),
}

impl Default for Languages {
    fn default() -> Languages {
        Languages::Only(vec![Language::ENGLISH])
    }
}

impl Languages {
    /// Returns whether the rule checks text in this language.
    pub fn covers(&self, language: Language) -> bool {
        match self {
            Languages::Any => true,
            Languages::Only(languages) => languages.contains(&language),
        }
    }

    /// Returns the language of the rule's own examples: the first one, or English for any language.
    pub fn first(&self) -> Language {
        match self {
            Languages::Any => Language::ENGLISH,
            Languages::Only(languages) => languages.first().copied().unwrap_or_default(),
        }
    }

    /// Returns the codes as in a rule file.
    pub fn codes(&self) -> Vec<&str> {
        match self {
            Languages::Any => vec!["*"],
            Languages::Only(languages) => languages.iter().map(Language::code).collect(),
        }
    }

    /// Returns the message and the help of the mistake that a pattern is in a script of other languages. `is_written` is
    /// whether the rule has the key `languages`.
    pub(crate) fn script_mistake(&self, pattern: &Pattern, is_written: bool) -> Option<(String, String)> {
        let Languages::Only(languages) = self else { return None };
        let is_used = |script: Script| {
            script == Script::Latin || languages.iter().any(|language| Script::of_language(*language).contains(&script))
        };
        let foreign = pattern.parts.iter().map(|part| Foreign::of(part, &is_used)).max_by_key(|part| part.weight)?;
        let script = foreign.script.filter(|_| foreign.weight >= MIN_WEIGHT)?;
        let default = if is_written { "" } else { ", the default" };
        let message = format!(
            "the pattern is written in {script}, but the rule checks only text in `{}`{default}",
            self.codes().join("`, `")
        );
        let code = script.language();
        let code = code.as_ref().map_or("…", Language::code);
        let help =
            format!("write `languages = [\"{code}\"]` for the language of the pattern, or `[\"*\"]` for any language");
        Some((message, help))
    }
}

/// The weight from which letters are a word of another language. A single Greek letter, as in "β version", is not.
const MIN_WEIGHT: usize = 2;

/// The letters of scripts that are not used, without which a node cannot match.
#[derive(Clone, Copy, Default)]
struct Foreign {
    /// The number of letters, doubled in scripts in which one letter can be a word.
    weight: usize,
    /// The script of one of them.
    script: Option<Script>,
}

impl Foreign {
    fn of(node: &Node, is_used: &impl Fn(Script) -> bool) -> Foreign {
        match node {
            Node::Word(word) => least(word.forms.iter().map(|form| Foreign::of_word(form, is_used))),
            Node::Seq(nodes) => {
                nodes.iter().map(|node| Foreign::of(node, is_used)).fold(Foreign::default(), Foreign::and)
            }
            Node::Alt(nodes) => least(nodes.iter().map(|node| Foreign::of(node, is_used))),
            Node::Set { node, .. } => Foreign::of(node, is_used),
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => Foreign::default(),
        }
    }

    fn of_word(word: &str, is_used: &impl Fn(Script) -> bool) -> Foreign {
        if word.is_ascii() {
            return Foreign::default();
        }
        let foreign = word.chars().filter_map(Script::of).filter(|script| !is_used(*script));
        foreign.fold(Foreign::default(), |all, script| {
            let weight = if matches!(script, Script::Han | Script::Kana | Script::Hangul) { 2 } else { 1 };
            all.and(Foreign { weight, script: Some(script) })
        })
    }

    /// Adds the letters of another part. Kana say most about the language, so they are named first.
    fn and(self, other: Foreign) -> Foreign {
        let named = [self.script, other.script];
        let script =
            if named.contains(&Some(Script::Kana)) { Some(Script::Kana) } else { self.script.or(other.script) };
        Foreign { weight: self.weight + other.weight, script }
    }
}

/// Returns the least of several alternatives, and none if there are none.
fn least(mut alternatives: impl Iterator<Item = Foreign>) -> Foreign {
    let Some(mut least) = alternatives.next() else { return Foreign::default() };
    while least.weight > 0
        && let Some(next) = alternatives.next()
    {
        least = if next.weight < least.weight { next } else { least };
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Case, PatternContext};

    fn only(codes: &[&str]) -> Languages {
        Languages::Only(codes.iter().map(|code| Language::parse(code).unwrap()).collect())
    }

    #[test]
    fn a_pattern_in_another_script_is_a_mistake() {
        let cases = [
            ("直接アクセス", &["en"][..], Some("Japanese kana")),
            ("OpenAI モデル", &["en", "de"], Some("Japanese kana")),
            ("(access|アクセス)", &["en"], None),
            ("access [アクセス]", &["en"], None),
            ("直接", &["zh"], None),
            ("直接", &["ja"], None),
            ("直接", &["en"], Some("Chinese characters")),
            ("β version", &["en"], None),
            ("прямой доступ", &["en"], Some("Cyrillic letters")),
            ("прямой доступ", &["uk"], None),
            ("direct access", &["ja"], None),
            ("über", &["en"], None),
            ("เข้าถึง", &["ja"], Some("Thai letters")),
        ];
        for (pattern, codes, expected) in cases {
            let pattern = Pattern::parse(pattern, PatternContext::Rule, Case::Any).unwrap();
            let mistake = only(codes).script_mistake(&pattern, true).map(|(message, _)| message);
            assert_eq!(mistake.is_some(), expected.is_some(), "{pattern:?} {mistake:?}");
            assert!(mistake.is_none_or(|message| message.contains(expected.unwrap())), "{pattern:?}");
            assert_eq!(Languages::Any.script_mistake(&pattern, true), None);
        }
    }
}
