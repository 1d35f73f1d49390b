//! Writes the difference of two texts as a unified diff, for people and for `patch`.
//!
//! Lines end with a line feed, as for `git` and `patch`, and a carriage return before it is kept. Other control
//! characters are escaped. So people can read a diff with such a line safely, but `patch` cannot apply it.

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops};
use std::borrow::Cow;
use std::io::{self, Write};
use wordgate_text::escape::{needs_escape, starts_log_command, visible};

/// The number of unchanged lines around a change.
const CONTEXT: usize = 3;

/// Invisible characters that do not reorder text. They occur in real documents, and `patch` needs them unescaped.
const HARMLESS: &[char] = &['\t', '\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'];

const OLD: anstyle::Style = anstyle::AnsiColor::Red.on_default();
const NEW: anstyle::Style = anstyle::AnsiColor::Green.on_default();
const HUNK: anstyle::Style = anstyle::AnsiColor::Cyan.on_default();
const FILE: anstyle::Style = anstyle::Style::new().bold();

/// Writes the difference. Writes nothing if the texts are equal.
///
/// # Errors
/// Those of `out`.
pub fn write(path: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let groups = group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT);
    if groups.iter().flatten().all(|op| op.tag() == similar::DiffTag::Equal) {
        return Ok(());
    }
    let path = visible(path);
    writeln!(out, "{FILE}--- a/{path}{FILE:#}\n{FILE}+++ b/{path}{FILE:#}")?;
    for ops in groups {
        writeln!(out, "{HUNK}{}{HUNK:#}", UnifiedHunkHeader::new(&ops))?;
        for change in ops.iter().flat_map(|op| op.iter_changes(&old[..], &new[..])) {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', OLD),
                ChangeTag::Insert => ('+', NEW),
                ChangeTag::Equal => (' ', anstyle::Style::new()),
            };
            let (line, end) = match change.value().strip_suffix("\r\n") {
                Some(line) => (line, "\r\n"),
                None => (change.value().trim_end_matches('\n'), "\n"),
            };
            write!(out, "{style}{sign}{}{style:#}{end}", shown(line))?;
            if !change.value().ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// Returns a line with control characters escaped.
fn shown(line: &str) -> Cow<'_, str> {
    let is_harmless = |c: char| HARMLESS.contains(&c) || !needs_escape(c);
    if line.chars().all(is_harmless) && !is_command(line) {
        return line.into();
    }
    let parts = line.split_inclusive(HARMLESS);
    parts
        .map(|part| {
            let text = part.trim_end_matches(HARMLESS);
            format!("{}{}", visible(text), &part[text.len()..])
        })
        .collect::<String>()
        .into()
}

/// Whether a CI log viewer may interpret the line as a command: `::error::` at its start, or `##[error]` anywhere.
/// Markdown containers such as `:::note` are not commands.
fn is_command(line: &str) -> bool {
    let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    line.match_indices('#').any(|(at, _)| starts_log_command(line, at))
        || line.trim_start().strip_prefix("::").is_some_and(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(before: &str, after: &str) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write("docs/a.md", before, after, &mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn only_changed_lines_and_three_lines_around_them_are_shown() {
        let before = "0\n1\n2\n3\nold\n5\n6\n7\n8\n";
        let expected = "--- a/docs/a.md\n+++ b/docs/a.md\n@@ -2,7 +2,7 @@\n 1\n 2\n 3\n-old\n+new\n 5\n 6\n 7\n";
        assert_eq!(plain(before, &before.replace("old", "new")), expected);
        assert_eq!(plain(before, before), "");
    }

    #[test]
    fn line_ends_are_kept_and_control_characters_are_escaped() {
        let diff = plain("a\r\n\u{FEFF}\tb\u{1b}[2J", "c\r\n\u{FEFF}\tb\u{1b}[2J");
        let expected = "@@ -1,2 +1,2 @@\n-a\r\n+c\r\n \u{FEFF}\tb\\u{1b}[2J\n\\ No newline at end of file\n";
        assert!(diff.ends_with(expected), "{diff:?}");
        let diff = plain("::error::x\n:::note\nold\n", "::error::x\n:::note\nnew\n");
        assert!(diff.ends_with("\n \\u{3a}:error::x\n :::note\n-old\n+new\n"), "{diff:?}");
    }
}
