//! What takes findings away after they were found: waivers, and the baseline.
//!
//! Both name a finding by what it says, not by where it stands, so that they hold while other text moves and stop to
//! hold when the sentence is edited. Nothing is lost: what is taken away stands beside the findings that are left, with
//! what took it away. Every way to a finding goes through [`Suppressions::apply`], since the linter calls it: reports,
//! `fix` and editors agree.

mod baseline;
mod waivers;

pub use baseline::{Baseline, BaselineEntry};
pub use waivers::{Named, Waiver, Waivers, says_something};

use crate::finding::{Finding, Skipped};
use wordgate_text::source::Span;

/// What holds for a run: waivers and the baseline. By default there are none.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// The waivers of the configuration, ended ones too.
    pub waivers: Waivers,
    /// The findings that were accepted when a repository adopted the tool.
    pub baseline: Option<Baseline>,
}

/// The findings of one file that were taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// In the order of the findings.
    pub accepted: Vec<Accepted>,
    /// Each finding that a waiver names, whether the waiver holds or has ended.
    pub named: Vec<NamedFinding>,
    /// The waivers, by index, that name a match which a directive allows: they are of use where directives are ignored.
    pub spared: Vec<usize>,
}

/// A finding that is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// What took it away.
    pub by: Authority,
}

/// What takes a finding away. A waiver goes before the baseline, since it says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The waiver with this index.
    Waiver(usize),
    /// The baseline.
    Baseline,
}

/// That a waiver names a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedFinding {
    /// The waiver, by index.
    pub waiver: usize,
    /// The place of the finding in the file's text.
    pub span: Span,
}

impl Suppressions {
    /// Splits the findings of the file at `path` (as globs and fingerprints take it): into those that are left and those
    /// that are taken away. `skipped` are its other matches.
    pub fn apply(&self, findings: &mut Vec<Finding>, skipped: &[Skipped], path: &str) -> Suppressed {
        let mut suppressed = Suppressed::default();
        let is_idle = self.waivers.is_empty() && self.baseline.is_none();
        if is_idle || (findings.is_empty() && skipped.is_empty()) {
            return suppressed;
        }
        let waivers = self.waivers.of_file(path);
        let allowed = skipped.iter().filter_map(|skipped| Some((&*skipped.rule, skipped.excepted.as_ref()?)));
        let spared = allowed.flat_map(|(rule, known)| waivers.naming(rule, &known.fingerprint, known.sentence));
        suppressed.spared.extend(spared);
        for finding in std::mem::take(findings) {
            let named = waivers.naming(&finding.rule, &finding.fingerprint, finding.sentence);
            let holding = named.iter().find(|waiver| self.waivers.hold(**waiver));
            let old = || self.baseline.as_ref().is_some_and(|baseline| baseline.has(&finding.fingerprint));
            let by = holding.map(|waiver| Authority::Waiver(*waiver)).or_else(|| old().then_some(Authority::Baseline));
            let span = finding.span;
            suppressed.named.extend(named.iter().map(|waiver| NamedFinding { waiver: *waiver, span }));
            match by {
                Some(by) => suppressed.accepted.push(Accepted { finding, by }),
                None => findings.push(finding),
            }
        }
        suppressed
    }
}
