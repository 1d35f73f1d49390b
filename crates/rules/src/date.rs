//! Dates as users write them.
//!
//! wordgate reads one spelling, `2026-12-31`. For every other spelling of a day the error shows that day as it must be
//! written, so that nobody has to look it up.

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use toml::value::Datetime;

/// A day in a TOML file. [`TomlFile`](crate::toml_file::TomlFile) also reads it between quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TomlDate(pub Date);

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMistake {
    /// What is wrong.
    pub message: String,
    /// The right spelling of the day that is probably meant.
    pub help: String,
}

/// Parses a day such as `2026-12-31`.
///
/// # Errors
/// If the text has another form, or the day does not exist.
pub fn parse_date(text: &str) -> Result<Date, DateMistake> {
    let is_digit_or_dash =
        |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    let has_form = text.len() == 10 && text.bytes().enumerate().all(is_digit_or_dash);
    match text.parse() {
        Ok(date) if has_form => Ok(date),
        _ => Err(mistake(text)),
    }
}

fn mistake(text: &str) -> DateMistake {
    let dates = possible_dates(text);
    let spellings: Vec<String> = dates.iter().map(Date::to_string).collect();
    let shown: String = text.chars().take(MAX_DATE).collect();
    let message = match () {
        () if spellings.is_empty() => format!("`{shown}` is not a date"),
        () => format!("`{shown}` is not written as a date"),
    };
    let help = match last_day_of_month(text) {
        _ if !spellings.is_empty() => format!("write {}", spellings.join(" or ")),
        Some(last) => format!("that month ends on {last}"),
        None => "write a day such as 2026-11-30".to_owned(),
    };
    DateMistake { message, help }
}

/// The maximum length of a date in words, in characters.
const MAX_DATE: usize = 40;

/// The first three letters of each month.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the days that a text in another spelling may mean. `03/04/2026` means two.
pub(crate) fn possible_dates(text: &str) -> Vec<Date> {
    let Some(parts) = parts(text) else { return Vec::new() };
    let [first, second, third] = parts.map(|part| part.number);
    let with_month = |month: i32, others: [Part; 2]| match others.map(|part| (part.number, part.digits)) {
        [(year, 4), (day, _)] | [(day, _), (year, 4)] => vec![(year, month, day)],
        _ => Vec::new(),
    };
    let candidates = match parts.map(|part| (part.month, part.digits)) {
        [(None, 4), (None, _), (None, _)] => vec![(first, second, third), (first, third, second)],
        [(Some(month), _), ..] => with_month(month, [parts[1], parts[2]]),
        [_, (Some(month), _), _] => with_month(month, [parts[0], parts[2]]),
        [(None, _), (None, _), (None, digits @ (2 | 4))] => {
            let year = if digits == 2 { 2000 + third } else { third };
            vec![(year, second, first), (year, first, second)]
        }
        _ => Vec::new(),
    };
    let date = |(year, month, day): (i32, i32, i32)| {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let mut dates: Vec<Date> = candidates.into_iter().filter_map(date).collect();
    dates.dedup();
    // With full stops the day is first, and a year at the start is followed by the month.
    if text.contains('.') || parts[0].digits == 4 {
        dates.truncate(1);
    }
    dates
}

#[derive(Clone, Copy)]
struct Part {
    number: i32,
    /// How many digits the number has.
    digits: usize,
    /// The month that the part names.
    month: Option<i32>,
}

/// Splits a text into the three parts of a date.
fn parts(text: &str) -> Option<[Part; 3]> {
    let text = text.trim();
    let day = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) if day.len() >= 8 && time.contains(':') => day,
        _ => text,
    };
    if day.len() > MAX_DATE {
        return None;
    }
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some([number(&day[..4])?, number(&day[4..6])?, number(&day[6..])?]);
    }
    let separators = |c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | ',' | '\u{2010}'..='\u{2014}');
    let mut parts = day.split(separators).filter(|part| !part.is_empty()).map(part);
    let all = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(all)
}

fn part(text: &str) -> Option<Part> {
    let lower = text.to_ascii_lowercase();
    let is_month = |month: &&str| lower.starts_with(*month) && lower.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some((month, _)) = (1..).zip(MONTHS).find(|(_, month)| is_month(month)) {
        return Some(Part { number: 0, digits: 0, month: Some(month) });
    }
    let ordinals = ["st", "nd", "rd", "th"];
    number(ordinals.iter().find_map(|ordinal| lower.strip_suffix(ordinal)).unwrap_or(&lower))
}

fn number(text: &str) -> Option<Part> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten().map(|number| Part { number, digits: text.len(), month: None })
}

/// Returns the last day of the month of a day that does not exist, such as `2026-02-30`.
fn last_day_of_month(text: &str) -> Option<Date> {
    let [year, month, day] = parts(text)?;
    let is_day = year.digits == 4 && month.month.is_none() && (29..=31).contains(&day.number);
    let first = Date::new(i16::try_from(year.number).ok()?, i8::try_from(month.number).ok()?, 1).ok()?;
    is_day.then(|| first.last_of_month())
}

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TomlDate, D::Error> {
        let text = Datetime::deserialize(deserializer)?.to_string();
        parse_date(&text).map(TomlDate).map_err(|mistake| serde::de::Error::custom(mistake.message))
    }
}

impl Serialize for TomlDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let date: Datetime = self.0.to_string().parse().map_err(serde::ser::Error::custom)?;
        date.serialize(serializer)
    }
}

impl JsonSchema for TomlDate {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_right_spelling_of_the_very_date() {
        let cases = [
            ("31.12.2026", "write 2026-12-31"),
            ("03.04.2026", "write 2026-04-03"),
            ("31/12/2026", "write 2026-12-31"),
            ("12/31/2026", "write 2026-12-31"),
            ("03/04/2026", "write 2026-04-03 or 2026-03-04"),
            ("31.12.26", "write 2026-12-31"),
            ("2026/12/31", "write 2026-12-31"),
            ("2026.12.31", "write 2026-12-31"),
            ("2026-1-2", "write 2026-01-02"),
            ("20261231", "write 2026-12-31"),
            ("2026-12-31T10:00:00Z", "write 2026-12-31"),
            ("2026-12-31 10:00", "write 2026-12-31"),
            ("31 Dec 2026", "write 2026-12-31"),
            ("31st December 2026", "write 2026-12-31"),
            ("December 31, 2026", "write 2026-12-31"),
            ("2026–12–31", "write 2026-12-31"),
            ("2026-02-30", "that month ends on 2026-02-28"),
            ("2026-13-01", "write 2026-01-13"),
            ("2026-13-40", "write a day such as 2026-11-30"),
            ("soon", "write a day such as 2026-11-30"),
            ("", "write a day such as 2026-11-30"),
        ];
        for (text, help) in cases {
            assert_eq!(parse_date(text).unwrap_err().help, help, "{text}");
        }
        assert_eq!(parse_date("2026-12-31"), Ok(jiff::civil::date(2026, 12, 31)));
    }
}
