//! Reads the baseline file that a command asks for.

use super::{Failure, FoundConfig};
use crate::config::{BASELINE_NAME, BaselineChoice};
use crate::paths;
use crate::read;
use std::path::{Path, PathBuf};
use wordgate_core::suppress::Baseline;
use wordgate_rules::toml_file::{MERGE_CONFLICT, TomlFile};

/// Reads the requested baseline, if any. A requested file must exist, because without it every known finding would be
/// reported as new.
pub(super) fn read(
    found: &FoundConfig,
    choice: &BaselineChoice,
    directory: &Path,
) -> Result<Option<Baseline>, Failure> {
    let Some(path) = path(found, choice, directory) else { return Ok(None) };
    let name = paths::relative(directory, &path);
    let is_on_command_line = matches!(choice, BaselineChoice::File(_));
    let help = match choice {
        BaselineChoice::File(_) => FILE_HELP,
        BaselineChoice::ConfiguredOrDefault => "`wordgate baseline` writes it",
        _ => "write it with `wordgate baseline`, or remove `baseline` from the configuration",
    };
    let text = read::read_toml(&path).map_err(|message| {
        let message = format!("the baseline cannot be read: {message}");
        Failure::Toml(vec![TomlFile::file_error(&name, message).help(help)])
    })?;
    let file = TomlFile::new(name, text);
    Baseline::parse(&file).map(Some).map_err(|error| {
        // It may be a document that was named after the option by accident.
        let may_be_a_document = is_on_command_line && error.message != MERGE_CONFLICT;
        let error = if may_be_a_document { error.help(FILE_HELP) } else { error };
        Failure::Toml(vec![error])
    })
}

/// The help for a wrong file on the command line.
const FILE_HELP: &str = "name a file that `wordgate baseline` wrote; put the paths to check before `--baseline`, or write \
                         `--baseline=FILE`";

fn path(found: &FoundConfig, choice: &BaselineChoice, directory: &Path) -> Option<PathBuf> {
    let configured =
        || found.config.baseline.as_ref().map(|name| paths::absolute(&found.base, Path::new(name.get_ref())));
    match choice {
        BaselineChoice::Off => None,
        BaselineChoice::Configured => configured(),
        BaselineChoice::ConfiguredOrDefault => Some(configured().unwrap_or_else(|| found.base.join(BASELINE_NAME))),
        BaselineChoice::File(path) => Some(paths::absolute(directory, path)),
    }
}
