//! `wordgate config`: prints the effective configuration as a configuration file, with the files that it comes from.

use super::load::load;
use super::stop::Stop;
use crate::cli::RuleArgs;
use crate::report::{ExitStatus, counted};
use std::io::Write;
use wordgate_project::session::Failure;
use wordgate_text::escape::visible;

pub(super) fn run(args: &RuleArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(args)?;
    let text = toml::to_string(&session.config)
        .map_err(|error| Failure::usage(format!("the configuration cannot be shown: {error}")))?;
    if session.files.is_empty() {
        writeln!(out, "# no configuration file")?;
    }
    for file in &session.files {
        writeln!(out, "# from {}", visible(file))?;
    }
    let active = session.selection.active.iter().filter(|on| **on).count();
    writeln!(out, "# paths and globs are relative to {}", visible(&session.shown_path(&session.base)))?;
    writeln!(out, "# active: {active} of {}", counted(session.rules.rules.len(), "rule"))?;
    for line in text.lines() {
        writeln!(out, "{}", visible(line))?;
    }
    Ok(ExitStatus::Clean)
}
