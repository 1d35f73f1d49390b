//! The mistakes in configurations, rule files and baselines, as diagnostics at their places in these files.
//!
//! A mistake that has no file, such as one in a setting, is shown as a message instead.

use super::diagnostics::{Note, first_line, note};
use super::encoding::{PositionEncoding, Positions};
use lsp_types::{Diagnostic, Range};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_project::paths;
use wordgate_rules::toml_file::TomlError;
use wordgate_text::source::{LineIndex, SourceFile, Span, floor_char_boundary, to_u32};

/// The maximum number of mistakes that are shown in a file. Editors become slow with many diagnostics.
const MAX_SHOWN: usize = 1000;

/// The maximum number of files that one message names.
const MAX_NAMED: usize = 3;

/// The mistakes of all sessions, by file.
#[derive(Default)]
pub(super) struct Mistakes {
    files: BTreeMap<PathBuf, BrokenFile>,
}

struct BrokenFile {
    /// The name to show to the user.
    name: String,
    /// The text in which the mistakes were found; empty if it could not be read.
    text: Arc<str>,
    /// Start and end in bytes, and the message with its help. Several sessions may find the same mistake.
    found: BTreeSet<(usize, usize, String)>,
}

impl Mistakes {
    /// Adds a mistake, whose file name is relative to `directory`. The mistake that a file is missing is placed in the
    /// configuration, which names the file. Returns whether there is a file to show the mistake in.
    pub fn add(&mut self, mistake: &TomlError, directory: &Path, config: Option<&Path>) -> bool {
        let help = mistake.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        let mut message = format!("{}{help}", mistake.message);
        let mut name = mistake.file.name.clone();
        let mut path = paths::absolute(directory, Path::new(&name));
        if !path.is_file() {
            let Some(config) = config.filter(|config| config.is_file()) else { return false };
            message = format!("{name}: {message}");
            (name, path) = (paths::relative(directory, config), config.to_owned());
        }
        let broken = || BrokenFile { name, text: "".into(), found: BTreeSet::new() };
        let file = self.files.entry(path).or_insert_with(broken);
        if !mistake.file.text.is_empty() {
            file.text = mistake.file.text.clone();
        }
        let at = mistake.at.clone().unwrap_or_default();
        file.found.insert((at.start, at.end, message));
        true
    }

    /// Returns the files with mistakes.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.keys()
    }

    /// Returns the diagnostics of each file.
    pub fn diagnostics(&self, encoding: PositionEncoding) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
        self.files.iter().map(|(path, file)| (path.clone(), file.diagnostics(encoding))).collect()
    }

    /// Returns a message that says which files have mistakes, except for those that the user knows to be broken.
    pub fn summary(&self, is_known: impl Fn(&PathBuf) -> bool) -> Option<String> {
        let new: Vec<&BrokenFile> =
            self.files.iter().filter(|(path, _)| !is_known(path)).map(|(_, file)| file).collect();
        let mut parts: Vec<String> = new.iter().take(MAX_NAMED).map(|file| file.summary()).collect();
        if new.len() > MAX_NAMED {
            parts.push(format!("{} more files have mistakes", new.len() - MAX_NAMED));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

impl BrokenFile {
    fn diagnostics(&self, encoding: PositionEncoding) -> Vec<Diagnostic> {
        let source = SourceFile::from_text(self.text.to_string()).ok();
        let mut positions = source.as_ref().map(|file| (file, Positions::new(file, encoding)));
        let diagnostic = |(start, end, message): &(usize, usize, String)| {
            let range = positions.as_mut().map_or_else(Range::default, |(file, positions)| {
                let [start, end] = [start, end].map(|at| floor_char_boundary(file.text(), *at));
                positions.range(first_line(file, Span::new(start, end.max(start))))
            });
            note(Note::Mistake, range, message)
        };
        let mut shown: Vec<Diagnostic> = self.found.iter().take(MAX_SHOWN).map(diagnostic).collect();
        if let Some(last) = shown.last().filter(|_| self.found.len() > MAX_SHOWN) {
            let message = format!("{} more mistakes are not shown", self.found.len() - MAX_SHOWN);
            shown.push(note(Note::Mistake, last.range, &message));
        }
        shown
    }

    fn summary(&self) -> String {
        let name = &self.name;
        // A mistake about the whole file has no line.
        let place = self.found.iter().map(|(start, end, _)| (*start, *end)).find(|place| *place != (0, 0));
        let line = place.map(|(start, _)| LineIndex::new(&self.text).line_of(to_u32(start)) + 1);
        match (self.found.len(), line) {
            (1, Some(line)) => format!("{name} has a mistake in line {line}"),
            (1, None) => format!("{name} has a mistake"),
            (many, Some(line)) => format!("{name} has {many} mistakes, the first in line {line}"),
            (many, None) => format!("{name} has {many} mistakes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_rules::toml_file::TomlFile;

    #[test]
    fn many_mistakes_are_counted() {
        let folder = env!("CARGO_MANIFEST_DIR");
        let file = TomlFile::new("Cargo.toml", "😀 x\n".repeat(1003));
        let mut mistakes = Mistakes::default();
        for line in 0..1003 {
            for _ in 0..2 {
                let mistake = file.error(line * 7 + 5..line * 7 + 6, "no");
                assert!(mistakes.add(&mistake, Path::new(folder), None));
            }
        }
        let shown = mistakes.diagnostics(PositionEncoding::Utf16).into_values().next().unwrap();
        assert_eq!(shown.len(), 1001);
        assert_eq!((shown[2].range.start.line, shown[2].range.start.character), (2, 3));
        assert!(format!("{:?}", shown[1000].message).contains("3 more mistakes are not shown"));
        assert_eq!(mistakes.summary(|_| false).unwrap(), "Cargo.toml has 1003 mistakes, the first in line 1");
        assert_eq!(mistakes.summary(|_| true), None);
        assert!(!mistakes.add(&file.error(0..1, "no"), Path::new("/nonesuch"), None), "there is no file to show it in");
    }
}
