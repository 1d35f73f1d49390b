//! Defines the tokens of scripts (JavaScript and TypeScript) and of markup with expressions (JSX, Vue, Svelte, Astro).

use std::ops::Range;
use wordgate_text::source::{Span, to_u32};

/// A token. Brackets, tags and the like know where they end, so that a reader can skip their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Byte offsets in the file.
    pub span: Span,
    /// The index of the token that ends what this one starts. An unclosed construct ends at the token that closes the
    /// construct around it, or after the last token. The end of a start tag has the index of the end tag, and the end of
    /// any other construct that of its start. The index of the token itself if there is nothing else.
    pub mate: u32,
    /// Whether there is a line end between the previous token and this one.
    pub starts_line: bool,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or a keyword.
    Name,
    /// A number or a regular expression.
    Value,
    /// A string literal with its quotes.
    String,
    /// The backtick that starts a template literal.
    TemplateStart,
    /// The backtick that ends it.
    TemplateEnd,
    /// `${` in a template literal.
    SubstitutionStart,
    /// The `}` that ends a substitution.
    SubstitutionEnd,
    /// `(`, `[` or `{` in code.
    Open,
    /// The bracket that ends it.
    Close,
    /// Any other sign in code.
    Sign,
    /// A comment of a script, with its delimiters.
    Comment,
    /// The start of a start tag: `<name`.
    TagStart,
    /// The end of a start tag: `>` or `/>`.
    TagEnd,
    /// An end tag: `</name>`.
    EndTag,
    /// The name of an attribute.
    AttributeName,
    /// The value of an attribute, with its quotes if it has any.
    AttributeValue,
    /// The start of an expression in markup or in a tag: `{`, or `{{` in Vue.
    ExpressionStart,
    /// The end of such an expression.
    ExpressionEnd,
    /// Text between tags.
    Text,
    /// `<!-- … -->`.
    MarkupComment,
    /// The content of an element such as `<script>`.
    Raw,
}

impl Token {
    /// Returns the source of the token.
    pub fn source<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.range()]
    }
}

/// Returns the index of the first token after what the token at `index` starts.
pub(super) fn after(tokens: &[Token], index: usize) -> usize {
    let mate = tokens[index].mate as usize;
    let ends = tokens.get(mate).is_some_and(|token| closes(tokens[index].kind, token.kind));
    if ends { mate + 1 } else { mate.max(index + 1).min(tokens.len()) }
}

fn closes(start: TokenKind, end: TokenKind) -> bool {
    use TokenKind::{
        Close, ExpressionEnd, ExpressionStart, Open, SubstitutionEnd, SubstitutionStart, TagEnd, TagStart, TemplateEnd,
        TemplateStart,
    };
    matches!(
        (start, end),
        (Open, Close)
            | (TemplateStart, TemplateEnd)
            | (SubstitutionStart, SubstitutionEnd)
            | (ExpressionStart, ExpressionEnd)
            | (TagStart, TagEnd)
    )
}

/// Returns the indices of the tokens inside of what the token at `index` starts.
pub(super) fn inside(tokens: &[Token], index: usize) -> Range<usize> {
    let end = (tokens[index].mate as usize).clamp(index + 1, tokens.len());
    index + 1..end
}

/// Creates a token that starts nothing; `index` is its own index.
pub(super) fn token(kind: TokenKind, range: Range<usize>, index: usize, starts_line: bool) -> Token {
    Token { kind, span: Span::new(range.start, range.end), mate: to_u32(index), starts_line }
}
