//! Decides which strings of a script are prose.
//!
//! Scripts are full of strings that no reader sees: keys, class names, URLs, log messages, SQL. A string is prose if it
//! has at least two words, does not look like code, and is not in a position where code stands. When in doubt, it is
//! prose: a false finding in a string is seen, and an unread text is not.

use super::super::attribute::attribute_name;
use super::super::tag;
use std::borrow::Cow;
use wordgate_text::prose::OPAQUE;

/// Names of properties and attributes whose values are code, normalised (lower case, without `-` and `_`) and sorted.
const CODE_KEYS: &[&str] = &[
    "accept", "action", "allow", "animate", "animation", "as", "asset", "auto", "autocapitalize", "autocomplete",
    "background", "border", "bordercolor", "boxshadow", "breakpoints", "class", "classes", "classlist", "classname",
    "code", "color", "command", "content-security-policy", "contentsecuritypolicy", "cron", "css", "cx", "d", "dir",
    "display", "easing", "event", "eventname", "family", "fill", "filter", "flex", "font", "fontfamily", "for", "form",
    "format", "gap", "grid", "gridarea", "gridtemplate", "gridtemplateareas", "gridtemplatecolumns",
    "gridtemplaterows", "height", "href", "htmlfor", "id", "initial", "inset", "is", "justify", "key", "lang",
    "language", "layout", "locale", "margin", "mask", "matcher", "media", "method", "mutation", "padding", "path",
    "pathname", "pattern", "permissionspolicy", "points", "poster", "prefix", "preserveaspectratio", "query", "ref",
    "regex", "rel", "role", "rootmargin", "rowclass", "sandbox", "selector", "shader", "sizes", "slug", "snippet",
    "sql", "src", "srcset", "stroke", "strokedasharray", "style", "styles", "stylesheet", "sx", "tailwind", "target",
    "testid", "transform", "transformorigin", "transition", "ui", "url", "variant", "variants", "viewbox", "viewport",
    "whilehover", "width", "xmlns",
];

/// Returns whether the value of this property or attribute is code.
pub(super) fn is_code_key(key: &str) -> bool {
    if key.starts_with("data-") || key.starts_with("xlink:") {
        return true;
    }
    let name = attribute_name(key);
    let is_class =
        ["class", "classname", "classnames", "classes", "style", "styles"].iter().any(|end| name.ends_with(end));
    is_class || CODE_KEYS.binary_search(&&*name).is_ok()
}

/// A call, as far as it matters for its arguments: `a.b.c(…)` has the root `a` and the name `c`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Callee<'t> {
    pub root: &'t str,
    pub name: &'t str,
}

/// Objects whose methods take no text that a reader sees.
const CODE_ROOTS: &[&str] = &[
    "assert", "console", "cy", "debug", "describe", "expect", "it", "jest", "localStorage", "log", "logger", "process",
    "sessionStorage", "test", "vi", "window.console",
];

/// Functions and methods whose arguments are code.
const CODE_FUNCTIONS: &[&str] = &[
    "$fetch", "$queryRaw", "addEventListener", "afterAll", "afterEach", "assert", "atob", "beforeAll", "beforeEach",
    "btoa", "captureException", "captureMessage", "charAt", "classNames", "classnames", "closest", "clsx", "cn",
    "createClient", "css", "cssVar", "cva", "cx", "debug", "deleteCookie", "describe", "dispatchEvent", "emit",
    "endsWith", "exec", "expect", "fetch", "fetcher", "font", "getAttribute", "getByLabelText", "getByPlaceholderText",
    "getByRole", "getByTestId", "getByText", "getCookie", "getElementById", "getItem", "getPropertyValue", "glob",
    "groq", "hasAttribute", "includes", "indexOf", "insertBefore", "invariant", "it", "lastIndexOf", "localFont",
    "log", "match", "matchAll", "matchMedia", "matches", "mergeClasses", "postMessage", "queryByText", "querySelector",
    "querySelectorAll", "removeAttribute", "removeEventListener", "removeItem", "replace", "replaceAll", "require",
    "revalidatePath", "revalidateTag", "search", "setAttribute", "setItem", "setProperty", "split", "startsWith",
    "styled", "test", "toBe", "toContain", "toEqual", "toHaveText", "toHaveTextContent", "toMatch", "toStrictEqual",
    "toThrow", "track", "trackEvent", "tv", "twJoin", "twMerge", "warn", "warnOnce",
];

/// Returns whether the arguments of a call are code.
pub(super) fn takes_code(callee: Callee) -> bool {
    let name = callee.name;
    CODE_ROOTS.contains(&callee.root)
        || CODE_FUNCTIONS.contains(&name)
        || name.ends_with("Error")
        || name.ends_with("Exception")
        || matches!(name, "RegExp" | "URL" | "Set" | "WeakMap") && callee.root == name && name != "Set"
}

/// Functions whose template literal is text, as in `` t`text` ``. Those of all other functions are code.
const TEXT_TAGS: &[&str] =
    &["_", "dedent", "defineMessage", "i18n", "markdown", "md", "msg", "outdent", "stripIndent", "t"];

/// Returns whether the template literal of a tag function is text.
pub(super) fn is_text_tag(callee: Callee) -> bool {
    TEXT_TAGS.contains(&callee.name)
}

/// Signs that prose does not have.
const CODE_SIGNS: &[&str] = &[
    "=>", "s ease", "();", "==", "&&", "||", "var(--", "=\"", "='", "={", "${", ";\n", "function(", "::", "!important",
    "@media", "@apply", "@import", "sans-serif", "monospace", "system-ui", "rgba(", "rgb(", "hsl(", "calc(", "minmax(",
    "url(", "(prefers-", "(min-width", "(max-width", "translate(", "cubic-bezier", "charset=", "'self'", "=(",
];

/// The first words of queries.
const QUERIES: &[&str] =
    &["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "CREATE TABLE", "ALTER TABLE", "query", "mutation"];

/// Directives to the compiler.
const DIRECTIVES: &[&str] =
    &["use asm", "use cache", "use client", "use memo", "use no memo", "use server", "use strict", "use workflow"];

/// Returns whether the decoded content of a string is prose. Each substitution is [`OPAQUE`](wordgate_text::prose::OPAQUE).
pub(super) fn is_prose(text: &str) -> bool {
    let without_tags = without_tags(text);
    let text = without_tags.trim();
    if text.chars().any(is_unspaced) {
        return true;
    }
    let tokens: Vec<&str> = text.split_whitespace().take(MAX_TOKENS).collect();
    if tokens.len() < 2 || DIRECTIVES.contains(&text) || CODE_SIGNS.iter().any(|sign| text.contains(sign)) {
        return false;
    }
    if QUERIES.iter().any(|query| text.strip_prefix(query).is_some_and(|rest| rest.starts_with([' ', '\n', '{'])))
        && !text.ends_with('.')
    {
        return text.starts_with("UPDATE") && !text.contains(" SET ");
    }
    let words = tokens.iter().filter(|token| is_word(token)).count();
    // What a substitution shows is unknown.
    let unknown = tokens.iter().filter(|token| token.contains(OPAQUE)).count();
    let numbers = tokens.iter().filter(|token| token.bytes().all(|byte| byte.is_ascii_digit())).count();
    // If all but one of the words are unknown or numbers, a capital shows that it is a text.
    let is_labelled = words == 1
        && unknown + numbers > 0
        && text.starts_with(char::is_uppercase)
        && text.chars().nth(1).is_some_and(char::is_alphabetic);
    let first = tokens.first().copied().unwrap_or_default();
    (words >= 2 || is_labelled && !METHODS.contains(&first))
        && words * 2 >= tokens.len() - unknown
        && !is_class_list(&tokens)
        && !is_selector(&tokens)
        && !is_date_format(text)
}

/// The first words of requests and of the values of headers.
const METHODS: &[&str] = &["Basic", "Bearer", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT", "Token"];

/// Returns a text that may contain HTML, without its tags.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return text.into();
    }
    let (mut bare, mut at) = (String::new(), 0);
    while let Some(open) = text[at..].find('<').map(|open| at + open) {
        bare.push_str(&text[at..open]);
        let len = tag::len(&text[open..]);
        bare.push_str(if len.is_some() { " " } else { "<" });
        at = open + len.unwrap_or(1);
    }
    bare.push_str(&text[at..]);
    bare.into()
}

/// The maximum number of white-space separated tokens of a string that decide whether it is prose.
const MAX_TOKENS: usize = 200;

/// Returns whether the letter belongs to a script that separates no words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Returns whether a token is a word of prose, perhaps with punctuation around it.
fn is_word(token: &str) -> bool {
    let is_edge = |c: char| c.is_ascii_punctuation() || "“”‘’«»–—…¿¡".contains(c);
    let word = token.trim_matches(is_edge);
    // A path, an option or the like.
    if word.is_empty() || token.len() > 1 && token.starts_with(['/', '.', '#', '@', '$']) {
        return false;
    }
    let is_part = |c: char| c.is_alphanumeric() || "-'’/&.".contains(c);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // Words such as `24H` and the initial of a name.
    let is_counted = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_ascii_uppercase());
    let is_initial = word.len() == 1 && token.ends_with('.') && word.starts_with(|c: char| c.is_ascii_uppercase());
    if letters == 1 && (is_counted || is_initial) {
        return true;
    }
    let single = matches!(word, "a" | "A" | "I" | "à" | "y" | "o" | "e");
    word.chars().all(is_part) && letters * 2 > word.chars().count() && (letters >= 2 || single)
}

/// The first parts of utility classes such as `text-sm`, sorted.
const UTILITY_PREFIXES: &[&str] = &[
    "accent", "align", "animate", "aspect", "backdrop", "basis", "bg", "blur", "border", "bottom", "break",
    "brightness", "caret", "col", "cols", "columns", "container", "content", "cursor", "decoration", "delay", "divide",
    "drop", "duration", "ease", "end", "fa", "fill", "flex", "float", "font", "from", "gap", "grid", "grow", "h",
    "hover", "icon", "inset", "items", "justify", "leading", "left", "line", "list", "m", "max", "mb", "min", "ml",
    "mr", "ms", "mt", "mx", "my", "object", "opacity", "order", "origin", "outline", "overflow", "overscroll", "p",
    "pb", "pe", "pl", "place", "placeholder", "pointer", "pr", "prose", "ps", "pt", "px", "py", "resize", "right",
    "ring", "rotate", "rounded", "row", "scale", "scroll", "select", "self", "shadow", "shrink", "size", "skew",
    "snap", "space", "start", "stroke", "table", "text", "to", "top", "touch", "tracking", "transform", "transition",
    "translate", "underline", "via", "w", "whitespace", "will", "z",
];

/// Utility classes of one word, and values of attributes that are lists of keywords, sorted.
const UTILITY_WORDS: &[&str] = &[
    "absolute", "antialiased", "block", "border", "bottom", "btn", "button", "capitalize", "card", "center", "col",
    "collapse", "container", "dark", "disabled", "external", "fixed", "flex", "grid", "group", "hidden", "icon",
    "inline", "invisible", "isolate", "italic", "lowercase", "muted", "nofollow", "noopener", "noreferrer", "outline",
    "peer", "primary", "prose", "relative", "resize", "rounded", "row", "secondary", "shadow", "small", "solid",
    "static", "sticky", "table", "top", "transform", "transition", "truncate", "underline", "uppercase", "visible",
];

/// Returns whether the tokens are names of CSS classes or values of CSS.
fn is_class_list(tokens: &[&str]) -> bool {
    let has_prose_sign =
        |token: &&str| token.starts_with(|c: char| c.is_uppercase()) || token.ends_with(['.', ',', '?', '…', '’']);
    if tokens.iter().any(has_prose_sign) {
        return false;
    }
    let classes = tokens.iter().filter(|token| is_class(token)).count();
    classes * 2 >= tokens.len() || tokens.iter().any(|token| is_certain_class(token))
}

fn is_class(token: &str) -> bool {
    let name = token.trim_start_matches(['!', '-']);
    let prefix = name.split('-').next().unwrap_or_default();
    is_certain_class(token)
        || prefix.len() < name.len() && UTILITY_PREFIXES.binary_search(&prefix).is_ok()
        || UTILITY_WORDS.binary_search(&name).is_ok()
        || name.contains("__")
        || is_dimension(token)
}

/// Returns whether a token is a class rather than a word of prose, such as `md:flex`, `w-[4px]`, `mt-4` or `top-1/2`.
fn is_certain_class(token: &str) -> bool {
    let has_variant = token.split_once(':').is_some_and(|(before, after)| {
        before.starts_with(|c: char| c.is_ascii_lowercase())
            && after.starts_with(|c: char| c.is_ascii_lowercase() || c == '-')
    });
    let has_value = token.contains("-[") && token.ends_with(']');
    let number = token.rsplit('-').next().unwrap_or_default();
    let has_number = token.len() > number.len()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && token
            .trim_start_matches('-')
            .split('-')
            .next()
            .is_some_and(|prefix| UTILITY_PREFIXES.binary_search(&prefix).is_ok());
    has_variant || has_value || has_number
}

/// Returns whether a token is a length, an angle or a fraction of CSS.
fn is_dimension(token: &str) -> bool {
    const UNITS: &[&str] = &["px", "rem", "em", "vh", "vw", "fr", "deg", "ms"];
    let number = token.trim_end_matches([',', ';', ')']);
    let unit = UNITS.iter().find_map(|unit| number.strip_suffix(unit));
    unit.is_some_and(|number| number.trim_start_matches(['-', '(']).parse::<f64>().is_ok())
}

/// Returns whether the tokens are a selector such as `.card > a`.
fn is_selector(tokens: &[&str]) -> bool {
    let is_name = |token: &str| {
        token.strip_prefix(['.', '#']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    tokens.first().is_some_and(|first| is_name(first)) && !tokens.iter().any(|token| token.ends_with('.'))
}

/// Returns whether the text is a format of dates, such as `MMM d, yyyy`.
fn is_date_format(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphabetic() || "yYMdDhHmsaELoiAZz".contains(c))
        && ["yy", "YY", "MM", "dd", "DD"].iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(CODE_KEYS.is_sorted() && UTILITY_PREFIXES.is_sorted() && UTILITY_WORDS.is_sorted());
    }

    #[test]
    fn prose_has_two_words_and_no_code() {
        let prose = [
            "Get direct access",
            "direct access",
            "Save 20% today",
            "Hello \u{FFFC}, welcome",
            "open-source tools",
            "Sign in to continue",
            "Terms & Conditions",
            "It’s free.",
            "a flexible grid.",
            "direct access to models",
            "Pricing / Plans",
            "Are you sure?",
            "直接アクセス",
            "Update your plan",
            "© Acme Inc. All rights reserved.",
        ];
        for text in prose {
            assert!(is_prose(text), "{text}");
        }
        let code = [
            "", "one", "flex items-center", "text-sm font-medium", "mt-4 hover:underline", "1px solid red", "0 0 10px",
            "GET /api/x", "SELECT * FROM a", "MMM d, yyyy", ".card > a", "M0 0 L10 10", "a => b + c d",
            "Inter, sans-serif", "all 200ms ease", "noopener noreferrer", "(max-width: 600px) 100vw",
            "user_id post_id", "text/html; charset=utf-8",
        ];
        for text in code {
            assert!(!is_prose(text), "{text}");
        }
    }

    #[test]
    fn keys_and_calls_of_code_are_known() {
        assert!(
            ["className", "data-x", "buttonClass", "viewBox", "aria_class", "style"].iter().all(|key| is_code_key(key))
        );
        assert!(!["title", "description", "name", "label", "content"].iter().any(|key| is_code_key(key)));
        let takes = |root, name| takes_code(Callee { root, name });
        assert!(takes("console", "log") && takes("TypeError", "TypeError") && takes("cn", "cn") && takes("it", "each"));
        assert!(!takes("toast", "error") && !takes("t", "t"));
    }
}
