//! Reads the messages of Android's resources: `strings.xml`.
//!
//! After the XML, a string has escapes of its own. Quotation marks keep the white space between them, and white space
//! elsewhere is one space. A string that translators must leave alone (`translatable="false"`) is read as well, because
//! readers see it.

use super::catalogue::Catalogue;
use super::element_text::{ElementText, Shown, TextPart};
use crate::extract::malformed::Malformed;
use crate::extract::spelling::number_escape;
use crate::extract::xml::{Element, outermost_element};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// The name of the outermost element.
const ROOT: &str = "resources";

/// Returns whether a text, which may be cut, is that of a resource file by its outermost element.
pub fn is_resource_file(text: &str) -> bool {
    outermost_element(text).as_deref() == Some(ROOT)
}

/// Returns the messages of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut catalogue = Catalogue::open(text, ROOT)?;
    while let Some(element) = catalogue.next()? {
        match element.name() {
            "string" => read_string(&mut catalogue, true)?,
            "item" if element.attribute("type").as_deref() == Some("string") => read_string(&mut catalogue, true)?,
            "plurals" | "string-array" | "array" => read_items(&mut catalogue)?,
            _ => catalogue.xml.skip()?,
        }
    }
    Ok(catalogue.finish())
}

/// Reads the items of the element that was just opened.
fn read_items(catalogue: &mut Catalogue) -> Result<(), Malformed> {
    catalogue.begin_entry();
    let depth = catalogue.xml.depth();
    while let Some(element) = catalogue.next_inside(depth)? {
        match element.name() {
            "item" => read_string(catalogue, false)?,
            _ => catalogue.xml.skip()?,
        }
    }
    Ok(())
}

/// Reads the string that was just opened.
fn read_string(catalogue: &mut Catalogue, is_entry: bool) -> Result<(), Malformed> {
    if is_entry {
        catalogue.begin_entry();
    }
    let (text, content) = (catalogue.text, catalogue.element_text(shown)?);
    if !content.is_blank(text) && !is_reference(&content.decoded(text)) {
        let escapes = content.escapes(Escapes::Android, Escapes::AndroidCData);
        decode(text, &content, catalogue.begin(escapes));
    }
    Ok(())
}

/// Returns how a reader sees an element in a string.
fn shown(element: &Element, _: &str) -> Shown {
    match element.name() {
        "br" => Shown::LineBreak,
        "img" => Shown::Opaque,
        "div" | "li" | "ol" | "p" | "ul" => Shown::Paragraph,
        _ => Shown::Content,
    }
}

/// Returns whether a string is a reference to another resource, such as `@string/name` or `?attr/name`.
fn is_reference(string: &str) -> bool {
    let string = string.trim();
    string.starts_with(['@', '?']) && string.len() > 1 && !string.contains(char::is_whitespace)
}

/// Appends the decoded text of a string.
fn decode(text: &str, content: &ElementText, out: &mut EmbeddedText) {
    let mut is_quoted = false;
    let mut is_after_blank = true;
    let mut characters = content.parts.iter().flat_map(|part| characters(text, *part)).peekable();
    while let Some(character) = characters.next() {
        let (c, span) = match character {
            Character::Added(added) => {
                out.push_unmapped(added);
                is_after_blank = added.ends_with('\n');
                continue;
            }
            Character::Written(c, span) => (c, span),
        };
        if c == '"' {
            is_quoted = !is_quoted;
            continue;
        }
        let is_blank = c.is_ascii_whitespace() && !is_quoted;
        match c {
            // One space stands for a run of them, and is written where the run starts.
            _ if is_blank && is_after_blank => {}
            _ if is_blank => push(text, ' ', span, out),
            '\\' => {
                let Some(Character::Written(escaped, end)) = characters.next() else {
                    push(text, c, span, out);
                    break;
                };
                let mut source = Span { end: end.end, ..span };
                let number = (escaped == 'u').then(|| number_escape(&text[span.start as usize..])).flatten();
                let decoded = match (escaped, number) {
                    ('u', Some(number)) if span.end == end.start => {
                        source.end = span.start + wordgate_text::source::to_u32(number.len);
                        while characters.next_if(|next| next.is_before(source.end)).is_some() {}
                        number.text
                    }
                    ('n', _) => "\n".into(),
                    ('t', _) => " ".into(),
                    (other, _) => other.to_string().into(),
                };
                out.push_decoded(&decoded, source);
            }
            _ => push(text, c, span, out),
        }
        is_after_blank = is_blank;
    }
}

/// A character of a string.
enum Character {
    /// One that is written at this place.
    Written(char, Span),
    /// Text that the file does not have.
    Added(&'static str),
}

impl Character {
    /// Returns whether it ends at or before a byte of the file.
    fn is_before(&self, end: u32) -> bool {
        matches!(self, Character::Written(_, span) if span.end <= end)
    }
}

/// Returns the characters of a part of a text.
fn characters(text: &str, part: TextPart) -> impl Iterator<Item = Character> {
    let (verbatim, other) = match part {
        TextPart::Verbatim(span) => (Some(span), None),
        TextPart::Character(c, span) => (None, Some(Character::Written(c, span))),
        TextPart::Added(added) => (None, Some(Character::Added(added))),
    };
    let written = verbatim.into_iter().flat_map(move |span| {
        let start = span.start as usize;
        text[span.range()]
            .char_indices()
            .map(move |(at, c)| Character::Written(c, Span::new(start + at, start + at + c.len_utf8())))
    });
    written.chain(other)
}

/// Appends a character that may be written in another way.
fn push(text: &str, c: char, span: Span, out: &mut EmbeddedText) {
    let mut buffer = [0; 4];
    let c = &*c.encode_utf8(&mut buffer);
    if &text[span.range()] == c {
        out.push_verbatim(c, span.start as usize);
    } else {
        out.push_decoded(c, span);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Android)
    }

    #[test]
    fn strings_plurals_and_arrays_are_read() {
        let text = "<resources xmlns:xliff=\"no\"><string name=\"no\">One</string>\
            <string name=\"no\" translatable=\"false\">Two</string><string name=\"no\">@string/no</string>\
            <plurals name=\"no\"><item quantity=\"one\">%d day</item><item quantity=\"other\">%d days</item></plurals>\
            <string-array name=\"no\"><item>a</item><item/></string-array><color name=\"no\">#fff</color>\
            <style name=\"no\"><item name=\"no\">no</item></style><item type=\"string\" name=\"no\">b</item>\
            <item type=\"id\" name=\"no\">no</item></resources>";
        assert_eq!(read(text), ["One", "Two", "%d day", "%d days", "a", "b"]);
        assert!(error("<root/>", Format::Android).contains("not <resources>"));
    }

    #[test]
    fn escapes_quotation_marks_and_white_space_are_decoded() {
        let cases = [
            (r"It\'s \u0061 \&quot;x\&quot;\n\@ \? a\\b\", "It's a \"x\"\n@ ? a\\b\\"),
            ("\n    a\n\n    b  c ", "a b c "),
            ("\"  it's\n\n\" &quot;x  y&quot;", "  it's\n\n x  y"),
            ("R&amp;D &#8230; <![CDATA[<a href=\"x\">]]>", "R&D … <a href=x>"),
            (
                "Open<b>AI</b> <xliff:g id=\"no\">%1$s</xliff:g>a<br/>b<ul><li>c</li></ul>",
                "OpenAI %1$sa\nb\n\n\n\nc\n\n\n\n",
            ),
            (r"\u00e9\ud83d\ude00\u12", "é😀u12"),
            ("@ home", "@ home"),
        ];
        for (source, expected) in cases {
            assert_eq!(
                read(&format!("<resources><string name=\"a\">{source}</string></resources>")),
                [expected],
                "{source}"
            );
        }
    }

    #[test]
    fn a_directive_applies_to_its_entry() {
        let text = "<resources><!-- wordgate-allow a/b: c --><plurals><item>x</item><item>y</item></plurals>\
            <string-array><!-- wordgate-allow d/e: f --><item>x</item><item>y</item></string-array></resources>";
        let expected = [
            "<!-- wordgate-allow-start a/b: c -->\nx",
            "y\n<!-- wordgate-allow-end a/b -->",
            "<!-- wordgate-allow d/e: f -->\nx",
            "y",
        ];
        assert_eq!(read(text), expected);
    }
}
