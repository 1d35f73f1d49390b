//! A parsed term set, and the patterns that it is filled into.

use super::node::Node;
use super::pattern::PatternError;
use std::ops::Range;
use std::sync::Arc;

/// The limit on the words of one pattern or term set after all sets in it are expanded. Without it, sets that use each
/// other several times would grow exponentially.
pub(super) const MAX_WORDS: usize = 200_000;
/// A parsed term set.
#[derive(Clone, Debug)]
pub(super) struct TermSet {
    /// The terms, with the sets that they use filled in.
    pub node: Arc<Node>,
    /// The number of words after all sets are expanded.
    pub words: usize,
}

pub(super) fn too_large(at: Range<usize>) -> PatternError {
    let message = format!("the pattern has more than {MAX_WORDS} words after its term sets are expanded");
    PatternError { at, message, help: "use fewer or smaller term sets".into() }
}

/// Fills term sets into a node and returns the number of its words and marks. A gap counts as its maximum number of
/// words.
///
/// `find` may change the name of a set.
pub(super) fn fill(
    node: &mut Node,
    find: &mut impl FnMut(&mut String, Range<usize>) -> Result<TermSet, PatternError>,
) -> Result<usize, PatternError> {
    match node {
        Node::Word(word) => Ok(word.forms.len()),
        Node::Mark { .. } => Ok(1),
        Node::Gap(words) => Ok(usize::from(*words)),
        Node::Opt(inner) => fill(inner, find),
        Node::Seq(nodes) | Node::Alt(nodes) => {
            let mut words = 0;
            for node in nodes {
                words += fill(node, find)?;
            }
            Ok(words)
        }
        Node::Set { name, at, node } => {
            let set = find(name, at.clone())?;
            *node = set.node;
            Ok(set.words)
        }
    }
}
