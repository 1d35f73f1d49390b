//! Reads a configuration file, and the files that it extends.

use crate::config::{Config, ConfigLayer};
use crate::paths;
use crate::read;
use std::path::{Path, PathBuf};
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// Reads the configuration file at an absolute path and those that it extends, the file itself last.
pub(super) fn read_layers(path: &Path, directory: &Path) -> Result<Vec<ConfigLayer>, Vec<TomlError>> {
    let base = path.parent().unwrap_or(directory);
    let mut layers = vec![
        read_layer(path, base, directory)
            .map_err(|message| vec![TomlFile::file_error(&paths::relative(directory, path), message)])??,
    ];
    let mut seen = vec![resolved(path)];
    while let Some(layer) = layers.first()
        && let Some(extended) = &layer.config.extend
    {
        let path = paths::absolute(&layer.folder, Path::new(extended.get_ref()));
        let name = paths::relative(directory, &path);
        let error = |message: String| layer.file.error(extended.span(), message).label(format!("this is {name}"));
        if seen.contains(&resolved(&path)) {
            let help = "remove `extend` from one of the files";
            return Err(vec![error("this file extends itself, directly or through others".to_owned()).help(help)]);
        }
        seen.push(resolved(&path));
        let next = read_layer(&path, base, directory).map_err(|message| vec![error(message)])??;
        layers.insert(0, next);
    }
    Ok(layers)
}

/// Reads one file. The outer error is that it cannot be read.
fn read_layer(path: &Path, base: &Path, directory: &Path) -> Result<Result<ConfigLayer, Vec<TomlError>>, String> {
    let text = read::read_toml(path)?;
    let file = TomlFile::new(paths::relative(directory, path), text);
    let folder = path.parent().unwrap_or(directory).to_owned();
    Ok(Config::parse(&file).map(|config| ConfigLayer::new(file, folder, config, base)))
}

fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
