//! Tests of the catalogues in XML with hostile files and with tokens in random order.

use super::tests::{error, messages};
use crate::extract::{Format, open};
use proptest::prelude::*;

/// The formats, each with a file that has one message.
const FORMATS: [(Format, [&str; 2]); 4] = [
    (Format::Xliff, ["<xliff><file><body><trans-unit><target>", "</target></trans-unit></body></file></xliff>"]),
    (Format::Resx, ["<root><data><value>", "</value></data></root>"]),
    (Format::Android, ["<resources><string>", "</string></resources>"]),
    (Format::Stringsdict, ["<plist><dict><key>a</key><string>", "</string></dict></plist>"]),
];

#[test]
fn hostile_xml_is_an_error() {
    for (format, [start, end]) in FORMATS {
        let file = |content: &str| format!("{start}{content}{end}");
        let laughs =
            "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>".to_owned() + &file("&b;");
        let cases = [
            (laughs, "declares entities or elements"),
            (file(&"<g>".repeat(100_000)), "more than 256 deep"),
            (file("<![CDATA[a"), "CDATA not closed"),
            (file("<!-- a"), "comment not closed"),
            (file("a<"), "line 1"),
            (file("&lol;"), "the entity &lol; is not declared"),
            (file("&#0;"), "line 1"),
            (file("&#xFFFFFFFFFF;"), "line 1"),
            (file("<g a='"), "line 1"),
            (file("</g>"), "line 1"),
            (start.to_owned(), "this element is never closed"),
        ];
        for (text, expected) in cases {
            let message = error(&text, format);
            assert!(message.contains(expected) && message.contains("(line 1, column "), "{format:?}: {message}");
        }
    }
}

#[test]
fn large_files_take_linear_time() {
    for (format, [start, end]) in FORMATS {
        let cases = [
            format!("<g a=\"{}\">x</g>", "a".repeat(10 << 20)),
            format!("<g {}>x</g>", "a=\"\" ".repeat(1 << 20)),
            format!("<![CDATA[{}x]]>", "]]".repeat(1 << 20)),
            format!("x{}", "<!-- - -->".repeat(1 << 18)),
            format!("x{}", "<g/>".repeat(1 << 18)),
            format!("{}x", "<ph>&lt;b></ph>".repeat(1 << 16)),
            format!("{}x", "&#x20;".repeat(1 << 18)),
        ];
        for content in cases {
            let file = open(format!("{start}{content}{end}").into_bytes(), format).unwrap();
            assert!(file.text().contains('x'), "{format:?}");
        }
        let file = open(format!("{start}{}{end}", "\\u00".repeat(1 << 18)).into_bytes(), format).unwrap();
        assert!(file.text().len() >= 1 << 18);
    }
}

proptest! {
    /// Any order of tokens is read or is an error, and all text leads back to the file.
    #[test]
    fn tokens_in_any_order_are_read(
        format in 0..FORMATS.len(),
        tokens in proptest::collection::vec(
            proptest::sample::select(vec![
                "<g id='1'>", "</g>", "<x/>", "<ph>", "</ph>", "<bpt>", "</bpt>", "<sub>", "</sub>", "<b>", "</b>", "<br/>",
                "<li>", "</li>", "<p/>", "&amp;", "&lt;b>", "&#65;", "&#x1F600;", "&nope;", "<![CDATA[", "]]>", "<!--", "-->",
                "<!-- wordgate-allow a/b: c -->", "word", " ", "\n\n", "é", "\\n", "\\u0041", "\\'", "\\", "\"", "'", "{x}",
                "%1$s", "%#@a@", "@a", "?", "<?a?>", "</target>", "<target>", "</value>", "<value>", "</string>", "<string>",
                "<item>", "</item>", "<plurals>", "</plurals>", "<key>", "</key>", "\0", "\u{FEFF}",
            ]),
            0..12,
        ),
    ) {
        let (format, [start, end]) = FORMATS[format];
        let text = format!("{start}{}{end}", tokens.concat());
        if open(text.clone().into_bytes(), format).is_ok() {
            messages(&text, format);
        }
    }

    /// A text that is escaped is read as it was, and what a fix writes is read as it was.
    #[test]
    fn escaped_text_is_decoded(format in 0..FORMATS.len(), words in "[a-zA-Zé&<>'\"@?%{}\\\\]{1,20}") {
        let (format, [start, end]) = FORMATS[format];
        let file = open(format!("{start}word{end}").into_bytes(), format).unwrap();
        let written = file.stored_text(0, &words).unwrap();
        let again = open(format!("{start}{written}{end}").into_bytes(), format).unwrap();
        prop_assert_eq!(again.text(), words);
    }
}
