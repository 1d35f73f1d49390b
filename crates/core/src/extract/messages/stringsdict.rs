//! Reads the messages of Apple's `.stringsdict` files, which are property lists: formats and their plural variants.

use super::catalogue::Catalogue;
use super::element_text::Shown;
use crate::extract::malformed::Malformed;
use wordgate_text::source::EmbeddedText;

/// The keys of values for programs.
const KEYS_OF_TYPES: [&str; 2] = ["NSStringFormatSpecTypeKey", "NSStringFormatValueTypeKey"];

/// The depth of the keys of messages: `<plist><dict><key>`.
const ENTRY_DEPTH: usize = 3;

/// Returns the messages of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut catalogue = Catalogue::open(text, "plist")?;
    let mut is_type = false;
    while let Some(element) = catalogue.next()? {
        match element.name() {
            "key" => {
                if catalogue.xml.depth() == ENTRY_DEPTH {
                    catalogue.begin_entry();
                }
                let key = catalogue.element_text(|_, _| Shown::Content)?.decoded(text);
                is_type = KEYS_OF_TYPES.contains(&&*key);
            }
            "string" if !is_type => catalogue.message(true, |_, _| Shown::Content)?,
            "string" => catalogue.xml.skip()?,
            _ => {}
        }
    }
    Ok(catalogue.finish())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;

    #[test]
    fn formats_and_variants_are_read() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
            <plist version=\"1.0\"><dict><!-- wordgate-allow a/b: c --><key>no</key><dict>\
            <key>NSStringLocalizedFormatKey</key><string>%#@files@ &amp; more</string><key>files</key><dict>\
            <key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>\
            <key>NSStringFormatValueTypeKey</key><string>d</string>\
            <key>one</key><string>%d file</string><key>other</key><string>%d files</string></dict></dict>\
            <key>no</key><dict><key>NSStringVariableWidthRuleType</key><dict><key>20</key><string>Short</string></dict></dict>\
            </dict></plist>";
        let expected = [
            "<!-- wordgate-allow-start a/b: c -->\n%#@files@ & more",
            "%d file",
            "%d files\n<!-- wordgate-allow-end a/b -->",
            "Short",
        ];
        assert_eq!(messages(text, Format::Stringsdict), expected);
        assert!(error("<dict/>", Format::Stringsdict).contains("not <plist>"));
    }
}
