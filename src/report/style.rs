//! The look of text output: colours, drawing characters and width.
//!
//! Writers always write colours; the stream ([`anstream`]) removes them where they are not supported.

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

/// The width of output that does not go to a terminal.
const PLAIN_WIDTH: usize = 100;
/// Narrower output is too cramped, and wider lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

/// The look of text output.
#[derive(Clone, Debug)]
pub struct Style {
    /// The width in columns.
    pub width: usize,
    /// Whether the output supports box-drawing characters.
    pub unicode: bool,
}

impl Style {
    /// The style of output to standard output, or to standard error.
    pub fn detect(stream: supports_unicode::Stream) -> Style {
        let size = match stream {
            supports_unicode::Stream::Stdout => terminal_size::terminal_size_of(std::io::stdout()),
            supports_unicode::Stream::Stderr => terminal_size::terminal_size_of(std::io::stderr()),
        };
        let width = size.map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0));
        Style { width: width.clamp(*WIDTHS.start(), *WIDTHS.end()), unicode: supports_unicode::on(stream) }
    }

    /// The style of output to a file or pipe.
    pub fn plain() -> Style {
        Style { width: PLAIN_WIDTH, unicode: true }
    }

    /// The mark for cut text.
    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// The characters and colours of graphical output.
    pub(super) fn theme(&self) -> GraphicalTheme {
        let mut characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        if self.unicode {
            // Unlike emoji, these icons are one cell wide in every font.
            characters.error = "✖".into();
            characters.warning = "▲".into();
            characters.advice = "●".into();
        }
        GraphicalTheme { characters, styles: ThemeStyles::ansi() }
    }
}
