//! Import cycles between the files of a crate.
//!
//! An import is a path that code names. A path to a re-exported item leads to the file that defines the item, so a
//! `mod.rs` that only declares and re-exports is in no cycle.

use super::code;
use std::collections::{BTreeMap, BTreeSet};

type Module = Vec<String>;

/// The files of a crate by module, each with the paths that it names.
pub struct Crate {
    names: BTreeMap<Module, Vec<Path>>,
}

/// A path that code names, in segments.
struct Path {
    segments: Module,
    is_import: bool,
}

impl Crate {
    /// Reads the files of a crate, given as paths below its `src/` and their texts.
    pub fn new<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Crate {
        let path = |name: code::Name| Path { segments: segments(&name.path, "::"), is_import: name.is_import };
        let names = |text| code::names(text).into_iter().map(path).collect();
        Crate { names: files.map(|(path, text)| (module(path), names(text))).collect() }
    }

    /// Returns the import cycles: sets of files, as module paths, that import from each other.
    pub fn cycles(&self) -> Vec<BTreeSet<Module>> {
        let imports: BTreeMap<&Module, BTreeSet<Module>> =
            self.names.keys().map(|module| (module, self.imports(module))).collect();
        let reach = |from: &Module| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(module) = open.pop() {
                open.extend(imports[&module].iter().filter(|next| seen.insert((*next).clone())).cloned());
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<Module>> =
            self.names.keys().map(|module| (module, reach(module))).collect();
        let cycle = |module: &&Module| -> BTreeSet<Module> {
            reached[*module].iter().filter(|other| reached[other].contains(*module)).cloned().collect()
        };
        let cycles: BTreeSet<BTreeSet<Module>> = self.names.keys().collect::<Vec<_>>().iter().map(cycle).collect();
        cycles.into_iter().filter(|cycle| cycle.len() > 1).collect()
    }

    /// Returns the folder that a file belongs to. The file of a folder belongs to that folder itself.
    pub fn folder<'m>(&self, module: &'m Module) -> &'m [String] {
        let has_children = self.names.keys().any(|other| other.len() > module.len() && other.starts_with(module));
        if has_children { module } else { &module[..module.len().saturating_sub(1)] }
    }

    /// Returns the files that a file imports from.
    fn imports(&self, module: &Module) -> BTreeSet<Module> {
        let names = &self.names[module];
        let is_used = |item: &String| names.iter().any(|name| name.segments[0] == *item);
        let is_passed_on = |path: &&Path| path.is_import && path.segments.last().is_some_and(|item| !is_used(item));
        let paths = names.iter().filter(|path| path.segments.len() > 1 && !is_passed_on(path));
        let homes = paths.filter_map(|path| self.home(module, &path.segments, 0));
        homes.filter(|home| home != module).collect()
    }

    /// Returns the file that defines the item which `path` names in `module`, or `None` if the item is from another
    /// crate.
    fn home(&self, module: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (mut at, mut rest) = match path.first()?.as_str() {
            "crate" => (Module::new(), &path[1..]),
            "self" => (module.clone(), &path[1..]),
            "super" => (module[..module.len().checked_sub(1)?].to_vec(), &path[1..]),
            _ => (module.clone(), path),
        };
        let is_relative = rest.len() == path.len();
        let start = rest.len();
        while let Some(name) = rest.first() {
            let mut inner = at.clone();
            match name.as_str() {
                "super" => drop(inner.pop()),
                _ => inner.push(name.clone()),
            }
            if !self.names.contains_key(&inner) {
                break;
            }
            (at, rest) = (inner, &rest[1..]);
        }
        if is_relative && rest.len() == start {
            return None;
        }
        // If this file imports the item itself, follow that import.
        let import = |name: &&Path| name.is_import && name.segments.len() > 1 && name.segments.last() == rest.first();
        let imported = rest.first().and_then(|_| self.names.get(&at)?.iter().find(import));
        match imported {
            Some(path) if depth < 8 => self.home(&at, &path.segments, depth + 1).or(Some(at)),
            _ => Some(at),
        }
    }
}

fn module(path: &str) -> Module {
    let mut module = segments(path.trim_end_matches(".rs"), "/");
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

fn segments(path: &str, separator: &str) -> Module {
    path.split(separator).map(str::to_owned).collect()
}
