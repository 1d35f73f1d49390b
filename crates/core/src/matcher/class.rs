//! The built-in classes as instructions.
//!
//! A class such as `@money` has thousands of words, and hundreds of patterns use it. Compiling its terms into each of
//! them would take longer than checking a large folder. So a class is compiled once, and is one instruction of the
//! patterns that use it. Where the VM reaches this instruction, it runs the program of the class, and remembers for all
//! patterns where the class ends.

use super::program::Program;
use std::sync::OnceLock;
use wordgate_rules::{CLASS_NAMES, class_node};

/// The programs, each compiled when it is first needed.
static PROGRAMS: [OnceLock<Program>; CLASS_NAMES.len()] = [const { OnceLock::new() }; CLASS_NAMES.len()];

/// A built-in class: an index of [`CLASS_NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Class(u8);

impl Class {
    /// Returns the class with this name.
    pub fn find(name: &str) -> Option<Class> {
        let index = CLASS_NAMES.iter().position(|class| *class == name)?;
        Some(Class(u8::try_from(index).expect("there are few classes")))
    }

    /// Returns the program of its terms.
    pub fn program(self) -> &'static Program {
        let index = usize::from(self.0);
        PROGRAMS[index].get_or_init(|| Program::compile(class_node(CLASS_NAMES[index]), None))
    }
}
