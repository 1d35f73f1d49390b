//! Recognises template tags such as `{{ page.title }}`, which a site generator replaces before anyone sees the page.
//!
//! A template tag stands for a word, in Markdown and in HTML, in text and in the tags and attributes of HTML. An
//! unclosed tag is text, and a tag cannot contain the start of another tag of its kind. So a stray brace does not hide
//! the rest of a page.

mod body;
mod tag;

pub(super) use body::body;
pub(super) use tag::{TemplateTag, tag};
