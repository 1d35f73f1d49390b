//! What a rule needs beside its patterns, made ready once.

use crate::context::Context;
use crate::matcher::{Guard, Matcher};
use crate::rule::{Pattern, Rule, RuleKind};
use globset::{Glob, GlobSet, GlobSetBuilder};

/// A rule made ready for judging its matches.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The paths it is for; `None`: all.
    pub paths: Option<GlobSet>,
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

fn globs(paths: &[String]) -> Option<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for path in paths {
        set.add(Glob::new(path).expect("globs are checked when rules are loaded"));
    }
    let set = set.build().expect("each glob was built before");
    (!paths.is_empty()).then_some(set)
}
