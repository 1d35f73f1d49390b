//! Templates for messages and suggestions, with placeholders for the matched words.
//!
//! `{name}` is the text that the term set `name` matched, `{match}` is the whole match, and `{~word}` is `word` in the
//! form of the first inflected word of the match: if `list~` matched "listing", `{~index}` is "indexing".

use super::pattern::PatternError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A text with placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    source: String,
    pieces: Vec<TemplatePiece>,
}

/// Literal text or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePiece {
    Text(String),
    /// The name in a `{name}` placeholder.
    Capture(String),
    /// The word in a `{~word}` placeholder, which takes the form of the matched word.
    Inflected(String),
}

impl Template {
    /// Parses a template. `{{` and `}}` are literal braces.
    ///
    /// # Errors
    /// A brace that is not part of a placeholder, or an invalid name.
    pub fn parse(source: &str) -> Result<Template, PatternError> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut chars = source.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let doubled = matches!(c, '{' | '}') && chars.next_if(|(_, next)| *next == c).is_some();
            if doubled || !matches!(c, '{' | '}') {
                text.push(c);
                continue;
            }
            let name = source[at + 1..].split_once('}').map(|(name, _)| name);
            let is_valid = |name: &str| is_name(name.strip_prefix('~').unwrap_or(name));
            let Some(name) = name.filter(|name| c == '{' && is_valid(name)) else {
                let message = format!("`{c}` is not part of a placeholder such as `{{match}}`");
                let help = "write `{match}`, or `{name}` with the name of a term set; `{{` and `}}` are literal braces";
                return Err(PatternError { at: at..at + 1, message, help: help.into() });
            };
            if !text.is_empty() {
                pieces.push(TemplatePiece::Text(std::mem::take(&mut text)));
            }
            pieces.push(match name.strip_prefix('~') {
                Some(word) => TemplatePiece::Inflected(word.to_owned()),
                None => TemplatePiece::Capture(name.to_owned()),
            });
            chars.by_ref().take(name.len() + 1).for_each(drop);
        }
        if !text.is_empty() {
            pieces.push(TemplatePiece::Text(text));
        }
        Ok(Template { source: source.to_owned(), pieces })
    }

    /// Returns the text of the template in the rule.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the names in `{name}` placeholders, including `match`.
    pub fn names(&self) -> BTreeSet<&str> {
        let captures = self.pieces.iter().filter_map(|piece| match piece {
            TemplatePiece::Capture(name) => Some(name.as_str()),
            TemplatePiece::Text(_) | TemplatePiece::Inflected(_) => None,
        });
        captures.collect()
    }

    /// Returns the words in `{~word}` placeholders.
    pub fn inflected(&self) -> impl Iterator<Item = &str> {
        self.pieces
            .iter()
            .filter_map(|piece| if let TemplatePiece::Inflected(word) = piece { Some(word.as_str()) } else { None })
    }

    /// Returns whether the template starts with matched text.
    pub fn starts_with_capture(&self) -> bool {
        matches!(self.pieces.first(), Some(TemplatePiece::Capture(_)))
    }

    /// Returns whether the template asks for a fact that only the writer knows, written `<like this>`.
    pub fn needs_facts(&self) -> bool {
        // Longer text between angle brackets is not a placeholder, but two unrelated signs.
        let placeholder = |text: &str| {
            text.split('<').skip(1).any(|rest| {
                rest.split_once('>').is_some_and(|(name, _)| {
                    name.starts_with(char::is_alphabetic) && !name.contains(['\n', '=']) && name.len() <= 60
                })
            })
        };
        self.pieces.iter().any(|piece| matches!(piece, TemplatePiece::Text(text) if placeholder(text)))
    }

    /// Fills in the template: `value` gives the text for each name, and `inflect` the form of each `{~word}`. Returns
    /// `None` if either returns `None`.
    pub fn render<'v>(
        &self,
        value: impl Fn(&str) -> Option<&'v str>,
        inflect: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                TemplatePiece::Text(text) => out.push_str(text),
                TemplatePiece::Capture(name) => out.push_str(value(name)?),
                TemplatePiece::Inflected(word) => out.push_str(&inflect(word)?),
            }
        }
        Some(out)
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(source: String) -> Result<Template, String> {
        Template::parse(&source).map_err(|error| error.message)
    }
}

impl From<Template> for String {
    fn from(template: Template) -> String {
        template.source
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_placeholders() {
        let template = Template::parse("powered by {model} {{x}}").unwrap();
        assert_eq!(template.names().into_iter().collect::<Vec<_>>(), ["model"]);
        assert_eq!(template.render(|_| Some("GPT-5.5"), |_| None).unwrap(), "powered by GPT-5.5 {x}");
        assert_eq!(template.render(|_| None, |_| None), None);
        let template = Template::parse("{~allow-list} {match}").unwrap();
        assert_eq!(template.names().into_iter().collect::<Vec<_>>(), ["match"]);
        assert_eq!(template.inflected().collect::<Vec<_>>(), ["allow-list"]);
        assert_eq!(template.render(|_| Some("x"), |word| Some(format!("{word}s"))).unwrap(), "allow-lists x");
    }

    #[test]
    fn locates_a_brace_outside_of_a_placeholder() {
        assert_eq!(Template::parse("a } b").unwrap_err().at, 2..3);
        assert_eq!(Template::parse("a {b c} d").unwrap_err().at, 2..3);
        assert_eq!(Template::parse("a {~} d").unwrap_err().at, 2..3);
    }

    #[test]
    fn recognises_missing_facts() {
        let needs = |text| Template::parse(text).unwrap().needs_facts();
        assert!(needs("certified by <body> on <date>"));
        assert!(!needs("a < b > c"));
        assert!(!needs("<3"));
    }
}
