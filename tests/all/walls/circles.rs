//! Which files of a crate import from each other in a circle.
//!
//! An import is a path that code names. One of an item that a file only passes on leads to where the item is, so a
//! `mod.rs` that declares and re-exports ties nothing together.

use super::code;
use std::collections::{BTreeMap, BTreeSet};

type Module = Vec<String>;

/// Files by module, each with what it names.
pub struct Crate {
    names: BTreeMap<Module, Vec<Path>>,
}

/// A path that code names, in segments.
struct Path {
    segments: Module,
    is_import: bool,
}

impl Crate {
    /// The crate whose files, as paths below its `src/`, have these texts.
    pub fn new<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Crate {
        let path = |name: code::Name| Path { segments: segments(&name.path, "::"), is_import: name.is_import };
        let names = |text| code::names(text).into_iter().map(path).collect();
        Crate { names: files.map(|(path, text)| (module(path), names(text))).collect() }
    }

    /// The circles of files, as module paths, that import from each other.
    pub fn circles(&self) -> Vec<BTreeSet<Module>> {
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
        let circle = |module: &&Module| -> BTreeSet<Module> {
            reached[*module].iter().filter(|other| reached[other].contains(*module)).cloned().collect()
        };
        let circles: BTreeSet<BTreeSet<Module>> = self.names.keys().collect::<Vec<_>>().iter().map(circle).collect();
        circles.into_iter().filter(|circle| circle.len() > 1).collect()
    }

    /// The folder that a file belongs to: its own, if it is the file of a folder.
    pub fn folder<'m>(&self, module: &'m Module) -> &'m [String] {
        let has_children = self.names.keys().any(|other| other.len() > module.len() && other.starts_with(module));
        if has_children { module } else { &module[..module.len().saturating_sub(1)] }
    }

    /// The files that a file imports from.
    fn imports(&self, module: &Module) -> BTreeSet<Module> {
        let names = &self.names[module];
        let is_used = |item: &String| names.iter().any(|name| name.segments[0] == *item);
        let is_passed_on = |path: &&Path| path.is_import && path.segments.last().is_some_and(|item| !is_used(item));
        let paths = names.iter().filter(|path| path.segments.len() > 1 && !is_passed_on(path));
        let homes = paths.filter_map(|path| self.home(module, &path.segments, 0));
        homes.filter(|home| home != module).collect()
    }

    /// The file in which the item is that `path` names in `module`; `None` when it is of another crate.
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
        // An item that this file imports itself is where it imports it from.
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
