//! The contexts that a rule can name in `skip_when`: ways of using restricted wording that are harmless.
//!
//! This module has their names and meanings. `wordgate-core` recognises them in prose.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! contexts {
    ($($name:ident $id:literal $doc:literal,)*) => {
        /// A way of using restricted wording that is harmless. Rules name it in `skip_when`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Context { $(#[doc = $doc] $name,)* }

        impl Context {
            /// Every context, in the order of the documentation.
            pub const ALL: &[Context] = &[$(Context::$name,)*];

            /// Returns the name in rule files and reports.
            pub fn id(self) -> &'static str {
                match self { $(Context::$name => $id,)* }
            }

            /// Returns one sentence that says when the context applies.
            pub fn meaning(self) -> &'static str {
                match self { $(Context::$name => $doc,)* }
            }
        }
    };
}

contexts! {
    Negated "negated" "The sentence denies the match, as in \"does not offer …\".",
    Mentioned "mentioned" "The text talks about the wording: it advises against it, defines it, disputes it or reports that others use it.",
    Quoted "quoted" "The match is inside a quotation.",
    Attributed "attributed" "The text attributes the statement to somebody else.",
    Asked "asked" "The match is in a question that is answered \"no\" or left open, or that somebody else asks.",
    Conditional "conditional" "The match is a supposition or a condition, not a statement.",
    Required "required" "The match is a prerequisite, or it depends on an account of the reader's own.",
    ThirdParty "third-party" "The statement is about somebody other than the organisation.",
    Advised "advised" "The sentence advises how to choose or avoid such things in general.",
}

impl Context {
    /// Returns whether the context depends on the names of the organisation.
    pub fn uses_names(self) -> bool {
        matches!(self, Context::Required | Context::ThirdParty | Context::Advised)
    }
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
