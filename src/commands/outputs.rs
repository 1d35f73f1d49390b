//! Pairs the values of `--format` with those of `--output`, and writes the reports.
//!
//! Each `--output` belongs to the `--format` before it. At most one report goes to standard output, because a reader
//! could not separate two.

use crate::cli::OutputArg;
use crate::report::{Format, Report, Style, View};
use crate::write;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use wordgate_project::session::Failure;
use wordgate_text::escape::visible;

/// A report to write.
#[derive(Debug)]
pub(super) struct Output {
    /// Its format.
    pub format: Format,
    /// The file to write; `None` for standard output.
    file: Option<PathBuf>,
}

/// Returns the outputs that the command line requests.
pub(super) fn plan(order: &[OutputArg]) -> Result<Vec<Output>, Failure> {
    let mut pairs: Vec<(Format, Option<&Path>)> = Vec::new();
    let mut formats = order.iter().filter_map(|arg| match arg {
        OutputArg::Format(format) => Some(*format),
        OutputArg::File(_) => None,
    });
    let first = formats.next();
    if first.is_none() {
        pairs.push((Format::default(), None));
    }
    for arg in order {
        match (arg, pairs.last_mut(), first) {
            (OutputArg::Format(format), ..) => pairs.push((*format, None)),
            (OutputArg::File(file), Some((_, output @ None)), _) => *output = Some(file),
            (OutputArg::File(file), Some((format, Some(taken))), _) => return Err(two_files(format.name, taken, file)),
            (OutputArg::File(file), None, format) => return Err(too_early(file, format.unwrap_or_default().name)),
        }
    }
    let outputs: Vec<Output> = pairs
        .into_iter()
        .map(|(format, file)| Output { format, file: file.filter(|file| *file != Path::new("-")).map(Path::to_owned) })
        .collect();
    let streamed: Vec<&str> = outputs.iter().filter(|o| o.file.is_none()).map(|o| o.format.name).collect();
    if let [one, other, ..] = streamed.as_slice() {
        return Err(Failure::help(
            format!("the formats {one} and {other} would both go to standard output"),
            format!("write one of them to a file, as in `--format {one} --format {other} --output FILE`"),
        ));
    }
    let files: Vec<PathBuf> = outputs.iter().filter_map(|o| o.file.as_ref()).map(|file| clean(file)).collect();
    if let Some(file) = files.iter().enumerate().find_map(|(at, file)| files[..at].contains(file).then_some(file)) {
        let message = format!("two formats would be written to {}", file.display());
        return Err(Failure::help(message, "give each --format its own --output FILE"));
    }
    Ok(outputs)
}

/// Returns the files to be written.
pub(super) fn written(outputs: &[Output]) -> Vec<PathBuf> {
    outputs.iter().filter_map(|output| output.file.clone()).collect()
}

/// Returns the path without `.` and `..`, for comparison.
fn clean(file: &Path) -> PathBuf {
    wordgate_project::paths::absolute(Path::new(""), file)
}

fn two_files(format: &str, taken: &Path, file: &Path) -> Failure {
    let (taken, file) = (taken.display(), file.display());
    Failure::help(
        format!("--format {format} has two files: {taken} and {file}"),
        format!(
            "repeat the format before each file, as in `--format {format} --output {taken} --format {format} --output {file}`"
        ),
    )
}

fn too_early(file: &Path, format: &str) -> Failure {
    let file = file.display();
    Failure::help(
        format!("--output {file} comes before its format"),
        format!("each --output belongs to the --format before it: write `--format {format} --output {file}`"),
    )
}

/// Writes the reports that go to files, and prints an error for each that cannot be written. Returns whether all were
/// written.
pub(super) fn write_files(outputs: &[Output], report: &Report, view: &View, err: &mut dyn Write) -> bool {
    let view = View { style: Style::plain(), ..view.clone() };
    let mut is_written = true;
    for output in outputs {
        let Some(file) = &output.file else { continue };
        let mut bytes = Vec::new();
        let written = output
            .format
            .write(report, &view, &mut bytes)
            .map_err(|error| error.to_string())
            .and_then(|()| write::write(file, &bytes));
        if let Err(reason) = written {
            is_written = false;
            let path = file.display().to_string();
            let _ = writeln!(err, "error: {}: cannot be written: {}", visible(&path), visible(&reason));
        }
    }
    is_written
}

/// Writes the report for standard output, if there is one.
pub(super) fn write_stdout(outputs: &[Output], report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    if let Some(output) = outputs.iter().find(|output| output.file.is_none()) {
        output.format.write(report, view, out)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(args: &[&str]) -> Vec<OutputArg> {
        let pairs = args.chunks(2);
        let arg = |pair: &[&str]| match pair {
            ["-f", name] => OutputArg::Format(Format::named(name).unwrap()),
            [_, file] => OutputArg::File(file.into()),
            _ => unreachable!("arguments come in pairs"),
        };
        pairs.map(arg).collect()
    }

    #[test]
    fn a_file_belongs_to_the_format_before_it() {
        let cases: [(&[&str], &str); 8] = [
            (&[], "human:-"),
            (&["-o", "a.txt"], "human:a.txt"),
            (&["-f", "sarif"], "sarif:-"),
            (&["-f", "sarif", "-o", "-"], "sarif:-"),
            (&["-f", "human", "-f", "sarif", "-o", "r.sarif"], "human:- sarif:r.sarif"),
            (&["-f", "sarif", "-o", "r.sarif", "-f", "human"], "sarif:r.sarif human:-"),
            (&["-f", "json", "-o", "a", "-f", "json", "-o", "b"], "json:a json:b"),
            (&["-f", "json", "-o", "x/../a", "-f", "human", "-o", "-"], "json:x/../a human:-"),
        ];
        for (args, expected) in cases {
            let shown = |output: &Output| {
                let file = output.file.as_ref().map_or("-".into(), |file| file.display().to_string());
                format!("{}:{file}", output.format.name)
            };
            let plan: Vec<String> = plan(&order(args)).unwrap().iter().map(shown).collect();
            assert_eq!(plan.join(" "), expected, "{args:?}");
        }
    }

    #[test]
    fn ambiguous_outputs_are_errors() {
        let cases: [(&[&str], &str); 6] = [
            (&["-f", "human", "-f", "sarif"], "the formats human and sarif would both go to standard output"),
            (&["-f", "json", "-o", "-", "-f", "human"], "the formats json and human would both go to standard output"),
            (&["-o", "a", "-f", "sarif"], "--output a comes before its format"),
            (&["-f", "sarif", "-o", "a", "-o", "b"], "--format sarif has two files: a and b"),
            (&["-o", "a", "-o", "b"], "--format human has two files: a and b"),
            (&["-f", "json", "-o", "a", "-f", "sarif", "-o", "./a"], "two formats would be written to a"),
        ];
        for (args, expected) in cases {
            match plan(&order(args)) {
                Err(Failure::Usage { message, help }) => {
                    assert_eq!((message.as_str(), help.is_some()), (expected, true))
                }
                other => panic!("{args:?}: {other:?}"),
            }
        }
    }
}
