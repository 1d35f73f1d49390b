//! Renders mistakes in the command line, the configuration and the rules, in the same style as findings.

use super::escape::visible_lines;
use super::excerpt::Excerpt;
use super::snippet::{Renderer, Snippet};
use super::style::Style;
use wordgate_rules::toml_file::TomlError;
use wordgate_text::escape::visible_prefix;
use wordgate_text::source::{SourceFile, Span};

/// Texts may quote a file, so they are cut after this many characters.
const MAX_TEXT: usize = 2000;

/// Renders a mistake in a TOML file with its source lines.
pub fn render_toml(error: &TomlError, style: &Style) -> String {
    let mut snippet = Snippet {
        message: visible_lines(&error.message, MAX_TEXT),
        help: error.help.as_ref().map(|help| visible_lines(help, MAX_TEXT)),
        ..Snippet::default()
    };
    let name = visible_prefix(&error.file.name, MAX_TEXT);
    let place =
        error.at.as_ref().and_then(|at| Some((at, SourceFile::decode(error.file.text.as_bytes().to_vec()).ok()?)));
    match place {
        Some((at, file)) => {
            let end = at.end.min(file.text().len());
            let start = at.start.min(end);
            let position = file.position(wordgate_text::source::to_u32(start));
            snippet.name = name;
            (snippet.line, snippet.column) = (position.line as usize, position.column as usize);
            snippet.label = (!error.label.is_empty()).then(|| visible_prefix(&error.label, MAX_TEXT));
            snippet.set_lines(&Excerpt::new(&file, &[Span::new(start, end)]), style);
            if snippet.marks.is_empty() {
                snippet.message = format!("{} ({}:{})", snippet.message, snippet.name, snippet.line);
            }
        }
        None => snippet.message = format!("{name}: {}", snippet.message),
    }
    Renderer::new(style).render(&snippet)
}

/// Renders a mistake without a position in a file.
pub fn render_usage(message: &str, help: Option<&str>, style: &Style) -> String {
    let snippet = Snippet {
        message: visible_lines(message, MAX_TEXT),
        help: help.map(|help| visible_lines(help, MAX_TEXT)),
        ..Snippet::default()
    };
    Renderer::new(style).render(&snippet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_rules::toml_file::TomlFile;

    fn shown(error: &TomlError) -> String {
        let mut out = Vec::new();
        let mut plain = anstream::StripStream::new(&mut out);
        std::io::Write::write_all(&mut plain, render_toml(error, &Style::plain()).as_bytes()).expect("a vector");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn only_the_part_of_a_long_line_around_a_mistake_is_shown() {
        let text = format!("a = [{}bad]", "1, ".repeat(40_000));
        let at = text.len() - 4;
        let file = TomlFile::new("w.toml", text);
        let shown = shown(&file.error(at..at + 3, "no number").help("write a number"));
        assert!(shown.contains("[w.toml:1:120006]") && shown.contains("help: write a number"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    }

    #[test]
    fn hostile_names_and_texts_are_escaped() {
        let file = TomlFile::new("\u{1b}]0;x\u{7}.toml", "a = '\u{202E}'");
        let shown = shown(&file.error(4..9, "bad \u{1b}[2J").label("\u{9b}2J"));
        assert!(!shown.chars().any(|c| c != '\n' && wordgate_text::escape::needs_escape(c)), "{shown:?}");
        assert!(shown.contains("\\u{202e}") && shown.contains("\\u{1b}]0;x\\u{7}.toml"), "{shown}");
    }

    #[test]
    fn a_mistake_at_the_end_of_a_file_names_the_file() {
        let file = TomlFile::new("w.toml", "a = 1\n");
        assert!(shown(&file.error(6..6, "something is missing")).contains("something is missing (w.toml:2)"));
        assert!(shown(&file.error(90..99, "beyond")).contains("beyond (w.toml:2)"));
    }
}
