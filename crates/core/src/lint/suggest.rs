//! Rewordings for a match: templates filled in, the form and the casing of the match carried over, the article before it
//! corrected, and who may apply them.

use super::casing::{Casing, casing};
use super::place::SuggestionPlace;
use super::references::{Defined, may_define};
use super::{article, markup};
use crate::extract::{Reference, ReferenceForm};
use crate::finding::{Applicability, Edit, Suggestion};
use std::ops::Range;
use wordgate_rules::{Case, Form, Pattern, Rule, RuleKind};
use wordgate_text::prose::{Joint, Notation, TokenKind};
use wordgate_text::source::Span;

/// The suggestions of `rule`; `shown` gives the text of a capture. A template is left out when its capture is not in the
/// match, or a word of it has not the form of the match.
pub(super) fn suggestions<'v>(
    rule: &Rule,
    place: &SuggestionPlace,
    shown: impl Fn(&str) -> Option<&'v str>,
) -> Vec<Suggestion> {
    if let (RuleKind::Prefer(preferred), true) = (&rule.kind, rule.suggest.is_empty()) {
        let rewording = Rewording { text: preferred.clone(), casing: Casing::Plain, needs_facts: false };
        return vec![suggestion(rewording, &Fix::new(rule, place, 1), place)];
    }
    let pattern = &rule.patterns()[place.found.pattern];
    let inflect = |word: &str| form(pattern, place)?.apply(word);
    let mut rewordings = Vec::with_capacity(rule.suggest.len());
    for template in &rule.suggest {
        let Some(text) = template.render(&shown, inflect) else { continue };
        let casing = match casing(place, &template.names()) {
            Casing::Initial if template.starts_with_capture() => Casing::Plain,
            casing => casing,
        };
        rewordings.push(Rewording { text, casing, needs_facts: template.needs_facts() });
    }
    let fix = Fix::new(rule, place, rewordings.len());
    rewordings.into_iter().map(|rewording| suggestion(rewording, &fix, place)).collect()
}

/// A template filled in.
struct Rewording {
    text: String,
    casing: Casing,
    /// Whether a fact is missing that only the writer knows.
    needs_facts: bool,
}

fn suggestion(rewording: Rewording, fix: &Fix, place: &SuggestionPlace) -> Suggestion {
    let text = rewording.casing.apply(&rewording.text);
    match fix {
        Fix::Exact { applicability, span } if !rewording.needs_facts => match edits(&rewording, &text, *span, place) {
            Some(edits) => Suggestion { text, applicability: *applicability, edits },
            None => manual(text),
        },
        _ => manual(text),
    }
}

fn manual(text: String) -> Suggestion {
    Suggestion { text, applicability: Applicability::Manual, edits: Vec::new() }
}

/// The change of the source, written as the place of the match asks for it; `None` where it cannot be. It begins at the
/// article before the match when that has to change, and ends with the label of the link whose text the match is in.
fn edits(rewording: &Rewording, text: &str, span: Span, place: &SuggestionPlace) -> Option<Vec<Edit>> {
    let label = match place.labels.reference(place.piece, span) {
        Some(reference) => label(reference, text, span, place)?,
        None if place.labels.may_be_label(span) => return None,
        None => None,
    };
    let text = place.block.notation_of(&place.stretch()).write(text)?;
    let has_same_label = |at: Span| {
        let link = place.labels.reference(place.piece, at);
        link.is_none_or(|link| span.end <= link.text.end)
    };
    let article = article::correction(place, &rewording.text);
    let edit = match article.filter(|(at, _)| at.end <= span.start && has_same_label(*at)) {
        None => Edit { span: with_space(span, &text, place.source), new_text: text.into_owned() },
        Some((at, article)) => {
            let between = &place.source[at.end as usize..span.start as usize];
            let span = with_space(Span { start: at.start, end: span.end }, &text, place.source);
            Edit { span, new_text: format!("{article}{between}{text}") }
        }
    };
    Some([edit].into_iter().chain(label).collect())
}

/// The edit that gives a reference its label, once its text is no label any more; none where it does not need one, and
/// `None` where it cannot have one.
fn label(reference: &Reference, text: &str, span: Span, place: &SuggestionPlace) -> Option<Option<Edit>> {
    if may_define(place.source, reference.text.start as usize) {
        return None;
    }
    match place.labels.defines(&reference.label) {
        // The definition may be added when the document is built.
        Defined::No if reference.form == ReferenceForm::Collapsed => return None,
        Defined::No => return Some(None),
        Defined::Maybe => return None,
        Defined::Yes => {}
    }
    let stays_empty = text.is_empty() && place.source[reference.text.range()].trim() == &place.source[span.range()];
    let new_text = match reference.form {
        _ if stays_empty => return None,
        ReferenceForm::Shortcut => format!("[{}]", reference.label),
        ReferenceForm::Collapsed => reference.label.clone(),
    };
    Some(Some(Edit { span: Span { start: reference.at, end: reference.at }, new_text }))
}

/// The stretch that goes, with the space behind it where nothing comes instead of words between two spaces.
fn with_space(span: Span, text: &str, source: &str) -> Span {
    let (before, behind) = (&source[..span.start as usize], &source[span.end as usize..]);
    let between = before.is_empty() || before.ends_with([' ', '\n']);
    let goes = text.is_empty() && between && behind.starts_with(' ');
    Span { start: span.start, end: span.end + u32::from(goes) }
}

/// Which form the first inflected word of the match has.
fn form(pattern: &Pattern, place: &SuggestionPlace) -> Option<Form> {
    let inflected = pattern.inflected();
    let tokens = &place.words.tokens()[place.found.tokens.clone()];
    tokens.iter().filter(|token| token.kind == TokenKind::Word).find_map(|token| {
        let (folded, exact) = (place.words.folded(token), place.words.exact(token));
        inflected.iter().find_map(|word| {
            let has = |form: &String| match word.case {
                Case::Any | Case::Exact => form == folded || form == exact,
                Case::Smart => form.to_lowercase() == folded,
            };
            let form = word.forms.iter().find(|form| has(form))?;
            Form::of(word.forms.first()?, form)
        })
    })
}

/// What an edit of a match would be.
enum Fix {
    /// There is none.
    Manual,
    /// It replaces this stretch of source.
    Exact { applicability: Applicability, span: Span },
}

impl Fix {
    /// `safe` only when the rule says so, there is no other suggestion, and the match is one piece of source. Where markup
    /// would stay behind by half, no edit is exact. A part of a dotted name may be code. A mention is a name that somebody has elsewhere, so it is never edited.
    fn new(rule: &Rule, place: &SuggestionPlace, suggestions: usize) -> Fix {
        let mentions = place.words.tokens()[place.found.tokens.clone()].iter().any(|token| token.mention);
        let asked = rule.fix.filter(|fix| *fix != Applicability::Manual && !mentions);
        let Some((asked, span)) = asked.and_then(|asked| Some((asked, markup::removable(place.source, place.spans)?)))
        else {
            return Fix::Manual;
        };
        let is_ordered = rule.patterns()[place.found.pattern].parts.len() == 1;
        let is_whole =
            place.spans.len() == 1 && !holds_opaque(place) && !holds_markup(place, span) && !touches_glued_stop(place);
        let is_safe = asked == Applicability::Safe && suggestions == 1 && is_whole && is_ordered;
        Fix::Exact { applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe }, span }
    }
}

/// Whether markup that reads as white space or as a sign stands between the words: a `<br>`, a hard break.
fn holds_markup(place: &SuggestionPlace, span: Span) -> bool {
    let source = &place.source[span.range()];
    source.contains(['<', '{']) || place.block.notation == Notation::Markdown && markup::holds_hard_break(source)
}

/// Whether code, an address or an image stands in a gap of the match and would go with it.
fn holds_opaque(place: &SuggestionPlace) -> bool {
    let tokens = &place.words.tokens()[place.found.tokens.clone()];
    place.found.gap_words > 0 && tokens.iter().any(|token| token.kind == TokenKind::Opaque)
}

/// Whether a full stop with a word right after it stands in the match or next to it. `torch.Tensor` is code, though it
/// reads like `the end.Try`.
fn touches_glued_stop(place: &SuggestionPlace) -> bool {
    let tokens = place.words.tokens();
    let Range { start, end } = place.found.tokens;
    let around = &tokens[start.saturating_sub(1)..tokens.len().min(end + 2)];
    around.windows(2).any(|pair| {
        pair[0].kind == TokenKind::Mark('.')
            && pair[1].joint == Joint::Glued
            && !matches!(pair[1].kind, TokenKind::Mark(_))
    })
}
