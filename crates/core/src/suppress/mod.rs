//! Suppresses findings with waivers and the baseline.
//!
//! Both identify a finding by its text, not by its position. So they still apply when the text moves, and no longer
//! apply when the sentence is edited. Suppressed findings are returned separately, together with the waiver or baseline
//! that suppresses them. The linter calls [`Suppressions::apply`] for every file, so that reports, `fix` and editors
//! agree.

mod baseline;
mod moved;
mod waivers;

pub use baseline::{Baseline, BaselineEntry};
pub use moved::{FormerPaths, Moved};
pub use waivers::{Waiver, WaiverTarget, Waivers, has_content};

use crate::finding::{Finding, Skipped};
use moved::MovedSearch;
use wordgate_text::source::Span;

/// The waivers and the baseline of a run. The default has no waivers and no baseline.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// The waivers of the configuration, including expired ones.
    pub waivers: Waivers,
    /// The findings that were accepted when the repository adopted wordgate.
    pub baseline: Option<Baseline>,
    /// The paths of waivers and of baseline entries that no longer exist.
    pub former: FormerPaths,
}

/// The suppressed findings of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// The suppressed findings, in their original order.
    pub accepted: Vec<Accepted>,
    /// The findings that waivers name, including expired waivers.
    pub named: Vec<NamedFinding>,
    /// The indices of waivers for matches that a directive already allows. These waivers do not count as unused,
    /// because they are needed when directives are ignored.
    pub already_allowed: Vec<usize>,
}

/// A suppressed finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// What suppresses it.
    pub by: SuppressedBy,
    /// The path in the exception, if the file was renamed since.
    pub moved: Option<Moved>,
}

/// What suppresses a finding. A waiver has precedence over the baseline, because it gives a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressedBy {
    /// The waiver with this index.
    Waiver(usize),
    /// The baseline.
    Baseline,
}

/// A finding that a waiver names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedFinding {
    /// The index of the waiver.
    pub waiver: usize,
    /// The span of the finding in the file's text.
    pub span: Span,
}

impl Suppressions {
    /// Removes the suppressed findings from `findings` and returns them. `path` is the path of the file that globs and
    /// fingerprints use, and `skipped` are its other matches.
    pub fn apply(&self, findings: &mut Vec<Finding>, skipped: &[Skipped], path: &str) -> Suppressed {
        let mut suppressed = Suppressed::default();
        let is_empty = self.waivers.is_empty() && self.baseline.is_none();
        if is_empty || (findings.is_empty() && skipped.is_empty()) {
            return suppressed;
        }
        let waivers = self.waivers.for_file(path);
        let allowed = skipped.iter().filter_map(|skipped| Some((&*skipped.rule, skipped.excepted.as_ref()?)));
        let already_allowed =
            allowed.flat_map(|(rule, known)| waivers.waivers_naming(rule, &known.fingerprint, known.sentence));
        suppressed.already_allowed.extend(already_allowed);
        let mut moved_search = MovedSearch::new(self, path);
        for finding in std::mem::take(findings) {
            let named = waivers.waivers_naming(&finding.rule, &finding.fingerprint, finding.sentence);
            let active = named.iter().find(|waiver| self.waivers.is_active(**waiver));
            let in_baseline = || self.baseline.as_ref().is_some_and(|baseline| baseline.contains(&finding.fingerprint));
            let by = active.map(|waiver| SuppressedBy::Waiver(*waiver));
            let by = by.or_else(|| in_baseline().then_some(SuppressedBy::Baseline));
            let span = finding.span;
            suppressed.named.extend(named.iter().map(|waiver| NamedFinding { waiver: *waiver, span }));
            let moved = if by.is_none() { moved_search.find(&finding) } else { None };
            if let Some((SuppressedBy::Waiver(waiver), _)) = moved {
                suppressed.named.push(NamedFinding { waiver, span });
            }
            match (by, moved) {
                (Some(by), _) => suppressed.accepted.push(Accepted { finding, by, moved: None }),
                (None, Some((by, moved))) => suppressed.accepted.push(Accepted { finding, by, moved: Some(moved) }),
                (None, None) => findings.push(finding),
            }
        }
        suppressed
    }
}
