//! `wordgate rules`: lists the known rules.

use super::load::load;
use super::stop::Stop;
use crate::cli::{ListArgs, ListFormat};
use crate::report::{self, ExitStatus, Style};
use std::io::Write;
use wordgate_rules::Rule;

pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let statuses: Vec<_> = (0..session.rules.rules.len()).map(|index| session.rule_status(index)).collect();
    match args.format {
        ListFormat::Human => {
            let style = Style::detect(supports_unicode::Stream::Stdout);
            report::list::write_table(&session.rules, &statuses, &style, out)?;
        }
        ListFormat::Markdown => {
            // With --pack or --rule, the reference lists the rules about wording that are on. Without them, it lists
            // all rules about wording.
            let only_active = !args.rules.pack.is_empty() || !args.rules.rule.is_empty();
            let is_active =
                |rule: &Rule| session.rules.index_of(&rule.id).is_some_and(|index| session.selection.active[index]);
            report::reference::write(
                &session.rules,
                |rule| !rule.is_directive_rule() && (!only_active || is_active(rule)),
                out,
            )?;
        }
        ListFormat::Json => report::list::write_json(&session.rules, &statuses, session.as_of, out)?,
    }
    Ok(ExitStatus::Clean)
}
