//! The inflected forms of an English word, for the `~` operator of patterns.
//!
//! Patterns name the forms they accept, so matching compares words and nothing is ever stemmed: what `explain` lists is
//! what is found. A word is inflected without knowing its part of speech: `access~` has the forms of the noun and of the
//! verb. A form that nobody writes ("hatted") costs nothing, a missing one loses findings. Words are never derived:
//! `provide~` is not "provider". The spelling rules are here, what departs from them is in `irregular.txt`.

use super::irregular::{FinalConsonant, Grade, Irregular, IrregularForms, look_up};

#[cfg(test)]
mod tests;

/// Endings of words that take no suffix at all, and the letters before which they are not such an ending.
const UNINFLECTED_ENDINGS: &[&str] = &["less", "ous", "ics", "ly", "ed"];

/// Endings of nouns and adjectives that are no verbs: these words have a plural and nothing else.
const VERBLESS_ENDINGS: &[&str] =
    &["ness", "ity", "ism", "ology", "able", "ible", "ful", "hood", "ship", "ic", "ical", "ional", "ing"];

/// Endings of nouns that have their own plural, and that plural.
const PLURAL_ENDINGS: &[(&str, &str)] = &[("sis", "ses"), ("man", "men")];

/// All inflected forms of an English word: the word itself, then the others in alphabetical order, none twice.
///
/// Forms are the plural and the verb's -s, the past and its participle, -ing, and for common gradable adjectives the
/// comparative and superlative. Of a hyphenated word the last part is inflected. The case of `word` is kept; acronyms,
/// names with inner capitals and words that end in a digit take the plural -s only; contractions and possessives,
/// words of other scripts and single letters have no other form. The empty text has no forms.
pub fn inflect(word: &str) -> Vec<String> {
    if word.is_empty() {
        return Vec::new();
    }
    let (first, last) = last_part(word);
    let mut forms: Vec<String> = Slots::of(last).each().into_iter().flat_map(std::mem::take).collect();
    forms.retain(|form| !form.is_empty() && form != last);
    forms.sort_unstable();
    forms.dedup();
    if !first.is_empty() {
        forms.iter_mut().for_each(|form| form.insert_str(0, first));
    }
    forms.insert(0, word.to_owned());
    forms
}

/// Which form of a word a text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The word itself.
    Base,
    /// One of its other forms.
    Other {
        /// What it is.
        slot: Slot,
        /// Which of the forms of that kind, counted from 0.
        index: usize,
        /// How many of them the word has.
        of: usize,
    },
}

/// What a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The plural, or the verb form after "he".
    S,
    /// The past, or the past participle.
    Past,
    /// The -ing form.
    Ing,
    /// The comparative, or the superlative.
    Compare,
}

impl Form {
    /// Which form of `word` the text `form` is; `None` when it is none, or one that only that word has, such as "am".
    pub fn of(word: &str, form: &str) -> Option<Form> {
        let ((_, word), (_, form)) = (last_part(word), last_part(form));
        let (word, form) = (word.to_lowercase(), form.to_lowercase());
        if word == form {
            return Some(Form::Base);
        }
        let slots = Slots::of(&word);
        [Slot::S, Slot::Past, Slot::Ing, Slot::Compare].into_iter().find_map(|slot| {
            let forms = slots.get(slot);
            let index = forms.iter().position(|known| *known == form)?;
            Some(Form::Other { slot, index, of: forms.len() })
        })
    }

    /// `word` in this form; `None` when it has no such form, or two that the form does not tell apart, as "gave" and
    /// "given" after a word whose past and participle are one.
    pub fn apply(self, word: &str) -> Option<String> {
        let Form::Other { slot, index, of } = self else { return Some(word.to_owned()) };
        let (first, last) = last_part(word);
        let slots = Slots::of(last);
        let forms = slots.get(slot);
        let form = match forms.len() {
            len if len == of => forms.get(index)?,
            len if len > 1 && slot == Slot::Past && slots.has_participle => return None,
            _ => forms.first()?,
        };
        Some(format!("{first}{form}"))
    }
}

/// The forms of a word besides itself, by what they are; may hold the word itself and doublets.
#[derive(Default)]
struct Slots {
    s: Vec<String>,
    past: Vec<String>,
    /// Whether several forms in `past` are the past and the participle, not spellings of one.
    has_participle: bool,
    ing: Vec<String>,
    compare: Vec<String>,
    /// Forms that fit nowhere else.
    others: Vec<String>,
}

impl Slots {
    /// Those of a word without hyphens.
    fn of(word: &str) -> Slots {
        let Some(last) = word.chars().next_back() else { return Slots::default() };
        let lower = word.to_lowercase();
        let entry = look_up(&lower);
        let invariable = entry.is_some_and(|entry| entry.all.as_ref().is_some_and(Vec::is_empty));
        let is_letter = word.chars().nth(1).is_none() && last.is_alphabetic();
        if invariable || is_letter || !last.is_alphanumeric() || !word.chars().all(is_word_char) {
            Slots::default()
        } else if last.is_ascii_digit() || last.is_uppercase() {
            Slots { s: acronym_plurals(word, last), ..Slots::default() }
        } else if word.chars().skip(1).any(|c| c.is_uppercase() || !c.is_alphabetic()) {
            Slots { s: name_plural(word), ..Slots::default() }
        } else if !last.is_ascii_lowercase() {
            Slots { s: vec![format!("{word}s")], ..Slots::default() }
        } else if word.starts_with(char::is_uppercase) {
            let mut slots = english_forms(&lower, entry);
            slots.each().into_iter().flatten().for_each(|form| *form = capitalised(form));
            slots
        } else {
            english_forms(&lower, entry)
        }
    }

    fn get(&self, slot: Slot) -> &[String] {
        match slot {
            Slot::S => &self.s,
            Slot::Past => &self.past,
            Slot::Ing => &self.ing,
            Slot::Compare => &self.compare,
        }
    }

    fn each(&mut self) -> [&mut Vec<String>; 5] {
        [&mut self.s, &mut self.past, &mut self.ing, &mut self.compare, &mut self.others]
    }
}

/// A word cut before the last of its hyphenated parts.
fn last_part(word: &str) -> (&str, &str) {
    word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1))
}

/// Whether a character may stand in a word that has English forms: Latin letters, digits and the signs inside names.
/// An apostrophe may not: `OpenAI's` and `don't` are forms already.
fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_') || (c.is_alphabetic() && c <= '\u{24F}')
}

fn acronym_plurals(word: &str, last: char) -> Vec<String> {
    let mut plurals = vec![format!("{word}s")];
    if last == 'S' {
        plurals.push(format!("{word}es"));
    }
    plurals
}

/// The plural of a name such as MacBook; those that look like a plural (DevOps, Node.js) have none.
fn name_plural(word: &str) -> Vec<String> {
    match word.as_bytes() {
        [.., b's'] if !word.ends_with("ss") => Vec::new(),
        _ if ends_in_sibilant(word) => vec![format!("{word}es")],
        _ => vec![format!("{word}s")],
    }
}

fn capitalised(form: &str) -> String {
    let mut chars = form.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The forms of a lower-case word.
fn english_forms(word: &str, entry: Option<&Irregular>) -> Slots {
    let regular = Irregular::default();
    let is_listed = entry.is_some();
    let entry = entry.unwrap_or(&regular);
    let mut slots = Slots::default();
    if let Some(all) = &entry.all {
        // Of a list of all forms, one alone is a plural (hours); of more, those that are regular say what they are.
        for form in all {
            let ends = |forms: Vec<String>| forms.contains(form);
            let slot = if all.len() == 1 || *form == with_s(word) {
                &mut slots.s
            } else if ends(with_suffix(word, &regular, "ed")) {
                &mut slots.past
            } else if ends(with_suffix(word, &regular, "ing")) {
                &mut slots.ing
            } else {
                &mut slots.others
            };
            slot.push(form.clone());
        }
        return slots;
    }
    let has_ending = |ending: &str| !is_listed && word.strip_suffix(ending).is_some_and(has_vowel);
    if UNINFLECTED_ENDINGS.iter().any(|ending| has_ending(ending)) && !word.ends_with("eed") {
        return slots;
    }
    if let Some((ending, plural)) = PLURAL_ENDINGS.iter().find(|(ending, _)| has_ending(ending)) {
        slots.s = vec![format!("{}{plural}", &word[..word.len() - ending.len()])];
        return slots;
    }
    let is_verbless = !has_vowel(word) || VERBLESS_ENDINGS.iter().any(|ending| has_ending(ending));
    let fill = |given: &IrregularForms, regular: &dyn Fn() -> Vec<String>| given.clone().unwrap_or_else(regular);
    if entry.grade != Grade::Only {
        slots.s = fill(&entry.s, &|| vec![with_s(word)]);
        if !is_verbless {
            slots.past = fill(&entry.past, &|| with_suffix(word, entry, "ed"));
            slots.ing = fill(&entry.ing, &|| with_suffix(word, entry, "ing"));
            slots.has_participle = entry.past.is_some();
        }
    }
    slots.compare = fill(&entry.compare, &|| match entry.grade {
        Grade::None => Vec::new(),
        _ => ["er", "est"].iter().flat_map(|suffix| with_suffix(word, entry, suffix)).collect(),
    });
    slots
}

/// The plural, or the verb form after "he".
fn with_s(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if ends_in_consonant_y(word) => format!("{stem}ies"),
        _ if word.ends_with('z') && is_short(word) => format!("{word}zes"),
        _ if ends_in_sibilant(word) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The word with a suffix that begins with a vowel: two spellings where both are in use.
fn with_suffix(word: &str, entry: &Irregular, suffix: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix('e') {
        return vec![match (suffix, stem.as_bytes().last()) {
            ("ing", Some(b'i')) => format!("{}ying", &stem[..stem.len() - 1]),
            ("ing", Some(b'e' | b'o' | b'y')) => format!("{word}ing"),
            _ => format!("{stem}{suffix}"),
        }];
    }
    if suffix != "ing" && ends_in_consonant_y(word) {
        return vec![format!("{}i{suffix}", &word[..word.len() - 1])];
    }
    let plain = format!("{word}{suffix}");
    let last = &word[word.len() - 1..];
    let doubled = format!("{word}{last}{suffix}");
    match joint(word, entry) {
        None => vec![plain],
        Some(FinalConsonant::Double) => vec![doubled],
        Some(FinalConsonant::DoubleOrNot) => vec![plain, doubled],
        Some(FinalConsonant::Ck) => vec![format!("{word}k{suffix}")],
    }
}

/// What happens to the last consonant of `word` before a suffix that begins with a vowel.
fn joint(word: &str, entry: &Irregular) -> Option<FinalConsonant> {
    if entry.joint.is_some() {
        entry.joint
    } else if is_short(&word[entry.prefix_len..]) {
        Some(FinalConsonant::Double)
    } else if word.ends_with('l') && ends_in_short_vowel(word) && entry.grade == Grade::None {
        Some(FinalConsonant::DoubleOrNot) // modelled in British spelling, modeled in American
    } else {
        None
    }
}

/// Whether a word has one syllable that ends in one vowel and one consonant, which is doubled then: plan, quit.
fn is_short(word: &str) -> bool {
    let vowels = (0..word.len()).filter(|index| is_vowel(word.as_bytes(), *index)).count();
    vowels == 1 && ends_in_short_vowel(word) && !word.ends_with(['h', 'w', 'x', 'y'])
}

/// Whether a word ends in a single vowel and a single consonant.
fn ends_in_short_vowel(word: &str) -> bool {
    let (bytes, len) = (word.as_bytes(), word.len());
    len >= 2 && !is_vowel(bytes, len - 1) && is_vowel(bytes, len - 2) && (len == 2 || !is_vowel(bytes, len - 3))
}

fn ends_in_consonant_y(word: &str) -> bool {
    word.len() >= 2 && word.ends_with('y') && !is_vowel(word.as_bytes(), word.len() - 2)
}

fn ends_in_sibilant(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending))
}

fn has_vowel(word: &str) -> bool {
    (0..word.len()).any(|index| is_vowel(word.as_bytes(), index))
}

/// Whether the letter at a byte index sounds as a vowel. The `u` of `qu` does not, `y` does after a consonant, and every
/// byte of a letter outside of ASCII does.
fn is_vowel(word: &[u8], index: usize) -> bool {
    match word[index] {
        b'a' | b'e' | b'i' | b'o' => true,
        b'u' => index == 0 || word[index - 1] != b'q',
        b'y' => index > 0 && !matches!(word[index - 1], b'a' | b'e' | b'i' | b'o' | b'u'),
        other => !other.is_ascii(),
    }
}
