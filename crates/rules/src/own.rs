//! The rules about inline directives. They have no patterns: what they report is not found by matching.
//!
//! They are rules like all others so that every report, `explain`, `disable` and `severity` know them. They are on
//! whatever packs are chosen.

use crate::{Details, Examples, Guards, Pack, Rule, RuleKind, RuleSet, Severity, Template, Validity};

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

impl Rule {
    /// Whether it is about directives, not about wording.
    pub fn is_own(&self) -> bool {
        self.pack() == PACK
    }
}

impl RuleSet {
    /// The set with these rules besides its own.
    #[must_use]
    pub fn with_own(mut self) -> RuleSet {
        self.packs.push(Pack {
            id: PACK.to_owned(),
            title: "Inline directives".to_owned(),
            description: "What is wrong with the comments by which a document lets rules pass.".to_owned(),
            jurisdictions: Vec::new(),
            file: "".into(),
            builtin: true,
        });
        self.packs.sort_by(|a, b| a.id.cmp(&b.id));
        self.rules.extend(RULES.map(|(id, title, rationale)| {
            Rule {
                id: id.into(),
                file: "".into(),
                hash: [0; 32],
                severity: Severity::Warning,
                recommended: true,
                validity: Validity::default(),
                scopes: None,
                within_words: 0,
                protects: false,
                patterns: Vec::new().into(),
                details: Details {
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
                }
                .into(),
            }
        }));
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }
}
