//! From stored bytes to text, without losing the way back.
//!
//! A lossy decoder would write the three bytes of U+FFFD for one broken byte and shift every offset behind it. Here a
//! broken byte becomes the one-byte [`SUBSTITUTE`], which prose shows as U+FFFD.

/// Stands in the text for a NUL or for a byte that is not valid UTF-8: the ASCII control character SUB, one byte long.
pub const SUBSTITUTE: char = '\u{1A}';

/// How a file is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or ASCII, with or without a byte order mark: offsets in the text are offsets in the file.
    Utf8,
    /// UTF-16, little endian, with a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with a byte order mark.
    Utf16Be,
}

impl Encoding {
    /// `text` as stored.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    /// Bytes that `text`, a prefix of the decoded file, takes up in the stored file.
    pub(super) fn stored_offset(self, text: &str) -> u64 {
        match self {
            Encoding::Utf8 => text.len() as u64,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * text.chars().map(|c| c.len_utf16() as u64).sum::<u64>(),
        }
    }
}

/// Why stored bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Offsets are 32 bits wide.
    #[error("the file is larger than 4 GiB; split it or exclude it")]
    TooLarge,
    /// The last UTF-16 unit is cut in half.
    #[error("the file starts as UTF-16 but has an odd number of bytes; save it as UTF-8")]
    OddUtf16,
}

pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(DecodeError::TooLarge);
    }
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => Ok((utf16(&bytes, u16::from_le_bytes)?, Encoding::Utf16Le)),
        [0xFE, 0xFF, ..] => Ok((utf16(&bytes, u16::from_be_bytes)?, Encoding::Utf16Be)),
        _ => Ok((utf8(bytes), Encoding::Utf8)),
    }
}

/// One scalar value for each unit that is not half of a pair; a lone surrogate becomes U+FFFD, one unit like itself.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(DecodeError::OddUtf16);
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .map(|c| if c == '\0' { SUBSTITUTE } else { c })
        .collect();
    if u32::try_from(text.len()).is_err() { Err(DecodeError::TooLarge) } else { Ok(text) }
}

fn utf8(mut bytes: Vec<u8>) -> String {
    // Most files have none, and to look is quicker than to change each byte.
    if memchr::memchr(0, &bytes).is_some() {
        bytes.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = SUBSTITUTE as u8);
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bytes_keep_every_offset() {
        let (text, encoding) = decode(b"a\xFF\0b\xE2\x82".to_vec()).unwrap();
        assert_eq!((text.as_str(), encoding), ("a\u{1A}\u{1A}b\u{1A}\u{1A}", Encoding::Utf8));
    }

    #[test]
    fn utf16_offsets_count_stored_units() {
        let bytes: Vec<u8> = "\u{FEFF}a😀b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (text, encoding) = decode(bytes).unwrap();
        assert_eq!(text, "\u{FEFF}a😀b");
        assert_eq!(encoding.stored_offset("\u{FEFF}a😀"), 8);
        assert_eq!(encoding.encode("😀a"), b"\x3D\xD8\x00\xDE\x61\x00");
    }

    #[test]
    fn a_cut_utf16_file_is_refused() {
        assert_eq!(decode(b"\xFF\xFEa".to_vec()), Err(DecodeError::OddUtf16));
    }
}
