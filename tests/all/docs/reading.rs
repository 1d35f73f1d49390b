//! The tables of what each format reads are right: each row's example is a document in which `text` is read or not.

use super::pages;
use wordgate_core::Checker;
use wordgate_core::extract::Format;
use wordgate_text::prose::Scope;

/// Returns the scopes in which `text` is read in a document, one for each place.
fn scopes(document: &str, format: Format) -> Vec<Scope> {
    let rules = "[pack]\nid = 't'\n[[rule]]\nid = 'r'\npatterns = ['restricted']\n";
    let checker = Checker::builder().packs([""; 0]).rule_file("t.toml", rules).build().expect("sound rules");
    checker.check(document, format).unwrap().findings.iter().map(|finding| finding.scope).collect()
}

/// Returns the rows of the first table after a heading, as cells.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let page = pages::read(&pages::root().join("docs/reading.md"));
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).expect("the page has this section");
    let rows = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let hidden = |row: &str| row.replace("\\|", "\u{1}");
    let cells =
        |row: &str| hidden(row).trim_matches('|').split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
    rows.skip(2).map(cells).collect()
}

/// Returns the code spans of a cell. A span with two backticks may contain single ones.
fn spans(cell: &str) -> Vec<String> {
    let mut spans = Vec::new();
    let mut rest = cell;
    while let Some(open) = rest.find('`') {
        let ticks = rest[open..].bytes().take_while(|byte| *byte == b'`').count();
        let (fence, inside) = (&rest[open..open + ticks], &rest[open + ticks..]);
        let closes = |at: &usize| !inside[at + ticks..].starts_with('`') && !inside[..*at].ends_with('`');
        let end = inside.match_indices(fence).map(|(at, _)| at).find(closes).expect("a code span ends");
        let span = &inside[..end];
        let padded = span.strip_prefix(' ').and_then(|span| span.strip_suffix(' ')).filter(|_| ticks > 1);
        spans.push(padded.unwrap_or(span).to_owned());
        rest = &inside[end + ticks..];
    }
    spans
}

/// Checks the rows whose examples contain `text`.
fn check_table(heading: &str, format: Format) {
    let mut count = 0;
    for row in rows(heading) {
        let [what, example, read, named] = &*row else { panic!("{row:?} has other columns") };
        for example in spans(example).iter().filter(|example| example.contains("text")) {
            count += 1;
            // A definition is read only if something refers to it.
            let start = if example.contains("]: ") { "A[^1] [a].\n\n" } else { "" };
            let document = format!("{start}{}\n", example.replace("text", "restricted").replace('⏎', "\n"));
            let found = scopes(&document, format);
            assert_eq!(!found.is_empty(), !read.starts_with("no"), "{what}: `{example}` as {format:?}: {found:?}");
            let names = spans(named);
            let is_named = |scope: &Scope| names.is_empty() || names.iter().any(|name| name == scope.id());
            assert!(
                found.iter().all(|scope| is_named(scope) || named.contains("that of the text")),
                "{what}: {found:?}"
            );
        }
    }
    assert!(count > 5, "only {count} examples of {heading}");
}

#[test]
fn the_tables_of_formats_are_right() {
    check_table("Markdown", Format::Markdown);
    check_table("MDX", Format::Mdx);
    check_table("AsciiDoc", Format::Asciidoc);
    check_table("HTML", Format::Html);
    check_table("reStructuredText", Format::Rst);
    check_table("Scripts", Format::Tsx);
    check_table("Scripts", Format::Script);
    check_table("Templates of Vue, Svelte and Astro", Format::Vue);
}

#[test]
fn the_table_of_scopes_is_complete() {
    let listed: Vec<(String, bool)> =
        rows("Scopes").iter().map(|row| (spans(&row[0]).remove(0), row[2] == "yes")).collect();
    let checked = wordgate_text::prose::ScopeSet::checked_by_default();
    let known = Scope::ALL.iter().map(|scope| (scope.id().to_owned(), checked.contains(*scope)));
    assert_eq!(listed, known.collect::<Vec<_>>());
}

#[test]
fn the_table_of_formats_is_complete() {
    let page = pages::read(&pages::root().join("docs/reading.md"));
    let table = page.lines().skip_while(|line| !line.starts_with("| format")).skip(2);
    let rows: Vec<&str> = table.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), Format::ALL.len());
    for (row, format) in rows.iter().zip(Format::ALL) {
        for extension in row.split("`.").skip(1).filter_map(|rest| rest.split('`').next()) {
            assert_eq!(Format::from_extension(extension), Some(*format), "{row}");
        }
        let listed: Vec<&str> = row.split("`.").skip(1).filter_map(|rest| rest.split('`').next()).collect();
        assert_eq!(listed, format.extensions(), "{row}");
        assert!(row.contains(&format!("| `{}` |", format.id())), "{row}");
    }
}
