//! The places as which hits are noted.

use wordgate_text::source::to_u32;

/// Hits in the same so many bytes are noted as one, so that a hostile file cannot fill the memory.
pub(super) const GRAIN: u32 = 64;

/// The place as which byte `at` is noted. Places are fixed: what is noted as one of them, and then once more, is noted as
/// the same one.
pub(super) fn place(at: usize) -> u32 {
    let at = to_u32(at);
    at - at % GRAIN
}
