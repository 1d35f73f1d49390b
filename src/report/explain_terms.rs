//! Writes the pages about the shared term sets: the list of all sets, and one set with its terms.

use super::explain::ExplainPage;
use super::style::Style;
use anstyle::Style as Paint;
use std::io::{self, Write};
use wordgate_rules::{Case, SHARED_PREFIX, SharedSet, TermLibrary};

/// Writes the name and the description of every set.
///
/// # Errors
/// Those of `out`.
pub fn write_list(library: &TermLibrary, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = ExplainPage { out, width: style.width };
    for (name, set) in library.sets() {
        let bold = Paint::new().bold();
        writeln!(page.out, "{bold}{SHARED_PREFIX}{name}{bold:#}")?;
        page.text("  ", &set.description)?;
    }
    Ok(())
}

/// Writes a set as its file has it, followed by the sets that it uses.
///
/// # Errors
/// Those of `out`.
pub fn write_set(
    name: &str,
    set: &SharedSet,
    library: &TermLibrary,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = ExplainPage { out, width: style.width };
    let bold = Paint::new().bold();
    writeln!(page.out, "{bold}{SHARED_PREFIX}{name}{bold:#}")?;
    page.text("", &set.description)?;
    writeln!(page.out)?;
    page.fact("pattern", &format!("@{SHARED_PREFIX}{name}"))?;
    page.fact("capture", &format!("{{{name}}}"))?;
    page.fact("case", case(set.case))?;
    page.list("Terms", "- ", [set.terms.join(" | ")])?;
    let mut used = library.sets_used_by(name);
    used.remove(name);
    let used = used.into_iter().filter_map(|name| library.sets().get_key_value(&name));
    page.list("Term sets", "- ", used.map(|(name, set)| format!("@{SHARED_PREFIX}{name}: {}", set.terms.join(" | "))))
}

fn case(case: Case) -> &'static str {
    match case {
        Case::Any => "any: capitals do not count",
        Case::Exact => "exact: the capitals of the term",
        Case::Smart => "smart: a capital in the term is a capital in the text; a small letter matches both",
    }
}
