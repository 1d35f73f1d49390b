//! Classifies 64 bytes of a document at once, with SIMD. The result is one bitmask for each class of bytes.
//!
//! Most words of a document are in no pattern. Stepping over them byte by byte would cost more than the rest of the
//! scan, because the processor cannot predict where a word ends. Bitmasks find the ends of all words in a block of 64
//! bytes without a branch.

use super::syntax::Syntax;
use wide::u8x16;

/// The length of a block in bytes: the number of bits of a mask.
pub(super) const LENGTH: usize = 64;

/// Bitmasks of a block. Each has one bit for each byte; the lowest bit is for the first byte.
#[derive(Clone, Copy, Default)]
pub(super) struct Block {
    /// ASCII letters and digits.
    pub letters: u64,
    /// Markup that may follow the first part of a word, as `<` does in `Open<b>AI`.
    pub opening: u64,
    /// Markup that may precede the rest of a word, as `>` does in `Open<b>AI`.
    pub closing: u64,
    /// `_`, which is also in `opening` and `closing`.
    pub underscores: u64,
    /// The first bytes of characters outside of ASCII.
    pub non_ascii: u64,
    /// `&`, which begins a character reference.
    pub references: u64,
    /// `\\`, which begins an escape.
    pub escapes: u64,
    /// Visible ASCII characters other than letters and digits.
    pub punctuation: u64,
    /// Signs that are words of their own.
    pub signs: u64,
    /// Apostrophes.
    pub apostrophes: u64,
    /// Quotation marks of every kind. They begin a string after `{`, the text of a role after `}`, and end a string
    /// before `}`.
    pub quotes: u64,
    /// `{`
    pub left_braces: u64,
    /// `}`
    pub right_braces: u64,
    /// `<`
    pub left_angles: u64,
    /// `>`
    pub right_angles: u64,
}

impl Block {
    /// Classifies the bytes from `start` on. Bytes after the end of the text count as separators.
    pub fn at(bytes: &[u8], start: usize, syntax: Syntax) -> Block {
        let mut block = [0; LENGTH];
        match bytes.get(start..start + LENGTH) {
            Some(whole) => block.copy_from_slice(whole),
            None => {
                let rest = bytes.get(start..).unwrap_or_default();
                block[..rest.len()].copy_from_slice(rest);
            }
        }
        let mut masks = Block::default();
        let (vectors, _) = block.as_chunks::<16>();
        for (index, vector) in vectors.iter().enumerate() {
            masks.add(u8x16::new(*vector), 16 * index, syntax);
        }
        masks
    }

    /// Sets the bits of 16 bytes that start at bit `shift`.
    fn add(&mut self, bytes: u8x16, shift: usize, syntax: Syntax) {
        let lower = bytes | u8x16::splat(0x20);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let letters = in_range(lower, b'a', b'z') | in_range(bytes, b'0', b'9');
        let underscores = is(b'_');
        let apostrophes = is(b'\'');
        let (left_braces, right_braces) = (is(b'{'), is(b'}'));
        let (left_angles, right_angles) = (is(b'<'), is(b'>'));
        let mut both = underscores | is(b'*') | is(b'~') | is(b'[') | is(b']') | is(b'!');
        if syntax.has_macros {
            both |= is(b'#') | is(b'^');
        }
        let signs = in_range(bytes, b'#', b'%') | is(b'+') | is(b'/');
        let mask = |bytes: u8x16| u64::from(bytes.to_bitmask()) << shift;
        self.letters |= mask(letters);
        self.opening |= mask(both | left_angles | left_braces);
        self.closing |= mask(both | right_angles | right_braces | is(b')') | is(b'|'));
        self.underscores |= mask(underscores);
        self.non_ascii |= mask(in_range(bytes, 0xC0, 0xFF));
        self.references |= mask(is(b'&'));
        self.escapes |= mask(is(b'\\'));
        self.punctuation |= mask(in_range(bytes, b'!', b'~') & !letters);
        self.signs |= mask(signs);
        self.apostrophes |= mask(apostrophes);
        self.quotes |= mask(apostrophes | is(b'"') | is(b'`'));
        self.left_braces |= mask(left_braces);
        self.right_braces |= mask(right_braces);
        self.left_angles |= mask(left_angles);
        self.right_angles |= mask(right_angles);
    }
}

/// Sets all bits of each lane whose byte is in `first..=last`.
fn in_range(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

#[cfg(test)]
mod tests {
    use super::super::bytes::{ByteClass, byte_class};
    use super::*;
    use crate::extract::Format;

    #[test]
    fn each_byte_sets_the_bits_of_its_class() {
        for (byte, format) in (0..=u8::MAX).flat_map(|byte| Format::ALL.iter().map(move |format| (byte, *format))) {
            let syntax = Syntax::of(format);
            let mut bytes = [b' '; LENGTH + 7];
            bytes[70] = byte;
            let block = Block::at(&bytes, 7, syntax);
            let expect = |mask: u64, expected: bool| assert_eq!(mask, u64::from(expected) << 63, "{byte:#x}");
            expect(block.letters, byte_class(byte) == ByteClass::Letter);
            expect(block.non_ascii, byte >= 0xC0);
            expect(block.references | block.escapes, byte_class(byte) == ByteClass::EncodingStart);
            expect(block.punctuation, byte.is_ascii_punctuation());
            expect(block.signs, byte_class(byte) == ByteClass::Sign);
            expect(block.apostrophes, byte == b'\'');
            expect(block.quotes, matches!(byte, b'\'' | b'"' | b'`'));
            expect(block.left_braces, byte == b'{');
            expect(block.right_braces, byte == b'}');
            expect(block.left_angles, byte == b'<');
            expect(block.right_angles, byte == b'>');
            expect(block.underscores, byte == b'_');
            let others = [b"a", b"<", b"[", b"]"];
            let opens = others.iter().any(|other| syntax.may_continue_after_markup(&[b'a', byte, other[0], b'('], 1));
            let closes = others.iter().any(|other| syntax.may_begin_before_markup(&[other[0], byte, b'a'], 2));
            // White space counts as markup only before `<`, which `ScanPoints` checks.
            assert!(block.opening != 0 || !opens || byte.is_ascii_whitespace(), "{byte:#x}");
            assert!(block.closing != 0 || !closes, "{byte:#x}");
        }
    }

    #[test]
    fn bytes_after_the_end_are_separators() {
        let syntax = Syntax::of(Format::Markdown);
        assert_eq!(Block::at(b"ab c", 1, syntax).letters, 0b101);
        assert_eq!(Block::at(b"ab", 5, syntax).letters, 0);
    }
}
