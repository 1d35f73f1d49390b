//! Splits a Markdown paragraph into sections that the block grammar does not know.
//!
//! To the grammar, footnote definitions, alerts, directives, admonitions and definition lists are just lines of a
//! paragraph. For example, it parses `!!! note "Title"` and the text below it as one paragraph. We split it into a
//! title and a body.

use super::attribute::AttributeTag;
use super::collector::Collector;
use super::containers::Containers;
use super::directive;
use super::leaf_context::LeafContext;
use super::lines::lines;
use super::parts::{Part, clipped};
use super::section::{ParagraphSection, ParagraphSections, SectionKind};
use super::spelling::Spelling;
use super::tag::{self, Attribute};
use super::writer::Writer;
use std::ops::Range;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The maximum number of words in the kind of an admonition, such as `note`. It separates `!!! note` from a sentence.
const MAX_KIND_WORDS: usize = 3;

/// The marker at the start of a line.
enum LineMarker {
    /// A section of this kind starts after this many bytes.
    Begins(SectionKind, usize),
    /// `[!NOTE]` or another alert. A new paragraph starts after this many bytes.
    Alert(usize),
    /// `:::`. `len` is the number of colons, and options follow only if `takes_options`.
    Directive { len: usize, takes_options: bool },
    /// `!!! note "Title"`, with the span of the title, or of the kind if there is no title.
    Admonition(Span),
    /// `(label)=`.
    Label,
    /// `[x]: target "title"`, with the span of the text between the quotes.
    Reference(Span),
}

/// Returns whether a line of the paragraph may start a section, so that the paragraph must be split.
pub(super) fn may_have_sections(text: &str, parts: &[Part]) -> bool {
    line_parts(text, parts).any(|line| {
        let source = text[line.range()].trim_start();
        match source.as_bytes() {
            [b'[', b'^' | b'!', ..] | [b':', b':', b':', ..] | [b':', b' ' | b'\t', ..] => true,
            [b'!', b'!', b'!', ..] | [b'?', b'?', b'?', ..] | [b'=', b'=', b'=', ..] => admonition(source).is_some(),
            [b'(', ..] => is_label(source),
            [b'[', b'x' | b'X', b']', b':', ..] => true,
            _ => false,
        }
    })
}

/// Returns whether a node that looks like a link reference definition contains a footnote definition.
pub(super) fn is_footnote(text: &str, parts: &[Part]) -> bool {
    line_parts(text, parts).any(|line| text[line.range()].trim_start().starts_with("[^"))
}

/// Returns whether a section of the paragraph has blocks of its own, so that blocks after the paragraph may belong to
/// it.
pub(super) fn contains_body(text: &str, parts: &[Part], context: LeafContext) -> bool {
    may_have_sections(text, parts)
        && split_sections(text, parts, context).all.iter().any(|section| section.kind.is_body())
}

/// Returns the lines of `parts`. A mask inside a line splits it.
fn line_parts(text: &str, parts: &[Part]) -> impl Iterator<Item = Span> {
    parts.iter().filter(|part| part.is_markup()).flat_map(move |part| lines(text, part.span.range()))
}

/// Splits a paragraph into its sections.
struct ParagraphSplitter<'c> {
    parts: &'c [Part],
    sections: Vec<ParagraphSection>,
    kind: SectionKind,
    /// Byte offset at which the open section starts.
    from: usize,
}

impl ParagraphSplitter<'_> {
    /// Ends the open section at `to` and starts one at `from`.
    fn begin(&mut self, to: usize, kind: SectionKind, from: usize) {
        self.push(self.from, to, self.kind);
        (self.kind, self.from) = (kind, from);
    }

    fn push(&mut self, from: usize, to: usize, kind: SectionKind) {
        let parts: Vec<Part> = clipped(self.parts, from..to).collect();
        if !parts.is_empty() {
            self.sections.push(ParagraphSection { parts, kind });
        }
    }
}

/// Splits a paragraph with this context into its sections.
pub(super) fn split_sections(text: &str, parts: &[Part], context: LeafContext) -> ParagraphSections {
    let last_byte = parts.last().map_or(0, |part| part.span.end as usize);
    let from = parts.first().map_or(0, |part| part.span.start as usize);
    let mut splitter = ParagraphSplitter { parts, sections: Vec::new(), kind: SectionKind::Text, from };
    let mut takes_options = false;
    for line in line_parts(text, parts) {
        let source = &text[line.range()];
        let start = line.start as usize + (source.len() - source.trim_start().len());
        let end = line.end as usize;
        if splitter.kind.is_body() && is_indented(source) {
            continue;
        }
        let content = &text[start..end];
        if let Some(colon) = directive::option_value_colon(content).filter(|_| takes_options).map(|colon| start + colon)
        {
            let kind = SectionKind::Option { name: Span::new(start + 1, colon), value: Span::new(colon + 1, end) };
            splitter.push(start, end, kind);
            splitter.from = end;
            continue;
        }
        takes_options = false;
        match marker(text, start, end, context) {
            Some(LineMarker::Begins(kind, len)) => {
                let is_body = begins_block(&text[start + len..last_byte]);
                let in_footnote = kind == SectionKind::Footnote;
                let kind = if is_body { SectionKind::Body { in_footnote } } else { kind };
                splitter.begin(start, kind, start + len);
            }
            Some(LineMarker::Alert(len)) => {
                let kind = splitter.kind;
                splitter.begin(start, kind, start + len);
            }
            Some(LineMarker::Directive { len, takes_options: takes }) => {
                splitter.begin(start, SectionKind::Text, end);
                splitter.push(start + len, end, SectionKind::Directive(Span::new(start + len, end)));
                takes_options = takes;
            }
            Some(LineMarker::Admonition(title)) => {
                splitter.begin(start, SectionKind::Body { in_footnote: false }, end);
                splitter.push(start, end, SectionKind::Title(title));
            }
            Some(LineMarker::Reference(title)) => {
                splitter.begin(start, SectionKind::Text, end);
                splitter.push(start, end, SectionKind::Reference(title));
            }
            Some(LineMarker::Label) => splitter.begin(start, SectionKind::Text, end),
            None if splitter.kind.is_body() => splitter.begin(start, SectionKind::Text, start),
            None => {}
        }
    }
    let last = Some(splitter.kind);
    splitter.begin(last_byte, SectionKind::Text, last_byte);
    ParagraphSections { all: splitter.sections, last }
}

/// Returns whether the text of a footnote or a definition starts with a block other than a paragraph.
fn begins_block(text: &str) -> bool {
    const MARKS: [&str; 12] = ["```", "~~~", ">", "|", "#", "<", "!!!", "???", "===", ":::", "$$", "[!"];
    let content = text.trim_start();
    let item = content
        .strip_prefix(['-', '*', '+'])
        .or_else(|| content.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')']));
    MARKS.iter().any(|mark| content.starts_with(mark)) || item.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Returns whether a line is indented like the body of an admonition.
fn is_indented(line: &str) -> bool {
    line.starts_with('\t') || line.len() - line.trim_start_matches(' ').len() >= 4
}

/// Returns the marker of the line whose content is `start..end` of `text`.
fn marker(text: &str, start: usize, end: usize, context: LeafContext) -> Option<LineMarker> {
    let line = &text[start..end];
    if let Some(rest) = line.strip_prefix("[^") {
        let label = rest.find([']', ' ', '\t', '[']).filter(|len| *len > 0)?;
        return rest[label..].starts_with("]:").then_some(LineMarker::Begins(SectionKind::Footnote, label + 4));
    }
    if line.starts_with("[!") && context.is_quoted() {
        let len = line[2..].find([']', '[', '\n'])? + 2;
        let sign = usize::from(line[len + 1..].starts_with(['+', '-']));
        let alert = line[2..].starts_with(char::is_alphabetic) && line[len..].starts_with(']');
        return (alert && !line[len + 1..].starts_with(['(', '['])).then_some(LineMarker::Alert(len + 1 + sign));
    }
    if is_label(line) {
        return Some(LineMarker::Label);
    }
    if let Some(title) = reference_title(line) {
        return Some(LineMarker::Reference(Span::new(start + title.start, start + title.end)));
    }
    if let Some(title) = admonition(line) {
        return Some(LineMarker::Admonition(Span::new(start + title.start, start + title.end)));
    }
    let colons = directive::colons(line);
    if colons >= 3 {
        let takes_options = directive::name(&line[colons..]).is_some_and(|name| name.in_braces);
        return Some(LineMarker::Directive { len: colons, takes_options });
    }
    let defines = colons == 1 && line[1..].starts_with([' ', '\t']) && !line[1..].trim().is_empty();
    defines.then_some(LineMarker::Begins(SectionKind::Definition, 1))
}

/// Returns the title (byte range in the line) of a definition of the label `x`, which the grammar parses as a task
/// checkbox.
fn reference_title(line: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix("[x]:").or(line.strip_prefix("[X]:"))?.trim();
    let target = if rest.starts_with('<') { rest.find('>')? + 1 } else { rest.find([' ', '\t']).unwrap_or(rest.len()) };
    let title = rest[target..].trim_start();
    let close = match title.chars().next() {
        None => return (!rest.is_empty()).then_some(0..0),
        Some(quote @ ('"' | '\'')) => quote,
        Some('(') => ')',
        Some(_) => return None,
    };
    let end = line.trim_end().len();
    let start = end - title.len() + 1;
    (title.len() > 1 && title.ends_with(close)).then(|| start..end - 1)
}

/// Returns whether a line is a MyST label, `(label)=`, which precedes a heading or a figure.
fn is_label(line: &str) -> bool {
    let inside = line.trim_end().strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    inside.is_some_and(|label| !label.is_empty() && !label.contains([' ', '\t', '(', ')']))
}

/// Returns the title (byte range in the line) of the admonition (`!!! note "Title"`, `??? tip`) or the tab (`===
/// "Title"`) that a line opens. An admonition without a title displays its kind.
fn admonition(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let mark = ["!!!", "???+", "???", "===!", "===+", "==="].into_iter().find(|mark| line.starts_with(mark))?;
    let rest = &line[mark.len()..];
    let opens = rest.find(['"', '\'']);
    let kind = &rest[..opens.unwrap_or(rest.len())];
    let is_kind = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    // Only an admonition may have its kind directly after the mark.
    let is_apart = kind.starts_with(' ') || !mark.starts_with('=') && kind.starts_with(char::is_alphanumeric);
    if !kind.chars().all(is_kind) || !is_apart {
        return None;
    }
    let Some(open) = opens else {
        // A sentence may also start with three marks, but the kind of an admonition has only a few words.
        let is_short = (1..=MAX_KIND_WORDS).contains(&kind.split_whitespace().count());
        return (is_short && !mark.starts_with('=')).then_some(mark.len()..line.len());
    };
    let quoted = &rest[open..];
    let closed = quoted.len() >= 2 && quoted.ends_with(&quoted[..1]);
    closed.then(|| mark.len() + open + 1..line.len() - 1)
}

/// Reads the attributes on the line of a directive, as in `image alt-text="…":::`. If there are none, returns the
/// title, as in `note Title`, `{note} Title` and `note[Title]{.class}`.
pub(super) fn read_directive(rest: Span, parts: &[Part], context: LeafContext, out: &mut Collector) -> Option<Span> {
    let source = out.text[rest.range()].trim_end().trim_end_matches(':');
    let Some(name) = directive::name(source) else {
        read_attributes(rest, parts, context, out);
        return None;
    };
    let after = &source[name.end..];
    let start = rest.start as usize + name.end;
    let mut texts = tag::attributes(after, start).peekable();
    if texts.peek().is_some() {
        write_attributes(texts, parts, context, out);
        return None;
    }
    let (open, close) = if after.starts_with('[') { (1, ']') } else { (0, '{') };
    let len = after[open..].find(close).unwrap_or(after.len() - open);
    name.has_title().then(|| Span::new(start + open, start + open + len))
}

/// Reads the attributes of a container without a name: `::: {.callout title="…"}`.
fn read_attributes(rest: Span, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let source = out.text[rest.range()].trim_end();
    let inside = source.trim_start().strip_prefix('{').and_then(|inside| inside.strip_suffix('}'));
    let Some(inside) = inside else { return };
    let start = rest.start as usize + source.len() - inside.len() - 1;
    write_attributes(tag::attributes(inside, start), parts, context, out);
}

fn write_attributes<'t>(
    attributes: impl Iterator<Item = Attribute<'t>>,
    parts: &[Part],
    context: LeafContext,
    out: &mut Collector,
) {
    let mut writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(context));
    attributes.for_each(|attribute| writer.attribute(attribute));
}

/// Reads the value of an option, if a reader sees it.
pub(super) fn read_option(name: Span, value: Span, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let name = &out.text[name.range()];
    // In MyST, a label is an anchor and not text.
    if let Some(known) = out.reading.readable(name, AttributeTag::Component).filter(|_| name != "label") {
        read_value(value, known.scope, parts, context, out);
    }
}

/// Reads the title of a link reference definition.
pub(super) fn read_title(title: Span, parts: &[Part], context: LeafContext, out: &mut Collector) {
    read_value(title, Scope::Title, parts, context, out);
}

fn read_value(value: Span, scope: Scope, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let parts: Vec<Part> = clipped(parts, value.range()).collect();
    Writer::new(out, &parts, Spelling::Plain, Containers::inline(context)).value(value, scope, Spelling::Escapes);
}

/// Reads the options at the top of a directive's body (`:class: x`, or YAML between dashes). Returns the rest of the
/// body.
pub(super) fn read_options(body: &[Part], context: LeafContext, out: &mut Collector) -> Vec<Part> {
    let text = out.text;
    let from = body.first().map_or(0, |part| part.span.start as usize);
    let end = body.last().map_or(0, |part| part.span.end as usize);
    let mut rest = from;
    let mut in_yaml = false;
    for line in line_parts(text, body) {
        let source = text[line.range()].trim();
        let start = line.end as usize - text[line.range()].trim_start().len();
        let is_rule = source.len() >= 3 && source.bytes().all(|byte| byte == b'-');
        if is_rule && (in_yaml || rest == from) {
            in_yaml = !in_yaml;
        } else if let Some(colon) = directive::option_value_colon(source).map(|colon| start + colon) {
            let value = Span::new(colon + 1, line.end as usize);
            read_option(Span::new(start + 1, colon), value, body, context, out);
        } else if !in_yaml {
            break;
        }
        rest = line.end as usize;
        if is_rule && !in_yaml {
            break;
        }
    }
    // Without a closing line of dashes, the lines are not YAML.
    clipped(body, if in_yaml { from } else { rest }..end).collect()
}

/// Returns the title after the name of a directive that is written as a fence.
pub(super) fn fence_title(text: &str, opening: Span) -> Option<Span> {
    let source = &text[opening.range()];
    let (_, end) = directive::parse_fence_name(source).filter(|(name, _)| name.has_title())?;
    Some(Span::new(opening.start as usize + end, opening.start as usize + source.trim_end().len()))
}
