//! The gate: a document has the same findings with and without it.

use super::documents::Document;
use crate::fixture::{self, Fixture, every_scope, shown};
use std::cell::RefCell;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::Extractor;
use wordgate_text::prose::ScopeSet;

/// Short words, which a fuzzer finds easily, in rules that depend on context.
const RULES: &str = r#"
[pack]
id = "t"
[terms.set]
case = "smart"
terms = ["AI", "o3", "an AI model~"]
[[rule]]
id = "gap"
patterns = ["(go|get) [..2] to~ [a] @set", "@set ..3 to"]
skip_when = ["negated", "mentioned", "asked"]
[[rule]]
id = "set"
patterns = ["@set", "pass-by"]
[[rule]]
id = "near"
patterns = ["to"]
unless_near = { patterns = ["risk~"], within = "section" }
unless_subject = ["model"]
[[rule]]
id = "claim"
kind = "require"
patterns = ["free"]
requires = ["terms"]
within = "document"
[[rule]]
id = "name"
kind = "first-use"
patterns = ["Kafka"]
full = "Apache Kafka"
[[rule]]
id = "signs"
patterns = ["1% a", "C++ & é", "$ 5"]
[[rule]]
id = "kept"
kind = "allow"
patterns = ["get to a"]
"#;

struct Gates {
    gated: Checker,
    single: Checker,
    open: Checker,
}

impl Gates {
    fn new(scopes: ScopeSet) -> Gates {
        let fixture = Fixture::new(&[RULES]).within(scopes);
        let checker = || fixture.checker();
        Gates { gated: checker(), single: checker().for_one_file(), open: checker().without_gate() }
    }
}

static DEFAULT: LazyLock<Gates> = LazyLock::new(|| Gates::new(ScopeSet::checked_by_default()));
static EVERY: LazyLock<Gates> = LazyLock::new(|| Gates::new(every_scope()));

thread_local! {
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new());
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    let gates = if document.is_second_way { &EVERY } else { &DEFAULT };
    EXTRACTOR.with_borrow_mut(|extractor| {
        let mut lint = |checker: &Checker| shown(&fixture::check(checker, extractor, &file, document.format));
        let open = lint(&gates.open);
        assert_eq!(lint(&gates.gated), open, "the gate changes what is found");
        assert_eq!(lint(&gates.single), open, "the gate for a single file changes what is found");
    });
}
