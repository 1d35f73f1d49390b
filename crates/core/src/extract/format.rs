//! Defines the document formats, and the module that reads each of them.

use super::collector::Collector;
use super::component::{astro, svelte, tsx, vue};
use super::parsers::Parsers;
use super::parts::Part;
use super::piece::{MAX_PIECES, Piece, Pieces};
use super::pieces::SingleBlock;
use super::{asciidoc, html, markdown, mdx, message, office, rst, text};
use wordgate_text::source::{SourceFile, Span};

/// The extensions of PDF documents: none if the program is built without their reader.
#[cfg(feature = "pdf")]
const PDF: [&str; 1] = ["pdf"];
#[cfg(not(feature = "pdf"))]
const PDF: [&str; 0] = [];

macro_rules! formats {
    ($($name:ident $id:literal $extensions:expr, $reader:ident, $plain_reader:ident, $doc:literal;)*) => {
        /// A document format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format { $(#[doc = $doc] $name,)* }

        impl Format {
            /// Every format, in the order of the documentation.
            pub const ALL: &[Format] = &[$(Format::$name,)*];

            /// Returns the name in the configuration.
            pub fn id(self) -> &'static str {
                match self { $(Format::$name => $id,)* }
            }

            /// Returns the file extensions, without a dot; the usual one first.
            pub fn extensions(self) -> &'static [&'static str] {
                match self { $(Format::$name => &$extensions,)* }
            }

            /// Adds the blocks of a piece to `out`.
            pub(super) fn read(self, parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
                match self { $(Format::$name => $reader::read_piece(parsers, piece, out),)* }
            }

            /// Adds the blocks of `parts`, which are too large to parse, to `out`.
            pub(super) fn read_plain(self, parts: &[Part], out: &mut Collector) {
                match self { $(Format::$name => $plain_reader::read_plain(parts, out),)* }
            }

            fn split(self, text: &str, min_len: usize) -> Pieces {
                match self { $(Format::$name => $reader::split(text, min_len),)* }
            }
        }
    };
}

// Variant, id, extensions, the module that splits and reads it, and the module that reads text too large to parse.
formats! {
    Markdown "markdown" ["md", "markdown", "qmd", "rmd"], markdown, text, "GitHub-flavoured Markdown.";
    Mdx "mdx" ["mdx"], mdx, text, "Markdown with JSX.";
    Asciidoc "asciidoc" ["adoc", "asciidoc"], asciidoc, text, "AsciiDoc.";
    Html "html" ["html", "htm", "xhtml"], html, html, "HTML.";
    Notebook "notebook" ["ipynb"], markdown, text, "The Markdown of a Jupyter notebook.";
    Rst "rst" ["rst"], rst, text, "reStructuredText, with the directives and roles of Sphinx.";
    Json "json" ["json", "jsonc", "json5", "arb", "xcstrings"], message, text, "The messages of a JSON file.";
    Yaml "yaml" ["yaml", "yml"], message, text, "The messages of a YAML file.";
    Toml "toml" ["toml"], message, text, "The messages of a TOML file.";
    Po "po" ["po", "pot"], message, text, "The messages of a gettext catalogue.";
    Properties "properties" ["properties"], message, text, "The values of a Java properties file.";
    Strings "strings" ["strings"], message, text, "The values of Apple's `.strings` files.";
    Stringsdict "stringsdict" ["stringsdict"], message, text, "The formats and plural variants of Apple's `.stringsdict` files.";
    Xliff "xliff" ["xlf", "xliff"], message, text, "The source texts and translations of XLIFF.";
    Resx "resx" ["resx"], message, text, "The strings of a .NET resource file.";
    Android "android" [], message, text, "The strings of Android's resources.";
    Fluent "fluent" ["ftl"], message, text, "The messages of a Fluent file.";
    Subtitles "subtitles" ["srt", "vtt"], message, text, "The cues of SubRip and WebVTT subtitles.";
    Tsx "tsx" ["tsx", "jsx"], tsx, text, "JavaScript or TypeScript with JSX.";
    Script "script" [], tsx, text, "JavaScript or TypeScript.";
    Vue "vue" ["vue"], vue, text, "A component of Vue.";
    Svelte "svelte" ["svelte"], svelte, text, "A component of Svelte.";
    Astro "astro" ["astro"], astro, text, "A component of Astro.";
    Office "office" ["docx", "pptx", "odt", "odp"], html, html, "A text or a presentation of Office or LibreOffice, whose text is written as HTML.";
    Pdf "pdf" PDF, html, html, "A PDF document, whose text is written as HTML.";
    Text "text" ["txt"], text, text, "Plain text: paragraphs between blank lines.";
}

impl Format {
    /// Returns the format of files with this extension (any case, no dot).
    pub fn from_extension(extension: &str) -> Option<Format> {
        let is_known = |format: &Format| format.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension));
        Format::ALL.iter().copied().find(is_known)
    }

    /// Returns the format with this name in the configuration.
    pub fn from_id(id: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.id() == id)
    }

    /// Returns whether files of this format are components: scripts with markup, or markup with scripts.
    pub fn is_component(self) -> bool {
        matches!(self, Format::Tsx | Format::Script | Format::Vue | Format::Svelte | Format::Astro)
    }

    /// Returns whether the text of files of this format is HTML.
    pub fn is_html(self) -> bool {
        matches!(self, Format::Html | Format::Office | Format::Pdf)
    }

    /// Returns the names of all formats.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        Format::ALL.iter().map(|format| format.id())
    }
}

/// Splits `text` into pieces.
pub fn split(text: &str, format: Format) -> Pieces {
    format.split(text, text.len() / MAX_PIECES)
}

/// Splits a file into pieces. No piece contains text of two of its sections.
pub fn split_file(file: &SourceFile, format: Format) -> Pieces {
    let (text, sections) = (file.text(), file.sections());
    if sections.is_empty() {
        return split(text, format);
    }
    let ends = sections.iter().skip(1).map(|section| section.start as usize).chain([text.len()]);
    let mut all = Pieces::default();
    for (section, end) in sections.iter().zip(ends) {
        let start = section.start as usize;
        let mut pieces = format.split(&text[start..end], text.len() / MAX_PIECES);
        let scope = section.part.as_ref().and_then(|part| office::scope(part.area));
        pieces.pieces.iter_mut().for_each(|piece| piece.scope = scope);
        all.append_shifted(pieces, section.start);
    }
    all
}

impl Piece {
    /// Returns all of `text` as one piece.
    pub fn whole(text: &str, format: Format) -> Piece {
        let hidden = split(text, format).pieces.into_iter().flat_map(|piece| piece.hidden).collect();
        Piece { hidden, ..Piece::without_context(Span::new(0, text.len())) }
    }

    /// Returns whether the piece is certainly one block of Markdown, so that the block grammar need not parse it.
    pub(crate) fn is_single_block(&self, text: &str, format: Format) -> bool {
        matches!(format, Format::Markdown | Format::Notebook) && SingleBlock::of(text, self).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::piece::MAX_PIECE_LEN;

    fn ranges(pieces: &Pieces) -> Vec<(u32, u32)> {
        pieces.pieces.iter().map(|piece| (piece.range.start, piece.range.end)).collect()
    }

    #[test]
    fn a_file_has_a_limited_number_of_pieces() {
        for format in [Format::Markdown, Format::Text] {
            let text = "a\n\n- b\n\n# c\n\n".repeat(100);
            assert!(split(&text, format).pieces.len() >= 300);
            let few = format.split(&text, text.len() / 20);
            assert!((10..=20).contains(&few.pieces.len()), "{:?}", ranges(&few));
            assert!(few.pieces.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
            assert!(few.pieces.iter().all(|piece| !piece.is_plain));
        }
    }

    #[test]
    fn text_that_is_too_long_to_parse_becomes_plain_paragraphs() {
        let text = "word\r\r".repeat(MAX_PIECE_LEN / 6 + 1);
        for format in [Format::Markdown, Format::Mdx] {
            let pieces = split(&text, format);
            assert!(pieces.pieces.len() > 100_000 && pieces.pieces.iter().all(|piece| piece.is_plain));
            assert_eq!(ranges(&pieces)[..2], [(0, 6), (6, 12)]);
            assert_eq!(ranges(&pieces).last().map(|range| range.1 as usize), Some(text.len()));
        }
        assert!(!split(&text[..600], Format::Mdx).pieces[0].is_plain);
    }
}
