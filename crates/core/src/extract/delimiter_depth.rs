//! Measures how deeply the delimiters of inline markup are nested.
//!
//! If nested delimiters are never closed, the parser tries all their combinations within a single step, so the budget
//! of steps ([`super::grammar`]) cannot stop it. So we do not parse a text in which too many delimiters are open at
//! once. In `**a *b __c _d`, four are open.

/// The maximum number of emphasis delimiters, and of brackets, that may be open at once. In 13 MB of real documentation
/// there are never more than four.
const MAX_DEPTH: usize = 8;

/// Returns whether the delimiters in `text` are nested too deeply to parse.
pub(super) fn is_too_deep(text: &str) -> bool {
    emphasis_depth(text).max(bracket_depth(text)) > MAX_DEPTH
}

/// Returns the maximum number of emphasis delimiters that are open at once. Assumes that every delimiter run that can
/// close another one does so.
fn emphasis_depth(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_space = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
    let (mut depth, mut max, mut at) = (0_usize, 0, 0);
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'*' | b'_' | b'~')) {
        let start = at + next;
        let len = bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        at = start + len;
        let closes = !is_space(start.checked_sub(1).and_then(|before| bytes.get(before)));
        let opens = !is_space(bytes.get(at));
        depth = match (opens, closes) {
            (true, false) => depth + 1,
            (_, true) => depth.saturating_sub(1),
            (false, false) => depth,
        };
        max = max.max(depth);
    }
    max
}

/// Returns the maximum number of brackets that are open at once.
fn bracket_depth(text: &str) -> usize {
    let (mut depth, mut max) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        max = max.max(depth);
    }
    max
}
