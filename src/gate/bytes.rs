//! What a byte of a document can be to a word.

/// What a byte is to a reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It stands between words.
    Separator,
    /// A letter or a digit.
    Letter,
    /// The first or a further byte of a character that is not ASCII.
    High,
    /// `&` and `\`, which may begin a letter that is spelled in another way.
    Spelling,
    /// A sign that is a word of its own.
    Sign,
    /// Markup that may stand inside a word.
    Markup,
}

/// For each byte its kind.
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            0x80.. => Kind::High,
            b'&' | b'\\' => Kind::Spelling,
            b'%' | b'#' | b'$' | b'+' | b'/' => Kind::Sign,
            b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'(' | b')' | b'!' => Kind::Markup,
            _ => Kind::Separator,
        };
        byte += 1;
    }
    kinds
};

/// For each letter or digit its lower case, for other bytes 0.
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if matches!(KINDS[byte], Kind::Letter) {
            lower[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    lower
};

pub(super) fn kind(byte: u8) -> Kind {
    KINDS[usize::from(byte)]
}

/// The lower case of a letter or digit.
pub(super) fn lower(byte: u8) -> Option<u8> {
    Some(LOWER[usize::from(byte)]).filter(|lower| *lower != 0)
}

/// Markup without a length of its own. The rest may have anything between its ends.
fn is_simple(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'[' | b']' | b'!')
}

/// Whether a word that ends before byte `at` may go on behind markup that begins there.
pub(super) fn is_opened(bytes: &[u8], at: usize) -> bool {
    let simple = bytes[at..].iter().take_while(|byte| is_simple(**byte)).count();
    let markup = &bytes[at..at + simple];
    match bytes.get(at + simple) {
        // A link's label or a note.
        _ if markup.contains(&b'[') => true,
        Some(b'<' | b'{') => true,
        Some(b'(') => markup.ends_with(b"]"),
        // Between letters a single `_` is one.
        Some(next) if markup == b"_" && kind(*next) == Kind::Letter => false,
        Some(next) => simple > 0 && matches!(kind(*next), Kind::Letter | Kind::High | Kind::Spelling),
        None => false,
    }
}

/// Whether a word that begins at byte `at` may have begun before markup that ends there.
pub(super) fn is_closed(bytes: &[u8], at: usize) -> bool {
    let simple = bytes[..at].iter().rev().take_while(|byte| is_simple(**byte)).count();
    let start = at - simple;
    let before = start.checked_sub(1).map(|before| bytes[before]);
    match before {
        _ if bytes[start..at].contains(&b']') => true,
        Some(b'>' | b'}' | b')') => true,
        Some(before) => simple > 0 && (matches!(kind(before), Kind::Letter | Kind::High) || before == b';'),
        None => false,
    }
}
