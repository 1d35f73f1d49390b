//! Checks a Markdown file against the recommended built-in rules and one rule of its own:
//!
//! ```sh
//! cargo run -p wordgate-core --example check -- README.md
//! ```

use std::error::Error;
use std::{env, fs};
use wordgate_core::Checker;
use wordgate_core::extract::Format;
use wordgate_text::source::LineIndex;

const HOUSE_RULES: &str = r#"
[pack]
id = "house"

[[rule]]
id = "guarantee"
patterns = ["(we|they) guarantee~"]
message = "Legal has to approve “{match}”."
suggest = ["we aim for"]
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: check FILE.md")?;
    let text = fs::read_to_string(&path)?;
    let checker = Checker::builder().packs(["recommended"]).rule_file("house.toml", HOUSE_RULES).build()?;
    let lines = LineIndex::new(&text);
    for finding in checker.check(&text, Format::Markdown).findings {
        let (line, column) = lines.line_column(&text, finding.span.start);
        println!("{path}:{line}:{column}: {}: {} [{}]", finding.severity, finding.message, finding.rule);
    }
    Ok(())
}
