//! The rules about inline directives. They have no patterns: what they report is not found by matching.
//!
//! They are rules like all others so that every report, `explain`, `disable` and `severity` know them. They are on
//! whatever packs are chosen.

use super::{Body, Examples, Guards, Pack, Rule, RuleKind, RuleSet, Severity, Template, Validity};

/// Their pack. No other may have this id.
pub const PACK: &str = "wordgate";

/// A directive names a rule that finds nothing where it is allowed.
pub const UNUSED_DIRECTIVE: &str = "wordgate/unused-directive";

/// A comment that begins like a directive and is none.
pub const MALFORMED_DIRECTIVE: &str = "wordgate/malformed-directive";

/// Id, title and rationale of each, sorted by id.
const RULES: [(&str, &str, &str); 2] = [
    (
        MALFORMED_DIRECTIVE,
        "A directive that cannot be understood allows nothing",
        "A directive names the rules that it allows by their full ids, and gives the reason behind a colon. One that lacks \
         either, names a rule that does not exist, or begins or ends a region without its other half is not heeded at all, \
         so that a misspelt id never hides a finding by chance.",
    ),
    (
        UNUSED_DIRECTIVE,
        "A directive that allows nothing is to go",
        "The rule that the directive names finds nothing in the text it speaks for: the wording was changed, or the \
         directive stands in the wrong place. Left there, it would let the next one pass unseen. Directives for rules that \
         are off are not judged.",
    ),
];

/// Adds the rules to a set of which no rule has an id behind theirs.
pub(super) fn add(set: &mut RuleSet) {
    let title = "Inline directives";
    let description = "What is wrong with the comments by which a document lets rules pass.";
    set.packs.push(Pack::new(PACK, title, description, Vec::new(), true));
    set.rules.extend(RULES.map(|(id, title, rationale)| {
        let body = Body {
            kind: RuleKind::Forbid,
            title: title.to_owned(),
            message: Template::default(),
            rationale: rationale.to_owned(),
            owner: String::new(),
            sources: Vec::new(),
            suggest: Vec::new(),
            fix: None,
            skip_when: Vec::new(),
            guards: Guards::default(),
            paths: Vec::new(),
            languages: Vec::new(),
            superseded_by: None,
            tags: vec!["directives".to_owned()],
            examples: Examples::default(),
        };
        Rule {
            id: id.into(),
            severity: Severity::Warning,
            recommended: true,
            protects: false,
            validity: Validity::default(),
            scopes: None,
            within_words: 0,
            patterns: Vec::new().into(),
            body: Box::new(body).into(),
            origin: None,
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_stays_sorted() {
        let mut set = super::super::builtin::rules();
        add(&mut set);
        assert!(set.rules.is_sorted_by(|a, b| a.id < b.id));
        assert!(set.packs.is_sorted_by(|a, b| a.id < b.id));
        for id in [UNUSED_DIRECTIVE, MALFORMED_DIRECTIVE] {
            assert!(set.rules[set.index_of(id).unwrap()].is_own());
        }
    }
}
