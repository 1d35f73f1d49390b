//! The inflected forms of an English word, for the `~` operator of patterns.
//!
//! Patterns list the forms that they accept, so the matcher only compares words and never stems them: `explain` shows
//! exactly what a pattern finds. We do not know the part of speech of a word, so `access~` has the forms of both the
//! noun and the verb. A form that nobody writes does no harm, but a missing form loses findings. Words are never
//! derived: `provide~` does not match "provider". This module has the spelling rules; `irregular.txt` has the
//! exceptions.

use super::irregular::{FinalConsonant, Gradability, Irregular, IrregularForms, look_up};

#[cfg(test)]
mod tests;

/// Endings of words that have no inflected forms, such as `seamless`.
const UNINFLECTED_ENDINGS: &[&str] = &["less", "ous", "ics", "ly", "ed"];

/// Endings of nouns and adjectives that are hardly ever verbs. Such a word has a plural and no other form. The words
/// with these endings that are verbs too, such as `station`, are in `irregular.txt`.
const VERBLESS_ENDINGS: &[&str] = &[
    "ness", "ity", "ism", "ology", "able", "ible", "ful", "hood", "ship", "ic", "ical", "ional", "ing", "tion", "sion",
    "ment", "ance", "ence", "ancy", "ency", "acy", "tude", "ian", "alist", "cist", "gist", "mist", "nist", "pist",
    "rist", "tist",
];

/// Endings of nouns with an irregular plural, and the ending of that plural.
const PLURAL_ENDINGS: &[(&str, &str)] = &[("sis", "ses"), ("man", "men")];

/// Returns all inflected forms of an English word: the word itself, then the others in alphabetical order, without
/// duplicates.
///
/// The forms are the plural and the -s form of the verb, the past and its participle, the -ing form, and for common
/// gradable adjectives the comparative and superlative. Only the last part of a hyphenated word is inflected. The forms
/// keep the case of `word`. Acronyms, names with inner capitals and words that end in a digit only have a plural in -s.
/// Contractions, possessives, words in other scripts and single letters have no other form. An empty string has no
/// forms.
pub fn inflect(word: &str) -> Vec<String> {
    if word.is_empty() {
        return Vec::new();
    }
    let (first, last) = last_part(word);
    let mut forms: Vec<String> = Slots::of(last).all_mut().into_iter().flat_map(std::mem::take).collect();
    forms.retain(|form| !form.is_empty() && form != last);
    forms.sort_unstable();
    forms.dedup();
    if !first.is_empty() {
        forms.iter_mut().for_each(|form| form.insert_str(0, first));
    }
    forms.insert(0, word.to_owned());
    forms
}

/// The grammatical form of a word, such as "the -ing form".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The word itself.
    Base,
    /// An inflected form.
    Other {
        /// The kind of form.
        slot: FormKind,
        /// The index of the form among those of this kind.
        index: usize,
        /// How many forms of this kind the word has.
        count: usize,
    },
}

/// The kind of an inflected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
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
    /// Returns which form of `word` the text `form` is. `None` if it is not a form of `word`, or is a form without a
    /// [`FormKind`], such as "am".
    pub fn of(word: &str, form: &str) -> Option<Form> {
        let ((_, word), (_, form)) = (last_part(word), last_part(form));
        let (word, form) = (word.to_lowercase(), form.to_lowercase());
        if word == form {
            return Some(Form::Base);
        }
        let slots = Slots::of(&word);
        [FormKind::S, FormKind::Past, FormKind::Ing, FormKind::Compare].into_iter().find_map(|slot| {
            let forms = slots.get(slot);
            let index = forms.iter().position(|known| *known == form)?;
            Some(Form::Other { slot, index, count: forms.len() })
        })
    }

    /// Returns `word` in this form. `None` if the word has no such form, or has several and we cannot know which one is
    /// meant: "listed" is both the past and the participle of "list", so for "give" both "gave" and "given" are
    /// possible.
    pub fn apply(self, word: &str) -> Option<String> {
        let Form::Other { slot, index, count: of } = self else { return Some(word.to_owned()) };
        let (first, last) = last_part(word);
        let slots = Slots::of(last);
        let forms = slots.get(slot);
        let form = match forms.len() {
            len if len == of => forms.get(index)?,
            len if len > 1 && slot == FormKind::Past && slots.has_participle => return None,
            _ => forms.first()?,
        };
        Some(format!("{first}{form}"))
    }
}

/// The inflected forms of a word by kind. May contain the word itself and duplicates.
#[derive(Default)]
struct Slots {
    s: Vec<String>,
    past: Vec<String>,
    /// Whether several forms in `past` may be the past and the participle. Otherwise they are spellings of one form.
    has_participle: bool,
    ing: Vec<String>,
    compare: Vec<String>,
    /// Forms of no other kind.
    others: Vec<String>,
}

impl Slots {
    /// Returns the forms of a word without hyphens.
    fn of(word: &str) -> Slots {
        let Some(last) = word.chars().next_back() else { return Slots::default() };
        let lower = word.to_lowercase();
        let entry = look_up(&lower);
        let invariable = entry.is_some_and(|entry| entry.all.as_ref().is_some_and(Vec::is_empty));
        let is_single_letter = word.chars().nth(1).is_none() && last.is_alphabetic();
        if invariable || is_single_letter || !last.is_alphanumeric() || !word.chars().all(is_word_char) {
            Slots::default()
        } else if last.is_ascii_digit() || last.is_uppercase() {
            Slots { s: acronym_plurals(word, last), ..Slots::default() }
        } else if word.chars().skip(1).any(|c| c.is_uppercase() || !c.is_alphabetic()) {
            Slots { s: name_plural(word), ..Slots::default() }
        } else if !last.is_ascii_lowercase() {
            Slots { s: vec![format!("{word}s")], ..Slots::default() }
        } else if word.starts_with(char::is_uppercase) {
            let mut slots = english_forms(&lower, entry);
            slots.all_mut().into_iter().flatten().for_each(|form| *form = capitalised(form));
            slots
        } else {
            english_forms(&lower, entry)
        }
    }

    fn get(&self, slot: FormKind) -> &[String] {
        match slot {
            FormKind::S => &self.s,
            FormKind::Past => &self.past,
            FormKind::Ing => &self.ing,
            FormKind::Compare => &self.compare,
        }
    }

    fn all_mut(&mut self) -> [&mut Vec<String>; 5] {
        [&mut self.s, &mut self.past, &mut self.ing, &mut self.compare, &mut self.others]
    }
}

/// Splits a word before the last of its hyphenated parts.
fn last_part(word: &str) -> (&str, &str) {
    word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1))
}

/// Returns whether a word with this character can have English forms. It can with Latin letters, digits, `.` and `_`,
/// but not with an apostrophe: `OpenAI's` and `don't` are already forms.
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

/// Returns the plural of a name such as MacBook. Names that look like a plural (DevOps, Node.js) have none.
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

/// Returns the forms of a lower-case word.
fn english_forms(word: &str, entry: Option<&Irregular>) -> Slots {
    let regular = Irregular::default();
    let is_listed = entry.is_some();
    let entry = entry.unwrap_or(&regular);
    let mut slots = Slots::default();
    if let Some(all) = &entry.all {
        // The table does not name the kind of these forms. A single form is a plural (hours). Otherwise, we compare
        // each form with the regular form of each kind.
        for form in all {
            let is_one_of = |forms: Vec<String>| forms.contains(form);
            let slot = if all.len() == 1 || *form == with_s(word) {
                &mut slots.s
            } else if is_one_of(with_suffix(word, &regular, "ed")) {
                &mut slots.past
            } else if is_one_of(with_suffix(word, &regular, "ing")) {
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
    let is_verbless = entry.is_noun || !has_vowel(word) || VERBLESS_ENDINGS.iter().any(|ending| has_ending(ending));
    let fill = |given: &IrregularForms, regular: &dyn Fn() -> Vec<String>| given.clone().unwrap_or_else(regular);
    if entry.grade != Gradability::WithoutOtherForms {
        slots.s = fill(&entry.s, &|| vec![with_s(word)]);
        if !is_verbless {
            slots.past = fill(&entry.past, &|| with_suffix(word, entry, "ed"));
            slots.ing = fill(&entry.ing, &|| with_suffix(word, entry, "ing"));
            slots.has_participle = entry.past.is_some();
        }
    }
    slots.compare = fill(&entry.compare, &|| match entry.grade {
        Gradability::None => Vec::new(),
        _ => ["er", "est"].iter().flat_map(|suffix| with_suffix(word, entry, suffix)).collect(),
    });
    slots
}

/// Returns the word with -s, -es or -ies. This is its plural, or its verb form after "he".
fn with_s(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if ends_in_consonant_y(word) => format!("{stem}ies"),
        _ if word.ends_with('z') && doubles_final_consonant(word) => format!("{word}zes"),
        _ if ends_in_sibilant(word) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Returns the word with a suffix that begins with a vowel. Some words have two spellings (modeled, modelled).
fn with_suffix(word: &str, entry: &Irregular, suffix: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix('e') {
        return vec![match (suffix, stem.as_bytes().last()) {
            ("ing", Some(b'i')) => format!("{}ying", &stem[..stem.len() - 1]), // tie, tying
            ("ing", Some(b'e' | b'o' | b'y')) => format!("{word}ing"),         // agree, agreeing
            _ => format!("{stem}{suffix}"),
        }];
    }
    if suffix != "ing" && ends_in_consonant_y(word) {
        return vec![format!("{}i{suffix}", &word[..word.len() - 1])];
    }
    let plain = format!("{word}{suffix}");
    let last = &word[word.len() - 1..];
    let doubled = format!("{word}{last}{suffix}");
    match final_consonant(word, entry) {
        None => vec![plain],
        Some(FinalConsonant::Double) => vec![doubled],
        Some(FinalConsonant::DoubleOrNot) => vec![plain, doubled],
        Some(FinalConsonant::Ck) => vec![format!("{word}k{suffix}")],
    }
}

/// Returns the change to the last consonant of `word` before a suffix that begins with a vowel, or `None` if it stays.
fn final_consonant(word: &str, entry: &Irregular) -> Option<FinalConsonant> {
    if entry.final_consonant.is_some() {
        entry.final_consonant
    } else if doubles_final_consonant(&word[entry.prefix_len..]) {
        Some(FinalConsonant::Double)
    } else if word.ends_with('l') && ends_in_vowel_and_consonant(word) && entry.grade == Gradability::None {
        Some(FinalConsonant::DoubleOrNot) // British: modelled, American: modeled
    } else {
        None
    }
}

/// Returns whether a word has one syllable that ends in one vowel and one consonant other than h, w, x and y. Such a
/// word doubles its last consonant: plan, planned.
fn doubles_final_consonant(word: &str) -> bool {
    let vowels = (0..word.len()).filter(|index| is_vowel(word.as_bytes(), *index)).count();
    vowels == 1 && ends_in_vowel_and_consonant(word) && !word.ends_with(['h', 'w', 'x', 'y'])
}

/// Returns whether a word ends in a single vowel and a single consonant.
fn ends_in_vowel_and_consonant(word: &str) -> bool {
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

/// Returns whether the letter at a byte index is a vowel. The `u` of `qu` is not one, `y` is one after a consonant, and
/// every byte of a non-ASCII letter counts as one.
fn is_vowel(word: &[u8], index: usize) -> bool {
    match word[index] {
        b'a' | b'e' | b'i' | b'o' => true,
        b'u' => index == 0 || word[index - 1] != b'q',
        b'y' => index > 0 && !matches!(word[index - 1], b'a' | b'e' | b'i' | b'o' | b'u'),
        other => !other.is_ascii(),
    }
}
