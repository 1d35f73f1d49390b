//! Checks the boundaries between the modules: which names may be used where, and what every source file looks
//! like.
//!
//! The tables list the boundaries; the tests read all of `src/` and `crates/`. To move a boundary, change it here and
//! give the reason in the commit.

mod code;
mod cycles;

use cycles::Crate;
use std::collections::{BTreeMap, BTreeSet};

use std::path::{Path, PathBuf};

/// Names that may be used in some parts of the source only. A name is a path from its first segment (`std::fs` includes
/// `std::fs::read`). With `*::` in front, it may start at any segment; with `!` at its end, it is a macro. A crate is
/// only recognised in a path with more segments, since its bare name may be a variable.
struct Boundary {
    names: &'static [&'static str],
    place: Place,
    why: &'static str,
}

/// Parts of the source, as path prefixes.
enum Place {
    OnlyIn(&'static [&'static str]),
    NotIn(&'static [&'static str]),
}

/// The crates that do no I/O, read no clock or environment, start no threads and print nothing.
const CORE: &[&str] = &["crates/core/src/", "crates/packs/src/", "crates/rules/", "crates/text/"];

const BOUNDARIES: &[Boundary] = &[
    Boundary {
        names: &["tree_sitter", "tree_sitter_md", "tree_sitter_html"],
        place: Place::OnlyIn(&["crates/core/src/extract/"]),
        why: "only the extractors use parsers",
    },
    Boundary {
        names: &["whatlang"],
        place: Place::OnlyIn(&["crates/core/src/language/"]),
        why: "languages are detected in one place",
    },
    Boundary {
        names: &["wide"],
        place: Place::OnlyIn(&["crates/core/src/gate/"]),
        why: "only the gate compares bytes with SIMD",
    },
    Boundary {
        names: &["zip"],
        place: Place::OnlyIn(&["crates/core/src/extract/office/"]),
        why: "archives are unpacked in one place, within limits",
    },
    Boundary {
        names: &["flate2", "hayro_cmap", "hayro_font", "hayro_syntax"],
        place: Place::OnlyIn(&["crates/core/src/extract/pdf/"]),
        why: "PDF is read in one place, within limits",
    },
    Boundary {
        names: &["clap", "clap_complete"],
        place: Place::OnlyIn(&["src/cli.rs", "src/cli/", "src/cli_"]),
        why: "the command line is read in one place",
    },
    Boundary {
        names: &["miette"],
        place: Place::OnlyIn(&["src/report/human", "src/report/snippet", "src/report/style"]),
        why: "text is drawn for terminals in the human report and in errors that point into TOML",
    },
    Boundary {
        names: &[
            "std::env", "std::fs", "std::io", "std::net", "std::process", "std::thread", "std::time", "*::Zoned::now",
            "*::ZonedDateTime::now", "*::Timestamp::now",
        ],
        place: Place::NotIn(CORE),
        why: "the core does no I/O, starts no threads and reads no clock or environment: the driver does",
    },
    Boundary {
        names: &["*::process::Command", "*::process::Stdio", "*::process::Child"],
        place: Place::OnlyIn(&["crates/project/src/changed/git.rs"]),
        why: "git is the only program that is started, and in one place",
    },
    Boundary {
        names: &["print!", "println!", "eprint!", "eprintln!"],
        // A build script prints instructions to cargo, and an example prints its result.
        place: Place::OnlyIn(&["crates/packs/build.rs", "crates/core/examples/", "src/main.rs"]),
        why: "output goes through a writer that is handed in",
    },
    Boundary {
        names: &["dbg!", "todo!", "unimplemented!"],
        place: Place::OnlyIn(&[]),
        why: "unfinished work is not merged",
    },
];

/// Names that may be used in a part of the source although a boundary forbids the path above them. Archives and
/// compressed streams are read through these, and only in memory.
const EXCEPTIONS: &[(&[&str], &str)] = &[
    (&["std::io::Cursor", "std::io::Read", "std::io::Write"], "crates/core/src/extract/office/"),
    (&["std::io::Read", "std::io::Write"], "crates/core/src/extract/pdf/"),
];

/// The maximum number of lines of a file. A longer file probably covers two concepts.
const MAX_LINES: usize = 500;

#[test]
fn names_are_used_only_where_allowed() {
    report(sources("rs").iter().flat_map(|(path, text)| violations(path, text)).collect());
}

#[test]
fn every_file_opens_with_a_module_comment() {
    let silent = |(path, text): &(String, String)| {
        (!text.trim_start_matches('\u{FEFF}').starts_with("//! "))
            .then(|| format!("{path}:1: the file does not start with `//!`: say what the module is for and why"))
    };
    report(sources("rs").iter().filter_map(silent).collect());
}

#[test]
fn files_stay_small() {
    let long = |(path, text): &(String, String)| {
        let lines = text.lines().count();
        (lines > MAX_LINES)
            .then(|| format!("{path}:{MAX_LINES}: {lines} lines, more than {MAX_LINES}: split off the second concept"))
    };
    report(sources("").iter().filter_map(long).collect());
}

/// The maximum number of files of one folder that may import from each other in a cycle.
const MAX_CYCLE: usize = 3;

#[test]
fn imports_have_no_cycles() {
    let files = sources("rs");
    let mut crates: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
        let at = if path.starts_with("src/") { Some(0) } else { path.find("/src/").map(|at| at + 1) };
        let Some(at) = at else { continue };
        let (root, below) = path.split_at(at + "src/".len());
        crates.entry(root).or_default().push((below, text));
    }
    let mut broken = Vec::new();
    for (root, files) in crates {
        let files = Crate::new(files.into_iter());
        for cycle in files.cycles() {
            let folders: BTreeSet<&[String]> = cycle.iter().map(|file| files.folder(file)).collect();
            if folders.len() > 1 || cycle.len() > MAX_CYCLE {
                let files: Vec<String> = cycle.iter().map(|file| file.join("/")).collect();
                broken.push(format!("{root}: these files import from each other in a cycle: {}", files.join(" ")));
            }
        }
    }
    report(broken);
}

fn report(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Returns one line for each name in `text` that is not allowed in this file.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let is_exception =
        |name: &str| EXCEPTIONS.iter().any(|(names, place)| names.contains(&name) && path.starts_with(place));
    for name in code::names(text).into_iter().filter(|name| !is_exception(&name.path)) {
        for boundary in BOUNDARIES {
            let within = |places: &[&str]| places.iter().any(|place| path.starts_with(place));
            let (is_broken, wanted) = match boundary.place {
                Place::OnlyIn(places) => (!within(places), places),
                Place::NotIn(places) => (within(places), places),
            };
            if is_broken && boundary.names.iter().any(|wanted| is_named(wanted, &name.path)) {
                let rule = if matches!(boundary.place, Place::OnlyIn(_)) { "only in" } else { "not in" };
                let places = if wanted.is_empty() { "no file".to_owned() } else { wanted.join(" ") };
                broken.push(format!("{path}:{}: `{}`: {} ({rule}: {places})", name.line, name.path, boundary.why));
            }
        }
    }
    broken
}

/// Whether `path` is `wanted` or a path below it.
fn is_named(wanted: &str, path: &str) -> bool {
    let below = |path: &str, wanted: &str| {
        path.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    if wanted.ends_with('!') {
        path.rsplit("::").next() == Some(wanted)
    } else if let Some(wanted) = wanted.strip_prefix("*::") {
        path.match_indices(wanted).any(|(at, _)| (at == 0 || path[..at].ends_with("::")) && below(&path[at..], wanted))
    } else {
        below(path, wanted) && path.contains("::")
    }
}

/// Returns the files of `src/` and `crates/` with this extension (empty: all files), sorted, as paths from the
/// repository root and their texts.
fn sources(extension: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("proptest-regressions") {
                    folders.push(path);
                }
            } else if extension.is_empty() || path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "the source was not found");
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|path| (relative(path), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_violation_is_reported_with_file_line_and_reason() {
    assert_eq!(
        violations("src/report/json.rs", "//! x\n\nuse miette::Report;\n"),
        [
            "src/report/json.rs:3: `miette::Report`: text is drawn for terminals in the human report and in errors that point into \
             TOML (only in: src/report/human src/report/snippet src/report/style)"
        ]
    );
    let broken = |path, text| violations(path, text).len();
    for core in
        ["crates/core/src/lib.rs", "crates/core/src/lint/a.rs", "crates/rules/src/load.rs", "crates/text/src/lib.rs"]
    {
        assert_eq!(broken(core, "use std::{fs::{self, File}, io};"), 3, "{core}");
        assert_eq!(broken(core, "use std::io::{Cursor, Read};"), 2, "{core}");
        assert_eq!(broken(core, "fn f() { let x = std::env::var(\"X\"); }"), 1, "{core}");
        assert_eq!(broken(core, "fn f() -> Date { Zoned::now().date() }"), 1, "{core}");
        assert_eq!(broken(core, "fn f() { println!(); }"), 1, "{core}");
    }
    let package = "crates/core/src/extract/office/package.rs";
    assert_eq!(broken(package, "use std::io::{Cursor, Read};"), 0);
    assert_eq!(broken(package, "use std::io::{self, stdin};"), 2);
    assert_eq!(broken("src/run.rs", "use std::fs;"), 0);
    assert_eq!(broken("src/run.rs", "use tree_sitter_md::LANGUAGE;"), 1);
    assert_eq!(broken("crates/core/src/extract/markdown.rs", "use tree_sitter_md::LANGUAGE;"), 0);
    assert_eq!(broken("src/cli/check.rs", "#[derive(clap::Args)] struct A;"), 0);
    assert_eq!(broken("src/client.rs", "#[derive(clap::Args)] struct A;"), 1);
    assert_eq!(broken("src/main.rs", "fn main() { println!(\"x\"); }"), 0);
    assert_eq!(broken("src/main.rs", "fn main() { todo!() }"), 1);
    assert_eq!(
        broken("crates/project/src/walk/mod.rs", "use std::process; fn f() { process::Command::new(\"x\"); }"),
        1
    );
    assert_eq!(broken("src/main.rs", "use std::process::ExitCode;"), 0);
    assert_eq!(
        broken(
            "crates/core/src/lint.rs",
            "use crate::wide; use std::filesystem; fn f() { let wide = self.wide; a != (b) }"
        ),
        0
    );
}

#[test]
fn names_in_strings_comments_and_test_modules_are_ignored() {
    let quiet = r####"
        //! std::fs
        /// println!("x") /* */
        /* std::io /* nested */ std::env */
        fn f<'a>(x: &'a str) -> char {
            let a = "std::fs \" todo!()";
            let b = r#"std::io " wide::f64x4"#;
            let c = [b'"', b'\'', '\u{22}'];
            let d = br"std::env";
            '"'
        }
        #[cfg(test)]
        use std::{fs, io};
        #[cfg(test)]
        #[allow(dead_code)]
        mod tests { fn f() { std::fs::read("x"); println!("{}", [1; 2][0]); } }
        #[cfg(test)]
        mod more;
    "####;
    assert_eq!(violations("crates/core/src/lint.rs", quiet), [""; 0]);
    let after = format!("{quiet}\nfn g() {{ std::fs::read(\"y\"); }}");
    assert_eq!(violations("crates/core/src/lint.rs", &after).len(), 1, "code after all that is seen");
}

#[test]
fn grouped_use_declarations_are_expanded() {
    let names = code::names("use a::{b, c::{d, e as f}, self};\nx::y!{ z }");
    let names: Vec<String> = names.iter().map(|name| format!("{} {}", name.line, name.path)).collect();
    assert_eq!(
        names,
        ["1 use", "1 a::b", "1 a::c::d", "1 a::c::e", "1 a::c::as", "1 a::c::f", "1 a::self", "2 x::y!", "2 z"]
    );
}

#[test]
fn cycles_are_found_and_re_exports_make_no_cycle() {
    let files = [
        ("lib.rs", "mod a; mod b; pub use a::A;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B; fn f() { crate::A::new(); }"),
        ("c/mod.rs", "mod d; mod e; pub use d::D;"),
        ("c/d.rs", "use super::e::E; pub struct D(E); fn f() -> std::e::E {}"),
        ("c/e.rs", "pub struct E; #[cfg(test)] mod tests { use super::super::D; fn f(_: D) {} }"),
        ("f.rs", "use crate::c::D; pub struct F(D);"),
    ];
    let cycles = Crate::new(files.into_iter()).cycles();
    let cycles: Vec<Vec<String>> =
        cycles.iter().map(|cycle| cycle.iter().map(|module| module.join("/")).collect()).collect();
    assert_eq!(cycles, [["a", "b"]]);
}
