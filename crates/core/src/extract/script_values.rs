//! Finds the strings that a JavaScript expression may have as its value.
//!
//! `isNew ? "Direct access" : label || "No access"` is "Direct access", "No access" or something unknown. A string in
//! another position, such as an argument, a key or one side of a comparison, is part of the code. So an expression is
//! split at the operators that choose one of their operands, and an operand counts if it is nothing but a string.

use super::script::{Literal, ScriptScanner, string_len, without_comments};
use std::ops::Range;

/// The number of bytes that we scan per byte of the expression. The inside of nested parentheses is scanned again for
/// each of them. When the budget is used up, the rest is code.
const BUDGET: usize = 16;

/// Returns the string literals that `expression`, which is `{…}`, may have as its value, in the order of the source.
/// Template literals may have substitutions.
pub(super) fn string_values(expression: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    // The closing brace may be missing.
    let end = expression.char_indices().next_back().map_or(0, |(last, _)| last);
    if end == 0 {
        return found;
    }
    let mut budget = BUDGET * expression.len();
    // The last range comes first, so that the order is that of the source.
    let mut pending: Vec<Range<usize>> = std::iter::once(1..end).collect();
    while let Some(range) = pending.pop() {
        let Some(left) = budget.checked_sub(range.len()) else { return found };
        budget = left;
        let code = &expression[range.clone()];
        if let Some(literal) = whole_literal(code) {
            let content = range.start + literal.content.start..range.start + literal.content.end;
            found.push(Literal { content, ..literal });
            continue;
        }
        let operands = match parenthesised(code) {
            Some(inside) => vec![inside],
            None => operands(code).filter(|operands| operands.len() > 1).unwrap_or_default(),
        };
        pending
            .extend(operands.into_iter().rev().map(|operand| range.start + operand.start..range.start + operand.end));
    }
    found
}

/// Splits code at the operators that choose one of their operands: `a ? b : c`, `a || b`, `a && b` and `a ?? b`. Returns
/// `None` if a bracket or string in it never ends.
fn operands(code: &str) -> Option<Vec<Range<usize>>> {
    let mut scanner = ScriptScanner::new(code);
    let (mut operands, mut start) = (Vec::new(), 0);
    while scanner.at < code.len() {
        let len = if scanner.is_outermost() { operator_len(&code.as_bytes()[scanner.at..]) } else { 0 };
        if len == 0 {
            scanner.step()?;
            continue;
        }
        operands.push(start..scanner.at);
        scanner.at += len;
        scanner.expects_value = true;
        start = scanner.at;
    }
    operands.push(start..code.len());
    Some(operands)
}

/// Returns the length of the operator at the start of `code`, or 0.
fn operator_len(code: &[u8]) -> usize {
    match code {
        [b'?', b'?', ..] | [b'|', b'|', ..] | [b'&', b'&', ..] => 2,
        // An optional chain, as in `a?.b`. `a?.5:1` is a choice.
        [b'?', b'.', next, ..] if !next.is_ascii_digit() => 0,
        [b'?' | b':', ..] => 1,
        _ => 0,
    }
}

/// Returns the content of the parentheses around the whole code.
fn parenthesised(code: &str) -> Option<Range<usize>> {
    let rest = without_comments(code);
    let start = code.len() - rest.len();
    let len = if rest.starts_with('(') { token_len(rest)? } else { return None };
    without_comments(&rest[len..]).is_empty().then_some(start + 1..start + len - 1)
}

/// Returns the string or template literal that is the whole code, but for comments.
fn whole_literal(code: &str) -> Option<Literal> {
    let rest = without_comments(code);
    let start = code.len() - rest.len();
    let quote = rest.chars().next()?;
    let len = match quote {
        '"' | '\'' => string_len(rest.as_bytes()),
        '`' => token_len(rest),
        _ => None,
    }?;
    without_comments(&rest[len..]).is_empty().then(|| Literal { quote, content: start + 1..start + len - 1 })
}

/// Returns the length of the brackets or the template literal at the start of `code`, to the closing sign.
fn token_len(code: &str) -> Option<usize> {
    let mut scanner = ScriptScanner::new(code);
    loop {
        scanner.step()?;
        if scanner.is_outermost() {
            return Some(scanner.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(expression: &str) -> Vec<&str> {
        string_values(expression).into_iter().map(|literal| &expression[literal.content]).collect()
    }

    #[test]
    fn the_operands_of_choices_are_values() {
        assert_eq!(values("{\"a b\"}"), ["a b"]);
        assert_eq!(values("{x ? \"a b\" : 'c'}"), ["a b", "c"]);
        assert_eq!(values("{ x ? y ? `a` : 'b' : (z || /* c */ \"c\") }"), ["a", "b", "c"]);
        assert_eq!(values("{x?.y ?? 'a ? b'}"), ["a ? b"]);
        assert_eq!(values("{a === 'b' && `c ${x ? 'd' : `e`} f`}"), ["c ${x ? 'd' : `e`} f"]);
        assert_eq!(values("{((('a')))}"), ["a"]);
    }

    #[test]
    fn other_strings_are_code() {
        let cases = [
            "t('a')", "'a' + 'b'", "x === 'a'", "['a']", "{a: 'b'}", "x['a b']", "() => 'a'", "", "x", "('a'", "`a",
            "x.",
        ];
        for code in cases {
            assert_eq!(values(&format!("{{{code}}}")), [""; 0], "{code}");
        }
        assert_eq!(values("{"), [""; 0]);
    }

    #[test]
    fn nested_parentheses_take_linear_time() {
        let start = std::time::Instant::now();
        let depth = 100_000;
        assert_eq!(values(&format!("{{{}'a'{}}}", "(".repeat(depth), ")".repeat(depth))), [""; 0]);
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }
}
