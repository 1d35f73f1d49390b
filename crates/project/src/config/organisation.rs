//! The section `[organisation]`: who writes the documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use wordgate_rules::Pattern;
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// The organisation that writes the documents.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Organisation {
    /// Its names and those of its products, as in a text: `Acme`, `Acme Cloud`. With names, the context `third-party`
    /// takes a statement about any other name for one about somebody else.
    #[schemars(with = "Vec<String>")]
    pub names: Vec<Spanned<String>>,
}

impl Organisation {
    /// Returns whether there are no names.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the patterns of names, each with the file that it is in.
    ///
    /// # Errors
    /// Every entry that is not a name.
    pub fn patterns<'e>(
        names: impl Iterator<Item = (&'e TomlFile, &'e Spanned<String>)>,
    ) -> Result<Vec<Pattern>, Vec<TomlError>> {
        let (mut patterns, mut mistakes) = (Vec::new(), Vec::new());
        for (file, name) in names {
            match Pattern::name(name.get_ref()) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => mistakes.push(file.error(name.span(), error.message).help(error.help)),
            }
        }
        if mistakes.is_empty() { Ok(patterns) } else { Err(mistakes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn names_that_are_none_are_mistakes() {
        let patterns = |text: &str| {
            let file = TomlFile::new("wordgate.toml", text);
            let config = Config::parse(&file).expect("a sound configuration");
            let names = config.organisation.names.iter().map(|name| (&file, name));
            Organisation::patterns(names).map_err(|mistakes| mistakes[0].one_line())
        };
        assert_eq!(patterns("").unwrap().len(), 0);
        assert_eq!(patterns("[organisation]\nnames = 'Acme'").unwrap().len(), 1);
        assert_eq!(patterns("organisation.names = ['Acme', 'AT&T', 'Acme Cloud']").unwrap().len(), 3);
        assert_eq!(
            patterns("[organisation]\nnames = ['Acme', '…']").unwrap_err(),
            "wordgate.toml:2:18: the name has no word (write the name as in a text, such as \"Acme\" or \"Acme Cloud\")"
        );
    }
}
