//! Tests that a fix can write any text into a component: what is read afterwards is the suggestion, and all other text
//! is read as before.

use super::*;
use crate::checker::Checker;
use crate::extract::Piece;
use wordgate_text::prose::{OPAQUE, ScopeSet};

/// What a suggestion contains between its words.
const SIGNS: &[&str] = &[
    "\"", "'", "it's", "\"a\"", "{", "}", "{a}", "{{", "}}", "{{ a }}", "{%", "<", ">", "<b", "</p>", "</script>",
    "<!--", "-->", "&", "&amp;", "&lt", "`", "$", "${", "${a}", "\\", "\\\\", "\\n", "\\\"", "\\'", "\\`", "\\u0061",
    "/*", "*/", "//", "|", "%", "a_b", "*a*", "---", "#", "@", "=",
];

/// Signs with which a string would look like code, so that it would not be read any more.
const CODE: &[&str] = &["${", "${a}"];

/// Documents with a slot `§`, which is not in a string that must look like prose.
const TEXTS: &[(Format, &str)] = &[
    (Format::Tsx, "a = <p>some § {b}</p>; c = 'more text'"),
    (Format::Tsx, "a = <p>§</p>;"),
    (Format::Tsx, "a = <Card>§ <b>c</b></Card>;"),
    (Format::Tsx, "a = <p>{'§'}</p>;"),
    (Format::Tsx, "a = <p>{\"§\"} b</p>;"),
    (Format::Tsx, "a = <p>{`§`} b</p>;"),
    (Format::Tsx, "a = <p>{b ? '§' : \"c\"}</p>;"),
    (Format::Tsx, "a = <p title=\"§\">b</p>;"),
    (Format::Tsx, "a = <p title='§'>b</p>;"),
    (Format::Tsx, "a = <p title={'§'}>b</p>;"),
    (Format::Tsx, "a = <p title={b ? \"§\" : 'c'}>b</p>;"),
    (Format::Tsx, "a = <p title={`§ ${b}`}>b</p>;"),
    (Format::Tsx, "a = <p title={`${b}§${c}`}>b</p>;"),
    (Format::Tsx, "a = <Card label=\"§\" />;"),
    (Format::Vue, "<template><p>some § {{ a }}</p></template>"),
    (Format::Vue, "<template><p>{{ a ? '§' : b }}</p></template>"),
    (Format::Vue, "<template><p>{{ \"§\" }}</p></template>"),
    (Format::Vue, "<template><p>{{ `§ ${a}` }}</p></template>"),
    (Format::Vue, "<template><p title=\"§\">a</p></template>"),
    (Format::Vue, "<template><p title='§'>a</p></template>"),
    (Format::Vue, "<template><p :title=\"'§'\">a</p></template>"),
    (Format::Vue, "<template><p :title='\"§\"'>a</p></template>"),
    (Format::Vue, "<template><p :title=\"`§ ${a}`\">a</p></template>"),
    (Format::Vue, "<template><p :title='a || `${b}§`'>a</p></template>"),
    (Format::Vue, "<template><p v-text=\"'§'\" /></template>"),
    (Format::Svelte, "<p>some § {a}</p>"),
    (Format::Svelte, "{#if a}§{:else}<p>b</p>{/if}"),
    (Format::Svelte, "<p>{a ? '§' : b}</p>"),
    (Format::Svelte, "<p>{\"§\"} a</p>"),
    (Format::Svelte, "<p title=\"§\">a</p>"),
    (Format::Svelte, "<p title='§ {a}'>a</p>"),
    (Format::Svelte, "<p title=\"{a} §\">a</p>"),
    (Format::Svelte, "<p title={\"§\"}>a</p>"),
    (Format::Svelte, "<p title={`§ ${a}`}>a</p>"),
    (Format::Svelte, "<p title=\"{a ? '§' : b}\">a</p>"),
    (Format::Svelte, "<p title='b {a || \"§\"}'>a</p>"),
    (Format::Svelte, "<p title=\"{`§ ${a}`}\">a</p>"),
    (Format::Svelte, "<svelte:head><title>§ {a}</title><meta name=\"description\" content=\"§\"></svelte:head>"),
    (Format::Svelte, "{@html '§'}"),
    (Format::Astro, "---\nb = 'more text'\n---\n<p>some § {a}</p>"),
    (Format::Astro, "<p>{a && '§'}</p>"),
    (Format::Astro, "<ul>{a.map((b) => <li title=\"§\">§ {b}</li>)}</ul>"),
    (Format::Astro, "<p title='§'>a</p>"),
    (Format::Astro, "<p title={`§ ${a}`}>a</p>"),
    (Format::Astro, "<Card title=`§ ${a}` />"),
    (Format::Astro, "<p set:html={'§'} />"),
    (Format::Astro, "<title>§ | {a}</title><meta name='description' content='§'>"),
];

/// Documents with a slot in a string that is read because it looks like prose.
const STRINGS: &[(Format, &str)] = &[
    (Format::Tsx, "a = 'some §';"),
    (Format::Tsx, "a = { b: \"some §\", c: 'more text' };"),
    (Format::Tsx, "a = `some § ${b}`;"),
    (Format::Tsx, "a = `${b} some §${c} b`;"),
    (Format::Tsx, "a = 'some ' + b + \" §\" + ' now';"),
    (Format::Tsx, "a = <Card b=\"some §\" />;"),
    (Format::Tsx, "a = <Card b={['some §']} />;"),
    (Format::Script, "a = ['some §', \"some §\", `some §`];"),
    (Format::Vue, "<script>\na = 'some §'; b = \"some §\"; c = `some § ${d}`\n</script>"),
    (Format::Vue, "<template><p @click=\"a('some §')\">b</p></template>"),
    (Format::Vue, "<template><Card :a='[\"some §\"]' b=\"some §\">c</Card></template>"),
    (Format::Svelte, "<script>\na = 'some §'; b = \"some §\"; c = `some § ${d}`\n</script>"),
    (Format::Svelte, "{@const a = 'some §'}{#each ['some §'] as b}{b}{/each}"),
    (Format::Svelte, "<p on:click=\"{() => a('some §')}\">b</p>"),
    (Format::Astro, "---\na = 'some §'; b = \"some §\"; c = `some § ${d}`\n---\n<p>b</p>"),
    (Format::Astro, "<script>a = 'some §'</script>"),
];

/// In a string, a placeholder is one opaque word.
fn shown(text: String) -> String {
    text.replace("{{ a }}", &OPAQUE.to_string())
}

fn read(text: &str, format: Format) -> Vec<(String, ScopeSet)> {
    let scopes = ScopeSet::checked_by_default();
    let blocks = Extractor::new().extract(text, format, &Piece::whole(text, format), scopes).blocks;
    blocks.into_iter().map(|block| (shown(block.text), block.scopes)).collect()
}

fn checker(suggestion: &str) -> Checker {
    let suggestion = suggestion.replace('{', "{{").replace('}', "}}").replace('\\', "\\\\").replace('"', "\\\"");
    let rules = format!(
        "[pack]\nid = 'p'\n[[rule]]\nid = 'r'\npatterns = ['green tea']\nsuggest = [\"{}\"]\nfix = 'safe'",
        suggestion.replace('\n', "\\n")
    );
    Checker::builder().packs([""; 0]).rule_file("r.toml", &*rules).build().unwrap()
}

fn fix(checker: &Checker, text: &str, format: Format) -> String {
    let fixer = Fixer { checker, path: "a", format, least_safe: Applicability::Unsafe, linked: None };
    let file = SourceFile::decode(text.as_bytes().to_vec()).unwrap();
    fixer.fix(&mut Extractor::new(), file, text.as_bytes()).file.text().to_owned()
}

/// Fixes the documents with every sign, except for those in `unread`, and collects what goes wrong.
fn check(documents: &[(Format, &str)], unread: &[&str]) {
    let mut failed = Vec::new();
    for sign in SIGNS.iter().filter(|sign| !unread.contains(sign)) {
        for suggestion in [format!("hot {sign} drink"), format!("{sign} hot drink"), format!("hot drink {sign}")] {
            let checker = checker(&suggestion);
            for (format, document) in documents {
                let before = document.replace('§', "green tea");
                let after = fix(&checker, &before, *format);
                let expected: Vec<_> = read(&before, *format)
                    .into_iter()
                    .map(|(text, scopes)| (shown(text.replace("green tea", &suggestion)), scopes))
                    .collect();
                let slots: Vec<&str> = document.split('§').collect();
                let is_kept = after.starts_with(slots[0]) && after.ends_with(slots[slots.len() - 1]);
                let found = read(&after, *format);
                if found != expected || !is_kept {
                    let found: Vec<_> = found.into_iter().map(|(text, _)| text).collect();
                    failed.push(format!("{suggestion:?} in {format:?}\n    after {after}\n    read  {found:?}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} failed\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_suggestion_can_be_written_into_components() {
    check(TEXTS, &[]);
}

#[test]
fn every_suggestion_can_be_written_into_strings_that_stay_prose() {
    check(STRINGS, CODE);
}

#[test]
fn a_suggestion_of_two_lines_is_not_written() {
    let checker = checker("hot\ndrink");
    for (format, document) in TEXTS.iter().chain(STRINGS) {
        let before = document.replace('§', "green tea");
        assert_eq!(fix(&checker, &before, *format), before);
    }
}
