//! Reads the tokens of markup: text, tags and their attributes.

use super::super::token::TokenKind;
use super::{Dialect, Frame, FrameKind, Lexer};
use crate::extract::script;
use wordgate_text::source::to_u32;

impl<'t> Lexer<'t> {
    /// Reads a part of the content of an element.
    pub(super) fn markup(&mut self) {
        let rest = &self.bytes[self.at..];
        let is_special = |byte: &u8| matches!(byte, b'<' | b'{');
        match rest.first() {
            Some(b'<') if self.markup_tag() => {}
            Some(b'{') if self.dialect != Dialect::Vue => self.expression(),
            Some(b'{') if rest.starts_with(b"{{") => self.mustache(),
            Some(_) => {
                let len = 1 + rest[1..].iter().position(is_special).unwrap_or(rest.len() - 1);
                self.push(TokenKind::Text, len);
            }
            None => {}
        }
    }

    /// Reads `{`, which starts an expression.
    fn expression(&mut self) {
        // In Svelte, `{/if}` ends a block; its slash starts no regular expression.
        if self.dialect == Dialect::Svelte && self.byte(1) == Some(b'/') && self.byte(2) != Some(b'*') {
            let name = self.bytes[self.at + 2..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            if self.byte(2 + name) == Some(b'}') {
                self.open(FrameKind::Expression, TokenKind::ExpressionStart, 2 + name);
                return self.close(TokenKind::ExpressionEnd, 1);
            }
        }
        self.open(FrameKind::Expression, TokenKind::ExpressionStart, 1);
    }

    /// Reads `{{ … }}` of Vue. Its content is no token.
    fn mustache(&mut self) {
        let rest = self.rest();
        match self.missing.find(("}}", ""), || rest.find("}}")) {
            Some(len) => {
                self.open(FrameKind::Expression, TokenKind::ExpressionStart, 2);
                self.at += len - 2;
                self.close(TokenKind::ExpressionEnd, 2);
            }
            None => self.push(TokenKind::Text, 2),
        }
    }

    /// Reads a tag or a comment of markup. Returns false if the `<` is text.
    fn markup_tag(&mut self) -> bool {
        let rest = self.rest();
        let next = self.byte(1);
        if next == Some(b'/') {
            return self.end_tag();
        }
        if self.dialect.is_markup() && next == Some(b'!') {
            let end = match rest.strip_prefix("<!--") {
                Some(inside) => self.missing.find(("-->", ""), || inside.find("-->")).map(|len| len + 7),
                None => self.missing.find((">", ""), || rest.find('>')).map(|len| len + 1),
            };
            let Some(len) = end else { return false };
            self.push(TokenKind::MarkupComment, len);
            return true;
        }
        let is_fragment = next == Some(b'>') && self.dialect.code_has_tags();
        if !is_fragment && !next.is_some_and(|next| next.is_ascii_alphabetic()) || self.is_operator() {
            return false;
        }
        self.tag_start();
        true
    }

    /// Reads an end tag, which ends the innermost open element of its name.
    fn end_tag(&mut self) -> bool {
        let rest = self.rest();
        let named = rest[2..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '>');
        let end = if named { self.missing.find((">", ""), || rest.find('>')) } else { None };
        let Some(len) = end else { return false };
        let name = tag_name(&rest[2..]);
        let elements = self.frames.iter().rev().take_while(|frame| frame.kind == FrameKind::Element);
        let depth = elements.map(|frame| frame.token as usize).position(|token| self.name_of(token) == name);
        let Some(depth) = depth else {
            self.push(TokenKind::EndTag, len + 1);
            return true;
        };
        let end = to_u32(self.tokens.len());
        for frame in self.frames.split_off(self.frames.len() - depth - 1) {
            let start = self.start_of(frame);
            self.tokens[start].mate = end;
        }
        self.push(TokenKind::EndTag, len + 1);
        self.expects_value = false;
        true
    }

    /// Returns the name of the tag that starts with the token at `index`.
    fn name_of(&self, index: usize) -> &'t str {
        &self.text[self.tokens[index].span.range()][1..]
    }

    /// Returns whether the `<` at the current byte starts an element in code.
    pub(super) fn starts_element(&mut self) -> bool {
        if !self.dialect.code_has_tags() || self.is_operator() {
            return false;
        }
        let rest = &self.rest()[1..];
        let name = tag_name(rest);
        if !name.is_empty() && !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || name == "const" {
            return false;
        }
        let after = &rest[name.len()..];
        let attribute = after.trim_start();
        let word = attribute.find(|c: char| !c.is_alphanumeric() && !"_-$:@".contains(c)).unwrap_or(attribute.len());
        let is_attribute = after.len() > attribute.len() && word > 0 && &attribute[..word] != "extends";
        match attribute.bytes().next() {
            _ if name.is_empty() && !after.starts_with('>') => false,
            _ if is_attribute => true,
            Some(b'/') => matches!(attribute.as_bytes().get(1), Some(b'>' | b'/' | b'*')),
            Some(b'{') => attribute[1..].trim_start().starts_with("...") || attribute.starts_with("{/*"),
            Some(b'>') if self.is_void(name) => true,
            Some(b'>') if !self.has_end_tag_after(name) => {
                if self.is_content(&attribute[1..]) {
                    self.never_closes(1 + name.len());
                }
                false
            }
            Some(b'>') => true,
            Some(b'<') => self.has_end_tag_after(name),
            _ if word > 0 => self.has_end_tag_after(name),
            _ => false,
        }
    }

    /// Returns whether `source`, which follows what may be a start tag without an end tag, is the content of an element. A
    /// cast or the parameters of a generic function look like such a tag, but the code after them is on the same line and
    /// has no two names side by side.
    fn is_content(&mut self, source: &'t str) -> bool {
        let content = source.trim_start();
        if let Some(tag) = content.strip_prefix('<') {
            return tag.starts_with('/') || self.has_end_tag_after(tag_name(tag));
        }
        if source[..source.len() - content.len()].contains(['\n', '\r']) {
            return !content.starts_with('(');
        }
        let word = |source: &'t str| source.split(|c: char| !c.is_alphabetic() && c != '\'').next().unwrap_or_default();
        let (first, rest) = content.split_at(word(content).len());
        let second = rest.strip_prefix(' ').map(word).unwrap_or_default();
        let is_code =
            PREFIXES.contains(&first) || script::precedes_value(first.as_bytes()) || OPERATORS.contains(&second);
        !first.is_empty() && !second.is_empty() && !is_code
    }

    fn has_end_tag_after(&mut self, name: &str) -> bool {
        let (text, start, at) = (self.text, self.start, self.at);
        let end_tags = self.end_tags.get_or_insert_with(|| {
            let found =
                text[start..].match_indices("</").map(|(at, _)| (tag_name(&text[start + at + 2..]), start + at));
            found.collect()
        });
        end_tags.get(name).is_some_and(|last| *last > at)
    }

    /// Returns whether the element has no end tag.
    fn is_void(&self, name: &str) -> bool {
        self.dialect.is_markup() && VOID_ELEMENTS.iter().any(|void| void.eq_ignore_ascii_case(name))
    }

    /// Reads `<name`.
    pub(super) fn tag_start(&mut self) {
        let name = tag_name(&self.rest()[1..]).len();
        self.open(FrameKind::Tag, TokenKind::TagStart, 1 + name);
        // Type arguments, as in `<List<string> items={x}>`.
        if self.byte(0) == Some(b'<') && self.dialect.code_has_tags() {
            let types = &self.bytes[self.at..];
            let end = types.iter().take(256).position(|byte| matches!(byte, b'>' | b'{' | b'\n'));
            self.at += end.filter(|end| types[*end] == b'>').map_or(1, |end| end + 1);
        }
    }

    /// Reads a part of a start tag.
    pub(super) fn tag(&mut self) {
        let Some(byte) = self.byte(0) else { return };
        match byte {
            b'\n' | b'\r' => (self.at, self.starts_line) = (self.at + 1, true),
            b'=' => (self.at, self.expects_attribute_value) = (self.at + 1, true),
            _ if byte.is_ascii_whitespace() => self.at += 1,
            b'/' if self.byte(1) == Some(b'>') => self.tag_end(2),
            b'>' => self.tag_end(1),
            b'/' if self.dialect.code_has_tags() && matches!(self.byte(1), Some(b'/' | b'*')) => self.slash(),
            b'{' if self.dialect != Dialect::Vue => self.expression(),
            b'"' | b'\'' => self.quoted_value(byte),
            b'`' if self.dialect == Dialect::Astro => self.open(FrameKind::Template, TokenKind::TemplateStart, 1),
            b'<' | b'`' | b'}' => self.at += 1,
            _ if self.expects_attribute_value && self.dialect.is_markup() => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'{');
                let rest = &self.bytes[self.at..];
                self.push(TokenKind::AttributeValue, rest.iter().position(ends).unwrap_or(rest.len()));
            }
            _ => {
                let rest = &self.bytes[self.at..];
                let ends = |byte: &u8| {
                    byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'{' | b'"' | b'\'' | b'`' | b'<' | b'/')
                };
                let len = 1 + rest[1..].iter().position(ends).unwrap_or(rest.len() - 1);
                self.push(TokenKind::AttributeName, len);
            }
        }
    }

    fn quoted_value(&mut self, quote: u8) {
        let missing = usize::from(quote == b'"');
        let mut at = self.at + 1;
        let quotes = ["'", "\""][missing];
        while self.missing.find((quotes, ""), || Some(())).is_some() {
            let is_end = |byte: &u8| *byte == quote || *byte == b'{' && self.dialect == Dialect::Svelte;
            let Some(next) = self.bytes[at..].iter().position(is_end) else { break };
            at += next;
            if self.bytes[at] == quote {
                return self.push(TokenKind::AttributeValue, at + 1 - self.at);
            }
            // An expression in a value of Svelte may contain quotes.
            at += script::expression_len(&self.text[at..self.text.len().min(at + MAX_EXPRESSION)]).unwrap_or(1);
        }
        self.missing.find((quotes, ""), || None::<()>);
        self.never_closes(1);
        self.at += 1;
    }

    /// Reads the end of a start tag, and the content of an element that is not markup.
    fn tag_end(&mut self, len: usize) {
        let start = self.frames.last().map_or(0, |frame| frame.token as usize);
        let name = self.name_of(start);
        self.close(TokenKind::TagEnd, len);
        if len == 2 || self.is_void(name) {
            return;
        }
        if self.dialect.is_markup() && (name == "script" || name == "style") {
            let rest = self.rest();
            if let Some(end) = self.missing.end_tag(rest, name) {
                self.push(TokenKind::Raw, end.start);
                self.end_tag();
            }
            return;
        }
        let is_outermost = self.frames.is_empty() && self.dialect.is_markup();
        if !is_outermost {
            self.frames.push(Frame { kind: FrameKind::Element, token: to_u32(start) });
        }
    }
}

/// The maximum length of an expression in a quoted attribute, in bytes.
const MAX_EXPRESSION: usize = 1 << 12;

/// Keywords before a name, apart from those that [`script`] knows.
const PREFIXES: [&str; 3] = ["async", "class", "function"];

/// Operators that are words.
const OPERATORS: [&str; 4] = ["as", "in", "instanceof", "satisfies"];

/// Elements without an end tag.
const VOID_ELEMENTS: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Returns the name at the start of `text`, such as `Card.Title` or `svelte:head`.
pub(in super::super) fn tag_name(text: &str) -> &str {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '$');
    &text[..text.find(|c: char| !is_name(c)).unwrap_or(text.len())]
}
