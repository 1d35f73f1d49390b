//! Reads the values and comments of front matter.
//!
//! We read it line by line instead of with a YAML parser: we need only a few strings, with their byte offsets, and
//! front matter often has template tags or syntax errors. We support keys at any indentation, quoted and plain strings,
//! block scalars, lists of strings, and collections in brackets and braces, which include JSON.

use super::find::{FrontMatter, FrontMatterSyntax};
use super::flow::{Flow, FlowToken};
use super::scalars::{is_template, key, line_end, quoted, without_indent};
use crate::extract::collector::Collector;
use crate::extract::containers::Containers;
use crate::extract::leaf_context::LeafContext;
use crate::extract::lines::{lines, paragraphs};
use crate::extract::parts::{Part, PartRole, clipped};
use crate::extract::piece::Piece;
use crate::extract::spelling::Spelling;
use crate::extract::writer::Writer;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Adds the readable values of the front matter to `out`, if `piece` starts the document and the document has front
/// matter. Returns the parts of the piece after the front matter.
pub(in crate::extract) fn read_and_cut(piece: &Piece, out: &mut Collector) -> Vec<Part> {
    let parts = piece.parts(out.text);
    let first = piece.context.first().unwrap_or(&piece.range);
    let Some(front) = Some(out.text).filter(|_| first.start == 0).and_then(FrontMatter::find) else { return parts };
    read(&front, out);
    clipped(&parts, front.end..out.text.len()).collect()
}

/// Adds the readable values to `out`.
fn read(front: &FrontMatter, out: &mut Collector) {
    let (at, end) = (front.inside.start as usize, front.inside.end as usize);
    let mut scanner = ValueScanner { out, at, end, separator: front.syntax.separator() };
    match front.syntax {
        FrontMatterSyntax::Json => scanner.flow(at, false),
        FrontMatterSyntax::Yaml | FrontMatterSyntax::Toml => scanner.run(),
    }
}

/// The state of a pass over front matter.
struct ValueScanner<'a, 't> {
    out: &'a mut Collector<'t>,
    at: usize,
    end: usize,
    /// The separator between a key and its value: `:` in YAML, `=` in TOML.
    separator: char,
}

impl ValueScanner<'_, '_> {
    /// Reads all lines of YAML or TOML.
    fn run(&mut self) {
        // The indentation of a readable key whose values are on the lines below it.
        let mut readable_above: Option<usize> = None;
        while let Some(line) = lines(self.out.text, self.at..self.end).next() {
            let source = &self.out.text[line.range()];
            self.at = line.end as usize;
            let (indent, content) = without_indent(source);
            if content.is_empty() || content.starts_with('#') {
                self.comment(line.start as usize);
                continue;
            }
            // Unlike `trim`, `without_indent` also removes the dashes of list items.
            let is_item = content.len() < source.trim().len();
            if readable_above.is_some_and(|above| indent < above || indent == above && !is_item) {
                readable_above = None;
            }
            let start = line.start as usize + (source.len() - source.trim_start().len());
            let start = start + (source.trim().len() - content.len());
            if let Some((key, after)) = key(content, self.separator) {
                let readable = self.out.reading.reads_key(key) || readable_above.is_some();
                let has_value = self.value(start + after, indent, readable);
                if !has_value && readable && readable_above.is_none() {
                    readable_above = Some(indent);
                }
            } else if let Some(above) = readable_above.filter(|_| !is_item && self.separator == ':') {
                // The line is a plain value of the key on the line before.
                self.value(start, above, true);
            } else if is_item {
                self.value(start, indent, readable_above.is_some());
            } else if content.starts_with('{') && self.separator == ':' {
                self.value(start, indent, false);
            }
        }
    }

    /// Consumes all lines of the value at `start`, on a line indented by `indent`, and adds it if it is `readable`.
    /// Returns whether there is a value on that line.
    fn value(&mut self, start: usize, indent: usize, readable: bool) -> bool {
        let text = self.out.text;
        let start = start + self.before_text(&text[start..self.end]);
        let rest = &text[start..self.end];
        let first = rest.chars().next();
        if let Some(string) = quoted(rest) {
            self.add(start + string.open, start + string.close, string.spelling, readable);
            self.comment(start + string.len);
            self.at = self.at.max(line_end(text, start + string.close, self.end));
        } else if is_template(rest) {
            self.at = self.at.max(line_end(text, start, self.end));
        } else if matches!(first, Some('[' | '{')) {
            self.flow(start, readable);
        } else if matches!(first, Some('|' | '>')) && self.separator == ':' {
            let from = self.at;
            let to = self.indented_lines(indent, true);
            for paragraph in paragraphs(text, from..to) {
                self.add(paragraph.start as usize, paragraph.end as usize, Spelling::Plain, readable);
            }
        } else {
            let line = line_end(text, start, self.end);
            let source = text[start..line].trim_end();
            let comment =
                source.match_indices('#').map(|(at, _)| at).find(|at| source[..*at].ends_with([' ', '\t']) || *at == 0);
            if let Some(comment) = comment {
                self.comment(start + comment);
            }
            if source.is_empty() || comment == Some(0) {
                return false;
            }
            let end = match comment {
                Some(comment) => start + comment,
                None if self.separator == ':' => self.indented_lines(indent, false).max(start + source.len()),
                None => start + source.len(),
            };
            self.add(start, end, Spelling::Plain, readable);
        }
        true
    }

    /// Returns the length of the white space before a value and, in YAML, of its anchor or tag. An alias (`*name`)
    /// has no text, so the length is that of the whole line.
    fn before_text(&self, rest: &str) -> usize {
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let mut value = line.trim_start_matches([' ', '\t']);
        while self.separator == ':' && value.starts_with(['&', '!', '*']) {
            let is_alias = value.starts_with('*');
            value = value[value.find([' ', '\t']).unwrap_or(value.len())..].trim_start_matches([' ', '\t']);
            if is_alias && !value.starts_with('#') {
                value = &value[value.len()..];
            }
        }
        line.len() - value.len()
    }

    /// Consumes the next lines that are indented more than `indent`, and returns their end. A block scalar continues
    /// after blank lines.
    fn indented_lines(&mut self, indent: usize, is_block_scalar: bool) -> usize {
        let mut end = self.at;
        for line in lines(self.out.text, self.at..self.end) {
            let source = &self.out.text[line.range()];
            let blank = source.trim().is_empty();
            let deeper = source.len() - source.trim_start_matches([' ', '\t']).len() > indent;
            if blank && !is_block_scalar || !blank && !deeper {
                break;
            }
            end = line.end as usize;
        }
        self.at = end;
        end
    }

    /// Adds the quoted strings of the collection that starts at `start`, and in YAML also the plain ones. If
    /// `adds_all` is false, adds only the strings under readable keys.
    fn flow(&mut self, start: usize, adds_all: bool) {
        let text = self.out.text;
        let mut flow = Flow::new(text, start..self.end, self.separator);
        // For each enclosing collection, its `all_readable`.
        let mut enclosing = Vec::new();
        // Whether all values of the current collection are readable, and whether the next value is.
        let (mut all_readable, mut readable) = (adds_all, adds_all);
        for token in flow.by_ref() {
            match token {
                FlowToken::Open => {
                    enclosing.push(all_readable);
                    all_readable = readable;
                }
                FlowToken::Close => {
                    all_readable = enclosing.pop().unwrap_or(false);
                    readable = all_readable;
                }
                FlowToken::Comma => readable = all_readable,
                FlowToken::Key(key) => readable = all_readable || self.out.reading.reads_key(&text[key.span.range()]),
                FlowToken::Comment(at) => self.comment(at),
                FlowToken::Scalar(scalar) => {
                    let is_plain = scalar.spelling == Spelling::Plain;
                    let (mut start, end) = (scalar.span.start as usize, scalar.span.end as usize);
                    if is_plain {
                        start += self.before_text(&text[start..end]);
                    }
                    self.add(start, end, scalar.spelling, readable && (!is_plain || self.separator == ':'));
                }
            }
        }
        self.comment(flow.at());
        self.at = self.at.max(line_end(text, flow.at(), self.end));
    }

    /// Adds the comment between `from` and the end of the line, if there is one.
    fn comment(&mut self, from: usize) {
        let rest = &self.out.text[from..line_end(self.out.text, from, self.end)];
        let (_, after) = without_indent(rest);
        if after.starts_with('#') {
            let end = from + rest.trim_end().len();
            let span = Span::new(end - after.len(), end);
            let content = Span { start: span.start + 1, ..span };
            self.out.record_comment(span, content, Some(LeafContext::default()), false);
        }
    }

    /// Adds a value as a block, if it is `readable` and not empty.
    fn add(&mut self, start: usize, end: usize, spelling: Spelling, readable: bool) {
        if readable && start < end {
            // In a TOML literal string, an apostrophe cannot be escaped.
            let in_toml = self.separator == '=' && spelling == Spelling::SingleQuoted;
            let spelling = if in_toml { Spelling::Literal } else { spelling };
            let parts = [Part::new(PartRole::Literal, start, end)];
            let context = LeafContext::default().with_own_scope(Scope::FrontMatter);
            let mut writer = Writer::new(self.out, &parts, spelling, Containers::inline(context));
            writer.plain(start, end);
            writer.finish();
        }
    }
}
