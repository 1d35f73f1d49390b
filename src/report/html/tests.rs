//! Tests that parse the page with an HTML parser.

use super::super::{BaselineInfo, Limitation};
use super::super::{Grant, LocatedFinding, LocatedSkip, Report, WaiverInfo, WaiverState, sample, tests};
use base64::Engine;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wordgate_core::finding::Reason;
use wordgate_text::escape::needs_escape;

/// A text that must stay inside the element or attribute that it is written to.
const HOSTILE: &str = "\"'><script>alert(1)</script></style></title>]]>--><img src=x onerror=alert(1)>\
                       &lt;b&gt;\u{202E}\u{200B}\u{0}\u{1b}[31m{{ x }}{% x %}::error::";
/// [`HOSTILE`] as a reader sees it.
const SEEN: &str = "\"'><script>alert(1)</script></style></title>]]>--><img src=x onerror=alert(1)>\
                    &lt;b&gt;\\u{202e}\\u{200b}\\u{0}\\u{1b}[31m{{ x }}{% x %}::error::";

fn all<'h>(page: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(page: &Html, selector: &str) -> String {
    all(page, selector).iter().flat_map(|element| element.text()).collect()
}

/// Returns the sample with every text replaced by [`HOSTILE`] and no list empty.
fn hostile() -> Report {
    let mut report = sample::report();
    let arc: Arc<str> = HOSTILE.into();
    let grant = Grant {
        reason: HOSTILE.into(),
        approver: HOSTILE.into(),
        ticket: Some(HOSTILE.into()),
        granted: None,
        expires: None,
        path: HOSTILE.into(),
        line: 1,
    };
    let grant = Arc::new(grant);
    let waiver = WaiverInfo { rule: arc.clone(), path: HOSTILE.into(), grant, state: WaiverState::Stale, findings: 0 };
    report.waivers = vec![waiver];
    report.errors[0] = super::super::InputError { path: HOSTILE.into(), message: HOSTILE.into() };
    report.warnings[0].message = HOSTILE.into();
    report.rules_digest = Some(HOSTILE.into());
    let evidence = report.evidence.as_mut().expect("the sample has evidence");
    (evidence.project, evidence.config_files) = (HOSTILE.into(), vec![HOSTILE.into()]);
    evidence.files[0].path = arc.clone();
    evidence.limits = vec![Limitation { what: "Excluded files", items: vec![HOSTILE.into()] }];
    for (at, record) in evidence.rules.iter_mut().enumerate() {
        let info = &mut record.info;
        (info.id, info.title) = (format!("{HOSTILE}{at}").into(), HOSTILE.into());
        (info.owner, info.ticket) = (HOSTILE.into(), HOSTILE.into());
        info.rationale = HOSTILE.into();
        for source in &mut info.sources {
            source.name = HOSTILE.into();
            source.section = Some(HOSTILE.into());
            source.url = Some(["javascript:alert(1)", "https://e.org/\"><script>\u{202E}", HOSTILE][at].into());
        }
    }
    for finding in &mut report.findings {
        (finding.rule, finding.path, finding.message) = (format!("{HOSTILE}0").into(), arc.clone(), HOSTILE.into());
        (finding.text, finding.fingerprint) = (HOSTILE.into(), HOSTILE.into());
        (finding.quote.before, finding.quote.after) = (HOSTILE.into(), HOSTILE.into());
        finding.suggestions.iter_mut().for_each(|suggestion| suggestion.text = HOSTILE.into());
        for line in &mut finding.excerpt.as_mut().expect("the sample has excerpts").lines {
            (line.text, line.marks) = (HOSTILE.into(), std::iter::once(4..10).collect());
        }
    }
    let model = report.skipped.swap_remove(0);
    for reason in [Reason::Directive(HOSTILE.into()), Reason::Waived(0), Reason::Baseline] {
        let mut skip = LocatedSkip { path: arc.clone(), ..model.clone() };
        (skip.skipped.rule, skip.skipped.text, skip.skipped.reason) = (arc.clone(), HOSTILE.into(), reason);
        let known = skip.skipped.excepted.as_mut().expect("the sample's match is known");
        (known.quote.before, known.fingerprint) = (HOSTILE.into(), HOSTILE.into());
        report.skipped.push(skip);
    }
    report.baselines =
        vec![BaselineInfo { name: HOSTILE.into(), old: 1, gone: vec![1], moved: Vec::new(), lines: vec![3, 4] }];
    report.count();
    report
}

#[test]
fn hostile_text_is_shown_but_has_no_effect() {
    let written = tests::written(&hostile(), "html");
    assert_eq!(written.chars().find(|c| *c != '\n' && needs_escape(*c)), None);
    assert!(!written.contains("::error"));
    let page = Html::parse_document(&written);
    assert_eq!(page.errors, [""; 0], "the page is well-formed");
    let known: BTreeSet<&str> = "html head meta title style body a header footer main nav section article p span strong \
                                 code bdi mark blockquote h1 h2 h3 h4 ul ol li dl dt dd div table caption thead tbody tr \
                                 th td svg rect details summary time"
        .split_whitespace()
        .collect();
    for element in all(&page, "*") {
        let value = element.value();
        assert!(known.contains(value.name()), "<{}>", value.name());
        for (name, value) in value.attrs() {
            assert!(!name.starts_with("on") && name != "style" && name != "src", "{name}={value}");
            if name == "href" {
                assert!(value.starts_with('#') || value.starts_with("https://"), "{name}={value}");
                assert!(value.is_ascii() && !value.contains(['<', '"']), "{name}={value}");
            }
        }
    }
    assert_eq!(text(&page, "h1"), SEEN);
    assert_eq!(text(&page, "title"), format!("{SEEN}: terminology evidence"));
    for place in [
        ".problem .path", ".problem span", ".finding .message", ".finding mark", ".finding blockquote", ".path",
        ".instead", ".reason", ".sources", ".id", ".waiver .message", ".waiver dd", ".waiver .passed mark",
        ".passed .message", ".passed .place", ".rule h4", ".limits dd", ".files td", ".chart th", ".facts code",
        ".fingerprint code",
    ] {
        let found = all(&page, place).iter().any(|element| element.text().collect::<String>().contains(SEEN));
        assert!(found, "{place}");
    }
    // Marks split source lines into several elements, so the whole text is compared.
    assert!(text(&page, ".source code").starts_with(SEEN));
}

#[test]
fn the_content_security_policy_allows_only_the_style() {
    let page = Html::parse_document(&tests::written(&sample::report(), "html"));
    let style = text(&page, "style");
    assert!(style.starts_with(":root {") && style.ends_with("}\n"));
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = all(&page, "meta[http-equiv=Content-Security-Policy]")[0].attr("content").expect("a policy");
    let expected = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert_eq!(policy, expected);
}

#[test]
fn headings_are_nested_and_links_have_targets() {
    let page = Html::parse_document(&tests::written(&sample::report(), "html"));
    let mut level = 0;
    for heading in all(&page, "h1, h2, h3, h4") {
        let own: usize = heading.value().name()[1..].parse().expect("a level");
        assert!(own <= level + 1, "{:?}", heading.text().collect::<String>());
        level = own;
    }
    let mut ids = HashMap::new();
    for element in all(&page, "[id]") {
        *ids.entry(element.attr("id").expect("an id")).or_insert(0) += 1;
    }
    assert!(ids.values().all(|count| *count == 1), "{ids:?}");
    for link in all(&page, "a[href^='#']") {
        assert!(ids.contains_key(&link.attr("href").expect("an address")[1..]), "{link:?}");
    }
    for labelled in all(&page, "[aria-labelledby]") {
        assert!(ids.contains_key(labelled.attr("aria-labelledby").expect("a label")), "{labelled:?}");
    }
    assert_eq!(all(&page, "html[lang=en]").len(), 1);
}

/// Returns the sample with `count` findings instead of its own.
fn many(count: usize) -> Report {
    let mut report = sample::report();
    let model = report.findings[0].clone();
    report.findings =
        (0..count).map(|at| LocatedFinding { path: format!("{}/a.md", at % 700).into(), ..model.clone() }).collect();
    report.count();
    report
}

#[test]
fn the_page_size_is_linear_in_the_number_of_findings() {
    let [none, one, two] = [0, 1_000, 2_000].map(|count| tests::written(&many(count), "html").len());
    let (first, second) = (one - none, two - one);
    assert!(second < first + first / 20, "{first}, then {second} bytes");
    assert!(first < 1_000 * 3_000, "{first} bytes for 1,000 findings");
}

#[test]
fn long_texts_are_cut() {
    let mut report = sample::report();
    let long = "x".repeat(1 << 20);
    for finding in &mut report.findings {
        (finding.message, finding.text) = (long.clone(), long.clone());
        finding.suggestions.iter_mut().for_each(|suggestion| suggestion.text.clone_from(&long));
    }
    assert!(tests::written(&report, "html").len() < 100_000);
}

#[test]
fn only_the_style_sheet_is_not_escaped() {
    let templates =
        ["page", "summary", "findings", "quote", "sources", "exceptions", "passed", "rules", "rule", "files"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/html");
    let text: String = templates
        .map(|name| std::fs::read_to_string(folder.join(name).with_extension("html")).expect("a template"))
        .concat();
    assert_eq!(text.matches("|safe").count() + text.matches("| safe").count(), 1);
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    assert_eq!(files.filter(|path| path.extension().is_some_and(|name| name == "html")).count(), templates.len());
}

/// Returns the relative luminance of a colour such as `#1b2330`, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("two digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn all_text_colours_have_enough_contrast() {
    let style = include_str!("style.css");
    let (light, rest) = style.split_once("@media screen and (prefers-color-scheme: dark)").expect("two schemes");
    let dark = rest.split_once("\n}").expect("an end").0;
    for scheme in [light, dark] {
        let colour = |name: &str| {
            let value = scheme.split_once(&format!("--{name}: ")).expect("a colour").1;
            luminance(&value[..7])
        };
        let pairs = ["ink", "soft", "link", "error", "warning", "info", "clean"]
            .into_iter()
            .flat_map(|ink| [(ink, "paper"), (ink, "panel")])
            .chain([("mark-ink", "mark")]);
        for (ink, paper) in pairs {
            let (one, other) = (colour(ink), colour(paper));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.2}");
        }
    }
}
