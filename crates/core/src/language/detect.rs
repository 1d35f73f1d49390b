//! Detects the language of a text from its letters.
//!
//! A script that only one larger language uses says enough. For Latin, Cyrillic, Arabic and Devanagari letters, whatlang
//! compares the trigrams of the text with those of some seventy languages. English text must not be taken for another
//! language, because no English rule would check it. So the little words of English, which hardly occur in other
//! languages, decide first: text with a fair share of them is English, and text without them is another language only if
//! whatlang is sure.

use whatlang::{Detector, Lang};
use wordgate_text::language::{Language, Script, ScriptCounts};
use wordgate_text::source::floor_char_boundary;

/// The fewest Latin letters of a text whose language is detected. On documentation, whatlang is sure about a shorter text in
/// fewer than half of all cases.
pub const MIN_LETTERS: usize = 100;

/// The fewest letters of another script that surely show its language.
const MIN_OTHER_LETTERS: usize = 10;

/// The fewest Chinese characters without kana that are surely Chinese: a Japanese heading may have no kana. Also the fewest
/// letters of a script that several languages use.
const MIN_SHARED_LETTERS: usize = 50;

/// The share of signs, as one of this many bytes, from which a text looks like code.
const CODE_SHARE: usize = 25;

/// The fewest different words of a text in Latin letters whose language is detected.
const MIN_WORDS: usize = 12;

/// The bytes of a sample that show whether a document is plainly English, the share of English words that shows it, as one
/// of this many words, and the fewest of them.
const FIRST: usize = 1 << 10;
const PLAIN_SHARE: usize = 4;
const MIN_ENGLISH_WORDS: usize = 12;

/// The share of a document, as one of this many bytes, that paragraphs of a clear language have to make up to decide.
const VOTING_SHARE: usize = 3;

/// The share of letters of its own script, as one of this many, that a text in a language with such a script has.
const OWN_SHARE: usize = 8;

/// The most letters that are read. More do not change the result.
const MAX_LETTERS: usize = 1500;

/// Words that are frequent in English and rare in all other languages with Latin letters.
#[rustfmt::skip]
const ENGLISH_WORDS: &[&str] = &[
    "and", "any", "are", "be", "been", "but", "by", "can", "each", "for", "from", "has", "have", "how", "if", "is", "it",
    "its", "more", "not", "of", "other", "our", "should", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "to", "use", "used", "using", "was", "we", "were", "when", "where", "which", "who", "will",
    "with", "would", "you", "your",
];

/// The length of the longest of these words in bytes.
const MAX_WORD: usize = 6;

/// The share of English words, as one of this many words, from which a text is English.
const ENGLISH_SHARE: usize = 7;

/// The share of English words from which a text is no other language.
const OTHER_SHARE: usize = 16;

/// A detected language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The language.
    pub language: Language,
    /// Whether the text is long enough to be sure. Otherwise the script is right, and the language is the one that most
    /// texts in this script are in.
    pub is_sure: bool,
}

/// Returns the language of a text, or `None` if the text is too short to tell or may be one of several languages.
pub fn detect(text: &str) -> Option<Detected> {
    let text = beginning(text);
    let counts = ScriptCounts::of(text);
    let latin = counts.get(Script::Latin);
    let others = counts.total() - latin;
    // Foreign text has many Latin names in it, and English text few foreign words. A letter of East Asia says as much as
    // two or three Latin ones.
    let dense: usize = [Script::Han, Script::Kana, Script::Hangul].into_iter().map(|script| counts.get(script)).sum();
    if others >= 2 && others + dense >= latin {
        return of_other_script(text, &counts);
    }
    if latin < MIN_LETTERS {
        return None;
    }
    let sure = |language| Some(Detected { language, is_sure: true });
    let Words { all, english } = Words::of(text);
    if english * ENGLISH_SHARE >= all {
        return sure(Language::ENGLISH);
    }
    let reliable = |text: &str| whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|info| info.lang());
    let lang = Some(text).filter(|text| !looks_like_code(text) && has_many_words(text)).and_then(reliable)?;
    let language = language_of(lang)?;
    let is_sure = language == Language::ENGLISH || english * OTHER_SHARE < all && is_other_throughout(text, lang);
    if is_sure { sure(language) } else { None }
}

/// Returns whether both halves of a text are in `lang` rather than in English. The trigrams of a list of names may look
/// like any language, but hardly twice like the same one.
fn is_other_throughout(text: &str, lang: Lang) -> bool {
    let (first, second) = text.split_at(floor_char_boundary(text, text.len() / 2));
    let english_or_other = Detector::with_allowlist(vec![Lang::Eng, lang]);
    [first, second].into_iter().all(|half| english_or_other.detect_lang(half) == Some(lang))
}

/// Returns whether a text has enough different words for its trigrams to be those of a language.
fn has_many_words(text: &str) -> bool {
    let mut seen: Vec<&str> = Vec::with_capacity(MIN_WORDS);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1) {
        if !seen.contains(&word) {
            seen.push(word);
        }
        if seen.len() == MIN_WORDS {
            return true;
        }
    }
    false
}

/// Returns the language of most of a document. `sample` has a paragraph in each line. Paragraphs that are long enough
/// decide, so that a quotation in another language does not.
pub fn detect_document(sample: &str) -> Option<Detected> {
    let Words { all, english } = Words::of(&sample[..floor_char_boundary(sample, FIRST)]);
    if english >= MIN_ENGLISH_WORDS && english * PLAIN_SHARE >= all {
        return Some(Detected { language: Language::ENGLISH, is_sure: true });
    }
    let mut votes: Vec<(Language, usize)> = Vec::new();
    for paragraph in sample.lines() {
        if let Some(Detected { language, is_sure: true }) = detect(paragraph) {
            match votes.iter_mut().find(|(known, _)| *known == language) {
                Some((_, letters)) => *letters += paragraph.len(),
                None => votes.push((language, paragraph.len())),
            }
        }
    }
    let all: usize = votes.iter().map(|(_, letters)| letters).sum();
    let most = votes.into_iter().max_by_key(|(_, letters)| *letters).filter(|(_, letters)| 2 * letters > all);
    let most = most.filter(|_| VOTING_SHARE * all >= sample.len());
    most.map(|(language, _)| Detected { language, is_sure: true }).or_else(|| detect(sample))
}

/// Returns whether many characters of a text are signs that are frequent only in code. Trigrams of names say nothing.
fn looks_like_code(text: &str) -> bool {
    let signs = text.bytes().filter(|byte| b"/\\_={}[]<>|#$%@`".contains(byte)).count();
    signs * CODE_SHARE > text.len()
}

/// Returns whether a short text in a document in `other` is in that language too. In doubt it is, unless its words are
/// English.
pub fn is_probably(other: Language, text: &str) -> bool {
    let text = beginning(text);
    let counts = ScriptCounts::of(text);
    let own_letters = counts.of_language(other);
    if !Script::of_language(other).contains(&Script::Latin) {
        return own_letters * OWN_SHARE >= counts.total();
    }
    if own_letters * 2 < counts.total() {
        return false;
    }
    let Words { all, english } = Words::of(text);
    if english * ENGLISH_SHARE >= all {
        return false;
    }
    let Some(lang) = lang_of(other) else { return true };
    let english_or_other = Detector::with_allowlist(vec![Lang::Eng, lang]);
    english_or_other.detect_lang(text) != Some(Lang::Eng)
}

/// Returns the beginning of a text that is read.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().filter(|(_, c)| c.is_alphabetic()).nth(MAX_LETTERS);
    end.map_or(text, |(end, _)| &text[..end])
}

/// Returns the language of a text with many letters that are not Latin.
fn of_other_script(text: &str, counts: &ScriptCounts) -> Option<Detected> {
    let (kana, han, hangul) = (counts.get(Script::Kana), counts.get(Script::Han), counts.get(Script::Hangul));
    let others = counts.total() - counts.get(Script::Latin);
    let east_asian = kana + han + hangul;
    let script = match () {
        () if 2 * east_asian < others => OTHERS.into_iter().max_by_key(|script| counts.get(*script))?,
        () if hangul * 4 >= east_asian => Script::Hangul,
        // Chinese text may quote some Japanese.
        () if kana * 20 >= han && kana > 0 => Script::Kana,
        () => Script::Han,
    };
    if let Some(language) = script.language() {
        let least = if script == Script::Han { MIN_SHARED_LETTERS } else { MIN_OTHER_LETTERS };
        return Some(Detected { language, is_sure: others >= least });
    }
    if others < MIN_SHARED_LETTERS {
        let code = match script {
            Script::Cyrillic => "ru",
            Script::Arabic => "ar",
            Script::Devanagari => "hi",
            _ => return None,
        };
        return Language::parse(code).map(|language| Detected { language, is_sure: false });
    }
    let keeps = |c: char| !c.is_alphabetic() || Script::of(c) == Some(script);
    let own: String = text.chars().map(|c| if keeps(c) { c } else { ' ' }).collect();
    language_of(whatlang::detect(&own)?.lang()).map(|language| Detected { language, is_sure: true })
}

/// The scripts other than Latin and those of East Asia.
const OTHERS: [Script; 12] = [
    Script::Greek,
    Script::Hebrew,
    Script::Thai,
    Script::Lao,
    Script::Burmese,
    Script::Khmer,
    Script::Armenian,
    Script::Georgian,
    Script::Cyrillic,
    Script::Arabic,
    Script::Devanagari,
    Script::Other,
];

/// The number of words of a text, and how many of them are English.
struct Words {
    all: usize,
    english: usize,
}

impl Words {
    fn of(text: &str) -> Words {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|word| !word.is_empty());
        words.fold(Words { all: 0, english: 0 }, |Words { all, english }, word| {
            let is_english =
                word.len() <= MAX_WORD && ENGLISH_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
            Words { all: all + 1, english: english + usize::from(is_english) }
        })
    }
}

fn language_of(lang: Lang) -> Option<Language> {
    Language::from_three_letter_code(lang.code())
}

fn lang_of(language: Language) -> Option<Lang> {
    Lang::all().iter().copied().find(|lang| language_of(*lang) == Some(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        detect(text)
            .map(|found| format!("{}{}", found.language, if found.is_sure { "" } else { "?" }))
            .unwrap_or_default()
    }

    #[test]
    fn a_script_shows_the_language_of_short_text() {
        let cases = [
            ("OpenAIモデルに直接アクセスできます", "ja"),
            ("モデル", "ja?"),
            ("直接访问模型", "zh?"),
            ("模型可以直接访问。", "zh?"),
            ("모델에 직접 액세스할 수 있습니다", "ko"),
            ("Прямой доступ к моделям", "ru?"),
            ("การเข้าถึงโมเดลโดยตรง", "th"),
            ("Άμεση πρόσβαση σε μοντέλα", "el"),
            ("The word 直接アクセス means direct access.", ""),
            ("Get direct access to OpenAI models.", ""),
            ("α", ""),
            ("Words of other scripts stay words of other scripts: доступ к моделям, πρόσβαση σε μοντέλα.", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn longer_text_in_latin_letters_is_detected() {
        let cases = [
            (
                "Mit diesem Dienst erhalten Sie direkten Zugriff auf alle Modelle, die in Ihrer Region verfügbar sind. Die \
                 Einrichtung dauert nur wenige Minuten.",
                "de",
            ),
            (
                "Avec ce service, vous obtenez un accès direct à tous les modèles disponibles dans votre région. La mise en \
                 place ne prend que quelques minutes.",
                "fr",
            ),
            (
                "With this service, you get direct access to all models that are available in your region. Setting it up takes \
                 only a few minutes.",
                "en",
            ),
            (
                ":::code language=\"python\" source=\"~/../agent-framework-code/python/samples/02-agents/memory.py\" id=\"x\":::",
                "",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn a_short_text_may_differ_from_its_document() {
        let german = Language::parse("de").unwrap();
        let japanese = Language::parse("ja").unwrap();
        assert!(is_probably(german, "Direkter Zugriff auf die Modelle"));
        assert!(!is_probably(german, "SRE provides direct access to OpenAI models."));
        assert!(is_probably(japanese, "OpenAI へのアクセス"));
        let greek = Language::parse("el").unwrap();
        assert!(!is_probably(greek, "A Greek capital alpha: direct access to OpenΑI models."));
        assert!(!is_probably(japanese, "Direct access to OpenAI models"));
    }
}
