//! Profiles: named sets of rules of any pack.
//!
//! A rule lists the profiles that it is part of. A configuration names a profile where it may name a pack, so the two
//! share one space of ids, together with the sets that every configuration has.

use std::collections::HashSet;

/// The id of the set of all rules.
pub(crate) const ALL: &str = "all";

/// The id of the default set.
pub(crate) const RECOMMENDED: &str = "recommended";

/// The id of the pack of the program's own rules.
pub(crate) const PROGRAM: &str = "wordgate";

/// The prefix of shared term sets in a pattern.
const SHARED_TERMS: &str = "terms";

/// The profile of claims in marketing text. Reserved, because rule files of anybody may add rules to it.
const MARKETING: &str = "marketing";

/// Returns whether a pack cannot have this id because the id means something else in a configuration or a pattern.
pub(crate) fn is_reserved_for_packs(id: &str) -> bool {
    [ALL, RECOMMENDED, MARKETING, SHARED_TERMS, PROGRAM].contains(&id)
}

/// Returns whether an id of a pack, profile or rule has the right form.
pub(crate) fn is_valid_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The help for an id of the wrong form.
pub(crate) const ID_HELP: &str = "use `a` to `z`, digits and `-`";

/// Returns the message and the help if a rule cannot name this profile. `packs` has the ids of all packs.
pub(crate) fn mistake(id: &str, packs: &HashSet<String>) -> Option<(String, &'static str)> {
    match id {
        RECOMMENDED => Some((
            format!("`{id}` is not listed in `profiles`"),
            "write `recommended = true` to make the rule part of the default set",
        )),
        ALL => Some((format!("every rule is part of `{id}`"), "remove it from `profiles`")),
        SHARED_TERMS | PROGRAM => {
            Some((format!("the profile id `{id}` is reserved"), "choose another id, such as that of a department"))
        }
        _ if packs.contains(id) => {
            Some((format!("the profile id `{id}` is the id of a pack"), "choose another id; a rule has one pack only"))
        }
        _ if !is_valid_id(id) => Some((format!("invalid profile id `{id}`"), ID_HELP)),
        _ => None,
    }
}
