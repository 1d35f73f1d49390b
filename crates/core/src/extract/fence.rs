//! Recognises the fences of code blocks in MDX, which may start at any column.

/// The opening fence of a code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    mark: u8,
    len: usize,
}

impl Fence {
    /// Returns the fence that the line `text` opens. Inline code such as ```` ```js``` ```` does not open one.
    pub fn opened_by(text: &str) -> Option<Fence> {
        let mark = *text.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let len = run_len(text, mark);
        (len >= 3 && !(mark == b'`' && text[len..].contains('`'))).then_some(Fence { mark, len })
    }

    /// Returns whether the line `text` closes the code block.
    pub fn is_closed_by(self, text: &str) -> bool {
        let len = run_len(text, self.mark);
        len >= self.len && text[len..].trim().is_empty()
    }
}

/// Returns how many times `text` starts with `mark`.
fn run_len(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_open_and_close() {
        let opens = |text| Fence::opened_by(text).is_some();
        assert!(opens("```") && opens("````js title=\"~\"") && opens("~~~ `a`\r\n"));
        assert!(!opens("``") && !opens("```js inline```") && !opens("a```") && !opens("~~`"));
        let fence = Fence::opened_by("````").unwrap();
        assert!(fence.is_closed_by("````\r\n") && fence.is_closed_by("````` \t"));
        assert!(!fence.is_closed_by("```") && !fence.is_closed_by("```` js") && !fence.is_closed_by("~~~~"));
    }
}
