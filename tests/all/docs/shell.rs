//! Splits command lines as a shell does, for the syntax that the documentation uses.

/// The words of a command.
pub type Words = Vec<String>;

/// Returns the pipelines of a line, each as its commands. Handles quotes, `&&`, `;`, comments and redirections.
pub fn pipelines(line: &str) -> Vec<Vec<Words>> {
    let mut pipelines = vec![vec![Words::new()]];
    for word in words(line) {
        let pipeline = pipelines.last_mut().expect("there is one from the start");
        match word.as_str() {
            "|" => pipeline.push(Words::new()),
            "&&" | ";" => pipelines.push(vec![Words::new()]),
            _ => pipeline.last_mut().expect("there is one from the start").push(word),
        }
    }
    let commands = pipelines.into_iter().map(|pipeline| pipeline.into_iter().map(without_redirections).collect());
    commands.filter(|pipeline: &Vec<Words>| pipeline.iter().any(|words| !words.is_empty())).collect()
}

fn without_redirections(words: Words) -> Words {
    let mut kept = Words::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.trim_start_matches(|c: char| c.is_ascii_digit()) {
            "<" | ">" | ">>" => drop(words.next()),
            other if other.starts_with(['<', '>']) => {}
            _ => kept.push(word),
        }
    }
    kept
}

/// Returns the words of a line, up to a comment.
fn words(line: &str) -> Words {
    let mut words = Words::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, ';') => {
                words.extend(word.take());
                words.push(";".to_owned());
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[test]
fn lines_are_split_as_in_a_shell() {
    let read = |line: &str| -> Vec<String> {
        let shown = |pipeline: Vec<Words>| pipeline.iter().map(|words| words.join("+")).collect::<Vec<_>>().join(" | ");
        pipelines(line).into_iter().map(shown).collect()
    };
    assert_eq!(read("a 'b c' \"d e\"  # f"), ["a+b c+d e"]);
    assert_eq!(read("a --x=1 < in 2> out | head -3"), ["a+--x=1 | head+-3"]);
    assert_eq!(read("cd a && b; c"), ["cd+a", "b", "c"]);
}
