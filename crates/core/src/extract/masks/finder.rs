//! Finds the masks of a leaf, in one pass from left to right. A mask is a range whose source the inline grammar must
//! not see, such as a formula or a template tag.

use super::{dialect, tight};
use crate::extract::code_span::{CodeSpans, backtick_count};
use crate::extract::missing::Missing;
use crate::extract::template;
use std::collections::VecDeque;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The kind of a masked range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MaskKind {
    /// A code span.
    Code,
    /// A formula.
    Formula,
    /// Plain text in which the grammar would see markup.
    Literal,
    /// A template tag other than a comment.
    Template,
    /// A template tag and its body. The body is not prose; it has this scope.
    Body(Scope),
    /// Markup that stands for a word.
    Opaque,
    /// A comment.
    Comment,
    /// Markup that shows nothing.
    Dropped,
}

/// A range (byte offsets in the file) to mask.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask {
    pub span: Span,
    /// The part of `span` between the delimiters.
    pub content: Span,
    pub kind: MaskKind,
}

impl Mask {
    fn new(span: Span, kind: MaskKind) -> Mask {
        Mask { span, content: span, kind }
    }

    /// Returns the mask with a content that excludes its delimiters: `open` bytes at the start and `close` bytes at the
    /// end.
    fn with_delimiters(self, open: usize, close: usize) -> Mask {
        let Span { start, end } = self.content;
        Mask { content: Span::new(start as usize + open, end as usize - close), ..self }
    }
}

/// The maximum number of bytes that we search for the end of brackets, after a dollar sign inside them that could close
/// a formula. The limit keeps the search linear if the brackets are never closed.
const MAX_BRACKETS_LEN: usize = 1_000;

/// The delimiters of an HTML comment.
const COMMENT: (&str, &str) = ("<!--", "-->");

/// Returns whether a mask may start with `byte`.
pub(super) fn may_begin(byte: u8) -> bool {
    matches!(byte, b'`' | b'$' | b'{' | b'<' | b'[' | b'%' | b'^' | b'@' | b'\\')
}

/// Finds the masks of a leaf in order.
pub(super) struct MaskFinder<'t> {
    /// The text of the file up to the end of the leaf.
    text: &'t str,
    at: usize,
    /// Masks after `at` that we already know, in order.
    pending: VecDeque<Mask>,
    /// Byte offset of the end of the last HTML tag. Inside a tag, only template tags are masked.
    tag_end: usize,
    /// Byte offset of the end of the last citation.
    citation_end: usize,
    /// Byte offset of the end of the last mask.
    last_end: usize,
    missing: Missing<'t>,
    code: CodeSpans<'t>,
}

impl<'t> MaskFinder<'t> {
    /// Creates a finder for the leaf from byte `start` to the end of `text`.
    pub fn new(text: &'t str, start: usize) -> MaskFinder<'t> {
        MaskFinder {
            text,
            at: start,
            pending: VecDeque::new(),
            tag_end: start,
            citation_end: start,
            last_end: start,
            missing: Missing::default(),
            code: CodeSpans::new(text, start),
        }
    }

    /// Returns the next mask.
    pub fn next_mask(&mut self) -> Option<Mask> {
        while let Some(next) = self.text[self.at..].bytes().position(may_begin) {
            self.at += next;
            if let Some(mask) = self.pending_before(self.at) {
                return Some(mask);
            }
            match self.mask_here() {
                Some(mask) => return Some(self.accept(mask)),
                None => self.at += self.step(),
            }
        }
        self.pending_before(self.text.len())
    }

    /// Continues the search at byte `at`.
    pub fn skip_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Continues after the delimiter at byte `at`, which turned out to be text.
    pub fn skip_as_text(&mut self, at: usize) {
        self.at = at;
        self.at += self.step();
    }

    /// Returns the next known mask, if it starts at or before byte `at`.
    fn pending_before(&mut self, at: usize) -> Option<Mask> {
        while let Some(mask) = self.pending.front().filter(|mask| mask.span.start as usize <= at).copied() {
            self.pending.pop_front();
            // Skip a mask whose start an earlier mask covers, such as a code span.
            if mask.span.start as usize >= self.last_end {
                return Some(self.accept(mask));
            }
        }
        None
    }

    /// Continues after `mask` and returns it.
    fn accept(&mut self, mask: Mask) -> Mask {
        self.at = mask.span.end as usize;
        self.last_end = self.at;
        mask
    }

    /// Returns how many bytes to skip if no mask starts at the current byte.
    fn step(&self) -> usize {
        let rest = &self.text[self.at..];
        match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' if !self.is_in_tag() => backtick_count(rest),
            _ => 1,
        }
    }

    fn is_in_tag(&self) -> bool {
        self.at < self.tag_end
    }

    fn mask_of(&self, kind: MaskKind, len: usize) -> Mask {
        Mask::new(Span::new(self.at, self.at + len), kind)
    }

    /// Returns the mask that starts at the current byte.
    fn mask_here(&mut self) -> Option<Mask> {
        let rest = &self.text[self.at..];
        match rest.as_bytes()[0] {
            b'{' => self.braces(rest),
            b'<' if rest.starts_with("<%") || rest.starts_with("<?") => self.template(rest),
            _ if self.is_in_tag() => None,
            b'<' => {
                self.tag_end = self.at + self.tag(rest).unwrap_or(0);
                None
            }
            b'`' => self.code(rest).map(|len| {
                self.mask_of(MaskKind::Code, len).with_delimiters(backtick_count(rest), backtick_count(rest))
            }),
            b'$' => Some(self.dollars(rest)),
            b'[' => self.bracket(rest),
            b'@' if self.at < self.citation_end => Some(self.mask_of(MaskKind::Opaque, dialect::citation_key(rest))),
            b'@' => dialect::cross_reference(rest).map(|len| self.mask_of(MaskKind::Opaque, len)),
            b'\\' => dialect::environment(rest).map(|len| self.mask_of(MaskKind::Formula, len)),
            b'%' if self.starts_word() => self.comment(rest),
            b'^' if self.starts_word() => dialect::block_id(rest).map(|len| self.mask_of(MaskKind::Dropped, len)),
            _ => None,
        }
    }

    /// Returns the length of the HTML tag, comment or autolink at the start of `rest`.
    fn tag(&mut self, rest: &'t str) -> Option<usize> {
        if rest.starts_with(COMMENT.0) {
            let len = self.missing.find((COMMENT.1, COMMENT.0), || rest.find(COMMENT.1));
            return len.map(|len| len + COMMENT.1.len());
        }
        tight::tag(rest)
    }

    /// Returns whether the current byte starts a word.
    fn starts_word(&self) -> bool {
        self.text[..self.at].chars().next_back().is_none_or(char::is_whitespace)
    }

    /// Returns the mask of the wiki link that starts here. If a citation starts here, records where it ends instead:
    /// its keys become masks when the search reaches them.
    fn bracket(&mut self, rest: &'t str) -> Option<Mask> {
        if let Some(len) = dialect::citation(rest) {
            self.citation_end = self.at + len;
            return None;
        }
        let link = dialect::wiki_link(rest)?;
        let mut mask =
            self.mask_of(if link.text_end.is_some() { MaskKind::Dropped } else { MaskKind::Opaque }, link.markup_len);
        if let Some(end) = link.text_end {
            let start = self.at + end;
            self.pending.push_back(Mask::new(Span::new(start, start + 2), MaskKind::Dropped));
        }
        if self.at > self.last_end && self.text[..self.at].ends_with('!') {
            // `![[…]]` embeds a file.
            mask.span.start -= 1;
        }
        Some(mask)
    }

    /// Returns the length of the code span at the start of `rest`. `rest` extends to the end of the leaf.
    fn code(&self, rest: &str) -> Option<usize> {
        self.code.len(self.text.len() - rest.len())
    }

    /// Returns the mask of a formula, or of dollar signs that are text. A formula between single dollar signs has no
    /// white space just inside them and no digit after them. Without this condition, "$5 and $6" would contain a
    /// formula.
    fn dollars(&mut self, rest: &'t str) -> Mask {
        let len = if rest.starts_with("$$") { 2 } else { 1 };
        let formula = self.formula(rest, len);
        formula.map_or_else(|| self.mask_of(MaskKind::Literal, len), |len| self.mask_of(MaskKind::Formula, len))
    }

    /// Returns the length of the formula at the start of `rest`, with `len` dollar signs on each side.
    fn formula(&mut self, rest: &'t str, len: usize) -> Option<usize> {
        let content = &rest[len..];
        let close = self.closing_dollar(content, &rest[..len])?;
        let inside = &content[..close];
        let fits = if len == 2 {
            !inside.is_empty()
        } else {
            let closes = !content[close + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '$');
            closes && !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace) && close > 0
        };
        let end = close + 2 * len;
        let label = if len == 2 { dialect::equation_label(&rest[end..]) } else { 0 };
        (fits && !tight::has_url(inside)).then_some(end + label)
    }

    /// Returns the offset of the closing dollar signs in `content`, or `None` if a construct that binds tighter (see
    /// [`tight`]) starts before them. Dollar signs inside brackets do not close a formula that starts outside, unless
    /// the brackets are never closed.
    fn closing_dollar(&mut self, content: &'t str, dollars: &str) -> Option<usize> {
        let (mut at, mut depth) = (0, 0_usize);
        // The first closing dollar signs inside the brackets that are open now.
        let mut inside_brackets = None;
        while let Some(next) = content[at..].find(['\\', '$', '`', '<', '{', '}', '[', ']']) {
            at += next;
            if inside_brackets.is_some_and(|first| at - first > MAX_BRACKETS_LEN) {
                break;
            }
            let rest = &content[at..];
            let byte = rest.as_bytes()[0];
            let skipped = match byte {
                b'$' if rest.starts_with(dollars) && depth == 0 => return Some(at),
                b'$' if rest.starts_with(dollars) => {
                    inside_brackets.get_or_insert(at);
                    dollars.len()
                }
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'`' if self.code(rest).is_some() => return None,
                b'`' => backtick_count(rest),
                b'<' if self.tag(rest).is_some() => return None,
                b']' if tight::target_len(rest).is_some() => return None,
                b'{' => match template::tag(rest) {
                    Some(tag) if rest[..tag.len()].contains('$') => return None,
                    Some(tag) => tag.len(),
                    None => 1,
                },
                _ => 1,
            };
            match byte {
                b'[' => depth += 1,
                b'{' if skipped == 1 => depth += 1,
                b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    inside_brackets = inside_brackets.filter(|_| depth > 0);
                }
                _ => {}
            }
            at += skipped;
        }
        inside_brackets
    }

    /// Returns the mask of the template tag, the role or the attribute list that starts with this brace.
    fn braces(&mut self, rest: &'t str) -> Option<Mask> {
        let body = template::body(rest, &mut self.missing);
        if let Some((body, scope)) = body.and_then(|body| body.scope.map(|scope| (body, scope))) {
            let kind = if scope == Scope::Comment { MaskKind::Comment } else { MaskKind::Body(scope) };
            return Some(self.mask_of(kind, body.end).with_delimiters(body.content.start, body.end - body.content.end));
        }
        if let Some(mask) = self.template(rest) {
            return Some(mask);
        }
        if let Some(len) = dialect::role(rest) {
            return self.role(rest, len);
        }
        let follows_markup = self.text[..self.at].ends_with([')', ']', '`', '*', '_']);
        dialect::attribute_list(rest, follows_markup).map(|len| self.mask_of(MaskKind::Dropped, len))
    }

    /// Returns the mask of a template tag.
    fn template(&mut self, rest: &'t str) -> Option<Mask> {
        let tag = template::tag(rest)?;
        let kind = if tag.scope() == Scope::Comment { MaskKind::Comment } else { MaskKind::Template };
        let is_whole = !self.is_overlapped(rest, tag.len());
        is_whole.then(|| self.mask_of(kind, tag.len()))
    }

    /// Returns the mask of an Obsidian comment.
    fn comment(&mut self, rest: &'t str) -> Option<Mask> {
        let len = dialect::comment(rest)?;
        let is_whole = !self.is_overlapped(rest, len);
        is_whole.then(|| self.mask_of(MaskKind::Comment, len).with_delimiters(2, 2))
    }

    /// Returns whether a code span, a tag or the target of a link starts in the first `len` bytes of `rest` and ends
    /// after them. If so, that construct binds tighter.
    fn is_overlapped(&mut self, rest: &'t str, len: usize) -> bool {
        // The opening delimiter has at least two bytes.
        let mut at = 2;
        while let Some(next) = rest[at..len].find(['`', '<', ']']) {
            at += next;
            let tight = match rest.as_bytes()[at] {
                b'`' => self.code(&rest[at..]),
                b'<' => self.tag(&rest[at..]),
                _ => tight::target_len(&rest[at..]),
            };
            let step = if rest.as_bytes()[at] == b'`' { backtick_count(&rest[at..]) } else { 1 };
            at += tight.unwrap_or(step);
            if at >= len {
                return tight.is_some();
            }
        }
        false
    }

    /// Returns the mask of the name of a role, which has `len` bytes. If the code span after it has a text and a
    /// target, as in ``{ref}`model <target>` ``, the text and the target become masks later.
    fn role(&mut self, rest: &'t str, len: usize) -> Option<Mask> {
        let code = self.code(&rest[len..])?;
        let Some(text) = dialect::role_text(&rest[len..len + code]) else {
            return Some(self.mask_of(MaskKind::Dropped, len));
        };
        let (start, end) = (self.at + len + 1, self.at + len + code);
        let target = Span::new(start + text, end);
        self.pending.push_back(Mask::new(Span::new(start, start + text), MaskKind::Literal));
        self.pending.push_back(Mask::new(target, MaskKind::Dropped));
        Some(self.mask_of(MaskKind::Dropped, len + 1))
    }
}
