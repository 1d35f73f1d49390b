//! Finds inline macros: links, images, footnotes, cross references, index terms, keys and menus.
//!
//! A macro that has no mark of its own is not found after a letter, except for footnotes and scripts without spaces, so
//! that the [gate](crate::gate) sees where words start.

use super::attributes::{attributes, positional};
use super::line::anchor_id;
use super::token::{Marked, Token, TokenKind};
use std::ops::Range;
use wordgate_text::prose::Scope;

/// Finds all macros, in the order of Asciidoctor.
pub(super) fn find(marked: &mut Marked) {
    let has = |marked: &Marked, needle: &[u8]| marked.find(needle, 0).is_some();
    if has(marked, b"[") {
        labels(marked, "kbd:");
        labels(marked, "btn:");
        menus(marked);
        images(marked, "image:");
        images(marked, "icon:");
    }
    if has(marked, b"((") {
        index_terms(marked);
    }
    if has(marked, b"dexterm") {
        index_macros(marked);
    }
    if has(marked, b"://") {
        urls(marked);
    }
    if has(marked, b"[") {
        links(marked, "link:");
        links(marked, "mailto:");
        anchors(marked);
    }
    attribute_links(marked);
    if has(marked, b"<<") {
        cross_references(marked);
    }
    if has(marked, b"xref:") {
        links(marked, "xref:");
    }
    if has(marked, b"footnote") {
        footnotes(marked);
    }
}

/// Finds `kbd:[text]` and `btn:[text]`.
fn labels(marked: &mut Marked, name: &str) {
    let mut at = 0;
    while let Some(start) = marked.find(name.as_bytes(), at) {
        at = start + name.len();
        if marked.byte(at) != b'[' || marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(at + 1) else { return };
        marked.mark(start, at + 1, TokenKind::Separator);
        marked.mark(close, close + 1, TokenKind::Nothing);
    }
}

/// Finds `menu:File[Open > Recent]`.
fn menus(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"menu:", at) {
        at = start + "menu:".len();
        let Some(open) = marked.find_within(b"[", at, MAX_NAME) else { continue };
        let name = &marked.text[at..open];
        if name.is_empty() || name.contains('\n') || marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        marked.mark(start, at, TokenKind::Separator);
        marked.mark(open, open + 1, TokenKind::Space);
        marked.mark(close, close + 1, TokenKind::Nothing);
    }
}

/// The maximum length of the name of a menu, and of the target of a cross reference, in bytes.
const MAX_NAME: usize = 512;

/// Finds `image:x.png[Text]`. The image is an opaque word, and its text is a block of its own.
fn images(marked: &mut Marked, name: &str) {
    let mut targets = Targets::default();
    let mut at = 0;
    while let Some(start) = marked.find(name.as_bytes(), at) {
        at = start + name.len();
        let Some(open) = targets.end(marked, at) else { continue };
        let is_target = open > at && marked.byte(at) != b':' && !marked.is_space_at(at);
        if !is_target || marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = close + 1;
        if escaped(marked, start) {
            continue;
        }
        marked.mark(start, open, TokenKind::Opaque { scope: Scope::Url, from: start + name.len(), to: open });
        image(marked, start, open, close, name == "image:");
    }
}

/// Adds the tokens of the texts of an image, whose attributes are between the brackets at `open` and `close`. `has_alt`
/// is whether the first attribute is its alternative text.
pub(super) fn image(marked: &mut Marked, start: usize, open: usize, close: usize, has_alt: bool) {
    let mut from = open;
    for (scope, value) in image_texts(marked, open + 1..close, has_alt) {
        marked.mark(from, value.start, TokenKind::Open(scope));
        from = value.end + 1;
        marked.mark(value.end, from, TokenKind::Close);
    }
    if from <= close {
        marked.mark(from, close + 1, TokenKind::Nothing);
    }
    marked.hide(start, close + 1);
}

/// Returns the texts for readers in the attributes of an image, in order.
fn image_texts(marked: &Marked, inside: Range<usize>, has_alt: bool) -> Vec<(Scope, Range<usize>)> {
    let source = &marked.text[inside.clone()];
    let all = attributes(source);
    let is_alt = |named: Option<&str>| named == Some("alt");
    let first = positional(&all, 0).filter(|_| has_alt).filter(|_| !all.iter().any(|found| is_alt(found.name)));
    let named = all.iter().filter_map(|found| match found.name {
        Some("alt") => Some((Scope::Alt, found.value.clone())),
        Some("title") => Some((Scope::Title, found.value.clone())),
        _ => None,
    });
    let mut texts: Vec<(Scope, Range<usize>)> =
        first.map(|value| (Scope::Alt, value)).into_iter().chain(named).collect();
    texts.retain(|(_, value)| !value.is_empty());
    texts.sort_by_key(|(_, value)| value.start);
    texts.into_iter().map(|(scope, value)| (scope, inside.start + value.start..inside.start + value.end)).collect()
}

/// Finds the ends of targets, which have no white space.
#[derive(Default)]
struct Targets {
    /// The last target that was searched, and the offset of the bracket after it.
    last: Option<(Range<usize>, Option<usize>)>,
}

impl Targets {
    /// Returns the offset of the bracket after the target that starts at byte `at`.
    fn end(&mut self, marked: &Marked, at: usize) -> Option<usize> {
        if let Some((target, end)) = &self.last
            && target.contains(&at)
        {
            return *end;
        }
        let rest = marked.work.get(at..)?;
        let is_end = |byte: &u8| *byte == b'[' || byte.is_ascii_whitespace();
        let len = rest.iter().position(is_end).unwrap_or(rest.len());
        let end = (rest.get(len) == Some(&b'[')).then_some(at + len);
        self.last = Some((at..at + len, end));
        end
    }
}

/// Marks the backslash before byte `start`. Returns whether there is one.
fn escaped(marked: &mut Marked, start: usize) -> bool {
    let is_escaped = start > 0 && marked.work[start - 1] == b'\\';
    if is_escaped {
        marked.mark_escape(start - 1);
    }
    is_escaped
}

/// Finds index terms: `((visible))` and `(((hidden, term)))`.
fn index_terms(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"((", at) {
        let Some(mut close) = marked.find(b"))", start + 3) else { return };
        while marked.byte(close + 2) == b')' {
            close += 1;
        }
        at = close + 2;
        if escaped(marked, start) {
            continue;
        }
        let content = &marked.work[start + 2..close];
        if content.starts_with(b"(") && content.ends_with(b")") && content.len() > 1 {
            marked.mark(start, close + 2, TokenKind::Separator);
        } else {
            let inner = usize::from(content.starts_with(b"("));
            let outer = usize::from(content.ends_with(b")"));
            marked.mark(start + inner, start + inner + 2, TokenKind::Separator);
            marked.mark(close - outer, close - outer + 2, TokenKind::Separator);
        }
    }
}

/// Finds `indexterm:[hidden]` and `indexterm2:[visible]`.
fn index_macros(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"indexterm", at) {
        at = start + "indexterm".len();
        let is_visible = marked.byte(at) == b'2';
        let open = at + usize::from(is_visible) + 1;
        if marked.byte(open - 1) != b':' || marked.byte(open) != b'[' || marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = close + 1;
        if escaped(marked, start) {
            continue;
        }
        if is_visible {
            marked.mark(start, open + 1, TokenKind::Separator);
            marked.mark(close, close + 1, TokenKind::Nothing);
        } else {
            marked.mark(start, close + 1, TokenKind::Separator);
        }
    }
}

const SCHEMES: [&str; 5] = ["https", "http", "file", "ftp", "irc"];

/// Finds `https://example.org[text]` and bare URLs.
fn urls(marked: &mut Marked) {
    let mut at = 0;
    while let Some(colon) = marked.find(b"://", at) {
        at = colon + 3;
        let before = &marked.work[..colon];
        let Some(scheme) = SCHEMES.iter().find(|scheme| before.ends_with(scheme.as_bytes())) else { continue };
        let start = colon - scheme.len();
        let is_link_macro = before[..start].ends_with(b"link:");
        let prefix = marked.byte_before(start);
        let may_start = prefix.is_ascii_whitespace() || prefix < 8 || b"<>()[];\"'\\".contains(&prefix);
        let follows_space = marked.text[..start].ends_with('\u{A0}');
        if is_link_macro || !may_start && !follows_space {
            continue;
        }
        let rest = &marked.work[at..];
        let target = rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']'))
            .unwrap_or(rest.len());
        escaped(marked, start);
        if target > 0
            && marked.byte(at + target) == b'['
            && let Some(close) = marked.find_closing(at + target + 1)
        {
            let open = at + target;
            at = open + 1;
            link(marked, start, open, close, false);
            continue;
        }
        let rest = &marked.work[at..];
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b'<' | b'>');
        let len = rest.iter().position(ends).unwrap_or(rest.len());
        let is_tail = |byte: &&u8| matches!(**byte, b',' | b'.' | b'?' | b'!' | b')' | b';' | b':' | b'"' | b'\'');
        let tail = rest[..len].iter().rev().take_while(is_tail).count();
        if len > tail {
            let end = at + len - tail;
            marked.mark(start, end, TokenKind::Opaque { scope: Scope::Url, from: start, to: end });
            at = end;
        }
    }
}

/// Finds `link:x[text]`, `mailto:x[text]` and `xref:x[text]`.
fn links(marked: &mut Marked, name: &str) {
    let mut targets = Targets::default();
    let mut at = 0;
    while let Some(start) = marked.find(name.as_bytes(), at) {
        at = start + name.len();
        let open = match name {
            "xref:" => marked.find_within(b"[", at, MAX_NAME),
            _ => targets.end(marked, at),
        };
        let Some(open) = open else { continue };
        // A cross reference of Antora may start with a colon: `xref::page.adoc[]`.
        if marked.continues_word(start) || marked.byte(at) == b':' && name != "xref:" {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = open + 1;
        if !escaped(marked, start) {
            link(marked, start, open, close, name == "mailto:");
        }
    }
}

/// Finds `{attribute}/path[text]`: the attribute is most likely an address.
fn attribute_links(marked: &mut Marked) {
    let is_attribute =
        |token: &Token| matches!(token.kind, TokenKind::Opaque { scope: Scope::Code, from, .. } if from == token.start);
    let references: Vec<Range<usize>> =
        marked.tokens.iter().filter(|token| is_attribute(token)).map(|token| token.start..token.end).collect();
    let mut targets = Targets::default();
    for reference in references {
        let Some(open) = targets.end(marked, reference.end) else { continue };
        let is_free = marked.byte_before(reference.start).is_ascii_whitespace() || reference.start == 0;
        let target = &marked.text[reference.end..open];
        if !is_free || !(target.is_empty() || target.starts_with(['/', '#', '{', ':', '?', '.'])) {
            continue;
        }
        if let Some(close) = marked.find_closing(open + 1).filter(|close| *close > open + 1) {
            link(marked, reference.start, open, close, false);
        }
    }
}

/// Adds the tokens of a link whose text is between the brackets at `open` and `close`.
fn link(marked: &mut Marked, start: usize, open: usize, close: usize, is_mail: bool) {
    let inside = &marked.text[open + 1..close];
    let has_attributes = inside.contains(if is_mail { ',' } else { '=' });
    let range = match has_attributes {
        true => positional(&attributes(inside), 0).unwrap_or(0..0),
        false => 0..inside.len(),
    };
    let text = &inside[range.clone()];
    let len = text.strip_suffix('^').unwrap_or(text).len();
    let (from, to) = (open + 1 + range.start, open + 1 + range.start + len);
    if text.trim().is_empty() {
        return marked.mark(start, close + 1, TokenKind::Opaque { scope: Scope::Url, from: start, to: open });
    }
    marked.mark(start, from, TokenKind::BeginLink);
    marked.mark(to, close + 1, TokenKind::EndLink);
}

/// Finds anchors: `[[id]]`, `[[id,text]]`, `[[[reference]]]` and `anchor:id[]`.
fn anchors(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"[[", at) {
        at = start + 2;
        let is_triple = marked.byte(at) == b'[';
        let closing: &[u8] = if is_triple { b"]]]" } else { b"]]" };
        let from = at + usize::from(is_triple);
        let Some(close) = marked.find_within(closing, from, MAX_NAME) else { continue };
        let inside = &marked.text[from..close];
        let is_end = |rest: &str| rest.is_empty() || rest.starts_with(',') || rest == " ";
        if inside.contains('\n') || !anchor_id(inside).is_some_and(|(_, rest)| is_end(rest)) {
            continue;
        }
        at = close + closing.len();
        if !escaped(marked, start) {
            marked.mark(start, at, TokenKind::Nothing);
        }
    }
    let mut targets = Targets::default();
    let mut at = 0;
    while let Some(start) = marked.find(b"anchor:", at) {
        at = start + "anchor:".len();
        let Some(open) = targets.end(marked, at).filter(|open| *open > at) else { continue };
        if marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = close + 1;
        if !escaped(marked, start) {
            marked.mark(start, close + 1, TokenKind::Separator);
        }
    }
}

/// Finds `<<id>>` and `<<id,text>>`.
fn cross_references(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"<<", at) {
        at = start + 2;
        let is_target = marked.is_word_at(at) || matches!(marked.byte(at), b'#' | b'/' | b'.' | b':' | b'{' | 1);
        if !is_target {
            continue;
        }
        let Some(close) = marked.find(b">>", at) else { return };
        let end = close + 2;
        if !escaped(marked, start) {
            let comma = memchr::memchr(b',', &marked.work[at..close]).map(|comma| at + comma + 1);
            match comma.filter(|comma| !marked.text[*comma..close].trim().is_empty()) {
                Some(text) => {
                    marked.mark(start, text, TokenKind::BeginLink);
                    marked.mark(close, end, TokenKind::EndLink);
                }
                None => marked.mark(start, end, TokenKind::Opaque { scope: Scope::Url, from: at, to: close }),
            }
        }
        at = end;
    }
}

/// Finds `footnote:[text]`, `footnote:id[text]` and `footnoteref:[id,text]`. The text is a block of its own.
fn footnotes(marked: &mut Marked) {
    let mut at = 0;
    while let Some(start) = marked.find(b"footnote", at) {
        at = start + "footnote".len();
        let is_old = marked.work[at..].starts_with(b"ref:");
        let target = if is_old { at + 4 } else { at + 1 };
        if !is_old && marked.byte(at) != b':' || is_old && marked.continues_word(start) {
            continue;
        }
        let id = marked.work.get(target..).unwrap_or_default();
        let open =
            target + id.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        if marked.byte(open) != b'[' {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = open + 1;
        if escaped(marked, start) {
            continue;
        }
        let comma = marked.text[open + 1..close].find(',').map(|comma| open + 2 + comma);
        let from = if is_old { comma.unwrap_or(close) } else { open + 1 };
        if marked.text[from..close].trim().is_empty() {
            marked.mark(start, close + 1, TokenKind::Nothing);
        } else {
            marked.mark(start, from, TokenKind::Open(Scope::Footnote));
            marked.mark(close, close + 1, TokenKind::Close);
        }
    }
}
