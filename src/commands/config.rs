//! `wordgate config`: prints the configuration that applies to a file, with the source of each value.

use super::load::overrides;
use super::stop::Stop;
use crate::cli::ConfigArgs;
use crate::report::{ExitStatus, counted};
use std::io::Write;
use std::path::Path;
use wordgate_core::extract::open;
use wordgate_core::language::TextLanguages;
use wordgate_core::lint::Document;
use wordgate_project::paths;
use wordgate_project::project::Project;
use wordgate_project::read;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_project::walk::FileKind;
use wordgate_text::escape::visible;

pub(super) fn run(args: &ConfigArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let project = Project::open(overrides(&args.rules), Environment::read()?)?;
    let path = args.file.as_ref().map(|file| paths::resolve_argument(project.directory(), file));
    let folder = path.as_ref().map(|path| if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) });
    let found = folder.and_then(|folder| project.session(folder));
    if let Some(failure) = project.take_failure() {
        return Err(failure.into());
    }
    let session = found.map_or_else(|| project.working_session(), |found| found.session);
    if session.files.is_empty() {
        writeln!(out, "# no configuration file")?;
    }
    for file in &session.files {
        writeln!(out, "# from {}", visible(file))?;
    }
    writeln!(
        out,
        "# paths and globs are relative to the folder of their file, or else to {}",
        visible(&session.shown_path(&session.base))
    )?;
    let file = path.filter(|path| !path.is_dir());
    let severities = match &file {
        Some(path) => session.policies.policy(&session.base_path(path)).severities,
        None => session.policies.base().severities.clone(),
    };
    let active = session.rules.rules.iter().zip(&*severities);
    let active = active.filter(|(rule, severity)| severity.is_some() && rule.validity.contains(session.as_of)).count();
    writeln!(out, "# active: {active} of {}", counted(session.rules.rules.len(), "rule"))?;
    if let Some(path) = &file {
        writeln!(out, "# {}: {}", visible(&session.shown_path(path)), handling(&project, &session, path))?;
        if let Some(language) = language(&session, path) {
            writeln!(out, "# language: {language}")?;
        }
    }
    write_values(args, &session, out)?;
    Ok(ExitStatus::Clean)
}

/// Returns how a walk treats a file.
fn handling(project: &Project, session: &Session, path: &Path) -> String {
    let base = session.base_path(path);
    match FileKind::of(&session.globs, path, &base) {
        _ if project.is_excluded(path, false) => "excluded".to_owned(),
        _ if !session.globs.includes(&base) => "not in `include`".to_owned(),
        FileKind::Document(format) => format!("checked as {}", format.id()),
        FileKind::Settings(format) => {
            format!("checked as {} if it is named; a search of its folder leaves it out", format.id())
        }
        FileKind::Code => "not checked, because its name is that of a code file".to_owned(),
        FileKind::Unknown => "not checked, because its type is unknown".to_owned(),
    }
}

/// Returns the language of a document and what says so; `None` if the file is not one that can be read.
fn language(session: &Session, path: &Path) -> Option<String> {
    let base = session.base_path(path);
    let FileKind::Document(format) = FileKind::of(&session.globs, path, &base) else { return None };
    let file = open(read::read(path, read::MAX_DOCUMENT).ok()?, format).ok()?;
    let TextLanguages { first, second, source } =
        session.checker().language(Document { file: &file, format, path: &base });
    let also = second.map(|second| format!(", and {second} because its text may be in that language"));
    Some(format!("{first} {}{}", source.phrase(), also.unwrap_or_default()))
}

/// Prints each key with its value, after a comment with the files that set it. Leaves out empty lists that no file sets.
fn write_values(args: &ConfigArgs, session: &Session, out: &mut dyn Write) -> Result<(), Stop> {
    let cannot_show =
        |error: &dyn std::fmt::Display| Failure::usage(format!("the configuration cannot be shown: {error}"));
    let text = toml::to_string(&session.config).map_err(|error| cannot_show(&error))?;
    let all: toml::Table = toml::from_str(&text).map_err(|error| cannot_show(&error))?;
    let is_table = |value: &toml::Value| {
        value.is_table() || value.as_array().is_some_and(|items| items.iter().any(toml::Value::is_table))
    };
    // The keys of a TOML file come before its tables.
    let (tables, values): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, value)| is_table(value));
    for (key, value) in values.into_iter().chain(tables) {
        let mut sources = session.layers.sources(&key);
        sources.extend(flag(args, &key).map(str::to_owned));
        if sources.is_empty() && value.as_array().is_some_and(Vec::is_empty) {
            continue;
        }
        let source = if sources.is_empty() { "default".to_owned() } else { sources.join(", ") };
        let text =
            toml::to_string(&toml::Table::from_iter([(key.clone(), value)])).map_err(|error| cannot_show(&error))?;
        writeln!(out, "\n# {key}: {}", visible(&source))?;
        for line in text.lines() {
            writeln!(out, "{}", visible(line))?;
        }
    }
    Ok(())
}

/// Returns the flag of the command line that changes a key.
fn flag(args: &ConfigArgs, key: &str) -> Option<&'static str> {
    let args = &args.rules;
    match key {
        "packs" if !args.pack.is_empty() => Some("--pack"),
        "rules" if !args.rules.is_empty() => Some("--rules"),
        "disable" if !args.ignore.is_empty() => Some("--ignore"),
        "as_of" if args.as_of.is_some() => Some("--as-of"),
        _ => None,
    }
}
