//! Reads the text of a page from its content stream, character by character.
//!
//! All text is read that is on the page, also if it is invisible or transparent: the recognised text of a scanned page is
//! invisible, behind the picture. Text outside of the page is not read. Where the document says what some characters
//! stand for (`ActualText`), that is read.

use super::super::pdf_error::PdfError;
use super::budget::Budget;
use super::fonts::{Fonts, LoadedFont};
use super::glyph::Glyph;
use super::string::decode;
use hayro_font::FontGlyph;
use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_syntax::object::dict::keys::{ACTUAL_TEXT, CONTENTS, IMAGE, MATRIX, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use memchr::memmem;
use rustc_hash::FxHashSet;

/// The maximum number of operators in a document, counting those of a form each time it is drawn. Tests, which are not
/// optimized, have a lower one.
const MAX_OPERATORS: u64 = if cfg!(test) { 500_000 } else { 50_000_000 };

/// So many bytes of content count as an operator, because a form of white space takes time as well.
const BYTES_OF_OPERATOR: u64 = 16;

/// So many operators take as long as drawing a form.
const OPERATORS_OF_FORM: u64 = 200;

/// The maximum number of characters in a document.
const MAX_GLYPHS: usize = 10_000_000;

/// The maximum number of characters on a page.
const MAX_PAGE_GLYPHS: usize = 1_000_000;

/// The maximum nesting depth of forms.
const MAX_FORMS: usize = 16;

/// The maximum number of saved states.
const MAX_SAVED: usize = 512;

/// The maximum number of characters that an `ActualText` replaces. It may also stand for a whole paragraph, whose lines
/// would get lost.
const MAX_REPLACED: usize = 8;

/// How far a text may be from a right angle, in degrees, and still count as being at that angle. Scans are a little askew.
const ASKEW: f64 = 5.0;

/// The same character this near, in font sizes, is the same one printed twice. Two narrow letters are farther apart.
const TWICE: f64 = 0.07;

/// Beyond this, positions on a page are those of a hostile document.
const MAX_COORDINATE: f64 = 1e6;

/// The limit on searching inline images for their ends: their number times the length of the stream.
const MAX_IMAGE_SEARCH: usize = 10_000_000_000;

/// What a page contains.
#[derive(Default)]
pub(super) struct PageContent {
    pub glyphs: Vec<Glyph>,
    /// Whether it has a picture.
    pub has_picture: bool,
    /// The number of characters that the document does not say how to read.
    pub unknown: usize,
}

/// Reads the pages of a document.
pub(super) struct ContentReader<'a> {
    pub budget: Budget,
    fonts: Fonts<'a>,
    operators: u64,
    glyphs: usize,
    page: PageContent,
    bounds: Rect,
    /// The characters of the page by their rounded sizes and places, to find those that are printed twice.
    seen: FxHashSet<(char, u32, i32, i32)>,
    marked: Vec<Marked>,
}

/// A sequence of marked content.
struct Marked {
    is_artifact: bool,
    /// What the characters stand for, and the number of characters before them.
    actual: Option<(String, usize)>,
}

/// The part of the graphics state that places text.
#[derive(Clone)]
struct State<'a> {
    transform: Affine,
    font: Option<LoadedFont<'a>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl<'a> ContentReader<'a> {
    pub fn new(budget: Budget) -> ContentReader<'a> {
        ContentReader {
            budget,
            fonts: Fonts::default(),
            operators: 0,
            glyphs: 0,
            page: PageContent::default(),
            bounds: Rect::ZERO,
            seen: FxHashSet::default(),
            marked: Vec::new(),
        }
    }

    /// Returns what a page contains.
    pub fn read(&mut self, page: &Page<'a>) -> Result<PageContent, PdfError> {
        let bounds = page.intersected_crop_box();
        self.bounds = Rect::new(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        self.seen.clear();
        let mut content = Vec::new();
        let streams = match page.raw().get::<Object>(CONTENTS) {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(streams)) => streams.iter::<Stream>().collect(),
            _ => Vec::new(),
        };
        for stream in streams {
            if let Some(bytes) = self.budget.unpack(&stream)? {
                content.extend_from_slice(&bytes);
                content.push(b' ');
            }
        }
        self.interpret(&content, page.resources(), Affine::IDENTITY, 0)?;
        self.marked.clear();
        Ok(std::mem::take(&mut self.page))
    }

    fn interpret(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        transform: Affine,
        depth: usize,
    ) -> Result<(), PdfError> {
        let images = if memmem::find(content, b"BI").is_some() { memmem::find_iter(content, b"EI").count() } else { 0 };
        if images.saturating_mul(content.len()) > MAX_IMAGE_SEARCH {
            return Err(PdfError::Limit("a page in it has too many inline images".to_owned()));
        }
        self.operators += OPERATORS_OF_FORM + content.len() as u64 / BYTES_OF_OPERATOR;
        let mut state = State {
            transform,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (Affine::IDENTITY, Affine::IDENTITY);
        let marked_before = self.marked.len();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return Err(PdfError::Limit("its pages have more than 50,000,000 operators".to_owned()));
            }
            let next_line = |line: &mut Affine, text: &mut Affine, x: f64, y: f64| {
                *line *= Affine::translate((x, y));
                *text = *line;
            };
            match operator {
                TypedInstruction::SaveState(_) if saved.len() < MAX_SAVED => saved.push(state.clone()),
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::Transform(t) => {
                    let matrix = [t.0, t.1, t.2, t.3, t.4, t.5].map(|number| number.as_f64());
                    state.transform *= Affine::new(matrix);
                }
                TypedInstruction::BeginText(_) => (text, line) = (Affine::IDENTITY, Affine::IDENTITY),
                TypedInstruction::CharacterSpacing(space) => state.char_space = space.0.as_f64(),
                TypedInstruction::WordSpacing(space) => state.word_space = space.0.as_f64(),
                TypedInstruction::HorizontalScaling(scale) => state.scale = scale.0.as_f64() / 100.0,
                TypedInstruction::TextLeading(leading) => state.leading = leading.0.as_f64(),
                TypedInstruction::TextRise(rise) => state.rise = rise.0.as_f64(),
                TypedInstruction::TextFont(font) => {
                    state.size = font.1.as_f64();
                    let dict = resources.get_font(font.0);
                    let loaded = dict.map(|dict| self.fonts.get(&dict, &mut self.budget)).transpose()?.flatten();
                    state.font = loaded.or_else(|| self.fonts.fallback());
                }
                TypedInstruction::NextLine(by) => {
                    next_line(&mut line, &mut text, by.0.as_f64(), by.1.as_f64());
                }
                TypedInstruction::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    next_line(&mut line, &mut text, by.0.as_f64(), by.1.as_f64());
                }
                TypedInstruction::SetTextMatrix(m) => {
                    line = Affine::new([m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64()));
                    text = line;
                }
                TypedInstruction::NextLineUsingLeading(_) => next_line(&mut line, &mut text, 0.0, -state.leading),
                TypedInstruction::ShowText(shown) => self.show(shown.0, &state, &mut text)?,
                TypedInstruction::NextLineAndShowText(shown) => {
                    next_line(&mut line, &mut text, 0.0, -state.leading);
                    self.show(shown.0, &state, &mut text)?;
                }
                TypedInstruction::ShowTextWithParameters(shown) => {
                    (state.word_space, state.char_space) = (shown.0.as_f64(), shown.1.as_f64());
                    next_line(&mut line, &mut text, 0.0, -state.leading);
                    self.show(shown.2, &state, &mut text)?;
                }
                TypedInstruction::ShowTexts(shown) => self.show_all(shown.0, &state, &mut text)?,
                TypedInstruction::XObject(name) => {
                    if let Some(object) = resources.get_x_object(name.0) {
                        self.draw(&object, resources, state.transform, depth)?;
                    }
                }
                TypedInstruction::InlineImage(_) => self.page.has_picture = true,
                TypedInstruction::BeginMarkedContent(tag) => self.begin_marked(tag.0, None),
                TypedInstruction::BeginMarkedContentWithProperties(tag) => {
                    let named = |name: &Name| resources.properties.get::<Dict>(name.as_ref());
                    let properties = match tag.1 {
                        Object::Dict(dict) => Some(dict.clone()),
                        Object::Name(name) => named(name),
                        _ => None,
                    };
                    self.begin_marked(tag.0, properties.as_ref());
                }
                TypedInstruction::EndMarkedContent(_) if self.marked.len() > marked_before => self.end_marked(),
                _ => {}
            }
        }
        self.marked.truncate(marked_before);
        Ok(())
    }

    /// Draws a form or a picture.
    fn draw(
        &mut self,
        object: &Stream<'a>,
        resources: &Resources<'a>,
        transform: Affine,
        depth: usize,
    ) -> Result<(), PdfError> {
        let dict = object.dict();
        if dict.get::<Name>(SUBTYPE).is_some_and(|kind| kind.as_ref() == IMAGE) {
            self.page.has_picture = true;
            return Ok(());
        }
        if depth >= MAX_FORMS {
            return Ok(());
        }
        let Some(content) = self.budget.unpack(object)? else { return Ok(()) };
        let matrix = dict.get::<[f64; 6]>(MATRIX).map_or(Affine::IDENTITY, Affine::new);
        let own = dict.get::<Dict>(RESOURCES).map(Resources::new);
        self.interpret(&content, own.as_ref().unwrap_or(resources), transform * matrix, depth + 1)
    }

    fn show_all(&mut self, shown: &Array, state: &State<'a>, text: &mut Affine) -> Result<(), PdfError> {
        for item in shown.raw_iter() {
            match item {
                MaybeRef::NotRef(Object::String(string)) => self.show(&string, state, text)?,
                MaybeRef::NotRef(Object::Number(number)) => {
                    let by = -number.as_f64() / 1000.0 * state.size;
                    let is_horizontal = state.font.as_ref().is_none_or(|font| font.font.is_horizontal());
                    let by = if is_horizontal { Vec2::new(by * state.scale, 0.0) } else { Vec2::new(0.0, by) };
                    *text *= Affine::translate(by);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn show(&mut self, shown: &[u8], state: &State<'a>, text: &mut Affine) -> Result<(), PdfError> {
        let Some(LoadedFont { font, is_bold }) = &state.font else { return Ok(()) };
        let is_horizontal = font.is_horizontal();
        let mut at = 0;
        while at < shown.len() {
            let (code, len) = font.read_code(shown, at);
            at += len.max(1);
            let advance = font.code_advance(code) / 1000.0 * state.size;
            let space = state.char_space + if code == 32 && len == 1 { state.word_space } else { 0.0 };
            let scale = Vec2::new(state.scale, 1.0);
            let (width, next) = if is_horizontal {
                (Vec2::new(advance.x * scale.x, 0.0), Vec2::new((advance.x + space) * scale.x, 0.0))
            } else {
                (Vec2::new(0.0, advance.y), Vec2::new(0.0, advance.y + space))
            };
            let place = state.transform * *text * Affine::translate((0.0, state.rise));
            let glyph = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            self.add(glyph, place, width, state.size, *is_bold);
            *text *= Affine::translate(next);
        }
        if self.glyphs > MAX_GLYPHS || self.page.glyphs.len() > MAX_PAGE_GLYPHS {
            return Err(PdfError::Limit(
                "it has more than 10,000,000 characters, or a page more than 1,000,000".to_owned(),
            ));
        }
        Ok(())
    }

    /// Adds what a code stands for. `place` leads from its origin to the page, `width` to where the next one starts.
    fn add(&mut self, read: Option<BfString>, place: Affine, width: Vec2, size: f64, is_bold: bool) {
        self.glyphs += 1;
        let (start, end) = (place * Point::ORIGIN, place * width.to_point());
        // A size below zero mirrors the text, and the matrix mirrors it back.
        let across = if width.x == 0.0 && width.y != 0.0 { Vec2::new(size, 0.0) } else { Vec2::new(0.0, size) };
        let size = ((place * across.to_point()) - start).hypot();
        let is_sane = |value: f64| value.is_finite() && value.abs() < MAX_COORDINATE;
        if ![start.x, start.y, end.x, end.y].into_iter().all(is_sane) || !is_sane(size) || size < 0.01 {
            return;
        }
        let has_bounds = self.bounds.width() > 1.0 && self.bounds.height() > 1.0;
        if has_bounds && !self.bounds.inflate(size, size).contains(start) {
            return;
        }
        let along = if (end - start).hypot() > 1e-6 { end - start } else { place * Point::new(1.0, 0.0) - start };
        let direction = direction(along);
        let turn = Affine::rotate(-f64::from(direction).to_radians());
        let (from, to) = (turn * start, turn * end);
        let mut chars = ['\0'; 8];
        let count = characters(read, &mut chars);
        if count == 0 {
            return;
        }
        self.page.unknown += usize::from(chars[0] == char::REPLACEMENT_CHARACTER);
        // Bold text may be the same text twice, a little apart.
        let key = |x: i32, y: i32| {
            let grid = size * TWICE;
            (chars[0], size.round() as u32, (start.x / grid).floor() as i32 + x, (start.y / grid).floor() as i32 + y)
        };
        let is_blank = chars[0].is_whitespace();
        if !is_blank && (-1..=1).any(|x| (-1..=1).any(|y| self.seen.contains(&key(x, y)))) {
            return;
        }
        self.seen.insert(key(0, 0));
        let is_artifact = self.marked.iter().any(|marked| marked.is_artifact);
        let step = (to.x - from.x) / count as f64;
        for (index, c) in chars[..count].iter().enumerate() {
            let at = |index: usize| (from.x + step * index as f64) as f32;
            self.page.glyphs.push(Glyph {
                c: *c,
                direction,
                start: at(index),
                end: at(index + 1),
                baseline: from.y as f32,
                size: size as f32,
                is_bold,
                is_artifact,
            });
        }
    }

    fn begin_marked(&mut self, tag: &Name, properties: Option<&Dict>) {
        let actual = properties.and_then(|properties| properties.get::<hayro_syntax::object::String>(ACTUAL_TEXT));
        let actual = actual.map(|text| (decode(text.as_bytes()), self.page.glyphs.len()));
        if self.marked.len() < MAX_SAVED {
            self.marked.push(Marked { is_artifact: tag.as_ref() == b"Artifact", actual });
        }
    }

    fn end_marked(&mut self) {
        let Some(Marked { actual: Some((text, before)), .. }) = self.marked.pop() else { return };
        let replaced = &self.page.glyphs[before.min(self.page.glyphs.len())..];
        let (Some(first), Some(last)) = (replaced.first().copied(), replaced.last().copied()) else { return };
        if replaced.len() > MAX_REPLACED || first.direction != last.direction || first.baseline != last.baseline {
            return;
        }
        self.page.glyphs.truncate(before);
        let chars: Vec<char> = text.chars().take(MAX_REPLACED * 4).collect();
        let step = (last.end - first.start) / chars.len().max(1) as f32;
        for (index, c) in chars.into_iter().enumerate() {
            let start = first.start + step * index as f32;
            self.page.glyphs.push(Glyph { c, start, end: start + step, ..first });
        }
    }
}

/// Returns the direction of a text in whole degrees.
fn direction(along: Vec2) -> i16 {
    let angle = along.atan2().to_degrees();
    let right = (angle / 90.0).round() * 90.0;
    let angle = if (angle - right).abs() <= ASKEW { right } else { angle.round() };
    angle.rem_euclid(360.0) as i16
}

/// Writes the characters that a code stands for to `chars` and returns their number. What the document does not say is
/// U+FFFD.
fn characters(read: Option<BfString>, chars: &mut [char; 8]) -> usize {
    let mut count = 0;
    let mut push = |c: char| {
        if count < chars.len() {
            chars[count] = c;
            count += 1;
        }
    };
    let mut push_all = |c: char| match c {
        '\u{FB00}' => ['f', 'f'].map(&mut push).len(),
        '\u{FB01}' => ['f', 'i'].map(&mut push).len(),
        '\u{FB02}' => ['f', 'l'].map(&mut push).len(),
        '\u{FB03}' => ['f', 'f', 'i'].map(&mut push).len(),
        '\u{FB04}' => ['f', 'f', 'l'].map(&mut push).len(),
        '\u{FB05}' | '\u{FB06}' => ['s', 't'].map(&mut push).len(),
        // The bullets of symbol fonts, which have no characters of their own.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F076}' | '\u{F0D8}' | '\u{F0FC}' => [push('•')].len(),
        '\t' | '\n' | '\r' | '\u{A0}' => [push(' ')].len(),
        c if c.is_control() => 0,
        c => [push(c)].len(),
    };
    match read {
        None => push_all(char::REPLACEMENT_CHARACTER),
        Some(BfString::Char(c)) => push_all(c),
        Some(BfString::String(text)) => text.chars().map(push_all).sum(),
    };
    count
}
