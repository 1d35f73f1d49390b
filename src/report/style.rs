//! The style of text output: colours, box-drawing characters and width.
//!
//! Only the report of `check` may be long, so its writers omit colours if the output does not show them. Other writers
//! always write colours, and the stream ([`anstream`]) removes them.

use anstyle::Style as Paint;
use miette::{GraphicalTheme, ThemeCharacters, ThemeStyles};

/// The width of output that does not go to a terminal.
const PLAIN_WIDTH: usize = 100;
/// The allowed widths. Source lines do not fit into narrower output, and wider lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

/// The style of text output.
#[derive(Clone, Debug)]
pub struct Style {
    /// The width in columns.
    pub width: usize,
    /// Whether the output supports box-drawing characters.
    pub unicode: bool,
    /// Whether the report of `check` has colours.
    pub colors: bool,
}

impl Style {
    /// Returns the style for standard output or standard error.
    pub fn detect(stream: supports_unicode::Stream) -> Style {
        let size = match stream {
            supports_unicode::Stream::Stdout => terminal_size::terminal_size_of(std::io::stdout()),
            supports_unicode::Stream::Stderr => terminal_size::terminal_size_of(std::io::stderr()),
        };
        let width = size.map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0));
        Style {
            width: width.clamp(*WIDTHS.start(), *WIDTHS.end()),
            unicode: supports_unicode::on(stream),
            colors: true,
        }
    }

    /// Returns the style for output to a file.
    pub fn plain() -> Style {
        Style { width: PLAIN_WIDTH, unicode: true, colors: false }
    }

    /// Returns the mark for cut text.
    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// Returns these colours, or none if the output has no colours.
    pub(super) fn paint(&self, paint: Paint) -> Paint {
        if self.colors { paint } else { Paint::new() }
    }

    /// Returns the characters and colours for miette's output.
    pub(super) fn theme(&self) -> GraphicalTheme {
        let mut characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        if self.unicode {
            // Unlike emoji, these icons are one cell wide in every font.
            characters.error = "✖".into();
            characters.warning = "▲".into();
            characters.advice = "●".into();
        }
        let styles = if self.colors { ThemeStyles::ansi() } else { ThemeStyles::none() };
        GraphicalTheme { characters, styles }
    }
}
