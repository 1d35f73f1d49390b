//! How much inline markup waits for its end at once.
//!
//! Different openings inside each other make the parser try their combinations in a single step, which no budget of
//! steps can stop. So what has too many of them is not given to it.

/// How many openings of emphasis, and how many brackets, may wait for their closing at once. In 13 MB of real documentation
/// there are never more than four.
const MOST_WAITING: usize = 8;

/// Whether more waits in `text` than can be parsed.
pub(super) fn is_too_much(text: &str) -> bool {
    waiting_emphasis(text).max(waiting_brackets(text)) > MOST_WAITING
}

/// The most openings of emphasis that wait for their closing at once, when every run of delimiters that can close one
/// does.
fn waiting_emphasis(text: &str) -> usize {
    let bytes = text.as_bytes();
    let space = |at: Option<&u8>| at.is_none_or(u8::is_ascii_whitespace);
    let (mut waiting, mut most, mut at) = (0_usize, 0, 0);
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'*' | b'_' | b'~')) {
        let start = at + next;
        let len = bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        at = start + len;
        let closes = !space(start.checked_sub(1).and_then(|before| bytes.get(before)));
        let opens = !space(bytes.get(at));
        waiting = match (opens, closes) {
            (true, false) => waiting + 1,
            (_, true) => waiting.saturating_sub(1),
            (false, false) => waiting,
        };
        most = most.max(waiting);
    }
    most
}

/// The most brackets that are open at once.
fn waiting_brackets(text: &str) -> usize {
    let (mut waiting, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' => waiting += 1,
            b']' => waiting = waiting.saturating_sub(1),
            _ => continue,
        }
        most = most.max(waiting);
    }
    most
}
