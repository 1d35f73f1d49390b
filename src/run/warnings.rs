//! Warnings about a file. Only the first few of each kind are kept, because a hostile file may cause one per line.

use crate::report::counted;
use std::collections::BTreeMap;
use wordgate_core::extract::{ExtractWarning, Misread};
use wordgate_text::source::{Damage, SourceFile};

/// How many warnings of one kind are kept for a file.
const MAX_WARNINGS: usize = 10;

/// The warnings about a file, as byte offset and message. Of each kind the first [`MAX_WARNINGS`] are kept; the last of
/// them says how many more there are.
pub(super) fn few(warnings: &[ExtractWarning], file: &SourceFile) -> Vec<(u32, String)> {
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

/// The error for a file of which so much is not text that checking it means nothing.
pub(super) fn foreign(file: &SourceFile) -> Option<String> {
    let strange = file.damage()?.foreign?;
    let all = file.text().len();
    Some(format!(
        "this is not UTF-8 text: {strange} of {all} bytes are invalid or control characters; save the file as UTF-8, or as UTF-16 with a byte order mark"
    ))
}

/// The warning for a file with some invalid bytes: a word that contains one is not found.
fn damage(file: &SourceFile) -> Option<(u32, String)> {
    let Damage { first, count, .. } = file.damage().filter(|damage| damage.foreign.is_none())?;
    let are = if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
    let message = format!(
        "{are} not valid UTF-8, the first of them here, and a word that contains one is not found; save the file as UTF-8"
    );
    Some((first, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::Span;

    #[test]
    fn a_warning_names_a_few_places() {
        let warning = |at: u32, cause| ExtractWarning { span: Span { start: at, end: at }, cause };
        let long = |at| warning(at, Misread::LongLine);
        let mut many: Vec<ExtractWarning> = (0..25).map(long).collect();
        many.insert(3, warning(100, Misread::LongFile));
        let sound = SourceFile::decode(Vec::new()).unwrap();
        let kept = few(&many, &sound);
        assert_eq!(kept.len(), 11);
        assert_eq!(kept[3], (100, Misread::LongFile.to_string()));
        assert_eq!(kept[4], (3, Misread::LongLine.to_string()));
        assert_eq!(kept[10], (9, format!("{} (and 15 more places in this file)", Misread::LongLine)));
        assert_eq!(few(&[long(1); 10], &sound), vec![(1, Misread::LongLine.to_string()); 10]);
    }
}
