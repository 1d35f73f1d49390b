//! Reads the `[terms.NAME]` tables of several files, and shows the mistakes in them at their places.

use crate::schema::TermsToml;
use crate::terms::{RawTerms, TermError, TermSets};
use crate::toml_file::{TomlError, TomlFile};
use std::collections::BTreeMap;
use toml::Spanned;

/// A term set and the file that defines it.
struct TermTable<'f> {
    file: &'f TomlFile,
    name: &'f Spanned<String>,
    set: &'f TermsToml,
}

/// The term sets of the files of a pack or of the shared library, by name.
pub(crate) struct TermTables<'f> {
    tables: BTreeMap<&'f str, TermTable<'f>>,
    errors: Vec<TomlError>,
}

impl<'f> TermTables<'f> {
    /// Collects the term sets of these files.
    pub fn of(files: impl Iterator<Item = (&'f TomlFile, &'f BTreeMap<Spanned<String>, TermsToml>)>) -> TermTables<'f> {
        let (mut tables, mut errors) = (BTreeMap::new(), Vec::new());
        for (file, (name, set)) in files.flat_map(|(file, sets)| sets.iter().map(move |set| (file, set))) {
            if tables.insert(name.get_ref().as_str(), TermTable { file, name, set }).is_some() {
                let message = format!("the term set `{}` is defined twice", name.get_ref());
                errors.push(file.error(name.span(), message).help("rename one of them, or merge them"));
            }
        }
        TermTables { tables, errors }
    }

    /// Returns the sets, by name.
    pub fn sets(&self) -> impl Iterator<Item = (&'f str, &'f TermsToml)> {
        self.tables.iter().map(|(name, table)| (*name, table.set))
    }

    /// Parses the sets with `parse`. Also returns every mistake in them.
    pub fn resolve(
        mut self,
        parse: impl FnOnce(BTreeMap<&'f str, RawTerms<'f>>) -> (TermSets, Vec<TermError>),
    ) -> (TermSets, Vec<TomlError>) {
        let raw = |set: &'f TermsToml| RawTerms {
            case: set.case,
            terms: set.terms.iter().map(|term| term.get_ref().as_str()).collect(),
        };
        let (terms, mistakes) = parse(self.sets().map(|(name, set)| (name, raw(set))).collect());
        for mistake in mistakes {
            let Some(TermTable { file, name, set }) = self.tables.get(mistake.set.as_str()) else { continue };
            let at = match mistake.term.and_then(|term| set.terms.get(term)) {
                Some(term) => file.span_in_string(term.span(), mistake.error.at),
                None => name.span(),
            };
            self.errors.push(file.error(at, mistake.error.message).help(mistake.error.help));
        }
        (terms, self.errors)
    }
}
