//! What a byte of a document can be to a word.

/// What a byte is to a reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteClass {
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
const KINDS: [ByteClass; 256] = {
    let mut kinds = [ByteClass::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => ByteClass::Letter,
            0x80.. => ByteClass::High,
            b'&' | b'\\' => ByteClass::Spelling,
            b'%' | b'#' | b'$' | b'+' | b'/' => ByteClass::Sign,
            b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'(' | b')' | b'!' | b'|' => {
                ByteClass::Markup
            }
            _ => ByteClass::Separator,
        };
        byte += 1;
    }
    kinds
};

pub(super) fn byte_class(byte: u8) -> ByteClass {
    KINDS[usize::from(byte)]
}

/// The letters and digits of ASCII that eight bytes begin with.
pub(super) struct Letters {
    /// How many.
    pub count: usize,
    /// They in lower case, filled up with zeros; the first one is lowest.
    pub lower: u64,
}

impl Letters {
    /// Looks at the bytes at `at`, all eight at once: words are short, so this is all there is to most.
    pub fn at(bytes: &[u8], at: usize) -> Letters {
        let block = eight(bytes, at);
        let lower = block | each(0x20);
        let letters = in_range(lower, b'a', b'z') | in_range(block, b'0', b'9');
        let count = (!letters & each(0x80)).trailing_zeros() as usize / 8;
        let kept = if count == 8 { u64::MAX } else { (1 << (8 * count)) - 1 };
        Letters { count, lower: lower & kept }
    }
}

/// The eight bytes at `at`, the first one lowest; behind the end there are zeros.
pub(super) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(block) => u64::from_le_bytes(block.try_into().expect("the range is eight bytes long")),
        None => {
            let rest = &bytes[at..];
            let mut block = [0; 8];
            block[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(block)
        }
    }
}

/// A word of eight equal bytes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is ASCII and in the range.
fn in_range(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & each(0x7F);
    let from_first = low + each(0x80 - first);
    let behind_last = low + each(0x7F - last);
    from_first & !behind_last & !bytes & each(0x80)
}

/// Markup without a length of its own. The rest may have anything between its ends.
fn is_simple(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'[' | b']' | b'!')
}

/// Whether markup may begin or end here that hides words, or takes away what stands between two.
pub(super) fn is_loose(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'(' | b')' | b'<' | b'>' | b'{' | b'}' | b'|')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether the string of an expression begins right before byte `at`, as in `{"`.
pub(super) fn begins_string(bytes: &[u8], at: usize) -> bool {
    at >= 2 && is_quote(bytes[at - 1]) && bytes[at - 2] == b'{'
}

/// Whether the string of an expression ends at byte `at`, as in `"}`.
pub(super) fn ends_string(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&b'}') && is_quote(bytes[at])
}

/// Whether a word that ends before byte `at` may go on behind markup that begins there.
pub(super) fn is_opened(bytes: &[u8], at: usize) -> bool {
    let simple = bytes[at..].iter().take_while(|byte| is_simple(**byte)).count();
    let markup = &bytes[at..at + simple];
    match bytes.get(at + simple) {
        // A link's label or a note.
        _ if markup.contains(&b'[') => true,
        Some(b'<' | b'{') => true,
        Some(_) if ends_string(bytes, at + simple) => true,
        Some(b'(') => markup.ends_with(b"]"),
        // Between letters a single `_` is one.
        Some(next) if markup == b"_" && byte_class(*next) == ByteClass::Letter => false,
        Some(next) => {
            simple > 0 && matches!(byte_class(*next), ByteClass::Letter | ByteClass::High | ByteClass::Spelling)
        }
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
        Some(b'>' | b'}' | b')' | b'|') => true,
        Some(_) if begins_string(bytes, start) => true,
        // Between letters a single `_` is one.
        Some(before) if bytes[start..at] == *b"_" && byte_class(before) == ByteClass::Letter => false,
        Some(before) => {
            simple > 0 && (matches!(byte_class(before), ByteClass::Letter | ByteClass::High) || before == b';')
        }
        None => false,
    }
}
