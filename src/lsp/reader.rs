//! Messages from the bytes of standard input.
//!
//! Not the reader of `lsp-server`, which ends at the first message that is no JSON: here such a message is answered by
//! an error and the next one is read. Only the end of the stream, or a length that cannot be meant, ends the reading.

use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Read};

/// The largest message, in bytes: a document of this size is no text that anybody edits.
const MAX_BODY: u64 = 1 << 30;
/// The longest line of a header, in bytes.
const MAX_HEADER: u64 = 8 << 10;

/// What was read.
#[derive(Debug)]
pub(super) enum Frame {
    /// A message.
    Message(Message),
    /// Something else, to be answered by this error; with an id when it has one.
    Bad { id: Option<RequestId>, code: ErrorCode, message: String },
    /// The end of the stream.
    End,
}

/// Reads the next message.
pub(super) fn read(input: &mut impl BufRead) -> Frame {
    match body(input) {
        Ok(Some(Body::Json(bytes))) => parse(&bytes),
        Ok(Some(Body::NoLength)) => bad(ErrorCode::ParseError, "a message has no Content-Length"),
        Ok(None) | Err(_) => Frame::End,
    }
}

enum Body {
    Json(Vec<u8>),
    NoLength,
}

fn body(input: &mut impl BufRead) -> io::Result<Option<Body>> {
    let mut length = None;
    let mut is_empty = true;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim() {
            // Blank lines before a header harm nobody.
            "" if is_empty => continue,
            "" => break,
            line => {
                is_empty = false;
                let value = line.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
                length = value.and_then(|(_, value)| value.trim().parse::<u64>().ok()).or(length);
            }
        }
    }
    let Some(length) = length else { return Ok(Some(Body::NoLength)) };
    if length > MAX_BODY {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = input.take(length).read_to_end(&mut bytes)?;
    Ok((read as u64 == length).then_some(Body::Json(bytes)))
}

fn parse(bytes: &[u8]) -> Frame {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return bad(ErrorCode::ParseError, &format!("the message is no JSON: {error}")),
    };
    let id = value.get("id").cloned().and_then(|id| serde_json::from_value(id).ok());
    match serde_json::from_value(value) {
        Ok(message) => Frame::Message(message),
        Err(_) => {
            let message = "the message is no request, response or notification".to_owned();
            Frame::Bad { id, code: ErrorCode::InvalidRequest, message }
        }
    }
}

fn bad(code: ErrorCode, message: &str) -> Frame {
    Frame::Bad { id: None, code, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_passed_over() {
        let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let exit = r#"{"method":"exit","params":null}"#;
        let other_case = "X: y\r\ncontent-length:  2 \r\n\r\n[]";
        let parts =
            ["\r\n", &frame("{]"), "Garbage\r\n\r\n", other_case, &frame(exit), "Content-Length: 9\r\n\r\nshort"];
        let text = parts.concat();
        let mut input = text.as_bytes();
        let mut shown = Vec::new();
        loop {
            shown.push(match read(&mut input) {
                Frame::Message(Message::Notification(message)) => message.method,
                Frame::Bad { code, .. } => format!("{code:?}"),
                Frame::End => break,
                Frame::Message(message) => format!("{message:?}"),
            });
        }
        assert_eq!(shown, ["ParseError", "ParseError", "InvalidRequest", "exit"]);
    }
}
