//! Collects what the evidence page lists about a run: the rules it used, and what it did not check.

use crate::report::{Evidence, Limitation, RuleInfo, RuleRecord, ScannedFile};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::Arc;
use wordgate_project::config::{Override, RuleState};
use wordgate_project::session::Session;
use wordgate_rules::Rule;
use wordgate_text::prose::Scope;

/// Collects the facts about a run. `is_partial` means that it reported only on changed text.
pub(super) fn evidence(sessions: &[Arc<Session>], files: Vec<ScannedFile>, is_partial: bool) -> Evidence {
    let rules = all_rules(sessions);
    let shortest = sessions.iter().min_by_key(|session| session.base.as_os_str().len());
    let folder = shortest.and_then(|session| Some(session.base.file_name()?.to_string_lossy().into_owned()));
    let known: BTreeSet<&str> =
        sessions.iter().flat_map(|session| &session.rules.rules).map(|rule| &*rule.id).collect();
    let config = |session: &Arc<Session>| session.config_file.as_ref().map(|path| session.shown_path(path));
    Evidence {
        project: folder.unwrap_or_else(|| "/".to_owned()),
        config_files: sessions.iter().filter_map(config).collect(),
        files,
        off: known.len() - rules.len(),
        rules,
        limits: all_limits(sessions, is_partial),
        respects_directives: sessions.iter().any(|session| session.config.inline != Some(false)),
    }
}

/// Returns the rules that a session has chosen, sorted by id, each with its highest severity.
fn all_rules(sessions: &[Arc<Session>]) -> Vec<RuleRecord> {
    let mut all: Vec<RuleRecord> = sessions.iter().flat_map(|session| rules(session)).collect();
    all.sort_by(|a, b| (&a.info.id, b.severity).cmp(&(&b.info.id, a.severity)));
    all.dedup_by(|a, b| a.info.id == b.info.id);
    all
}

/// Returns what the configurations exclude or change. With several configurations, each entry names its own.
fn all_limits(sessions: &[Arc<Session>], is_partial: bool) -> Vec<Limitation> {
    let mut all: Vec<Limitation> = Vec::new();
    for session in sessions {
        let config = session.config_file.as_ref().map_or_else(|| ".".to_owned(), |path| session.shown_path(path));
        let named = |item: String| if sessions.len() > 1 { format!("{config}: {item}") } else { item };
        for Limitation { what, items } in limits(session, is_partial) {
            let items = items.into_iter().map(named);
            match all.iter_mut().find(|known| known.what == what) {
                Some(known) => known.items.extend(items),
                None => all.push(Limitation { what, items: items.collect() }),
            }
        }
    }
    all
}

/// Returns the chosen rules of a session.
fn rules(session: &Session) -> Vec<RuleRecord> {
    let record = |(index, rule): (usize, &Rule)| {
        let status = session.rule_status(index);
        (status.state != RuleState::Off).then(|| RuleRecord {
            info: RuleInfo::new(rule),
            severity: status.severity,
            state: status.state,
            validity: rule.validity,
        })
    };
    session.rules.rules.iter().enumerate().filter_map(record).collect()
}

/// Returns what the configuration and the command line exclude from the check or change.
fn limits(session: &Session, is_partial: bool) -> Vec<Limitation> {
    let config = &session.config;
    let mut limits = Vec::new();
    let mut limit = |is_set: bool, what: &'static str, items: Vec<String>| {
        if is_set || !items.is_empty() {
            limits.push(Limitation { what, items });
        }
    };
    limit(is_partial, "Only changed lines were checked", Vec::new());
    limit(session.names_single_rules, "Only the rules chosen on the command line were used", Vec::new());
    let include = config.include.iter().map(|entry| entry.get_ref());
    let formats = include.clone().filter_map(|entry| Some(format!("{} as {}", entry.glob, entry.format?.id())));
    limit(false, "Files with a configured format", formats.collect());
    let only = include.filter(|entry| entry.format.is_none()).map(|entry| entry.glob.clone());
    limit(false, "Only these files are checked", only.collect());
    limit(false, "Excluded files", names(&config.exclude));
    limit(false, "Rules and packs switched off", names(&config.disable));
    limit(
        false,
        "Different settings for some paths",
        config.overrides.iter().flat_map(|o| changes(session, o)).collect(),
    );
    limit(false, "Allowed phrases", names(&config.allow));
    let scopes = session.policies.base().scopes;
    let checked: Vec<&str> =
        Scope::ALL.iter().filter(|scope| scopes.contains(**scope)).map(|scope| scope.id()).collect();
    limit(false, "Kinds of text that are checked", vec![checked.join(", ")]);
    limit(false, "Keys with the date of a document, whose rules apply to it", config.document_date.clone());
    limits
}

/// Describes what an override changes for its files.
fn changes(session: &Session, entry: &Override) -> Vec<String> {
    let paths = names(&entry.paths).join(", ");
    let off = entry.disable.iter().map(|id| format!("{} is off", id.get_ref()));
    let severity = entry.severity.iter().map(|(id, severity)| format!("{} has severity {severity}", id.get_ref()));
    let base = session.policies.base().scopes;
    let scopes = entry.scopes.apply(base);
    let scopes = Scope::ALL.iter().filter_map(|scope| match (base.contains(*scope), scopes.contains(*scope)) {
        (true, false) => Some(format!("{} is not checked", scope.id())),
        (false, true) => Some(format!("{} is checked", scope.id())),
        _ => None,
    });
    off.chain(severity).chain(scopes).map(|change| format!("{paths}: {change}")).collect()
}

fn names<T: AsRef<str> + Display>(list: &[toml::Spanned<T>]) -> Vec<String> {
    list.iter().map(|name| name.get_ref().to_string()).collect()
}
