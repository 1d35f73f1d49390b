//! Term sets and allowed phrases of the configuration, in the pattern language of rules.

use crate::config::{ConfigLayer, ConfigLayers};
use std::collections::BTreeMap;
use wordgate_rules::toml_file::TomlError;
use wordgate_rules::{Pattern, PatternContext, RawTerms, TermSets};

/// Parses the term sets that every pack may use.
///
/// # Errors
/// All mistakes in their terms.
pub(super) fn shared_terms(layers: &ConfigLayers) -> Result<TermSets, Vec<TomlError>> {
    let mut raw = BTreeMap::new();
    // The set of a nearer file replaces that of the file that it extends.
    let mut defined = BTreeMap::new();
    for (layer, (name, set)) in layers.iter().flat_map(|layer| layer.config.terms.iter().map(move |set| (layer, set))) {
        defined.insert(name.get_ref().as_str(), (layer, name, set));
        let terms = set.terms.iter().map(|term| term.get_ref().as_str()).collect();
        raw.insert(name.get_ref().as_str(), RawTerms { case: set.case, terms });
    }
    let (sets, errors) = TermSets::resolve(raw, &wordgate_packs::terms());
    let mut mistakes = Vec::new();
    for mistake in errors {
        let Some((ConfigLayer { file, .. }, name, set)) = defined.get(&*mistake.set) else { continue };
        let at = match mistake.term.and_then(|term| set.terms.get(term)) {
            Some(term) => file.span_in_string(term.span(), mistake.error.at),
            None => name.span(),
        };
        mistakes.push(file.error(at, mistake.error.message).help(mistake.error.help));
    }
    if mistakes.is_empty() { Ok(sets) } else { Err(mistakes) }
}

/// Parses the phrases that no rule reports.
///
/// # Errors
/// All phrases that are not valid patterns.
pub(super) fn allowed(layers: &ConfigLayers, shared: &TermSets) -> Result<Vec<Pattern>, Vec<TomlError>> {
    let mut patterns = Vec::new();
    let mut mistakes = Vec::new();
    for (ConfigLayer { file, .. }, phrase) in layers.all(|config| &config.allow) {
        match shared.pattern(phrase.get_ref(), PatternContext::Rule) {
            Ok(pattern) => patterns.push(pattern),
            Err(error) => {
                let at = file.span_in_string(phrase.span(), error.at);
                mistakes.push(file.error(at, error.message).help(error.help));
            }
        }
    }
    if mistakes.is_empty() { Ok(patterns) } else { Err(mistakes) }
}
