//! From the texts of rule files to one checked [`RuleSet`].
//!
//! All mistakes of all files are collected: an author mends a file in one go. Files of one folder make up one pack.

use crate::builder::RuleBuilder;
use crate::canonical::CanonicalForms;
use crate::schema::RuleFileToml;
use crate::terms::{RawTerms, TermSets};
use crate::toml_file::{TomlError, TomlFile, nearest};
use crate::{Pack, RuleSet, own};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use toml::Spanned;

/// A parsed rule file.
struct ParsedFile<'f> {
    file: &'f TomlFile,
    /// The folder part of its name.
    folder: &'f str,
    toml: RuleFileToml,
    /// What it says, as it is hashed.
    forms: CanonicalForms,
}

/// Adds the rules of some files to a set.
pub(crate) fn extend(set: RuleSet, files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
    let mut errors = Vec::new();
    let mut folders: BTreeMap<&str, Vec<ParsedFile>> = BTreeMap::new();
    for file in files {
        match ParsedFile::new(file) {
            Ok(parsed) => folders.entry(parsed.folder).or_default().push(parsed),
            Err(error) => errors.push(error),
        }
    }
    let packs = set.packs.iter().map(|pack| (pack.id.clone(), pack.file.clone()));
    let rules = set.rules.iter().map(|rule| (rule.id.to_string(), rule.file.clone()));
    let seen = packs.chain(rules).collect();
    let mut loader = Loader { shared, set, seen, errors };
    for files in folders.into_values() {
        loader.folder(files);
    }
    if !loader.errors.is_empty() {
        return Err(loader.errors);
    }
    loader.set.packs.sort_by(|a, b| a.id.cmp(&b.id));
    loader.set.rules.sort_by(|a, b| a.id.cmp(&b.id));
    loader.check_successors(files);
    if loader.errors.is_empty() { Ok(loader.set) } else { Err(loader.errors) }
}

impl ParsedFile<'_> {
    fn new(file: &TomlFile) -> Result<ParsedFile<'_>, TomlError> {
        let table = file.table()?;
        let forms = CanonicalForms::of(table.get_ref());
        let folder = file.name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
        Ok(ParsedFile { file, folder, toml: file.read(table)?, forms })
    }
}

struct Loader<'l> {
    shared: &'l TermSets,
    set: RuleSet,
    /// Where each pack and rule id was first used.
    seen: HashMap<String, Arc<str>>,
    errors: Vec<TomlError>,
}

impl Loader<'_> {
    /// Splits the files of one folder into packs: files without `[pack]` belong to the only one that has it.
    fn folder(&mut self, files: Vec<ParsedFile>) {
        let (heads, rest): (Vec<ParsedFile>, Vec<ParsedFile>) =
            files.into_iter().partition(|file| file.toml.pack.is_some());
        match (heads.len(), rest.is_empty()) {
            (1, _) => self.pack(heads.into_iter().chain(rest).collect()),
            (_, true) => heads.into_iter().for_each(|head| self.pack(vec![head])),
            (0, false) => {
                for file in rest {
                    let error = file.file.error(0..0, "no pack is named for these rules");
                    let help = "add `[pack]` with `id = \"…\"` to this file or to one other file of its folder";
                    self.errors.push(error.help(help).label("the file starts here"));
                }
            }
            (_, false) => {
                for file in rest {
                    let message = format!("several files in `{}` name a pack, this one does not", file.folder);
                    let help = "add `[pack]` here, or give each pack a folder of its own";
                    self.errors.push(file.file.error(0..0, message).help(help));
                }
            }
        }
    }

    fn pack(&mut self, files: Vec<ParsedFile>) {
        let head = &files[0];
        let Some(pack) = &head.toml.pack else { return };
        if !self.claim(head.file, &pack.id, pack.id.get_ref().clone(), "pack") {
            return;
        }
        let id = pack.id.get_ref();
        let terms = self.terms(&files);
        let term_forms = files.iter().flat_map(|file| &file.forms.terms).collect();
        for ParsedFile { file, toml, forms, .. } in &files {
            let name: Arc<str> = file.name.as_str().into();
            for (rule, form) in toml.rule.iter().zip(&forms.rules) {
                let full = format!("{id}/{}", rule.id.get_ref());
                if self.claim(file, &rule.id, full.clone(), "rule") {
                    let builder = RuleBuilder { file, terms: &terms, errors: &mut self.errors };
                    let rule = builder.rule(&full, name.clone(), form.hash(&term_forms), rule);
                    self.set.rules.extend(rule);
                }
            }
        }
        let title = if pack.title.is_empty() { id } else { &pack.title }.clone();
        let (description, jurisdictions) = (pack.description.clone(), pack.jurisdictions.clone());
        let file = head.file.name.as_str().into();
        self.set.packs.push(Pack { id: id.clone(), title, description, jurisdictions, file, builtin: false });
    }

    /// Takes an id; a wrong or taken one is a mistake.
    fn claim(&mut self, file: &TomlFile, id: &Spanned<String>, full: String, what: &str) -> bool {
        let name = id.get_ref();
        let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fits || name.is_empty() || matches!((what, name.as_str()), ("pack", "all" | "recommended" | own::PACK)) {
            let help = "use small letters, digits and `-`; `all`, `recommended` and `wordgate` are no pack ids";
            self.errors.push(file.error(id.span(), format!("`{name}` is no {what} id")).help(help));
            return false;
        }
        if let Some(first) = self.seen.get(&full) {
            let message = format!("the {what} id `{full}` is used twice");
            self.errors
                .push(file.error(id.span(), message).help(format!("it is taken in {first}; choose another one")));
            return false;
        }
        self.seen.insert(full, file.name.as_str().into());
        true
    }

    /// The term sets of a pack and the shared ones.
    fn terms(&mut self, files: &[ParsedFile]) -> TermSets {
        let mut raw: BTreeMap<&str, RawTerms> = BTreeMap::new();
        let mut homes = HashMap::new();
        for file in files {
            for (name, set) in &file.toml.terms {
                let terms = set.terms.iter().map(|term| term.get_ref().as_str()).collect();
                let taken = raw.insert(name.get_ref(), RawTerms { case: set.case, terms });
                if taken.is_some() {
                    let message = format!("the term set `{}` is there twice", name.get_ref());
                    self.errors.push(file.file.error(name.span(), message).help("rename it, or join the two"));
                }
                homes.insert(name.get_ref().as_str(), (file, name.span(), set));
            }
        }
        let (terms, errors) = TermSets::resolve(raw, self.shared);
        for mistake in errors {
            let Some((file, name, set)) = homes.get(mistake.set.as_str()) else { continue };
            let at = match mistake.term.and_then(|term| set.terms.get(term)) {
                Some(term) => file.file.inside(term.span(), mistake.error.at),
                None => name.clone(),
            };
            self.errors.push(file.file.error(at, mistake.error.message).help(mistake.error.help));
        }
        terms
    }

    /// `superseded_by` has to name a rule that exists.
    fn check_successors(&mut self, files: &[TomlFile]) {
        let known: HashSet<&str> = self.set.rules.iter().map(|rule| &*rule.id).collect();
        for rule in &self.set.rules {
            let Some(successor) = rule.superseded_by.as_deref().filter(|id| !known.contains(id)) else { continue };
            let Some(file) = files.iter().find(|file| file.name == *rule.file) else { continue };
            let message = format!("`{}` is superseded by `{successor}`, which does not exist", rule.id);
            let at = file.text.find(successor).map_or(0..0, |at| at..at + successor.len());
            let help = match nearest(successor, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write the full id, `pack/rule`".to_owned(),
            };
            self.errors.push(file.error(at, message).help(help));
        }
    }
}
