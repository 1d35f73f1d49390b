//! Creates the suggestions for a match, and the edits that apply them.
//!
//! For the template `{~allowlist}` and the match "Whitelisted" in "A Whitelisted host", the suggestion copies the
//! inflection and the casing: "Allowlisted". Its edit also corrects the article: "An". An edit is safe only if it
//! cannot damage markup, links or names.

use super::casing::{Casing, casing};
use super::references::{Defined, may_define};
use super::target::SuggestionTarget;
use super::{article, markup};
use crate::extract::{Reference, ReferenceForm};
use crate::finding::{Applicability, Edit, Suggestion};
use std::ops::Range;
use wordgate_rules::{Case, Form, Pattern, Rule, RuleKind};
use wordgate_text::prose::{Joint, Notation, Scope, TokenKind};
use wordgate_text::source::Span;

/// Returns the suggestions of `rule`. `capture_text` returns the text of a capture. A template is omitted if it uses a
/// capture that the match does not have, or if one of its words has no form like that of the match.
pub(super) fn suggestions<'v>(
    rule: &Rule,
    target: &SuggestionTarget,
    capture_text: impl Fn(&str) -> Option<&'v str>,
) -> Vec<Suggestion> {
    if let (RuleKind::Prefer(preferred), true) = (&rule.kind, rule.suggest.is_empty()) {
        let rewording = Rewording { text: preferred.clone(), casing: Casing::Plain, needs_facts: false };
        return vec![suggestion(rewording, &Fix::new(rule, target, 1), target)];
    }
    let pattern = &rule.patterns()[target.found.pattern];
    let inflect = |word: &str| form(pattern, target)?.apply(word);
    let mut rewordings = Vec::with_capacity(rule.suggest.len());
    for template in &rule.suggest {
        let Some(text) = template.render(&capture_text, inflect) else { continue };
        let casing = match casing(target, &template.names()) {
            Casing::Initial if template.starts_with_capture() => Casing::Plain,
            casing => casing,
        };
        rewordings.push(Rewording { text, casing, needs_facts: template.needs_facts() });
    }
    let fix = Fix::new(rule, target, rewordings.len());
    rewordings.into_iter().map(|rewording| suggestion(rewording, &fix, target)).collect()
}

/// A template with its captures filled in.
struct Rewording {
    text: String,
    casing: Casing,
    /// Whether it has a placeholder for a fact that only the writer knows.
    needs_facts: bool,
}

fn suggestion(rewording: Rewording, fix: &Fix, target: &SuggestionTarget) -> Suggestion {
    let text = rewording.casing.apply(&rewording.text);
    match fix {
        Fix::Exact { applicability, span } if !rewording.needs_facts => match edits(&rewording, &text, *span, target) {
            Some(edits) => Suggestion { text, applicability: *applicability, edits },
            None => manual(text),
        },
        _ => manual(text),
    }
}

fn manual(text: String) -> Suggestion {
    Suggestion { text, applicability: Applicability::Manual, edits: Vec::new() }
}

/// Returns the edits that replace the match by `text`, escaped for the format, or `None` if that is impossible. The
/// edits also change the article before the match if necessary, and add a label if the match is in a link whose text is
/// its label.
fn edits(rewording: &Rewording, text: &str, span: Span, target: &SuggestionTarget) -> Option<Vec<Edit>> {
    let label = match target.labels.reference(target.piece, span) {
        Some(reference) => label(reference, text, span, target)?,
        None if target.labels.may_be_label(span) => return None,
        None => None,
    };
    let text = target.block.notation_of(&target.byte_range()).write(text)?;
    let has_same_label = |at: Span| {
        let link = target.labels.reference(target.piece, at);
        link.is_none_or(|link| span.end <= link.text.end)
    };
    let article = article::correction(target, &rewording.text);
    let edit = match article.filter(|(at, _)| at.end <= span.start && has_same_label(*at)) {
        None => Edit { span: with_space(span, &text, target.source), new_text: text.into_owned() },
        Some((at, article)) => {
            let between = &target.source[at.end as usize..span.start as usize];
            let span = with_space(Span { start: at.start, end: span.end }, &text, target.source);
            Edit { span, new_text: format!("{article}{between}{text}") }
        }
    };
    Some([edit].into_iter().chain(label).collect())
}

/// Returns the edit that adds the old label to a link whose text was its label: `[whitelist]` becomes
/// `[allowlist][whitelist]`. Returns `Some(None)` if the link needs no label, and `None` if no correct edit exists.
fn label(reference: &Reference, text: &str, span: Span, target: &SuggestionTarget) -> Option<Option<Edit>> {
    if may_define(target.source, reference.text.start as usize) {
        return None;
    }
    match target.labels.defines(&reference.label) {
        // `[text][]` is certainly meant as a link, so a build step may add the definition.
        Defined::No if reference.form == ReferenceForm::Collapsed => return None,
        Defined::No => return Some(None),
        Defined::Maybe => return None,
        Defined::Yes => {}
    }
    let stays_empty = text.is_empty() && target.source[reference.text.range()].trim() == &target.source[span.range()];
    let new_text = match reference.form {
        _ if stays_empty => return None,
        ReferenceForm::Shortcut => format!("[{}]", reference.label),
        ReferenceForm::Collapsed => reference.label.clone(),
    };
    Some(Some(Edit { span: Span { start: reference.at, end: reference.at }, new_text }))
}

/// Returns the span to replace. If `text` is empty and the span is between white space, includes the space after the
/// span, so that no double space remains.
fn with_space(span: Span, text: &str, source: &str) -> Span {
    let (before, after) = (&source[..span.start as usize], &source[span.end as usize..]);
    let between = before.is_empty() || before.ends_with([' ', '\n']);
    let takes_space = text.is_empty() && between && after.starts_with(' ');
    Span { start: span.start, end: span.end + u32::from(takes_space) }
}

/// Returns the form (such as plural or past tense) of the first word in the match that the pattern inflects.
fn form(pattern: &Pattern, target: &SuggestionTarget) -> Option<Form> {
    let inflected = pattern.inflected();
    let tokens = &target.words.tokens()[target.found.tokens.clone()];
    tokens.iter().filter(|token| token.kind == TokenKind::Word).find_map(|token| {
        let (folded, exact) = (target.words.folded(token), target.words.exact(token));
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

/// Whether a match can be edited, and how safely.
enum Fix {
    /// Only the writer can edit it.
    Manual,
    /// An edit can replace this span of source.
    Exact { applicability: Applicability, span: Span },
}

impl Fix {
    /// Decides whether a match can be edited, and how safely. Only the writer can edit it if the rule has no exact
    /// `fix`, if it is a mention (`@name`), which refers to an account elsewhere, or if half of a pair of markup would
    /// remain. An edit is safe only if the rule says so, there is one suggestion, the pattern has one part, and the
    /// match is one source span without markup, code or addresses that the edit would delete. An edit next to a dot
    /// inside a name is unsafe, because the name may be code. So is an edit of a string of a script.
    fn new(rule: &Rule, target: &SuggestionTarget, suggestions: usize) -> Fix {
        let mentions = target.words.tokens()[target.found.tokens.clone()].iter().any(|token| token.mention);
        let requested = rule.fix.filter(|fix| *fix != Applicability::Manual && !mentions);
        let Some((requested, span)) =
            requested.and_then(|requested| Some((requested, markup::removable_span(target.source, target.spans)?)))
        else {
            return Fix::Manual;
        };
        let is_ordered = rule.patterns()[target.found.pattern].parts.len() == 1;
        let is_whole = target.spans.len() == 1
            && !contains_opaque(target)
            && !contains_markup(target, span)
            && !touches_glued_stop(target);
        // A program may depend on the words of a string.
        let is_string = target.block.scope == Scope::String;
        let is_safe = !is_string && requested == Applicability::Safe && suggestions == 1 && is_whole && is_ordered;
        Fix::Exact { applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe }, span }
    }
}

/// Returns whether there is markup between the words that produces output, such as `<br>`, a template tag or a hard
/// break.
fn contains_markup(target: &SuggestionTarget, span: Span) -> bool {
    let source = &target.source[span.range()];
    source.contains(['<', '{']) || target.block.notation == Notation::Markdown && markup::contains_hard_break(source)
}

/// Returns whether a gap in the match contains code, an address or an image, which the edit would delete.
fn contains_opaque(target: &SuggestionTarget) -> bool {
    let tokens = &target.words.tokens()[target.found.tokens.clone()];
    target.found.gap_words > 0 && tokens.iter().any(|token| token.kind == TokenKind::Opaque)
}

/// Returns whether a full stop in or next to the match has a word right after it, without a space. We cannot tell
/// whether such text is code (`torch.Tensor`) or prose (`the end.Try`).
fn touches_glued_stop(target: &SuggestionTarget) -> bool {
    let tokens = target.words.tokens();
    let Range { start, end } = target.found.tokens;
    let around = &tokens[start.saturating_sub(1)..tokens.len().min(end + 2)];
    around.windows(2).any(|pair| {
        pair[0].kind == TokenKind::Mark('.')
            && pair[1].joint == Joint::Glued
            && !matches!(pair[1].kind, TokenKind::Mark(_))
    })
}
