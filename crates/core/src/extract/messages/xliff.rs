//! Reads the messages of XLIFF 1.2 and 2.
//!
//! The source text and the translation of each unit are messages; only the translation may be edited, because tools find
//! the unit by its source text. What `translate` forbids to translate is read as well, because readers see it.
//! Proposals of a translation memory, segments of the source text that repeat it, and notes are not read.

use super::catalogue::Catalogue;
use super::element_text::Shown;
use crate::extract::malformed::Malformed;
use crate::extract::xml::Element;
use wordgate_text::language::Language;
use wordgate_text::source::{EmbeddedText, SectionLanguage};

/// Returns the messages of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut catalogue = Catalogue::open(text, "xliff")?;
    // XLIFF 2 has the languages here, and XLIFF 1.2 in each file.
    let root = catalogue.root.as_ref();
    let mut languages = Languages {
        source: root.map_or(SectionLanguage::Source, |root| language(root, "srcLang", SectionLanguage::Source)),
        target: root.map_or(SectionLanguage::OfFile, |root| language(root, "trgLang", SectionLanguage::OfFile)),
    };
    while let Some(element) = catalogue.next()? {
        match element.name() {
            "trans-unit" | "unit" => read_unit(&mut catalogue, languages)?,
            "file" => {
                languages.source = language(&element, "source-language", languages.source);
                languages.target = language(&element, "target-language", languages.target);
            }
            "body" | "group" => {}
            _ => catalogue.xml.skip()?,
        }
    }
    Ok(catalogue.finish())
}

/// The languages of the texts of a file.
#[derive(Clone, Copy)]
struct Languages {
    source: SectionLanguage,
    target: SectionLanguage,
}

/// Returns the language that the attribute `name` says; without one, `otherwise`.
fn language(element: &Element, name: &str, otherwise: SectionLanguage) -> SectionLanguage {
    let language = element.attribute(name).and_then(|tag| Language::parse(tag.trim()));
    language.map_or(otherwise, SectionLanguage::Only)
}

/// Reads the unit that was just opened. In XLIFF 2, its texts are in segments.
fn read_unit(catalogue: &mut Catalogue, languages: Languages) -> Result<(), Malformed> {
    catalogue.begin_entry();
    let depth = catalogue.xml.depth();
    while let Some(element) = catalogue.next_inside(depth)? {
        match element.name() {
            "source" => {
                catalogue.set_language(language(&element, "lang", languages.source));
                catalogue.message(false, shown)?;
            }
            "target" => {
                catalogue.set_language(language(&element, "lang", languages.target));
                catalogue.message(true, shown)?;
            }
            "segment" | "ignorable" => {}
            _ => catalogue.xml.skip()?,
        }
    }
    Ok(())
}

/// Returns how a reader sees an element in a text. `content` starts with its content.
fn shown(element: &Element, content: &str) -> Shown {
    match element.name() {
        // They start or end something, such as bold text. The content of the first three is the code for that.
        "bpt" | "ept" | "it" | "bx" | "ex" | "sc" | "ec" | "sm" | "em" | "cp" => Shown::Hidden,
        "x" | "ph" => placeholder(element, content),
        _ => Shown::Content,
    }
}

/// Returns how a reader sees a placeholder. Many stand for a tag: the code in it, or an attribute, says so.
fn placeholder(element: &Element, content: &str) -> Shown {
    let is_break = |name: &str| {
        let kind = element.attribute(name);
        matches!(kind.as_deref(), Some("lb" | "pb" | "xlf:lb" | "xlf:pb"))
    };
    if is_break("ctype") || is_break("subType") {
        return Shown::LineBreak;
    }
    let of_attribute = |name: &str| Shown::of_tag(&element.attribute(name)?);
    Shown::of_escaped_tag(content)
        .or_else(|| of_attribute("equiv-text"))
        .or_else(|| of_attribute("disp"))
        .unwrap_or(Shown::Opaque)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, languages, messages};
    use crate::extract::Format;

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Xliff)
    }

    /// Returns the messages of a unit of XLIFF 1.2.
    fn unit(content: &str) -> Vec<String> {
        read(&format!(
            "<xliff version=\"1.2\"><file><body><trans-unit id='no'>{content}</trans-unit></body></file></xliff>"
        ))
    }

    #[test]
    fn sources_and_targets_are_read() {
        let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE xliff PUBLIC \"no\" \"no\">\n<xliff version=\"1.2\">\n<file original=\"no\" source-language=\"en\" target-language=\"de\">\
            <header><note>no</note></header><body><group><trans-unit id=\"no\" resname=\"no\"><source>R&amp;D</source>\
            <seg-source><mrk>no</mrk></seg-source><target state=\"no\">F&#38;E</target><note>no</note>\
            <alt-trans><source>no</source><target>no</target></alt-trans></trans-unit></group>\
            <trans-unit id='no' translate=\"no\"><source><![CDATA[a <b>]]></source><target/></trans-unit>\
            <bin-unit><bin-source>no</bin-source></bin-unit></body></file></xliff>";
        assert_eq!(read(text), ["R&D", "F&E", "a <b>"]);
        let text = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"en\" trgLang=\"fr\"><file id=\"f\"><notes><note>no</note></notes>\
            <group id=\"g\"><unit id=\"u\"><originalData><data id=\"d\">no</data></originalData>\
            <mtc:matches><mtc:match><source>no</source><target>no</target></mtc:match></mtc:matches>\
            <segment><source>One.</source><target>Un.</target></segment><ignorable><source> </source></ignorable>\
            <segment><source>Two.</source></segment></unit></group></file></xliff>";
        assert_eq!(read(text), ["One.", "Un.", "Two."]);
    }

    #[test]
    fn inline_elements_have_no_width_or_are_opaque() {
        let cases = [
            ("Open<g id='1'>AI</g> <mrk mtype='term'>x</mrk>", "OpenAI x"),
            ("Open<bpt id='1'>&lt;b></bpt>AI<ept id='1'>&lt;/b></ept><bx/><ex/><it>no</it>", "OpenAI"),
            ("<x id='INTERPOLATION'/> of <ph id='2'>%s</ph>", "{x} of {x}"),
            (
                "<x equiv-text='&lt;strong>'/>a<x equiv-text='&lt;/strong>'/><x ctype='lb'/>b<ph>&lt;br/></ph>c",
                "a\nb\nc",
            ),
            ("<ph disp='&lt;img>' equiv='A'/> <pc id='1'>a</pc><sc/><ec/><ph equiv='no' subType='xlf:lb'/>", "{x} a\n"),
            ("<ph/>&lt;b> <ph></ph>", "{x}<b> {x}"),
        ];
        for (content, expected) in cases {
            assert_eq!(unit(&format!("<source>{content}</source>")), [expected], "{content}");
        }
        let inner = "See <bpt id='1'>&lt;a title=\"<sub>our <g>terms</g></sub>\"></bpt>this<ept id='1'>&lt;/a></ept>";
        assert_eq!(unit(&format!("<source>{inner}</source>")), ["See this", "our terms"]);
    }

    #[test]
    fn the_file_names_the_languages() {
        let languages = |text: &str| languages(text, Format::Xliff);
        let unit = "<trans-unit><source>a</source><target>b</target></trans-unit>";
        let file = |attributes: &str| format!("<file {attributes}><body>{unit}</body></file>");
        let both = file("source-language='en-US' target-language='de'") + &file("source-language='fr'");
        assert_eq!(languages(&format!("<xliff version='1.2'>{both}</xliff>")), "en de fr de");
        assert_eq!(languages(&format!("<xliff>{}</xliff>", file(""))), "Source OfFile");
        let unit = "<unit><segment><source>a</source><target xml:lang='pt-BR'>b</target></segment></unit>";
        let two = format!("<xliff srcLang='en' trgLang='fr'><file>{unit}</file></xliff>");
        assert_eq!(languages(&two), "en pt");
    }

    #[test]
    fn a_directive_applies_to_its_unit() {
        let text = "<xliff><file><body><!-- wordgate-allow a/b: c --><trans-unit id='1'><source>a</source>\
            <target>b</target></trans-unit><trans-unit id='2'><source>c</source><!-- wordgate-allow d/e: f -->\
            <target>d</target></trans-unit></body></file></xliff>";
        let expected = [
            "<!-- wordgate-allow-start a/b: c -->\na",
            "b\n<!-- wordgate-allow-end a/b -->",
            "c",
            "<!-- wordgate-allow d/e: f -->\nd",
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn other_text_is_an_error() {
        for (text, expected) in [
            ("", "it has no element (line 1, column 1)"),
            ("<a/>", "its outermost element is <a>, not <xliff> (line 1, column 1)"),
            ("<xliff>\n <file>", "this element is never closed (line 2, column 2)"),
            ("<xliff></file>", "line 1, column 8"),
            ("<xliff>\n&nbsp;</xliff>", "the entity &nbsp; is not declared (line 2, column 1)"),
            ("<xliff a='&b;'/>", "an attribute has an entity that is not declared (line 1, column 1)"),
            ("<xliff a=b/>", "an attribute is not of the form `name=\"value\"` (line 1, column 10)"),
            ("<xliff/><xliff/>", "there is a second outermost element (line 1, column 9)"),
            ("<xliff/>x", "there is text outside of the outermost element (line 1, column 9)"),
            ("<xliff><![CDATA[", "line 1, column 8"),
            ("<xliff>a & b</xliff>", "line 1, column 10"),
            (
                "<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff/>",
                "declares entities or elements; write the text instead (line 1",
            ),
        ] {
            assert!(error(text, Format::Xliff).contains(expected), "{text}: {}", error(text, Format::Xliff));
        }
    }
}
