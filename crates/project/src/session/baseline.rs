//! Reads the baseline file that a command asks for.

use super::{Failure, FoundConfig, Session};
use crate::config::{BASELINE_NAME, BaselineChoice};
use crate::paths;
use crate::read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_core::suppress::Baseline;
use wordgate_rules::toml_file::{MERGE_CONFLICT, TomlError, TomlFile};

/// Reads the requested baseline, if any. A requested file must exist, because without it every known finding would be
/// reported as new.
pub(super) fn read(
    found: &FoundConfig,
    choice: &BaselineChoice,
    directory: &Path,
) -> Result<Option<Baseline>, Vec<TomlError>> {
    let Some(path) = path(found, choice, directory) else { return Ok(None) };
    let may_be_missing = match choice {
        BaselineChoice::Written(_) => true,
        // Of several configurations, one without findings has none; see `Project::take_failure`.
        BaselineChoice::ConfiguredOrDefault => found.layers.last(|config| config.baseline.as_ref()).is_none(),
        _ => false,
    };
    if may_be_missing && path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let name = paths::relative(directory, &path);
    let is_on_command_line = matches!(choice, BaselineChoice::File(_) | BaselineChoice::Written(Some(_)));
    let help = match choice {
        BaselineChoice::File(_) | BaselineChoice::Written(Some(_)) => FILE_HELP,
        _ => "write it with `wordgate baseline`, or remove `baseline` from the configuration",
    };
    let text = read::read_toml(&path).map_err(|message| {
        let message = format!("the baseline cannot be read: {message}");
        vec![TomlFile::file_error(&name, message).help(help)]
    })?;
    let file = TomlFile::new(name, text);
    Baseline::parse(&file).map(Some).map_err(|error| {
        // It may be a document that was named after the option by accident.
        let may_be_a_document = is_on_command_line && error.message != MERGE_CONFLICT;
        let error = if may_be_a_document { error.help(FILE_HELP) } else { error };
        vec![error]
    })
}

/// Returns the failure if the command line asks for the baselines of all configurations, and there is none.
pub(crate) fn missing(sessions: &[Arc<Session>], choice: &BaselineChoice, directory: &Path) -> Option<Failure> {
    let has_any = sessions.iter().any(|session| session.suppressions.baseline.is_some());
    if *choice != BaselineChoice::ConfiguredOrDefault || has_any {
        return None;
    }
    let name = paths::relative(directory, &sessions.first()?.base.join(BASELINE_NAME));
    let message = "the baseline cannot be read: no such file or folder";
    Some(TomlFile::file_error(&name, message).help("`wordgate baseline` writes it").into())
}

/// The help for a wrong file on the command line.
const FILE_HELP: &str = "name a file that `wordgate baseline` wrote; put the paths to check before `--baseline`, or write \
                         `--baseline=FILE`";

fn path(found: &FoundConfig, choice: &BaselineChoice, directory: &Path) -> Option<PathBuf> {
    let configured = || {
        let (layer, name) = found.layers.last(|config| config.baseline.as_ref())?;
        Some(paths::absolute(&layer.folder, Path::new(name.get_ref())))
    };
    match choice {
        BaselineChoice::Off => None,
        BaselineChoice::Configured => configured(),
        BaselineChoice::ConfiguredOrDefault | BaselineChoice::Written(None) => {
            Some(configured().unwrap_or_else(|| found.layers.base().join(BASELINE_NAME)))
        }
        BaselineChoice::File(path) | BaselineChoice::Written(Some(path)) => Some(paths::absolute(directory, path)),
    }
}
