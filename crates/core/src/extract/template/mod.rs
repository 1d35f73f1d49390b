//! Template tags: what a site generator replaces before anybody sees the page.
//!
//! A tag stands in a word's place, whether in Markdown or in HTML, in text, in a tag or in an attribute. One that is
//! never closed is text, and none reaches over another of its kind, so that no page is hidden by a stray brace.

mod body;
mod tag;

pub(super) use body::body;
pub(super) use tag::{TemplateTag, tag};
