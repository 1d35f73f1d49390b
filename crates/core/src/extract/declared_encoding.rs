//! Decodes a file that may have an encoding from before Unicode: one that it declares, or the usual one of its format.
//!
//! A byte order mark and the bytes of UTF-16 tell more than a declaration, which is often left as it was when a file is
//! converted.

use super::format::Format;
use super::open_file::OpenError;
use wordgate_text::source::{Encoding, SourceFile};

/// The number of bytes at the start of a file in which it declares its encoding.
const HEAD: usize = 1 << 10;

/// Decodes the bytes of a file of this format.
pub(super) fn decode(bytes: Vec<u8>, format: Format) -> Result<SourceFile, OpenError> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_xml = matches!(format, Format::Stringsdict | Format::Xliff | Format::Resx | Format::Android);
    if let Some(name) = xml_encoding(head).filter(|_| is_xml) {
        let encoding = Encoding::named(&name).ok_or(OpenError::Encoding(name))?;
        return Ok(SourceFile::decode_with(bytes, |_| Some(encoding))?);
    }
    let legacy = match format {
        Format::Properties | Format::Subtitles => Some(Encoding::WINDOWS_1252),
        Format::Html => xml_encoding(head).or_else(|| page_encoding(head)).and_then(|name| Encoding::named(&name)),
        _ => None,
    };
    // Most pages declare UTF-8, which needs no second look at all of the bytes.
    let legacy = legacy.filter(|encoding| *encoding != Encoding::Utf8);
    Ok(SourceFile::decode_with(bytes, |bytes| legacy.filter(|_| !is_utf8(bytes)))?)
}

/// Returns the encoding that a file in XML declares: `<?xml version="1.0" encoding="ISO-8859-1"?>`.
fn xml_encoding(head: &[u8]) -> Option<String> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = str::from_utf8(&declaration[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value[1..].split_once(quote)?.0.to_owned())
}

/// Returns the encoding that a page of HTML declares: `<meta charset="windows-1252">`.
fn page_encoding(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|meta| {
        let (_, value) = meta.split('>').next()?.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        value.split(['"', '\'', ' ', ';', '/']).next().map(str::to_owned)
    })
}

/// Returns whether bytes are UTF-8. A few that are not may be damage.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    invalid <= valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_in_xml_declare_their_encoding() {
        let text = |start: &str, format| {
            let bytes = [start.as_bytes(), b"caf\xE9"].concat();
            decode(bytes, format).map(|file| (file.text()[start.len()..].to_owned(), file.encoding()))
        };
        let latin = Ok(("café".to_owned(), Encoding::WINDOWS_1252));
        assert_eq!(text("<?xml version='1.0' encoding = 'ISO-8859-1'?>", Format::Xliff), latin);
        assert_eq!(text("<?xml version=\"1.0\" encoding=\"windows-1252\" ?>", Format::Resx), latin);
        let utf8 = Ok(("caf\u{1A}".to_owned(), Encoding::Utf8));
        for start in [
            "<?xml version='1.0' encoding='utf-16'?>",
            "<?xml version='1.0'?>",
            "\u{FEFF}<?xml encoding='latin1'?>",
            "<?xml",
            "",
        ] {
            assert_eq!(text(start, Format::Android), utf8, "{start}");
        }
        assert_eq!(text("<?xml encoding='latin1'?>", Format::Text), utf8);
        let error = text("<?xml encoding='Shift_JIS'?>", Format::Xliff).unwrap_err();
        assert_eq!(error.to_string(), "its encoding `Shift_JIS` is not supported; save it as UTF-8");
    }

    #[test]
    fn pages_declare_their_encoding() {
        let text = |start: &str| decode([start.as_bytes(), b"caf\xE9"].concat(), Format::Html).unwrap().encoding();
        for start in [
            "<meta charset=windows-1252>",
            "<html><head><title>a</title><META http-equiv='a' Content=\"text/html; charset=ISO-8859-1\" />",
            "<?xml version='1.0' encoding='latin1'?>",
        ] {
            assert_eq!(text(start), Encoding::WINDOWS_1252, "{start}");
        }
        for start in
            ["<meta charset=utf-8>", "<meta charset=Shift_JIS>", "<meta>charset=latin1", "<meta charset=latin1>éé"]
        {
            assert_eq!(text(start), Encoding::Utf8, "{start}");
        }
    }

    #[test]
    fn some_formats_have_a_usual_encoding() {
        let encoding = |bytes: &[u8], format| decode(bytes.to_vec(), format).unwrap().encoding();
        for format in [Format::Properties, Format::Subtitles] {
            assert_eq!(encoding(b"caf\xE9", format), Encoding::WINDOWS_1252);
            assert_eq!(encoding("café".as_bytes(), format), Encoding::Utf8);
            assert_eq!(encoding("é à \u{1A}".as_bytes(), format), Encoding::Utf8);
            assert_eq!(encoding(&["é à ".as_bytes(), b"\xE9"].concat(), format), Encoding::Utf8);
            let wide: Vec<u8> = "a = caf\u{E9}".encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(encoding(&wide, format), Encoding::Utf16Le);
        }
        assert_eq!(encoding(b"caf\xE9", Format::Strings), Encoding::Utf8);
    }
}
