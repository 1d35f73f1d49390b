//! Tests the contexts on the files of `test-corpus/contexts/`, which have one case on each line.
//!
//! `+ text with the [[match]] marked` says that the context holds, `- text …` that it does not. The text may follow
//! parts of its surroundings. Labels over it come first, the nearest before the others: `{row: …}`, `{column: …}`,
//! `{item: …}`, `{lead-in: …}`, `{heading: …}`. Then there are `{next: …}`, `{is-heading}` and
//! `{names: …; …}` (of the organisation). For a block quotation there are `{introduction: …}` (the paragraph before it), `{credit: …}`
//! (its last line, or the paragraph after it) and `{marked-credit: …}` (the same in an element such as `<cite>`). `⏎` is a hard line break, `#` starts a comment.

mod soup;

use std::ops::Range;
use wordgate_core::context::{
    BlockContext, Context, Credit, Label, LabelKind, MatchContext, Parties, Quotation, find_cue,
};
use wordgate_packs::parties;
use wordgate_rules::Pattern;
use wordgate_text::prose::Words;

/// The surroundings of a block.
#[derive(Default)]
struct Block<'t> {
    /// The labels over it, the nearest first.
    pub labels: Vec<Label<'t>>,
    pub next_block: Option<&'t str>,
    pub is_heading: bool,
    pub quotation: Option<Quotation<'t>>,
}

impl BlockContext for Block<'_> {
    fn labels(&self) -> Box<dyn Iterator<Item = Label<'_>> + '_> {
        Box::new(self.labels.iter().copied())
    }

    fn own_label(&self) -> Option<Range<u32>> {
        None
    }

    fn next_block(&self) -> Option<&str> {
        self.next_block
    }

    fn is_heading(&self) -> bool {
        self.is_heading
    }

    fn quotation(&self) -> Option<Quotation<'_>> {
        self.quotation
    }
}

struct Case<'t> {
    line: usize,
    holds: bool,
    block: Block<'t>,
    /// The names of the organisation.
    names: Vec<&'t str>,
    text: String,
    marked: Range<usize>,
}

fn parse(line: usize, text: &str) -> Case<'_> {
    let holds = match text.split_at_checked(2) {
        Some(("+ ", _)) => true,
        Some(("- ", _)) => false,
        _ => panic!("line {line} starts with neither \"+ \" nor \"- \": {text}"),
    };
    let (mut rest, mut block, mut names) = (&text[2..], Block::default(), Vec::new());
    while let Some(directive) = rest.strip_prefix('{') {
        let (directive, after) = directive.split_once('}').expect("a directive is closed");
        let (name, value) = directive.split_once(": ").unwrap_or((directive, ""));
        match name {
            "heading" => block.labels.push(Label { kind: LabelKind::Heading, text: value }),
            "lead-in" => block.labels.push(Label { kind: LabelKind::LeadIn, text: value }),
            "item" => block.labels.push(Label { kind: LabelKind::Item, text: value }),
            "column" => block.labels.push(Label { kind: LabelKind::ColumnHeader, text: value }),
            "row" => block.labels.push(Label { kind: LabelKind::RowHeader, text: value }),
            "next" => block.next_block = Some(value),
            "names" => names.extend(value.split("; ")),
            "is-heading" => block.is_heading = true,
            "introduction" => block.quotation.get_or_insert_default().introduction = Some(value),
            "credit" => {
                block.quotation.get_or_insert_default().credits[0] = Some(Credit { text: value, is_marked: false })
            }
            "marked-credit" => {
                block.quotation.get_or_insert_default().credits[1] = Some(Credit { text: value, is_marked: true })
            }
            _ => panic!("line {line} has an unknown directive {name}"),
        }
        rest = after.trim_start();
    }
    let (before, after) = rest.split_once("[[").unwrap_or_else(|| panic!("line {line} marks no match"));
    let (matched, after) = after.split_once("]]").expect("the mark is closed");
    let marked = before.len()..before.len() + matched.len();
    Case { line, holds, block, names, text: format!("{before}{matched}{after}"), marked }
}

/// Checks the cases of a context, and returns the wrong ones as text.
fn check(context: Context) -> Option<String> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/test-corpus/contexts/{}.txt"), context);
    let corpus = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = corpus.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let cases: Vec<Case> = lines.map(|(at, line)| parse(at + 1, line)).collect();
    assert!(cases.len() >= 60, "{context} has only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let parties = Parties::new(case.names.iter().map(|name| Pattern::name(name).unwrap()).collect(), parties);
        let breaks: Vec<u32> = case.text.match_indices('⏎').map(|(at, _)| at.try_into().unwrap()).collect();
        let words = Words::of_lines(&case.text.replace('⏎', "   "), &breaks);
        let inside = |at: &usize| {
            let span = words.tokens()[*at].span.range();
            case.marked.start <= span.start && span.end <= case.marked.end
        };
        let tokens: Vec<usize> = (0..words.tokens().len()).filter(inside).collect();
        let range = tokens[0]..tokens[tokens.len() - 1] + 1;
        let reason = find_cue(context, &MatchContext { words: &words, range, block: &case.block, parties: &parties });
        if reason.is_some() != case.holds {
            wrong.push(format!(
                "{}: {} {:?}\n    {}",
                case.line,
                if case.holds { '+' } else { '-' },
                reason,
                case.text
            ));
        }
    }
    let of = cases.len();
    (!wrong.is_empty()).then(|| format!("{context}: {} of {of} lines are wrong:\n{}", wrong.len(), wrong.join("\n")))
}

#[test]
fn contexts_hold_for_the_sentences_marked_so() {
    let wrong: Vec<String> = Context::ALL.iter().filter_map(|context| check(*context)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Returns labels of all kinds with this text.
fn around(text: &str) -> Vec<Label<'_>> {
    let kinds = [LabelKind::RowHeader, LabelKind::ColumnHeader, LabelKind::Item, LabelKind::LeadIn, LabelKind::Heading];
    kinds.into_iter().map(|kind| Label { kind, text }).collect()
}

/// Very long sentences, unpaired marks and matches at the edges must not cause a panic.
#[test]
fn hostile_blocks_cause_no_panic() {
    let pieces = [
        "not ", "\"", "'", "(", ", and it ", "no doubt, ", "if ", "? No ", ": ", "— ", "do not say \"x\" and ", "❌ ",
        "1", ".", "Microsoft offers ", "you need ", "look for a host that ", "Globex, ",
    ];
    for piece in pieces {
        let words = Words::new(&piece.repeat(2_000));
        let len = words.tokens().len();
        let parties = Parties::new(vec![Pattern::name("Acme").unwrap()], parties);
        let block = Block { labels: around(piece), next_block: Some(piece), ..Block::default() };
        for start in [0, 1, len / 2, len.saturating_sub(2), len - 1] {
            let range = start.min(len - 1)..(start + 2).min(len);
            let site = MatchContext { words: &words, range, block: &block, parties: &parties };
            for &context in Context::ALL {
                let _ = find_cue(context, &site);
            }
        }
    }
}
