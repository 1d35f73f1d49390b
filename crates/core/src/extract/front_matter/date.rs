//! Reads the date in a document's front matter. If `document_date` in the configuration names its key, the rules in
//! effect on that date apply to the document.

use super::metadata::value;
use crate::extract::Format;
use jiff::civil::Date;
use wordgate_text::source::Span;

/// Returns the date under the first of `keys` that the front matter of `text` contains, or `None` if it contains no
/// such key.
///
/// # Errors
/// Returns the span of the value if it is not a date.
pub fn document_date(text: &str, format: Format, keys: &[String]) -> Option<Result<Date, Span>> {
    let span = value(text, format, keys)?;
    Some(day(&text[span.range()]).ok_or(span))
}

/// Returns the date in a date or date-time, without conversion of time zones: `2026-3-11`, `2026-03-11T10:00:00Z`,
/// `2026-03-11 10:00`.
fn day(text: &str) -> Option<Date> {
    // A date without a time gets one that passes the check below.
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "0:"));
    let mut parts = date.split('-').map(|part| part.parse::<i16>().ok().filter(|_| !part.starts_with('+')));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = time.trim_start().starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    let whole = parts.next().is_none() && year >= 1000 && is_time;
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    whole.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_date_times_give_their_day() {
        let expected = Some(jiff::civil::date(2026, 3, 11));
        for text in ["2026-03-11", "2026-3-11", "2026-03-11T10:00:00Z", "2026-03-11 10:00", "2026-03-11t23:59:59-08:00"]
        {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in
            ["", "March 2026", "2026-03", "2026-02-30", "11-03-2026", "2026-03-11 draft", "2026-03-11-1", "2026-+3-11"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_key_that_exists_counts() {
        let keys = ["date", "lastmod"].map(str::to_owned);
        let found = |text: &str| document_date(text, Format::Markdown, &keys);
        let day = |day| Some(Ok(jiff::civil::date(2026, 3, day)));
        assert_eq!(found("---\nlastmod: 2026-03-12\ndate: 2026-03-11\n---\n"), day(11));
        assert_eq!(found("---\nlastmod: 2026-03-12\n---\n"), day(12));
        assert_eq!(found("---\ndate: soon\nlastmod: 2026-03-12\n---\n"), Some(Err(Span::new(10, 14))));
        assert_eq!(found("date: 2026-03-11"), None);
    }
}
