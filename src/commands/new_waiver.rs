//! Writes a new waiver: as a file of its own if the configuration names waiver files, or else at the end of the
//! configuration.
//!
//! Branches that each add a file merge without a conflict; branches that each append to the same file do not. Text is
//! only appended, so the command preserves every other byte of a file.

use crate::write;
use std::path::Path;
use wordgate_project::config::{Config, ConfigLayer, FILE_NAMES, WaiverFileToml, waiver_addition};
use wordgate_project::paths;
use wordgate_project::read;
use wordgate_project::session::{Failure, Session};
use wordgate_rules::globs::{PathGlobs, glob_in_folder, literal_prefix, parse_glob};
use wordgate_rules::toml_file::TomlFile;

/// The first lines of a configuration file that this command creates.
const HEAD: &str = "# wordgate's configuration. `wordgate init --stdout` prints one in which every key is explained.\n";
/// The number of fingerprint digits in a file name.
const DIGITS: usize = 8;

/// Writes a waiver of `rule` for the finding with this fingerprint, and returns the name of the file. `waiver` is a
/// TOML table.
pub(super) fn add(session: &Session, waiver: &str, rule: &str, fingerprint: &str) -> Result<String, Failure> {
    let named = layer(session).map_or(&[][..], |layer| &layer.config.waiver_files);
    let named = named.iter().map(|entry| glob_in_folder(entry.get_ref()));
    let named: Vec<(String, String, bool)> = named
        .map(|glob| {
            let (fixed, is_plain) = literal_prefix(&glob);
            (glob, fixed, is_plain)
        })
        .collect();
    if let Some((glob, folder, _)) = named.iter().find(|(_, _, is_plain)| !is_plain) {
        return add_file(session, waiver, (glob, folder), (rule, fingerprint));
    }
    match named.first() {
        Some((_, file, _)) => {
            let path = paths::absolute(folder(session), Path::new(file));
            let count = |file: &TomlFile| file.parse::<WaiverFileToml>().ok().map(|file| file.waivers.len());
            append(session, &path, waiver, count)
        }
        None => {
            let count = |file: &TomlFile| Config::parse(file).ok().map(|config| config.waivers.len());
            match &session.config_file {
                Some(path) => append(session, path, waiver, count),
                None => create(
                    session,
                    &session.base.join(FILE_NAMES[0]),
                    &format!("{HEAD}{}", waiver_addition(HEAD, waiver)),
                ),
            }
        }
    }
}

/// Returns the nearest configuration file that names waiver files.
fn layer(session: &Session) -> Option<&ConfigLayer> {
    session.layers.last(|config| config.waiver_files.first()).map(|(layer, _)| layer)
}

/// Returns the folder that the globs of a new waiver are relative to.
pub(super) fn folder(session: &Session) -> &Path {
    layer(session).map_or(&session.base, |layer| &layer.folder)
}

/// Writes the waiver to a new file in `folder`, with a name that `glob` matches.
fn add_file(
    session: &Session,
    waiver: &str,
    (glob, folder): (&str, &str),
    (rule, fingerprint): (&str, &str),
) -> Result<String, Failure> {
    let matches = |name: &str| {
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let globs = parse_glob(glob).ok().and_then(|glob| PathGlobs::new([glob]).ok());
        globs.is_some_and(|globs| globs.matches_itself(&path))
    };
    let folder_path = paths::absolute(self::folder(session), Path::new(folder));
    // The longer name is for the rare case that a finding has the same first digits as another one.
    for digits in [&fingerprint[..DIGITS], fingerprint] {
        let name = file_name(glob, rule, digits);
        if !matches(&name) {
            let message = format!("`waivers` does not match {name}, so the waiver would not be read");
            return Err(Failure::help(message, "write a glob such as `waivers/*.toml` first in `waivers`"));
        }
        let path = folder_path.join(&name);
        if path.symlink_metadata().is_err() {
            let shown = session.shown_path(&path);
            std::fs::create_dir_all(&folder_path)
                .map_err(|error| Failure::usage(format!("{shown} cannot be written: {}", read::explain(&error))))?;
            return create(session, &path, waiver);
        }
    }
    let name = session.shown_path(&folder_path.join(file_name(glob, rule, fingerprint)));
    Err(Failure::help(format!("{name} exists already"), "remove it, or add the waiver to it by hand"))
}

/// Returns a file name for the waiver. It takes the place of the star in the last part of the glob.
fn file_name(glob: &str, rule: &str, digits: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let rule: String = rule.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    let stem = format!("{rule}-{digits}");
    let last = glob.rsplit('/').next().unwrap_or_default();
    match last.split_once('*') {
        Some((before, after)) if !after.is_empty() && !last.contains(['?', '[', '{', '\\']) && !after.contains('*') => {
            format!("{before}{stem}{after}")
        }
        _ => format!("{stem}.toml"),
    }
}

fn create(session: &Session, path: &Path, text: &str) -> Result<String, Failure> {
    let name = session.shown_path(path);
    let written = write::write(path, text.as_bytes());
    written.map_err(|reason| Failure::usage(format!("{name} cannot be written: {reason}")))?;
    Ok(name)
}

/// Appends the waiver to a file, if `count` then finds one more waiver in it.
fn append(
    session: &Session,
    path: &Path,
    waiver: &str,
    count: impl Fn(&TomlFile) -> Option<usize>,
) -> Result<String, Failure> {
    let name = session.shown_path(path);
    let refused = |reason: String| Failure::usage(format!("{name} cannot be written: {reason}"));
    let old = read::read_toml(path).map_err(refused)?;
    let new = format!("{old}{}", waiver_addition(&old, waiver));
    let [before, after] = [&old, &new].map(|text| count(&TomlFile::new(name.as_str(), text.as_str())));
    if before.is_none() || after != before.map(|count| count + 1) {
        let help = "write its waivers as `[[waiver]]` tables at the end of the file";
        return Err(Failure::help(format!("no waiver can be appended to {name}"), help));
    }
    write::replace(path, old.as_bytes(), new.as_bytes()).map_err(refused)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_fits_the_glob() {
        let cases = [
            ("waivers/*.toml", "waivers/p-r-1a2b3c4d.toml"),
            ("waivers/**", "waivers/p-r-1a2b3c4d.toml"),
            ("waivers/**/*.toml", "waivers/p-r-1a2b3c4d.toml"),
            ("/*.waiver.toml", "p-r-1a2b3c4d.waiver.toml"),
            ("w/no-*-x.toml", "w/no-p-r-1a2b3c4d-x.toml"),
            ("w/[a-z]*.toml", "w/p-r-1a2b3c4d.toml"),
        ];
        for (glob, expected) in cases {
            let (folder, _) = literal_prefix(glob);
            let name = file_name(glob, "p/r", "1a2b3c4d");
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            assert_eq!(path, expected, "{glob}");
            assert!(PathGlobs::new([parse_glob(glob).unwrap()]).unwrap().matches_itself(&path), "{glob}");
        }
    }
}
