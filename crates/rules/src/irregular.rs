//! The table of English words that do not follow the spelling rules of inflection.
//!
//! The table is a text file (`irregular.txt`), so adding a word needs no code. It is parsed once, on first use. The
//! tests of this module check it, so parsing cannot fail in a release.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Forms that replace the regular forms of one kind; `None` if the regular forms are right.
pub(super) type IrregularForms = Option<Vec<String>>;

/// How a word departs from the spelling rules. The default is a regular word.
#[derive(Clone, Debug, Default)]
pub(super) struct Irregular {
    /// All forms except the word itself. If present, [`inflect`](super::inflect::inflect) ignores the other fields.
    pub(super) all: IrregularForms,
    /// The plural, or the verb form after "he".
    pub(super) s: IrregularForms,
    /// The past and the past participle.
    pub(super) past: IrregularForms,
    /// The -ing form.
    pub(super) ing: IrregularForms,
    /// The comparative and the superlative.
    pub(super) compare: IrregularForms,
    /// Whether the word is a noun and no verb.
    pub(super) is_noun: bool,
    /// Whether the word takes -er and -est.
    pub(super) grade: Gradability,
    /// What happens to the last consonant before a suffix that begins with a vowel.
    pub(super) final_consonant: Option<FinalConsonant>,
    /// The length of the prefix in bytes, such as 2 in `remap`. The word doubles its last consonant if the word after
    /// the prefix does.
    pub(super) prefix_len: usize,
}

/// Whether a word takes -er and -est.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gradability {
    /// The word takes neither.
    #[default]
    None,
    /// The word takes both, and has no other forms.
    WithoutOtherForms,
    /// The word takes both, and also has the forms of a noun and a verb.
    WithOtherForms,
}

/// What happens to the last consonant before a suffix that begins with a vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FinalConsonant {
    /// The consonant is doubled: referred.
    Double,
    /// Both spellings are correct: benefited, benefitted.
    DoubleOrNot,
    /// -c becomes -ck: mimicked.
    Ck,
}

/// Returns the entry of a lower-case word.
pub(super) fn look_up(word: &str) -> Option<&'static Irregular> {
    static TABLE: LazyLock<HashMap<String, Irregular>> =
        LazyLock::new(|| parse(include_str!("irregular.txt")).expect("the table's own tests parse it"));
    TABLE.get(word)
}

fn parse(text: &str) -> Result<HashMap<String, Irregular>, String> {
    let mut table = HashMap::new();
    let mut section = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if !line.is_empty() && !line.starts_with('#') {
            add_line(&mut table, section, line).map_err(|error| format!("line {}: {error}", index + 1))?;
        }
    }
    Ok(table)
}

/// Parses a line, `words: forms`. A token such as `+re` after a word adds the word with this prefix, and its forms with
/// the same prefix.
fn add_line(table: &mut HashMap<String, Irregular>, section: &str, line: &str) -> Result<(), String> {
    let (words, forms) = line.split_once(':').unwrap_or((line, ""));
    let mut base = "";
    for token in words.split_whitespace() {
        let prefix = token.strip_prefix('+').unwrap_or("");
        if prefix.is_empty() {
            base = token;
        }
        let entry = table.entry(format!("{prefix}{base}")).or_default();
        entry.prefix_len = entry.prefix_len.max(prefix.len());
        let forms = forms.split_whitespace().map(|form| format!("{prefix}{form}")).collect();
        add_to_entry(entry, section, forms).map_err(|error| format!("{prefix}{base}: {error}"))?;
    }
    Ok(())
}

/// Adds a line of `section` to the entry of a word. Returns an error if the section does not exist, lists the word
/// twice, or needs forms that are missing.
fn add_to_entry(entry: &mut Irregular, section: &str, forms: Vec<String>) -> Result<(), String> {
    let takes_forms = matches!(section, "all" | "s" | "past" | "ing" | "compare");
    if takes_forms == forms.is_empty() {
        return Err(format!("[{section}] {} forms after `:`", if takes_forms { "needs" } else { "does not take" }));
    }
    let is_duplicate = match section {
        "uninflected" | "all" => entry.all.replace(forms).is_some(),
        "s" => entry.s.replace(forms).is_some(),
        "past" => entry.past.replace(forms).is_some(),
        "ing" => entry.ing.replace(forms).is_some(),
        "compare" => entry.compare.replace(forms).is_some(),
        "noun" => std::mem::replace(&mut entry.is_noun, true),
        "adjective" => std::mem::replace(&mut entry.grade, Gradability::WithoutOtherForms) != Gradability::None,
        "gradable" => std::mem::replace(&mut entry.grade, Gradability::WithOtherForms) != Gradability::None,
        "double" => entry.final_consonant.replace(FinalConsonant::Double).is_some(),
        "double-or-not" => entry.final_consonant.replace(FinalConsonant::DoubleOrNot).is_some(),
        "ck" => entry.final_consonant.replace(FinalConsonant::Ck).is_some(),
        // The entry alone has an effect: the endings in `inflect.rs` apply only to words that are not in the table.
        "regular" => false,
        _ => return Err(format!("unknown section [{section}]")),
    };
    if is_duplicate { Err(format!("listed twice, the second time in [{section}]")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_valid() {
        let table = parse(include_str!("irregular.txt")).unwrap_or_else(|error| panic!("irregular.txt, {error}"));
        assert!(table.len() > 900, "{}", table.len());
        for (word, entry) in &table {
            let slots = [&entry.all, &entry.s, &entry.past, &entry.ing, &entry.compare];
            let words = slots.into_iter().flatten().flatten().chain([word]);
            for form in words {
                assert!(form.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}: {form}");
            }
            let others = entry.s.is_some() || entry.past.is_some() || entry.final_consonant.is_some();
            assert!(entry.all.is_none() || !others, "{word} is in [all] and in another section");
        }
    }

    #[test]
    fn mistakes_name_their_line() {
        assert_eq!(parse("# x\n[past]\ngive").unwrap_err(), "line 3: give: [past] needs forms after `:`");
        assert_eq!(parse("[double]\nrefer: x").unwrap_err(), "line 2: refer: [double] does not take forms after `:`");
        assert_eq!(parse("[pst]\ngive").unwrap_err(), "line 2: give: unknown section [pst]");
        assert_eq!(
            parse("[double]\nrefer\nrefer").unwrap_err(),
            "line 3: refer: listed twice, the second time in [double]"
        );
    }

    #[test]
    fn forms_take_the_prefix_of_the_word() {
        let table = parse("[past]\nrun +re +out: ran run").unwrap();
        assert_eq!(table["rerun"].past.as_deref(), Some(&["reran".to_owned(), "rerun".to_owned()][..]));
        assert_eq!(table["outrun"].prefix_len, 3);
        assert_eq!(table["run"].prefix_len, 0);
    }
}
