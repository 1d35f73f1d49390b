//! Reads the Markdown of a Jupyter notebook, which is JSON.
//!
//! Only Markdown cells are read, each as a document of its own, because Jupyter shows each on its own. Code, its output
//! and attachments are not text that somebody wrote for readers. One raw cell is: Quarto and nbdev keep the front matter
//! of the page in the first cell.
//!
//! The text of a cell is one string, or a list of strings that are joined. Notebooks of version 3 keep their cells in
//! worksheets.

use super::json::{JsonDialect, JsonEvent, JsonReader, decode_string, without_lone_surrogates};
use super::malformed::Malformed;
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// Returns the Markdown in a notebook.
pub(super) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let json = without_lone_surrogates(text);
    let mut cells = CellReader {
        reader: JsonReader::new(&json, JsonDialect::Strict),
        places: Vec::new(),
        key: Place::Other,
        has_cells: false,
    };
    let mut inside = EmbeddedText::default();
    let mut number = 0;
    while let Some(cell) = cells.next(text)? {
        number += 1;
        let is_front_matter = cell.is_raw && number == 1 && cell.starts_with(text, "---");
        if cell.is_markdown || is_front_matter {
            inside.begin_cell(Escapes::DoubleQuoted, number);
            cell.source.iter().for_each(|string| decode_string(text, *string, &mut inside));
        }
    }
    match cells.has_cells {
        true => Ok(inside),
        false => Err(Malformed { at: 0, message: "it has no list of cells".to_owned() }),
    }
}

/// A cell of a notebook.
#[derive(Default)]
struct Cell {
    is_markdown: bool,
    is_raw: bool,
    /// The content of the strings that make up its text, in order.
    source: Vec<Span>,
}

impl Cell {
    fn starts_with(&self, text: &str, start: &str) -> bool {
        self.source.first().is_some_and(|first| text[first.range()].starts_with(start))
    }
}

/// What an object or an array of a notebook is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Notebook,
    /// The list of worksheets.
    Worksheets,
    /// The list of cells.
    Cells,
    Cell,
    /// The type of a cell.
    Type,
    /// The text of a cell.
    Source,
    Other,
}

/// Finds the cells of a notebook.
struct CellReader<'t> {
    reader: JsonReader<'t>,
    /// What each open object or array is, outermost first.
    places: Vec<Place>,
    /// What the next value is, if it has a key.
    key: Place,
    has_cells: bool,
}

impl CellReader<'_> {
    /// Returns the next cell.
    fn next(&mut self, text: &str) -> Result<Option<Cell>, Malformed> {
        let mut cell = Cell::default();
        while let Some(event) = self.reader.next()? {
            let around = self.places.last().copied();
            // A key says what its value is, an array what its items are.
            let place = match around {
                None => Place::Notebook,
                Some(Place::Cells) => Place::Cell,
                // A worksheet has cells, as a notebook has.
                Some(Place::Worksheets) => Place::Notebook,
                Some(Place::Source) => Place::Source,
                Some(_) => self.key,
            };
            match event {
                JsonEvent::Key(key) => {
                    self.key = match (around, &*key) {
                        (Some(Place::Notebook), "cells") => Place::Cells,
                        (Some(Place::Notebook), "worksheets") => Place::Worksheets,
                        (Some(Place::Cell), "cell_type") => Place::Type,
                        (Some(Place::Cell), "source") => Place::Source,
                        _ => Place::Other,
                    }
                }
                JsonEvent::String(span) if place == Place::Source => cell.source.push(span),
                JsonEvent::String(span) if place == Place::Type => {
                    cell.is_markdown = &text[span.range()] == "markdown";
                    cell.is_raw = &text[span.range()] == "raw";
                }
                JsonEvent::String(_) | JsonEvent::Scalar | JsonEvent::Comment(_) => {}
                JsonEvent::OpenObject | JsonEvent::OpenArray => {
                    let is_list = matches!(place, Place::Cells | Place::Worksheets | Place::Source);
                    let fits = is_list == (event == JsonEvent::OpenArray);
                    self.places.push(if fits { place } else { Place::Other });
                    self.has_cells |= fits && place == Place::Cells;
                    self.key = Place::Other;
                }
                JsonEvent::Close => {
                    if self.places.pop() == Some(Place::Cell) {
                        return Ok(Some(cell));
                    }
                }
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::SourceFile;

    /// Returns the text of each section of a notebook, and the number of its cell.
    fn sections(text: &str) -> Result<Vec<(u32, String)>, Malformed> {
        let file = SourceFile::decode(text.into()).unwrap().with_embedded(read(text)?);
        let starts = file.sections().iter().map(|section| section.start as usize);
        let ends = starts.clone().skip(1).chain([file.text().len()]);
        let cells = file.sections().iter().map(|section| section.cell.unwrap());
        Ok(cells.zip(starts.zip(ends)).map(|(cell, (start, end))| (cell, file.text()[start..end].to_owned())).collect())
    }

    #[test]
    fn markdown_cells_are_read_however_they_are_written() {
        let notebook = r##"{"metadata": {"cells": ["no"], "source": "no"}, "cells": [
            {"cell_type": "code", "source": ["no\n"], "outputs": [{"text": ["no"], "data": {"text/markdown": "no"}}]},
            {"source": ["# A\n", "\n", "b \"c\""], "cell_type": "markdown", "attachments": {"source": ["no"]}},
            {"cell_type": "markdown", "metadata": {"source": "no"}, "source": "one\nstring"},
            {"cell_type": "raw", "source": "---\nno: 1"},
            {"cell_type": "markdown", "source": []}
        ], "nbformat": 4}"##;
        let expected = [(2, "# A\n\nb \"c\"\n\n"), (3, "one\nstring\n\n"), (5, "")];
        assert_eq!(sections(notebook).unwrap(), expected.map(|(cell, text)| (cell, text.to_owned())));
    }

    #[test]
    fn front_matter_in_the_first_cell_is_read() {
        let notebook = r#"{"cells": [{"cell_type": "raw", "source": ["---\n", "title: a\n", "---"]}]}"#;
        assert_eq!(sections(notebook).unwrap(), [(1, "---\ntitle: a\n---".to_owned())]);
    }

    #[test]
    fn worksheets_of_old_notebooks_are_read() {
        let notebook = r#"{"worksheets": [{"cells": [{"cell_type": "markdown", "source": "a"}]}], "nbformat": 3}"#;
        assert_eq!(sections(notebook).unwrap(), [(1, "a".to_owned())]);
    }

    #[test]
    fn other_json_is_not_a_notebook() {
        for text in ["{}", "[]", "1", r#"{"cells": {}}"#, r#"{"a": {"cells": []}}"#] {
            assert_eq!(sections(text).unwrap_err().message, "it has no list of cells", "{text}");
        }
        assert_eq!(sections("{\"cells\": [}").unwrap_err().at, 11);
        assert_eq!(sections(r#"{"cells": []}"#).unwrap(), []);
    }
}
