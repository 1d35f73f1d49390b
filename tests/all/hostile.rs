//! Runs the program on hostile and odd input. Input that was not checked is never reported as clean: there is an error
//! with status 2, or a warning. `hostile.py` tests full sizes, with limits on time and memory.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use wordgate_core::matcher::Matcher;
use wordgate_rules::{PatternContext, TermSets};
use wordgate_text::prose::Words;

const RULES: &str = "[pack]\nid = 'h'\n[[rule]]\nid = 'p'\npatterns = ['bad phrase']\nsuggest = ['good phrase']\nfix = 'safe'\n\
    message = \"\\u001b[31mDo not\\u0007 write {match}.\\n::error::pwned\"\n";

/// An empty working folder, with the rules beside it.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        let workspace = Workspace(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(workspace.folder()).expect("a folder");
        fs::write(workspace.0.path().join("rules.toml"), RULES).expect("a file");
        workspace
    }

    fn with(name: &str, content: impl AsRef<[u8]>) -> Workspace {
        let workspace = Workspace::new();
        fs::write(workspace.folder().join(name), content).expect("a file");
        workspace
    }

    fn folder(&self) -> std::path::PathBuf {
        self.0.path().join("here")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
        command
            .current_dir(self.folder())
            .arg(arguments[0])
            .args(["--isolated", "--pack", "h", "--rules", "../rules.toml"]);
        command.args(&arguments[1..]).stdin(Stdio::null());
        command
    }

    /// Returns the exit status, and what was written to both streams.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        ended(&self.command(arguments).output().expect("the program starts"))
    }
}

fn ended(output: &Output) -> (i32, String) {
    let bytes = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.code().expect("it ends by itself"), String::from_utf8(bytes).expect("UTF-8"))
}

#[track_caller]
fn assert_contains(output: &str, expected: &[&str]) {
    for expected in expected {
        assert!(output.contains(expected), "{expected:?} is not in:\n{output}");
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn every_encoding_is_read_or_warned_about() {
    let text = "Some words.\n\nA bad phrase.\n";
    let marked = format!("\u{FEFF}{text}");
    let found = [
        ("UTF-16 LE", utf16(&marked, u16::to_le_bytes)),
        ("UTF-16 BE", utf16(&marked, u16::to_be_bytes)),
        ("UTF-16 LE without a mark", utf16(text, u16::to_le_bytes)),
        ("UTF-16 BE without a mark", utf16(text, u16::to_be_bytes)),
        ("carriage returns", text.replace('\n', "\r").into_bytes()),
    ];
    for (name, bytes) in found {
        let (status, output) = Workspace::with("a.md", bytes).run(&["check", "--format", "concise", "."]);
        assert_eq!(status, 1, "{name}: {output}");
        assert_contains(&output, &["a.md:3:3: error"]);
        assert!(!output.contains("warning:"), "{name}: {output}");
    }
    let damaged = [
        ("Latin-1", [b"Caf\xE9\n\n", text.as_bytes()].concat(), "a.md:1: 1 byte is not valid UTF-8"),
        ("NUL", [text.as_bytes(), b"\n\0\0\n"].concat(), "a.md:5: 2 bytes are not valid UTF-8"),
    ];
    for (name, bytes, warning) in damaged {
        let (status, output) = Workspace::with("a.md", bytes).run(&["check", "--format", "concise", "."]);
        assert_eq!(status, 1, "{name}: {output}");
        assert_contains(&output, &[warning]);
    }
}

#[test]
fn a_file_that_is_mostly_binary_is_an_error() {
    let chinese = "中文文本，没有空格。\n\n".repeat(20);
    let text = "Some words.\n\nA bad phrase.\n";
    let cases = [
        ("UTF-16 of Chinese", utf16(&chinese, u16::to_le_bytes), 0, "not UTF-8 text"),
        ("Shift-JIS", [&b"\x93\xFA\x96\x7B\x8C\xEA ".repeat(9), text.as_bytes()].concat(), 1, "not UTF-8 text"),
        ("a picture", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\x08\x06\0\0\0{\xA2\xAB\xD8".to_vec(), 0, "not UTF-8 text"),
        ("UTF-32", text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), 0, "UTF-32"),
        ("half a unit", [utf16(text, u16::to_le_bytes), b"\n".to_vec()].concat(), 0, "odd number of bytes"),
    ];
    for (name, bytes, findings, error) in cases {
        let workspace = Workspace::with("a.md", &bytes);
        let (status, output) = workspace.run(&["check", "--format", "concise", "."]);
        assert_eq!((status, output.matches("[h/p]").count()), (2, findings), "{name}: {output}");
        assert_contains(&output, &["a.md: ", error, "save "]);
        let (status, output) = workspace.run(&["fix", "."]);
        assert_eq!(status, 2, "{name}: {output}");
        assert_eq!(fs::read(workspace.folder().join("a.md")).expect("the file"), bytes, "{name}");
    }
}

/// Returns markup that is quick to parse but costs as much of the parse budget as any other, so that a debug build can
/// use it up.
fn heavy() -> String {
    format!("a bad phrase {}\n\n", "\\.".repeat(600)).repeat(900)
}

#[test]
fn text_beyond_the_parse_budget_is_read_as_plain_text_with_a_warning() {
    let words = "some words and more of them\n\n".repeat(160_000);
    let cases = [
        ("a.mdx", format!("{words}A bad phrase.\n"), 1),
        ("a.md", format!("{words}A bad phrase.\n").replace('\n', "\r"), 1),
        ("a.md", heavy(), 900),
    ];
    for (name, text, findings) in cases {
        let workspace = Workspace::with(name, &text);
        let (status, output) = workspace.run(&["check", "--format", "concise", "."]);
        assert_eq!(status, 1, "{name}");
        assert_eq!(output.lines().filter(|line| line.contains("[h/p]")).count(), findings, "{name}");
        assert_contains(&output, &["plain text"]);
        let (_, open) = workspace.run(&["check", "--format", "concise", "--no-gate", "."]);
        assert_eq!(
            output.lines().collect::<Vec<_>>(),
            open.lines().collect::<Vec<_>>(),
            "the gate changes what is found"
        );
    }
}

#[test]
fn directives_use_up_the_parse_budget_where_nothing_can_match() {
    let text = format!("some \\words {}\n\n<!-- wordgate-allow -->\n\n", "\\.".repeat(600)).repeat(1_800);
    let workspace = Workspace::with("a.md", text);
    let (status, output) = workspace.run(&["check", "--format", "concise", "--fail-on", "warning", "."]);
    assert_eq!((status, output.matches("malformed-directive").count()), (1, 1_800));
    let (_, open) = workspace.run(&["check", "--format", "concise", "--fail-on", "warning", "--no-gate", "."]);
    assert!(output.contains("plain text") && output == open);
}

#[test]
fn code_beyond_the_parse_budget_is_still_code() {
    let text = format!("{}\n```\nbad phrase\n```\n\nA bad **phrase**.\n\nA bad phrase.\n", heavy());
    let (_, output) = Workspace::with("a.md", text).run(&["check", "--format", "concise", "."]);
    assert_eq!(output.lines().filter(|line| line.contains("[h/p]")).count(), 901);
}

#[test]
fn too_many_matches_are_an_error_where_the_check_stops() {
    let paragraph = "Bad phrase. ".repeat(300) + "\n\n";
    let text = paragraph.repeat(170);
    let workspace = Workspace::with("a.md", &text);
    let (status, output) = workspace.run(&["check", "--format", "concise", "."]);
    assert_eq!((status, output.matches("[h/p]").count()), (2, 50_000));
    // The limit of 50,000 matches is reached after 166 paragraphs of 300 and 200 matches of the next one.
    assert_contains(&output, &["a.md: line 333: not everything was checked from here on", "more than 50,000 matches"]);
    assert!(output.contains("a.md:333:2389:") && !output.contains("a.md:333:2401:"));
    let (status, open) = workspace.run(&["check", "--format", "concise", "--no-gate", "--threads", "1", "."]);
    assert_eq!((status, open == output), (2, true), "the gate changes what is found");
    let (status, output) = workspace.run(&["fix", "."]);
    assert_eq!(status, 2);
    assert_contains(&output, &["a.md: not fixed, because not all of it could be checked"]);
    assert_eq!(fs::read_to_string(workspace.folder().join("a.md")).expect("the file"), text);
}

#[test]
fn html_beyond_the_parse_budget_is_read_by_a_simple_scan_for_tags() {
    let filler = format!("<p>a bad phrase {}</p>\n", "&amp;<b>x</b>".repeat(400)).repeat(300);
    let text = format!("{filler}<script>bad phrase</script>\n<ul><li title='x'>A bad <b>phrase</b>.</li></ul>\n");
    let workspace = Workspace::with("a.html", &text);
    let (status, output) = workspace.run(&["check", "--format", "concise", "."]);
    assert_eq!((status, output.matches("[h/p]").count()), (1, 301), "{output}");
    assert_contains(&output, &["a.html:302:21: error", "wordgate only scans it for tags"]);
    let (_, open) = workspace.run(&["check", "--format", "concise", "--no-gate", "."]);
    assert_eq!(output, open, "the gate changes what is found");
}

#[test]
fn a_fix_is_limited_to_parsed_text_and_the_next_run_continues() {
    let workspace = Workspace::with("a.md", heavy());
    let (_, output) = workspace.run(&["check", "--format", "json", "."]);
    let count = |applicability: &str| output.matches(&format!("\"applicability\": \"{applicability}\"")).count();
    // The form of a rewording is unknown where nothing is parsed.
    assert!(count("safe") > 300 && count("manual") > 100 && count("safe") + count("manual") == 900);
    let (status, output) = workspace.run(&["fix", "."]);
    assert_eq!(status, 1, "{output}");
    assert_contains(&output, &["not all edits could be applied in one run"]);
    let mut count = fixed_count(&workspace);
    assert!((300..900).contains(&count), "{count}");
    // The text that is already fixed uses up none of the next run's parse budget.
    while count < 900 {
        workspace.run(&["fix", "."]);
        let before = std::mem::replace(&mut count, fixed_count(&workspace));
        assert!(before < count);
    }
}

fn fixed_count(workspace: &Workspace) -> usize {
    fs::read_to_string(workspace.folder().join("a.md")).expect("the file").matches("good phrase").count()
}

#[test]
fn a_long_line_with_many_findings_is_reported() {
    let text = format!("{}bad phrase ", "word ".repeat(48)).repeat(2_000);
    for format in ["human", "json", "github"] {
        let (status, output) = Workspace::with("a.txt", &text).run(&["check", "--format", format, "."]);
        assert_eq!(status, 1);
        assert!(output.matches("h/p").count() >= 2_000 || format == "github", "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_folder_is_an_error_and_a_process_substitution_is_read() {
    let workspace = Workspace::new();
    let made = Command::new("mkfifo").arg(workspace.folder().join("p.md")).status().expect("mkfifo");
    assert!(made.success());
    for arguments in [&["check", "p.md"][..], &["check", "--rules", "p.md", "."], &["check", "--config", "p.md", "."]] {
        let arguments: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "--isolated").collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
        let (status, output) =
            ended(&command.current_dir(workspace.folder()).args(&arguments).output().expect("the program starts"));
        assert_eq!(status, 2, "{output}");
        assert_contains(&output, &["p.md", "named pipe"]);
    }
    let script = r#""$0" check --isolated --pack h --rules <(cat ../rules.toml) <(sleep 0.3; echo "A bad phrase.")"#;
    let mut bash = Command::new("bash");
    let bash = bash.current_dir(workspace.folder()).args(["-c", script, env!("CARGO_BIN_EXE_wordgate")]);
    let (status, output) = ended(&bash.output().expect("bash starts"));
    assert_eq!(status, 1, "{output}");
}

#[cfg(unix)]
#[test]
fn standard_input_is_read_by_its_device_name() {
    let workspace = Workspace::with("a.md", "A bad phrase.\n");
    let program = env!("CARGO_BIN_EXE_wordgate");
    for feed in ["(sleep 0.3; cat a.md) |", "< a.md", "3< a.md"] {
        let name = if feed.starts_with('3') { "/dev/fd/3" } else { "/dev/stdin" };
        let script = format!("{feed} \"$0\" check --isolated --pack h --rules ../rules.toml {name}");
        let script = if feed.ends_with('|') { script } else { script.replace(feed, "") + " " + feed };
        let mut bash = Command::new("bash");
        let (status, output) =
            ended(&bash.current_dir(workspace.folder()).args(["-c", &script, program]).output().expect("bash starts"));
        assert_eq!(status, 1, "{script}: {output}");
    }
}

#[cfg(unix)]
#[test]
fn ignore_files_that_are_not_regular_files_are_not_opened() {
    use std::os::unix::fs::symlink;
    for at in [".gitignore", "sub/.ignore", "../.gitignore"] {
        for kind in ["device", "pipe"] {
            let workspace = Workspace::with("a.md", "fine\n");
            fs::create_dir(workspace.folder().join("sub")).expect("a folder");
            let path = workspace.folder().join(at);
            match kind {
                "device" => symlink("/dev/zero", path).expect("a link"),
                _ => assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success()),
            }
            let (status, output) = workspace.run(&["check", "."]);
            assert_eq!(status, 2, "{at}: {output}");
            assert_contains(&output, &[at, "--no-ignore"]);
            assert_eq!(workspace.run(&["check", "--no-ignore", "."]).0, 0);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_a_regular_file_is_an_error() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::with("a.md", "fine\n");
    symlink("loop.md", workspace.folder().join("loop.md")).expect("a link");
    symlink("..", workspace.folder().join("up")).expect("a link");
    fs::create_dir(workspace.folder().join("x.md")).expect("a folder");
    fs::write(workspace.folder().join("x.md/y.md"), "A bad phrase.\n").expect("a file");
    let (status, output) = workspace.run(&["check", "--format", "concise", "."]);
    assert_eq!((status, output.matches("[h/p]").count()), (1, 1), "{output}");
    let long = "x/".repeat(3_000);
    let _socket = std::os::unix::net::UnixListener::bind(workspace.folder().join("s.md")).expect("a socket");
    let (status, output) = workspace.run(&["check", "s.md"]);
    assert_eq!(status, 2, "{output}");
    assert_contains(&output, &["s.md: this is not a regular file"]);
    for path in ["loop.md", "/dev/zero", "gone.md", &long] {
        let (status, output) = workspace.run(&["check", path, "a.md"]);
        assert_eq!(status, 2, "{output}");
        assert_contains(&output, &[&path[..path.len().min(100)]]);
    }
    for (flag, path) in [("--rules", "x.md"), ("--rules", "gone.toml")] {
        let (status, output) = workspace.run(&["check", flag, path, "."]);
        assert_eq!(status, 2, "{output}");
        assert_contains(&output, &[path]);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    let command = command.current_dir(workspace.folder()).args(["check", "--config", "x.md", "."]);
    let (status, output) = ended(&command.output().expect("the program starts"));
    assert_eq!(status, 2, "{output}");
    assert_contains(&output, &["x.md", "folder"]);
}

#[cfg(unix)]
#[test]
fn no_control_character_reaches_a_terminal_or_a_log() {
    let workspace = Workspace::new();
    let names = [
        "::error file=x,line=1::pwned\n.md",
        "\u{1b}]0;title\u{7}\u{1b}[31m.md",
        "a\n::warning::b.md",
        "\u{9b}31m\u{202e}.md",
    ];
    for name in names {
        fs::write(workspace.folder().join(name), "\u{1b}[2J A bad phrase \u{7} \u{9d} \u{202e}\n::error::x\n")
            .expect("a file");
    }
    let formats = wordgate::report::FORMATS.iter().map(|format| format.name);
    let mut runs: Vec<Vec<&str>> =
        formats.map(|format| vec!["check", "--format", format, "--show-skipped", "."]).collect();
    runs.push(vec!["check", "--statistics", "--show-files", "."]);
    runs.push(vec!["check", "\u{1b}[31m\n::error::gone", "."]);
    runs.push(vec!["fix", "--diff", "."]);
    runs.push(vec!["explain", "h/p"]);
    runs.push(vec!["explain", "\u{1b}[31m\n::error::x"]);
    runs.push(vec!["rules"]);
    runs.push(vec!["rules", "--format", "json"]);
    for arguments in runs {
        let (_, output) = workspace.run(&arguments);
        let control = output.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
        assert_eq!(control, None, "{arguments:?}:\n{output}");
        for line in output.lines().filter(|line| line.trim_start().starts_with("::")) {
            assert!(arguments.contains(&"github") && line.contains("title=h/p::"), "{arguments:?}: {line}");
        }
    }
}

#[test]
fn rule_files_beyond_a_limit_are_reported() {
    let doubling: String =
        (1..30).map(|n| format!("[terms.s{n}]\nterms = ['@s{0} @s{0}']\n", n - 1)).collect::<String>()
            + "[terms.s0]\nterms = ['x']\n";
    let mistakes = "[[rule]]\nid = 'R'\npatterns = ['x']\nmessage = 'm'\n".repeat(200);
    let cases = [
        ("[terms.a]\nterms = ['@b']\n[terms.b]\nterms = ['@a']\n".to_owned(), &["r.toml:6", "uses itself"][..]),
        (doubling, &["r.toml:", "200000 words"]),
        (
            format!("[[rule]]\nid = 'r'\nmessage = 'm'\npatterns = ['{}x']\n", "(".repeat(1_000)),
            &["r.toml:6", "nested more than 32 levels deep"],
        ),
        (format!("a = {}\n", "[".repeat(100_000)), &["r.toml:3"]),
        (mistakes, &["r.toml:", "150 more mistakes not shown"]),
    ];
    for (body, expected) in cases {
        let workspace = Workspace::with("r.toml", format!("[pack]\nid = 'q'\n{body}"));
        let (status, output) = workspace.run(&["check", "--rules", "r.toml", "."]);
        assert_eq!(status, 2, "{output}");
        assert_contains(&output, expected);
    }
    // A sparse file of more than 32 MiB.
    let workspace = Workspace::with("r.toml", "");
    fs::File::options()
        .write(true)
        .open(workspace.folder().join("r.toml"))
        .and_then(|file| file.set_len(50 << 20))
        .expect("a sparse file");
    let (status, output) = workspace.run(&["check", "--rules", "r.toml", "."]);
    assert_eq!(status, 2, "{output}");
    assert_contains(&output, &["r.toml", "larger than 32 MiB"]);
}

#[test]
fn files_may_vanish_or_grow_or_become_pipes_after_the_walk() {
    let workspace = Workspace::with("a.md", "fine\n");
    fs::write(workspace.folder().join("c.md"), "fine\n").expect("a file");
    fs::write(workspace.folder().join("b.md"), "fine\n\n").expect("a file");
    let mut command =
        workspace.command(&["check", "--format", "concise", "--threads", "1", "-", "a.md", "b.md", "c.md"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // This is more than a pipe's buffer. Once it is written, the walk has ended and standard input, the first by name,
    // is being read.
    stdin.write_all(&b"some words\n\n".repeat(100_000)).expect("it is read");
    fs::remove_file(workspace.folder().join("a.md")).expect("the file goes");
    fs::File::options()
        .append(true)
        .open(workspace.folder().join("b.md"))
        .and_then(|mut file| file.write_all(b"A bad phrase.\n"))
        .expect("the file grows");
    fs::remove_file(workspace.folder().join("c.md")).expect("the file goes");
    let is_pipe = cfg!(unix) && Command::new("mkfifo").arg(workspace.folder().join("c.md")).status().is_ok();
    drop(stdin);
    let (status, output) = ended(&child.wait_with_output().expect("it ends"));
    assert_eq!(status, 2, "{output}");
    assert_contains(&output, &["a.md: no such file", "b.md:3:3: error"]);
    assert!(!is_pipe || output.contains("c.md: this is a named pipe"), "{output}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_file_unchanged() {
    let text = "A bad phrase.\n".repeat(1_000);
    let workspace = Workspace::with("a.md", &text);
    let script = r#"trap "" XFSZ; ulimit -f 4; exec "$0" fix --isolated --pack h --rules ../rules.toml ."#;
    let mut bash = Command::new("bash");
    let bash = bash.current_dir(workspace.folder()).args(["-c", script, env!("CARGO_BIN_EXE_wordgate")]);
    let (status, output) = ended(&bash.output().expect("bash starts"));
    assert_eq!(status, 2, "{output}");
    assert_contains(&output, &["a.md", "cannot be written"]);
    assert_eq!(fs::read_to_string(workspace.folder().join("a.md")).expect("the file"), text);
    assert_eq!(fs::read_dir(workspace.folder()).expect("the folder").count(), 1, "nothing is left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let workspace = Workspace::with("a.md", "A bad phrase.\n".repeat(1_000));
    let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
    let status = workspace.command(&["check", "--format", "json", "."]).stdout(full).status().expect("it starts");
    assert_eq!(status.code(), Some(2));
}

/// Numbers and word parts are looked up for each word of the text, whatever they are made of.
#[test]
fn figures_and_word_parts_take_linear_time() {
    let patterns = ["@number", "@money", "@duration", "@percent ..50 @percent", "*GPT", "GPT*", "*-GPT", "non-*"];
    let parse = |pattern: &&str| TermSets::default().pattern(pattern, PatternContext::Rule).expect("a pattern");
    let matcher = Matcher::from_patterns(&patterns.iter().map(parse).collect::<Vec<_>>());
    for piece in [
        "1", "GPT", "1,", "1-", "1 ", "$1 ", "non-", "USD1,000-", "one ", "one hundred and ", "½", "1 000 ",
        "a million ",
    ] {
        let words = Words::new(&piece.repeat((100 << 10) / piece.len()));
        let start = Instant::now();
        matcher.find(&words, &|_, _| false);
        assert!(start.elapsed() < Duration::from_secs(20), "{piece:?} took {:?}", start.elapsed());
    }
}
