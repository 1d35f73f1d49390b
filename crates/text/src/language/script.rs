//! Scripts, as far as they tell languages apart.

use super::Language;
use std::fmt;

/// A script, or several that one language mixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Chinese characters, which Japanese uses too.
    Han,
    /// Hiragana and katakana.
    Kana,
    /// Hangul.
    Hangul,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Devanagari.
    Devanagari,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Burmese.
    Burmese,
    /// Khmer.
    Khmer,
    /// Armenian.
    Armenian,
    /// Georgian.
    Georgian,
    /// Any other script.
    Other,
}

use Script::{
    Arabic, Armenian, Burmese, Cyrillic, Devanagari, Georgian, Greek, Han, Hangul, Hebrew, Kana, Khmer, Lao, Latin,
    Other, Thai,
};

/// The languages that are written in other scripts than Latin letters alone. Those with Latin letters as well have them in
/// the list.
const WRITTEN_IN: &[(&str, &[Script])] = &[
    ("ab", &[Cyrillic]),
    ("am", &[Other]),
    ("ar", &[Arabic]),
    ("as", &[Other]),
    ("av", &[Cyrillic]),
    ("az", &[Latin, Cyrillic, Arabic]),
    ("ba", &[Cyrillic]),
    ("be", &[Cyrillic]),
    ("bg", &[Cyrillic]),
    ("bn", &[Other]),
    ("bo", &[Other]),
    ("bs", &[Latin, Cyrillic]),
    ("ce", &[Cyrillic]),
    ("cu", &[Cyrillic]),
    ("cv", &[Cyrillic]),
    ("dv", &[Other]),
    ("dz", &[Other]),
    ("el", &[Greek]),
    ("fa", &[Arabic]),
    ("gu", &[Other]),
    ("he", &[Hebrew]),
    ("hi", &[Devanagari]),
    ("hy", &[Armenian]),
    ("ii", &[Other]),
    ("iu", &[Latin, Other]),
    ("ja", &[Kana, Han]),
    ("ka", &[Georgian]),
    ("kk", &[Cyrillic, Latin, Arabic]),
    ("km", &[Khmer]),
    ("kn", &[Other]),
    ("ko", &[Hangul, Han]),
    ("ks", &[Arabic, Devanagari]),
    ("ku", &[Latin, Arabic]),
    ("kv", &[Cyrillic]),
    ("ky", &[Cyrillic]),
    ("lo", &[Lao]),
    ("mk", &[Cyrillic]),
    ("ml", &[Other]),
    ("mn", &[Cyrillic, Other]),
    ("mr", &[Devanagari]),
    ("ms", &[Latin, Arabic]),
    ("my", &[Burmese]),
    ("ne", &[Devanagari]),
    ("or", &[Other]),
    ("os", &[Cyrillic]),
    ("pa", &[Other, Arabic]),
    ("ps", &[Arabic]),
    ("ru", &[Cyrillic]),
    ("sa", &[Devanagari]),
    ("sd", &[Arabic, Devanagari]),
    ("si", &[Other]),
    ("sr", &[Cyrillic, Latin]),
    ("ta", &[Other]),
    ("te", &[Other]),
    ("tg", &[Cyrillic]),
    ("th", &[Thai]),
    ("ti", &[Other]),
    ("tk", &[Latin, Cyrillic]),
    ("tt", &[Cyrillic, Latin]),
    ("ug", &[Arabic]),
    ("uk", &[Cyrillic]),
    ("ur", &[Arabic]),
    ("uz", &[Latin, Cyrillic]),
    ("yi", &[Hebrew]),
    ("za", &[Latin, Han]),
    ("zh", &[Han]),
];

impl Script {
    /// The number of scripts.
    const COUNT: usize = Other as usize + 1;

    /// Returns the script of a letter; `None` for other characters, and for letters that every script uses.
    pub fn of(c: char) -> Option<Script> {
        Some(match c {
            'a'..='z' | 'A'..='Z' => Latin,
            '\0'..='\u{A9}' => return None,
            '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' if c.is_alphabetic() => Greek,
            '\u{400}'..='\u{52F}' if c.is_alphabetic() => Cyrillic,
            '\u{530}'..='\u{58F}' if c.is_alphabetic() => Armenian,
            '\u{590}'..='\u{5FF}' if c.is_alphabetic() => Hebrew,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}' if c.is_alphabetic() => Arabic,
            '\u{900}'..='\u{97F}' if c.is_alphabetic() => Devanagari,
            '\u{E00}'..='\u{E7F}' if c.is_alphabetic() => Thai,
            '\u{E80}'..='\u{EFF}' if c.is_alphabetic() => Lao,
            '\u{1000}'..='\u{109F}' if c.is_alphabetic() => Burmese,
            '\u{10A0}'..='\u{10FF}' if c.is_alphabetic() => Georgian,
            '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7A3}' => Hangul,
            '\u{1780}'..='\u{17FF}' if c.is_alphabetic() => Khmer,
            '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Han
            }
            '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}' => {
                Kana
            }
            // The long vowel mark, and full-width letters.
            '\u{30FC}' => Kana,
            '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => Latin,
            '\u{2000}'..='\u{2BFF}' | '\u{1D400}'..='\u{1F1FF}' => return None,
            _ if c.is_alphabetic() => Other,
            _ => return None,
        })
    }

    /// Returns the scripts that a language is written in. Latin letters are in the list of no other script's language,
    /// although names in any text have them.
    pub fn of_language(language: Language) -> &'static [Script] {
        match WRITTEN_IN.binary_search_by_key(&language.code(), |(code, _)| code) {
            Ok(at) => WRITTEN_IN[at].1,
            Err(_) => &[Latin],
        }
    }

    /// Returns the language that most texts in this script are in, if it has only one of some size.
    pub fn language(self) -> Option<Language> {
        let code = match self {
            Han => "zh",
            Kana => "ja",
            Hangul => "ko",
            Greek => "el",
            Hebrew => "he",
            Thai => "th",
            Lao => "lo",
            Burmese => "my",
            Khmer => "km",
            Armenian => "hy",
            Georgian => "ka",
            Latin | Cyrillic | Arabic | Devanagari | Other => return None,
        };
        Language::parse(code)
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Han => f.write_str("Chinese characters"),
            Kana => f.write_str("Japanese kana"),
            Other => f.write_str("another script"),
            script => write!(f, "{script:?} letters"),
        }
    }
}

/// The number of letters of each script in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptCounts([usize; Script::COUNT]);

impl ScriptCounts {
    /// Counts the letters of a text.
    pub fn of(text: &str) -> ScriptCounts {
        let mut counts = ScriptCounts::default();
        text.chars().filter_map(Script::of).for_each(|script| counts.0[script as usize] += 1);
        counts
    }

    /// Returns the number of letters of a script.
    pub fn get(&self, script: Script) -> usize {
        self.0[script as usize]
    }

    /// Returns the number of letters.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Returns the number of letters of the scripts that a language is written in.
    pub fn of_language(&self, language: Language) -> usize {
        Script::of_language(language).iter().map(|script| self.get(*script)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_scripts() {
        assert!(WRITTEN_IN.is_sorted_by_key(|(code, _)| *code));
        assert!(WRITTEN_IN.iter().all(|(code, _)| Language::parse(code).is_some()));
        let scripts = |code: &str| Script::of_language(Language::parse(code).unwrap());
        assert_eq!((scripts("ja"), scripts("de"), scripts("fil")), (&[Kana, Han][..], &[Latin][..], &[Latin][..]));
    }

    #[test]
    fn letters_have_scripts() {
        let counts = ScriptCounts::of("OpenAIモデルに直接アクセス、ﾃｽﾄ! Ünï Жα가ไทย 5 α™");
        let of = |script| counts.get(script);
        assert_eq!((of(Latin), of(Kana), of(Han)), (9, 11, 2));
        assert_eq!((of(Cyrillic), of(Greek), of(Hangul), of(Thai)), (1, 2, 1, 3));
        assert_eq!(counts.of_language(Language::parse("ja").unwrap()), 13);
        assert_eq!(counts.total(), 29);
    }
}
