//! Decides whether a run of emphasis delimiters can open or close emphasis, as the inline grammar does: only ASCII
//! punctuation counts as punctuation.

/// What is beside a run of delimiters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// White space, or the start or end of the text.
    Space,
    Punctuation,
    Other,
}

impl Side {
    pub fn of(byte: Option<u8>) -> Side {
        match byte {
            None | Some(b' ' | b'\t' | b'\n' | b'\r') => Side::Space,
            Some(byte) if byte.is_ascii_punctuation() => Side::Punctuation,
            Some(_) => Side::Other,
        }
    }
}

/// What a run of delimiters can do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Flanking {
    pub opens: bool,
    pub closes: bool,
}

impl Flanking {
    pub fn new(before: Side, after: Side) -> Flanking {
        let opens = after != Side::Space && (after != Side::Punctuation || before != Side::Other);
        let closes = before != Side::Space && (before != Side::Punctuation || after != Side::Other);
        Flanking { opens, closes }
    }
}
