//! Rounds byte offsets down, so that a hostile file does not fill the memory with offsets.

use wordgate_text::source::to_u32;

/// Offsets within the same 64 bytes are recorded as one.
pub(super) const GRAIN: u32 = 64;

/// Rounds `offset` down to a multiple of [`GRAIN`].
pub(super) fn round_to_grain(offset: usize) -> u32 {
    let offset = to_u32(offset);
    offset - offset % GRAIN
}
