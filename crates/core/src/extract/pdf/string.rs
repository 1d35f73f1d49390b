//! Decodes the strings of PDF that are text for people.

/// Returns the text of a string: UTF-16 or UTF-8 with a byte order mark, or else one byte a character.
pub(super) fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding has the letters of Latin-1.
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
