//! All that linting gave, to be compared.

use wordgate_core::lint::Lint;

pub fn shown(lint: &Lint) -> Vec<String> {
    let findings = lint.findings.iter().map(|finding| format!("{finding:?}"));
    let skipped = lint.skipped.iter().map(|skipped| format!("{skipped:?}"));
    findings.chain(skipped).chain(lint.warnings.iter().map(|warning| format!("{warning:?}"))).collect()
}
