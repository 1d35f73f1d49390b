//! The table of English words that do not inflect by the spelling rules.
//!
//! The table is text (`irregular.txt`), so that a word is added without touching code. It is parsed once, on first use;
//! its mistakes are found by this module's tests, not by users.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Forms that replace the regular ones of one slot.
pub(super) type IrregularForms = Option<Vec<String>>;

/// How a word departs from the spelling rules. The default departs in nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Irregular {
    /// Every form besides the word itself; the other slots say nothing then.
    pub(super) all: IrregularForms,
    /// The plural, or the verb form after "he".
    pub(super) s: IrregularForms,
    /// The past and the past participle.
    pub(super) past: IrregularForms,
    /// The -ing form.
    pub(super) ing: IrregularForms,
    /// The comparative and the superlative.
    pub(super) compare: IrregularForms,
    /// Whether -er and -est are added.
    pub(super) grade: Grade,
    /// What happens to the last consonant before a suffix that begins with a vowel.
    pub(super) joint: Option<FinalConsonant>,
    /// The length of the prefix in bytes, for a word that doubles its last consonant as the word after the prefix does.
    pub(super) prefix_len: usize,
}

/// Whether a word is compared with -er and -est.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grade {
    /// It is not.
    #[default]
    None,
    /// It is, and has no other forms.
    Only,
    /// It is, and has the forms of a noun and a verb as well.
    Also,
}

/// What happens to the last consonant before a suffix that begins with a vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FinalConsonant {
    /// It is doubled: referred.
    Double,
    /// It is doubled or not: benefited, benefitted.
    DoubleOrNot,
    /// -c becomes -ck: mimicked.
    Ck,
}

/// What the table says about a lower-case word.
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
        set(entry, section, forms).map_err(|error| format!("{prefix}{base}: {error}"))?;
    }
    Ok(())
}

/// Records what `section` says about a word: an error when it says it twice or does not exist.
fn set(entry: &mut Irregular, section: &str, forms: Vec<String>) -> Result<(), String> {
    let takes_forms = matches!(section, "all" | "s" | "past" | "ing" | "compare");
    if takes_forms == forms.is_empty() {
        return Err(format!("[{section}] is {} list of forms", if takes_forms { "a" } else { "no" }));
    }
    let twice = match section {
        "uninflected" | "all" => entry.all.replace(forms).is_some(),
        "s" => entry.s.replace(forms).is_some(),
        "past" => entry.past.replace(forms).is_some(),
        "ing" => entry.ing.replace(forms).is_some(),
        "compare" => entry.compare.replace(forms).is_some(),
        "adjective" => std::mem::replace(&mut entry.grade, Grade::Only) != Grade::None,
        "gradable" => std::mem::replace(&mut entry.grade, Grade::Also) != Grade::None,
        "double" => entry.joint.replace(FinalConsonant::Double).is_some(),
        "double-or-not" => entry.joint.replace(FinalConsonant::DoubleOrNot).is_some(),
        "ck" => entry.joint.replace(FinalConsonant::Ck).is_some(),
        "regular" => false,
        _ => return Err(format!("no such section: [{section}]")),
    };
    if twice { Err(format!("said twice, the second time in [{section}]")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let table = parse(include_str!("irregular.txt")).unwrap_or_else(|error| panic!("irregular.txt, {error}"));
        assert!(table.len() > 900, "{}", table.len());
        for (word, entry) in &table {
            let slots = [&entry.all, &entry.s, &entry.past, &entry.ing, &entry.compare];
            let words = slots.into_iter().flatten().flatten().chain([word]);
            for form in words {
                assert!(form.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}: {form}");
            }
            let others = entry.s.is_some() || entry.past.is_some() || entry.joint.is_some();
            assert!(entry.all.is_none() || !others, "{word} has [all] its forms and more");
        }
    }

    #[test]
    fn mistakes_name_their_line() {
        assert_eq!(parse("# x\n[past]\ngive").unwrap_err(), "line 3: give: [past] is a list of forms");
        assert_eq!(parse("[double]\nrefer: x").unwrap_err(), "line 2: refer: [double] is no list of forms");
        assert_eq!(parse("[pst]\ngive").unwrap_err(), "line 2: give: no such section: [pst]");
        assert_eq!(
            parse("[double]\nrefer\nrefer").unwrap_err(),
            "line 3: refer: said twice, the second time in [double]"
        );
    }

    #[test]
    fn prefixes_carry_over_to_the_forms() {
        let table = parse("[past]\nrun +re +out: ran run").unwrap();
        assert_eq!(table["rerun"].past.as_deref(), Some(&["reran".to_owned(), "rerun".to_owned()][..]));
        assert_eq!(table["outrun"].prefix_len, 3);
        assert_eq!(table["run"].prefix_len, 0);
    }
}
