//! Reports files on which wordgate itself fails.
//!
//! A panic is a bug, but it concerns one file: the others are still checked, and the run reports an error for this one.
//! Users do not need a backtrace, so the program prints one line.

use std::panic::PanicHookInfo;
use wordgate_core::crash;
use wordgate_core::extract::Extractor;
use wordgate_text::escape::visible_prefix;

/// The panic message may quote the file, so it is cut after this many characters.
const MAX_MESSAGE: usize = 200;

/// Runs `work`; returns `None` if it panics. Then it also resets the parsers of the extractor, which may be in an
/// invalid state.
pub(crate) fn catch_file_panic<T>(extractor: &mut Extractor, work: impl FnOnce(&mut Extractor) -> T) -> Option<T> {
    let result = crash::catch_panic(|| work(extractor));
    if result.is_none() {
        extractor.reset_parsers();
    }
    result
}

/// Returns the line to print on a panic.
pub fn note(panic: &PanicHookInfo) -> String {
    let payload = panic.payload();
    let message = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(|s| &**s));
    let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
    format!("internal error{place}: {}", visible_prefix(message.unwrap_or("no message"), MAX_MESSAGE))
}
