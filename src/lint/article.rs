//! `a` or `an`: the article follows the sound of the next word, so it changes when a rewording changes that word.

/// Beginnings of words that sound otherwise than their first letter says, and whether as a vowel. The longest counts.
const SOUNDS: &[(&str, bool)] = &[
    ("eu", false),
    ("ewe", false),
    ("heir", true),
    ("honest", true),
    ("honor", true),
    ("honour", true),
    ("hour", true),
    ("once", false),
    ("one", false),
    ("oner", true),
    ("ouija", false),
    ("ubiq", false),
    ("ufo", false),
    ("uk", false),
    ("unani", false),
    ("uni", false),
    ("unident", true),
    ("unim", true),
    ("unin", true),
    ("unissue", true),
    ("ura", false),
    ("ure", false),
    ("uri", false),
    ("url", false),
    ("usa", false),
    ("use", false),
    ("usu", false),
    ("ute", false),
    ("uti", false),
    ("uto", false),
    ("uu", false),
];

/// Short words in capitals that are read as a word, not letter by letter, and begin with a consonant where the name of
/// their first letter begins with a vowel.
const READ_AS_WORDS: &[&str] = &[
    "FIFO", "LAN", "LIFO", "MAC", "MIDI", "NAS", "NAT", "NUMA", "RAID", "RAM", "REST", "ROM", "SAAS", "SIM", "SOAP",
    "SOC",
];

/// The letters whose names begin with a vowel: an F, an S.
const VOWEL_NAMES: &str = "AEFHILMNORSX";

/// Whether `an`, not `a`, stands before a text.
pub(super) fn takes_an(text: &str) -> bool {
    let word = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
    let Some(first) = word.chars().next() else { return false };
    if first.is_ascii_digit() {
        return number_takes_an(word);
    }
    let is_vowel = |c: char| "aeiouAEIOU".contains(c);
    let is_upper = word.chars().all(|c| !c.is_lowercase()) && !READ_AS_WORDS.contains(&word);
    let is_spelt_out = is_upper && (word.chars().count() <= 3 || !word.chars().any(is_vowel));
    if is_spelt_out {
        return VOWEL_NAMES.contains(first);
    }
    let lower = word.to_lowercase();
    let known = SOUNDS.iter().filter(|(start, _)| lower.starts_with(start)).max_by_key(|(start, _)| start.len());
    known.map_or(is_vowel(first), |(_, vowel)| *vowel)
}

/// Eight, eleven and eighteen, and what begins with them.
fn number_takes_an(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.starts_with('8') || (digits % 3 == 2 && (word.starts_with("11") || word.starts_with("18")))
}

/// The article before a text that takes the place of another, cased as the one that stands there; `None` when that one
/// is right, or is no article.
pub(super) fn corrected(article: &str, text: &str, all_caps: bool) -> Option<&'static str> {
    let (is_an, is_capital) = match article {
        "a" | "A" => (false, article == "A"),
        "an" | "An" | "AN" => (true, article != "an"),
        _ => return None,
    };
    let takes_an = takes_an(text);
    if is_an == takes_an {
        return None;
    }
    Some(match (takes_an, is_capital) {
        (true, false) => "an",
        (true, true) if all_caps => "AN",
        (true, true) => "An",
        (false, false) => "a",
        (false, true) => "A",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_decides() {
        let an = "allowlist hour honest honorary heir MRI API SQL X-ray 8-bit 11 18-month 11,000 LLM HTML OpenAI umbrella \
            uninstalled unimportant onerous other FAQ \"offline\" **open** NSA’s 80";
        let a = "denylist URL UI university user one once euro NASA RAM SaaS unique 7 1 100 111 GPT-5.5 house SOAP utility \
            united ewe UUID Unix UK 1800 useful REST";
        for word in an.split_whitespace() {
            assert!(takes_an(word), "an {word}");
        }
        for word in a.split_whitespace() {
            assert!(!takes_an(word), "a {word}");
        }
        assert!(!takes_an(""));
    }

    #[test]
    fn the_article_keeps_its_casing() {
        let cases = [
            ("a", "allowlist", false, Some("an")),
            ("A", "allowlist", false, Some("An")),
            ("A", "allowlist", true, Some("AN")),
            ("an", "denylist", false, Some("a")),
            ("An", "denylist", false, Some("A")),
            ("a", "denylist", false, None),
            ("an", "allowlist", false, None),
            ("the", "allowlist", false, None),
        ];
        for (article, text, all_caps, expected) in cases {
            assert_eq!(corrected(article, text, all_caps), expected, "{article} {text}");
        }
    }
}
