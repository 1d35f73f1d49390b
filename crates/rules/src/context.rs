//! The names of the contexts that make restricted wording harmless, as rules write them in `skip_when`. How each is
//! recognised in prose is the linter's work.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! contexts {
    ($($name:ident $id:literal $doc:literal,)*) => {
        /// A way to stand that makes restricted wording harmless. The names are those of a rule's `skip_when`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Context { $(#[doc = $doc] $name,)* }

        impl Context {
            /// Every context, in the order of the documentation.
            pub const ALL: &[Context] = &[$(Context::$name,)*];

            /// The name in rules and reports.
            pub fn id(self) -> &'static str {
                match self { $(Context::$name => $id,)* }
            }

            /// When it holds, as a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Context::$name => $doc,)* }
            }
        }
    };
}

contexts! {
    Negated "negated" "A negator governs the match.",
    Mentioned "mentioned" "The wording is talked about, as in writing guidance.",
    Quoted "quoted" "The match stands inside a quotation.",
    Attributed "attributed" "Somebody else is reported to say it.",
    Asked "asked" "The match is in a question that is answered by no.",
    Conditional "conditional" "The match is supposed, not stated.",
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Context {
    type Err = ();

    fn from_str(id: &str) -> Result<Context, ()> {
        Context::ALL.iter().copied().find(|context| context.id() == id).ok_or(())
    }
}
