//! Embeds the rule files below `rules/`, so that adding a rule touches TOML only, and an index of them, so that a run
//! reads no more than the rules that are on. The words that they inflect are inflected here, and their content is hashed,
//! by the program's own code.
//!
//! The index repeats what the files say and judges nothing: a key that is missing or wrong is left out here, and is told
//! with its place where the files are read in full, by the tests and by `wordgate test`. Long lists are one text each:
//! every string of its own is an address that the system has to set when the program starts.

#[path = "src/rule/canonical.rs"]
mod canonical;
#[path = "src/rule/inflect.rs"]
#[allow(dead_code)]
mod inflect;
#[path = "src/rule/irregular.rs"]
mod irregular;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};
use toml::de::{DeTable, DeValue};

fn main() -> ExitCode {
    match write_index() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write_index() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("rules");
    let files = rule_files(&root)?;
    let texts = files.iter().map(|(_, path)| fs::read_to_string(path)).collect::<io::Result<Vec<String>>>()?;
    let mut packs: BTreeMap<&str, Pack> = BTreeMap::new();
    for (at, ((name, _), text)) in files.iter().zip(&texts).enumerate() {
        let table = DeTable::parse(text).map_err(|error| io::Error::other(format!("rules/{name}: {error}")))?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        packs.entry(folder).or_default().add(at, text, &table.into_inner());
    }
    let mut code = String::from("/// Name and text of each embedded rule file, sorted by name.\n");
    code.push_str("static FILES: &[(&str, &str)] = &[\n");
    for (name, path) in &files {
        // Writing to a string does not fail.
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    code.push_str("];\n\n/// The packs, sorted by id.\nstatic PACKS: &[PackEntry] = &[\n");
    let mut packs: Vec<Pack> = packs.into_values().collect();
    packs.sort_by(|a, b| a.id.cmp(&b.id));
    let mut rules = Vec::new();
    for (number, pack) in packs.iter().enumerate() {
        let terms: Vec<&str> = pack.terms.values().map(String::as_str).collect();
        let _ = writeln!(code, "    PackEntry {{ id: {:?}, {} terms: &[{}] }},", pack.id, pack.head, terms.concat());
        rules.extend(pack.rules.iter().map(|rule| {
            let hash = canonical::hash(&rule.form, &pack.term_forms);
            (format!("{}/{}", pack.id, rule.id), number, format!("{}, hash: {hash:?}", rule.keys))
        }));
    }
    code.push_str("];\n\n/// The rules, sorted by id.\nstatic RULES: &[RuleEntry] = &[\n");
    rules.sort();
    for (id, pack, keys) in rules {
        let _ = writeln!(code, "    RuleEntry {{ id: {id:?}, pack: {pack}, {keys} }},");
    }
    code.push_str("];\n");
    let words: BTreeSet<&str> = texts.iter().flat_map(|text| inflected(text)).filter(|word| !word.is_empty()).collect();
    let (mut text, mut places) = (String::new(), Vec::new());
    for word in words {
        let start = text.len();
        text.push_str(word);
        let middle = text.len();
        text.extend(inflect::inflect(word)[1..].iter().flat_map(|form| [" ", form]));
        places.push([start, middle, text.len()]);
    }
    let _ = write!(code, "\n/// The text of `FORMS`.\nstatic FORM_TEXT: &str = {text:?};\n\n");
    code.push_str("/// Words that patterns inflect, sorted: where each starts in `FORM_TEXT`, and where it and its other forms end.\n");
    let _ = writeln!(code, "static FORMS: &[[usize; 3]] = &{places:?};");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("builtin.rs"), code)
}

/// The name below `root` and the path of every rule file, sorted by name.
fn rule_files(root: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for pack in fs::read_dir(root)? {
        let pack = pack?;
        if !pack.file_type()?.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", pack.path().display());
        for file in fs::read_dir(pack.path())? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "toml") {
                let below = file.strip_prefix(root).map_err(io::Error::other)?;
                files.push((below.to_string_lossy().replace('\\', "/"), file));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The files of one folder, as the code of their entries.
#[derive(Default)]
struct Pack {
    id: String,
    /// The keys of its own entry.
    head: String,
    /// Its term sets, by name.
    terms: BTreeMap<String, String>,
    /// The content of its term sets, as it is hashed.
    term_forms: canonical::Terms,
    rules: Vec<RuleCode>,
}

/// A rule of a file.
struct RuleCode {
    /// Its bare id.
    id: String,
    /// The keys of its entry, but for the hash.
    keys: String,
    /// Its content, as it is hashed.
    form: Vec<u8>,
}

impl Pack {
    /// Adds the file with this number.
    fn add(&mut self, file: usize, text: &str, table: &DeTable) {
        if let Some(pack) = get(table, "pack").and_then(DeValue::as_table) {
            self.id = string(pack, "id").unwrap_or_default().to_owned();
            let text = |key| string(pack, key).unwrap_or_default();
            self.head = format!(
                "file: {file}, title: {:?}, description: {:?}, jurisdictions: &{:?},",
                text("title"),
                text("description"),
                strings(pack, "jurisdictions"),
            );
        }
        for (name, set) in get(table, "terms").and_then(DeValue::as_table).into_iter().flatten() {
            self.term_forms.insert(name.get_ref().to_string(), canonical::form(set.get_ref()));
            let Some(set) = set.get_ref().as_table() else { continue };
            let case = match string(set, "case") {
                Some("exact") => "Exact",
                Some("smart") => "Smart",
                _ => "Any",
            };
            let name = name.get_ref().to_string();
            let code = format!("({name:?}, Case::{case}, &{:?}), ", strings(set, "terms"));
            self.terms.insert(name, code);
        }
        let rules = get(table, "rule").and_then(DeValue::as_array);
        let mut rules = rules.into_iter().flat_map(|rules| rules.iter()).peekable();
        while let Some(rule) = rules.next() {
            let end = rules.peek().map_or(text.len(), |next| next.span().start);
            let Some(keys) = rule.get_ref().as_table() else { continue };
            let Some(id) = string(keys, "id") else { continue };
            let form = canonical::form(rule.get_ref());
            self.rules.push(RuleCode {
                id: id.to_owned(),
                keys: rule_keys(file, (rule.span().start, end), keys),
                form,
            });
        }
    }
}

/// The keys of a rule's entry. `bytes` are those of its table in the file.
fn rule_keys(file: usize, bytes: (usize, usize), rule: &DeTable) -> String {
    let severity = match string(rule, "severity") {
        Some("error") => "Some(Severity::Error)",
        Some("warning") => "Some(Severity::Warning)",
        Some("info") => "Some(Severity::Info)",
        _ => "None",
    };
    let date = |key| {
        let date = get(rule, key).and_then(DeValue::as_datetime).and_then(|value| value.date);
        date.map_or("None".to_owned(), |date| format!("Some(date({}, {}, {}))", date.year, date.month, date.day))
    };
    let within = get(rule, "within_words").and_then(DeValue::as_integer).and_then(|words| words.as_str().parse().ok());
    format!(
        "file: {file}, bytes: {bytes:?}, severity: {severity}, recommended: {}, protects: {}, valid_from: {}, \
         valid_until: {}, scopes: {}, within_words: {:?}, patterns: {:?}",
        get(rule, "recommended").and_then(DeValue::as_bool).unwrap_or_default(),
        string(rule, "kind") == Some("allow"),
        date("valid_from"),
        date("valid_until"),
        get(rule, "scopes").map_or("None".to_owned(), |_| format!("Some(&{:?})", strings(rule, "scopes"))),
        within.map(|words: u16| words),
        strings(rule, "patterns").join("\u{1f}"),
    )
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeValue<'i>> {
    table.get(key).map(|value| value.get_ref())
}

fn string<'t>(table: &'t DeTable, key: &str) -> Option<&'t str> {
    get(table, key).and_then(DeValue::as_str)
}

fn strings<'t>(table: &'t DeTable, key: &str) -> Vec<&'t str> {
    let values = get(table, key).and_then(DeValue::as_array);
    values.into_iter().flat_map(|values| values.iter()).filter_map(|value| value.get_ref().as_str()).collect()
}

/// The plain words with `~` behind them. Where the sign means something else, a word is inflected for nothing.
fn inflected(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('~').map(|(at, _)| {
        let before = &text[..at];
        &before[before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len()..]
    })
}
