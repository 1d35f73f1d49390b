//! Template tags: what a site generator replaces before anybody sees the page.
//!
//! A tag stands in a word's place, and its arguments may be text. The body of some is code or a comment, over as many
//! paragraphs as it likes: then a parser of Markdown would read code as prose.

use crate::prose::Scope;
use crate::source::Span;
use std::ops::Range;

/// How tags open and close; one that begins as another does stands before it.
const DELIMITERS: [(&str, &str); 6] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>")];

/// Tags of which the body, up to their end tag, is no prose, sorted.
const HIDING: &[(&str, Scope)] = &[
    ("code", Scope::Code),
    ("code-block", Scope::Code),
    ("codeblock", Scope::Code),
    ("comment", Scope::Comment),
    ("highlight", Scope::Code),
    ("javascript", Scope::Code),
    ("katex", Scope::Math),
    ("math", Scope::Math),
    ("mathjax", Scope::Math),
    ("mermaid", Scope::Code),
    ("plantuml", Scope::Code),
    ("prism", Scope::Code),
    ("schema", Scope::Code),
    ("stylesheet", Scope::Code),
];

/// A template tag.
pub(super) struct TemplateTag<'t> {
    /// What stands between the delimiters, white space marks left out.
    pub inside: &'t str,
    /// Bytes of all of it.
    pub len: usize,
    open: &'static str,
    source: &'t str,
}

/// How much of a text (bytes) is searched for the delimiter that closes an end tag.
const LONGEST_END_TAG: usize = 200;

/// Closing delimiters and end tags that do not come again, so that each is searched for in vain only once.
#[derive(Default)]
pub(super) struct Missing(Vec<(&'static str, &'static str)>);

impl Missing {
    /// What `find` finds of `wanted`, unless that is known to be missing.
    pub fn look(
        &mut self,
        wanted: (&'static str, &'static str),
        find: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        if self.0.contains(&wanted) {
            return None;
        }
        let found = find();
        if found.is_none() {
            self.0.push(wanted);
        }
        found
    }
}

/// The tag that `source` starts with.
pub(super) fn tag<'t>(source: &'t str, missing: &mut Missing) -> Option<TemplateTag<'t>> {
    let (open, close) = *DELIMITERS.iter().find(|(open, _)| source.starts_with(open))?;
    let inside = &source[open.len()..];
    // `{#id}` is an attribute list.
    if open == "{#" && !inside.starts_with([' ', '-', '\n']) {
        return None;
    }
    let len = missing.look((close, ""), || inside.find(close))?;
    let marks = |c: char| c.is_whitespace() || matches!(c, '-' | '~');
    let source = &source[..open.len() + len + close.len()];
    Some(TemplateTag { inside: inside[..len].trim_matches(marks), len: source.len(), open, source })
}

impl TemplateTag<'_> {
    /// What a tag that shows nothing hides: a comment.
    pub fn is_comment(&self) -> bool {
        self.open == "{#" || self.inside.starts_with("/*") || self.inside.starts_with("!--")
    }

    /// Whether its arguments may be texts that the page shows.
    pub fn has_texts(&self) -> bool {
        matches!(self.open, "{{<" | "{{%" | "{%")
    }

    fn name(&self) -> &str {
        let len = self.inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.')));
        &self.inside[..len.unwrap_or(self.inside.len())]
    }

    /// Whether it is the end tag of `name`.
    fn ends(&self, name: &str) -> bool {
        match self.inside.strip_prefix('/') {
            Some(rest) => TemplateTag { inside: rest.trim_start(), ..*self }.name() == name,
            None => self.open == "{%" && self.name().strip_prefix("end") == Some(name),
        }
    }
}

/// Tags that steer the generator: their strings are compared or set, and not shown. Sorted.
const CONTROL: &[&str] = &[
    "assign", "block", "capture", "case", "elif", "else", "elsif", "extends", "for", "from", "if", "import", "load",
    "macro", "ref", "relref", "set", "static", "unless", "url", "when", "with",
];

/// Arguments that no reader sees as text. Sorted.
const CODE_ARGUMENTS: &[&str] = &[
    "class", "color", "data", "file", "format", "height", "href", "icon", "id", "key", "lang", "language", "link",
    "name", "options", "path", "ref", "rel", "src", "style", "target", "type", "url", "width",
];

/// An argument in quotes.
pub(super) struct Argument<'t> {
    /// What stands before its `=`.
    pub name: Option<&'t str>,
    /// Bytes of the file between the quotes.
    pub value: Span,
    /// Whether it reads as a text that the page shows.
    pub is_text: bool,
}

impl<'t> TemplateTag<'t> {
    /// The arguments in quotes of a tag that starts at byte `start` of the file.
    pub fn arguments(&self, start: usize) -> impl Iterator<Item = Argument<'t>> {
        let source = self.source;
        let has_texts = self.has_texts() && CONTROL.binary_search(&self.name()).is_err();
        let mut at = 0;
        std::iter::from_fn(move || {
            let open = at + source[at..].find(['"', '\'', '`'])?;
            let quote = source[open..].chars().next()?;
            let value = &source[open + 1..];
            let value = &value[..value.find(quote)?];
            let name = source[at..open].trim_end().strip_suffix(['=', ':']).map(str::trim_end);
            let name = name.map(|name| &name[name.rfind(|c: char| !is_name(c)).map_or(0, |end| end + 1)..]);
            at = open + value.len() + 2;
            let is_code = name.is_some_and(|name| CODE_ARGUMENTS.binary_search(&name.to_lowercase().as_str()).is_ok());
            let is_text = has_texts && !is_code && reads_as_text(value);
            let name = name.filter(|name| !name.is_empty());
            Some(Argument { name, value: Span::new(start + open + 1, start + open + 1 + value.len()), is_text })
        })
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a string is at least two words and does not look like code.
fn reads_as_text(value: &str) -> bool {
    let words = value.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words > 1 && !value.contains(['{', '}', '<', '>', '=', '\\', '|', '$']) && !value.starts_with(['/', '.', '#'])
}

/// What the tag at the start of a text hides, up to its end tag.
pub(super) struct HiddenBody {
    /// The body, in bytes from the start of the text.
    pub body: Range<usize>,
    /// Where the end tag ends.
    pub end: usize,
    /// What the body is.
    pub scope: Scope,
}

/// What `source` hides when it starts with a tag whose body is no prose. One that never ends hides nothing.
pub(super) fn hidden_body(source: &str, missing: &mut Missing) -> Option<HiddenBody> {
    if let Some(hidden) = kramdown_comment(source, missing) {
        return Some(hidden);
    }
    if !source.starts_with("{%") && !source.starts_with("{{") {
        return None;
    }
    let opening = tag(source, missing).filter(TemplateTag::has_texts)?;
    let found = HIDING.binary_search_by_key(&opening.name(), |(name, _)| name).ok()?;
    let (name, scope) = HIDING[found];
    let mut end = 0;
    let start = missing.look((name, opening.open), || {
        let bracket = &opening.open[..2];
        source[opening.len..].match_indices(bracket).map(|(at, _)| opening.len + at).find(|at| {
            let near = *at..=source.len().min(at + LONGEST_END_TAG);
            let near = near.rev().find(|near| source.is_char_boundary(*near)).unwrap_or(*at);
            let rest = &source[*at..near];
            let closing = tag(rest, &mut Missing::default()).filter(|closing| closing.ends(name));
            end = at + closing.as_ref().map_or(0, |closing| closing.len);
            closing.is_some()
        })
    })?;
    Some(HiddenBody { body: opening.len..start, end, scope })
}

/// `{::comment}` of kramdown.
fn kramdown_comment(source: &str, missing: &mut Missing) -> Option<HiddenBody> {
    const OPEN: &str = "{::comment}";
    const CLOSE: [&str; 2] = ["{:/comment}", "{:/}"];
    let inside = source.strip_prefix(OPEN)?;
    let ends =
        CLOSE.into_iter().filter_map(|close| Some((missing.look((close, OPEN), || inside.find(close))?, close.len())));
    let (len, close) = ends.min()?;
    Some(HiddenBody { body: OPEN.len()..OPEN.len() + len, end: OPEN.len() + len + close, scope: Scope::Comment })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(HIDING.is_sorted_by_key(|(name, _)| *name));
        assert!(CONTROL.is_sorted() && CODE_ARGUMENTS.is_sorted());
    }

    #[test]
    fn bodies_end_with_their_end_tag() {
        let cases = [
            ("{% highlight js %}\na\n\n{% x %}\n{% endhighlight %}b", Some("\na\n\n{% x %}\n")),
            ("{%- comment -%} a {%- endcomment -%}", Some(" a ")),
            ("{{< highlight go \"x\" >}}a{{< /highlight >}}", Some("a")),
            ("{{% highlight go %}}a{{% /highlight %}}", Some("a")),
            ("{{</* highlight */>}}a{{</* /highlight */>}}", None),
            ("{{< tabs >}}a{{< /tabs >}}", None),
            ("{% comment %}never closed {% endhighlight %}", None),
            ("{::comment}\na\n{:/comment}", Some("\na\n")),
            ("{::comment}a{:/}", Some("a")),
            ("{# a #}", None),
            ("{{ comment }}a{{ endcomment }}", None),
        ];
        for (source, expected) in cases {
            let found = hidden_body(source, &mut Missing::default()).map(|hidden| &source[hidden.body]);
            assert_eq!(found, expected, "{source}");
        }
    }
}
