//! Inline directives: comments by which a writer allows a rule to match at one place, with the reason.
//!
//! A directive is a claim that the rule finds something there. So one that is not well formed allows nothing and is a
//! finding itself, and so is one that finds nothing: what is waived stays as visible as what is not.

mod allowed_ranges;
mod granted;
mod range;
mod reader;
mod syntax;

pub(super) use granted::Directives;
pub(super) use reader::{may_stand_in, read};
