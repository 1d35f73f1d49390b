//! Reads the messages of .NET resource files (`.resx`): the strings, but not images and other objects.

use super::catalogue::Catalogue;
use super::element_text::Shown;
use crate::extract::malformed::Malformed;
use crate::extract::xml::Element;
use wordgate_text::source::EmbeddedText;

/// Returns the messages of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut catalogue = Catalogue::open(text, "root")?;
    while let Some(element) = catalogue.next()? {
        if element.name() != "data" || !is_string(&element) {
            catalogue.xml.skip()?;
            continue;
        }
        catalogue.begin_entry();
        let depth = catalogue.xml.depth();
        while let Some(element) = catalogue.next_inside(depth)? {
            match element.name() {
                "value" => catalogue.message(true, |_, _| Shown::Content)?,
                _ => catalogue.xml.skip()?,
            }
        }
    }
    Ok(catalogue.finish())
}

/// Returns whether an entry is a string for readers. The designer of forms writes names and types of controls into
/// entries whose names begin with `>>`.
fn is_string(entry: &Element) -> bool {
    let is_object = entry.attribute("type").is_some_and(|kind| !kind.starts_with("System.String"));
    let is_of_designer = entry.attribute("name").is_some_and(|name| name.starts_with(">>"));
    !is_object && !is_of_designer && entry.attribute("mimetype").is_none()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;

    #[test]
    fn strings_are_read_and_objects_are_not() {
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root>\n  <xsd:schema id=\"root\"><xsd:element name=\"no\"/></xsd:schema>\n\
            <resheader name=\"no\"><value>no</value></resheader>\
            <data name=\"no\" xml:space=\"preserve\"><value>It's &lt;b&gt;x&lt;/b&gt;\n{0}</value><comment>no</comment></data>\
            <data name=\"no\" type=\"System.Drawing.Icon\" mimetype=\"no\"><value>no</value></data>\
            <data name=\"no\" mimetype=\"no\"><value>no</value></data>\
            <data name=\"&gt;&gt;no.Name\"><value>no</value></data>\
            <data name=\"no\" type=\"System.String, mscorlib\"><value>y</value></data>\
            <data name=\"no\"><value> </value></data>\
            <metadata name=\"no\"><value>no</value></metadata></root>";
        assert_eq!(messages(text, Format::Resx), ["It's <b>x</b>\n{0}", "y"]);
        let text = "<root><data><value>x&#xD;\r\ny&#xD;\nz</value></data></root>";
        assert_eq!(messages(text, Format::Resx), ["x \r\ny \nz"]);
        let text =
            "<root><!-- wordgate-allow a/b: c --><data><value>x</value></data><data><value>y</value></data></root>";
        assert_eq!(
            messages(text, Format::Resx),
            ["<!-- wordgate-allow-start a/b: c -->\nx\n<!-- wordgate-allow-end a/b -->", "y"]
        );
        assert!(error("<resources/>", Format::Resx).contains("not <root>"));
    }
}
