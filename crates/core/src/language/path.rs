//! Reads the language of a document from its path, where the path certainly names one.
//!
//! Translations lie in a folder with the code of their language (`docs/ja/intro.md`, `content/pt-BR/`), or have the code
//! before the extension (`intro.de.md`). A file that is named by a code alone (`fr.json`) counts in a folder of
//! translations, and so does a code after `README_`. Catalogues may have the code at the end (`messages_de.properties`).
//! A code elsewhere in a name is left alone: `get_id.md` is not Indonesian.

use wordgate_text::language::Language;

/// Folders whose files may be named by their language alone.
#[rustfmt::skip]
const TRANSLATIONS: [&str; 11] = [
    "_locales", "i18n", "l10n", "lang", "langs", "languages", "locale", "locales", "messages", "strings", "translations",
];

/// Extensions of files that hold the messages of one language, whatever folder they are in.
const CATALOGUES: [&str; 6] = ["arb", "ftl", "po", "properties", "xlf", "xliff"];

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
    let (stem, extension) = name.rsplit_once('.')?;
    if let Some((_, last)) = stem.rsplit_once('.') {
        return Language::of_name(last);
    }
    let is_catalogue = CATALOGUES.contains(&extension);
    if is_catalogue || TRANSLATIONS.contains(&parent) {
        // `messages_de_CH.properties`
        let suffixes = stem.match_indices('_').filter(|_| is_catalogue).map(|(at, _)| &stem[at + 1..]);
        return [stem].into_iter().chain(suffixes).find_map(Language::of_name);
    }
    let suffix = stem.get("readme".len()..).filter(|_| stem.get(.."readme".len()).is_some_and(is_readme))?;
    Language::of_name(suffix.strip_prefix(['-', '_'])?)
}

fn is_readme(name: &str) -> bool {
    name.eq_ignore_ascii_case("readme")
}

/// Returns the language of a folder. Android has `values-fr`, `values-pt-rBR` and `values-b+sr+Latn`, Apple `fr.lproj`.
fn of_folder(name: &str) -> Option<Language> {
    match name.strip_prefix("values-") {
        Some(tag) => Language::of_name(tag.trim_start_matches("b+").split(['-', '+']).next()?),
        None => Language::of_name(name.strip_suffix(".lproj").unwrap_or(name)),
    }
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
            ("app/res/values-fr/strings.xml", "fr"),
            ("app/res/values-pt-rBR/strings.xml", "pt"),
            ("app/res/values-b+sr+Latn/strings.xml", "sr"),
            ("app/res/values-land/strings.xml", ""),
            ("app/res/values-v21/strings.xml", ""),
            ("app/res/values-mcc262-de/strings.xml", ""),
            ("App/zh-Hans.lproj/Localizable.strings", "zh"),
            ("App/Base.lproj/Main.strings", ""),
            ("src/messages_de.properties", "de"),
            ("src/my_app_messages_pt_BR.properties", "pt"),
            ("src/log_config.properties", ""),
            ("lib/l10n/app_de.arb", "de"),
            ("po/sv.po", "sv"),
            ("po/zh_CN.po", "zh"),
            ("locale/fr/LC_MESSAGES/django.po", "fr"),
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
