//! Recognises URLs, e-mail addresses and package names in running text.

use super::candidate::{OpaqueCandidate, name_len, trimmed};
use super::characters::is_word_char;

/// URL schemes without `//`.
const SCHEMES: &[&str] = &["mailto:", "arn:", "urn:", "data:"];

/// Names that package managers accept in place of a version.
const TAGS: &[&str] = &["latest", "next", "beta", "canary"];

/// Returns the length of an address that starts with a letter or digit.
pub(super) fn address(candidate: &OpaqueCandidate) -> Option<usize> {
    if is_url(candidate) {
        return Some(trimmed(candidate.chunk).len().max(1));
    }
    let text = trimmed(candidate.segment);
    (is_email(text) || is_version(text) || is_remote(text)).then_some(text.len())
}

/// Returns the length of `@scope/name` with any subpath, or of `@user@example.org`.
pub(super) fn package(segment: &str) -> Option<usize> {
    let name = segment.strip_prefix('@')?;
    let len = name_len(name, |c| matches!(c, '-' | '.'));
    let is_package = || name[len..].strip_prefix('/').is_some_and(|name| name.starts_with(is_word_char));
    let is_account = || name[len..].starts_with('@') && is_email(trimmed(name));
    (len > 0 && (is_package() || is_account())).then(|| trimmed(segment).len())
}

/// Returns the length of the name in a mention, without the `@`: `OpenAI` in `@OpenAI`.
pub(super) fn mention(text: &str) -> usize {
    let name = &text[..name_len(text, |c| matches!(c, '-' | '.'))];
    name.trim_end_matches(['-', '.']).len()
}

fn is_url(candidate: &OpaqueCandidate) -> bool {
    let chunk = candidate.chunk;
    let starts = |prefix: &str| chunk.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let scheme = chunk.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    match &chunk.as_bytes()[scheme..] {
        [b':', b'/', b'/', ..] => chunk.starts_with(|c: char| c.is_ascii_alphabetic()),
        [b':', ..] => SCHEMES.iter().any(|scheme| starts(scheme) && has_content(scheme, candidate)),
        _ => starts("www.") && chunk.len() > 4,
    }
}

/// Returns whether the text after the scheme makes this an address: `data: a list` is prose.
fn has_content(scheme: &str, candidate: &OpaqueCandidate) -> bool {
    let rest = &candidate.segment[scheme.len()..];
    match scheme {
        "mailto:" => rest.contains('@'),
        "arn:" => rest.bytes().filter(|byte| *byte == b':').count() > 3,
        "data:" => {
            let rest = &candidate.chunk[scheme.len()..];
            let kind = &rest[..rest.find([',', ':']).unwrap_or(0)];
            rest[kind.len()..].starts_with(',') && (rest.starts_with(',') || kind.contains(['/', ';']))
        }
        _ => rest.starts_with(is_word_char) && rest.contains(':'),
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    let is_domain = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    is_local && is_domain && domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty())
}

/// Returns whether the text is a remote path in the syntax of git and scp: `git@example.com:a/b`.
fn is_remote(text: &str) -> bool {
    let Some((user, location)) = text.split_once('@') else { return false };
    let Some((host, path)) = location.split_once(':') else { return false };
    let is_name = |name: &str| !name.is_empty() && name_len(name, |c| matches!(c, '-' | '.')) == name.len();
    let is_path = || user == "git" || path.contains('/') || path.ends_with(".git");
    is_name(user) && is_name(host) && path.starts_with(is_word_char) && is_path()
}

/// Returns whether the text is a package name with a version: `name@1.2`, `name@latest`.
fn is_version(text: &str) -> bool {
    let Some((name, version)) = text.split_once('@') else { return false };
    let is_name = name_len(name, |c| matches!(c, '-' | '.' | '/')) == name.len();
    is_name && is_tag(version)
}

/// Returns whether the text is a version or a tag: `1.2`, `v1`, `latest`.
pub(super) fn is_tag(text: &str) -> bool {
    let number = text.strip_prefix(['v', 'V', '^', '~']).unwrap_or(text);
    number.starts_with(|c: char| c.is_ascii_digit()) || TAGS.contains(&text)
}
