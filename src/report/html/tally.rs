//! Counts findings by pack, owner or folder and by severity, as table rows with bars.

use super::super::located::LocatedFinding;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use wordgate_rules::Severity;

/// The maximum number of rows. The last one sums up the others, because there may be as many folders as files.
const MAX_ROWS: usize = 30;

/// The number of findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Counts {
    pub fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        } += 1;
    }

    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    fn plus(self, other: Counts) -> Counts {
        Counts {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
        }
    }

    /// Returns the segments of a bar whose full length means `most` findings. `most` is a reference because templates
    /// pass one.
    pub fn bar(&self, most: &usize) -> Vec<BarSegment> {
        let parts = [("error", self.errors), ("warning", self.warnings), ("info", self.infos)];
        let mut before = 0;
        let mut bar = Vec::new();
        for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            bar.push(BarSegment { class, x: percent(before, *most), width: percent(count, *most) });
            before += count;
        }
        bar
    }
}

/// A coloured segment of a bar. Its position and width are percentages of the full length.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BarSegment {
    pub class: &'static str,
    pub x: String,
    pub width: String,
}

/// Returns a percentage with two decimals. It uses only integers, so that the result is the same on every machine.
fn percent(count: usize, of: usize) -> String {
    let hundredths = count as u128 * 10_000 / (of as u128).max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A table of counts.
#[derive(Debug)]
pub(super) struct CountTable {
    /// What the findings are grouped by.
    pub title: &'static str,
    pub rows: Vec<CountRow>,
    /// The number of findings in the longest row.
    pub most: usize,
}

/// A name and the number of its findings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CountRow {
    pub name: String,
    pub counts: Counts,
}

impl CountTable {
    /// Counts findings by `name`, and sorts the rows by count, highest first.
    pub fn new<'f>(
        title: &'static str,
        findings: &'f [LocatedFinding],
        name: impl Fn(&'f LocatedFinding) -> &'f str,
    ) -> CountTable {
        let mut by_name: BTreeMap<&str, Counts> = BTreeMap::new();
        for finding in findings {
            by_name.entry(name(finding)).or_default().add(finding.severity);
        }
        let mut rows: Vec<CountRow> =
            by_name.into_iter().map(|(name, counts)| CountRow { name: name.to_owned(), counts }).collect();
        rows.sort_by_key(|row| Reverse(row.counts.total()));
        if rows.len() > MAX_ROWS {
            let rest = rows.split_off(MAX_ROWS - 1);
            let name = format!("{} others", rest.len());
            rows.push(CountRow { name, counts: rest.iter().fold(Counts::default(), |sum, row| sum.plus(row.counts)) });
        }
        let most = rows.iter().map(|row| row.counts.total()).max().unwrap_or(0);
        CountTable { title, rows, most }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;

    #[test]
    fn rows_are_sorted_by_count_and_the_last_row_sums_up_the_others() {
        let model = sample::report().findings.swap_remove(0);
        let path = |at: usize| format!("{}/a.md", at % 40).into();
        let findings: Vec<LocatedFinding> =
            (0..101).map(|at| LocatedFinding { path: path(at), ..model.clone() }).collect();
        let table = CountTable::new("Folder", &findings, |finding| finding.path.split('/').next().unwrap());
        assert_eq!((table.rows.len(), table.most), (MAX_ROWS, 22));
        assert_eq!(table.rows[0], CountRow { name: "0".into(), counts: Counts { errors: 3, ..Counts::default() } });
        assert_eq!(table.rows[MAX_ROWS - 1].name, "11 others");
        assert_eq!(table.rows.iter().map(|row| row.counts.total()).sum::<usize>(), 101);
    }

    #[test]
    fn segments_are_as_wide_as_their_share() {
        let bar = Counts { errors: 1, warnings: 0, infos: 1 }.bar(&3);
        let shown: Vec<String> = bar.iter().map(|s| format!("{} {}+{}", s.class, s.x, s.width)).collect();
        assert_eq!(shown, ["error 0.00+33.33", "info 33.33+33.33"]);
    }
}
