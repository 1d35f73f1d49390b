//! The records of a `csv-table` directive.

use super::cell_line;
use crate::extract::parts::Part;
use crate::extract::rst::line::Line;

/// A cell.
#[derive(Default)]
pub struct CsvCell {
    pub lines: Vec<Line>,
    is_quoted: bool,
}

impl CsvCell {
    /// Returns the parts of its lines that are text: one of two doubled quotation marks is not.
    pub fn parts(&self, text: &str, lines: &[Line]) -> Vec<Part> {
        let mut parts = Vec::new();
        for line in lines.iter().filter(|line| !line.is_blank()) {
            let mut start = line.text;
            if self.is_quoted {
                for (quotes, _) in line.of(text).match_indices("\"\"") {
                    parts.push(Part::markup(start, line.text + quotes + 1));
                    start = line.text + quotes + 2;
                }
            }
            if start < line.end {
                parts.push(Part::markup(start, line.end));
            }
        }
        parts
    }
}

/// Returns the records of comma-separated values in `lines`.
pub fn records(text: &str, lines: &[Line], delimiter: u8) -> Vec<Vec<CsvCell>> {
    let mut records = Vec::new();
    let mut record: Vec<CsvCell> = Vec::new();
    let mut cell = CsvCell::default();
    let mut in_quotes = false;
    for line in lines {
        if line.is_blank() {
            if in_quotes {
                cell.lines.push(*line);
            }
            continue;
        }
        let bytes = text.as_bytes();
        let (mut at, mut start) = (line.text, line.text);
        loop {
            if !in_quotes && cell.lines.is_empty() {
                // A cell starts here, after white space.
                while at < line.end && bytes[at] == b' ' && bytes[at] != delimiter {
                    at += 1;
                }
                start = at;
                if at < line.end && bytes[at] == b'"' {
                    (in_quotes, at, start) = (true, at + 1, at + 1);
                    cell.is_quoted = true;
                }
            }
            if in_quotes {
                match bytes[at..line.end].iter().position(|byte| *byte == b'"').map(|quote| at + quote) {
                    Some(quote) if quote + 1 < line.end && bytes[quote + 1] == b'"' => {
                        at = quote + 2;
                        continue;
                    }
                    Some(quote) => {
                        cell.lines.push(cell_line(text, start, quote, line.column));
                        (in_quotes, at, start) = (false, quote + 1, quote + 1);
                    }
                    None => {
                        cell.lines.push(cell_line(text, start, line.end, line.column));
                        break;
                    }
                }
            }
            let end = bytes[at..line.end].iter().position(|byte| *byte == delimiter).map(|len| at + len);
            let text_end = end.unwrap_or(line.end);
            if text[start..text_end].trim().is_empty() {
                // Nothing, or white space after a quoted cell.
            } else {
                cell.lines.push(cell_line(text, start, text_end, line.column));
            }
            record.push(std::mem::take(&mut cell));
            match end {
                Some(end) => (at, start) = (end + 1, end + 1),
                None => break,
            }
        }
        if !in_quotes {
            records.push(std::mem::take(&mut record));
        }
    }
    if !cell.lines.is_empty() {
        record.push(cell);
    }
    if !record.is_empty() {
        records.push(record);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::rst::line::lines;

    #[test]
    fn cells_may_be_quoted() {
        let text = "a, \"b, \"\"c\"\"\",d\n\"two\nlines\", x\"\"y\n";
        let lines: Vec<Line> = lines(text, 0..text.len()).collect();
        let part = |part: &Part| &text[part.span.range()];
        let cell = |cell: &CsvCell| cell.parts(text, &cell.lines).iter().map(part).collect::<Vec<_>>().join("/");
        let found: Vec<Vec<String>> =
            records(text, &lines, b',').iter().map(|record| record.iter().map(cell).collect()).collect();
        assert_eq!(found, [vec!["a", "b, \"/c\"", "d"], vec!["two/lines", "x\"\"y"]]);
    }
}
