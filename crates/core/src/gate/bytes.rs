//! Classifies single bytes of a document, and decides where markup may split a word.

/// What a byte means to the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteClass {
    /// White space or punctuation, which separates words.
    Separator,
    /// An ASCII letter or digit.
    Letter,
    /// Any byte of a character outside of ASCII.
    NonAscii,
    /// `&` or `\`, which may begin a character reference or an escape.
    EncodingStart,
    /// A sign that is a word of its own.
    Sign,
    /// Markup that may occur inside a word.
    Markup,
}

/// The class of each byte, by its value.
const CLASSES: [ByteClass; 256] = {
    let mut classes = [ByteClass::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => ByteClass::Letter,
            0x80.. => ByteClass::NonAscii,
            b'&' | b'\\' => ByteClass::EncodingStart,
            b'%' | b'#' | b'$' | b'+' | b'/' => ByteClass::Sign,
            b'*' | b'_' | b'~' | b'^' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'(' | b')' | b'!' | b'|' => {
                ByteClass::Markup
            }
            _ => ByteClass::Separator,
        };
        byte += 1;
    }
    classes
};

pub(super) fn byte_class(byte: u8) -> ByteClass {
    CLASSES[usize::from(byte)]
}

/// The ASCII letters and digits at the start of eight bytes.
pub(super) struct Letters {
    /// The number of letters and digits.
    pub count: usize,
    /// These letters and digits in lower case, the first one in the lowest byte, padded with zeros.
    pub lower: u64,
}

impl Letters {
    /// Reads the letters at `at`. It classifies eight bytes at once, which is enough for most words.
    pub fn at(bytes: &[u8], at: usize) -> Letters {
        let block = read_eight(bytes, at);
        let lower = block | repeat(0x20);
        let letters = in_range(lower, b'a', b'z') | in_range(block, b'0', b'9');
        let count = (!letters & repeat(0x80)).trailing_zeros() as usize / 8;
        let mask = if count == 8 { u64::MAX } else { (1 << (8 * count)) - 1 };
        Letters { count, lower: lower & mask }
    }
}

/// Reads the eight bytes at `at`, the first one as the lowest byte. Bytes after the end are zero.
pub(super) fn read_eight(bytes: &[u8], at: usize) -> u64 {
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

/// Returns eight copies of a byte.
const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sets the highest bit of each byte that is ASCII and in the range.
fn in_range(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & repeat(0x7F);
    let from_first = low + repeat(0x80 - first);
    let above_last = low + repeat(0x7F - last);
    from_first & !above_last & !bytes & repeat(0x80)
}

/// Returns whether a byte is markup by itself. Other markup, such as a tag, has text between its first and its last
/// byte.
fn is_simple_markup(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'#' | b'^' | b'[' | b']' | b'!')
}

/// Returns whether a byte may be markup inside a word. `#` is, although it is a sign too.
pub(super) fn is_markup(byte: u8) -> bool {
    byte_class(byte) == ByteClass::Markup || byte == b'#'
}

/// Returns whether a byte may begin or end markup that contains words, or that hides the text between two words.
pub(super) fn may_hide_words(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'(' | b')' | b'<' | b'>' | b'{' | b'}' | b'|')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether byte `at` follows the start of a string in an expression, as in `{"`, or one of the backticks of a role, as
/// in ``{ref}`model <target>`s`` or ``H\ :sub:`2` ``.
pub(super) fn begins_string(bytes: &[u8], at: usize) -> bool {
    let Some([before, quote]) = bytes[..at].last_chunk() else { return false };
    is_quote(*quote) && *before == b'{'
        || *quote == b'`' && (matches!(before, b'}' | b'>' | b':' | b'_') || follows_vanishing_space(&bytes[..at - 1]))
}

/// The most white space after a backslash that is looked at.
const MAX_SPACE: usize = 256;

/// Whether `before` ends with a backslash and white space, which vanish in reStructuredText.
fn follows_vanishing_space(before: &[u8]) -> bool {
    if !before.last().is_some_and(u8::is_ascii_whitespace) {
        return false;
    }
    let space = before.iter().rev().take(MAX_SPACE).take_while(|byte| byte.is_ascii_whitespace()).count();
    space == MAX_SPACE || before[..before.len() - space].ends_with(b"\\")
}

/// Whether a string in an expression ends at byte `at`, as in `"}`, or the text of a role, as in
/// ``{ref}`model <target>`s``.
pub(super) fn ends_string(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'}') => is_quote(bytes[at]),
        // A word may go on after an escaped space, as in `` `Open`_\ AI ``.
        Some(b'\\' | b'_') => bytes[at] == b'`',
        Some(b'<') => bytes[at].is_ascii_whitespace(),
        _ => false,
    }
}

/// Returns whether a word that ends at byte `at` may continue after markup that begins there, as in `Open**AI**`.
pub(super) fn may_continue_after_markup(bytes: &[u8], at: usize) -> bool {
    let simple = bytes[at..].iter().take_while(|byte| is_simple_markup(**byte)).count();
    let markup = &bytes[at..at + simple];
    match bytes.get(at + simple) {
        // The label of a link, or a footnote reference.
        _ if markup.contains(&b'[') => true,
        Some(b'<' | b'{') => true,
        // The end of a cross reference of AsciiDoc: `<<x,model>>s`.
        Some(b'>') if bytes[at + simple..].starts_with(b">>") => true,
        Some(_) if ends_string(bytes, at + simple) => true,
        Some(b'(') => markup.ends_with(b"]"),
        // A single `_` between letters is a part of the word.
        Some(next) if markup == b"_" && byte_class(*next) == ByteClass::Letter => false,
        Some(next) => {
            simple > 0
                && matches!(byte_class(*next), ByteClass::Letter | ByteClass::NonAscii | ByteClass::EncodingStart)
        }
        None => false,
    }
}

/// Returns whether the word at byte `at` may be the rest of a word that began before the markup that ends there, as in
/// `Open<b>AI`.
pub(super) fn may_begin_before_markup(bytes: &[u8], at: usize) -> bool {
    let simple = bytes[..at].iter().rev().take_while(|byte| is_simple_markup(**byte)).count();
    let start = at - simple;
    let before = start.checked_sub(1).map(|before| bytes[before]);
    match before {
        _ if bytes[start..at].contains(&b']') => true,
        Some(b'>' | b'}' | b')' | b'|') => true,
        Some(_) if begins_string(bytes, start) || follows_vanishing_space(&bytes[..start]) => true,
        Some(b'`') if bytes.get(at) == Some(&b'\\') => true,
        // A single `_` between letters is a part of the word.
        Some(before) if bytes[start..at] == *b"_" && byte_class(before) == ByteClass::Letter => false,
        Some(before) => {
            simple > 0 && (matches!(byte_class(before), ByteClass::Letter | ByteClass::NonAscii) || before == b';')
        }
        None => false,
    }
}
