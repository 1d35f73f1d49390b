//! The built-in classes, and the sets that they are made of, as instructions.
//!
//! A class such as `@money` has thousands of words, and hundreds of patterns use it. Compiling its terms into each of
//! them would take longer than checking a large folder. So each set of a class is compiled once, and is one instruction
//! of the patterns and sets that use it. Where the VM reaches this instruction, it runs the program of the set, and
//! remembers for all patterns where the set ends.

use super::program::Program;
use std::sync::{LazyLock, OnceLock};
use wordgate_rules::{Node, class_sets};

/// The sets, sorted by name.
static SETS: LazyLock<Vec<ClassSet>> = LazyLock::new(|| {
    class_sets().map(|(name, node)| ClassSet { name, node, program: OnceLock::new() }).collect()
});

struct ClassSet {
    name: &'static str,
    node: &'static Node,
    /// The program, compiled when it is first needed.
    program: OnceLock<Program>,
}

/// A built-in class or one of its sets: an index of [`SETS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Class(u8);

impl Class {
    /// Returns the class or set with this name.
    pub fn find(name: &str) -> Option<Class> {
        let index = SETS.binary_search_by(|set| set.name.cmp(name)).ok()?;
        Some(Class(u8::try_from(index).expect("the classes have few sets")))
    }

    /// Returns the program of its terms.
    pub fn program(self) -> &'static Program {
        let set = &SETS[usize::from(self.0)];
        set.program.get_or_init(|| Program::compile(set.node, None))
    }
}
