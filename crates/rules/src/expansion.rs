//! Writes out the inflected forms and term sets of a pattern, for `wordgate explain`.
//!
//! For example, `access~ to @model` becomes `(access|accessed|accesses|accessing) to @model` with the terms of `model`.

use super::classes;
use super::node::{Case, Node, Shape, Word};
use super::pattern::Pattern;
use std::collections::BTreeMap;
use wordgate_text::prose::{Joint, is_unspaced};

/// Characters that are operators in a pattern unless they are escaped.
const OPERATORS: &[char] = &['(', ')', '[', ']', '|', '&', '@', '~', '*', '\'', '\\'];

/// A pattern with its inflected forms and term sets written out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Expansion {
    /// The text of the pattern in the rule.
    pub pattern: String,
    /// The pattern with every form of its words. Term sets are still names.
    pub expanded: String,
    /// The expanded terms of each set that the pattern uses, by the name of the set.
    pub sets: BTreeMap<String, Vec<String>>,
}

impl Pattern {
    /// Writes out the inflected forms and term sets of the pattern.
    pub fn expansion(&self) -> Expansion {
        let mut sets = BTreeMap::new();
        let parts: Vec<String> = self.parts.iter().map(|part| expand(part, &mut sets)).collect();
        Expansion { pattern: self.source.clone(), expanded: parts.join(" & "), sets }
    }
}

/// Writes a node in the pattern language and adds its term sets to `sets`.
fn expand(node: &Node, sets: &mut BTreeMap<String, Vec<String>>) -> String {
    match node {
        Node::Word(word) if word.shape != Shape::Whole => expand_part(word),
        Node::Word(word) => {
            let possessive = if word.possessive { "'s" } else { "" };
            let expand_form = |form: &String| match word.case {
                Case::Exact => format!("'{}'", escape(&format!("{form}{possessive}"), &['\'', '\\'])),
                Case::Any | Case::Smart => format!("{}{possessive}", escape_plain(form)),
            };
            let forms: Vec<String> = word.forms.iter().map(expand_form).collect();
            if forms.len() == 1 { forms[0].clone() } else { format!("({})", forms.join("|")) }
        }
        Node::Seq(nodes) if is_word_part(nodes) => {
            let words = nodes.iter().filter_map(|node| if let Node::Word(word) = node { Some(word) } else { None });
            words.map(|word| expand_part(word)).collect::<Vec<_>>().join("-")
        }
        Node::Mark { mark, .. } if OPERATORS.contains(mark) => format!("\\{mark}"),
        Node::Mark { mark, .. } => mark.to_string(),
        Node::Gap(words) => format!("..{words}"),
        Node::Seq(nodes) => {
            nodes.iter().filter(|node| !is_optional_dash(node)).fold(String::new(), |mut out, node| {
                let item = expand(node, sets);
                // Scripts without spaces are written without them, too.
                let is_glued = out.ends_with(is_unspaced) && item.starts_with(is_unspaced);
                out.push_str(if out.is_empty() || is_glued { "" } else { " " });
                out + &item
            })
        }
        Node::Alt(nodes) => format!("({})", nodes.iter().map(|node| expand(node, sets)).collect::<Vec<_>>().join("|")),
        Node::Opt(inner) => match &**inner {
            Node::Alt(_) => {
                let inner = expand(inner, sets);
                format!("[{}]", &inner[1..inner.len() - 1])
            }
            other => format!("[{}]", expand(other, sets)),
        },
        Node::Set { name, node, .. } => {
            if !sets.contains_key(name) {
                sets.insert(name.clone(), Vec::new());
                if let Some(examples) = classes::examples(name) {
                    sets.insert(name.clone(), examples);
                    return format!("@{name}");
                }
                let terms: Vec<String> = match &**node {
                    Node::Alt(terms) => terms.iter().map(|term| expand(term, sets)).collect(),
                    term => vec![expand(term, sets)],
                };
                sets.insert(name.clone(), terms);
            }
            format!("@{name}")
        }
    }
}

/// Writes one word of a word part: the `non` or the `*` of `non-*`.
fn expand_part(word: &Word) -> String {
    let form = escape_plain(word.forms.first().map_or("", String::as_str));
    match word.shape {
        Shape::Whole | Shape::Number => form,
        Shape::Start => format!("{form}*"),
        Shape::End => format!("*{form}"),
    }
}

/// Returns whether a sequence is a hyphenated word part, such as `non-*`.
fn is_word_part(nodes: &[Node]) -> bool {
    let is_joined = |node: &Node| match node {
        Node::Word(word) => word.joint == Some(Joint::Hyphen),
        Node::Opt(inner) => is_more_parts(inner),
        _ => false,
    };
    nodes.iter().any(|node| matches!(node, Node::Word(word) if word.shape != Shape::Whole))
        && nodes.iter().skip(1).all(is_joined)
}

/// Returns whether a node is the optional rest of a hyphenated word part.
fn is_more_parts(node: &Node) -> bool {
    match node {
        Node::Word(word) => word.shape == Shape::Start && word.joint == Some(Joint::Hyphen),
        Node::Seq(nodes) => is_word_part(nodes),
        _ => false,
    }
}

/// Escapes a word outside of quotes. An opaque word, such as a path or a URL, may contain operators.
fn escape_plain(form: &str) -> String {
    if form.contains(char::is_alphanumeric) && form.contains(|c| c != '\'' && OPERATORS.contains(&c) || c == '.') {
        escape(form, OPERATORS).replace("..", "\\.\\.")
    } else {
        form.to_owned()
    }
}

fn escape(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        out.extend(special.contains(&c).then_some('\\'));
        out.push(c);
    }
    out
}

/// Returns whether the node is the optional dash in a hyphenated word such as `pass-through`. The expansion omits it,
/// because every hyphenated word has it.
fn is_optional_dash(node: &Node) -> bool {
    matches!(node, Node::Opt(inner) if matches!(**inner, Node::Mark { glued: true, .. }))
}

#[cfg(test)]
mod tests {
    use crate::{Case, Pattern, PatternContext};

    #[test]
    fn expands_every_form() {
        let cases = [
            ("access~ [to|for] it", "(access|accessed|accesses|accessing) [to|for] it"),
            ("pass-through .. x", "(pass through|passthrough) ..3 x"),
            ("a-х\u{344}", "(a х\u{308}\u{301}|aẍ\u{301})"),
            ("'SOC 2' & (a|b c)", "'SOC' '2' & (a|b c)"),
            ("OpenAI's", "openai's"),
            ("OpenAIモデルに 直接アクセス", "openai モデルに直接アクセス"),
            ("#-tag +-style", "# tag + style"),
            (r"\@acme/kit C:\\a \.\./b x\(\)", r"\@acme/kit c:\\a \.\./b x\(\)"),
            (r"'C:\\a' --x=1 a=\[b\]", r"'C:\\a' --x=1 a=\[b\]"),
            ("'aren\\'t so' C\\+\\+ \\& \\(c", "'aren\\'t' 'so' c + + \\& \\( c"),
        ];
        for (pattern, expected) in cases {
            let pattern = Pattern::parse(pattern, PatternContext::Rule, Case::Any).unwrap();
            assert_eq!(pattern.expansion().expanded, expected);
        }
    }
}
