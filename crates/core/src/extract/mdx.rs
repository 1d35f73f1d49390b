//! Prepares MDX (Markdown with JSX) for the Markdown extractor.
//!
//! We find JSX before the block grammar sees the text. The grammar would parse a tag as an HTML block, and indented
//! children or fences as indented code, which MDX does not have. So this module removes fenced code, import and export
//! statements, and indentation without meaning. Expressions become opaque words or the text that they show. Tags become
//! parts with the role [`PartRole::Tag`].

use super::code_span::{CodeSpans, backtick_count};
use super::collector::Collector;
use super::containers::Containers;
use super::element::{Element, shows_code};
use super::fence::Fence;
use super::json_ld;
use super::leaf_context::LeafContext;
use super::lines::lines;
use super::missing::Missing;
use super::nesting::{self, LinePrefix, Nesting};
use super::parsers::Parsers;
use super::parts::{Part, PartRole, clipped};
use super::piece::{Piece, Pieces};
use super::script;
use super::tag::Tag;
use super::writer::Writer;
use super::{data_uri, front_matter, markdown, text};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Adds the blocks of a piece of an MDX file to `out`.
pub(super) fn read_piece(parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let parts = text::without_long_lines(front_matter::read_and_cut(piece, out), out);
    let parts = data_uri::mask(out.text, mask(parts, out));
    markdown::read(parsers, parts, true, out);
}

/// Splits an MDX file. It stays one piece unless it is too long to parse, because a line does not show which elements
/// are open around it.
pub(super) fn split(text: &str, min_len: usize) -> Pieces {
    Pieces::whole(text).with_long_as_plain(text, min_len)
}

/// Splits `parts` into Markdown, tags and expressions, and removes code.
fn mask(parts: Vec<Part>, out: &mut Collector) -> Vec<Part> {
    let mut masked = Vec::new();
    for part in &parts {
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        let text = &out.text[..end];
        let at = start;
        let masker = Masker {
            text,
            parts: &parts,
            masked: &mut masked,
            masked_until: start,
            at,
            line_start: true,
            after_blank: true,
            in_paragraph: false,
            nesting: Nesting::default(),
            line_text: at,
            ends: ParagraphEnds::new(text, at),
            code: CodeSpans::new(&text[..at], at),
            code_end: at,
            code_opened: end,
            missing: Missing::default(),
            budget: EXPRESSION_BUDGET * (end - start) + EXPRESSION_BUDGET,
            out,
        };
        masker.run(end);
    }
    masked
}

/// The number of bytes that we scan for expressions, per byte of text. Only text with many unclosed braces needs more
/// than a few, because the scan for each brace goes to the end. When the budget is used up, braces are text.
const EXPRESSION_BUDGET: usize = 64;

/// Masks one part of an MDX file, from left to right.
struct Masker<'m, 't> {
    text: &'t str,
    parts: &'m [Part],
    out: &'m mut Collector<'t>,
    masked: &'m mut Vec<Part>,
    /// Everything before this byte is in `masked`.
    masked_until: usize,
    at: usize,
    line_start: bool,
    /// Whether the previous line is blank.
    after_blank: bool,
    /// Whether the previous line may belong to a paragraph.
    in_paragraph: bool,
    nesting: Nesting,
    /// Byte offset of the text of the current line, after its container markers.
    line_text: usize,
    ends: ParagraphEnds,
    /// The code spans in the text before `code_end`.
    code: CodeSpans<'t>,
    code_end: usize,
    /// Byte offset of the end of the last start tag of a component that shows code.
    code_opened: usize,
    missing: Missing<'t>,
    /// The number of bytes that may still be scanned for expressions.
    budget: usize,
}

impl<'t> Masker<'_, 't> {
    /// Masks the text up to byte `end`.
    fn run(mut self, end: usize) {
        while self.at < end {
            if std::mem::take(&mut self.line_start) {
                self.line();
                continue;
            }
            let Some(next) = self.text[self.at..].find(['\n', '\r', '\\', '`', '{', '<']) else { break };
            self.at += next;
            match self.text.as_bytes()[self.at] {
                b'{' => self.expression(),
                b'<' => self.tag(),
                b'`' => self.at += self.code_len(),
                b'\\' => self.at += 1 + self.text[self.at + 1..].chars().next().map_or(0, char::len_utf8),
                _ => {
                    self.at += if self.text[self.at..].starts_with("\r\n") { 2 } else { 1 };
                    self.line_start = true;
                }
            }
        }
        self.masked.extend(clipped(self.parts, self.masked_until..end));
    }

    /// Turns `span` into a part with the role `role`, or removes it if `role` is `None`. Continues after it.
    fn replace(&mut self, span: Span, role: Option<PartRole>) {
        let (start, end) = (span.start as usize, span.end as usize);
        self.masked.extend(clipped(self.parts, self.masked_until..start));
        self.masked.extend(role.map(|role| Part { span, role }));
        self.masked_until = end;
        self.at = self.at.max(end);
    }

    /// Reads the start of a line. Removes fenced code and statements as a whole.
    fn line(&mut self) {
        let Some(line) = lines(self.text, self.at..self.text.len()).next() else { return };
        let (start, source) = (line.start as usize, &self.text[line.range()]);
        let is_blank = source.trim().is_empty();
        let after_blank = std::mem::replace(&mut self.after_blank, is_blank);
        if after_blank && self.statements(start) {
            return;
        }
        let mut cuts = Vec::new();
        let prefix = self.nesting.enter(source, self.in_paragraph, &mut cuts);
        self.in_paragraph = nesting::is_paragraph(&source[prefix.text..]);
        for cut in cuts {
            self.replace(Span::new(start + cut.start as usize, start + cut.end as usize), None);
        }
        self.at = start + prefix.text;
        self.line_text = self.at;
        if let Some(fence) = Fence::opened_by(&source[prefix.text..]) {
            self.fence(fence, prefix, line, after_blank || prefix.opens_container);
        }
    }

    /// Removes fenced code, which ends at its closing fence or at the end of its container. Keeps the line ends around
    /// it, so that the text before and the text after stay separate. If `shown`, the code becomes an opaque word,
    /// because it is a block of its own.
    fn fence(&mut self, fence: Fence, prefix: LinePrefix, first: Span, shown: bool) {
        let text = self.text;
        let opened = self.line_text;
        let (mut end, mut next) = (first.end as usize, first.end as usize);
        let mut content = Vec::new();
        for line in lines(text, next..text.len()) {
            let source = &text[line.range()];
            let continuation = self.nesting.continuation(source);
            if continuation.depth < prefix.depth {
                break;
            }
            (end, next) = (without_line_end(text, line), line.end as usize);
            if fence.is_closed_by(&source[continuation.text..]) {
                break;
            }
            content.push(Span::new(line.start as usize + continuation.text, line.end as usize));
        }
        self.out.push_source(content, Scope::Code, LeafContext::default());
        let line_end = without_line_end(text, first);
        self.replace(Span::new(opened, line_end), shown.then_some(PartRole::Opaque));
        if next > first.end as usize {
            self.replace(Span::new(first.end as usize, end), None);
        }
        self.at = next;
        self.line_start = true;
        self.after_blank = true;
    }

    /// Removes import and export statements at byte `at`. Returns whether there are any.
    fn statements(&mut self, at: usize) -> bool {
        if !is_statement(first_line(&self.text[at..])) {
            return false;
        }
        let paragraph = self.text[at..self.ends.blank_after(at)].trim_end_matches(['\n', '\r']).len();
        let whole = self.scan_within_budget(at, self.text.len(), script::statements_len);
        let span = Span::new(at, at + whole.unwrap_or(paragraph));
        self.out.push_source([span], Scope::Code, LeafContext::default());
        self.replace(span, None);
        self.nesting = Nesting::default();
        true
    }

    /// Returns the result of `scan` for the text from `at` to `to`, or `None` if the budget is used up.
    fn scan_within_budget(&mut self, at: usize, to: usize, scan: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let rest = self.text.get(at..to).filter(|_| self.budget > 0)?;
        let len = scan(rest);
        self.budget = self.budget.saturating_sub(len.unwrap_or(rest.len()));
        len
    }

    /// Reads the expression that starts at the current byte.
    fn expression(&mut self) {
        let at = self.at;
        // Inside a paragraph, an expression cannot continue after a blank line.
        let is_flow = at == self.line_text;
        let to = if is_flow { self.text.len() } else { self.ends.blank_after(at) };
        let Some(len) = self.scan_within_budget(at, to, script::expression_len) else {
            self.at += 1;
            return;
        };
        let span = Span::new(at, at + len);
        let source = &self.text[span.range()];
        let inside = source[1..len - 1].trim();
        if script::is_comment(source) {
            self.comment(span, inside);
            return self.replace(span, None);
        }
        let is_heading_id = inside.starts_with('#') && !inside.contains(char::is_whitespace);
        let is_code = self.text.get(self.code_opened..at).is_some_and(|between| between.trim().is_empty());
        // The next expression counts as code only if it directly follows this one, so white space is scanned only once.
        self.code_opened = if is_code { at + len } else { self.text.len() };
        let role = match script::literal(source) {
            _ if is_heading_id => None,
            Some(_) if !is_code => Some(PartRole::String),
            _ => Some(PartRole::Opaque),
        };
        self.replace(span, role);
    }

    /// Records the comment in an expression that contains nothing else.
    fn comment(&mut self, span: Span, inside: &str) {
        let Some(content) = inside.strip_prefix("/*").and_then(|content| content.strip_suffix("*/")) else { return };
        let opening = &self.text[span.start as usize + 1..span.end as usize];
        let start = span.start as usize + 1 + (opening.len() - opening.trim_start().len()) + 2;
        let content = Span::new(start, start + content.len());
        self.out.push_source([content], Scope::Comment, LeafContext::default());
        // The blocks are not known yet. Only at the start of a line do we know that no container is around the comment.
        let before = &self.text[..span.start as usize];
        let is_flush = before.is_empty() || before.ends_with(['\n', '\r']);
        self.out.record_comment(span, content, is_flush.then(LeafContext::default), false);
    }

    /// Reads the tag or comment that starts at the current byte.
    fn tag(&mut self) {
        let at = self.at;
        if self.text[at..].starts_with("<!--") {
            let end = self.missing.find(("-->", ""), || self.text[at..].find("-->"));
            self.at += end.map_or(1, |len| len + 3);
            return;
        }
        let Some(end) = self.tag_end(at) else {
            self.at += 1;
            return;
        };
        let source = &self.text[at..end];
        let tag = Tag::read(source, at);
        let element = if tag.is_jsx_component() { Element::Inline } else { Element::named(tag.name) };
        let hidden = element.hides_content() && !tag.closing && !source.ends_with("/>");
        if hidden && let Some(closing) = self.missing.end_tag(&self.text[end..], tag.name) {
            let content = Span::new(end, end + closing.start);
            if json_ld::is_json_ld_script(&tag, self.text) {
                let parts = [Part::markup(end, end + closing.start)];
                let containers = Containers::inline(LeafContext::default());
                Writer::new(self.out, &parts, json_ld::SPELLING, containers).json(content);
            } else {
                self.out.push_source([content], Scope::Code, LeafContext::default());
            }
            return self.replace(Span::new(at, end + closing.end), Some(PartRole::Opaque));
        }
        if !tag.closing && shows_code(tag.name) {
            self.code_opened = end;
        }
        self.replace(Span::new(at, end), Some(PartRole::Tag));
    }

    /// Returns the end of the tag that starts at `at`.
    fn tag_end(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':');
        let len = bytes[name..].iter().take_while(|byte| is_name(byte)).count();
        let named = bytes.get(name).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'>');
        let ends =
            bytes.get(name + len).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'{'));
        if !named || !ends || self.text[name..name + len].ends_with(':') {
            return None;
        }
        let mut at = name + len;
        loop {
            at += self.text[at..].find(['>', '<', '"', '\'', '{'])?;
            at = match bytes[at] {
                b'>' => return Some(at + 1),
                b'{' => at + self.scan_within_budget(at, self.text.len(), script::expression_len)?,
                quote @ (b'"' | b'\'') => at + 2 + self.text[at + 1..].find(char::from(quote))?,
                _ => return None,
            };
        }
    }

    /// Returns the length of the code span at the current byte, or of the backticks if they do not open one.
    fn code_len(&mut self) -> usize {
        let end = self.ends.inline_after(self.at);
        if end != self.code_end {
            self.code_end = end;
            self.code = CodeSpans::new(&self.text[..end], self.at);
        }
        self.code.len(self.at).unwrap_or(backtick_count(&self.text[self.at..end]))
    }
}

/// The starts of lines that end a paragraph.
const BLOCKS: &[&str] = &["|", "#", "- ", "* ", "+ ", "1. ", "1) ", "{", "<"];

/// The ends of paragraphs, estimated from how each line starts.
struct ParagraphEnds {
    /// The starts of blank lines.
    blank: Vec<usize>,
    /// The starts of blank lines, fences and other blocks, which end a code span.
    inline: Vec<usize>,
    len: usize,
}

impl ParagraphEnds {
    fn new(text: &str, start: usize) -> ParagraphEnds {
        let mut ends = ParagraphEnds { blank: Vec::new(), inline: Vec::new(), len: text.len() };
        for line in lines(text, start..text.len()) {
            let source = text[line.range()].trim_start_matches([' ', '\t', '>']);
            let is_blank = source.trim().is_empty();
            if is_blank {
                ends.blank.push(line.start as usize);
            }
            let begins = BLOCKS.iter().any(|start| source.starts_with(start));
            if is_blank || begins || Fence::opened_by(source).is_some() {
                ends.inline.push(line.start as usize);
            }
        }
        ends
    }

    /// Returns the first blank line after byte `at`.
    fn blank_after(&self, at: usize) -> usize {
        after(&self.blank, at).unwrap_or(self.len)
    }

    /// Returns the byte at which a code span that starts at `at` must end.
    fn inline_after(&self, at: usize) -> usize {
        after(&self.inline, at).unwrap_or(self.len)
    }
}

/// Returns the first of the sorted `offsets` after byte `at`.
fn after(offsets: &[usize], at: usize) -> Option<usize> {
    offsets.get(offsets.partition_point(|offset| *offset <= at)).copied()
}

/// Returns the end of a line without its line feed or carriage return.
fn without_line_end(text: &str, line: Span) -> usize {
    line.start as usize + text[line.range()].trim_end_matches(['\n', '\r']).len()
}

/// Returns the first line of `text` without its line end.
fn first_line(text: &str) -> &str {
    &text[..text.find(['\n', '\r']).unwrap_or(text.len())]
}

/// Returns whether a line starts an import or export, rather than a sentence with that word.
fn is_statement(line: &str) -> bool {
    const EXPORTED: [&str; 11] =
        ["default", "const", "let", "var", "function", "class", "async", "type", "interface", "{", "*"];
    let word = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
    if let Some(rest) = line.strip_prefix("import").filter(|rest| word(rest)) {
        return rest.contains(['"', '\'', '{']);
    }
    let Some(rest) = line.strip_prefix("export").filter(|rest| word(rest)) else { return false };
    let rest = rest.trim_start();
    EXPORTED.iter().any(|exported| rest.strip_prefix(exported).is_some_and(word))
}
