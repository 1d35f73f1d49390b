//! `wordgate rules`: lists the known rules.

use super::load::load;
use super::stop::Stop;
use crate::cli::{ListArgs, ListFormat};
use crate::report::{self, ExitStatus, Style};
use std::io::Write;
use wordgate_rules::Rule;

pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let statuses: Vec<_> = (0..session.rules.rules.len()).map(|rule| session.rule_status(rule)).collect();
    match args.format {
        ListFormat::Human => {
            let style = Style::detect(supports_unicode::Stream::Stdout);
            report::list::write_table(&session.rules, &statuses, &style, out)?;
        }
        ListFormat::Markdown => {
            // Without --pack or --rule, the reference lists all rules about wording, on or off.
            let chosen = !args.rules.pack.is_empty() || !args.rules.rule.is_empty();
            let is_on = |rule: &Rule| session.rules.index_of(&rule.id).is_some_and(|at| session.selection.active[at]);
            report::reference::write(
                &session.rules,
                |rule| !rule.is_directive_rule() && (!chosen || is_on(rule)),
                out,
            )?;
        }
        ListFormat::Json => report::list::write_json(&session.rules, &statuses, session.as_of, out)?,
    }
    Ok(ExitStatus::Clean)
}
