//! Says how a comment is written at a place of a component, for directives that are inserted there.

use super::super::format::Format;
use super::lexer::{Dialect, tokens};
use super::token::{Token, TokenKind};
use super::{astro, vue};
use std::ops::Range;

/// The start and the end of a comment.
pub(crate) type CommentDelimiters = (&'static str, &'static str);

/// How comments are written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CommentSyntax {
    /// Of a comment on a line of its own.
    pub separate: CommentDelimiters,
    /// Of a comment on a line with something else.
    pub inline: CommentDelimiters,
}

const CODE: CommentSyntax = CommentSyntax { separate: ("// ", ""), inline: ("/* ", " */") };
const TAG: CommentSyntax = CommentSyntax { separate: ("/* ", " */"), inline: ("/* ", " */") };
const JSX: CommentSyntax = CommentSyntax { separate: ("{/* ", " */}"), inline: ("{/* ", " */}") };
const MARKUP: CommentSyntax = CommentSyntax { separate: ("<!-- ", " -->"), inline: ("<!-- ", " -->") };

/// Returns how a comment is written at byte `at`, or `None` if none can be there, as inside a string.
pub(crate) fn comment_syntax(text: &str, format: Format, at: usize) -> Option<CommentSyntax> {
    let (dialect, range) = match format {
        Format::Svelte => (Dialect::Svelte, 0..text.len()),
        Format::Vue => match vue::script_around(text, at) {
            Some(script) => (Dialect::Jsx, script),
            None => return Some(MARKUP),
        },
        Format::Astro => match astro::parts(text, 0..text.len()) {
            (Some(script), _) if script.contains(&at) => (Dialect::Jsx, script),
            (_, markup) => (Dialect::Astro, markup),
        },
        _ => (Dialect::Jsx, 0..text.len()),
    };
    let tokens = tokens(text, range, dialect).ok()?;
    innermost(&tokens.all, text.len(), dialect, at)
}

/// Returns the syntax in the innermost construct around byte `at`.
fn innermost(tokens: &[Token], len: usize, dialect: Dialect, at: usize) -> Option<CommentSyntax> {
    let mut syntax = Some(if dialect.is_markup() { MARKUP } else { CODE });
    for token in tokens.iter().take_while(|token| (token.span.start as usize) < at) {
        let Range { start, end } = token.span.range();
        let is_inside = || {
            let mate = tokens.get(token.mate as usize).map_or(len, |mate| mate.span.start as usize);
            end <= at && at <= mate
        };
        match token.kind {
            TokenKind::String | TokenKind::Comment | TokenKind::AttributeValue if start < at && at < end => {
                syntax = None
            }
            TokenKind::Raw if at < end => syntax = Some(CODE),
            TokenKind::TemplateStart if is_inside() => syntax = None,
            TokenKind::Open | TokenKind::SubstitutionStart | TokenKind::ExpressionStart if is_inside() => {
                syntax = Some(CODE);
            }
            TokenKind::TagStart if is_inside() => syntax = (dialect == Dialect::Jsx).then_some(TAG),
            TokenKind::TagEnd
                if is_inside()
                    && tokens[token.mate as usize..].first().is_some_and(|mate| mate.kind == TokenKind::EndTag) =>
            {
                syntax = Some(JSX);
            }
            _ => {}
        }
    }
    syntax
}
