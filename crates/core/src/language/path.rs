//! Reads the language of a document from its path, where the path certainly names one.
//!
//! Translations lie in a folder with the code of their language (`docs/ja/intro.md`, `content/pt-BR/`), or have the code
//! before the extension (`intro.de.md`). A file that is named by a code alone (`fr.json`) counts in a folder of
//! translations, and so does a code after `README_`. A code elsewhere in a name is left alone: `get_id.md` is not
//! Indonesian.

use wordgate_text::language::Language;

/// Folders whose files may be named by their language alone.
#[rustfmt::skip]
const TRANSLATIONS: [&str; 11] = [
    "_locales", "i18n", "l10n", "lang", "langs", "languages", "locale", "locales", "messages", "strings", "translations",
];

/// Returns the language that a path with forward slashes names. Of several folders, the innermost counts whose name has
/// no other meaning.
pub fn of_path(path: &str) -> Option<Language> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = folders.rsplit('/').next().unwrap_or_default();
    of_name(name, parent).or_else(|| {
        let folders = || folders.rsplit('/').filter_map(of_folder);
        folders().find(|language| !language.is_ambiguous()).or_else(|| folders().next())
    })
}

/// Returns the language that a name of a file has before its extension.
fn of_name(name: &str, parent: &str) -> Option<Language> {
    let (stem, _) = name.rsplit_once('.')?;
    if let Some((_, last)) = stem.rsplit_once('.') {
        return of_folder(last);
    }
    if TRANSLATIONS.contains(&parent) {
        return of_folder(stem);
    }
    let suffix = stem.get("readme".len()..).filter(|_| stem.get(.."readme".len()).is_some_and(is_readme))?;
    of_folder(suffix.strip_prefix(['-', '_'])?)
}

fn is_readme(name: &str) -> bool {
    name.eq_ignore_ascii_case("readme")
}

/// Returns the language of a folder that is named by a tag: `ja`, `pt-BR`, `zh_Hans`. The language is in lower case, and
/// the rest is a script, a region or a number.
fn of_folder(name: &str) -> Option<Language> {
    let is_short = (2..=12).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_short {
        return None;
    }
    let mut parts = name.split(['-', '_']);
    let primary = parts.next()?;
    let is_region = |part: &str| match part.len() {
        2 | 4 => part.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    // Of the longer codes, few are used in paths, and most words of three letters are no code.
    let is_code = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_code && parts.all(is_region)).then(|| Language::parse(name)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_language_only_where_it_is_certain() {
        let cases = [
            ("docs/ja/intro.md", "ja"),
            ("ja/intro.md", "ja"),
            ("content/pt-BR/docs/x.md", "pt"),
            ("content/zh_Hans/x.md", "zh"),
            ("content/es-419/x.md", "es"),
            ("intro.de.md", "de"),
            ("docs/fr/intro.de.md", "de"),
            ("locales/fr.json", "fr"),
            ("i18n/fr.md", "fr"),
            ("docs/fr.md", ""),
            ("README_zh.md", "zh"),
            ("readme-pt-BR.md", "pt"),
            ("README.ja.md", "ja"),
            ("docs/ja/ml/x.md", "ja"),
            ("ml/x.md", "ml"),
            ("get_id.md", ""),
            ("docs/JA/x.md", ""),
            ("docs/js/x.md", ""),
            ("docs/api/x.md", ""),
            ("docs/en-route/x.md", ""),
            ("v1.2.md", ""),
            ("ja", ""),
            ("ja.md", ""),
            ("", ""),
            ("é/ü.md", ""),
            ("readmé.md", ""),
        ];
        for (path, expected) in cases {
            let code = of_path(path).map(|language| language.code().to_owned());
            assert_eq!(code.unwrap_or_default(), expected, "{path}");
        }
    }
}
