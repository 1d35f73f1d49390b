//! Inline directives: comments that allow a rule to match in one block, line or region, and give the reason.
//!
//! `<!-- wordgate-allow claims/direct-access: quoted from the contract -->` allows matches of that rule in the next
//! block. A malformed directive allows nothing and is itself a finding. So is an unused one, whose rule finds nothing
//! there.
//!
//! `reader` finds the comments, `syntax` parses each of them, `range` determines the bytes that it applies to, and
//! `grants` answers whether a match is allowed.

mod allowed_ranges;
mod grants;
mod range;
mod reader;
mod syntax;

pub(super) use grants::Directives;
pub(super) use reader::{may_occur_in, read};
