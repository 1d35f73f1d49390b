//! The hover text for findings: title, message, suggestions, rationale and sources.

use super::capabilities::Client;
use super::checked::Checked;
use lsp_types::{Hover, MarkupContent, MarkupKind, Position};
use wordgate_core::finding::{Applicability, Finding};
use wordgate_project::uri::web_uri;
use wordgate_rules::{Rule, Source};
use wordgate_text::escape::{self, visible_prefix};

/// A paragraph is cut after this many characters, because rules and documents may contain very long texts.
const MAX_TEXT: usize = 4000;

/// The markup of the hover text.
#[derive(Clone, Copy)]
struct HoverStyle {
    markdown: bool,
}

/// Returns the hover text for all findings at a position; `None` if there are none.
pub(super) fn hover(checked: &Checked, position: Position, client: &Client) -> Option<Hover> {
    let basis = checked.basis.as_ref()?;
    let markdown = client.markdown_hover;
    let style = HoverStyle { markdown };
    let here = lsp_types::Range { start: position, end: position };
    let session = &basis.loaded.session;
    let mut parts = Vec::new();
    let mut range = None;
    for finding in checked.touching(here, client.encoding) {
        let (finding, diagnostic) = &checked.findings[finding];
        let rule = session.rules.index_of(&finding.rule)?;
        parts.push(style.finding(finding, &session.rules.rules[rule]));
        range = range.or(Some(diagnostic.range));
    }
    let value = parts.join(if markdown { "\n\n---\n\n" } else { "\n\n" });
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    range.map(|range| Hover { contents: MarkupContent { kind, value }.into(), range: Some(range) })
}

impl HoverStyle {
    fn finding(self, finding: &Finding, rule: &Rule) -> String {
        let title = if rule.title.is_empty() { &*rule.id } else { &rule.title };
        let (title, id) = (self.text(title), self.text(&rule.id));
        let head = if self.markdown { format!("**{title}** ({id})") } else { format!("{title} ({id})") };
        let mut parts = vec![head, self.text(&finding.message)];
        let rewordings: Vec<String> = finding
            .suggestions
            .iter()
            .map(|suggestion| match suggestion.applicability {
                Applicability::Safe => format!("“{}” (safe)", self.text(&suggestion.text)),
                _ => format!("“{}”", self.text(&suggestion.text)),
            })
            .collect();
        if !rewordings.is_empty() {
            parts.push(format!("Write: {}", rewordings.join(" or ")));
        }
        parts.extend(rule.rationale.split("\n\n").map(|paragraph| self.text(paragraph)));
        if !rule.sources.is_empty() {
            parts.push(rule.sources.iter().map(|source| self.source(source)).collect::<Vec<_>>().join("\n"));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    fn source(self, source: &Source) -> String {
        let section = source.section.as_ref().map_or_else(String::new, |section| format!(", {section}"));
        let name = self.text(&format!("{}{section}", source.name));
        let date = source.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
        let shown = match source.url.as_deref().and_then(web_uri) {
            Some(url) if self.markdown => format!("[{name}](<{url}>)"),
            Some(url) => format!("{name} <{url}>"),
            None => name,
        };
        format!("- {shown} ({}{date})", source.confidence.id())
    }

    /// Formats a text of a rule or document as one paragraph, whose markup is shown literally.
    fn text(self, text: &str) -> String {
        let text = visible_prefix(&text.split_whitespace().collect::<Vec<_>>().join(" "), MAX_TEXT);
        if self.markdown { escape::markdown(&text) } else { text }
    }
}
