//! Random sentences of the words in the phrase tables, with a match at any place: no context may panic.
//!
//! A phrase of the tables may come before the match, after it, around it or across its edge.

use super::Block;
use crate::effort::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wordgate_core::context::{Context, MatchContext, Parties, find_cue};
use wordgate_rules::Pattern;
use wordgate_text::prose::Words;

/// Returns the phrases of the tables, each as the list of words that every slot accepts.
fn phrases() -> Vec<Vec<Vec<String>>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/core/src/context/en");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let tables: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let strings = tables.split('"').skip(1).step_by(2);
    let slot = |slot: &str| -> Vec<String> {
        let words = slot.trim_end_matches(['?', '*']).split('|');
        words
            .map(|word| if word.starts_with(['@', '%', '&', '.', '^', '$']) { "Contoso" } else { word }.into())
            .collect()
    };
    strings.map(|phrase| phrase.split_whitespace().map(slot).collect()).filter(|p: &Vec<_>| !p.is_empty()).collect()
}

/// Generates a text that a phrase of the tables matches.
fn phrase() -> impl Strategy<Value = String> {
    (select(phrases()), any::<prop::sample::Index>()).prop_map(|(slots, pick)| {
        let words: Vec<&str> = slots.iter().take(12).map(|slot| slot[pick.index(slot.len())].as_str()).collect();
        words.join(" ")
    })
}

proptest! {
    #![proptest_config(config(1_024, 1_024))]

    #[test]
    fn no_context_panics_for_any_match_position(
        pieces in vec(prop_oneof![3 => phrase(), 1 => select(vec![", ", ". ", ": ", "— ", "\"", "(", ")", "? ", "whitelist"]).prop_map(str::to_owned)], 1..6),
        around in phrase(),
    ) {
        let text = pieces.join(" ");
        let words = Words::new(&text);
        let len = words.tokens().len();
        let parties = Parties::new(vec![Pattern::name("Contoso").unwrap()], wordgate_packs::parties);
        let labels = super::around(&around);
        let block = Block { labels, next_block: Some(around.as_str()), is_heading: true, ..Block::default() };
        for start in 0..len.min(40) {
            for end in start + 1..=len.min(start + 4) {
                let site = MatchContext { words: &words, range: start..end, block: &block, parties: &parties };
                for &context in Context::ALL {
                    let _ = find_cue(context, &site);
                }
            }
        }
    }
}
