//! Reads single-file components of Vue: their templates and their scripts.
//!
//! A file consists of blocks, which are elements outside of any other. We read `<template>` as markup and `<script>` as
//! a script. Templates in another language, such as Pug, styles and blocks of other names are code.

use super::super::collector::Collector;
use super::super::leaf_context::LeafContext;
use super::super::markdown;
use super::super::missing::Missing;
use super::super::parsers::Parsers;
use super::super::parts::{Part, extent};
use super::super::piece::Piece;
use super::super::tag::Tag;
use super::super::warning::Misread;
use super::lexer::{Dialect, tag_name};
use super::reader::{Place, Source, read};
use std::ops::Range;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

pub(in crate::extract) use super::tsx::split;

/// Adds the blocks of a component to `out`.
pub(in crate::extract) fn read_piece(parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let Some(range) = extent(&piece.parts(out.text)) else { return };
    let text = &out.text[..range.end];
    let mut missing = Missing::default();
    let mut at = range.start;
    while let Some(open) = text[at..].find('<').map(|open| at + open) {
        at = open + 1;
        let rest = &text[open..];
        if rest.starts_with("<!--") {
            let Some(len) = missing.find(("-->", ""), || rest[4..].find("-->")) else { continue };
            at = open + len + 7;
            let (span, content) = (Span::new(open, at), Span::new(open + 4, at - 3));
            out.push_source([content], Scope::Comment, LeafContext::default());
            out.record_comment(span, content, Some(LeafContext::default()), false);
            continue;
        }
        let name = tag_name(&rest[1..]);
        if name.is_empty() {
            continue;
        }
        let opening = Span::new(open, open + 1 + name.len());
        let Some(len) = start_tag_len(rest) else {
            out.warn(opening, Misread::Unclosed);
            continue;
        };
        let content = open + len;
        at = content;
        if rest[..len].ends_with("/>") {
            continue;
        }
        let found = if name == "template" {
            template_len(&text[content..])
        } else {
            missing.end_tag(&text[content..], name).map(|end| end.start)
        };
        // The compiler rejects a block without an end. We read the rest of the file then.
        if found.is_none() {
            out.warn(opening, Misread::Unclosed);
        }
        let end = content + found.unwrap_or(text.len() - content);
        at = end;
        let tag = Tag::read(&rest[..len], open);
        let language = tag.attribute(&["lang"]).map_or("", |language| &text[language.value.range()]);
        let dialect = match name {
            "template" if matches!(language, "" | "html") => Some(Dialect::Vue),
            "script" => Some(Dialect::Jsx),
            _ => None,
        };
        match dialect {
            Some(dialect) => read(Source { range: content..end, dialect, place: Place::script() }, out),
            None if name == "docs" => markdown::read(parsers, vec![Part::markup(content, end)], false, out),
            None => out.push_source([Span::new(content, end)], Scope::Code, LeafContext::default()),
        }
    }
}

/// Returns the byte range of the script that contains byte `at`, if one does.
pub(super) fn script_around(text: &str, at: usize) -> Option<Range<usize>> {
    let open = text[..at].rfind("<script")?;
    let start = open + start_tag_len(&text[open..])?;
    let len = text[start..].find("</script").unwrap_or(text.len() - start);
    (start..=start + len).contains(&at).then_some(start..start + len)
}

/// Returns the length of the start tag at the start of `source`.
fn start_tag_len(source: &str) -> Option<usize> {
    let mut quote = None;
    let end = source.bytes().position(|byte| match quote {
        Some(open) => {
            quote = quote.filter(|_| byte != open);
            false
        }
        None if matches!(byte, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
    })?;
    Some(end + 1)
}

/// Returns the length of the content of a template, which may contain others.
fn template_len(content: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in content.match_indices('<') {
        let rest = &content[at + 1..];
        if let Some(name) = rest.strip_prefix('/') {
            if tag_name(name) == "template" {
                match depth.checked_sub(1) {
                    Some(left) => depth = left,
                    None => return Some(at),
                }
            }
        } else if tag_name(rest) == "template" && !rest[..rest.find('>').unwrap_or(rest.len())].ends_with('/') {
            depth += 1;
        }
    }
    None
}
