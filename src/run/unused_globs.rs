//! Warns about globs that match no file in a run over everything that a configuration applies to: they are misspelt, or
//! their files are gone.

use crate::report::{InputWarning, WarningKind};
use std::collections::BTreeMap;
use std::path::Path;
use wordgate_project::config::RuleState;
use wordgate_project::paths;
use wordgate_project::session::{GlobKey, PlacedGlob, Session};
use wordgate_project::walk::{Walk, is_out_of_reach};
use wordgate_rules::globs::{PathGlobs, parse_glob};

/// The globs of the sessions of a walk, by file, line and glob, because several configurations may share a rule file.
#[derive(Debug, Default)]
pub(super) struct GlobUse(BTreeMap<(String, u32, String), UseOfGlob>);

#[derive(Debug)]
struct UseOfGlob {
    key: &'static str,
    is_used: bool,
    /// Whether everything that it is written for was searched.
    is_searched: bool,
}

impl GlobUse {
    /// Matches the globs of the sessions against the files of the walk.
    pub fn new(walk: &Walk) -> GlobUse {
        let mut globs = GlobUse::default();
        let is_whole = |session: &Session| {
            let is_searched = walk.folders.iter().any(|folder| session.base.starts_with(folder));
            is_searched && walk.changed.is_none() && !session.names_single_rules
        };
        if walk.sessions.iter().any(|session| is_whole(session)) {
            for (index, session) in walk.sessions.iter().enumerate() {
                globs.add(session, (index, is_whole(session)), walk);
            }
        }
        globs
    }

    fn add(&mut self, session: &Session, (index, is_whole): (usize, bool), walk: &Walk) {
        let placed: Vec<&PlacedGlob> = session.path_globs.iter().filter(|glob| is_on(session, glob)).collect();
        if placed.is_empty() {
            return;
        }
        // A glob that takes files out with `!` is unused if it matches none, too.
        let glob = |placed: &&PlacedGlob| {
            parse_glob(placed.glob.trim_start_matches('!')).expect("globs are checked when they are read")
        };
        let parsed = placed.iter().map(glob);
        let set = PathGlobs::new(parsed).expect("the globs were compiled before");
        let mut used = vec![false; placed.len()];
        let mut mark = |path: &str, is_excluded: bool| {
            for at in set.matching_indices(path) {
                used[at] |= (placed[at].key == GlobKey::Exclude) == is_excluded;
            }
        };
        walk.inputs.iter().filter(|input| input.session == index).for_each(|input| mark(&input.base, false));
        walk.excluded.iter().for_each(|path| mark(&session.base_path(path), true));
        for (placed, is_used) in placed.into_iter().zip(used) {
            let key = match placed.key {
                GlobKey::Exclude => "exclude",
                GlobKey::Include => "include",
                GlobKey::Override | GlobKey::Rule(_) => "paths",
            };
            let is_used = is_used || (key == "exclude" && is_out_of_reach(&session.base, &placed.glob));
            // A rule file outside the folder of the configuration is shared, and its globs may be for other folders.
            let file = paths::absolute(&session.directory, Path::new(&placed.file));
            let place = (placed.file.clone(), placed.line, placed.glob.clone());
            let known = self.0.entry(place).or_insert(UseOfGlob { key, is_used: false, is_searched: false });
            known.is_used |= is_used;
            known.is_searched |= is_whole && file.starts_with(&session.base);
        }
    }

    /// Returns a warning for each glob without a file.
    pub fn warnings(self) -> impl Iterator<Item = InputWarning> {
        let unused = self.0.into_iter().filter(|(_, glob)| glob.is_searched && !glob.is_used);
        unused.map(|((path, line, glob), UseOfGlob { key, .. })| {
            let message = format!("`{glob}` in `{key}` matches no file: remove it or correct it");
            InputWarning { path, line, message, kind: WarningKind::UnusedGlob }
        })
    }
}

/// Returns whether the glob takes part in the run: a rule that is off does not.
fn is_on(session: &Session, placed: &PlacedGlob) -> bool {
    let GlobKey::Rule(id) = &placed.key else { return true };
    let is_rule = |full: &str| full.split_once('/').is_some_and(|(_, bare)| bare == id);
    let mut rules = session.rules.rules.iter().enumerate();
    let found = rules.find(|(_, rule)| *rule.file == *placed.file && is_rule(&rule.id));
    found.is_some_and(|(at, _)| session.rule_status(at).state == RuleState::On)
}
