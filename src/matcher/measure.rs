//! How much a pattern can match, and the rare words by which it is found.
//!
//! Term sets are shared by many patterns and nest, so what is known of a set is kept: measuring takes time in proportion
//! to what authors write, not to what it expands to.

use crate::rule::{Node, Word};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// What is known of a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Measure {
    /// The fewest words it can match.
    pub min_words: usize,
    /// The most words it can match.
    pub max_words: usize,
    /// The most marks it can match, but for those inside its gaps.
    pub max_marks: usize,
    /// The words by which it is found; `None` when it can match without any.
    pub anchor: Option<Arc<Anchor>>,
}

/// Words of which every match has at least one.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchor {
    /// The words, case folded.
    pub words: Vec<Arc<Word>>,
    /// The most words of a match before that one.
    pub before: usize,
    /// The most marks that the pattern writes before it.
    pub marks: usize,
    /// How often the words are to be expected in text, roughly.
    pub cost: u32,
}

impl Anchor {
    /// The forms of the words, case folded.
    pub fn forms(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.words.iter().flat_map(|word| word.folded_forms())
    }
}

/// Measures nodes and remembers the term sets among them.
#[derive(Debug, Default)]
pub(super) struct Measurer {
    /// By the address of the set's node, which is kept so that no other one can get it.
    sets: FxHashMap<*const Node, (Arc<Node>, Measure)>,
}

impl Measurer {
    /// What is known of a node.
    pub fn measure(&mut self, node: &Node) -> Measure {
        match node {
            Node::Word(word) => Measure { min_words: 1, max_words: 1, max_marks: 0, anchor: Some(of_word(word)) },
            Node::Mark { .. } => Measure { max_marks: 1, ..Measure::default() },
            Node::Gap(words) => Measure { max_words: usize::from(*words), ..Measure::default() },
            Node::Opt(inner) => Measure { min_words: 0, anchor: None, ..self.measure(inner) },
            Node::Seq(nodes) => self.sequence(nodes),
            Node::Alt(nodes) => self.choice(nodes),
            Node::Set { node, .. } => {
                let key = Arc::as_ptr(node);
                if let Some((_, known)) = self.sets.get(&key) {
                    return known.clone();
                }
                let measure = self.measure(node);
                self.sets.insert(key, (node.clone(), measure.clone()));
                measure
            }
        }
    }

    /// Of the anchors of the parts the rarest counts.
    fn sequence(&mut self, nodes: &[Node]) -> Measure {
        let mut all = Measure::default();
        for node in nodes {
            let part = self.measure(node);
            if let Some(anchor) = part.anchor
                && all.anchor.as_ref().is_none_or(|best| anchor.cost < best.cost)
            {
                let (before, marks) = (anchor.before + all.max_words, anchor.marks + all.max_marks);
                let moved = if before + marks == 0 {
                    anchor
                } else {
                    Arc::new(Anchor { before, marks, ..Arc::unwrap_or_clone(anchor) })
                };
                all.anchor = Some(moved);
            }
            all.min_words += part.min_words;
            all.max_words += part.max_words;
            all.max_marks += part.max_marks;
        }
        all
    }

    /// Each alternative has to have an anchor; together they are one.
    fn choice(&mut self, nodes: &[Node]) -> Measure {
        let mut all = Measure { min_words: usize::MAX, anchor: Some(Arc::default()), ..Measure::default() };
        for node in nodes {
            let one = self.measure(node);
            all.min_words = all.min_words.min(one.min_words);
            all.max_words = all.max_words.max(one.max_words);
            all.max_marks = all.max_marks.max(one.max_marks);
            let (Some(joined), Some(anchor)) = (&mut all.anchor, one.anchor) else {
                all.anchor = None;
                continue;
            };
            let joined = Arc::make_mut(joined);
            joined.words.extend(anchor.words.iter().cloned());
            joined.before = joined.before.max(anchor.before);
            joined.marks = joined.marks.max(anchor.marks);
            joined.cost = joined.cost.saturating_add(anchor.cost);
        }
        all
    }
}

fn of_word(word: &Arc<Word>) -> Arc<Anchor> {
    let cost = word.folded_forms().map(|form| frequency(&form)).sum();
    Arc::new(Anchor { words: vec![word.clone()], before: 0, marks: 0, cost })
}

/// How often a word is to be expected, roughly: only the order matters.
pub(crate) fn frequency(word: &str) -> u32 {
    const COMMON: &[&str] = &[
        "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get",
        "has", "have", "if", "in", "is", "it", "its", "model", "models", "no", "not", "of", "on", "one", "or", "our",
        "provide", "provides", "service", "that", "the", "their", "this", "to", "up", "use", "used", "we", "will",
        "with", "you", "your", "%", "#", "$", "+", "/",
    ];
    const FREQUENT: &[&str] = &[
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "about",
        "access",
        "add",
        "after",
        "ai",
        "also",
        "api",
        "application",
        "available",
        "based",
        "been",
        "before",
        "best",
        "better",
        "between",
        "both",
        "build",
        "built",
        "business",
        "but",
        "client",
        "cloud",
        "code",
        "company",
        "could",
        "create",
        "data",
        "day",
        "each",
        "easy",
        "even",
        "every",
        "example",
        "fast",
        "feature",
        "features",
        "file",
        "first",
        "following",
        "free",
        "full",
        "good",
        "had",
        "help",
        "here",
        "how",
        "into",
        "just",
        "keep",
        "know",
        "language",
        "large",
        "learn",
        "learning",
        "less",
        "like",
        "list",
        "long",
        "made",
        "make",
        "makes",
        "many",
        "may",
        "me",
        "money",
        "month",
        "more",
        "most",
        "much",
        "must",
        "my",
        "name",
        "need",
        "new",
        "next",
        "now",
        "number",
        "off",
        "only",
        "open",
        "other",
        "out",
        "over",
        "own",
        "page",
        "part",
        "people",
        "per",
        "platform",
        "point",
        "power",
        "price",
        "product",
        "products",
        "project",
        "real",
        "right",
        "run",
        "same",
        "secure",
        "security",
        "see",
        "server",
        "services",
        "set",
        "should",
        "simple",
        "so",
        "some",
        "source",
        "start",
        "state",
        "such",
        "support",
        "system",
        "take",
        "team",
        "text",
        "than",
        "them",
        "then",
        "there",
        "these",
        "they",
        "those",
        "through",
        "time",
        "tool",
        "tools",
        "two",
        "under",
        "us",
        "user",
        "users",
        "using",
        "value",
        "version",
        "via",
        "want",
        "was",
        "way",
        "web",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "without",
        "work",
        "works",
        "would",
        "write",
        "year",
    ];
    if COMMON.contains(&word) {
        return 1000;
    }
    if FREQUENT.binary_search(&word).is_ok() {
        return 100;
    }
    match word.chars().count() {
        0..=2 => 60,
        3 => 25,
        4 => 12,
        5 => 8,
        6..=7 => 5,
        _ => 3,
    }
}
