//! Finds the bodies of template tags that are not prose, such as code and comments.
//!
//! A body may span several paragraphs, as in `{% highlight js %} ... {% endhighlight %}`, and the Markdown parser would
//! find blocks in it.

use super::tag::{TemplateTag, tag};
use crate::extract::missing::Missing;
use std::ops::Range;
use wordgate_text::prose::Scope;

/// The tags whose body, up to the end tag, needs special treatment, sorted by name. If the scope is `None`, the body is
/// prose in which template tags are text.
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
    /// Byte range of the content, relative to the start of the tag.
    pub content: Range<usize>,
    /// Byte offset of the end of the end tag, relative to the start of the tag.
    pub end: usize,
    /// The scope of the body. `None` means prose in which template tags are text.
    pub scope: Option<Scope>,
}

/// Returns the body of the tag at the start of `source`, if it needs special treatment and the tag has an end tag.
pub(in crate::extract) fn body(source: &str, missing: &mut Missing) -> Option<Body> {
    if let Some(comment) = kramdown_comment(source, missing) {
        return Some(comment);
    }
    let opening = tag(source).filter(TemplateTag::is_call)?;
    let found = BODIES.binary_search_by_key(&opening.name(), |(name, _)| name).ok()?;
    let (name, scope) = BODIES[found];
    let content = &source[opening.len()..];
    let end_tag = missing.find((name, opening.open()), || {
        let mut tags = content.match_indices(opening.open()).map(|(at, _)| opening.len() + at);
        tags.find_map(|at| {
            let closing = tag(near(&source[at..])).filter(|closing| closing.ends(name))?;
            Some(at..at + closing.len())
        })
    })?;
    Some(Body { content: opening.len()..end_tag.start, end: end_tag.end, scope })
}

/// Returns a prefix of `source` that is long enough for an end tag, so that a search for its end stays short.
fn near(source: &str) -> &str {
    const MAX_END_TAG_LEN: usize = 200;
    let ends = (0..=source.len().min(MAX_END_TAG_LEN)).rev();
    &source[..ends.into_iter().find(|end| source.is_char_boundary(*end)).unwrap_or(0)]
}

impl TemplateTag<'_> {
    /// Returns whether this is the end tag of `name`: `{% endname %}` or `{{< /name >}}`.
    fn ends(&self, name: &str) -> bool {
        let tag_name = self.name();
        tag_name.strip_prefix("end").or(tag_name.strip_prefix('/')) == Some(name)
    }
}

/// Returns the body of a kramdown comment, `{::comment}`.
fn kramdown_comment(source: &str, missing: &mut Missing) -> Option<Body> {
    const OPEN: &str = "{::comment}";
    const CLOSE: [&str; 2] = ["{:/comment}", "{:/}"];
    let inside = source.strip_prefix(OPEN)?;
    let ends =
        CLOSE.into_iter().filter_map(|close| Some((missing.find((close, OPEN), || inside.find(close))?, close.len())));
    let (len, close) = ends.min()?;
    let content = OPEN.len()..OPEN.len() + len;
    Some(Body { end: content.end + close, content, scope: Some(Scope::Comment) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_the_tags() {
        let hidden = BODIES.iter().filter(|(_, scope)| scope.is_some()).map(|(name, _)| *name);
        assert_eq!(crate::extract::reading_page::listed("template tags"), hidden.collect::<Vec<_>>());
    }

    #[test]
    fn the_table_of_bodies_is_sorted() {
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
