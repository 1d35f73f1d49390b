//! Reads the cues of subtitles (SubRip and WebVTT).
//!
//! A sentence often goes over several cues, so cues are joined until one ends a sentence. Numbers, times, settings,
//! styles and notes are not read.

use super::Messages;
use crate::extract::lines::{lines, start_after_bom};
use crate::extract::malformed::Malformed;
use htmlize::unescape;
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// The words that start a block of WebVTT that is not a cue.
const OTHER_BLOCKS: [&str; 4] = ["NOTE", "REGION", "STYLE", "WEBVTT"];

/// Returns the cues of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let start = start_after_bom(text);
    let body = &text[start..];
    let is_vtt = body.starts_with("WEBVTT");
    let escapes = if is_vtt { Escapes::Xml } else { Escapes::None };
    let mut messages = Messages::new(text);
    let mut state = State::Between;
    let (mut is_open, mut has_cues) = (false, false);
    for line in lines(text, start..text.len()) {
        let source = &text[line.range()];
        let content = source.trim();
        let at = line.start as usize + (source.len() - source.trim_start().len());
        if content.is_empty() {
            state = State::Between;
        } else if content.contains("-->") && state != State::Other {
            (state, has_cues) = (State::Cue, true);
        } else if state == State::Between {
            let is_other =
                |word: &&str| content.strip_prefix(*word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
            if OTHER_BLOCKS.iter().any(is_other) && is_vtt {
                state = State::Other;
                let comment = content.strip_prefix("NOTE").unwrap_or_default();
                messages.comment(Span::new(at + content.len() - comment.len(), at + content.len()));
            }
        } else if state == State::Other {
            messages.comment(Span::new(at, at + content.len()));
        } else {
            if is_open {
                messages.current().push_unmapped("\n");
            } else {
                messages.begin(escapes);
            }
            write(text, Span::new(at, at + content.len()), is_vtt, messages.current());
            let spoken = content.trim_end_matches(['"', '\'', '”', '’', ')', ']', '♪', ' ']);
            let spoken = spoken.strip_suffix("</i>").unwrap_or(spoken);
            is_open = !spoken.ends_with(['.', '!', '?', '…', '。', '？', '！']);
        }
    }
    match has_cues || is_vtt || body.trim().is_empty() {
        true => Ok(messages.finish()),
        false => Err(Malformed::new(0, "it has no cue with a time such as `00:00:01,000 --> 00:00:02,000`")),
    }
}

/// What the last line was.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// A blank line, or the number or name of a cue.
    Between,
    /// The time or the text of a cue.
    Cue,
    /// A line of a block that is not a cue.
    Other,
}

/// Appends a line of a cue. Settings such as `{\an8}` have no text. WebVTT has character references.
fn write(text: &str, line: Span, is_vtt: bool, out: &mut EmbeddedText) {
    let (mut at, end) = (line.start as usize, line.end as usize);
    while let Some(len) = text[at..end].find(['{', '&']) {
        out.push_verbatim(&text[at..at + len], at);
        at += len;
        let rest = &text[at..end];
        let reference = || rest.find(';').filter(|len| is_vtt && *len < 10).map(|len| &rest[..=len]);
        if rest.starts_with("{\\")
            && let Some(len) = rest.find('}')
        {
            at += len + 1;
        } else if rest.starts_with('&')
            && let Some(reference) = reference()
        {
            out.push_decoded(&unescape(reference), Span::new(at, at + reference.len()));
            at += reference.len();
        } else {
            out.push_verbatim(&rest[..1], at);
            at += 1;
        }
    }
    out.push_verbatim(&text[at..end], at);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Subtitles)
    }

    #[test]
    fn cues_are_joined_to_sentences() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}We give you\ndirect\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>access.</i>\n\n\
            3\n00:00:03,000 --> 00:00:04,000\nR&amp;D\n";
        assert_eq!(read(srt), ["We give you\ndirect\n<i>access.</i>", "R&amp;D"]);
        let vtt = "WEBVTT - no\n\nNOTE no\nno\n\nSTYLE\n::cue {}\n\nno\n00:01.000 --> 00:02.000 align:start\n\
            <v Ann>R&amp;D {x\n\nNOTE wordgate-allow a/b: c\n\n00:03.000 --> 00:04.000\nmore.\nEnd\n";
        assert_eq!(read(vtt), ["<v Ann>R&D {x\nmore.", "<!-- wordgate-allow a/b: c -->\nEnd"]);
    }

    #[test]
    fn other_text_is_an_error() {
        assert!(error("some text", Format::Subtitles).contains("no cue"));
        assert_eq!(read(""), [""; 0]);
    }
}
