//! Reads the messages of gettext catalogues (PO and POT).
//!
//! The source text (`msgid`) and the translation (`msgstr`) are messages; only the translation may be edited, because
//! programs look up the source text. Adjacent strings are one text. Obsolete entries (`#~`) and the header are not read.

use super::Messages;
use crate::extract::lines::{lines, start_after_bom};
use crate::extract::malformed::Malformed;
use crate::extract::script::string_len;
use crate::extract::unescape::{decoded, escaped_character, push_unescaped};
use wordgate_text::language::Language;
use wordgate_text::source::{EmbeddedText, Escapes, SectionLanguage, Span};

/// Returns the messages of a catalogue.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut messages = Messages::new(text);
    let mut entry = Entry { texts: Vec::new(), source_language: SectionLanguage::Source };
    for line in lines(text, start_after_bom(text)..text.len()) {
        let source = &text[line.range()];
        let content = source.trim();
        let at = line.start as usize + (source.len() - source.trim_start().len());
        if content.is_empty() {
            continue;
        }
        if let Some(comment) = content.strip_prefix('#') {
            // A comment belongs to the entry after it.
            entry.finish(text, &mut messages);
            if !comment.starts_with('~') {
                let comment_start = at + content.len() - comment.trim_start_matches(['.', ',', ':', '|']).len();
                messages.comment(Span::new(comment_start, at + content.len()));
            }
            continue;
        }
        let (keyword, string_at) = match content.find('"') {
            Some(quote) => (content[..quote].trim(), at + quote),
            None => return Err(Malformed::new(at, "a keyword and a string in quotation marks are missing")),
        };
        let Some(string) = string(&text[..at + content.len()], string_at) else {
            return Err(Malformed::new(string_at, "the string does not end on its line"));
        };
        let field = match keyword {
            "" => None,
            "msgctxt" => Some(Field::Context),
            "msgid" => Some(Field::Source),
            "msgid_plural" => Some(Field::Source),
            "msgstr" => Some(Field::Translation),
            _ if keyword.starts_with("msgstr[") && keyword.ends_with(']') => Some(Field::Translation),
            _ => return Err(Malformed::new(at, format!("unknown keyword `{}`", shortened(keyword)))),
        };
        match field {
            Some(field) => {
                if keyword == "msgctxt" || (keyword == "msgid" && !entry.has_only_context()) {
                    entry.finish(text, &mut messages);
                }
                entry.texts.push((field, vec![string]));
            }
            None => match entry.texts.last_mut() {
                Some((_, strings)) => strings.push(string),
                None => return Err(Malformed::new(at, "a string without a keyword")),
            },
        }
    }
    entry.finish(text, &mut messages);
    Ok(messages.finish())
}

/// A part of an entry.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Context,
    Source,
    Translation,
}

/// An entry: its fields, each with the contents of its strings.
struct Entry {
    texts: Vec<(Field, Vec<Span>)>,
    /// The language of the source texts in the catalogue.
    source_language: SectionLanguage,
}

impl Entry {
    fn has_only_context(&self) -> bool {
        matches!(&*self.texts, [(Field::Context, _)])
    }

    /// Adds the texts of the entry. The one whose source text is empty is the header.
    fn finish(&mut self, text: &str, messages: &mut Messages) {
        let texts = std::mem::take(&mut self.texts);
        let is_empty = |strings: &[Span]| strings.iter().all(|string| text[string.range()].trim().is_empty());
        let has_source = texts.iter().any(|(field, strings)| *field == Field::Source && !is_empty(strings));
        if !has_source {
            let strings = texts.iter().flat_map(|(_, strings)| strings);
            self.read_header(&strings.map(|string| &text[string.range()]).collect::<String>(), messages);
            return;
        }
        for (field, strings) in &texts {
            let (escapes, language) = match field {
                Field::Context => continue,
                Field::Source => (Escapes::ReadOnly, self.source_language),
                Field::Translation => (Escapes::DoubleQuoted, SectionLanguage::OfFile),
            };
            if is_empty(strings) {
                continue;
            }
            messages.set_language(language);
            // A directive applies to the whole entry.
            let inside = messages.begin_region(escapes);
            strings.iter().for_each(|string| decode(text, *string, inside));
        }
        messages.end_region();
    }

    /// Reads which languages a header names, with its escapes.
    fn read_header(&mut self, header: &str, messages: &mut Messages) {
        for (name, value) in header.split("\\n").filter_map(|field| field.split_once(':')) {
            match name.trim() {
                "Language" => messages.set_file_language(value),
                "X-Source-Language" => {
                    self.source_language =
                        Language::parse(value.trim()).map_or(self.source_language, SectionLanguage::Only);
                }
                _ => {}
            }
        }
    }
}

/// Returns the content of the string whose quotation mark is at byte `at`, if nothing follows it.
fn string(text: &str, at: usize) -> Option<Span> {
    let len = string_len(&text.as_bytes()[at..])?;
    (at + len == text.len()).then(|| Span::new(at + 1, at + len - 1))
}

/// Appends the decoded content of a string, with the escapes of C.
fn decode(text: &str, content: Span, out: &mut EmbeddedText) {
    push_unescaped(text, content, out, |escape| match escape.as_bytes().get(1)? {
        b'n' | b'r' => decoded("\n", 2),
        b't' | b'a' | b'b' | b'f' | b'v' => decoded(" ", 2),
        _ => escaped_character(escape),
    });
}

/// Returns the first 20 characters of a text.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::{Format, open};
    use wordgate_text::language::Language;
    use wordgate_text::source::SectionLanguage::{OfFile, Only, Source};

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Po)
    }

    #[test]
    fn sources_and_translations_are_read() {
        let text = "# no\nmsgid \"\"\nmsgstr \"\"\n\"Language: no\\n\"\n\n#: no.c:1\n#, no\nmsgctxt \"no\"\nmsgid \"Open\"\n\
            \"AI \\\"x\\\"\\n\"\nmsgstr \"\"\n\"a\"\n\n#~ msgid \"no\"\n#~ msgstr \"no\"\n\
            msgid \"b\"\nmsgid_plural \"c\"\nmsgstr[0] \"d\"\nmsgstr[1] \"\"\n";
        assert_eq!(read(text), ["OpenAI \"x\"\n", "a", "b", "c", "d"]);
    }

    #[test]
    fn the_header_names_the_languages() {
        let languages = |header: &str| {
            let text = format!("msgid \"\"\nmsgstr \"\"\n{header}\n\nmsgid \"a\"\nmsgstr \"b\"\n");
            let file = open(text.into_bytes(), Format::Po).unwrap();
            let sections: Vec<_> = file.sections().iter().map(|section| section.language).collect();
            (file.header_language(), sections)
        };
        let (german, french) = (Language::parse("de"), Language::parse("fr").unwrap());
        assert_eq!(languages("\"Language: de_AT\\n\""), (german, vec![Source, OfFile]));
        let both = "\"Plural-Forms: n\\nX-Source-Language: fr\\nLang\"\n\"uage: de\\n\"";
        assert_eq!(languages(both), (german, vec![Only(french), OfFile]));
        assert_eq!(languages("\"Language: \\nX-Language: de\\n\""), (None, vec![Source, OfFile]));
    }

    #[test]
    fn a_directive_applies_to_its_entry() {
        let text = "msgid \"a\"\nmsgstr \"b\"\n# wordgate-allow x/y: z\nmsgid \"c\"\nmsgstr \"d\"\n";
        assert_eq!(
            read(text),
            ["a", "b", "<!-- wordgate-allow-start x/y: z -->\nc", "d\n<!-- wordgate-allow-end x/y -->"]
        );
    }

    #[test]
    fn other_text_is_an_error() {
        assert!(error("msgid \"a\nmsgstr \"b\"", Format::Po).contains("the string does not end on its line (line 1"));
        assert!(error("msgfoo \"a\"", Format::Po).contains("unknown keyword `msgfoo`"));
        assert!(error("\"a\"", Format::Po).contains("without a keyword"));
        assert!(error("a", Format::Po).contains("line 1, column 1"));
    }
}
