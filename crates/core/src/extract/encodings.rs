//! Lists what the extractors decode, for the test that the gate decodes it too.
//!
//! The list is not written by hand: it has every source text of some usual forms that a [`Spelling`] decodes. So an
//! extractor that learns to decode something new is tested without a change here.

use super::entity::ReferenceSyntax;
use super::spelling::Spelling;
use std::collections::BTreeSet;

/// A source text that an extractor decodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Encoding {
    /// The name of the syntax.
    pub syntax: String,
    /// The source text, such as `\x64`.
    pub source: String,
    /// What it decodes to.
    pub text: String,
}

/// Returns the escapes and character references of every syntax: those with a name, and the numeric ones of `letters`.
pub fn encodings(letters: &str) -> BTreeSet<Encoding> {
    let spellings = || std::iter::successors(Some(Spelling::Plain), |spelling| next(*spelling));
    let is_special = |sign: &char| spellings().any(|spelling| spelling.find_special(&sign.to_string()).is_some());
    let signs: BTreeSet<char> = ('\0'..'\u{80}').filter(is_special).collect();
    let candidates = candidates(&signs, letters);
    let decoded = |spelling: Spelling| {
        candidates.iter().filter_map(move |source| {
            let decoded = spelling.decode(source).filter(|decoded| decoded.len == source.len())?;
            Some(Encoding { syntax: format!("{spelling:?}"), source: source.clone(), text: decoded.text.into_owned() })
        })
    };
    spellings().flat_map(decoded).collect()
}

/// Returns the spelling after another one in a list of all.
fn next(spelling: Spelling) -> Option<Spelling> {
    Some(match spelling {
        Spelling::Plain => Spelling::Literal,
        Spelling::Literal => Spelling::Unparsed,
        Spelling::Unparsed => Spelling::Escapes,
        Spelling::Escapes => Spelling::AsciiDoc,
        Spelling::AsciiDoc => Spelling::References(ReferenceSyntax::Markdown),
        Spelling::References(ReferenceSyntax::Markdown) => Spelling::References(ReferenceSyntax::HtmlText),
        Spelling::References(ReferenceSyntax::HtmlText) => Spelling::References(ReferenceSyntax::HtmlAttribute),
        Spelling::References(ReferenceSyntax::HtmlAttribute) => Spelling::SingleQuoted,
        Spelling::SingleQuoted => Spelling::DoubleQuoted,
        Spelling::DoubleQuoted => Spelling::Script('"'),
        Spelling::Script('"') => Spelling::Script('\''),
        Spelling::Script('\'') => Spelling::Script('`'),
        Spelling::Script(_) => Spelling::Backslashes,
        Spelling::Backslashes => return None,
    })
}

/// Returns texts that begin with one of the signs, or are names of entities, and so may encode something.
fn candidates(signs: &BTreeSet<char>, letters: &str) -> BTreeSet<String> {
    let ascii = || (0..128).map(char::from);
    let prefixes: Vec<String> = ascii().map(String::from).chain(["", "#x", "#X"].map(str::to_owned)).collect();
    let digits = letters.chars().flat_map(|letter| {
        let code = u32::from(letter);
        let units: Vec<String> = letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04x}")).collect();
        [format!("{code:02x}"), format!("{code:04X}"), format!("{code:08x}"), format!("{{{code:x}}}")]
            .into_iter()
            .chain([format!("{code:x};"), format!("{code};"), format!("{code}"), format!("{code:03o}")])
            .chain([units.join("\\u")])
    });
    let digits: BTreeSet<String> = digits.collect();
    let mut candidates = BTreeSet::new();
    for sign in signs {
        candidates.extend(ascii().map(|c| format!("{sign}{c}")));
        candidates.insert(format!("{sign}\r\n"));
        candidates.extend(
            digits.iter().flat_map(|digits| prefixes.iter().map(move |prefix| format!("{sign}{prefix}{digits}"))),
        );
    }
    let names = htmlize::ENTITIES.keys().filter_map(|name| str::from_utf8(name).ok());
    candidates.extend(names.map(str::to_owned));
    candidates
}
