//! Random mutations of bytes, reproducible by seed.

/// Fragments of documents and rules that mutations insert.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"\r",
    b"\n\n",
    b"\r\n",
    b"\t",
    b"    ",
    b"\xFF",
    b"\xE2\x82",
    b"\xEF\xBB\xBF",
    b"\x1B[31m",
    b"*",
    b"**",
    b"_",
    b"`",
    b"```\n",
    b"[",
    b"](",
    b"![",
    b"<!--",
    b"-->",
    b"<b>",
    b"</b>",
    b"<div>",
    b"|",
    b"\n|---|---|\n",
    b"> ",
    b"- ",
    b"1. ",
    b"#",
    b"---\n",
    b"&amp;",
    b"\\",
    b"{",
    b"}",
    b"$",
    b"[^1]: ",
    b"'",
    b"\"",
    b"@",
    b"~",
    b"(",
    b")",
    b"..",
    b"&",
    b"free ",
    b"get to an AI ",
    b"foo bar ",
    b"so ",
    b"an ex ",
    b"tea ",
    b"to be it ",
    b"<!-- wordgate-allow house/tea: why -->",
    b"<!-- wordgate-allow-start a/x: why -->\n\n",
    b"<!-- wordgate-allow-end -->",
];

/// A generator of random numbers and mutations.
pub struct Random(u64);

impl Random {
    /// Creates a generator. Equal seeds give equal numbers.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Returns a number below `end`, by xorshift, which gives the same numbers on every machine.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }

    /// Returns `bytes` with a few changes.
    pub fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(4) {
                0 => drop(bytes.drain(at..end)),
                1 => {
                    let copy = bytes[at..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, copy);
                }
                2 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                _ => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(at..at, token.iter().copied());
                }
            }
        }
        bytes
    }
}
