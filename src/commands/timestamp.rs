//! The time of a report. It is printed only with `--timestamp`, so that equal runs give equal reports.

use super::outputs::Output;
use jiff::Timestamp;
use wordgate_project::session::Failure;

/// The environment variable that reproducible builds set to replace the clock, in seconds since 1970 (UTC).
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// Returns the time for the report; `None` if it is not requested.
///
/// # Errors
/// If no report can show it, or if the environment variable is not a number of seconds.
pub(super) fn made_at(is_requested: bool, outputs: &[Output]) -> Result<Option<Timestamp>, Failure> {
    if !is_requested {
        return Ok(None);
    }
    if !outputs.iter().any(|output| output.format.shows_evidence) {
        let help = "add --format html, or leave out --timestamp";
        return Err(Failure::help("--timestamp works only with the format html", help));
    }
    match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        None => Ok(Some(Timestamp::now())),
        Some(value) => parse(&value.to_string_lossy()).map(Some),
    }
}

fn parse(value: &str) -> Result<Timestamp, Failure> {
    let seconds = value.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.ok_or_else(|| {
        let message = format!("{VARIABLE} is `{value}`, which is not a time");
        Failure::help(message, "set it to seconds since 1970, such as 1790000000, or unset it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_seconds_since_1970_are_a_time() {
        assert_eq!(parse("1790000000").unwrap().to_string(), "2026-09-21T14:13:20Z");
        for wrong in ["", "soon", "1.5", "99999999999999999"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
