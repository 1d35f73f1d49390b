//! What a rule needs beside its patterns, made ready once.

use crate::context::Context;
use crate::globs::{PathGlobs, glob};
use crate::matcher::{Guard, Matcher};
use crate::rule::{Pattern, Rule, RuleKind};

/// A rule made ready for judging its matches.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The paths it is for; `None`: all.
    pub paths: Option<PathGlobs>,
    pub guard: Option<Guard>,
    /// The contexts in which its matches are harmless.
    pub contexts: Vec<Context>,
    /// What a claim requires nearby, or a first mention in full.
    pub wanted: Option<Matcher>,
}

impl Compiled {
    pub fn new(rule: &Rule) -> Compiled {
        let wanted: &[Pattern] = match &rule.kind {
            RuleKind::Require { patterns, .. } | RuleKind::FirstUse { patterns, .. } => patterns,
            RuleKind::Forbid | RuleKind::Prefer(_) | RuleKind::Allow => &[],
        };
        Compiled {
            paths: globs(&rule.paths),
            guard: Guard::new(&rule.guards),
            contexts: rule.skip_when.clone(),
            wanted: (!wanted.is_empty()).then(|| Matcher::of_patterns(wanted)),
        }
    }
}

fn globs(paths: &[String]) -> Option<PathGlobs> {
    let globs = paths.iter().map(|path| glob(path).expect("globs are checked when rules are loaded"));
    (!paths.is_empty()).then(|| PathGlobs::new(globs).expect("each glob was built before"))
}
