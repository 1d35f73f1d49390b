//! Turns the texts of rule files into one checked [`RuleSet`].
//!
//! Loading collects the mistakes of all files, so that an author can fix them in one go. The files of a folder form a
//! pack: one of them has the `[pack]` table, and the others add rules and term sets to it.

use crate::builder::RuleBuilder;
use crate::canonical::CanonicalForms;
use crate::defaults::DefaultLines;
use crate::schema::{RuleFileToml, RuleToml};
use crate::term_tables::TermTables;
use crate::terms::TermSets;
use crate::toml_file::{Checked, TomlError, TomlFile, TomlSchema, WrongKeys, WrongTables, nearest};
use crate::{Pack, RuleSet, defaults, library, profile};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;
use wordgate_text::source::LineIndex;

/// A rule file without mistakes in its keys and types, or what is left of it.
struct CheckedFile<'f> {
    file: &'f TomlFile,
    table: Spanned<DeTable<'f>>,
    /// The mistakes that were found; see [`Checked::wrong`].
    wrong: WrongTables,
}

/// A deserialized rule file.
struct ParsedFile<'f> {
    file: &'f TomlFile,
    toml: RuleFileToml,
    /// The canonical forms of the content, for hashes.
    forms: CanonicalForms,
    wrong: WrongTables,
}

/// Adds the rules of these files to a set.
pub(crate) fn extend(set: RuleSet, files: &[TomlFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
    let schema = TomlSchema::of::<RuleFileToml>();
    let packs = set.packs.iter().map(|pack| (pack.id.clone(), pack.file.clone()));
    let rules = set.rules.iter().map(|rule| (rule.id.to_string(), rule.file.clone()));
    let seen = packs.chain(rules).collect();
    let pack_ids = set.packs.iter().map(|pack| pack.id.clone()).collect();
    let profiles = set.rules.iter().flat_map(|rule| rule.profiles.iter().cloned()).collect();
    let mut loader = Loader { shared, set, seen, pack_ids, profiles, successors: Vec::new(), errors: Vec::new() };
    let mut folders: BTreeMap<&str, Vec<CheckedFile>> = BTreeMap::new();
    let mut unreadable = HashSet::new();
    for file in files {
        let Checked { table, mistakes, wrong } = file.check(&schema);
        let folder = library::folder(file);
        if table.get_ref().is_empty() && !mistakes.is_empty() {
            unreadable.insert(folder);
        } else {
            loader.pack_ids.extend(pack_id(table.get_ref()));
            folders.entry(folder).or_default().push(CheckedFile { file, table, wrong });
        }
        loader.errors.extend(mistakes);
    }
    for (folder, files) in folders {
        loader.load_folder(folder, files, unreadable.contains(folder));
    }
    if unreadable.is_empty() {
        loader.check_successors();
    }
    if !loader.errors.is_empty() {
        return Err(in_file_order(loader.errors, files));
    }
    loader.set.packs.sort_by(|a, b| a.id.cmp(&b.id));
    loader.set.rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(loader.set)
}

/// Says that an error at the id of a rule may be about a default of the pack, whose place is the id. Drops it if the
/// defaults are reported already.
fn about_default(mut error: TomlError, rule: &RuleToml, is_reported: bool) -> Option<TomlError> {
    if error.at.as_ref().is_some_and(|at| rule.id.span().contains(&at.start)) {
        error.label = "with the `[defaults]` of its pack".to_owned();
        return Some(error).filter(|_| !is_reported);
    }
    Some(error)
}

/// Sorts mistakes by file and by their place in it, and drops repeated ones.
fn in_file_order(mut errors: Vec<TomlError>, files: &[TomlFile]) -> Vec<TomlError> {
    let order: HashMap<&str, usize> = files.iter().enumerate().map(|(index, file)| (&*file.name, index)).collect();
    errors.sort_by_key(|error| (order.get(&*error.file.name), error.at.as_ref().map(|at| at.start)));
    errors.dedup();
    errors
}

/// Returns the id of the pack in the table of a file.
fn pack_id(file: &DeTable) -> Option<String> {
    Some(file.get("pack")?.get_ref().as_table()?.get("id")?.get_ref().as_str()?.to_owned())
}

struct Loader<'l> {
    shared: &'l TermSets,
    set: RuleSet,
    /// The ids of the packs of the set and of all files.
    pack_ids: HashSet<String>,
    /// The profiles of the rules that were in the set before.
    profiles: HashSet<String>,
    /// The file that first used each pack id and full rule id.
    seen: HashMap<String, Arc<str>>,
    /// The rules with a `superseded_by`: the file, the full id and the value.
    successors: Vec<(&'l TomlFile, String, Spanned<String>)>,
    errors: Vec<TomlError>,
}

impl<'l> Loader<'l> {
    /// Splits the files of one folder into packs. If only one file has `[pack]`, all files belong to that pack.
    /// Otherwise, each file needs its own `[pack]`. If a file could not be read, it may be the one that has `[pack]`.
    fn load_folder(&mut self, folder: &str, files: Vec<CheckedFile<'l>>, some_are_unreadable: bool) {
        let (heads, rest): (Vec<CheckedFile>, Vec<CheckedFile>) =
            files.into_iter().partition(|file| file.table.get_ref().contains_key("pack"));
        match (heads.len(), rest.is_empty()) {
            (1, _) => self.load_pack(heads.into_iter().chain(rest).collect()),
            (_, true) => heads.into_iter().for_each(|head| self.load_pack(vec![head])),
            _ if some_are_unreadable => {}
            (0, false) => {
                for file in rest {
                    let error = file.file.error(0..0, "the rules in this file do not belong to a pack");
                    let help = "add `[pack]` with `id = \"…\"` to this file or to one other file in its folder";
                    self.errors.push(error.help(help).label("the file starts here"));
                }
            }
            (_, false) => {
                for file in rest {
                    let message = format!("several files in `{folder}` have a `[pack]`, but this one does not");
                    let help = "add `[pack]` to this file, or give each pack its own folder";
                    self.errors.push(file.file.error(0..0, message).help(help));
                }
            }
        }
    }

    /// Adds a pack and its rules to the set. The first file has the `[pack]` table.
    fn load_pack(&mut self, mut files: Vec<CheckedFile<'l>>) {
        let head = files[0].file;
        let wrong_defaults = files[0].wrong.remove(&("defaults".to_owned(), 0));
        let defaults = defaults::take(files[0].table.get_mut());
        let files: Vec<ParsedFile> =
            files.into_iter().filter_map(|file| self.parse(file, defaults.as_ref().map(Spanned::get_ref))).collect();
        let Some(pack) = files.first().and_then(|head| head.toml.pack.as_ref()) else { return };
        let id = pack.id.get_ref();
        let is_duplicate = !self.reserve_id(head, &pack.id, id.clone(), "pack") && self.seen.contains_key(id);
        let tables = files.iter().map(|file| (file.file, &file.toml.terms));
        let (terms, mistakes) = TermTables::of(tables).resolve(|raw| TermSets::resolve(raw, self.shared));
        self.errors.extend(mistakes);
        let wrong = WrongKeys::of_defaults().and(wrong_defaults.clone().unwrap_or_default());
        let defaults_are_reported = wrong_defaults.is_some()
            | defaults.as_ref().is_some_and(|defaults| !self.check_defaults(head, defaults, &terms, wrong));
        let default_lines =
            defaults.as_ref().map(|defaults| defaults::lines(head, defaults.get_ref())).unwrap_or_default();
        let term_forms = files.iter().flat_map(|file| &file.forms.terms).collect();
        for ParsedFile { file, toml, forms, wrong } in &files {
            let name: Arc<str> = file.name.as_str().into();
            let lines = LineIndex::new(&file.text);
            for (index, (rule, form)) in toml.rule.iter().zip(&forms.rules).enumerate() {
                let full_id = format!("{id}/{}", rule.id.get_ref());
                // In a pack whose id is used twice, those of its rules may be too.
                if !is_duplicate {
                    self.reserve_id(file, &rule.id, full_id.clone(), "rule");
                }
                if let Some(successor) = &rule.superseded_by {
                    self.successors.push((file, full_id.clone(), successor.clone()));
                }
                let wrong = [wrong.get(&("rule".to_owned(), index)), wrong_defaults.as_ref()];
                let wrong = wrong.into_iter().flatten().cloned().fold(WrongKeys::default(), WrongKeys::and);
                let before = self.errors.len();
                let (packs, errors) = (&self.pack_ids, &mut self.errors);
                let (id_at, defaults_of_pack) = (rule.id.span(), &default_lines);
                let builder = RuleBuilder {
                    file,
                    lines: &lines,
                    id_at,
                    defaults: defaults_of_pack,
                    terms: &terms,
                    packs,
                    errors,
                    wrong,
                };
                let built = builder.build(&full_id, name.clone(), form.hash(&term_forms), rule);
                self.set.rules.extend(built.map(|rule| library::with_shared_hash(rule, self.shared)));
                if defaults.is_some() {
                    let errors = self.errors.split_off(before);
                    self.errors.extend(
                        errors.into_iter().filter_map(|error| about_default(error, rule, defaults_are_reported)),
                    );
                }
            }
        }
        let title = if pack.title.is_empty() { id } else { &pack.title }.clone();
        let (description, jurisdictions) = (pack.description.clone(), pack.jurisdictions.clone());
        let file = head.name.as_str().into();
        self.set.packs.push(Pack { id: id.clone(), title, description, jurisdictions, file, builtin: false });
    }

    /// Deserializes a file after the defaults of its pack are added to its rules.
    fn parse(&mut self, file: CheckedFile<'l>, pack_defaults: Option<&DeTable<'l>>) -> Option<ParsedFile<'l>> {
        let CheckedFile { file, mut table, wrong } = file;
        if let Some(misplaced) = defaults::take(table.get_mut()) {
            let error = file.error(misplaced.span(), "`[defaults]` is not in the file that has `[pack]`");
            self.errors.push(error.help("move it there; it is for all rules of the pack"));
        }
        if let Some(pack_defaults) = pack_defaults {
            defaults::add(pack_defaults, table.get_mut());
        }
        let forms = CanonicalForms::of(table.get_ref());
        let toml = file.deserialize(table).map_err(|error| self.errors.push(error)).ok()?;
        Some(ParsedFile { file, toml, forms, wrong })
    }

    /// Checks the values of `[defaults]` that can be checked without a rule.
    fn check_defaults(
        &mut self,
        file: &TomlFile,
        defaults: &Spanned<DeTable>,
        terms: &TermSets,
        wrong: WrongKeys,
    ) -> bool {
        let before = self.errors.len();
        match file.deserialize::<RuleToml>(defaults::as_rule(defaults)) {
            Ok(rule) => {
                let lines = LineIndex::new(&file.text);
                let (packs, errors) = (&self.pack_ids, &mut self.errors);
                let (id_at, defaults) = (rule.id.span(), &DefaultLines::new());
                let builder = RuleBuilder { file, lines: &lines, id_at, defaults, terms, packs, errors, wrong };
                builder.build("defaults", file.name.as_str().into(), [0; 32], &rule);
            }
            Err(error) => self.errors.push(error),
        }
        self.errors.len() == before
    }

    /// Reserves an id. Reports an error and returns false if the id is invalid or already used. The rest of a pack or
    /// rule with an invalid id can still be checked.
    fn reserve_id(&mut self, file: &TomlFile, id: &Spanned<String>, full_id: String, what: &str) -> bool {
        let name = id.get_ref();
        let conflict = match what {
            "pack" if profile::is_reserved_for_packs(name) => Some("is reserved"),
            "pack" if self.profiles.contains(name) => Some("is the id of a profile"),
            _ => None,
        };
        if let Some(conflict) = conflict {
            let help = "choose another id, such as the name of your organisation";
            self.errors.push(file.error(id.span(), format!("the pack id `{name}` {conflict}")).help(help));
            return false;
        }
        if !profile::is_valid_id(name) {
            self.errors.push(file.error(id.span(), format!("invalid {what} id `{name}`")).help(profile::ID_HELP));
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

    /// Checks that every `superseded_by` names another rule that exists.
    fn check_successors(&mut self) {
        for (file, rule, successor) in &self.successors {
            let name = successor.get_ref();
            if name == rule {
                let help = "write the full id of the rule that replaces it, or remove the key";
                self.errors.push(file.error(successor.span(), format!("`{rule}` is superseded by itself")).help(help));
                continue;
            }
            let known = || self.seen.keys().filter(|id| id.contains('/')).map(String::as_str);
            if known().any(|id| id == name) {
                continue;
            }
            let message = format!("`{rule}` is superseded by `{name}`, which does not exist");
            let help = match nearest(name, known().filter(|id| id != rule)) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write the full id, `pack/rule`".to_owned(),
            };
            self.errors.push(file.error(successor.span(), message).help(help));
        }
    }
}
