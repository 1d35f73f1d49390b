//! The day that a document says it is of, by which its rules are judged when the configuration asks for that.

use crate::extract::{Format, metadata};
use crate::source::Span;
use jiff::civil::Date;

/// What a document says of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocumentDate {
    /// Nothing.
    Unsaid,
    /// This day.
    Day(Date),
    /// Something that is no date, at these bytes of the text.
    Unreadable(Span),
}

/// The day under the first of `keys` that the front matter has.
pub(super) fn document_date(text: &str, format: Format, keys: &[String]) -> DocumentDate {
    let Some(span) = keys.iter().find_map(|key| metadata(text, format, key)) else { return DocumentDate::Unsaid };
    day(&text[span.range()]).map_or(DocumentDate::Unreadable(span), DocumentDate::Day)
}

/// The day of a date or a date-time, as it is written: `2026-3-11`, `2026-03-11T10:00:00Z`, `2026-03-11 10:00`.
fn day(text: &str) -> Option<Date> {
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
    fn the_first_key_that_is_there_counts() {
        let keys = ["date", "lastmod"].map(str::to_owned);
        let found = |text: &str| document_date(text, Format::Markdown, &keys);
        let day = |day| DocumentDate::Day(jiff::civil::date(2026, 3, day));
        assert_eq!(found("---\nlastmod: 2026-03-12\ndate: 2026-03-11\n---\n"), day(11));
        assert_eq!(found("---\nlastmod: 2026-03-12\n---\n"), day(12));
        assert_eq!(found("---\ndate: soon\nlastmod: 2026-03-12\n---\n"), DocumentDate::Unreadable(Span::new(10, 14)));
        assert_eq!(found("date: 2026-03-11"), DocumentDate::Unsaid);
    }
}
