//! Reads the arguments of template tags that the page shows as text: `{{< button text="Start it now" >}}`.

use super::attribute::AttributeTag;
use super::collector::Collector;
use super::containers::Containers;
use super::entity::ReferenceSyntax;
use super::leaf_context::LeafContext;
use super::parts::Part;
use super::spelling::Spelling;
use super::tag::Attribute;
use super::template::{TemplateTag, tag};
use super::writer::Writer;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Tags whose strings the site generator compares or assigns instead of showing them. Sorted.
const CONTROL: &[&str] = &[
    "assign", "block", "capture", "case", "elif", "else", "elsif", "extends", "for", "from", "if", "import", "load",
    "macro", "ref", "relref", "set", "static", "unless", "url", "when", "with",
];

/// Arguments that are not text for readers. Sorted.
const CODE_ARGUMENTS: &[&str] = &[
    "class", "color", "data", "file", "format", "height", "href", "icon", "id", "key", "lang", "language", "link",
    "name", "options", "path", "ref", "rel", "src", "style", "target", "type", "url", "width",
];

/// A quoted argument.
struct Argument<'t> {
    /// The name before `=`.
    name: Option<&'t str>,
    /// The span in the file between the quotes.
    value: Span,
    /// Whether the page probably shows it as text.
    is_text: bool,
}

impl<'t> TemplateTag<'t> {
    /// Returns the quoted arguments of a tag that starts at byte `start` of the file.
    fn arguments(&self, start: usize) -> impl Iterator<Item = Argument<'t>> {
        let source = self.source;
        let has_texts = self.is_call() && CONTROL.binary_search(&self.name()).is_err();
        let mut at = 0;
        std::iter::from_fn(move || {
            let open = at + source[at..].find(['"', '\'', '`'])?;
            let quote = source[open..].chars().next()?;
            let value = &source[open + 1..];
            let value = &value[..value.find(quote)?];
            let name = source[at..open].trim_end().strip_suffix(['=', ':']).map(str::trim_end);
            let name = name.map(|name| &name[name.trim_end_matches(is_name).len()..]);
            at = open + value.len() + 2;
            let is_code = name.is_some_and(|name| CODE_ARGUMENTS.binary_search(&name.to_lowercase().as_str()).is_ok());
            let is_text = has_texts && !is_code && looks_like_text(value);
            let name = name.filter(|name| !name.is_empty());
            Some(Argument { name, value: Span::new(start + open + 1, start + open + 1 + value.len()), is_text })
        })
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Returns whether a string has at least two words and does not look like code.
fn looks_like_text(value: &str) -> bool {
    let words = value.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words > 1 && !value.contains(['{', '}', '<', '>', '=', '\\', '|', '$']) && !value.starts_with(['/', '.', '#'])
}

/// Adds the arguments of the template tag at `span` that a reader sees: those with a readable name, such as `title`,
/// and those that look like text.
pub(super) fn read_arguments(span: Span, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let Some(tag) = tag(&out.text[span.range()]) else { return };
    let spelling = Spelling::References(ReferenceSyntax::HtmlAttribute);
    let mut writer = Writer::new(out, parts, Spelling::Plain, Containers::inline(context));
    for Argument { name, value, is_text } in tag.arguments(span.start as usize) {
        match name {
            Some(name) if writer.out.reading.readable(name, AttributeTag::Component).is_some() => {
                writer.attribute(Attribute { name, value, spelling });
            }
            _ if is_text => writer.value(value, Scope::Attribute, spelling),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_names_are_sorted() {
        assert!(CONTROL.is_sorted() && CODE_ARGUMENTS.is_sorted());
    }
}
