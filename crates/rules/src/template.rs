//! Templates: messages and rewordings with the matched words filled in.
//!
//! `{name}` is what a term set matched, `{match}` the whole match, `{~word}` a word in the form of the first inflected
//! word of the match.

use super::pattern::PatternError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A text with places for `{match}` and for captures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    source: String,
    pieces: Vec<TemplatePiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePiece {
    Text(String),
    Capture(String),
    /// A word that takes the form of the matched one.
    Inflected(String),
}

impl Template {
    /// Reads a template; `{{` and `}}` are the brackets themselves.
    ///
    /// # Errors
    /// A bracket without its partner, or an empty name.
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
            let bare = |name: &str| is_name(name.strip_prefix('~').unwrap_or(name));
            let Some(name) = name.filter(|name| c == '{' && bare(name)) else {
                let help = "write `{match}` or the name of a term set as `{name}`; `{{` and `}}` are the signs".into();
                return Err(PatternError { at: at..at + 1, message: format!("`{c}` has no partner"), help });
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

    /// The template as the rule writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names in it.
    pub fn names(&self) -> BTreeSet<&str> {
        let captures = self.pieces.iter().filter_map(|piece| match piece {
            TemplatePiece::Capture(name) => Some(name.as_str()),
            TemplatePiece::Text(_) | TemplatePiece::Inflected(_) => None,
        });
        captures.collect()
    }

    /// The words that take the form of the matched one.
    pub fn inflected(&self) -> impl Iterator<Item = &str> {
        self.pieces
            .iter()
            .filter_map(|piece| if let TemplatePiece::Inflected(word) = piece { Some(word.as_str()) } else { None })
    }

    /// Whether it begins with what was matched.
    pub fn starts_with_capture(&self) -> bool {
        matches!(self.pieces.first(), Some(TemplatePiece::Capture(_)))
    }

    /// Whether a fact is missing that only the writer knows, written `<like this>`.
    pub fn needs_facts(&self) -> bool {
        let placeholder = |text: &str| {
            text.split('<').skip(1).any(|rest| {
                rest.split_once('>').is_some_and(|(name, _)| {
                    name.starts_with(char::is_alphabetic) && !name.contains(['\n', '=']) && name.len() <= 60
                })
            })
        };
        self.pieces.iter().any(|piece| matches!(piece, TemplatePiece::Text(text) if placeholder(text)))
    }

    /// The text with each name replaced by what `value` gives, and each word to inflect by what `inflect` gives; `None`
    /// when one of them has nothing.
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
    fn fills_names_in() {
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
    fn a_lone_bracket_is_placed() {
        assert_eq!(Template::parse("a } b").unwrap_err().at, 2..3);
        assert_eq!(Template::parse("a {b c} d").unwrap_err().at, 2..3);
        assert_eq!(Template::parse("a {~} d").unwrap_err().at, 2..3);
    }

    #[test]
    fn facts_are_seen() {
        let needs = |text| Template::parse(text).unwrap().needs_facts();
        assert!(needs("certified by <body> on <date>"));
        assert!(!needs("a < b > c"));
        assert!(!needs("<3"));
    }
}
