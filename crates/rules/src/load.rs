//! Turns the texts of rule files into one checked [`RuleSet`].
//!
//! Loading collects the mistakes of all files, so that an author can fix them in one go. The files of a folder form a
//! pack: one of them has the `[pack]` table, and the others add rules and term sets to it.

use crate::builder::RuleBuilder;
use crate::canonical::CanonicalForms;
use crate::schema::RuleFileToml;
use crate::terms::{RawTerms, TermSets};
use crate::toml_file::{TomlError, TomlFile, nearest};
use crate::{Pack, RuleSet, directive_rules};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use toml::Spanned;
use wordgate_text::source::LineIndex;

/// A parsed rule file.
struct ParsedFile<'f> {
    file: &'f TomlFile,
    /// The folder part of the file's name.
    folder: &'f str,
    toml: RuleFileToml,
    /// The canonical forms of the content, for hashes.
    forms: CanonicalForms,
}

/// Adds the rules of these files to a set.
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
        loader.load_folder(files);
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
        Ok(ParsedFile { file, folder, toml: file.deserialize(table)?, forms })
    }
}

struct Loader<'l> {
    shared: &'l TermSets,
    set: RuleSet,
    /// The file that first used each pack id and full rule id.
    seen: HashMap<String, Arc<str>>,
    errors: Vec<TomlError>,
}

impl Loader<'_> {
    /// Splits the files of one folder into packs. If only one file has `[pack]`, all files belong to that pack.
    /// Otherwise, each file needs its own `[pack]`.
    fn load_folder(&mut self, files: Vec<ParsedFile>) {
        let (heads, rest): (Vec<ParsedFile>, Vec<ParsedFile>) =
            files.into_iter().partition(|file| file.toml.pack.is_some());
        match (heads.len(), rest.is_empty()) {
            (1, _) => self.load_pack(heads.into_iter().chain(rest).collect()),
            (_, true) => heads.into_iter().for_each(|head| self.load_pack(vec![head])),
            (0, false) => {
                for file in rest {
                    let error = file.file.error(0..0, "the rules in this file do not belong to a pack");
                    let help = "add `[pack]` with `id = \"…\"` to this file or to one other file in its folder";
                    self.errors.push(error.help(help).label("the file starts here"));
                }
            }
            (_, false) => {
                for file in rest {
                    let message = format!("several files in `{}` have a `[pack]`, but this one does not", file.folder);
                    let help = "add `[pack]` to this file, or give each pack its own folder";
                    self.errors.push(file.file.error(0..0, message).help(help));
                }
            }
        }
    }

    /// Adds a pack and its rules to the set. The first file has the `[pack]` table.
    fn load_pack(&mut self, files: Vec<ParsedFile>) {
        let head = &files[0];
        let Some(pack) = &head.toml.pack else { return };
        if !self.reserve_id(head.file, &pack.id, pack.id.get_ref().clone(), "pack") {
            return;
        }
        let id = pack.id.get_ref();
        let terms = self.resolve_terms(&files);
        let term_forms = files.iter().flat_map(|file| &file.forms.terms).collect();
        for ParsedFile { file, toml, forms, .. } in &files {
            let name: Arc<str> = file.name.as_str().into();
            let lines = LineIndex::new(&file.text);
            for (rule, form) in toml.rule.iter().zip(&forms.rules) {
                let full_id = format!("{id}/{}", rule.id.get_ref());
                if self.reserve_id(file, &rule.id, full_id.clone(), "rule") {
                    let builder = RuleBuilder { file, lines: &lines, terms: &terms, errors: &mut self.errors };
                    let rule = builder.build(&full_id, name.clone(), form.hash(&term_forms), rule);
                    self.set.rules.extend(rule);
                }
            }
        }
        let title = if pack.title.is_empty() { id } else { &pack.title }.clone();
        let (description, jurisdictions) = (pack.description.clone(), pack.jurisdictions.clone());
        let file = head.file.name.as_str().into();
        self.set.packs.push(Pack { id: id.clone(), title, description, jurisdictions, file, builtin: false });
    }

    /// Reserves an id. Reports an error and returns false if the id is invalid or already used.
    fn reserve_id(&mut self, file: &TomlFile, id: &Spanned<String>, full_id: String, what: &str) -> bool {
        let name = id.get_ref();
        let is_valid = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_valid
            || name.is_empty()
            || matches!((what, name.as_str()), ("pack", "all" | "recommended" | directive_rules::PACK))
        {
            let help = "use `a` to `z`, digits and `-`; the pack ids `all`, `recommended` and `wordgate` are reserved";
            self.errors.push(file.error(id.span(), format!("invalid {what} id `{name}`")).help(help));
            return false;
        }
        if let Some(first) = self.seen.get(&full_id) {
            let error = file.error(id.span(), format!("the {what} id `{full_id}` is used twice"));
            self.errors.push(error.help(format!("{first} already uses it; choose another id")));
            return false;
        }
        self.seen.insert(full_id, file.name.as_str().into());
        true
    }

    /// Returns the term sets of a pack, together with the shared ones.
    fn resolve_terms(&mut self, files: &[ParsedFile]) -> TermSets {
        let mut raw: BTreeMap<&str, RawTerms> = BTreeMap::new();
        let mut definitions = HashMap::new();
        for file in files {
            for (name, set) in &file.toml.terms {
                let terms = set.terms.iter().map(|term| term.get_ref().as_str()).collect();
                let previous = raw.insert(name.get_ref(), RawTerms { case: set.case, terms });
                if previous.is_some() {
                    let message = format!("the term set `{}` is defined twice", name.get_ref());
                    self.errors.push(file.file.error(name.span(), message).help("rename one of them, or merge them"));
                }
                definitions.insert(name.get_ref().as_str(), (file, name.span(), set));
            }
        }
        let (terms, errors) = TermSets::resolve(raw, self.shared);
        for mistake in errors {
            let Some((file, name, set)) = definitions.get(mistake.set.as_str()) else { continue };
            let at = match mistake.term.and_then(|term| set.terms.get(term)) {
                Some(term) => file.file.span_in_string(term.span(), mistake.error.at),
                None => name.clone(),
            };
            self.errors.push(file.file.error(at, mistake.error.message).help(mistake.error.help));
        }
        terms
    }

    /// Checks that every `superseded_by` names a rule that exists.
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
