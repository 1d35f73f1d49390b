//! The language of each block of a document, found out for the blocks with matches only.

use super::parsed::ParsedDocument;
use crate::language::{DocumentLanguage, ElementLanguages, LanguageSource, TextLanguages};
use std::cell::OnceCell;
use std::ops::Range;
use wordgate_rules::Languages;
use wordgate_text::language::Language;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::SectionLanguage;

/// The languages of one document.
pub(super) struct BlockLanguages<'d> {
    document: DocumentLanguage<'d>,
    elements: OnceCell<ElementLanguages>,
}

impl<'d> BlockLanguages<'d> {
    /// Creates the languages of the blocks of a document.
    pub fn new(document: DocumentLanguage<'d>) -> BlockLanguages<'d> {
        BlockLanguages { document, elements: OnceCell::new() }
    }

    /// Returns the languages of the elements of the document.
    fn elements(&self, parsed: &ParsedDocument) -> &ElementLanguages {
        self.elements.get_or_init(|| {
            let section_end = |at: u32| parsed.file().text_of_section(at).len();
            ElementLanguages::new(parsed.text(), &parsed.language_tags(), |at| parsed.is_code(at), section_end)
        })
    }
}

/// The language of one block.
pub(super) struct BlockLanguage<'b, 'd> {
    languages: &'b BlockLanguages<'b>,
    parsed: &'b ParsedDocument<'d>,
    block: &'b ProseBlock,
    known: OnceCell<TextLanguages>,
}

impl<'b, 'd> BlockLanguage<'b, 'd> {
    pub fn new(
        languages: &'b BlockLanguages<'b>,
        parsed: &'b ParsedDocument<'d>,
        block: &'b ProseBlock,
    ) -> BlockLanguage<'b, 'd> {
        BlockLanguage { languages, parsed, block, known: OnceCell::new() }
    }

    /// Returns the language in which a rule for `languages` reads the text in `range`, in bytes of the block's text;
    /// `None` if it does not check it. An element in the block may have a language of its own.
    pub fn in_rule(&self, languages: &Languages, range: &Range<u32>) -> Option<Language> {
        let start = self.block.spans(range).first().map_or(self.block.map.extent().start, |span| span.start);
        let text = match self.languages.elements(self.parsed).at(start) {
            Some(language) => TextLanguages::only(language, LanguageSource::Element),
            None => *self.known.get_or_init(|| self.of_block(start)),
        };
        text.covered_by(languages)
    }

    /// Returns the language of the block, which starts at byte `start`.
    fn of_block(&self, start: u32) -> TextLanguages {
        let (document, text) = (&self.languages.document, &self.block.text);
        match self.parsed.file().section_at(start).map(|section| section.language) {
            None | Some(SectionLanguage::OfFile) => document.of_block(text),
            Some(SectionLanguage::Source) => document.of_source(text),
            Some(SectionLanguage::Only(language)) => TextLanguages::only(language, LanguageSource::Catalogue),
        }
    }
}
