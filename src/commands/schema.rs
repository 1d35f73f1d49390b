//! `wordgate schema`: prints the JSON Schemas of the files that users write, for editors.

use super::stop::Stop;
use crate::cli::{SchemaArgs, SchemaFile};
use crate::report::ExitStatus;
use std::io::Write;
use wordgate_project::config::Config;
use wordgate_project::session::Failure;
use wordgate_rules::RuleFileToml;
use wordgate_rules::toml_file::TomlSchema;

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let rules = || TomlSchema::of::<RuleFileToml>().as_json().clone();
    let config = || TomlSchema::of::<Config>().as_json().clone();
    let mut schema = match args.file {
        Some(SchemaFile::Rules) => rules(),
        Some(SchemaFile::Config) => config(),
        None => serde_json::json!({ "rules": rules(), "config": config() }),
    };
    schema.sort_all_objects();
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Failure::usage(format!("the schema cannot be shown: {error}")))?;
    writeln!(out, "{text}")?;
    Ok(ExitStatus::Clean)
}
