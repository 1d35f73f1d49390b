//! What a run says about a file besides its findings: a few places of each kind, since a hostile file has one in each
//! line.

use crate::extract::ExtractWarning;
use crate::source::{Damage, SourceFile, Span};
use std::collections::BTreeMap;

/// How many places of a file a warning names.
const MOST_PLACES: usize = 10;

/// The warnings about a file, of those that say the same the first [`MOST_PLACES`], of which the last tells how many more there are.
pub(super) fn few(mut warnings: Vec<ExtractWarning>, file: &SourceFile) -> Vec<ExtractWarning> {
    warnings.extend(damage(file));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for warning in &warnings {
        *counts.entry(warning.message.clone()).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for mut warning in warnings {
        let seen = seen.entry(warning.message.clone()).or_default();
        *seen += 1;
        let more = counts[&warning.message].saturating_sub(MOST_PLACES);
        if *seen == MOST_PLACES && more > 0 {
            warning.message.push_str(&format!(" (and {more} more places in this file)"));
        }
        if *seen <= MOST_PLACES {
            kept.push(warning);
        }
    }
    kept
}

/// That so much of a file is no text that what was checked of it may be nothing: an error.
pub(super) fn foreign(file: &SourceFile) -> Option<String> {
    let strange = file.damage()?.foreign?;
    let all = file.text().len();
    Some(format!(
        "this is hardly UTF-8 text: {strange} of {all} bytes are not valid or control characters; save the file as UTF-8, or as UTF-16 with a byte order mark"
    ))
}

/// That some bytes of a file are no text: a word that they stand in is not found.
fn damage(file: &SourceFile) -> Option<ExtractWarning> {
    let Damage { first, count, .. } = file.damage().filter(|damage| damage.foreign.is_none())?;
    let are = if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
    let message = format!(
        "{are} no valid text, the first here, and read as \u{FFFD}, which hides a word: save the file as UTF-8"
    );
    Some(ExtractWarning { span: Span { start: first, end: first }, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_names_a_few_places() {
        let warning =
            |at: u32, message: &str| ExtractWarning { span: Span { start: at, end: at }, message: message.into() };
        let mut many: Vec<ExtractWarning> = (0..25).map(|at| warning(at, "a")).collect();
        many.insert(3, warning(100, "b"));
        let sound = SourceFile::decode(Vec::new()).unwrap();
        let kept = few(many, &sound);
        assert_eq!(kept.len(), 11);
        assert_eq!((kept[3].message.as_str(), kept[4].message.as_str()), ("b", "a"));
        assert_eq!(kept[10].message, "a (and 15 more places in this file)");
        assert_eq!(few(vec![warning(1, "a"); 10], &sound), vec![warning(1, "a"); 10]);
    }
}
