//! The words of reStructuredText documents are those that docutils finds.
//!
//! `tests/docutils/words.py` writes them to the files beside it. Words are letters and digits; their order does not
//! matter, because the cells of a table come in another order.

use super::support::{extract, wanted};
use std::collections::BTreeMap;
use std::path::Path;
use wordgate_core::extract::Format;
use wordgate_text::source::SourceFile;

fn counted<'w>(words: impl Iterator<Item = &'w str>) -> BTreeMap<&'w str, usize> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

#[test]
fn the_words_are_those_of_docutils() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = 0;
    for entry in std::fs::read_dir(root.join("test-corpus/rst")).expect("the folder of the documents") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "rst") {
            continue;
        }
        let file = SourceFile::decode(std::fs::read(&path).expect("the document")).expect("UTF-8");
        let found = extract(file.text(), Format::Rst, wanted(&[]));
        let texts: Vec<&str> = found.blocks.iter().map(|block| block.text.as_str()).collect();
        let is_word = |c: char| c.is_alphanumeric();
        let words = texts.iter().flat_map(|text| text.split(|c| !is_word(c))).filter(|word| !word.is_empty());
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let expected = root.join("tests/docutils").join(format!("{stem}.words"));
        let expected = std::fs::read_to_string(expected).expect("run tests/docutils/words.py");
        let expected = expected.lines().filter_map(|line| line.rsplit_once(' '));
        let expected: BTreeMap<&str, usize> =
            expected.map(|(word, count)| (word, count.parse().expect("a number"))).collect();
        assert_eq!(counted(words), expected, "{}", path.display());
        documents += 1;
    }
    assert!(documents >= 5);
}
