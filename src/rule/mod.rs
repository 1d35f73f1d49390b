//! What a rule is: its pattern language and the words it stands for.

pub mod inflect;
mod irregular;
