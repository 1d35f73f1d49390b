//! The warnings about a file. Only the first few of each kind are kept, because a hostile file can cause one per line.

use crate::report::counted;
use std::collections::BTreeMap;
use wordgate_core::extract::{ExtractWarning, Misread};
use wordgate_text::source::{Damage, SourceFile};

/// The maximum number of warnings of one kind per file.
const MAX_WARNINGS: usize = 10;

/// Returns the warnings about a file as byte offset and message. Keeps the first [`MAX_WARNINGS`] of each kind, and
/// adds the number of the others to the message of the last one.
pub(super) fn limited_warnings(warnings: &[ExtractWarning], file: &SourceFile) -> Vec<(u32, String)> {
    let mut counts: BTreeMap<Misread, usize> = BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.cause).or_default() += 1;
    }
    let mut seen: BTreeMap<Misread, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for ExtractWarning { span, cause } in warnings {
        let seen = seen.entry(*cause).or_default();
        *seen += 1;
        let more = counts[cause].saturating_sub(MAX_WARNINGS);
        match *seen {
            MAX_WARNINGS if more > 0 => {
                kept.push((span.start, format!("{cause} (and {} in this file)", counted(more, "more place"))))
            }
            seen if seen <= MAX_WARNINGS => kept.push((span.start, cause.to_string())),
            _ => {}
        }
    }
    kept.extend(damage(file));
    kept
}

/// Returns the error for a file that is not text or has another encoding, so that checking it would be meaningless.
pub(super) fn not_text_error(file: &SourceFile) -> Option<String> {
    let invalid = file.damage()?.foreign?;
    let all = file.text().len();
    Some(format!(
        "this is not UTF-8 text: {invalid} of {all} bytes are invalid or control characters; save the file as UTF-8, or as UTF-16 with a byte order mark"
    ))
}

/// Returns the warning for a file with a few invalid bytes, because a word that contains one is not found.
fn damage(file: &SourceFile) -> Option<(u32, String)> {
    let Damage { first, count, .. } = file.damage().filter(|damage| damage.foreign.is_none())?;
    let bytes_are = if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
    let message = format!(
        "{bytes_are} not valid UTF-8, the first of them here, and a word that contains one is not found; save the file as UTF-8"
    );
    Some((first, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::Span;

    #[test]
    fn repeated_warnings_are_limited_and_counted() {
        let warning = |at: u32, cause| ExtractWarning { span: Span { start: at, end: at }, cause };
        let long = |at| warning(at, Misread::LongLine);
        let mut many: Vec<ExtractWarning> = (0..25).map(long).collect();
        many.insert(3, warning(100, Misread::LongFile));
        let valid = SourceFile::decode(Vec::new()).unwrap();
        let kept = limited_warnings(&many, &valid);
        assert_eq!(kept.len(), 11);
        assert_eq!(kept[3], (100, Misread::LongFile.to_string()));
        assert_eq!(kept[4], (3, Misread::LongLine.to_string()));
        assert_eq!(kept[10], (9, format!("{} (and 15 more places in this file)", Misread::LongLine)));
        assert_eq!(limited_warnings(&[long(1); 10], &valid), vec![(1, Misread::LongLine.to_string()); 10]);
    }
}
