//! Loads the session for the flags of a command: its configuration and its rules.

use crate::cli::{BaselineArgs, RuleArgs};
use wordgate_project::config::{BaselineChoice, FailOn, Overrides};
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
        no_inline: false,
        baseline: BaselineChoice::Off,
    }
}

/// Loads the session with its baseline, for commands that report findings.
pub(super) fn load_for_documents(
    args: &RuleArgs,
    baseline: &BaselineArgs,
    no_inline: bool,
) -> Result<Session, Failure> {
    let baseline = match &baseline.baseline {
        _ if baseline.no_baseline => BaselineChoice::Off,
        Some(Some(path)) => BaselineChoice::File(path.clone()),
        Some(None) => BaselineChoice::ConfiguredOrDefault,
        None => BaselineChoice::Configured,
    };
    Session::load(&Overrides { baseline, no_inline, ..overrides(args) }, &Environment::read()?)
}

/// Returns the lowest severity that makes the exit status 1.
pub(super) fn fail_on(flag: Option<FailOn>, session: &Session) -> FailOn {
    flag.or(session.config.fail_on).unwrap_or_default()
}
