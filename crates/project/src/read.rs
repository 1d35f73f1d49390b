//! Reads files within limits.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use wordgate_text::source::{Encoding, SourceFile};

/// The maximum size of a document in bytes: offsets are 32 bits wide.
pub const MAX_DOCUMENT: u64 = u32::MAX as u64;
/// The maximum size of a rule or configuration file in bytes. It prevents reading a wrong file into memory.
pub const MAX_TOML: u64 = 32 << 20;

/// Reads a regular file, or a pipe that the process was given, such as `/dev/fd/63` for `<(command)`. A named pipe is
/// rejected, because reading would wait for a writer. The file type is checked after opening, because the path may be
/// replaced at any time. The limit is also checked while reading, because a file may grow and a pipe has no size.
///
/// # Errors
/// If the file cannot be read or has more than `limit` bytes. The error is a message for the user.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let opened = open(path).and_then(|file| file.metadata().map(|metadata| (file, metadata)));
    let (file, metadata) = opened.map_err(|error| {
        // A socket cannot be opened, and a folder can be opened only on some systems.
        let why = std::fs::metadata(path).ok().and_then(|metadata| reason_to_reject(path, &metadata));
        why.unwrap_or_else(|| explain(&error))
    })?;
    if let Some(why) = reason_to_reject(path, &metadata) {
        return Err(why);
    }
    if metadata.len() > limit {
        return Err(too_large(limit));
    }
    read_from(file, usize::try_from(metadata.len()).unwrap_or(0), limit)
}

/// Opens a file. Opening a pipe or device does not block, unless the process already has it open.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    if !is_open(path) {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    options.open(path)
}

/// Returns why a file of this type is not read; `None` if it is read.
fn reason_to_reject(path: &Path, metadata: &Metadata) -> Option<String> {
    let why = match () {
        () if metadata.is_file() => return None,
        () if metadata.is_dir() => "this is a folder",
        () if !is_pipe(metadata) => "this is not a regular file",
        () if is_open(path) => return None,
        () => "this is a named pipe, which may never end; pass it as standard input or with `<(cat …)`",
    };
    Some(why.to_owned())
}

/// Returns why code that does not limit its reading must not open an existing file. Folders are harmless.
pub fn reason_not_to_open(path: &Path, limit: u64) -> Option<String> {
    let metadata = std::fs::metadata(path).ok().filter(|metadata| !metadata.is_dir())?;
    reason_to_reject(path, &metadata).or_else(|| (metadata.len() > limit).then(|| too_large(limit)))
}

/// Reads all bytes of a stream; `size` is an estimate.
///
/// # Errors
/// The same as for [`read`].
pub fn read_from(stream: impl Read, size: usize, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(size + 1);
    stream.take(limit + 1).read_to_end(&mut bytes).map_err(|error| explain(&error))?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// Reads the text of a rule file, a configuration or a baseline: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// The same as for [`read`], or if the text has another encoding.
pub fn read_toml(path: &Path) -> Result<String, String> {
    decode_toml(read(path, MAX_TOML)?)
}

fn decode_toml(bytes: Vec<u8>) -> Result<String, String> {
    let has_mark = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if has_mark {
        let source = SourceFile::decode(bytes).map_err(|error| error.to_string())?;
        return match source.damage() {
            Some(_) => Err("the file is not valid UTF-16; save it as UTF-8".to_owned()),
            None => Ok(source.into_text()),
        };
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("byte {} is not UTF-8; save the file as UTF-8", error.utf8_error().valid_up_to()))?;
    let is_utf16 = |text: &str| {
        SourceFile::decode(text.as_bytes().to_vec()).is_ok_and(|source| source.encoding() != Encoding::Utf8)
    };
    match text.contains('\0') && is_utf16(&text) {
        true => Err("the file looks like UTF-16 without a byte order mark; save it as UTF-8".to_owned()),
        false => Ok(text),
    }
}

/// Converts a file system error to a message. Common errors have the same message on every system.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn too_large(limit: u64) -> String {
    match limit {
        MAX_DOCUMENT => "the file is larger than 4 GiB; split it or exclude it".to_owned(),
        _ => format!("the file is larger than {} MiB", limit >> 20),
    }
}

/// Returns whether the path names a file descriptor that the process already has open.
fn is_open(path: &Path) -> bool {
    let is_in = |folder| path.parent() == Some(Path::new(folder)) && path.file_name().is_some();
    is_in("/dev/fd") || is_in("/proc/self/fd") || path == Path::new("/dev/stdin")
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_a_stream_over_the_limit() {
        assert_eq!(read_from(&b"abc"[..], 0, 3).unwrap(), b"abc");
        assert_eq!(read_from(io::repeat(0), 0, 1 << 20).unwrap_err(), "the file is larger than 1 MiB");
    }

    #[test]
    fn rejects_folders_and_missing_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), 9).unwrap_err(), "this is a folder");
        assert_eq!(read(&folder.path().join("x"), 9).unwrap_err(), "no such file or folder");
    }

    #[test]
    fn decodes_toml_files() {
        let utf16 = |mark: &str, text: &str| -> Vec<u8> {
            format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        let text = "title = 'é'\nid = 'x'\n";
        assert_eq!(decode_toml(text.as_bytes().to_vec()).as_deref(), Ok(text));
        assert_eq!(decode_toml(utf16("\u{FEFF}", text)).unwrap().trim_start_matches('\u{FEFF}'), text);
        let big: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_toml(big).unwrap().trim_start_matches('\u{FEFF}'), text);
        // A NUL in UTF-8 is an error at its place, which the parser reports.
        assert_eq!(decode_toml(b"a = 'x\0'".to_vec()).as_deref(), Ok("a = 'x\0'"));
        let wrong = [
            (
                utf16("", "title = 'x'\nid = 'y'\n"),
                "the file looks like UTF-16 without a byte order mark; save it as UTF-8",
            ),
            (b"\xFF\xFEa\x00\x00\xD8".to_vec(), "the file is not valid UTF-16; save it as UTF-8"),
            (b"\xFF\xFEa".to_vec(), "the file looks like UTF-16 but has an odd number of bytes; save it as UTF-8"),
            (b"a = '\xE9'".to_vec(), "byte 5 is not UTF-8; save the file as UTF-8"),
        ];
        for (bytes, message) in wrong {
            assert_eq!(decode_toml(bytes), Err(message.to_owned()));
        }
    }
}
