//! `wordgate explain`: prints everything about one rule.

use super::load::load;
use super::stop::Stop;
use crate::cli::ExplainArgs;
use crate::report::{self, ExitStatus, Style};
use std::io::Write;
use wordgate_project::session::Failure;

pub(super) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let index = session.rules.rule_by_any_id(&args.name).map_err(|error| Failure::help(error.message, error.help))?;
    let rule = &session.rules.rules[index];
    let style = Style::detect(supports_unicode::Stream::Stdout);
    let status = session.rule_status(index);
    report::explain::write(rule, &session.rules, status, session.as_of, &style, out)?;
    Ok(ExitStatus::Clean)
}
