//! Handles the symbolic links that a walk finds.
//!
//! A walk follows none, so it cannot loop. After the walk, each link is resolved. If its target is checked anyway, the
//! link is ignored. If it is another file inside the walked folders, it is checked under the link's name. Otherwise the
//! run warns. Links are resolved in the order of their names, so the result does not depend on threads.

use super::{FileKind, Input, InputOrigin, Walker, shown};
use crate::input::{InputWarning, WarningKind};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The maximum number of links that a warning of each kind lists.
const MOST_LINKS: usize = 10;

/// Why a link was not followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unread {
    Nowhere,
    Outside,
    Folder,
}

impl Unread {
    fn message(self, target: &str) -> String {
        match self {
            Unread::Nowhere => format!("broken link: {target} cannot be found"),
            Unread::Outside => format!("link not followed: {target} is outside the checked folders"),
            Unread::Folder => format!("link not followed: {target} is a folder that is not searched"),
        }
    }
}

/// The target of a link.
enum LinkTarget {
    /// Something that is checked anyway, or is not a document.
    Nothing,
    /// A file that is not checked otherwise.
    File(PathBuf),
    Unread(Unread),
}

impl Walker<'_> {
    /// Adds the targets of the links, or reports them.
    pub(super) fn follow_links(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        links.sort_by_cached_key(|link| shown(self.session, link));
        links.dedup();
        if links.is_empty() {
            return;
        }
        let folders = canonical(self.folders.iter(), &links);
        let mut files = canonical(self.walk.inputs.iter().filter_map(|input| path_of(input)), &links);
        let mut unread = Vec::new();
        for link in links {
            match self.target(&link, &files, &folders) {
                LinkTarget::Nothing => {}
                LinkTarget::File(file) => {
                    let base = self.session.base_path(&link);
                    let input = super::unnamed(self.session, &link, base, InputOrigin::File(link.clone()));
                    self.walk.inputs.extend(input);
                    files.insert(file);
                }
                LinkTarget::Unread(why) => unread.push((link, why)),
            }
        }
        self.walk.skipped += unread.len();
        for why in [Unread::Nowhere, Unread::Outside, Unread::Folder] {
            self.warn_of_links(why, unread.iter().filter(|(_, known)| *known == why).map(|(link, _)| link));
        }
    }

    fn target(&self, link: &Path, files: &HashSet<PathBuf>, folders: &HashSet<PathBuf>) -> LinkTarget {
        let base = self.session.base_path(link);
        // A broken link without an extension may have led to a folder.
        let is_document = matches!(FileKind::of(&self.session.globs, link, &base), FileKind::Document(_));
        let Ok(target) = link.canonicalize() else {
            let is_said = is_document || link.extension().is_none();
            return if is_said { LinkTarget::Unread(Unread::Nowhere) } else { LinkTarget::Nothing };
        };
        if target.is_dir() {
            let is_walked = folders.contains(&target) || self.roots.contains(&target);
            return if is_walked { LinkTarget::Nothing } else { LinkTarget::Unread(Unread::Folder) };
        }
        if !is_document || !self.session.globs.takes(&base) || files.contains(&target) || self.is_written(&target) {
            return LinkTarget::Nothing;
        }
        let is_inside = self.roots.iter().any(|root| target.starts_with(root)) && target.is_file();
        if is_inside { LinkTarget::File(target) } else { LinkTarget::Unread(Unread::Outside) }
    }

    fn warn_of_links<'l>(&mut self, why: Unread, links: impl Iterator<Item = &'l PathBuf>) {
        let links: Vec<&PathBuf> = links.collect();
        for (at, link) in links.iter().take(MOST_LINKS).enumerate() {
            let target = match link.canonicalize() {
                Ok(target) => shown(self.session, &target),
                Err(_) => link.read_link().map_or_else(|_| "its target".to_owned(), |to| to.display().to_string()),
            };
            let mut message = why.message(&target);
            if at + 1 == MOST_LINKS && links.len() > MOST_LINKS {
                message.push_str(&format!(" (and {} more such links)", links.len() - MOST_LINKS));
            }
            let path = shown(self.session, link);
            self.walk.warnings.push(InputWarning { path, line: 1, message, kind: WarningKind::Input });
        }
    }
}

fn path_of(input: &Input) -> Option<&PathBuf> {
    match &input.origin {
        InputOrigin::File(path) => Some(path),
        InputOrigin::Staged(_) | InputOrigin::Stdin => None,
    }
}

/// The canonical paths of possible link targets. Resolving all paths would be slow.
fn canonical<'p>(paths: impl Iterator<Item = &'p PathBuf>, links: &[PathBuf]) -> HashSet<PathBuf> {
    let targets: HashSet<PathBuf> = links.iter().filter_map(|link| link.canonicalize().ok()).collect();
    let names: HashSet<_> = targets.iter().filter_map(|target| target.file_name()).collect();
    // A path may itself be a link with another name than its target.
    let may_be = |path: &&PathBuf| path.file_name().is_none_or(|name| names.contains(name)) || path.is_symlink();
    paths.filter(may_be).filter_map(|path| path.canonicalize().ok()).collect()
}
