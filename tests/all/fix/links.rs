//! Links keep their targets in any document, as an independent parser reads them.

use super::{BUILTIN, MADE, fix};
use crate::effort::config;
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Event, Options, Parser, Tag};
use wordgate_core::extract::Format;
use wordgate_core::finding::Applicability;

const ATOMS: &[&str] = &[
    "[",
    "]",
    "][",
    "[]",
    "![",
    "(u)",
    "a ",
    "A ",
    "whitelist",
    "Whitelist",
    "whitelist ",
    "white-list ",
    " ",
    "\n",
    "\n\n",
    "[whitelist]",
    "[a whitelist][]",
    "![whitelist]",
    "![a whitelist][whitelist]",
    "[x][whitelist]",
    "\n\n[whitelist]: one\n\n",
    "\n\n[A  Whitelist]: two 'whitelist'\n\n",
    "\n\n[x]: three\n",
    "\n\n> [a]: four\n\n",
    "\n\n- ",
    "\n> ",
    "*",
    "**",
    "`",
    "\\*",
    "[^whitelist]",
    "\n\n[^whitelist]: a whitelist\n\n",
    "[!NOTE]",
    "[x] ",
    "# ",
    "| ",
    "|\n|---|\n| ",
    "<b>",
    "</b>",
    ":",
    ": ",
];

/// Returns the targets of all links and images, in order.
pub fn targets(text: &str) -> Vec<String> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM);
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    events.filter_map(target).collect()
}

proptest! {
    #![proptest_config(config(2_000, 2_000))]

    #[test]
    fn links_keep_their_targets(atoms in prop::collection::vec(select(ATOMS), 0..14), at in 0..MADE.len()) {
        let text = atoms.concat() + "\n\n[whitelist]: one\n";
        // A line that looks like a definition above a delimiter row is a table header on GitHub and here, and a
        // definition to the other parser.
        let is_head = |lines: &[&str]| lines[0].starts_with('[') && lines[0].contains("]:") && lines[1].starts_with("|-");
        prop_assume!(!text.lines().collect::<Vec<_>>().windows(2).any(is_head));
        let checker = if at == 0 { &*BUILTIN } else { &MADE[at] };
        let fixed = fix(checker, Format::Markdown, Applicability::Safe, text.as_bytes());
        prop_assert_eq!(targets(&text), targets(fixed.file.text()), "{:?}\n-> {:?}", &text, fixed.file.text());
    }
}
