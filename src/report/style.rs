//! How text output looks: colours, drawing characters and width.
//!
//! Colours are always written and taken out again by the stream ([`anstream`]) where they do not belong, so no writer
//! has to ask.

use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

/// The width of output that does not go to a terminal.
const PLAIN_WIDTH: usize = 100;
/// Narrower than this nothing can be shown well; wider than this lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

/// How text output looks.
#[derive(Clone, Debug)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// Whether box-drawing characters can be shown.
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

    /// What stands where text was cut.
    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// The characters and colours of graphical output.
    pub(super) fn theme(&self) -> GraphicalTheme {
        let mut characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        if self.unicode {
            // The icons of the theme are one cell wide in every font; its emoji are not used.
            characters.error = "✖".into();
            characters.warning = "▲".into();
            characters.advice = "●".into();
        }
        GraphicalTheme { characters, styles: ThemeStyles::ansi() }
    }
}
