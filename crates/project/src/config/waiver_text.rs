//! Writes a waiver as text, and appends it to a configuration without changing any other byte of it.

use jiff::civil::Date;
use wordgate_core::finding::Quote;
use wordgate_rules::globs;
use wordgate_rules::toml_file::quoted;
use wordgate_text::escape::visible_prefix;

/// The matched text is cut after this many characters in the comment of the waiver.
const MAX_TEXT: usize = 120;

/// The content of a new waiver, which names its finding by fingerprint.
#[derive(Clone, Copy, Debug)]
pub struct NewWaiver<'a> {
    /// The full id of the rule.
    pub rule: &'a str,
    /// The path of the document relative to the configuration.
    pub path: &'a str,
    /// The matched text, for a comment.
    pub text: &'a str,
    /// The sentence around it, for reviewers.
    pub quote: &'a Quote,
    /// The fingerprint of the finding.
    pub fingerprint: &'a str,
    /// Why it was granted.
    pub reason: &'a str,
    /// Who granted it.
    pub approver: &'a str,
    /// Where that is recorded.
    pub ticket: Option<&'a str>,
    /// The day on which it was granted.
    pub granted: Date,
    /// The last day on which it is in effect.
    pub expires: Option<Date>,
}

impl NewWaiver<'_> {
    /// Returns the waiver as a TOML table.
    pub fn to_toml(&self) -> String {
        let mut text = format!("[[waiver]]\n# “{}”\n", visible_prefix(self.text, MAX_TEXT));
        let keys = [
            ("rule", Some(self.rule)),
            ("path", Some(&globs::glob_for_file(self.path))),
            ("text", Some(self.fingerprint)),
            ("sentence", Some(&self.sentence())),
            ("reason", Some(self.reason)),
            ("approver", Some(self.approver)),
            ("ticket", self.ticket),
        ];
        for (key, value) in keys {
            text.extend(value.map(|value| format!("{key} = {}\n", quoted(value))));
        }
        text.push_str(&format!("granted = {}\n", self.granted));
        text.extend(self.expires.map(|day| format!("expires = {day}\n")));
        text
    }

    /// Returns the sentence as a reader sees it. Of a long one, it has the part around the match.
    fn sentence(&self) -> String {
        let Quote { before, after, cut_before, cut_after } = self.quote;
        let [start, end] = [*cut_before, *cut_after].map(|is_cut| if is_cut { "…" } else { "" });
        let text = format!("{start}{before}{}{after}{end}", self.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Returns what to write at the end of a configuration to append a waiver, using the line ends of the file.
pub fn waiver_addition(config: &str, waiver: &str) -> String {
    let end = if config.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = match config {
        _ if config.trim_matches(['\u{FEFF}', '\r', '\n', ' ', '\t']).is_empty() => "",
        _ if config.ends_with('\n') => end,
        _ => &end.repeat(2),
    };
    format!("{gap}{}", waiver.replace('\n', end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_is_appended_and_nothing_else_changes() {
        let waiver = "[[waiver]]\nrule = \"a\"\n";
        let cases = [
            ("", "[[waiver]]\nrule = \"a\"\n"),
            ("\u{FEFF}", "[[waiver]]\nrule = \"a\"\n"),
            ("# a\n", "\n[[waiver]]\nrule = \"a\"\n"),
            ("x = 1 # a", "\n\n[[waiver]]\nrule = \"a\"\n"),
            ("x = 1\r\n", "\r\n[[waiver]]\r\nrule = \"a\"\r\n"),
            ("x = 1\r\ny = 2", "\r\n\r\n[[waiver]]\r\nrule = \"a\"\r\n"),
        ];
        for (old, expected) in cases {
            assert_eq!(waiver_addition(old, waiver), expected, "{old:?}");
        }
    }
}
