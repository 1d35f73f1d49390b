//! The language of a document, and what follows for each of its blocks.

use super::detect::{Detected, detect, detect_document, is_probably};
use super::path::of_path;
use super::sample::{LONG_ENOUGH, sample};
use crate::extract::{Format, declared_language, page_language};
use memchr::{memchr_iter, memmem};
use std::cell::OnceCell;
use wordgate_rules::Languages;
use wordgate_text::language::{Language, Script, ScriptCounts};
use wordgate_text::source::{SectionLanguage, SourceFile, floor_char_boundary};

/// The fewest letters of a text that can contradict the path.
const MIN_CONTRADICTING: usize = 200;

/// The bytes at the start of a document that show whether it is plainly English.
const HEAD: usize = 2 << 10;

/// Words of plainly English documents, and the number of bytes from which the [`HEAD`] needs one more of them.
const ENGLISH_WORDS: [&[u8]; 9] = [b"the ", b"to ", b"and ", b"of ", b"is ", b"for ", b"with ", b"this ", b"you "];
const BYTES_PER_WORD: usize = 200;

/// How often "the" shows a plainly English document by itself.
const ARTICLES: usize = 3;

/// The fewest of these words in the [`HEAD`] of a plainly English document.
const MIN_WORDS: usize = 4;

/// The share of bytes outside of ASCII, as one of this many bytes, that a plainly English document may have.
const FOREIGN_SHARE: usize = 20;

/// What says which language a text is in, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LanguageSource {
    /// The `lang` attribute of an element around it.
    Element,
    /// The front matter of the document.
    FrontMatter,
    /// An `[[override]]` of the configuration.
    Override,
    /// The path of the document.
    Path,
    /// The catalogue that it is in.
    Catalogue,
    /// Its words.
    Words,
    /// `language` in the configuration.
    Configuration,
    /// Nothing: it is English.
    Default,
}

impl LanguageSource {
    /// Returns a phrase that says where the language comes from.
    pub fn phrase(self) -> &'static str {
        match self {
            LanguageSource::Element => "by the `lang` attribute of the page",
            LanguageSource::FrontMatter => "by its front matter",
            LanguageSource::Override => "by `[[override]] language`",
            LanguageSource::Path => "by its path",
            LanguageSource::Catalogue => "by its catalogue",
            LanguageSource::Words => "by its words",
            LanguageSource::Configuration => "by `language` in the configuration",
            LanguageSource::Default => "by default",
        }
    }
}

/// The languages whose rules apply to a text: one, or two if it may be either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLanguages {
    /// The language.
    pub first: Language,
    /// Another language that it may be in.
    pub second: Option<Language>,
    /// What says so.
    pub source: LanguageSource,
}

impl TextLanguages {
    /// Creates the languages of a text that is in this one.
    pub fn only(first: Language, source: LanguageSource) -> TextLanguages {
        TextLanguages { first, second: None, source }
    }

    /// Returns the language in which a rule for `languages` reads the text; `None` if it does not apply.
    pub fn covered_by(&self, languages: &Languages) -> Option<Language> {
        [Some(self.first), self.second].into_iter().flatten().find(|language| languages.covers(*language))
    }
}

/// The language of a document as a whole, which is found out on first use.
#[derive(Debug)]
pub struct DocumentLanguage<'d> {
    file: &'d SourceFile,
    format: Format,
    path: &'d str,
    /// The language that an override of the configuration gives the file.
    assigned: Option<Language>,
    /// The default language of the configuration.
    default: Option<Language>,
    declared: OnceCell<Option<TextLanguages>>,
    detected: OnceCell<Option<Detected>>,
}

impl<'d> DocumentLanguage<'d> {
    /// Creates the language of a document. `assigned` is what an override of the configuration says, and `default` the
    /// default of the configuration.
    pub fn new(
        file: &'d SourceFile,
        format: Format,
        path: &'d str,
        assigned: Option<Language>,
        default: Option<Language>,
    ) -> DocumentLanguage<'d> {
        DocumentLanguage { file, format, path, assigned, default, declared: OnceCell::new(), detected: OnceCell::new() }
    }

    /// Returns the languages of a block with this text that is in no element with a `lang` attribute.
    pub fn of_block(&self, block: &str) -> TextLanguages {
        if let Some(declared) = self.declared() {
            return self.reconciled(declared, || detect_long(block));
        }
        let own = detect(block);
        if let Some(Detected { language, is_sure: true }) = own {
            return TextLanguages::only(language, LanguageSource::Words);
        }
        let of_document = self.detected().map(|detected| detected.language);
        let fits = |language: &Language| match own {
            // A short text in another script is not in the language of the document.
            Some(own) if !shares_script(*language, own.language) => false,
            _ => *language == Language::ENGLISH || is_probably(*language, block),
        };
        match of_document.filter(fits).or(own.map(|own| own.language)) {
            Some(language) => TextLanguages::only(language, LanguageSource::Words),
            None => self.fallback(),
        }
    }

    /// Returns the languages of a block with this text that is the source text of a translation, so that neither the path
    /// nor the other texts tell.
    pub fn of_source(&self, block: &str) -> TextLanguages {
        detect(block)
            .map_or_else(|| self.fallback(), |found| TextLanguages::only(found.language, LanguageSource::Words))
    }

    /// Returns the languages of the document.
    pub fn of_document(&self) -> TextLanguages {
        if let Some(language) = page_language(self.file.text(), self.format) {
            return TextLanguages::only(language, LanguageSource::Element);
        }
        if let Some(declared) = self.declared() {
            return self.reconciled(declared, || None);
        }
        match self.detected() {
            Some(Detected { language, .. }) => TextLanguages::only(language, LanguageSource::Words),
            None => self.fallback(),
        }
    }

    /// Returns whether the document is English without doubt, by looking at its first bytes only.
    pub fn is_plainly_english(&self) -> bool {
        let text = self.file.text();
        let head = &text.as_bytes()[..floor_char_boundary(text, HEAD)];
        let foreign = if head.is_ascii() { 0 } else { head.iter().filter(|byte| !byte.is_ascii()).count() };
        // Nearly all documents have this word, which takes a hundredth of the time to find.
        let has_articles = || memmem::find_iter(head, b" the ").take(ARTICLES).count() == ARTICLES;
        let has_words = || {
            let starts = memchr_iter(b' ', head).map(|space| &head[space + 1..]);
            let starts = starts.filter(|rest| rest.first().is_some_and(|first| b"taoifwy".contains(first)));
            let words = starts.filter(|rest| ENGLISH_WORDS.iter().any(|word| rest.starts_with(word)));
            let least = MIN_WORDS.max(head.len() / BYTES_PER_WORD);
            words.take(least).count() == least
        };
        foreign * FOREIGN_SHARE <= head.len()
            && (has_articles() || has_words())
            && !self.format.is_html()
            && !self.is_multilingual()
            && self.declared().is_none()
    }

    /// Returns what the front matter, an override or the path says.
    fn declared(&self) -> Option<TextLanguages> {
        *self.declared.get_or_init(|| {
            let front = declared_language(self.file.text(), self.format).map(|of| (of, LanguageSource::FrontMatter));
            let assigned = || self.assigned.map(|of| (of, LanguageSource::Override));
            let path = || of_path(self.path).map(|of| (of, LanguageSource::Path));
            let header = || self.file.header_language().map(|of| (of, LanguageSource::Catalogue));
            let (language, source) = front.or_else(assigned).or_else(path).or_else(header)?;
            Some(TextLanguages::only(language, source))
        })
    }

    /// Adds a second language to a declared one if the text contradicts it: if `own`, the language of a long block, or else
    /// that of the document is another one. If the code has another meaning too, the text has to agree with it.
    fn reconciled(&self, declared: TextLanguages, own: impl FnOnce() -> Option<Detected>) -> TextLanguages {
        let is_certain = matches!(declared.source, LanguageSource::Override | LanguageSource::Catalogue);
        let is_ambiguous = declared.first.is_ambiguous() && !is_certain;
        if declared.source != LanguageSource::Path && !is_ambiguous {
            return declared;
        }
        let long = || self.detected().filter(|_| self.is_long());
        let second = match own().or_else(long) {
            Some(found) if found.is_sure => Some(found.language).filter(|found| *found != declared.first),
            _ if is_ambiguous => Some(self.fallback().first).filter(|other| *other != declared.first),
            _ => None,
        };
        TextLanguages { second, ..declared }
    }

    /// Returns whether the document is a catalogue in several languages.
    fn is_multilingual(&self) -> bool {
        self.file.sections().first().is_some_and(|section| section.language != SectionLanguage::OfFile)
    }

    /// Returns a sample of the text that is in the language of the document.
    fn sample(&self) -> String {
        let text = self.file.text();
        if !self.is_multilingual() {
            return sample(text, self.format);
        }
        let own = self.file.sections().iter().filter(|section| section.language == SectionLanguage::OfFile);
        let mut texts = String::new();
        for section in own {
            texts.push_str(&self.file.text_of_section(section.start)[section.start as usize..]);
            if texts.len() > LONG_ENOUGH {
                break;
            }
        }
        sample(&texts, self.format)
    }

    fn is_long(&self) -> bool {
        ScriptCounts::of(&self.sample()).total() >= MIN_CONTRADICTING
    }

    /// Returns the language of the words of the document.
    fn detected(&self) -> Option<Detected> {
        *self.detected.get_or_init(|| detect_document(&self.sample()))
    }

    fn fallback(&self) -> TextLanguages {
        match self.default {
            Some(language) => TextLanguages::only(language, LanguageSource::Configuration),
            None => TextLanguages::only(Language::ENGLISH, LanguageSource::Default),
        }
    }
}

/// Detects the language of a block that is long enough to contradict the path.
fn detect_long(block: &str) -> Option<Detected> {
    let is_long = block.len() >= MIN_CONTRADICTING && ScriptCounts::of(block).total() >= MIN_CONTRADICTING;
    detect(block).filter(|found| is_long && found.is_sure)
}

fn shares_script(one: Language, other: Language) -> bool {
    Script::of_language(one).iter().any(|script| Script::of_language(other).contains(script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::{EmbeddedText, Escapes};

    const GERMAN: &str = "Mit diesem Dienst erhalten Sie direkten Zugriff auf alle Modelle, die in Ihrer Region verfügbar sind. \
                          Die Einrichtung dauert nur wenige Minuten, und danach können alle Kolleginnen und Kollegen das Angebot \
                          nutzen, ohne sich noch einmal anzumelden. Mehr ist nicht nötig.";
    const ENGLISH: &str = "With this service, you get direct access to all models that are available in your region. Setting it \
                           up takes only a few minutes, and after that all of your colleagues can use what is on offer without \
                           having to sign in again. Nothing else is needed for this.";
    const JAPANESE: &str = "このサービスでは、お使いのリージョンで利用できるすべてのモデルに直接アクセスできます。";

    fn file(text: &str) -> SourceFile {
        SourceFile::from_text(text.to_owned()).unwrap()
    }

    /// Returns the languages of a block in a document, as `first+second source`.
    fn of_block(text: &str, path: &str, block: &str) -> String {
        let file = file(text);
        let document = DocumentLanguage::new(&file, Format::Markdown, path, None, None);
        let TextLanguages { first, second, source } = document.of_block(block);
        let second = second.map(|second| format!("+{second}")).unwrap_or_default();
        format!("{first}{second} {source:?}")
    }

    #[test]
    fn the_strongest_sign_decides() {
        let front = |text: &str| format!("---\nlang: fr\n---\n{text}\n");
        let cases = [
            (ENGLISH.to_owned(), "a.md", ENGLISH, "en Words"),
            (GERMAN.to_owned(), "a.md", GERMAN, "de Words"),
            (GERMAN.to_owned(), "a.md", "Direkter Zugriff", "de Words"),
            (GERMAN.to_owned(), "a.md", "SRE provides direct access to OpenAI models.", "en Default"),
            (ENGLISH.to_owned(), "a.md", "直接アクセス", "ja Words"),
            (JAPANESE.to_owned(), "a.md", "直接接続", "ja Words"),
            (JAPANESE.to_owned(), "a.md", "Direct access", "en Default"),
            ("Short text".to_owned(), "a.md", "Short text", "en Default"),
            (front(ENGLISH), "de/a.md", ENGLISH, "fr FrontMatter"),
            (ENGLISH.to_owned(), "de/a.md", ENGLISH, "de+en Path"),
            (ENGLISH.to_owned(), "de/a.md", "Direct access", "de+en Path"),
            (GERMAN.to_owned(), "de/a.md", GERMAN, "de Path"),
            (GERMAN.to_owned(), "de/a.md", "Direct access", "de Path"),
            (GERMAN.to_owned(), "de/a.md", ENGLISH, "de+en Path"),
            ("Short text".to_owned(), "de/a.md", "Short text", "de Path"),
            ("Short text".to_owned(), "it/a.md", "Short text", "it+en Path"),
            (ENGLISH.to_owned(), "it/a.md", ENGLISH, "it+en Path"),
        ];
        for (text, path, block, expected) in cases {
            assert_eq!(of_block(&text, path, block), expected, "{path}: {block}");
        }
    }

    #[test]
    fn a_document_has_a_language() {
        let of = |text: &str, format, path: &str| {
            DocumentLanguage::new(&file(text), format, path, None, None).of_document().first
        };
        assert_eq!(of(JAPANESE, Format::Markdown, "a.md").code(), "ja");
        assert_eq!(of("<html lang='fr-CA'><p>text", Format::Html, "a.html").code(), "fr");
        assert_eq!(of("x", Format::Text, "locales/ko.txt").code(), "ko");
        let plainly =
            |text: &str| DocumentLanguage::new(&file(text), Format::Markdown, "a.md", None, None).is_plainly_english();
        assert!(plainly(&"This is the word. ".repeat(4)) && plainly(ENGLISH));
        assert!(!plainly("This is the word.") && !plainly(GERMAN) && !plainly(&JAPANESE.repeat(9)));
    }

    #[test]
    fn a_catalogue_names_the_language_of_its_translations() {
        let header = Language::parse("it");
        let mut texts = EmbeddedText::default();
        texts.begin_section(Escapes::ReadOnly, SectionLanguage::Source);
        texts.push_unmapped(ENGLISH);
        texts.begin_section(Escapes::None, SectionLanguage::OfFile);
        texts.push_unmapped(GERMAN);
        texts.set_language(header.unwrap());
        let file = file("").with_embedded(texts);
        let catalogue = |path| DocumentLanguage::new(&file, Format::Po, path, None, None);
        let italian = TextLanguages::only(header.unwrap(), LanguageSource::Catalogue);
        assert_eq!(catalogue("a.po").of_block(ENGLISH), italian);
        assert_eq!(catalogue("a.po").of_document(), italian);
        let of_path = TextLanguages::only(Language::parse("de").unwrap(), LanguageSource::Path);
        assert_eq!(catalogue("de.po").of_block("Short text"), of_path, "no msgid contradicts");
        let source = |text| catalogue("fr.po").of_source(text).first;
        assert_eq!([source(ENGLISH), source("Short text")], [Language::ENGLISH; 2]);
        assert_eq!(source(GERMAN).code(), "de");
    }

    #[test]
    fn the_configuration_decides_last() {
        let language = Language::parse("de");
        let short = file("Kurz");
        let document = DocumentLanguage::new(&short, Format::Markdown, "a.md", None, language);
        assert_eq!(document.of_document(), TextLanguages::only(language.unwrap(), LanguageSource::Configuration));
        let english = file(ENGLISH);
        let assigned = DocumentLanguage::new(&english, Format::Markdown, "fr/a.md", language, None);
        assert_eq!(assigned.of_block(ENGLISH), TextLanguages::only(language.unwrap(), LanguageSource::Override));
    }
}
