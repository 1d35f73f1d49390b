//! `wordgate rules`: lists the known rules.

use super::load::load;
use super::stop::Stop;
use crate::cli::{ListArgs, ListFormat};
use crate::report::{self, ExitStatus, Style};
use std::io::Write;
use wordgate_project::session::{Failure, Session};
use wordgate_rules::Rule;
use wordgate_rules::toml_file::nearest;

pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let rules = chosen(args, &session)?;
    let listed = |index: &usize| (&session.rules.rules[*index], session.rule_status(*index));
    let listed: Vec<_> = rules.iter().map(listed).collect();
    match args.format {
        ListFormat::Human => {
            let style = Style::detect(supports_unicode::Stream::Stdout);
            report::list::write_table(&listed, args.all, &style, out)?;
        }
        ListFormat::Markdown => {
            // Without --pack or --rule, the reference lists all rules about wording, on or off.
            let only_on = !args.all && (!args.rules.pack.is_empty() || !args.rules.rule.is_empty());
            let is_wanted = |rule: &Rule| {
                let index = session.rules.index_of(&rule.id).filter(|index| rules.binary_search(index).is_ok());
                !rule.is_directive_rule() && index.is_some_and(|at| !only_on || session.selection.active[at])
            };
            report::reference::write(&session.rules, is_wanted, out)?;
        }
        ListFormat::Json => report::list::write_json(&listed, args.all, session.as_of, out)?,
    }
    Ok(ExitStatus::Clean)
}

/// Returns the indices of the rules of the packs, tags and owners on the command line, on or off, in order.
fn chosen(args: &ListArgs, session: &Session) -> Result<Vec<usize>, Failure> {
    let rules = &session.rules;
    let mut in_pack = vec![args.rules.pack.is_empty(); rules.rules.len()];
    for id in &args.rules.pack {
        let members = rules.pack(id).map_err(|unknown| Failure::help(unknown.message, unknown.help))?;
        members.into_iter().for_each(|rule| in_pack[rule] = true);
    }
    for tag in &args.tag {
        let known = || rules.rules.iter().flat_map(|rule| rule.tags.iter().map(String::as_str));
        if !known().any(|known| known == tag) {
            let message = format!("no rule has the tag `{tag}`");
            return Err(match nearest(tag, known()) {
                Some(known) => Failure::help(message, format!("did you mean `{known}`?")),
                None => Failure::help(message, "`wordgate rules --all --format json` lists the tags of all rules"),
            });
        }
    }
    let has_owner = |rule: &Rule, text: &String| rule.owner.to_lowercase().contains(&text.to_lowercase());
    if let Some(text) = args.owner.iter().find(|text| !rules.rules.iter().any(|rule| has_owner(rule, text))) {
        let help = "`wordgate rules --all --format json` lists the owners of all rules";
        return Err(Failure::help(format!("no rule has an owner with `{text}`"), help));
    }
    let is_chosen = |index: &usize| {
        let rule = &rules.rules[*index];
        let has_tag = args.tag.is_empty() || rule.tags.iter().any(|tag| args.tag.contains(tag));
        let is_owned = args.owner.is_empty() || args.owner.iter().any(|text| has_owner(rule, text));
        in_pack[*index] && has_tag && is_owned
    };
    Ok((0..rules.rules.len()).filter(is_chosen).collect())
}
