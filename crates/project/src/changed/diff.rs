//! Parses the output of git: the raw list of changed files, and the hunks of a patch.
//!
//! An unknown line is an error, because a misread change would count as unchanged and hide a finding.

use super::lines::{ChangedLines, LineRange};
use std::collections::HashMap;

/// A file that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffEntry {
    /// The path from the root of the repository, as bytes with `/` between folders.
    pub path: Vec<u8>,
    /// The kind of the path after the change.
    pub kind: EntryKind,
    /// The change.
    pub change: FileChange,
    /// The id of its content; zeros if git has not stored it.
    pub blob: String,
}

/// The kind of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link, a submodule, or a deleted path.
    Other,
}

/// The change of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// The file is new, or had a different type before.
    New,
    /// Some of its lines may have changed.
    Modified,
    /// The file was deleted.
    Deleted,
    /// The file has merge conflicts.
    Unmerged,
}

/// Unexpected output of git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexpectedOutput(pub String);

/// Parses the output of `git diff-index --raw -z --no-renames`.
///
/// # Errors
/// If the output has an unexpected line.
pub fn parse_entries(raw: &[u8]) -> Result<Vec<DiffEntry>, UnexpectedOutput> {
    let mut fields = raw.split(|byte| *byte == 0);
    let mut entries = Vec::new();
    while let Some(head) = fields.next().filter(|head| !head.is_empty()) {
        let unknown = || unexpected_output(head);
        let head = std::str::from_utf8(head).map_err(|_| unknown())?;
        let parts: Vec<&str> = head.strip_prefix(':').ok_or_else(unknown)?.split(' ').collect();
        let [_, mode, _, blob, status] = parts[..] else { return Err(unknown()) };
        let path = fields.next().filter(|path| !path.is_empty()).ok_or_else(unknown)?.to_vec();
        let change = match status.bytes().next() {
            Some(b'A' | b'T') => FileChange::New,
            Some(b'M') => FileChange::Modified,
            Some(b'D') => FileChange::Deleted,
            Some(b'U') => FileChange::Unmerged,
            _ => return Err(unknown()),
        };
        // An unmerged entry has no mode.
        let kind =
            if mode.starts_with("100") || change == FileChange::Unmerged { EntryKind::File } else { EntryKind::Other };
        entries.push(DiffEntry { path, kind, change, blob: blob.to_owned() });
    }
    Ok(entries)
}

/// Parses a patch of `git diff-index -p` with any number of context lines. Returns the changed lines of each file after
/// the change, by path.
///
/// # Errors
/// If the patch has an unexpected line.
pub fn parse_hunks(patch: &[u8]) -> Result<HashMap<Vec<u8>, ChangedLines>, UnexpectedOutput> {
    let mut lines = patch.split(|byte| *byte == b'\n');
    let mut files = HashMap::new();
    let mut current: Option<(Vec<u8>, Vec<LineRange>)> = None;
    while let Some(line) = lines.next() {
        if let Some(hunk) = line.strip_prefix(b"@@ ") {
            let Some((_, changed_ranges)) = &mut current else { return Err(unexpected_output(line)) };
            let (old, new) = ranges(hunk).ok_or_else(|| unexpected_output(line))?;
            read_hunk(&mut lines, old, new, changed_ranges).ok_or_else(|| unexpected_output(line))?;
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            finish(&mut files, current.take());
            let name = unquoted(name).ok_or_else(|| unexpected_output(line))?;
            let path = name.strip_prefix(b"b/").ok_or_else(|| unexpected_output(line))?;
            current = Some((path.to_vec(), Vec::new()));
        } else if line.starts_with(b"diff --git ") {
            finish(&mut files, current.take());
        } else if !HEADERS.iter().any(|header| line.starts_with(header)) && !line.is_empty() {
            return Err(unexpected_output(line));
        }
    }
    finish(&mut files, current);
    Ok(files)
}

/// Starts of lines in a patch that have no information about changed lines.
const HEADERS: [&[u8]; 6] = [b"index ", b"old mode ", b"new mode ", b"--- ", b"\\ ", b"* Unmerged path "];

fn finish(files: &mut HashMap<Vec<u8>, ChangedLines>, file: Option<(Vec<u8>, Vec<LineRange>)>) {
    if let Some((path, changed_ranges)) = file {
        files.insert(path, ChangedLines::Some(changed_ranges));
    }
}

/// Parses the rest of a hunk header, such as `-1,2 +3,4 @@ …`, to the old and the new range.
fn ranges(hunk: &[u8]) -> Option<(LineRange, LineRange)> {
    let end = hunk.windows(3).position(|window| window == b" @@")?;
    let (old, new) = std::str::from_utf8(&hunk[..end]).ok()?.split_once(' ')?;
    let range = |text: &str| {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        Some(LineRange { first: first.parse().ok()?, count: count.parse().ok()? })
    };
    Some((range(old.strip_prefix('-')?)?, range(new.strip_prefix('+')?)?))
}

/// Parses a hunk and collects the ranges of lines that were added or removed, without context lines.
fn read_hunk<'a>(
    lines: &mut impl Iterator<Item = &'a [u8]>,
    old: LineRange,
    new: LineRange,
    changed_ranges: &mut Vec<LineRange>,
) -> Option<()> {
    let (mut old_remaining, mut new_remaining) = (old.count, new.count);
    // The start of an empty new range is the line before it.
    let mut next = if new.count == 0 { new.first.checked_add(1)? } else { new.first };
    let mut run: Option<LineRange> = None;
    while old_remaining > 0 || new_remaining > 0 {
        let line = lines.next()?;
        match line.first() {
            Some(b'+') => {
                new_remaining = new_remaining.checked_sub(1)?;
                let added = run.get_or_insert(LineRange { first: next, count: 0 });
                *added = LineRange { first: next - added.count, count: added.count + 1 };
                next = next.checked_add(1)?;
            }
            Some(b'-') => {
                old_remaining = old_remaining.checked_sub(1)?;
                run.get_or_insert(LineRange { first: next.saturating_sub(1), count: 0 });
            }
            Some(b'\\') => {}
            Some(b' ') | None => {
                (old_remaining, new_remaining) = (old_remaining.checked_sub(1)?, new_remaining.checked_sub(1)?);
                changed_ranges.extend(run.take());
                next = next.checked_add(1)?;
            }
            _ => return None,
        }
    }
    changed_ranges.extend(run);
    Some(())
}

/// Decodes a name in a patch. git quotes unusual characters as in C, and adds a tab after a name with spaces.
fn unquoted(name: &[u8]) -> Option<Vec<u8>> {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let Some(quoted) = name.strip_prefix(b"\"") else { return Some(name.to_vec()) };
    let mut bytes = quoted.strip_suffix(b"\"")?.iter().copied();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next()? {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            escaped @ (b'"' | b'\\') => escaped,
            octal @ b'0'..=b'3' => {
                let mut digit = || bytes.next().filter(|d| (b'0'..=b'7').contains(d)).map(|d| d - b'0');
                (octal - b'0') * 64 + digit()? * 8 + digit()?
            }
            _ => return None,
        });
    }
    Some(out)
}

fn unexpected_output(line: &[u8]) -> UnexpectedOutput {
    const MAX_LEN: usize = 120;
    UnexpectedOutput(String::from_utf8_lossy(&line[..line.len().min(MAX_LEN)]).into_owned())
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
