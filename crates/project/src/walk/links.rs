//! Handles the symbolic links that a walk finds.
//!
//! A walk does not follow symbolic links, so it cannot loop. After the walk, each link is resolved. If its target is
//! checked anyway, or the link is not a document, it is ignored. If the target is another file in the walked folders,
//! it is checked under the link's name. Otherwise the run warns. Links are resolved in the order of their names, so the
//! result does not depend on threads.

use super::{FileKind, Found, Input, InputOrigin, Walker, shown};
use crate::input::{InputWarning, WarningKind};
use crate::project::FolderSession;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The maximum number of warnings for each reason.
const MAX_WARNINGS: usize = 10;

/// Why a link was not followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NotFollowed {
    Broken,
    Outside,
    Folder,
}

impl NotFollowed {
    fn message(self, target: &str) -> String {
        match self {
            NotFollowed::Broken => format!("broken link: {target} cannot be found"),
            NotFollowed::Outside => format!("link not followed: {target} is outside the checked folders"),
            NotFollowed::Folder => format!("link not followed: {target} is a folder that is not searched"),
        }
    }
}

/// The target of a link.
enum LinkTarget {
    /// A target that is checked anyway, or is not a document.
    Nothing,
    /// A file that is not checked otherwise.
    File(PathBuf),
    /// A target that is not checked.
    NotFollowed(NotFollowed),
}

impl Walker<'_> {
    /// Adds the targets of the links, or reports them.
    pub(super) fn follow_links(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        links.sort_by_cached_key(|link| shown(self.project, link));
        links.dedup();
        if links.is_empty() {
            return;
        }
        let folders = canonical(self.folders.iter(), &links);
        let mut files = canonical(self.walk.inputs.iter().filter_map(|input| path_of(input)), &links);
        let mut not_followed = Vec::new();
        for link in links {
            match self.target(&link, &files, &folders) {
                LinkTarget::Nothing => {}
                LinkTarget::File(file) => {
                    let found = self.session_of(&link);
                    let origin = InputOrigin::File(link.clone());
                    self.walk.inputs.extend(found.and_then(|s| Found::new(self.project, &s, &link, origin).input()));
                    files.insert(file);
                }
                LinkTarget::NotFollowed(why) => not_followed.push((link, why)),
            }
        }
        self.walk.skipped += not_followed.len();
        for why in [NotFollowed::Broken, NotFollowed::Outside, NotFollowed::Folder] {
            self.warn_of_links(why, not_followed.iter().filter(|(_, known)| *known == why).map(|(link, _)| link));
        }
    }

    fn target(&self, link: &Path, files: &HashSet<PathBuf>, folders: &HashSet<PathBuf>) -> LinkTarget {
        let Some(FolderSession { session, .. }) = self.session_of(link) else { return LinkTarget::Nothing };
        let base = session.base_path(link);
        // A broken link without an extension may have led to a folder.
        let is_document = matches!(FileKind::of(&session.globs, link, &base), FileKind::Document(_));
        let Ok(target) = link.canonicalize() else {
            let is_reported = is_document || link.extension().is_none();
            return if is_reported { LinkTarget::NotFollowed(NotFollowed::Broken) } else { LinkTarget::Nothing };
        };
        if target.is_dir() {
            let is_walked = folders.contains(&target) || self.roots.contains(&target);
            return if is_walked { LinkTarget::Nothing } else { LinkTarget::NotFollowed(NotFollowed::Folder) };
        }
        if !is_document || !session.globs.includes(&base) || files.contains(&target) || self.is_written(&target) {
            return LinkTarget::Nothing;
        }
        let is_inside = self.roots.iter().any(|root| target.starts_with(root)) && target.is_file();
        if is_inside { LinkTarget::File(target) } else { LinkTarget::NotFollowed(NotFollowed::Outside) }
    }

    fn warn_of_links<'l>(&mut self, why: NotFollowed, links: impl Iterator<Item = &'l PathBuf>) {
        let links: Vec<&PathBuf> = links.collect();
        for (at, link) in links.iter().take(MAX_WARNINGS).enumerate() {
            let target = match link.canonicalize() {
                Ok(target) => shown(self.project, &target),
                Err(_) => link.read_link().map_or_else(|_| "its target".to_owned(), |to| to.display().to_string()),
            };
            let mut message = why.message(&target);
            if at + 1 == MAX_WARNINGS && links.len() > MAX_WARNINGS {
                message.push_str(&format!(" (and {} more such links)", links.len() - MAX_WARNINGS));
            }
            let path = shown(self.project, link);
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

/// Returns the canonical paths of those `paths` to which a link may lead. Resolving all paths would be slow.
fn canonical<'p>(paths: impl Iterator<Item = &'p PathBuf>, links: &[PathBuf]) -> HashSet<PathBuf> {
    let targets: HashSet<PathBuf> = links.iter().filter_map(|link| link.canonicalize().ok()).collect();
    let names: HashSet<_> = targets.iter().filter_map(|target| target.file_name()).collect();
    // A path may itself be a link whose target has a different name.
    let may_be_target = |path: &&PathBuf| path.file_name().is_none_or(|name| names.contains(name)) || path.is_symlink();
    paths.filter(may_be_target).filter_map(|path| path.canonicalize().ok()).collect()
}
