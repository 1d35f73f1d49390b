//! The keys of front matter whose values a reader sees.

/// Their names in lower case, without `-`, `_` and the like, sorted.
pub(in crate::extract) const KEYS: &[&str] = &[
    "abstract",
    "alt",
    "alttext",
    "announcement",
    "answer",
    "banner",
    "blurb",
    "body",
    "buttonlabel",
    "buttontext",
    "calltoaction",
    "caption",
    "content",
    "cta",
    "ctalabel",
    "ctatext",
    "deck",
    "dek",
    "desc",
    "description",
    "details",
    "disclaimer",
    "excerpt",
    "eyebrow",
    "footnote",
    "heading",
    "headline",
    "helptext",
    "hint",
    "imagealt",
    "imagecaption",
    "intro",
    "introduction",
    "kicker",
    "label",
    "lead",
    "lede",
    "linktext",
    "linktitle",
    "longdescription",
    "menutitle",
    "message",
    "metadescription",
    "metatitle",
    "navlabel",
    "navtext",
    "navtitle",
    "note",
    "notice",
    "ogdescription",
    "ogtitle",
    "overview",
    "pagedescription",
    "pagetitle",
    "paginationlabel",
    "placeholder",
    "pullquote",
    "question",
    "quote",
    "seodescription",
    "seotitle",
    "shortdescription",
    "shorttitle",
    "sidebarlabel",
    "sidebartitle",
    "slogan",
    "socialdescription",
    "socialtitle",
    "standfirst",
    "strapline",
    "subheading",
    "subheadline",
    "subtitle",
    "summary",
    "synopsis",
    "tagline",
    "teaser",
    "testimonial",
    "text",
    "title",
    "titletag",
    "titletemplate",
    "toctitle",
    "tooltip",
    "twitterdescription",
    "twittertitle",
];

/// The name that decides on a key: its last part, spelled as in the table. `og:title` and the like are one name.
pub(in crate::extract) fn name(key: &str) -> String {
    let last = if key.contains(':') { key } else { key.rsplit('.').next().unwrap_or(key) };
    last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_sorted_and_spelled_as_they_are_looked_up() {
        assert!(KEYS.is_sorted());
        assert!(KEYS.iter().all(|key| name(key) == *key));
    }
}
