//! Limits how much a document unpacks to.
//!
//! The library that decodes streams has no limits of its own, and a stream of some kilobytes can unpack to gigabytes. So
//! the unpacked length is measured first, without keeping the bytes. Two filters that compress, one in the other, could
//! still hide a bomb from that, and no program writes them, so they are refused.

use super::super::pdf_error::PdfError;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::Stream;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::io::Read;

/// The maximum length of an unpacked stream.
pub(super) const MAX_STREAM: u64 = 64 << 20;

/// The maximum length of all unpacked streams.
pub(super) const MAX_TOTAL: u64 = 256 << 20;

/// The most bytes that one code of LZW stands for, and the fewest bits that it takes.
const LZW_CODES: usize = 4096;

/// What a document may still unpack to.
pub(super) struct Budget {
    left: u64,
    /// The streams that are measured, by the place of their dictionary in memory.
    measured: FxHashSet<*const u8>,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { left: MAX_TOTAL, measured: FxHashSet::default() }
    }
}

impl Budget {
    /// Returns the unpacked bytes of a stream; `None` if they cannot be decoded.
    pub fn unpack<'a>(&mut self, stream: &Stream<'a>) -> Result<Option<Cow<'a, [u8]>>, PdfError> {
        self.admit(stream)?;
        Ok(stream.decoded_data().ok())
    }

    /// Returns an error if a stream unpacks to too much. Each stream counts once.
    pub fn admit(&mut self, stream: &Stream) -> Result<(), PdfError> {
        if !self.measured.insert(stream.dict().data().as_ptr()) {
            return Ok(());
        }
        // The library keeps their type private, but not their names.
        let filters: Vec<String> = stream.filters().iter().map(|filter| format!("{filter:?}")).collect();
        let compresses = |filter: &&String| matches!(filter.as_str(), "FlateDecode" | "LzwDecode" | "RunLengthDecode");
        let mut compressing = filters.iter().filter(compresses);
        let raw = stream.raw_data();
        let Some(filter) = compressing.next() else { return self.spend(raw.len() as u64) };
        if compressing.next().is_some() {
            return Err(PdfError::Limit("it has a stream that is compressed more than once".to_owned()));
        }
        // Filters that write bytes as text come before, and shorten the data.
        let is_first = filters.first() == Some(filter);
        self.spend(match filter.as_str() {
            "FlateDecode" if is_first => inflated_len(&raw),
            "LzwDecode" if is_first => lzw_len(&raw),
            // 128 bytes for 2.
            "RunLengthDecode" => raw.len() as u64 * 64,
            // A byte of deflate stands for 1032 at most. Such streams are small and old.
            _ => raw.len() as u64 * 1032,
        })
    }

    /// Takes the bytes of an unpacked stream from the budget.
    pub fn spend(&mut self, len: u64) -> Result<(), PdfError> {
        if len > MAX_STREAM {
            return Err(PdfError::Limit("a stream in it unpacks to more than 64 MB".to_owned()));
        }
        self.left = self
            .left
            .checked_sub(len)
            .ok_or_else(|| PdfError::Limit("its streams unpack to more than 256 MB".to_owned()))?;
        Ok(())
    }
}

/// Returns to how many bytes deflated data unpacks, or something above [`MAX_STREAM`] if that is more.
pub(super) fn inflated_len(data: &[u8]) -> u64 {
    let len = |reader: &mut dyn Read| {
        let mut buffer = [0; 32 << 10];
        let mut len = 0;
        while len <= MAX_STREAM {
            match reader.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(count) => len += count as u64,
            }
        }
        len
    };
    match len(&mut ZlibDecoder::new(data)) {
        // The library also tries data without its header.
        0 => len(&mut DeflateDecoder::new(data)),
        len => len,
    }
}

/// Returns to how many bytes LZW data unpacks at most.
fn lzw_len(data: &[u8]) -> u64 {
    // The lengths of the strings that codes stand for. The 256 bytes are followed by two codes for control.
    let mut lens: Vec<u64> = Vec::new();
    let (mut total, mut bits, mut count, mut last) = (0_u64, 0_u32, 0_u32, 0_u64);
    for byte in data {
        (bits, count) = ((bits << 8) | u32::from(*byte), count + 8);
        // A code gets longer one code earlier or later, which a bound need not know.
        let width = 32 - (lens.len() as u32 + 258).leading_zeros();
        let width = width.clamp(9, 12);
        if count < width {
            continue;
        }
        count -= width;
        let code = (bits >> count) as usize & ((1 << width) - 1);
        match code {
            256 => (lens, last) = (Vec::new(), 0),
            257 => break,
            _ => {
                let len = if code < 256 { 1 } else { lens.get(code - 258).copied().unwrap_or(last + 1) };
                if lens.len() + 258 < LZW_CODES {
                    lens.push(last + 1);
                }
                (total, last) = (total + len, len);
            }
        }
        if total > MAX_STREAM {
            break;
        }
    }
    total
}
