//! Writes one leaf (a paragraph, a heading, a table cell) of Markdown or HTML as prose blocks.
//!
//! The walks of Markdown and HTML visit the nodes of a leaf in order and call this module for each text, tag or opaque
//! word. Everything that both formats share happens here: decoding character references, finding bare URLs, reading
//! attributes, skipping hidden elements, and writing nested blocks, such as the alternative text of an image.

use super::attribute::{AttributeTag, META_CONTENT, Readable, has_readable_content, is_phrase};
use super::code_span::{backtick_count, code_len};
use super::collector::Collector;
use super::containers::Containers;
use super::credit::OpenCredit;
use super::element::Element;
use super::json_ld;
use super::language_tag::language_tag;
use super::leaf_context::LeafContext;
use super::missing::Missing;
use super::parts::{Part, PartRole, clipped};
use super::references::ReferenceForm;
use super::spelling::Spelling;
use super::superscript::{self, Superscript};
use super::tag::{Attribute, Tag};
use super::{script, template, url};
use wordgate_text::prose::{ProseBuilder, Scope};
use wordgate_text::source::Span;

mod expression;

/// The blocks of one leaf that are being written. All offsets are byte offsets in the file.
pub(super) struct Writer<'w, 't> {
    /// Receives the finished blocks.
    pub out: &'w mut Collector<'t>,
    parts: &'w [Part],
    containers: Containers,
    frames: Vec<OpenBlock>,
    counted: Counted,
    /// The open element that may name the source of a quotation.
    credit: OpenCredit,
    /// The end tags of hidden elements that do not occur again.
    missing: Missing<'t>,
}

/// Which blocks count in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Those with any content.
    All,
    /// Those with text. Others consist of expressions, whose own texts count.
    Prose,
    /// None, because the text belongs to another block.
    None,
}

/// A block that is being written.
struct OpenBlock {
    builder: ProseBuilder,
    spelling: Spelling,
    /// The context of a nested block. For the outermost block, `containers` has it.
    context: Option<LeafContext>,
    /// The offset in the block at which the text of an open `<a href>` starts.
    anchor: Option<usize>,
    /// The offsets in the block at which the texts of the open Markdown links start.
    links: Vec<usize>,
}

impl OpenBlock {
    fn new(spelling: Spelling, context: Option<LeafContext>) -> OpenBlock {
        OpenBlock { builder: ProseBuilder::new(), spelling, context, anchor: None, links: Vec::new() }
    }
}

impl<'w, 't> Writer<'w, 't> {
    /// Creates a writer for the leaf that consists of `parts`.
    pub fn new(out: &'w mut Collector<'t>, parts: &'w [Part], spelling: Spelling, containers: Containers) -> Self {
        if let Some(first) = parts.first() {
            out.outline.begin_block(first.span.start as usize);
        }
        let frames = vec![OpenBlock::new(spelling, None)];
        let (counted, credit, missing) = (Counted::All, OpenCredit::default(), Missing::default());
        Writer { out, parts, containers, frames, counted, credit, missing }
    }

    /// Sets which blocks count in the outline.
    pub fn with_counted(self, counted: Counted) -> Self {
        Writer { counted, ..self }
    }

    fn frame(&mut self) -> &mut OpenBlock {
        self.frames.last_mut().expect("the outermost frame is only taken by finish")
    }

    /// Returns the block being written.
    pub fn builder(&mut self) -> &mut ProseBuilder {
        &mut self.frame().builder
    }

    /// Returns the context of the block being written.
    pub fn leaf_context(&self) -> LeafContext {
        self.frames.iter().rev().find_map(|frame| frame.context).unwrap_or(self.containers.context())
    }

    /// Returns the end of the masked range, or of the gap between parts, that contains byte `at`, if there is one.
    pub fn masked_end(&self, at: usize) -> Option<usize> {
        let part = self.parts.get(self.parts.partition_point(|part| part.span.end as usize <= at))?;
        match at < part.span.start as usize {
            true => Some(part.span.start as usize),
            false => (part.role == PartRole::Opaque).then_some(part.span.end as usize),
        }
    }

    /// Records a link or an image whose text is also its label.
    pub fn reference(&mut self, text: Span, form: ReferenceForm) {
        if self.out.covers(text.start as usize) {
            let parts = clipped(self.parts, text.range());
            self.out.references.record_use(self.out.text, text, form, parts);
        }
    }

    /// Writes the text from `from` to `to`. A URL may extend beyond `to`, up to `limit`. Returns where the text
    /// resumes.
    pub fn text(&mut self, from: usize, to: usize, limit: usize) -> usize {
        let mut at = from;
        for part in clipped(self.parts, from..to) {
            let start = at.max(part.span.start as usize);
            let end = part.span.end as usize;
            if start >= end {
                continue;
            }
            at = match part.role {
                PartRole::Markup | PartRole::Literal => self.prose(start, end, limit),
                PartRole::Tag => self.jsx_tag(part.span, limit),
                PartRole::String => self.string_literal(part.span),
                PartRole::Hidden => end,
                PartRole::Opaque => {
                    self.builder().opaque(part.span);
                    end
                }
            };
        }
        at.max(to)
    }

    /// Writes a range of one part and replaces each bare URL in it with an opaque word.
    fn prose(&mut self, from: usize, to: usize, limit: usize) -> usize {
        let mut at = from;
        let text = self.out.text;
        while let Some(found) = text.get(at..to).and_then(url::find) {
            let start = at + found;
            let end = start + url::len(&text[start..limit.max(to)]);
            self.decoded(at, start);
            self.url(Span::new(start, end));
            at = end;
        }
        if at < to {
            self.decoded(at, to);
        }
        at.max(to)
    }

    /// Writes a range and decodes its character references and escapes.
    fn decoded(&mut self, from: usize, to: usize) {
        let text = self.out.text;
        let spelling = self.frame().spelling;
        let mut plain = from;
        let mut at = from;
        while let Some(next) = spelling.find_special(&text[at..to]) {
            at += next;
            let Some(decoded) = spelling.decode(&text[at..to]) else {
                at += 1;
                continue;
            };
            self.builder().source(&text[plain..at], plain);
            self.builder().decoded(&decoded.text, Span::new(at, at + decoded.len));
            at += decoded.len;
            plain = at;
        }
        self.builder().source(&text[plain..to], plain);
    }

    /// Writes a URL as one opaque word.
    pub fn url(&mut self, span: Span) {
        self.builder().opaque(span);
        let context = self.leaf_context();
        self.out.push_source([span], Scope::Url, context);
    }

    /// Adds text that is not prose and that a reader does not see, if its scope is wanted.
    pub fn not_prose(&mut self, content: Span, scope: Scope) {
        if self.out.wants(scope) {
            let context = self.leaf_context();
            let parts = clipped(self.parts, content.range());
            self.out.push_source(parts.map(|part| part.span), scope, context);
        }
    }

    /// Starts the text of a link.
    pub fn begin_link(&mut self) {
        let frame = self.frame();
        frame.links.push(frame.builder.len());
    }

    /// Ends the text of a link.
    pub fn end_link(&mut self) {
        let frame = self.frame();
        if let Some(from) = frame.links.pop() {
            frame.builder.mark_scope(from, Scope::Link);
        }
    }

    /// Starts a nested block, such as an alternative text. The next calls write its content.
    pub fn open(&mut self, scope: Scope, spelling: Spelling) {
        let context = self.leaf_context().with_own_scope(scope);
        self.frames.push(OpenBlock::new(spelling, Some(context)));
    }

    /// Ends the innermost nested block.
    pub fn close(&mut self) {
        if self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            self.push(frame);
        }
    }

    /// Writes `value`, such as a title or an attribute, as a nested block.
    pub fn value(&mut self, value: Span, scope: Scope, spelling: Spelling) {
        self.open(scope, spelling);
        for part in clipped(self.parts, value.range()) {
            let (start, end) = (part.span.start as usize, part.span.end as usize);
            match part.role {
                PartRole::Opaque => self.builder().opaque(part.span),
                PartRole::Hidden => {}
                PartRole::Markup | PartRole::Literal | PartRole::Tag | PartRole::String => self.plain(start, end),
            }
        }
        self.close();
    }

    /// Writes a range of one part. Its only markup is code between backticks, template tags and the substitutions of
    /// template literals.
    pub fn plain(&mut self, from: usize, to: usize) {
        let text = self.out.text;
        let spelling = self.frame().spelling;
        let is_script = matches!(spelling, Spelling::Script(_));
        let (mut at, mut next) = (from, from);
        while let Some(open) = text[next..to].find(['`', '{', '<', '$']).map(|open| next + open) {
            let rest = &text[open..to];
            let ticks = backtick_count(rest);
            let is_escaped = is_script && script::ends_with_escape(&text[at..open]);
            let len = match ticks {
                0 if spelling == Spelling::Script('`') && rest.starts_with("${") && !is_escaped => {
                    script::expression_len(&rest[1..]).map(|len| 1 + len)
                }
                0 => template::tag(rest).map(|tag| tag.len()),
                _ => code_len(rest, ticks),
            };
            next = open + len.unwrap_or(ticks.max(1));
            if len.is_some() {
                let open = open - usize::from(is_escaped);
                self.prose(at, open, open);
                self.builder().opaque(Span::new(open, next));
                at = next;
            }
        }
        self.prose(at, to, to);
    }

    /// Ends the current block and starts the next one. Inside a nested block, writes a space instead.
    pub fn split(&mut self, at: Span) {
        if self.frames.len() > 1 {
            return self.builder().space(at);
        }
        let spelling = self.frame().spelling;
        let mut next = OpenBlock::new(spelling, None);
        next.anchor = self.frame().anchor.map(|_| 0);
        next.links = vec![0; self.frame().links.len()];
        let finished = std::mem::replace(self.frame(), next);
        self.push(finished);
        self.out.outline.end_block(at.start as usize);
    }

    /// Ends every block.
    pub fn finish(mut self) {
        self.credit.finish(self.parts, &mut self.out.outline);
        while let Some(frame) = self.frames.pop() {
            self.push(frame);
        }
    }

    /// Passes a finished block to the collector.
    fn push(&mut self, mut frame: OpenBlock) {
        for from in frame.links.into_iter().chain(frame.anchor) {
            frame.builder.mark_scope(from, Scope::Link);
        }
        let context = frame.context.unwrap_or(self.containers.context());
        match self.counted {
            _ if frame.builder.is_empty() => {}
            Counted::Prose if !frame.builder.has_prose() => self.out.outline.drop_block(),
            Counted::All | Counted::Prose => self.out.outline.confirm_block(context.collections),
            Counted::None => {}
        }
        self.out.push(frame.builder, context, frame.spelling.notation(context.scope()));
    }

    /// Handles a tag: line breaks, containers, hidden content and readable attributes. The end tag of hidden content
    /// must start before `limit`. Returns where the text resumes.
    pub fn tag(&mut self, span: Span, limit: usize) -> usize {
        let text = self.out.text;
        let source = &text[span.range()];
        if source.starts_with("<!") || source.starts_with("<?") {
            let inside = source.strip_prefix("<!--").unwrap_or(source);
            let start = span.end as usize - inside.len();
            let content = inside.strip_suffix("-->").unwrap_or(inside);
            let content = Span::new(start, start + content.len());
            self.not_prose(content, Scope::Comment);
            if source.starts_with("<!--") && source.ends_with("-->") {
                let (context, is_first) = (self.leaf_context(), self.frames.len() == 1 && self.builder().is_empty());
                self.out.record_comment(span, content, Some(context), is_first);
            }
            return span.end as usize;
        }
        let tag = Tag::read(source, span.start as usize);
        let element = Element::named(tag.name);
        let end = self.element_tag(&tag, element, span, limit);
        if !tag.closing {
            let owner = if tag.is_component() { AttributeTag::Component } else { AttributeTag::Element(tag.name) };
            self.attributes(&tag, owner);
        }
        end
    }

    /// Handles a JSX tag. A component is never an HTML element, even if it has the name of one.
    fn jsx_tag(&mut self, span: Span, limit: usize) -> usize {
        let source = &self.out.text[span.range()];
        let tag = Tag::read(source, span.start as usize);
        if !tag.is_jsx_component() {
            return self.tag(span, limit);
        }
        // In running text, most components are links or terms. Adjacent ones are cards or tabs, which are blocks.
        if tag.closing && self.has_start_tag_at(span.end as usize) {
            self.split(span);
        }
        if !tag.closing {
            self.attributes(&tag, AttributeTag::Component);
        }
        span.end as usize
    }

    /// Handles a tag with the effect of `element`, except for its attributes.
    pub fn element_tag(&mut self, tag: &Tag<'t>, element: Element, span: Span, limit: usize) -> usize {
        match element {
            _ if element.hides_content() && !tag.closing => return self.hidden(tag, element, span, limit),
            Element::Superscript if !tag.closing => return self.superscript(span, limit),
            _ => self.element(tag, element, span),
        }
        span.end as usize
    }

    fn element(&mut self, tag: &Tag, element: Element, span: Span) {
        self.credit.tag(tag, span, &self.containers.context(), &mut self.out.outline);
        match element {
            Element::Break => self.builder().hard_break(span),
            Element::Object if !tag.closing => self.builder().opaque(span),
            Element::Anchor => self.anchor(tag),
            Element::Container(container) => {
                self.split(span);
                self.containers.tag(container, tag.closing, span.start, self.out);
            }
            Element::Block => {
                self.split(span);
                self.containers.close_paragraph();
            }
            _ => {}
        }
    }

    /// Returns whether a start tag starts at byte `at`.
    fn has_start_tag_at(&self, at: usize) -> bool {
        let rest = &self.out.text[at..];
        rest.starts_with('<') && !rest.starts_with("</")
    }

    /// Starts or ends the text of an HTML link.
    fn anchor(&mut self, tag: &Tag) {
        let frame = self.frame();
        if let Some(from) = frame.anchor.take() {
            frame.builder.mark_scope(from, Scope::Link);
        }
        let target = if tag.closing { None } else { tag.attribute(&["href"]) };
        frame.anchor = target.map(|_| frame.builder.len());
        if let Some(target) = target {
            self.not_prose(target.value, Scope::Url);
        }
    }

    /// Skips an element whose content is not prose. An element without an end tag hides nothing: a false finding in
    /// code is better than an unchecked rest of the document.
    fn hidden(&mut self, tag: &Tag<'t>, element: Element, span: Span, limit: usize) -> usize {
        let end = span.end as usize;
        if self.out.text[span.range()].ends_with("/>") {
            return end;
        }
        let text = &self.out.text[end..limit.max(end)];
        let Some(closing) = self.missing.end_tag(text, tag.name) else { return end };
        let content = Span::new(end, end + closing.start);
        match element {
            Element::Hidden => {}
            Element::Preformatted => {
                self.split(span);
                let context = self.leaf_context();
                self.out.begin_non_prose(span.start as usize, context);
            }
            _ => self.builder().opaque(Span::new(span.start as usize, end + closing.end)),
        }
        if json_ld::is_json_ld_script(tag, self.out.text) {
            self.json(content);
        } else {
            self.not_prose(content, Scope::Code);
        }
        end + closing.end
    }

    /// Writes each readable string of JSON-LD as a nested block. The rest is code.
    pub fn json(&mut self, content: Span) {
        let start = content.start as usize;
        let mut code = Vec::new();
        let mut at = start;
        for text in json_ld::readable_strings(&self.out.text[content.range()]) {
            let (from, to) = (start + text.start, start + text.end);
            self.value(Span::new(from, to), Scope::Attribute, json_ld::SPELLING);
            code.extend(clipped(self.parts, at..from).map(|part| part.span));
            at = to;
        }
        code.extend(clipped(self.parts, at..content.end as usize).map(|part| part.span));
        let context = self.leaf_context();
        self.out.push_source(code, Scope::Code, context);
    }

    /// Writes a start tag of superscript text. Returns where the text resumes.
    fn superscript(&mut self, span: Span, limit: usize) -> usize {
        let end = span.end as usize;
        let text = self.out.text;
        match superscript::classify(&text[..span.start as usize], &text[end..limit.max(end)]) {
            Superscript::Sign { sign, len } => {
                self.builder().decoded(sign, Span::new(span.start as usize, end + len));
                end + len
            }
            Superscript::Note { len } => end + len,
            Superscript::PartOfWord => end,
            Superscript::Word => {
                self.builder().space(span);
                end
            }
        }
    }

    /// Writes the attributes of a tag that a reader sees.
    fn attributes(&mut self, tag: &Tag, owner: AttributeTag) {
        self.out.record_language(language_tag(tag, self.out.text));
        if tag.name.eq_ignore_ascii_case("meta") {
            return self.meta(tag);
        }
        let text = self.out.text;
        let mut kind = None;
        for attribute in tag.attributes() {
            let Some(readable) = self.out.reading.readable(attribute.name, owner) else { continue };
            if !readable.types.is_empty() {
                let kind = kind.get_or_insert_with(|| tag.attribute(&["type"]));
                let kind = kind.map_or("", |kind| text[kind.value.range()].trim());
                if !readable.types.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
                    continue;
                }
            }
            self.write_readable(attribute, &readable);
        }
    }

    /// Writes an attribute of a shortcode or a directive as a nested block, if a reader sees it. Shortcodes and
    /// directives count as components.
    pub fn attribute(&mut self, attribute: Attribute) {
        if let Some(readable) = self.out.reading.readable(attribute.name, AttributeTag::Component) {
            self.write_readable(attribute, &readable);
        }
    }

    fn write_readable(&mut self, attribute: Attribute, readable: &Readable) {
        if !readable.only_phrases || is_phrase(&self.out.text[attribute.value.range()]) {
            self.value(attribute.value, readable.scope, attribute.spelling);
        }
    }

    /// Writes the content of a `<meta>` element, if a reader sees it.
    fn meta(&mut self, tag: &Tag) {
        if has_readable_content(tag, self.out.text)
            && let Some(content) = tag.attribute(META_CONTENT.names)
        {
            self.value(content.value, META_CONTENT.scope, content.spelling);
        }
    }
}
