//! Classifies single bytes of a document.

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
