//! Reads the relationships of a part: which other parts belong to it, and what they are.

use super::error::OfficeError;
use super::package::Package;
use super::xml::{XmlEvent, XmlReader};

/// A part that belongs to another one.
pub(super) struct Relationship {
    /// The id that names it in the other part.
    pub id: String,
    /// What it is: an address whose last word tells, such as `…/footnotes`.
    kind: String,
    /// The name of the part.
    pub target: String,
}

impl Relationship {
    /// Returns whether the last word of its kind is `word`.
    pub fn is(&self, word: &str) -> bool {
        self.kind.rsplit('/').next() == Some(word)
    }
}

/// Returns the relationships of a part; an empty name stands for the package. Those to other files are left out.
pub(super) fn relationships(package: &mut Package, part: &str) -> Result<Vec<Relationship>, OfficeError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = resolve(folder, &format!("_rels/{file}.rels"));
    let Some(text) = package.read(&name)? else { return Ok(Vec::new()) };
    let mut xml = XmlReader::new(&text, &name);
    let mut found = Vec::new();
    while let Some(event) = xml.next()? {
        let XmlEvent::Open(element) = event else { continue };
        if element.name() != "Relationship" || element.attribute("TargetMode").is_some_and(|mode| mode == "External") {
            continue;
        }
        if let (Some(id), Some(kind), Some(target)) =
            (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
        {
            let target = resolve(folder, &target);
            found.push(Relationship { id: id.into_owned(), kind: kind.into_owned(), target });
        }
    }
    Ok(found)
}

/// Returns the name of a part relative to a folder. No name leads out of the archive.
fn resolve(folder: &str, target: &str) -> String {
    let (folder, target) = target.strip_prefix('/').map_or((folder, target), |absolute| ("", absolute));
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_folder_of_their_part() {
        let cases = [
            ("", "word/document.xml", "word/document.xml"),
            ("word", "footnotes.xml", "word/footnotes.xml"),
            ("ppt/slides", "../notesSlides/n1.xml", "ppt/notesSlides/n1.xml"),
            ("word", "/word/./a.xml", "word/a.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
            ("", "_rels/.rels", "_rels/.rels"),
        ];
        for (folder, target, expected) in cases {
            assert_eq!(resolve(folder, target), expected);
        }
    }
}
