//! Decodes the bytes of a file to text, so that offsets can be mapped back.
//!
//! The standard lossy decoder replaces an invalid byte with the three bytes of U+FFFD, which shifts every later offset.
//! Here an invalid byte becomes the one-byte [`SUBSTITUTE`], which prose blocks show as U+FFFD.

use super::span::to_u32;
use encoding_rs::WINDOWS_1252;

/// The replacement for a NUL or a byte of invalid UTF-8. It is the ASCII control character SUB, which is one byte long.
pub const SUBSTITUTE: char = '\u{1A}';

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or ASCII, with or without a byte order mark. Offsets in the text equal offsets in the file.
    Utf8,
    /// UTF-16, little endian, with or without a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with or without a byte order mark.
    Utf16Be,
    /// An encoding with one byte for each character, such as windows-1252.
    SingleByte(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// The encoding of Western European text from before Unicode. It has all characters of ISO-8859-1, which programs
    /// read as this one.
    pub const WINDOWS_1252: Encoding = Encoding::SingleByte(WINDOWS_1252);

    /// Returns the encoding with this name, in any case, if we can map offsets in it: one byte for each character, or
    /// Unicode. The byte order mark or the bytes of UTF-16 tell more than its name, so it counts as UTF-8 here.
    pub fn named(name: &str) -> Option<Encoding> {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
        match () {
            () if encoding.is_single_byte() => Some(Encoding::SingleByte(encoding)),
            () if encoding.output_encoding() == encoding_rs::UTF_8 => Some(Encoding::Utf8),
            () => None,
        }
    }

    /// Returns whether the encoding has every character of `text`.
    pub fn can_encode(self, text: &str) -> bool {
        match self {
            Encoding::SingleByte(encoding) => !encoding.encode(text).2,
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => true,
        }
    }

    /// Encodes `text`, which the encoding must be able to encode.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::SingleByte(encoding) => encoding.encode(text).0.into_owned(),
        }
    }

    /// Returns the number of bytes that `text`, a prefix of the decoded text, has in the file.
    pub(super) fn stored_offset(self, text: &str) -> u64 {
        match self {
            Encoding::Utf8 => text.len() as u64,
            Encoding::SingleByte(_) => text.chars().count() as u64,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * text.chars().map(|c| c.len_utf16() as u64).sum::<u64>(),
        }
    }
}

/// Why the bytes of a file cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The file is too large, because offsets are 32 bits wide.
    #[error("the file is larger than 4 GiB; split it or exclude it")]
    TooLarge,
    /// The last UTF-16 code unit is incomplete.
    #[error("the file looks like UTF-16 but has an odd number of bytes; save it as UTF-8")]
    OddUtf16,
    /// The file is UTF-32, which hardly any document uses.
    #[error("the file is encoded in UTF-32, which is not supported; save it as UTF-8")]
    Utf32,
}

/// Invalid parts of a file, which prose blocks show as U+FFFD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// The byte offset of the first invalid part in the text.
    pub first: u32,
    /// The number of bytes of invalid UTF-8, lone UTF-16 surrogates, and NULs.
    pub count: u32,
    /// The number of bytes of invalid UTF-8 and control characters except NULs, if there are so many that the file
    /// probably has a different encoding or is not text. Otherwise `None`.
    pub foreign: Option<u32>,
}

/// The decoded bytes of a file.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// `None` if everything is valid.
    pub damage: Option<Damage>,
}

/// Decodes UTF-8 or UTF-16. Bytes without a byte order mark that are not UTF-16 have the encoding that `legacy` returns
/// for them, if it returns one.
pub(super) fn decode(bytes: Vec<u8>, legacy: impl FnOnce(&[u8]) -> Option<Encoding>) -> Result<Decoded, DecodeError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(DecodeError::TooLarge);
    }
    if is_utf32(&bytes) {
        return Err(DecodeError::Utf32);
    }
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => utf16(&bytes, Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => utf16(&bytes, Encoding::Utf16Be),
        _ => match unmarked_utf16(&bytes) {
            Some(encoding) => utf16(&bytes, encoding),
            None if bytes.starts_with(UTF8_BOM) => Ok(utf8(bytes)),
            None => match legacy(&bytes) {
                Some(Encoding::SingleByte(encoding)) => single_byte(&bytes, encoding),
                _ => Ok(utf8(bytes)),
            },
        },
    }
}

/// The byte order mark of UTF-8.
const UTF8_BOM: &[u8] = "\u{FEFF}".as_bytes();

/// The number of bytes at the start of a file that we examine to detect UTF-16 and UTF-32.
const SAMPLE_LEN: usize = 1 << 10;
/// The minimum sample to detect UTF-16 or UTF-32 by NULs. In a shorter one, the NULs may be damage.
const MIN_SAMPLE_LEN: usize = 8;

/// Detects UTF-16 without a byte order mark. In European text, one byte of most code units is NUL, and the other byte
/// almost never is. UTF-8 text has no NULs.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_LEN)];
    if sample.len() < MIN_SAMPLE_LEN {
        return None;
    }
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    let is_high_byte = |many: usize, few: usize| many > sample.len() / 4 && few <= many / 8;
    match () {
        () if is_high_byte(second, first) => Some(Encoding::Utf16Le),
        () if is_high_byte(first, second) => Some(Encoding::Utf16Be),
        () => None,
    }
}

/// Detects UTF-32 by its byte order mark, or by two NULs at the same position in every group of four bytes.
fn is_utf32(bytes: &[u8]) -> bool {
    let (units, _) = bytes[..bytes.len().min(SAMPLE_LEN)].as_chunks::<4>();
    let has_byte_order_mark = matches!(units.first(), Some([0xFF, 0xFE, 0, 0] | [0, 0, 0xFE, 0xFF]));
    let all = |predicate: fn(&[u8; 4]) -> bool| units.len() * 4 >= MIN_SAMPLE_LEN && units.iter().all(predicate);
    has_byte_order_mark
        || all(|unit| unit[..2] != [0, 0] && unit[2..] == [0, 0])
        || all(|unit| unit[..2] == [0, 0] && unit[2..] != [0, 0])
}

/// Decodes UTF-16. A lone surrogate becomes U+FFFD, which is also one code unit, so that offsets can be mapped back.
fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded, DecodeError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(DecodeError::OddUtf16);
    }
    let unit = if encoding == Encoding::Utf16Be { u16::from_be_bytes } else { u16::from_le_bytes };
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut damage = None;
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = match c {
            Ok('\0') => Err(SUBSTITUTE),
            Ok(c) => Ok(c),
            Err(_) => Err(char::REPLACEMENT_CHARACTER),
        };
        if c.is_err() {
            add_damage(&mut damage, text.len(), 1);
        }
        text.push(c.unwrap_or_else(|c| c));
        // A text can be 1.5 times as long in UTF-8 as in UTF-16.
        if text.len() > u32::MAX as usize {
            return Err(DecodeError::TooLarge);
        }
    }
    Ok(Decoded { text, encoding, damage })
}

/// Decodes an encoding with one byte for each character.
fn single_byte(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<Decoded, DecodeError> {
    let mut text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let mut damage = None;
    let is_damage = |c: char| matches!(c, '\0' | char::REPLACEMENT_CHARACTER);
    if let Some(first) = text.find(is_damage) {
        add_damage(&mut damage, first, text.matches(is_damage).count());
        text = text.replace('\0', &SUBSTITUTE.to_string());
    }
    if u32::try_from(text.len()).is_err() {
        return Err(DecodeError::TooLarge);
    }
    Ok(Decoded { text, encoding: Encoding::SingleByte(encoding), damage })
}

/// Decodes bytes as UTF-8 without detecting other encodings.
pub(super) fn utf8_within_limit(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    u32::try_from(bytes.len()).map(|_| utf8(bytes)).map_err(|_| DecodeError::TooLarge)
}

fn utf8(mut bytes: Vec<u8>) -> Decoded {
    let mut damage = None;
    let mut nuls = 0;
    // Most files have no NUL, and searching for one is faster than checking every byte.
    if let Some(first) = memchr::memchr(0, &bytes) {
        for byte in bytes[first..].iter_mut().filter(|byte| **byte == 0) {
            *byte = SUBSTITUTE as u8;
            nuls += 1;
        }
        add_damage(&mut damage, first, nuls);
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            add_damage(&mut damage, text.len(), chunk.invalid().len());
            text.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
        }
        text
    });
    if let Some(damage) = &mut damage {
        damage.foreign = foreign(&text, nuls);
    }
    Decoded { text, encoding: Encoding::Utf8, damage }
}

/// Up to this many invalid bytes count as damage, even in a short file. One truncated UTF-8 character leaves up to
/// three.
const MAX_ACCIDENTAL: usize = 3;

/// A file with more than one invalid byte in this many (not counting NULs) has a different encoding. Western European
/// prose in a legacy encoding has one in twenty, UTF-16 of other scripts usually one in four, Shift-JIS and GB 18030
/// two in three.
const FOREIGN_RATIO: usize = 10;

/// Computes [`Damage::foreign`]. In `text`, invalid bytes are already replaced; `nuls` of them were NULs.
fn foreign(text: &str, nuls: usize) -> Option<u32> {
    let is_invalid = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let invalid = text.as_bytes().iter().filter(is_invalid).count() - nuls;
    (invalid > MAX_ACCIDENTAL && invalid * FOREIGN_RATIO > text.len() - nuls).then(|| to_u32(invalid))
}

/// Adds `count` invalid parts at byte `at`.
fn add_damage(damage: &mut Option<Damage>, at: usize, count: usize) {
    if count > 0 {
        let at = to_u32(at);
        let damage = damage.get_or_insert(Damage { first: at, count: 0, foreign: None });
        damage.first = damage.first.min(at);
        damage.count += to_u32(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes bytes of no legacy encoding.
    fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
        super::decode(bytes, |_| None)
    }

    #[test]
    fn legacy_encodings_have_one_byte_for_each_character() {
        let stored = b"caf\xE9 \x93x\x94 \0 \x81".to_vec();
        let Decoded { text, encoding, damage } = super::decode(stored.clone(), |_| Encoding::named("latin1")).unwrap();
        assert_eq!((text.as_str(), encoding), ("café “x” \u{1A} \u{81}", Encoding::WINDOWS_1252));
        assert_eq!(damage, Some(Damage { first: 14, count: 1, foreign: None }));
        assert_eq!(encoding.encode("é“"), b"\xE9\x93");
        assert_eq!(encoding.stored_offset("café “"), 6);
        assert!(encoding.can_encode("é“") && !encoding.can_encode("中"));
        assert_eq!(Encoding::named("Windows-1251").map(|encoding| encoding.encode("Я")), Some(vec![0xDF]));
        assert_eq!([Encoding::named("UTF-16"), Encoding::named("utf-8")], [Some(Encoding::Utf8); 2]);
        assert_eq!([Encoding::named("Shift_JIS"), Encoding::named("nonsense")], [None; 2]);
        for unicode in [&b"\xEF\xBB\xBFa"[..], b"\xFF\xFEa\0", b"a\0b\0c\0d\0"] {
            let decoded = super::decode(unicode.to_vec(), |_| Some(Encoding::WINDOWS_1252)).unwrap();
            assert_ne!(decoded.encoding, Encoding::WINDOWS_1252);
        }
    }

    #[test]
    fn invalid_bytes_keep_every_offset() {
        let Decoded { text, encoding, damage } = decode(b"a\xFF\0b\xE2\x82".to_vec()).unwrap();
        assert_eq!((text.as_str(), encoding), ("a\u{1A}\u{1A}b\u{1A}\u{1A}", Encoding::Utf8));
        assert_eq!(damage, Some(Damage { first: 1, count: 4, foreign: None }));
        assert_eq!(decode("a\u{1A}é".into()).unwrap().damage, None);
    }

    #[test]
    fn detects_unmarked_utf16_by_its_nuls() {
        let text = "Œuvre, “quoted”\n";
        let stored = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (bytes, encoding) in
            [(stored(u16::to_le_bytes), Encoding::Utf16Le), (stored(u16::to_be_bytes), Encoding::Utf16Be)]
        {
            let decoded = decode(bytes.clone()).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.damage), (text, encoding, None));
            assert_eq!(decoded.encoding.encode(&decoded.text), bytes);
        }
        assert_eq!(decode(b"a\0b\0c\0d\0e".to_vec()).err(), Some(DecodeError::OddUtf16));
        for bytes in [&b"a\0b\0c\0"[..], b"\0\0\0\0\0\0\0\0", b"some words\0\0", b"words of \0 UTF-8"] {
            assert_eq!(decode(bytes.to_vec()).unwrap().encoding, Encoding::Utf8, "{bytes:?}");
        }
    }

    #[test]
    fn a_few_wide_letters_do_not_hide_utf16() {
        let text = "A page number\u{3000}one: \u{100}\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(bytes).unwrap().text, text);
    }

    #[test]
    fn rejects_utf32() {
        let text = |unit: fn(u32) -> [u8; 4]| "\u{FEFF}ab 中".chars().flat_map(|c| unit(c.into())).collect::<Vec<u8>>();
        for bytes in [text(u32::to_le_bytes), text(u32::to_be_bytes)] {
            assert_eq!(decode(bytes[4..].to_vec()).err(), Some(DecodeError::Utf32));
            assert_eq!(decode(bytes).err(), Some(DecodeError::Utf32));
        }
    }

    /// Returns whether so many bytes are invalid that the file has a different encoding.
    fn is_foreign(bytes: &[u8]) -> bool {
        decode(bytes.to_vec()).unwrap().damage.is_some_and(|damage| damage.foreign.is_some())
    }

    #[test]
    fn distinguishes_other_encodings_from_a_few_invalid_bytes() {
        let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for text in [
            "中文文本，没有空格。",
            "これは日本語の文書です。",
            "한국어로 쓴 문서입니다.\n",
            "Это документ на русском языке.\n",
            "Αυτό είναι ένα έγγραφο.\n",
            "זה מסמך בעברית.\n",
        ] {
            assert!(is_foreign(&utf16(text, u16::to_le_bytes)) && is_foreign(&utf16(text, u16::to_be_bytes)), "{text}");
        }
        let shift_jis = b"\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x8C\xEA\x82\xC5\x82\xB7\x81B\n";
        let gb18030 = b"# \xD6\xD0\xCE\xC4\n\n\xCE\xC4\xB1\xBE a few words\n";
        let picture = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x05\x90\0\0\x03\xB6\x08\x06\0\0\0{\xA2\xAB\xD8";
        for bytes in [&shift_jis[..], gb18030, picture] {
            assert!(is_foreign(bytes), "{bytes:?}");
        }
        let french = b"Les d\xE9veloppeurs de la maison se sont install\xE9s \xE0 Paris en hiver.\n";
        let cut = "Text that is cut in the midst of a 中".as_bytes();
        let padded = [b"Some words.\n", [0; 500].as_slice()].concat();
        for bytes in [&french[..], &cut[..cut.len() - 1], b"Caf\xE9\n", b"words \x1B[31mwords\x1B[0m \0", &padded] {
            assert!(!is_foreign(bytes) && decode(bytes.to_vec()).unwrap().damage.is_some(), "{bytes:?}");
        }
    }

    #[test]
    fn lone_surrogates_and_nuls_of_utf16_are_damage() {
        let bytes: Vec<u8> = [0xFEFF, 0x61, 0xD83D, 0x62, 0].iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.text, "\u{FEFF}a\u{FFFD}b\u{1A}");
        assert_eq!(decoded.damage, Some(Damage { first: 4, count: 2, foreign: None }));
    }

    #[test]
    fn utf16_offsets_count_stored_units() {
        let bytes: Vec<u8> = "\u{FEFF}a😀b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let Decoded { text, encoding, .. } = decode(bytes).unwrap();
        assert_eq!(text, "\u{FEFF}a😀b");
        assert_eq!(encoding.stored_offset("\u{FEFF}a😀"), 8);
        assert_eq!(encoding.encode("😀a"), b"\x3D\xD8\x00\xDE\x61\x00");
    }

    #[test]
    fn rejects_truncated_utf16() {
        assert_eq!(decode(b"\xFF\xFEa".to_vec()).err(), Some(DecodeError::OddUtf16));
    }
}
