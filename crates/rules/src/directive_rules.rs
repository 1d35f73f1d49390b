//! The rules of the program: about inline directives, the comments with which a document suppresses findings, and about
//! how a file is read.
//!
//! These rules have no patterns: the linter itself finds what they report. Otherwise they are ordinary
//! rules, so reports, `explain`, `disable` and `severity` treat them like any other rule. They are on for any choice of
//! packs, unless they are disabled.

use crate::profile;
use crate::{Details, Examples, Guards, Languages, Pack, Rule, RuleKind, RuleSet, Severity, Template, Validity};

/// The id of the pack of these rules. No other pack may use it.
pub const PACK: &str = profile::PROGRAM;

/// The id of the rule about directives that suppress no finding.
pub const UNUSED_DIRECTIVE: &str = "wordgate/unused-directive";

/// The id of the rule about comments that start like a directive but are not valid.
pub const MALFORMED_DIRECTIVE: &str = "wordgate/malformed-directive";

/// The id of the rule about files of unknown type that are checked as plain text.
pub const READ_AS_TEXT: &str = "wordgate/read-as-text";

/// The id, title, rationale and tag of each rule, sorted by id.
const RULES: [(&str, &str, &str, &str); 3] = [
    (
        MALFORMED_DIRECTIVE,
        "A malformed directive has no effect",
        "A directive lists the full ids of the rules that it allows and gives the reason after a colon. A directive is \
         ignored if it lacks either, names an unknown rule, or starts or ends a region without its counterpart. This way a \
         misspelt id never hides a finding by accident.",
        "directives",
    ),
    (
        READ_AS_TEXT,
        "A file of unknown type was checked as plain text",
        "The file was named on the command line, and wordgate does not know its type. It was read as plain text, so markup \
         in it counts as words: code is checked, and a phrase that markup interrupts is not found. A format under \
         `include` in wordgate.toml says how to read files of this type.",
        "reading",
    ),
    (
        UNUSED_DIRECTIVE,
        "An unused directive should be removed",
        "The rule that the directive names finds nothing in the text that the directive covers: the wording has changed, or \
         the directive is in the wrong place. If it stayed, it could hide a later finding. Directives for rules that are \
         off are not checked.",
        "directives",
    ),
];

impl Rule {
    /// Returns whether the rule is one of the program, such as those about directives, not about wording.
    pub fn is_directive_rule(&self) -> bool {
        self.pack() == PACK
    }
}

impl RuleSet {
    /// Adds the rules of the program.
    #[must_use]
    pub fn with_directive_rules(mut self) -> RuleSet {
        self.packs.push(Pack {
            id: PACK.to_owned(),
            title: "Directives and reading".to_owned(),
            description:
                "Mistakes in the comments with which a document suppresses findings, and files of unknown type."
                    .to_owned(),
            jurisdictions: Vec::new(),
            file: "".into(),
            builtin: true,
        });
        self.packs.sort_by(|a, b| a.id.cmp(&b.id));
        self.rules.extend(RULES.map(|(id, title, rationale, tag)| {
            Rule {
                id: id.into(),
                file: "".into(),
                hash: [0; 32],
                severity: Severity::Warning,
                recommended: true,
                profiles: Vec::new(),
                validity: Validity::default(),
                scopes: None,
                languages: Languages::Any,
                within_words: 0,
                is_allow_rule: false,
                targets: None,
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
                    superseded_by: None,
                    tags: vec![tag.to_owned()],
                    examples: Examples::default(),
                }
                .into(),
            }
        }));
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }
}
