//! What a pattern stands for once its inflections and term sets are written out, for `explain`.

use super::node::{Case, Node};
use super::pattern::Pattern;
use std::collections::BTreeMap;

/// Signs that mean something in a pattern unless they are escaped.
const OPERATORS: &[char] = &['(', ')', '[', ']', '|', '&', '@', '~', '\'', '\\'];

/// A pattern written out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Expansion {
    /// The pattern as the rule writes it.
    pub pattern: String,
    /// The pattern with every form of its words; term sets stay names.
    pub expanded: String,
    /// The terms of each set in it, written out, by the name of the set.
    pub sets: BTreeMap<String, Vec<String>>,
}

impl Pattern {
    /// The pattern written out.
    pub fn expansion(&self) -> Expansion {
        let mut sets = BTreeMap::new();
        let parts: Vec<String> = self.parts.iter().map(|part| written(part, &mut sets)).collect();
        Expansion { pattern: self.source.clone(), expanded: parts.join(" & "), sets }
    }
}

/// A node in the pattern language; the term sets in it are added to `sets`.
fn written(node: &Node, sets: &mut BTreeMap<String, Vec<String>>) -> String {
    match node {
        Node::Word(word) => {
            let possessive = if word.possessive { "'s" } else { "" };
            let shown = |form: &String| match word.case {
                Case::Exact => format!("'{}'", escaped(&format!("{form}{possessive}"), &['\'', '\\'])),
                Case::Any | Case::Smart => format!("{}{possessive}", plain(form)),
            };
            let forms: Vec<String> = word.forms.iter().map(shown).collect();
            if forms.len() == 1 { forms[0].clone() } else { format!("({})", forms.join("|")) }
        }
        Node::Mark { mark, .. } if OPERATORS.contains(mark) => format!("\\{mark}"),
        Node::Mark { mark, .. } => mark.to_string(),
        Node::Gap(words) => format!("..{words}"),
        Node::Seq(nodes) => {
            let items: Vec<String> =
                nodes.iter().filter(|node| !is_optional_dash(node)).map(|node| written(node, sets)).collect();
            items.join(" ")
        }
        Node::Alt(nodes) => format!("({})", nodes.iter().map(|node| written(node, sets)).collect::<Vec<_>>().join("|")),
        Node::Opt(inner) => match &**inner {
            Node::Alt(_) => {
                let inner = written(inner, sets);
                format!("[{}]", &inner[1..inner.len() - 1])
            }
            other => format!("[{}]", written(other, sets)),
        },
        Node::Set { name, node, .. } => {
            if !sets.contains_key(name) {
                sets.insert(name.clone(), Vec::new());
                let terms: Vec<String> = match &**node {
                    Node::Alt(terms) => terms.iter().map(|term| written(term, sets)).collect(),
                    term => vec![written(term, sets)],
                };
                sets.insert(name.clone(), terms);
            }
            format!("@{name}")
        }
    }
}

/// A word outside of quotes. What is an operator in a pattern may be part of an opaque word.
fn plain(form: &str) -> String {
    if form.contains(char::is_alphanumeric) && form.contains(|c| c != '\'' && OPERATORS.contains(&c) || c == '.') {
        escaped(form, OPERATORS).replace("..", "\\.\\.")
    } else {
        form.to_owned()
    }
}

fn escaped(text: &str, signs: &[char]) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        out.extend(signs.contains(&c).then_some('\\'));
        out.push(c);
    }
    out
}

/// The dash that may stand in a hyphenated word is understood, not shown.
fn is_optional_dash(node: &Node) -> bool {
    matches!(node, Node::Opt(inner) if matches!(**inner, Node::Mark { glued: true, .. }))
}

#[cfg(test)]
mod tests {
    use crate::{Case, Pattern, PatternContext};

    #[test]
    fn every_form_is_written_out() {
        let cases = [
            ("access~ [to|for] it", "(access|accessed|accesses|accessing) [to|for] it"),
            ("pass-through .. x", "(pass through|passthrough) ..3 x"),
            ("a-х\u{344}", "(a х\u{308}\u{301}|aẍ\u{301})"),
            ("'SOC 2' & (a|b c)", "'SOC' '2' & (a|b c)"),
            ("OpenAI's", "openai's"),
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
