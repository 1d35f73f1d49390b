//! The codes of languages as data.

/// The two-letter codes of ISO 639-1, sorted.
#[rustfmt::skip]
const TWO_LETTERS: [&str; 183] = [
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bi", "bm", "bn", "bo",
    "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en", "eo",
    "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he", "hi",
    "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja", "jv", "ka",
    "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln",
    "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne", "ng",
    "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn",
    "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st", "su",
    "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur",
    "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
];

/// Returns whether a two-letter code in lower case is one of ISO 639-1.
pub(super) fn is_two_letter_code(code: &str) -> bool {
    TWO_LETTERS.binary_search(&code).is_ok()
}

/// Codes that are also English words, usual abbreviations in the names of folders, or extensions of files.
#[rustfmt::skip]
pub(super) const AMBIGUOUS: &[&str] = &[
    "ae", "am", "an", "as", "av", "ba", "be", "br", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "dv", "ee", "ff", "gn",
    "he", "hi", "ho", "ia", "id", "ie", "ii", "io", "is", "it", "kv", "la", "li", "lo", "mi", "ml", "mn", "mr", "ms", "mt",
    "my", "na", "nb", "ng", "no", "nr", "om", "or", "os", "pa", "pi", "ps", "rm", "rn", "sa", "sc", "sd", "se", "sg", "si",
    "sk", "sm", "so", "ss", "st", "su", "te", "ti", "to", "tr", "ts", "tt", "tw", "uk", "ve", "vi", "vo", "za",
];

/// What people write for the code of a language: codes of countries, codes of ISO 639-2 and 639-3, and English names.
/// Those of ISO 639-3 that the language detector uses are complete.
#[rustfmt::skip]
const INTENDED: &[(&str, &str)] = &[
    ("cn", "zh"), ("cz", "cs"), ("dk", "da"), ("gb", "en"), ("gr", "el"), ("jp", "ja"), ("ua", "uk"), ("us", "en"),
    ("vn", "vi"), ("iw", "he"), ("in", "id"), ("ji", "yi"),
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"), ("bul", "bg"),
    ("cat", "ca"), ("ces", "cs"), ("chi", "zh"), ("cmn", "zh"), ("cym", "cy"), ("cze", "cs"), ("dan", "da"), ("deu", "de"), ("dut", "nl"),
    ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fas", "fa"), ("fin", "fi"), ("fra", "fr"),
    ("fre", "fr"), ("ger", "de"), ("gre", "el"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"),
    ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"),
    ("kor", "ko"), ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"),
    ("nep", "ne"), ("nld", "nl"), ("nob", "nb"), ("nor", "no"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"),
    ("ron", "ro"), ("rum", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"), ("sna", "sn"), ("spa", "es"),
    ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"),
    ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zho", "zh"), ("zul", "zu"),
    ("arabic", "ar"), ("chinese", "zh"), ("czech", "cs"), ("danish", "da"), ("dutch", "nl"), ("english", "en"),
    ("finnish", "fi"), ("french", "fr"), ("german", "de"), ("greek", "el"), ("hebrew", "he"), ("hindi", "hi"),
    ("hungarian", "hu"), ("italian", "it"), ("japanese", "ja"), ("korean", "ko"), ("norwegian", "no"), ("polish", "pl"),
    ("portuguese", "pt"), ("russian", "ru"), ("spanish", "es"), ("swedish", "sv"), ("thai", "th"), ("turkish", "tr"),
    ("ukrainian", "uk"), ("vietnamese", "vi"),
];

/// Returns the code that a person most likely means by a text in lower case.
pub(super) fn intended(text: &str) -> Option<&'static str> {
    INTENDED.iter().find(|(written, _)| *written == text).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_and_refer_to_each_other() {
        assert!(TWO_LETTERS.is_sorted());
        assert!(INTENDED.iter().all(|(written, code)| is_two_letter_code(code) && !is_two_letter_code(written)));
        let unknown: Vec<_> = AMBIGUOUS.iter().filter(|code| !is_two_letter_code(code)).collect();
        assert_eq!(unknown, [&""; 0]);
    }
}
