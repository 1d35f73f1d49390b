//! What a run says about a file besides its findings: a few places of each kind, since a hostile file has one in each
//! line.

use std::collections::BTreeMap;
use wordgate_core::extract::{ExtractWarning, Misread};
use wordgate_text::source::{Damage, SourceFile};

/// How many places of a file a warning names.
const MOST_PLACES: usize = 10;

/// The warnings about a file, each the byte of its place and a message: of those that say the same the first
/// [`MOST_PLACES`], of which the last says how many more there are.
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
        let more = counts[cause].saturating_sub(MOST_PLACES);
        match *seen {
            MOST_PLACES if more > 0 => {
                kept.push((span.start, format!("{cause} (and {more} more places in this file)")))
            }
            seen if seen <= MOST_PLACES => kept.push((span.start, cause.to_string())),
            _ => {}
        }
    }
    kept.extend(damage(file));
    kept
}

/// That so much of a file is no text that what was checked of it may be nothing: an error.
pub(super) fn foreign(file: &SourceFile) -> Option<String> {
    let strange = file.damage()?.foreign?;
    let all = file.text().len();
    Some(format!(
        "this is not UTF-8 text: {strange} of {all} bytes are invalid or control characters; save the file as UTF-8, or as UTF-16 with a byte order mark"
    ))
}

/// That some bytes of a file are no text: a word that they stand in is not found.
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
