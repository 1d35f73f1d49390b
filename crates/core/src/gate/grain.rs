//! Rounds byte offsets down, so that a hostile file cannot fill the memory with them.

use wordgate_text::source::to_u32;

/// Offsets within the same 64 bytes are recorded as one.
pub(super) const GRAIN: u32 = 64;

/// The multiple of [`GRAIN`] at or before byte `offset`. Rounding an offset twice gives the same one.
pub(super) fn round_to_grain(offset: usize) -> u32 {
    let offset = to_u32(offset);
    offset - offset % GRAIN
}
