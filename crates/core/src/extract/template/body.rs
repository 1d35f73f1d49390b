//! Template tags with a body that is not prose: code, a comment.
//!
//! The body runs over as many paragraphs as it likes, and a parser of Markdown would find blocks in it.

use super::tag::{TemplateTag, tag};
use crate::extract::missing::Missing;
use std::ops::Range;
use wordgate_text::prose::Scope;

/// Tags whose body, up to their end tag, is not read as the rest of the page is, sorted. `None`: the body is prose, but
/// without template tags.
const BODIES: &[(&str, Option<Scope>)] = &[
    ("code", Some(Scope::Code)),
    ("code-block", Some(Scope::Code)),
    ("codeblock", Some(Scope::Code)),
    ("comment", Some(Scope::Comment)),
    ("highlight", Some(Scope::Code)),
    ("javascript", Some(Scope::Code)),
    ("katex", Some(Scope::Math)),
    ("math", Some(Scope::Math)),
    ("mathjax", Some(Scope::Math)),
    ("mermaid", Some(Scope::Code)),
    ("plantuml", Some(Scope::Code)),
    ("prism", Some(Scope::Code)),
    ("raw", None),
    ("schema", Some(Scope::Code)),
    ("stylesheet", Some(Scope::Code)),
    ("verbatim", None),
];

/// The body of a tag.
pub(in crate::extract) struct Body {
    /// Bytes from the start of the tag.
    pub content: Range<usize>,
    /// Where the end tag ends.
    pub end: usize,
    /// What the body is; `None`: prose without template tags.
    pub scope: Option<Scope>,
}

/// The body of the tag that `source` starts with, unless it is read as the rest of the page is. One without an end tag
/// is.
pub(in crate::extract) fn body(source: &str, missing: &mut Missing) -> Option<Body> {
    if let Some(comment) = kramdown_comment(source, missing) {
        return Some(comment);
    }
    let opening = tag(source).filter(TemplateTag::is_call)?;
    let found = BODIES.binary_search_by_key(&opening.name(), |(name, _)| name).ok()?;
    let (name, scope) = BODIES[found];
    let content = &source[opening.len()..];
    let end_tag = missing.look((name, opening.open()), || {
        let mut tags = content.match_indices(opening.open()).map(|(at, _)| opening.len() + at);
        tags.find_map(|at| {
            let closing = tag(near(&source[at..])).filter(|closing| closing.ends(name))?;
            Some(at..at + closing.len())
        })
    })?;
    Some(Body { content: opening.len()..end_tag.start, end: end_tag.end, scope })
}

/// The start of `source`, long enough for an end tag.
fn near(source: &str) -> &str {
    const LONGEST_END_TAG: usize = 200;
    let ends = (0..=source.len().min(LONGEST_END_TAG)).rev();
    &source[..ends.into_iter().find(|end| source.is_char_boundary(*end)).unwrap_or(0)]
}

impl TemplateTag<'_> {
    /// Whether it is the end tag of `name`: `{% endname %}`, `{{< /name >}}`.
    fn ends(&self, name: &str) -> bool {
        let own = self.name();
        own.strip_prefix("end").or(own.strip_prefix('/')) == Some(name)
    }
}

/// `{::comment}` of kramdown.
fn kramdown_comment(source: &str, missing: &mut Missing) -> Option<Body> {
    const OPEN: &str = "{::comment}";
    const CLOSE: [&str; 2] = ["{:/comment}", "{:/}"];
    let inside = source.strip_prefix(OPEN)?;
    let ends =
        CLOSE.into_iter().filter_map(|close| Some((missing.look((close, OPEN), || inside.find(close))?, close.len())));
    let (len, close) = ends.min()?;
    let content = OPEN.len()..OPEN.len() + len;
    Some(Body { end: content.end + close, content, scope: Some(Scope::Comment) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_what_is_read_has_the_tags() {
        let hidden = BODIES.iter().filter(|(_, scope)| scope.is_some()).map(|(name, _)| *name);
        assert_eq!(crate::extract::reading_page::listed("template tags"), hidden.collect::<Vec<_>>());
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(BODIES.is_sorted_by_key(|(name, _)| *name));
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
            let found = body(source, &mut Missing::default()).map(|body| &source[body.content]);
            assert_eq!(found, expected, "{source}");
        }
    }
}
