//! The rules about inline directives, the comments with which a document suppresses findings.
//!
//! These rules have no patterns: the linter itself finds unused and malformed directives. Otherwise they are ordinary
//! rules, so reports, `explain`, `disable` and `severity` treat them like any other rule. They are on for any choice of
//! packs, unless they are disabled.

use crate::{Details, Examples, Guards, Pack, Rule, RuleKind, RuleSet, Severity, Template, Validity};

/// The id of the pack of these rules. No other pack may use it.
pub const PACK: &str = "wordgate";

/// The id of the rule about directives that suppress no finding.
pub const UNUSED_DIRECTIVE: &str = "wordgate/unused-directive";

/// The id of the rule about comments that start like a directive but are not valid.
pub const MALFORMED_DIRECTIVE: &str = "wordgate/malformed-directive";

/// The id, title and rationale of each rule, sorted by id.
const RULES: [(&str, &str, &str); 2] = [
    (
        MALFORMED_DIRECTIVE,
        "A malformed directive has no effect",
        "A directive lists the full ids of the rules that it allows and gives the reason after a colon. A directive is \
         ignored if it lacks either, names an unknown rule, or starts or ends a region without its counterpart. This way a \
         misspelt id never hides a finding by accident.",
    ),
    (
        UNUSED_DIRECTIVE,
        "An unused directive should be removed",
        "The rule that the directive names finds nothing in the text that the directive covers: the wording has changed, or \
         the directive is in the wrong place. If it stayed, it could hide a later finding. Directives for rules that are \
         off are not checked.",
    ),
];

impl Rule {
    /// Returns whether the rule is about directives, not about wording.
    pub fn is_directive_rule(&self) -> bool {
        self.pack() == PACK
    }
}

impl RuleSet {
    /// Adds the rules about directives.
    #[must_use]
    pub fn with_directive_rules(mut self) -> RuleSet {
        self.packs.push(Pack {
            id: PACK.to_owned(),
            title: "Inline directives".to_owned(),
            description: "Mistakes in the comments with which a document suppresses findings.".to_owned(),
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
                is_allow_rule: false,
                patterns: Vec::new().into(),
                details: Details {
                    kind: RuleKind::Forbid,
                    line: 0,
                    title: title.to_owned(),
                    message: Template::default(),
                    rationale: rationale.to_owned(),
                    owner: String::new(),
                    ticket: String::new(),
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
