//! `--format` and `--output`, whose order on the command line counts.

use crate::report::{FORMATS, Format};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, FromArgMatches};
use std::path::PathBuf;

/// The values of `--format` and `--output` in command-line order, because each file belongs to the format before it.
#[derive(Debug, Default)]
pub struct OutputArgs {
    /// The values, in command-line order.
    pub order: Vec<OutputArg>,
}

/// One value of `--format` or `--output`.
#[derive(Clone, Debug)]
pub enum OutputArg {
    /// The value of a `--format`.
    Format(Format),
    /// The value of an `--output`.
    File(PathBuf),
}

/// The flags as clap parses them. clap does not keep the order across two flags; [`OutputArgs`] restores it.
#[derive(Args, Debug)]
struct OutputFlags {
    /// How to report [default: human]. Repeat it for more reports: one may go to standard output, each of
    /// the others needs an --output after it.
    #[arg(long, value_parser = formats(), value_name = "FORMAT")]
    format: Vec<Format>,
    /// Write the report of the --format before it to this file; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    output: Vec<PathBuf>,
}

impl FromArgMatches for OutputArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<OutputArgs, clap::Error> {
        let flags = OutputFlags::from_arg_matches(matches)?;
        let at = |id| matches.indices_of(id).into_iter().flatten();
        let formats = at("format").zip(flags.format.into_iter().map(OutputArg::Format));
        let mut order: Vec<(usize, OutputArg)> =
            formats.chain(at("output").zip(flags.output.into_iter().map(OutputArg::File))).collect();
        order.sort_by_key(|(index, _)| *index);
        Ok(OutputArgs { order: order.into_iter().map(|(_, arg)| arg).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = OutputArgs::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for OutputArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        OutputFlags::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        OutputFlags::augment_args_for_update(command)
    }
}

/// Returns a parser for the values of `--format`, which come from the table of formats.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(|name| Format::named(&name).expect("the names are those of the table"))
}

#[cfg(test)]
mod tests {
    use crate::cli::{Cli, Command};
    use clap::Parser;

    #[test]
    fn formats_and_files_keep_their_order() {
        let line = ["wordgate", "check", "--output", "a", "--format=json", "--format", "sarif", "x.md", "--output=b"];
        let Command::Check(args) = Cli::try_parse_from(line).unwrap().command else { panic!("this is check") };
        let shown = format!("{:?}", args.outputs.order);
        assert_eq!(shown, "[File(\"a\"), Format(json), Format(sarif), File(\"b\")]");
    }
}
