//! The configuration files that apply together: the nearest one and, by its `extend`, others.
//!
//! The values of the nearest file win, and lists add up. Names and globs keep their file, so that a mistake is reported
//! at its place, and so that a glob stays relative to the file that has it.

use super::{Config, FileGlobs, Organisation, Reading, ScopeSwitches, WaiverSource};
use crate::paths;
use std::path::{Path, PathBuf};
use toml::Spanned;
use wordgate_core::extract::ReadingLists;
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Pattern, Severity};
use wordgate_text::language::Language;

/// One configuration file.
#[derive(Clone, Debug)]
pub struct ConfigLayer {
    /// Its name and text.
    pub file: TomlFile,
    /// The folder that it is in.
    pub folder: PathBuf,
    /// Its values.
    pub config: Config,
    /// The path from `folder` to that of the nearest file, to which the paths of documents are relative; empty if they
    /// are the same.
    pub prefix: String,
}

impl ConfigLayer {
    /// Creates a layer of the files whose nearest one is in `base`.
    pub fn new(file: TomlFile, folder: PathBuf, config: Config, base: &Path) -> ConfigLayer {
        let prefix = if folder == base { String::new() } else { paths::relative(&folder, base) };
        ConfigLayer { file, folder, config, prefix }
    }

    /// Reads the code of a language in this file.
    pub(super) fn read_language(&self, tag: Option<&Spanned<String>>) -> Result<Option<Language>, TomlError> {
        let read = |tag: &Spanned<String>| {
            Language::read(tag.get_ref()).map_err(|error| self.file.error(tag.span(), error.message).help(error.help))
        };
        tag.map(read).transpose()
    }
}

/// The configuration files that apply together. A file comes after the one that it extends, so the nearest is the last.
#[derive(Clone, Debug)]
pub struct ConfigLayers {
    layers: Vec<ConfigLayer>,
    /// The folder of the nearest file.
    base: PathBuf,
}

impl ConfigLayers {
    /// Creates the layers. `base` is the folder of the last one.
    pub fn new(layers: Vec<ConfigLayer>, base: PathBuf) -> ConfigLayers {
        ConfigLayers { layers, base }
    }

    /// Returns the files, the nearest one last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ConfigLayer> + Clone {
        self.layers.iter()
    }

    /// Returns the last layer that has a value, and the value.
    pub fn last<'l, T>(&'l self, value: impl Fn(&'l Config) -> Option<T>) -> Option<(&'l ConfigLayer, T)> {
        self.iter().rev().find_map(|layer| Some((layer, value(&layer.config)?)))
    }

    /// Returns the items of a list of all layers, each with its layer.
    pub fn all<'l, T: 'l>(
        &'l self,
        list: impl Fn(&'l Config) -> &'l [T] + Clone,
    ) -> impl Iterator<Item = (&'l ConfigLayer, &'l T)> + Clone {
        self.iter().flat_map(move |layer| list(&layer.config).iter().map(move |item| (layer, item)))
    }

    /// Returns the severities of rules and packs, each with its layer: those of packs first, so that the severity of a
    /// single rule takes precedence, and the nearest file last.
    pub fn severities(&self) -> Vec<(&ConfigLayer, &Spanned<String>, Severity)> {
        let all =
            self.iter().flat_map(|layer| layer.config.severity.iter().map(move |(id, level)| (layer, id, *level)));
        let (single, packs): (Vec<_>, Vec<_>) = all.partition(|(_, id, _)| id.get_ref().contains('/'));
        packs.into_iter().chain(single).collect()
    }

    /// Compiles `include` and `exclude` of all layers.
    ///
    /// # Errors
    /// Every invalid glob.
    pub fn globs(&self) -> Result<FileGlobs, Vec<TomlError>> {
        let mut globs = FileGlobs::default();
        self.collect(|layer| {
            let Config { include, exclude, .. } = &layer.config;
            globs.add(FileGlobs::new(include, exclude, &layer.file)?, &layer.prefix);
            Ok(())
        })?;
        Ok(globs)
    }

    /// Returns which front-matter keys and attributes are read.
    ///
    /// # Errors
    /// See [`Reading::lists`].
    pub fn reading(&self) -> Result<ReadingLists, Vec<TomlError>> {
        let keys =
            self.iter().flat_map(|layer| layer.config.reading.keys.iter().map(move |entry| (&layer.file, entry)));
        let attributes =
            self.iter().flat_map(|layer| layer.config.reading.attributes.iter().map(move |entry| (&layer.file, entry)));
        Reading::lists(keys, attributes)
    }

    /// Returns the names of the organisation.
    ///
    /// # Errors
    /// See [`Organisation::patterns`].
    pub fn organisation(&self) -> Result<Vec<Pattern>, Vec<TomlError>> {
        let names = self.all(|config| &config.organisation.names[..]);
        Organisation::patterns(names.map(|(layer, name)| (&layer.file, name)))
    }

    /// Returns the language of text whose language nothing else says.
    ///
    /// # Errors
    /// A value that is not the code of a language, in any file.
    pub fn language(&self) -> Result<Option<Language>, Vec<TomlError>> {
        self.collect(|layer| {
            layer.read_language(layer.config.language.as_ref()).map(drop).map_err(|error| vec![error])
        })?;
        let nearest = self.last(|config| config.language.as_ref());
        Ok(nearest.and_then(|(_, tag)| Language::parse(tag.get_ref())))
    }

    /// Returns the waivers in the configuration files themselves.
    pub fn waivers(&self) -> impl Iterator<Item = WaiverSource<'_>> {
        self.layers.iter().map(|ConfigLayer { file, config, prefix, .. }| WaiverSource {
            file,
            waivers: &config.waivers,
            prefix,
        })
    }

    /// Calls `read` for each layer, and returns the mistakes of all.
    fn collect(&self, mut read: impl FnMut(&ConfigLayer) -> Result<(), Vec<TomlError>>) -> Result<(), Vec<TomlError>> {
        let mistakes: Vec<TomlError> = self.iter().filter_map(|layer| read(layer).err()).flatten().collect();
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }

    /// Returns which scopes are switched on and off.
    pub fn scopes(&self) -> ScopeSwitches {
        let nearer = |scopes: ScopeSwitches, layer: &ConfigLayer| scopes.then(layer.config.scopes.clone());
        self.iter().fold(ScopeSwitches::default(), nearer)
    }

    /// Returns one configuration with the values of all layers. Its spans have no meaning.
    pub fn merged(&self) -> Config {
        let mut merged = Config::default();
        for layer in self.iter() {
            merged.add(layer.config.clone());
        }
        merged
    }

    /// Returns the names of the files that set a key, the nearest one last.
    pub fn sources(&self, key: &str) -> Vec<String> {
        let sets =
            |layer: &&ConfigLayer| toml::from_str::<toml::Table>(&layer.file.text).is_ok_and(|t| t.contains_key(key));
        self.iter().filter(sets).map(|layer| layer.file.name.clone()).collect()
    }

    /// Returns the folder of the nearest file.
    pub fn base(&self) -> &Path {
        &self.base
    }
}

impl Config {
    /// Adds the values of a nearer file: they win, and lists add up.
    fn add(&mut self, nearer: Config) {
        // A new key has to be named here.
        let Config {
            extend,
            packs,
            extend_packs,
            rules,
            disable,
            allow,
            include,
            exclude,
            fail_on,
            baseline,
            language,
            as_of,
            document_date,
            inline,
            severity,
            scopes,
            reading: Reading { keys, attributes },
            organisation: Organisation { names },
            terms,
            overrides,
            waivers,
            waiver_files,
        } = nearer;
        self.extend = extend;
        self.packs = packs.or(self.packs.take());
        self.extend_packs.extend(extend_packs);
        self.rules.extend(rules);
        self.disable.extend(disable);
        self.allow.extend(allow);
        self.include.extend(include);
        self.exclude.extend(exclude);
        self.fail_on = fail_on.or(self.fail_on);
        self.baseline = baseline.or(self.baseline.take());
        self.language = language.or(self.language.take());
        self.as_of = as_of.or(self.as_of);
        self.document_date.extend(document_date);
        self.inline = inline.or(self.inline);
        for (id, level) in severity {
            self.severity.remove(&id);
            self.severity.insert(id, level);
        }
        self.scopes = std::mem::take(&mut self.scopes).then(scopes);
        self.reading.keys.extend(keys);
        self.reading.attributes.extend(attributes);
        self.organisation.names.extend(names);
        for (name, terms) in terms {
            self.terms.remove(&name);
            self.terms.insert(name, terms);
        }
        self.overrides.extend(overrides);
        self.waivers.extend(waivers);
        self.waiver_files.extend(waiver_files);
    }
}
