//! Finds the exception of a finding whose file was renamed.
//!
//! A fingerprint contains the path of the file. If that path no longer exists, wordgate computes the fingerprint that
//! the finding would have there, so only the same rule, sentence and match can have it. As long as the old path exists,
//! the finding in the other file is a copy, and nobody has accepted it.

use super::{SuppressedBy, Suppressions, WaiverTarget};
use crate::finding::Finding;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The maximum number of former paths that are tried for the findings of one file. It bounds the time for a file with
/// many new findings in a repository in which many files were removed; findings beyond it are reported as new.
const MAX_TRIES: usize = 20_000;

/// Answers whether a path exists. The caller knows; this crate does no I/O.
type Exists = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// The paths of exceptions that no longer exist.
#[derive(Default)]
pub struct FormerPaths {
    exists: Option<Exists>,
    /// The paths by rule, sorted. Found on first use, because most runs have no finding that needs them.
    by_rule: OnceLock<HashMap<Arc<str>, Vec<Arc<str>>>>,
}

/// An exception whose path no longer exists, for a finding in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The path in the exception.
    pub from: Arc<str>,
    /// The index of the entry in the baseline; `None` for a waiver.
    pub entry: Option<usize>,
}

impl fmt::Debug for FormerPaths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormerPaths").field("by_rule", &self.by_rule).finish_non_exhaustive()
    }
}

impl FormerPaths {
    /// Creates the paths. `exists` gets a path as exceptions contain it.
    pub fn new(exists: impl Fn(&str) -> bool + Send + Sync + 'static) -> FormerPaths {
        FormerPaths { exists: Some(Box::new(exists)), by_rule: OnceLock::new() }
    }

    fn of_rule(&self, rule: &str, all: &Suppressions) -> &[Arc<str>] {
        let Some(exists) = &self.exists else { return &[] };
        let by_rule = self.by_rule.get_or_init(|| {
            let mut paths: HashMap<Arc<str>, HashSet<Arc<str>>> = HashMap::new();
            let mut known: HashMap<String, bool> = HashMap::new();
            let mut add = |rule: &str, path: &str| {
                if !*known.entry(path.to_owned()).or_insert_with(|| exists(path)) {
                    paths.entry(rule.into()).or_default().insert(path.into());
                }
            };
            for entry in all.baseline.iter().flat_map(|baseline| &baseline.entries) {
                add(&entry.rule, &entry.path);
            }
            for waiver in all.waivers.list() {
                if let Some(path) = &waiver.document {
                    add(&waiver.rule, path);
                }
            }
            let sorted = |(rule, paths): (Arc<str>, HashSet<Arc<str>>)| {
                let mut paths: Vec<Arc<str>> = paths.into_iter().collect();
                paths.sort_unstable();
                (rule, paths)
            };
            paths.into_iter().map(sorted).collect()
        });
        by_rule.get(rule).map_or(&[], Vec::as_slice)
    }
}

/// Searches the exceptions of one file that was renamed.
pub(super) struct MovedSearch<'s> {
    all: &'s Suppressions,
    path: &'s str,
    /// The former path of the last finding. The next finding probably has the same.
    last: Option<Arc<str>>,
    tries: usize,
}

impl<'s> MovedSearch<'s> {
    pub fn new(all: &'s Suppressions, path: &'s str) -> MovedSearch<'s> {
        MovedSearch { all, path, last: None, tries: MAX_TRIES }
    }

    /// Returns the exception of a finding under a path that no longer exists.
    pub fn find(&mut self, finding: &Finding) -> Option<(SuppressedBy, Moved)> {
        let paths = self.all.former.of_rule(&finding.rule, self.all);
        if paths.is_empty() {
            return None;
        }
        let is_gone = |path: &str| paths.binary_search_by(|known| (**known).cmp(path)).is_ok();
        let waivers = &self.all.waivers;
        for at in waivers.with_sentence(finding.sentence) {
            let waiver = &waivers.list()[*at];
            let from = waiver.document.as_deref().filter(|path| is_gone(path));
            if let (Some(from), true) = (from, *waiver.rule == *finding.rule && waivers.is_active(*at)) {
                return Some((SuppressedBy::Waiver(*at), Moved { from: from.into(), entry: None }));
            }
        }
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let own_name = name(self.path);
        let last = self.last.clone();
        let likely = paths.iter().filter(|path| name(path) == own_name);
        let rest = paths.iter().filter(|path| name(path) != own_name);
        let last = last.iter().filter(|path| is_gone(path));
        for from in last.chain(likely).chain(rest) {
            self.tries = self.tries.checked_sub(1)?;
            if let Some((by, entry)) = self.at(finding, from) {
                self.last = Some(from.clone());
                return Some((by, Moved { from: from.clone(), entry }));
            }
        }
        None
    }

    /// Returns the exception that the finding would have at a path.
    fn at(&self, finding: &Finding, path: &Arc<str>) -> Option<(SuppressedBy, Option<usize>)> {
        let fingerprint = finding.content.fingerprint(&finding.rule, path);
        let waivers = &self.all.waivers;
        let is_for_path = |at: &&usize| {
            let waiver = &waivers.list()[**at];
            let is_named = matches!(&waiver.target, WaiverTarget::Fingerprint(of) if *of == fingerprint);
            is_named && waivers.is_active(**at) && waiver.document.as_deref() == Some(&**path)
        };
        if let Some(waiver) = waivers.with_fingerprint(&fingerprint).iter().find(is_for_path) {
            return Some((SuppressedBy::Waiver(*waiver), None));
        }
        let entry = self.all.baseline.as_ref()?.index_of(&fingerprint)?;
        Some((SuppressedBy::Baseline, Some(entry)))
    }
}
