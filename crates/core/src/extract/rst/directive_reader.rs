//! Reads the argument, the options and the body of a directive.

use super::block::{BlockKind, next_block};
use super::directives::{Argument, Body, directive_rule};
use super::explicit::DirectiveStart;
use super::inline::{write_entry, write_parts};
use super::line::{Line, indented_end, least_column};
use super::markers::field_end;
use super::reader::{Place, Reader, cell_context};
use super::tables;
use crate::extract::attribute::{AttributeTag, is_phrase, is_readable_meta};
use crate::extract::outline::Collection;
use wordgate_text::prose::{Scope, TableCell};
use wordgate_text::source::to_u32;

/// Options whose values are text beside the readable attributes of components.
const READABLE_OPTIONS: &[&str] = &["synopsis"];

/// The options of a directive that change how its body is read.
#[derive(Default)]
struct DirectiveOptions {
    /// The line of the value of `:header:`, the first record of a CSV table.
    header: Vec<Line>,
    /// The delimiter of a CSV table.
    delimiter: Option<u8>,
}

impl Reader<'_, '_> {
    /// Reads a directive. `first` is its first line after the two dots; `lines` are all of its lines.
    pub fn directive(&mut self, start: DirectiveStart, first: Line, lines: &mut [Line], place: Place) {
        let mut rule = directive_rule(start.name);
        let at = lines[0].text;
        let group = to_u32(at);
        lines[0] = first;
        lines[0].skip(self.text, start.end);
        // The lines up to the first blank line have the argument and the options.
        let from = usize::from(lines[0].is_blank());
        if from == 1 && (rule.argument, rule.body) == (Argument::Code, Body::Prose) {
            // What starts on the next line is seldom a signature, and nobody would see that text was not read.
            rule.argument = Argument::Body;
        }
        let head_end = from + lines[from..].iter().take_while(|line| !line.is_blank()).count();
        let is_option = |line: &Line| field_end(line.of(self.text)).is_some();
        let argument_end = (from..head_end).find(|index| is_option(&lines[*index])).unwrap_or(head_end);
        let context = place.context.in_group(group);
        let is_code = matches!(rule.body, Body::Code | Body::Math | Body::Toctree);
        let options = match rule.body {
            // The fields of metadata look like options.
            Body::Meta => DirectiveOptions::default(),
            _ => {
                let options = self.options(&lines[argument_end..head_end], is_code, place.with_context(context));
                lines[argument_end..head_end].iter_mut().for_each(|line| line.text = line.end);
                options
            }
        };
        let argument = &lines[from.min(argument_end)..argument_end];
        let is_titled = matches!(rule.argument, Argument::Text(_)) && !argument.is_empty();
        match rule.argument {
            Argument::Body => {}
            Argument::Text(scope) => {
                let context = if scope == Scope::Attribute { place.context } else { context };
                self.leaf(argument, place.with_context(context.with_own_scope(scope)));
            }
            Argument::Versions(count) => {
                let mut argument = argument.to_vec();
                for _ in 0..count {
                    if let Some(line) = argument.first_mut() {
                        let source = line.of(self.text);
                        line.skip(self.text, source.find(char::is_whitespace).unwrap_or(source.len()));
                    }
                }
                self.leaf(&argument, place.with_context(context));
            }
            Argument::Code => self.source(argument, Scope::Code, context),
        }
        if rule.argument != Argument::Body {
            lines[..argument_end].iter_mut().for_each(|line| line.text = line.end);
        }
        let base = least_column(&lines[1..]).unwrap_or(lines[0].column);
        lines[0].column = base;
        let inner = if is_titled { context } else { place.context };
        let inside = place.inside(base, inner);
        match rule.body {
            Body::Prose => self.read(lines, inside),
            Body::Quote => {
                let start = lines.iter().find(|line| !line.is_blank()).map_or(at, |line| line.text);
                let context = inner.inside(Scope::Quote);
                let context = self.out.enter_collection(context, Collection::Quote(to_u32(start)));
                self.read(lines, inside.with_context(context));
            }
            Body::Code => self.code(lines, Scope::Code, place.context),
            Body::Math => self.code(lines, Scope::Math, place.context),
            Body::ListTable => self.list_table(lines, inside),
            Body::CsvTable => self.csv_table(lines, &options, inside),
            Body::Meta => self.meta(lines, inside),
            Body::Toctree => self.toctree(lines, inside),
        }
    }

    /// Reads the options whose values are text. In a directive of code, these are only its titles.
    fn options(&mut self, lines: &[Line], is_code: bool, place: Place) -> DirectiveOptions {
        let mut options = DirectiveOptions::default();
        let Some(first) = lines.first() else { return options };
        let base = first.column;
        let mut at = 0;
        while at < lines.len() {
            let end = indented_end(lines, at + 1, base);
            let source = lines[at].of(self.text);
            if let Some(name_end) = field_end(source) {
                let name = &source[1..name_end];
                let mut value = lines[at..end].to_vec();
                value[0].skip(self.text, name_end + 1);
                match name {
                    "header" => options.header = value,
                    "delim" => options.delimiter = delimiter(value[0].of(self.text)),
                    _ => self.option(name, &value, is_code, place),
                }
            }
            at = end;
        }
        options
    }

    fn option(&mut self, name: &str, value: &[Line], is_code: bool, place: Place) {
        let is_title = matches!(name, "alt" | "caption" | "title");
        if is_code && !is_title {
            return;
        }
        let known = self.out.reading.readable(name, AttributeTag::Component);
        let is_text = |only_phrases: bool| !only_phrases || is_phrase(value[0].of(self.text));
        let scope = match known {
            Some(readable) if is_text(readable.only_phrases) => readable.scope,
            None if READABLE_OPTIONS.contains(&name) => Scope::Attribute,
            _ => return,
        };
        self.leaf(value, place.with_context(place.context.with_own_scope(scope)));
    }

    /// Reads a table that is written as a list of lists.
    fn list_table(&mut self, lines: &mut [Line], place: Place) {
        let Some(table) = lines.iter().find(|line| !line.is_blank()).map(|line| to_u32(line.text)) else { return };
        let context = self.out.enter_collection(place.context, Collection::At(table));
        let mut row = 0;
        self.items(lines, place, &mut |reader, lines, inside| {
            let mut column = 0;
            reader.items(lines, inside, &mut |reader, lines, inside| {
                let cell = cell_context(context, TableCell { table, row, column });
                column += 1;
                reader.read(lines, inside.with_context(cell));
            });
            row += 1;
        });
    }

    /// Calls `read` with the lines of each list item, without its marker. Other blocks are read as they are.
    fn items(&mut self, lines: &mut [Line], place: Place, read: &mut dyn FnMut(&mut Self, &mut [Line], Place)) {
        let mut next = 0;
        while let Some((at, block)) = next_block(self.text, lines, next, place.base) {
            let inside = &mut lines[at..block.end];
            if let BlockKind::Item { marker_len } = block.kind {
                let base = self.skip_bullet(inside, marker_len);
                read(self, inside, place.inside(base, place.context));
            } else {
                self.read(inside, place);
            }
            next = block.end;
        }
    }

    /// Reads comma-separated values. The header is their first record.
    fn csv_table(&mut self, lines: &[Line], options: &DirectiveOptions, place: Place) {
        let delimiter = options.delimiter.unwrap_or(b',');
        let mut records = tables::records(self.text, &options.header, delimiter);
        records.extend(tables::records(self.text, lines, delimiter));
        let first = options.header.iter().chain(lines).find(|line| !line.is_blank());
        let Some(table) = first.map(|line| to_u32(line.text)) else { return };
        let context = self.out.enter_collection(place.context, Collection::At(table));
        for (row, record) in records.iter().enumerate() {
            for (column, cell) in record.iter().enumerate() {
                let cell_at = TableCell { table, row: to_u32(row), column: to_u32(column) };
                for paragraph in cell.lines.split(Line::is_blank) {
                    let parts = cell.parts(self.text, paragraph);
                    write_parts(self.out, paragraph, &parts, cell_context(context, cell_at), false);
                }
            }
        }
    }

    /// Reads the entries of a table of contents.
    fn toctree(&mut self, lines: &[Line], place: Place) {
        let mut entries = lines.iter().filter(|line| !line.is_blank()).peekable();
        let Some(first) = entries.peek().map(|line| line.text) else { return };
        let context = self.out.enter_collection(place.context, Collection::At(to_u32(first)));
        self.out.begin_non_prose(first, context);
        entries.for_each(|entry| write_entry(self.out, entry, context, place.is_writable));
    }

    /// Reads the metadata that readers see in search results.
    fn meta(&mut self, lines: &mut [Line], place: Place) {
        let mut at = 0;
        while at < lines.len() {
            let end = indented_end(lines, at + 1, place.base).max(at + 1);
            let source = lines[at].of(self.text);
            if let Some(name_end) = field_end(source) {
                let name = source[1..name_end].split_whitespace().next().unwrap_or_default();
                let name = name.strip_prefix("property=").unwrap_or(name);
                if is_readable_meta(name) || name.eq_ignore_ascii_case("keywords") {
                    let mut value = lines[at..end].to_vec();
                    value[0].skip(self.text, name_end + 1);
                    self.leaf(&value, place.with_context(place.context.with_own_scope(Scope::Attribute)));
                }
            }
            at = end;
        }
    }
}

/// Returns the delimiter that the option `:delim:` names.
fn delimiter(value: &str) -> Option<u8> {
    match value {
        "tab" => Some(b'\t'),
        "space" => Some(b' '),
        _ => value.bytes().next().filter(u8::is_ascii_punctuation),
    }
}
