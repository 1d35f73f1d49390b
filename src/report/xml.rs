//! Shared code of the XML formats: writes the document, and makes text valid for XML.
//!
//! XML 1.0 cannot contain most control characters, not even as character references. So they are escaped as in other
//! text output, such as `\u{1b}`. The XML writer escapes markup.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use std::io::{self, Write};
use wordgate_text::escape::visible;

/// A document that is being written.
pub(super) type Xml<'w> = Writer<&'w mut dyn Write>;

/// Writes a document; `content` writes its root element.
pub(super) fn write_document(
    out: &mut dyn Write,
    content: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    content(&mut xml)?;
    writeln!(xml.get_mut())
}

/// Returns text on one line, with the characters escaped that XML cannot contain.
pub(super) fn text(text: &str) -> String {
    visible(text).replace('\u{FFFE}', "\\u{fffe}").replace('\u{FFFF}', "\\u{ffff}")
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};
    use super::*;

    #[test]
    fn characters_that_xml_cannot_contain_are_escaped() {
        assert_eq!(text("a\0b\u{b}c\u{FFFE}d\u{FFFF}e<\n"), "a\\u{0}b\\u{b}c\\u{fffe}d\\u{ffff}e<\\n");
    }

    #[test]
    fn a_parser_reads_hostile_text_back_unchanged() {
        use quick_xml::XmlVersion;
        let mut report = sample::report();
        report.findings[0].message = "]]> <a b=\"c\" d='e'>&amp; \u{1b}\u{FFFF}".into();
        for format in ["checkstyle", "junit"] {
            let document = tests::written(&report, format);
            let mut reader = quick_xml::Reader::from_str(&document);
            let mut messages = Vec::new();
            loop {
                match reader.read_event().expect("the document is well-formed") {
                    Event::Eof => break,
                    Event::Start(tag) | Event::Empty(tag) => {
                        let attribute = tag.try_get_attribute("message").expect("attributes are well-formed");
                        messages.extend(attribute.map(|a| {
                            a.normalized_value(XmlVersion::Explicit1_0).expect("escapes are known").into_owned()
                        }));
                    }
                    _ => {}
                }
            }
            let expected = "]]> <a b=\"c\" d='e'>&amp; \\u{1b}\\u{ffff}";
            assert!(messages.iter().any(|message| message.contains(expected)), "{format}: {messages:?}");
        }
    }
}
