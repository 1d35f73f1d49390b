//! Mistakes of the user (command line, configuration, rules), drawn like findings.

use super::escape::{visible_lines, visible_start};
use super::snippet::Snippet;
use super::{Excerpt, Style};
use crate::source::{SourceFile, Span};
use crate::toml_file::TomlError;

/// Longer texts are cut: they may quote a file.
const MAX_TEXT: usize = 2000;

/// Draws a mistake in a TOML file at its place.
pub fn render_toml(error: &TomlError, style: &Style) -> String {
    let mut snippet = Snippet {
        message: visible_lines(&error.message, MAX_TEXT),
        help: error.help.as_ref().map(|help| visible_lines(help, MAX_TEXT)),
        ..Snippet::default()
    };
    let name = visible_start(error.file.name(), MAX_TEXT);
    let place = error.at.and_then(|at| Some((at, SourceFile::decode(error.file.inner().as_bytes().to_vec()).ok()?)));
    match place {
        Some((at, file)) => {
            let end = (at.offset() + at.len()).min(file.text().len());
            let start = at.offset().min(end);
            let position = file.position(crate::source::to_u32(start));
            snippet.name = name;
            (snippet.line, snippet.column) = (position.line as usize, position.column as usize);
            snippet.label = (!error.label.is_empty()).then(|| visible_start(&error.label, MAX_TEXT));
            snippet.show(&Excerpt::new(&file, &[Span::new(start, end)]), style);
            if snippet.marks.is_empty() {
                snippet.message = format!("{} ({}:{})", snippet.message, snippet.name, snippet.line);
            }
        }
        None => snippet.message = format!("{name}: {}", snippet.message),
    }
    snippet.render(style)
}

/// Draws a mistake that has no place in a file.
pub fn render_usage(message: &str, help: Option<&str>, style: &Style) -> String {
    let snippet = Snippet {
        message: visible_lines(message, MAX_TEXT),
        help: help.map(|help| visible_lines(help, MAX_TEXT)),
        ..Snippet::default()
    };
    snippet.render(style)
}
