//! Loads the session for the flags of a command: its configuration and its rules.

use crate::cli::{BaselineArgs, RuleArgs};
use std::sync::Arc;
use wordgate_project::config::{BaselineChoice, FailOn, Overrides};
use wordgate_project::project::Project;
use wordgate_project::session::{Environment, Failure, Session};

/// Loads the session, without a baseline.
pub(super) fn load(args: &RuleArgs) -> Result<Session, Failure> {
    Session::load(&overrides(args), &Environment::read()?)
}

/// Returns the overrides for the flags, without a baseline.
pub(super) fn overrides(args: &RuleArgs) -> Overrides {
    Overrides {
        config: args.config.clone(),
        isolated: args.isolated,
        packs: args.pack.clone(),
        rules: args.rules.clone(),
        only: args.rule.clone(),
        ignore: args.ignore.clone(),
        as_of: args.as_of,
        run_date: None,
        no_inline: false,
        baseline: BaselineChoice::Off,
    }
}

/// Opens the project with its baselines, for commands that report findings.
pub(super) fn open_project(args: &RuleArgs, baseline: &BaselineArgs, no_inline: bool) -> Result<Project, Failure> {
    let baseline = match &baseline.baseline {
        _ if baseline.no_baseline => BaselineChoice::Off,
        Some(Some(path)) => BaselineChoice::File(path.clone()),
        Some(None) => BaselineChoice::ConfiguredOrDefault,
        None => BaselineChoice::Configured,
    };
    Project::open(Overrides { baseline, no_inline, ..overrides(args) }, Environment::read()?)
}

/// Returns the lowest severity that makes the exit status 1; `None` if it is not the same for all files.
pub(super) fn common_fail_on(flag: Option<FailOn>, sessions: &[Arc<Session>]) -> Option<FailOn> {
    let fail_on = |session: &Arc<Session>| session.fail_on(flag);
    let first = sessions.first().map(fail_on)?;
    sessions.iter().all(|session| fail_on(session) == first).then_some(first)
}
