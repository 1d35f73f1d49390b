//! Sixty-four bytes of a document at once.
//!
//! Most of a document is words that nobody looks for, with one space between them. To step over them byte by byte costs
//! more than all else a glance does, because no processor foresees where a word ends; so they are told apart by masks.

use wide::u8x16;

/// The length of a block (bytes).
pub(super) const LENGTH: usize = 64;

/// For each byte of a block one bit, the first byte lowest.
#[derive(Clone, Copy, Default)]
pub(super) struct Block {
    /// Letters and digits of ASCII.
    pub letters: u64,
    /// Markup before which a part of a word may end.
    pub opening: u64,
    /// Markup behind which the rest of a word may begin.
    pub closing: u64,
    /// `_`, which is among both.
    pub underscores: u64,
    /// Where a character begins that is not ASCII.
    pub high: u64,
    /// `&`, which begins a character reference.
    pub references: u64,
    /// `\\`, which begins an escape.
    pub escapes: u64,
    /// Whatever is seen and is no letter.
    pub punctuation: u64,
    /// Signs that are words.
    pub signs: u64,
    /// Apostrophes.
    pub apostrophes: u64,
    /// Quotation marks of every kind, which open a string behind `{` and end one before `}`.
    pub quotes: u64,
    /// `{`
    pub left_braces: u64,
    /// `}`
    pub right_braces: u64,
}

impl Block {
    /// The block at `start`, filled up with separators where the text ends.
    pub fn at(bytes: &[u8], start: usize) -> Block {
        let mut block = [0; LENGTH];
        match bytes.get(start..start + LENGTH) {
            Some(whole) => block.copy_from_slice(whole),
            None => {
                let rest = bytes.get(start..).unwrap_or_default();
                block[..rest.len()].copy_from_slice(rest);
            }
        }
        let mut all = Block::default();
        let (sixteens, _) = block.as_chunks::<16>();
        for (at, sixteen) in sixteens.iter().enumerate() {
            all.put(u8x16::new(*sixteen), 16 * at);
        }
        all
    }

    fn put(&mut self, bytes: u8x16, at: usize) {
        let lower = bytes | u8x16::splat(0x20);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let letters = in_range(lower, b'a', b'z') | in_range(bytes, b'0', b'9');
        let underscores = is(b'_');
        let apostrophes = is(b'\'');
        let (left_braces, right_braces) = (is(b'{'), is(b'}'));
        let both = underscores | is(b'*') | is(b'~') | is(b'[') | is(b']') | is(b'!');
        let signs = in_range(bytes, b'#', b'%') | is(b'+') | is(b'/');
        let mask = |bytes: u8x16| u64::from(bytes.to_bitmask()) << at;
        self.letters |= mask(letters);
        self.opening |= mask(both | is(b'<') | left_braces);
        self.closing |= mask(both | is(b'>') | right_braces | is(b')') | is(b'|'));
        self.underscores |= mask(underscores);
        self.high |= mask(in_range(bytes, 0xC0, 0xFF));
        self.references |= mask(is(b'&'));
        self.escapes |= mask(is(b'\\'));
        self.punctuation |= mask(in_range(bytes, b'!', b'~') & !letters);
        self.signs |= mask(signs);
        self.apostrophes |= mask(apostrophes);
        self.quotes |= mask(apostrophes | is(b'"') | is(b'`'));
        self.left_braces |= mask(left_braces);
        self.right_braces |= mask(right_braces);
    }
}

/// Of which bytes the value is in the range.
fn in_range(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

#[cfg(test)]
mod tests {
    use super::super::bytes::{ByteClass, byte_class, is_closed, is_opened};
    use super::*;

    #[test]
    fn each_byte_has_the_bits_of_its_kind() {
        for byte in 0..=u8::MAX {
            let mut bytes = [b' '; LENGTH + 7];
            bytes[70] = byte;
            let block = Block::at(&bytes, 7);
            let expect = |mask: u64, expected: bool| assert_eq!(mask, u64::from(expected) << 63, "{byte:#x}");
            expect(block.letters, byte_class(byte) == ByteClass::Letter);
            expect(block.high, byte >= 0xC0);
            expect(block.references | block.escapes, byte_class(byte) == ByteClass::Spelling);
            expect(block.punctuation, byte.is_ascii_punctuation());
            expect(block.signs, byte_class(byte) == ByteClass::Sign);
            expect(block.apostrophes, byte == b'\'');
            expect(block.quotes, matches!(byte, b'\'' | b'"' | b'`'));
            expect(block.left_braces, byte == b'{');
            expect(block.right_braces, byte == b'}');
            expect(block.underscores, byte == b'_');
            let others = [b"a", b"<", b"[", b"]"];
            let opens = others.iter().any(|other| is_opened(&[b'a', byte, other[0], b'('], 1));
            let closes = others.iter().any(|other| is_closed(&[other[0], byte, b'a'], 2));
            assert!(block.opening != 0 || !opens, "{byte:#x}");
            assert!(block.closing != 0 || !closes, "{byte:#x}");
        }
    }

    #[test]
    fn a_text_that_ends_is_filled_up() {
        assert_eq!(Block::at(b"ab c", 1).letters, 0b101);
        assert_eq!(Block::at(b"ab", 5).letters, 0);
    }
}
