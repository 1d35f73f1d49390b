//! Inline directives: comments that allow a rule to match in one block, line or region, and give the reason.
//!
//! `<!-- wordgate-allow claims/direct-access: quoted from the contract -->` allows matches of that rule in the next
//! block. A malformed directive allows nothing and is reported as a finding. An unused directive, whose rule has no
//! match there, is reported too.
//!
//! `reader` finds the comments, `syntax` parses them, `range` determines the bytes that a directive applies to, and
//! `grants` decides whether a match is allowed.

mod allowed_ranges;
mod grants;
mod range;
mod reader;
mod syntax;

pub(super) use grants::Directives;
pub(super) use reader::{may_occur_in, read};
