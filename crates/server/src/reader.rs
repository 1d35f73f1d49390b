//! Reads messages from the editor.
//!
//! This module replaces `lsp_server::Message::read` (0.10), which allocates as many bytes as `Content-Length` says
//! before it reads any of them. So a header of 30 bytes can take 2 GB of memory or abort the process, and limiting the
//! input does not help. It also reads header lines of any length, and drops the id of an invalid request, which is then
//! never answered. Here memory grows only with the bytes that have arrived, and an invalid message is answered and
//! skipped.

use super::sender::error;
use lsp_server::{ErrorCode, Message, RequestId, ResponseError};
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, Read};

/// The maximum size of a message in bytes: 1 GiB, more than any document that somebody edits.
const MAX_BODY: u64 = 1 << 30;
/// The maximum length of a header line in bytes. Real ones are much shorter.
const MAX_HEADER: u64 = 8 << 10;

/// A message, or the error for an invalid one.
pub(super) enum Frame {
    Message(Message),
    /// The bytes are not a valid message; `error` is the answer to send.
    Invalid {
        id: Option<RequestId>,
        error: ResponseError,
    },
}

/// Reads the next message; `None` at the end of the stream, or when a message is too large.
pub(super) fn read(input: &mut impl BufRead) -> Option<Frame> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.take(MAX_HEADER).read_until(b'\n', &mut line).ok().filter(|read| *read > 0)?;
        let line = String::from_utf8_lossy(&line);
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<u64>().ok();
            }
            None if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let Some(length) = length else {
        return Some(invalid(None, ErrorCode::ParseError, "a message has no Content-Length header"));
    };
    if length > MAX_BODY {
        return None;
    }
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body).ok()?;
    (read as u64 == length).then(|| parse(&body))
}

fn parse(body: &[u8]) -> Frame {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return invalid(None, ErrorCode::ParseError, format!("the message is not valid JSON: {error}")),
    };
    let id = RequestId::deserialize(&value["id"]).ok();
    serde_json::from_value(value).map_or_else(
        |_| invalid(id, ErrorCode::InvalidRequest, "the message is not a request, response or notification"),
        Frame::Message,
    )
}

fn invalid(id: Option<RequestId>, code: ErrorCode, message: impl Into<String>) -> Frame {
    Frame::Invalid { id, error: error(code, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_messages_are_skipped() {
        let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let exit = r#"{"method":"exit","params":null}"#;
        let other_case = "X: y\r\ncontent-length:  2 \r\n\r\n[]";
        let parts = [&frame("{]"), "Garbage\r\n\r\n", other_case, &frame(exit), "Content-Length: 9\r\n\r\nshort"];
        let text = parts.concat();
        let mut input = text.as_bytes();
        let shown = std::iter::from_fn(|| read(&mut input)).map(|frame| match frame {
            Frame::Message(Message::Notification(message)) => message.method,
            Frame::Message(message) => format!("{message:?}"),
            Frame::Invalid { error, .. } => error.code.to_string(),
        });
        assert_eq!(shown.collect::<Vec<_>>(), ["-32700", "-32700", "-32600", "exit"]);
    }
}
